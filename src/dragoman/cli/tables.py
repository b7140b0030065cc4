"""Rows as the formats of --format: a table on a terminal, JSON, CSV, Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

import msgspec
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.cli.archive import form_or_own
from dragoman.cli.output import Pages, write
from dragoman.cli.theme import DIM, STRONG

Row = Mapping[str, Any]
_AT_ONCE = 1000
_LONGEST = 120  # characters of a cell on a terminal
_NARROW = 16  # a column that is no wider is not folded


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
    """A table as wide as the terminal, without columns that are empty in every row; where it would be wider, a block a row."""
    if not rows:
        return
    form = Pages(1)
    names = [name for name in rows[0] if any(row[name] not in (None, "", ()) for row in rows)]
    cells = [[form.ink.say(_shown(row[name])) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[i]) for line in cells)) for i, name in enumerate(names)]
    # Only long words may be broken over lines; a number or a code that is cannot be read.
    least = sum(min(width, _NARROW) for width in widths) + 2 * len(names) - 2
    write(form.drawn(_grid(rows, names, cells, widths) if least <= form.console.width else _blocks(names, cells, form)))


def _grid(rows: list[Row], names: list[str], cells: list[list[str]], widths: list[int]) -> Table:
    drawn = Table(box=None, padding=(0, 2, 0, 0), header_style=STRONG)
    for name, width in zip(names, widths, strict=True):
        number = all(
            isinstance(row[name], (int, float)) and not isinstance(row[name], bool) for row in rows if row[name] is not None
        )
        kept = width if width <= _NARROW else None
        drawn.add_column(
            name, justify="right" if number else "left", overflow="fold", min_width=kept or _NARROW, no_wrap=kept is not None
        )
    for line in cells:
        drawn.add_row(*line)
    return drawn


def _blocks(names: list[str], cells: list[list[str]], form: Pages) -> Group:
    """Each row's cells one under another, the empty ones left out."""
    wide = max(map(len, names))
    parts: list[RenderableType] = []
    for line in cells:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True, min_width=wide, style=DIM)
        grid.add_column(ratio=1, overflow="fold")
        for name, cell in zip(names, line, strict=True):
            if cell:
                grid.add_row(name, cell)
        parts += [grid, Text()]
    return Group(*parts[:-1])


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    text = " ".join(str(_cell(value)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
