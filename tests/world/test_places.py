"""Where: names to places, by what else the article names."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import TableInvalid
from dragoman.model import Place
from dragoman.world import places as module
from dragoman.world.places import Places
from dragoman.world.places_build import read
from dragoman.world.places_index import normalise


@pytest.fixture(scope="module")
def places() -> Places:
    return Places.open()


def _found(place: Place | None) -> tuple[str, str | None]:
    assert place is not None
    return place.name, place.country


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kyiv", ("Kyiv", "UKR")),
        ("Kiev", ("Kyiv", "UKR")),
        ("Odessa", ("Odesa", "UKR")),
        ("Sana'a", ("Sanaa", "YEM")),
        ("St. Petersburg", ("Saint Petersburg", "RUS")),
        ("the Hague", ("The Hague", "NLD")),
        ("Paris", ("Paris", "FRA")),
        ("U.S.", ("United States", "USA")),
        ("Britain", ("United Kingdom", "GBR")),
        ("Texas", ("Texas", "USA")),
        ("Washington", ("Washington", "USA")),
        ("Gaza Strip", ("Gaza Strip", "PSE")),
        ("Gaza", ("Gaza Strip", "PSE")),
        ("Gaza City", ("Gaza", "PSE")),
        ("Crimea", ("Crimea", "UKR")),
        ("Xinjiang", ("Xinjiang", "CHN")),
        ("Tigray", ("Tigray", "ETH")),
        ("Rafah crossing", ("Rafah crossing", "PSE")),
        ("Bali", ("Bali", "IDN")),
        ("South China Sea", ("South China Sea", None)),
        ("Strait of Hormuz", ("Strait of Hormuz", None)),
        ("eastern Ukraine", ("Ukraine", "UKR")),
        ("Kharkiv region", ("Kharkiv Oblast", "UKR")),
        ("Kyiv's", ("Kyiv", "UKR")),
        ("Islamabad", ("Islamabad", "PAK")),
        ("Stepanakert", ("Khankendi", "AZE")),
    ],
)
def test_names_of_the_news(places: Places, name: str, expected: tuple[str, str | None]) -> None:
    assert _found(places.find(name)) == expected


def test_place_keeps_the_name_as_written_and_its_coordinates(places: Places) -> None:
    place = places.find("Kiev")
    assert place is not None
    assert (place.text, place.geonames_id) == ("Kiev", 703448)
    assert place.latitude == pytest.approx(50.45, abs=0.02)
    assert place.longitude == pytest.approx(30.52, abs=0.02)


def test_country_decides(places: Places) -> None:
    assert _found(places.find("Tripoli", country="LBN")) == ("Tripoli", "LBN")
    assert _found(places.find("Tripoli", countries=["LBN"]))[1] == "LBN"
    assert _found(places.find("Tripoli"))[1] == "LBY"
    assert places.find("Kyiv", country="FRA") is None


def test_other_places_decide(places: Places) -> None:
    found = places.find_all(["Alexandria", "Lecompte", "Cottonport"])
    assert [_found(place)[1] for place in found] == ["USA", "USA", "USA"]
    assert _found(places.find_all(["Alexandria", "Cairo", "Giza"])[0])[1] == "EGY"


def test_a_name_of_today_comes_before_a_former_one(places: Places) -> None:
    """Korolev, beside Moscow, was once another Kaliningrad."""
    assert _found(places.find_all(["Moscow", "Kaliningrad", "Khimki"])[1]) == ("Kaliningrad", "RUS")


def test_qualified_names(places: Places) -> None:
    assert _found(places.find_qualified("Paris, Texas")) == ("Paris", "USA")
    assert _found(places.find_qualified("Paris, TX")) == ("Paris", "USA")
    assert _found(places.find_qualified("London, Ontario, Canada")) == ("London", "CAN")
    assert _found(places.find_qualified("Athens, Ga.")) == ("Athens", "USA")
    assert places.find_qualified("Paris, Kazakhstan") is None
    assert places.find_qualified("") is None


def test_spelling_one_letter_off_within_a_hinted_country(places: Places) -> None:
    place = places.find_qualified("Druzhivka, eastern Ukraine")
    assert _found(place) == ("Druzhkivka", "UKR")
    assert place is not None and place.text == "Druzhivka, eastern Ukraine"
    assert _found(places.find("Druzhivka", countries=["UKR"])) == ("Druzhkivka", "UKR")
    assert places.find("Druzhivka") is None
    assert places.find("Druzhivka", country="FRA") is None


def test_abstains(places: Places) -> None:
    for name in ("", " ", ",", "Xyzzyland", "the", "a" * 10_000, "\x00", "'s"):
        assert places.find(name) is None
    # Springfields enough, and nothing that speaks for one of them.
    assert places.find("Springfield") is None


def test_quick(places: Places) -> None:
    names = ["Kyiv", "Gaza", "San Antonio", "Xyzzyland"] * 25
    for name in names:
        places.find(name)
    begin = time.perf_counter()
    for name in names:
        places.find(name)
    # Ten times the look-up's usual cost, for busy machines.
    assert (time.perf_counter() - begin) / len(names) < 1e-3
    assert module.DEFAULT.stat().st_size < 13_000_000


def test_missing_and_damaged_index(tmp_path: Path) -> None:
    with pytest.raises(TableInvalid, match="D401"):
        Places.open(tmp_path / "none.idx")
    for content in (b"", b"something else entirely", module.DEFAULT.read_bytes()[:1000]):
        damaged = tmp_path / f"{len(content)}.idx"
        damaged.write_bytes(content)
        with pytest.raises(TableInvalid, match="D401"):
            Places.open(damaged)


def test_features_are_where_they_say(places: Places) -> None:
    """A feature in a country lies near a town of that country, so that no sign or digit has slipped."""
    index = places._index
    rows = read(Path(module.__file__).parent / "tables" / "features.tsv")
    assert len({(row["name"], row["country"], row["kind"]) for row in rows}) == len(rows)
    for row in rows:
        if not row["latitude"] or row["country"] not in index.towns or row["kind"] == "country":
            continue
        first, last = index.towns[row["country"]]
        d = abs(index.latitude[first:last] - float(row["latitude"])) + abs(index.longitude[first:last] - float(row["longitude"]))
        assert d.min() < 8, row["name"]


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_name_gives_the_same_answer_twice(name: str) -> None:
    places = Places.open()
    first = places.find(name, countries=["UKR"])
    assert first == places.find(name, countries=["UKR"])
    assert first is None or first.text == name
    assert normalise(normalise(name)) == normalise(name)
    assert places.find_qualified(name) == places.find_qualified(name)


@given(st.lists(st.sampled_from(["Paris", "Tripoli", "Beirut", "Texas", "Georgia", "Tbilisi", "Xyzzy", "Moscow"]), max_size=6))
@settings(max_examples=40, deadline=None)
def test_joint_choice_answers_every_name_and_names_alike(names: list[str]) -> None:
    found = Places.open().find_all(names)
    assert len(found) == len(names)
    assert found == Places.open().find_all(names)
    by_name = dict(zip(names, found, strict=True))
    assert [by_name[name] for name in names] == found
