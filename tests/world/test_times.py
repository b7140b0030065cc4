"""When: expressions of time and the dates they mean."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model import Date, Word
from dragoman.world.times import expressions, garbled, resolve, timex
from dragoman.world.times_holidays import holiday
from dragoman.world.times_rules import BY_WORD, RULES

SATURDAY = date(2022, 7, 9)
Tense = Literal["past", "present", "future"] | None


def _words(text: str, tags: dict[str, str] | None = None) -> list[Word]:
    pieces = re.finditer(r"['’]s\b|[A-Z][a-z]{2,3}\.(?=\s)|\w+(?:[-]\w+)*|[^\w\s]", text)
    return [Word(m.group(), m.start(), m.end(), "", (tags or {}).get(m.group(), ""), {}, -1, "", 0.0) for m in pieces]


def _dates(text: str, anchor: date | None = SATURDAY, tense: Tense = "past") -> list[Date | None]:
    return [resolve(expression, anchor, tense) for expression in expressions(_words(text))]


def _only(text: str, anchor: date | None = SATURDAY, tense: Tense = "past") -> tuple[str | None, str | None] | None:
    dates = _dates(text, anchor, tense)
    assert len(dates) == 1, [expression.text for expression in expressions(_words(text))]
    return None if dates[0] is None else (dates[0].start, dates[0].end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They met on Saturday", "2022-07-09", "2022-07-09"),
        ("They met on Thursday", "2022-07-07", "2022-07-07"),
        ("They met last Saturday", "2022-07-02", "2022-07-02"),
        ("They met on Tuesday night", "2022-07-05", "2022-07-05"),
        ("They met on Monday last week", "2022-06-27", "2022-06-27"),
        ("They met yesterday", "2022-07-08", "2022-07-08"),
        ("They met today", "2022-07-09", "2022-07-09"),
        ("They met last week", "2022-06-27", "2022-07-03"),
        ("They met last month", "2022-06", "2022-06"),
        ("They met last year", "2021", "2021"),
        ("They met last weekend", "2022-07-02", "2022-07-03"),
        ("They met in May", "2022-05", "2022-05"),
        ("They met in September", "2021-09", "2021-09"),
        ("They met in May last year", "2021-05", "2021-05"),
        ("They met in mid-May", "2022-05", "2022-05"),
        ("They met in March 2019", "2019-03", "2019-03"),
        ("They met earlier this month", "2022-07", "2022-07"),
        ("They met late last year", "2021", "2021"),
        ("They met three days ago", "2022-07-06", "2022-07-06"),
        ("They met two weeks ago", "2022-06-20", "2022-06-26"),
        ("They met a year ago", "2021", "2021"),
        ("They met in 2014", "2014", "2014"),
        ("They have met since 2014", "2014", "2022-07-09"),
        ("They met on July 5", "2022-07-05", "2022-07-05"),
        ("They met on 5 July 2022", "2022-07-05", "2022-07-05"),
        ("the Oct. 7 attacks", "2021-10-07", "2021-10-07"),
        ("the Feb. 24, 2022, invasion", "2022-02-24", "2022-02-24"),
        ("They met on Saturday, July 9", "2022-07-09", "2022-07-09"),
        ("They met on 2022-07-05", "2022-07-05", "2022-07-05"),
        ("They met on 25/12/2021", "2021-12-25", "2021-12-25"),
        ("They met between March and June", "2022-03", "2022-06"),
        ("They met from 3 to 5 May", "2022-05-03", "2022-05-05"),
        ("They met May 3-5, 2021", "2021-05-03", "2021-05-05"),
        ("They ruled from 1999 to 2004", "1999", "2004"),
        ("They fought for the past two weeks", "2022-06-25", "2022-07-09"),
        ("They fought over the last three months", "2022-04", "2022-07"),
        ("It came after months of talks", None, "2022-07-09"),
        ("They met last summer", "2021-06", "2021-08"),
        ("They met in the summer of 2019", "2019-06", "2019-08"),
        ("They fought in the 1990s", "1990", "1999"),
        ("It grew in the second quarter of 2021", "2021-04", "2021-06"),
        ("They met on Christmas Day", "2021-12-25", "2021-12-25"),
        ("They met on Good Friday", "2022-04-15", "2022-04-15"),
        ("They struck on 9/11", "2001-09-11", "2001-09-11"),
        ("They met on the night of 5 March", "2022-03-05", "2022-03-05"),
        ("They met in the early hours of Tuesday", "2022-07-05", "2022-07-05"),
        ("They met on Thursday at 5 p.m.", "2022-07-07", "2022-07-07"),
        ("They met on the first Monday in May", "2022-05-02", "2022-05-02"),
        ("They met in the last week of May", "2022-05", "2022-05"),
        ("They met in the week of May 5", "2022-05-02", "2022-05-08"),
        ("They met on the 15th.", "2022-06-15", "2022-06-15"),
        ("They met in March and April 2020", "2020-03", "2020-04"),
        ("They fought over the past 48 hours", "2022-07-07", "2022-07-09"),
        ("It grew in Q3 2021", "2021-07", "2021-09"),
        ("It began in nineteen ninety-four", "1994", "1994"),
        ("The 2014 protests spread", "2014", "2014"),
        ("It has held since the Oct. 7 attacks", "2021-10-07", "2022-07-09"),
        ("They met during Ramadan", "2022-04-02", "2022-05-01"),
        ("They met on Eid al-Fitr", "2022-05-02", "2022-05-02"),
        ("They met on Nowruz", "2022-03-21", "2022-03-21"),
        ("They met on Lunar New Year", "2022-02-01", "2022-02-01"),
        ("They met on Diwali", "2021-11-04", "2021-11-04"),
        ("They met on Orthodox Easter", "2022-04-24", "2022-04-24"),
        ("They met on New Year's Eve", "2021-12-31", "2021-12-31"),
    ],
)
def test_looking_back(text: str, start: str | None, end: str | None) -> None:
    assert _only(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("They will meet next Monday", "2022-07-11", "2022-07-11"),
        ("They will meet on Thursday", "2022-07-14", "2022-07-14"),
        ("They will meet tomorrow", "2022-07-10", "2022-07-10"),
        ("They will meet in February", "2023-02", "2023-02"),
        ("They will meet next week", "2022-07-11", "2022-07-17"),
        ("They will meet on July 20", "2022-07-20", "2022-07-20"),
        ("It will last until 2025", None, "2025"),
        ("They will leave by the end of the year", None, "2022"),
    ],
)
def test_looking_ahead(text: str, start: str | None, end: str | None) -> None:
    assert _only(text, tense="future") == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "They met on 05/07/2022",
        "They met on the 31 February 2020",
        "They met on Friday, July 3, 2022",
        "They met several days ago",
        "They met a year earlier",
        "They met the next day",
        "They talked for three hours",
        "They meet every week",
        "They meet now",
        "In fiscal 1998 it grew",
        "They met last Tuesday 31 February",
        "They met on the 45th of May",
        "They met on 32 January 2020",
        "They met Friday, 31 June",
        "It happened in the year 0",
        "They met at 13:75",
        "They met on Wednesdayday",
        "They met during Ramadan 1850",
        "Eid al-Fitr 2000 was marked twice",
    ],
)
def test_unsettled_gives_no_date(text: str) -> None:
    assert all(found is None for found in _dates(text))


def test_a_day_after_something_is_settled_where_that_is_dated() -> None:
    assert _dates("It came a day after the summit") == [None]
    assert _only("It came a day after Thursday's attack") == ("2022-07-08", "2022-07-08")
    assert _only("It came two days before the Feb. 24, 2022, invasion") == ("2022-02-22", "2022-02-22")


def test_without_an_anchor_only_the_absolute_is_resolved() -> None:
    for text in (
        "on Saturday",
        "last week",
        "in May",
        "on July 5",
        "three days ago",
        "since Monday",
        "the past two weeks",
    ):
        assert all(found is None for found in _dates(text, None)), text
    assert _only("on July 5, 2021", None) == ("2021-07-05", "2021-07-05")
    assert _only("since 2014", None) == ("2014", None)


def test_words_that_are_no_time() -> None:
    for text in (
        "He may march on the capital",
        "a 27-year-old man",
        "about 2000 people",
        "$1990 each",
        "the sun sat low",
        "G20",
        "Bloody Sunday",
        "the Sunday Times",
        "a man in his 30s",
        "the March of the Mothers",
    ):
        assert not expressions(_words(text)), text
    assert not expressions(_words("They May go", {"May": "AUX"}))
    assert not expressions(_words("March on the capital"))


def test_precision_and_text() -> None:
    (found,) = _dates("Talks have gone on since early May .")
    assert found == Date("2022-05", "2022-07-09", "interval", "since early May")
    precisions = [_dates(text)[0] for text in ("last week", "last month", "last summer", "last year", "on Monday")]
    assert [found and found.precision for found in precisions] == ["week", "month", "season", "year", "day"]


def test_timex_values() -> None:
    values = [
        timex(expression, SATURDAY, "past")
        for expression in expressions(
            _words("It is now, on Tuesday night, for three months, last week, in recent years, every day")
        )
    ]
    assert values == ["PRESENT_REF", "2022-07-05TNI", "P3M", "2022-W26", "PXY", "P1D"]


def test_hours_have_values() -> None:
    texts = ("on Tuesday at noon", "10 p.m. Thursday", "at 7:15 p.m.", "at 0900 GMT", "yesterday evening", "for half an hour")
    values = [timex(e, SATURDAY, "past") for text in texts for e in expressions(_words(text))]
    assert values[1:] == [
        "2022-07-09T12:00",
        "2022-07-07T22:00",
        "2022-07-09T19:15",
        "2022-07-09T09:00",
        "2022-07-08TEV",
        "PT30M",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They met last Tuesday 31 February .", ["last Tuesday 31 February"]),
        ("They met on the 45th of May .", ["the 45th of May"]),
        ("They met on Wednesdayday .", ["Wednesdayday"]),
        ("It began in year 0 .", ["year 0"]),
        ("They met on Tuesday 28 February , and in May .", []),
        ("In May 45 people died , the score was 3 : 2 .", []),
    ],
)
def test_garbled_times_are_told(text: str, words: list[str]) -> None:
    found = _words(text)
    assert [text[found[a].start : found[b - 1].end] for a, b in garbled(found)] == words


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("orthodox easter", ["2021-05-02", "2024-05-05"]),
        ("easter", ["2021-04-04", "2024-03-31"]),
        ("rosh hashanah", ["2021-09-07", "2024-10-03"]),
        ("passover", ["2021-03-28", "2024-04-23"]),
        ("hanukkah", ["2021-11-29", "2024-12-26"]),
        ("ramadan", ["2021-04-13", "2024-03-11"]),
        ("nowruz", ["2021-03-21", "2024-03-20"]),
    ],
)
def test_holidays_of_other_calendars(name: str, days: list[str]) -> None:
    assert [holiday(name, year)[0][0].isoformat() for year in (2021, 2024)] == days


@given(st.lists(st.sampled_from(sorted(BY_WORD)), max_size=8).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_the_table_of_first_words_hides_no_rule(line: str) -> None:
    words = line.split()
    for kind, rule, pattern in RULES:
        if words and pattern.match(line):
            assert any((kind, rule) == (k, r) for k, r, _ in BY_WORD.get(words[0], ()))


def test_long_and_foreign_words() -> None:
    for text in (
        "",
        "x" * 10_000,
        "Monday" * 2_000,
        "9" * 10_000,
        "в понедельник",
        "二〇二二年七月",
        "٥ May ٢٠٢٢",
        "² May",
        "🗓 May 5",
    ):
        words = _words(text)
        assert expressions(words) == expressions(words)
        for expression in expressions(words):
            resolve(expression, SATURDAY, "past")
        garbled(words)


PIECES = st.sampled_from(
    "on in since May march July 5 31 2022 1990s last next this week month year three days ago Monday Oct. , - / : "
    "p.m. the of between and from to February 29 year 0 99999 quarter second half a few past weekend Christmas Day "
    "9/11 night 5th before after two weeks Ramadan Eid al-Fitr nineteen ninety-six Q3 fiscal 45th 31st 13:75 ² ٥ earlier later "
    "that day ago from at noon 5pm hours early mid-May every Mondays an half".split()
)
ANYTHING = st.one_of(st.lists(PIECES, max_size=14).map(" ".join), st.text(max_size=60))


@given(ANYTHING, st.one_of(st.none(), st.dates()), st.sampled_from([None, "past", "present", "future"]))
@settings(max_examples=400, deadline=None)
def test_offsets_hold_and_nothing_crashes(text: str, anchor: date | None, tense: Tense) -> None:
    words = _words(text)
    found = expressions(words)
    assert found == expressions(words)
    last = 0
    for expression in found:
        assert last <= expression.start < expression.end
        last = expression.end
        assert re.sub(r"\s", " ", text[expression.start : expression.end]) == expression.text
        assert (words[expression.first].start, words[expression.last - 1].end) == (expression.start, expression.end)
        answer = resolve(expression, anchor, tense)
        assert answer == resolve(expression, anchor, tense)
        if answer is not None:
            assert answer.start or answer.end
            assert answer.text is not None and answer.text.endswith(expression.text)
            if answer.start and answer.end:
                shorter = min(len(answer.start), len(answer.end))
                assert answer.start[:shorter] <= answer.end[:shorter]
            for value in (answer.start, answer.end):
                assert value is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value)
