"""Whom a phrase names on a day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Actor
from dragoman.world import resolve, world
from dragoman.world.places import Places

DAY = date(2022, 7, 1)


def who(phrase: str, on: date | None = DAY) -> Actor | None:
    return resolve(phrase, world(), on, Places.open())


@pytest.mark.parametrize(
    ("phrase", "code", "sectors"),
    [
        ("Portugal", "PRT", ()),
        ("Lisbon", "PRT", ("GOV",)),
        ("the Kremlin", "RUS", ("GOV",)),
        ("Danish officials", "DNK", ("GOV",)),
        ("Chilean police", "CHL", ("COP",)),
        ("Peru's Defense Department", "PER", ("GOV",)),
        ("protesters in Minsk", "CIV:BLR", ("CVL",)),
        ("residents of Bergen", "CIV:NOR", ("CVL",)),
        ("a former Mossad officer", "CIV:ISR", ("ELI",)),
        ("Hezbollah fighters", "HEZBOLLAH", ("REB",)),
        ("members of the Knesset", "ISR", ("LEG",)),
        ("WHO officials", "WHO", ("MED",)),
        ("South Sudanese soldiers", "SSD", ("MIL",)),
        ("Siemens", "COMPANY:Siemens", ("BUS",)),
        ("Xinhua", "CHN", ("JRN",)),
        ("Der Spiegel", "CIV:DEU", ("JRN",)),
        ("BRICS", "BRICS", ()),
    ],
)
def test_phrases(phrase: str, code: str, sectors: tuple[str, ...]) -> None:
    actor = who(phrase)
    assert actor is not None and (actor.code, actor.sectors[:1]) == (code, sectors)


@pytest.mark.parametrize(
    ("phrase", "on", "name"),
    [
        ("the French president", date(2010, 1, 1), "Nicolas Sarkozy"),
        ("the French president", date(2020, 1, 1), "Emmanuel Macron"),
        ("Japan's prime minister", date(2021, 1, 15), "Yoshihide Suga"),
        ("the secretary-general of the United Nations", date(2005, 1, 1), "Kofi Annan"),
        ("the US secretary of state", date(2022, 1, 1), "Antony Blinken"),
        ("President Bush", date(1990, 6, 1), "George H. W. Bush"),
        ("President Bush", date(2005, 6, 1), "George W. Bush"),
    ],
)
def test_offices_by_date(phrase: str, on: date, name: str) -> None:
    actor = who(phrase, on)
    assert actor is not None and actor.name == name


def test_an_office_has_its_dates_and_ends() -> None:
    then, after = who("Angela Merkel", date(2012, 1, 1)), who("Angela Merkel", date(2023, 1, 1))
    assert then is not None and (then.code, then.office, then.office_from) == ("DEU", "chancellor", "2005-11-22")
    assert after is not None and (after.code, after.office, after.sectors) == ("CIV:DEU", None, ("ELI",))


def test_who_leads_a_group_stays_of_it() -> None:
    actor = who("Ismail Haniyeh", date(2025, 1, 1))
    assert actor is not None and actor.code == "HAMAS"


def test_groups_stand_differently_at_different_times() -> None:
    rebels, rulers = who("the Taliban", date(2015, 1, 1)), who("the Taliban", date(2023, 1, 1))
    assert rebels is not None and rebels.sectors[:1] == ("REB",)
    assert rulers is not None and rulers.sectors[:1] == ("GOV",)


def test_a_seat_stands_for_the_state_of_its_day() -> None:
    before, after = who("Moscow", date(1990, 1, 1)), who("Moscow", date(1995, 1, 1))
    assert before is not None and after is not None
    assert (before.code, after.code) == ("SUN", "RUS")


@pytest.mark.parametrize(
    "phrase", ["", " ", "a demand", "John Miller", "the weather", "…", "'s", "31 February", "مرحبا", "名" * 50]
)
def test_what_names_nobody(phrase: str) -> None:
    actor = who(phrase)
    assert actor is None or actor.code in (None, "CIV")


def test_a_title_alone_has_a_sector_and_no_state() -> None:
    actor = who("the defence minister")
    assert actor is not None and actor.code is None and actor.sectors[0] == "GOV"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120) | st.just("Ab " * 4000) | st.just("a" * 10_000))
def test_no_phrase_is_a_crash_and_each_gives_the_same_again(phrase: str) -> None:
    assert who(phrase) == who(phrase)
