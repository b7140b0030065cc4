"""The themes of issues: the package's table, and the user's own beside his tables of the world."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.coding.issues import COLUMNS, FILE, Issues, issues
from dragoman.errors import TableInvalid
from dragoman.world import World

HEADER = "\t".join(COLUMNS) + "\n"


@pytest.mark.parametrize(
    ("phrase", "theme"),
    [
        ("Russia's war in Ukraine", "war-ukraine"),
        ("sanctions on Russia", "sanctions-russia"),
        ("Sweden's bid to join NATO", "nato-enlargement"),
        ("tariffs on steel", "trade"),
        ("China's claims in the South China Sea", "south-china-sea"),
        ("the migration pact", "migration"),
        ("a new bridge", None),
    ],
)
def test_a_phrase_has_its_theme(phrase: str, theme: str | None) -> None:
    assert issues().theme(phrase) == theme


def test_words_around_complete_a_phrase_only_where_they_leave_no_doubt() -> None:
    found = issues()
    assert found.theme("the invasion", "The invasion of Ukraine has lasted two years.") == "war-ukraine"
    assert found.theme("the ceasefire", "Talks on Gaza and on Ukraine went on.") is None
    assert found.theme("the bridge", "A bridge in Ukraine was opened.") is None


def test_every_theme_has_one_name_and_words() -> None:
    themes = issues().themes
    assert 40 <= len(themes) <= 80 and len({t.name for t in themes}) == len(themes)
    assert all(groups and all(groups) for t in themes for groups in t.rows)


def test_ones_own_themes_go_first_and_lie_beside_the_tables_of_the_world(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        HEADER + "herring\tThe herring war\therring|mackerel; quota|war\n" + "trade\tHaggling\thaggle\n", "utf-8"
    )
    found = Issues.load(tmp_path)
    assert found.theme("Norway's herring quotas") == "herring" and found.name("herring") == "The herring war"
    assert found.theme("tariffs on steel") is None and found.theme("the haggle over fish") == "trade"
    assert World.load(tmp_path).names("Norway")


@pytest.mark.parametrize(
    "row", ["Herring War\tname\tword", "herring\t\tword", "herring\tname\t", "herring\tname\ta|; b", "herring\tname"]
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, row: str) -> None:
    (tmp_path / FILE).write_text(f"{HEADER}{row}\n", "utf-8")
    with pytest.raises(TableInvalid, match=r"issues\.tsv:2") as raised:
        Issues.load(tmp_path)
    assert raised.value.code == "D401"
