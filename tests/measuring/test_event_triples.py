"""The benchmarks of triples and of quiet sentences read their sets, and count as their docstrings say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import petrarch_suite, quiet
from benchmarks.common import Options
from benchmarks.event_triples import Triple, gold_triples, measure, pairs, same, tagged

RECORDS = [
    {"id": "D", "event": "DOCUMENT", "eventText": "what this file is"},
    {
        "id": "1",
        "event": "DISAPPROVE",
        "eventText": "criticised",
        "source": [{"actorText": "Norway", "code": "NOR"}],
        "target": [{"actorText": "Sweden", "code": "SWE", "sector": "GOV"}],
        "text": "Norway criticised Sweden on Monday.",
    },
]
SUITE = """<Validation>
<!-- a -- comment -->
<Environment><Actorfile>tiny.actors.txt</Actorfile><Agentfile>tiny.agents.txt</Agentfile></Environment>
<Sentences>
<Sentence date="19950103" id="A-1" category="A" sentence="true">
<EventCoding sourcecode="MUX" targetcode="LUM" eventcode="122"></EventCoding>
<EventCoding sourcecode="MUXGOV" targetcode="---" eventcode="023"></EventCoding>
<Text>Musterland condemned Lummerland
on Tuesday.</Text><Parse>(ROOT (S < ))</Parse></Sentence>
<Sentence date="19950103" id="A-2" category="A" sentence="true">
<EventCoding sourcecode="NOR" targetcode="LUM" eventcode="903"></EventCoding>
<Text>Norway gave ducats to Lummerland.</Text></Sentence>
<Sentence date="19950103" id="E-1" category="ERROR" sentence="true"><EventCoding error="x"></EventCoding>
<Text>Musterland left.</Text></Sentence>
</Sentences></Validation>
"""
ACTORS = "MUSTERLAND_ [MUX]\n+MUSTERLANDIC\nLUMMERLAND [LUM] # a note\nNORWAY [NOR]\nERIADOR [ERI]\n"
AGENTS = "MINISTER  [~GOV]\n"
COLUMNS = "Norway B-S\ncriticised O\nSweden B-T\n. O\n\nNorway B-R\nand O\nSweden B-R\nmet O\n. O\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "records.txt").write_text(json.dumps(RECORDS), encoding="utf-8")
    (tmp_path / "suite.xml").write_text(SUITE, encoding="utf-8")
    (tmp_path / "tiny.actors.txt").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "tiny.agents.txt").write_text(AGENTS, encoding="utf-8")
    (tmp_path / "columns.txt").write_text(COLUMNS, encoding="utf-8")
    return tmp_path


def test_measures_every_set(data: Path) -> None:
    figures = measure(Options(data))
    assert figures["f1"] == figures["precision"] == figures["recall"] == 1.0
    assert figures["golds"] == 1
    assert figures["petr.golds"] == 1 and figures["petr.typed"] == 0.5 and figures["petr.sentences"] == 2
    assert figures["ner.source_f1"] == figures["ner.target_f1"] == figures["ner.f1"] == 1.0


def test_labels_of_2016_are_todays() -> None:
    (triple,) = gold_triples(RECORDS[1])
    assert triple.types == {"ACCUSE"}
    (yielded,) = gold_triples({"event": "YIELD", "source": [{"code": "JAP"}], "target": ""})
    assert yielded == Triple(frozenset({"JPN"}), frozenset({"CONCEDE", "RETREAT"}), frozenset({""}))


def test_sides_change_places_only_where_an_act_is_mutual() -> None:
    def triple(actor: str, kind: str, recipient: str, mutual: bool) -> Triple:
        return Triple(frozenset({actor}), frozenset({kind}), frozenset({recipient}), mutual)

    met, turned = triple("NOR", "CONSULT", "SWE", True), triple("SWE", "CONSULT", "NOR", True)
    assert same(met, turned)
    assert not same(triple("NOR", "ACCUSE", "SWE", False), triple("SWE", "ACCUSE", "NOR", False))
    assert len(pairs([met], [turned, turned], same)) == 1


def test_the_suites_invented_states_become_a_world(data: Path) -> None:
    told = petrarch_suite.dictionary(data / "suite.xml")
    assert told.ours("MUXGOV") == {"MUX"} and told.ours("NOR") == {"NOR"}
    assert [e.code for e in told.world.names("Musterlandic")] == ["MUX"]
    (eriador,) = told.ours("ERI")
    assert eriador != "ERI" and [e.code for e in told.world.names("Eriador")] == [eriador]  # Eritrea's code is taken


def test_codes_of_the_suite_without_a_meaning_have_no_types() -> None:
    assert petrarch_suite.types("041") == {"SUPPORT"}
    assert petrarch_suite.types("345") == petrarch_suite.types("174K") == petrarch_suite.types("1717") == frozenset()


def test_columns_become_text_and_spans() -> None:
    text, spans = tagged("The B-S\nSwiss I-S\ncourt I-S\n's O\nruling O\n. O")
    assert text == "The Swiss court's ruling."
    assert spans == [(0, 15, "S")]


def test_quiet_counts_the_genres_without_politics(tmp_path: Path) -> None:
    rows = [
        ("reviews-1-0001", "The soup was cold."),
        ("GUM_bio_x-1", "Norway invaded Sweden."),
        ("GUM_news_x-1", "Norway invaded Sweden."),
    ]
    text = "\n".join(f"# sent_id = {name}\n# text = {said}\n" for name, said in rows)
    (tmp_path / "tiny-dev.conllu").write_text(text, encoding="utf-8")
    (tmp_path / "tiny-test.conllu").write_text(text, encoding="utf-8")
    figures = quiet.measure(Options(tmp_path))
    assert (figures["sentences"], figures["false_alarm"], figures["bio.false_alarm"]) == (2, 0.5, 1.0)
