"""What a column of a table is, and how its values are written as CSV, as JSON and as typed columns."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from .writing import printable

Kind = Literal["text", "code", "codes", "integer", "number", "flag", "day"]
KINDS: dict[Kind, str] = {
    "text": "text of any kind, in UTF-8",
    "code": "a word of a fixed list, an id, or a date cut to its precision",
    "codes": "a list of codes; in CSV parted by `;`, with `\\;` for a `;` within one",
    "integer": "a whole number",
    "number": "a decimal number with a point",
    "flag": "yes or no; in CSV 1 or 0",
    "day": "a day, YYYY-MM-DD",
}
# A spreadsheet would take such a cell for a formula.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


class Column(Struct, frozen=True):
    """A column: its name, its kind, how a row gives its value, and what the data dictionary says of it.

    `values` lists or names what it may hold, `unit` what its numbers count, `source` where its values are defined.
    """

    name: str
    kind: Kind
    get: Callable[[Any], Any]
    about: str
    values: str = ""
    unit: str = ""
    source: str = ""


class Table(Struct, frozen=True):
    """A table: its name, what one row of it is, and its columns."""

    name: str
    about: str
    columns: tuple[Column, ...]

    def values(self, row: Any) -> list[Any]:
        """The values of a row, in the order of the columns; None where there is none."""
        return [typed(column.kind, column.get(row)) for column in self.columns]


def typed(kind: Kind, value: Any) -> Any:
    """A value as its kind has it: str, list of str, int, float, bool, date or None."""
    if value is None:
        return None
    if kind == "codes":
        return [printable(one) for one in value]
    if kind == "number":
        return float(value) if math.isfinite(value) else None
    if kind in ("text", "code"):
        return printable(value) or None
    return value


def cell(kind: Kind, value: Any) -> str:
    """A value of a row (`Table.values`) as a cell of CSV; empty where there is none.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, and so does what begins like one behind
    apostrophes: taking one away from what matches `'+[=+-@TAB CR]` always gives the text as it was.
    """
    if value is None:
        return ""
    if kind == "text":
        return f"'{value}" if _FORMULA.match(value) else str(value)
    if kind == "codes":
        return ";".join(one.replace(";", "\\;") for one in value)
    if kind == "flag":
        return "1" if value else "0"
    if isinstance(value, float):
        return repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(kind: Kind, value: Any) -> Any:
    """A value of a row as flat JSON: a list as one string, a day as ISO 8601."""
    if kind == "codes":
        return cell(kind, value)
    return value.isoformat() if isinstance(value, date) else value
