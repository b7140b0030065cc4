"""Words of an article about what was sought."""

from __future__ import annotations

import re

from ..model import Article

_WORD = re.compile(r"[^\W_]+")
_OPERATORS = frozenset({"and", "or", "not", "near"})
_BEFORE, _LONG = 60, 200


def snippet(article: Article, sought: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Some 200 characters of the article with as many of the words as can be, and where in them the words stand.

    Words are compared by their beginnings, as the index has stems: `negotiate` finds `negotiations`.
    """
    stems = {_stem(w) for w in _WORD.findall(sought.lower()) if w not in _OPERATORS}
    best, most = "", -1
    for _, _, text in article.parts():
        for window in _windows(text, stems):
            found = len({_stem(m.group().lower()) for m in _WORD.finditer(window)} & stems)
            if found > most:
                best, most = window, found
    hits = tuple((m.start(), m.end()) for m in _WORD.finditer(best) if _stem(m.group().lower()) in stems)
    return best, hits


def _windows(text: str, stems: set[str]) -> list[str]:
    found = [m.start() for m in _WORD.finditer(text) if _stem(m.group().lower()) in stems]
    out = []
    last = -_LONG
    for at in found:
        if at - last < _LONG // 2:
            continue
        last = at
        first = max(0, at - _BEFORE)
        first = text.find(" ", first) + 1 if first else 0
        end = first + _LONG
        cut = text.rfind(" ", at, end) if end < len(text) else len(text)
        out.append(" ".join(text[min(first, at) : cut if cut > at else end].split()))
    return out or [" ".join(text[:_LONG].split())]


def _stem(word: str) -> str:
    for end in ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "es", "ly", "er", "e", "s", "y"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word[: -len(end)]
    return word
