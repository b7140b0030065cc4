"""The files of the field: POLECAT, ICEWS, GDELT."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.exports.made import (
    ALLIANCE,
    COUNCIL,
    DENMARK,
    FIRM,
    FISHERS,
    GUNMEN,
    HAMAS,
    ICELAND,
    KOSOVO,
    MINISTER,
    NORWAY,
    PAGE,
    POLICE,
    PRIVATE,
    UNION,
    UNITED_NATIONS,
    WEST,
    Made,
    merged,
)

from dragoman.coding import lexicon
from dragoman.exports import Settings, form, gdelt, icews, polecat
from dragoman.model import Actor, Date, Place
from dragoman.model.archived import Merged, Page
from dragoman.world import World, world

NAMES = ("polecat", "gdelt", "icews")
COLUMNS = {"polecat": polecat.COLUMNS, "gdelt": gdelt.COLUMNS, "icews": icews.COLUMNS}


@pytest.fixture(scope="module")
def known() -> World:
    return world()


def rows(name: str, path: Path, known: World, *events: Merged, **settings: object) -> list[dict[str, str]]:
    """The rows that a form writes, by their columns, read as plainly as can be."""
    file = path / f"out{form(name).suffix}"
    count = form(name).write(Made(*events), file, Settings(known, **settings))  # type: ignore[arg-type]
    lines = file.read_text("utf-8").split("\n")
    assert lines.pop() == ""
    if name != "gdelt":
        assert lines.pop(0).split("\t") == list(COLUMNS[name])
    assert count == len(lines)
    return [dict(zip(COLUMNS[name], line.split("\t"), strict=True)) for line in lines]


def test_the_columns_are_those_of_the_field() -> None:
    assert [len(COLUMNS[name]) for name in NAMES] == [40, 61, 20]
    assert gdelt.COLUMNS[:6] == ("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate", "Actor1Code")
    assert gdelt.COLUMNS[25] == "IsRootEvent" and gdelt.COLUMNS[35] == "Actor1Geo_Type"
    assert gdelt.COLUMNS[51:54] == ("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode")
    assert gdelt.COLUMNS[59:] == ("DATEADDED", "SOURCEURL")
    assert (polecat.COLUMNS[0], polecat.COLUMNS[39]) == ("Event ID", "Version")
    assert (icews.COLUMNS[6], icews.COLUMNS[19]) == ("CAMEO Code", "Longitude")


def test_a_row_of_polecat(tmp_path: Path, known: World) -> None:
    [row] = rows("polecat", tmp_path, known, merged("REQUEST", [MINISTER, DENMARK], [UNITED_NATIONS], mode="yield",
                                                    contexts=("economic", "natural_resource")))  # fmt: skip
    assert row["Event ID"].partition("_")[0] == PAGE.story
    assert [row[c] for c in ("Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code")] == [
        "2024-05-11", "REQUEST", "yield", "-1.0", "3",
    ]  # fmt: skip
    assert row["Contexts"] == "economic; natural_resource"
    assert [row[c] for c in ("Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector")] == [
        "None; Denmark", "ISL; DNK", "395; 390", "GOV; None",
    ]  # fmt: skip
    assert [row[c] for c in ("Actor Title", "Actor Name Raw")] == ["foreign minister; None", "Edda Specimen; Denmark"]
    assert [row[c] for c in ("Recipient Name", "Recipient Country", "Recipient COW")] == ["United Nations", "UNO", "None"]
    assert [row[c] for c in ("Placename", "City", "Country", "GeoNames ID", "Feature Type")] == [
        "Tórshavn", "Tórshavn", "FRO", "2611396", "P",
    ]  # fmt: skip
    assert [row[c] for c in ("Source", "Publication Date", "Language")] == ["courier.example", "2024-05-12", "en"]
    assert [row[c] for c in ("Story People", "Story Organizations")] == ["Edda Specimen", "U.N."]


def test_a_row_of_gdelt(tmp_path: Path, known: World) -> None:
    event = merged("ASSAULT", [HAMAS], [FISHERS], mode="firearms", background=True)
    [row] = rows("gdelt", tmp_path, known, event)
    assert [row[c] for c in ("Day", "MonthYear", "Year", "FractionDate")] == ["20240511", "202405", "2024", "2024.3589"]
    assert [row[f"Actor1{c}"] for c in ("Code", "Name", "CountryCode", "KnownGroupCode", "Type1Code")] == [
        "PSEREBHMS", "HAMAS", "PSE", "HMS", "REB",
    ]  # fmt: skip
    assert [row[f"Actor2{c}"] for c in ("Code", "Name", "CountryCode", "Type1Code")] == ["NORAGR", "ANGRY FISHERS", "NOR", "AGR"]
    assert [row[c] for c in ("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale")] == [
        "0", "193", "193", "19", "4", "-10.0",
    ]  # fmt: skip
    assert [row[c] for c in ("NumMentions", "NumSources", "NumArticles", "AvgTone")] == ["1", "1", "1", ""]
    assert [row[c] for c in ("ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat")] == [
        "4", "Tórshavn, Faroe Islands", "FO", "62.0097",
    ]  # fmt: skip
    assert [row[c] for c in ("DATEADDED", "SOURCEURL")] == ["20240512043000", PAGE.url]
    assert int(row["GlobalEventID"]) < 2**53


def test_a_row_of_icews(tmp_path: Path, known: World) -> None:
    [row] = rows("icews", tmp_path, known, merged("THREATEN", [POLICE], [FISHERS], mode="restrict"))
    assert [row[c] for c in ("Event Date", "Event Text", "CAMEO Code", "Intensity")] == [
        "2024-05-11", "Threaten with administrative sanctions", "132", "-5.8",
    ]  # fmt: skip
    assert [row[f"Source {c}"] for c in ("Name", "Sectors", "Country")] == ["Police (Norway)", "Police", "Norway"]
    assert [row[f"Target {c}"] for c in ("Name", "Sectors", "Country")] == ["Citizen (Norway)", "Agricultural", "Norway"]
    assert [row[c] for c in ("Publisher", "City", "Country")] == ["courier.example", "Tórshavn", "Faroe Islands"]
    assert int(row["Event ID"]) < 2**31 and int(row["Story ID"]) < 2**31


def test_zeros_before_a_code_stay(tmp_path: Path, known: World) -> None:
    [row] = rows("icews", tmp_path, known, merged("CONSULT", mode="phone"))
    assert row["CAMEO Code"] == "041"


@pytest.mark.parametrize("name", ["gdelt", "icews"])
def test_lists_become_pairs(name: str, tmp_path: Path, known: World) -> None:
    found = rows(name, tmp_path, known, merged("ACCUSE", [ICELAND, DENMARK], [NORWAY, FIRM]))
    ends = ("Actor1CountryCode", "Actor2CountryCode") if name == "gdelt" else ("Source Name", "Target Name")
    assert len({tuple(row[end] for end in ends) for row in found}) == 4
    assert len({next(iter(row.values())) for row in found}) == 4


def test_a_meeting_goes_in_both_directions(tmp_path: Path, known: World) -> None:
    found = rows("gdelt", tmp_path, known, merged("CONSULT", [ICELAND, NORWAY, DENMARK], []))
    pairs = {(row["Actor1Code"], row["Actor2Code"]) for row in found}
    assert len(pairs) == len(found) == 6 and ("ISL", "NOR") in pairs and ("NOR", "ISL") in pairs


def test_of_a_visit_the_host_has_a_row(tmp_path: Path, known: World) -> None:
    found = rows("icews", tmp_path, known, merged("CONSULT", [ICELAND], [NORWAY], mode="visit"))
    assert [(row["Source Name"], row["CAMEO Code"], row["Target Name"]) for row in found] == [
        ("Iceland", "042", "Norway"),
        ("Norway", "043", "Iceland"),
    ]


def test_one_side_alone_is_a_row(tmp_path: Path, known: World) -> None:
    [row] = rows("gdelt", tmp_path, known, merged("PROTEST", [FISHERS], [], mode="demo"))
    assert (row["Actor1Code"], row["Actor2Code"]) == ("NORAGR", "")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("modality", ["planned", "threatened", "requested", "hypothetical", "denied"])
def test_what_was_not_done_is_not_told_as_done(name: str, modality: str, tmp_path: Path, known: World) -> None:
    events = [merged("ASSAULT", modality=modality), merged("CONSULT", modality=modality), merged("REQUEST", modality=modality)]
    assert rows(name, tmp_path, known, *events) == []
    assert len(rows(name, tmp_path, known, merged("ASSAULT", modality="ongoing"))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_type_of_the_users_is_left_out(name: str, tmp_path: Path, known: World) -> None:
    assert rows(name, tmp_path, known, merged("FISHERY")) == []


@pytest.mark.parametrize(
    ("date", "background", "page", "day"),
    [
        (None, False, PAGE, "20240512"),
        (Date("2024-05", "2024-05", "month"), False, PAGE, "20240501"),
        (Date("2024-06", "2024-06", "month"), False, PAGE, "20240512"),
        (Date(None, "2019", "interval"), False, PAGE, "20190101"),
        (None, True, PAGE, None),
        (Date("1976", "1976", "year"), True, PAGE, "19760101"),
        (None, False, replace(PAGE, day=None, published=None), None),
        (None, False, replace(PAGE, day=None, published="no date"), None),
    ],
)
def test_days(date: Date | None, background: bool, page: Page, day: str | None, tmp_path: Path, known: World) -> None:
    found = rows("gdelt", tmp_path, known, merged(date=date, background=background, page=page))
    assert [row["Day"] for row in found] == ([day] if day else [])
    assert [row["IsRootEvent"] for row in found] == ([str(int(not background))] if day else [])


def test_a_type_of_the_users_is_told_as_what_it_is_a_kind_of(tmp_path: Path, known: World) -> None:
    shipped = lexicon.shipped()
    book = replace(shipped, plover={"TRAWLER_SEIZURE": "COERCE"}, quads={**shipped.quads, "TRAWLER_SEIZURE": 4})
    with lexicon.using(book):
        [row] = rows("polecat", tmp_path, known, merged("TRAWLER_SEIZURE", mode="boarded"))
    assert [row[c] for c in ("Event Type", "Event Mode", "Intensity", "Quad Code")] == ["COERCE", "", "-7.0", "4"]


def test_groups_are_kept_or_opened_or_dropped(tmp_path: Path, known: World) -> None:
    event = merged("ACCUSE", [WEST], [NORWAY])
    [kept] = rows("polecat", tmp_path, known, event)
    assert (kept["Actor Name"], kept["Actor Country"]) == ("Western countries", "None")
    [opened] = rows("polecat", tmp_path, known, event, groups="members")
    assert {"USA", "CAN", "GBR"} <= set(opened["Actor Country"].split("; "))
    [dropped] = rows("polecat", tmp_path, known, event, groups="drop")
    assert (dropped["Actor Name"], dropped["Recipient Country"]) == ("None", "NOR")
    assert rows("polecat", tmp_path, known, merged("ACCUSE", [WEST], []), groups="drop") == []
    assert len(rows("gdelt", tmp_path, known, event, groups="members")) == len(opened["Actor Country"].split("; "))


def test_members_are_those_of_the_day(tmp_path: Path, known: World) -> None:
    group = Actor("g8", "the G8", "G8", "group")
    old = merged("ACCUSE", [group], [NORWAY], date=Date("2010-01-01", "2010-01-01", "day"))
    [row] = rows("polecat", tmp_path, known, old, groups="members")
    assert "RUS" in row["Actor Country"].split("; ")


def test_numbers_of_states_are_those_of_the_day(tmp_path: Path, known: World) -> None:
    german = Actor("germany", "Germany", "DEU", "state", "DEU")
    events = [merged("AID", [german], [NORWAY], date=Date(day, day, "day")) for day in ("1980-01-01", "2000-01-01")]
    assert [row["Actor COW"] for row in rows("polecat", tmp_path, known, *events)] == ["260", "255"]


@pytest.mark.parametrize(
    ("actor", "code", "name", "country"),
    [
        (KOSOVO, "KSV", "KOSOVO", "KSV"),
        (UNION, "IGOEUREEC", "EUROPEAN UNION", "EUR"),
        (COUNCIL, "IGOUNO", "UNITED NATIONS SECURITY COUNCIL", ""),
        (ALLIANCE, "IGOWSTNATMIL", "NORTH ATLANTIC TREATY ORGANIZATION", "WST"),
        (Actor("romania", "Romania", "ROU", "state", "ROU"), "ROM", "ROMANIA", "ROM"),
        (FIRM, "RUSBUS", "GAZPROM", "RUS"),
        (PRIVATE, "NORCVL", "OLA EXEMPEL", "NOR"),
        (GUNMEN, "UAF", "GUNMEN", ""),
        (Actor("reporters", "reporters", "CIV:NOR", "civilians", "NOR", None, ("JRN",)), "NORMED", "REPORTERS", "NOR"),
    ],
)
def test_actors_of_gdelt(actor: Actor, code: str, name: str, country: str, tmp_path: Path, known: World) -> None:
    [row] = rows("gdelt", tmp_path, known, merged("ACCUSE", [actor], [DENMARK]))
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor1CountryCode"]) == (code, name, country)


@pytest.mark.parametrize(
    ("place", "cells"),
    [
        (Place("Norway", "NOR", 62.0, 10.0, 3144096), ["1", "Norway", "NO", "NO"]),
        (Place("Chicago", "USA", 41.85, -87.65, 4887398), ["3", "Chicago, United States", "US", ""]),
        (Place("Texas", "USA", 31.25, -99.25, 4736286), ["2", "Texas, United States", "US", ""]),
        (None, ["0", "", "", ""]),
    ],
)
def test_places_of_gdelt(place: Place | None, cells: list[str], tmp_path: Path, known: World) -> None:
    [row] = rows("gdelt", tmp_path, known, merged(place=place))
    assert [row[f"ActionGeo_{c}"] for c in ("Type", "FullName", "CountryCode", "ADM1Code")] == cells


@pytest.mark.parametrize("name", NAMES)
def test_without_text_no_words_of_the_page_are_left(name: str, tmp_path: Path, known: World) -> None:
    place = Place("Tórshavn", "FRO", 62.0097, -6.7716, 2611396, "the old harbour")
    event = merged("ACCUSE", [MINISTER, FISHERS], [PRIVATE, GUNMEN, POLICE], place=place)
    found = rows(name, tmp_path, known, event, text=False)
    words = "\n".join("\t".join(row.values()) for row in found).lower()
    for word in ("specimen", "fishers", "exempel", "gunmen", "harbour"):
        assert word not in words
    assert "tórshavn" in words and "nor" in words


def test_codes_without_an_actor_are_told_by_the_tables(tmp_path: Path, known: World) -> None:
    event = merged(actors=[], recipients=[])
    event = replace(event, event=replace(event.event, actors=("SWE", "CIV:SWE", "COMPANY:Made Up"), recipients=("NOSUCH",)))
    [row] = rows("polecat", tmp_path, known, event)
    assert row["Actor Country"] == "SWE; SWE; None"
    assert row["Primary Actor Sector"] == "None; CVL; BUS"
    assert row["Recipient Name Raw"] == "NOSUCH"


def test_people_of_the_tables_have_their_name_there(tmp_path: Path, known: World) -> None:
    kerry = Actor("kerry", "Kerry", "USA", "person", "USA", "USA", ("GOV",), "foreign minister")
    namesake = replace(kerry, id="john-kerry", name="John Kerry", code="NZL", country="NZL", parent="NZL")
    found = rows("polecat", tmp_path, known, merged("ACCUSE", [replace(kerry, name="John Kerry")], [namesake]), text=False)
    assert [(row["Actor Name"], row["Recipient Name"], row["Actor Name Raw"]) for row in found] == [
        ("John Kerry", "None", "None")
    ]


def test_a_packed_file(tmp_path: Path, known: World) -> None:
    path = tmp_path / "events.txt.gz"
    assert form("polecat").write(Made(merged()), path, Settings(known)) == 1
    assert gzip.decompress(path.read_bytes()).decode().count("\n") == 2


WILD = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    ['"', '""', "\t", "\n", "\r\n", "a\tb", "; ", '"a\nb', "\\"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(WILD, min_size=5, max_size=5), text=st.booleans())
@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_its_columns_whatever_the_names_hold(
    name: str, names: list[str], text: bool, tmp_path: Path, known: World
) -> None:
    place = Place(names[0], "NOR", 1.0, 2.0, None, names[1])
    page = replace(PAGE, outlet=names[2], url=names[3], language=names[1], published=names[4], story=names[0])
    actor = Actor("a", names[3], None, "group", None, None, ("UAF",), names[2])
    other = Actor("b", names[4], f"COMPANY:{names[4]}", "firm", None, None, ("BUS",))
    file = tmp_path / "wild"
    event = merged("ACCUSE", [actor], [other], mode=None, place=place, page=page, id=names[2])
    count = form(name).write(Made(event, event), file, Settings(known, text=text))
    lines = file.read_bytes().decode().removesuffix("\n").split("\n")
    wide, head = len(COLUMNS[name]), name != "gdelt"
    assert count == 2 and len(lines) == 2 + head
    assert all(line.count("\t") == wide - 1 for line in lines)
    with file.open(encoding="utf-8", newline="") as opened:
        assert [len(row) for row in csv.reader(opened, delimiter="\t")] == [wide] * (2 + head)
