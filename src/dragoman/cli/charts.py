"""Counts drawn in a terminal: a dyad as bars to both sides of a line, a timeline as a page, a comparison side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.cli import wording
from dragoman.cli.rows import numbered
from dragoman.cli.theme import DIM, STRONG, Ink
from dragoman.cli.view import stacked
from dragoman.counting.compare import Change, Comparison, Tone, Turn, Witness
from dragoman.counting.dyads import Dyad, Step
from dragoman.counting.timeline import Day, Moment, Told
from dragoman.model.article import Span

_WIDE = 22  # cells of a bar to one side
_WARM, _COLD = "blue", "red"
_QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def dyad(found: Dyad, title: str, ink: Ink) -> RenderableType:
    """The dyad, a line a period: conflict to the left, cooperation to the right, material acts in full signs."""
    steps = [*found.steps, *([found.undated] if found.undated.total.events else [])]
    if not steps:
        return Text(ink.say(f"{title}: no events"))
    most = max(max(s.total.cooperation, s.total.conflict) for s in steps)
    full, light, line = ("█", "▒", "│") if _shows(ink, "█▒│") else ("#", "=", "|")
    grid = Table.grid(padding=(0, 1))
    for right in (False, True, True, False, False, True):
        grid.add_column(justify="right" if right else "left", no_wrap=True)
    grid.add_row("", "", Text("conflict", _COLD), "", Text("cooperation", _WARM), Text("mean", DIM))
    for step in steps:
        grid.add_row(*_bar(step, most, (full, light, line), found))
    key = Text(f"{full} material  {light} verbal; mean: of intensity, -10 to 10", DIM)
    return Group(Text(ink.say(title), STRONG), Text(), grid, Text(), key)


def _bar(step: Step, most: int, signs: tuple[str, str, str], found: Dyad) -> tuple[Text, ...]:
    full, light, line = signs
    total = step.total
    left = Text(full * _cells(total.quad4, most) + light * _cells(total.quad3, most), _COLD)
    right = Text(light * _cells(total.quad1, most) + full * _cells(total.quad2, most), _WARM)
    mean = "" if total.mean_intensity is None else f"{total.mean_intensity:+.1f}"
    left = Text.assemble((f"{total.conflict} " if total.conflict else "", DIM), left)
    right = Text.assemble(right, (f" {total.cooperation}" if total.cooperation else "", DIM))
    return (
        Text(step.period or f"no {found.by}", "" if step.period else DIM),
        Text(),
        left,
        Text(line, DIM),
        right,
        Text(mean, DIM),
    )


def _cells(n: int, most: int) -> int:
    return 0 if not n else max(1, round(n * _WIDE / most))


def _shows(ink: Ink, signs: str) -> bool:
    return ink.say(signs) == signs


def timeline(days: Sequence[Day], ink: Ink) -> RenderableType:
    """The events day by day, with the days between."""
    parts: list[RenderableType] = []
    number = 0
    for day in days:
        if day.gap:
            parts.append(Text(f"    {ink.glyphs.more} {day.gap} day{'s' * (day.gap != 1)} without events", DIM))
        title = f"{wording.weekday(day.date)} {wording.day(day.date)}".strip() if day.date else "Undated"
        parts += [Rule(Text(title, STRONG), align="left", characters=ink.glyphs.rule, style=DIM)]
        parts += [numbered(day.events, lambda moment: stacked(_moment(moment, ink))), Text()]
        number += len(day.events)
    parts.append(Text(f"    {number} event{'s' * (number != 1)}", DIM))
    return Group(*parts)


def _moment(moment: Moment, ink: Ink) -> Iterator[RenderableType]:
    sides = ", ".join(moment.actors) or ink.glyphs.nobody
    if moment.recipients:
        sides += f" {ink.glyphs.arrow} {', '.join(moment.recipients)}"
    head = Text.assemble((ink.say(f"{moment.type} {moment.mode or ''}".rstrip()), STRONG), "  ", ink.say(sides))
    if moment.modality != "actual":
        head.append(f"  [{moment.modality}]", DIM)
    if moment.background:
        head.append("  background", DIM)
    yield head
    facts = [f"{moment.confidence:.0%}", f"intensity {moment.intensity:g}", _counted(moment.sources, "text")]
    facts.append(_counted(moment.outlets, "outlet"))
    if moment.place is not None:
        facts.insert(0, moment.place.name)
    if moment.vouched_by:
        facts.append(f"says {moment.vouched_by}")
    yield Text(ink.say(ink.glyphs.between.join(facts)), DIM)
    for told in moment.told:
        yield _told(told, ink)
    for difference in moment.differences:
        values = "; ".join(f"{value} ({_counted(len(pages), 'page')})" for value, pages in difference.values)
        yield Text(ink.say(f"told differently: {difference.cell}: {values}"), DIM)


def _told(told: Told, ink: Ink) -> Text:
    where = told.outlet or told.url or told.page
    return Text.assemble(_words(told.evidence, ink), (f" {ink.glyphs.dash} {ink.say(where)}", DIM))


def _words(span: Span, ink: Ink) -> Text:
    return Text.assemble(
        (ink.say(span.prefix), DIM),
        (ink.glyphs.opens, DIM),
        ink.say(span.exact),
        (ink.glyphs.closes, DIM),
        (ink.say(span.suffix), DIM),
    )


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def comparison(found: Comparison, ink: Ink) -> RenderableType:
    """Pair by pair what changed, with its evidence from both sides; positions that turned; what could not be told."""
    parts: list[RenderableType] = [Text(f"From {found.first} to {found.second}", STRONG), Text()]
    for change in found.changes:
        parts += [*_change(change, found, ink), Text()]
    if not found.changes:
        parts += [Text("Nothing can be said: no two actors have enough events in both periods."), Text()]
    for turn in found.turns:
        parts += [*_turn(turn, ink), Text()]
    parts.append(
        Text(f"{_counted(found.few, 'pair')} with too few events; {_counted(found.outside, 'event')} in neither period", DIM)
    )
    return Group(*parts)


def _change(change: Change, found: Comparison, ink: Ink) -> Iterator[RenderableType]:
    style = {"warmer": _WARM, "cooler": _COLD}.get(change.verdict, "none")
    yield Text.assemble((f"{change.actor} {ink.glyphs.dash} {change.recipient}", STRONG), "  ", (change.verdict, style))
    yield Padding(Text(ink.say(change.said)), (0, 0, 0, 2))
    grid = Table.grid(padding=(0, 2))
    grid.add_row("", "", *(Text(quad, DIM) for quad in _QUADS))
    for label, tone in ((found.first, change.first), (found.second, change.second)):
        cells = (f"{n} ({share:.0%})" for n, share in zip(tone.quads, tone.shares, strict=True))
        grid.add_row("", ink.say(label), *cells)
    yield grid
    for what, kinds in (("new", change.began), ("ended", change.ended)):
        if kinds:
            yield Text(f"  {what}: {', '.join(kinds)}")
    for label, tone in ((found.first, change.first), (found.second, change.second)):
        yield from _evidence(label, tone, ink)


def _evidence(label: str, tone: Tone, ink: Ink) -> Iterator[Text]:
    for witness in tone.evidence:
        yield Text.assemble((f"  {ink.say(label)}: ", DIM), _witness(witness, ink))


def _witness(witness: Witness, ink: Ink) -> Text:
    text = Text(ink.say(f"{witness.date or 'undated'} {witness.type} {witness.intensity:+g}  "))
    return text.append_text(_told(witness.told, ink)) if witness.told is not None else text


def _turn(turn: Turn, ink: Ink) -> Iterator[Text]:
    yield Text.assemble((f"{turn.actor} on {ink.say(turn.on)}", STRONG), f"  {turn.before} {ink.glyphs.arrow} {turn.after}")
    for told in (turn.said_before, turn.said_after):
        if told is not None:
            yield Text.assemble("  ", (f"{told.day or 'undated'}: ", DIM), _told(told, ink))
