"""iCalendar: meetings on their days, read back by a library of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import MEETING, Memory, merged, page, span
from tests.exports.test_forms import odd

from dragoman.exports.ical import folded
from dragoman.model import Date

icalendar = pytest.importorskip("icalendar")


def entries(path: Path):  # type: ignore[no-untyped-def]
    return icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")


def test_meetings_are_there_and_nothing_else(write: Write) -> None:
    found = {str(e["UID"]): e for e in entries(write("ical"))}
    assert set(found) == {"m2@dragoman", "m4@dragoman"}
    planned, held = found["m2@dragoman"], found["m4@dragoman"]
    assert (planned["STATUS"], held["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert (planned["DTSTART"].dt, planned["DTEND"].dt) == (date(2024, 6, 3), date(2024, 6, 10))
    assert (held["DTSTART"].dt, held["DTEND"].dt) == (date(2024, 5, 11), date(2024, 5, 12))
    assert str(held["SUMMARY"]) == "Iceland, Norway, Specimen Fish; Ltd: visit"
    assert str(planned["SUMMARY"]) == "Iceland → Norway: visit"
    assert str(held["LOCATION"]) == "Tórshavn" and held["GEO"].to_ical() == "62.00973;-6.77164"
    assert str(held["URL"]) == "https://p1.example/herring?a=1&b=2"


@pytest.mark.parametrize(
    ("cells", "there"),
    [
        ({"modality": "denied"}, False),
        ({"modality": "hypothetical"}, False),
        ({"modality": "ongoing"}, True),
        ({"date": None}, False),
        ({"date": Date("2024-05", "2024-05", "month")}, False),
        ({"date": Date("2024-05-11", "2024-05-14", "interval")}, True),
        ({"date": Date("9999-12-31", "9999-12-31", "day")}, False),
        ({"type": "AGREE", "mode": None, "modality": "planned"}, True),
        ({"type": "AGREE", "mode": None, "modality": "actual"}, False),
        ({"type": "REJECT", "mode": "meet"}, False),
    ],
)
def test_which_events_are_in_the_calendar(write: Write, cells: dict[str, object], there: bool) -> None:
    assert bool(entries(write("ical", Memory((merged(**(MEETING | cells)),))))) is there


def test_text_is_escaped_and_folded_and_comes_back(write: Write) -> None:
    words = "One; two, three\\four\nfive " + "\U0001f41f" * 60
    path = write("ical", Memory((merged(**MEETING, evidence=span(words)),)))
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    assert str(entries(path)[0]["DESCRIPTION"]) == words


def test_a_folded_line_is_whole_when_unfolded() -> None:
    line = "SUMMARY:" + "å" * 200
    assert folded(line).replace(b"\r\n ", b"").decode() == line + "\r\n"


def test_text_cannot_break_out_of_its_line(write: Write) -> None:
    evil = replace(page("p1"), url="https://x.example/\r\nBEGIN:VALARM\r\n")
    path = write("ical", Memory((merged(**MEETING, pages=(evil,), evidence=span("a\r\nEND:VEVENT")),)))
    lines = path.read_bytes().split(b"\r\n")
    assert lines.count(b"END:VEVENT") == 1 and b"BEGIN:VALARM" not in lines


def test_odd_content_is_read_back(write: Write) -> None:
    assert len(entries(write("ical", odd()))) == 1
