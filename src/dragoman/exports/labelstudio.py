"""Label Studio: tasks to correct events by, a task for each report, and the labelling config that they need.

Source: Label Studio's documentation, task format and pre-annotations. Offsets count code points, as there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from xml.sax.saxutils import quoteattr

from ..coding import lexicon
from ..errors import ExportUnfit
from ..model import Actor, Date, Modality
from ..model.archived import Merged, Report
from .jsonl import encoded
from .parties import by_id
from .port import Contents, Form, Settings
from .withholding import prepared
from .writing import encodable, fresh_folder

NAMES = ("tasks.json", "labels.xml", "README.md")
NO_EVENT, AN_EVENT = "no event", "an event"
NONE = "none"
_README = """# Events to correct in Label Studio

1. Create a project; under Settings, Labeling Interface, Code, paste `labels.xml`.
2. Import `tasks.json`. Under Settings, Annotation, let predictions be shown: each task begins with the row as it was coded.
3. Correct what is wrong. What is left as it stands is accepted; what is not answered stays as it was coded; `none`, or a field
   with a dash, takes a value away. Actors and recipients are codes parted by commas (`FRA, NATO`), a date is `2024-05-11`,
   `2024-05`, `2024` or two of a kind with `/` between, a place is a name with its region or country (`Bergen, Norway`).
4. Export as JSON (not JSON-MIN), and read the file back: each answer becomes a judgement.
"""


def labels(book: lexicon.Codebook | None = None) -> str:
    """The labelling config (XML) with the types and modes of the codebook in use."""
    book = book or lexicon.codebook()
    lines = [
        "<View>",
        # Else spaces at the ends are cut when shown, and offsets with them.
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        '  <Header value="$headline" size="5"/>',
        '  <Text name="text" value="$text"/>',
        '  <Labels name="spans" toName="text">',
        '    <Label value="act" background="#b45309"/>',
        '    <Label value="actor" background="#1d4ed8"/>',
        '    <Label value="recipient" background="#15803d"/>',
        "  </Labels>",
        *_choices("verdict", (AN_EVENT, NO_EVENT)),
        *_choices("type", sorted(book.quads)),
    ]
    for kind in sorted(book.quads):
        modes = sorted(mode for known, mode in book.scores if known == kind and mode)
        if modes:
            shown = f' visibleWhen="choice-selected" whenTagName="type" whenChoiceValue={quoteattr(kind)}'
            lines += _choices(mode_field(kind), (NONE, *modes), shown)
    lines += _choices("modality", get_args(Modality))
    lines += _choices("background", ("yes", "no"))
    for name in ("actors", "recipients", "date", "place", "note"):
        about = "why, if you like" if name == "note" else f"{name}, or - for none"
        lines.append(f'  <TextArea name="{name}" toName="text" maxSubmissions="1" editable="true" placeholder="{about}"/>')
    return "\n".join([*lines, "</View>", ""])


def _choices(name: str, values: tuple[str, ...] | list[str], more: str = "") -> list[str]:
    choices = [f"    <Choice value={quoteattr(value)}/>" for value in values]
    return [f'  <Choices name={quoteattr(name)} toName="text" choice="single" showInline="true"{more}>', *choices, "  </Choices>"]


def mode_field(kind: str) -> str:
    """The name of the field for the modes of a type."""
    return f"mode_{kind}"


def fields(report: Report) -> dict[str, str]:
    """The cells of a report's row as the fields of a task say them."""
    event = report.event
    return {
        "type": event.type,
        "mode": event.mode or "",
        "modality": event.modality,
        "background": "yes" if event.background else "no",
        "actors": ", ".join(event.actors),
        "recipients": ", ".join(event.recipients),
        "date": date_text(event.date),
        "place": event.place.name if event.place else "",
    }


def date_text(date: Date | None) -> str:
    """A date as judgements write it: `2024-05-11`, or two of a kind with `/` between."""
    if date is None or not (date.start or date.end):
        return ""
    start, end = date.start or date.end, date.end or date.start
    return f"{start}" if start == end else f"{start}/{end}"


def text_of(report: Report) -> str:
    """The text of a task: the evidence with the words round it."""
    span = report.event.evidence
    return encodable(f"{span.prefix}{span.exact}{span.suffix}")


def task(merged: Merged, report: Report) -> dict[str, Any]:
    """A task: what it is about, and the row as it was coded as its prediction."""
    page, event = report.page, report.event
    text, cells = text_of(report), fields(report)
    result = [_result("verdict", "choices", {"choices": [AN_EVENT]})]
    for name in ("type", "modality", "background"):
        result.append(_result(name, "choices", {"choices": [cells[name]]}))
    if event.mode:
        result.append(_result(mode_field(event.type), "choices", {"choices": [event.mode]}))
    for name in ("actors", "recipients", "date", "place"):
        if cells[name]:
            result.append(_result(name, "textarea", {"text": [cells[name]]}))
    for number, (label, start, end) in enumerate(_spans(report, text)):
        value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
        result.append(_result("spans", "labels", value) | {"id": f"span{number}"})
    return {
        "data": {
            "text": text,
            "headline": page.headline or "",
            "event": merged.id,
            "report": event.id,
            "page": page.id,
            "article": page.article,
            "url": page.url or "",
            "outlet": page.outlet or "",
            "published": page.published or "",
        },
        "predictions": [{"model_version": "dragoman", "score": event.confidence, "result": result}],
    }


def _result(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "from_name": name, "to_name": "text", "type": kind, "value": value}


def _spans(report: Report, text: str) -> Iterator[tuple[str, int, int]]:
    """The words that name actors and recipients: their mentions where a report has them, else their names as they stand."""
    actors = by_id(report.actors)
    taken: list[tuple[int, int]] = []
    for label, ids in (("actor", report.event.actor_ids), ("recipient", report.event.recipient_ids)):
        for actor in (actors[key] for key in ids if key in actors):
            found = next((s for s in _found(actor, report, text) if not any(s[0] < e and b < s[1] for b, e in taken)), None)
            if found:
                taken.append(found)
                yield label, *found


def _found(actor: Actor, report: Report, text: str) -> Iterator[tuple[int, int]]:
    span = report.event.evidence
    base = span.start - len(span.prefix)
    for mention in actor.mentions:
        start, end = mention.start - base, mention.end - base
        if (mention.part, mention.paragraph) == (span.part, span.paragraph) and 0 <= start < end <= len(text):
            yield start, end
    words = actor.name.split()
    for name in dict.fromkeys((actor.name, *(words[-1:] if actor.kind == "person" else ()))):
        start = text.find(name) if name else -1
        if start >= 0:
            yield start, start + len(name)


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the folder; the number of tasks. Raises `ExportUnwritable`, and `ExportUnfit` where the text shall be left out."""
    if not settings.text:
        raise ExportUnfit(
            "labelstudio", "there is nothing to correct without the text", "export with the text, for yourself alone"
        )
    count = 0
    with fresh_folder(path, NAMES) as folder:
        with (folder / "tasks.json").open("xb") as file:
            file.write(b"[")
            for merged in prepared(contents, settings).events():
                for report in merged.reports:
                    file.write((b",\n" if count else b"\n") + encoded(task(merged, report)))
                    count += 1
            file.write(b"\n]\n")
        (folder / "labels.xml").write_text(labels(), encoding="utf-8", newline="")
        (folder / "README.md").write_text(_README, encoding="utf-8", newline="")
    return count


FORM = Form("labelstudio", "", "a folder of Label Studio tasks with their labelling config, to correct events by", write)
