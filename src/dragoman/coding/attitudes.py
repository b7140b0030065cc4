"""Document to attitudes: what somebody is reported to want, hold, judge, ask or speak of, without being quoted.

The record does not list them: nothing is said in them. With the statements they make up the attributions of a text.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from ..world.tables import read_table
from .cues import NOMINAL, Ref, is_passive, phrase, speaker
from .document import Document, Line
from .statements import Said

TABLE = Path(__file__).parent / "tables" / "attitudes.tsv"
_CLASSES = {"VERB": "verb", "ADJ": "adj"}
_QUESTIONS = frozenset(("whether", "how", "why", "what", "who", "whom", "which"))
# Outside quotation marks they are the writer and the reader: nobody whom the article reports.
_PARTNERS = frozenset(("i", "me", "we", "us", "you"))


class Complement(Struct, frozen=True):
    """What a word takes: words `first` to `last` (exclusive); the word with its preposition ends before `behind`."""

    first: int
    last: int
    behind: int


@lru_cache(maxsize=1)
def takes() -> dict[tuple[str, str], frozenset[str]]:
    """What each word of the table takes, by class and lemma."""
    out: dict[tuple[str, str], frozenset[str]] = {}
    for row in read_table(TABLE, ("word", "takes", "lemmas")):
        for lemma in row["lemmas"].split():
            key = row["word"], lemma
            out[key] = out.get(key, frozenset()) | frozenset(row["takes"].split())
    return out


def find_attitudes(document: Document, said: list[Said]) -> list[Said]:
    """The attitudes of an article in reading order. What stands within somebody's words is theirs to tell: it is left out."""
    cues = {(s.cue_at.line, s.cue_at.head) for s in said if s.cue_at}
    out = []
    for line in document.lines:
        spoken = [s.content for s in said if (s.content.part, s.content.paragraph) == (line.part, line.paragraph)]
        for i, word in enumerate(line.words):
            found = takes().get((_CLASSES.get(word.upos, ""), word.lemma.lower()))
            if found and (line.number, i) not in cues and not any(c.start <= word.start < c.end for c in spoken):
                attitude = _attitude(line, i, found)
                out += [attitude] if attitude else []
    return out


def _attitude(line: Line, i: int, found: frozenset[str]) -> Said | None:
    passive = line.words[i].upos == "VERB" and is_passive(line, i)
    bare = line.words[i].feats.get("VerbForm") == "Inf" and not line.under(i, "aux")  # an infinitive: not held yet
    source = _holder(line, i, passive)
    # `The plan was denounced by …`: the plan. `It is seen as a trap`, `Asked whether …`, by nobody named: what follows.
    complement = _undergone(line, i, found) if passive and source else _complement(line, i, found)
    if bare or complement is None or not (source or passive):
        return None
    if source and line.words[source.head].text.lower() in _PARTNERS:
        return None
    cue = Ref(line.number, i, complement.behind, i)
    content = line.span(complement.first, complement.last)
    return Said("indirect", content, line.string(cue.first, cue.last), cue, source, confidence=0.3)


def _holder(line: Line, i: int, passive: bool) -> Ref | None:
    """Whose attitude it is: the subject of the verb or of the adjective, of a passive the agent."""
    head = next(iter(line.under(i, "nsubj")), None) if line.words[i].upos == "ADJ" else speaker(line, i, passive)[0]
    return phrase(line, head, i) if head is not None else None


def _complement(line: Line, i: int, found: frozenset[str]) -> Complement | None:
    for c in (c for c in line.children[i] if c > i):
        first, last = _reach(line, i, c)
        how = _how(line, c)
        if how in found:
            return Complement(first, last, i + 1)
        if how == "obj" and "as" in found:
            said = [k for k in line.children[i] if k > c and (line.relation(k) in ("xcomp", "ccomp") or "as" in _joints(line, k))]
            if said:
                return Complement(first, _reach(line, i, said[0])[1], i + 1)
        joint = next((k for k in line.under(c, "case", "mark") if line.words[k].text.lower() in found), None)
        if joint is not None and i < joint < c:
            return Complement(joint + 1, last, joint + 1 if joint == i + 1 else i + 1)
    return None


def _undergone(line: Line, i: int, found: frozenset[str]) -> Complement | None:
    """The subject of a passive with an agent (`the plan was criticised by …`)."""
    subject = next((c for c in line.children[i] if line.words[c].deprel == "nsubj:pass" and c < i), None)
    if subject is None or not found & {"obj", "as"}:
        return None
    below = [k for k in line.subtree(subject) if k < i]
    return Complement(below[0], below[-1] + 1, i + 1)


def _how(line: Line, c: int) -> str:
    """How word c completes what governs it: obj, that, to, ing, or not by itself."""
    word, relation = line.words[c], line.relation(c)
    if relation == "obj":
        return "obj" if word.upos in NOMINAL else ""
    joints = _joints(line, c)
    if relation not in ("ccomp", "xcomp") and not (relation == "advcl" and joints & _QUESTIONS):
        return ""
    if word.text.endswith("ing") and word.upos == "VERB" and not line.under(c, "aux"):
        return "ing"
    return "to" if "to" in joints and not joints & _QUESTIONS else "that"


def _joints(line: Line, c: int) -> set[str]:
    """The words that join c to what governs it (`as`, `to`, `whether`)."""
    return {line.words[k].text.lower() for k in line.children[c] if k < c}


def _reach(line: Line, i: int, c: int) -> tuple[int, int]:
    """The unbroken run of words below c and behind word i, without punctuation at its edges."""
    below = {k for k in line.subtree(c) if k > i}
    first, last = c, c + 1
    while first - 1 in below:
        first -= 1
    while last in below and line.words[last].text != ";":
        last += 1
    while first < c and line.words[first].upos == "PUNCT":
        first += 1
    while last > c + 1 and line.words[last - 1].upos == "PUNCT":
        last -= 1
    return first, last
