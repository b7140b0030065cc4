"""What is asked of an archive, as SQL."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from ..errors import QueryInvalid
from .port import Cell, Store

Order = Literal["newest", "oldest"]
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_KM = 111.195  # kilometres of a degree of latitude, on a sphere of 6,371 km
_FEW = 40_000  # rows by which a list of facets may lead
_WIDE = 500.0  # kilometres
_MANY, _DENSE = 1 << 40, 200  # pages that words are looked for in; one page in so many is dense


class Near(Struct, frozen=True):
    """Within `km` of a point (degrees north and east)."""

    latitude: float
    longitude: float
    km: float


class Filter(Struct, frozen=True, forbid_unknown_fields=True):
    """Which rows. Of a field with several values any will do; all fields have to hold.

    `parties` are codes on either side, `between` two parties of which one is on each side (or both act together); `first` and
    `last` are days (or months, years) that the row's day lies between, both included; undated rows pass only where neither is
    given. `outlets` and `words` (full text) are about the pages; `themes` about positions.
    """

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    between: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    quads: tuple[int, ...] = ()
    modalities: tuple[str, ...] = ()
    background: bool | None = None
    contexts: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    near: Near | None = None
    first: str | None = None
    last: str | None = None
    outlets: tuple[str, ...] = ()
    confidence: float = 0.0
    words: str | None = None
    themes: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    order: Order = "oldest"
    limit: int | None = None


class Asked(Struct):
    """A query in the making: its tables and order, conditions, and what is given for their question marks."""

    tables: str
    order: str = ""
    conditions: list[str] = field(default_factory=list)
    given: list[Cell] = field(default_factory=list)
    before: list[Cell] = field(default_factory=list)

    def holds(self, condition: str, *given: Cell) -> None:
        """One condition more."""
        self.conditions.append(condition)
        self.given += given

    def among(self, column: str, values: tuple[Cell, ...]) -> None:
        """A column has one of the values; nothing is asked where there are none."""
        if values:
            self.holds(f"{column} IN ({', '.join('?' * len(values))})", *values)

    def sql(self, columns: str, limit: int | None = None) -> tuple[str, list[Cell]]:
        """The query and what is given to it."""
        where = f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""
        end = f" LIMIT {int(limit)}" if limit is not None else ""
        return f"SELECT {columns} FROM {self.tables}{where}{self.order}{end}", [*self.before, *self.given]


def number(ident: str) -> int:
    """An id of sixteen hexadecimal digits as a signed integer of eight bytes. Raises `QueryInvalid`."""
    if not re.fullmatch(r"[0-9a-f]{16}", ident):
        raise QueryInvalid(ident[:40] or "''", "is no id", "give the sixteen digits of one")
    n = int(ident, 16)
    return n - (1 << 64) if n >= 1 << 63 else n


def ident(n: int) -> str:
    """The id of a number."""
    return f"{n & (1 << 64) - 1:016x}"


def stands(alias: str, commit: int | None) -> tuple[str, list[Cell]]:
    """The condition that a row stands now, or stood after a commit."""
    if commit is None:
        return f"{alias}.until IS NULL", []
    return f"{alias}.since <= ? AND ({alias}.until IS NULL OR {alias}.until > ?)", [commit, commit]


def events(query: Filter, store: Store, commit: int | None = None) -> Asked:
    """Events that a filter asks for, as `e`."""
    asked = Asked("events e")
    led = _lead(query, store, asked)
    condition, given = stands("e", commit)
    asked.holds(condition, *given)
    _sides(asked, query, led, commit)
    asked.among("e.mode", query.modes)
    asked.among("e.quad", query.quads)
    asked.among("e.modality", query.modalities)
    if query.background is not None:
        asked.holds("e.background = ?", int(query.background))
    if query.contexts:
        _listed_in(asked, "e.contexts", query.contexts)
    if query.near:
        _near(asked, query.near)
    if query.confidence:
        asked.holds("e.confidence >= ?", query.confidence)
    asked.among("e.story", tuple(map(number, query.stories)))
    _days(asked, "e.day", query)
    if led:
        for bound, sign in zip(bounds(query), (">=", "<="), strict=True):
            if bound:
                asked.holds(f"f.day {sign} ?", int(bound.replace("-", "")))
    if query.words is not None:
        _worded(asked, query.words, store, commit)
    asked.order = _order(query, *(("f.day", "f.event") if led else ("e.day", "e.n")))
    return asked


def facet_numbers(store: Store, kind: str, values: tuple[str, ...]) -> list[int]:
    """The numbers in `names` of values of a kind: party, type, country or outlet; those that no event has are left out."""
    marks = ", ".join("?" * len(values))
    return [n for (n,) in store.select(f"SELECT n FROM names WHERE kind = ? AND value IN ({marks})", (kind, *values))]


class _Facet(Struct):
    """A field that is asked by facets: its values' numbers in `names`, and how many rows these have, counted up to a limit."""

    field: str
    kind: str
    numbers: list[int]
    count: int = 0


def _lead(query: Filter, store: Store, asked: Asked) -> str | None:
    """Have a pair or the rarest facet lead, whose rows are in the order of their days; answers which, None where none does.

    What other facets ask is looked up beside it, and only for what is left the row itself.
    """
    sides = (query.actors, query.recipients)
    # What a state does to its own people is between no pair.
    alone = all(len(side) == 1 for side in sides) and query.actors != query.recipients
    pair = query.between or ((query.actors[0], query.recipients[0]) if alone else None)
    facets = [
        _Facet(field, kind, facet_numbers(store, kind, values) or [0])
        for field, kind, values in (
            ("actors", "party", query.actors),
            ("recipients", "party", query.recipients),
            ("parties", "party", query.parties),
            ("types", "type", query.types),
            ("modes", "mode", query.modes),
            ("modalities", "modality", query.modalities if "actual" not in query.modalities else ()),
            ("countries", "country", query.countries),
            ("outlets", "outlet", query.outlets),
        )
        if values
    ]
    if pair:
        one, other = (next(iter(facet_numbers(store, "party", (code,))), 0) for code in sorted(pair))
        asked.tables = "dyads f JOIN events e ON e.n = f.event"
        asked.holds("f.one = ? AND f.other = ?", one, other)
        _beside(asked, [facet for facet in facets if facet.kind != "party"])
        return "between" if query.between else "pair"
    for facet in facets:
        # Counting stops where it is many: how many more does not matter.
        counted = f"SELECT count(*) FROM (SELECT 1 FROM facets WHERE facet IN ({_marks(facet.numbers)}) LIMIT {8 * _FEW})"
        facet.count = store.select(counted, facet.numbers)[0][0]
    able = [facet for facet in facets if len(facet.numbers) == 1 or facet.count < _FEW]
    if not able:
        return None
    lead = min(able, key=lambda facet: facet.count)
    if len(lead.numbers) == 1:
        asked.tables = "facets f JOIN events e ON e.n = f.event"
        asked.holds("f.facet = ?", lead.numbers[0])
    else:
        found = f"SELECT DISTINCT day, event FROM facets WHERE facet IN ({_marks(lead.numbers)})"
        asked.tables = f"({found}) f JOIN events e ON e.n = f.event"
        asked.before += lead.numbers
    _beside(asked, [facet for facet in facets if facet is not lead])
    return lead.field


def _beside(asked: Asked, facets: list[_Facet]) -> None:
    """Other facets that the rows of the leading one must have; one of many values is left to the row."""
    for facet in facets:
        if len(facet.numbers) == 1:
            asked.holds(
                "EXISTS (SELECT 1 FROM facets o WHERE o.facet = ? AND o.day = f.day AND o.event = f.event)", facet.numbers[0]
            )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _listed_in(asked: Asked, cells: str, values: tuple[str, ...]) -> None:
    """One of the values stands among cells that are parted by ;, letter for letter."""
    asked.holds(_any(f"instr({cells}, ?) > 0", len(values)), *(f";{value};" for value in values))


def _any(condition: str, times: int) -> str:
    return "(" + " OR ".join([condition] * times) + ")"


def _sides(asked: Asked, query: Filter, led: str | None, commit: int | None) -> None:
    """What facets cannot tell of the row, or do not lead."""
    for side in ("actors", "recipients"):
        values = getattr(query, side)
        if values:
            _listed_in(asked, f"';' || e.{side} || ';'", values)
    if query.parties and led != "parties":
        _listed_in(asked, "';' || e.actors || ';' || e.recipients || ';'", query.parties)
    if led != "types":
        asked.among("e.type", query.types)
    if led != "countries":
        asked.among("e.country", query.countries)
    if query.outlets and led != "outlets":
        condition, given = stands("r", commit)
        asked.holds(
            f"EXISTS (SELECT 1 FROM reports r JOIN pages p ON p.n = r.page WHERE r.event = e.key AND {condition} "
            f"AND p.outlet IN ({_marks(query.outlets)}))",
            *given,
            *query.outlets,
        )


def _order(query: Filter, day: str, n: str) -> str:
    """By day: what is undated comes before the oldest."""
    if query.order == "newest":
        return f" ORDER BY {day} DESC NULLS LAST, {n} DESC"
    return f" ORDER BY {day} NULLS FIRST, {n}"


def _near(asked: Asked, near: Near) -> None:
    """A box about the circle, and the circle; across the date line the box is cut in two."""
    if not (-90 <= near.latitude <= 90 and -180 <= near.longitude <= 180 and near.km > 0):
        raise QueryInvalid(f"{near.latitude},{near.longitude},{near.km}", "is no circle on the map", "give LATITUDE,LONGITUDE,KM")
    high = near.km / _KM
    # A wide circle has so many events that they are sooner found in the order of their days: + keeps the index out of it.
    column = "e.latitude" if near.km < _WIDE else "+e.latitude"
    asked.holds(f"{column} BETWEEN ? AND ?", near.latitude - high, near.latitude + high)
    wide = _width(near.latitude, high)
    if wide < 180:
        west, east = near.longitude - wide, near.longitude + wide
        around = [x + turn for turn in (0, 360, -360) for x in (west, east)]
        asked.holds(_any("e.longitude BETWEEN ? AND ?", 3), *around)
    asked.holds(
        "sin(radians(e.latitude)) * ? + cos(radians(e.latitude)) * ? * cos(radians(e.longitude - ?)) >= ?",
        math.sin(math.radians(near.latitude)),
        math.cos(math.radians(near.latitude)),
        near.longitude,
        math.cos(min(math.pi, near.km / (_KM * 180 / math.pi))),
    )


def _width(latitude: float, high: float) -> float:
    """Half the width of the box about a circle of `high` degrees' radius, in degrees of longitude; 180 where it holds a pole."""
    if abs(latitude) + high >= 90:
        return 180.0
    return math.degrees(math.asin(math.sin(math.radians(high)) / math.cos(math.radians(latitude))))


def bounds(query: Filter) -> tuple[str | None, str | None]:
    """The first and the last day that a filter asks for, as `YYYY-MM-DD`; the last may be one that no month has.

    Raises `QueryInvalid` for what is no day.
    """
    for day in (query.first, query.last):
        if day is not None and not _DAY.fullmatch(day):
            raise QueryInvalid(day[:40] or "''", "is no day", "give YYYY-MM-DD, YYYY-MM or YYYY")
    first, last = query.first, query.last
    return first and first + "0000-01-01"[len(first) :], last and last + "0000-99-99"[len(last) :]


def _days(asked: Asked, column: str, query: Filter) -> None:
    for bound, sign in zip(bounds(query), (">=", "<="), strict=True):
        if bound:
            asked.holds(f"{column} {sign} ?", bound)


def _worded(asked: Asked, words: str, store: Store, commit: int | None) -> None:
    """Only what pages with the words told then."""
    condition, given = stands("r", commit)
    pages = _with(words, store)
    listed = ", ".join(map(str, pages)) or "0"
    if len(pages) * _DENSE > store.last("pages"):
        # So many that the next rows in order soon have them: each is looked up.
        asked.holds(f"EXISTS (SELECT 1 FROM reports r WHERE r.event = e.key AND {condition} AND r.page IN ({listed}))", *given)
    else:
        asked.holds(f"e.key IN (SELECT r.event FROM reports r WHERE r.page IN ({listed}) AND {condition})", *given)


def _listed(words: str, store: Store) -> str:
    """The numbers of all pages with the words, of those that stand no longer, too."""
    return ", ".join(map(str, _with(words, store))) or "0"


def _with(words: str, store: Store) -> list[int]:
    return [page for page, _ in store.found(words, _MANY, ranked=False)]


def statements(query: Filter, store: Store, commit: int | None = None) -> Asked:
    """Statements that a filter asks for, as `s`; its actors and parties are the speakers."""
    asked = Asked("statements s JOIN pages p ON p.n = s.page")
    condition, given = stands("s", commit)
    asked.holds(condition, *given)
    asked.among("s.speaker", (*query.actors, *query.parties))
    asked.among("s.addressee", query.recipients)
    _paged(asked, query, store, commit)
    return asked


def positions(query: Filter, store: Store, commit: int | None = None) -> Asked:
    """Positions that a filter asks for, as `s`."""
    asked = Asked("positions s JOIN pages p ON p.n = s.page")
    condition, given = stands("s", commit)
    asked.holds(condition, *given)
    asked.among("s.actor", query.actors)
    asked.among("s.toward", query.recipients)
    if query.parties:
        marks = ", ".join("?" * len(query.parties))
        asked.holds(f"(s.actor IN ({marks}) OR s.toward IN ({marks}))", *query.parties, *query.parties)
    asked.among("s.theme", query.themes)
    _paged(asked, query, store, commit)
    return asked


def _paged(asked: Asked, query: Filter, store: Store, commit: int | None) -> None:
    asked.among("p.outlet", query.outlets)
    if query.confidence:
        asked.holds("s.confidence >= ?", query.confidence)
    if query.stories:
        condition, given = stands("g", commit)
        listed = ", ".join(str(number(story)) for story in query.stories)
        asked.holds(f"s.page IN (SELECT g.page FROM groups g WHERE g.story IN ({listed}) AND {condition})", *given)
    _days(asked, "s.day", query)
    if query.words is not None:
        asked.holds(f"s.page IN ({_listed(query.words, store)})")
    asked.order = _order(query, "s.day", "s.n")


def pages(query: Filter, store: Store, commit: int | None = None) -> Asked:
    """Pages that a filter asks for, as `p`."""
    asked = Asked("pages p JOIN groups g ON g.page = p.n")
    for alias in ("p", "g"):
        condition, given = stands(alias, commit)
        asked.holds(condition, *given)
    asked.among("p.outlet", query.outlets)
    asked.among("g.story", tuple(map(number, query.stories)))
    _days(asked, "p.day", query)
    if query.words is not None:
        asked.holds(f"p.n IN ({_listed(query.words, store)})")
    asked.order = _order(query, "p.day", "p.n")
    return asked
