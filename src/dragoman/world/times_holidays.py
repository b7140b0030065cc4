"""Holidays: the days that they fall on in a year, by rule or, for the calendars of the moon, by table (1990 to 2035).

Sources: Easter by the anonymous algorithm and its Julian counterpart (Meeus, Astronomical Algorithms, ch. 8 and 9); Jewish
feasts by the arithmetic of the Hebrew calendar (Reingold and Dershowitz, Calendrical Calculations, ch. 8); Muslim ones from
the Umm al-Qura calendar of Saudi Arabia (R. H. van Gent's tables, as in the package hijridate), from which other countries
may differ by a day; the Lunar New Year and Diwali from the tables of the package holidays, Diwali before 2001 by the new moon
of Kartika; Nowruz from the years in which the equinox falls before noon in Tehran (as in the package jdatetime).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[date, date]


def holiday(name: str, year: int) -> list[Days]:
    """First and last day of the holiday that the pattern HOLIDAY has matched, in a year; a lunar one may fall in it twice."""
    found = _HOLIDAYS[name](year)
    days = found if isinstance(found, list) else [found]
    return [day if isinstance(day, tuple) else (day, day) for day in days]


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


def nth_weekday(month: int, weekday: int, nth: int) -> Callable[[int], date]:
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


def _julian_easter(year: int) -> date:
    """Easter Sunday of the Orthodox churches."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(year // 100 - year // 400 - 2)


def _jewish_new_year(year: int) -> date:
    """The first day of Rosh Hashanah."""

    def elapsed(hebrew: int) -> int:
        months = (235 * hebrew - 234) // 19
        day = 29 * months + (12084 + 13753 * months) // 25920
        return day + 1 if 3 * (day + 1) % 7 < 3 else day

    before, day, after = (elapsed(year + 3761 + n) for n in (-1, 0, 1))
    delay = 2 if after - day == 356 else 1 if day - before == 382 else 0
    return date.fromordinal(day + delay - 1373427)


def _hanukkah(year: int) -> date:
    """The first day (25 Kislev): one later where Heshvan has 30 days, in a year of 355 or 385."""
    new_year = _jewish_new_year(year)
    return new_year + timedelta(83 + ((_jewish_new_year(year + 1) - new_year).days % 10 == 5))


def _tabled(days: str) -> Callable[[int], list[date]]:
    """A holiday from a table of days, yymmdd."""
    table: dict[int, list[date]] = {}
    for text in days.split():
        year = int(text[:2]) + (1900 if text[0] == "9" else 2000)
        table.setdefault(year, []).append(date(year, int(text[2:4]), int(text[4:])))
    return lambda year: table.get(year, [])


_RAMADAN = _tabled(
    "900327 910317 920305 930222 940211 950131 960121 970110 971230 981219 991209 001127 011116 021106 031026 041015 "
    "051004 060924 070913 080901 090822 100811 110801 120720 130709 140628 150618 160606 170527 180516 190506 200424 "
    "210413 220402 230323 240311 250301 260218 270208 280128 290116 300105 301226 311215 321204 331123 341112 351101 "
)
_FITR = _tabled(
    "900426 910415 920404 930324 940313 950302 960219 970208 980129 990118 000108 001227 011216 021205 031125 041114 "
    "051103 061023 071013 081001 090920 100910 110830 120819 130808 140728 150717 160706 170625 180615 190604 200524 "
    "210513 220502 230421 240410 250330 260320 270309 280226 290214 300204 310124 320114 330102 331223 341212 351201 "
)
_ADHA = _tabled(
    "900702 910622 920611 930531 940520 950509 960427 970417 980407 990327 000316 010305 020222 030211 040201 050121 "
    "060110 061231 071220 081208 091127 101116 111106 121026 131015 141004 150923 160911 170901 180821 190811 200731 "
    "210720 220709 230628 240616 250606 260527 270516 280505 290424 300413 310402 320322 330311 340301 350218 "
)
_ASHURA = _tabled(
    "900801 910721 920710 930630 940619 950608 960527 970516 980506 990426 000415 010404 020324 030313 040301 050219 "
    "060209 070129 080119 090107 091227 101216 111205 121124 131113 141103 151023 161011 170930 180920 190909 200829 "
    "210818 220808 230728 240716 250705 260625 270615 280603 290523 300512 310502 320420 330410 340330 350320 "
)
_LUNAR_NEW_YEAR = _tabled(
    "900127 910215 920204 930123 940210 950131 960219 970207 980128 990216 000205 010124 020212 030201 040122 050209 "
    "060129 070218 080207 090126 100214 110203 120123 130210 140131 150219 160208 170128 180216 190205 200125 210212 "
    "220201 230122 240210 250129 260217 270206 280126 290213 300203 310123 320211 330131 340219 350208 "
)
_DIWALI = _tabled(
    "901018 911105 921025 931113 941103 951023 961110 971030 981019 991107 001026 011114 021104 031025 041112 051101 "
    "061021 071109 081028 091017 101105 111026 121113 131103 141023 151111 161030 171019 181107 191027 201114 211104 "
    "221024 231112 241031 251020 261108 271029 281017 291105 301026 311114 321102 331022 341110 351030 "
)
# The Iranian years that begin on 20 March; the others begin on the 21st.
_NOWRUZ_20 = frozenset((1996, 2000, 2004, 2008, 2012, 2016, 2020, 2024, 2028, 2029, 2032, 2033))


def _nowruz(year: int) -> list[date]:
    return [date(year, 3, 20 if year in _NOWRUZ_20 else 21)] if 1990 <= year <= 2035 else []


def _ramadan(year: int) -> list[Days]:
    """The month, up to the day before Eid al-Fitr."""
    ends = [end - timedelta(1) for y in (year, year + 1) for end in _FITR(y)]
    return [(day, min(end for end in ends if end > day)) for day in _RAMADAN(year) if ends and ends[-1] > day]


_HOLIDAYS: dict[str, Callable[[int], date | list[date] | list[Days]]] = {
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year ' s eve": _fixed(12, 31),
    "new years eve": _fixed(12, 31),
    "new year ' s day": _fixed(1, 1),
    "new years day": _fixed(1, 1),
    "valentine ' s day": _fixed(2, 14),
    "international women ' s day": _fixed(3, 8),
    "st . patrick ' s day": _fixed(3, 17),
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
    "martin luther king day": nth_weekday(1, 0, 3),
    "presidents ' day": nth_weekday(2, 0, 3),
    "memorial day": nth_weekday(5, 0, -1),
    "labor day": nth_weekday(9, 0, 1),
    "thanksgiving day": nth_weekday(11, 3, 4),
    "thanksgiving": nth_weekday(11, 3, 4),
    "black friday": lambda year: nth_weekday(11, 3, 4)(year) + timedelta(1),
    "orthodox easter": _julian_easter,
    "orthodox christmas": _fixed(1, 7),
    "ramadan": _ramadan,
    "eid al - fitr": _FITR,
    "eid ul - fitr": _FITR,
    "eid al - adha": _ADHA,
    "eid ul - adha": _ADHA,
    "ashura": _ASHURA,
    "nowruz": _nowruz,
    "nauruz": _nowruz,
    "norouz": _nowruz,
    "persian new year": _nowruz,
    "lunar new year": _LUNAR_NEW_YEAR,
    "chinese new year": _LUNAR_NEW_YEAR,
    "diwali": _DIWALI,
    "deepavali": _DIWALI,
    "rosh hashanah": _jewish_new_year,
    "yom kippur": lambda year: _jewish_new_year(year) + timedelta(9),
    "passover": lambda year: _jewish_new_year(year) - timedelta(163),
    "hanukkah": _hanukkah,
}
HOLIDAY = "(?:" + "|".join(sorted(_HOLIDAYS, key=len, reverse=True)).replace(".", r"\.") + ")"
