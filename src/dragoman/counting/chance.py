"""How far figures could be due to chance: intervals, permutation tests, and agreement between coders.

Everything is drawn from a generator of a fixed seed: the same rows, the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from math import sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Z = 1.959964  # of a 95 % interval
_BLOCK = 4_000_000  # cells of a matrix of draws that are held at once


class Interval(Struct, frozen=True):
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(right: float, n: float) -> Interval | None:
    """A share with Wilson's score interval (Wilson 1927); none of nothing."""
    if n <= 0:
        return None
    share = right / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return Interval(round(share, 4), round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4))


def weighted(right: Sequence[float], weights: Sequence[float]) -> Interval | None:
    """A share of rows, each right from 0 to 1, that stand for `weights` rows each.

    With Wilson's interval on their effective number (Kish 1965).
    """
    total = sum(weights)
    if not total:
        return None
    share = sum(yes * w for yes, w in zip(right, weights, strict=True)) / total
    effective = total * total / sum(w * w for w in weights)
    return wilson(share * effective, effective)


def resampled(groups: Matrix, figure: Callable[[Matrix], Matrix], rounds: int, seed: int) -> tuple[float, float] | None:
    """The 95 % bootstrap interval of a figure of the column sums of `groups` (a row a unit), by drawing units with replacement.

    `figure` takes sums, a row a round, and gives a number a round; NaN where a round has none.
    """
    n = len(groups)
    if n < 2:
        return None
    rng = np.random.default_rng(seed)
    found: list[Matrix] = []
    for size in _blocks(rounds, n):
        found.append(figure(rng.multinomial(n, np.full(n, 1 / n), size=size) @ groups))
    values = np.concatenate(found)
    values = values[np.isfinite(values)]
    if len(values) < rounds / 2:
        return None
    low, high = np.quantile(values, (0.025, 0.975))
    return round(float(low), 4), round(float(high), 4)


def permuted(
    first: Matrix, second: Matrix, figures: Callable[[Matrix, Matrix], Matrix], rounds: int, seed: int
) -> tuple[float, ...]:
    """How often a difference at least as great as the one seen arises when units change sides at random (a p-value a figure).

    `figures` takes the sums of the first and of the second side, a row a round, and gives the differences, a column each;
    their size counts, not their sign.
    """
    pooled = np.vstack([first, second])
    k, n = len(first), len(first) + len(second)
    seen = np.abs(figures(first.sum(0)[None], second.sum(0)[None]))[0]
    rng = np.random.default_rng(seed)
    total = pooled.sum(0)[None]
    beyond = np.zeros(len(seen))
    for size in _blocks(rounds, n):
        chosen = np.zeros((size, n))
        order = rng.random((size, n)).argpartition(min(k, n - 1), axis=1)[:, :k]
        np.put_along_axis(chosen, order, 1.0, axis=1)
        sums = chosen @ pooled
        beyond += (np.abs(figures(sums, total - sums)) >= seen - 1e-9).sum(0)
    return tuple(round(float(p), 4) for p in (beyond + 1) / (rounds + 1))


def _blocks(rounds: int, width: int) -> list[int]:
    """The rounds in blocks that fit into memory."""
    size = max(1, min(rounds, _BLOCK // max(1, width)))
    return [size] * (rounds // size) + ([rounds % size] if rounds % size else [])


def holm(values: Sequence[float]) -> list[float]:
    """P-values of several tests at once, each raised so that even one false alarm among them stays rare (Holm 1979)."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    out, highest = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, values[i] * (len(values) - rank)))
        out[i] = round(highest, 4)
    return out


class Agreement(Struct, frozen=True):
    """Krippendorff's alpha: `units` that at least two judged, their bootstrap interval. `alpha` is null where it is not defined:
    fewer than two such units, or one value alone in all of them (`same`, the share of pairs that agree, is then 1)."""

    alpha: float | None
    low: float | None
    high: float | None
    same: float | None
    units: int


def alpha(units: Sequence[Sequence[Hashable]], rounds: int = 1000, seed: int = 0) -> Agreement:
    """Krippendorff's alpha for nominal values (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).

    A unit holds the values that it was given, one a coder who judged it. The interval is that of drawing units anew.
    """
    paired = [unit for unit in units if len(unit) > 1]
    kinds = {value: i for i, value in enumerate(dict.fromkeys(value for unit in paired for value in unit))}
    # Of each unit: the pairs of values that agree, all its values, and how often each kind.
    table = np.zeros((len(paired), 2 + len(kinds)))
    for i, unit in enumerate(paired):
        counts = Counter(unit)
        table[i, 0] = sum(n * (n - 1) for n in counts.values()) / (len(unit) - 1)
        table[i, 1] = len(unit)
        for value, n in counts.items():
            table[i, 2 + kinds[value]] = n
    if not paired:
        return Agreement(None, None, None, None, 0)
    sums = table.sum(0)[None]
    same = round(float(sums[0, 0] / sums[0, 1]), 4)
    value = float(_alpha(sums)[0])
    if len(paired) < 2 or not np.isfinite(value):
        return Agreement(None, None, None, same, len(paired))
    bounds = resampled(table, _alpha, rounds, seed) or (None, None)
    return Agreement(round(value, 4), bounds[0], bounds[1], same, len(paired))


def _alpha(sums: Matrix) -> Matrix:
    """Alpha from sums of pairs that agree, of values, and of each kind: 1 less observed by expected disagreement."""
    agree, n, kinds = sums[:, 0], sums[:, 1], sums[:, 2:]
    expected = n * n - (kinds * kinds).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Matrix = np.where(expected > 0, 1 - (n - 1) * (n - agree) / expected, np.nan)
    return out
