"""Dates, quotations and other small things in words."""

from __future__ import annotations

import pytest

from dragoman.cli import wording
from dragoman.model import Count, Date, Place, Span


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2022", "2022"),
        ("2022-07", "July 2022"),
        ("2022-07-09", "9 July 2022"),
        ("2022-07-09T10:58:00-04:00", "9 July 2022, 10:58 UTC-4"),
        ("2022-07-09T10:58:00+05:30", "9 July 2022, 10:58 UTC+5:30"),
        ("2022-07-09T10:58:00.123Z", "9 July 2022, 10:58 UTC"),
        ("2022-07-09T10:58", "9 July 2022, 10:58"),
        ("2022-07-09T00:00:00", "9 July 2022"),
        ("2022-13-09", "2022-13-09"),
        ("2022-W27", "2022-W27"),
        ("soon", "soon"),
    ],
)
def test_days(iso: str, words: str) -> None:
    assert wording.day(iso) == words


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (Date("2022-07-09", "2022-07-09", "day", "Saturday"), "9 July 2022 (“Saturday”)"),
        (Date("2022-07-09", None, "day"), "9 July 2022"),
        (Date("2022-07-09", "2022-07-09", "day", "9 July 2022"), "9 July 2022"),
        (Date("2022-07-04", "2022-07-10", "week"), "4–10 July 2022"),
        (Date("2022-06-28", "2022-07-04", "interval"), "28 June – 4 July 2022"),
        (Date("2021-12-28", "2022-01-04", "interval"), "28 December 2021 – 4 January 2022"),
        (Date("2022-06", "2022-08", "season", "this summer"), "June – August 2022 (“this summer”)"),
        (Date("2021", "2022", "interval"), "2021 – 2022"),
        (Date("2022-06", None, "interval"), "from June 2022"),
        (Date(None, "2022-06-03", "interval"), "until 3 June 2022"),
        (Date(None, None, "day", "a year ago"), "“a year ago”, undated"),
        (Date(None, None, "day"), "undated"),
    ],
)
def test_dates_and_intervals(date: Date, words: str) -> None:
    assert wording.when(date, "–") == words


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" and "never again".', ['"no"', '"never again"']),
        ("He said “no” twice.", ["“no”"]),
        ("„Nein“, sagte er. « Non », dit-il.", ["„Nein“", "« Non »"]),
        ("“It runs on", ["“It runs on"]),
        ("‘It’s ours,’ she said.", ["‘It’s ours,’"]),
        ("The ministers’ talks, Iceland's fleet, 6' tall.", []),
        ('The 5" gun fired.', []),
        ("", []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[a:b] for a, b in wording.quotations(text)] == quoted


def test_context_is_cut_between_words() -> None:
    text = "Never before had anybody in the long room of the old palace heard the word spoken quite so loudly by a guest."
    start = text.index("heard")
    low, high = wording.around(text, start, start + 5)
    assert text[low:start] == "the long room of the old palace "
    assert text[start + 5 : high] == " the word spoken quite so loudly"
    assert wording.around("x" * 200, 90, 95) == (90, 95)
    assert wording.around("He left.", 3, 7) == (0, 8)


def test_small_words() -> None:
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed(["a"]) == "a"
    assert wording.listed([]) == ""
    assert wording.plural(1, "repair") == "1 repair"
    assert wording.plural(0, "repair") == "0 repairs"
    assert wording.count(Count("captive", 1200, 1200), "-") == "1,200 held captive"
    assert wording.place(Place("Kyiv")) == "Kyiv"
    assert wording.where(Span("headline", 0, 0, 1, "x"), "¶") == "headline"
    assert wording.weekday("2022-07-09T10:00:00Z") == "Saturday"
    assert wording.weekday("2022-07") == wording.weekday("2022-99-99") == ""
    assert wording.in_quotes('"so"') == '"so"'
    assert wording.brief("a" * 50) == "a" * 39 + "…"


def test_bounds() -> None:
    assert wording.between("2021-03-02", "2022-05-09") == "between 2 March 2021 and 9 May 2022"
    assert wording.between("2021-03-02", None) == "after 2 March 2021"
    assert wording.between(None, "2022-05-09") == "before 9 May 2022"
