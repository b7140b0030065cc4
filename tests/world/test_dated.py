"""What holds for a time: members, standings, numbers, successions of states."""

from datetime import date

import pytest

from dragoman.world import world


@pytest.mark.parametrize(
    ("group", "state", "on", "member"),
    [
        ("EU", "GBR", date(2015, 1, 1), True),
        ("EU", "GBR", date(2021, 1, 1), False),
        ("NATO", "FIN", date(2023, 1, 1), False),
        ("NATO", "FIN", date(2024, 1, 1), True),
        ("BRICS", "ZAF", date(2009, 1, 1), False),
        ("BRICS", "ZAF", date(2012, 1, 1), True),
        ("G8", "RUS", date(2010, 1, 1), True),
        ("G7", "RUS", date(2020, 1, 1), False),
    ],
)
def test_members(group: str, state: str, on: date, member: bool) -> None:
    assert (state in world().members(group, on)) is member


def test_members_without_a_day_are_todays() -> None:
    assert "GBR" not in world().members("EU") and "FIN" in world().members("NATO")
    assert world().members("FRA") == ()


@pytest.mark.parametrize(
    ("code", "system", "on", "number"),
    [
        ("USA", "cow", date(2000, 1, 1), 2),
        ("DEU", "cow", date(1980, 1, 1), 260),
        ("DEU", "cow", date(2000, 1, 1), 255),
        ("DEU", "gw", date(2000, 1, 1), 260),
        ("SRB", "gw", date(2010, 1, 1), 340),
        ("SSD", "cow", date(2005, 1, 1), None),
    ],
)
def test_numbers(code: str, system: str, on: date, number: int | None) -> None:
    assert world().number(code, system, on) == number  # type: ignore[arg-type]


def test_states_before_their_successors() -> None:
    assert world().state_on("RUS", date(1991, 12, 1)) == "SUN"
    assert world().state_on("RUS", date(1992, 1, 1)) == "RUS"
    assert world().state_on("DEU", date(1985, 1, 1)) == "DEU"
    assert world().state_on("RUS", None) == "RUS"
