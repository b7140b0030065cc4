"""JSON lines: a Web Annotation a row, whose body is the event, statement or position and whose targets are its evidence.

Source: W3C Web Annotation Data Model (2017). Offsets count code points into one clean part of the article, not into the whole
page: a FragmentSelector names the part, and the TextPositionSelector refines it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..model import Actor, Span
from ..model.archived import Heard, Merged, Page, Report, Stand
from .parties import guise
from .port import Contents, Form, Settings
from .withholding import is_sealed, prepared, sha256_of
from .writing import encodable, fresh_file

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Evidence is told as targets.
_APART = frozenset({"evidence", "more_evidence"})


def target(page: Page, span: Span) -> dict[str, Any]:
    """A span as a Web Annotation's target; `sha256` is that of its exact words, which are left out where text is."""
    selectors: list[dict[str, Any]] = [] if is_sealed(span) else [_quote(span)]
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    fragment = f"part={span.part}&paragraph={span.paragraph}"
    selectors.append({"type": "FragmentSelector", "value": fragment, "refinedBy": position})
    source = page.url or f"urn:dragoman:page:{page.id}"
    return {"type": "SpecificResource", "source": source, "selector": selectors, "sha256": sha256_of(span)}


def _quote(span: Span) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": span.exact, "prefix": span.prefix, "suffix": span.suffix}


def annotated(contents: Contents) -> Iterator[dict[str, Any]]:
    """The events, statements and positions, in this order."""
    for merged in contents.events():
        yield _annotation("event", merged.id, _merged(merged), _targets(merged))
    for heard in contents.statements():
        yield _annotation("statement", heard.statement.id, _heard(heard), [target(heard.page, heard.statement.evidence)])
    for stand in contents.positions():
        targets = [target(stand.page, span) for span in stand.position.evidence]
        yield _annotation("position", stand.position.id, _stand(stand), targets)


def _annotation(kind: str, key: str, body: dict[str, Any], targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "id": f"urn:dragoman:{kind}:{key}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": {"type": "Dataset", kind: body},
        "target": targets,
    }


def _targets(merged: Merged) -> list[dict[str, Any]]:
    return [target(r.page, span) for r in merged.reports for span in (r.event.evidence, *r.event.more_evidence)]


def _cells(row: msgspec.Struct) -> dict[str, Any]:
    return {key: value for key, value in msgspec.structs.asdict(row).items() if key not in _APART}


def _merged(merged: Merged) -> dict[str, Any]:
    return _cells(merged.event) | {
        "id": merged.id,
        "story": merged.story,
        "sources": merged.sources,
        "outlets": merged.outlets,
        "differences": [{"cell": d.cell, "values": [{"value": v, "pages": p} for v, p in d.values]} for d in merged.differences],
        "reports": [_report(report) for report in merged.reports],
    }


def _report(report: Report) -> dict[str, Any]:
    return _cells(report.event) | {"page": report.page, "voucher": report.voucher, "named": _actors(report.actors)}


def _heard(heard: Heard) -> dict[str, Any]:
    speaker = _actors([heard.speaker])[0] if heard.speaker else None
    return _cells(heard.statement) | {"page": heard.page, "actor": speaker, "quote": heard.quote}


def _stand(stand: Stand) -> dict[str, Any]:
    return _cells(stand.position) | {"page": stand.page, "actors": _actors(stand.actors)}


def _actors(actors: Iterable[Actor]) -> list[dict[str, Any]]:
    """Actors under the ids that their page's rows name them with; `key` is the id that `actors.csv` has."""
    return [{k: v for k, v in msgspec.structs.asdict(a).items() if k != "mentions"} | {"key": guise(a)} for a in actors]


def encoded(value: Any) -> bytes:
    """A value as JSON in UTF-8, lone surrogates as U+FFFD."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mended(msgspec.to_builtins(value)))


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_mended(key): _mended(one) for key, one in value.items()}
    return [_mended(one) for one in value] if isinstance(value, (list, tuple)) else value


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the file; the number of lines. Raises `ExportUnwritable`."""
    count = 0
    with fresh_file(path) as file:
        for annotation in annotated(prepared(contents, settings)):
            file.write(encoded(annotation) + b"\n")
            count += 1
    return count


FORM = Form("jsonl", ".jsonl", "JSON lines: each row a W3C Web Annotation with its evidence as targets", write)
