"""Panels for statistics: a row for each unit and period, zeros included, with the codes that other data sets go by.

An event is counted on its own date, never on that of the page. One event with two actors and three recipients is one event of
each of the six dyads; a mutual act is one of each pair of its actors, in a directed panel both ways. Nobody has a dyad with
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations, permutations, product
from typing import Literal

from msgspec import Struct

from ..errors import UnitInvalid
from ..model.archived import Line
from ..world import World
from ..world.days import first_day, last_day
from .coverage import Read
from .dyads import as_cells
from .periods import By, between, days_of, period, placed, spread
from .tallies import Adder, Kept, Tally

UnitKind = Literal["directed", "dyad", "country"]
Unit = tuple[str, ...]  # one code, or two
_UNION = "EU"  # a body that acts as its members together; other bodies (NATO, the UN) are actors of their own


class Settings(Struct, frozen=True):
    """What a panel is made of.

    `units` are codes (all pairs of them, where the unit is a pair) or pairs such as `RUS-UKR`; without any, all units that
    ever have an event, of states and of what stands for several states, or with `everyone` of all other actors too. `groups`:
    groups of states and the EU are actors, or their members of the event's day are. `first` and `last` are periods or dates
    that bound the panel; without them it runs from the first event counted to the last.
    """

    world: World
    unit: UnitKind = "directed"
    by: By = "month"
    units: tuple[str, ...] = ()
    everyone: bool = False
    groups: Literal["keep", "members"] = "keep"
    rule: Kept = Kept()
    first: str | None = None
    last: str | None = None


class Cell(Struct, frozen=True):
    """A unit in a period. `period`, `start`, `end` are empty for events that no period can be given.

    `cow` and `gw` are the units' numbers in the lists of the Correlates of War and of Gleditsch and Ward that hold at the end
    of the period, else at its start. Of a country `tally` is what it does and `received` what is done to it.
    """

    unit: Unit
    period: str
    start: str
    end: str
    cow: tuple[int | None, ...]
    gw: tuple[int | None, ...]
    tally: Tally
    received: Tally
    read: Read


class Panel(Struct, frozen=True):
    """A panel: which units it has (`asked` for, or all that `met`), its periods, and how many events it counts.

    `undated` are those without a period, `outside` the unit-events left out because a state did not exist on the day or the
    day is out of bounds. `cells` makes the rows.
    """

    settings: Settings
    chosen: Literal["asked", "met"]
    units: tuple[Unit, ...]
    periods: tuple[str, ...]
    events: int
    undated: int
    outside: int
    sums: Mapping[tuple[Unit, str], tuple[Adder, Adder]]
    coverage: Mapping[str, Read]

    def cells(self) -> Iterator[Cell]:
        """The cells: by unit, then by period, the undated of a unit last. Periods in which a state did not exist are left out."""
        facts = _Facts(self.settings.world)
        blank = (Adder(), Adder())
        for unit in self.units:
            for label in self.periods:
                if not all(facts.exists(code, label) for code in unit):
                    continue
                start, end = days_of(label)
                cow, gw = (tuple(facts.number(code, system, label) for code in unit) for system in ("cow", "gw"))
                done, received = self.sums.get((unit, label), blank)
                read = self.coverage.get(label, Read())
                yield Cell(unit, label, start.isoformat(), end.isoformat(), cow, gw, done.tally(), received.tally(), read)
            if (unit, "") in self.sums:
                done, received = self.sums[unit, ""]
                none = (None,) * len(unit)
                yield Cell(unit, "", "", "", none, none, done.tally(), received.tally(), self.coverage.get("", Read()))


def panel(lines: Iterable[Line], coverage: Mapping[str, Read], settings: Settings) -> Panel:
    """Count events by unit and period; `coverage` is what was read (see `coverage.coverage`).

    Raises `UnitInvalid` and `PeriodInvalid`.
    """
    facts = _Facts(settings.world)
    asked = _asked(settings)
    wanted = frozenset(asked) if asked else None
    low = days_of(settings.first)[0] if settings.first else date.min
    high = days_of(settings.last)[1] if settings.last else date.max
    sums: dict[tuple[Unit, str], tuple[Adder, Adder]] = {}
    events = undated = outside = 0
    for line in lines:
        if not settings.rule.takes(line.modality, line.background):
            continue
        days = spread(line.day, line.precision)
        if days is not None and not (low <= days[0] and days[1] <= high):
            if low <= days[1] and days[0] <= high:  # `in 2024`, of a panel of March 2024
                days = None
            else:
                continue
        label = placed(line.day, line.precision, settings.by) if days else ""
        day = days[0] if days else None
        actors, recipients = _sides(line.actors, day, facts, settings), _sides(line.recipients, day, facts, settings)
        counted = False
        for unit, receives in _units(actors, recipients, settings.unit):
            if wanted is not None and unit not in wanted:
                continue
            if wanted is None and not settings.everyone and not all(facts.stately(code) for code in unit):
                continue
            if label and not all(facts.exists(code, label) for code in unit):
                outside += 1
                continue
            adders = sums.get((unit, label))
            if adders is None:
                adders = sums[unit, label] = (Adder(), Adder())
            adders[receives].add(line.quad, line.intensity)
            counted = True
        events += counted
        undated += counted and not label
    labels = sorted({label for _, label in sums if label})
    first = settings.first and period(low, settings.by)
    last = settings.last and period(high, settings.by)
    ends = (first or (labels[0] if labels else last), last or (labels[-1] if labels else first))
    periods = tuple(between(ends[0], ends[1], settings.by)) if ends[0] and ends[1] else ()
    units = asked or tuple(sorted({unit for unit, _ in sums}))
    chosen: Literal["asked", "met"] = "asked" if asked else "met"
    return Panel(settings, chosen, units, periods, events, undated, outside, sums, coverage)


def row(cell: Cell, by: By) -> dict[str, object]:
    """A cell as columns of plain names, of at most 32 characters, for R and Stata.

    `iso_a`, `cow_a`, `gw_a` (and `_b`) of pairs, `iso`, `cow`, `gw` of countries, whose `received_…` columns count what is done
    to them.
    """
    ends = ("_a", "_b") if len(cell.unit) == 2 else ("",)
    out: dict[str, object] = {"period": cell.period, "start": cell.start, "end": cell.end}
    out["year"] = int(cell.period[:4]) if cell.period else None
    if by != "year":
        out[by] = _within(cell.period, by)
    for name, values in (("iso", cell.unit), ("cow", cell.cow), ("gw", cell.gw)):
        out |= {f"{name}{end}": value for end, value in zip(ends, values, strict=True)}
    out |= as_cells(cell.tally)
    if len(cell.unit) == 1:
        out |= {f"received_{name}": value for name, value in as_cells(cell.received).items()}
    return out | {"pages_read": cell.read.pages, "texts_read": cell.read.texts, "outlets_read": cell.read.outlets}


def _within(label: str, by: By) -> int | None:
    """The number of a week, month or quarter in its year; of a day, in the year too."""
    if not label:
        return None
    return days_of(label)[0].timetuple().tm_yday if by == "day" else int(label[5:].lstrip("WQ"))


def _asked(settings: Settings) -> tuple[Unit, ...]:
    """The units asked for, in the order of their codes."""
    codes = [text.strip() for text in settings.units if text.strip()]
    pairs = [tuple(part.strip() for part in code.split("-", 1)) for code in codes if "-" in code]
    single = list(dict.fromkeys(code for code in codes if "-" not in code))
    if settings.unit == "country":
        if pairs:
            raise UnitInvalid("-".join(pairs[0]), "a pair, in a panel of countries", "give single codes, such as RUS,UKR")
        return tuple(sorted((code,) for code in single))
    if any(not a or not b or a == b for a, b in pairs):
        raise UnitInvalid(next(c for c in codes if "-" in c), "not a pair of two actors", "give one such as RUS-UKR")
    if len(single) == 1:
        raise UnitInvalid(single[0], "one actor alone makes no pair", "give two codes or more, or pairs such as RUS-UKR")
    if settings.unit == "directed":
        return tuple(sorted({*permutations(single, 2), *pairs}))
    return tuple(sorted({tuple(sorted(pair)) for pair in (*combinations(single, 2), *pairs)}))


def _sides(codes: tuple[str, ...], day: date | None, facts: _Facts, settings: Settings) -> tuple[str, ...]:
    """The actors of one side, on the day: members for groups where that is asked, the Soviet Union for Russia before it."""
    if facts.settled(codes):
        return codes
    if not settings.units:
        codes = tuple(settings.world.state_on(code, day) for code in codes)
    if settings.groups == "members":
        parts = [facts.members(code, day) if facts.shared(code) else (code,) for code in codes]
        codes = tuple(code for part in parts for code in part)
    return tuple(dict.fromkeys(codes))


def _units(actors: tuple[str, ...], recipients: tuple[str, ...], kind: UnitKind) -> Iterator[tuple[Unit, bool]]:
    """The units of one event, each once, and whether the unit receives."""
    if kind == "country":
        for code in actors:
            yield (code,), False
        for code in recipients:
            if code not in actors:
                yield (code,), True
        return
    pairs: Iterable[tuple[str, str]] = product(actors, recipients) if recipients else permutations(actors, 2)
    if kind == "dyad":
        pairs = ((a, b) if a < b else (b, a) for a, b in pairs)
    for pair in dict.fromkeys(pairs):
        if pair[0] != pair[1]:
            yield pair, False


class _Facts:
    """What the world says of codes, looked up once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.settled = lru_cache(maxsize=65536)(self._settled)
        self.spells = lru_cache(maxsize=None)(self._spells)
        self.exists = lru_cache(maxsize=None)(self._exists)
        self.number = lru_cache(maxsize=None)(self._number)
        self.members = lru_cache(maxsize=None)(world.members)
        self.stately = lru_cache(maxsize=None)(self._stately)
        self.shared = lru_cache(maxsize=None)(self._shared)

    def _settled(self, codes: tuple[str, ...]) -> bool:
        """Are they the same on every day: each once, no group of states, and none with another state before it?"""
        return len(set(codes)) == len(codes) and not any(
            self.shared(code) or self.world.state_on(code, date.min) != code for code in codes
        )

    def _spells(self, code: str) -> tuple[tuple[date, date], ...]:
        """When a state existed: by its own row, and by its numbers where it has any. Other actors always did."""
        entry = self.world.entry(code)
        if entry is None or entry.kind != "state":
            return ((date.min, date.max),)
        begun, ended = first_day(entry.from_), last_day(entry.to)
        listed = [(row["from"], row["to"]) for row in self.world.rows("numbers", code=code)] or [("", "")]
        return tuple((max(begun, first_day(start)), min(ended, last_day(end))) for start, end in listed)

    def _exists(self, code: str, label: str) -> bool:
        """Did the state exist on any day of the period?"""
        first, last = days_of(label)
        return any(start <= last and first <= end and start <= end for start, end in self.spells(code))

    def _number(self, code: str, system: Literal["cow", "gw"], label: str) -> int | None:
        first, last = days_of(label)
        found = self.world.number(code, system, last)
        return found if found is not None else self.world.number(code, system, first)

    def _stately(self, code: str) -> bool:
        entry = self.world.entry(code)
        return entry is not None and (entry.kind == "state" or self.world.grouped(code))

    def _shared(self, code: str) -> bool:
        entry = self.world.entry(code)
        return code == _UNION or (entry is not None and entry.several and self.world.grouped(code))
