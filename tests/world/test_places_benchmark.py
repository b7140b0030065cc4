"""The benchmark of places reads the four public shapes, and counts as its docstring says."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.places import Answer, Text, Toponym, end_to_end, read_sets, resolution

LGL = """<?xml version="1.0" encoding="utf-8"?>
<articles><article docid="7"><title>T</title><text><![CDATA[Rain fell in Kyiv and at Old Mill.]]></text><toponyms count="2">
<toponym><start>13</start><end>17</end><phrase>Kyiv</phrase><gaztag geonameid="703448"><name>Kyiv</name><lat>50.45</lat>
<lon>30.52</lon></gaztag></toponym>
<toponym><start>25</start><end>33</end><phrase>Old Mill</phrase></toponym></toponyms></article></articles>"""
GEOVIRUS = """<?xml version="1.0" encoding="utf-8"?>
<articles><article><source>s</source><text>Cases rose in Kyiv.</text><locations>
<location><name>Kyiv</name><start>15</start><end>19</end><lat>50.45</lat><lon>30.52</lon><page>p</page></location>
</locations></article></articles>"""
GWN = """<articles><article><text>Snow fell in Kyiv.</text><toponyms><toponym><start>13</start><end>17</end><type>Literal</type>
<extractedName>Kyiv</extractedName><latitude>50.45</latitude><longitude>30.52</longitude><geonamesID>703448</geonamesID></toponym>
</toponyms></article></articles>"""
BRAT = "\n".join(
    [
        "T1\tLiteral 29 33\tKyiv",
        "#1\tAnnotatorNotes T1\t703448 ",
        "T2\tNon_Literal_Modifier 35 41\tSyrian",
        "A1\tModifier_Type T2 Adjective",
        "T3\tLiteral_Expression 42 47\ttowns",
        "T4\tCoercion 48 52\tHall",
        "#2\tAnnotatorNotes T4\t50.4, 30.5",
        "T5\tLiteral 7 11\tKyiv",
        "",
    ]
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "lgl.xml").write_text(LGL, encoding="utf-8")
    (tmp_path / "GeoVirus.xml").write_text(GEOVIRUS, encoding="utf-8")
    (tmp_path / "GWN.xml").write_text(GWN, encoding="utf-8")
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "1.ann").write_text(BRAT, encoding="utf-8")
    (tmp_path / "web" / "1.txt").write_text("TITLE: Kyiv LINK: x\nRain in Kyiv. Syrian towns Hall.", encoding="utf-8")
    return tmp_path


def test_reads_every_shape(data: Path) -> None:
    sets = dict(read_sets(data))
    assert sets["lgl"] == [
        Text("7", "Rain fell in Kyiv and at Old Mill.", (Toponym(13, 17, 703448, (50.45, 30.52)), Toponym(25, 33, None, None)))
    ]
    assert sets["gwn"][0].gold == (Toponym(13, 17, 703448, (50.45, 30.52)),)
    (virus,) = sets["geovirus"]
    assert [(virus.text[t.start : t.end], t.number, t.at) for t in virus.gold] == [("Kyiv", None, (50.45, 30.52))]


def test_reads_brat_pairs(data: Path) -> None:
    (text,) = dict(read_sets(data))["web"]
    assert text.text.startswith("Rain")
    assert [(t.number, t.at, t.literal) for t in text.gold] == [
        (703448, None, True),
        (None, None, False),
        (None, (50.4, 30.5), True),
    ]


def test_an_unanswered_toponym_is_wrong() -> None:
    text = Text("1", "Kyiv and Xyzzyville.", (Toponym(0, 4, 703448, (50.45, 30.52)), Toponym(9, 19, 1, (0.0, 0.0))))
    counts = resolution([text])
    assert counts["exact_id"] == [1, 2]
    assert counts["accuracy_161km"] == [1, 2]


def test_end_to_end_counts_pairs_once() -> None:
    gold = (Toponym(0, 8, 1, (10.0, 10.0)), Toponym(20, 25, None, None))
    found = [Answer(0, 4, 1, (10.0, 10.0)), Answer(5, 8, 2, (10.0, 10.0)), Answer(20, 25, None, None)]
    counts = end_to_end([Text("1", "x" * 30, gold)], lambda _: found)
    assert counts["end_to_end_f1"] == [2, 2, 3]
    assert counts["end_to_end_exact_f1"] == [1, 2, 3]
    assert counts["end_to_end_161km_f1"] == [1, 1, 2]
