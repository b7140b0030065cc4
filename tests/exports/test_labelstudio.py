"""Label Studio: tasks that a config fits, and answers that come back as judgements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec import UNSET
from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import ACTORS, Memory, contents, merged, page, span

from dragoman.errors import AnswersDamaged, DragomanError, JudgementInvalid, NoSuchEvent
from dragoman.exports.answers import judgements_of
from dragoman.exports.labelstudio import labels
from dragoman.judgements import all as kept
from dragoman.judgements import append, training_sentences
from dragoman.model import MadeBy, Span
from dragoman.model.judgement import Judgement
from dragoman.world import world

MADE_BY = MadeBy("0.1.0", "2026.11", "2026.11.4", "2026.11.4")
Task = dict[str, Any]


def tasks(path: Path) -> list[Task]:
    found = json.loads((path / "tasks.json").read_text("utf-8"))
    assert isinstance(found, list)
    return found


def answered(task: Task, **given: str) -> Task:
    """A task as Label Studio exports it once somebody has corrected some of its fields."""
    result = [r for r in task["predictions"][0]["result"] if r["from_name"] not in given]
    for name, value in given.items():
        kind = "textarea" if name in ("actors", "recipients", "date", "place", "note") else "choices"
        result.append(
            {
                "id": name,
                "from_name": name,
                "to_name": "text",
                "type": kind,
                "value": {"text" if kind == "textarea" else kind: [value]},
            }
        )
    annotation = {
        "id": 1,
        "completed_by": {"id": 3, "email": "reader@courier.example"},
        "result": result,
        "was_cancelled": False,
        "created_at": "2026-11-26T10:00:00.123456Z",
        "updated_at": "2026-11-26T11:00:00.123456Z",
    }
    return task | {"id": 7, "annotations": [annotation], "predictions": []}


@pytest.fixture
def one(write: Write) -> Task:
    return tasks(write("labelstudio", Memory((merged(),))))[0]


def back(tmp_path: Path, *given: Task) -> list[Judgement | DragomanError]:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return list(judgements_of(path, contents().events(), world(), MADE_BY))


def test_a_task_is_the_evidence_with_the_row_as_it_was_coded(one: Task) -> None:
    text = one["data"]["text"]
    assert text == "Yesterday Edda Specimen accused Norway of overfishing in the sea"
    (prediction,) = one["predictions"]
    spans = {r["value"]["labels"][0]: r["value"] for r in prediction["result"] if r["type"] == "labels"}
    assert {label: text[v["start"] : v["end"]] for label, v in spans.items()} == {"actor": "Edda Specimen", "recipient": "Norway"}
    cells = {r["from_name"]: next(iter(r["value"].values())) for r in prediction["result"] if r["type"] != "labels"}
    assert cells["type"] == ["ACCUSE"] and cells["mode_ACCUSE"] == ["allege"] and cells["actors"] == ["ISL"]
    assert cells["date"] == ["2024-05-11"]


def test_mentions_go_before_names(write: Write) -> None:
    she = Span("body", 2, 18, 26, "Specimen")
    row = merged()
    report = replace(row.reports[0], actors=(replace(ACTORS[0], mentions=(she,)), *ACTORS[1:]))
    (task,) = tasks(write("labelstudio", Memory((replace(row, reports=(report,)),))))
    (actor,) = [r["value"] for r in task["predictions"][0]["result"] if r["value"].get("labels") == ["actor"]]
    assert (actor["start"], actor["end"]) == (18, 26)


def test_the_config_has_a_field_for_everything_that_the_tasks_say(write: Write) -> None:
    config = etree.fromstring((write("labelstudio") / "labels.xml").read_bytes())
    names = [tag.get("name") for tag in config.iter() if tag.get("name")]
    assert len(set(names)) == len(names)
    choices = {tag.get("name"): {c.get("value") for c in tag} for tag in config.iter("Choices", "Labels")}
    for task in tasks(write("labelstudio")):
        assert {f"${key}" for key in ("text", "headline")} <= {t.get("value") for t in config.iter("Text", "Header")}
        for result in task["predictions"][0]["result"]:
            assert result["from_name"] in names and result["to_name"] == "text"
            if result["type"] in ("choices", "labels"):
                assert set(result["value"][result["type"]]) <= choices[result["from_name"]]


def test_what_is_left_as_it_stands_is_accepted(one: Task, tmp_path: Path) -> None:
    (found,) = back(tmp_path, answered(one))
    assert isinstance(found, Judgement)
    assert (found.verdict, found.by, found.made) == ("accept", "label studio: reader@courier.example", "2026-11-26T11:00:00Z")
    assert (found.article_id, found.event.id, found.made_by) == ("a-p1", "m1-p1", MADE_BY)


def test_no_event_is_a_rejection(one: Task, tmp_path: Path) -> None:
    (found,) = back(tmp_path, answered(one, verdict="no event", note="an opinion piece"))
    assert isinstance(found, Judgement)
    assert (found.verdict, found.note) == ("reject", "an opinion piece")


def test_what_was_corrected_is_a_change(one: Task, tmp_path: Path) -> None:
    fields = {
        "type": "REQUEST",
        "mode_REQUEST": "change",
        "actors": "ISL, FRO",
        "date": "2024-05",
        "background": "yes",
        "place": "-",
    }
    (found,) = back(tmp_path, answered(one, **fields))
    assert isinstance(found, Judgement) and found.verdict == "change"
    changes = found.changes
    assert (changes.type, changes.mode, changes.actors, changes.background) == ("REQUEST", "change", ("ISL", "FRO"), True)
    assert changes.place is None and changes.modality is UNSET and changes.recipients is UNSET
    assert changes.date is not UNSET and changes.date is not None and changes.date.precision == "month"  # type: ignore[union-attr]


def test_another_type_takes_the_mode_along(one: Task, tmp_path: Path) -> None:
    (found,) = back(tmp_path, answered(one, type="SUPPORT"))
    assert isinstance(found, Judgement) and (found.changes.type, found.changes.mode) == ("SUPPORT", None)
    (found,) = back(tmp_path, answered(one, mode_ACCUSE="none"))
    assert isinstance(found, Judgement) and found.changes.mode is None and found.changes.type is UNSET


def test_an_answer_that_no_row_can_have_costs_itself_alone(one: Task, tmp_path: Path) -> None:
    other = answered(one | {"data": one["data"] | {"report": "gone"}})
    wrong, lost, odd, good = back(tmp_path, answered(one, actors="ATLANTIS"), other, {"id": 3}, answered(one))
    assert isinstance(wrong, JudgementInvalid) and "task 1" in str(wrong)
    assert isinstance(lost, NoSuchEvent) and "task 2" in str(lost)
    assert isinstance(odd, AnswersDamaged) and "task 3" in str(odd)
    assert isinstance(good, Judgement)


def test_skipped_and_unanswered_tasks_give_nothing(one: Task, tmp_path: Path) -> None:
    skipped = answered(one)
    skipped["annotations"][0]["was_cancelled"] = True
    assert back(tmp_path, skipped, one | {"annotations": []}) == []


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1", b"\xff\xfe", b"[" * 100_000], ids=["none", "object", "cut", "binary", "deep"]
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "answers.json"
    path.write_bytes(data)
    with pytest.raises(AnswersDamaged, match="D714"):
        list(judgements_of(path, (), world(), MADE_BY))
    with pytest.raises(AnswersDamaged, match="D714"):
        list(judgements_of(tmp_path / "none.json", (), world(), MADE_BY))


def test_spans_are_found_in_code_points_and_in_utf16(write: Write, tmp_path: Path) -> None:
    what = Memory((merged(evidence=span("\U0001f41f Norway was accused"), pages=(page("p1"),)),))
    (task,) = tasks(write("labelstudio", what))
    text = task["data"]["text"]
    for shift in (0, 1):  # older versions count the fish twice
        start = text.index("accused") + shift
        given = answered(task)
        label = {"start": start, "end": start + 7, "text": "accused", "labels": ["act"]}
        given["annotations"][0]["result"].append(
            {"id": "a", "from_name": "spans", "to_name": "text", "type": "labels", "value": label}
        )
        path = tmp_path / "answers.json"
        path.write_text(json.dumps([given]), encoding="utf-8")
        (found,) = judgements_of(path, what.events(), world(), MADE_BY)
        assert isinstance(found, Judgement)
        assert found.sentence.text[found.sentence.word_start : found.sentence.word_end] == "accused"


def test_judgements_are_kept_and_their_clipped_words_train_nothing(one: Task, tmp_path: Path) -> None:
    (found,) = back(tmp_path, answered(one))
    assert isinstance(found, Judgement)
    append(tmp_path / "judgements.jsonl", found)
    judgements, damaged = kept(tmp_path / "judgements.jsonl")
    assert judgements == [found] and not damaged
    assert training_sentences(judgements).given == 0


def test_the_config_is_xml_whatever_the_codebook() -> None:
    assert etree.fromstring(labels().encode()).tag == "View"
