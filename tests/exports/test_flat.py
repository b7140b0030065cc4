"""CSV and Parquet: the same rows, typed, joined by ids, told of in the dictionary; formulas guarded and given back."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import MINISTER, Memory, contents, merged, page, position, statement
from tools import data_dictionary

from dragoman.exports.columns import cell, typed
from dragoman.exports.tables import TABLES


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_written_with_its_columns(write: Write) -> None:
    folder = write("csv")
    for table in TABLES:
        with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [column.name for column in table.columns]
    counts = {table.name: len(read(folder / f"{table.name}.csv")) for table in TABLES}
    assert counts == {"events": 5, "reports": 10, "statements": 1, "positions": 1, "pages": 4, "actors": 3}


def test_values_of_an_event(write: Write) -> None:
    first, *_, last = read(write("csv") / "events.csv")
    wanted = {
        "type": "ACCUSE",
        "quad": "3",
        "intensity": "-3.5",
        "background": "0",
        "actors": "ISL",
        "contexts": "diplomatic;natural_resource",
        "first_day": "2024-05-11",
        "dead_low": "1",
        "dead_high": "3",
        "injured_low": "",
        "latitude": "62.00973",
        "reports": "2",
        "differs": "mode",
        "exact": "Edda Specimen accused Norway of overfishing",
        "char_start": "10",
    }
    assert {key: first[key] for key in wanted} == wanted
    assert last["first_day"] == last["place"] == last["latitude"] == ""


def test_tables_join(write: Write) -> None:
    folder = write("csv")
    actors = {row["id"]: row["name"] for row in read(folder / "actors.csv")}
    reports = read(folder / "reports.csv")
    assert {row["event"] for row in reports} == {row["id"] for row in read(folder / "events.csv")}
    assert {row["page"] for row in reports} <= {row["id"] for row in read(folder / "pages.csv")}
    assert actors[reports[0]["actor_ids"]] == "Edda Specimen" and actors[reports[0]["recipient_ids"]] == "Norway"
    (said,) = read(folder / "statements.csv")
    assert actors[said["speaker_id"]] == said["speaker"] == "Edda Specimen"
    (held,) = read(folder / "positions.csv")
    assert (held["actor"], held["toward_name"], held["sought_by"]) == ("NOR", "Edda Specimen", "COMPANY:Specimen Fish\\; Ltd")


def test_one_person_in_two_offices_is_two_actors(write: Write) -> None:
    later = replace(MINISTER, office="prime minister", office_from="2025-01", id="edda-specimen-2")
    heard = replace(statement(), speaker=later)
    rows = read(write("csv", Memory((merged(),), (heard,))) / "actors.csv")
    assert [r["office"] for r in rows if r["name"] == "Edda Specimen"] == ["foreign minister", "prime minister"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-1", "'tis", "plain", "'"])
def test_a_spreadsheet_finds_no_formula_and_the_text_can_be_had_back(text: str) -> None:
    written = cell("text", text)
    assert written[0] not in "=+-@\t\r"
    assert (written[1:] if re.match(r"'+[=+@\t\r-]", written) else written) == text


@given(st.text(alphabet="'=+-@\t\rab", min_size=1))
def test_guarding_is_never_ambiguous(text: str) -> None:
    written = cell("text", text)
    assert (written[1:] if re.match(r"'+[=+@\t\r-]", written) else written) == text


def test_negative_numbers_are_no_formulas() -> None:
    assert cell("number", typed("number", -3.5)) == "-3.5"
    assert cell("number", typed("number", float("nan"))) == ""


def test_a_line_break_in_a_headline_stays_in_its_cell(write: Write) -> None:
    (row,) = read(write("csv", Memory(listed=(page(headline='One\n"two", three'),))) / "pages.csv")
    assert row["headline"] == 'One\n"two", three'


def test_parquet_has_the_same_rows_with_types(write: Write) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    folder, flat = write("parquet", to="typed"), write("csv", to="flat")
    for table in TABLES:
        rows = pq.read_table(folder / f"{table.name}.parquet").to_pylist()
        as_cells = [{c.name: cell(c.kind, row[c.name]) for c in table.columns} for row in rows]
        assert as_cells == read(flat / f"{table.name}.csv")
    schema = pq.read_schema(folder / "events.parquet")
    kinds = {name: str(schema.field(name).type) for name in ("actors", "first_day", "background", "quad", "latitude", "id")}
    assert kinds["actors"].startswith("list<") and kinds["first_day"] == "date32[day]"
    assert (kinds["background"], kinds["quad"], kinds["latitude"], kinds["id"]) == ("bool", "int64", "double", "string")


def test_parquet_in_many_row_groups_keeps_every_row(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    from dragoman.exports import columnar

    monkeypatch.setattr(columnar, "_GROUP", 2)
    file = pq.ParquetFile(write("parquet") / "events.parquet")
    assert file.num_row_groups == 3
    assert [row["id"] for row in file.read().to_pylist()] == ["m1", "m2", "m3", "m4", "m5"]


def test_parquet_without_pyarrow_says_what_to_install(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.errors import ExportUnfit
    from dragoman.exports import extras

    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    with pytest.raises(ExportUnfit, match=r"pip install 'dragoman\[arrow\]'"):
        write("parquet")


def test_every_column_is_in_the_dictionary(write: Write) -> None:
    folder = write("csv")
    told = {(row["table"], row["column"]) for row in read(folder / "dictionary.csv")}
    assert told == {(table.name, column.name) for table in TABLES for column in table.columns}
    assert all(column.about for table in TABLES for column in table.columns)
    for table in TABLES:
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert f"## {table.name}\n" in (folder / "README.md").read_text("utf-8")


def test_the_document_is_up_to_date() -> None:
    assert data_dictionary.DOCUMENT.read_text("utf-8") == data_dictionary.text(), "write it anew: python tools/data_dictionary.py"


def test_a_position_whose_actor_is_not_known_is_a_row_without_a_code(write: Write) -> None:
    stand = position()
    lost = replace(stand, actors=())
    (row,) = read(write("csv", Memory(stands=(lost,))) / "positions.csv")
    assert row["actor"] == row["toward"] == "" and row["stance"] == "oppose"


def test_contents_are_read_once_each(write: Write) -> None:
    """An archive is large: no form goes through it more often than it must."""
    calls: list[str] = []

    class Counted(Memory, frozen=True):
        def events(self):  # type: ignore[no-untyped-def]
            calls.append("events")
            return Memory.events(self)

    what = contents()
    write("csv", Counted(what.merged, what.heard, what.stands, what.listed))
    assert calls == ["events"]
