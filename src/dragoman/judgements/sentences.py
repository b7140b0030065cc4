"""Judgements as training sentences, in the markup of `training/sentences/GUIDE.md`.

A sentence trains for each of its words whether it names an act, so it is given only once all events in it are judged: an act
that nobody has looked at would else be taught to be none. Until then it stands there as a comment, which training passes over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import UNSET, Struct

from ..coding import lexicon
from ..model.judgement import Judgement, Sentence
from .laying import Standing, standing

_SIGNS = frozenset("[]{}|")


class Written(Struct, frozen=True):
    """The lines of a file of training sentences, and how many sentences are given and left out for each reason."""

    lines: tuple[str, ...]
    given: int
    left_out: dict[str, int]


def training_sentences(judgements: Sequence[Judgement]) -> Written:
    """A line for each judged sentence: accepted and changed acts marked, rejected ones not."""
    groups: dict[tuple[str, str, int, str], list[Standing]] = {}
    for found in standing(judgements):
        last = found.last
        where = last.event.evidence
        groups.setdefault((last.article_id, where.part, where.paragraph, last.sentence.text), []).append(found)
    lines: list[str] = ["# Judged sentences, written by dragoman judge --export."]
    seen: set[str] = set()
    given, left_out = 0, Counter[str]()
    for (*_, text), rows in groups.items():
        line, fault = _item(text, rows)
        if line in seen:
            continue
        seen.add(line)
        if fault:
            left_out[fault] += 1
            lines.append(f"# {fault}: {line}")
        else:
            given += 1
            lines.append(line)
    return Written(tuple(lines), given, dict(left_out))


def _item(text: str, found: Sequence[Standing]) -> tuple[str, str]:
    """The sentence as it is marked, and why it cannot be given, if it cannot."""
    if _SIGNS & set(text):
        return " ".join(text.split()), "a sign of the markup stands in it"
    judged = {f.last.event.id for f in found}
    open_ = {i for f in found for i in f.last.sentence.beside} - judged
    marked = [_mark(f) for f in found if f.last.verdict != "reject"]
    marks = sorted(mark for mark in marked if mark is not None)
    fault = "a type that is a kind of none of PLOVER's" if None in marked else ""
    fault = fault or ("not all of its events are judged" if open_ else "")
    if any(b < end for (_, end, _), (b, _, _) in pairwise(marks)):
        return " ".join(text.split()), "two acts at one word"
    names = [
        (n.start, n.end, f"[{n.kind}:{text[n.start : n.end]}]")
        for n in found[-1].last.sentence.names
        if not any(n.start < end and start < n.end for start, end, _ in marks)
    ]
    out, at = "", 0
    for start, end, mark in sorted([*marks, *names]):
        out += text[at:start] + mark
        at = end
    return " ".join((out + text[at:]).split()), fault


def _mark(found: Standing) -> tuple[int, int, str] | None:
    """Where the word for the act stands, and its mark; none where its type is of the user's own and a kind of none of PLOVER's.

    The language model knows PLOVER's types alone.
    """
    event, sentence, changes = found.last.event, found.last.sentence, found.changes
    kind = lexicon.plover(event.type if changes.type is UNSET else str(changes.type))
    if kind not in lexicon.shipped().quads:
        return None
    mode = event.mode if changes.mode is UNSET else changes.mode
    if (kind, mode) not in lexicon.shipped().scores:
        mode = None
    modality = event.modality if changes.modality is UNSET else changes.modality
    word = sentence.text[sentence.word_start : sentence.word_end]
    sides = [
        ("A", _words(sentence, "actor", None if changes.actors is UNSET else changes.actors)),
        ("R", _words(sentence, "recipient", None if changes.recipients is UNSET else changes.recipients)),
    ]
    parties = "".join(f"|{side}={';'.join(words)}" for side, words in sides if words)
    return sentence.word_start, sentence.word_end, f"{{{kind}{f'.{mode}' if mode else ''}/{modality}:{word}{parties}}}"


def _words(sentence: Sentence, side: str, codes: object) -> list[str]:
    """The words of the sentence for one side; of codes that were changed the words that have them, if any do."""
    if not isinstance(codes, tuple):
        return _unique(p.words for p in sentence.parties if p.side == side)
    out = []
    for code in codes:
        mine = [p for p in sentence.parties if p.code == code]
        out += [p.words for p in ([p for p in mine if p.side == side] or mine)[:1]]
    return _unique(out)


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(w for w in words if not (_SIGNS | {";"}) & set(w)))
