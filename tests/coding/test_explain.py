"""Explanations: every cell of a row is traced to the words, rows and rules that made it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

import dragoman
from dragoman.coding import Options, code
from dragoman.coding.coder import coded
from dragoman.coding.explain import explain, explain_row, find_event
from dragoman.coding.explain_case import Steps
from dragoman.errors import NoSuchEvent
from dragoman.model import Article, Block, Record
from dragoman.model.explanation import Explanation, TableRow

HEADLINE = "Iceland imposes sanctions on Norway"
PAGE = (
    "Iceland's foreign minister, Edda Specimen, met Norway's fisheries minister, Odd Exempel, on Saturday in Bergen and urged "
    "him to return to the herring talks.",
    "Iceland imposed sanctions on Norway on Monday. Norway rejected the claim, the Danish foreign ministry said.",
    "Norway will release the Icelandic crew, Mr. Exempel said. He was arrested in 2021.",
)
DAY = date(2024, 5, 13)


def article(*paragraphs: str, headline: str | None = None) -> Article:
    return Article("test", headline=headline, body=tuple(Block(p) for p in paragraphs))


def explained(page: Article) -> tuple[Record, list[Explanation]]:
    """The record of a page and why each of its rows is as it is."""
    steps = Steps()
    whole = coded(page, Options(published=DAY), steps.note)
    return whole.record, [explain_row(whole, steps, n) for n in range(len(whole.record.events))]


@pytest.fixture(scope="module")
def page() -> tuple[Record, list[Explanation]]:
    return explained(article(*PAGE, headline=HEADLINE))


def of(page: tuple[Record, list[Explanation]], kind: str, word: str) -> Explanation:
    """The explanation of the row of a type whose act is named by that word."""
    return next(x for x in page[1] if x.event.type == kind and x.act.word == word)


def line_of(row: TableRow) -> str:
    """The line of the package's table that a row says it stands on."""
    return (Path(dragoman.__file__).parent / row.file).read_text("utf-8").splitlines()[row.line - 1]


def test_watching_changes_nothing(page: tuple[Record, list[Explanation]]) -> None:
    assert page[0] == code(article(*PAGE, headline=HEADLINE), Options(published=DAY))


def test_what_is_explained_is_what_stands_in_the_row(page: tuple[Record, list[Explanation]]) -> None:
    record, found = page
    assert [x.event for x in found] == list(record.events) and [x.number for x in found] == list(range(1, len(found) + 1))
    for x in found:
        assert {p.id for p in x.parties if p.side == "actor"} == set(x.event.actor_ids)
        assert {p.id for p in x.parties if p.side == "recipient"} == set(x.event.recipient_ids)
        assert (x.date.date if x.date else None) == x.event.date
        assert (x.place.place if x.place else None) == x.event.place
        assert x.modality.modality == x.event.modality
        assert x.passage[x.act.where.start : x.act.where.end] == x.act.word
        for party in (p for p in x.parties if p.side):
            moved = any(c.cell == f"{party.side}s" for c in x.changes)
            assert party.links and (party.votes or moved), f"nothing tells why {party.name} is in {x.event}"


def test_the_steps_of_the_confidence_lead_to_it(page: tuple[Record, list[Explanation]]) -> None:
    for x in page[1]:
        assert x.confidence[0].factor is None and x.confidence[0].value == x.act.sure
        act = [s for s in x.confidence if not s.odds][:-1]
        for before, step in pairwise(act):
            assert step.factor is not None and step.value == pytest.approx(before.value * step.factor, abs=1e-3)
        assert x.confidence[-1].value == x.event.confidence


def test_rows_of_the_codebook_are_named_with_file_and_line(page: tuple[Record, list[Explanation]]) -> None:
    x = of(page, "REJECT", "rejected")
    taken = [s for s in x.act.senses if s.chosen]
    assert len(taken) == 1 and taken[0].type == "REJECT" and x.act.senses[0] is taken[0]
    for sense in x.act.senses:
        assert sense.row.file == "coding/tables/predicates.tsv"
        assert line_of(sense.row).split("\t")[0] == sense.row.cells["lemma"]
    assert "reject" in taken[0].row.cells["lemma"].split("|")
    assert x.act.model is not None and x.act.model.type == "REJECT" and x.act.read_as == "strong same"


def test_a_party_has_its_votes_and_its_way_through_the_tree(page: tuple[Record, list[Explanation]]) -> None:
    (norway,) = [p for p in of(page, "REJECT", "rejected").parties if p.side == "actor"]
    assert {v.by for v in norway.votes} == {"model", "frame", "tree"} and {v.side for v in norway.votes} == {"actor"}
    assert [(n.word, n.relation, n.up) for n in norway.path[1:]] == [("Norway", "nsubj", False)]
    assert norway.path[0].word == "rejected"
    assert [r.table for r in norway.rows] == ["states"] and line_of(norway.rows[0]).startswith("NOR\t")


def test_a_pronoun_leads_to_the_name(page: tuple[Record, list[Explanation]]) -> None:
    (he,) = [p for p in of(page, "COERCE", "arrested").parties if p.side == "recipient"]
    assert [link.kind for link in he.links] == ["pronoun", "person", "person"]
    assert (he.links[0].where.exact, he.links[-1].words) == ("He", "Odd Exempel")
    assert "Norway's fisheries minister" in he.links[-1].how and he.code == "NOR"


def test_what_will_turned_is_told(page: tuple[Record, list[Explanation]]) -> None:
    x = of(page, "AGREE", "release")
    (turned,) = [c for c in x.changes if c.cell == "type"]
    assert (turned.before, turned.after) == ("RETREAT release", "AGREE") and "will" in turned.why
    assert (x.modality.own, x.modality.own_word) == ("planned", "will")
    assert x.voice == "Odd Exempel"
    assert all(c.cell != "type" for c in of(page, "REJECT", "rejected").changes)


def test_a_side_that_was_filled_in_is_told_with_the_words_it_is_from(page: tuple[Record, list[Explanation]]) -> None:
    x = of(page, "REJECT", "rejected")
    (filled,) = [c for c in x.changes if c.cell == "recipients"]
    assert filled.before is None and filled.where is not None and "sanctions" in filled.where.exact
    assert [s.odds and s.factor is not None and s.factor < 1 for s in x.confidence if s.what == "side filled in"] == [True]
    assert [p.votes for p in x.parties if p.side == "recipient"] == [()]


def test_sides_of_a_mutual_act_are_told_to_be_all_actors(page: tuple[Record, list[Explanation]]) -> None:
    x = of(page, "CONSULT", "met")
    assert not x.event.recipients
    whys = {c.cell: c.why for c in x.changes}
    assert whys == dict.fromkeys(("actors", "recipients"), "all sides of a mutual act are its actors")


def test_people_of_a_place_that_no_state_of_its_name_governs_are_told_as_such() -> None:
    (x,) = explained(article("Israel bombed Gaza."))[1]
    (people,) = [p for p in x.parties if p.side == "recipient"]
    assert people.code == "CIV:PSE"
    assert [vote.words for vote in people.votes] == ["what is done to the place is done to the people there"]


def test_a_type_that_the_model_has_against_the_rows_is_told() -> None:
    (x,) = explained(article("Czech truckers are to strike over tolls, the Czech government said."))[1]
    assert x.act.rule == "model" and x.act.senses and x.act.read_as == "outweighed"


def test_a_state_s_own_people_are_told_as_those_it_rules_over() -> None:
    (x,) = explained(article("Chad imposed a curfew in its capital."))[1]
    (filled,) = x.changes
    assert x.event.recipients == ("CIV:TCD",) and (filled.cell, filled.before) == ("recipients", None)
    assert filled.why == "nobody is named: the people over whom the state rules"


def test_date_and_place_are_told_with_rule_and_alternatives(page: tuple[Record, list[Explanation]]) -> None:
    x = of(page, "SANCTION", "imposed")
    assert x.date is not None and x.date.anchor == "2024-05-13" and x.date.rule and "Monday" in x.date.evidence.exact
    bergen = of(page, "CONSULT", "met").place
    assert bergen is not None and (bergen.preposition, bergen.evidence.exact) == ("in", "Bergen")
    assert "NLD" in {p.country for p in bergen.alternatives} and bergen.place not in bergen.alternatives


def test_other_tellings_are_told(page: tuple[Record, list[Explanation]]) -> None:
    (joined,) = of(page, "SANCTION", "imposed").joined
    assert joined.evidence.part == "headline" and joined.word == "imposes"


def test_an_office_is_that_of_the_day() -> None:
    page = article("German Chancellor Angela Merkel met Norwegian officials in Oslo.")
    found = code(page, Options(published=date(2015, 3, 2))).events
    (meeting,) = [e for e in found if e.type == "CONSULT"]
    x = explain(page, meeting.id, Options(published=date(2015, 3, 2)))
    (merkel,) = [p for p in x.parties if p.name == "Angela Merkel"]
    assert merkel.office_from is not None and merkel.office_from <= "2015-03-02" and merkel.on == "2015-03-02"
    assert "holders" in [r.table for r in merkel.rows] and "2015-03-02" in merkel.links[-1].how


@pytest.mark.parametrize(
    ("text", "own", "governor"),
    [
        ("Norway did not impose sanctions on Iceland.", "not", None),
        ("Norway plans to impose sanctions on Iceland.", None, "plans"),
        ("Norway imposed sanctions on Iceland.", None, None),
    ],
)
def test_who_makes_it_less_than_done(text: str, own: str | None, governor: str | None) -> None:
    (x,) = [x for x in explained(article(text))[1] if x.event.type == "SANCTION"]
    assert (x.modality.own_word, x.modality.governor_word) == (own, governor)
    assert (x.event.modality == "actual") == (own is governor is None)


def test_what_is_said_of_another_is_told() -> None:
    _, found = explained(article("Oslo said that Iceland must withdraw its ships."))
    x = next(x for x in found if x.act.rule == "spoken")
    assert x.event.type == "REQUEST" and x.act.read_as == "spoken"
    (change,) = [c for c in x.changes if c.cell == "type"]
    assert "said" in change.why and "must withdraw" in change.why
    assert {v.by for p in x.parties for v in p.votes} == {"rule"}


def test_an_event_is_found_by_its_id_the_beginning_of_it_or_its_number(page: tuple[Record, list[Explanation]]) -> None:
    record = page[0]
    for n, event in enumerate(record.events):
        assert find_event(record, event.id) == find_event(record, event.id[:10].upper()) == find_event(record, str(n + 1)) == n


def test_an_unknown_id_is_told_with_the_nearest(page: tuple[Record, list[Explanation]]) -> None:
    record = page[0]
    near = record.events[2].id
    other = ("0" if near[0] != "0" else "1") + near[1:]
    with pytest.raises(NoSuchEvent, match="D501") as caught:
        find_event(record, other)
    assert near in str(caught.value).partition(";")[0] or near in caught.value.do
    with pytest.raises(NoSuchEvent, match="has no event"):
        find_event(code(article("Nothing was said.")), "0000")
    with pytest.raises(NoSuchEvent):
        find_event(record, str(len(record.events) + 1))


def test_the_python_api_reads_the_source_again(tmp_path: Path) -> None:
    source = tmp_path / "page.txt"
    source.write_text(f"{HEADLINE}\n\n" + "\n\n".join(PAGE), "utf-8")
    event = dragoman.read(str(source), published=DAY).events[0]
    found = dragoman.explain(str(source), event.id, published=DAY)
    assert found.event == event and found.schema == 1
