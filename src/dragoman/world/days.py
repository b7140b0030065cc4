"""The first and last days that an ISO date cut to its precision stands for."""

from __future__ import annotations

import calendar
from datetime import date


def first_day(text: str | None) -> date:
    """The first day of an ISO date cut to its precision."""
    if not text:
        return date.min
    year, month, day = [*text.split("-"), "1", "1"][:3]
    return date(int(year), int(month), int(day))


def last_day(text: str | None) -> date:
    """The last day of an ISO date cut to its precision."""
    if not text:
        return date.max
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1]
    return date(parts[0], month, day)
