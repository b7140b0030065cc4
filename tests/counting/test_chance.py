"""Intervals, permutations and agreement, against figures worked out by hand or printed elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.counting.chance import Interval, Matrix, alpha, holm, permuted, resampled, weighted, wilson


def coded(*coders: str) -> list[list[str]]:
    """Units from the coders' rows, a sign a unit; a point where a coder gave none."""
    return [[value for value in unit if value != "."] for unit in zip(*coders, strict=True)]


def test_krippendorffs_own_examples() -> None:
    # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections A, B and C.
    assert alpha(coded("0100000010", "1110010000")).alpha == pytest.approx(0.095, abs=0.0005)
    assert alpha(coded("aabbdcccedda", "babbbccceddd")).alpha == pytest.approx(0.692, abs=0.0005)
    several = coded("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    found = alpha(several)
    assert found.alpha == pytest.approx(0.743, abs=0.0005) and found.units == 11  # one unit has one value only
    assert found.low is not None and found.high is not None and found.low < 0.743 < found.high


def test_alpha_of_agreement_of_chance_and_of_nothing() -> None:
    assert alpha(coded("abab", "abab")).alpha == 1
    same = alpha(coded("aaaa", "aaaa"))
    assert same.alpha is None and same.same == 1  # no variation, nothing to be reliable about
    assert alpha([]).alpha is None and alpha([["a"], ["b"]]).units == 0
    rng = np.random.default_rng(1)
    assert abs(alpha(rng.integers(0, 4, (4000, 2)).tolist(), rounds=10).alpha or 1) < 0.05
    assert alpha(coded("abcabc", "abcabb")) == alpha(coded("abcabc", "abcabb"))


def test_wilsons_interval() -> None:
    # By hand for 8 of 10: middle (.8 + z²/20) / (1 + z²/10).
    assert wilson(8, 10) == Interval(0.8, 0.4902, 0.9433)
    assert wilson(0, 10) == Interval(0.0, 0.0, 0.2775)
    assert wilson(0, 0) is None


def test_weights_bring_strata_back_to_their_size() -> None:
    # Nine in ten rows are of a stratum in which half are right; all of the other are.
    found = weighted([True, False, True, True], [45, 45, 5, 5])
    assert found is not None and found.value == 0.55
    even = weighted([True, False, True, False], [2, 2, 2, 2])
    assert even == wilson(2, 4)
    assert weighted([], []) is None


def mean(sums: Matrix) -> Matrix:
    out: Matrix = sums[:, 1] / sums[:, 0]
    return out


def test_the_bootstrap_holds_the_mean_and_narrows_with_more() -> None:
    rng = np.random.default_rng(2)
    few, many = (np.stack([np.ones(n), rng.normal(3, 1, n)], axis=1) for n in (20, 2000))
    (low, high), (low_, high_) = (resampled(side, mean, 500, 0) or (0, 0) for side in (few, many))
    assert low < 3 < high and high_ - low_ < (high - low) / 3
    assert resampled(few[:1], mean, 500, 0) is None


def test_permutations_find_a_difference_and_no_other() -> None:
    def difference(first: Matrix, second: Matrix) -> Matrix:
        return (mean(second) - mean(first))[:, None]

    one, same = (np.stack([np.ones(12), np.array([1.0, 2, 3] * 4)], axis=1) for _ in range(2))
    other = one + np.array([0.0, 3])
    assert permuted(one, other, difference, 999, 0)[0] == 0.001
    assert permuted(one, same, difference, 999, 0)[0] == 1.0


def test_holms_values() -> None:
    assert holm([0.01, 0.04, 0.03]) == [0.03, 0.06, 0.06]
    assert holm([]) == []
