"""Timelines: order, gaps, evidence."""

from __future__ import annotations

from tests.counting.making import an_event

from dragoman.counting.timeline import timeline


def test_days_in_order_with_the_gaps_between_and_the_undated_last() -> None:
    events = [
        an_event("e4", None, "USA", "RUS"),
        an_event("e3", "2024-05-09", "USA", "RUS"),
        an_event("e2", "2024-05", "USA", "RUS"),
        an_event("e1", "2024-05-02", "USA", "RUS", sources=1),
        an_event("e0", "2024-05-02", "RUS", "USA", sources=3),
        an_event("e5", "2024-05-10", "USA", "RUS"),
    ]
    days = timeline(events)
    assert [(d.date, d.gap) for d in days] == [
        ("2024-05", None),
        ("2024-05-02", None),
        ("2024-05-09", 6),
        ("2024-05-10", 0),
        (None, None),
    ]
    assert [m.id for m in days[1].events] == ["e0", "e1"]  # most told first
    assert timeline(events[::-1]) == days


def test_each_event_has_its_words_and_who_tells_it() -> None:
    (day,) = timeline([an_event("e1", "2024-05-02", "USA", "RUS")])
    (moment,) = day.events
    (told,) = moment.told
    assert told.evidence.exact == "words of e1" and told.outlet == "The Courier" and moment.pages == 1
    assert timeline([an_event("e1", "2024-05-02", "USA", "RUS")], told=0)[0].events[0].told == ()
    assert timeline([]) == ()
