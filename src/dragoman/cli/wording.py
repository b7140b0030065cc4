"""Dates, places, numbers and marks in words: plain strings, no styles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dragoman.model import Count, Date, Place, Span

_MONTHS = "January February March April May June July August September October November December".split()
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$")
_STANCES = {
    "support": "supports",
    "oppose": "opposes",
    "neutral": "neutral",
    "mixed": "mixed",
    "uncommitted": "uncommitted",
}
_COUNTS = {"arrested": "arrested", "captive": "held captive", "dead": "dead", "injured": "injured"}


def day(iso: str) -> str:
    """`2022-07-09` as 9 July 2022, `2022-07` as July 2022, with its time and zone if it has them; else as it stands."""
    match = _DAY.match(iso)
    if match is None:
        return iso
    year, month, number, clock, zone = match.groups()
    if month is None or not 1 <= int(month) <= 12:
        return iso
    words = f"{_MONTHS[int(month) - 1]} {int(year)}"
    if number is not None:
        words = f"{int(number)} {words}"
    if clock is not None and (clock != "00:00" or zone):
        words += f", {clock}{f' {_zone(zone)}' if zone else ''}"
    return words


def _zone(zone: str) -> str:
    if zone in ("Z", "+00:00", "-00:00", "+0000"):
        return "UTC"
    hours, minutes = zone[1:3], zone[-2:]
    return f"UTC{zone[0]}{int(hours)}{'' if minutes == '00' else ':' + minutes}"


def weekday(iso: str) -> str:
    """The name of a full date's weekday, or nothing."""
    try:
        return date.fromisoformat(iso[:10]).strftime("%A") if len(iso) >= 10 else ""
    except ValueError:
        return ""


def when(found: Date, dash: str) -> str:
    """A date or an interval, with the expression that it rests on where that says something else."""
    start, end = found.start, found.end
    if start and end and start != end:
        words = _interval(start, end, dash)
    elif start:
        words = day(start) if end or found.precision != "interval" else f"from {day(start)}"
    elif end:
        words = f"until {day(end)}"
    else:
        return f"“{found.text}”, undated" if found.text else "undated"
    if found.text and found.text.casefold() not in (words.casefold(), (start or "").casefold()):
        words += f" (“{found.text}”)"
    return words


def between(start: str | None, end: str | None) -> str:
    """Two days that bound something: `between 2 March 2021 and 9 May 2022`, `after 2 March 2021`, `before 9 May 2022`."""
    if start and end:
        return f"between {day(start)} and {day(end)}"
    return f"after {day(start)}" if start else f"before {day(end or '')}"


def _interval(start: str, end: str, dash: str) -> str:
    """`4–8 July 2022`, `28 June – 4 July 2022`, `June – August 2022`: what both ends share is said once."""
    first, last = day(start).split(" "), day(end).split(" ")
    if len(first) == len(last) == 3 and first[1:] == last[1:]:
        return f"{first[0]}{dash}{day(end)}"
    if len(first) == len(last) > 1 and first[-1] == last[-1]:
        return f"{' '.join(first[:-1])} {dash} {day(end)}"
    return f"{day(start)} {dash} {day(end)}"


def where(span: Span, paragraph_mark: str) -> str:
    """Where words stand, counted from 1: ¶3, headline, standfirst, picture 2."""
    if span.part == "body":
        return f"{paragraph_mark}{span.paragraph + 1}"
    return f"picture {span.paragraph + 1}" if span.part == "caption" else span.part


def place(found: Place) -> str:
    """A place with its country."""
    return f"{found.name} ({found.country})" if found.country else found.name


def count(found: Count, dash: str) -> str:
    """`12 dead`, `3–5 injured`."""
    number = f"{found.low:,}" if found.low == found.high else f"{found.low:,}{dash}{found.high:,}"
    return f"{number} {_COUNTS.get(found.what, found.what)}"


def stance(word: str) -> str:
    """A stance as a verb where there is one."""
    return _STANCES.get(word, word)


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    names = list(names)
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def in_quotes(words: str) -> str:
    """Words between quotation marks, unless they bear their own."""
    return words if words[:1] in _PAIRS or not words else f"“{words}”"


def brief(words: str, most: int = 40) -> str:
    """Words cut to a length."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def plural(number: int, one: str, many: str | None = None) -> str:
    """`1 event`, `2 events`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def label(what: str) -> str:
    """A repair's or a flag's name in plain words: `doubled-word-end` as doubled word end."""
    return re.sub(r"[-_]+", " ", what)


_PAIRS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’"}


def quotations(text: str) -> list[tuple[int, int]]:
    """Where words stand between quotation marks, the marks included; one left open runs to the end of the text."""
    out: list[tuple[int, int]] = []
    start, closers = -1, ""
    for i, char in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if start < 0:
            if char in _PAIRS and not before.isalnum() and (char == "«" or after.strip()):
                start, closers = i, _PAIRS[char]
        elif char in closers and not (char == "’" and after.isalnum()):
            out.append((start, i + 1))
            start = -1
    if start >= 0 and closers != "’":
        out.append((start, len(text)))
    return out


def around(text: str, start: int, end: int, reach: int = 34) -> tuple[int, int]:
    """The bounds of a few whole words before `start` and after `end`."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    if low > 0:
        space = text.find(" ", low - 1, start)
        low = space + 1 if space >= 0 else start
    if high < len(text):
        space = text.rfind(" ", end, high + 1)
        high = space if space >= 0 else end
    return low, high
