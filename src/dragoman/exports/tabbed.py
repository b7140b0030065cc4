"""Rows of tab-separated text on their way to a file: clean cells, packed where the name says so, whole or not at all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path

from .writing import fresh_file

# What would end a line or a cell for some reader, and what no file can hold: all become one space.
_BREAKS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]+")


def cell(value: object) -> str:
    """A value as a cell: empty for None, 1 and 0 for yes and no, without tabs, line breaks, control characters and `"`.

    These formats know no escape, and their readers differ on quotation marks: so none is left that one could trip over.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    text = str(value)
    return text if text.isalnum() and text.isprintable() else _BREAKS.sub(" ", text).replace('"', "'").strip()


def listed(values: Iterable[object], between: str = "; ") -> str:
    """Values as one cell: parted by semicolons, which become commas where they stand in a value."""
    sign = between.strip()
    return between.join(cell(value).replace(sign, "," if sign != "," else " ") for value in values)


def write(path: Path, rows: Iterable[Sequence[object]], header: Sequence[str] = ()) -> int:
    """Write rows, one a line, UTF-8, ended by a line feed, and tell how many; packed with gzip where the name ends in `.gz`.

    The file appears under its name when all is written. Raises `ExportUnwritable`.
    """
    count = 0
    with fresh_file(path) as raw:
        file = TextIOWrapper(raw, "utf-8", newline="")
        out = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        if header:
            out.writerow(header)
        for row in rows:
            out.writerow([cell(value) for value in row])
            count += 1
        file.detach()  # flushed, and left open for who opened it
    return count
