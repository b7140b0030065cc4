"""WordPiece (Schuster and Nakajima 2012; BERT's uncased vocabulary) over words that are already cut, with a case class each."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

UNKNOWN, START, END, PAD = "[UNK]", "[CLS]", "[SEP]", "[PAD]"

# What the uncased encoder cannot see. The order is part of the trained weights.
SHAPES = ("none", "lower", "title", "upper", "mixed", "digit", "alnum", "punct", "initial")


def shape(word: str) -> int:
    """The index in SHAPES of a word's case class."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5 if any(c.isdigit() for c in word) else 7
    if any(c.isdigit() for c in word):
        return 6
    if word[0].isupper() and len(letters) == 1:
        return 8
    if all(c.islower() for c in letters):
        return 1
    if all(not c.islower() for c in letters):
        return 3
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 2
    return 4


class WordPiece:
    """The subwords of single words; the pieces are those of BERT's own tokenizer for the same word."""

    def __init__(self, vocabulary: Path) -> None:
        with vocabulary.open(encoding="utf-8") as lines:
            self.ids = {line.rstrip("\n"): i for i, line in enumerate(lines)}
        self.unknown, self.start, self.end = self.ids[UNKNOWN], self.ids[START], self.ids[END]
        self.pieces = lru_cache(maxsize=65536)(self._pieces)

    def _pieces(self, word: str) -> tuple[int, ...]:
        """The ids of a word's subwords, at least one."""
        out: list[int] = []
        for token in _basic(word):
            if len(token) > 100:
                out.append(self.unknown)
                continue
            found: list[int] = []
            start = 0
            while start < len(token):
                end = len(token)
                while end > start:
                    piece = ("##" if start else "") + token[start:end]
                    if piece in self.ids:
                        break
                    end -= 1
                if end == start:
                    found = [self.unknown]
                    break
                found.append(self.ids[piece])
                start = end
            out += found
        return tuple(out) or (self.unknown,)


def _basic(word: str) -> list[str]:
    """BERT's basic tokenization: lower case, no accents, punctuation and CJK characters apart."""
    plain = unicodedata.normalize("NFD", "".join(" " if c.isspace() else c for c in word if not _control(c)).lower())
    out: list[str] = []
    fresh = True
    for c in plain:
        if unicodedata.category(c) == "Mn":
            continue
        if c == " ":
            fresh = True
        elif _punctuation(c) or 0x4E00 <= ord(c) <= 0x9FFF or 0x3400 <= ord(c) <= 0x4DBF:
            out.append(c)
            fresh = True
        elif fresh:
            out.append(c)
            fresh = False
        else:
            out[-1] += c
    return out


def _control(c: str) -> bool:
    return ord(c) in (0, 0xFFFD) or (unicodedata.category(c).startswith("C") and c not in "\t\n\r")


def _punctuation(c: str) -> bool:
    code = ord(c)
    return (
        33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126 or unicodedata.category(c).startswith("P")
    )
