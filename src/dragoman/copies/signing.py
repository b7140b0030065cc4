"""Signatures: what is kept of a text, so that its copies and its story can be found among millions.

Candidates are found by MinHash (Broder, "On the resemblance and containment of documents", 1997), drawn by weight as in
Ioffe's consistent sampling (2010): the least of many exponential clocks, one a word, rings for the same word in two texts as
often as their words agree by weight.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from ..model import Article, Record
from .words import NUMBERS, Memo, tokens

ROWS = 3
BODY, LEAD = 24, 8  # bands over all words, and over the first of them, which a cut copy keeps
LEAD_WORDS = 30
MOST_WORDS = 400
_MOST_CHARACTERS = 7000
_TERMS, _LEADING, _MOST_TOPICS, _DEEDS = 32, 6, 12, 8
_NAME, _IN_LEAD, _IN_HEADLINE = 2.0, 1.1, 1.3
_RARITY = 4  # how much more a rare word tells of an event than a common one: the power of its weight
_LEAD = 50
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
_SALT = np.arange(1, BODY + LEAD + 1, dtype=np.uint64) * np.uint64(0xD6E8FEB86659FD93)


class Signature(Struct, frozen=True, array_like=True):
    """What is kept of a page's text.

    `keys`: two pages that may be copies of one text share at least one; `topics`: so do two that may tell one happening; both
    are numbers of 32 bits with a sign. `words` are the text's telling words in the order in which each first stands there, two
    bytes a word (little-endian): fifteen bits of its hash, and the highest set on a name. `terms` are what the page is about,
    weightiest first: two bytes a term of its hash, then one byte a term of its weight. `deeds` are the surest events that it
    reports as done, two bytes each.
    """

    article: str
    outlet: str | None
    day: str | None
    keys: tuple[int, ...]
    topics: tuple[int, ...]
    words: bytes
    terms: bytes
    deeds: bytes


_memo = Memo()


def sign(record: Record) -> Signature:
    """The signature of a page; rows may be empty, and headline and day missing. A text without words has no keys."""
    article, memo = record.article, _known()
    body = "\n".join([block.text for block in article.body])[:_MOST_CHARACTERS]
    counts = _counts(memo, body)
    for mark in [mark for mark in counts if mark & 1 and mark - 1 in counts]:
        counts[mark - 1] += counts.pop(mark)
    marks = np.fromiter(counts, np.int64, len(counts))
    often = np.fromiter(counts.values(), np.int64, len(counts))
    numbers, names = marks >> 1, (marks & 1).astype(np.uint16)
    once = _once(memo.short[numbers])[:MOST_WORDS]
    words = memo.short[numbers[once]] | names[once] << 15
    day = day_of(article)
    head = _counts(memo, f"{article.headline or ''} {article.standfirst or ''}")
    terms, weights = _terms(memo, marks, sorted({mark >> 1 for mark in head}))
    return Signature(
        article=article.id,
        outlet=article.outlet,
        day=day.isoformat() if day else None,
        keys=_keys(memo, numbers, often),
        topics=_topics(terms[:_LEADING].tolist(), day),
        words=words.astype("<u2").tobytes(),
        terms=terms.astype("<u2").tobytes() + weights.tobytes(),
        deeds=_deeds(record),
    )


def _once(hashes: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Where each hash stands first, in order: two words of a text seldom have the same, and then the second is left out."""
    first = np.unique(hashes, return_index=True)[1]
    first.sort()
    return first


def day_of(article: Article) -> date | None:
    """The day of publication, as the article bears it."""
    try:
        return date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return None


def _known() -> Memo:
    global _memo
    if _memo.full():
        _memo = Memo()
    return _memo


def _counts(memo: Memo, text: str) -> Counter[int]:
    """How often each telling word stands in a text, in the order in which they first do; a word with a capital counts apart."""
    words = tokens(text)
    marks = list(map(memo.ids.get, words))
    if None in marks:
        marks = [memo.learn(word) if mark is None else mark for word, mark in zip(words, marks, strict=True)]
    counts = Counter(marks)
    del counts[-1]
    return counts  # type: ignore[return-value]


def _keys(memo: Memo, numbers: NDArray[np.int64], often: NDArray[np.int64]) -> tuple[int, ...]:
    if len(numbers) < 5:
        return ()
    rows = 3 * numbers
    lead = rows[:LEAD_WORDS]
    rows = np.concatenate([rows, rows[often > 1] + 1, rows[often > 2] + 2])
    least = memo.table.take(rows, axis=0).min(axis=0)
    wide = BODY * ROWS
    least[wide:] = memo.table[lead, wide:].min(axis=0)
    bands = least.astype(np.uint64).reshape(-1, ROWS)
    with np.errstate(over="ignore"):
        mixed = (bands * _MIX).sum(axis=1) + _SALT
        mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX[0]
    return tuple((mixed >> np.uint64(32)).astype(np.uint32).view(np.int32).tolist())


def _terms(memo: Memo, marks: NDArray[np.int64], head: list[int]) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """What a text is about, weightiest first: rare names, numbers and words, more so where they stand in headline or lead.

    How often a word is repeated does not count: a rare word need be said but once by each of two authors to tell the event.
    """
    headline = np.array(head, np.int64)
    same = (marks >> 1)[:, None] == headline
    numbers = np.concatenate([marks >> 1, headline[~same.any(axis=0)]])
    short, scores = memo.short[numbers], memo.weights[numbers] ** _RARITY
    telling = short < NUMBERS
    telling[: len(marks)] |= (marks & 1).astype(bool)
    scores[telling] *= _NAME
    scores[:_LEAD] *= _IN_LEAD
    scores[: len(marks)][same.any(axis=1)] *= _IN_HEADLINE
    scores[len(marks) :] *= _IN_HEADLINE
    top = np.lexsort((short, -scores))[: 2 * _TERMS]
    top = top[_once(short[top])][:_TERMS]
    return short[top], (scores[top] * 80).astype(np.uint8)


def _topics(leading: list[int], day: date | None) -> tuple[int, ...]:
    """A number for each leading term in each span of days that the day is in; texts without a day meet by pairs of terms.

    Spans are eight days long and begin every four, so that two days that are four apart or less have one in common. A text
    without a day meets none that has one: as time goes on, ever more would be held against it.
    """
    if day is None:
        pairs = [(one, other) for k, one in enumerate(leading) for other in leading[:k]]
        return tuple(_hashed(min(pair), max(pair)) for pair in pairs)[:_MOST_TOPICS]
    span = day.toordinal() // 4
    return tuple(_hashed(term, 1_000_000 + span - back) for back in (0, 1) for term in leading)[:_MOST_TOPICS]


def _deeds(record: Record) -> bytes:
    """The surest events that the page reports as done: type and sides, whatever the words."""
    done = [e for e in record.events if e.actors and not e.background and e.modality in ("actual", "ongoing")]
    done = sorted(done, key=lambda e: (-e.confidence, e.id))[:_DEEDS]
    texts = {f"{e.type}|{','.join(sorted(e.actors))}|{','.join(sorted(e.recipients))}" for e in done}
    hashes = sorted({int.from_bytes(blake2b(text.encode(), digest_size=2).digest(), "little") for text in texts})
    return np.array(hashes, "<u2").tobytes()


def _hashed(one: int, other: int) -> int:
    """A signed number of 32 bits for two."""
    mixed = (one * 0x9E3779B97F4A7C15 ^ other * 0xC2B2AE3D27D4EB4F) & 0xFFFFFFFFFFFFFFFF
    mixed = (mixed ^ mixed >> 29) * 0x165667B19E3779F9 & 0xFFFFFFFFFFFFFFFF
    return (mixed >> 32) - (1 << 31)
