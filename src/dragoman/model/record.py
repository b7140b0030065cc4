"""The record: what an article says was done, said and held, each row tied to its words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from .article import Article, Span

ActorKind = Literal["state", "body", "group", "person", "firm", "civilians"]
StatementKind = Literal["direct", "indirect", "mixed"]
Modality = Literal["actual", "ongoing", "planned", "threatened", "requested", "hypothetical", "denied"]
Stance = Literal["support", "oppose", "neutral", "mixed", "uncommitted"]
Precision = Literal["day", "week", "month", "season", "year", "interval"]
CountKind = Literal["dead", "injured", "arrested", "captive"]


class Date(Struct, frozen=True):
    """A date or an interval, both ends inclusive, cut to their precision (`2022-07`); `text` is the expression it rests on."""

    start: str | None
    end: str | None
    precision: Precision
    text: str | None = None


class Place(Struct, frozen=True):
    """A place on the map: `country` ISO 3166-1 alpha-3, degrees north and east, `text` the name as written.

    `approximate` where only a spelling one letter off led to it.
    """

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    text: str | None = None
    approximate: bool = False


class Actor(Struct, frozen=True):
    """One actor of the article with every mention; `code` as PLOVER's practice has it, `office` the one held on that day."""

    id: str
    name: str
    code: str | None
    kind: ActorKind
    country: str | None = None
    parent: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    office_from: str | None = None
    office_to: str | None = None
    wikidata: str | None = None
    mentions: tuple[Span, ...] = ()


class Party(Struct, frozen=True):
    """A speaker or an addressee: the actor's id and code where one is known, the name in full as far as the article gives it."""

    id: str | None
    name: str
    code: str | None = None


class Statement(Struct, frozen=True):
    """What somebody is reported to have said; `nested_in` is the id of the statement that reports this one."""

    id: str
    speaker: Party | None
    addressee: Party | None
    kind: StatementKind
    content: str
    cue: str | None
    date: Date | None
    venue: str | None
    nested_in: str | None
    confidence: float
    evidence: Span


class Count(Struct, frozen=True):
    """How many were killed, hurt, arrested or held: the lowest and highest number given, and the actor id who claims it."""

    what: CountKind
    low: int
    high: int
    claimed_by: str | None = None


class Event(Struct, frozen=True):
    """Who did what to whom (PLOVER). `vouched_by` is the actor id of the source, null where the paper itself reports it."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    actor_ids: tuple[str, ...]
    recipient_ids: tuple[str, ...]
    modality: Modality
    background: bool
    vouched_by: str | None
    date: Date | None
    place: Place | None
    counts: tuple[Count, ...]
    intensity: float
    quad: int
    confidence: float
    evidence: Span
    more_evidence: tuple[Span, ...] = ()


class Position(Struct, frozen=True):
    """Where an actor stands toward another or on an issue; `claimed_by`, `contested_by` and `sought_by` are actor ids.

    `issue` is named as the text names it; `theme` is the id of the group that it belongs to, null where there is none.
    """

    id: str
    actor: str
    toward: str | None
    issue: str | None
    stance: Stance
    claimed_by: str | None
    contested_by: tuple[str, ...]
    sought_by: tuple[str, ...]
    as_of: str | None
    confidence: float
    evidence: tuple[Span, ...]
    theme: str | None = None


class Drift(Struct, frozen=True):
    """One quotation that stands in several wordings."""

    speaker: str | None
    spans: tuple[Span, ...]


class MadeBy(Struct, frozen=True):
    """The versions that a record came from."""

    dragoman: str
    model: str
    rules: str
    world: str


class Reason(Struct, frozen=True):
    """Words that bound when an undated article was written: not before `start`, not after `end` (either may be open)."""

    why: str
    start: str | None
    end: str | None
    evidence: Span


class Window(Struct, frozen=True):
    """The days between which an undated article was written, by what it says of offices and dates; both ends count."""

    start: str | None
    end: str | None
    reasons: tuple[Reason, ...]


class Record(Struct, frozen=True):
    """Everything one source gave: the JSON object that `dragoman read --json` prints.

    `written` is given where the article bears no date and its text tells when it was written.
    """

    article: Article
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    positions: tuple[Position, ...]
    drifts: tuple[Drift, ...]
    made_by: MadeBy
    schema: int = 1
    written: Window | None = None
