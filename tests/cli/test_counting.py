"""`dragoman timeline`, `dyad`, `panel`, `compare`, `sample` and `agree`: what they ask of an archive, and what they print."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result

pytest.importorskip("dragoman.cli.archive")

from tests.cli.counted import Kept
from tests.counting.making import a_page, a_stand, an_event

from dragoman.cli import checking, counting
from dragoman.counting.panel import UnitKind
from dragoman.counting.periods import BY
from dragoman.counting.sample import STRATIFIERS
from dragoman.model.archived import Merged

EVENTS = [
    an_event("e1", "2024-01-05", "RUS", "UKR", "ASSAULT"),
    an_event("e2", "2024-01-20", "UKR", "RUS", "ACCUSE"),
    an_event("e3", "2024-03-02", "RUS UKR", "", "CONSULT"),
    an_event("e4", "2024", "RUS", "UKR", "ACCUSE"),
    an_event("e5", "2024-03-02", "RUS", "UKR", "ACCUSE", modality="denied"),
]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """An archive of a few events, whatever path is named."""
    return put(
        monkeypatch,
        Kept(EVENTS, stands=[a_stand("1", "2024-01-05", "RUS", "oppose"), a_stand("2", "2024-03-05", "RUS", "support")]),
    )


def put(monkeypatch: pytest.MonkeyPatch, archive: Kept) -> Kept:
    for module in (counting, checking):
        monkeypatch.setattr(module, "opened", lambda path, as_of=None: archive)
    return archive


def run(command: click.Command, *arguments: str) -> Result:
    result = CliRunner().invoke(command, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def table(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_choices_are_those_of_the_functions() -> None:
    assert counting.PERIODS == BY and get_args(UnitKind) == counting.UNITS
    assert checking.STRATA == STRATIFIERS


@pytest.mark.usefixtures("kept")
def test_timeline() -> None:
    page = run(counting.timeline_command, "a.db")
    assert page.exit_code == 0
    for words in (
        "Friday 5 January 2024",
        "14 days without events",
        "words of e1",
        "RUS → UKR",
        "[denied]",
        "2024 ─",
        "5 events",
    ):
        assert words in page.output
    days = json.loads(run(counting.timeline_command, "a.db", "--format", "json", "--pages", "1").output)
    assert [day["date"] for day in days] == ["2024", "2024-01-05", "2024-01-20", "2024-03-02"]
    assert days[1]["events"][0]["told"][0]["evidence"]["exact"] == "words of e1"
    assert len(run(counting.timeline_command, "a.db", "--format", "jsonl").output.splitlines()) == 4


def test_nothing_is_told_as_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, Kept([]))
    for command, arguments in (
        (counting.timeline_command, ()),
        (counting.dyad_command, ("RUS", "UKR")),
        (counting.panel_command, ()),
        (counting.compare_command, ("2024-01", "2024-02")),
    ):
        assert run(command, "a.db", *arguments).exit_code == 1
    assert "D723" in run(checking.sample_command, "a.db", "nowhere").output


def test_dyad_by_codes_or_names(kept: Kept, tmp_path: Path) -> None:
    drawing = tmp_path / "d.svg"
    result = run(counting.dyad_command, "a.db", "Russia", "ukr", "--by", "quarter", "--svg", str(drawing), "--format", "csv")
    rows = table(result)
    assert result.exit_code == 0 and kept.asked["lines"].between == ("RUS", "UKR") and kept.asked["closed"]
    assert [(r["period"], r["events"]) for r in rows if r["way"] == "total"] == [("2024-Q1", "3"), ("", "1")]
    assert "Russia (RUS) and Ukraine (UKR), by quarter" in ElementTree.fromstring(drawing.read_text("utf-8"))[0].text
    drawn = run(counting.dyad_command, "a.db", "RUS", "UKR", "--format", "table").output
    assert "█" in drawn and "▒" in drawn and "2024-02" in drawn and "no month" in drawn
    assert run(counting.dyad_command, "a.db", "RUS", "Russia").exit_code == 2
    denied = run(counting.dyad_command, "a.db", "RUS", "UKR", "--modality", "denied")
    assert [r["events"] for r in table(denied) if r["way"] == "total"] == ["1"]


def test_panel(kept: Kept) -> None:
    result = run(counting.panel_command, "a.db", "--unit", "dyad", "--format", "csv")
    rows = table(result)
    assert [(r["iso_a"], r["cow_b"], r["period"], r["events"], r["pages_read"]) for r in rows] == [
        ("RUS", "369", "2024-01", "2", "2"),
        ("RUS", "369", "2024-02", "0", "0"),
        ("RUS", "369", "2024-03", "1", "2"),
        ("RUS", "", "", "1", "1"),
    ]
    assert "1 units that ever have an event" in result.stderr and "1 without a period" in result.stderr
    bounded = run(
        counting.panel_command, "a.db", "--units", "RUS-UKR,UKR-RUS", "--from", "2024-01", "--to", "2024-02", "--format", "jsonl"
    )
    assert len(bounded.stdout.splitlines()) == 5 and kept.asked["lines"].parties == ("RUS", "UKR")
    assert kept.asked["pages"].parties == ()
    assert "D722" in run(counting.panel_command, "a.db", "--units", "RUS").output


@pytest.mark.usefixtures("kept")
def test_panel_as_parquet_keeps_its_types(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    result = run(counting.panel_command, "a.db", "--format", "parquet")
    (tmp_path / "p.parquet").write_bytes(result.stdout_bytes)
    found = parquet.read_table(tmp_path / "p.parquet")
    assert str(found.schema.field("cow_a").type) == "int64" and str(found.schema.field("mean_intensity").type) == "double"
    assert "" in found.column("period").to_pylist() and found.column("cow_a").null_count > 0


def test_compare(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    few = run(counting.compare_command, "a.db", "2024-01", "2024-03", "--pair", "Russia-Ukraine")
    assert few.exit_code == 0 and "Too few events to say" in few.output  # but a position turned
    assert "RUS on trade  oppose → support" in few.output and "said 2" in few.output
    assert (kept.asked["events"].first, kept.asked["events"].last) == ("2024-01-01", "2024-03-31")
    many: list[Merged] = [
        an_event(f"{month}-{i}", f"2024-{month}-{i + 1:02}", "RUS", "UKR", kind)
        for month, kind in (("01", "CONSULT"), ("03", "ASSAULT"))
        for i in range(9)
    ]
    put(monkeypatch, Kept(many))
    page = run(counting.compare_command, "a.db", "2024-01", "2024-03").output
    assert "RUS – UKR  cooler" in page and "words of 01-0" in page and "words of 03-0" in page
    (change,) = json.loads(run(counting.compare_command, "a.db", "2024-01", "2024-03", "--format", "json").output)["changes"]
    assert change["verdict"] == "cooler" and change["difference"]["value"] == -11.5
    for arguments in (
        ("2024-01", "March"),
        ("2024-01", "2024-03", "--pair", "RUS"),
        ("2024-01", "2024-03", "--pair", "RUS-Russia"),
    ):
        assert run(counting.compare_command, "a.db", *arguments).exit_code == 2


def test_sample_and_agree(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    put(monkeypatch, Kept(EVENTS, [a_page("empty"), *(e.reports[0].page for e in EVENTS)]))
    folder = tmp_path / "s"
    result = run(checking.sample_command, "a.db", str(folder), "--coder", "ada", "--shown", "--rows", "4", "--by", "type")
    assert result.exit_code == 0 and "4 of 5 rows, by" not in result.output and "4 of 5 rows" in result.output
    sheet = folder / "sheets" / "rows-ada.csv"
    lines = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    for line, answer in zip(lines, ("yes", "yes", "no", "perhaps"), strict=True):
        line["event"] = answer
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(lines)
    page = run(checking.agree_command, str(folder))
    assert page.exit_code == 1 and "D726 rows-ada.csv:5" in page.stderr and "pages-ada: 6 without an answer" in page.stderr
    assert "3 rows judged seeing the machine's answers by ada" in page.stdout and "precision" in page.stdout
    rows = table(run(checking.agree_command, str(folder), "--format", "csv"))
    assert next((r["n"], r["right"], r["value"]) for r in rows if r["figure"] == "precision, strict") == ("3", "2.0", "0.6667")
    report: dict[str, Any] = json.loads(run(checking.agree_command, str(folder), "--format", "json").stdout)
    assert report["coders"] == ["ada"] and report["faults"] == 1
    assert run(checking.agree_command, str(tmp_path)).exit_code == 2
