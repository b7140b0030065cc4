"""The article while it is being cleaned.

A draft lives inside one call of `read`. Its pieces are told apart by identity, not by text, so that a repair noted
early still names the right paragraph once others have been dropped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from dragoman.model.article import Article, Block, BlockKind, Caption, Flag, Part, Repair


@dataclass(eq=False)
class Piece:
    """One part of the article: a headline, a standfirst, a block of the body, or a caption with its credit."""

    text: str
    kind: BlockKind = "paragraph"
    time: str | None = None
    credit: str | None = None
    caption: bool = False
    apart: bool = False  # the body's first block, set apart from the rest as a summary
    element: Any = None  # of the page, that holds it


@dataclass(frozen=True, eq=False)
class Note:
    """A change, with the piece it happened in; `part` counts where that piece is gone."""

    what: str
    piece: Piece | None
    before: str
    after: str
    part: Part = "body"


@dataclass(frozen=True)
class About:
    """What the page says of the article besides its text."""

    url: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    published_source: str | None = None
    updated: str | None = None
    language: str | None = None
    outlet: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass
class Draft:
    """The parts found so far, and the changes made to them."""

    headline: Piece | None = None
    standfirst: Piece | None = None
    body: list[Piece] = field(default_factory=list)
    captions: list[Piece] = field(default_factory=list)
    dateline: str | None = None
    notes: list[Note] = field(default_factory=list)

    def note(self, what: str, piece: Piece | None, before: str, after: str, part: Part = "body") -> None:
        """Record a change."""
        self.notes.append(Note(what, piece, before, after, part))

    def drop(self, piece: Piece, what: str) -> None:
        """Take a block out of the body and record it."""
        self.body = [other for other in self.body if other is not piece]
        self.note(what, piece, shortened(piece.text), "", "caption" if piece.caption else "body")

    def pieces(self) -> list[Piece]:
        """Every piece, in reading order."""
        top = [piece for piece in (self.headline, self.standfirst) if piece is not None]
        return top + self.body + self.captions


def shortened(text: str, most: int = 160) -> str:
    """The text, or its beginning and end where it is long."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2].rstrip()} […] {text[-most // 3 :].lstrip()}"


def finished(draft: Draft, about: About, flags: tuple[Flag, ...]) -> Article:
    """The article of a draft."""
    where: dict[int, tuple[Part, int | None]] = {}
    if draft.headline is not None:
        where[id(draft.headline)] = ("headline", 0)
    if draft.standfirst is not None:
        where[id(draft.standfirst)] = ("standfirst", 0)
    where |= {id(piece): ("body", i) for i, piece in enumerate(draft.body)}
    where |= {id(piece): ("caption", i) for i, piece in enumerate(draft.captions)}
    repairs = []
    for note in draft.notes:
        part, index = where.get(id(note.piece), (note.part, None)) if note.piece is not None else (note.part, None)
        repairs.append(Repair(note.what, part, index, note.before, note.after))
    headline = draft.headline.text if draft.headline else None
    body = tuple(Block(piece.text, piece.kind, piece.time) for piece in draft.body)
    content = "\n\n".join([headline or "", *(block.text for block in body)])
    return Article(
        id=hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        url=about.url,
        headline=headline,
        standfirst=draft.standfirst.text if draft.standfirst else None,
        byline=about.byline,
        dateline=draft.dateline,
        published=about.published,
        published_source=about.published_source,
        updated=about.updated,
        language=about.language,
        outlet=about.outlet,
        section=about.section,
        tags=about.tags,
        body=body,
        captions=tuple(Caption(piece.text, piece.credit) for piece in draft.captions),
        repairs=tuple(repairs),
        flags=(*flags, *about.flags),
    )
