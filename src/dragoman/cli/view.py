"""What every part of a page draws with: names in their party's colour, passages, evidence with the words around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.cli import wording
from dragoman.cli.theme import DIM, FLAGGED, QUOTED, STRONG, Ink, Palette
from dragoman.model import Actor, Part, Party, Record, Span

GUTTER = 4
_ELIDE_OVER, _ELIDE_HEAD, _ELIDE_TAIL = 90, 46, 30


class View:
    """One record as it is drawn on one output."""

    def __init__(self, record: Record, ink: Ink) -> None:
        self.record, self.ink, self.glyphs = record, ink, ink.glyphs
        self.palette = Palette(record)
        self.actors: dict[str, Actor] = {actor.id: actor for actor in record.actors}
        self._passages: dict[tuple[Part, int], Text] = {}

    @cached_property
    def _marks(self) -> dict[tuple[Part, int], list[tuple[Span, str]]]:
        """The styled spans of each part: every mention, then every flag."""
        out: dict[tuple[Part, int], list[tuple[Span, str]]] = {}
        for actor in self.record.actors:
            for span in actor.mentions:
                out.setdefault((span.part, span.paragraph), []).append((span, self.palette.actor(actor.id)))
        for flag in self.record.article.flags:
            out.setdefault((flag.where.part, flag.where.paragraph), []).append((flag.where, FLAGGED))
        return out

    def passage(self, part: Part, paragraph: int = 0) -> Text:
        """A part of the article with its quotations, actors and flags marked; offsets are the article's own."""
        key = (part, paragraph)
        if key not in self._passages:
            text = Text(self.record.article.text(part, paragraph))
            for start, end in wording.quotations(text.plain):
                text.stylize(QUOTED, start, end)
            for span, style in self._marks.get(key, []):
                text.stylize(style, span.start, span.end)
            self._passages[key] = text
        return self._passages[key].copy()

    def shown(self, part: Part, paragraph: int = 0, style: str = "") -> Text:
        """The passage as it is printed, over a style of its own."""
        text = self.ink.fit(self.passage(part, paragraph))
        text.stylize_before(style or "none")
        return text

    def words(self, words: str, style: str = "") -> Text:
        """Some words of our own or of the record's."""
        return Text().append(self.ink.say(words), style or None)

    def name(self, actor_id: str) -> Text:
        """An actor's name in its colour."""
        actor = self.actors.get(actor_id)
        return self.words(actor.name if actor else actor_id, self.palette.actor(actor_id))

    def code(self, code: str) -> Text:
        """A code in its party's colour."""
        return self.words(code, self.palette.code(code))

    def party(self, party: Party | None, style: str = STRONG) -> Text:
        """A speaker or an addressee: the name in its colour, the code after it."""
        if party is None:
            return self.words("unknown", DIM)
        text = self.words(party.name, f"{style} {self.palette.actor(party.id, party.code)}".strip())
        if party.code:
            text.append(f" {self.ink.say(party.code)}", DIM)
        return text

    def several(self, texts: Iterable[Text]) -> Text:
        """Names or codes with commas between."""
        return Text(", ").join(texts)

    def facts(self, facts: Sequence[Text]) -> Text:
        """Facts on one line, each parted from the next."""
        return Text.assemble((self.glyphs.between, DIM)).join(fact for fact in facts if fact.plain)

    def evidence(self, spans: Sequence[Span], shown: str = "") -> RenderableType:
        """Each span where it stands, between marks, with a few dimmed words before and after.

        Words that are printed right above already (`shown`) are not printed whole a second time.
        """
        return Group(*(located(wording.where(span, self.glyphs.paragraph), self.quote(span, shown)) for span in spans))

    def quote(self, span: Span, shown: str = "") -> Text:
        """One span's words between marks, with a few words before and after."""
        before, exact, after = self._cut(span)
        if shown and len(exact) > _ELIDE_OVER and shown in span.exact:
            head, tail = exact.plain[:_ELIDE_HEAD].rfind(" "), exact.plain.find(" ", len(exact) - _ELIDE_TAIL)
            if 0 < head < tail:
                exact = Text.assemble(exact[:head], (f" {self.glyphs.more} ", DIM), exact[tail + 1 :])
        for text in (before, after):
            text.stylize(DIM)
        marked = Text.assemble(before, (self.glyphs.opens, DIM), exact, (self.glyphs.closes, DIM), after)
        return self.ink.fit(marked)

    def _cut(self, span: Span) -> tuple[Text, Text, Text]:
        """The words before, the exact words, and the words after; from the span itself where the article has others."""
        try:
            passage = self.passage(span.part, span.paragraph)
        except IndexError:
            passage = Text()
        if passage.plain[span.start : span.end] != span.exact:
            return Text(span.prefix), Text(span.exact), Text(span.suffix)
        low, high = wording.around(passage.plain, span.start, span.end)
        before, exact, after = passage[low : span.start], passage[span.start : span.end], passage[span.end : high]
        if low > 0:
            before = Text(self.glyphs.more).append_text(before)
        if high < len(passage):
            after = after.append(self.glyphs.more)
        return before, exact, after


def gutter() -> Table:
    """The page's two columns: a narrow one for numbers, one for the words."""
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(min_width=GUTTER - 1, justify="right", style=DIM, no_wrap=True, overflow="crop")
    grid.add_column(ratio=1, overflow="fold")
    return grid


def headed(head: Text, right: Text) -> RenderableType:
    """A row's first line: what it is, and at the right end how sure."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True, overflow="crop")
    grid.add_row(head, right)
    return grid


def located(where: str, words: Text) -> RenderableType:
    """Words after the place where they stand."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, min_width=3, style=DIM, overflow="crop")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(where, words)
    return grid


def stacked(parts: Iterable[RenderableType]) -> Group:
    """Parts one under another; empty texts leave no line."""
    return Group(*(part for part in parts if not isinstance(part, Text) or part.plain))
