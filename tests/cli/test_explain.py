"""`dragoman explain`: what it prints, and what it says where there is nothing to explain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main

PAGE = """Iceland and Norway at odds

Iceland's foreign minister, Edda Specimen, met Norway's fisheries minister, Odd Exempel, in Bergen on Saturday.

Norway will release the Icelandic crew, Mr. Exempel said. Iceland accused Norway of overfishing.
"""


@pytest.fixture(autouse=True)
def without_a_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_WORLD", raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="dragoman")


def events(source: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run("read", source, "--json", "--published", "2024-05-13").stdout)["events"]
    return found


def test_a_page(source: str) -> None:
    promise = next(e for e in events(source) if e["type"] == "AGREE")
    result = run("explain", promise["id"], source, "--published", "2024-05-13")
    assert result.exit_code == 0 and result.stderr == ""
    out = " ".join(result.stdout.split())
    for told in (
        f"id {promise['id']}",
        "‹Norway will release the Icelandic crew›",
        "tree release, ccomp",
        "row taken RETREAT release strong verb",
        "coding/tables/predicates.tsv:",
        "frame: ARG0 “Norway” 1.00 × 0.60",
        "type RETREAT release → AGREE “will release”",
        "own words “will” makes it planned",
        "voice Odd Exempel",
        "world/tables/states.tsv:",
        "modality planned → actual the promise, threat or refusal itself is made",
        "the odds of any row",
    ):
        assert told in out
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


def test_json_is_the_same_as_the_page(source: str) -> None:
    first = events(source)[0]
    result = run("explain", "1", source, "--json", "--published", "2024-05-13")
    found = json.loads(result.stdout)
    assert result.exit_code == 0 and found["event"] == first and found["number"] == 1
    assert set(found) == set(
        "event number passage act changes modality parties date place voice joined confidence made_by schema".split()
    )
    assert found["date"]["anchor"] == "2024-05-13" and found["act"]["word"] == "met"


def test_an_unknown_id_is_one_line_that_names_near_ones(source: str) -> None:
    result = run("explain", "0123456789abcdef", source)
    assert result.exit_code == 2 and result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("dragoman: D501 0123456789abcdef: ") and events(source)[0]["id"][:4] in line


def test_a_source_that_is_not_there_is_told_as_such() -> None:
    result = run("explain", "1", "nowhere.html")
    assert result.exit_code == 2 and result.stderr.startswith("dragoman: D101 nowhere.html")


def test_an_event_is_looked_for_in_every_page_of_a_source(tmp_path: Path) -> None:
    for n, who in enumerate(("Denmark", "Sweden")):
        (tmp_path / f"{n}.txt").write_text(
            f"Herring {n}\n\n{who} accused Norway of overfishing near its coast on Monday.\n", "utf-8"
        )
    second = events(str(tmp_path / "1.txt"))[0]
    result = run("explain", second["id"], str(tmp_path))
    assert result.exit_code == 0 and "Sweden" in result.stdout and "Denmark" not in result.stdout
