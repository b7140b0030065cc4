"""Place names in texts: spans, roles, and how each was told."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import Reader
from dragoman.model import Analysis
from dragoman.world.where import Found, find_places, locate


@cache
def _reader() -> Reader:
    return Reader()


def _read(text: str) -> Analysis:
    return _reader().analyse(text)


def _found(text: str) -> dict[str, Found]:
    return {found.text: found for found in find_places(_read(text))}


def _spans(text: str, *names: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in names]


def _countries(text: str, *names: str) -> list[str | None]:
    return [found.place.country if found else None for found in locate(text, _spans(text, *names))]


def test_the_wider_place_behind_a_name_decides_wherever_the_name_stands() -> None:
    text = "Paris mourns. The fire in Paris, Texas, was out by noon, said the mayor of Paris."
    spans = [(0, 5), (text.index("Paris,"), text.index("Paris,") + 5), (text.rindex("Paris"), len(text) - 1)]
    assert [found and found.place.country for found in locate(text, spans)] == ["USA", "USA", "USA"]
    assert _countries("Two men from Athens, Ga., were held.", "Athens") == ["USA"]
    assert _countries("He lives in London (Ontario) now.", "London") == ["CAN"]
    assert _countries("They met in Paris, Britain and elsewhere.", "Paris") == ["FRA"]


def test_counties_and_their_towns_vouch_for_each_other() -> None:
    text = "Deputies of the Rapides Parish sheriff drove to Alexandria and on to Pineville."
    places = locate(text, _spans(text, "Rapides Parish", "Alexandria", "Pineville"))
    assert [found.place.geonames_id for found in places if found] == [4338356, 4314550, 4337291]


def test_habits_of_a_text_speak_for_a_country() -> None:
    text = "The sheriff near Birmingham asked the school board to call (555) 555-0100."
    assert _countries(text, "Birmingham") == ["USA"]
    assert _countries("A visitor to Birmingham opened the fair.", "Birmingham") == ["GBR"]


def test_adjectives_and_peoples() -> None:
    text = "Syrian, European and Iowan guests met the Ukrainians."
    found = locate(text, _spans(text, "Syrian", "European", "Iowan", "Ukrainians"))
    assert [f and (f.place.name, f.how) for f in found] == [
        ("Syria", "adjective"), ("Europe", "adjective"), ("Iowa", "adjective"), ("Ukraine", "adjective"),
    ]  # fmt: skip


def test_a_close_spelling_is_marked() -> None:
    text = "Shells fell on Druzhivka, said the Ukrainian army."
    found = locate(text, _spans(text, "Druzhivka", "Ukrainian"))
    assert found[0] is not None and (found[0].place.name, found[0].how) == ("Druzhkivka", "spelling")
    # English names are spelt in one way: one letter off is another place.
    text = "Sheriff Roe of Rocky Hil spoke to the U.S. school board."
    assert locate(text, _spans(text, "Rocky Hil")) == [None]


def test_a_place_inside_a_longer_name() -> None:
    text = "He wrote to the High Commission of Kenya."
    found = locate(text, _spans(text, "High Commission of Kenya"))
    assert found[0] is not None and (found[0].place.name, found[0].how) == ("Kenya", "inside")


def test_abbreviations_are_no_towns() -> None:
    text = "The EU, the OAS and the WHO agreed."
    found = locate(text, _spans(text, "EU", "OAS", "WHO"))
    assert [f and f.place.name for f in found] == ["European Union", None, None]


def test_roles() -> None:
    found = _found("Moscow said its troops had entered Bakhmut. Syrian officials met in Geneva.")
    assert found["Moscow"].role == "metonym"
    assert found["Bakhmut"].role == "place"
    assert found["Syrian"].role == "adjective"
    assert found["Geneva"].role == "place"
    assert all(f.place is not None for f in found.values())


def test_persons_and_teams_are_no_places() -> None:
    found = _found("Jack Moscrop spoke in Leeds. Moscrop praised the Chicago Bulls, who lost in Boston.")
    assert "Moscrop" not in found
    assert "Chicago" not in found or found["Chicago"].role in ("part", "metonym")
    assert found["Boston"].role == "place"


@pytest.mark.parametrize("name", ["", " ", "x" * 10_000, "北京" * 3_000, "ا" * 500, "\x00\u202e", "A, " * 2_000, "-" * 300])
def test_odd_names(name: str) -> None:
    begin = time.perf_counter()
    assert len(locate(name, [(0, len(name))])) == 1
    assert locate(name, []) == []
    assert time.perf_counter() - begin < 2


def test_a_page_that_lists_thousands() -> None:
    text = " ".join(f"Springfield{i % 7} Paris Kyiv Salem Jackson" for i in range(400))
    spans, at = [], 0
    for word in text.split(" "):
        spans.append((at, at + len(word)))
        at += len(word) + 1
    begin = time.perf_counter()
    assert len(locate(text, spans)) == len(spans)
    assert time.perf_counter() - begin < 10


@given(st.lists(st.sampled_from(["Paris", "in", "Texas", ",", "said", "Syrian", "Moscow", "The", "Ga.", "("]), max_size=14))
@settings(max_examples=40, deadline=None)
def test_spans_are_exact_and_answers_alike(words: list[str]) -> None:
    analysis = _read(" ".join(words))
    found = find_places(analysis)
    assert found == find_places(analysis)
    assert all(analysis.text[f.start : f.end] == f.text and f.text for f in found)
    assert [f.start for f in found] == sorted({f.start for f in found})


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_text_and_spans(text: str, spans: list[tuple[int, int]]) -> None:
    assert len(locate(text, spans)) == len(spans)
    assert locate(text, spans) == locate(text, spans)
