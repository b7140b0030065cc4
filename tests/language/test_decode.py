"""Trees and label sequences out of scores."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.decode import spans, tree


def is_tree(heads: list[int]) -> bool:
    roots = [i for i, h in enumerate(heads) if h == i]
    if len(roots) != 1:
        return False
    for i in range(len(heads)):
        seen = set()
        while heads[i] != i:
            if i in seen:
                return False
            seen.add(i)
            i = heads[i]
    return True


@given(st.integers(1, 30), st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_a_tree_has_one_root_and_no_cycle(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n)).astype(np.float32)
    assert is_tree(tree(scores).tolist())


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_is_the_best_of_all(seed: int) -> None:
    n = 4
    scores = np.random.default_rng(seed).normal(size=(n, n)).astype(np.float32)
    best = max(
        (h for h in product(range(n), repeat=n) if is_tree(list(h))),
        key=lambda h: sum(scores[i, h[i]] for i in range(n)),
    )
    assert sum(scores[i, h] for i, h in enumerate(tree(scores))) == pytest.approx(
        sum(scores[i, h] for i, h in enumerate(best)), abs=1e-4
    )


@given(st.integers(1, 12), st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_inside_tags_follow_their_own_kind(length: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(3, length, 5)).astype(np.float32) * 3
    begin, inside = np.array([1, 2]), np.array([3, 4])
    for row in spans(scores, begin, inside):
        for before, tag in zip([0, *row], row, strict=False):
            assert tag not in (3, 4) or before in (tag, tag - 2)
