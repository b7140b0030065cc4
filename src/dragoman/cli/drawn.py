"""What an archive gives, drawn for a terminal: events, statements, quotations, actors, stories, pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.cli import wording
from dragoman.cli.output import Pages, write
from dragoman.cli.theme import DIM, QUOTED, STRONG, Ink
from dragoman.cli.view import headed, located, stacked
from dragoman.model import Date, Event, Span
from dragoman.model.archived import Heard, Hit, Merged, Named, Page, Report, Story, Version

if TYPE_CHECKING:
    from dragoman.copies import Quotation

_SHORT = 8  # digits of an id that are shown


def draw(found: Iterable[Any]) -> None:
    """Draw what was found, one under another: a line each, or parted by an empty line."""
    form = Pages(1)
    for number, one in enumerate(found):
        if number and not isinstance(one, Named):
            write("\n")
        write(form.drawn(stacked(_DRAWN[type(one)](one, form.ink))))


def event(merged: Merged, ink: Ink) -> Iterator[RenderableType]:
    """An event: what it is and how sure, where and when, the words, who tells it."""
    e, lead = merged.event, merged.reports[0]
    yield headed(_head(e, ink), ink.bar(e.confidence))
    yield _facts(e, lead, ink)
    yield _quoted(e.evidence, ink)
    yield _line([_told(merged), _source(lead.page, ink), f"event {merged.id[:_SHORT]}"], ink)


def whole(merged: Merged, ink: Ink) -> Iterator[RenderableType]:
    """An event with every page that tells it, and where they differ."""
    yield from event(merged, ink)
    for difference in merged.differences:
        values = "; ".join(f"{value or 'none'} ({len(pages)})" for value, pages in difference.values)
        yield ink.fit(Text.assemble(("they differ on ", DIM), difference.cell, (": ", DIM), values))
    for report in merged.reports:
        yield Text(" ")
        yield Padding(stacked(_report(report, ink)), (0, 0, 0, 4))


def _report(report: Report, ink: Ink) -> Iterator[RenderableType]:
    e = report.event
    yield headed(_head(e, ink), ink.bar(e.confidence))
    yield _facts(e, report, ink)
    yield _quoted(e.evidence, ink)
    yield _line([_source(report.page, ink), report.page.url or "", f"page {report.page.id}"], ink)


def statement(heard: Heard, ink: Ink) -> Iterator[RenderableType]:
    """A statement: who to whom, in which words, where it is reported."""
    s = heard.statement
    head = ink.fit(Text(s.speaker.name if s.speaker else "somebody", STRONG))
    if s.speaker and s.speaker.code:
        head.append(f" {ink.say(s.speaker.code)}")
    if s.addressee:
        head.append(f" {ink.glyphs.arrow} ", DIM).append(ink.say(s.addressee.name))
    head.append(ink.say(f"  {s.kind}" + (f", {s.cue}" if s.cue else "")), DIM)
    yield headed(head, ink.bar(s.confidence))
    said = wording.when(s.date, ink.glyphs.dash) if s.date else ""
    yield _line([said, s.venue or ""], ink)
    yield _quoted(s.evidence, ink)
    yield _line([_source(heard.page, ink), heard.page.url or ""], ink)


def story(one: Story, ink: Ink) -> Iterator[RenderableType]:
    """A story: its headline, and how often it is told."""
    yield ink.fit(Text(one.headline or "Without a headline", STRONG))
    days = wording.when(Date(one.first, one.last, "day", ""), ink.glyphs.dash)
    counts = ((one.pages, "page"), (one.texts, "text"), (one.outlets, "outlet"), (one.events, "event"))
    yield _line([days, *(wording.plural(n, what) for n, what in counts), f"story {one.id}"], ink)


def quotation(found: tuple[Quotation, Mapping[str, Page]], ink: Ink) -> Iterator[RenderableType]:
    """A quotation in each wording and who has it; words that the first wording does not have stand between marks."""
    one, pages = found
    head = ink.fit(Text(one.name or "somebody", STRONG)).append(f" {ink.say(one.code)}" if one.code else "", "not bold")
    for name, given in one.others:
        head.append(ink.say(f"  given to {name} on {wording.plural(len(given), 'page')}"), "not bold")
    yield head
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, min_width=5, style=DIM)
    grid.add_column(ratio=1, overflow="fold")
    first = one.wordings[0].words
    for number, told in enumerate(one.wordings):
        words = _changed(first, told.words, ink) if told.kind == "drift" else Text(told.words)
        outlets = dict.fromkeys(p.outlet for page in told.pages if (p := pages.get(page)) is not None and p.outlet)
        counts = [wording.plural(len(told.pages), "page"), wording.plural(told.texts, "text")]
        grid.add_row(told.kind if number else "", ink.fit(Text.assemble("“", words, "”")))
        grid.add_row("", _line([*counts, ", ".join(outlets)], ink))
    yield grid


def _changed(before: str, after: str, ink: Ink) -> Text:
    """The second wording, with what the first does not have between marks."""
    one, other = before.split(), after.split()
    out = Text()
    bare = [[word.casefold().strip(",.;:!?“”\"'") for word in words] for words in (one, other)]
    for what, _, _, first, last in SequenceMatcher(None, bare[0], bare[1], False).get_opcodes():
        words = " ".join(other[first:last])
        if words:
            marked = (ink.glyphs.opens, words, ink.glyphs.closes) if what != "equal" else ("", words, "")
            out.append(" " if out else "").append("".join(marked))
    return out


def actor(one: Named, ink: Ink) -> Iterator[RenderableType]:
    """An actor on a line: who, how often named, from when to when."""
    head = ink.fit(Text(one.name, STRONG)).append(f" {ink.say(one.code)}" if one.code else "", "not bold")
    days = wording.when(Date(one.first, one.last, "day", ""), ink.glyphs.dash) if one.first or one.last else ""
    facts = (one.kind, one.office or "", wording.plural(one.pages, "page"), days, one.wikidata or "")
    yield Text.assemble(head, "  ", _line(facts, ink))


def hit(one: Hit, ink: Ink) -> Iterator[RenderableType]:
    """A page that was found: its headline, the words, where it stands."""
    yield ink.fit(Text(one.page.headline or "Without a headline", STRONG))
    if one.words != one.page.headline:
        words = Text(one.words)
        for start, end in one.hits:
            words.stylize("bold underline" if ink.colour else "", start, end)
        yield located("", ink.fit(words))
    yield _line([_source(one.page, ink), one.page.url or "", f"page {one.page.id}"], ink)


def version(one: Version, ink: Ink) -> Iterator[RenderableType]:
    """A text that stood at an address, and what came and went in the record with it."""
    yield ink.fit(Text(one.page.headline or "Without a headline", STRONG))
    yield _line([f"added {wording.day(one.page.added)}", wording.plural(one.page.words, "word"), f"page {one.page.id}"], ink)
    for sign, events in (("+", one.came), ("-", one.went)):
        for e in events:
            yield located(sign, _head(e, ink))


_DRAWN: dict[type, Any] = {
    Merged: event,
    Heard: statement,
    Story: story,
    Hit: hit,
    Version: version,
    Named: actor,
    tuple: quotation,
}


def draw_whole(merged: Merged) -> None:
    """Draw one event with all that is known of it."""
    form = Pages(1)
    write(form.drawn(stacked(whole(merged, form.ink))))


def _head(e: Event, ink: Ink) -> Text:
    head = Text(ink.say(e.type), STRONG)
    if e.mode:
        head.append(ink.say(f" {e.mode}"), "not bold")
    sides = Text("  " + ink.say(", ".join(e.actors) or ink.glyphs.nobody), "not bold")
    if e.recipients:
        sides.append(f" {ink.glyphs.arrow} ", DIM).append(ink.say(", ".join(e.recipients)))
    head.append_text(sides)
    if e.modality != "actual":
        head.append("  ", "not bold").append_text(ink.badge(e.modality))
    if e.background:
        head.append("  background", f"not bold {DIM} {QUOTED}")
    return head


def _facts(e: Event, report: Report, ink: Ink) -> Text:
    names = ", ".join(a.name for a in report.actors)
    says = f"says {report.voucher.name}" if report.voucher else "says the paper"
    date = wording.when(e.date, ink.glyphs.dash) if e.date else "undated"
    return _line([date, wording.place(e.place) if e.place else "", names, says], ink, "none")


def _quoted(span: Span, ink: Ink) -> RenderableType:
    # Where words go on before and after, they are cut between two of them.
    before = f"{ink.glyphs.more}{span.prefix.partition(' ')[2]}" if span.start > len(span.prefix) else span.prefix
    after = (
        span.suffix if span.suffix[-1:] in ".!?" else f"{span.suffix.rpartition(' ')[0]}{ink.glyphs.more}" if span.suffix else ""
    )
    words = Text.assemble((before, DIM), (ink.glyphs.opens, DIM), span.exact, (ink.glyphs.closes, DIM), (after, DIM))
    return located(wording.where(span, ink.glyphs.paragraph), ink.fit(words))


def _told(merged: Merged) -> str:
    pages = len({r.page.id for r in merged.reports})
    if pages == 1:
        return ""
    texts = wording.plural(merged.sources, "text")
    return f"{wording.plural(pages, 'page')}, {texts}, {wording.plural(merged.outlets, 'outlet')}"


def _source(page: Page, ink: Ink) -> str:
    return ", ".join(filter(None, (page.outlet, wording.day(page.published) if page.published else "")))


def _line(facts: Iterable[str], ink: Ink, style: str = DIM) -> Text:
    return Text(ink.glyphs.between.join(ink.say(fact) for fact in facts if fact), style)
