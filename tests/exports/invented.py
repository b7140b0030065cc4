"""An archive's contents, invented and in memory, to export."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from dragoman.model import Actor, Count, Date, Event, Party, Place, Position, Span, Statement
from dragoman.model.archived import Difference, Heard, Merged, Page, Report, Stand

NORWAY = Actor("norway", "Norway", "NOR", "state", "NOR", wikidata="Q20")
MINISTER = Actor(
    "edda-specimen", "Edda Specimen", "ISL", "person", "ISL", "ISL", ("GOV",), "foreign minister", "2023-11", None, "Q900001"
)
FIRM = Actor("fish", "Specimen Fish; Ltd", "COMPANY:Specimen Fish; Ltd", "firm", "FRO", None, ("BUS",))
ACTORS = (MINISTER, NORWAY, FIRM)


class Memory(Struct, frozen=True):
    """Contents that are held in memory."""

    merged: tuple[Merged, ...] = ()
    heard: tuple[Heard, ...] = ()
    stands: tuple[Stand, ...] = ()
    listed: tuple[Page, ...] = ()

    def events(self) -> Iterator[Merged]:
        return iter(self.merged)

    def statements(self) -> Iterator[Heard]:
        return iter(self.heard)

    def positions(self) -> Iterator[Stand]:
        return iter(self.stands)

    def pages(self) -> Iterator[Page]:
        return iter(self.listed)


def page(key: str = "p1", headline: str = "Herring war") -> Page:
    url = f"https://{key}.example/herring?a=1&b=2"
    return Page(
        key,
        f"a-{key}",
        url,
        "The Courier",
        headline,
        "2024-05-12T10:00:00+02:00",
        "2024-05-12",
        "en",
        300,
        "t1",
        "s1",
        "2024-05-13T08:00:00Z",
    )


def span(words: str = "Edda Specimen accused Norway of overfishing") -> Span:
    return Span("body", 2, 10, 10 + len(words), words, "Yesterday ", " in the sea")


def event(key: str = "e1", **cells: object) -> Event:
    made = Event(
        key,
        "ACCUSE",
        "allege",
        ("diplomatic", "natural_resource"),
        ("ISL",),
        ("NOR",),
        ("edda-specimen",),
        ("norway",),
        "actual",
        False,
        None,
        Date("2024-05-11", "2024-05-11", "day", "Saturday"),
        Place("Tórshavn", "FRO", 62.00973, -6.77164, 2611396, "Thorshavn"),
        (Count("dead", 2, 3), Count("dead", 1, 2)),
        -3.5,
        3,
        0.75,
        span(),
        (span("overfishing"),),
    )
    return replace(made, **cells)


def merged(key: str = "m1", *, pages: tuple[Page, ...] | None = None, **cells: object) -> Merged:
    row = event(key, **cells)
    reports = tuple(
        Report(p, replace(row, id=f"{key}-{p.id}"), ACTORS, Party("edda-specimen", "Edda Specimen", "ISL"))
        for p in (pages or (page("p1"), page("p2")))
    )
    differences = (Difference("mode", (("allege", ("p1",)), ("disapprove", ("p2",)))),)
    return Merged(key, "s1", row, reports, differences, 2, 2)


def statement(content: str = "A quota that only one side has counted is not a quota") -> Heard:
    said = Statement(
        "st1",
        Party("edda-specimen", "Edda Specimen", "ISL"),
        Party(None, "reporters"),
        "direct",
        content,
        "told",
        Date("2024-05", "2024-05", "month", "this month"),
        "after the meeting",
        None,
        0.9,
        span(content),
    )
    return Heard(page("p3"), said, MINISTER, "q1")


def position(issue: str | None = "herring quotas") -> Stand:
    held = Position(
        "po1",
        "norway",
        "edda-specimen",
        issue,
        "oppose",
        "edda-specimen",
        ("norway",),
        ("fish",),
        "2024-05-12",
        0.8,
        (span(),),
        "fisheries",
    )
    return Stand(page("p1"), held, ACTORS)


MEETING = {"type": "CONSULT", "mode": "visit", "quad": 1, "intensity": 4.0}


def contents() -> Memory:
    """Five events (a meeting, a planned one, one denied, one without date and place), a statement, a position, three pages."""
    return Memory(
        (
            merged("m1"),
            merged("m2", **MEETING, date=Date("2024-06-03", "2024-06-09", "week", "next week"), modality="planned"),
            merged("m3", **MEETING, modality="denied"),
            merged(
                "m4", **MEETING, actors=("ISL", "NOR", "COMPANY:Specimen Fish; Ltd"), recipients=(), recipient_ids=(), contexts=()
            ),
            merged("m5", date=None, place=None, actors=("WEST",), actor_ids=()),
        ),
        (statement(),),
        (position(),),
        (page("p1"), page("p2"), page("p3"), page("p4")),
    )
