"""The world: who is who, from the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from .agents import AgentIndex
from .dated import Dated
from .days import last_day
from .entries import Agent, Entry, Firm, Holder, Outlet
from .names import NameIndex, names_within
from .outlets import OutletIndex
from .own import load
from .people import PeopleIndex
from .tables import Row, hidden

# What `hide` takes rows from: who is who, not how offices, spellings and dated facts are told.
_SHRINKS = frozenset({"states", "metonyms", "bodies", "groups", "agents", "holders"})


class World:
    """Names, people, offices and nouns, looked up in the tables; nothing in it changes."""

    def __init__(self, tables: dict[str, list[Row]], common: frozenset[str]) -> None:
        self._tables, self._common = tables, common
        self._names = NameIndex(tables, common)
        self._people = PeopleIndex(tables["holders"], tables["offices"])
        self._agents = AgentIndex(tables["agents"])
        self._dated = Dated(tables)
        self._before = {
            row["parent"]: row for row in tables["states"] if row["kind"] == "ended" and _began(tables["states"], row["parent"])
        }
        self._outlets = OutletIndex(tables["outlets"])
        self._firms = {row["name"].lower(): Firm(row["name"], row["country"] or None) for row in tables["firms"]}

    @classmethod
    def load(cls, extra: Path | None = None) -> World:
        """The tables of the package; those in `extra`, of the same names and columns, go before them.

        `extra` is a folder, or one file that holds several tables. Raises `TableInvalid`, with a line for every fault
        in `lines`, and loads nothing, where a row breaks a rule or does not go with the others.
        """
        return cls(*load(extra))

    def names(self, text: str) -> list[Entry]:
        """The states, bodies and groups that `text` names, as a whole; an empty list where it names none."""
        return self._names.find(text)

    def rivals(self, entry: Entry) -> list[Entry]:
        """The states that share a nationality's word with an entry, itself among them; an empty list where none does."""
        return self._names.rivals(entry)

    def bare(self, title: str) -> str:
        """A title without the names in it: `Sri Lanka's Prime Minister` → `Prime Minister`."""
        words = title.replace("'s", "").replace("’s", "").split()
        taken = {k for i, j, _ in names_within(0, len(words), lambda i, j: " ".join(words[i:j]), self) for k in range(i, j)}
        return " ".join(w for k, w in enumerate(words) if k not in taken)

    def keys(self) -> Iterator[str]:
        """Every name's key (`name_key`), for those who look for names in running text."""
        return self._names.keys()

    def entry(self, code: str) -> Entry | None:
        """The state, body or group of that code."""
        return self._names.by_code.get(code)

    def state_on(self, code: str, on: date | None) -> str:
        """The state that stood in a state's place on the day: Russia's was the Soviet Union until December 1991."""
        ended = self._before.get(code)
        return ended["code"] if ended is not None and on is not None and on <= last_day(ended["to"]) else code

    def rows(self, table: str, **cells: str) -> list[Row]:
        """The rows of a table that hold those cells, with the file and line where each stands."""
        return [row for row in self._tables[table] if all(row.get(column) == cell for column, cell in cells.items())]

    def members(self, group: str, on: date | None = None) -> tuple[str, ...]:
        """The states that belong to a body or a group of states on the day (without a day: at the table's date)."""
        return self._dated.members(group, on)

    def grouped(self, code: str) -> bool:
        """Does the code stand for several states?"""
        return self._dated.grouped(code)

    def sectors(self, entry: Entry, on: date | None = None) -> tuple[str, ...]:
        """The sectors of an entry on the day: the Taliban were rebels until August 2021 and govern since."""
        return self._dated.sectors(entry.code, on) or entry.sectors

    def number(self, code: str, system: Literal["cow", "gw"], on: date | None = None) -> int | None:
        """A state's number among the Correlates of War (`cow`) or in Gleditsch and Ward's list (`gw`) on the day."""
        return self._dated.number(code, system, on)

    def people(self, name: str, on: date | None = None, title: str = "") -> list[Holder]:
        """Every spell in office of whoever bears that name: those of the day first, those of the title's office before others,
        then the nearest in time."""
        return self._people.people(name, on, title)

    def rare(self, surname: str) -> bool:
        """Is a name that of one person of the tables alone, and nobody's first name there?"""
        return self._people.rare(surname)

    def office(self, title: str, code: str = "") -> str | None:
        """The tables' word for an office: `foreign secretary` → `foreign minister`."""
        return self._people.office(title, code)

    def holder(self, code: str, office: str, on: date | None = None) -> Holder | None:
        """Who held that office of that state or body on the day (without a day: who holds it at the table's date)."""
        return self._people.holder(code, office, on)

    def firm(self, name: str) -> Firm | None:
        """The firm that a name begins with (`Siemens`, `Toyota Motor`)."""
        words = name.lower().split()
        return self._firms.get(words[0].removesuffix("'s").removesuffix("’s")) if words and name[:1].isupper() else None

    def outlet(self, text: str, on: date | None = None) -> Outlet | None:
        """The news outlet of an address, a domain or a name on the day (without a day: as it stands).

        An address says more than a name, which outlets of several countries may share; none where it does not decide.
        """
        return self._outlets.find(text, on)

    def agent(self, noun: str) -> Agent | None:
        """The actor that a common noun or noun phrase names: `riot police`, `farmers`."""
        return self._agents.find(noun)

    def holders(self) -> tuple[Holder, ...]:
        """All spells in office."""
        return tuple(self._people.holders)

    def hide(self, share: float, seed: int = 0) -> World:
        """A world with that share of its rows hidden, for measuring what the tables are worth."""
        kept = {
            name: [row for row in rows if name not in _SHRINKS or not hidden(name, row, share, seed)]
            for name, rows in self._tables.items()
        }
        return World(kept, self._common)


def _began(states: list[Row], code: str) -> str:
    """The day from which a state is listed, empty where it always was."""
    return next((row["from"] for row in states if row["code"] == code and row["kind"] == "member"), "")


@lru_cache(maxsize=1)
def world() -> World:
    """The world of the package's own tables, loaded once."""
    return World.load()
