"""The words of time in English: numbers, months, days, units, holidays, and how they are written."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from datetime import date, timedelta

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = {word: n for n, word in enumerate(ONES)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
ORDINALS = {
    word: n
    for n, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        1,
    )
} | {"twenty first": 21, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
}
MONTHS |= {"dec": 12}
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
WEEKDAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
# The first month of a season in the northern hemisphere; a winter begins in the year that it is named for.
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
UNITS = {
    "second": "S",
    "minute": "M",
    "hour": "H",
    "day": "D",
    "night": "D",
    "week": "W",
    "weekend": "WE",
    "fortnight": "F",
    "month": "MO",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
    "centurie": "CE",
}
# Words that are words of time only with a capital letter.
CAPITAL = {"may", "march", "august", "mar", "jan", "dec", "sun", "sat", "mon", "wed", "fri", "nov", "oct", "easter"}


def _named(words: Iterable[str], full: Iterable[str]) -> str:
    """A pattern for the names of months or days: an abbreviation may bear a point, a full name ends a sentence."""
    whole = {name.lower() for name in full if name}
    short = sorted(set(words) - whole, key=len, reverse=True)
    return "(?:(?:" + "|".join(sorted(whole)) + r")\b|(?:" + "|".join(short) + r")\b(?: \.)?)"


NUMBER_WORD = "|".join(sorted([*ONES[1:], *TENS], key=len, reverse=True))
MONTH = _named(MONTHS, calendar.month_name)
WEEKDAY = _named(WEEKDAYS, calendar.day_name)
UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?"
    r"|century|centuries)"
)
VAGUE = "(?:a few|few|several|some|many|a number of|dozens of|scores of|hundreds of|thousands of|countless)"
NUMBER = (
    rf"(?:half an?|an? half|an?|a couple(?: of)?|\d{{1,4}}(?: [.,] \d+)?(?: - \d+)?(?: and a half| 1 / 2)?"
    rf"|(?:{NUMBER_WORD})(?: (?:- )?(?:{NUMBER_WORD}))*(?: hundred| thousand)?(?: or "
    rf"(?:{NUMBER_WORD}))?(?: and a half)?"
    rf"|(?:a )?(?:half )?dozen|a hundred|a thousand|\d{{1,2}} (?:or|to) \d{{1,2}})"
)
YEAR = r"(?:(?:1[5-9]|20)\d\d)"
DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
SEASON = "(?:spring|summer|autumn|fall|winter)"
PART = "(?:early )?(?:morning|afternoon|evening|night|lunchtime|midday|noon|midnight)"
CLOCK = (
    r"(?:(?:[01]?\d|2[0-4])(?: [:.] [0-5]\d)?(?: [:.] [0-5]\d)? ?(?:a \. m \.|p \. m \.|a \. m|p \. m"
    r"|am|pm|a\. ?m\.?|o ' clock)"
    r"|(?:[01]?\d|2[0-4]) : [0-5]\d(?: : [0-5]\d)?(?: (?:hours|hrs|h))?|(?:[01]\d|2[0-4])[0-5]\d "
    r"(?:gmt|utc|hours|hrs))"
    r"(?: (?:gmt|utc|est|edt|pst|pdt|cst|cdt|cet|cest|bst|ist|local time|eastern time|eastern|et"
    r"|moscow time|kyiv time))?"
)


def number(text: str) -> float | None:
    """The number that the words say, or None where they say none exactly ("a few")."""
    words = text.replace(" - ", " ").split()
    if not words or "or" in words or "to" in words:
        return None
    if text in ("a", "an"):
        return 1.0
    if text in ("a couple", "a couple of", "couple"):
        return 2.0
    if (words[0] == "half" and words[-1] in ("a", "an")) or words == ["a", "half"]:
        return 0.5
    half = 0.5 if text.endswith((" and a half", " 1 / 2")) else 0.0
    if half:
        words = words[:-3]
    if words[-1:] == ["dozen"]:
        return 6.0 if "half" in words else 12.0
    if words[0].isdigit():
        joined = "".join(words).replace(",", "")
        try:
            return float(joined) + half
        except ValueError:
            return None
    total = 0.0
    for word in words:
        if word in ("hundred", "thousand"):
            total = max(total, 1.0) * (100 if word == "hundred" else 1000)
        elif word in NUMBERS:
            total += NUMBERS[word]
        elif word not in ("a", "and"):
            return None
    return total + half or None


def ordinal(text: str) -> int | None:
    """The ordinal that the word says: "third" and "3rd" are 3."""
    digits = text.rstrip("stndrh ")
    if digits.isdigit():
        return int(digits)
    return ORDINALS.get(text)


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm; Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    """The nth such weekday of the month, counted from its end where nth is negative."""

    def day(year: int) -> date:
        if nth > 0:
            first = date(year, month, 1)
            return first + timedelta((weekday - first.weekday()) % 7 + 7 * (nth - 1))
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta((last.weekday() - weekday) % 7)

    return day


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year 's eve": _fixed(12, 31),
    "new years eve": _fixed(12, 31),
    "new year 's day": _fixed(1, 1),
    "new years day": _fixed(1, 1),
    "new year ' s day": _fixed(1, 1),
    "valentine 's day": _fixed(2, 14),
    "international women 's day": _fixed(3, 8),
    "st . patrick 's day": _fixed(3, 17),
    "april fools ' day": _fixed(4, 1),
    "may day": _fixed(5, 1),
    "juneteenth": _fixed(6, 19),
    "fourth of july": _fixed(7, 4),
    "july fourth": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "halloween": _fixed(10, 31),
    "armistice day": _fixed(11, 11),
    "veterans day": _fixed(11, 11),
    "easter": _easter,
    "easter sunday": _easter,
    "easter monday": lambda year: _easter(year) + timedelta(1),
    "good friday": lambda year: _easter(year) - timedelta(2),
    "palm sunday": lambda year: _easter(year) - timedelta(7),
    "ash wednesday": lambda year: _easter(year) - timedelta(46),
    "martin luther king day": _nth(1, 0, 3),
    "presidents ' day": _nth(2, 0, 3),
    "memorial day": _nth(5, 0, -1),
    "labor day": _nth(9, 0, 1),
    "thanksgiving day": _nth(11, 3, 4),
    "thanksgiving": _nth(11, 3, 4),
}
HOLIDAY = "(?:" + "|".join(sorted(HOLIDAYS, key=len, reverse=True)) + ")"
