"""What is given to an archive, and what becomes of it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ..identity import stable_id
from ..model import Article, Record

State = Literal["new", "changed", "recoded", "known"]


class Given(Struct, frozen=True):
    """A page to add: its record, and its bytes as they came where these shall be kept."""

    record: Record
    original: bytes | None = None


class Added(Struct, frozen=True):
    """What became of a page: `new`, `changed` (its address had another text), `recoded` (its rows differ), or `known`."""

    page: str
    state: State
    events: int


def page_id(article: Article) -> str:
    """The id of an article at its address: of all its text, captions too, which the article's own id leaves out."""
    return stable_id("page", article.id, article.url or "", article.standfirst or "", *(c.text for c in article.captions))
