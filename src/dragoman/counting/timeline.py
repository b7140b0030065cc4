"""Events in the order of their dates, day by day, with their evidence and the gaps between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from msgspec import Struct

from ..model.archived import Difference, Merged, Page
from ..model.article import Span
from ..model.record import Date, Place


class Told(Struct, frozen=True):
    """A page that tells of an event, and its words."""

    page: str
    url: str | None
    outlet: str | None
    headline: str | None
    day: str | None
    evidence: Span


class Moment(Struct, frozen=True):
    """An event on a timeline. `told` are its pages, the surest first, at most as many as were asked for of `pages`."""

    id: str
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    modality: str
    background: bool
    vouched_by: str | None
    date: Date | None
    place: Place | None
    intensity: float
    quad: int
    confidence: float
    pages: int
    sources: int
    outlets: int
    told: tuple[Told, ...]
    differences: tuple[Difference, ...]


class Day(Struct, frozen=True):
    """The events of one date, which may be a month or a year (`2024-05`), null for the undated.

    `gap` is the number of days without any event since the last day before that has some; null where either is no full day.
    """

    date: str | None
    gap: int | None
    events: tuple[Moment, ...]


def timeline(events: Iterable[Merged], told: int = 3) -> tuple[Day, ...]:
    """The events by date, a month before its days, the undated last; of each event at most `told` pages."""
    ordered = sorted(events, key=lambda e: (_start(e) is None, _start(e) or "", -e.sources, e.id))
    days: list[Day] = []
    before: date | None = None
    for start, group in groupby(ordered, key=_start):
        today = _day(start)
        gap = (today - before).days - 1 if today is not None and before is not None else None
        days.append(Day(start, gap, tuple(_moment(event, told) for event in group)))
        before = today or before
    return tuple(days)


def _start(merged: Merged) -> str | None:
    return merged.event.date.start if merged.event.date is not None else None


def _day(start: str | None) -> date | None:
    try:
        return date.fromisoformat(start) if start and len(start) == 10 else None
    except ValueError:
        return None


def _moment(merged: Merged, told: int) -> Moment:
    event = merged.event
    first = merged.reports[0] if merged.reports else None
    return Moment(
        id=merged.id,
        type=event.type,
        mode=event.mode,
        actors=event.actors,
        recipients=event.recipients,
        modality=event.modality,
        background=event.background,
        vouched_by=first.voucher.name if first is not None and first.voucher is not None else None,
        date=event.date,
        place=event.place,
        intensity=event.intensity,
        quad=event.quad,
        confidence=event.confidence,
        pages=len({report.page.id for report in merged.reports}),
        sources=merged.sources,
        outlets=merged.outlets,
        told=tuple(_told(report.page, report.event.evidence) for report in merged.reports[:told]),
        differences=merged.differences,
    )


def _told(page: Page, evidence: Span) -> Told:
    return Told(page.id, page.url, page.outlet, page.headline, page.day, evidence)
