"""Years, quarters, seasons, decades and centuries: from what a rule has read to days."""

from __future__ import annotations

from datetime import date

from .times_calendar import Found, Parts, Tense, a_year, between, last_of, months_on, shift_of, valued, year_of
from .times_words import SEASON_MONTH, SEASONS, TENS, ordinal


def solve_year(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return a_year(int(parts["year"]))


def solve_spelled(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """ "The year two thousand"."""
    return a_year(2000)


def solve_fiscal(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """A fiscal year begins in another month in every country and firm: a value, and no days."""
    if parts.get("year"):
        return valued(parts["year"] if len(parts["year"]) == 4 else f"20{parts['year']}")
    shift = parts.get("shift", "")
    by = -1 if shift in ("latest", "previous") else shift_of(shift)
    return None if anchor is None or by is None else valued(str(anchor.year + by))


def solve_decade(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    text = parts.get("decade") or f"{10 * (2 + [t.replace('ty', 'ties') for t in TENS].index(parts['word']))}"
    year = int(text) if len(text) == 4 else 1900 + int(text)
    if len(text) == 2 and year < 1930:
        return None
    return between(date(year, 1, 1), date(year + 9, 12, 31), "year", str(year)[:3])


def solve_century(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    nth = ordinal(parts["nth"].replace(" - ", " "))
    if nth is None or not 1 <= nth <= 30:
        return None
    # As everyone but a calendar maker counts: the 20th century is the 1900s.
    year = 100 * (nth - 1)
    return between(date(max(year, 1), 1, 1), date(year + 99, 12, 31), "year", f"{nth - 1:02}")


def solve_quarter(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    half = parts.get("what") == "half" or "half" in parts
    nth = (2 if half else 4) if parts["nth"] in ("final", "last") else ordinal(parts["nth"])
    size = 6 if half else 3
    if nth is None or nth * size > 12:
        return None
    year = year_of(parts, anchor)
    if year is None:
        if anchor is None or (parts["nth"] == "last" and parts.get("shift_year") is None):
            return None
        # A quarter is reported once it has ended.
        year = anchor.year - (date(anchor.year, (nth - 1) * size + 1, 1) > anchor and tense != "future")
        year -= bool(parts.get("back"))
    first = (nth - 1) * size + 1
    return between(date(year, first, 1), last_of(year, first + size - 1), "month", f"{year}-{'H' if half else 'Q'}{nth}")


def solve_latest(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """The quarter that a firm reports is the one that ended last. Which period is meant stays open: a value, no days."""
    spoken_of = parts.get("quarter", "")
    if parts.get("year"):
        return valued(parts["year"] + (spoken_of[4:] if parts["what"] == "quarter" else ""))
    if anchor is None or parts["what"] == "half":
        return None
    way = parts["way"]
    here = anchor.year * 4 + (anchor.month - 1) // 3
    if spoken_of and way not in ("current", "this", "last", "next"):
        here = int(spoken_of[:4]) * 4 + int(spoken_of[-1]) - 1 - (way == "previous")
    else:
        here += {"current": 0, "this": 0, "next": 1}.get(way, -1)
    if way.startswith("year - ") or way in ("same", "comparable", "corresponding"):
        here -= 4
    return valued(f"{here // 4}-Q{here % 4 + 1}")


def solve_season(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    code = SEASONS[parts["season"]]
    month = SEASON_MONTH[code]
    if parts.get("year"):
        year = int(parts["year"])
    elif anchor is None:
        return None
    else:
        shift = parts.get("shift", "").removeprefix("the ")
        by = shift_of(shift)
        if by is None:
            return None
        begun = (anchor.month, anchor.day) >= (month, 1)
        if code == "WI" and anchor.month < 3:
            year = anchor.year - 1 + (by if by > 0 else 0) - (by < 0 and shift != "this past")
        elif by > 0 or (by == 0 and tense == "future"):
            year = anchor.year + (by > 0 and begun)
        elif by < 0:
            ended = anchor > last_of(anchor.year + (code == "WI"), (month + 2 - 1) % 12 + 1)
            year = anchor.year - (not ended)
        else:
            year = anchor.year - (not begun and tense == "past")
    first = date(year, month, 1)
    last = months_on(first, 2)
    return Found(first, last_of(last.year, last.month), "season", "month", f"{year:04}-{code}")
