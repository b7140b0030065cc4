"""Dragoman reads news pages about states and keeps the record: who did what to whom, who said what, who stands where.

>>> record = dragoman.read("page.html")
>>> [event.type for event in record.events]
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["Archive", "Filter", "__version__", "explain", "positions", "read", "read_all"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .archive import Archive, Filter
    from .coding.matrix import By, Row
    from .errors import DragomanError
    from .model import Record
    from .model.explanation import Explanation
    from .pages import Web


def read(source: str, *, published: date | None = None) -> Record:
    """The record of one source: a path, a URL, or `-` for standard input.

    `published` is used where the page bears no date of its own. Raises SourceError or PageError (see `dragoman.errors`)
    where there is nothing to read.
    """
    from . import coding, pages

    fetched = pages.fetch(source)
    article = pages.read(fetched.data, url=fetched.url, name=fetched.name)
    return coding.code(article, coding.Options(published=published))


def explain(source: str, event_id: str, *, published: date | None = None) -> Explanation:
    """Why the row of an event is as it is; the source is read again.

    `event_id` is the event's id, the first four digits or more of it, or its number among the record's events, from 1. Raises
    what `read` does, and `NoSuchEvent`, which names the nearest ids.
    """
    from . import coding, pages
    from .coding.explain import explain

    fetched = pages.fetch(source)
    article = pages.read(fetched.data, url=fetched.url, name=fetched.name)
    return explain(article, event_id, coding.Options(published=published))


def read_all(
    sources: Iterable[str], *, published: date | None = None, web: Web | None = None
) -> Iterator[tuple[str, Record | DragomanError]]:
    """The name and the record, or the error, of every page that the sources hold, one after another.

    A source may be a file, a folder, `-`, an address, a list of addresses, an RSS or Atom feed, a news sitemap, a WARC file, a
    saved .mhtml page, or a dump of JSON lines. What fails comes as its error and costs nothing beside it.
    """
    from . import coding, pages
    from .errors import DragomanError

    options = coding.Options(published=published)
    for part in pages.open_sources(sources, web):
        if isinstance(part, DragomanError):
            yield part.source, part
            continue
        try:
            article = pages.read(part.data, url=part.url, name=part.name, charset=part.charset)
            yield part.name, coding.code(article, options)
        except DragomanError as error:
            yield part.name, error


def positions(sources: Iterable[str], *, by: By = "theme", published: date | None = None) -> list[Row]:
    """Who stands where, over all the pages that the sources hold: a row for each actor and theme (or issue, or other actor).

    Raises the error of the first page that cannot be read; to pass over such, give the records that you have to
    `dragoman.coding.matrix.matrix`.
    """
    from .coding.matrix import Witness, matrix, witnesses
    from .errors import DragomanError

    found: list[Witness] = []
    for _, record in read_all(sources, published=published):
        if isinstance(record, DragomanError):
            raise record
        found += witnesses(record)
    return matrix(found, by)


def __getattr__(name: str) -> object:
    """Load the archive when it is asked for, so that reading a page does not wait for it."""
    if name in ("Archive", "Filter"):
        from . import archive

        return getattr(archive, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
