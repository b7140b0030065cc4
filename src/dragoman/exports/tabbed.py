"""Rows of tab-separated text on their way to a file: clean cells, packed where the name says so, whole or not at all."""

from __future__ import annotations

import csv
import gzip
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from secrets import token_hex
from typing import IO, cast

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
    return text if text.isalnum() else _BREAKS.sub(" ", text).replace('"', "'").strip()


def listed(values: Iterable[object], between: str = "; ") -> str:
    """Values as one cell: parted by semicolons, which become commas where they stand in a value."""
    sign = between.strip()
    return between.join(cell(value).replace(sign, "," if sign != "," else " ") for value in values)


def write(path: Path, rows: Iterable[Sequence[object]], header: Sequence[str] = ()) -> int:
    """Write rows, one a line, UTF-8, ended by a line feed, and tell how many; packed with gzip where the name ends in `.gz`.

    The file appears under its name when all is written. Raises OSError.
    """
    count = 0
    with _whole(path) as file:
        out = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        if header:
            out.writerow(header)
        for row in rows:
            out.writerow([cell(value) for value in row])
            count += 1
    return count


@contextmanager
def _whole(path: Path) -> Iterator[IO[str]]:
    """A text file that takes the name when it is done, and leaves nothing behind where it is not."""
    beside = path.with_name(f".{path.name}.{token_hex(4)}.part")
    try:
        with beside.open("xb") as raw:
            packed = gzip.GzipFile("", "wb", fileobj=raw, mtime=0) if path.name.lower().endswith(".gz") else None
            with TextIOWrapper(cast(IO[bytes], packed or raw), "utf-8", newline="") as text:
                yield text
                text.flush()
                if packed is not None:
                    packed.close()
                raw.flush()
                os.fsync(raw.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
