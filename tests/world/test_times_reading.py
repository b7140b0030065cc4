"""Expressions of time in a text: the tense they are read with, and what counts from another date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language import reader
from dragoman.model import Word
from dragoman.world.times_reading import Timed, ends, read_times

from .test_times import ANYTHING, _words

WEDNESDAY = date(2022, 7, 13)


def _read(text: str, anchor: date | None = WEDNESDAY) -> list[list[Timed]]:
    return read_times([sentence.words for sentence in reader().analyse(text).sentences], anchor)


def _dates(text: str) -> list[tuple[str | None, str | None] | None]:
    return [(t.date.start, t.date.end) if t.date else None for row in _read(text) for t in row]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The minister resigned on Friday.", "2022-07-08"),
        ("The minister will resign on Friday.", "2022-07-15"),
        ("The minister said on Monday that he would fly to Rome on Friday.", "2022-07-15"),
        ("The two leaders are scheduled to meet on Friday.", "2022-07-15"),
        ("The summit opens on Friday.", "2022-07-15"),
        ("The talks were put off until Friday.", "2022-07-15"),
        ("The council had not met until Friday.", "2022-07-08"),
        ("The envoys agreed to meet again on Friday.", "2022-07-15"),
        ("The terms announced Friday would cut the tariffs.", "2022-07-08"),
        ("The president will discuss Friday's attack with his generals.", "2022-07-08"),
        ("The rebels rejected the Friday deadline.", "2022-07-15"),
        ("The ministers have been in Geneva since Friday.", "2022-07-08"),
        ("The truce was to take effect on Friday.", "2022-07-15"),
        ("The vote, set for Friday, may be delayed.", "2022-07-15"),
        ("The permits expired on Friday.", "2022-07-08"),
        ("The talks were moved to Friday.", "2022-07-15"),
        ("Imports rose in contrast to Friday.", "2022-07-08"),
    ],
)
def test_the_tense_of_the_clause_turns_a_weekday(text: str, day: str) -> None:
    assert day in [timed.value for row in _read(text) for timed in row]


def test_a_day_of_a_month_is_the_last_or_the_next() -> None:
    assert _dates("The army took the town on August 2.") == [("2021-08-02", "2021-08-02")]
    assert _dates("The army will leave the town on August 2.") == [("2022-08-02", "2022-08-02")]
    assert _dates("The dividend is payable August 2.") == [("2022-08-02", "2022-08-02")]
    # Scheduled or not, a day of last week is not one of next year.
    assert _dates("The vote, scheduled for July 5, was called off.") == [("2022-07-05", "2022-07-05")]
    assert _dates("They will mark the day on June 4.") == [("2023-06-04", "2023-06-04")]
    assert _dates("Crude for September delivery rose.") == [("2022-09", "2022-09")]


def test_what_counts_from_the_date_before_it() -> None:
    assert _dates("Troops entered the city on May 3. The next day they left.")[-1] == ("2022-05-04", "2022-05-04")
    assert _dates("The king died on March 3, 1999. His son fled two years later.")[-1] == ("2001", "2001")
    assert _dates("He was seized on June 6, 2020. That day the border was closed.")[-1] == ("2020-06-06", "2020-06-06")


def test_with_nothing_to_count_from_it_stays_open() -> None:
    for text in ("The next day they left.", "They fled two days later.", "They met a day after the summit."):
        assert _dates(text) == [None], text


def test_without_an_anchor_nothing_relative_is_settled() -> None:
    rows = _read("They met on Friday, last week and in May. They met on May 3, 2020. The next day they left.", None)
    found = [(t.date.start, t.value) if t.date else None for row in rows for t in row]
    assert found == [None, None, None, ("2020-05-03", "2020-05-03"), ("2020-05-04", "2020-05-04")]


def test_the_quarter_a_year_ago() -> None:
    rows = _read("Exports rose in the second quarter. A year ago they had fallen. They fell in the year-ago quarter.")
    assert [t.value for row in rows for t in row] == ["2022-Q2", "2021-Q2", "2021-Q2"]


def test_the_ends_of_a_stretch() -> None:
    words = _words("from March to May 2019")
    (row,) = read_times([words], WEDNESDAY)
    found = [(t.expression.text, t.value, t.expression.first) for timed in row for t in ends(timed, words, WEDNESDAY)]
    assert found == [("March", "2019-03", 1), ("May 2019", "2019-05", 3)]
    words = _words("between 3 and 5 June")
    (row,) = read_times([words], WEDNESDAY)
    assert [t.value for timed in row for t in ends(timed, words, WEDNESDAY)] == ["2022-06-03/2022-06-05"]
    words = _words("two days after May 5, 2020")
    (row,) = read_times([words], WEDNESDAY)
    assert [t.value for t in row] == ["2020-05-07"]
    assert [t.value for timed in row for t in ends(timed, words, WEDNESDAY)] == ["P2D", "2020-05-05"]


@given(st.lists(ANYTHING, max_size=4), st.one_of(st.none(), st.dates()), st.data())
@settings(max_examples=200, deadline=None)
def test_any_tree_is_read(texts: list[str], anchor: date | None, data: st.DataObject) -> None:
    sentences: list[list[Word]] = []
    for text in texts:
        words = _words(text)
        heads = data.draw(st.lists(st.integers(-1, max(len(words) - 1, 0)), min_size=len(words), max_size=len(words)))
        sentences.append(
            [Word(w.text, w.start, w.end, w.text, "VERB", {}, h, "acl", 1.0) for w, h in zip(words, heads, strict=True)]
        )
    rows = read_times(sentences, anchor)
    assert rows == read_times(sentences, anchor)
    assert len(rows) == len(sentences)
    for words, row in zip(sentences, rows, strict=True):
        for timed in row:
            for end in ends(timed, words, anchor):
                at = end.expression
                assert (at.start, at.end) == (words[at.first].start, words[at.last - 1].end)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("They met on Thursday the 22nd.", "2024-02-22"),
        ("They will meet on Friday the 22nd.", "2024-03-22"),
        ("They met on Monday the 22nd.", "2024-01-22"),
        ("They met on Sunday the 22nd.", None),
    ],
)
def test_a_weekday_with_its_number(text: str, start: str | None) -> None:
    sentences = [sentence.words for sentence in reader().analyse(text).sentences]
    (found,) = [timed for row in read_times(sentences, date(2024, 3, 6)) for timed in row]
    assert (found.date.start if found.date else None) == start
