"""Files as their makers ship them, with what is wrong in them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import ForeignError, ForeignLine, ForeignShape, ForeignUnreadable
from dragoman.exports import gdelt, icews, polecat
from dragoman.imports import read_gdelt, read_icews, read_polecat
from dragoman.model import Event, Record

COLUMNS = {read_polecat: polecat.COLUMNS, read_gdelt: gdelt.COLUMNS, read_icews: icews.COLUMNS}
READERS = tuple(COLUMNS)
GDELT = {
    "GlobalEventID": "1", "Day": "20240511", "Actor1Code": "ISLGOV", "Actor1Name": "REYKJAVIK", "Actor1CountryCode": "ISL",
    "Actor1Type1Code": "GOV", "Actor2Name": "NORWAY", "Actor2CountryCode": "NOR", "IsRootEvent": "1", "EventCode": "112",
    "ActionGeo_Type": "4", "ActionGeo_FullName": "Bergen, Vestland, Norway", "ActionGeo_CountryCode": "NO",
    "ActionGeo_Lat": "60.39", "ActionGeo_Long": "5.32", "DATEADDED": "20240512043000", "SOURCEURL": "https://a.example/1",
}  # fmt: skip
ICEWS = {
    "Event ID": "7", "Event Date": "2024-05-11", "Source Name": "Police (Iceland)", "Source Sectors": "Police,Government",
    "Source Country": "Iceland", "Event Text": "Arrest", "CAMEO Code": "173", "Intensity": "-5.0",
    "Target Name": "Citizen (Russia)", "Target Sectors": "NULL", "Target Country": "Russian Federation", "Story ID": "3",
    "Publisher": "The Specimen", "City": "Akureyri", "Country": "Iceland", "Latitude": "65.68", "Longitude": "-18.09",
}  # fmt: skip
POLECAT = {
    "Event ID": "abc_ACCUSE_1", "Event Date": "2024-05-11", "Event Type": "ACCUSE", "Event Mode": "allege",
    "Actor Name": "None; Norway", "Actor Country": "ISL; NOR", "Primary Actor Sector": "GOV; GOV",
    "Actor Name Raw": "minister; Oslo",
    "Recipient Name": "None", "Recipient Country": "KOS", "Contexts": "economic; no_such", "Source": "The Specimen",
    "Publication Date": "2024-05-12", "Language": "en",
}  # fmt: skip
ROWS = {read_polecat: POLECAT, read_gdelt: GDELT, read_icews: ICEWS}


def text(reader: object, *rows: dict[str, str], header: bool | None = None) -> str:
    """The text of a file with those rows."""
    columns = COLUMNS[reader]  # type: ignore[index]
    lines = ["\t".join(columns)] if header or (header is None and reader is not read_gdelt) else []
    return "\n".join([*lines, *("\t".join(row.get(column, "") for column in columns) for row in rows)]) + "\n"


def read(reader: object, path: Path, content: str | bytes) -> tuple[list[Record], list[ForeignError]]:
    file = path / "events.txt"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(reader(file))  # type: ignore[operator]
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, ForeignError)]


def event(reader: object, path: Path, content: str | bytes) -> Event:
    [record], errors = read(reader, path, content)
    assert errors == []
    [found] = record.events
    return found


def test_a_row_of_gdelt(tmp_path: Path) -> None:
    [record], _ = read(read_gdelt, tmp_path, text(read_gdelt, GDELT))
    [found] = record.events
    assert (found.type, found.mode, found.actors, found.recipients) == ("ACCUSE", "allege", ("ISL",), ("NOR",))
    assert found.place is not None and (found.place.name, found.place.country) == ("Bergen", "NOR")
    assert (record.article.url, record.article.outlet) == ("https://a.example/1", "a.example")
    assert record.article.published == "2024-05-12T04:30:00+00:00"
    assert (found.confidence, record.made_by.model) == (0.5, "GDELT 2.0")


def test_a_row_of_icews(tmp_path: Path) -> None:
    found = event(read_icews, tmp_path, text(read_icews, ICEWS))
    assert (found.type, found.mode, found.actors, found.recipients) == ("COERCE", "arrest", ("ISL",), ("CIV:RUS",))
    assert found.place is not None and (found.place.name, found.place.country, found.place.latitude) == ("Akureyri", "ISL", 65.68)


def test_a_row_of_polecat(tmp_path: Path) -> None:
    [record], _ = read(read_polecat, tmp_path, text(read_polecat, POLECAT))
    [found] = record.events
    assert (found.actors, found.recipients, found.contexts) == (("ISL", "NOR"), ("XKX",), ("economic",))
    assert (record.article.published, record.article.language) == ("2024-05-12", "en")


def test_gdelt_as_shipped(tmp_path: Path) -> None:
    path = tmp_path / "20240512043000.export.CSV.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        packed.writestr("20240512043000.export.CSV", text(read_gdelt, GDELT, {**GDELT, "EventCode": "9999"}))
        packed.writestr("__MACOSX/._20240512043000.export.CSV", b"\0\1")
    record, error = sorted(read_gdelt(path), key=lambda one: isinstance(one, ForeignError))
    assert isinstance(record, Record) and isinstance(error, ForeignLine)
    assert error.source == f"{path}/20240512043000.export.CSV:2"


@pytest.mark.parametrize("drop", [0, 1])
def test_gdelt_of_before_2015(drop: int, tmp_path: Path) -> None:
    columns = [c for c in gdelt.COLUMNS if not c.endswith("ADM2Code")][: 58 - drop]
    line = "\t".join(GDELT.get(column, "") for column in columns)
    assert event(read_gdelt, tmp_path, line + "\n").actors == ("ISL",)


@pytest.mark.parametrize(
    ("code", "name", "wanted"), [("", "HAMAS", "HAMAS"), ("HMS", "HAMAS", "HAMAS"), ("", "UNITED NATIONS", "UN")]
)
def test_groups_and_bodies_of_gdelt(code: str, name: str, wanted: str, tmp_path: Path) -> None:
    row = {**GDELT, "Actor1CountryCode": "", "Actor1Type1Code": "", "Actor1KnownGroupCode": code, "Actor1Name": name}
    assert event(read_gdelt, tmp_path, text(read_gdelt, row)).actors == (wanted,)


@pytest.mark.parametrize(
    ("types", "name", "wanted"),
    [
        ("MED", "REPORTER", "CIV:ISL"),
        ("BUS", "MADE UP FISH", "COMPANY:Made Up Fish"),
        ("BUS", "COMPANY", "CIV:ISL"),
        ("COP", "POLICE", "ISL"),
        ("", "ICELAND", "ISL"),
    ],
)
def test_types_of_gdelt(types: str, name: str, wanted: str, tmp_path: Path) -> None:
    row = {**GDELT, "Actor1Type1Code": types, "Actor1Name": name}
    assert event(read_gdelt, tmp_path, text(read_gdelt, row)).actors == (wanted,)


@pytest.mark.parametrize(
    ("code", "kind"), [("42", "CONSULT"), ("042", "CONSULT"), ("311", "AGREE"), ("1311", "THREATEN"), ("173", "COERCE")]
)
def test_zeros_that_a_program_took_from_codes(code: str, kind: str, tmp_path: Path) -> None:
    assert event(read_icews, tmp_path, text(read_icews, {**ICEWS, "CAMEO Code": code})).type == kind


def test_fourteen_in_icews_is_a_statement_not_a_protest(tmp_path: Path) -> None:
    assert read(read_icews, tmp_path, text(read_icews, {**ICEWS, "CAMEO Code": "14"})) == ([], [])


@pytest.mark.parametrize(
    ("older", "kind", "mode"),
    [("DEMAND", "REQUEST", None), ("DISAPPROVE", "ACCUSE", "disapprove"), ("INVESTIGATE", "ACCUSE", "investigate"),
     ("FIGHT", "ASSAULT", None), ("YIELD", "CONCEDE", None), ("accuse", "ACCUSE", None)],
)  # fmt: skip
def test_older_labels_of_polecat(older: str, kind: str, mode: str | None, tmp_path: Path) -> None:
    found = event(read_polecat, tmp_path, text(read_polecat, {**POLECAT, "Event Type": older, "Event Mode": "None"}))
    assert (found.type, found.mode) == (kind, mode)


def test_headers_in_another_order_and_with_a_column_too_many(tmp_path: Path) -> None:
    columns = [*reversed(polecat.COLUMNS)]
    shuffled = "\t".join(columns) + "\n" + "\t".join(POLECAT.get(column, "") for column in columns) + "\n"
    assert event(read_polecat, tmp_path, shuffled).actors == ("ISL", "NOR")
    more = text(read_polecat, POLECAT).replace("Version\n", "Version\tHeadline\n")
    assert event(read_polecat, tmp_path, more).actors == ("ISL", "NOR")
    older = text(read_polecat, POLECAT).replace("\tIntensity\t", "\tEvent Intensity\t")
    assert event(read_polecat, tmp_path, older).actors == ("ISL", "NOR")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("header", [True, False])
def test_with_and_without_a_header(reader: object, header: bool, tmp_path: Path) -> None:
    assert event(reader, tmp_path, text(reader, ROWS[reader], header=header)).recipients  # type: ignore[index]


@pytest.mark.parametrize("reader", READERS)
def test_a_bad_line_costs_nothing_beside_it(reader: object, tmp_path: Path) -> None:
    day = "Day" if reader is read_gdelt else "Event Date"
    kind = "Event Type" if reader is read_polecat else "EventCode" if reader is read_gdelt else "CAMEO Code"
    good = ROWS[reader]  # type: ignore[index]
    story = {read_gdelt: "SOURCEURL", read_icews: "Story ID", read_polecat: "Event ID"}[reader]  # type: ignore[index]
    other = {**good, story: "https://b.example/2"}
    content = text(reader, good, {**good, day: "yesterday"}, {**good, kind: "nothing"}) + "short\tline\n\n" + text(
        reader, other, header=False
    )  # fmt: skip
    records, errors = read(reader, tmp_path, content)
    assert len(records) == 2
    first = 2 if reader is not read_gdelt else 1
    assert sorted(int(error.source.rpartition(":")[2]) for error in errors) == [first + 1, first + 2, first + 3]
    assert {error.code for error in errors} == {"D703"} and all(isinstance(error, ForeignLine) for error in errors)


@pytest.mark.parametrize("reader", READERS)
def test_another_kind_of_file_is_told_once(reader: object, tmp_path: Path) -> None:
    for content in ("a,b,c\n" * 1000, "one line", b"\x89PNG\r\n\x1a\n\0\0" * 400):
        records, errors = read(reader, tmp_path, content)
        assert records == [] and [type(error) for error in errors] == [ForeignShape]
    assert read(reader, tmp_path, "") == ([], [])


@pytest.mark.parametrize("reader", READERS)
def test_what_cannot_be_opened_is_told(reader: object, tmp_path: Path) -> None:
    for path in (tmp_path / "none.tab", tmp_path):
        [error] = reader(path)  # type: ignore[operator]
        assert isinstance(error, ForeignUnreadable) and str(path) in str(error)
    assert [type(one) for one in read(reader, tmp_path, b"PK\x03\x04" + b"x" * 50)[1]] == [ForeignUnreadable]


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(text(read_icews, *({**ICEWS, "Story ID": str(n)} for n in range(5000))).encode())
    records, errors = read(read_icews, tmp_path, packed[: len(packed) * 3 // 4])
    assert len(records) > 1000 and [type(error) for error in errors] == [ForeignUnreadable]


def test_encodings(tmp_path: Path) -> None:
    rows = [{**ICEWS, "Publisher": "Le Spécimen"}]
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        [record], errors = read(read_icews, tmp_path, text(read_icews, *rows).encode(encoding))
        assert (record.article.outlet, errors) == ("Le Spécimen", []), encoding


def test_line_ends_quotation_marks_and_empty_cells_at_the_end(tmp_path: Path) -> None:
    content = text(read_icews, {**ICEWS, "Publisher": '"The ""Specimen"""'}).replace("\n", "\t\t\r\n")
    [record], errors = read(read_icews, tmp_path, content)
    assert (record.article.outlet, errors) == ('The "Specimen"', [])
    quoted = text(read_icews, {**ICEWS, "Publisher": '"The\tSpecimen"'})
    [record], errors = read(read_icews, tmp_path, quoted)
    assert (record.article.outlet, errors) == ("The\tSpecimen", [])


def test_the_rows_of_a_story_need_not_stand_together(tmp_path: Path) -> None:
    rows = [
        {**GDELT, "SOURCEURL": f"https://a.example/{n % 3}", "EventCode": code}
        for n, code in enumerate(["112", "190", "042"] * 3)
    ]
    records, _ = read(read_gdelt, tmp_path, text(read_gdelt, *rows))
    assert [record.article.url for record in records] == [f"https://a.example/{n}" for n in range(3)]


def test_sources_outside_the_web_do_not_make_one_page(tmp_path: Path) -> None:
    rows = [{**GDELT, "SOURCEURL": "BBC Monitoring", "GlobalEventID": str(n)} for n in (1, 2)]
    records, _ = read(read_gdelt, tmp_path, text(read_gdelt, *rows))
    assert [record.article.url for record in records] == [None, None]


def test_a_double_row_is_one_event(tmp_path: Path) -> None:
    [record], _ = read(read_gdelt, tmp_path, text(read_gdelt, GDELT, {**GDELT, "GlobalEventID": "2"}))
    assert len(record.events) == 1


def test_coordinates_off_the_globe_are_left_out(tmp_path: Path) -> None:
    found = event(read_gdelt, tmp_path, text(read_gdelt, {**GDELT, "ActionGeo_Lat": "600", "ActionGeo_Long": "nan"}))
    assert found.place is not None and found.place.latitude is None


def test_a_large_file_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.tab"
    with path.open("w") as file:
        file.write(text(read_icews))
        for n in range(3_000):
            file.write(text(read_icews, {**ICEWS, "Story ID": str(n % 1_500)}, header=False))
    next(iter(read_icews(path)))
    tracemalloc.start()
    count = sum(1 for _ in read_icews(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1_500 and peak < 1_500_000


CELL = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["None", "NULL", "1e309", "-", "0", "20240230", "٣", '"', "nan"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.dictionaries(st.integers(0, 60), CELL, max_size=20))
@pytest.mark.parametrize("reader", READERS)
def test_no_cell_makes_a_reader_fail(reader: object, cells: dict[int, str], tmp_path: Path) -> None:
    columns = COLUMNS[reader]  # type: ignore[index]
    wild = {**ROWS[reader], **{columns[at]: cell for at, cell in cells.items() if at < len(columns)}}  # type: ignore[index]
    for record in read(reader, tmp_path, text(reader, wild, ROWS[reader]))[0]:  # type: ignore[index]
        assert all(event.date is None or event.date.start for event in record.events)
