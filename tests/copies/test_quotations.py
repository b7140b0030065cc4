"""Quotations across pages: the same, another wording, a part, another speaker."""

from __future__ import annotations

import random

from dragoman.copies import quotes

from .conftest import heard, page

QUOTA = "A quota that only one side has counted is not a quota"
P = [page(f"p{n}") for n in range(6)]


def test_the_same_words_on_two_pages_are_one_quotation() -> None:
    (found,) = quotes([heard(P[0], f"“{QUOTA},”"), heard(P[1], QUOTA)])
    assert (found.name, found.code) == ("Edda Specimen", "ISL")
    assert [(w.kind, w.pages, w.texts) for w in found.wordings] == [("same", ("p0", "p1"), 2)]


def test_another_wording_is_a_drift_and_each_has_its_pages() -> None:
    other = "a quota that one side alone has counted is no quota"
    (found,) = quotes([heard(P[0], QUOTA), heard(P[1], QUOTA), heard(P[2], other)])
    assert [(w.kind, w.pages) for w in found.wordings] == [("same", ("p0", "p1")), ("drift", ("p2",))]
    assert found.wordings[1].words == other


def test_a_part_of_a_quotation_is_a_cut() -> None:
    (found,) = quotes([heard(P[0], QUOTA), heard(P[1], "only one side has counted", name="Specimen")])
    assert [w.kind for w in found.wordings] == ["same", "cut"]
    assert found.others == ()


def test_the_same_words_of_another_speaker_are_told() -> None:
    (found,) = quotes([heard(P[0], QUOTA), heard(P[1], QUOTA), heard(P[2], QUOTA, "Odd Exempel", "NOR")])
    assert found.name == "Edda Specimen"
    assert found.others == (("Odd Exempel", ("p2",)),)


def test_other_words_and_short_ones_are_no_quotation_of_it() -> None:
    told = [heard(P[0], QUOTA), heard(P[1], "We shall meet again in Torshavn before the summer is out"), heard(P[2], "no quota")]
    assert sorted(len(q.wordings) for q in quotes(told)) == [1, 1]
    assert quotes([heard(P[0], QUOTA, name=None)]) == []


def test_the_order_changes_nothing_and_ids_survive() -> None:
    told = [heard(P[n], QUOTA if n % 2 else QUOTA.replace("only", "just"), id=f"q{n}") for n in range(6)]
    first = quotes(told)
    random.Random(1).shuffle(told)
    assert quotes(told) == first
    assert {q.id for q in quotes(told[:]) + quotes([h for h in told if h.page.id in ("p0", "p1")])} == {first[0].id}


def test_many_copies_cost_little() -> None:
    rng = random.Random(2)
    stock = [
        " ".join(rng.choice("alpha beta gamma delta epsilon zeta eta theta iota".split()) for _ in range(14)) for _ in range(150)
    ]
    told = [heard(page(f"p{n:04}"), rng.choice(stock), id=str(n)) for n in range(3000)]
    assert sum(len(w.statements) for q in quotes(told) for w in q.wordings) == 3000
