"""An archive in a folder of Delta tables: many machines may read it while one writes. Needs the extra `lake`.

A Delta table is committed by itself; the archive's commit is the replacing of its head (`heads`), which names the version of each
table that stands. What a writer left that was killed before that is at later versions, which nobody reads, and the next writer
takes it back. Rows are only added: that one no longer stands is a row of the table `endings`. A query keeps the versions with
which it began; files are taken away a week after the last version that has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
from deltalake import DeltaTable, QueryBuilder, Schema, WriterProperties, write_deltalake

from ..errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveMissing,
    ArchiveReadOnly,
    NotAnArchive,
    QueryInvalid,
    TableInvalid,
)
from ..world.own import locked
from . import fulltext, heads
from .dialect import filled, hexed
from .heads import HEAD, Head
from .port import Batch, Cell, Rows
from .schema import TABLES, TEXTS, Column, Table
from .views import views

Access = Literal["read", "write", "make"]
ENDINGS = Table(
    "endings",
    "rows that stand no longer",
    (
        Column("ended", "text", "name of the table"),
        Column("n", "integer", "number of the row"),
        Column("gone", "integer", "commit from which on it no longer stands"),
    ),
)
STEMS = Table(TEXTS.name, TEXTS.about, (*TEXTS.columns, Column("words", "integer", "how many words headline and body have")))
# The commits last: who reads the tables without the head may see rows before their commit, never a commit before its rows.
STORED = {t.name: t for t in (*(t for t in TABLES.values() if t.name != "commits"), STEMS, ENDINGS, TABLES["commits"])}
_WAIT = 10.0  # seconds that another writer is waited for
_FILES = 10  # versions after which a table's files are looked at: each costs a query a millisecond, and as much to put away
_SIZES = (1 << 18, 1 << 22, 1 << 26)  # bytes that files are put together to
_TYPES = {"integer": pa.int64(), "real": pa.float64(), "text": pa.string(), "blob": pa.binary()}
_SQL = {"integer": "BIGINT", "real": "DOUBLE", "text": "VARCHAR", "blob": "BYTEA"}
_NULLS = "SET datafusion.sql_parser.default_null_ordering = 'nulls_min'"  # as SQLite has it
_WRITER = WriterProperties(compression="ZSTD")


class LakeStore:
    """The adapter."""

    def __init__(self, path: Path, access: Access = "read") -> None:
        """Open the folder; `make` makes it where there is none. Raises `ArchiveError`s."""
        self.path = path
        self._writing = False
        with self._told():
            if access == "make":
                _make(path)
            self._head = heads.read(path)
            self._stamp: tuple[int, ...] = ()
            self._tables: dict[str, DeltaTable] = {}  # as last read or written
            self._asked: _Asked | None = None

    def select(self, sql: str, given: Sequence[Cell] = ()) -> Rows:
        """The rows of a query."""
        return list(self.stream(sql, given))

    def stream(self, sql: str, given: Sequence[Cell] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, some thousands at a time."""
        return self._rows(self._reader(sql, given), sql)

    def columns(self, sql: str) -> tuple[str, ...]:
        """The names of the columns that a query gives."""
        return tuple(self._reader(sql).schema.names)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other writers away; on leaving, the head is replaced: all that was written is there at once."""
        if self._writing:
            yield
            return
        with ExitStack() as held:
            with self._told():
                self._lock(held)
                self._head = self._mended(heads.read(self.path))
            self._writing = True
            try:
                yield
                with self._told():
                    self._commit()
            except BaseException:
                with suppress(Exception):  # then the next writer does it
                    self._head = self._mended(heads.read(self.path))
                raise
            finally:
                self._writing, self._stamp = False, ()

    def write(self, batch: Batch) -> None:
        """Add the batch as a whole."""
        rows: dict[str, list[tuple[Cell, ...]]] = dict(batch.rows)
        endings: list[tuple[Cell, ...]] = [
            (name, n, batch.commit) for name, numbers in batch.ended.items() for n in dict.fromkeys(numbers)
        ]
        for name, found in rows.items():
            table = TABLES[name]
            if table.ends:
                at, until = table.names.index("n"), table.names.index("until")
                endings += [(name, row[at], row[until]) for row in found if row[until] is not None]
                rows[name] = [(*row[:until], *row[until + 1 :]) for row in found]
            elif table.key and "n" not in table.names:
                rows[name] = self._unknown(table, found)
        rows[ENDINGS.name] = endings
        rows[TEXTS.name] = [_stems(*text) for text in batch.texts]
        with self._told():
            for name, table in STORED.items():
                if rows.get(name):
                    self._append(table, rows[name])

    def last(self, table: str) -> int:
        """The highest row number of a table."""
        self._now()
        return self._head.last.get(table, 0)

    def found(self, words: str, limit: int, ranked: bool = True) -> list[tuple[int, float]]:
        """Pages by words, "a phrase", pre*, AND, OR, NOT and brackets, scored as by SQLite's FTS5."""
        question = fulltext.asked(words)
        if question.node is None:
            return []
        counts, holds = [], []
        for phrase in question.phrases:
            text = f"'{phrase.packed}'"
            long = len(phrase.packed.encode())
            for column in ("headline", "body"):
                counts.append(f"(octet_length({column}) - octet_length(replace({column}, {text}, ''))) / {long}")
                holds.append(f"contains({column}, {text})")
        named = ", ".join(f"{count} AS c{i}" for i, count in enumerate(counts))
        pages, total = self.select("SELECT count(*), sum(words) FROM texts")[0]
        rows = self.stream(f"SELECT page, words, {named} FROM texts WHERE {' OR '.join(holds)}")
        mean = (total or 0) / (pages or 1) or 1.0
        return fulltext.scores(question, ((page, size, often) for page, size, *often in rows), (pages, mean))[:limit]

    def close(self) -> None:
        """Let go of the tables."""
        self._asked, self._tables = None, {}

    def _reader(self, sql: str, given: Sequence[Cell] = ()) -> pa.RecordBatchReader:
        with self._told(sql):
            return self._now().execute(filled(sql, given))

    def _rows(self, reader: pa.RecordBatchReader, sql: str) -> Iterator[tuple[Any, ...]]:
        while True:
            with self._told(sql):
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    return
                rows = list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
            yield from rows

    def _now(self) -> _Asked:
        """The tables as they stand: for the writer with what it has written, else at the versions of the newest head."""
        if not self._writing:
            with self._told():
                stamp = _stamp(self.path)
                if stamp != self._stamp:
                    self._head, self._stamp = heads.read(self.path), stamp
        if self._asked is None or self._asked.versions != self._head.versions:
            with self._told():
                self._asked = _Asked({name: self._table(name) for name in self._head.versions}, self._head.versions)
        return self._asked

    def _table(self, name: str) -> DeltaTable:
        """A table at the version that stands."""
        version = self._head.versions[name]
        table = self._tables.get(name)
        if table is None or table.version() != version:
            table = self._tables[name] = DeltaTable(self.path / name, version=version)
        return table

    def _lock(self, held: ExitStack) -> None:
        try:
            held.enter_context(locked({self.path}, _WAIT))
        except TableInvalid as error:
            told = f"another program has been writing to it for {_WAIT:g} s"
            raise ArchiveBusy(str(self.path), told, "wait until it has ended, and try again") from error

    def _mended(self, head: Head) -> Head:
        """Take back what was written after the head: tables come again to what they held at the versions that stand."""
        later = [name for name in STORED if heads.later(self.path / name, head.versions.get(name, 0))]
        for name in later:
            table, version = DeltaTable(self.path / name), head.versions.get(name, 0)
            table.restore(version)
            head.versions[name] = table.version()
            self._flushed({name: (version, head.versions[name])})
        if later:
            heads.save(self.path, head)
        return head

    def _unknown(self, table: Table, rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
        """The rows of a table of facts that are not in it. Their last column tells whose they are, mostly somebody new."""
        rows = list(dict.fromkeys(rows))
        at = [table.names.index(name) for name in table.key]
        owners: list[Any] = [row[at[-1]] for row in rows]
        known = set(self.stream(
            f"SELECT {', '.join(table.key)} FROM {table.name} WHERE {table.key[-1]} BETWEEN ? AND ?", (min(owners), max(owners))
        ))  # fmt: skip
        return [row for row in rows if tuple(row[i] for i in at) not in known] if known else rows

    def _append(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        schema = _schema(table)
        cells = zip(*rows, strict=True)
        data = pa.table([pa.array(column, field.type) for column, field in zip(cells, schema, strict=True)], schema)
        self._head = self._head.copy()
        if table.name not in self._head.versions:
            path = self.path / table.name
            if not DeltaTable.is_deltatable(str(path)):  # else a writer was killed who had just made it
                DeltaTable.create(path, Schema.from_arrow(schema), name=table.name, description=table.about)
            self._head.versions[table.name] = 0
        delta = self._table(table.name)
        write_deltalake(delta, data, mode="append", writer_properties=_WRITER)
        self._head.versions[table.name] = delta.version()
        if "n" in table.names:
            at = schema.get_field_index("n")
            self._head.last[table.name] = max(self._head.last.get(table.name, 0), *(row[at] for row in rows))

    def _commit(self) -> None:
        before = heads.read(self.path)
        if before == self._head:
            return
        self._flushed({name: (before.versions.get(name, -1), version) for name, version in self._head.versions.items()})
        heads.save(self.path, self._head)
        with suppress(Exception):  # the commit stands, whatever comes of tidying; the next writer takes back what was begun
            self._tidied(before)

    def _flushed(self, versions: dict[str, tuple[int, int]]) -> None:
        """Have what is new after the first version of each table, up to the second, written to the disk."""
        new = {name: (old, now) for name, (old, now) in versions.items() if now > old}
        heads.flush(path for name, (old, now) in new.items() for path in heads.files(self.path / name, old, now))

    def _tidied(self, before: Head) -> None:
        """Put small files together, a size at a time, so that no row is written anew often; let go of what nobody reads now."""
        head = self._head.copy()
        for name, version in self._head.versions.items():
            if version // _FILES == before.versions.get(name, 0) // _FILES:
                continue
            delta = DeltaTable(self.path / name, version=version)
            for size in _SIZES:
                sizes = pa.table(delta.get_add_actions(flatten=True))["size_bytes"].to_pylist()
                if sum(2 * one < size for one in sizes) >= _FILES // 2:
                    delta.optimize.compact(target_size=size, writer_properties=_WRITER)
            delta.vacuum(dry_run=False)
            head.versions[name] = delta.version()
            self._flushed({name: (version, delta.version())})
        if head != self._head:
            heads.save(self.path, head)
            self._head = head

    @contextmanager
    def _told(self, sql: str = "") -> Iterator[None]:
        """Errors of the system, of Delta and of Arrow as ours."""
        try:
            yield
        except ArchiveError:
            raise
        except (UnicodeEncodeError, OverflowError, pa.ArrowTypeError) as error:
            raise QueryInvalid(sql[:80] or str(self.path), f"holds what no table can ({error})", "give it otherwise") from error
        except BaseException as error:
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":  # Rust's, which is no Exception
                raise
            raise _ours(error, str(self.path), sql) from error


class _Asked:
    """The tables at some versions, ready for questions."""

    def __init__(self, tables: dict[str, DeltaTable], versions: dict[str, int]) -> None:
        self.versions = dict(versions)
        self._builder = QueryBuilder()
        self._builder.execute(_NULLS)
        for table in sorted(STORED.values(), key=lambda table: table is not ENDINGS):
            self._register(table, tables.get(table.name))
        for view in views(hexed):
            self._builder.execute(view)

    def execute(self, sql: str) -> pa.RecordBatchReader:
        """Begin a query."""
        return pa.RecordBatchReader.from_stream(self._builder.execute(sql))

    def _register(self, table: Table, delta: DeltaTable | None) -> None:
        if delta is None:
            columns = ", ".join(f"CAST(NULL AS {_SQL[c.kind]}) AS {c.name}" for c in table.columns)
            self._builder.execute(f"CREATE VIEW {table.name} AS SELECT {columns} WHERE false")
        elif not table.ends:
            self._builder.register(table.name, delta)
        else:
            self._builder.register(f"_{table.name}", delta)
            columns = ", ".join("x.gone AS until" if c.name == "until" else f"t.{c.name}" for c in table.columns)
            ended = f"{ENDINGS.name} x ON x.ended = '{table.name}' AND x.n = t.n"
            self._builder.execute(f"CREATE VIEW {table.name} AS SELECT {columns} FROM _{table.name} t LEFT JOIN {ended}")


def _schema(table: Table) -> pa.Schema:
    """The columns that are stored; `until` is not, but in the endings."""
    stored = [c for c in table.columns if c.name != "until"]
    return pa.schema([pa.field(c.name, _TYPES[c.kind], c.null) for c in stored])


def _stems(page: int, headline: str, body: str) -> tuple[int, str, str, int]:
    head, rest = fulltext.packed(headline), fulltext.packed(body)
    return page, head, rest, (head.count(" ") + rest.count(" ")) // 2


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = (path / HEAD).stat()
    except FileNotFoundError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _make(path: Path) -> None:
    """Make an archive where there is nothing."""
    if path.exists() and not path.is_dir():
        raise NotAnArchive(str(path), "is no folder of Delta tables", "name an archive, or a folder that is not there yet")
    if not path.absolute().parent.is_dir():
        raise ArchiveMissing(str(path), "its folder is not there", "make the folder first")
    path.mkdir(exist_ok=True)
    if all(found.name.startswith(f".{HEAD}") for found in path.iterdir()):  # or what a killed one left that began to make it
        heads.save(path, Head())


def _ours(error: BaseException, path: str, sql: str) -> ArchiveError:
    """The error of ours that an error is; Delta and DataFusion tell theirs apart by their words alone."""
    told = " ".join(str(error).split())
    low = told.lower()
    if "no space left" in low or "os error 28" in low:
        return ArchiveFull(path, "no space is left", "make room and add again: what was acknowledged is kept")
    if isinstance(error, PermissionError) or "permission denied" in low or "read-only file system" in low:
        return ArchiveReadOnly(path, "may not be read or written", "check the rights of the folder and of what is in it")
    ill = ("parquet", "object at location", "os error", "objectstore", "object store", "invalid version", "delta log", "snapshot")
    if sql and isinstance(error, Exception) and not isinstance(error, OSError) and not any(word in low for word in ill):
        do = "see 'dragoman sql --tables' for the tables and columns"
        return QueryInvalid(sql[:120], f"cannot be asked ({told[:200]})", do)
    return ArchiveDamaged(path, f"is damaged ({told[:200]})", "take a copy of it, and go back to a backup")
