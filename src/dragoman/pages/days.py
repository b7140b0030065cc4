"""Times as pages write them: made ISO 8601, with their zone where they have one, and never with one they do "
"not state."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# January to December in the larger news languages, in full and as they are cut
_MONTH_NAMES = """
january jan januar jän jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia ocak leden ledna января
february feb februar februari février févr fév febrero febbraio fevereiro fev luty lutego şubat únor února февраля
march mar märz mrz mars marzo março maart marts marca marzec mart březen března марта
april apr avril avr abril abr aprile abril kwiecień kwietnia nisan duben dubna апреля
may mai mayo maggio mag maio mei maj maja mayıs květen května мая
june jun juni juin junio giugno giu junho czerwiec czerwca haziran červen června июня
july jul juli juillet juil julio luglio lug julho lipiec lipca temmuz červenec července июля
august aug août agosto ago augustus augusti sierpień sierpnia ağustos srpen srpna августа
september sep sept septembre septiembre settembre set setembro wrzesień września eylül září сентября
october oct oktober okt octobre octubre ottobre ott outubro out październik października ekim říjen října октября
november nov novembre noviembre novembro listopad listopada kasım listopadu ноября
december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia aralık prosinec prosince декабря
"""
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.strip().split("\n"), 1) for name in names.split()}
_NAMED_DAY = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+)?(?P<m>[^\W\d_]{3,12})\.?,?\s*(?:de\s+)?(?P<y>(?:19|20)\d\d)(?!\d)|"
    r"(?P<m2>[^\W\d_]{3,12})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)(?!\d)"
)
_NUMBERED_DAY = re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d.])")
_ISO_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([./-]|年\s?)(\d{1,2})(?:\2|月\s?)(\d{1,2})(?!\d)")
_ISO = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|UTC|GMT|"
    r"[+-]\d{2}(?::?\d{2})?)?)?$",
    re.I,
)
_WRITTEN = re.compile(
    r"^(?:[A-Za-z]+day,?\s+)?(?:(?P<m>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<m2>[A-Za-z]{3,9})\.?,?\s+(?P<y2>\d{4}))(?P<rest>.*)$"
)
_LABEL = re.compile(
    r"^(?:(?:first\s+)?(?:published|posted|updated|last updated|modified|date)\b(?:\s+(?:on|at))?\s*:?\s*)+", re.I
)
_CLOCK = re.compile(
    r"^[\s,|·•-]*(?:at\s+)?(?:\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?[\s.]*$",
    re.I,
)


def iso_time(text: str) -> str | None:
    """A machine-written time as ISO 8601, or None where it is none or lies out of all reason."""
    text = text.strip()
    match = _ISO.match(text)
    try:
        if match is not None:
            year, month, day = (int(match.group(i)) for i in (1, 2, 3))
            if match.group(4) is None:
                return _sane(date(year, month, day))
            second = int(match.group(6) or 0)
            moment = datetime(year, month, day, int(match.group(4)), int(match.group(5)), second, tzinfo=_zone(match.group(8)))
            return _sane(moment)
        if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
            return _sane(datetime.fromtimestamp(int(text[:10]), UTC))
        if re.match(r"^[A-Z][a-z]{2},? \d{1,2} [A-Z][a-z]{2} \d{4} \d", text):
            return _sane(parsedate_to_datetime(text))
        return day_of_line(text)
    except (ValueError, OverflowError, TypeError):
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0)))


def _sane(moment: date) -> str | None:
    if not 1990 <= moment.year <= 2100:
        return None
    return moment.isoformat()


def day_of_line(text: str) -> str | None:
    """The day in a line that is a date and nothing else ('Published July 9, 2022'), as ISO 8601."""
    text = _LABEL.sub("", " ".join(text.split()))
    match = _WRITTEN.match(text)
    if match is None or len(text) > 60:
        iso = re.fullmatch(r"(\d{4}-\d{2}-\d{2})\.?", text)
        return iso.group(1) if iso else None
    month = _MONTHS.get((match.group("m") or match.group("m2")).lower())
    if month is None or not _CLOCK.match(match.group("rest")):
        return None
    try:
        return _sane(date(int(match.group("y") or match.group("y2")), month, int(match.group("d") or match.group("d2"))))
    except ValueError:
        return None


def day_in(text: str, american: bool | None) -> str | None:
    """The first day named in a short text, as ISO 8601.

    '03/04/2023' is the third of April unless the text is `american`; where that is not known (None) it is no day.
    """
    if match := _ISO_DAY.search(text):
        return _day(match.group(1), match.group(3), match.group(4))
    for match in _NAMED_DAY.finditer(text):
        month = _MONTHS.get((match.group("m") or match.group("m2")).lower())
        if month is not None:
            return _day(match.group("y") or match.group("y2"), str(month), match.group("d") or match.group("d2"))
    match = _NUMBERED_DAY.search(text)
    if match is None:
        return None
    one, mark, other, year = match.groups()
    year = year if len(year) == 4 else f"20{year}"
    if mark == "." or int(one) > 12 or (american is False and int(other) <= 12):
        return _day(year, other, one)
    if american or int(other) > 12:
        return _day(year, one, other)
    return None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return _sane(date(int(year), int(month), int(day)))
    except ValueError:
        return None


def has_zone(moment: str) -> bool:
    """Whether an ISO 8601 time states its zone."""
    return re.search(r"T.*(?:Z|[+-]\d{2}:\d{2})$", moment) is not None


def same_day(one: str, other: str) -> bool:
    """Whether two ISO 8601 times lie no more than a day apart (a zone may shift the date)."""
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days) <= 1
