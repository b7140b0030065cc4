"""Archives copied from a file into Delta tables, and back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

pytest.importorskip("deltalake")

from dragoman.archive import Archive, moving
from dragoman.archive.moving import copy
from dragoman.cli import main
from dragoman.errors import ArchiveDamaged, ArchiveMissing, ArchiveReadOnly, NotAnArchive
from dragoman.model import MadeBy

from .conftest import CABLE, HERRING, record
from .test_contract import judgement, state

SUFFIXES = [(".dragoman", ".lake"), (".lake", ".dragoman")]


def filled(path: Path) -> Path:
    """An archive with some history: pages added, changed, coded anew, judged."""
    first = record(*HERRING)
    with Archive.open(path, "make") as archive:
        archive.add([first, record(*CABLE, url=None, headline="Cables")], [b"<p>", None], {"world": "mine"})
        archive.add([record(*HERRING[:1], url="https://b.example/1", outlet="b.example", more="Of our own correspondent.")])
        archive.add([record(HERRING[1], headline="Talks on herring, updated")])
        later = record(*CABLE[:1], url=None, headline="Cables", more=CABLE[1][3])
        archive.add([msgspec.structs.replace(later, made_by=MadeBy("0", "model", "later", "world"))])
        archive.judge([judgement(first, 0, "reject")])
    return path


def history(archive: Archive) -> list[object]:
    """All that an archive answers now, and what it answered after some of its commits."""
    told = [state(Archive(archive.store, archive.path, n)) for n in (None, 2, 4)]
    found = [archive.store.found(words, 99) for words in ("herring", '"shared stock"', "the NOT cables")]
    rows = [archive.store.select(f"SELECT * FROM {name} ORDER BY n") for name in ("commits", "events", "pages", "judgements")]
    scores = [[(page, round(score, 6)) for page, score in sorted(pages)] for pages in found]
    return [told, scores, rows, archive.store.last("names"), len(archive.versions("https://example.org/one"))]


@pytest.mark.parametrize(("one", "other"), SUFFIXES)
def test_a_copy_has_the_whole_history(tmp_path: Path, one: str, other: str) -> None:
    source, target = filled(tmp_path / f"a{one}"), tmp_path / f"b{other}"
    rows = copy(source, target)
    assert rows["commits"] == 5
    with Archive.open(source, "write") as a, Archive.open(target, "write") as b:
        assert history(a) == history(b)
        for archive in (a, b):
            assert archive.add([record(*CABLE, url="https://d.example/1", headline="Cables, too")])[0].state == "new"
        assert state(a) == state(b)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([source.name, target.name])


@pytest.mark.parametrize("other", [".dragoman", ".lake"])
def test_what_fails_leaves_no_archive(tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = filled(tmp_path / "a.dragoman"), tmp_path / f"b{other}"
    table = moving._table

    def broken(source: object, target: object, name: str) -> int:
        if name == "reports":
            raise RuntimeError("the power went")
        return table(source, target, name)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "_table", broken)
    with pytest.raises(RuntimeError):
        copy(source, target)
    assert [p.name for p in tmp_path.iterdir()] == [source.name]
    with Archive.open(source) as a, Archive.open(tmp_path / f"c{other}", "make") as c:
        with pytest.raises(RuntimeError):
            moving.move(a.store, c.store)
        assert set(c.counts().values()) == {0} and c.store.last("commits") == 0
        monkeypatch.undo()
        moving.move(a.store, c.store)
        assert state(a) == state(c)
        with pytest.raises(ArchiveReadOnly, match="already"):
            moving.move(a.store, c.store)


def test_what_cannot_be_copied_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        copy(tmp_path / "none.dragoman", tmp_path / "b.lake")
    source = filled(tmp_path / "a.dragoman")
    with pytest.raises(NotAnArchive, match="there already"):
        copy(source, source)
    with Archive.open(source) as archive, archive.store.writing():
        archive.store._db.execute("UPDATE pages SET body = X'00' WHERE n = 1")  # type: ignore[attr-defined]
    with pytest.raises(ArchiveDamaged, match="page 1"):
        copy(source, tmp_path / "b.lake")
    assert not (tmp_path / "b.lake").exists()


def test_the_command(tmp_path: Path) -> None:
    source, target = filled(tmp_path / "a.dragoman"), tmp_path / "b.lake"
    done = CliRunner().invoke(main, ["copy", str(source), str(target)])
    assert done.exit_code == 0 and "5 commits" in done.output
    again = CliRunner().invoke(main, ["copy", str(source), str(target)])
    assert again.exit_code == 2 and "D602" in again.output
