"""Rows in memory: the tables of an export as Arrow, pandas or polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..errors import ExportUnfit
from ..world import world
from .columnar import schema
from .extras import need_package
from .port import Contents, Settings
from .tables import TABLES, rows
from .withholding import prepared

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Name = Literal["events", "reports", "statements", "positions", "pages", "actors"]


def arrow(contents: Contents, table: Name = "events", settings: Settings | None = None) -> pyarrow.Table:
    """One of the tables of `docs/data-dictionary.md`, with typed columns. Raises `ExportUnfit` without pyarrow.

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


def pandas(contents: Contents, table: Name = "events", settings: Settings | None = None) -> pandas.DataFrame:
    """The same as a data frame of pandas. Raises `ExportUnfit` without pyarrow or pandas."""
    need_package("pandas", "a data frame", "pandas")
    return arrow(contents, table, settings).to_pandas()


def polars(contents: Contents, table: Name = "events", settings: Settings | None = None) -> polars.DataFrame:
    """The same as a data frame of polars. Raises `ExportUnfit` without pyarrow or polars."""
    need_package("polars", "a data frame", "polars")
    import polars as engine

    found: Any = engine.from_arrow(arrow(contents, table, settings))
    return found
