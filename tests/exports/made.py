"""Invented merged events to export: what an archive would give, made without one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.coding import lexicon
from dragoman.model import Actor, Date, Event, Place, Span
from dragoman.model.archived import Heard, Merged, Page, Report, Stand

ICELAND = Actor("iceland", "Iceland", "ISL", "state", "ISL")
NORWAY = Actor("norway", "Norway", "NOR", "state", "NOR")
DENMARK = Actor("denmark", "Denmark", "DNK", "state", "DNK")
MINISTER = Actor("edda-specimen", "Edda Specimen", "ISL", "person", "ISL", "ISL", ("GOV",), "foreign minister")
POLICE = Actor("the-norwegian-police", "the Norwegian police", "NOR", "state", "NOR", None, ("COP",))
FISHERS = Actor("fishers", "angry fishers", "CIV:NOR", "civilians", "NOR", None, ("AGR",))
PRIVATE = Actor("ola", "Ola Exempel", "CIV:NOR", "person", "NOR", "CIV:NOR")
UNITED_NATIONS = Actor("united-nations", "U.N.", "UN", "body")
COUNCIL = Actor("security-council", "Security Council", "UNSC", "body", parent="UN")
UNION = Actor("european-union", "EU", "EU", "body")
ALLIANCE = Actor("nato", "NATO", "NATO", "body", sectors=("MIL",))
HAMAS = Actor("hamas", "Hamas", "HAMAS", "group", "PSE", None, ("REB", "PTY"))
WEST = Actor("west", "the West", "WEST", "group")
FIRM = Actor("gazprom", "Gazprom", "COMPANY:Gazprom", "firm", "RUS", None, ("BUS",))
KOSOVO = Actor("kosovo", "Kosovo", "XKX", "state", "XKX")
GUNMEN = Actor("gunmen", "gunmen", None, "group", None, None, ("UAF",))
TORSHAVN = Place("Tórshavn", "FRO", 62.0097, -6.7716, 2611396, "Torshavn")
DAY = Date("2024-05-11", "2024-05-11", "day", "Saturday")
PAGE = Page(
    "p1", "a1", "https://courier.example/herring", "courier.example", "Herring", "2024-05-12T06:30:00+02:00", "2024-05-12", "en",
    400, "t1", "s1", "2024-05-13T10:00:00+00:00",
)  # fmt: skip


def merged(
    type: str = "REQUEST",
    actors: Sequence[Actor] = (ICELAND,),
    recipients: Sequence[Actor] = (NORWAY,),
    *,
    mode: str | None = None,
    page: Page = PAGE,
    id: str = "e1",
    **cells: object,
) -> Merged:
    """One merged event, told by one page."""
    book = lexicon.shipped()
    event = Event(
        id, type, mode, (),
        tuple(dict.fromkeys(a.code for a in actors if a.code)), tuple(dict.fromkeys(a.code for a in recipients if a.code)),
        tuple(a.id for a in actors), tuple(a.id for a in recipients),
        "actual", False, None, DAY, TORSHAVN, (), book.scores.get((type, mode or ""), 0.0), book.quads.get(type, 1), 0.8,
        Span("body", 2, 0, 7, "Iceland"),
    )  # fmt: skip
    for name, value in cells.items():
        event = _with(event, name, value)
    return Merged(id, page.story, event, (Report(page, event, (*actors, *recipients)),))


def _with(event: Event, name: str, value: object) -> Event:
    return Event(**{field: value if field == name else getattr(event, field) for field in Event.__struct_fields__})


class Made:
    """Contents of some events and nothing else."""

    def __init__(self, *events: Merged) -> None:
        self._events = events

    def events(self) -> Iterator[Merged]:
        yield from self._events

    def statements(self) -> Iterator[Heard]:
        yield from ()

    def positions(self) -> Iterator[Stand]:
        yield from ()

    def pages(self) -> Iterator[Page]:
        yield from ()
