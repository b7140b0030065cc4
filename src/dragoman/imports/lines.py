"""The lines of tab-separated files as their makers ship them: plain, gzip or zip, UTF-8 or older, with or without a header."""

from __future__ import annotations

import codecs
import csv
import gzip
import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

from ..errors import ForeignError, ForeignLine, ForeignShape, ForeignUnreadable

# Longer lines are none of these files'; and a file that begins with so many lines of another shape is another file.
LONGEST = 1_000_000
WRONG = 20
_NULLS = frozenset({"", "NULL", "null", "None", "none", "NA", "N/A", "nan", "NaN", "---", "\\N"})
_DAMAGED = (OSError, EOFError, BadZipFile, zlib.error, NotImplementedError, RuntimeError, UnicodeError)


class Line(dict[str, str]):
    """The cells of a line by their column; what the makers write for nothing is empty. `where` is FILE:LINE."""

    __slots__ = ("where",)
    where: str


def lines(path: Path, layouts: Sequence[Sequence[str]], what: str) -> Iterator[Line | ForeignError]:
    """The lines of a file, or of every file in a zip; `layouts` are the columns that it may have, told apart by their number.

    A header is taken at its word where all of its columns are known and the lines have as many; else it is passed over. A
    line of another shape comes as `ForeignLine`, a file of one as `ForeignShape`, one that breaks off as `ForeignUnreadable`.
    """
    try:
        with _opened(path) as files:
            for name, file in files:
                yield from _read(name, file, layouts, what)
    except _DAMAGED as error:
        told = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield ForeignUnreadable(str(path), f"cannot be read ({told})", "check the path and its rights, or fetch the file again")


@contextmanager
def _opened(path: Path) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    with path.open("rb") as raw:
        magic = raw.peek(4)[:4]
        if magic == b"PK\x03\x04":
            with ZipFile(raw) as packed:
                names = [one.filename for one in packed.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
                yield ((f"{path}/{name}", packed.open(name)) for name in names)
        elif magic[:2] == b"\x1f\x8b":
            with gzip.open(raw) as unpacked:
                yield iter([(str(path), cast(IO[bytes], unpacked))])
        else:
            yield iter([(str(path), raw)])


def _read(name: str, file: IO[bytes], layouts: Sequence[Sequence[str]], what: str) -> Iterator[Line | ForeignError]:
    columns: Sequence[str] | None = None  # a header's
    held: list[ForeignLine] = []
    good = False
    for number, text in _texts(file):
        where = f"{name}:{number}"
        if text is None:
            held.append(ForeignLine(where, f"more than {LONGEST:,} bytes", "mend the line; the others count"))
        elif not text.strip():
            continue
        else:
            cells = _cells(text, [columns, *layouts] if columns else layouts)
            if not good and columns is None and _is_header(cells, layouts):
                columns = cells if _usable(cells, layouts) else ()
                continue
            layout = next((one for one in ([columns] if columns else layouts) if len(one) == len(cells)), None)
            if layout is None and columns:
                # "Headline" and the like stand in some headers though the lines have no such cell.
                layout = next((one for one in layouts if len(one) == len(cells)), None)
            if layout is not None:
                good = True
                yield from held
                held = []
                line = Line(zip(layout, ("" if cell.strip() in _NULLS else cell.strip() for cell in cells), strict=True))
                line.where = where
                yield line
                continue
            wanted = " or ".join(str(len(one)) for one in layouts)
            held.append(ForeignLine(where, f"{len(cells)} columns, not {wanted}", "mend the line, or leave it; the others count"))
        if good:
            yield from held
            held = []
        elif len(held) >= WRONG:
            break
    if held and not good:
        yield ForeignShape(name, f"not a file of {what} events ({held[0].what})", "give the file as its makers ship it")


def _texts(file: IO[bytes]) -> Iterator[tuple[int, str | None]]:
    """The lines, numbered from 1, as text; None for one that is too long."""
    start = file.peek(2)[:2] if isinstance(file, BufferedReader) else b""
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        for number, line in enumerate(codecs.getreader("utf-16")(file), 1):
            yield number, line
        return
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        if len(raw) == LONGEST and not raw.endswith(b"\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield number, None
            continue
        yield number, _text(raw)


def _text(raw: bytes) -> str:
    raw = raw.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n").replace(b"\0", b"")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        # Some years of these files have lines in Western European code pages among those in UTF-8.
        return raw.decode("cp1252", "replace")


def _cells(text: str, layouts: Sequence[Sequence[str]]) -> list[str]:
    """The cells of a line: without the empty ones that some files have at the end, and without quotation marks around them."""
    widths = {len(one) for one in layouts}
    cells = text.split("\t")
    if len(cells) not in widths and '"' in text:
        quoted = next(csv.reader([text], delimiter="\t"), [])
        cells = quoted if len(quoted) in widths else cells
    while len(cells) > max(widths) and not cells[-1].strip():
        cells.pop()
    return [cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in cells]


def _is_header(cells: Sequence[str], layouts: Sequence[Sequence[str]]) -> bool:
    first = {_plain(one[0]) for one in layouts}
    return _plain(cells[0]) in first or len({_plain(c) for c in cells} & {_plain(c) for c in layouts[0]}) > 5


def _usable(cells: list[str], layouts: Sequence[Sequence[str]]) -> bool:
    """Does a header name the columns of a layout, in whatever order? Its spelling then becomes the layout's."""
    for layout in layouts:
        spelt = {_plain(column): column for column in layout}
        if len(cells) == len(layout) and {_plain(cell) for cell in cells} == set(spelt):
            cells[:] = [spelt[_plain(cell)] for cell in cells]
            return True
    return False


def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum()).replace("eventintensity", "intensity").replace("sqldate", "day")


def by_story(
    found: Iterable[Line | ForeignError], story: Callable[[Line], str]
) -> Iterator[ForeignError | tuple[str, list[Line]]]:
    """The lines of each story together, in the order in which the stories begin; errors at once, as they come.

    The rows of a story may stand anywhere in a file of millions: they are sorted on disk.
    """
    store = sqlite3.connect("", check_same_thread=False)  # a file of its own, which goes with the connection
    try:
        store.execute("CREATE TABLE line (story TEXT, at INTEGER PRIMARY KEY, place TEXT, cells TEXT)")
        at = 0
        for one in found:
            if isinstance(one, ForeignError):
                yield one
                continue
            at += 1
            row = (story(one), at, one.where, json.dumps(one, ensure_ascii=True))
            store.execute("INSERT INTO line VALUES (?, ?, ?, ?)", row)
        ordered = store.execute(
            "SELECT story, place, cells FROM (SELECT *, min(at) OVER (PARTITION BY story) AS first FROM line) ORDER BY first, at"
        )
        key: str | None = None
        together: list[Line] = []
        for name, place, cells in ordered:
            if name != key and key is not None:
                yield key, together
                together = []
            key = name
            line = Line(json.loads(cells))
            line.where = place
            together.append(line)
        if key is not None:
            yield key, together
    except sqlite3.Error as error:
        do = "make room where the system keeps temporary files"
        yield ForeignUnreadable("temporary store of lines", f"cannot be written or read ({error})", do)
    finally:
        store.close()
