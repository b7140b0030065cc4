"""The record's rows on the page: who takes part, statements, events, positions, drifts, each with its evidence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.cli import wording
from dragoman.cli.theme import DIM, QUOTED, STRONG, party
from dragoman.cli.view import View, gutter, headed, located, stacked
from dragoman.model import Actor, Drift, Event, Position, Span, Statement

Row = TypeVar("Row")
_WIDEST_CODE = 14


def numbered(rows: Iterable[Row], draw: Callable[[Row], RenderableType]) -> RenderableType:
    """Rows with their numbers, an empty line between."""
    grid = gutter()
    for i, row in enumerate(rows):
        if i:
            grid.add_row()
        grid.add_row(str(i + 1), draw(row))
    return grid


def actors(view: View) -> RenderableType:
    """Who is named: a line a code, the most named party first; the key to the colours, too."""
    order = {key: i for i, key in enumerate(view.palette.parties)}
    lines: dict[str, list[Actor]] = {}
    for actor in sorted(view.record.actors, key=lambda a: order.get(party(a), len(order))):
        code = actor.code or ""
        lines.setdefault("COMPANY" if code.startswith("COMPANY:") else code, []).append(actor)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(max_width=_WIDEST_CODE, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    for code, named in lines.items():
        texts = [_with_office(view, actor) for actor in named]
        first = Text(view.ink.say(code or view.glyphs.nobody), f"{STRONG} {view.palette.actor(named[0].id)}")
        grid.add_row(first, view.facts(texts))
    outer = gutter()
    outer.add_row("", grid)
    return outer


def _with_office(view: View, actor: Actor) -> Text:
    text = view.name(actor.id)
    if actor.office:
        text.append(f", {view.ink.say(actor.office)}", DIM)
    return text


def statements(view: View) -> RenderableType:
    """Who said what to whom."""
    numbers = {row.id: i + 1 for i, row in enumerate(view.record.statements)}
    return numbered(view.record.statements, lambda row: stacked(_statement(view, row, numbers)))


def _statement(view: View, row: Statement, numbers: dict[str, int]) -> Iterator[RenderableType]:
    head = view.party(row.speaker)
    if row.addressee is not None:
        head.append(f" {view.glyphs.arrow} ", DIM)
        head.append_text(view.party(row.addressee, ""))
    head.append("  ")
    head.append_text(view.words(f"{row.kind}, {row.cue}" if row.cue else row.kind, DIM))
    yield headed(head, view.ink.bar(row.confidence))
    apart = row.content != row.evidence.exact  # else the evidence shows it, in its place
    if apart:
        yield view.words(wording.in_quotes(row.content), QUOTED) if row.kind == "direct" else view.words(row.content)
    within = numbers.get(row.nested_in or "")
    yield view.facts(
        [
            view.words(wording.when(row.date, view.glyphs.dash), DIM) if row.date else Text(),
            view.words(row.venue or "", DIM),
            view.words(f"within statement {within}" if within else "", DIM),
        ]
    )
    yield view.evidence([row.evidence], row.content if apart else "")


def events(view: View) -> RenderableType:
    """Who did what to whom."""
    return numbered(view.record.events, lambda row: stacked(event(view, row)))


def event(view: View, row: Event) -> Iterator[RenderableType]:
    """One event: who did what to whom and how sure, the facts about it, its evidence."""
    head = view.words(row.type, STRONG)
    if row.mode:
        head.append(f" {view.ink.say(row.mode)}")
    head.append("  ")
    head.append_text(_sides(view, list(map(view.code, row.actors)), list(map(view.code, row.recipients))))
    if row.modality != "actual":
        head.append("  ")
        head.append_text(view.ink.badge(row.modality))
    if row.background:
        head.append("  background", f"{DIM} {QUOTED}")
    yield headed(head, view.ink.bar(row.confidence))
    named = row.actor_ids or row.recipient_ids
    names = _sides(view, list(map(view.name, row.actor_ids)), list(map(view.name, row.recipient_ids))) if named else Text()
    yield view.facts(
        [
            names,
            view.words(wording.when(row.date, view.glyphs.dash)) if row.date else Text(),
            view.words(wording.place(row.place)) if row.place else Text(),
            *_counts(view, row),
            _according_to(view, row.vouched_by),
        ]
    )
    yield view.evidence([row.evidence, *row.more_evidence])


def _sides(view: View, actors: Sequence[Text], recipients: Sequence[Text]) -> Text:
    """`USA, FRA → UKR`; no arrow where an event is mutual or nobody receives it."""
    text = view.several(actors) if actors else Text.assemble(("unknown", DIM))
    if recipients:
        text.append(f" {view.glyphs.arrow} ", DIM)
        text.append_text(view.several(recipients))
    return text


def _counts(view: View, row: Event) -> Iterator[Text]:
    for found in row.counts:
        text = view.words(wording.count(found, view.glyphs.dash), STRONG)
        if found.claimed_by and found.claimed_by != row.vouched_by:
            text.append(" by the count of ", DIM)
            text.append_text(view.name(found.claimed_by))
        yield text


def _according_to(view: View, actor_id: str | None) -> Text:
    if actor_id is None:
        return Text.assemble(("says the paper", DIM))
    return Text.assemble(("says ", DIM), view.name(actor_id))


def positions(view: View) -> RenderableType:
    """Who stands where."""
    return numbered(view.record.positions, lambda row: stacked(_position(view, row)))


def _position(view: View, row: Position) -> Iterator[RenderableType]:
    head = view.name(row.actor)
    head.stylize(STRONG)
    head.append(f"  {wording.stance(row.stance)}  ", QUOTED)
    head.append_text(view.facts([view.name(row.toward) if row.toward else Text(), view.words(row.issue or "")]))
    yield headed(head, view.ink.bar(row.confidence))
    yield view.facts(
        [
            _according_to(view, row.claimed_by),
            _by(view, "contested by", row.contested_by),
            _by(view, "sought by", row.sought_by),
            view.words(f"as of {wording.day(row.as_of)}" if row.as_of else ""),
        ]
    )
    yield view.evidence(row.evidence)


def _by(view: View, words: str, ids: Sequence[str]) -> Text:
    return Text.assemble((f"{words} ", DIM), view.several(map(view.name, ids))) if ids else Text()


def drifts(view: View) -> RenderableType:
    """Quotations that stand in several wordings; the words that differ are strong."""
    return numbered(view.record.drifts, lambda row: stacked(_drift(view, row)))


def _drift(view: View, row: Drift) -> Iterator[RenderableType]:
    head = view.name(row.speaker) if row.speaker else Text.assemble(("unknown", DIM))
    head.stylize(STRONG)
    yield head
    for i, span in enumerate(row.spans):
        other = row.spans[1 if i == 0 and len(row.spans) > 1 else 0]
        yield located(wording.where(span, view.glyphs.paragraph), _against(view, span, other))


def _against(view: View, span: Span, other: Span) -> Text:
    """A wording with what the other one lacks made strong."""
    text = Text(span.exact)
    mine, theirs = list(re.finditer(r"\w+", span.exact)), re.findall(r"\w+", other.exact.casefold())
    match = difflib.SequenceMatcher(None, [m.group().casefold() for m in mine], theirs, autojunk=False)
    for what, first, last, _, _ in match.get_opcodes():
        if what != "equal" and last > first:
            text.stylize(STRONG, mine[first].start(), mine[last - 1].end())
    return view.ink.fit(Text.assemble((view.glyphs.opens, DIM), text, (view.glyphs.closes, DIM)))
