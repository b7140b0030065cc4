"""What of a state, body or group holds for a time only: its members, its standing, its numbers in the field's lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .days import first_day, last_day
from .tables import Row, cells


class Spells:
    """The rows of one dated table by their key, each with the days on which it holds."""

    def __init__(self, rows: Sequence[Row], key: str) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row[key], []).append(row)

    def on(self, key: str, day: date | None) -> list[Row]:
        """The rows that hold on the day; without a day those that hold still."""
        return [row for row in self._rows.get(key, ()) if holds(row, day)]

    def has(self, key: str) -> bool:
        """Is the key in the table, on whatever day?"""
        return key in self._rows


def holds(row: Row, day: date | None) -> bool:
    """Does a row with `from` and `to` hold on a day? Both ends count; without a day a row with an end does not."""
    if day is None:
        return not row["to"]
    return first_day(row["from"]) <= day <= last_day(row["to"])


class Dated:
    """Members, standings and numbers."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self._members = Spells(tables["members"], "group")
        self._standings = Spells(tables["standings"], "code")
        self._numbers = Spells(tables["numbers"], "code")

    def members(self, group: str, day: date | None) -> tuple[str, ...]:
        """The states that belong to a group on the day."""
        return tuple(dict.fromkeys(row["member"] for row in self._members.on(group, day)))

    def grouped(self, code: str) -> bool:
        """Is the code a group with members, on whatever day?"""
        return self._members.has(code)

    def sectors(self, code: str, day: date | None) -> tuple[str, ...]:
        """The sectors of an actor whose standing changed, on the day; none where the tables date none."""
        return next((cells(row["sectors"]) for row in reversed(self._standings.on(code, day))), ())

    def number(self, code: str, system: str, day: date | None) -> int | None:
        """A state's number in a system (`cow`, `gw`) on the day."""
        return next((int(row["number"]) for row in reversed(self._numbers.on(code, day)) if row["system"] == system), None)
