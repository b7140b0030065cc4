"""The article: a news page once the page around it is gone."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Part = Literal["headline", "standfirst", "body", "caption"]
BlockKind = Literal["paragraph", "subheading", "item", "quote", "entry"]


class Span(Struct, frozen=True):
    """Some words of an article and where they stand: a W3C TextQuoteSelector with a TextPositionSelector.

    `paragraph` is the index of the body block or caption (0 for headline and standfirst); `start` and `end` count code
    points into that clean part, so that `text[start:end] == exact` always holds.
    """

    part: Part
    paragraph: int
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


class Block(Struct, frozen=True):
    """One paragraph, sub-heading, list item, block quotation or live-blog entry; `time` is an entry's own ISO 8601 time."""

    text: str
    kind: BlockKind = "paragraph"
    time: str | None = None


class Caption(Struct, frozen=True):
    """A picture's caption and, apart from it, its credit."""

    text: str
    credit: str | None = None


class Repair(Struct, frozen=True):
    """A change made to the text as found: what it was, where, and the words before and after (`after` empty: dropped).

    `paragraph` indexes the clean part it happened in, or is null where nothing of it is left.
    """

    what: str
    part: Part
    paragraph: int | None
    before: str
    after: str


class Flag(Struct, frozen=True):
    """Words that are damaged and could not be mended without inventing: kept as they are, and marked."""

    what: str
    where: Span


class Article(Struct, frozen=True):
    """A clean news article. Times are ISO 8601 with their zone; what the page does not say is null or empty."""

    id: str
    url: str | None = None
    headline: str | None = None
    standfirst: str | None = None
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    published: str | None = None
    published_source: str | None = None
    updated: str | None = None
    language: str | None = None
    outlet: str | None = None
    body: tuple[Block, ...] = ()
    captions: tuple[Caption, ...] = ()
    repairs: tuple[Repair, ...] = ()
    flags: tuple[Flag, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()

    def text(self, part: Part, paragraph: int = 0) -> str:
        """The clean text of one part: what a Span's offsets count into."""
        if part == "headline":
            return self.headline or ""
        if part == "standfirst":
            return self.standfirst or ""
        if part == "caption":
            return self.captions[paragraph].text
        return self.body[paragraph].text

    def parts(self) -> list[tuple[Part, int, str]]:
        """Every part that bears text, in reading order: headline, standfirst, body blocks, captions."""
        out: list[tuple[Part, int, str]] = []
        if self.headline:
            out.append(("headline", 0, self.headline))
        if self.standfirst:
            out.append(("standfirst", 0, self.standfirst))
        out += [("body", i, block.text) for i, block in enumerate(self.body)]
        out += [("caption", i, caption.text) for i, caption in enumerate(self.captions)]
        return out


def span_of(text: str, part: Part, paragraph: int, start: int, end: int, context: int = 24) -> Span:
    """The span `text[start:end]` with up to `context` code points before and after it."""
    return Span(part, paragraph, start, end, text[start:end], text[max(0, start - context) : start], text[end : end + context])
