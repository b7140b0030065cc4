"""The words of time in English: numbers, months, days, units, holidays, and how they are written."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence

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
WEEKDAY_NAME = "|".join(calendar.day_name).lower()
MONTH_NAME = "|".join(calendar.month_name[1:]).lower()
WEEKDAY_PLURAL = "|".join(f"{name}s" for name in calendar.day_name).lower()
UNIT = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?"
    r"|century|centuries)"
)
VAGUE = "(?:a few|few|several|some|many|a number of|dozens of|scores of|hundreds of|thousands of|countless)"
NUMBER = (
    rf"(?:half an?|half(?= (?:- )?(?:hour|day|year|decade|century))|an? half|an?|a couple(?: of)?"
    rf"|\d{{1,4}}(?: [.,] \d+)?(?: - \d+)?(?: and a half| 1 / 2)?"
    rf"|(?:{NUMBER_WORD})(?: (?:- )?(?:{NUMBER_WORD})){{0,4}}(?: hundred| thousand)?(?: or "
    rf"(?:{NUMBER_WORD}))?(?: (?:- )?and (?:- )?a (?:- )?half)?"
    rf"|(?:a )?(?:half )?dozen|a hundred|a thousand|\d{{1,2}} (?:or|to) \d{{1,2}}|(?:{NUMBER_WORD}) to (?:{NUMBER_WORD}))"
)
YEAR = r"(?:(?:1[5-9]|20)\d\d)"
DAY = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?"
SEASON = "(?:spring|summer|autumn|fall|winter)"
PART = "(?:(?:early |late |mid (?:- )?)?(?:morning|afternoon|evening|night|lunchtime|midday|noon|midnight)|(?:early|small) hours)"
CLOCK = (
    r"(?:(?:[01]?\d|2[0-4])(?: [:.] [0-5]\d)?(?: [:.] [0-5]\d)? ?(?:a \. m \.|p \. m \.|a \. m|p \. m"
    r"|am|pm|a\. ?m\.?|o ' clock)"
    r"|(?:[01]?\d|2[0-4]) : [0-5]\d(?: : [0-5]\d)?(?: (?:hours|hrs|h))?|(?:[01]\d|2[0-4])[0-5]\d "
    r"(?:gmt|utc|hours|hrs))"
    r"(?: (?:gmt|utc|est|edt|pst|pdt|cst|cdt|cet|cest|bst|ist|local time|eastern time|eastern|et"
    r"|moscow time|kyiv time))?"
)

_HOUR = re.compile(
    r"\b(\d\d?) ?(?:[:.] (\d\d))?(?: [:.] (\d\d))? ?(a|p)? ?\.? ?m\b|\b(\d\d?) : (\d\d)\b|\b(noon|midday|midnight)\b"
)
_FOUR_FIGURES = re.compile(r"\b([01]\d|2[0-3])([0-5]\d) (?:gmt|utc|hours|hrs)\b")
_PARTS_OF_DAY = {
    "morning": "TMO", "dawn": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "tonight": "TNI", "overnight": "TNI",
    "hours": "TMO",
}  # fmt: skip
_PART_OF_DAY = re.compile(r"\b(" + "|".join(_PARTS_OF_DAY) + r")\b")


def spelled_year(pieces: Sequence[str]) -> tuple[str, int] | None:
    """The year that the first pieces spell out, as broadcast texts have it, and how many pieces: "nineteen ninety-six"."""
    if len(pieces) < 2 or pieces[0] not in ("nineteen", "twenty") or pieces[1] not in TENS:
        return None
    year = 100 * NUMBERS[pieces[0]] + NUMBERS[pieces[1]]
    dash = pieces[2:3] == ["-"]
    last = pieces[2 + dash] if len(pieces) > 2 + dash else ""
    if last in ONES[1:10]:
        return str(year + NUMBERS[last]), 3 + dash
    # "Twenty twenty" alone is as likely to be eyesight.
    return (str(year), 2) if pieces[0] == "nineteen" and not dash else None


def hour_of(text: str) -> str:
    """The hour or part of day that the words of an expression name, as TIMEX3 writes it: "T19:15", "TMO", or nothing."""
    if military := _FOUR_FIGURES.search(text):
        return f"T{military.group(1)}:{military.group(2)}"
    clock = _HOUR.search(text)
    if clock is None:
        part = _PART_OF_DAY.search(text)
        return _PARTS_OF_DAY[part.group(1)] if part else ""
    hour, minute, _, half, hour24, minute24, word = clock.groups()
    if word:
        return "T00:00" if word == "midnight" else "T12:00"
    if hour24:
        return f"T{int(hour24):02}:{minute24}"
    if not half or int(hour) > 12:
        return ""
    return f"T{int(hour) % 12 + (12 if half == 'p' else 0):02}:{minute or '00'}"


def number(text: str) -> float | None:
    """The number that the words say, or None where they say none exactly ("a few")."""
    text = text.replace(" - ", " ")
    words = text.split()
    if not words or "or" in words or "to" in words:
        return None
    if text in ("a", "an"):
        return 1.0
    if text in ("a couple", "a couple of", "couple"):
        return 2.0
    if (words[0] == "half" and words[-1] in ("a", "an")) or words in (["a", "half"], ["half"]):
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
