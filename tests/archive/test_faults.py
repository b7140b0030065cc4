"""What goes wrong with a file: it is killed, full, locked, damaged, of another time; nothing acknowledged is ever lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.archive import Archive, migrations, schema, sqlite
from dragoman.errors import (
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveNewer,
    ArchiveReadOnly,
    NotAnArchive,
)

from .conftest import CABLE, HERRING, record
from .test_contract import state

PAGES = 40
# Adds pages one by one and prints the number of each once it is in the archive.
WRITER = """
import sys
sys.path.insert(0, {tests!r})
from tests.archive.test_faults import page
from dragoman.archive import Archive
with Archive.open({path!r}, "make") as archive:
    for k in range({pages}):
        archive.add([page(k)])
        print(k, flush=True)
"""


def page(k: int) -> object:
    """The k-th page: every third is a copy of the one before, so that groups and events are written over and over."""
    deeds = HERRING if k % 2 else CABLE
    return record(*deeds, url=f"https://example.org/{k}", outlet=f"{k % 5}.example", headline=f"Report {k // 3}")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What an archive is that nobody interrupted."""
    with Archive.open(tmp_path_factory.mktemp("whole") / "a.dragoman", "make") as archive:
        for k in range(PAGES):
            archive.add([page(k)])
        return state(archive)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path: Path, whole: dict[str, object]) -> None:
    path, draw = tmp_path / "a.dragoman", random.Random(5)
    root = str(Path(__file__).parents[2])
    script = WRITER.format(tests=root, path=str(path), pages=PAGES)
    for _ in range(int(os.environ.get("DRAGOMAN_KILLS", "6"))):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
        assert process.stdout is not None
        acknowledged = []
        until = draw.randrange(1, PAGES - 2)
        for line in process.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) >= until:
                time.sleep(draw.random() * 0.02)
                process.send_signal(signal.SIGKILL)
                break
        acknowledged += [int(line) for line in process.stdout]
        process.wait()
        with Archive.open(path) as archive:
            kept = {p.url for p in archive.pages()}
            assert {f"https://example.org/{k}" for k in acknowledged} <= kept
            assert archive.store.select("PRAGMA integrity_check") == [("ok",)]
            assert (
                archive.store.select(
                    "SELECT count(*) FROM reports r WHERE NOT EXISTS (SELECT 1 FROM pages p WHERE p.n = r.page)"
                )[0][0]
                == 0
            )
        if draw.random() < 0.5:
            for file in path.parent.iterdir():
                file.unlink()
    with Archive.open(path, "make") as archive:
        for k in range(PAGES):
            archive.add([page(k)])
        assert state(archive) == whole


def test_a_full_disk_is_told_and_nothing_is_harmed(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    with Archive.open(path, "make") as archive:
        archive.add([record(*HERRING)])
        before = state(archive)
        pages = archive.store.select("PRAGMA page_count")[0][0]
        archive.store.select(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(ArchiveFull, match="no space is left"):
            archive.add([record(*CABLE, url=f"https://example.org/{k}", headline=f"{k}", more="word " * 3000) for k in range(20)])
        assert state(archive) == before
        archive.store.select("PRAGMA max_page_count = 1000000")
        archive.add([record(*CABLE, url=None)])
        assert archive.counts()["events"] == 4


def test_a_second_writer_waits_and_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.dragoman"
    monkeypatch.setattr(sqlite, "_WAIT", 100)
    with Archive.open(path, "make") as first, Archive.open(path, "write") as second:
        with first.store.writing():
            with pytest.raises(ArchiveBusy, match="another program"):
                second.add([record(*HERRING)])
            assert second.counts()["pages"] == 0
        second.add([record(*HERRING)])


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    with Archive.open(path, "make") as archive:
        archive.add([record(*HERRING, url=f"https://example.org/{k}", headline=f"{k}", more="word " * 400) for k in range(30)])
    whole = path.read_bytes()
    draw = random.Random(3)
    told = 0
    for cut in (100, 5000, len(whole) // 2, None, None, None, None):
        data = bytearray(whole[:cut] if cut else whole)
        if cut is None:
            for _ in range(400):
                data[draw.randrange(100, len(data))] = draw.randrange(256)
        path.write_bytes(bytes(data))
        try:
            with Archive.open(path) as archive:
                state(archive)
        except ArchiveError as error:
            told += 1
            assert (isinstance(error, (ArchiveDamaged, NotAnArchive)) and str(path.name) in str(error)) or "page" in str(error)
        assert path.read_bytes() == bytes(data)
    assert told >= 5


def test_files_of_other_kinds_and_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE notes (words)")
    db.close()
    with pytest.raises(NotAnArchive, match="something else"):
        Archive.open(other, "make")
    path = tmp_path / "a.dragoman"
    with Archive.open(path, "make") as archive:
        archive.add([record(*HERRING)])
        before = state(archive)
    with monkeypatch.context() as later:
        later.setattr(sqlite, "VERSION", schema.VERSION + 1)
        later.setitem(migrations.MIGRATIONS, schema.VERSION, ("ALTER TABLE pages ADD COLUMN colour TEXT",))
        with pytest.raises(ArchiveReadOnly, match="older format"):
            Archive.open(path)
        kept = path.read_bytes()
        later.setitem(migrations.MIGRATIONS, schema.VERSION, ("ALTER TABLE pages ADD COLUMN colour TEXT", "SELECT wrong"))
        with pytest.raises(ArchiveError):
            Archive.open(path, "write")
        assert path.read_bytes() == kept
        later.setitem(migrations.MIGRATIONS, schema.VERSION, ("ALTER TABLE pages ADD COLUMN colour TEXT",))
        with Archive.open(path, "write") as archive:
            assert state(archive) == before
    with pytest.raises(ArchiveNewer, match="install a newer Dragoman"):
        Archive.open(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    path = folder / "a.dragoman"
    with Archive.open(path, "make") as archive:
        archive.add([record(*HERRING)])
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        with Archive.open(path) as archive:
            assert archive.counts()["events"] == 2
        with pytest.raises(ArchiveReadOnly):
            Archive.open(path, "write").add([record(*CABLE)])
        with pytest.raises(ArchiveReadOnly):
            Archive.open(folder / "b.dragoman", "make")
    finally:
        folder.chmod(0o755)


def test_a_copy_of_the_file_is_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.dragoman"
    with Archive.open(path, "make") as archive:
        archive.add([record(*HERRING)])
        before = state(archive)
    shutil.copy(path, tmp_path / "b.dragoman")
    with Archive.open(tmp_path / "b.dragoman") as archive:
        assert state(archive) == before


def test_of_two_that_make_an_archive_at_once_neither_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, asked = tmp_path / "a.dragoman", []
    empty = sqlite.SQLiteStore._empty

    def meanwhile(self: sqlite.SQLiteStore) -> bool:
        found = empty(self)
        asked.append(found)
        if len(asked) == 1:
            with Archive.open(path, "make") as other:
                other.add([record(*HERRING)])
        return found

    monkeypatch.setattr(sqlite.SQLiteStore, "_empty", meanwhile)
    with Archive.open(path, "make") as archive:
        archive.add([record(*CABLE, url=None)])
        assert archive.counts()["pages"] == 2
