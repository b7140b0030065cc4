"""A stand-in for an archive, for the commands that count; and for what they share with others, where that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any

from dragoman.model.archived import Line, Merged, Page, Stand


class Kept:
    """Gives what it was made of, whatever is asked, and remembers what that was."""

    def __init__(self, events: list[Merged], pages: list[Page] | None = None, stands: list[Stand] | None = None) -> None:
        self._events, self._stands = events, stands or []
        self._pages = pages if pages is not None else [report.page for event in events for report in event.reports]
        self.asked: dict[str, Any] = {}

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.asked["closed"] = True

    def events(self, query: Any) -> Iterator[Merged]:
        self.asked["events"] = query
        return iter(self._events)

    def lines(self, query: Any) -> Iterator[Line]:
        self.asked["lines"] = query
        return map(flat, self._events)

    def pages(self, query: Any) -> Iterator[Page]:
        self.asked["pages"] = query
        return iter(self._pages)

    def positions(self, query: Any) -> Iterator[Stand]:
        self.asked["positions"] = query
        return iter(self._stands)


def flat(merged: Merged) -> Line:
    """The line of an event."""
    e = merged.event
    day = f"{e.date.start}-01-01"[:10] if e.date and e.date.start else None
    return Line(
        merged.id, day, e.date.precision if e.date else None, e.type, e.mode, e.quad, e.intensity, e.modality, e.background,
        e.confidence, e.actors, e.recipients, len(merged.reports), merged.sources, merged.outlets,
    )  # fmt: skip
