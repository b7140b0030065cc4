"""A user's own world: a folder of tables, or one file that holds several, checked whole and laid over the package's.

What is there:

    FOLDER/holders.tsv, groups.tsv …   tables of the package's names and columns, written by hand or by an import
    FOLDER/own.txt                     rows of any table, written by `dragoman world add` or by hand: under a line such as
                                       [holders] the table's header and its rows
    FOLDER/common_words.txt            names that are common words, too

Rows of own.txt go before those of the other files, and these before the package's: a row with the key of another
replaces it. A holder marked `override` takes an office that one person holds for the days of his spell, and the spells
below are cut to what is left of them.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec import Struct

from ..errors import TableInvalid
from .check import Tables, faults
from .days import first_day, last_day
from .tables import (
    COLUMNS,
    CONTROL,
    FOLDER,
    MOST_FAULTS,
    Fault,
    Row,
    invalid,
    key_of,
    parse,
    read_all,
    read_lines,
    read_words,
)

OWN = "own.txt"
TABLE, FILE = 1, 2  # layers over the package's
_SECTION = re.compile(r"\[([a-z]+)\]\s*")


def load(extra: Path | None) -> tuple[Tables, frozenset[str]]:
    """The package's tables under the user's, and the common words. Raises `TableInvalid` with every fault."""
    tables, common = read_all(FOLDER), read_words(FOLDER / "common_words.txt")
    if extra is None:
        return tables, common
    mine = read(extra)
    merged = lay(mine, tables)
    if wrong := list(islice(faults(merged), MOST_FAULTS + 1)):
        raise invalid(wrong)
    return merged, common | read_words(extra / "common_words.txt" if extra.is_dir() else extra.with_name("common_words.txt"))


def version(extra: Path) -> str:
    """A short word for the user's files as they are now: the same files, the same word."""
    paths = sorted(p for p in extra.iterdir() if p.suffix in (".tsv", ".txt") and p.is_file()) if extra.is_dir() else [extra]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def read(extra: Path) -> Tables:
    """The user's rows alone, not yet held against the package's. Raises `TableInvalid` with every fault."""
    wrong: list[Fault] = []
    tables: Tables = {name: [] for name in COLUMNS}
    if not extra.exists():
        raise TableInvalid(str(extra), "no such folder or file", "check the path")
    if extra.is_dir():
        paths = sorted(extra.glob("*.tsv"))
        own = extra / OWN
        if not paths and not own.exists():
            raise TableInvalid(str(extra), "no table in it", f"put tables such as holders.tsv there, or {OWN}")
        for path in paths:
            if path.stem not in COLUMNS:
                wrong.append(Fault(str(path), "no table of that name", "name it as one of " + ", ".join(COLUMNS)))
                continue
            lines, found = read_lines(path)
            if not found:
                tables[path.stem], found = parse(lines, COLUMNS[path.stem], (str(path), 1, TABLE))
            wrong += found
    else:
        own = extra
    if own.exists():
        above, found = read_sections(own)
        wrong += found
        tables = lay(above, tables)
    if wrong:
        raise invalid(wrong)
    return tables


def read_sections(path: Path) -> tuple[Tables, list[Fault]]:
    """The tables in one file, each under a line with its name in brackets."""
    tables: Tables = {name: [] for name in COLUMNS}
    lines, wrong = read_lines(path)
    if wrong:
        return tables, wrong
    for section in sections(lines):
        where = f"{path}:{section.start}"
        if section.table not in COLUMNS:
            told = f"no table is named {section.table[:40]!r}" if section.table else "a row before any table's name"
            wrong.append(Fault(where, told, "begin with a line such as [holders]; the tables are " + ", ".join(COLUMNS)))
            continue
        body = lines[section.start : section.end]
        if all(not line.strip() or line.startswith("#") for line in body):
            continue
        rows, found = parse(body, COLUMNS[section.table], (str(path), section.start + 1, FILE))
        tables[section.table] += rows
        wrong += found
    return tables, wrong


class Section(Struct, frozen=True):
    """One table in a file of several: from its `[name]` on line `start` (from 1) up to and including line `end`."""

    table: str
    start: int
    end: int


def sections(lines: Sequence[str]) -> Iterator[Section]:
    """The tables in the lines of a file; what stands before the first is a section without a name."""
    heads = [(number, match.group(1)) for number, line in enumerate(lines, 1) if (match := _SECTION.fullmatch(line))]
    before = lines[: heads[0][0] - 1] if heads else lines
    stray = next((number for number, line in enumerate(before, 1) if line.strip() and not line.startswith("#")), None)
    if stray is not None:
        yield Section("", stray, len(before))
    for i, (number, table) in enumerate(heads):
        yield Section(table, number, heads[i + 1][0] - 1 if i + 1 < len(heads) else len(lines))


def lay(above: Tables, below: Tables) -> Tables:
    """Tables over tables: rows above replace those of their key below, and overriding spells cut them."""
    laid: Tables = {}
    for name, rows in below.items():
        over = above.get(name, [])
        keys = {key_of(name, row) for row in over}
        kept = [row for row in rows if key_of(name, row) not in keys] if keys else rows
        laid[name] = [*over, *(_yielding(over, kept) if name == "holders" else kept)]
    return laid


def _yielding(above: Sequence[Row], below: Sequence[Row]) -> Iterator[Row]:
    """The spells below, cut to what the overriding ones above leave of them."""
    taken: dict[tuple[str, str], list[Row]] = {}
    for row in above:
        if row["mark"] == "override":
            taken.setdefault((row["code"], row["office"]), []).append(row)
    for row in below:
        left = [row]
        for over in taken.get((row["code"], row["office"]), ()):
            left = [part for whole in left for part in _without(whole, over)]
        yield from left


def _without(row: Row, over: Row) -> Iterator[Row]:
    try:
        start, end = _ends(row)
        first, last = _ends(over)
    except ValueError:  # a date that is none: told when the tables are checked
        yield row
        return
    if end <= first or last <= start:
        yield row
        return
    if start < first:
        yield row.changed(to=over["from"])
    if last < end:
        yield row.changed(**{"from": over["to"]})


def _ends(row: Row) -> tuple[date, date]:
    return first_day(row["from"]), last_day(row["to"])


def add(extra: Path, table: str, cells: dict[str, str]) -> tuple[Path, Row | None]:
    """Write a row into the user's own file, once all holds together with it; also the row that it replaced there.

    `extra` is the user's folder, made where it is missing, or the file itself. Raises `TableInvalid` and writes nothing
    where a column is unknown or anything would be wrong.
    """
    columns = COLUMNS[table]
    path = extra / OWN if extra.is_dir() or not extra.suffix else extra
    if unknown := [name for name in cells if name not in columns]:
        raise TableInvalid(str(path), f"{table} has no column {', '.join(unknown)}", "give some of " + ", ".join(columns))
    broken = [name for name, cell in cells.items() if CONTROL.search(cell) or set("\t\r\n") & set(cell)]
    if broken:
        raise TableInvalid(str(path), f"a tab, line end or control character in {', '.join(broken)}", "take it out")
    row = Row.new(((name, cells.get(name, "")) for name in columns), str(path), 0, FILE)
    lines = read_lines(path)[0] if path.exists() else []
    mine = read(extra) if extra.exists() and (path.exists() or any(extra.glob("*.tsv"))) else {name: [] for name in COLUMNS}
    old = next((r for r in mine[table] if r.layer == FILE and key_of(table, r) == key_of(table, row)), None)
    lines, row.line = _with_row(lines, table, row, old)
    tables = lay(lay({table: [row]}, mine), read_all(FOLDER))
    if wrong := list(islice(faults(tables), MOST_FAULTS + 1)):
        raise invalid(wrong)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "\n".join(lines).rstrip("\n") + "\n")
    return path, old


def _with_row(lines: list[str], table: str, row: Row, old: Row | None) -> tuple[list[str], int]:
    """The lines of the file with the row in its table, and its number."""
    lines = list(lines)
    section = next((s for s in sections(lines) if s.table == table), None)
    if section is None:
        while lines and not lines[-1].strip():
            lines.pop()
        lines += [""] if lines else []
        lines += [f"[{table}]", "\t".join(COLUMNS[table]), _line(row, COLUMNS[table])]
        return lines, len(lines)
    header = next((line for line in lines[section.start : section.end] if line.strip() and not line.startswith("#")), None)
    if header is None:
        lines.insert(section.start, header := "\t".join(COLUMNS[table]))
        section = Section(table, section.start, section.end + 1)
    new = _line(row, tuple(name.strip() for name in header.split("\t")))
    if old is not None:
        lines[old.line - 1] = new
        return lines, old.line
    end = section.end
    while not lines[end - 1].strip():
        end -= 1
    lines.insert(end, new)
    return lines, end + 1


def _line(row: Row, columns: tuple[str, ...]) -> str:
    return "\t".join(row.get(column, "") for column in columns)


def append(path: Path, table: str, rows: Sequence[Row]) -> None:
    """Write rows at the end of a table, in its order of columns; whole or not at all."""
    columns = COLUMNS[table]
    lines = read_lines(path)[0] if path.exists() else ["\t".join(columns)]
    while lines and not lines[-1].strip():
        lines.pop()
    header = next(line for line in lines if line.strip() and not line.startswith("#"))
    order = tuple(name.strip() for name in header.split("\t"))
    write_whole(path, "\n".join([*lines, *(_line(row, order) for row in rows)]) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or leave what was there: into another file first, which then takes its name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            os.chmod(name, path.stat().st_mode)
        else:
            os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
