"""`dragoman codebook`: looking up, trying, checking, adding; exit statuses and what is printed where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main

HOSTAGES = ("--quad", "4", "--score", "-8", "--plover", "COERCE", "--definition", "a lever")
HELD = ("--example", "Iran {held} two Danish tourists as a bargaining chip.")


@pytest.fixture(autouse=True)
def without_a_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_WORLD", raising=False)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["codebook", *map(str, words)], prog_name="dragoman")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with a type of one's own."""
    assert run("add-type", "HOSTAGE_DIPLOMACY", *HOSTAGES, *HELD, "--world", tmp_path).exit_code == 0
    return tmp_path


def test_show_prints_all_types_and_contexts() -> None:
    rows = [line.split("\t") for line in run("show").stdout.splitlines()]
    assert rows[0] == ["name", "quad", "score", "plover", "meaning"]
    assert ["AGREE", "1", "2.5", "AGREE"] in [row[:4] for row in rows]
    assert "cyber" in [row[0] for row in rows] and all(row[4] for row in rows)


def test_show_prints_a_type_with_its_words(mine: Path) -> None:
    result = run("show", "HOSTAGE_DIPLOMACY", "COERCE", "--world", mine, "--json")
    first, second = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 0
    assert (first["quad"], first["score"], first["plover"], first["meaning"]) == (4, -8, "COERCE", "a lever")
    assert [(p["lemma"], p["needs"], p["whose"]) for p in first["predicates"]] == [("hold", "object:tourist", "yours")]
    assert {"whose": "ours"}.items() <= second["predicates"][0].items()


def test_what_is_not_there_costs_a_line() -> None:
    result = run("show", "military", "NOPE")
    assert result.exit_code == 1 and result.stderr.startswith("dragoman: D402 NOPE")
    assert run("show", "NOPE").exit_code == 2


def test_try_says_what_a_word_calls_up_and_what_comes_of_it(mine: Path) -> None:
    result = run("try", "Iran held three Swedish tourists.", "--world", mine, "--json")
    found = json.loads(result.stdout)
    assert [(w["word"], w["calls"], w["whose"]) for w in found["words"]] == [("held", "HOSTAGE_DIPLOMACY", "yours")]
    assert [(e["event"], e["recipients"]) for e in found["events"]] == [("HOSTAGE_DIPLOMACY", "CIV:SWE")]


def test_try_without_an_event_is_told_by_the_exit_status() -> None:
    result = run("try", "Norway accused Iceland of overfishing.", "The weather was fine.")
    assert result.exit_code == 1 and "\naccused\tACCUSE\t" in result.stdout


def test_check_tells_faults_with_their_line(mine: Path) -> None:
    assert run("check", mine).stdout.endswith("2 rows, 1 predicates from examples, no fault\n")
    with (mine / "codebook" / "types.tsv").open("a") as file:
        file.write("OTHER\t\t7\t-3\t\t\n")
    result = run("check", "--world", mine)
    assert result.exit_code == 1 and "types.tsv:3: quad is '7'; give 1, 2, 3 or 4" in result.stderr
    assert run("check", mine / "none").exit_code == 2 and run("check").exit_code == 2


def test_add_writes_nothing_where_anything_is_wrong(mine: Path) -> None:
    before = (mine / "codebook" / "types.tsv").read_bytes()
    result = run("add-type", "HOSTAGE_DIPLOMACY", *HOSTAGES, "--world", mine)
    assert result.exit_code == 2 and "stands twice" in result.stderr
    assert (mine / "codebook" / "types.tsv").read_bytes() == before
    assert run("add-type", "OTHER", *HOSTAGES).exit_code == 2


def test_a_context_is_added_and_read_with_the_page(mine: Path) -> None:
    assert run("add-context", "semiconductor", "chip", "chip maker", "--world", mine).exit_code == 0
    page = mine.with_name(f"{mine.name}-page.txt")
    page.write_text("Iran held three Swedish tourists over a shipment of chips, the Swedish government said on Monday.\n")
    with (mine / "codebook" / "types.tsv").open("a") as file:
        file.write("OTHER\t\t7\t-3\t\t\n")
    result = CliRunner().invoke(main, ["read", "--json", "--world", str(mine), str(page)], prog_name="dragoman")
    found = json.loads(result.stdout)
    (event,) = [e for e in found["events"] if e["type"] == "HOSTAGE_DIPLOMACY"]
    assert (event["quad"], event["intensity"]) == (4, -8) and "semiconductor" in event["contexts"]
    assert "+own-" in found["made_by"]["rules"] and "+" not in found["made_by"]["world"]
    assert result.exit_code == 0 and "types.tsv:3: quad is '7'" in result.stderr
