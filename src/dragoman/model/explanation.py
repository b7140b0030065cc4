"""Why an event's row is as it is: every step from its words to its cells, as data."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .article import Span
from .record import Date, Event, MadeBy, Modality, Place

Side = Literal["actor", "recipient"]
Voter = Literal["model", "frame", "tree", "rule"]


class Node(Struct, frozen=True):
    """A word on a path through the tree. `up`: one came to it from a word below, which bears `relation` to it; else it bears
    the relation to the word before. `arc` is the probability of that arc."""

    word: str
    lemma: str
    upos: str
    relation: str
    arc: float
    up: bool
    where: Span


class TableRow(Struct, frozen=True):
    """A row of a table: its file (of the package's from the package's folder on), its line, and what it says."""

    table: str
    file: str
    line: int
    cells: dict[str, str]


class SenseReason(Struct, frozen=True):
    """What a row of the codebook that holds says the word names (no type: no event); `chosen` is the one that was taken."""

    type: str | None
    mode: str | None
    strength: str
    chosen: bool
    row: TableRow


class Reading(Struct, frozen=True):
    """What the model reads at the word: an act of a type, and words for its parties with their probabilities."""

    type: str
    modality: Modality
    confidence: float
    actors: tuple[tuple[str, float], ...]
    recipients: tuple[tuple[str, float], ...]


class Act(Struct, frozen=True):
    """The word that names the act: its way to the root, the frame's arguments, and what tables and model make of it.

    `rule` is what decided: a row's lemma, `model` where no row holds, `spoken` where it is what a speaker says of another;
    `read_as` how tables and model stand to each other (`strong same`: a strong row, of the model's type).
    """

    word: str
    where: Span
    path: tuple[Node, ...]
    frame: tuple[tuple[str, str], ...]
    rule: str
    senses: tuple[SenseReason, ...]
    model: Reading | None
    read_as: str
    sure: float


class Change(Struct, frozen=True):
    """A cell that is not as the words alone had it: what it was, what it became, and why."""

    cell: str
    before: str | None
    after: str | None
    why: str
    where: Span | None = None


class Judged(Struct, frozen=True):
    """How modality was judged: by the word's own helper, by what governs it, by the model; None where one says nothing."""

    modality: Modality
    own: Modality | None
    own_word: str | None
    governor: Modality | None
    governor_word: str | None
    model: Modality | None
    background: bool
    recalled_by: str | None


class Vote(Struct, frozen=True):
    """One vote for an actor on one side: who votes, by which words, how sure, with which weight."""

    side: Side
    by: Voter
    words: str
    probability: float
    weight: float


class Link(Struct, frozen=True):
    """One step from words to an actor: the words, what kind of mention they are, and how they lead on."""

    words: str
    kind: str
    where: Span
    how: str


class PartyReason(Struct, frozen=True):
    """An actor that had votes or stands in the row: `side` in the row, None where it is left out."""

    id: str
    name: str
    code: str | None
    side: Side | None
    votes: tuple[Vote, ...]
    path: tuple[Node, ...]
    links: tuple[Link, ...]
    rows: tuple[TableRow, ...]
    office: str | None
    office_from: str | None
    office_to: str | None
    on: str | None
    sure: float


class Dating(Struct, frozen=True):
    """The expression that dates the act, the rule that read it, the tense beside it, and the day that it is reckoned from."""

    date: Date
    text: str
    rule: str
    tense: str | None
    value: str
    anchor: str | None
    evidence: Span


class Placing(Struct, frozen=True):
    """The words that place the act, the preposition before them, and the other places of that name, likeliest first."""

    place: Place
    preposition: str
    evidence: Span
    alternatives: tuple[Place, ...]


class Joined(Struct, frozen=True):
    """The same event told elsewhere: the word that names it there, and what the row took over from it."""

    word: str
    evidence: Span
    gave: tuple[str, ...]


class Weight(Struct, frozen=True):
    """One step of the confidence: what it was, by how much it multiplied (None: it set the value), and what came of it.

    `odds`: it multiplied the odds, p / (1 - p), not the probability.
    """

    what: str
    factor: float | None
    value: float
    odds: bool = False


class Explanation(Struct, frozen=True):
    """Why an event's row is as it is. `passage` is the text of the paragraph that the evidence stands in."""

    event: Event
    number: int
    passage: str
    act: Act
    changes: tuple[Change, ...]
    modality: Judged
    parties: tuple[PartyReason, ...]
    date: Dating | None
    place: Placing | None
    voice: str | None
    joined: tuple[Joined, ...]
    confidence: tuple[Weight, ...]
    made_by: MadeBy
    schema: int = 1
