"""A person's judgement of an event's row: kept as it was given, never overwritten."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from .record import Date, Event, MadeBy, Modality, Place

Verdict = Literal["accept", "reject", "change"]


class Changes(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The cells that a judgement changes, each with what it shall be; the rest stand as coded."""

    type: str | UnsetType = UNSET
    mode: str | UnsetType | None = UNSET
    modality: Modality | UnsetType = UNSET
    background: bool | UnsetType = UNSET
    actors: tuple[str, ...] | UnsetType = UNSET
    recipients: tuple[str, ...] | UnsetType = UNSET
    date: Date | UnsetType | None = UNSET
    place: Place | UnsetType | None = UNSET


class Name(Struct, frozen=True):
    """A name in a sentence, from `start` to `end`: PER, ORG, LOC or NORP."""

    kind: str
    start: int
    end: int


class PartyWords(Struct, frozen=True):
    """Words of a sentence that name an actor, its code, and the side on which the row has it."""

    words: str
    code: str | None
    side: Literal["actor", "recipient"] | None


class Sentence(Struct, frozen=True):
    """The sentence of an act, as a training sentence is written from it.

    `word_start` and `word_end` say where the word for the act stands, `beside` which other events have theirs in the sentence.
    """

    text: str
    word_start: int
    word_end: int
    names: tuple[Name, ...]
    parties: tuple[PartyWords, ...]
    beside: tuple[str, ...]


class Judgement(Struct, frozen=True):
    """Who judged what, when (ISO 8601, UTC), how; the row as it stood, its sentence, and the versions that made it.

    What it is about is told by `article_id` and, of `event`, the part, the exact words of the evidence and the type.
    """

    verdict: Verdict
    made: str
    by: str | None
    note: str | None
    article_id: str
    url: str | None
    headline: str | None
    event: Event
    sentence: Sentence
    made_by: MadeBy
    changes: Changes = Changes()
    schema: int = 1
