"""Periods: where a date falls, what is too coarse, and what is no period."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.counting.periods import BY, By, between, days_of, period, placed, spread, window
from dragoman.errors import PeriodInvalid


@pytest.mark.parametrize(
    ("day", "precision", "by", "label"),
    [
        ("2024-05-11", "day", "month", "2024-05"),
        ("2024-12-30", "day", "week", "2025-W01"),  # ISO's year is not the calendar's
        ("2021-01-03", "day", "week", "2020-W53"),
        ("2024-05-11", "day", "quarter", "2024-Q2"),
        ("2024-05-01", "month", "month", "2024-05"),
        ("2024-05-01", "month", "week", ""),
        ("2024-05-01", "month", "quarter", "2024-Q2"),
        ("2024-05-01", "month", "day", ""),
        ("2024-04-29", "week", "week", "2024-W18"),
        ("2024-04-29", "week", "month", ""),  # it reaches into May
        ("2024-05-06", "week", "month", "2024-05"),
        ("2024-01-01", "year", "month", ""),
        ("2024-01-01", "year", "year", "2024"),
        ("2024-06-01", "season", "year", "2024"),
        ("2024-06-01", "season", "quarter", ""),  # June is in the second, July in the third
        ("2024-12-01", "season", "year", ""),
        ("2024-01-20", "interval", "month", "2024-01"),
        (None, None, "month", ""),
        ("2024-02-31", "day", "month", ""),
        ("soon", "day", "month", ""),
    ],
)
def test_where_a_date_is_counted(day: str | None, precision: str | None, by: By, label: str) -> None:
    assert placed(day, precision, by) == label


@pytest.mark.parametrize("by", BY)
def test_a_period_holds_the_days_that_fall_into_it(by: By) -> None:
    for ordinal in range(date(2019, 12, 20).toordinal(), date(2021, 1, 12).toordinal()):
        day = date.fromordinal(ordinal)
        first, last = days_of(period(day, by))
        assert first <= day <= last
        assert period(first, by) == period(last, by) == period(day, by)


def test_periods_between_two() -> None:
    assert between("2023-11", "2024-02", "month") == ["2023-11", "2023-12", "2024-01", "2024-02"]
    assert between("2020-W52", "2021-W02", "week") == ["2020-W52", "2020-W53", "2021-W01", "2021-W02"]
    assert between("2024-Q3", "2024-Q2", "quarter") == []
    with pytest.raises(PeriodInvalid, match="more than"):
        between("0001", "9999", "day")


def test_windows() -> None:
    assert (window("2024-Q2").first, window("2024-Q2").last) == (date(2024, 4, 1), date(2024, 6, 30))
    stretch = window("2024-01..2024-02")
    assert (stretch.first, stretch.last, stretch.label) == (date(2024, 1, 1), date(2024, 2, 29), "2024-01..2024-02")
    assert stretch.holds(spread("2024-02-01", "month")) and not stretch.holds(spread("2024-01-01", "year"))
    for words in ("", "May", "2024-13", "2024-W54", "2024-02..2024-01", "2024-1", "..2024"):
        with pytest.raises(PeriodInvalid, match="D721"):
            window(words)
