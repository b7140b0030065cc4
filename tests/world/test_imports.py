"""Actors from elsewhere: what is taken over from each format, and what is skipped and why. All names are invented."""

from __future__ import annotations

import bz2
import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import DragomanError, SourceDamaged, SourceMissing, TableInvalid
from dragoman.world import World, own
from dragoman.world.imports import FORMS, Known, Skipped, Taken, bring, ftm, petrarch, wikidata
from dragoman.world.imports.rows import Found


@pytest.fixture(scope="module")
def tables() -> tuple[Any, Any]:
    return own.load(None)


@pytest.fixture
def known(tables: tuple[Any, Any]) -> Known:
    return Known(*tables)


def parted(found: list[Found]) -> tuple[list[Taken], dict[str, str]]:
    """What was taken; the reasons of what was not, by what it was."""
    return [f for f in found if isinstance(f, Taken)], {f.what or f.at: f.why for f in found if isinstance(f, Skipped)}


# Whose an office is


@pytest.mark.parametrize(
    ("title", "code", "post"),
    [
        ("President of France", None, ("president", "FRA")),
        ("Prime Minister of the United Kingdom", "GBR", ("prime minister", "GBR")),
        ("Minister of Foreign Affairs (Chile)", None, ("foreign minister", "CHL")),
        ("United States Secretary of State", None, ("foreign minister", "USA")),
        ("French Minister of Defence", None, ("defence minister", "FRA")),
        ("Secretary-General of the United Nations", None, ("secretary-general", "UN")),
        ("Federal Chancellor", "DEU", ("chancellor", "DEU")),
        ("First Minister of Scotland", None, ("regional leader", "GBR")),
        # no guesses
        ("President of Chechnya", "RUS", None),
        ("President of Bavaria", "DEU", None),
        ("President of France", "DEU", None),
        ("Leader of the Opposition of Australia", "AUS", None),
        ("Mayor of Paris", "FRA", None),
        ("president", None, None),
        ("", "FRA", None),
        ("x of " * 2000, None, None),
    ],
)
def test_posts(known: Known, title: str, code: str | None, post: tuple[str, str] | None) -> None:
    assert known.post(title, code) == post


# Wikidata


def item(qid: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": {"id": qid}, "type": "wikibase-entityid"}}


def when(time: str, precision: int, calendar: str = "Q1985727") -> dict[str, Any]:
    value = {"time": time, "precision": precision, "calendarmodel": f"http://www.wikidata.org/entity/{calendar}"}
    return {"snaktype": "value", "datavalue": {"value": value, "type": "time"}}


def claim(snak: dict[str, Any], rank: str = "normal", **qualifiers: dict[str, Any]) -> dict[str, Any]:
    return {"mainsnak": snak, "rank": rank, "qualifiers": {name: [snak] for name, snak in qualifiers.items()}}


def entity(qid: str, label: str, aliases: tuple[str, ...] = (), **claims: Any) -> dict[str, Any]:
    claims = {name: part if isinstance(part, list) else [claim(item(part))] for name, part in claims.items()}
    spelled = {"en": [{"language": "en", "value": alias} for alias in aliases]}
    return {"id": qid, "type": "item", "labels": {"en": {"value": label}}, "aliases": spelled, "claims": claims}


POSITION = entity("Q900001", "Minister of Foreign Affairs", P17="Q189")  # Q189 is Iceland
OTHER = entity("Q900002", "Herring Warden of Iceland", P17="Q189")


def person(*spells: dict[str, Any], label: str = "Ada Muster") -> dict[str, Any]:
    return entity("Q900100", label, ("A. Muster", "Ada Beispiel"), P31="Q5", P39=list(spells))


def read(known: Known, *entities: dict[str, Any]) -> tuple[list[Taken], dict[str, str]]:
    lines = [b"[\n", *(json.dumps(each).encode() + b",\n" for each in entities), b"]\n"]
    return parted(list(wikidata.rows(lines, known, "dump.json")))


def test_a_spell_of_a_dump(known: Known) -> None:
    spell = claim(item("Q900001"), P580=when("+2031-02-03T00:00:00Z", 11), P582=when("+2033-04-00T00:00:00Z", 10))
    (row,), skipped = read(known, person(spell), POSITION)
    assert skipped == {} and row.table == "holders"
    assert row.cells == {
        "person": "Ada Muster",
        "code": "ISL",
        "office": "foreign minister",
        "from": "2031-02-03",
        "to": "2033-04",
        "aliases": "A. Muster;Ada Beispiel",
        "wikidata": "Q900100",
        "source": "Wikidata Q900100, dump.json",
    }


@pytest.mark.parametrize(
    ("start", "cut"),
    [
        (when("+2031-02-03T00:00:00Z", 11), "2031-02-03"),
        (when("+2031-02-00T00:00:00Z", 10), "2031-02"),
        (when("+2031-00-00T00:00:00Z", 9), "2031"),
        (when("+00000002031-01-01T00:00:00Z", 9), "2031"),
        (when("+1801-02-03T00:00:00Z", 11, "Q1985786"), "1801"),
        (when("+2030-00-00T00:00:00Z", 8), None),
        (when("-0044-03-15T00:00:00Z", 11), None),
        (when("+0000-01-01T00:00:00Z", 9), None),
        ({"snaktype": "somevalue"}, None),
        ({"snaktype": "novalue"}, None),
    ],
)
def test_dates_are_cut_to_their_precision(known: Known, start: dict[str, Any], cut: str | None) -> None:
    taken, skipped = read(known, person(claim(item("Q900001"), P580=start)), POSITION)
    assert [row.cells["from"] for row in taken] == ([cut] if cut else [])
    assert list(skipped.values()) == ([] if cut else ["no start that is known to the year"])


def test_a_day_that_there_is_none_of(known: Known) -> None:
    taken, skipped = read(known, person(claim(item("Q900001"), P580=when("+2031-02-31T00:00:00Z", 11))), POSITION)
    assert taken == [] and list(skipped.values()) == ["not a date: 2031-02-31 to "]


def test_an_end_that_nobody_knows(known: Known) -> None:
    spell = claim(item("Q900001"), P580=when("+2031-00-00T00:00:00Z", 9), P582={"snaktype": "somevalue"})
    _, skipped = read(known, person(spell), POSITION)
    assert list(skipped.values()) == ["ended, but nobody knows when"]


def test_ranks(known: Known) -> None:
    position = entity("Q900001", "Minister of Foreign Affairs")
    position["claims"]["P1001"] = [claim(item("Q142"), "deprecated"), claim(item("Q33")), claim(item("Q189"), "preferred")]
    spells = [claim(item("Q900001"), rank, P580=when(f"+{year}-00-00T00:00:00Z", 9)) for rank, year in
              (("normal", 2031), ("deprecated", 2032), ("preferred", 2033))]  # fmt: skip
    taken, _ = read(known, person(*spells), position)
    assert [(row.cells["code"], row.cells["from"]) for row in taken] == [("ISL", "2033"), ("ISL", "2031")]


def test_of_what_a_spell_may_tell_itself(known: Known) -> None:
    spell = claim(item("Q900001"), P580=when("+2031-00-00T00:00:00Z", 9), P642=item("Q33"))
    (row,), _ = read(known, entity("Q900001", "minister of foreign affairs"), person(spell))
    assert row.cells["code"] == "FIN"


def test_positions_that_are_no_office_or_not_there(known: Known) -> None:
    dates = {"P580": when("+2031-00-00T00:00:00Z", 9)}
    taken, skipped = read(known, person(claim(item("Q900002"), **dates), claim(item("Q900009"), **dates)), OTHER)
    assert taken == []
    assert skipped == {
        "Ada Muster, Herring Warden of Iceland": "no office of the tables, or of no state or body of theirs",
        "Ada Muster, Q900009": "the position is not in the file",
    }


def test_a_leader_of_an_organisation_of_the_same_file(known: Known) -> None:
    party = entity("Q900200", "Muster Herring Party", P31="Q7278", P17="Q189")
    spell = claim(item("Q900003"), P580=when("+2031-00-00T00:00:00Z", 9))
    taken, _ = read(known, person(spell), entity("Q900003", "Leader of the Muster Herring Party"), party)
    assert taken[-1].cells["code"] == "MUSTER_HERRING_PARTY" and taken[-1].cells["office"] in ("leader", "party leader")


def test_organisations(known: Known) -> None:
    taken, skipped = read(
        known,
        entity("Q900200", "Muster Herring Party", ("MUHP", "Iceland", "a;b"), P31="Q7278", P17="Q189"),
        entity("Q900201", "Council of Muster States", P31="Q484652", P17="Q189"),
        entity("Q900202", "Muster Gazette", P31="Q900210"),
        entity("Q900210", "weekly newspaper"),
        entity("Q900203", "Muster Falls", P31="Q34038"),
        entity("Q900204", "Gazeta Пример", P31="Q11032"),
        entity("Q900205", "NATO", P31="Q484652"),
        entity("Q900206", "ミュスター", P31="Q7278"),
    )
    rows = {row.at: (row.table, row.cells) for row in taken}
    assert rows.keys() == {"Q900200", "Q900201", "Q900202", "Q900204", "Q900206"}
    table, party = rows["Q900200"]
    assert (table, party["code"], party["country"], party["sectors"]) == ("groups", "MUSTER_HERRING_PARTY", "ISL", "PTY")
    assert party["names"] == "MUHP;a,b"  # what names another is left out
    assert rows["Q900201"][0] == "bodies" and rows["Q900201"][1]["kind"] == "body"
    assert rows["Q900202"][1]["sectors"] == "JRN"
    assert rows["Q900206"][1]["code"] == "Q900206"
    assert skipped == {"NATO": "already in the tables as NATO"}


NO_ENTITIES = [
    *(b"{", b"nonsense", b"[]", b"{}", b'{"id": 1, "labels": 2}', b"\xff\xfe", b"null", b"1", b'"\xf0"', b"[" * 100_000),
    json.dumps(entity("Q1", "X", P31=[{"mainsnak": {"snaktype": "value"}}])).encode(),
]


@pytest.mark.parametrize("line", NO_ENTITIES)
def test_a_line_that_is_no_entity_costs_itself_only(known: Known, line: bytes) -> None:
    spell = claim(item("Q900001"), P580=when("+2031-00-00T00:00:00Z", 9))
    good = [json.dumps(each).encode() for each in (POSITION, person(spell))]
    taken, skipped = parted(list(wikidata.rows([b"[", good[0] + b",", line + b",", good[1], b"]"], known, "d")))
    assert len(taken) == 1 and len(skipped) == 1


def test_the_result_of_a_query(known: Known) -> None:
    def cells(**values: str) -> dict[str, Any]:
        return {name: {"type": "literal", "value": value} for name, value in values.items()}

    ada = {"person": "http://www.wikidata.org/entity/Q900100", "personLabel": "Ada Muster"}
    iceland = {"positionLabel": "foreign minister", "country": "http://www.wikidata.org/entity/Q189"}
    rows = [
        cells(**ada, **iceland, start="2031-02-03T00:00:00Z", end="2032-01-01T00:00:00Z"),
        cells(**ada, **iceland, start="2034-01-01T00:00:00Z", startPrecision="11"),
        cells(**ada, positionLabel="President of Finland", start="2035-05-01T00:00:00Z", startPrecision="10"),
        cells(**ada, **iceland, start="t123"),
        cells(org="http://www.wikidata.org/entity/Q900200", orgLabel="Muster Party", classLabel="political party"),
        cells(org="http://www.wikidata.org/entity/Q900201", orgLabel="Muster Falls", classLabel="waterfall"),
        cells(other="x"),
    ]
    for indent in (None, 1):
        text = json.dumps({"head": {"vars": []}, "results": {"bindings": rows}}, indent=indent)
        taken, skipped = parted(list(wikidata.rows(text.encode().splitlines(True), known, "q.json")))
        spells = [(row.cells["code"], row.cells["from"], row.cells["to"]) for row in taken if row.table == "holders"]
        assert spells == [("ISL", "2031-02-03", "2032"), ("ISL", "2034-01-01", ""), ("FIN", "2035-05", "")]
        assert len(taken) + len(skipped) == 7
    for data in (b'{"head": 1}', b'{"head": 1, "results": {"bindings": {}}}', b'{"results": 1}'):
        assert parted(list(wikidata.rows([data], known, "q")))[1] == {"q": "not the JSON of a query's result"}


@pytest.mark.parametrize("binding", [None, 1, "x", [], {"org": "x"}, {"org": {}}, {"org": None}])
def test_a_row_of_a_result_that_is_none_costs_itself_only(known: Known, binding: Any) -> None:
    good = {"orgLabel": "Muster Party", "classLabel": "political party", "org": "http://www.wikidata.org/entity/Q900200"}
    rows = [binding, {name: {"value": value} for name, value in good.items()}]
    text = json.dumps({"head": {}, "results": {"bindings": rows}})
    taken, skipped = parted(list(wikidata.rows([text.encode()], known, "q")))
    assert len(taken) == 1 and len(skipped) == 1


# FollowTheMoney


def ftm_rows(known: Known, *entities: Any) -> tuple[list[Taken], dict[str, str]]:
    lines = [json.dumps(each).encode() if not isinstance(each, bytes) else each for each in entities]
    return parted(list(ftm.rows(lines, known, "e.json")))


def thing(id: str, schema: str, **properties: Any) -> dict[str, Any]:
    return {"id": id, "schema": schema, "properties": {k: v if isinstance(v, list) else [v] for k, v in properties.items()}}


PERSON = thing("p", "Person", name=["Ada Muster", "A. Muster"], alias="Ada Beispiel", wikidataId="Q900100")
POST = thing("q", "Position", name="Minister of Foreign Affairs", country="is")


def test_an_occupancy(known: Known) -> None:
    spell = thing("o", "Occupancy", holder="p", post="q", startDate="2031-02-03T10:00:00", endDate="2032")
    (row,), skipped = ftm_rows(known, spell, POST, PERSON)
    assert skipped == {} and row.table == "holders"
    assert (row.cells["code"], row.cells["office"]) == ("ISL", "foreign minister")
    assert (row.cells["from"], row.cells["to"]) == ("2031-02-03", "2032")
    assert (row.cells["aliases"], row.cells["wikidata"]) == ("A. Muster;Ada Beispiel", "Q900100")
    assert row.cells["source"] == "e.json: o"


@pytest.mark.parametrize(
    ("spell", "post", "why"),
    [
        ({}, {}, "no start that is known"),
        ({"startDate": ["2031", "2032"]}, {}, "no start that is known"),
        ({"startDate": "soon"}, {}, "no start that is known"),
        ({"startDate": "2031", "endDate": "later"}, {}, "ended, but the file does not tell when"),
        ({"startDate": "2031", "status": "ended"}, {}, "ended, but the file does not tell when"),
        ({"startDate": "2031-02-31", "endDate": "2032"}, {}, ""),
        ({"startDate": "2031", "holder": "x"}, {}, "its holder is not in the file"),
        ({"startDate": "2031"}, {"country": ["is", "fi"]}, "no office of the tables, or of no state or body of theirs"),
        ({"startDate": "2031"}, {"subnationalArea": "North"}, "no office of the tables, or of no state or body of theirs"),
        ({"startDate": "2031"}, {"name": "Herring Warden"}, "no office of the tables, or of no state or body of theirs"),
    ],
)
def test_occupancies_that_are_skipped(known: Known, spell: dict[str, Any], post: dict[str, Any], why: str) -> None:
    position = thing("q", "Position", **({"name": "foreign minister", "country": "is"} | post))
    taken, skipped = ftm_rows(known, PERSON, position, thing("o", "Occupancy", **({"holder": "p", "post": "q"} | spell)))
    if why:
        assert taken == [] and why in skipped.values()


def test_ftm_organisations(known: Known) -> None:
    taken, skipped = ftm_rows(
        known,
        thing("1", "PublicBody", name="Muster Herring Board", alias="MHB", country="is"),
        thing("2", "PublicBody", name="Council of Muster States", topics="gov.igo"),
        thing("3", "Organization", name="Muster Party", country="is", topics=["pol.party", "sanction"]),
        thing("4", "Company", name="Musterfisk", country="is"),
        thing("5", "Company", name="Muster Herring Works", jurisdiction="is"),
        thing("6", "PublicBody", name="Herring Office"),
        thing("7", "Organization", name="NATO"),
        thing("8", "Vessel", name="MV Muster"),
        thing("9", "Organization", name="🙂"),
        thing("10", "Person", name="Bo Muster", position="minister"),
        thing("11", "Position", name="party leader", organization="3"),
        thing("12", "Occupancy", holder={"id": "10"}, post="11", startDate="2031"),
        b"nonsense",
        b'{"id": 1}',
    )
    rows = {row.at: (row.table, row.cells) for row in taken}
    assert {at: table for at, (table, _) in rows.items()} == {
        "1": "metonyms",
        "2": "bodies",
        "3": "groups",
        "4": "firms",
        "5": "groups",
        "12": "holders",
    }
    assert rows["1"][1]["names"] == "Muster Herring Board;MHB" and rows["1"][1]["how"] == "organ"
    assert (rows["3"][1]["sectors"], rows["3"][1]["country"]) == ("PTY", "ISL")
    assert rows["4"][1] == {"name": "musterfisk", "country": "ISL", "source": "e.json: 4"}
    assert rows["12"][1]["code"] == rows["3"][1]["code"]
    assert skipped["NATO"] == "already in the tables as NATO" and skipped["MV Muster"] == "Vessel: nothing for the tables"
    assert list(skipped.values()).count("not an entity of FollowTheMoney") == 2


@pytest.mark.parametrize(
    ("schema", "name"), [("Company", "the"), ("Company", "said"), ("Organization", "Monday"), ("Organization", "The President")]
)
def test_a_word_of_every_sentence_is_no_name(known: Known, schema: str, name: str) -> None:
    taken, skipped = ftm_rows(known, thing("1", schema, name=name), thing("2", "Company", name="Musterfisk Ltd", alias=name))
    assert [row.cells["names"] for row in taken] == [""] and skipped == {name: "a name that is a common word"}


# PETRARCH


def dictionary(known: Known, text: str) -> tuple[list[Taken], dict[str, str]]:
    return parted(list(petrarch.rows(text.encode().splitlines(True), known, "a.txt")))


def test_an_actor_with_dates(known: Known) -> None:
    taken, skipped = dictionary(
        known,
        "<!-- a note\nof two lines [USA] -->\nADA_MUSTER_  ; a note\n+A._MUSTER_BEISPIEL_\n"
        "\t[NORELI 320101-020101]\n\t[NORGOV 20020101-051231] # note\n\t[NORGOVMIL > 060101]\n\t[NORELI]\n",
    )
    assert skipped == {}
    offices = [row.cells for row in taken if row.table == "offices"]
    assert [(office["office"], office["sectors"]) for office in offices] == [
        ("government figure", "GOV"),
        ("government and military figure", "GOV;MIL"),
    ]
    spells = [row.cells for row in taken if row.table == "holders"]
    assert [(s["person"], s["code"], s["from"], s["to"]) for s in spells] == [
        ("Ada Muster", "NOR", "2002-01-01", "2005-12-31"),
        ("Ada Muster", "NOR", "2006-01-01", ""),
    ]
    assert spells[0]["aliases"] == "A. Muster Beispiel" and spells[0]["source"] == "a.txt:3"


def test_a_title_is_an_office_where_there_is_one_spell(known: Known) -> None:
    (row,), _ = dictionary(known, "FOREIGN_MINISTER_ADA_MUSTER_\n\t[NORGOV 19320101-19330101]\n")
    assert (row.cells["person"], row.cells["office"]) == ("Ada Muster", "foreign minister")


@pytest.mark.parametrize(
    ("text", "table", "cells"),
    [
        ("MUSTERLAND_ [ISL]\n+MUSTERLANDIC_", "metonyms", {"names": "Musterland;Musterlandic", "code": "ISL", "how": "metonym"}),
        ("MUSTER_MINISTRY_OF_HERRING_ [NORGOV]", "metonyms", {"names": "Muster Ministry of Herring", "how": "organ"}),
        ("MUSTER_HERRING_FRONT_ [NORREB]", "groups", {"code": "MUSTER_HERRING_FRONT", "country": "NOR", "sectors": "REB"}),
        ("WORLD_HERRING_WATCH_ [NGO]", "groups", {"country": "", "sectors": "SOC"}),
        ("MUSTER_GAZETTE_ [NORMED]", "groups", {"sectors": "JRN"}),
        ("MUSTER_BUREAU_ [IGOUNOREFHCR]", "metonyms", {"code": "UNHCR", "how": "metonym"}),
        ("BO_MUSTER_ [IGOWSTNAT 970101-991231]", "holders", {"code": "NATO", "office": "international figure"}),
        (
            "HERRING_WIFE {HERRING_WIVES} [~LAB]",
            "agents",
            {"noun": "herring wife", "plural": "herring wives", "makes": "civilians"},
        ),
        ("HERRING_BOSS [~GOV]", "agents", {"plural": "herring bosses", "makes": "state"}),
        ("HERRINGRY [~MED]", "agents", {"plural": "herringries", "sectors": "JRN"}),
        ("HERRINGFOLK {} [ NGO~ ]", "agents", {"plural": "", "sectors": "SOC"}),
    ],
)
def test_petrarch_rows(known: Known, text: str, table: str, cells: dict[str, str]) -> None:
    taken, skipped = dictionary(known, text)
    assert taken[-1].table == table, skipped
    assert cells.items() <= taken[-1].cells.items()


def test_sets_of_words(known: Known) -> None:
    taken, _ = dictionary(known, "!PERSON! = MAN, WOMEN\nHERRING!PERSON! [~AGR]")
    assert [row.cells["noun"] for row in taken] == ["herringman", "herringwomen"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("MUSTER_LEAGUE_ [NORZZZYYY]", "unknown role ZZZ YYY in NORZZZYYY"),
        ("MUSTER_LEAGUE_ [QQQGOV]", "unknown state QQQ"),
        ("MUSTER_LEAGUE_ [IGOXYZ]", "unknown body XYZ"),
        ("MUSTER_LEAGUE_ [---]", "no code: ---"),
        ("MUSTER_LEAGUE_ [NO]", "no code: NO"),
        ("MUSTER_LEAGUE_", "no code"),
        ("MUSTER_LEAGUE_ [NORELI]", "a former official without dates"),
        ("FOREIGN_MINISTER_ADA_MUSTER_ [NORGOV]", "a person without dates"),
        ("ADA_MUSTER_ [NORGOV 010101-020231]", "not a date: NORGOV 010101-020231"),
        ("ADA_MUSTER_ [NORGOV 00000101-20010101]", "not a date: NORGOV 00000101-20010101"),
        ("ADA_MUSTER_ [NORGOV <010101]", "no start that is known: NORGOV"),
        ("ADA_MUSTER_ [NORGOV 020101-010101]", "ends before it begins: 2002-01-01 to 2001-01-01"),
        ("ADA_MUSTER_ [NOR >010101]", "a dated code that is no office: NOR"),
        ("FRANCE_ [FRA]", "already in the tables as FRA"),
        ("HERRING_SAGE [~MOS]", "unknown role MOS"),
        ("HERRING!SAGE! [~GOV]", "a set of words that the file does not list before"),
    ],
)
def test_petrarch_skips(known: Known, text: str, why: str) -> None:
    taken, skipped = dictionary(known, text)
    assert taken == [] and next(iter(skipped.values())) == why


@pytest.mark.parametrize(
    "line",
    ["[NORGOV 020101-051231" * 50_000, "{" * 50_000, "[" * 50_000, "A [NOR" + " " * 50_000 + "x]", "!A! = " + "x," * 50_000],
)
def test_long_lines_are_skipped_at_once(known: Known, line: str) -> None:
    started = time.perf_counter()
    taken, skipped = dictionary(known, f"MUSTER_FRONT_ [NORREB]\n{line}\nMUSTER_UNION_ [NORLAB]\n")
    assert len(taken) == 2 and list(skipped.values()) == ["a line of more than 2,000 characters"]
    assert time.perf_counter() - started < 5  # 0.1 s on a free core


def test_what_stands_below_a_long_line_is_not_the_actors_above(known: Known) -> None:
    (row, *_), skipped = dictionary(known, f"MUSTER_FRONT_ [NORREB]\n{'Q' * 3000}\n+MUSTER_UNION_\n+{'Q' * 3000}\n[NORLAB]")
    assert row.cells["names"] == "" and len(skipped) == 2


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00[", b"[", b"+", b"[]", b"{", b"<!--", b"\0 [USA]", b"X" * 100_000 + b" [USA]"]
)
@pytest.mark.parametrize("reader", [petrarch.rows, wikidata.rows, ftm.rows])
def test_no_bytes_are_a_crash(known: Known, reader: Any, data: bytes) -> None:
    assert [f for f in reader([data, b"\n", data], known, "x") if isinstance(f, Taken)] == []


# Into the user's folder


def test_bring_makes_tables_that_load(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.txt", tmp_path / "mine"
    file.write_text(
        "ADA_MUSTER_ [NORGOV 020101-051231]\nMUSTER_FRONT_ [NORREB]\nMUSTER_LEAGUE_ [ZZZ]\n"
        "PRESIDENT_BO_MUSTER_ [USAGOV 20100101-20110101]\n" + "Q" * 600 + " [NORREB]\n"
    )
    summary = bring("petrarch", file, folder)
    assert summary.taken == {"offices": 1, "holders": 1, "groups": 1}
    skipped = (folder / "skipped.txt").read_text("utf-8")
    assert "unknown state ZZZ" in skipped and "overlaps Barack Obama" in skipped
    mine = World.load(folder)
    assert mine.people("Ada Muster")[0].office == "government figure" and mine.names("Muster Front")
    again = bring("petrarch", file, folder)
    assert again.taken == {} and len(again.skipped) >= 5
    assert mine.holders() == World.load(folder).holders()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_packed_files(tmp_path: Path, pack: Any) -> None:
    spell = claim(item("Q900001"), P580=when("+2031-02-03T00:00:00Z", 11), P582=when("+2032-02-03T00:00:00Z", 11))
    lines = b"[\n" + b",\n".join(json.dumps(each).encode() for each in (person(spell, label="Эда Мустер"), POSITION)) + b"\n]"
    (tmp_path / "d").write_bytes(pack(lines))
    folder = tmp_path / "mine"
    summary = bring("wikidata", tmp_path / "d", folder)
    assert [s.why for s in summary.skipped if "overlaps" not in s.why] == []
    assert summary.rows + len(summary.skipped) == 1


def test_what_another_writes_meanwhile_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, folder = tmp_path / "a.txt", tmp_path / "mine"
    file.write_text("MUSTER_FRONT_ [NORREB]\n")

    def interleaved(lines: Any, known: Known, name: str) -> Any:
        yield from petrarch.rows(lines, known, name)
        bring("petrarch", file, folder)

    monkeypatch.setitem(FORMS, "slow", interleaved)
    summary = bring("slow", file, folder)
    assert summary.taken == {} and [part.why for part in summary.skipped] == ["already in the tables"]
    assert World.load(folder).names("Muster Front")


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_damaged_file_writes_nothing(tmp_path: Path, pack: Any) -> None:
    (tmp_path / "d").write_bytes(pack(b"MUSTER_FRONT_ [NORREB]\n" * 9000)[:-20])
    with pytest.raises(SourceDamaged):
        bring("petrarch", tmp_path / "d", tmp_path / "mine")
    with pytest.raises(SourceMissing):
        bring("petrarch", tmp_path / "nothing", tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_broken_folder_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "firms.tsv").write_text("name\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("MUSTER_FRONT_ [NORREB]\n")
    with pytest.raises(TableInvalid) as caught:
        bring("petrarch", tmp_path / "a.txt", tmp_path)
    assert isinstance(caught.value, DragomanError) and "missing columns" in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "firms.tsv"]
