"""Files of tab-separated rows: whole or not at all."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.exports.tabbed import cell, listed, write


def test_cells_hold_nothing_that_a_reader_could_trip_over() -> None:
    assert cell('a\tb\nc\r\n"d"\u2028e\x00f\ud800') == "a b c 'd' e f"
    assert (cell(None), cell(True), cell(-1.5), cell("  x ")) == ("", "1", "-1.5", "x")
    assert listed(["a; b", "c"]) == "a, b; c"


def test_a_file_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old\n")

    def rows() -> Iterator[list[object]]:
        yield ["new"]
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        write(path, rows())
    assert path.read_text() == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]


def test_a_name_that_ends_in_gz_is_packed_and_the_same_each_time(tmp_path: Path) -> None:
    packed = []
    for name in ("a.gz", "b.gz"):
        assert write(tmp_path / name, [["x", 1], ["y", None]], ["h", "i"]) == 2
        packed.append((tmp_path / name).read_bytes())
    assert gzip.decompress(packed[0]) == b"h\ti\nx\t1\ny\t\n"
    assert packed[0] == packed[1]
