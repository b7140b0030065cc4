"""What is Delta's own: commits over many tables, small files, damage, and readers of other makes."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("deltalake")

from deltalake import DeltaTable

from dragoman.archive import Archive, Filter, fulltext, heads, lake, stems
from dragoman.archive.dialect import filled
from dragoman.archive.port import Batch
from dragoman.coding import lexicon
from dragoman.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveNewer,
    ExtraMissing,
    NotAnArchive,
    QueryInvalid,
)
from dragoman.model import Record

from .conftest import CABLE, HERRING, record
from .test_contract import state


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of one page."""
    with Archive.open(tmp_path / "talks.lake", "make") as archive:
        archive.add([record(*HERRING)])
    return tmp_path / "talks.lake"


def cable(k: int = 0) -> Record:
    """Another page."""
    return record(*CABLE, url=f"https://c.example/{k}", headline=f"Cables, {k}", more=f"Part {k} of {'x' * (k + 5)}.")


def kill_after(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the process end once it has written the k-th table, or before it replaces the head; nothing is taken back then."""
    append, count = lake.LakeStore._append, iter(range(1, 99))

    def end() -> None:
        def gone(store: Any, head: Any) -> Any:
            raise OSError("there is no process")

        monkeypatch.setattr(lake.LakeStore, "_mended", gone)
        raise Killed

    def counted(self: Any, *args: Any) -> None:
        append(self, *args)
        if next(count) == k:
            end()

    monkeypatch.setattr(lake.LakeStore, "_append", counted)
    monkeypatch.setattr(lake.LakeStore, "_commit", lambda self: end())


def batch_of(folder: Path, given: Record, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """What a commit of a record would write."""
    found: list[Batch] = []

    def caught(self: Any, batch: Batch) -> None:
        found.append(batch)
        raise Killed

    monkeypatch.setattr(lake.LakeStore, "write", caught)
    with pytest.raises(Killed), Archive.open(folder, "write") as archive:
        archive.add([given])
    monkeypatch.undo()
    return found[0]


def test_a_writer_killed_after_any_table_leaves_the_archive_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(folder) as archive:
        before = state(archive)
    given = record(HERRING[1], headline="Talks on herring, updated")
    batch = batch_of(folder, given, monkeypatch)
    tables = sum(map(bool, (*batch.rows.values(), batch.ended, batch.texts)))
    assert tables > 12
    for k in range(1, tables + 2):
        with pytest.MonkeyPatch.context() as patched:
            kill_after(k, patched)
            store = lake.LakeStore(folder, "write")
            with pytest.raises(Killed), store.writing():
                store.write(batch)
        with Archive.open(folder) as archive:
            assert archive.counts() == before["counts"] and (k % 5 or state(archive) == before)
    with Archive.open(folder, "write") as archive, Archive.open(folder.with_name("whole.lake"), "make") as whole:
        assert archive.add([given])[0].state == "changed"
        whole.add([record(*HERRING)])
        whole.add([given])
        assert state(archive) == state(whole) != before
        assert archive.store.last("commits") == 2 and len(archive.versions("https://example.org/one")) == 2


def test_a_writer_killed_before_its_first_commit(tmp_path: Path) -> None:
    path = tmp_path / "new.lake"
    with pytest.MonkeyPatch.context() as patched, Archive.open(path, "make") as archive:
        assert set(archive.counts().values()) == {0}
        kill_after(4, patched)
        with pytest.raises(Killed):
            archive.add([cable()])
        assert set(archive.counts().values()) == {0}
    with Archive.open(path, "write") as archive:
        assert set(archive.counts().values()) == {0}
        archive.add([record(*HERRING)])
        assert archive.counts()["events"] == 2 and len(list(archive.events())) == 2
        assert not archive.search("cables")


def test_many_small_commits_are_put_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "_FILES", 4)
    path = tmp_path / "many.lake"
    given = [record(*HERRING)] + [record(HERRING[k % 2], headline=f"Talks on herring, {k}") for k in range(5)]
    with Archive.open(path, "make") as archive, Archive.open(tmp_path / "one.dragoman", "make") as other:
        reader = Archive.open(path)
        for k, one in enumerate(given):
            archive.add([one])
            other.add([one])
            if k == 0:
                rows = reader.lines()
        assert len(list(rows)) == 2
        assert state(archive) == state(other) and reader.counts() == other.counts()
        for table in ("pages", "events", "commits", "endings"):
            assert len(DeltaTable(path / table, version=heads.read(path).versions[table]).file_uris()) <= 4
        assert len(archive.versions("https://example.org/one")) == 6


def test_a_commit_reaches_the_disk_before_it_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {p for p in folder.rglob("*") if p.is_file()}
    synced: set[Path] = set()
    monkeypatch.setattr(heads.os, "fsync", lambda handle: synced.add(Path(f"/proc/self/fd/{handle}").resolve()))
    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc to look files up in")
    with Archive.open(folder, "write") as archive:
        archive.add([cable()])
    new = {p.resolve() for p in folder.rglob("*") if p.is_file()} - known
    assert new - synced == set() and len(new) > 20 and folder.resolve() in synced


def test_one_writes_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake, "_WAIT", 0.1)
    with Archive.open(folder, "write") as one, Archive.open(folder, "write") as other:
        with one.store.writing(), pytest.raises(ArchiveBusy, match="another program"):
            other.add([cable()])
        assert other.add([cable()])[0].state == "new"
        assert one.add([cable()])[0].state == "known"


def test_damage_is_told(folder: Path) -> None:
    saved = folder.with_name("saved")
    shutil.copytree(folder, saved)

    def asked() -> None:
        with Archive.open(folder) as archive:
            state(archive)

    def harmed(name: str, data: bytes | None) -> None:
        for path in folder.rglob(name):
            path.write_bytes(data) if data is not None else path.unlink()
        with pytest.raises(ArchiveError) as caught:
            asked()
        assert isinstance(caught.value, ArchiveDamaged | NotAnArchive | ArchiveNewer) and str(folder) in str(caught.value)
        shutil.rmtree(folder)
        shutil.copytree(saved, folder)

    harmed("*.parquet", b"PAR1 and nothing else")
    harmed("*.parquet", b"")
    harmed("*.parquet", None)
    harmed("0*.json", b"{")
    harmed("0*1.json", None)
    harmed(heads.HEAD, b"\xff{")
    harmed(heads.HEAD, json.dumps({"format": 99}).encode())
    harmed(heads.HEAD, None)
    asked()


def test_folders_that_are_no_archive_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    for access in ("read", "write", "make"):
        with pytest.raises(NotAnArchive):
            Archive.open(tmp_path, access)  # type: ignore[arg-type]
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    file = tmp_path / "file.lake"
    file.write_text("no folder")
    with pytest.raises(ArchiveError):
        Archive.open(file, "make")


def test_without_its_packages_a_lake_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "dragoman.archive.lake")
    monkeypatch.delattr(sys.modules["dragoman.archive"], "lake")
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'dragoman\[lake\]'"):
        Archive.open(folder)


def test_other_programs_read_the_tables(folder: Path) -> None:
    with Archive.open(folder, "write") as archive:
        archive.add([record(*HERRING[:1], headline="Talks on herring, cut")])
        counts = archive.counts()
    rows = {name: DeltaTable(folder / name).to_pyarrow_table().to_pylist() for name in ("events", "endings", "commits")}
    gone = {row["n"] for row in rows["endings"] if row["ended"] == "events"}
    assert gone and len([row for row in rows["events"] if row["n"] not in gone]) == counts["events"]
    assert [row["n"] for row in sorted(rows["commits"], key=lambda row: row["n"])] == [1, 2]


SOUGHT = (
    *("herring", "herrings", "talk", "Talks", "the", "talks herring", '"shared stock"', '"stock shared"', "cab*", "negot*"),
    *("herring OR cables", "the NOT herring", "(herring OR cables) AND the", "herring NOT the OR cables", "the OR the"),
    *(
        "NEAR(shared stock, 3)",
        "NEAR(shared stock)",
        "herring AND",
        "NOT herring",
        "",
        "   ",
        '""',
        '"" herring',
        "U.S.",
        "don't",
    ),
    *("*", "her*ring", "(", "((herring))", "herring (cables)", "AND", "or", '"unclosed', "Genève", "part 1", "a:b", "-1", "çà"),
    *("the the", '"the the"', "(" * 500, " ".join(f"w{k}" for k in range(300))),
)


def test_search_finds_and_ranks_as_sqlite_does(tmp_path: Path) -> None:
    given = [record(*HERRING, url=None), record(*HERRING[1:], url=None, headline="The stock is shared")]
    given += [record(*CABLE, url=None, headline=f"Cables {k} of Geneva", more="The strait. " * k) for k in range(4)]
    with Archive.open(tmp_path / "a.lake", "make") as one, Archive.open(tmp_path / "b.dragoman", "make") as other:
        one.add(given)
        other.add(given)
        for words in SOUGHT:
            mine, theirs = (dict(archive.store.found(words, 99)) for archive in (one, other))
            assert mine.keys() == theirs.keys(), words
            assert mine == pytest.approx(theirs, rel=1e-6), words
        assert len(one.store.found("the", 3)) == 3
        assert [h.page.id for h in one.search("cables strait")] == [h.page.id for h in other.search("cables strait")]


def test_stems_are_those_of_sqlite() -> None:
    words = sorted({w for row in lexicon.table("predicates") for text in row.values() for w in stems.words(text)})
    words += [w + end for w in words[::7] for end in ("ing", "ed", "ation", "ness", "ies", "ful")]
    words += ["eed", "ies", "straße", "naive", "Ærø", "sky", "a", "y" * 70, "oooo"]
    words = [w for word in words for w in stems.words(word)]
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5(x, tokenize='porter unicode61 remove_diacritics 2')")
    db.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, instance)")
    db.executemany("INSERT INTO t (rowid, x) VALUES (?, ?)", enumerate(words))
    theirs = {doc: term for term, doc in db.execute("SELECT term, doc FROM v")}
    assert len(words) > 5000
    assert {word: stems.stem(word) for word in words} == {word: theirs[k] for k, word in enumerate(words)}


def test_values_are_written_into_queries_safely(folder: Path) -> None:
    given = ["it's", '"?"', "a\\'; DROP", -5, 1.5, b"\x00\xff", None, True, 2**63 - 1, -(2**63), 1e-300]
    with Archive.open(folder) as archive:
        sql = f"SELECT {', '.join(f'? AS c{k}' for k in range(len(given)))}, '?' AS q /* ? */ -- ?"
        (row,) = archive.store.select(sql, given)
        assert list(row) == [*given, "?"]
        for wrong in (["x"], ["x", "y", "z"]):
            with pytest.raises(QueryInvalid):
                archive.store.select("SELECT ? AS a, ? AS b", wrong)
        with pytest.raises(QueryInvalid):
            archive.store.select("SELECT ? AS a", ["\ud800"])
        numbers = ", ".join(map(str, range(-300, 300)))
        assert archive.store.select(f"SELECT n FROM pages WHERE n IN ({numbers}) AND n NOT IN (7)") == [(1,)]
    assert filled("SELECT 'LIKE' LIKE ?", ("a",)) == "SELECT 'LIKE' ILIKE 'a'"


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{file}'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{file}'",
        "EXPLAIN ANALYZE VERBOSE COPY (SELECT 1) TO '{file}'",
        "SELECT 1; COPY (SELECT 1) TO '{file}'",
        "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '{file}'",
        "SELECT * FROM '{file}'",
        "SELECT 1 / 0",
        "SELECT CAST(type AS INT) FROM events",
    ],
)
def test_sql_neither_writes_nor_reads_other_files(folder: Path, sql: str) -> None:
    file = folder.parent / "out.csv"
    with Archive.open(folder) as archive, pytest.raises(QueryInvalid):
        list(archive.sql(sql.replace("{file}", str(file)))[1])
    assert not file.exists()


def test_like_does_not_tell_capitals_apart(folder: Path) -> None:
    with Archive.open(folder) as archive:
        assert [a.name for a in archive.actors("ICEL")] == ["Iceland"]
        assert archive.store.select("SELECT count(*) FROM events WHERE type LIKE 'req%'") == [(1,)]
        assert [e.event.type for e in archive.events(Filter(contexts=("diplomatic",)))] == ["REQUEST", "REJECT"]


def test_an_odd_question_finds_nothing_and_asks_little() -> None:
    assert fulltext.asked("(" * 10_000).node is None
    assert len(fulltext.asked(" ".join(f"w{k}" for k in range(5_000))).phrases) == 64
