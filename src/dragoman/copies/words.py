"""The words of a text that tell it from others: their order, their weight, and numbers to hash them by.

A word stands for its first six letters, so that `sanction` and `sanctions` are one and a respun inflection costs nothing; of a
script without spaces each pair of characters is a word. How common a word is, is told by a fixed list (`tables/common.txt`,
commonest first, six letters each: the order of the vocabulary of BERT, counted over books and an encyclopaedia, Apache-2.0), so
that nothing depends on which texts came before.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

COLUMNS = 96
NUMBERS = 0x1000  # short hashes below it are those of numbers
_DROPPED = 300
_STEM = 6
_MOST_WORDS = 40_000  # in a memo: 0.6 kB each
# What a word's first, second and third occurrence weigh: words that an author repeats are what the text is about, and one
# chance word in place of another is hardly ever put there twice.
_REPEATED = np.array([[0.2], [1.0], [1.5]])
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_FAR = re.compile(r"[\u0e00-\u1fff\u3040-\uffff]")
_APOSTROPHE = re.compile(r"(?<=\w)['’`].*")
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def tokens(text: str) -> list[str]:
    """The words as they are written, punctuation and all; characters without spaces between them come in overlapping pairs."""
    text = text.replace("-", " ").replace("/", " ")
    if not text.isascii():
        text = text.replace("–", " ").replace("—", " ")
        if _FAR.search(text):
            text = _UNSPACED.sub(_pairs, text)
    return text.split()


def bare(token: str) -> str:
    """The letters and digits of a word as written: `Russia` of `“Russia’s`, `12500` of `12,500.`."""
    return "".join(filter(str.isalnum, _APOSTROPHE.sub("", token)))


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    return f" {' '.join(run[i : i + 2] for i in range(max(1, len(run) - 1)))} "


@cache
def _ranks() -> dict[str, int]:
    listed = files(__package__).joinpath("tables/common.txt").read_text("utf-8").split()
    return {word: rank for rank, word in enumerate(listed)}


def weight(low: str) -> float:
    """How much a lower-case word tells, from 0 (dropped) to 1: the rarer, the more; of numbers, years and small ones little."""
    if len(low) < 2 and low.isascii():
        return 0.0
    if low[0].isdigit():
        return 0.3 if len(low) == 2 or (len(low) == 4 and low[:2] in ("19", "20")) else 1.0
    ranks = _ranks()
    rank = ranks.get(low[:_STEM], len(ranks))
    return 0.0 if rank < _DROPPED else log((rank + 1) / _DROPPED) / log((len(ranks) + 1) / _DROPPED)


class Memo:
    """What is known of words met before: a memory of pure functions, emptied when it grows too large.

    `ids` has each word as written: -1 where it is one to drop, else twice its number, plus one where it begins with a capital.
    Row `3 * number + k` of `table` draws the word's `k+1`th occurrence (the third stands for all that follow).
    """

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.size = 0
        self.short = np.empty(1024, np.uint16)
        self.weights = np.empty(1024, np.float32)
        self.table: NDArray[np.uint16] = np.empty((3 * 1024, COLUMNS), np.uint16)
        self._numbers: dict[str, int] = {}

    def full(self) -> bool:
        """Whether it has grown so large that a new one should be begun."""
        return self.size > _MOST_WORDS or len(self.ids) > 5 * _MOST_WORDS

    def learn(self, token: str) -> int:
        """The entry of `ids` for a word, made where it is not yet there."""
        if token in self.ids:
            return self.ids[token]
        word = bare(token)
        weighs = weight(word.lower())
        stem = word.lower() if word[:1].isdigit() else word.lower()[:_STEM]
        if not weighs:
            self.ids[token] = -1
            return -1
        number = self._numbers.get(stem)
        if number is None:
            number = self._numbers[stem] = self.size
            self.size += 1
            if number == len(self.short):
                self.table = np.concatenate([self.table, np.empty_like(self.table)])
                self.short = np.concatenate([self.short, np.empty_like(self.short)])
                self.weights = np.concatenate([self.weights, np.empty_like(self.weights)])
            seed = int.from_bytes(blake2b(stem.encode(), digest_size=8).digest(), "little")
            self.short[number] = _short(seed, word[0].isdigit())
            self.weights[number] = weighs
            clocks = (_exponentials(seed) / _REPEATED).astype(np.float32)
            # The upper half of a positive float keeps its order, and is enough to tell one from another.
            self.table[3 * number : 3 * number + 3] = clocks.view(np.uint32) >> 16
        self.ids[token] = found = 2 * number + word[0].isupper()
        return found


def _short(seed: int, number: bool) -> int:
    """Fifteen bits for a word, so that the lowest eighth of them is left to numbers."""
    return seed % NUMBERS if number else NUMBERS + seed % (0x8000 - NUMBERS)


def _exponentials(seed: int) -> NDArray[np.float64]:
    """Exponential variates of rate one, three rows of them: the same for the same seed wherever they are made (SplitMix64)."""
    with np.errstate(over="ignore"):
        mixed = np.uint64(seed) + _GOLDEN * np.arange(1, 3 * COLUMNS + 1, dtype=np.uint64)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return -np.log(((mixed >> np.uint64(11)).astype(np.float64) + 0.5) / 2.0**53).reshape(3, COLUMNS)
