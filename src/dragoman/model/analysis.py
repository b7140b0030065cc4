"""The analysis: what the language model reads in a text, with offsets into that text."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .record import Modality

EntityKind = Literal["PER", "ORG", "LOC", "NORP"]


class Word(Struct, frozen=True):
    """One word (Universal Dependencies). `start` and `end` count code points into the text.

    `head` is the index of the governing word in the same sentence, -1 for the root; `arc` the probability of that arc.
    """

    text: str
    start: int
    end: int
    lemma: str
    upos: str
    feats: dict[str, str]
    head: int
    deprel: str
    arc: float


class Entity(Struct, frozen=True):
    """A named entity: words `first` to `last` (exclusive) of its sentence, and the probability of the label."""

    kind: EntityKind
    first: int
    last: int
    confidence: float


class Argument(Struct, frozen=True):
    """A PropBank argument: its role and its words `first` to `last` (exclusive)."""

    role: str
    first: int
    last: int


class Frame(Struct, frozen=True):
    """A predicate, the index of its word, and its arguments (PropBank roles)."""

    predicate: int
    arguments: tuple[Argument, ...]
    confidence: float


class Trigger(Struct, frozen=True):
    """A word that names a political event (PLOVER type), with the words that name its parties and their probabilities.

    `types` are the types that it may be, the likeliest first, each with its probability given that it is one.
    """

    word: int
    type: str
    modality: Modality
    confidence: float
    actors: tuple[tuple[int, float], ...] = ()
    recipients: tuple[tuple[int, float], ...] = ()
    types: tuple[tuple[str, float], ...] = ()


class Sentence(Struct, frozen=True):
    """A sentence of `Analysis.text`, from `start` to `end`."""

    start: int
    end: int
    words: tuple[Word, ...]
    entities: tuple[Entity, ...]
    frames: tuple[Frame, ...]
    triggers: tuple[Trigger, ...]


class Analysis(Struct, frozen=True):
    """A text and its sentences in order."""

    text: str
    sentences: tuple[Sentence, ...]
