"""An explanation as a page for a terminal: pure functions from Explanation to what rich can print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.cli import rows, wording
from dragoman.cli.page import name, section
from dragoman.cli.theme import DIM, QUOTED, STRONG, Ink
from dragoman.cli.view import View, gutter, stacked
from dragoman.model import Record
from dragoman.model.explanation import Explanation, Node, PartyReason, SenseReason, TableRow

_UNSURE = 0.8  # an arc below it is told with its probability
_PARTS = {"V": "verb", "N": "noun", "A": "adjective"}
Line = tuple[str, Text]


def explanation(record: Record, found: Explanation, ink: Ink) -> RenderableType:
    """The row, and under it what it was made of, in the order in which it was made."""
    view = View(record, ink)
    return Group(*_sections(view, found), "")


def _sections(view: View, found: Explanation) -> Iterator[RenderableType]:
    yield ""
    yield name(view)
    yield ""
    grid = gutter()
    grid.add_row(str(found.number), stacked([*rows.event(view, found.event), view.words(f"id {found.event.id}", DIM)]))
    yield grid
    yield section(view, "The act")
    yield _lines(_act(view, found))
    yield section(view, "Parties", len(found.parties))
    if found.parties:
        yield rows.numbered(found.parties, lambda p: stacked(_party(view, p)))
    if found.changes:
        yield section(view, "Turned, filled in, taken over", len(found.changes))
        yield _lines(_changes(view, found))
    yield section(view, "Done or not, when and where")
    yield _lines(_modality(view, found))
    if found.joined:
        yield section(view, "Told again", len(found.joined))
        yield _lines(_joined(view, found))
    yield section(view, "Confidence")
    yield _lines(_confidence(view, found))
    yield ""
    made = found.made_by
    yield _lines(
        [("made by", view.words(f"dragoman {made.dragoman}, model {made.model}, rules {made.rules}, world {made.world}", DIM))]
    )


def _lines(lines: Iterable[Line]) -> RenderableType:
    """Facts, each after the word for it."""
    outer = gutter()
    outer.add_row("", _facts(lines))
    return outer


def _facts(lines: Iterable[Line]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style=DIM, min_width=10, max_width=16, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    before = None
    for label, text in lines:
        grid.add_row("" if label == before else label, text)
        before = label
    return grid


def _act(view: View, found: Explanation) -> Iterator[Line]:
    act = found.act
    yield "word", view.words(act.word, STRONG).append(f"  {wording.where(act.where, view.glyphs.paragraph)}", DIM)
    yield "tree", _path(view, act.path)
    if act.frame:
        yield (
            "frame",
            view.facts([Text.assemble((role, DIM), " ", view.words(wording.brief(words))) for role, words in act.frame]),
        )
    for sense in act.senses:
        yield "row taken" if sense.chosen else "row besides", _sense(view, sense)
    if not act.senses:
        yield "rows", view.words("none holds of the word", DIM)
    if act.model is not None:
        read = act.model
        yield "model", view.words(f"{read.type} {read.modality} {read.confidence:.0%}")
        for label, words in (("its actors", read.actors), ("its recipients", read.recipients)):
            if words:
                yield label, view.words(", ".join(f"{word} {p:.0%}" for word, p in words))
    else:
        yield "model", view.words("reads no act in the word", DIM)
    yield "together", view.words(f"{act.read_as}: {act.sure:.0%}")


def _path(view: View, path: Iterable[Node]) -> Text:
    """`talks, obj of held, its nsubj Kenya`: up by `of`, down by `its`."""
    text = Text()
    nodes = list(path)
    for n, node in enumerate(nodes):
        arc = f" ({node.arc:.0%})" if n and node.arc < _UNSURE else ""
        if n:
            text.append(f", {node.relation}{arc} of " if node.up else f", its {node.relation}{arc} ", DIM)
        text.append(view.ink.say(node.word), STRONG)
    if len(nodes) == 1:
        text.append(f", {nodes[0].relation}", DIM)
    return text


def _sense(view: View, sense: SenseReason) -> Text:
    cells = sense.row.cells
    kind = f"{sense.type}{f' {sense.mode}' if sense.mode else ''}" if sense.type else "no event"
    text = view.words(kind, STRONG if sense.chosen else "")
    text.append(view.ink.say(f"  {sense.strength} " if sense.strength else "  "))
    text.append(view.ink.say(f"{_PARTS.get(cells['pos'], cells['pos'])} {wording.brief(cells['lemma'])}"), QUOTED)
    if cells.get("needs"):
        text.append(view.ink.say(f"  needs {cells['needs']}"))
    text.append("  ").append_text(_where(view, sense.row))
    return text


def _where(view: View, row: TableRow) -> Text:
    return view.words(f"{row.file}:{row.line}", DIM)


def _party(view: View, party: PartyReason) -> Iterator[RenderableType]:
    head = view.name(party.id) if party.id in view.actors else view.words(party.name)
    head.stylize(STRONG)
    head.append(f"  {view.ink.say(party.code or view.glyphs.nobody)}  ", DIM)
    head.append(party.side or "left out", "none" if party.side else DIM)
    yield head
    yield _facts(_reasons(view, party))


def _reasons(view: View, party: PartyReason) -> Iterator[Line]:
    for side in ("actor", "recipient"):
        votes = [v for v in party.votes if v.side == side]
        for vote in votes:
            cast = (
                f"{vote.by}: {vote.words or 'what stands around'}  {vote.probability:.2f} {view.glyphs.times} {vote.weight:.2f}"
            )
            yield f"as {side}", view.words(cast)
        if len(votes) > 1:
            yield f"as {side}", view.words(f"in all {sum(v.probability * v.weight for v in votes):.2f}", STRONG)
    if not party.votes:
        yield "votes", view.words("none: see what was filled in", DIM)
    if party.path:
        yield "tree", _path(view, party.path)
    for link in party.links:
        place = wording.where(link.where, view.glyphs.paragraph)
        yield "who", Text.assemble(view.words(f"“{link.words}”"), (f" {place} {link.kind}: ", DIM), view.words(link.how))
    if party.office:
        days = f"{party.office_from or '?'} to {party.office_to or 'now'}"
        yield "office", view.words(f"{party.office}, {days}, on {party.on or 'an unknown day'}")
    for row in party.rows:
        said = ", ".join(f"{column} {wording.brief(cell, 30)}" for column, cell in list(row.cells.items())[:5])
        yield "table", view.words(f"{row.table}: {said}  ").append_text(_where(view, row))
    if party.sure < 1:
        yield "sure", view.words(f"{party.sure:.0%}: guessed from what stands around")


def _changes(view: View, found: Explanation) -> Iterator[Line]:
    for change in found.changes:
        text = view.words(
            f"{change.before or view.glyphs.nobody} {view.glyphs.arrow} {change.after or view.glyphs.nobody}", STRONG
        )
        text.append("  ").append_text(view.words(change.why))
        yield change.cell, text
        if change.where is not None and change.cell in ("actors", "recipients"):
            yield "by", view.quote(change.where).append(f"  {wording.where(change.where, view.glyphs.paragraph)}", DIM)


def _modality(view: View, found: Explanation) -> Iterator[Line]:
    judged = found.modality
    yield "modality", view.words(judged.modality, STRONG)
    own = f"“{judged.own_word}” makes it {judged.own}" if judged.own else "no helper of its own says otherwise"
    yield "own words", view.words(own)
    if judged.governor:
        yield "governor", view.words(f"“{judged.governor_word}” makes it {judged.governor}")
    yield "model", view.words(judged.model or "not asked")
    if judged.background:
        yield "background", view.words(f"“{judged.recalled_by}” recalls it")
    yield "voice", view.words(found.voice or "the paper itself")
    date = found.date
    if date is None:
        yield "date", view.words("no dated expression in the act's clause", DIM)
    else:
        anchor = f"from {wording.day(date.anchor)}" if date.anchor else "without a day of publication"
        tense = f", {date.tense} tense" if date.tense else ""
        told = wording.when(date.date, view.glyphs.dash)
        yield "date", view.words(f"{told}: “{date.text}”, rule {date.rule}{tense}, {anchor}")
    place = found.place
    if place is None:
        yield "place", view.words("no place name in the act's clause", DIM)
    else:
        yield "place", view.words(f"{wording.place(place.place)}: {place.preposition} “{place.evidence.exact}”")
        if place.alternatives:
            yield "not", view.words(", ".join(wording.place(p) for p in place.alternatives), DIM)


def _joined(view: View, found: Explanation) -> Iterator[Line]:
    for each in found.joined:
        text = view.quote(each.evidence)
        if each.gave:
            text.append(f"  gave {wording.listed(each.gave)}", DIM)
        yield wording.where(each.evidence, view.glyphs.paragraph), text


def _confidence(view: View, found: Explanation) -> Iterator[Line]:
    for step in found.confidence:
        what = "odds " if step.odds else ""
        by = f"{what}{view.glyphs.times} {step.factor:.2f}  " if step.factor is not None else ""
        yield f"{step.value:.0%}", view.words(f"{by}{step.what}")
