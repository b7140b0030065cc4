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
from typing import Any, Literal, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from .signing import MOST_WORDS, Signature
from .words import NUMBERS

Kind = Literal["exact", "cut", "respun", "happening"]

_FEWEST = 8  # telling words that a text must have before it can be a copy of anything but itself
_IN_ORDER = 0.72  # of the words that both have, how many must stand in one order
_KEPT, _KEPT_OF_FEW = 0.28, 7.0  # of the shorter text's words, how many must be kept: more where it has few
_WHOLE = 0.9  # kept of a text that was only cut
_FOREIGN = 0.25  # of the shorter text, how much may stand in long stretches where either has other words
_STRETCH = 10
_PARTS, _EVEN = 8, 0.6
_WEEKS, _KEPT_LATER = 30, 0.7  # after so many days only what is kept so well is a copy, and not the author's own last year's text
_MUCH = 2.5  # times the shorter text's length
_NEAR, _SLACK, _STRAY = 12, 2, 0.4
_FEWEST_MARKED, _FARE, _SIGMAS = 4, 0.5, 2.5
_DAYS = 3
_ALIKE, _ALIKE_LATER, _ALIKE_UNDATED = 0.20, 0.24, 0.30
_WORTH = 0.08  # of agreement, without which nothing makes two texts one happening
_PER_DEED, _PER_QUOTATION = 0.04, 0.03
_QUOTATION, _PARAGRAPH = 7, 25


class Likeness(Struct, frozen=True):
    """How two texts are alike: `exact` copies, one `cut` from the other, `respun` (words were changed), or one `happening`.

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
    return Beside(a).compare(b)


class Beside:
    """A text unpacked, to be held against many: most have too little in common with it to be laid beside it word by word."""

    def __init__(self, signature: Signature) -> None:
        self._own = signature
        self._words = np.zeros(0x8000, np.bool_)
        self._words[_hashes([signature.words])] = True
        self._weights = np.zeros(0x8000, np.uint8)
        self._weights[_hashes([_terms(signature)])] = np.frombuffer(_weights(signature), np.uint8)
        self._whole = sum(_weights(signature))

    def compare(self, other: Signature) -> Likeness | None:
        """As the function of that name."""
        return self.lay(other) if self.near([other])[0] else None

    def near(self, others: Sequence[Signature]) -> list[bool]:
        """Which of some texts share words enough for copies, or terms enough for one happening; the rest are nothing to it."""
        shared = _sums(self._words[_hashes([s.words for s in others])], [len(s.words) // 2 for s in others])
        weights = np.frombuffer(b"".join(_weights(s) for s in others), np.uint8)
        common = np.minimum(self._weights[_hashes([_terms(s) for s in others])], weights)
        sizes = [len(s.terms) // 3 for s in others]
        both, whole = _sums(common, sizes), _sums(weights, sizes) + self._whole
        about = both >= _WORTH * np.maximum(whole - both, 1)
        return [
            bool(alike) or count >= self._fewest(other) or self._same(other)
            for other, count, alike in zip(others, shared.tolist(), about, strict=True)
        ]

    def lay(self, other: Signature) -> Likeness | None:
        """What a near text is to this one."""
        return Likeness("exact", 1.0, 1.0) if self._same(other) else _likeness(self._own, other)

    def _same(self, other: Signature) -> bool:
        own = self._own
        return own.article == other.article or (own.words == other.words and len(own.words) >= 2 * _FEWEST)

    def _fewest(self, other: Signature) -> float:
        """How many words two copies share at least."""
        least, most = sorted((len(self._own.words) // 2, len(other.words) // 2))
        return max(_FEWEST, _KEPT * least / (2 if most == MOST_WORDS else 1))


def _hashes(packed: Sequence[bytes]) -> NDArray[np.uint16]:
    """Hashes of words, without the marks on names."""
    return np.frombuffer(b"".join(packed), "<u2") & np.uint16(0x7FFF)


def _terms(signature: Signature) -> bytes:
    return signature.terms[: len(signature.terms) // 3 * 2]


def _weights(signature: Signature) -> bytes:
    return signature.terms[len(signature.terms) // 3 * 2 :]


def _sums(values: NDArray[Any], sizes: Sequence[int]) -> NDArray[np.int64]:
    """The sums of consecutive stretches."""
    running = np.concatenate([[0], np.cumsum(values, dtype=np.int64)])
    lengths = np.array(sizes, np.int64)
    ends = np.cumsum(lengths)
    return np.asarray(running[ends] - running[ends - lengths], np.int64)


def _likeness(a: Signature, b: Signature) -> Likeness | None:
    aligned = _align(a.words, b.words)
    if aligned is None:
        return None
    order = aligned.ordered / aligned.shared
    share = len(aligned.pairs) / len(aligned.short)
    if not _is_kept(aligned, order, share):
        return _happening(a, b, aligned)
    days = _days_apart(a.day, b.day)
    if _is_template(aligned) or (share < _KEPT_LATER and days is not None and days > _WEEKS):
        return None
    return Likeness("cut" if share >= _WHOLE else "respun", round(share, 4), round(order, 4))


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
    pairs = _near(ordered)
    if pairs and len(long) == MOST_WORDS and 2 * pairs[-1][0] > len(short):
        # What follows stands beyond the longer text's last word that was kept for comparison.
        short = short[: pairs[-1][0] + 1]
    names = frozenset([*(left[left >> 15 == 1] & 0x7FFF).tolist(), *(right[right >> 15 == 1] & 0x7FFF).tolist()])
    return _Aligned(short, long, names, len(both), len(ordered), pairs)


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


def _is_kept(aligned: _Aligned, order: float, share: float) -> bool:
    """Is enough of the shorter text kept, in its order, and all over the text?"""
    least = _KEPT + _KEPT_OF_FEW / len(aligned.short)
    return (
        order >= _IN_ORDER
        and share >= min(least, _WHOLE)
        and len(aligned.pairs) >= _FEWEST
        and _foreign(aligned) <= _FOREIGN * len(aligned.short)
        and _spread(aligned) >= _EVEN
        and _begins(aligned)
    )


def _spread(aligned: _Aligned) -> float:
    """From 0 to 1, how much of the shorter text has its half of words kept: a copy is one all over, not in a passage or two."""
    size = len(aligned.short)
    parts = max(1, min(_PARTS, size // 6))
    kept = [0] * parts
    for i, _ in aligned.pairs:
        kept[i * parts // size] += 1
    return sum(min(n, size / parts / 2) for n in kept) * 2 / size


def _begins(aligned: _Aligned) -> bool:
    """Does a much shorter text begin where the longer does? What stands within a digest of many is not the digest's copy."""
    return len(aligned.long) < _MUCH * len(aligned.short) or aligned.pairs[0][1] <= max(_FEWEST, 0.1 * len(aligned.long))


def _is_template(aligned: _Aligned) -> bool:
    """Are the words the same and the names or numbers others, as in two days' market reports? In a copy they fare alike."""
    kept = {aligned.short[i] for i, _ in aligned.pairs}
    first, last = aligned.pairs[0][1], aligned.pairs[-1][1] + 1
    sides = (aligned.short, aligned.long[first:last])
    plain = [[w for w in side if w >= NUMBERS and w not in aligned.names] for side in sides]
    numbers = [[w for w in side if w < NUMBERS] for side in sides]
    names = [[w for w in side if w in aligned.names] for side in sides]
    for marked in (numbers, names):
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
    """How many words stand in stretches where both texts go their own way: around a quotation, or above boilerplate, of both."""
    out, last_i, last_j = 0, -1, -1
    for i, j in (*aligned.pairs, (len(aligned.short), len(aligned.long))):
        apart = min(i - last_i, j - last_j) - 1
        if apart > _STRETCH:
            out += apart
        last_i, last_j = i, j
    return out


def _happening(a: Signature, b: Signature, aligned: _Aligned) -> Likeness | None:
    """Two texts tell one happening where they are about the same names and words, within days of each other."""
    days = _days_apart(a.day, b.day)
    if (a.day is None) != (b.day is None) or (days is not None and days > _DAYS):
        return None
    # Words that one outlet sets above all its pages, and paragraphs of background that return for weeks, tell of no happening.
    outside = _PARAGRAPH if a.outlet is None or a.outlet != b.outlet else _QUOTATION
    runs = _runs(aligned)
    again = {w for run in runs if len(run) > outside for w in run}
    about, deeds = _agreement(a, b, again), len(_numbers(a.deeds) & _numbers(b.deeds))
    quoted = any(_QUOTATION <= len(run) <= outside for run in runs)
    score = about + _PER_DEED * min(deeds, 2) + _PER_QUOTATION * quoted
    needed = _ALIKE_UNDATED if days is None else _ALIKE if days <= 1 else _ALIKE_LATER
    order = aligned.ordered / aligned.shared
    return Likeness("happening", round(about, 4), round(order, 4)) if score >= needed else None


def _agreement(a: Signature, b: Signature, without: set[int]) -> float:
    """The weighted Jaccard coefficient of two texts' terms, some left out of both."""
    one, other = _weighed(a, without), _weighed(b, without)
    both = sum(min(weight, other[term]) for term, weight in one.items() if term in other)
    union = sum(one.values()) + sum(other.values()) - both
    return both / union if union else 0.0


def _weighed(signature: Signature, without: set[int]) -> dict[int, int]:
    hashes = _hashes([_terms(signature)]).tolist()
    return {term: weight for term, weight in zip(hashes, _weights(signature), strict=True) if term not in without}


def _numbers(packed: bytes) -> set[int]:
    return set(np.frombuffer(packed, "<u2").tolist())


def _runs(aligned: _Aligned) -> list[list[int]]:
    """Telling words that stand side by side in both texts: quotations that both give, and what was put in from elsewhere."""
    out: list[list[int]] = []
    last_i = last_j = -9
    for i, j in aligned.pairs:
        if not (0 < i - last_i <= 2 and 0 < j - last_j <= 2):
            out.append([])
        out[-1].append(aligned.short[i])
        last_i, last_j = i, j
    return out


def _days_apart(a: str | None, b: str | None) -> int | None:
    if a is None or b is None:
        return None
    return abs(date.fromisoformat(a).toordinal() - date.fromisoformat(b).toordinal())
