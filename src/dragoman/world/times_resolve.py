"""From what a rule has read to days: one function a rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .times_calendar import (
    AHEAD,
    Found,
    Grain,
    Parts,
    Tense,
    a_day,
    a_month,
    a_week,
    a_weekend,
    a_year,
    between,
    last_of,
    lasting,
    month_number,
    months_on,
    nearest_day,
    nearest_year,
    shift_of,
    unit_of,
    valued,
    weekday_number,
    year_of,
)
from .times_holidays import Days, holiday, nth_weekday
from .times_periods import (
    solve_century,
    solve_decade,
    solve_fiscal,
    solve_latest,
    solve_quarter,
    solve_season,
    solve_spelled,
    solve_year,
)
from .times_words import MONTHS, SEASONS, UNITS, WEEKDAYS, number, ordinal

_ADVERBS = {
    "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M", "quarterly": "P1Q",
    "annually": "P1Y", "yearly": "P1Y", "hourly": "PT1H",
}  # fmt: skip


def solve(rule: str, parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """The days that the parts of a rule mean; None where they are not settled, ValueError where there are no such."""
    return _SOLVERS[rule](parts, anchor, tense)


def _solve_iso(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return a_day(date(int(parts["year"]), int(parts["month"]), int(parts["day"])))


def _solve_numeric(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    one, two, year = int(parts["one"]), int(parts["two"]), int(parts["year"])
    if len(parts["year"]) == 2:
        # The century of a two-figure year is the one that does not put it far ahead of the anchor.
        if anchor is None:
            return None
        year += anchor.year // 100 * 100
        year -= 100 if year > anchor.year + 10 else 0
    if parts["mark"] == ".":
        return a_day(date(year, two, one))  # only day-first countries write points
    if one > 12 or one == two:
        return a_day(date(year, two, one))
    return a_day(date(year, one, two)) if two > 12 else None


def _solve_weekday_day(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """`Thursday the 22nd`: the nearest such day within two months, before the anchor unless the clause looks ahead."""
    if anchor is None:
        return None
    weekday, day = weekday_number(parts["weekday"]), int(parts["day"].rstrip("stndrh"))
    step = 1 if tense == "future" else -1
    for away in range(63):
        found = anchor + timedelta(step * away)
        if found.day == day and found.weekday() == weekday:
            return a_day(found)
    return None


def _solve_day(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    if parts.get("week_of"):
        found = _solve_day({name: text for name, text in parts.items() if name != "week_of"}, anchor, tense)
        return a_week(found.start) if found and found.start else None
    day = int((parts.get("day") or parts["day2"]).rstrip("stndrh"))
    month = month_number(parts.get("month") or parts["month2"])
    weekday = weekday_number(parts["weekday"]) if parts.get("weekday") else None
    year = year_of(parts, anchor)
    if year is None and parts.get("shift_year"):
        return None
    if year is not None:
        named = date(year, month, day)
        return a_day(named) if weekday in (None, named.weekday()) else None
    if anchor is None:
        return None
    if parts.get("last"):
        tense = "past"
    return nearest_day(month, day, weekday, anchor, tense)


def _solve_day_of_month(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    day = int(parts["day"].rstrip("stndrh"))
    if anchor is None:
        return None
    if "shift" in parts:
        by = shift_of(parts["shift"])
    else:  # "on the 15th": the last one, or the next
        by = int(day < anchor.day) if tense == "future" else -int(day > anchor.day)
    return None if by is None else a_day(months_on(anchor.replace(day=1), by).replace(day=day))


def _solve_nth_weekday(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """ "The first Monday in September"."""
    month = month_number(parts["month"])
    year = year_of(parts, anchor)
    if year is None:
        if anchor is None or parts.get("shift_year"):
            return None
        year = nearest_year(month, anchor, tense)
    nth = -1 if parts["nth"] == "last" else ordinal(parts["nth"]) or 1
    return a_day(nth_weekday(month, weekday_number(parts["weekday"]), nth)(year))


def _solve_garbled(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return None


def _solve_days(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    month = month_number(parts.get("month") or parts["month2"])
    month2 = month_number(parts.get("month2") or parts["month"])
    day, day2 = (int(parts[name].rstrip("stndrh")) for name in ("day", "day2"))
    year2 = int(parts["year"]) if parts.get("year") else None
    year = int(parts["year1"]) if parts.get("year1") else None
    if year2 is None and year is None:
        if anchor is None:
            return None
        found = nearest_day(month, day, None, anchor, tense)
        if found is None or found.start is None:
            return None
        year = found.start.year
    if year is None and year2 is not None:
        year = year2 - ((month, day) > (month2, day2))
    if year is None:
        return None
    if year2 is None:
        year2 = year + ((month, day) > (month2, day2))
    return between(date(year, month, day), date(year2, month2, day2), "day")


def _solve_months(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    month, month2 = month_number(parts.get("month") or parts["month1"]), month_number(parts["month2"])
    begins = parts.get("year1") or parts.get("year2")
    ends = year_of({k: v for k, v in parts.items() if k in ("year", "shift_year")}, anchor)
    if ends is None and begins is None:
        if anchor is None:
            return None
        ends = nearest_year(month2, anchor, tense)
    if ends is None:
        ends = int(begins or 0) + (month > month2)
    year = int(begins) if begins else ends - (month > month2)
    return between(date(year, month, 1), last_of(ends, month2), "month")


def _solve_years(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    one, two = parts.get("one") or parts["one2"], parts["two"]
    last = int(two if len(two) == 4 else one[:2] + two)
    return between(date(int(one), 1, 1), date(last, 12, 31), "year")


def _solve_weekdays(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    if anchor is None:
        return None
    one, two = weekday_number(parts.get("one") or parts["one2"]), weekday_number(parts["two"])
    if tense == "future":
        first = anchor + timedelta((one - anchor.weekday()) % 7)
    else:
        first = anchor - timedelta((anchor.weekday() - two) % 7) - timedelta((two - one) % 7)
    return between(first, first + timedelta((two - one) % 7), "day")


def _solve_month(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    month = month_number(parts["month"])
    year = year_of(parts, anchor)
    if year is not None:
        return a_month(year, month)
    if anchor is None or parts.get("shift_year"):
        return None
    shift = parts.get("shift")
    if shift is None:
        return a_month(nearest_year(month, anchor, tense), month)
    by = shift_of(shift)
    if by is None:
        return None
    if by == 0:
        return a_month(anchor.year, month)
    # "Last May", said in June, is this year's; said in May, last year's.
    return a_month(anchor.year - (month >= anchor.month) if by < 0 else anchor.year + (month <= anchor.month), month)


def _solve_weekday(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    if anchor is None:
        return None
    weekday = weekday_number(parts["weekday"])
    week = parts.get("week")
    if week:
        by = shift_of(week)
        return None if by is None else a_day(anchor - timedelta(anchor.weekday()) + timedelta(7 * by + weekday))
    back, ahead = (anchor.weekday() - weekday) % 7, (weekday - anchor.weekday()) % 7
    shift = parts.get("shift")
    if shift:
        if shift == "this":
            return a_day(anchor + timedelta(ahead) if tense in ("present", "future") else anchor - timedelta(back))
        if shift.removeprefix("the ") in ("previous", "following"):
            if len(parts.get("dated", "")) < 10:
                return None
            anchor = date.fromisoformat(parts["dated"])
            back, ahead = (anchor.weekday() - weekday) % 7, (weekday - anchor.weekday()) % 7
        by = -1 if shift == "the previous" else 1 if shift == "the following" else shift_of(shift)
        if not by:
            return None
        return a_day(anchor - timedelta(back or 7) if by < 0 else anchor + timedelta(ahead or 7))
    return a_day(anchor + timedelta(ahead) if tense in ("present", "future") else anchor - timedelta(back))


def _solve_deictic(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    if anchor is None:
        return None
    word = parts["word"]
    if word == "overnight":
        return None if tense == "future" else between(anchor - timedelta(1), anchor, "day", anchor.isoformat() + "TNI")
    by = {
        "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1, "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }.get(word, 0)  # fmt: skip
    return a_day(anchor + timedelta(by))


def _solve_holiday(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    name = parts["name"]
    if parts.get("year"):
        days = holiday(name, int(parts["year"]))
        return _a_holiday(days[0]) if len(days) == 1 else None
    if anchor is None:
        return None
    by = shift_of(parts.get("shift", ""))
    if by is None:
        return None
    choices = [days for n in (-1, 0, 1) for days in holiday(name, anchor.year + n)]
    back = [days for days in choices if days[0] <= anchor]
    ahead = [days for days in choices if days[1] >= anchor]
    if by > 0 or (by == 0 and tense == "future"):
        return _a_holiday(ahead[0]) if ahead else None
    soon = any(anchor < first <= anchor + timedelta(AHEAD) for first, _ in choices)
    return _a_holiday(back[-1]) if back and not (soon and by == 0 and tense != "past") else None


def _a_holiday(days: Days) -> Found | None:
    return a_day(days[0]) if days[0] == days[1] else between(*days, "day")


def _solve_unit(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    if anchor is None:
        return None
    unit = unit_of(parts.get("unit") or parts["unit2"])
    by = shift_of(parts.get("shift", "this"))
    if by is None:
        way = parts["shift"].removeprefix("the ").removeprefix("that ")
        return _solve_relative(parts | {"way": way, "unit": parts.get("unit") or parts["unit2"]}, anchor, tense)
    return _shifted(unit, by, anchor, tense, parts.get("shift", ""))


def _shifted(unit: str, by: int, anchor: date, tense: Tense, word: str) -> Found | None:
    if unit == "D":
        return a_day(anchor + timedelta(by))
    if unit == "W":
        return a_week(anchor + timedelta(7 * by))
    if unit == "F":
        first, last = sorted((anchor, anchor + timedelta(14 * by)))
        return between(first, last, "day", "P2W") if by else None
    if unit == "WE":
        return _solve_weekend(by, anchor, tense, word)
    if unit == "MO":
        first = months_on(anchor.replace(day=1), by)
        return a_month(first.year, first.month)
    if unit == "Y":
        return a_year(anchor.year + by)
    if unit in ("DE", "CE") and by < 0:
        return _solve_past({"way": "past", "unit": "decade" if unit == "DE" else "century"}, anchor, tense)
    if unit in ("DE", "CE"):
        size = 10 if unit == "DE" else 100
        first_year = anchor.year // size * size + by * size
        value = str(first_year)[: 3 if unit == "DE" else 2]
        return between(date(first_year, 1, 1), date(first_year + size - 1, 12, 31), "year", value)
    return None


def _solve_weekend(by: int, anchor: date, tense: Tense, word: str) -> Found | None:
    here = anchor.weekday() >= 5
    if by > 0:
        return a_weekend(anchor + timedelta(7 if here else 0)) if here or anchor.weekday() < 2 else None
    if by < 0:
        return a_weekend(anchor - timedelta(7))
    if here or tense == "future":
        return a_weekend(anchor)
    # On a Wednesday "this weekend" without a tense may be either.
    if tense is None and word == "this":
        return None
    return a_weekend(anchor - timedelta(7))


def _solve_week_of(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return _solve_weekday({"weekday": parts["weekday"], "week": parts["shift"]}, anchor, tense)


def _solve_ago(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    count = number(parts.get("number", "").strip())
    ahead = parts["way"] != "ago"
    if anchor is None:
        return None
    if count is None or count != int(count):
        return valued("FUTURE_REF" if ahead else "PAST_REF")
    by = int(count) if ahead else -int(count)
    unit = unit_of(parts["unit"])
    if parts.get("on") and parts["on"] != "today":
        return None
    if unit == "D":
        return a_day(anchor + timedelta(by))
    if unit in ("W", "F"):
        return a_week(anchor + timedelta(7 * by * (2 if unit == "F" else 1)))
    if unit == "MO":
        day = months_on(anchor, by)
        return a_month(day.year, day.month)
    if unit == "Y":
        found = a_year(anchor.year + by)
        # Profits of a quarter are set beside those of "a year ago".
        quarter = parts.get("quarter", "")
        return Found(found.start, found.end, "year", "year", found.value + quarter[4:]) if by == -1 else found
    if unit == "DE" and abs(by) == 1:
        return a_year(anchor.year + 10 * by)
    if unit in ("DE", "CE"):
        return valued(f"{anchor.year + by * (10 if unit == 'DE' else 100):04}")
    if unit in ("H", "M", "S"):
        # Hours ago are today or yesterday: the paper does not say when it was written.
        return None
    return None


def _solve_offset(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """A stretch counted from a day that is named."""
    named = {name.removeprefix("base."): text for name, text in parts.items() if name.startswith("base.")}
    base = solve(parts["base"], named, anchor, tense)
    if base is None or base.start is None or base.precision != "day":
        return None
    way = "ago" if parts["way"] == "before" else "hence"
    found = _solve_ago({"number": parts["number"], "unit": parts["unit"], "way": way}, base.start, tense)
    return found if found and found.start else None


def _solve_relative(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """Leans on the date that the text has just spoken of: "the next day", "a year earlier"."""
    way, unit, dated = parts["way"].removeprefix("very "), parts["unit"], parts.get("dated", "")
    count = None if "vague" in parts else number(parts.get("number", "a").strip())
    if count is None or count != int(count):
        return valued("PAST_REF" if way in ("earlier", "ago", "before") else "FUTURE_REF")
    by = {"same": 0, "that": 0, "that same": 0, "next": 1, "following": 1}.get(
        way, int(count) if way in ("later", "after", "afterwards", "afterward") else -int(count)
    )
    if UNITS.get(unit.rstrip("s")) == "Y" and parts.get("quarter"):
        return valued(f"{int(parts['quarter'][:4]) + by}{parts['quarter'][4:]}")
    if unit in ("morning", "afternoon", "evening", "night"):
        unit = "day"
    code = unit_of(unit)
    if code in ("H", "M", "S"):
        return None
    if len(dated) < {"Y": 4, "MO": 7}.get(code, 10):
        # Nothing said to count from: most often the day of publication, too loosely to date anything by it.
        near = _shifted(code, by, anchor, tense, "") if anchor else None
        return valued(near.value) if near else None
    base = date.fromisoformat((dated + "-01-01")[:10])
    if code == "Y" and anchor and way in ("earlier", "ago"):
        base = min(base, anchor)  # a year earlier than what has happened, not than what is planned
    if code == "D" or (code == "W" and way in ("earlier", "later")):
        return a_day(base + timedelta(by * (7 if code == "W" else 1)))
    return _shifted(code, by, base, tense, "")


def _solve_past(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    unit = unit_of(parts["unit"])
    count = 1.0 if "number" not in parts and "vague" not in parts else number(parts.get("number", "").strip())
    way = parts["way"]
    value = lasting(count, unit)
    if anchor is None or count is None or count != int(count) or way not in ("past", "last", "next", "coming"):
        return valued(value)
    ahead = way in ("next", "coming")
    by = int(count) if ahead else -int(count)
    grain: Grain = "day"
    if unit in ("D", "W", "F"):
        other = anchor + timedelta(by * {"D": 1, "W": 7, "F": 14}[unit])
    elif unit in ("MO", "Q"):
        other, grain = months_on(anchor, by * (3 if unit == "Q" else 1)), "month"
    elif unit in ("Y", "DE", "CE"):
        other = months_on(anchor, 12 * by * {"Y": 1, "DE": 10, "CE": 100}[unit])
        grain = "month" if abs(by) == 1 and unit == "Y" else "year"
    elif unit == "H" and count >= 24:
        other = anchor + timedelta(by // 24 if by < 0 else -(-by // 24))
    else:
        return valued(value)
    first, last = sorted((anchor, other))
    return between(first, last, grain, value)


def _solve_duration(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    vague = "vague" in parts or (not parts.get("number", "").strip() and parts["unit"].endswith("s"))
    count = None if vague else number(parts["number"].strip()) if parts.get("number", "").strip() else 1.0
    if "fourth" in parts:
        count = 0.25
    elif count is not None and "half" in parts:
        count += 0.5
    return valued(lasting(count, unit_of(parts["unit"])))


def _solve_every(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    if parts.get("adverb"):
        return valued(_ADVERBS[parts["adverb"]])
    unit = parts.get("plural", "").removesuffix("s") or parts.get("unit", "")
    if unit in WEEKDAYS:
        return valued(f"XXXX-WXX-{WEEKDAYS[unit] + 1}")
    if unit in MONTHS:
        return valued(f"XXXX-{MONTHS[unit]:02}")
    if unit in SEASONS:
        return valued(f"XXXX-{SEASONS[unit]}")
    if unit.rstrip("s") not in UNITS:
        return valued("P1D" if unit in ("morning", "evening", "afternoon") else "")
    each = parts.get("number", "one")
    count = 2.0 if each == "other" else None if each == "few" else number(each) or 1.0
    return valued(lasting(count, unit_of(unit)))


def _solve_bare(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    """ "The year" is most often this one; too loosely to date anything by it."""
    if anchor is None:
        return None
    if parts["unit"] == "quarter":
        return solve_latest({"way": "latest", "what": "quarter", "quarter": parts.get("quarter", "")}, anchor, tense)
    found = _shifted(unit_of(parts["unit"]), 0, anchor, tense, "the")
    return valued(found.value) if found else None


def _solve_clock(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return _solve_deictic({"word": parts["day"]}, anchor, tense) if parts.get("day") else None


def _solve_vague(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return valued("PRESENT_REF" if parts.get("now") else "PAST_REF" if parts.get("past") else "FUTURE_REF")


def _solve_september11(parts: Parts, anchor: date | None, tense: Tense) -> Found | None:
    return a_day(date(2001, 9, 11))


_SOLVERS: dict[str, Callable[[Parts, date | None, Tense], Found | None]] = {
    "iso": _solve_iso,
    "compact": _solve_iso,
    "numeric": _solve_numeric,
    "day": _solve_day,
    "day_of_month": _solve_day_of_month,
    "nth_weekday": _solve_nth_weekday,
    "weekday_day": _solve_weekday_day,
    "garbled": _solve_garbled,
    "days": _solve_days,
    "months": _solve_months,
    "years": _solve_years,
    "weekdays": _solve_weekdays,
    "month": _solve_month,
    "weekday": _solve_weekday,
    "deictic": _solve_deictic,
    "holiday": _solve_holiday,
    "september11": _solve_september11,
    "unit": _solve_unit,
    "week_of": _solve_week_of,
    "ago": _solve_ago,
    "offset": _solve_offset,
    "relative": _solve_relative,
    "past": _solve_past,
    "duration": _solve_duration,
    "every": _solve_every,
    "year": solve_year,
    "spelled": solve_spelled,
    "fiscal": solve_fiscal,
    "decade": solve_decade,
    "century": solve_century,
    "quarter": solve_quarter,
    "latest": solve_latest,
    "bare": _solve_bare,
    "season": solve_season,
    "clock": _solve_clock,
    "vague": _solve_vague,
}
