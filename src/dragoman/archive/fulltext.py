"""Full text for adapters that bring none: the query language and the scores of SQLite's FTS5, over texts kept as their stems.

A text is kept as `packed` makes it, each stem between two spaces of its own, so that a word, a phrase and a beginning are all
found as one string in another, by whatever reads the table.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from .stems import stem, words

HEADLINE, BODY = 4.0, 1.0  # how much a word counts there
_K1, _B = 1.2, 0.75
_MOST = 64  # phrases of a question; what is beyond them is not asked
_DEEP = 100  # brackets within brackets
_TOKEN = re.compile(r'\s*(?:(?P<phrase>"(?:[^"]|"")*")|(?P<word>[\w\x80-\U0010ffff]+)|(?P<sign>[()*,]))')

Node = tuple[Any, ...]


class Phrase(Struct, frozen=True):
    """Words that follow one another, as the string that stands for them in a packed text."""

    packed: str


class Question(Struct, frozen=True):
    """What is sought: its phrases, and which of them a page needs to have."""

    phrases: tuple[Phrase, ...]
    node: Node | None

    def met(self, found: Sequence[bool]) -> tuple[int, ...]:
        """Of a page that has these of the phrases: those that make it one that is meant; none where it is not."""
        return _met(self.node, found) if self.node is not None else ()


class _Wrong(Exception):
    """A question that keeps no grammar."""


def packed(text: str) -> str:
    """The text as it is kept."""
    return "".join(f" {stem(word)} " for word in words(text))


def asked(sought: str) -> Question:
    """Words, "a phrase", pre*, AND, OR, NOT, brackets; NEAR(…) is AND. What keeps no grammar is sought word for word."""
    try:
        return _Parser(_tokens(sought)).question()
    except _Wrong:
        return _Parser([("phrase", word) for word in sought.split()]).question()


def scores(
    question: Question, rows: Iterable[tuple[int, int, Sequence[int]]], all_: tuple[int, float]
) -> list[tuple[int, float]]:
    """Pages that a question means, by BM25, best first.

    `rows` are number, words and, for each phrase, how often it stands in headline and body, of every page that has one of them;
    `all_` is how many pages there are, and how many words one has on average. Source: SQLite, fts5_aux.c.
    """
    rows, (pages, length) = list(rows), all_
    n = len(question.phrases)
    holding = [sum(1 for _, _, counts in rows if counts[2 * i] or counts[2 * i + 1]) for i in range(n)]
    weights = [max(1e-6, math.log((pages - held + 0.5) / (held + 0.5))) for held in holding]
    out = []
    for page, size, counts in rows:
        often = [HEADLINE * counts[2 * i] + BODY * counts[2 * i + 1] for i in range(n)]
        if met := question.met([count > 0 for count in often]):
            long = _K1 * (1 - _B + _B * size / length)
            out.append((page, sum(weights[i] * often[i] * (_K1 + 1) / (often[i] + long) for i in met)))
    out.sort(key=lambda pair: (-pair[1], pair[0]))
    return out


def _tokens(sought: str) -> list[tuple[str, str]]:
    out, at = [], 0
    sought = sought.rstrip()
    while at < len(sought):
        match = _TOKEN.match(sought, at)
        if match is None:
            raise _Wrong
        kind = match.lastgroup or ""
        text = match[kind]
        out.append((kind, text[1:-1].replace('""', '"') if kind == "phrase" else text))
        at = match.end()
    return out


class _Parser:
    """Reads a question from the left. NOT binds closer than AND, AND closer than OR, phrases side by side closest."""

    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self._tokens, self._at, self._deep = tokens, 0, 0
        self._phrases: list[Phrase] = []

    def question(self) -> Question:
        node = self._either() if self._tokens else None
        if self._at < len(self._tokens):
            raise _Wrong
        return Question(tuple(self._phrases), node)

    def _either(self) -> Node | None:
        return self._joined("OR", lambda: self._joined("AND", lambda: self._joined("NOT", self._side)))

    def _joined(self, word: str, part: Callable[[], Node | None]) -> Node | None:
        node = part()
        while self._next() == ("word", word):
            self._at += 1
            other = part()
            if node is None or other is None:  # a phrase without words asks nothing
                node = node or (other if word != "NOT" else None)
            else:
                node = (word, node, other)
        return node

    def _side(self) -> Node | None:
        if self._next() == ("sign", "("):
            return self._bracket()
        nodes, before = [], self._at
        while (node := self._phrase()) is not _NONE:
            nodes.append(node)
        if self._at == before:
            raise _Wrong
        return _all(nodes)

    def _bracket(self) -> Node | None:
        self._deep += 1
        if self._deep > _DEEP:
            raise _Wrong
        self._at += 1
        node = self._either()
        self._take(")")
        self._deep -= 1
        return node

    def _phrase(self) -> Node | None:
        """A phrase, or several of NEAR; `_NONE` where none begins here."""
        kind, text = self._next()
        if kind == "sign" or not kind or (kind == "word" and text in ("AND", "OR", "NOT")):
            return _NONE
        self._at += 1
        if (kind, text) == ("word", "NEAR") and self._next() == ("sign", "("):
            return self._near()
        begins = self._next() == ("sign", "*")
        self._at += begins
        return self._known(text, begins)

    def _near(self) -> Node | None:
        self._at += 1
        nodes = []
        while (node := self._phrase()) is not _NONE:
            nodes.append(node)
        if self._next() == ("sign", ","):
            self._at += 1
            if not self._next()[1].isdigit():
                raise _Wrong
            self._at += 1
        self._take(")")
        return _all(nodes)

    def _known(self, text: str, begins: bool) -> Node | None:
        key = packed(text)
        if not key or len(self._phrases) >= _MOST:
            return None
        self._phrases.append(Phrase(key[:-1] if begins else key))
        return ("phrase", len(self._phrases) - 1)

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _take(self, sign: str) -> None:
        if self._next() != ("sign", sign):
            raise _Wrong
        self._at += 1


_NONE: Node = ("none",)


def _all(nodes: Sequence[Node | None]) -> Node | None:
    """All that ask something."""
    asking = [node for node in nodes if node is not None]
    return ("ALL", *asking) if len(asking) > 1 else asking[0] if asking else None


def _met(node: Node, found: Sequence[bool]) -> tuple[int, ...]:
    kind = node[0]
    if kind == "phrase":
        return (node[1],) if found[node[1]] else ()
    if kind == "OR":
        return _met(node[1], found) + _met(node[2], found)
    if kind == "NOT":
        return () if _met(node[2], found) else _met(node[1], found)
    parts = [_met(part, found) for part in node[1:]]
    return tuple(i for part in parts for i in part) if all(parts) else ()
