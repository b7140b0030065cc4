"""Rows in memory: the tables of an export as Arrow, pandas or polars."""

from __future__ import annotations

from typing import Any, Literal

from ..errors import ExportUnfit
from ..world import world
from .columnar import schema
from .extras import need_package
from .port import Contents, Settings
from .tables import TABLES, rows
from .withholding import prepared

Name = Literal["events", "reports", "statements", "positions", "pages", "actors"]


def arrow(contents: Contents, table: Name = "events", settings: Settings | None = None) -> Any:
    """One of the tables of `docs/data-dictionary.md` as a `pyarrow.Table` with typed columns.

    Raises `ExportUnfit` without pyarrow.

    `contents` is an archive or a selection from it: `arrow(archive.select(Filter(parties=("CHN",))))`.
    """
    need_package("pyarrow", "a table of Arrow", "'dragoman[arrow]'")
    import pyarrow

    found = next((t for t in TABLES if t.name == table), None)
    if found is None:
        raise ExportUnfit(str(table)[:40], "no table of an export", "give one of " + ", ".join(t.name for t in TABLES))
    given = prepared(contents, settings or Settings(world()))
    direct = {"events": given.events, "statements": given.statements, "positions": given.positions, "pages": given.pages}
    sources = direct[table]() if table in direct else (row.source for row in rows(given) if row.table == table)
    values = [found.values(source) for source in sources]
    fields = schema(found)
    columns = list(zip(*values, strict=True)) or [()] * len(found.columns)
    return pyarrow.table([pyarrow.array(c, f.type) for c, f in zip(columns, fields, strict=True)], schema=fields)


def to_pandas(contents: Contents, table: Name = "events", settings: Settings | None = None) -> Any:
    """The same as a `pandas.DataFrame`. Raises `ExportUnfit` without pyarrow or pandas."""
    need_package("pandas", "a data frame", "pandas")
    return arrow(contents, table, settings).to_pandas()


def to_polars(contents: Contents, table: Name = "events", settings: Settings | None = None) -> Any:
    """The same as a `polars.DataFrame`. Raises `ExportUnfit` without pyarrow or polars."""
    need_package("polars", "a data frame", "polars")
    import polars

    return polars.from_arrow(arrow(contents, table, settings))
