"""The port of archives: what a place that keeps the tables must do. Adapters: `sqlite` (one file), `lake` (Delta tables)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from msgspec import Struct, field

Cell = int | float | str | bytes | None
Rows = list[tuple[Any, ...]]


class Batch(Struct):
    """What one commit adds: rows by table (in the order of the table's columns), rows that cease to stand (their numbers by
    table; their `until` becomes the commit's number), and the words of pages (number, headline, body)."""

    commit: int
    rows: dict[str, list[tuple[Cell, ...]]] = field(default_factory=dict)
    ended: dict[str, list[int]] = field(default_factory=dict)
    texts: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, table: str, *row: Cell) -> None:
        """One row more."""
        self.rows.setdefault(table, []).append(row)

    def end(self, table: str, n: int) -> None:
        """One row that stands no longer."""
        self.ended.setdefault(table, []).append(n)


class Store(Protocol):
    """Where the tables are kept. All methods raise `ArchiveError`s, and after one nothing of a commit is there.

    SQL is that which both SQLite and DataFusion read: SELECT with joins, EXISTS, GROUP BY, ORDER BY, LIMIT and `?`.
    """

    def select(self, sql: str, given: Sequence[Cell] = ()) -> Rows:
        """The rows of a query."""

    def stream(self, sql: str, given: Sequence[Cell] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query that may be too many to hold at once, as they stood when it began."""

    def columns(self, sql: str) -> tuple[str, ...]:
        """The names of the columns that a query gives."""

    def writing(self) -> AbstractContextManager[None]:
        """While it is open nobody else writes, and what is read is what is there; on an error all that was written is undone."""

    def write(self, batch: Batch) -> None:
        """Add the batch as a whole; only while `writing`."""

    def last(self, table: str) -> int:
        """The highest row number of a table, 0 where it is empty."""

    def found(self, words: str, limit: int, ranked: bool = True) -> list[tuple[int, float]]:
        """Pages whose text has the words (FTS5's query language, as far as the adapter knows it), and how well: best first, or in
        any order and without a score where they need not be `ranked`."""

    def close(self) -> None:
        """Let go."""
