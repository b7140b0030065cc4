"""Sources into an archive: each page read, coded unless it is known, and kept, some at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import Struct

from .. import pages
from ..archive import Archive
from ..coding import Options, code, made_by
from ..errors import ArchiveError, DragomanError, QueryInvalid
from ..model import Article, MadeBy, Record
from ..pages import Source

State = Literal["new", "changed", "recoded", "known", "failed"]


class Settings(Struct, frozen=True):
    """How pages are coded and kept. `world` is a word for the user's own tables, for `made_by`; `original` keeps the bytes too.

    A commit holds `most` pages at most, and is made after `seconds` at the latest.
    """

    options: Options = Options()
    world: str = ""
    original: bool = False
    most: int = 64
    seconds: float = 5.0

    def told(self) -> dict[str, Any]:
        """The settings, as the archive keeps them beside each commit."""
        published = self.options.published
        return {"published": published.isoformat() if published else None, "world": self.world, "original": self.original}


class Outcome(Struct, frozen=True):
    """What became of a source's page. It is told once the archive has it, or once it has failed."""

    source: str
    state: State
    events: int = 0
    error: DragomanError | None = None


def fill(
    archive: Archive,
    sources: Iterable[Source | DragomanError],
    settings: Settings,
    begin: Callable[[str], None] = lambda name: None,
) -> Iterator[Outcome]:
    """Read, code and add the pages; what fails costs nothing beside it. `begin` is told which page is read now.

    Raises `ArchiveError` where the archive cannot be written: all of which an outcome was given is kept. Begun anew with the same
    sources, it goes on where it was: what is known is neither coded nor added again.
    """
    versions = signed(made_by(settings.options), settings.world)
    waiting: list[tuple[str, Record, bytes | None]] = []
    since = time.monotonic()
    for part in sources:
        if isinstance(part, DragomanError):
            yield Outcome(part.source, "failed", error=part)
            continue
        begin(part.name)
        try:
            article = dated(pages.read(part.data, part.url, part.name, part.charset), settings.options.published)
            if archive.knows(article, versions):
                yield Outcome(part.name, "known")
                continue
            record = msgspec.structs.replace(code(article, settings.options), made_by=versions)
            waiting.append((part.name, record, part.data if settings.original else None))
        except ArchiveError:
            raise
        except DragomanError as error:
            yield Outcome(part.name, "failed", error=error)
        except Exception as error:  # a fault of ours: this page is lost, the others are not
            yield Outcome(part.name, "failed", error=unforeseen(part.name, error))
        if len(waiting) >= settings.most or (waiting and time.monotonic() - since > settings.seconds):
            yield from _kept(archive, waiting, settings)
            waiting, since = [], time.monotonic()
    if waiting:
        yield from _kept(archive, waiting, settings)


def _kept(archive: Archive, waiting: list[tuple[str, Record, bytes | None]], settings: Settings) -> Iterator[Outcome]:
    try:
        added = archive.add([record for _, record, _ in waiting], [data for _, _, data in waiting], settings.told())
    except Exception as error:
        if isinstance(error, ArchiveError) and not isinstance(error, QueryInvalid):
            raise
        if len(waiting) > 1:  # a page that no table can hold does not cost those beside it
            for alone in waiting:
                yield from _kept(archive, [alone], settings)
            return
        name = waiting[0][0]
        yield Outcome(name, "failed", error=error if isinstance(error, DragomanError) else unforeseen(name, error))
        return
    for (name, _, _), one in zip(waiting, added, strict=True):
        yield Outcome(name, one.state, one.events)


def dated(article: Article, published: date | None) -> Article:
    """The article, with the day that was given for pages without one of their own."""
    if article.published or published is None:
        return article
    return msgspec.structs.replace(article, published=published.isoformat(), published_source="given")


def signed(versions: MadeBy, world: str) -> MadeBy:
    """The versions, with a word for the user's own tables of the world."""
    return msgspec.structs.replace(versions, world=f"{versions.world}+{world}") if world else versions


def unforeseen(source: str, error: Exception) -> DragomanError:
    """An error that nobody foresaw, as one of ours."""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return DragomanError(source, f"unexpected {what[:200]}", "please report it with the page")
