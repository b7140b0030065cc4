"""Predicates from example sentences: which word names the act, and what it needs to stand beside it.

`The ministry {leaked} the cable` marks the word; without a mark it is the head of the sentence, of which the language model
makes the tree. The object, else the first phrase with a preposition, becomes the condition: `leak  V  object:cable`. What
several sentences say of one word is put together: `object:cable|memo`. A sentence of type `-` says what is no act.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..language import Reader
from ..model import Article, Block
from ..world.tables import Fault, Row
from . import lexicon
from .document import Document, Line

# Verbs that only carry the noun that names the act, and those that only report it.
_LIGHT = frozenset("be have do make take give launch conduct hold stage carry commit engage begin start".split())
_REPORTING = frozenset("say tell announce report confirm state add reveal show".split())
_POS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
_CLASSES = {"PER": "PERSON", "NORP": "ACTOR", "LOC": "ACTOR", "ORG": "ACTOR"}
MOST = 2_000  # characters of a sentence

Key = tuple[str, str, str, str, str]


def derive(rows: Sequence[Row], language: Reader) -> tuple[list[Row], list[Fault]]:
    """The predicates that some examples stand for, each where its first example does; and the examples that cannot be read."""
    found: dict[Key, tuple[Row, list[str]]] = {}
    wrong: list[Fault] = []
    for row in rows:
        try:
            line, i = _event_word(row["sentence"], language)
        except ValueError as error:
            wrong.append(Fault(row.where, str(error), "mark the word that names the act: The ministry {leaked} the cable.", row))
            continue
        key, words = _condition(line, i)
        same = (_lemma(line, i), _POS[line.words[i].upos], row["type"], row["mode"], key)
        listed = found.setdefault(same, (row, []))[1]
        listed += [w for w in words if w not in listed]
    made = []
    for (lemma, pos, kind, mode, key), (row, words) in found.items():
        needs = f"{key}:{'|'.join(words)}" if words else key
        strength = "" if kind == lexicon.NOTHING else "strong"
        cells = zip(lexicon.COLUMNS["predicates"], (lemma, pos, kind, mode, needs, strength), strict=True)
        made.append(Row.new(cells, row.file, row.line, row.layer))
    return made, wrong


def _event_word(sentence: str, language: Reader) -> tuple[Line, int]:
    """The line and the word of it that names the act. Raises `ValueError`."""
    if sentence.count("{") != sentence.count("}") or sentence.count("{") > 1:
        raise ValueError("not one pair of braces")
    if len(sentence) > MOST:
        raise ValueError(f"a sentence of more than {MOST:,} characters")
    start, end = sentence.find("{"), sentence.find("}") - 1
    if start > end >= 0:
        raise ValueError("not one pair of braces")
    text = sentence.replace("{", "").replace("}", "")
    lines = Document(Article("example", body=(Block(text),)), language).lines
    if start >= 0:
        for line in lines:
            inside = [k for k, w in enumerate(line.words) if w.start < end and w.end > start]
            if inside:
                i = line.head_of(inside[0], inside[-1] + 1)
                if line.words[i].upos in _POS:
                    return line, i
        raise ValueError("what is marked is no verb, noun or adjective")
    if not lines:
        raise ValueError("no sentence")
    i = _head(lines[0])
    if lines[0].words[i].upos not in _POS or lines[0].words[i].lemma.lower() in _LIGHT | _REPORTING:
        raise ValueError("no word that plainly names the act")
    return lines[0], i


def _head(line: Line) -> int:
    """The word that a sentence is about: its root, what that reports, or the noun that it only carries."""
    i = line.root
    for _ in range(3):
        lemma = line.words[i].lemma.lower()
        below = line.under(i, "ccomp") if lemma in _REPORTING else line.under(i, "obj") if lemma in _LIGHT else []
        if not below:
            break
        i = below[0]
    return i


def _lemma(line: Line, i: int) -> str:
    """The lemma by which the tables find the word; of several that its ending allows, one that the package's know."""
    if line.words[i].upos not in ("VERB", "AUX"):
        return line.words[i].lemma.lower()
    lemma, _, particle = line.lemma(i).partition(" ")
    known = lexicon.shipped().rules
    base = next((b for b in lexicon.bases(line, i) if ("V", b) in known), lemma)
    return f"{base} {particle}".rstrip()


def _condition(line: Line, i: int) -> tuple[str, list[str]]:
    """What stands beside the word: its object, else a phrase with a preposition, else a clause, else what modifies it."""
    for j in line.under(i, "obj", "nsubj:pass"):
        if words := _words(line, j):
            return "object", words
    for j in line.under(i, "obl", "nmod"):
        case = line.case(j)
        if case in lexicon.PREPOSITIONS and (words := _words(line, j)):
            return case, words
    if line.under(i, "ccomp"):
        return "clause", []
    if any(line.words[c].text.lower() == "to" for x in line.under(i, "xcomp") for c in line.under(x, "mark")):
        return "to-clause", []
    for j in line.under(i, "compound", "amod"):
        return "modifier", [line.words[j].lemma.lower()]
    return "", []


def _words(line: Line, j: int) -> list[str]:
    """What a word stands for in a condition: the class of a name or a pronoun, else itself with the nouns before it."""
    word = line.words[j]
    kind = next((e.kind for e in line.sentence.entities if e.first <= j < e.last), None)
    if kind in _CLASSES:
        return [_CLASSES[kind]]
    if word.upos == "PRON":
        return ["PERSON"]
    if word.upos == "NUM":
        return [w for c in line.under(j, "nmod") for w in _words(line, c)]
    if word.upos not in ("NOUN", "PROPN"):
        return []
    before = [line.words[c].lemma.lower() for c in line.under(j, "compound") if c < j]
    return [" ".join([*before, word.lemma.lower()])]
