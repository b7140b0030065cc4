"""Whether the tables hold together: codes, dates, offices, names, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from ..errors import TableInvalid
from .days import first_day, last_day
from .entries import SECTORS
from .keys import name_key
from .tables import COLUMNS, FOLDER, Row, cells, read_table

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")
_QID = re.compile(r"Q[1-9]\d*$")
_CODE = re.compile(r"[A-Z][A-Z0-9_+]*$")


def check(paths: Iterable[Path] = (FOLDER,)) -> list[str]:
    """What is wrong with the tables in these folders, taken together, a line a fault."""
    faults: list[str] = []
    tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for folder in paths:
        for name, columns in COLUMNS.items():
            path = Path(folder) / f"{name}.tsv"
            if path.exists():
                try:
                    tables[name] += read_table(path, columns)
                except TableInvalid as error:
                    faults.append(str(error))
    codes = {row["code"] for table in ("states", "bodies", "groups") for row in tables[table]}
    offices = {row["office"]: row for row in tables["offices"]}
    faults += _cells(tables, codes)
    faults += _names(tables)
    faults += _holders(tables["holders"], codes, offices)
    return faults


def _cells(tables: dict[str, list[Row]], codes: set[str]) -> Iterator[str]:
    coded = {
        "states": ("parent",),
        "metonyms": ("code",),
        "bodies": ("parent", "country"),
        "groups": ("parent", "country"),
        "firms": ("country",),
        "members": ("group", "member"),
        "standings": ("code",),
        "numbers": ("code",),
    }
    for name, rows in tables.items():
        for row in rows:
            label = f"{name}: {next(iter(row.values()))}"
            if not row["source"].strip():
                yield f"{label}: no source"
            if any(cell != cell.strip() for cell in row.values()):
                yield f"{label}: a cell begins or ends with a space"
            for sector in cells(row.get("sectors", "")):
                if sector not in SECTORS:
                    yield f"{label}: unknown sector {sector}"
            for column in coded.get(name, ()):
                for code in cells(row[column]):
                    if code not in codes:
                        yield f"{label}: unknown code {code}"
            if row.get("wikidata") and not _QID.match(row["wikidata"]):
                yield f"{label}: not a Wikidata id: {row['wikidata']}"
            for column in ("from", "to"):
                if row.get(column) and not _is_date(row[column]):
                    yield f"{label}: not a date: {row[column]}"
    for name in ("states", "bodies", "groups"):
        seen: set[str] = set()
        for row in tables[name]:
            if not _CODE.match(row["code"]):
                yield f"{name}: {row['code']}: a code is upper-case letters, digits and _"
            if row["code"] in seen:
                yield f"{name}: {row['code']}: listed twice"
            seen.add(row["code"])
    for row in tables["numbers"]:
        if row["system"] not in ("cow", "gw") or not row["number"].isdigit():
            yield f"numbers: {row['code']}: not a number of cow or gw: {row['system']} {row['number']}"
    for row in tables["agents"]:
        if row["makes"] not in ("state", "civilians", "unknown"):
            yield f"agents: {row['noun']}: makes {row['makes']}"


def _is_date(text: str) -> bool:
    if not _DATE.match(text):
        return False
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def _names(tables: dict[str, list[Row]]) -> Iterator[str]:
    listed = {name_key(row["name"]) for row in tables["ambiguous"]}
    found: dict[str, set[str]] = {}
    for name, columns in (
        ("states", ("name", "names", "adjectives", "people", "seats")),
        ("bodies", ("name", "names")),
        ("groups", ("name", "names")),
        ("metonyms", ("names",)),
    ):
        for row in tables[name]:
            code = row["parent"] if row.get("kind") == "part" else row["code"]
            for column in columns:
                for spelling in (row[column],) if column == "name" else cells(row[column]):
                    if not name_key(spelling):
                        yield f"{name}: {code}: no key for {spelling!r}"
                    found.setdefault(name_key(spelling), set()).add(code)
    for key, codes in found.items():
        if len(codes) > 1 and key not in listed:
            yield f"names: {key!r} stands for {', '.join(sorted(codes))} and is not listed as ambiguous"


def _holders(rows: list[Row], codes: set[str], offices: dict[str, Row]) -> Iterator[str]:
    spells: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        label = f"holders: {row['person']} ({row['code']}, {row['office']})"
        if row["code"] not in codes:
            yield f"{label}: unknown code"
        if row["office"] not in offices:
            yield f"{label}: unknown office"
        if row["mark"] not in ("", "unverified"):
            yield f"{label}: unknown mark {row['mark']}"
        if not (_is_date(row["from"] or "2000") and _is_date(row["to"] or "2000")):
            continue
        if row["to"] and last_day(row["to"]) < first_day(row["from"]):
            yield f"{label}: ends before it begins"
        spells.setdefault((row["code"], row["office"]), []).append(row)
    for (code, office), group in spells.items():
        if offices.get(office, {}).get("exclusive") != "yes":
            continue
        group.sort(key=lambda row: (first_day(row["from"]), last_day(row["to"])))
        for before, after in pairwise(group):
            # An end cut to its month or year may fall on its first day, a start on its last.
            ends = first_day(before["to"]) if before["to"] else last_day("")
            if before["person"] == after["person"] and before["from"] == after["from"]:
                yield f"holders: {before['person']} ({code}, {office}): listed twice from {before['from']}"
            elif ends > last_day(after["from"]) and after["from"]:
                yield (
                    f"holders: {code}, {office}: "
                    f"{before['person']} ({before['from']} to {before['to'] or 'now'}) overlaps "
                    f"{after['person']} (from {after['from']})"
                )
