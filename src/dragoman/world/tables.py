"""The tables of the world: tab-separated text with a header line, read as they stand."""

from __future__ import annotations

import zlib
from pathlib import Path

from ..errors import TableInvalid

FOLDER = Path(__file__).parent / "tables"
Row = dict[str, str]

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
}


def read_table(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of one table; `#` lines and blank lines are passed over."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TableInvalid(str(path), f"cannot be read ({error})", "put a UTF-8 table there") from error
    if not lines or tuple(lines[0].split("\t")) != columns:
        raise TableInvalid(str(path), "the header line is not the table's", "let it be " + " ".join(columns) + ", parted by tabs")
    width = len(columns)
    rows = []
    for number, line in enumerate(lines[1:], 2):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != width:
            raise TableInvalid(
                f"{path}:{number}", f"{len(cells)} cells, not {width}", "give every column a cell, empty if need be"
            )
        rows.append(dict(zip(columns, cells, strict=True)))
    return rows


def read_all(folder: Path, partial: bool = False) -> dict[str, list[Row]]:
    """Every table of a folder; `partial`: a table that is not there is empty."""
    found = {}
    for table, columns in COLUMNS.items():
        path = folder / f"{table}.tsv"
        found[table] = [] if partial and not path.exists() else read_table(path, columns)
    return found


def read_words(path: Path) -> frozenset[str]:
    """A list of words, one a line."""
    if not path.exists():
        return frozenset()
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def hidden(table: str, row: Row, share: float, seed: int) -> bool:
    """Whether a row falls under the hidden share; what is hidden at a share stays hidden at a greater one."""
    words = "\t".join((str(seed), table, *row.values()))
    return zlib.crc32(words.encode()) / 2**32 < share


def cells(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several, parted by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
