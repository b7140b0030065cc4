"""When an article was published: what the page states for machines, what it shows, what its address says.

The sources in the order in which they are believed: JSON-LD and meta elements, the times between headline and body, a labelled
day elsewhere ('Published', 'Erstellt am'), the address, and last htmldate's search of the markup. Where none says it, there is
no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as HtmlElement

from dragoman.pages.days import day_in, has_zone, iso_time, same_day
from dragoman.pages.figures import names_of
from dragoman.pages.structured import Stated

_ADDRESS = re.compile(
    r"(?:^|[/_-])(?:(?P<y>(?:19|20)\d\d)(?P<sep>[/_-])(?P<m>[01]?\d)(?P=sep)(?P<d>[0-3]?\d)(?=(?P=sep)|/|$)"
    r"|(?P<y2>(?:19|20)\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?=[/_-]|$))"
)
_MOMENT = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?[+-](?:0[1-9]|1[0-4]):?[0-5]\d)")
_DATED = re.compile(
    r"(?:^|[\s_-])(?:date|time|datetime|timestamp|published?|pubdate|posted|datum|fecha|data|publish-?date|created|dateline|meta)(?:$|[\s_-])|"
    r"(?<=[a-z])(?:Date|Time|Published)\b|publishDate|__date|_date|date_|Date_|-date",
)
_LABEL = re.compile(
    r"^\W*(?:(?:first\s+)?(?:published|posted|written|created|date|updated)|erstellt|veröffentlicht|datum|stand|vom|publié|mis\s+en\s+ligne|"
    r"publicado|fecha|pubblicato|data|geplaatst|gepubliceerd|publicerad|publisert|opublikowano|yayınlanma|dieser\s+(?:beitrag|artikel)\s+wurde|"
    r"date\s+of\s+last\s+revision)\b[^\d]{0,40}",
    re.I,
)
_DIGIT = re.compile(r"\d")
_OUTSIDE = frozenset({"nav", "footer", "aside", "figure", "figcaption"})
_OTHERS = re.compile(
    r"(?:^|[-_])comments?(?:$|[-_])|related|widget|sidebar|recent|footer|latest|popular|trending|recommend", re.I
)


# little stands before and after the digits: no sentence that names a day
_MOSTLY = re.compile(r"^\D{0,34}(?:\b[^\W\d_]{3,12}\.? )?\d{1,4}\D{1,16}\d{1,4}.{0,45}$")


class Found(NamedTuple):
    """A time as ISO 8601, and where the page says it."""

    time: str | None
    source: str | None


def published_of(tree: HtmlElement, says: Stated, head: Sequence[HtmlElement], url: str | None) -> Found:
    """When the article was published, and where the page says so; (None, None) where it does not."""
    address = _address_day([url, *says.urls])
    stated = [Found(time, source) for source, value in says.published if (time := iso_time(value))]
    if stated:
        return _settled(tree, stated, address, head)
    american = (says.language or tree.get("lang") or "").lower().replace("_", "-") == "en-us"
    named = tree.xpath("//*[@itemprop='datePublished'][@content or @datetime]")[:3]
    found = _marked(head) or _marked(named) or _shown(head, american)
    if found is None:
        lines = list(_short_lines(tree))
        elsewhere = tree.xpath("//time[@datetime]")[:3]
        found = _labelled(tree, lines, american) or _marked(elsewhere) or _alone(lines, american)
    if found is not None:
        return found
    if address is not None:
        return Found(address, "address")
    return _searched(tree)


def _settled(tree: HtmlElement, stated: Sequence[Found], address: str | None, head: Sequence[HtmlElement]) -> Found:
    """The first statement; another of the same day that states its zone goes before it, and the local one before UTC.

    A page that gives the moment in UTC may give it in its own zone too, or show the day: it is the one its readers saw. So
    does an address that names the day before or after; one that names an earlier day names the first of a page that was moved.
    """
    best = next(
        (found for found in stated if has_zone(str(found.time)) and same_day(str(found.time), str(stated[0].time))), stated[0]
    )
    time = str(best.time)
    if time.endswith("+00:00"):
        local = _local(tree, datetime.fromisoformat(time))
        if local is not None:
            return Found(local, best.source)
        shown = _shown(head, american=True)
        if shown is not None and shown.time != time[:10] and same_day(str(shown.time), time):
            return shown
    if address is not None and address != time[:10] and (same_day(address, time) or address < time[:10]):
        return Found(address, "address")
    return best


def _local(tree: HtmlElement, moment: datetime) -> str | None:
    """The same moment as the page gives it with an offset from UTC."""
    texts = [script.text for script in tree.iter("script") if script.text and str(moment.year) in script.text]
    texts += [
        value for element in tree.iter("time", "meta") for value in (element.get("datetime"), element.get("content")) if value
    ]
    for text in texts:
        for match in _MOMENT.finditer(text):
            time = iso_time(match.group(1))
            if time is not None and abs(datetime.fromisoformat(time) - moment) < timedelta(seconds=61):
                return time
    return None


def _marked(elements: Sequence[HtmlElement]) -> Found | None:
    """A time element's time."""
    for element in elements:
        value = element.get("datetime") or (element.get("content") if element.get("itemprop") == "datePublished" else None)
        time = iso_time(value) if value else None
        if time is None or (element.get("itemprop") != "datePublished" and _is_outside(element)):
            continue
        shown = day_in(_text(element)[:80], None)
        # the machine's time may be that of the last change; what is printed is meant
        return Found(shown, "time element") if shown and not same_day(shown, time) else Found(time, "time element")
    return None


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _is_outside(element: HtmlElement) -> bool:
    return any(up.tag in _OUTSIDE or _is_other(up) for up in (element, *element.iterancestors()))


def _is_other(element: HtmlElement) -> bool:
    """Whether a box is by its name that of comments or other stories."""
    if element.tag in ("body", "html", "main", "article"):
        return False
    return any(_OTHERS.search(name) and not name.startswith(("has-", "with-", "no-")) for name in names_of(element).split())


def _shown(head: Sequence[HtmlElement], american: bool) -> Found | None:
    """A day in a line between headline and body."""
    for element in head[:200]:
        if len(element) <= 6 and not _is_outside(element):
            text = _text(element)
            if 6 <= len(text) <= 90 and _MOSTLY.match(text) and (day := day_in(text, american)):
                return Found(day, "line under the headline")
    return None


def _short_lines(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The elements with a line's text that holds a digit."""
    for element in tree.iter("span", "p", "div", "time", "li", "dd", "small", "h5", "h6", "em"):
        if len(element) > 4:
            continue
        size, parts = 0, []
        for part in element.itertext():
            parts.append(part)
            size += len(part)
            if size > 2000:
                break
        text = " ".join("".join(parts).split())[:120]
        if len(text) >= 6 and _DIGIT.search(text) and not _is_outside(element):
            yield element, text


def _labelled(tree: HtmlElement, lines: Sequence[tuple[HtmlElement, str]], american: bool) -> Found | None:
    """A day in a line that is named or labelled as a date."""
    for element, text in lines:
        if len(text) <= 70 and (_LABEL.match(text) or _DATED.search(names_of(element))) and (day := day_in(text, american)):
            return Found(day, "line that bears a date")
    for label, value in pairwise(tree.iter("dt", "dd", "h5")):
        if _LABEL.match(f"{(label.text or '').strip()} ") and (
            day := day_in(f"{value.text or ''} {label.tail or ''}"[:60], american)
        ):
            return Found(day, "line that bears a date")
    return None


def _alone(lines: Sequence[tuple[HtmlElement, str]], american: bool) -> Found | None:
    """The only day that stands in a line of its own."""
    days = {day for _, text in lines if len(text) <= 32 and (day := day_in(text, american))}
    return Found(days.pop(), "line that bears a date") if len(days) == 1 else None


def _address_day(urls: Sequence[str | None]) -> str | None:
    """The day that an address names (/2023/11/08/, /20200428/)."""
    for url in urls:
        path = (url or "").split("?", 1)[0].split("#", 1)[0]
        for match in _ADDRESS.finditer(path.split("://", 1)[-1]):
            try:
                day = date(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
            except ValueError:
                continue
            if 1995 <= day.year <= 2100:
                return day.isoformat()
    return None


def _searched(tree: HtmlElement) -> Found:
    from htmldate import find_date
    from lxml.html import tostring

    try:
        day: str | None = find_date(
            tostring(tree, encoding="unicode"), extensive_search=False, original_date=True, outputformat="%Y-%m-%d"
        )
    except Exception:  # a broken page must not fail for want of a date
        day = None
    return Found(day, "htmldate") if day else Found(None, None)
