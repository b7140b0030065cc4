"""What the archive gives: pages, and the rows of many pages brought together, each with every page that tells it."""

from __future__ import annotations

from msgspec import Struct

from .record import Actor, Event, Party, Position, Statement


class Page(Struct, frozen=True):
    """A page as the archive lists it.

    `id` is the page's (a hash of its address and its text), `article` its text's: copies word for word at two addresses have
    the same `article`. `text` is the id of its group of copies (one text, whole, cut or respun), `story` of the happening that
    several texts tell. `published` is ISO 8601; `day` the day that undated rows are reckoned from, null where it is unknown.
    """

    id: str
    article: str
    url: str | None
    outlet: str | None
    headline: str | None
    published: str | None
    day: str | None
    language: str | None
    words: int
    text: str
    story: str
    added: str


class Report(Struct, frozen=True):
    """One page's telling of an event: the row as it was coded (or judged) there, and who vouches for it there.

    `actors` are the page's actors that the row names, without their mentions.
    """

    page: Page
    event: Event
    actors: tuple[Actor, ...]
    voucher: Party | None = None


class Difference(Struct, frozen=True):
    """A cell on which the reports of an event differ: each value, as text, with the pages that have it, most told first."""

    cell: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


class Merged(Struct, frozen=True):
    """An event, told by one page or by many: its reports, and the row that they come to together.

    `event` has the reconciled cells; its `id` is this event's own, its evidence and actor ids are those of the first of the
    `reports` (the surest). `sources` counts texts (copies of one text are one source), `outlets` the outlets that carry them.
    """

    id: str
    story: str
    event: Event
    reports: tuple[Report, ...]
    differences: tuple[Difference, ...] = ()
    sources: int = 1
    outlets: int = 1


class Heard(Struct, frozen=True):
    """A statement and the page that reports it; `speaker` is the actor, without mentions, where one is known.

    `quote` is the id of the quotation where several pages of a story quote the words, in whatever wording; else null.
    """

    page: Page
    statement: Statement
    speaker: Actor | None
    quote: str | None = None


class Stand(Struct, frozen=True):
    """A position and the page that it is from; `actors` are the page's actors that it names, without their mentions."""

    page: Page
    position: Position
    actors: tuple[Actor, ...]


class Line(Struct, frozen=True):
    """An event, flat, for counting: codes only. `day` is the first day of its date, null where the event is undated.

    `precision` is null with it; `pages`, `sources`, `outlets` count who tells it.
    """

    id: str
    day: str | None
    precision: str | None
    type: str
    mode: str | None
    quad: int
    intensity: float
    modality: str
    background: bool
    confidence: float
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    pages: int
    sources: int
    outlets: int


class Story(Struct, frozen=True):
    """A happening: how many pages tell it, in how many texts (copies of one text are one) and outlets, from when to when.

    `headline` is that of the page that was first, `events` the number of events of it.
    """

    id: str
    headline: str | None
    first: str | None
    last: str | None
    pages: int
    texts: int
    outlets: int
    events: int


class Named(Struct, frozen=True):
    """An actor as pages name it, the office held, how many pages do, and from when to when."""

    code: str | None
    name: str
    kind: str
    country: str | None
    office: str | None
    wikidata: str | None
    pages: int
    first: str | None
    last: str | None


class Hit(Struct, frozen=True):
    """A page that a search found: how well, and words about what was sought, with the hits as `start, end` in them."""

    page: Page
    score: float
    words: str
    hits: tuple[tuple[int, int], ...]


class Version(Struct, frozen=True):
    """A page as it stood at its address from `added` on, and the events that came and went with it."""

    page: Page
    came: tuple[Event, ...]
    went: tuple[Event, ...]
