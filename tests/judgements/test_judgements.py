"""Judgements: given, kept, laid over a record that is coded again, and written as training sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest
from training.data import read_own

from dragoman.coding.coder import coded
from dragoman.coding.explain import explained
from dragoman.errors import JudgementInvalid, JudgementsDamaged
from dragoman.judgements import all as kept
from dragoman.judgements import append, changes_of, file_of, judgement, lay, training_sentences
from dragoman.model import Article, Block, Event, Record, Span
from dragoman.model.judgement import Changes, Judgement
from dragoman.world import world

TEXT = (
    "Iceland accused Norway of overfishing, and Denmark imposed sanctions on Norway on Monday.",
    "Norwegian police arrested two Icelandic fishermen.",
)
ARTICLE = Article("a1", headline="Herring", body=tuple(Block(p) for p in TEXT))
Judge = Callable[..., Judgement]


@pytest.fixture(scope="module")
def record() -> Record:
    return coded(ARTICLE).record


@pytest.fixture(scope="module")
def judge(record: Record) -> Judge:
    """A judgement of the event of a type, as it is coded."""
    looked_at = {e.type: explained(ARTICLE, e.id) for e in record.events}

    def give(kind: str, verdict: str, *cells: tuple[str, str]) -> Judgement:
        whole, found = looked_at[kind]
        changes = changes_of(found.event, cells, world())
        return judgement(whole, found, verdict, changes, by="ada", note="a test")  # type: ignore[arg-type]

    return give


def event(record: Record, kind: str) -> Event:
    (found,) = [e for e in record.events if e.type == kind]
    return found


def moved(judged: Judgement, **cells: object) -> Judgement:
    """The judgement as if it had been given when the row was coded otherwise."""
    return msgspec.structs.replace(judged, event=msgspec.structs.replace(judged.event, **cells))


# Given


def test_a_judgement_says_who_when_what_and_of_which_row(record: Record, judge: Judge) -> None:
    made = judge("ACCUSE", "accept")
    assert (made.verdict, made.by, made.note, made.article_id) == ("accept", "ada", "a test", "a1")
    assert made.made.endswith("Z") and len(made.made) == len("2024-05-13T10:00:00Z")
    assert made.event == event(record, "ACCUSE") and made.made_by == record.made_by
    assert made.sentence.text == TEXT[0] and made.sentence.text[made.sentence.word_start : made.sentence.word_end] == "accused"
    assert made.sentence.beside == (event(record, "SANCTION").id,)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (("type", "PRAISE"), "no type of PLOVER"),
        (("mode", "arrest"), "no mode of ACCUSE"),
        (("modality", "maybe"), "no modality"),
        (("background", "perhaps"), "neither yes nor no"),
        (("actors", "ISL,ZZZ"), "no code of the tables"),
        (("recipients", "CIV:NATO"), "no code of the tables"),
        (("actors", "COMPANY:"), "no code of the tables"),
        (("date", "2024-02-31"), "no date"),
        (("date", "yesterday"), "no date"),
        (("date", "2024-05-12/2024-05-11"), "the end is before the start"),
        (("date", "2024/2024-05"), "of another kind"),
        (("confidence", "1"), "no field that can be changed"),
    ],
)
def test_what_a_row_cannot_be_is_refused(judge: Judge, cell: tuple[str, str], told: str) -> None:
    with pytest.raises(JudgementInvalid, match="D502") as caught:
        judge("ACCUSE", "change", cell)
    assert told in str(caught.value)


def test_a_mode_must_be_one_of_the_type_that_the_row_will_have(judge: Judge) -> None:
    made = judge("ACCUSE", "change", ("type", "COERCE"), ("mode", "arrest"))
    assert (made.changes.type, made.changes.mode) == ("COERCE", "arrest")
    assert judge("COERCE", "change", ("type", "ACCUSE")).changes.mode is None, "arrest is no mode of ACCUSE"


# Kept


def test_judgements_are_added_and_come_back_as_they_were(tmp_path: Path, judge: Judge) -> None:
    file = file_of(tmp_path / "mine")
    given = [judge("ACCUSE", "reject"), judge("ACCUSE", "change", ("date", "2024-05"), ("background", "yes"), ("mode", ""))]
    assert kept(file) == ([], [])
    for one in given:
        append(file, one)
    assert kept(file) == (given, [])
    assert file.name == "judgements.jsonl" and len(file.read_bytes().splitlines()) == 2
    assert json.loads(file.read_bytes().splitlines()[1])["changes"]["mode"] is None


def test_a_damaged_line_is_told_with_its_number_and_costs_no_other(tmp_path: Path, judge: Judge) -> None:
    file = tmp_path / "judgements.jsonl"
    append(file, judge("ACCUSE", "accept"))
    good = file.read_bytes()
    wrong = json.loads(good)
    wrong["changes"] = {"type": "PRAISE"}
    later = json.loads(good) | {"schema": 99}
    lines = [b'{"verdict":', b"\xff\xfe", json.dumps(wrong).encode(), json.dumps(later).encode(), b"[" * 5000]
    file.write_bytes(good + b"\n" + b"\n".join(lines))
    append(file, judge("COERCE", "accept"))
    found, damaged = kept(file)
    assert [j.event.type for j in found] == ["ACCUSE", "COERCE"]
    assert [e.source for e in damaged] == [f"{file}:{n}" for n in (3, 4, 5, 6, 7)]
    assert {e.code for e in damaged} == {"D503"} and "PLOVER" in damaged[2].what and "later" in damaged[3].what


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, judge: Judge) -> None:
    (tmp_path / "judgements.jsonl").mkdir()
    with pytest.raises(JudgementsDamaged, match="D503"):
        append(tmp_path / "judgements.jsonl", judge("ACCUSE", "accept"))
    with pytest.raises(JudgementsDamaged, match="D503"):
        kept(tmp_path / "judgements.jsonl")


def add_some(job: tuple[Path, bytes]) -> None:
    for _ in range(20):
        append(job[0], msgspec.json.decode(job[1], type=Judgement))


def test_those_who_write_at_once_wait_for_one_another(tmp_path: Path, judge: Judge) -> None:
    file = tmp_path / "new" / "judgements.jsonl"
    job = (file, msgspec.json.encode(judge("ACCUSE", "accept")))
    with get_context("spawn").Pool(2) as pool:
        pool.map(add_some, [job, job])
    found, damaged = kept(file)
    assert (len(found), damaged) == (40, [])


# Laid over


def test_rejected_rows_go_and_accepted_ones_are_sure(record: Record, judge: Judge) -> None:
    laid = lay(record, [judge("ACCUSE", "reject"), judge("COERCE", "accept")])
    assert "ACCUSE" not in [e.type for e in laid.events] and len(laid.events) == len(record.events) - 1
    assert event(laid, "COERCE") == msgspec.structs.replace(event(record, "COERCE"), confidence=1.0)
    assert event(laid, "SANCTION") == event(record, "SANCTION")


def test_changed_fields_change_and_what_follows_from_them(record: Record, judge: Judge) -> None:
    change = judge("COERCE", "change", ("type", "ASSAULT"), ("mode", "abduct"), ("actors", "ISL"), ("date", "2024-05-11"))
    was, now = event(record, "COERCE"), event(lay(record, [change]), "ASSAULT")
    assert (now.id, now.evidence, now.recipients, now.confidence) == (was.id, was.evidence, was.recipients, 1.0)
    assert (now.mode, now.intensity, now.quad, now.actors) == ("abduct", -8.5, 4, ("ISL",))
    assert now.date is not None and (now.date.start, now.date.precision) == ("2024-05-11", "day")
    known = {a.id: a.code for a in record.actors}
    assert [known[i] for i in now.actor_ids] == ["ISL"]


def test_the_last_judgement_counts_and_changes_add_up(record: Record, judge: Judge) -> None:
    first, second = judge("ACCUSE", "change", ("mode", "disapprove")), judge("ACCUSE", "change", ("date", "2024"))
    laid = event(lay(record, [first, second]), "ACCUSE")
    assert laid.mode == "disapprove" and laid.date is not None and laid.date.start == "2024"
    assert event(lay(record, [first, judge("ACCUSE", "accept")]), "ACCUSE").mode == event(record, "ACCUSE").mode
    assert "ACCUSE" not in [e.type for e in lay(record, [first, judge("ACCUSE", "reject")]).events]
    assert event(lay(record, [judge("ACCUSE", "reject"), second]), "ACCUSE").date is not None


def shifted(span: Span, by: int) -> Span:
    text = ARTICLE.text(span.part, span.paragraph)
    return Span(span.part, span.paragraph, span.start, span.end - by, text[span.start : span.end - by])


def test_a_row_that_is_coded_anew_is_found_by_its_words(record: Record, judge: Judge) -> None:
    reject = judge("COERCE", "reject")
    was = reject.event
    old = moved(reject, id="0" * 16, evidence=shifted(was.evidence, 5))
    assert "COERCE" not in [e.type for e in lay(record, [old]).events]
    assert lay(record, [moved(old, type="ASSAULT")]) == record, "another type is another claim"
    elsewhere = msgspec.structs.replace(was.evidence, paragraph=0)
    assert lay(record, [moved(old, evidence=elsewhere)]) == record, "another paragraph"
    assert lay(record, [msgspec.structs.replace(old, article_id="a2")]) == record, "another article"


def test_a_row_that_became_what_it_was_changed_to_is_found(record: Record, judge: Judge) -> None:
    change = judge("COERCE", "change", ("type", "ASSAULT"), ("mode", "abduct"))
    turned = moved(change, id="0" * 16, type="AID")
    turned = msgspec.structs.replace(turned, changes=Changes(type="COERCE", mode="arrest"))
    assert event(lay(record, [turned]), "COERCE").confidence == 1.0


def test_an_older_judgement_yields_to_that_of_the_row_itself(record: Record, judge: Judge) -> None:
    old = moved(judge("COERCE", "reject"), id="0" * 16, evidence=shifted(event(record, "COERCE").evidence, 5))
    for order in ([old, judge("COERCE", "accept")], [judge("COERCE", "accept"), old]):
        assert event(lay(record, order), "COERCE").confidence == 1.0


# Training sentences


def test_judged_sentences_can_be_trained_on(tmp_path: Path, judge: Judge) -> None:
    given = [
        judge("ACCUSE", "change", ("mode", "disapprove"), ("recipients", "DNK")),
        judge("SANCTION", "reject"),
        judge("COERCE", "accept"),
    ]
    written = training_sentences(given)
    file = tmp_path / "judged.txt"
    file.write_text("\n".join(written.lines), "utf-8")
    first, second = (item[0] for item in read_own(file))
    assert written.given == 2 and not written.left_out
    words = [first.words[i] for i in first.triggers]
    assert words == ["accused"]
    ((kind, modality, actors, recipients),) = first.triggers.values()
    assert (kind, modality) == ("ACCUSE", "actual")
    assert [[first.words[i] for i in side] for side in (actors, recipients)] == [["Iceland"], ["Denmark"]]
    assert "{ACCUSE.disapprove/actual:accused|A=Iceland|R=Denmark}" in written.lines[1]
    ((kind, _, actors, _),) = second.triggers.values()
    assert kind == "COERCE" and "police" in {second.words[i] for i in actors}
    assert "".join(first.words) == TEXT[0].replace(" ", "")


def test_a_rejected_row_leaves_its_sentence_without_a_mark(judge: Judge) -> None:
    (_, line) = training_sentences([judge("COERCE", "reject")]).lines
    assert line == "[NORP:Norwegian] police arrested two [NORP:Icelandic] fishermen."


def test_a_sentence_with_an_act_that_nobody_judged_is_but_a_comment(tmp_path: Path, judge: Judge) -> None:
    written = training_sentences([judge("ACCUSE", "accept")])
    assert written.given == 0 and written.left_out == {"not all of its events are judged": 1}
    assert all(line.startswith("#") for line in written.lines) and "{ACCUSE" in written.lines[1]
