"""The data dictionary: what every column of every table is, as a table and as a page."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from .columns import KINDS, Table
from .tables import TABLES

_HEAD = ("table", "column", "type", "about", "values", "unit", "source")


def dictionary_csv() -> str:
    """The dictionary as CSV: a line for every column."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    for table in TABLES:
        writer.writerows((table.name, c.name, c.kind, c.about, c.values, c.unit, c.source) for c in table.columns)
    return out.getvalue()


_CODES = """Actor codes: ISO 3166-1 alpha-3 for a state and whoever acts for it (Kosovo XKX; ended states SUN, YUG, CSK, DDR); the
acronym of a body, the short name of a party, armed group or group of states; `CIV:` and the state for private people;
`COMPANY:` and the name for a firm."""


def dictionary_page() -> str:
    """The dictionary as Markdown, a section for every table."""
    types = "\n".join(["| type | what it is |", "|---|---|", *(f"| {_cell(k)} | {_cell(v)} |" for k, v in KINDS.items())])
    return "\n\n".join([types, _CODES, *map(_section, TABLES)]) + "\n"


def _section(table: Table) -> str:
    lines = ["| column | type | what it is | values | unit | source |", "|---|---|---|---|---|---|"]
    for c in table.columns:
        lines.append(_line((f"`{c.name}`", c.kind, c.about, c.values, c.unit, c.source)))
    return "\n".join([f"## {table.name}", "", f"A row is {table.about}.", "", *lines])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
