"""Rows made by hand, for tests: pages, events, lines and positions of an invented archive."""

from __future__ import annotations

from dragoman.model import Actor, Date, Event, Position, Span
from dragoman.model.archived import Line, Merged, Page, Report, Stand

QUADS = {"CONSULT": (1, 2.5), "COOPERATE": (2, 9.5), "ACCUSE": (3, -3.0), "ASSAULT": (4, -9.0), "THREATEN": (3, -3.5)}


def a_line(id: str, day: str | None, actors: str, recipients: str = "", kind: str = "ACCUSE", **cells: object) -> Line:
    """A line; codes are parted by spaces."""
    quad, intensity = QUADS[kind]
    given: dict[str, object] = {
        "id": id, "day": day, "precision": "day" if day else None, "type": kind, "mode": None, "quad": quad,
        "intensity": intensity, "modality": "actual", "background": False, "confidence": 0.8, "actors": tuple(actors.split()),
        "recipients": tuple(recipients.split()), "pages": 1, "sources": 1, "outlets": 1,
    }  # fmt: skip
    return Line(**(given | cells))  # type: ignore[arg-type]


def a_page(id: str, day: str | None = "2024-05-01", outlet: str | None = "The Courier", text: str | None = None) -> Page:
    """A page; without a text's id it is a text of its own."""
    return Page(
        id,
        id,
        f"https://courier.example/{id}",
        outlet,
        f"Headline {id}",
        day,
        day,
        "en",
        300,
        text or id,
        f"s-{id}",
        "2024-05-02",
    )


def an_event(id: str, day: str | None, actors: str, recipients: str = "", kind: str = "ACCUSE", **cells: object) -> Merged:
    """An event that one page tells; `story`, `page` and `sources` may be given, and any cell of the event."""
    quad, intensity = QUADS[kind]
    story, page, sources = cells.pop("story", f"s-{id}"), cells.pop("page", None), cells.pop("sources", 1)
    precision = {10: "day", 7: "month", 4: "year"}[len(day)] if day else "day"
    given: dict[str, object] = {
        "id": id, "type": kind, "mode": None, "contexts": (), "actors": tuple(actors.split()),
        "recipients": tuple(recipients.split()), "actor_ids": (), "recipient_ids": (), "modality": "actual", "background": False,
        "vouched_by": None, "date": Date(day, day, precision) if day else None, "place": None, "counts": (),  # type: ignore[arg-type]
        "intensity": intensity, "quad": quad, "confidence": 0.8,
        "evidence": Span("body", 0, 7, 7 + len(id) + 9, f"words of {id}", "before ", " after"),
    }  # fmt: skip
    event = Event(**(given | cells))  # type: ignore[arg-type]
    told = page if isinstance(page, Page) else a_page(f"p-{id}", day if day and len(day) == 10 else None)
    return Merged(id, str(story), event, (Report(told, event, ()),), (), int(str(sources)), 1)


def a_stand(id: str, as_of: str, code: str, stance: str, on: str = "trade", **cells: object) -> Stand:
    """A position of an actor on a theme."""
    given: dict[str, object] = {
        "id": id, "actor": "a", "toward": None, "issue": "the issue", "stance": stance, "claimed_by": None, "contested_by": (),
        "sought_by": (), "as_of": as_of, "confidence": 0.7, "evidence": (Span("body", 0, 0, 5, f"said {id}"),), "theme": on,
    }  # fmt: skip
    position = Position(**(given | cells))  # type: ignore[arg-type]
    return Stand(a_page(f"p-{id}", as_of), position, (Actor("a", code, code, "state", code),))
