"""SQL as the port has it, in the words of DataFusion."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from ..errors import QueryInvalid
from .port import Cell

_PART = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|(?P<mark>\?)|(?P<like>\bLIKE\b)"""
    r"""|\bIN\s*\((?P<list>\s*-?\d+(?:\s*,\s*-?\d+){199,}\s*)\)""",
    re.IGNORECASE | re.DOTALL,
)
# What only reads. DataFusion would also write files when told to COPY, even to EXPLAIN ANALYZE a COPY.
_READS = re.compile(r"[\s(]*(?:EXPLAIN(?:\s+(?:ANALYZE|VERBOSE|FORMAT\s+\w+))*\s+[\s(]*)?(?:SELECT|WITH|VALUES)\b", re.IGNORECASE)


def filled(sql: str, given: Sequence[Cell]) -> str:
    """The query with what is given to it in place of its question marks.

    LIKE does not tell capitals from small letters, as in SQLite. A long list of numbers becomes a table: a join with it is
    planned many times faster than a condition. Raises `QueryInvalid`.
    """
    if not _READS.match(sql):
        raise QueryInvalid(sql[:80] or "''", "is no query", "begin with SELECT or WITH: an archive is only read in SQL")
    cells = iter(given)
    short = object()

    def part(match: re.Match[str]) -> str:
        if match["mark"]:
            cell: Any = next(cells, short)
            if cell is short:
                raise QueryInvalid(sql[:80], "has more question marks than were given values", "give a value for each")
            return literal(cell)
        if match["like"]:
            return "ILIKE"
        if match["list"]:
            return f"IN (SELECT column1 FROM (VALUES ({'), ('.join(match['list'].split(','))})))"
        return match[0]

    text = _PART.sub(part, sql)
    if next(cells, short) is not short:
        raise QueryInvalid(sql[:80], "was given more values than it has question marks", "give one for each")
    return text


def literal(cell: Cell) -> str:
    """A value as SQL."""
    if cell is None:
        return "NULL"
    if isinstance(cell, bytes):
        return f"X'{cell.hex()}'"
    if isinstance(cell, float):
        return f"({cell!r})" if math.isfinite(cell) else f"CAST('{cell}' AS DOUBLE)"
    if isinstance(cell, int):
        return f"({int(cell)})"
    return "'" + cell.replace("'", "''") + "'"


def hexed(column: str) -> str:
    """A number as the id of sixteen digits that it is printed as."""
    return f"lpad(to_hex({column}), 16, '0')"
