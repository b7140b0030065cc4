"""Words and their stems, as SQLite's full text has them, for adapters that bring none: `porter unicode61 remove_diacritics 2`.

Source: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two suffixes (-bli, -logi) that he changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 64  # bytes; what is longer is no word of a language
_SECOND = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "logi": "log", "bli": "ble", "alli": "al",
    "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive",
    "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
_THIRD = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_FOURTH = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er",
    "ic", "ou",
)  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text, in small letters, without accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a word of `words`."""
    if word.isascii():
        return _stem(word) if 2 < len(word) < _LONGEST else word
    known = word.encode("utf-8", "replace")  # letters beyond ASCII count as the consonants that their bytes are
    return _stem(known.decode("latin-1")).encode("latin-1").decode("utf-8", "replace") if 2 < len(known) < _LONGEST else word


def _stem(word: str) -> str:
    word = _first(word)
    if word.endswith("y") and _vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _swapped(_swapped(word, _SECOND), _THIRD)
    for end in _FOURTH:
        if word.endswith(end):
            left = word[: -len(end)]
            if _measure(left) > 1 and (end != "ion" or left.endswith(("s", "t"))):
                word = left
            break
    if word.endswith("e") and ((m := _measure(word[:-1])) > 1 or (m == 1 and not _short(word[:-1]))):
        word = word[:-1]
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _first(word: str) -> str:
    """Without plural, -ed and -ing."""
    if word.endswith("s"):
        word = word[:-2] if len(word) > 3 and word.endswith(("sses", "ies")) else word if word.endswith("ss") else word[:-1]
    if len(word) > 3 and word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    left = word[:-2] if word.endswith("ed") else word[:-3] if word.endswith("ing") else ""
    if not left or not _vowel(left):
        return word
    if left.endswith(("at", "bl", "iz")):
        return left + "e"
    if len(left) > 1 and left[-1] == left[-2] and _consonant(left, len(left) - 1) and left[-1] not in "lsz":
        return left[:-1]
    return left + "e" if _measure(left) == 1 and _short(left) else left


def _swapped(word: str, ends: dict[str, str]) -> str:
    """With the longest of the ends that it has swapped, where something is left before it."""
    for n in range(7, 2, -1):
        new = ends.get(word[-n:]) if len(word) > n else None
        if new is not None:
            return word[:-n] + new if _measure(word[:-n]) > 0 else word
    return word


def _consonant(word: str, i: int) -> bool:
    c = word[i]
    return c not in "aeiou" and (c != "y" or i == 0 or not _consonant(word, i - 1))


def _vowel(word: str) -> bool:
    return any(not _consonant(word, i) for i in range(len(word)))


def _measure(word: str) -> int:
    """How often a consonant follows a vowel."""
    kinds = [_consonant(word, i) for i in range(len(word))]
    return sum(after and not before for before, after in pairwise(kinds))


def _short(word: str) -> bool:
    """Whether it ends in consonant, vowel, consonant, the last not w, x or y."""
    n = len(word)
    return n > 2 and _consonant(word, n - 3) and not _consonant(word, n - 2) and _consonant(word, n - 1) and word[-1] not in "wxy"
