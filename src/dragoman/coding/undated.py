"""When an undated article was written: between which days, by the offices its people hold and the dates it cites.

Each piece of evidence bounds the day: `President X` was written while X held the office, `former President X` after that,
a date told in the past tense before the article, one told in the future tense behind it. The days on which most of the
evidence holds are the answer, so that one line of history does not carry the whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from ..model import Reason, Span, Window
from ..world import World
from ..world.days import first_day, last_day
from ..world.entries import Holder
from ..world.times import expressions
from ..world.times_reading import read_times
from .document import Document, Line
from .mentions import Mention, find_mentions

# A window wider than this tells a reader nothing.
WIDEST = timedelta(days=366 * 12)
_DAY = timedelta(days=1)


class Bound(Struct, frozen=True):
    """What one piece of evidence says of the day: that it falls into one of the stretches (first and last day, both count)."""

    why: str
    stretches: tuple[tuple[date, date], ...]
    evidence: Span

    def allows(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.stretches)


def written(document: Document, world: World) -> Window | None:
    """The window in which an article was written, or None where its text does not tell."""
    bounds = _distinct([*_offices(document, world), *_dates(document)])
    stretch = _best(bounds)
    if stretch is None:
        return None
    first, last, held = stretch
    start = first if first > date.min else None
    end = last if last < date.max else None
    if start is None or (end is not None and end - start > WIDEST):
        return None
    if end is None and not any(b.why.endswith(" is past") or " no longer " in b.why for b in held):
        return None  # a president of thirty years who is one still bounds nothing
    reasons = tuple(
        Reason(b.why, _iso(min(f for f, _ in b.stretches)), _iso(max(x for _, x in b.stretches)), b.evidence) for b in held
    )
    return Window(start.isoformat(), _iso(end), reasons)


def _iso(day: date | None) -> str | None:
    return None if day is None or day in (date.min, date.max) else day.isoformat()


def _distinct(bounds: list[Bound]) -> list[Bound]:
    """One bound a reason: a president named ten times is one piece of evidence."""
    return list({(b.why, b.stretches): b for b in reversed(bounds)}.values())[::-1]


def _best(bounds: list[Bound]) -> tuple[date, date, list[Bound]] | None:
    """The stretch on whose days most bounds hold, from its first day to its last, and the bounds that hold there."""
    edges = {first for b in bounds for first, _ in b.stretches}
    edges |= {last + _DAY for b in bounds for _, last in b.stretches if last < date.max}
    if not edges:
        return None
    days = sorted(edges | {date.min})
    votes = [sum(b.allows(day) for b in bounds) for day in days]
    most = max(votes)
    # Of several stretches that fit as well, the article is of one: all of them together bound it.
    at = [i for i, vote in enumerate(votes) if vote == most]
    first = days[at[0]]
    last = days[at[-1] + 1] - _DAY if at[-1] + 1 < len(days) else date.max
    return first, last, [b for b in bounds if b.allows(first)]


def _offices(document: Document, world: World) -> Iterator[Bound]:
    for line in document.lines:
        if any(_has_year(e.text) for e in expressions(line.words)):
            continue  # what a dated sentence says of offices is of that date
        for mention in find_mentions(line, world):
            if mention.kind == "person" and mention.title and (bound := _office(line, mention, world)):
                yield bound


def _office(line: Line, mention: Mention, world: World) -> Bound | None:
    """`President X`, `France's foreign minister, Y`: the spells of that person in that office."""
    if " " not in mention.text and not any(e.kind == "state" for e in mention.entries) and not world.rare(mention.text):
        return None  # "Foreign Minister Smith": of which state?
    spells = [h for h in world.people(mention.text) if _titled(mention, h, world)]
    if not spells or len({h.person for h in spells}) > 1:
        return None
    first = mention.first if mention.title_first < 0 else mention.title_first
    evidence = line.span(first, mention.last)
    who, office = spells[0].person, spells[0].office
    if mention.agent is not None and mention.agent.former:
        ends = [last_day(h.to) for h in spells if h.to]
        return Bound(f"{who} no longer {office}", ((min(ends), date.max),), evidence) if ends else None
    stretches = tuple(sorted((first_day(h.from_), last_day(h.to)) for h in spells if h.from_ or h.to))
    return Bound(f"{who} as {office}", stretches, evidence) if stretches else None


def _titled(mention: Mention, holder: Holder, world: World) -> bool:
    """Does the title before the name tell the office of the spell?"""
    words = world.bare(mention.title).split()
    for start in range(len(words)):
        if (office := world.office(" ".join(words[start:]), holder.code)) is not None:
            return office == holder.office
    return False


def _dates(document: Document) -> Iterator[Bound]:
    """Days and months with their year: past ones lie before the article, future ones behind it."""
    times = read_times([line.words for line in document.lines], None)
    for line, timed in ((line, timed) for line, row in zip(document.lines, times, strict=True) for timed in row):
        day, text = timed.date, timed.expression.text
        if day is None or day.precision == "interval" or not _has_year(text):
            continue
        evidence = line.span(timed.expression.first, timed.expression.last)
        if timed.tense == "future" and day.end:
            yield Bound(f"{text} lies ahead", ((date.min, last_day(day.end)),), evidence)
        elif timed.tense == "past" and day.start:
            yield Bound(f"{text} is past", ((first_day(day.start), date.max),), evidence)


def _has_year(text: str) -> bool:
    return any(word.isdigit() and len(word) == 4 and 1900 <= int(word) <= 2100 for word in text.replace(",", " ").split())
