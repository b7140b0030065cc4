"""The answers that come back from Label Studio, as judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from ..errors import AnswersDamaged, DragomanError, JudgementInvalid, NoSuchEvent
from ..judgements import changes_of
from ..model import MadeBy
from ..model.archived import Merged, Report
from ..model.judgement import Changes, Judgement, PartyWords, Sentence, Verdict
from ..world import World
from .labelstudio import NO_EVENT, NONE, fields, mode_field, text_of

_LARGEST = 1 << 30  # bytes of a file of answers
# No event has this id: the words of a task are no whole sentence, so it never counts as wholly judged.
_NOT_KNOWN = "words around not known"


class Answer(Struct, frozen=True):
    """An answer as it was given: the page and row that it is about, its fields, the spans, who gave it and when."""

    where: str
    page: str
    report: str
    fields: dict[str, str]
    spans: tuple[tuple[str, int, int], ...]
    by: str | None
    made: str


def judgements_of(path: Path, events: Iterable[Merged], world: World, made_by: MadeBy) -> Iterator[Judgement | DragomanError]:
    """The judgements in a file that Label Studio exported as JSON, in its order; an error in place of each that cannot be used.

    `events` are those that the tasks were made of (others may stand among them). Accepted is what was left as it stands.
    A skipped task gives nothing. Raises `AnswersDamaged` where the file cannot be read.
    """
    answers = list(answers_of(path))
    wanted = {(answer.page, answer.report) for answer in answers if isinstance(answer, Answer)}
    found = {
        key: report for merged in events for report in merged.reports if (key := (report.page.id, report.event.id)) in wanted
    }
    for answer in answers:
        if isinstance(answer, DragomanError):
            yield answer
            continue
        report = found.get((answer.page, answer.report))
        if report is None:
            yield NoSuchEvent(
                answer.report[:80], f"{answer.where}: no such event among those given", "give the events it was made of"
            )
            continue
        try:
            yield _judgement(answer, report, world, made_by)
        except JudgementInvalid as error:
            yield JudgementInvalid(f"{answer.where} {error.source}", error.what, error.do)


def answers_of(path: Path) -> Iterator[Answer | AnswersDamaged]:
    """The answers in a file of Label Studio's JSON export. Raises `AnswersDamaged` where it cannot be read."""
    do = "export from Label Studio as JSON (not JSON-MIN)"
    try:
        if path.stat().st_size > _LARGEST:
            raise AnswersDamaged(str(path), "larger than any file of answers", do)
        tasks = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise AnswersDamaged(str(path), f"cannot be read ({error.strerror or error})", "check the path and its rights") from error
    except (ValueError, RecursionError) as error:
        raise AnswersDamaged(str(path), f"no JSON ({str(error)[:80]})", do) from error
    if not isinstance(tasks, list):
        raise AnswersDamaged(str(path), "no list of tasks", do)
    for number, task in enumerate(tasks, 1):
        where = f"{path}: task {number}"
        try:
            data, annotations = task["data"], task["annotations"]
            page, report, text = str(data["page"]), str(data["report"]), str(data["text"])
            given = [one for one in annotations if not one.get("was_cancelled")]
        except (KeyError, TypeError, AttributeError):
            yield AnswersDamaged(where, "not a task that was exported from here, with its annotations", do)
            continue
        for one in given:
            try:
                yield _answer(where, page, report, text, one)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                yield AnswersDamaged(where, f"an answer that cannot be read ({str(error)[:80]})", "mend or take out that answer")


def _answer(where: str, page: str, report: str, text: str, one: dict[str, Any]) -> Answer:
    cells: dict[str, str] = {}
    spans = []
    for result in one["result"]:
        name, value = result["from_name"], result["value"]
        if result["type"] == "labels":
            spans.append((str(value["labels"][0]), *_offsets(text, value)))
        elif result["type"] == "choices":
            cells[name] = str(value["choices"][0])
        elif result["type"] == "textarea":
            told = value["text"]
            cells[name] = told if isinstance(told, str) else ", ".join(map(str, told))
    return Answer(where, page, report, cells, tuple(spans), _who(one.get("completed_by")), _when(one))


def _offsets(text: str, value: dict[str, Any]) -> tuple[int, int]:
    """Where a span stands in code points; older versions of Label Studio count UTF-16 units."""
    start, end, words = int(value["start"]), int(value["end"]), value.get("text")
    if words is None or text[start:end] == words:
        return start, end
    units = text.encode("utf-16-le")
    if units[2 * start : 2 * end].decode("utf-16-le", "replace") != words:
        raise ValueError(f"its words are not where it says: {str(words)[:40]!r}")
    before = len(units[: 2 * start].decode("utf-16-le"))
    return before, before + len(words)


def _who(given: Any) -> str | None:
    if isinstance(given, dict):
        given = given.get("email") or given.get("username") or given.get("id")
    return None if given is None else f"label studio: {given}"


def _when(one: dict[str, Any]) -> str:
    told = one.get("updated_at") or one["created_at"]
    time = datetime.fromisoformat(str(told))
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _judgement(answer: Answer, report: Report, world: World, made_by: MadeBy) -> Judgement:
    event = report.event
    verdict: Verdict = "reject" if answer.fields.get("verdict") == NO_EVENT else "accept"
    changes = Changes()
    if verdict == "accept":
        differing = list(_differing(answer, report))
        if differing:
            verdict, changes = "change", changes_of(event, differing, world)
    note = answer.fields.get("note") or None
    page = report.page
    sentence = _sentence(answer, report)
    return Judgement(
        verdict, answer.made, answer.by, note, page.article, page.url, page.headline, event, sentence, made_by, changes
    )


def _differing(answer: Answer, report: Report) -> Iterator[tuple[str, str]]:
    """The fields that are not as the row had them, as `FIELD`, `VALUE`; what was not answered is not among them."""
    was = fields(report)
    given = dict(answer.fields)
    kind = given.get("type", was["type"])
    if (mode := given.get(mode_field(kind))) is not None:
        given["mode"] = "" if mode == NONE else mode
    for name, before in was.items():
        told = given.get(name)
        if told is None:
            continue
        now = "" if told.strip() in ("-", NONE) else told.strip()
        same = _codes(now) == _codes(before) if name in ("actors", "recipients") else now == before
        if not same or (name == "mode" and kind != was["type"]):
            yield name, now


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _sentence(answer: Answer, report: Report) -> Sentence:
    """The words of the task as the sentence of the act."""
    text = text_of(report)
    act = next(((start, end) for label, start, end in answer.spans if label == "act"), None)
    span = report.event.evidence
    start, end = act or (len(span.prefix), len(span.prefix) + len(span.exact))
    parties = tuple(PartyWords(text[b:e], None, label) for label, b, e in answer.spans if label in ("actor", "recipient"))  # type: ignore[arg-type]
    return Sentence(text, start, end, (), parties, (_NOT_KNOWN,))
