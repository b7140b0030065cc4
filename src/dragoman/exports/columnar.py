"""Parquet: the same tables as the CSV folder, with typed columns and lists."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from .columns import Kind, Table
from .dictionary import dictionary_csv
from .extras import need
from .port import Contents, Form, Settings
from .tables import TABLES, rows
from .withholding import prepared
from .writing import fresh_folder

NAMES = (*(f"{table.name}.parquet" for table in TABLES), "dictionary.csv")
_GROUP = 20_000  # rows to a row group: little memory, and large enough to be read fast


def schema(table: Table) -> Any:
    """A table's columns as Arrow has them: a `pyarrow.Schema`, each field with what it is about."""
    import pyarrow as pa

    types: dict[Kind, Any] = {
        "text": pa.string(),
        "code": pa.string(),
        "codes": pa.list_(pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "day": pa.date32(),
    }
    fields = [pa.field(c.name, types[c.kind], metadata={"about": c.about, "unit": c.unit}) for c in table.columns]
    return pa.schema(fields, metadata={"about": table.about})


class _Sheet:
    def __init__(self, path: Path, table: Table, stack: ExitStack) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._pa, self._table, self._schema = pa, table, schema(table)
        self._writer = stack.enter_context(pq.ParquetWriter(path, self._schema, compression="zstd"))
        self._rows: list[list[Any]] = []

    def add(self, row: Any) -> None:
        self._rows.append(self._table.values(row))
        if len(self._rows) >= _GROUP:
            self.flush()

    def flush(self) -> None:
        if not self._rows:
            return
        columns = zip(*self._rows, strict=True)
        arrays = [self._pa.array(column, field.type) for column, field in zip(columns, self._schema, strict=True)]
        self._writer.write_batch(self._pa.record_batch(arrays, schema=self._schema))
        self._rows = []


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the folder; the number of rows of all tables. Raises `ExportUnwritable`, and `ExportUnfit` without pyarrow."""
    need("pyarrow", FORM)
    count = 0
    with fresh_folder(path, NAMES) as folder:
        with ExitStack() as stack:
            sheets = {table.name: _Sheet(folder / f"{table.name}.parquet", table, stack) for table in TABLES}
            for row in rows(prepared(contents, settings)):
                sheets[row.table].add(row.source)
                count += 1
            for sheet in sheets.values():
                sheet.flush()
        (folder / "dictionary.csv").write_text(dictionary_csv(), encoding="utf-8", newline="")
    return count


FORM = Form("parquet", "", "a folder of Parquet tables with typed columns, for pandas, polars, DuckDB and Arrow", write, "arrow")
