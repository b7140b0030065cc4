"""The tables of the world: tab-separated text with a header line, read as they stand."""

from __future__ import annotations

import os
import re
import stat
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..errors import TableInvalid

FOLDER = Path(__file__).parent / "tables"

COLUMNS: dict[str, tuple[str, ...]] = {
    "states": (
        "code",
        "name",
        "names",
        "adjectives",
        "people",
        "seats",
        "kind",
        "parent",
        "from",
        "to",
        "sectors",
        "wikidata",
        "source",
    ),
    "metonyms": ("names", "code", "how", "sectors", "office", "source"),
    "bodies": ("code", "name", "names", "kind", "parent", "country", "sectors", "wikidata", "source"),
    "groups": ("code", "name", "names", "country", "sectors", "parent", "wikidata", "source"),
    "agents": ("noun", "plural", "sectors", "makes", "source"),
    "offices": ("office", "synonyms", "sectors", "exclusive", "rank", "source"),
    "holders": ("person", "code", "office", "from", "to", "aliases", "wikidata", "mark", "source"),
    "firms": ("name", "country", "source"),
    "members": ("group", "member", "from", "to", "source"),
    "standings": ("code", "sectors", "from", "to", "source"),
    "numbers": ("code", "system", "number", "from", "to", "source"),
    "ambiguous": ("name", "why", "source"),
    "outlets": ("outlet", "name", "names", "country", "language", "owner", "control", "from", "to", "source"),
}
# What tells a row from every other of its table.
KEYS: dict[str, tuple[str, ...]] = {
    "states": ("code",),
    "metonyms": ("names", "code"),
    "bodies": ("code",),
    "groups": ("code",),
    "agents": ("noun",),
    "offices": ("office",),
    "holders": ("person", "code", "office", "from"),
    "firms": ("name",),
    "members": ("group", "member", "from"),
    "standings": ("code", "from"),
    "numbers": ("code", "system", "from"),
    "ambiguous": ("name",),
    "outlets": ("outlet", "from"),
}
# Beyond these a table is not read, and that is told at once: so many office-holders load in some 20 s, in linear time.
MOST_ROWS, MOST_BYTES = 500_000, 500_000_000
MOST_FAULTS = 100

# Also lone surrogates, which no file can hold, and what Python, but no editor, takes for the end of a line.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Row(dict[str, str]):
    """A row by its columns, where it stands, and whose it is: 0 the package's, more for what goes before it."""

    __slots__ = ("file", "layer", "line")
    file: str
    line: int
    layer: int

    @classmethod
    def new(cls, cells: Iterable[tuple[str, str]], file: str, line: int, layer: int = 0) -> Row:
        """A row that stands there."""
        row = cls(cells)
        row.file, row.line, row.layer = file, line, layer
        return row

    def changed(self, **cells: str) -> Row:
        """The same row with other cells."""
        return Row.new({**self, **cells}.items(), self.file, self.line, self.layer)

    @property
    def where(self) -> str:
        """The file and the line."""
        return f"{self.file}:{self.line}"


class Fault(NamedTuple):
    """What is wrong with a table, where, and what to do; `row` is the one to blame."""

    where: str
    what: str
    do: str
    row: Row | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def invalid(faults: Sequence[Fault]) -> TableInvalid:
    """The error for some faults, at most `MOST_FAULTS` of them told."""
    lines = [f"{TableInvalid.code} {where}: {what}; {do}" for where, what, do, _ in faults[:MOST_FAULTS]]
    if len(faults) > MOST_FAULTS:
        lines.append(f"{TableInvalid.code} {faults[MOST_FAULTS].where}: more faults from here on; mend the first {MOST_FAULTS}")
    return TableInvalid(*faults[0][:3], lines=lines)


def read_lines(path: Path) -> tuple[list[str], list[Fault]]:
    """The lines of a UTF-8 file, with or without a byte-order mark, of any system's line ends; or why there are none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return [], [Fault(str(path), "not a regular file", "put a file of text there")]
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # not by the size that the system tells: the file may grow
        if len(data) > MOST_BYTES:
            return [], [Fault(str(path), f"more than {MOST_BYTES // 1_000_000} MB", "give fewer rows")]
    except OSError as error:
        return [], [Fault(str(path), f"cannot be read ({error.strerror or error})", "check the path and its rights")]
    if data.startswith(_UTF16):
        return [], [Fault(f"{path}:1", "UTF-16, not UTF-8", "save it as UTF-8")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [], [Fault(f"{path}:{line}", f"not UTF-8 (byte 0x{data[error.start]:02X})", "save it as UTF-8")]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not CONTROL.search(text):
        return lines, []
    found = [(number, match) for number, line in enumerate(lines, 1) if (match := CONTROL.search(line))]
    faults = [Fault(f"{path}:{n}", f"a control character (U+{ord(m.group()):04X})", "take it out") for n, m in found]
    return [], faults[: MOST_FAULTS + 1]


def parse(lines: Sequence[str], columns: tuple[str, ...], at: tuple[str, int, int]) -> tuple[list[Row], list[Fault]]:
    """The rows of a table; `at`: the file, the number of the first of the lines, the layer. A fault leaves its row out."""
    file, number, layer = at
    body = enumerate(lines, number)
    header_at, line = next(((n, text) for n, text in body if text.strip() and not text.startswith("#")), (0, ""))
    if not header_at:
        return [], [Fault(f"{file}:{number}", "no header line", "begin with " + " ".join(columns) + ", parted by tabs")]
    header = [name.strip() for name in line.split("\t")]
    if fault := _header_fault(header, columns):
        return [], [Fault(f"{file}:{header_at}", fault, "let it be " + " ".join(columns) + ", parted by tabs")]
    rows: list[Row] = []
    faults: list[Fault] = []
    width = len(header)
    ordered = tuple(header) == columns
    for number, line in body:
        if not line or line.startswith("#") or not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != width:
            faults.append(
                Fault(f"{file}:{number}", f"{len(cells)} cells, not {width}", "give every column a cell, empty if need be")
            )
        elif len(rows) == MOST_ROWS:
            faults.append(Fault(f"{file}:{number}", f"more than {MOST_ROWS:,} rows", "give fewer rows"))
            break
        else:
            row = Row(zip(header, cells, strict=True))
            if not ordered:
                row = Row((column, row[column]) for column in columns)
            row.file, row.line, row.layer = file, number, layer
            rows.append(row)
        if len(faults) > MOST_FAULTS:
            break
    return rows, faults


def _header_fault(header: list[str], columns: tuple[str, ...]) -> str | None:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    twice = [name for name in columns if header.count(name) > 1]
    for names, what in ((missing, "missing"), (unknown, "unknown"), (twice, "double")):
        if names:
            return f"{what} column{'s' if len(names) > 1 else ''}: " + ", ".join(name[:40] or "without a name" for name in names)
    return None


def read_table(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of one table; `#` lines and blank lines are passed over. Raises `TableInvalid` with every fault."""
    lines, faults = read_lines(path)
    rows: list[Row] = []
    if not faults:
        rows, faults = parse(lines, columns, (str(path), 1, 0))
    if faults:
        raise invalid(faults)
    return rows


def read_all(folder: Path) -> dict[str, list[Row]]:
    """Every table of a folder that has them all."""
    return {table: read_table(folder / f"{table}.tsv", columns) for table, columns in COLUMNS.items()}


def read_words(path: Path) -> frozenset[str]:
    """A list of words, one a line. Raises `TableInvalid`."""
    if not os.path.lexists(path):
        return frozenset()
    lines, faults = read_lines(path)
    if faults:
        raise invalid(faults)
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def key_of(table: str, row: Row) -> tuple[str, ...]:
    """What tells the row from every other of its table."""
    return tuple(map(row.__getitem__, KEYS[table]))


def hidden(table: str, row: Row, share: float, seed: int) -> bool:
    """Whether a row falls under the hidden share; what is hidden at a share stays hidden at a greater one."""
    words = "\t".join((str(seed), table, *row.values()))
    return zlib.crc32(words.encode()) / 2**32 < share


def cells(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, parted by semicolons."""
    if ";" not in text:
        return (text.strip(),) if text.strip() else ()
    return tuple(part.strip() for part in text.split(";") if part.strip())
