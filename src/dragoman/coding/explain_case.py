"""What an explanation looks at: an event beside the drafts that it came from, and ways through the tree."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..model import Event, Span
from ..model.explanation import Node, TableRow
from ..world.tables import Row
from .actors import Chain
from .coder import Coded
from .document import Line
from .drafts import Draft
from .events import Found

_PACKAGE = Path(__file__).parents[1]


class Shot(Struct, frozen=True):
    """A draft as it stood after one step of the coder; a chain's code may change later, so it is kept beside the chain."""

    actors: tuple[tuple[Chain, str | None], ...]
    recipients: tuple[tuple[Chain, str | None], ...]
    confidence: float
    draft: Draft

    def side(self, name: str) -> tuple[tuple[Chain, str | None], ...]:
        """The chains of one side."""
        return self.actors if name == "actor" else self.recipients


class Steps:
    """What the coder's drafts were after each step, by step and the act's word."""

    def __init__(self) -> None:
        self.shots: dict[str, dict[tuple[int, int], Shot]] = {"read": {}, "kept": {}, "filled": {}}

    def note(self, step: str, drafts: list[Draft]) -> None:
        """Keep the drafts as they are now."""
        for d in drafts:
            shot = Shot(tuple((c, c.code) for c in d.actors), tuple((c, c.code) for c in d.recipients), d.confidence, d)
            self.shots.setdefault(step, {})[d.line.number, d.word] = shot

    def of(self, step: str, d: Draft) -> Shot | None:
        """How a draft stood after a step."""
        return self.shots[step].get((d.line.number, d.word))


class Case(Struct, frozen=True):
    """One event with all that its row was made of."""

    coded: Coded
    steps: Steps
    draft: Draft
    event: Event
    found: Found
    shots: dict[str, Shot]

    @property
    def line(self) -> Line:
        """The sentence of the act."""
        return self.draft.line


def table_row(row: Row, table: str) -> TableRow:
    """A row as data, its empty cells left out."""
    path = Path(row.file)
    file = path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else row.file
    return TableRow(table, file, row.line, {column: cell for column, cell in row.items() if cell})


def span(line: Line, first: int, last: int | None = None) -> Span:
    """Some words of a line; one word without `last`."""
    return line.span(first, first + 1 if last is None else last)


def node(line: Line, i: int, by: int, up: bool) -> Node:
    """Word i on a path; `by` is the lower word of the arc that led there."""
    word, arc = line.words[i], line.words[by]
    return Node(word.text, word.lemma, word.upos, arc.deprel, round(arc.arc, 4), up, span(line, i))


def path(line: Line, start: int, end: int | None = None) -> tuple[Node, ...]:
    """The way through the tree from one word to another, or to the root: the first word itself, then each with its arc."""
    above = [start, *line.ancestors(start)]
    down: list[int] = []
    top = above[-1]
    if end is not None:
        ends = [end, *line.ancestors(end)]
        top = next((i for i in above if i in ends), above[-1])
        down = ends[: ends.index(top)][::-1] if top in ends else []
    up = above[1 : above.index(top) + 1]
    out = [node(line, start, start, False)]
    out += [node(line, i, below, True) for below, i in zip(above, up, strict=False)]
    out += [node(line, i, i, False) for i in down]
    return tuple(out)
