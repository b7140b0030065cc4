"""Dragoman reads news pages about states and keeps the record: who did what to whom, who said what, who stands where.

>>> record = dragoman.read("page.html")
>>> [event.type for event in record.events]
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["__version__", "read"]

if TYPE_CHECKING:
    from .model import Record


def read(source: str, *, published: date | None = None) -> Record:
    """The record of one source: a path, a URL, or `-` for standard input.

    `published` is used where the page bears no date of its own. Raises SourceError or PageError (see `dragoman.errors`)
    where there is nothing to read.
    """
    from . import coding, pages

    fetched = pages.fetch(source)
    article = pages.read(fetched.data, url=fetched.url, name=fetched.name)
    return coding.code(article, coding.Options(published=published))
