"""Days, weeks, months and years, as the expressions of time mean them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from dragoman.model import Precision

from .times_words import MONTHS, UNITS, WEEKDAYS

Tense = Literal["past", "present", "future"] | None
Grain = Literal["day", "month", "year"]
Parts = dict[str, str]

UNIT_VALUES = {
    "S": "PT{}S", "M": "PT{}M", "H": "PT{}H", "D": "P{}D", "W": "P{}W", "WE": "P{}WE", "F": "P{}W", "MO": "P{}M",
    "Q": "P{}Q", "Y": "P{}Y", "DE": "P{}DE", "CE": "P{}CE",
}  # fmt: skip


# A day of a month without its year that lies this many days ahead is meant, unless the clause looks back.
AHEAD = 60
# A day of a month this many days back is meant though the clause looks ahead, or the year would have been told.
JUST_PAST = 14
# A month without a year is the next where it lies this many months ahead and nothing looks back.
NEAR = 2


class Found(Struct, frozen=True):
    """What an expression means: first and last day, how exactly they are meant, and the TIMEX3 value.

    Without days it has a value only: a duration, a set, a vague word.
    """

    start: date | None
    end: date | None
    precision: Precision
    grain: Grain
    value: str


def a_day(day: date) -> Found:
    return Found(day, day, "day", "day", day.isoformat())


def a_week(day: date) -> Found:
    monday = day - timedelta(day.weekday())
    year, week, _ = day.isocalendar()
    return Found(monday, monday + timedelta(6), "week", "day", f"{year:04}-W{week:02}")


def a_weekend(day: date) -> Found:
    saturday = day - timedelta(day.weekday()) + timedelta(5)
    year, week, _ = day.isocalendar()
    return Found(saturday, saturday + timedelta(1), "interval", "day", f"{year:04}-W{week:02}-WE")


def a_month(year: int, month: int) -> Found:
    first = date(year, month, 1)
    return Found(first, last_of(year, month), "month", "month", f"{year:04}-{month:02}")


def a_year(year: int) -> Found:
    return Found(date(year, 1, 1), date(year, 12, 31), "year", "year", f"{year:04}")


def between(first: date, last: date, grain: Grain, value: str = "") -> Found | None:
    value = value or f"{cut(first, grain)}/{cut(last, grain)}"
    return Found(first, last, "interval", grain, value) if first <= last else None


def cut(day: date, grain: Grain) -> str:
    """A day as ISO 8601 writes it, no finer than it is meant."""
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[grain]]


def valued(value: str) -> Found | None:
    return Found(None, None, "interval", "day", value) if value else None


def last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def unit_of(text: str) -> str:
    return UNITS.get(text.strip()) or UNITS[text.strip().rstrip("s")]


def shift_of(word: str) -> int | None:
    """Last, this, next: −1, 0, 1; None for what leans on another time ("the following year")."""
    word = word.removeprefix("the ").strip()
    if word in ("last", "past", "this past"):
        return -1
    if word in ("this", "current", "", "the"):
        return 0
    if word in ("next", "coming", "this coming"):
        return 1
    return None


def month_number(text: str) -> int:
    return MONTHS[text.removesuffix(".").strip()]


def weekday_number(text: str) -> int:
    return WEEKDAYS[text.removesuffix(".").strip()]


def lasting(count: float | None, unit: str) -> str:
    if count is None:
        return UNIT_VALUES[unit].format("X")
    count *= 2 if unit == "F" else 1
    years = count * {"DE": 10, "CE": 100}.get(unit, 0)
    if years and years == int(years):
        return f"P{int(years)}Y"
    if unit == "H" and count == 0.5:
        return "PT30M"
    return UNIT_VALUES[unit].format(int(count) if count == int(count) else count)


def nearest_year(month: int, anchor: date, tense: Tense) -> int:
    """The year of a month without one: the last that has begun, or the next where the clause looks ahead."""
    if tense == "future":
        return anchor.year + (month < anchor.month)
    # Where nothing looks back, a month that is near is meant: "crude for December delivery".
    if tense != "past" and 0 < (month - anchor.month) % 12 <= NEAR:
        return anchor.year + (month < anchor.month)
    return anchor.year - (month > anchor.month)


def nearest_day(month: int, day: int, weekday: int | None, anchor: date, tense: Tense) -> Found | None:
    choices = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        if not (month == 2 and day == 29 and not calendar.isleap(year)):
            choices.append(date(year, month, day))
    if weekday is not None:
        fitting = [choice for choice in choices if choice.weekday() == weekday]
        return a_day(fitting[0]) if len(fitting) == 1 else None
    back = [choice for choice in choices if choice <= anchor]
    if tense == "future":
        ahead = [choice for choice in choices if choice >= anchor]
        # "Scheduled for September 10", said on the 18th, was for this year: a day so far ahead is told with its year.
        if back and ahead and anchor - back[-1] <= timedelta(JUST_PAST) and ahead[0] - anchor > timedelta(AHEAD):
            return a_day(back[-1])
        return a_day(ahead[0]) if ahead else None
    ahead = [choice for choice in choices if anchor < choice <= anchor + timedelta(AHEAD)]
    if ahead and tense != "past":
        return a_day(ahead[0])
    return a_day(back[-1]) if back else None


def year_of(parts: Parts, anchor: date | None) -> int | None:
    """The year that the words give, or the last, this or the next one."""
    for name in ("year", "year1", "year2"):
        if parts.get(name):
            return int(parts[name])
    shift = parts.get("shift_year", parts.get("before"))
    if shift and anchor and (by := shift_of(shift)) is not None:
        return anchor.year + by
    return None
