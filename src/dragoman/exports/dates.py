"""The days that the dates of rows stand for."""

from __future__ import annotations

from datetime import date

from ..model import Date
from ..world.days import first_day, last_day


def first(text: Date | str | None) -> date | None:
    """The first day of a date, or of an ISO date or time cut to its precision; None where it is none."""
    return _day(text.start or text.end if isinstance(text, Date) else text, end=False)


def last(text: Date | str | None) -> date | None:
    """The last day of a date, both ends counted; None where it is none."""
    return _day(text.end or text.start if isinstance(text, Date) else text, end=True)


def _day(text: str | None, *, end: bool) -> date | None:
    if not text:
        return None
    cut = text.partition("T")[0].strip()
    try:
        return last_day(cut) if end else first_day(cut)
    except ValueError:
        return None
