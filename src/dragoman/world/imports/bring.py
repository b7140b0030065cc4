"""From a file of another's format to tables of one's own: taken row by row, held against all others, then written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from dragoman.errors import TableInvalid

from .. import own
from ..check import Tables, faults
from ..tables import COLUMNS, FOLDER, Row, key_of, read_all
from . import ftm, petrarch, wikidata
from .known import Known
from .rows import Found, Skipped, open_lines

Reader = Callable[[Iterable[bytes], Known, str], Iterator[Found]]
FORMS: dict[str, Reader] = {"wikidata": wikidata.rows, "ftm": ftm.rows, "petrarch": petrarch.rows}
SKIPPED = "skipped.txt"
IMPORTED = 3  # the layer over the user's own: of two rows that do not go together, the new one is left out


class Summary(Struct, frozen=True):
    """What an import took over, by table, and what it skipped."""

    taken: dict[str, int]
    skipped: tuple[Skipped, ...]

    @property
    def rows(self) -> int:
        """How many rows were taken over."""
        return sum(self.taken.values())


def bring(form: str, path: Path, folder: Path) -> Summary:
    """Take over what `path` holds into the tables of `folder`, and list there what was skipped.

    Rows that the tables have already are left as they are, and no row is taken that would break a rule, so that the
    folder loads afterwards. Raises `SourceMissing`, `SourceUnreachable` or `SourceDamaged` of the file, `TableInvalid`
    of the folder as it was, and then writes nothing.
    """
    with own.reached(folder):
        if folder.exists() and not folder.is_dir():
            raise TableInvalid(str(folder), "no folder", "name a folder, or one to be made")
        tables = own.load(folder)[0] if _filled(folder) else read_all(FOLDER)
    common = own.common_words(folder / own.OWN)
    skipped: list[Skipped] = []
    new: Tables = {name: [] for name in COLUMNS}
    seen: set[tuple[str, tuple[str, ...]]] = {(name, key_of(name, row)) for name, rows in tables.items() for row in rows}
    for found in FORMS[form](open_lines(path), Known(tables, common), path.name):
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        cells = ((column, found.cells.get(column, "")) for column in COLUMNS[found.table])
        row = Row.new(cells, found.at, len(seen), IMPORTED)
        key = (found.table, key_of(found.table, row))
        if key in seen:
            skipped.append(Skipped(found.at, named(row), "already in the tables"))
        else:
            seen.add(key)
            new[found.table].append(row)
    if not (skipped or any(new.values())):
        return Summary({}, ())
    with own.reached(folder), own.locked([folder]):
        mine = own.read(folder) if _filled(folder) else {name: [] for name in COLUMNS}  # others may have written meanwhile
        skipped += _dropped(new, mine, common)
        taken = {name: len(rows) for name, rows in new.items() if rows}
        for name in taken:
            own.append(folder / f"{name}.tsv", name, new[name])
        if skipped:
            own.write_whole(folder / SKIPPED, "".join(f"{at}\t{what}\t{why}\n" for at, what, why in skipped))
    return Summary(taken, tuple(skipped))


def _filled(folder: Path) -> bool:
    return folder.is_dir() and ((folder / own.OWN).exists() or any(folder.glob("*.tsv")))


def named(row: Row) -> str:
    """What a row is called in the list of what was skipped."""
    return next(iter(row.values()))[:200]


def _dropped(new: Tables, mine: Tables, common: frozenset[str]) -> Iterator[Skipped]:
    """Take out the new rows that are there or would break a rule, until none does."""
    for name, rows in new.items():
        keys = {key_of(name, row) for row in mine[name]}
        yield from (Skipped(row.file, named(row), "already in the tables") for row in rows if key_of(name, row) in keys)
        rows[:] = [row for row in rows if key_of(name, row) not in keys]
    below = own.lay(mine, read_all(FOLDER))
    while wrong := {
        id(fault.row): fault
        for fault in faults(own.lay(new, below), common, own=True)
        if fault.row and fault.row.layer == IMPORTED
    }:
        for rows in new.values():
            for row in rows:
                if id(row) in wrong:
                    yield Skipped(row.file, named(row), wrong[id(row)].what)
            rows[:] = [row for row in rows if id(row) not in wrong]
