"""Sheets that come back: whatever a spreadsheet makes of them is read, what is wrong costs its row, and the figures are right."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dragoman.counting import sheets
from dragoman.counting.agree import Precision, Report, agree
from dragoman.counting.sample import EMPTY, TOLD, Coding, Drawn, PageItem, RowItem
from dragoman.errors import NothingToDraw, SheetDamaged, SheetsMissing

TYPES = ("ACCUSE", "ASSAULT", "CONSULT")


def row(item: str, kind: str = "ACCUSE", weight: float = 1.0) -> RowItem:
    machine = Coding(kind, ("USA",), ("RUS",), "actual")
    text = f"=words of {item}; “so”"
    return RowItem(item, f"e-{item}", (kind,), weight, text, "A headline", "Courier", "2024-05-01", "", machine, 0.8)


def page(item: str, weight: float, *rows: Coding) -> PageItem:
    return PageItem(
        item, f"page-{item}", (TOLD if rows else EMPTY,), weight, "A headline", "Courier", "2024-05-01", "https://x.example", rows
    )


def sample(*rows: RowItem, pages: tuple[PageItem, ...] = (), blind: bool = True) -> Drawn:
    return Drawn(0, ("type",), 100, 50, rows, pages, TYPES, blind)


def fill(path: Path, answers: dict[str, dict[str, str]], extra: list[dict[str, str]] | None = None) -> list[dict[str, str]]:
    """The lines of a sheet with answers, written back as they were."""
    lines = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    for line in lines:
        line |= answers.get(line["item"], {})
    lines += extra or []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return lines


YES = {"event": "yes", "type": "ACCUSE", "actors": "USA", "recipients": "RUS"}
NO = {"event": "no"}


def told(tmp_path: Path, drawn: Drawn, *answers: dict[str, dict[str, str]]) -> tuple[Report, sheets.Filled]:
    names = [f"c{i}" for i in range(len(answers))]
    sheets.write(drawn, tmp_path / "s", names)
    for name, each in zip(names, answers, strict=True):
        fill(tmp_path / "s" / "sheets" / f"rows-{name}.csv", each)
        fill(tmp_path / "s" / "sheets" / f"pages-{name}.csv", each) if drawn.pages else None
    filled = sheets.read(tmp_path / "s")
    return agree(filled, rounds=200), filled


def test_sheets_are_blind_unless_told_and_the_key_lies_apart(tmp_path: Path) -> None:
    sheets.write(sample(row("r1"), pages=(page("p1", 1.0),)), tmp_path / "a", ["ada", "bo"])
    names = {str(path.relative_to(tmp_path / "a")) for path in (tmp_path / "a").rglob("*") if path.is_file()}
    filled_in = {f"sheets/{k}-{c}.{f}" for k in ("rows", "pages") for c in ("ada", "bo") for f in ("csv", "jsonl")}
    assert names == {"key.json", "guide.txt"} | filled_in
    data = (tmp_path / "a" / "sheets" / "rows-ada.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"e-r1" not in data and b"machine" not in data and b"ACCUSE" not in data
    assert b"'=words" in data  # no formula
    sheets.write(sample(row("r1"), blind=False), tmp_path / "b", ["ada"])
    assert "machine_type" in (tmp_path / "b" / "sheets" / "rows-ada.csv").read_text("utf-8-sig")
    with pytest.raises(NothingToDraw, match="already"):
        sheets.write(sample(row("r1")), tmp_path / "b", ["ada"])
    with pytest.raises(NothingToDraw, match="name"):
        sheets.write(sample(row("r1")), tmp_path / "c", ["../ada"])


def test_precision_by_criterion_and_weighted_back_to_the_archive(tmp_path: Path) -> None:
    drawn = sample(row("r1", weight=45), row("r2", weight=45), row("r3", "CONSULT", 5), row("r4", "CONSULT", 5))
    answers = {"r1": YES, "r2": NO, "r3": YES | {"type": "CONSULT"}, "r4": YES | {"type": "consult", "actors": "USA; FRA"}}
    report, _ = told(tmp_path, drawn, answers)
    found = {(p.criterion, p.of, p.value): p for p in report.precision}

    def shares(*key: str) -> tuple[float, int, float, float]:
        p: Precision = found[key]  # type: ignore[index]
        assert p.plain is not None and p.archive is not None
        return p.right, p.judged, p.plain.value, p.archive.value

    assert shares("event", "all", "") == (3, 4, 0.75, 0.55)
    assert shares("strict", "all", "") == (2, 4, 0.5, 0.5)
    assert shares("type", "type", "ACCUSE") == (1, 2, 0.5, 0.5)
    assert shares("type", "type", "CONSULT") == (2, 2, 1.0, 1.0)


def test_a_row_that_coders_dispute_is_right_in_part(tmp_path: Path) -> None:
    report, _ = told(tmp_path, sample(row("r1"), row("r2")), {"r1": YES, "r2": YES}, {"r1": YES, "r2": NO})
    assert dict(report.disputed) == {"event": 1, "type": 1, "strict": 1}
    (all_,) = [p for p in report.precision if (p.criterion, p.of) == ("strict", "all")]
    assert (all_.judged, all_.right) == (2, 1.5) and all_.archive is not None and all_.archive.value == 0.75


def test_agreement_between_coders_and_with_the_machine(tmp_path: Path) -> None:
    drawn = sample(*(row(f"r{i}", TYPES[i % 3]) for i in range(12)))
    right = {f"r{i}": YES | {"type": TYPES[i % 3]} for i in range(12)}
    report, _ = told(tmp_path, drawn, right, right | {"r0": NO, "r1": YES | {"type": "CONSULT"}})
    alphas = {(a.who, a.field): a.agreement for a in report.agreement}
    assert alphas["machine and c0", "type"].alpha == 1.0
    both = alphas["coders", "type"]
    assert (
        both.units == 12 and both.alpha is not None and 0.6 < both.alpha < 0.9 and both.same == pytest.approx(10 / 12, abs=1e-3)
    )
    assert both.low is not None and both.high is not None and both.low <= both.alpha <= both.high
    assert alphas["coders", "modality"].alpha is not None and ("machine and c0", "event") not in alphas


def test_recall_from_pages_read_whole(tmp_path: Path) -> None:
    pages = (
        page("p1", 10, Coding("ACCUSE", ("USA",), ("RUS",), "actual"), Coding("CONSULT", ("FRA",), (), "actual")),
        page("p2", 40),
    )
    drawn = sample(pages=pages)
    sheets.write(drawn, tmp_path / "s", ["ada"])
    path = tmp_path / "s" / "sheets" / "pages-ada.csv"
    more = [{"item": "p1"} | YES | {"type": "ASSAULT"}, {"item": "p1"} | YES | {"actors": "CHN", "recipients": ""}]
    fill(path, {"p1": YES, "p2": YES}, more)
    filled = sheets.read(tmp_path / "s")
    assert not filled.faults and len(filled.pages) == 4
    found = {r.of: r for r in agree(filled, rounds=200).recall}
    # On p1 the machine has one of three (ACCUSE by the USA); CONSULT shares nobody with what is left. On p2 it has none of one.
    assert found[TOLD].events == 3 and found[TOLD].typed == pytest.approx(1 / 3, abs=1e-4)
    assert found["all"].typed == pytest.approx(10 / 70, abs=1e-4) and found[EMPTY].found == 0
    assert found[EMPTY].per_page == 1.0 and found["all"].per_page == pytest.approx(70 / 50)


def test_a_page_without_events_counts_as_read(tmp_path: Path) -> None:
    report, _ = told(tmp_path, sample(row("r1"), pages=(page("p1", 1.0),)), {"r1": YES, "p1": NO})
    assert (report.recall[0].pages, report.recall[0].per_page) == (1, 0.0) and report.recall[
        0
    ].found is None  # of no event none can be missed


@pytest.mark.parametrize(
    ("mark", "encoding", "end"),
    [(",", "utf-8", "\n"), (";", "utf-8-sig", "\r\n"), ("\t", "utf-16", "\r\n"), (";", "cp1252", "\r\n"), (",", "utf-8", "\r")],
)
def test_sheets_as_spreadsheets_save_them(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    sheets.write(sample(row("r1"), row("r2")), tmp_path / "s", ["ada"])
    path = tmp_path / "s" / "sheets" / "rows-ada.csv"
    lines = fill(path, {"r1": YES | {"actors": "usa; fra", "note": "Señor, “well”; so"}, "r2": {"event": "FALSE"}})
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(lines[0])[::-1], delimiter=mark, lineterminator=end)
    writer.writeheader()
    writer.writerows(lines)
    path.write_bytes(text.getvalue().encode(encoding))
    filled = sheets.read(tmp_path / "s")
    assert not filled.faults
    assert [(a.item, a.event, a.coding) for a in filled.rows] == [
        ("r1", True, Coding("ACCUSE", ("FRA", "USA"), ("RUS",), "actual")),
        ("r2", False, None),
    ]


def test_what_is_wrong_costs_its_row(tmp_path: Path) -> None:
    drawn = sample(*(row(f"r{i}") for i in range(1, 9)))
    sheets.write(drawn, tmp_path / "s", ["ada"])
    answers = {
        "r1": YES,
        "r2": YES | {"type": "FIGHT"},
        "r3": {"event": "perhaps"},
        "r4": YES | {"actors": "the Americans"},
        "r5": {"type": "ACCUSE"},
        "r6": YES | {"modality": "maybe"},
        "r7": {"event": "yes"},
    }
    path = tmp_path / "s" / "sheets" / "rows-ada.csv"
    fill(path, answers, [{"item": "r99", "event": "yes"}, {"item": "r1"} | NO, {"item": "r1"} | YES])
    filled = sheets.read(tmp_path / "s")
    assert [a.item for a in filled.rows] == ["r1"] and filled.unanswered == (("pages-ada", 0), ("rows-ada", 7))
    told = [str(fault) for fault in filled.faults]
    assert all(text.startswith("D726 rows-ada.csv:") for text in told)
    for number, words in enumerate(
        ("FIGHT", "perhaps", "the Americans", "without an answer", "maybe", "without a type", "r99", "already")
    ):
        assert words in told[number]
    assert told[0].startswith("D726 rows-ada.csv:3: ")


def test_shown_answers_stand_where_a_coder_writes_none(tmp_path: Path) -> None:
    _, filled = told(
        tmp_path, sample(row("r1"), row("r2"), blind=False), {"r1": {"event": "x"}, "r2": {"event": "yes", "recipients": "-"}}
    )
    assert [a.coding for a in filled.rows] == [
        Coding("ACCUSE", ("USA",), ("RUS",), "actual"),
        Coding("ACCUSE", ("USA",), (), "actual"),
    ]


def test_json_lines_do_as_well_and_a_table_with_answers_goes_first(tmp_path: Path) -> None:
    sheets.write(sample(row("r1"), row("r2")), tmp_path / "s", ["ada"])
    path = tmp_path / "s" / "sheets" / "rows-ada.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines[0] |= {"event": True, "type": "ACCUSE", "actors": ["USA"], "recipients": ["RUS"], "modality": None}
    path.write_text("\n".join([*map(json.dumps, lines), "{broken", ""]), "utf-8")
    filled = sheets.read(tmp_path / "s")
    assert [a.item for a in filled.rows] == ["r1"] and [str(f)[:25] for f in filled.faults] == ["D726 rows-ada.jsonl:3: no"]
    fill(path.with_suffix(".csv"), {"r2": NO})
    assert [a.item for a in sheets.read(tmp_path / "s").rows] == ["r2"]


def test_sheets_that_cannot_be_read_cost_themselves_alone(tmp_path: Path) -> None:
    sheets.write(sample(row("r1")), tmp_path / "s", ["ada", "bo", "cy", "di"])
    folder = tmp_path / "s" / "sheets"
    fill(folder / "rows-ada.csv", {"r1": YES})
    (folder / "rows-bo.csv").write_bytes(b"PK\x03\x04 a workbook")
    (folder / "rows-cy.csv").write_text("id,answer\n1,2\n", "utf-8")
    (folder / "rows-di.csv").write_bytes(b"")
    filled = sheets.read(tmp_path / "s")
    assert [a.coder for a in filled.rows] == ["ada"] and {type(f) for f in filled.faults} == {SheetDamaged}
    assert len(filled.faults) == 3


def test_without_key_or_sheets(tmp_path: Path) -> None:
    with pytest.raises(SheetsMissing, match="no key"):
        sheets.read(tmp_path / "nowhere")
    sheets.write(sample(row("r1")), tmp_path / "s", [])
    with pytest.raises(SheetsMissing, match="no sheets"):
        sheets.read(tmp_path / "s")
    (tmp_path / "s" / "key.json").write_text("{", "utf-8")
    with pytest.raises(SheetDamaged, match="key"):
        sheets.read(tmp_path / "s")
