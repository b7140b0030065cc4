"""Dyads: directions, periods without events, what is apart, and the drawing."""

from __future__ import annotations

import re
import time
from xml.etree import ElementTree

from tests.counting.making import a_line

from dragoman.counting.dyads import dyad, rows
from dragoman.counting.svg import svg
from dragoman.counting.tallies import Kept

LINES = [
    a_line("e1", "2024-01-05", "RUS", "UKR", "ASSAULT"),
    a_line("e2", "2024-01-20", "UKR BLR", "POL RUS", "ACCUSE"),
    a_line("e3", "2024-03-02", "RUS UKR", "", "CONSULT"),
    a_line("e4", "2024-03-03", "RUS UKR", "USA", "ACCUSE"),  # of a third
    a_line("e5", "2024-03-03", "RUS", "UKR", "THREATEN", modality="denied"),
    a_line("e6", "2024-03-03", "RUS", "UKR", "ACCUSE", background=True),
    a_line("e7", "2024-01-01", "RUS", "UKR", "ACCUSE", precision="year"),
    a_line("e8", None, "UKR", "RUS", "COOPERATE"),
]


def test_directions_and_months_without_events() -> None:
    found = dyad(LINES, "RUS", "UKR")
    assert [step.period for step in found.steps] == ["2024-01", "2024-02", "2024-03"]
    january, february, march = found.steps
    assert (january.a_to_b.quad4, january.b_to_a.quad3, january.mutual.events, january.total.events) == (1, 1, 0, 2)
    assert (january.total.mean_intensity, january.total.net_intensity) == (-6.0, -12.0)
    assert february.total.events == 0 and february.total.mean_intensity is None
    assert (march.mutual.quad1, march.total.events) == (1, 1)
    assert (found.undated.a_to_b.quad3, found.undated.b_to_a.quad2) == (1, 1)


def test_turned_round_the_directions_change_places() -> None:
    forth, back = dyad(LINES, "RUS", "UKR"), dyad(LINES, "UKR", "RUS")
    assert [(s.a_to_b, s.b_to_a, s.mutual) for s in forth.steps] == [(s.b_to_a, s.a_to_b, s.mutual) for s in back.steps]


def test_other_modalities_and_what_is_recalled_on_request() -> None:
    found = dyad(LINES, "RUS", "UKR", rule=Kept(frozenset({"actual", "denied"}), background=True))
    assert found.steps[-1].a_to_b.quad3 == 2


def test_an_act_both_ways_is_mutual_and_counted_once() -> None:
    (step,) = dyad([a_line("e", "2024-01-05", "RUS UKR", "RUS UKR")], "RUS", "UKR").steps
    assert (step.mutual.events, step.total.events) == (1, 1)


def test_rows_have_each_way_and_the_undated_last() -> None:
    table = rows(dyad(LINES, "RUS", "UKR"))
    assert len(table) == 4 * 4 and [row["way"] for row in table[:4]] == ["total", "a_to_b", "b_to_a", "mutual"]
    assert table[-4]["period"] == "" and table[-4]["events"] == 2
    assert rows(dyad([], "RUS", "UKR")) == []


def test_fifty_thousand_lines_are_quick() -> None:
    days = [f"{2014 + i % 10}-{1 + i % 12:02}-{1 + i % 28:02}" for i in range(1000)]
    lines = [a_line(str(i), days[i % 1000], *(("RUS", "UKR") if i % 2 else ("UKR", "RUS"))) for i in range(50_000)]
    began = time.process_time()
    found = dyad(lines, "RUS", "UKR")
    assert time.process_time() - began < 0.3  # a fifth of it is usual
    assert sum(step.total.events for step in found.steps) == 50_000


def test_the_drawing_is_sound_tells_itself_and_is_always_the_same() -> None:
    found = dyad(LINES, "RUS", "UKR")
    drawn = svg(found, "Russia & Ukraine <by month>")
    assert drawn == svg(found, "Russia & Ukraine <by month>")
    root = ElementTree.fromstring(drawn)
    ids = root.attrib["aria-labelledby"].split()
    told = {e.attrib["id"]: e.text for e in root.iter() if e.attrib.get("id") in ids}
    assert told[ids[0]] == "Russia & Ukraine <by month>" and "3 events between RUS and UKR" in (told[ids[1]] or "")
    assert "prefers-color-scheme:dark" in drawn
    space = "{http://www.w3.org/2000/svg}"
    words = {e.text for e in root.iter(f"{space}text")}
    assert {"2024-01", "2024-02", "2024-03", "events", "mean intensity", "date of the event", "material conflict"} <= words
    bars = [g for g in root.iter(f"{space}g") if g.find(f"{space}rect") is not None]
    assert [len(g.findall(f"{space}rect")) for g in bars] == [2, 1]  # February has none
    heights = {r.attrib["class"]: float(r.attrib["height"]) for g in bars for r in g.findall(f"{space}rect")}
    assert heights["q4"] == heights["q3"] > 0  # one event each
    # All is within the sheet.
    assert all(0 <= float(y) <= 486 for y in re.findall(r'\by="([\d.-]+)"', drawn))
    ElementTree.fromstring(svg(dyad([], "A", "B")))
