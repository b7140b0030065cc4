"""JSON lines: Web Annotations whose targets are the evidence."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import Memory, merged, page, span


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_each_row_is_an_annotation(write: Write) -> None:
    rows = read(write("jsonl"))
    assert [next(key for key in row["body"] if key != "type") for row in rows] == ["event"] * 5 + ["statement", "position"]
    assert len({row["id"] for row in rows}) == 7
    for row in rows:
        # What the data model requires of an annotation, its targets and selectors.
        assert row["@context"] == "http://www.w3.org/ns/anno.jsonld" and row["type"] == "Annotation"
        assert row["target"] and all(t["type"] == "SpecificResource" and t["source"] for t in row["target"])


def test_evidence_of_every_report_is_a_target(write: Write) -> None:
    (row,) = read(write("jsonl", Memory((merged(),))))
    assert [t["source"] for t in row["target"]] == ["https://p1.example/herring?a=1&b=2"] * 2 + [
        "https://p2.example/herring?a=1&b=2"
    ] * 2
    words = span().exact
    quote, place = row["target"][0]["selector"]
    assert quote == {"type": "TextQuoteSelector", "exact": words, "prefix": "Yesterday ", "suffix": " in the sea"}
    assert place["value"] == "part=body&paragraph=2"
    assert place["refinedBy"] == {"type": "TextPositionSelector", "start": 10, "end": 10 + len(words)}
    assert row["target"][0]["sha256"] == sha256(words.encode()).hexdigest()


def test_the_body_tells_what_differs_and_who_tells_it(write: Write) -> None:
    (row,) = read(write("jsonl", Memory((merged(),))))
    event = row["body"]["event"]
    assert (event["id"], event["sources"], event["date"]["start"]) == ("m1", 2, "2024-05-11")
    assert event["differences"] == [
        {"cell": "mode", "values": [{"value": "allege", "pages": ["p1"]}, {"value": "disapprove", "pages": ["p2"]}]}
    ]
    assert [report["page"]["id"] for report in event["reports"]] == ["p1", "p2"]
    report = event["reports"][0]
    assert report["actors"] == ["ISL"] and report["actor_ids"] == [report["named"][0]["id"]]


def test_without_text_the_quote_goes_and_the_rest_stays(write: Write) -> None:
    (row,) = read(write("jsonl", Memory((merged(),)), text=False))
    (place,) = row["target"][0]["selector"]
    assert place["refinedBy"]["start"] == 10
    assert row["target"][0]["sha256"] == sha256(span().exact.encode()).hexdigest()


def test_a_page_without_address_has_a_name_all_the_same(write: Write) -> None:
    (row,) = read(write("jsonl", Memory((merged(pages=(replace(page(), url=None),)),))))
    assert row["target"][0]["source"] == "urn:dragoman:page:p1"


def test_half_a_character_costs_itself_alone(write: Write) -> None:
    (row,) = read(write("jsonl", Memory((merged(evidence=span("A \ud83d fish")),))))
    assert row["target"][0]["selector"][0]["exact"] != ""
    (kept,) = read(write("jsonl", Memory((merged(pages=(page(headline="A \ud83d fish"),)),))))
    assert kept["body"]["event"]["reports"][0]["page"]["headline"] == "A \ufffd fish"
