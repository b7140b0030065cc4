"""An archive in one SQLite file: write-ahead log, full text by FTS5. Several may read while one writes.

A commit is acknowledged once it is on the disk (synchronous FULL): what was acknowledged outlives a killed process and a power
cut.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from ..errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveMissing,
    ArchiveNewer,
    ArchiveReadOnly,
    NotAnArchive,
    QueryInvalid,
)
from .migrations import MIGRATIONS
from .port import Batch, Cell, Rows
from .schema import TABLES, VERSION, Table
from .views import views

Access = Literal["read", "write", "make"]
APPLICATION = 0x44524147  # "DRAG", in the file's header
_PAGE = 8192  # bytes: compressed pages of news stay whole, and little is wasted beside them
_LOG = 8000  # pages that the log may have before it is folded into the file: a commit of many pages of news has thousands
_WAIT = 10_000  # milliseconds that a lock is waited for
_FTS = "fts5(headline, body, content='', tokenize='porter unicode61 remove_diacritics 2')"
_BACKUP = "take a copy of it, and go back to a backup; 'dragoman export' may still read what is whole"
_MAGIC = b"SQLite format 3\0"


class SQLiteStore:
    """The adapter. `:memory:` keeps the tables in memory."""

    def __init__(self, path: Path | Literal[":memory:"], access: Access = "read") -> None:
        """Open the file; `make` makes it where there is none. Raises `ArchiveError`s."""
        self.path, self._access = path, access
        self._writing = False
        if isinstance(path, Path):
            _look(path, access)
        with self._told():
            self._db = self._connected()
            self._prepared()

    def _connected(self) -> sqlite3.Connection:
        if not isinstance(self.path, Path):
            return _connect(":memory:")
        name = quote(str(self.path.absolute()))
        if self._access != "read":
            return _connect(f"file:{name}?mode={'rwc' if self._access == 'make' else 'rw'}")
        try:
            db = _connect(f"file:{name}?mode=rw")
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
            return db
        except sqlite3.OperationalError as error:
            if not _kept_from(error):
                raise
        # Where nothing may be written beside the file, it is read as it stands; nobody can be writing to it then.
        return _connect(f"file:{name}?mode=ro&immutable=1")

    def _prepared(self) -> None:
        db = self._db
        if self._empty():
            if self._access == "read":
                raise NotAnArchive(str(self.path), "is empty", "add to it with 'dragoman add SOURCE --to ARCHIVE'")
            self._made()
        found = self._format()
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise NotAnArchive(
                str(self.path), "is a database of something else", "name an archive, or a file that is not there yet"
            )
        if found > VERSION:
            raise ArchiveNewer(
                str(self.path),
                f"was made by a later Dragoman (format {found}, this one knows {VERSION})",
                "install a newer Dragoman",
            )
        if found < VERSION:
            if self._access == "read":
                raise ArchiveReadOnly(
                    str(self.path), f"has an older format ({found})", "bring it up to date with 'dragoman add --to ARCHIVE'"
                )
            self._migrated(found)
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA wal_autocheckpoint = {_LOG}")
        db.execute("PRAGMA query_only = 1")

    def _format(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _empty(self) -> bool:
        return not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def _made(self) -> None:
        """Make the tables, unless another program has made them meanwhile."""
        db = self._db
        db.execute(f"PRAGMA page_size = {_PAGE}")
        if isinstance(self.path, Path):
            db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        with self._transaction():
            if not self._empty():
                return
            for table in TABLES.values():
                for statement in _ddl(table):
                    db.execute(statement)
            db.execute(f"CREATE VIRTUAL TABLE texts USING {_FTS}")
            for statement in views():
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION}")
            db.execute(f"PRAGMA user_version = {VERSION}")

    def _migrated(self, found: int) -> None:
        """Bring an older file up to date, a version at a time; each step happens wholly or not at all."""
        for version in range(found, VERSION):
            with self._transaction():
                if self._format() != version:  # another program brings it up to date, too
                    continue
                for statement in MIGRATIONS[version]:
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {version + 1}")

    def select(self, sql: str, given: Sequence[Cell] = ()) -> Rows:
        """The rows of a query."""
        with self._told(sql):
            return self._db.execute(sql, given).fetchall()

    def stream(self, sql: str, given: Sequence[Cell] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few thousand at a time."""
        with self._told(sql):
            cursor = self._db.execute(sql, given)
        while True:
            with self._told(sql):
                rows = cursor.fetchmany(2000)
            if not rows:
                return
            yield from rows

    def columns(self, sql: str) -> tuple[str, ...]:
        """The names of the columns that a query gives."""
        with self._told(sql):
            cursor = self._db.execute(sql)
            names = tuple(column[0] for column in cursor.description or ())
            cursor.close()
        return names

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction that nobody else's writing can come between."""
        if self._writing:
            yield
            return
        with self._told(), self._transaction():
            self._writing = True
            try:
                yield
            finally:
                self._writing = False

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # Outside of it nothing can be written, whatever SQL a user asks in.
        self._db.execute("PRAGMA query_only = 0")
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._db.execute("PRAGMA query_only = 1")

    def write(self, batch: Batch) -> None:
        """Add the batch as a whole."""
        with self._told():
            for name, rows in batch.rows.items():
                self._db.executemany(_insert(name), rows)
            for name, numbers in batch.ended.items():
                self._db.executemany(f"UPDATE {name} SET until = ? WHERE n = ?", [(batch.commit, n) for n in numbers])
            if batch.texts:
                self._db.executemany("INSERT INTO texts (rowid, headline, body) VALUES (?, ?, ?)", batch.texts)

    def last(self, table: str) -> int:
        """The highest row number of a table."""
        return int(self.select(f"SELECT max(n) FROM {table}")[0][0] or 0)

    def found(self, words: str, limit: int, ranked: bool = True) -> list[tuple[int, float]]:
        """Pages by FTS5: words, "a phrase", pre*, AND, OR, NOT, NEAR(). Best first; words in a headline weigh more."""
        sql = "SELECT rowid, bm25(texts, 4.0, 1.0) AS score FROM texts WHERE texts MATCH ? ORDER BY score LIMIT ?"
        if not ranked:
            sql = "SELECT rowid, 0.0 FROM texts WHERE texts MATCH ? LIMIT ?"
        try:
            rows = self._db.execute(sql, (words, limit)).fetchall()
        except sqlite3.OperationalError:
            plain = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
            with self._told(words):
                rows = self._db.execute(sql, (plain or '""', limit)).fetchall()
        return [(int(page), -float(score)) for page, score in rows]

    def close(self) -> None:
        """Let go of the file; the log is folded into it where nobody else has it open."""
        with self._told():
            self._db.close()

    @contextmanager
    def _told(self, sql: str = "") -> Iterator[None]:
        """SQLite's errors as ours."""
        try:
            yield
        except sqlite3.Error as error:
            raise _ours(error, str(self.path), sql) from error
        except UnicodeDecodeError as error:
            raise ArchiveDamaged(str(self.path), "is damaged: text in it is none", _BACKUP) from error
        except (OverflowError, UnicodeEncodeError) as error:
            raise QueryInvalid(sql[:80] or str(self.path), f"holds what no table can ({error})", "give it otherwise") from error


def _connect(name: str) -> sqlite3.Connection:
    db = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256)
    db.execute(f"PRAGMA busy_timeout = {_WAIT}")
    db.execute("PRAGMA cache_size = -131072")
    db.execute("PRAGMA mmap_size = 1073741824")
    db.execute("PRAGMA temp_store = MEMORY")
    for name, function in (("sin", math.sin), ("cos", math.cos), ("radians", math.radians)):
        try:
            db.execute(f"SELECT {name}(0.5)")
        except sqlite3.OperationalError:  # SQLite is built without mathematics in places
            db.create_function(name, 1, lambda x, f=function: None if x is None else f(x), deterministic=True)
    return db


def _look(path: Path, access: Access) -> None:
    """What can be told of a file before SQLite is asked. Raises `ArchiveError`s."""
    try:
        if path.is_dir():
            raise NotAnArchive(str(path), "is a folder without Delta tables", "name a file")
        if not path.exists():
            if access != "make":
                raise ArchiveMissing(str(path), "no such archive", "make one with 'dragoman add SOURCE --to ARCHIVE'")
            if not path.absolute().parent.is_dir():
                raise ArchiveMissing(str(path), "its folder is not there", "make the folder first")
            return
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
        if head and head != _MAGIC:
            raise NotAnArchive(str(path), "is no archive", "name an archive, or a file that is not there yet")
    except OSError as error:
        raise ArchiveReadOnly(str(path), f"cannot be opened ({error.strerror or error})", "check its rights") from error


def _ddl(table: Table) -> Iterator[str]:
    def column(name: str, kind: str, null: bool) -> str:
        return f"{name} INTEGER PRIMARY KEY" if name == "n" else f"{name} {kind.upper()}" + ("" if null else " NOT NULL")

    rows = [column(c.name, c.kind, c.null) for c in table.columns]
    own = table.key and "n" not in table.names
    if own:
        rows.append(f"PRIMARY KEY ({', '.join(table.key)})")
    yield f"CREATE TABLE {table.name} ({', '.join(rows)})" + (" WITHOUT ROWID" if own else "")
    if table.key and not own:
        yield f"CREATE UNIQUE INDEX {table.name}_key ON {table.name} ({', '.join(table.key)})"
    null = {c.name for c in table.columns if c.null} - {"day"}  # what has no day comes in order, too
    for columns in table.indexes:
        where = f" WHERE {columns[0]} IS NOT NULL" if columns[0] in null else ""
        yield f"CREATE INDEX {table.name}_{columns[0]} ON {table.name} ({', '.join(columns)}){where}"


def _insert(name: str) -> str:
    columns = TABLES[name].names
    # Facts about pages are the same whenever they are told: a key that is there already is no error.
    ignore = " OR IGNORE" if TABLES[name].key and "n" not in columns else ""
    return f"INSERT{ignore} INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _kept_from(error: sqlite3.Error) -> bool:
    return (getattr(error, "sqlite_errorname", "") or "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM"))


def _ours(error: sqlite3.Error, path: str, sql: str) -> ArchiveError:
    """The error of ours that an error of SQLite's is."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveBusy(path, "another program is writing to it", "wait until it has ended, and try again")
    if name.startswith("SQLITE_FULL"):
        return ArchiveFull(path, "no space is left", "make room and add again: what was acknowledged is kept")
    if sql and name.startswith("SQLITE_READONLY"):
        return QueryInvalid(sql[:120], "would write", "an archive is only read in SQL")
    if _kept_from(error):
        return ArchiveReadOnly(path, "may not be written", "check the rights of the file and of its folder")
    if name.startswith("SQLITE_NOTADB"):
        return NotAnArchive(path, "is no archive", "name an archive, or a file that is not there yet")
    if name.startswith("SQLITE_CORRUPT"):
        return ArchiveDamaged(path, "is damaged", _BACKUP)
    if name.startswith("SQLITE_IOERR"):
        return ArchiveDamaged(path, f"the disk gives an error ({error})", "check the disk and the space there, then try again")
    if sql:
        return QueryInvalid(sql[:120], f"cannot be asked ({error})", "see 'dragoman sql --tables' for the tables and columns")
    return ArchiveDamaged(path, f"cannot be read ({error})", "take a copy of the file, and go back to a backup")
