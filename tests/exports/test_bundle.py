"""Bundles: frozen, checked, unpacked; what was changed, added, taken away or is a trap is told."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.invented import contents

from dragoman.errors import BundleDamaged, ExportUnfit, ExportUnwritable
from dragoman.exports import Frozen, Settings, check_bundle, unpack_bundle, write_bundle
from dragoman.world import world

FROZEN = Frozen({"dragoman": "0.1.0", "model": "2026.11"}, {"accusations": "SELECT * FROM events"}, "2026-11-27T00:00:00Z")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "study.zip"
    write_bundle(path, contents(), Settings(world()), FROZEN)
    return path


def remade(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The bundle with its members changed."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def test_a_bundle_is_whole_and_says_what_it_holds(bundle: Path) -> None:
    checked = check_bundle(bundle)
    assert checked.whole
    manifest = checked.manifest
    assert manifest.made_by["model"] == "2026.11" and manifest.queries == {"accusations": "SELECT * FROM events"}
    assert manifest.counts == {"csv": 24} and manifest.settings["text"] is True and manifest.created == "2026-11-27T00:00:00Z"
    assert {"csv/events.csv", "csv/dictionary.csv", "queries/accusations.sql"} <= set(manifest.members)


def test_the_same_rows_make_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    write_bundle(other, contents(), Settings(world()), FROZEN)
    assert other.read_bytes() == bundle.read_bytes()


def test_it_is_unpacked_as_it_was(bundle: Path, tmp_path: Path) -> None:
    unpack_bundle(bundle, tmp_path / "out")
    assert (tmp_path / "out" / "queries" / "accusations.sql").read_text() == "SELECT * FROM events"
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["counts"] == {"csv": 24}
    assert (tmp_path / "out" / "csv" / "events.csv").read_text().startswith("id,story,")
    with pytest.raises(ExportUnwritable):
        unpack_bundle(bundle, tmp_path / "out")


def test_parquet_too(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "study.zip"
    manifest = write_bundle(path, contents(), Settings(world(), text=False), Frozen({}, forms=("csv", "parquet")))
    assert manifest.counts == {"csv": 24, "parquet": 24} and check_bundle(path).whole
    assert manifest.created.endswith("Z")


def test_what_was_changed_added_or_taken_away_is_told(bundle: Path, tmp_path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        data = members["csv/events.csv"]
        members["csv/events.csv"] = data.replace(b"ACCUSE", b"PRAISE")
        members["csv/pages.csv"] += b"more"
        del members["csv/actors.csv"]
        members["note.txt"] = b"hello"

    checked = check_bundle(remade(bundle, change))
    assert not checked.whole
    assert checked.changed == ("csv/events.csv", "csv/pages.csv")
    assert (checked.missing, checked.extra) == (("csv/actors.csv",), ("note.txt",))
    with pytest.raises(BundleDamaged, match="D713"):
        unpack_bundle(bundle, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "csv/../../evil", "C:evil", "csv\\evil", "csv/./x", "con\x01trol", "dots.", "csv//x"]
)
def test_a_member_that_would_leave_the_folder_is_unsafe(bundle: Path, tmp_path: Path, name: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[name] = b"evil"

    assert check_bundle(remade(bundle, change)).unsafe == (name,)
    with pytest.raises(BundleDamaged, match="unsafe"):
        unpack_bundle(bundle, tmp_path / "out")


def test_a_link_is_unsafe(bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as packed:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        packed.writestr(info, "/etc/passwd")
    assert check_bundle(bundle).unsafe == ("link",)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_unsafe(bundle: Path) -> None:
    with zipfile.ZipFile(bundle, "a") as packed:
        packed.writestr("csv/events.csv", "another")
    assert check_bundle(bundle).unsafe == ("csv/events.csv",)


def test_a_bomb_is_unsafe_even_where_the_manifest_knows_it(bundle: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    bomb = b"\0" * (4 << 20)

    def change(members: dict[str, bytes]) -> None:
        members["bomb"] = bomb
        manifest = json.loads(members["manifest.json"])
        manifest["members"]["bomb"] = {"sha256": sha256(bomb).hexdigest(), "bytes": len(bomb)}
        members["manifest.json"] = json.dumps(manifest).encode()

    assert check_bundle(remade(bundle, change)).unsafe == ("bomb",)


def test_more_than_is_wanted_is_not_unpacked(bundle: Path, tmp_path: Path) -> None:
    with pytest.raises(BundleDamaged, match="more than 100 bytes"):
        unpack_bundle(bundle, tmp_path / "out", largest=100)


def test_a_file_cut_short_or_of_another_kind_is_told(bundle: Path, tmp_path: Path) -> None:
    whole = bundle.read_bytes()
    for size in (0, 10, len(whole) // 2):
        bundle.write_bytes(whole[:size])
        with pytest.raises(BundleDamaged, match="D713"):
            check_bundle(bundle)
    with pytest.raises(BundleDamaged, match="cannot be read"):
        check_bundle(tmp_path / "none.zip")
    with zipfile.ZipFile(bundle, "w") as packed:
        packed.writestr("a", "b")
    with pytest.raises(BundleDamaged, match=r"has no manifest\.json"):
        check_bundle(bundle)


def test_flipped_bytes_never_pass_and_never_crash(bundle: Path) -> None:
    whole = bytearray(bundle.read_bytes())
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        bundle.write_bytes(damaged)
        try:
            check_bundle(bundle)
        except BundleDamaged:
            continue


def test_a_form_that_is_no_folder_and_a_query_without_a_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(ExportUnfit, match="no form of tables"):
        write_bundle(tmp_path / "x.zip", contents(), Settings(world()), Frozen({}, forms=("gexf",)))
    with pytest.raises(ExportUnfit, match="no name for a query"):
        write_bundle(tmp_path / "x.zip", contents(), Settings(world()), Frozen({}, {"../x": "SELECT 1"}))
    assert list(tmp_path.iterdir()) == []
