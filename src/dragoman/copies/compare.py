"""Are two texts copies of one, or do they tell one happening? Judged from their signatures alone.

Copies keep the order of their words, whatever was cut, added or put in another word's place; two authors who write about the
same event share words, and quotations, but not the order. The words that both texts have are aligned by the longest increasing
subsequence of their places (Schensted 1961; patience sorting), as `diff` programs do with lines that are unique in both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from math import sqrt
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct

from .sign import Signature
from .words import NUMBERS

Kind = Literal["exact", "cut", "respun", "happening"]

_FEWEST = 8  # telling words that a text must have before it can be a copy of anything but itself
_IN_ORDER = 0.68  # of the words that both have, how many must stand in one order
_KEPT, _KEPT_OF_FEW = 0.22, 7.0  # of the shorter text's words, how many must be kept: more where it has few
_WHOLE = 0.9  # kept of a text that was only cut
_FOREIGN = 0.25  # of the shorter text, how much may stand in long stretches where either has other words
_STRETCH = 10
_NEAR, _SLACK, _STRAY = 12, 2, 0.4
_FEWEST_MARKED, _FARE, _SIGMAS = 4, 0.65, 2.5
_DAYS = 3
_ALIKE, _ALIKE_LATER, _ALIKE_UNDATED = 0.30, 0.36, 0.42
_PER_DEED, _PER_QUOTATION = 0.06, 0.05
_QUOTATION = 7


class Likeness(Struct, frozen=True):
    """How two texts are alike: copies (`exact`; `cut`: one is part of the other; `respun`: words were changed) or one `happening`.

    `share` is, of copies, the share of the shorter text's telling words that the other keeps in order, of a happening the
    agreement of what the two are about; `order`, of the words that both have, the share that stands in the same order.
    """

    kind: Kind
    share: float
    order: float

    @property
    def copies(self) -> bool:
        """Whether the two are copies of one text."""
        return self.kind != "happening"


class _Aligned(NamedTuple):
    """Two texts laid beside each other, the shorter first: its words, the other's, and the places of words kept together."""

    short: list[int]
    long: list[int]
    names: frozenset[int]
    shared: int
    ordered: int
    pairs: list[tuple[int, int]]


def compare(a: Signature, b: Signature) -> Likeness | None:
    """What two texts are to each other, or None where they have nothing to do with each other; the same whichever comes first."""
    if a.article == b.article:
        return Likeness("exact", 1.0, 1.0)
    if a.words == b.words and len(a.words) >= 2 * _FEWEST:
        return Likeness("exact", 1.0, 1.0)
    aligned = _align(a.words, b.words)
    if aligned is not None:
        order = aligned.ordered / aligned.shared
        share = len(aligned.pairs) / len(aligned.short)
        if _is_copy(aligned, order, share):
            cut = share >= _WHOLE
            return Likeness("cut" if cut else "respun", round(share, 4), round(order, 4))
    return _happening(a, b, aligned)


def _align(a: bytes, b: bytes) -> _Aligned | None:
    """The two texts' words in order, without the marks on names; None where they share too few to tell anything."""
    if (len(a), a) > (len(b), b):
        a, b = b, a
    left, right = np.frombuffer(a, "<u2"), np.frombuffer(b, "<u2")
    short, long = (left & 0x7FFF).tolist(), (right & 0x7FFF).tolist()
    if len(short) < _FEWEST:
        return None
    places = dict(zip(long, range(len(long)), strict=True))
    both = [(i, places[w]) for i, w in enumerate(short) if w in places]
    if len(both) < min(_FEWEST, 0.15 * len(short)):
        return None
    kept = _increasing([j for _, j in both])
    ordered = [both[k] for k in kept]
    names = frozenset([*(left[left >> 15 == 1] & 0x7FFF).tolist(), *(right[right >> 15 == 1] & 0x7FFF).tolist()])
    return _Aligned(short, long, names, len(both), len(ordered), _near(ordered))


def _increasing(places: Sequence[int]) -> list[int]:
    """The indices of a longest increasing subsequence."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for i, place in enumerate(places):
        k = bisect_left(tails, place)
        if k == len(tails):
            tails.append(place)
            at.append(i)
        else:
            tails[k], at[k] = place, i
        before.append(at[k - 1] if k else -1)
    out: list[int] = []
    i = at[-1] if at else -1
    while i >= 0:
        out.append(i)
        i = before[i]
    return out[::-1]


def _near(ordered: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of words in one order, those that stand about as far from a neighbour in the one text as in the other."""
    out: list[tuple[int, int]] = []
    before = False
    for k, (i, j) in enumerate(ordered):
        after = False
        if k + 1 < len(ordered):
            one, other = ordered[k + 1][0] - i, ordered[k + 1][1] - j
            wide = one if one > other else other
            after = wide <= _NEAR and abs(one - other) <= _SLACK + _STRAY * wide
        if before or after:
            out.append((i, j))
        before = after
    return out


def _is_copy(aligned: _Aligned, order: float, share: float) -> bool:
    least = _KEPT + _KEPT_OF_FEW / len(aligned.short)
    return (
        order >= _IN_ORDER
        and share >= min(least, _WHOLE)
        and len(aligned.pairs) >= _FEWEST
        and _foreign(aligned) <= _FOREIGN * len(aligned.short)
        and not _is_template(aligned)
    )


def _is_template(aligned: _Aligned) -> bool:
    """Are the words the same and the names or numbers others, as in two days' market reports? In a copy they fare alike."""
    kept = {aligned.short[i] for i, _ in aligned.pairs}
    first, last = aligned.pairs[0][1], aligned.pairs[-1][1] + 1
    sides = (aligned.short, aligned.long[first:last])
    plain = [[w for w in side if w >= NUMBERS and w not in aligned.names] for side in sides]
    for marked in ([[w for w in side if w < NUMBERS] for side in sides], [[w for w in side if w in aligned.names] for side in sides]):
        # The side that kept more of them is asked: words put in the other's place may be names, too.
        odd = [_odds(ours, words, kept) for ours, words in zip(marked, plain, strict=True)]
        if all(odd):
            return True
    return False


def _odds(marked: Sequence[int], plain: Sequence[int], kept: set[int]) -> bool:
    """Were fewer of the marked words kept than chance has it, given how many of the plain ones were?"""
    if len(marked) < _FEWEST_MARKED or not plain:
        return False
    rate = min(sum(w in kept for w in plain) / len(plain), 0.97)
    count, expected = sum(w in kept for w in marked), rate * len(marked)
    return count < _FARE * expected and count < expected - _SIGMAS * sqrt(expected * (1 - rate))


def _foreign(aligned: _Aligned) -> int:
    """How many words stand in stretches where both texts go their own way: around a shared quotation, or above shared boilerplate."""
    out, last_i, last_j = 0, -1, -1
    for i, j in (*aligned.pairs, (len(aligned.short), len(aligned.long))):
        apart = min(i - last_i, j - last_j) - 1
        if apart > _STRETCH:
            out += apart
        last_i, last_j = i, j
    return out


def _happening(a: Signature, b: Signature, aligned: _Aligned | None) -> Likeness | None:
    """Two texts tell one happening where they are about the same names and words, within days of each other."""
    days = _days_apart(a.day, b.day)
    if days is not None and days > _DAYS:
        return None
    about, deeds = _agreement(a.terms, b.terms), len(_numbers(a.deeds) & _numbers(b.deeds))
    score = about + _PER_DEED * min(deeds, 2)
    if aligned is not None and (a.outlet is None or a.outlet != b.outlet):
        score += _PER_QUOTATION * (_longest_run(aligned.pairs) >= _QUOTATION)
    needed = _ALIKE_UNDATED if days is None else _ALIKE if days <= 1 else _ALIKE_LATER
    order = aligned.ordered / aligned.shared if aligned is not None else 0.0
    return Likeness("happening", round(about, 4), round(order, 4)) if score >= needed else None


def _agreement(a: bytes, b: bytes) -> float:
    """The weighted Jaccard coefficient of two texts' terms."""
    one, other = _weights(a), _weights(b)
    both = sum(min(weight, other[term]) for term, weight in one.items() if term in other)
    union = sum(one.values()) + sum(other.values()) - both
    return both / union if union else 0.0


def _weights(terms: bytes) -> dict[int, int]:
    pairs = np.frombuffer(terms, "<u2").reshape(-1, 2)
    return dict(zip(pairs[:, 0].tolist(), pairs[:, 1].tolist(), strict=True))


def _numbers(packed: bytes) -> set[int]:
    return set(np.frombuffer(packed, "<u2").tolist())


def _longest_run(pairs: Sequence[tuple[int, int]]) -> int:
    """The most telling words that stand side by side in both texts: a quotation that both give."""
    longest = run = 0
    last = (-9, -9)
    for i, j in pairs:
        run = run + 1 if 0 < i - last[0] <= 2 and 0 < j - last[1] <= 2 else 1
        longest, last = max(longest, run), (i, j)
    return longest


def _days_apart(a: str | None, b: str | None) -> int | None:
    if a is None or b is None:
        return None
    return abs(date.fromisoformat(a).toordinal() - date.fromisoformat(b).toordinal())
