"""Groups: the same whatever order the pages come in."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from dragoman.copies import Candidate, Signature, assign, components, shortlist, sign

from .conftest import changed, record_of, text_of


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh"))), st.randoms())
def test_components_do_not_depend_on_the_order_of_pairs(pairs: list[tuple[str, str]], rng: random.Random) -> None:
    found = components(pairs)
    mixed = [(b, a) if rng.random() < 0.5 else (a, b) for a, b in pairs]
    rng.shuffle(mixed)
    assert components(mixed) == found
    assert all(found[a] == found[b] and found[a] <= a for a, b in pairs)


def shared(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return len(set(a) & set(b))


def archived(signatures: dict[str, Signature], order: list[str]) -> dict[str, tuple[str, str]]:
    """Pages added one after another, as an archive does it: each page's group of copies and story."""
    where: dict[str, tuple[str, str]] = {}
    for page in order:
        mine = signatures[page]
        near = [
            Candidate(other, *where[other], keys, topics)
            for other in where
            if (keys := shared(mine.keys, signatures[other].keys)) + (topics := shared(mine.topics, signatures[other].topics))
        ]
        found = assign(page, mine, [(c, signatures[c.page]) for c in shortlist(near)])
        where[page] = (found.text, found.story)
        for other, (text, story) in where.items():
            where[other] = (found.text if text in found.texts else text, found.story if story in found.stories else story)
    return where


def test_pages_added_in_any_order_stand_in_the_same_groups() -> None:
    texts = [changed(text_of(n), 0.12 * k, seed=10 * n + k) for n in range(4) for k in range(5)]
    signatures = {f"p{n:02}": sign(record_of(text)) for n, text in enumerate(texts)}
    order = sorted(signatures)
    expected = archived(signatures, order)
    assert len({text for text, _ in expected.values()}) == 4
    for seed in range(6):
        random.Random(seed).shuffle(order)
        assert archived(signatures, order) == expected


def test_of_a_large_group_only_a_few_are_looked_at() -> None:
    near = [Candidate(f"p{n}", "p0", "p0", keys=5) for n in range(5000)] + [Candidate("q", "q", "q", keys=1)]
    chosen = shortlist(near)
    assert len(chosen) < 20 and chosen[-1].page == "q"


def test_a_page_alone_is_its_own_group_and_story() -> None:
    found = assign("p1", sign(record_of(text_of(1))), [])
    assert (found.text, found.story, found.texts, found.stories) == ("p1", "p1", (), ())


def test_a_page_joins_two_groups_into_one() -> None:
    a, b = sign(record_of(text_of(1))), sign(record_of(changed(text_of(1), 0.1)))
    new = sign(record_of(changed(text_of(1), 0.05)))
    found = assign("p5", new, [(Candidate("p3", "p3", "p3", 9), a), (Candidate("p7", "p6", "p6", 8), b)])
    assert (found.text, found.texts, found.story, found.stories) == ("p3", ("p3", "p6"), "p3", ("p3", "p6"))
