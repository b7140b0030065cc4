"""Whom names of persons mean in an article."""

from datetime import date

import pytest

from dragoman.coding import Options, code
from dragoman.model import Actor, Article, Block, Record


def read(text: str, on: str, dateline: str | None = None) -> Record:
    return code(Article("test", body=(Block(text),), dateline=dateline), Options(published=date.fromisoformat(on)))


def person(record: Record, name: str) -> Actor:
    return next(a for a in record.actors if a.kind == "person" and name in a.name)


@pytest.mark.parametrize(
    ("text", "on", "people"),
    [
        (
            "French President Emmanuel Macron and German Chancellor Olaf Scholz criticised Russia.",
            "2023-02-06",
            {"Macron": "FRA", "Scholz": "DEU"},
        ),
        (
            "Russian Foreign Minister Sergei Lavrov and Chinese Foreign Minister Wang Yi condemned Japan.",
            "2023-02-06",
            {"Lavrov": "RUS", "Wang": "CHN"},
        ),
        (
            "President Joe Biden met Volodymyr Zelenskyy and Rishi Sunak in Hiroshima.",
            "2023-05-20",
            {"Biden": "USA", "Zelenskyy": "UKR", "Sunak": "GBR"},
        ),
    ],
)
def test_each_of_several_is_of_his_own_state(text: str, on: str, people: dict[str, str]) -> None:
    record = read(text, on)
    assert {name: person(record, name).code for name in people} == people


@pytest.mark.parametrize(
    ("text", "on", "name"),
    [
        ("Hassan, a baker, said Israel bombed his shop. Ahmed said the soldiers beat him.", "2020-06-06", "Ahmed"),
        ("Mr Ahmed, a shopkeeper in Nairobi, accused the police of Kenya.", "2020-06-06", "Ahmed"),
        ("Prince Charles visited Berlin.", "1997-02-19", "Charles"),
    ],
)
def test_a_common_name_makes_no_head_of_state(text: str, on: str, name: str) -> None:
    assert all(a.office is None for a in read(text, on).actors if name in a.name)


@pytest.mark.parametrize(
    ("text", "on", "code"),
    [
        ("Prime Minister Sheikh Hasina of Bangladesh resigned on Monday.", "2024-08-06", "BGD"),
        ("US climate envoy John Kerry met Chinese officials.", "2024-01-06", "USA"),
        ("Former US Secretary of State John Kerry met Chinese officials.", "2024-01-06", "CIV:USA"),
    ],
)
def test_who_is_called_by_an_office_acts_for_the_state(text: str, on: str, code: str) -> None:
    assert next(a for a in read(text, on).actors if a.kind == "person").code == code


def test_people_of_one_surname_stay_apart() -> None:
    record = read("George H.W. Bush visited Kuwait in 1993. President George W. Bush praised Britain.", "2003-02-12")
    assert {a.code for a in record.actors if a.kind == "person"} == {"CIV:USA", "USA"}


def test_ministries_of_several_states_stay_apart() -> None:
    record = read("Ukraine's Defence Ministry accused Russia. Russia's Defence Ministry criticised Poland.", "2022-07-19")
    assert {(e.actors, e.recipients) for e in record.events} >= {(("UKR",), ("RUS",)), (("RUS",), ("POL",))}


def test_a_state_whose_code_is_that_of_strangers_is_a_state() -> None:
    record = read(
        "Ivory Coast accused Total of fraud. Ivory Coast's President Alassane Ouattara condemned Tom Baker.", "2015-03-01"
    )
    assert [e.type for e in record.events] == ["ACCUSE", "ACCUSE"]


def test_a_group_is_no_person() -> None:
    assert {a.code for a in read("Hayat Tahrir al-Sham attacked Aleppo.", "2019-01-09").actors} >= {"HTS"}


def test_a_place_that_is_struck_is_the_place() -> None:
    events = read("Serb forces shelled Sarajevo on Tuesday.", "1993-05-05").events
    assert [e.place.name for e in events if e.place] == ["Sarajevo"]
