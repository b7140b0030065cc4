"""Rows as the formats of --format: a table on a terminal, JSON, CSV, Parquet."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

import msgspec
from rich.table import Table

from dragoman.cli.output import console_for, write
from dragoman.cli.theme import STRONG, Ink

Row = Mapping[str, Any]
_AT_ONCE = 1000
_LONGEST = 120  # characters of a cell on a terminal


def form_or_own(form: str | None) -> str:
    """The format that was asked for; without one a table on a terminal, csv into a pipe or file."""
    return form or ("table" if sys.stdout.isatty() else "csv")


def write_objects(found: Iterable[Any], form: str) -> None:
    """Objects as JSON: one array (`json`), or one object a line (`jsonl`). Nothing is held back until all is there."""
    first = True
    for one in found:
        data = msgspec.json.encode(one)
        write(data + b"\n" if form == "jsonl" else (b"[\n" if first else b",\n") + data)
        first = False
    if form == "json":
        write(b"[]\n" if first else b"\n]\n")


def write_table(rows: Iterable[Row], form: str | None = None) -> None:
    """Rows, all with the same columns, in one of the formats."""
    form = form_or_own(form)
    if form in ("json", "jsonl"):
        write_objects(rows, form)
    elif form == "csv":
        for text in _csv(rows):
            write(text)
    elif form == "parquet":
        write(_parquet(rows))
    else:
        _table(list(rows))


def _csv(rows: Iterable[Row]) -> Iterator[str]:
    """CSV (RFC 4180, but for line ends): lists are joined by ;, yes and no are true and false."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    out = io.StringIO()
    writer = csv.DictWriter(out, list(first), lineterminator="\n")
    writer.writeheader()
    every = chain([first], rows)
    while part := list(islice(every, _AT_ONCE)):
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in part)
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    if isinstance(value, Mapping):
        return msgspec.json.encode(value).decode()
    return value


def _parquet(rows: Iterable[Row]) -> bytes:
    """Raises `ExtraMissing` without pyarrow."""
    from dragoman.errors import ExtraMissing

    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExtraMissing("--format parquet", "needs pyarrow", "pip install 'dragoman[arrow]'") from error
    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist([dict(row) for row in rows]), out)
    return out.getvalue()


def _table(rows: list[Row]) -> None:
    """A table as wide as the terminal; columns that are empty in every row are left out."""
    if not rows:
        return
    console = console_for()
    ink = Ink(console.encoding)
    names = [name for name in rows[0] if any(row[name] not in (None, "", ()) for row in rows)]
    drawn = Table(box=None, padding=(0, 2, 0, 0), header_style=STRONG)
    for name in names:
        number = all(
            isinstance(row[name], (int, float)) and not isinstance(row[name], bool) for row in rows if row[name] is not None
        )
        drawn.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(ink.say(_shown(row[name])) for name in names))
    console.print(drawn)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    text = " ".join(str(_cell(value)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
