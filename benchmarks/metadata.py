"""What a page says of its article: headline, authors, day, standfirst.

Exact means the same after spaces, quotation marks, dashes and case are made alike; authors are compared as sets. Only pages whose
set tells the field count for it. A day is right where it is the set's day in the zone of either; `date_wrong` and
`date_none` are shares of the same pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from dragoman.errors import DragomanError
from dragoman.pages import read

from .common import Options
from .page_peers import Told, metadata_peers
from .page_sets import Page, pages_of

_FIELDS = {"title_exact": "title", "author_exact": "authors", "standfirst_exact": "standfirst"}
_ALIKE = str.maketrans("’‘‛ʼ`´“”„‟«»–—−‐‑", "''''''" + '""""""' + "-----")


def measure(options: Options) -> dict[str, Any]:
    """title_exact, author_exact, date_right, date_wrong, date_none, standfirst_exact; over all sets, and each."""
    sets = pages_of(options)
    if not sets:
        return {}
    figures = _figures(sets, _ours)
    if options.peers:
        figures["peers"] = {name: _figures(sets, _as_teller(peer)) for name, peer in metadata_peers().items()}
    return figures


def _as_teller(peer: Callable[[bytes, str | None], Told]) -> Callable[[Page], Told]:
    return lambda page: peer(page.bytes(), page.url)


def _ours(page: Page) -> Told:
    try:
        article = read(page.bytes(), page.url)
    except DragomanError as error:
        return Told(date=getattr(error, "published", None))
    return Told(article.headline, article.byline, article.published, article.standfirst)


def _figures(sets: dict[str, list[Page]], teller: Callable[[Page], Told]) -> dict[str, Any]:
    counts: dict[str, dict[str, list[bool]]] = {"": {}}
    tells: set[str] = set()
    for name, pages in sets.items():
        for page in pages:
            told = teller(page)
            tells |= {key for key, value in _FIELDS.items() if getattr(told, value)}
            for key, hit in _judged(page, told).items():
                counts[""].setdefault(key, []).append(hit)
                counts.setdefault(f"{name}.", {}).setdefault(key, []).append(hit)
    if len(sets) == 1:
        counts = {"": counts[""]}
    return {prefix + key: round(sum(hits) / len(hits), 4) for prefix, found in counts.items() for key, hits in found.items()}


def _judged(page: Page, told: Told) -> dict[str, bool]:
    out = {}
    if page.title:
        out["title_exact"] = alike(page.title) == alike(told.title or "")
    if page.authors:
        out["author_exact"] = {alike(name) for name in page.authors} == {alike(name) for name in told.authors}
    if page.date and len(page.date) >= 10:
        right = bool(told.date) and same_day(page.date, told.date or "")
        out |= {"date_right": right, "date_wrong": bool(told.date) and not right, "date_none": not told.date}
    if page.standfirst:
        out["standfirst_exact"] = _standfirst(page.standfirst, told.standfirst)
    return out


def _standfirst(gold: Sequence[str], found: str | None) -> bool:
    return alike(" ".join(gold)) == alike(found or "")


def alike(text: str) -> str:
    """A text as it is compared."""
    plain = (
        unicodedata.normalize("NFKC", re.sub("[\u200b\u200c\u200d\u2060\ufeff\u00ad]", "", text))
        .translate(_ALIKE)
        .replace("''", '"')
    )
    return re.sub(r"\s+", " ", plain).strip().casefold()


def same_day(gold: str, found: str) -> bool:
    """Whether two ISO 8601 times fall on one day, in the zone of one of them."""
    one, other = _moment(gold), _moment(found)
    if one is None or other is None:
        return False
    return bool(_days(one) & _days(other))


def _days(moment: datetime | date) -> set[date]:
    if not isinstance(moment, datetime):
        return {moment}
    if moment.tzinfo is None:
        return {moment.date()}
    return {moment.date(), moment.astimezone(UTC).date()}


def _moment(text: str) -> datetime | date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return None
