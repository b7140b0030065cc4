"""Events merged across pages: what is one deed, and what its row says."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.copies import merge
from dragoman.model import Date, Place
from dragoman.model.archived import Report

from .conftest import page, report

P1, P2, P3 = page("p1"), page("p2"), page("p3")
KHARKIV = Place("Kharkiv", "UKR", 49.98, 36.25, 706483)
ODESA = Place("Odesa", "UKR", 46.48, 30.73, 698740)


def test_two_pages_that_tell_one_deed_give_one_row() -> None:
    (row,) = merge([report(P1, actors=("ISL", "NOR"), day="2024-05-11"), report(P2, actors=("NOR",), recipients=("ISL",))])
    assert row.sources == 2 and row.outlets == 2 and len(row.reports) == 2
    assert row.event.date == Date("2024-05-11", "2024-05-11", "day")
    assert row.id == row.event.id


def test_copies_are_one_source() -> None:
    rows = merge([report(page(f"p{n}", text="p1"), day="2024-05-11") for n in range(5)])
    assert [(r.sources, r.outlets, len(r.reports)) for r in rows] == [(1, 5, 5)]
    assert rows[0].event.confidence == 0.6


@pytest.mark.parametrize("modality", ["threatened", "denied", "planned", "requested", "hypothetical"])
def test_what_is_done_never_merges_with_what_is_not(modality: str) -> None:
    rows = merge([report(P1, type="ASSAULT", day="2024-05-11"), report(P2, type="ASSAULT", modality=modality, day="2024-05-11")])
    assert sorted(r.event.modality for r in rows) == sorted(["actual", modality])


def test_ongoing_and_actual_are_both_done() -> None:
    assert len(merge([report(P1), report(P2, modality="ongoing")])) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"type": "ACCUSE"},
        {"actors": ("DNK",)},
        {"recipients": ("GBR",)},
        {"day": "2024-05-18"},
        {"place": ODESA},
    ],
)
def test_what_differs_in_a_deciding_cell_stays_apart(other: dict[str, object]) -> None:
    base = {"type": "REQUEST", "actors": ("ISL",), "recipients": ("NOR",), "day": "2024-05-11", "place": KHARKIV}
    assert len(merge([report(P1, **base), report(P2, **base)])) == 1  # type: ignore[arg-type]
    assert len(merge([report(P1, **base), report(P2, **{**base, **other})])) == 2  # type: ignore[arg-type]


def test_two_deeds_of_one_page_stay_two() -> None:
    vague, exact = report(P1, "e1", type="REQUEST"), report(P1, "e2", type="REQUEST", recipients=("NOR",), day="2024-05-11")
    assert len(merge([vague, exact])) == 2
    assert len(merge([exact, report(P1, "e3", type="REQUEST", recipients=("NOR",), day="2024-05-11", words="again")])) == 1


def test_a_vague_telling_joins_one_deed_and_glues_none() -> None:
    told = [report(P1, type="REQUEST", recipients=("NOR",)), report(P2, type="REQUEST", recipients=("DNK",))]
    assert sorted(len(r.reports) for r in merge([*told, report(P3, type="REQUEST")])) == [1, 2]


def test_the_same_words_in_copies_are_one_deed_however_they_were_coded() -> None:
    rows = merge([report(page("a", text="a"), recipients=("NOR",)), report(page("b", text="a"), recipients=("DNK",))])
    assert len(rows) == 1
    assert [d.cell for d in rows[0].differences] == ["recipients"]


def test_the_date_of_most_texts_wins_and_the_other_is_kept() -> None:
    week = Date("2024-05-06", "2024-05-12", "week")
    told = [report(page(f"p{n}"), day="2024-05-11", confidence=0.5) for n in (1, 2)]
    copies = [report(page(f"q{n}", text="q"), confidence=0.9, words="talks") for n in range(3)]
    copies = [replace(r, event=replace(r.event, date=week)) for r in copies]
    (row,) = merge([*told, *copies])
    assert row.event.date == Date("2024-05-11", "2024-05-11", "day")
    assert row.event.evidence.exact == "talks"
    (difference,) = row.differences
    assert difference.cell == "date"
    assert difference.values == (("2024-05-11", ("p1", "p2")), ("2024-05-06 to 2024-05-12", ("q0", "q1", "q2")))


def test_further_texts_make_a_row_surer_and_copies_do_not() -> None:
    one = merge([report(P1)])[0].event.confidence
    two = merge([report(P1), report(P2)])[0].event.confidence
    many = merge([report(page(f"p{n}"), confidence=0.9) for n in range(50)])[0].event.confidence
    assert one == 0.6 and one < two < many <= 0.98


def test_an_id_survives_later_pages() -> None:
    assert merge([report(P1)])[0].id == merge([report(P1), report(P2), report(P3, confidence=0.9)])[0].id


def test_stories_stay_apart() -> None:
    assert len(merge([report(P1), report(page("p9", story="s2"))])) == 2


def test_events_without_sides_merge_only_by_their_words() -> None:
    told = [
        report(P1, actors=(), words="a strike"),
        report(P2, actors=(), words="a strike"),
        report(P3, actors=(), words="a raid"),
    ]
    assert sorted(len(r.reports) for r in merge(told)) == [1, 2]


reports = st.lists(
    st.builds(
        report,
        on=st.sampled_from([page(f"p{n}", text=f"p{n // 2 * 2}") for n in range(6)]),
        id=st.sampled_from(["e1", "e2", "e3"]),
        type=st.sampled_from(["REQUEST", "CONSULT"]),
        actors=st.sampled_from([(), ("ISL",), ("ISL", "NOR"), ("NOR",)]),
        recipients=st.sampled_from([(), ("DNK",), ("DNK", "GBR"), ("ISL",)]),
        modality=st.sampled_from(["actual", "ongoing", "planned"]),
        day=st.sampled_from([None, "2024-05-11", "2024-05-12"]),
        place=st.sampled_from([None, KHARKIV, ODESA]),
        confidence=st.sampled_from([0.4, 0.6, 0.8]),
        words=st.sampled_from(["met", "urged", "talked"]),
        background=st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(reports, st.randoms())
def test_the_order_of_reports_changes_nothing(told: list[Report], rng: random.Random) -> None:
    rows = merge(told)
    mixed = list(told)
    rng.shuffle(mixed)
    assert merge(mixed) == rows
    assert merge(told + told[:3]) == rows or len({(r.page.id, r.event.id) for r in told}) < len(told)
    assert sum(len(r.reports) for r in rows) == len({(r.page.id, r.event.id) for r in told})
    assert len({r.id for r in rows}) == len(rows)
    for row in rows:
        assert len({r.event.modality in ("actual", "ongoing") for r in row.reports}) == 1


def test_a_story_of_thousands_is_merged_in_little_time() -> None:
    rng = random.Random(1)
    codes = ("ISL", "NOR", "DNK", "GBR", "FRO")
    told = [
        report(
            page(f"p{n:05}", text=f"p{n // 20 * 20:05}"),
            f"e{k}",
            rng.choice(["REQUEST", "CONSULT", "ACCUSE"]),
            tuple(rng.sample(codes, rng.randint(1, 2))),
            tuple(rng.sample(codes, rng.randint(0, 1))),
            day=rng.choice([None, "2024-05-10", "2024-05-11"]),
            words=f"words {rng.randint(0, 40)}",
        )
        for n in range(2000)
        for k in range(3)
    ]
    began = time.process_time()
    rows = merge(told)
    assert time.process_time() - began < 6
    assert len(rows) < 1500
