"""Periods of the calendar: which one a day falls into, its days, those between two of them, and windows named in words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from msgspec import Struct

from ..errors import PeriodInvalid

By = Literal["day", "week", "month", "quarter", "year"]
BY: tuple[By, ...] = get_args(By)

_LABEL = re.compile(r"(\d{4})(?:-(?:W(\d{2})|Q([1-4])|(\d{2})(?:-(\d{2}))?))?")
_MOST = 100_000  # periods of one range: some 270 years of days


class Window(Struct, frozen=True):
    """A stretch of days, both ends included, and the words that name it."""

    first: date
    last: date
    label: str

    def holds(self, days: tuple[date, date] | None) -> bool:
        """Do those days lie wholly within it?"""
        return days is not None and self.first <= days[0] and days[1] <= self.last


@lru_cache(maxsize=65536)
def spread(day: str | None, precision: str | None) -> tuple[date, date] | None:
    """The days that a date stands for, by its first day and its precision; none where it is undated or no date.

    An interval is taken by its first day alone.
    """
    if not day:
        return None
    year, month, number = [*day.split("-"), "1", "1"][:3]
    try:
        first = date(int(year), int(month), int(number))
    except ValueError:
        return None
    try:
        if precision == "week":
            return first, first + timedelta(days=6)
        if precision == "month":
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        if precision == "season":
            months = first.year * 12 + first.month + 1
            year_, month_ = months // 12, months % 12 + 1
            return first, date(year_, month_, monthrange(year_, month_)[1])
        if precision == "year":
            return first, date(first.year, 12, 31)
    except (ValueError, OverflowError):  # past the last year there is
        return first, date.max
    return first, first


@lru_cache(maxsize=65536)
def placed(day: str | None, precision: str | None, by: By) -> str:
    """The period in which an event of that date is counted, such as `2024-05`, `2024-W19`, `2024-Q2`.

    Empty where it is undated, or dated more coarsely than the period and not wholly within one: `in 2024` is in no month. An
    interval is counted where it begins.
    """
    days = spread(day, precision)
    if days is None:
        return ""
    label = period(days[0], by)
    return label if days[0] == days[1] or period(days[1], by) == label else ""


def period(day: date, by: By) -> str:
    """The period that a day falls into; weeks are those of ISO 8601."""
    if by == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if by == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


@lru_cache(maxsize=65536)
def days_of(label: str) -> tuple[date, date]:
    """The first and the last day of a period. Raises `PeriodInvalid`."""
    match = _LABEL.fullmatch(label.strip())
    try:
        if match is not None:
            year, week, quarter, month, day = match.groups()
            if week:
                first = date.fromisocalendar(int(year), int(week), 1)
                return first, first + timedelta(days=6)
            if quarter:
                end = int(quarter) * 3
                return date(int(year), end - 2, 1), date(int(year), end, monthrange(int(year), end)[1])
            if day:
                return (only := date(int(year), int(month), int(day))), only
            if month:
                return date(int(year), int(month), 1), date(int(year), int(month), monthrange(int(year), int(month))[1])
            return date(int(year), 1, 1), date(int(year), 12, 31)
    except (ValueError, OverflowError):
        pass
    raise PeriodInvalid(label[:80] or "''", "no period", "give one such as 2024, 2024-Q2, 2024-05, 2024-W19 or 2024-05-03")


def between(first: str, last: str, by: By) -> list[str]:
    """The periods from one to another, both included; none where the last is before the first. Raises `PeriodInvalid`."""
    day, (_, end) = days_of(first)[0], days_of(last)
    labels: list[str] = []
    while day <= end:
        labels.append(label := period(day, by))
        if len(labels) > _MOST:
            raise PeriodInvalid(f"{first}..{last}", f"more than {_MOST:,} periods", "name a shorter stretch, or longer periods")
        try:
            day = days_of(label)[1] + timedelta(days=1)
        except OverflowError:
            break
    return labels


def window(words: str) -> Window:
    """A stretch of days: `2024-05` (a period), `2024-01..2024-03` (from the first day of one to the last of another).

    Raises `PeriodInvalid`.
    """
    start, parted, end = words.strip().partition("..")
    first, last = days_of(start)[0], days_of(end if parted else start)[1]
    if last < first:
        raise PeriodInvalid(words[:80], "ends before it begins", "give the earlier period first")
    return Window(first, last, words.strip())
