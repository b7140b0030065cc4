"""Panels: zeros, units, codes by date, groups, what is undated, and how much was read."""

from __future__ import annotations

import re

import pytest
from tests.counting.making import a_line, a_page

from dragoman.counting.coverage import Read, coverage
from dragoman.counting.panel import Cell, Panel, Settings, UnitKind, panel, row
from dragoman.counting.periods import By
from dragoman.counting.tallies import Kept
from dragoman.errors import UnitInvalid
from dragoman.model.archived import Line
from dragoman.world import world


def made(lines: list[Line], unit: UnitKind = "directed", by: By = "month", **choices: object) -> Panel:
    return panel(lines, choices.pop("read", {}), Settings(world(), unit, by, **choices))  # type: ignore[arg-type]


def cells(found: Panel) -> dict[tuple[str, ...], Cell]:
    return {(*cell.unit, cell.period): cell for cell in found.cells()}


def test_each_pair_of_an_event_once_and_zeros_between() -> None:
    lines = [a_line("e1", "2024-01-05", "USA FRA", "RUS CHN IRN", "ACCUSE"), a_line("e2", "2024-03-05", "RUS", "USA", "ASSAULT")]
    found = made(lines)
    table = cells(found)
    assert (found.chosen, len(found.units), found.periods) == ("met", 7, ("2024-01", "2024-02", "2024-03"))
    assert len(table) == 21 and found.events == 2
    assert table["FRA", "IRN", "2024-01"].tally.quad3 == 1
    assert table["USA", "RUS", "2024-02"].tally.events == 0 and table["USA", "RUS", "2024-02"].tally.mean_intensity is None
    assert table["RUS", "USA", "2024-03"].tally.net_intensity == -9


def test_a_mutual_act_counts_both_ways_but_once_for_the_pair() -> None:
    lines = [a_line("e1", "2024-01-05", "USA CHN", "", "CONSULT"), a_line("e2", "2024-01-05", "USA", "USA")]
    assert {(c.unit, c.tally.quad1) for c in made(lines).cells()} == {(("CHN", "USA"), 1), (("USA", "CHN"), 1)}
    assert [(c.unit, c.tally.events) for c in made(lines, "dyad").cells()] == [(("CHN", "USA"), 1)]


def test_countries_act_and_receive() -> None:
    lines = [a_line("e1", "2024-01-05", "USA", "RUS", "ACCUSE"), a_line("e2", "2024-01-06", "USA CHN", "", "CONSULT")]
    table = cells(made(lines, "country"))
    assert (table["USA", "2024-01"].tally.events, table["USA", "2024-01"].received.events) == (2, 0)
    assert (table["RUS", "2024-01"].tally.events, table["RUS", "2024-01"].received.quad3) == (0, 1)


def test_units_asked_for_are_all_there_and_no_other() -> None:
    lines = [a_line("e1", "2024-01-05", "USA", "RUS")]
    found = made(lines, units=("USA", "RUS", "CHN"))
    assert found.chosen == "asked" and len(found.units) == 6
    assert sum(cell.tally.events for cell in found.cells()) == 1
    assert made(lines, units=("RUS-USA",)).units == (("RUS", "USA"),) and made(lines, units=("RUS-USA",)).events == 0
    assert made(lines, "dyad", units=("USA-RUS",)).units == (("RUS", "USA"),)
    for unit, wrong in (("directed", "USA"), ("directed", "USA-"), ("directed", "USA-USA"), ("country", "USA-RUS")):
        with pytest.raises(UnitInvalid, match="D722"):
            made(lines, unit, units=(wrong,))  # type: ignore[arg-type]


def test_states_alone_unless_everyone_is_asked_for() -> None:
    lines = [
        a_line("e1", "2024-01-05", "HAMAS", "ISR"),
        a_line("e2", "2024-01-05", "EU", "ISR"),
        a_line("e3", "2024-01-05", "CIV:ISR", "ISR"),
    ]
    assert made(lines).units == (("EU", "ISR"),)
    assert ("HAMAS", "ISR") in made(lines, everyone=True).units
    assert made(lines, units=("HAMAS-ISR",)).events == 1


def test_groups_are_kept_or_given_as_their_members_of_that_day() -> None:
    before, after = a_line("e1", "2019-01-05", "EU", "RUS"), a_line("e2", "2021-01-05", "EU FRA", "RUS")
    assert made([before]).units == (("EU", "RUS"),)
    then, now = (made([line], groups="members") for line in (before, after))
    assert (len(then.units), len(now.units)) == (28, 27)
    assert (("GBR", "RUS") in then.units, ("GBR", "RUS") in now.units) == (True, False)
    assert cells(now)["FRA", "RUS", "2021-01"].tally.events == 1  # named beside the group, counted once
    assert made([a_line("e", "2021-01-05", "UN", "RUS")], groups="members").units == (("UN", "RUS"),)
    assert made([a_line("e", "2021-01-05", "EU", "FRA")], groups="members").units[0] == ("AUT", "FRA")


def test_no_rows_for_states_that_did_not_exist_and_numbers_of_the_day() -> None:
    lines = [
        a_line("e1", "2010-06-01", "SDN", "SSD"),
        a_line("e2", "2012-06-01", "SDN", "SSD"),
        a_line("e3", "2012-06-01", "SRB", "XKX"),
    ]
    found = made(lines, by="year", units=("SDN-SSD", "SRB-XKX"), first="2010")
    table = cells(found)
    assert [key[2] for key in table if key[1] == "SSD"] == ["2011", "2012"]  # independent since July 2011
    assert (found.events, found.outside) == (2, 1)
    assert table["SRB", "XKX", "2012"].cow == (345, 347) and table["SRB", "XKX", "2012"].gw == (340, 347)


def test_the_soviet_union_stands_for_russia_before_it() -> None:
    found = made(
        [a_line("e1", "1985-11-19", "RUS USA", "", "CONSULT"), a_line("e2", "1995-11-19", "RUS USA", "", "CONSULT")],
        "dyad",
        "year",
    )
    table = cells(found)
    assert table["SUN", "USA", "1985"].tally.events == 1 and table["SUN", "USA", "1991"].tally.events == 0
    assert ("SUN", "USA", "1992") not in table and ("RUS", "USA", "1985") not in table
    assert table["RUS", "USA", "1995"].tally.events == 1 and found.outside == 0


def test_what_is_dated_too_coarsely_has_rows_of_its_own() -> None:
    lines = [
        a_line("e1", "2024-01-01", "USA", "RUS", precision="month"),
        a_line("e2", None, "USA", "RUS"),
        a_line("e3", "2024-01-05", "USA", "RUS"),
    ]
    weeks = made(lines, by="week")
    assert [(c.period, c.tally.events) for c in weeks.cells()] == [("2024-W01", 1), ("", 2)]
    assert weeks.undated == 2
    assert [(c.period, c.tally.events) for c in made(lines).cells()] == [("2024-01", 2), ("", 1)]


def test_bounds_and_what_happened() -> None:
    lines = [
        a_line("e1", "2024-02-05", "USA", "RUS"),
        a_line("e2", "2024-06-05", "USA", "RUS"),
        a_line("e3", "2024-02-06", "USA", "RUS", modality="threatened"),
        a_line("e4", "2024-02-06", "USA", "RUS", background=True),
        a_line("e5", "2024-02-06", "USA", "RUS", modality="ongoing"),
        a_line("e6", "2024-01-01", "USA", "RUS", precision="year"),
    ]
    found = made(lines, first="2024-01", last="2024-03")
    assert [(c.period, c.tally.events) for c in found.cells()] == [("2024-01", 0), ("2024-02", 2), ("2024-03", 0), ("", 1)]
    threatened = made(lines, rule=Kept(frozenset({"threatened"})))
    assert threatened.events == 1 and made(lines, rule=Kept(background=True)).events == 5


def test_beside_each_count_stands_how_much_was_read() -> None:
    pages = [a_page("p1", "2024-01-03"), a_page("p2", "2024-01-04", "The Gazette", text="p1"), a_page("p3", None, None)]
    read = coverage(pages, "month")
    assert read == {"": Read(1, 1, 0), "2024-01": Read(2, 1, 2)}
    lines = [a_line("e1", "2024-01-05", "USA", "RUS"), a_line("e2", "2024-02-05", "USA", "RUS")]
    assert [c.read for c in made(lines, read=read).cells()] == [Read(2, 1, 2), Read(0, 0, 0)]


def test_columns_are_named_for_r_and_stata_and_rows_come_in_order() -> None:
    lines = [a_line("e1", "2024-01-05", "USA FRA", "RUS"), a_line("e2", None, "USA", "RUS")]
    for unit in ("directed", "dyad", "country"):
        table = [row(cell, "month") for cell in made(lines, unit).cells()]  # type: ignore[arg-type]
        assert table == [row(cell, "month") for cell in made(lines[::-1], unit).cells()]  # type: ignore[arg-type]
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name) for name in table[0])
        assert len({tuple(r) for r in table}) == 1
    assert table[0]["iso"] == "FRA" and table[0]["cow"] == 220 and table[0]["year"] == 2024 and table[0]["month"] == 1
    week = row(next(made(lines, by="week").cells()), "week")
    assert (week["iso_a"], week["gw_b"], week["week"], week["start"], week["end"]) == ("FRA", 365, 1, "2024-01-01", "2024-01-07")


def test_nothing_makes_an_empty_panel() -> None:
    found = made([])
    assert found.periods == () and list(found.cells()) == []
