"""What holds for all forms alike: names, whole or nothing, the same bytes, no press text where it is left out, odd content."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import ACTORS, MINISTER, Memory, contents, merged, page, position, span, statement

from dragoman import exports
from dragoman.errors import ExportUnfit, ExportUnwritable
from dragoman.exports import Settings, form, names
from dragoman.exports.withholding import prepared, sha256_of
from dragoman.model import Date, Party, Place
from dragoman.model.archived import Merged
from dragoman.world import world

FILES = [name for name in names() if form(name).suffix]
FOLDERS = [name for name in names() if not form(name).suffix]
MARK = "SPECIMENMARK"


def bytes_of(path: Path) -> dict[str, bytes]:
    """The bytes of every file of an export."""
    if path.is_file():
        return {"": path.read_bytes()}
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


@pytest.fixture(autouse=True)
def _needs_pyarrow(request: pytest.FixtureRequest) -> None:
    if "parquet" in request.node.name:
        pytest.importorskip("pyarrow")


def test_public_names() -> None:
    assert set(exports.__all__) == {name for name in exports.__all__ if hasattr(exports, name)}
    for name in names():
        one = form(name)
        assert one.name == name and one.about and (one.suffix == "" or one.suffix.startswith("."))


def test_a_form_that_there_is_none_of_is_named_with_the_nearest() -> None:
    with pytest.raises(ExportUnfit, match="do you mean geojson"):
        form("geojsn")
    with pytest.raises(ExportUnfit, match="labelstudio"):
        form("\x00")


@pytest.mark.parametrize("name", names())
def test_the_same_rows_make_the_same_bytes(write: Write, name: str) -> None:
    assert bytes_of(write(name, to="one")) == bytes_of(write(name, to="two"))


@pytest.mark.parametrize("name", names())
def test_an_empty_archive_is_no_error(write: Write, name: str) -> None:
    path = write(name, Memory())
    assert path.exists()
    assert path.with_name("out.rows").read_text() == "0"


def marked() -> Memory:
    """Contents with a mark in every field that holds text of the press."""
    words = span(f"{MARK} exact")
    words = replace(words, prefix=f"{MARK} before", suffix=f"{MARK} after")
    source = page("p1", f"{MARK} headline")
    date = Date("2024-05-11", "2024-05-11", "day", f"{MARK} date")
    place = Place("Tórshavn", "FRO", 62.0, -6.8, 1, f"{MARK} place")
    actors = tuple(replace(actor, mentions=(words,)) for actor in ACTORS)
    cells = {"evidence": words, "more_evidence": (words,), "date": date, "place": place}
    rows = [merged("m1", pages=(source,), **cells), merged("m2", pages=(source,), type="CONSULT", mode=None, **cells)]
    events = tuple(
        replace(m, reports=tuple(replace(r, actors=actors, voucher=Party(None, f"{MARK} voucher")) for r in m.reports))
        for m in rows
    )
    heard = statement(f"{MARK} content")
    said = replace(
        heard.statement,
        evidence=words,
        cue=f"{MARK} cue",
        venue=f"{MARK} venue",
        date=date,
        addressee=Party(None, f"{MARK} addressee"),
        speaker=Party(None, f"{MARK} speaker"),
    )
    heard = replace(heard, page=source, statement=said, speaker=replace(MINISTER, mentions=(words,)))
    stand = position(f"{MARK} issue")
    stand = replace(stand, page=source, actors=actors, position=replace(stand.position, evidence=(words,)))
    return Memory(events, (heard,), (stand,), (source,))


@pytest.mark.parametrize("name", names())
def test_no_press_text_where_it_is_left_out(write: Write, name: str) -> None:
    if name == "labelstudio":
        with pytest.raises(ExportUnfit, match="nothing to correct"):
            write(name, marked(), text=False)
        return
    files = bytes_of(write(name, marked(), text=False))
    for data in files.values():
        assert MARK.encode() not in data
    if name == "parquet":
        import pyarrow.parquet as pq

        assert MARK not in str([pq.read_table(p).to_pylist() for p in write(name, marked(), text=False).glob("*.parquet")])
    # The test can fail: with the text, the mark is there, save in the form that holds no words at all.
    kept = write(name, marked(), to="kept")
    if name == "parquet":
        assert MARK in str([pq.read_table(p).to_pylist() for p in kept.glob("*.parquet")])
    elif name not in ("gexf", "gdelt", "icews"):
        assert any(MARK.encode() in data for data in bytes_of(kept).values())


def test_offsets_and_hashes_stay_where_text_is_left_out() -> None:
    silent = prepared(marked(), Settings(world(), text=False))
    (one, _) = silent.events()
    before = next(marked().events()).event.evidence
    after = one.event.evidence
    assert (after.start, after.end, sha256_of(after)) == (before.start, before.end, sha256_of(before))
    assert after.exact == after.prefix == after.suffix == ""


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_packed_where_its_name_says_so(write: Write, tmp_path: Path, name: str) -> None:
    one = form(name)
    path = tmp_path / f"packed{one.suffix}.gz"
    one.write(contents(), path, Settings(world()))
    packed = path.read_bytes()
    assert gzip.decompress(packed) == write(name).read_bytes()
    assert packed[4:8] == b"\0\0\0\0", "a time inside would make other bytes of the same rows"


class Broken(Memory, frozen=True):
    """Contents that fail on the way."""

    def events(self) -> Iterator[Merged]:
        yield merged("m1")
        raise RuntimeError("the disk is gone")


@pytest.mark.parametrize("name", names())
def test_what_fails_leaves_the_older_export_as_it_was(write: Write, tmp_path: Path, name: str) -> None:
    path = write(name)
    before = bytes_of(path)
    with pytest.raises(RuntimeError):
        form(name).write(Broken(), path, Settings(world()))
    assert bytes_of(path) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({path.name, "out.rows"})


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_with_other_files_is_not_touched(write: Write, tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.csv").write_text("mine")
    with pytest.raises(ExportUnwritable, match=re.escape("thesis.csv")):
        write(name)
    assert (tmp_path / "out" / "thesis.csv").read_text() == "mine"
    (tmp_path / "out" / "thesis.csv").unlink()
    write(name)
    assert write(name).is_dir()


@pytest.mark.parametrize("name", names())
def test_a_path_that_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportUnwritable, match="D711"):
        form(name).write(contents(), tmp_path / "file" / "below", Settings(world()))
    taken = tmp_path / "taken"
    taken.mkdir() if form(name).suffix else taken.write_text("mine")
    with pytest.raises(ExportUnwritable, match="it is a f"):
        form(name).write(contents(), taken, Settings(world()))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    form("jsonl").write(contents(), pipe, Settings(world()))
    reader.join(5)
    assert got and got[0].count(b"\n") == 7 and pipe.is_fifo()


ODD = 'a\x00b\x07c\ud800d\t"e"\r\nf;g,h\\i ‮ \U0001f469‍\U0001f692 </x> ]]> & =1+1'


def odd() -> Memory:
    """Contents with what breaks writers, in every field that others wrote."""
    words = replace(span(ODD), prefix=ODD, suffix=ODD)
    source = replace(
        page("p1", ODD), outlet=ODD, url="https://p1.example/" + ODD, language=ODD, published=ODD, added=ODD, day=ODD
    )
    actors = tuple(replace(actor, name=actor.name + ODD) for actor in ACTORS)
    code = "COMPANY:" + ODD
    firm = replace(ACTORS[2], code=code)
    rows = [
        merged("m1", pages=(source,), evidence=words, actors=("ISL", code), place=Place(ODD, ODD, 1.0, 2.0, None, ODD)),
        merged("m2", pages=(source,), type="CONSULT", mode=None, evidence=words, actors=(code,), contexts=(ODD,)),
        merged("m3", pages=(source,), date=Date(ODD, None, "day", ODD), place=Place("x", None, float("nan"), 1e9)),
        replace(merged("m4"), reports=(), differences=()),
    ]
    events = tuple(replace(m, reports=tuple(replace(r, actors=(*actors[:2], firm)) for r in m.reports)) for m in rows)
    heard = statement(ODD)
    stand = position(ODD)
    none = replace(stand, position=replace(stand.position, evidence=(), actor="nobody"), actors=())
    return Memory(
        events, (replace(heard, page=source, speaker=None),), (replace(stand, actors=(*actors[:2], firm)), none), (source,)
    )


@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("name", names())
def test_odd_content_is_survived(write: Write, name: str, text: bool) -> None:
    if name == "labelstudio" and not text:
        pytest.skip("has no form without text")
    for file, data in bytes_of(write(name, odd(), text=text)).items():
        if not file.endswith(".parquet"):
            data.decode("utf-8")
            assert b"\x00" not in data


@pytest.mark.parametrize(("groups", "actors"), [("keep", ("G7", "NOR")), ("drop", ("NOR",))])
def test_groups_of_states_are_given_as_they_are_asked_for(groups: str, actors: tuple[str, ...]) -> None:
    one = Memory((merged("m1", actors=("G7", "NOR")),))
    (found,) = prepared(one, Settings(world(), groups=groups)).events()
    assert (
        found.event.actors == found.reports[0].event.actors == (actors if world().entry("G7").kind == "group" else ("G7", "NOR"))
    )


def test_members_are_those_of_the_events_day() -> None:
    group = next(r["group"] for r in world().rows("members") if world().entry(r["group"]).kind == "group" and r["to"])
    row = next(r for r in world().rows("members", group=group) if r["to"])
    day = row["to"][:4] + "-01-01" if row["to"][:4] > row["from"][:4] else row["from"]
    one = Memory(
        (
            merged("m1", actors=(group,), date=Date(day, day, "day")),
            merged("m2", actors=(group,), date=Date("2026-01-01", "2026-01-01", "day")),
        )
    )
    then, now = (m.event.actors for m in prepared(one, Settings(world(), groups="members")).events())
    assert row["member"] in then and row["member"] not in now


def test_every_form_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "howto-export.md").read_text("utf-8")
    for name in names():
        assert f"| `{name}` |" in text and re.search(rf"^## .*`{re.escape(name)}`", text, re.M), name
