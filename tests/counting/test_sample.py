"""Samples: strata, weights, seeds."""

from __future__ import annotations

from collections import Counter

import pytest
from tests.counting.making import a_page, an_event

from dragoman.counting.sample import EMPTY, TOLD, Drawn, Settings, allocated, band, draw
from dragoman.errors import NothingToDraw
from dragoman.model.archived import Merged, Page

KINDS = ["ACCUSE"] * 80 + ["CONSULT"] * 18 + ["ASSAULT"] * 2


def archive() -> tuple[list[Merged], list[Page]]:
    pages = [a_page(f"p{i:03}", outlet=("Courier", "Gazette")[i % 2]) for i in range(160)]
    found = [
        an_event(f"e{i:03}", "2024-05-01", "USA", "RUS", kind, page=pages[i], confidence=(0.3, 0.6, 0.9)[i % 3])
        for i, kind in enumerate(KINDS)
    ]
    return found, pages


def drawn(**choices: object) -> Drawn:
    found, pages = archive()
    return draw(lambda: found, pages, Settings(**choices))  # type: ignore[arg-type]


def test_every_stratum_is_drawn_from_and_weights_add_up_to_the_archive() -> None:
    sample = drawn(rows=40, pages=20)
    assert sample.by == ("type", "band", "outlet") and len(sample.rows) == 40
    assert {row.stratum[0] for row in sample.rows} == set(KINDS)
    assert sum(row.weight for row in sample.rows) == pytest.approx(100)
    by_type = Counter[str]()
    for row in sample.rows:
        by_type[row.stratum[0]] += row.weight  # type: ignore[assignment]
    assert by_type["ACCUSE"] == pytest.approx(80) and by_type["ASSAULT"] == pytest.approx(2)
    assert Counter(page.stratum for page in sample.pages) == {(EMPTY,): 10, (TOLD,): 10}
    assert {page.stratum: page.weight for page in sample.pages} == {(EMPTY,): 6.0, (TOLD,): 10.0}


def test_a_small_sample_has_fewer_strata_and_a_large_one_is_all() -> None:
    assert drawn(rows=20).by == ("type", "band")
    assert drawn(rows=6).by == ("type",)
    assert drawn(rows=1).by == () and len(drawn(rows=1).rows) == 1
    everything = drawn(rows=1000, pages=1000)
    assert len(everything.rows) == 100 and {row.weight for row in everything.rows} == {1.0}
    assert len(everything.pages) == 160


def test_the_seed_alone_decides() -> None:
    found, pages = archive()
    one = draw(lambda: found, pages, Settings(rows=30, seed=7))
    other = draw(lambda: found[::-1], pages[::-1], Settings(rows=30, seed=7))
    assert one == other
    assert {row.event for row in one.rows} != {row.event for row in draw(lambda: found, pages, Settings(rows=30, seed=8)).rows}


def test_ids_and_order_tell_nothing() -> None:
    sample = drawn(rows=40)
    assert [row.item for row in sample.rows] == [f"r{i:04}" for i in range(1, 41)]
    strata = [row.stratum for row in sample.rows]
    assert strata != sorted(strata)


def test_a_row_has_its_words_and_a_page_what_the_archive_has_of_it() -> None:
    page = a_page("p")
    found = [an_event(f"e{i}", "2024-05-01", "USA", "RUS", page=page) for i in range(2)]
    sample = draw(lambda: found, [page, a_page("copy", text="p"), a_page("empty")], Settings())
    assert sample.rows[0].text == f"before ‹words of {sample.rows[0].event}› after"
    assert sample.of_texts == 2  # copies are one
    assert {p.stratum[0]: len(p.rows) for p in sample.pages} == {EMPTY: 0, TOLD: 2}


def test_nothing_to_draw() -> None:
    with pytest.raises(NothingToDraw, match="D723"):
        draw(list, [])
    assert draw(list, [a_page("p")]).rows == ()


def test_allocation() -> None:
    assert allocated({("a",): 90, ("b",): 9, ("c",): 1}, 10) == {("a",): 7, ("b",): 2, ("c",): 1}  # one each, seven by size
    assert allocated({("a",): 3, ("b",): 3}, 100) == {("a",): 3, ("b",): 3}
    for n in range(1, 60):
        sizes = {(str(i),): i * i + 1 for i in range(5)}
        shares = allocated(sizes, n)
        assert sum(shares.values()) == min(n, sum(sizes.values())) and all(shares[s] <= sizes[s] for s in sizes)


def test_bands() -> None:
    assert [band(p) for p in (0, 0.5, 0.84, 0.85, 1)] == ["0 to .5", ".5 to .7", ".7 to .85", ".85 to 1", ".85 to 1"]
