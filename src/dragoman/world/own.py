"""A user's own world: a folder of tables, or one file that holds several, checked whole and laid over the package's.

What is there:

    FOLDER/holders.tsv, groups.tsv …   tables of the package's names and columns, written by hand or by an import
    FOLDER/own.txt                     rows of any table, written by `dragoman world add` or by hand: under a line such as
                                       [holders] the table's header and its rows
    FOLDER/common_words.txt            names that are common words, too
    FOLDER/codebook                    types of events and contexts of one's own (`coding.own`)
    FOLDER/issues.tsv                  themes of positions (`dragoman.coding.issues`); nothing of the world

Rows of own.txt go before those of the other files, and these before the package's: a row with the key of another
replaces it. A holder marked `override` takes an office that one person holds for the days of his spell, and the spells
below are cut to what is left of them.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from itertools import count, islice
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

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OWN, WORDS = "own.txt", "common_words.txt"
CODEBOOK = "codebook"  # the folder of the user's types and contexts, which stands beside (`coding.own`)
# Tables of other rooms that may lie in the same folder; these read and check them themselves.
BESIDE = frozenset({"issues"})
# What is not there yet becomes a file where its name ends so, else a folder.
FILES = frozenset({".txt", ".tsv"})
PATIENCE = 20.0  # seconds to wait for another process that writes
TABLE, FILE = 1, 2  # layers over the package's
_SECTION = re.compile(r"\[([a-z]+)\]\s*")


def load(extra: Path | None) -> tuple[Tables, frozenset[str]]:
    """The package's tables under the user's, and the common words. Raises `TableInvalid` with every fault."""
    tables = read_all(FOLDER)
    if extra is None:
        return tables, read_words(FOLDER / WORDS)
    merged, common = lay(read(extra), tables), common_words(extra)
    if wrong := list(islice(faults(merged, common, own=True), MOST_FAULTS + 1)):
        raise invalid(wrong)
    return merged, common


def common_words(extra: Path) -> frozenset[str]:
    """Names that are common words, too: the package's, and those that the user lists beside his tables."""
    with reached(extra):
        return read_words(FOLDER / WORDS) | read_words(own_file(extra).with_name(WORDS))


def own_file(extra: Path) -> Path:
    """The file of rows of any table: in the user's folder, or what he named itself where that is a file or shall be one."""
    # A folder last, since another process may make it meanwhile.
    return extra if (extra.suffix.lower() in FILES or extra.exists()) and not extra.is_dir() else extra / OWN


@contextmanager
def reached(path: Path) -> Iterator[None]:
    """Tell what the system says of the user's files as `TableInvalid`."""
    try:
        yield
    except OSError as error:
        told = f"cannot be read or written ({error.strerror or error})"
        raise TableInvalid(str(path), told, "check the path, its rights and the space there") from error


def version(extra: Path) -> str:
    """A short word for the user's files as they are now: the same files, the same word."""
    digest = hashlib.sha256()
    with reached(extra):
        paths = sorted(p for p in extra.iterdir() if p.suffix in FILES and p.is_file()) if extra.is_dir() else [extra]
        for path in paths:
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def read(extra: Path) -> Tables:
    """The user's rows alone, not yet held against the package's. Raises `TableInvalid` with every fault."""
    with reached(extra):
        return _read(extra)


def _read(extra: Path) -> Tables:
    wrong: list[Fault] = []
    tables: Tables = {name: [] for name in COLUMNS}
    if not extra.exists():
        raise TableInvalid(str(extra), "no such folder or file", "check the path")
    if extra.is_dir():
        paths = sorted(extra.glob("*.tsv"))
        own = extra / OWN
        if not paths and not own.exists() and not (extra / CODEBOOK).is_dir():
            raise TableInvalid(str(extra), "no table in it", f"put tables such as holders.tsv there, or {OWN}")
        for path in paths:
            if path.stem in BESIDE:
                continue
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

    `extra` is the user's folder, made where it is missing, or the file itself (`own_file` says which). Raises
    `TableInvalid` and writes nothing where a column is unknown or anything would be wrong.
    """
    columns = COLUMNS[table]
    with reached(extra):
        path = own_file(extra)
        if unknown := [name for name in cells if name not in columns]:
            raise TableInvalid(str(path), f"{table} has no column {', '.join(unknown)}", "give some of " + ", ".join(columns))
        broken = [name for name, cell in cells.items() if CONTROL.search(cell) or set("\t\r\n") & set(cell)]
        if broken:
            raise TableInvalid(str(path), f"a tab, line end or control character in {', '.join(broken)}", "take it out")
        row = Row.new(((name, cells.get(name, "")) for name in columns), str(path), 0, FILE)
        with locked({path.parent, path.resolve().parent}):
            return path, _add(extra, path, table, row)


def _add(extra: Path, path: Path, table: str, row: Row) -> Row | None:
    lines = read_lines(path)[0] if path.exists() else []
    filled = path.exists() or (extra.is_dir() and any(extra.glob("*.tsv")))
    mine = read(extra) if filled else {name: [] for name in COLUMNS}
    old = next((r for r in mine[table] if r.layer == FILE and key_of(table, r) == key_of(table, row)), None)
    lines, row.line = _with_row(lines, table, row, old)
    tables = lay(lay({table: [row]}, mine), read_all(FOLDER))
    if wrong := list(islice(faults(tables, common_words(extra), own=True), MOST_FAULTS + 1)):
        raise invalid(wrong)
    write_whole(path, "\n".join(lines).rstrip("\n") + "\n")
    return old


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
    """Write a file whole or leave what was there: into another file first, which then takes its name.

    What a link points to is written, and the link stays.
    """
    with reached(path):
        path = path.resolve()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, path.stat().st_mode if path.exists() else 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def locked(folders: Iterable[Path], patience: float | None = None) -> Iterator[None]:
    """Keep other processes that write from some folders, made where they are missing; what stays empty goes again.

    Raises `TableInvalid` where another keeps one of them longer than `patience`, in seconds.
    """
    with ExitStack() as held:
        for folder in sorted({folder.resolve() for folder in folders}):
            held.enter_context(_locked(folder, PATIENCE if patience is None else patience))
        yield


@contextmanager
def _locked(folder: Path, patience: float) -> Iterator[None]:
    until = time.monotonic() + patience
    made: list[Path] = []
    handle: int | None = None
    for tried in count():
        try:
            made += [path for path in (folder, *folder.parents) if not path.exists() and path not in made]
            folder.mkdir(parents=True, exist_ok=True)
            if (handle := _grip(folder)) is not None:
                break
        except FileNotFoundError:  # another takes it away again
            if tried > 9:
                raise
        if time.monotonic() > until:
            raise TableInvalid(str(folder), f"another process has been writing there for {patience:g} s", "try again later")
        time.sleep(0.02)
    assert handle is not None
    try:
        yield
    finally:
        _let_go(folder, handle, made)


if sys.platform == "win32":

    def _grip(folder: Path) -> int | None:
        """Lock a file in the folder; None where another has it locked."""
        try:
            handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT)
        except PermissionError:  # being taken away
            return None
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(handle)
            return None
        return handle

    def _let_go(folder: Path, handle: int, made: Sequence[Path]) -> None:
        os.close(handle)
        with suppress(OSError):
            os.unlink(folder / ".lock")
            for path in made:
                path.rmdir()

else:

    def _grip(folder: Path) -> int | None:
        """Lock the folder itself; None where another has it locked or has taken it away."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # of a file system without locks: then without
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(handle)
                    return None
            if os.path.samestat(os.fstat(handle), folder.stat()):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)
        return None

    def _let_go(folder: Path, handle: int, made: Sequence[Path]) -> None:
        with suppress(OSError):  # where a row was written they are not empty
            for path in made:
                path.rmdir()
        os.close(handle)
