"""One row from many tellings of one event: each cell as most texts have it, and where they differ, who has what."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from ..identity import stable_id
from ..model.archived import Difference, Merged, Report
from ..model.record import Count, Date, Event, Place

T = TypeVar("T")
_MOST_VOICES, _OWN_DOUBT, _SUREST = 4, 0.5, 0.98
_PRECISIONS = ("interval", "year", "season", "month", "week", "day")


def reconciled(members: Iterable[Report]) -> Merged:
    """The event that these reports tell, whatever their order; its id is that of its smallest member (page and event)."""
    reports = tuple(sorted(members, key=lambda r: (-r.event.confidence, r.page.id, r.event.id)))
    first = reports[0].event
    name = stable_id("merged", *min((r.page.id, r.event.id) for r in reports))
    if len(reports) == 1:  # most events are told once: there is nothing to vote on
        return Merged(name, reports[0].page.story, replace(first, id=name), reports)
    actors = _voted(reports, lambda e: tuple(sorted(e.actors)) or None, _long)
    recipients = _voted(reports, lambda e: tuple(sorted(e.recipients)) or None, _long)
    mode = _voted(reports, lambda e: e.mode, lambda _: 0)
    counts, told = _counts(reports)
    event = replace(
        first,
        id=name,
        mode=mode,
        contexts=tuple(dict.fromkeys(c for r in reports for c in r.event.contexts)),
        actors=_as_written(first.actors, actors),
        recipients=_as_written(first.recipients, recipients),
        modality=_voted(reports, lambda e: e.modality, lambda _: 0) or first.modality,
        background=all(r.event.background for r in reports),
        date=_chosen(reports, lambda e: e.date, _date_key, _precision),
        place=_chosen(reports, lambda e: e.place, _place_key, _exactness),
        counts=counts,
        intensity=next((r.event.intensity for r in reports if r.event.mode == mode), first.intensity),
        confidence=_confidence(reports),
    )
    cells: tuple[tuple[str, Callable[[Report], str | None]], ...] = (
        ("mode", lambda r: r.event.mode),
        ("actors", lambda r: ", ".join(sorted(r.event.actors)) or None),
        ("recipients", lambda r: ", ".join(sorted(r.event.recipients)) or None),
        ("modality", lambda r: r.event.modality),
        ("date", lambda r: _date_text(r.event.date)),
        ("place", lambda r: r.event.place.name if r.event.place else None),
        ("vouched_by", lambda r: r.voucher.name if r.voucher else None),
    )
    differences = [d for cell, value in cells if (d := _difference(reports, cell, value)) is not None]
    outlets = {r.page.outlet for r in reports if r.page.outlet}
    return Merged(
        id=name,
        story=min(r.page.story for r in reports),
        event=event,
        reports=reports,
        differences=(*differences, *told),
        sources=len({r.page.text for r in reports}),
        outlets=max(1, len(outlets)),
    )


def _confidence(reports: Sequence[Report]) -> float:
    """How sure the row is: as its surest text, and half of what doubt is left falls with every other text's own confidence.

    Texts are independent, their copies are not; but one reader read them all, and a kind of sentence that it misreads in one
    text it misreads in the next. So only half of each further text's confidence counts (a noisy-or would count it whole), of
    three further texts at most, and the row is never surer than .98.
    """
    best: dict[str, float] = {}
    for r in reports:
        best[r.page.text] = max(best.get(r.page.text, 0.0), r.event.confidence)
    surest, *others = sorted(best.values(), reverse=True)[:_MOST_VOICES]
    doubt = 1.0 - surest
    for other in others:
        doubt *= 1.0 - _OWN_DOUBT * other
    return round(max(surest, min(_SUREST, 1.0 - doubt)), 4)


def _votes(reports: Sequence[Report], key: Callable[[Report], Hashable | None]) -> dict[Any, tuple[int, float]]:
    """For each value the texts that have it and the surest's confidence; a text speaks once, with its surest copy's voice."""
    spoke: dict[str, Hashable] = {}
    votes: dict[Any, tuple[int, float]] = {}
    for r in reports:  # the surest first
        value = key(r)
        if value is None or r.page.text in spoke:
            continue
        spoke[r.page.text] = value
        texts, sure = votes.get(value, (0, 0.0))
        votes[value] = (texts + 1, max(sure, r.event.confidence))
    return votes


def _voted(reports: Sequence[Report], value: Callable[[Event], T | None], fullness: Callable[[T], int]) -> T | None:
    """The value that most texts have; of as many, the surest's; of as sure, the fullest."""
    votes = _votes(reports, lambda r: value(r.event))
    return max(votes, key=lambda v: (*votes[v], fullness(v), repr(v)), default=None)


def _chosen(
    reports: Sequence[Report], value: Callable[[Event], T | None], key: Callable[[T], Hashable], fullness: Callable[[T], float]
) -> T | None:
    """As `_voted`, of values that are the same where their keys are: as the surest report words it."""
    found = [(r, v) for r in reports if (v := value(r.event)) is not None]
    full = {key(v): fullness(v) for _, v in reversed(found)}
    votes = _votes([r for r, _ in found], lambda r: key(value(r.event)))  # type: ignore[arg-type]
    best = max(votes, key=lambda k: (*votes[k], full[k], repr(k)), default=None)
    return next((v for _, v in found if key(v) == best), None)


def _long(codes: tuple[str, ...]) -> int:
    return len(codes)


def _as_written(codes: tuple[str, ...], chosen: tuple[str, ...] | None) -> tuple[str, ...]:
    """The chosen codes, in the first report's order where it has them all."""
    return codes if chosen is None or set(codes) == set(chosen) else chosen


def _date_key(date: Date) -> Hashable:
    return (date.start, date.end)


def _date_text(date: Date | None) -> str | None:
    if date is None:
        return None
    return date.start or "" if date.start == date.end else f"{date.start or '…'} to {date.end or '…'}"


def _precision(date: Date) -> float:
    return _PRECISIONS.index(date.precision)


def _place_key(place: Place) -> Hashable:
    return place.geonames_id or place.name


def _exactness(place: Place) -> float:
    return (place.geonames_id is not None) - place.approximate


def _counts(reports: Sequence[Report]) -> tuple[tuple[Count, ...], list[Difference]]:
    """The lowest and highest number that anybody gives; who claims it is told where one report gives both."""
    told = [(r, c) for r in reports for c in r.event.counts]
    out, differences = [], []
    for what in sorted({c.what for _, c in told}):
        given = [(r, c) for r, c in told if c.what == what]
        low, high = min(c.low for _, c in given), max(c.high for _, c in given)
        own = next((c for c in reports[0].event.counts if (c.what, c.low, c.high) == (what, low, high)), None)
        out.append(own or Count(what, low, high))
        words = {r.page.id + r.event.id: f"{c.low}–{c.high}" if c.low != c.high else str(c.low) for r, c in reversed(given)}
        found = _difference(reports, what, lambda r, words=words: words.get(r.page.id + r.event.id))  # type: ignore[misc]
        if found:
            differences.append(found)
    return tuple(out), differences


def _difference(reports: Sequence[Report], cell: str, value: Callable[[Report], str | None]) -> Difference | None:
    """The values of a cell with the pages that have them, most told first (by texts); None where there is but one."""
    pages: dict[str, set[str]] = {}
    texts: dict[str, set[str]] = {}
    for r in reports:
        told = value(r)
        if told is not None:
            pages.setdefault(told, set()).add(r.page.id)
            texts.setdefault(told, set()).add(r.page.text)
    if len(pages) < 2:
        return None
    order = sorted(pages, key=lambda v: (-len(texts[v]), -len(pages[v]), v))
    return Difference(cell, tuple((v, tuple(sorted(pages[v]))) for v in order))
