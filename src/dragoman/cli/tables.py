"""Rows as a table: on a terminal, or as CSV, JSON, JSON lines or Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args

import click
import msgspec

from dragoman.cli.output import console_for, write

Form = Literal["table", "csv", "json", "jsonl", "parquet"]
FORMS: tuple[Form, ...] = get_args(Form)
Row = Mapping[str, Any]
Item = TypeVar("Item")
_BLOCK = 20_000  # rows that are held at once


def write_objects(objects: Iterable[Any], form: str, to: Path | None = None) -> None:
    """Write structs or mappings whole: as one JSON array (`json`), or one object a line (`jsonl`)."""
    _put(_encoded(objects, form), to)


def write_table(rows: Iterable[Row], form: str, to: Path | None = None) -> int:
    """Write rows, all of the columns of the first, to standard output or into a file; answer how many there are.

    Lists are joined by `;` where a cell holds text. Parquet needs the package pyarrow and its columns are typed by what they
    hold; on a terminal it wants a file.
    """
    it = iter(rows)
    first = next(it, None)
    counted = _Counted(chain([] if first is None else [first], it))
    columns = list(first or ())
    if form == "parquet":
        _write_parquet(counted, columns, to)
    elif form == "table":
        _draw(list(counted), columns)
    else:
        _put(_encoded(counted, form) if form in ("json", "jsonl") else _separated(counted, columns), to)
    return counted.number


class _Counted:
    """Rows, counted as they go by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.number += 1
            yield row


def _put(parts: Iterable[bytes], to: Path | None) -> None:
    if to is None:
        for part in parts:
            write(part)
        return
    with to.open("wb") as file:
        file.writelines(parts)


def _encoded(objects: Iterable[Any], form: str) -> Iterator[bytes]:
    if form == "jsonl":
        for block in _blocks(objects):
            yield b"".join(msgspec.json.encode(each) + b"\n" for each in block)
        return
    yield b"["
    for i, block in enumerate(_blocks(objects)):
        yield (b",\n" if i else b"\n") + b",\n".join(map(msgspec.json.encode, block))
    yield b"\n]\n"


def _separated(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """Comma-separated lines (RFC 4180, but for the line ends, which are `\\n`)."""
    if columns:
        yield _lines([columns])
    for block in _blocks(rows):
        yield _lines([_text(row.get(column)) for column in columns] for row in block)


def _lines(cells: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(cells)
    return text.getvalue().encode()


def _blocks(rows: Iterable[Item]) -> Iterator[list[Item]]:
    it = iter(rows)
    while block := list(islice(it, _BLOCK)):
        yield block


def _text(value: Any) -> str:
    """A cell of text: nothing for null, `1` and `0` for yes and no, as other programs read them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ";".join(map(_text, value))
    if isinstance(value, float):
        return f"{value:.12g}"
    return str(value) if isinstance(value, (str, int)) else msgspec.json.encode(value).decode()


def _draw(rows: list[Row], columns: Sequence[str]) -> None:
    from rich.table import Table

    from dragoman.cli.theme import STRONG, Ink

    console = console_for()
    ink = Ink(console.encoding, console.color_system is not None)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=STRONG)
    shown = [column for column in columns if any(row.get(column) not in (None, "", ()) for row in rows)]
    for column in shown:
        number = any(isinstance(row.get(column), (int, float)) for row in rows)
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(ink.say(_text(row.get(column))) for column in shown))
    if rows:
        console.print(table)


def _write_parquet(rows: Iterable[Row], columns: Sequence[str], to: Path | None) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise click.UsageError("Parquet needs a further package: pip install pyarrow.") from None
    if to is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: name a file, or send the output into one.")
    held = list(rows)
    schema = pa.schema([(column, _type(pa, [row.get(column) for row in held])) for column in columns])
    sink: Any = str(to) if to is not None else sys.stdout.buffer
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        for block in _blocks(held) if columns else ():
            arrays = [pa.array([_given(row.get(field.name), field.type, pa) for row in block], field.type) for field in schema]
            writer.write_table(pa.table(arrays, schema=schema))


def _type(pa: Any, values: Sequence[Any]) -> Any:
    """The type of a column, by all its values; a column without any is text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds and kinds <= {list, tuple}:
        return pa.list_(_type(pa, [each for value in values if value is not None for each in value]))
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.int64()
    if kinds and kinds <= {int, float}:
        return pa.float64()
    return pa.string()


def _given(value: Any, kind: Any, pa: Any) -> Any:
    return _text(value) if value is not None and kind == pa.string() else value
