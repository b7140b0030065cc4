"""Who held which office on a day."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.world import world


@pytest.mark.parametrize(
    ("name", "on", "person", "code"),
    [
        ("Wang Yi", date(2022, 7, 9), "Wang Yi", "CHN"),
        ("Bush", date(2005, 1, 1), "George W. Bush", "USA"),
        ("George Bush", date(2005, 1, 1), "George W. Bush", "USA"),
        ("Joseph Biden", date(2022, 1, 1), "Joe Biden", "USA"),
        ("Antony J. Blinken", date(2022, 1, 1), "Antony Blinken", "USA"),
        ("President Trump", date(2018, 1, 1), "Donald Trump", "USA"),
        ("Volodymyr Zelenskiy", date(2023, 1, 1), "Volodymyr Zelenskyy", "UKR"),
        ("Zelensky's", date(2023, 1, 1), "Volodymyr Zelenskyy", "UKR"),
        ("Orban Viktor", date(2015, 1, 1), "Viktor Orbán", "HUN"),
        ("Jinping Xi", date(2020, 1, 1), "Xi Jinping", "CHN"),
        ("Xi", date(2020, 1, 1), "Xi Jinping", "CHN"),
        ("Kim Jong Un", date(2020, 1, 1), "Kim Jong-un", "PRK"),
        ("Yoon Suk-yeol", date(2023, 1, 1), "Yoon Suk Yeol", "KOR"),
        ("Mr. López Obrador", date(2020, 1, 1), "Andrés Manuel López Obrador", "MEX"),
        ("von der Leyen", date(2021, 1, 1), "Ursula von der Leyen", "EUCOMMISSION"),
        ("Qaddafi", date(2010, 1, 1), "Muammar Gaddafi", "LBY"),
        ("Erdogan", date(2020, 1, 1), "Recep Tayyip Erdoğan", "TUR"),
        ("Nguyen Xuan Phuc", date(2022, 1, 1), "Nguyễn Xuân Phúc", "VNM"),
        ("Abiy", date(2021, 1, 1), "Abiy Ahmed", "ETH"),
        ("Bashar Assad", date(2015, 1, 1), "Bashar al-Assad", "SYR"),
        ("Mohammed Hussein Roble", date(2021, 9, 1), "Mohamed Hussein Roble", "SOM"),
        ("Pope Francis", date(2020, 1, 1), "Francis", "VAT"),
        ("Johnson", date(2021, 1, 1), "Boris Johnson", "GBR"),
    ],
)
def test_people(name: str, on: date, person: str, code: str) -> None:
    holder = world().people(name, on)[0]
    assert (holder.person, holder.code) == (person, code)


@pytest.mark.parametrize("name", ["", "Mr.", "He", "John Smith", "Peter Blinken", "president", "Vladimir Trump", "…", "Sri"])
def test_strangers(name: str) -> None:
    assert world().people(name, date(2020, 1, 1)) == []


def test_those_of_the_day_come_first_then_the_nearest() -> None:
    spells = world().people("Wang Yi", date(2022, 7, 9))
    assert spells[0].office == "foreign minister" and spells[0].from_ == "2013-03-16"
    assert world().people("Obama", date(2018, 1, 1))[0].to == "2017-01-20"
    assert world().people("Boris Johnson", date(2017, 1, 1))[0].office == "foreign minister"


@pytest.mark.parametrize(
    ("code", "office", "on", "person"),
    [
        ("CHN", "foreign minister", date(2022, 7, 9), "Wang Yi"),
        ("CHN", "State Councilor", date(2022, 7, 9), "Wang Yi"),
        ("CHN", "premier", date(2020, 1, 1), "Li Keqiang"),
        ("USA", "Secretary of State", date(2022, 1, 1), "Antony Blinken"),
        ("USA", "top diplomat", date(2016, 1, 1), "John Kerry"),
        ("USA", "secretary of defense", date(2022, 1, 1), "Lloyd Austin"),
        ("USA", "president", date(2021, 1, 20), "Joe Biden"),
        ("GBR", "Foreign Secretary", date(2017, 1, 1), "Boris Johnson"),
        ("DEU", "prime minister", date(2010, 1, 1), "Angela Merkel"),
        ("RUS", "Minister of Foreign Affairs", date(2022, 1, 1), "Sergei Lavrov"),
        ("EU", "foreign policy chief", date(2020, 1, 1), "Josep Borrell"),
        ("UN", "Secretary-General", date(2020, 1, 1), "António Guterres"),
        ("NATO", "chief", date(2020, 1, 1), "Jens Stoltenberg"),
        ("HAMAS", "leader", date(2024, 1, 1), "Ismail Haniyeh"),
    ],
)
def test_offices(code: str, office: str, on: date, person: str | None) -> None:
    holder = world().holder(code, office, on)
    assert (holder.person if holder else None) == person


def test_nobody_holds_what_is_not_known() -> None:
    assert world().holder("FRA", "president", date(1815, 1, 1)) is None
    assert world().holder("ZZZ", "president", date(2020, 1, 1)) is None
    assert world().holder("FRA", "first gardener", date(2020, 1, 1)) is None
    assert world().office("foreign secretary") == "foreign minister"


def test_sources_are_told() -> None:
    macron = world().people("Emmanuel Macron", date(2020, 1, 1))[0]
    assert macron.verified and macron.wikidata == "Q3052772" and "REIGN" in macron.source
    assert not world().people("Lavrov", date(2020, 1, 1))[0].verified
