"""`dragoman positions`: pages in, the matrix out, in each of its forms; and the public face."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dragoman
from dragoman.cli import main
from dragoman.model import Record

PAGES = [str(Path(__file__).parents[2] / "docs" / "pages" / f"positions-{month}.txt") for month in ("january", "march")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["positions", "-q", *arguments])


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch, record: Record) -> None:
    """Every page is the record made by hand."""
    monkeypatch.setattr("dragoman.cli.read.record_of", lambda part, published: record)


def test_exported_names() -> None:
    assert dragoman.__all__ == ["Archive", "Filter", "__version__", "explain", "positions", "read", "read_all"]


def test_two_pages_make_a_matrix_with_changes_and_what_is_apart() -> None:
    rows = {(r["actor"], r["on"]): r for r in map(json.loads, run("--json", *PAGES).output.splitlines())}
    iceland = rows["ISL", "trade"]
    assert (iceland["stance"], iceland["as_of"]) == ("support", "2024-03-02")
    assert iceland["changes"] == [{"before": "oppose", "after": "support", "when": "2024-03-02"}]
    norway = rows["NOR", "fisheries"]
    assert norway["stance"] is None
    assert {(c["stance"], *c["claimed_by"], *c["contested_by"]) for c in norway["claims"]} == {
        ("neutral", "NOR", "DNK"),
        ("support", "DNK", "NOR"),
    }


@pytest.mark.usefixtures("one")
def test_forms_and_choices() -> None:
    tsv = run("--by", "issue", PAGES[0])
    assert tsv.exit_code == 0 and tsv.output.startswith("actor\tname\ton\tstance") and "\tthe herring dispute\t" in tsv.output
    table = run("--by", "issue", "--format", "table", PAGES[0]).output
    assert "the herring dispute" in table and "apart: neutral, contested by ISL" in table
    assert "NATO" in run("--by", "toward", "--actor", "NATO", "--on", "NOR", PAGES[0]).output
    nothing = run("--actor", "FRA", "--json", PAGES[0])
    assert nothing.exit_code == 0 and "no position" in nothing.output


@pytest.mark.usefixtures("one")
def test_what_cannot_be_read_costs_a_line() -> None:
    result = run(PAGES[0], "missing.html")
    assert result.exit_code == 1 and "D101" in result.output


def test_a_fault_in_ones_own_themes_is_told(tmp_path: Path) -> None:
    (tmp_path / "issues.tsv").write_text("theme\tname\twords\nNo Id\tname\tword\n", "utf-8")
    result = run("--world", str(tmp_path), PAGES[0])
    assert result.exit_code == 2 and "issues.tsv:2" in result.output


def test_a_fault_in_ones_own_themes_is_found_by_world_check(tmp_path: Path) -> None:
    (tmp_path / "issues.tsv").write_text("theme\tname\twords\nNo Id\tname\tword\n", "utf-8")
    result = CliRunner().invoke(main, ["world", "check", str(tmp_path)], prog_name="dragoman")
    assert result.exit_code == 2 and "issues.tsv:2" in result.output
