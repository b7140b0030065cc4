"""Document to statements: who is reported to have said what, in quotation marks or in the paper's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, structs

from ..model import Span, span_of
from .cues import NOMINAL, Cue, Entry, Ref, cues, lexicon, phrase, venue
from .document import Document, Line
from .quotes import Quotation, quotations

__all__ = ["Ref", "Said", "find_statements"]

ENDS = frozenset(".?!…") | {"...", "?!", "!!"}
MARKS = frozenset(("\"", "“", "”", "''", "``", "«", "»", "„", "'", "‘", "’"))
_NO_SPEAKER = frozenset("law rule rules plan schedule treaty constitution size need custom tradition standard principle article".split())
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Said(Struct, frozen=True):
    """Something said: its words as one piece of a clean part, and the words that name cue, speaker, addressee and occasion.

    `source` is as written (it may be a pronoun); `carried` tells that the speaker was named before, beside another quotation;
    `nested_in` is the index, in the list, of the statement that reports this one.
    """

    kind: Literal["direct", "indirect", "mixed"]
    content: Span
    cue: str | None = None
    cue_at: Ref | None = None
    source: Ref | None = None
    addressee: Ref | None = None
    venue: Ref | None = None
    carried: bool = False
    nested_in: int | None = None
    confidence: float = 0.5


class Token(Struct, frozen=True):
    """A word of a passage: its line and its number in it, and where it stands in the text."""

    line: Line
    at: int
    start: int
    end: int
    text: str


class Passage:
    """One paragraph with its words across lines, its quotations and its reporting words."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines, self.text = lines, lines[0].text
        self.part, self.paragraph, self.kind = lines[0].part, lines[0].paragraph, lines[0].kind
        self.tokens = [Token(x, i, w.start, w.end, w.text) for x in lines for i, w in enumerate(x.words)]
        self.quotes = quotations(self.text)
        self.cues = {(x.number, c.at): c for x in lines for c in cues(x)}
        self.full = [q for q in self.quotes if self._speaks(q)]

    def quote_at(self, start: int, end: int) -> Quotation | None:
        """The quotation that holds these places of the text."""
        return next((q for q in self.quotes if q.start <= start and end <= q.end), None)

    def index(self, place: int) -> int:
        """The first token that ends behind a place of the text."""
        return next((k for k, t in enumerate(self.tokens) if t.end > place), len(self.tokens))

    def cue(self, k: int) -> Cue | None:
        """The reporting word at token k."""
        return self.cues.get((self.tokens[k].line.number, self.tokens[k].at))

    def span(self, start: int, end: int) -> Span:
        """A piece of the paragraph's text."""
        return span_of(self.text, self.part, self.paragraph, start, end)

    def _speaks(self, q: Quotation) -> bool:
        """Whether a quotation stands for itself (a clause set off), rather than as a few words inside the paper's sentence."""
        before = self.text[: q.start].rstrip()
        inner = self.text[q.first : q.last]
        count = len(_WORDS.findall(inner))
        if not q.closed and before:
            return False
        tail = self.text[q.last : q.end] + self.text[q.end : q.end + 1]
        ended = inner[-1:] in ".?!…" or "," in tail or inner.endswith("--")
        tokens = [t for t in self.tokens if q.first <= t.start < q.last]
        verbal = any(t.line.words[t.at].feats.get("VerbForm") == "Fin" or t.line.words[t.at].upos == "AUX" for t in tokens)
        if not before:
            return count >= 3 and (ended or verbal or not self.text[q.end :].strip())
        if before[-1] in ".?!:…" or before[-1] in "”\"’»'" and before.rstrip("”\"’»'")[-1:] in ".?!,":
            return count >= 2 and (ended or verbal)
        if before[-1] == ",":
            return count >= 3 and ended and verbal or count >= 6 and verbal
        k = self.index(q.start) - 1
        beside = k >= 0 and (self.cue(k) or (k > 0 and self.cue(k - 1)))
        return bool(beside and isinstance(beside, Cue) and beside.entry.word == "verb" and beside.entry.quote and beside.entry.frame == "-" and count >= 3 and verbal)


def find_statements(document: Document) -> list[Said]:
    """The statements of an article in reading order."""
    found: list[Said] = []
    before: Said | None = None
    opened = False
    last: Passage | None = None
    for passage in _passages(document):
        direct, used = _direct(passage, before if last is not None and last.part == passage.part else None, opened, last)
        indirect = [s for x in passage.lines for s in _reported(passage, x, used, direct)]
        here = sorted(direct + indirect, key=lambda s: (s.content.start, -s.content.end))
        found += here
        if passage.kind != "subheading":
            voiced = [s for s in sorted(here, key=lambda s: s.content.end) if s.source is not None and s.confidence >= 0.5]
            before = voiced[-1] if voiced else None
            opened = bool(passage.quotes) and not passage.quotes[-1].closed
            last = passage
    return _nested(_once(found))


def _passages(document: Document) -> Iterator[Passage]:
    run: list[Line] = []
    for line in document.lines:
        if run and (line.part, line.paragraph) != (run[0].part, run[0].paragraph):
            yield Passage(run)
            run = []
        run.append(line)
    if run:
        yield Passage(run)


# Quotations that stand for themselves.


def _direct(p: Passage, before: Said | None, opened: bool, last: Passage | None) -> tuple[list[Said], set[tuple[int, int]]]:
    out: list[Said] = []
    used: set[tuple[int, int]] = set()
    for n, q in enumerate(p.full):
        made = _after(p, q) or _ahead(p, q, p.full[n - 1] if n else None)
        content = p.span(q.first, q.last)
        if made:
            cue, source = made
            used.add((cue.line, cue.at))
            line = next(x for x in p.lines if x.number == cue.line)
            sure = 0.95 if source and cue.entry.kind == "speech" else 0.85 if source else 0.4
            out.append(_said(p, line, cue, "direct", content, source, sure))
            continue
        if p.part == "headline" or p.kind == "subheading":
            continue
        previous = out[-1] if out else None
        if previous is not None and previous.source is not None and _only_report_between(p, previous.content.end, q.start):
            out.append(structs.replace(previous, content=content, confidence=round(previous.confidence * 0.97, 3)))
        elif not p.text[: q.start].strip():
            carried = _carried(before, last) if p.part == "body" else None
            alone = not p.text[q.end :].strip(" .,") or opened
            if carried and (alone or opened):
                out.append(Said("direct", content, source=carried.source, addressee=carried.addressee, carried=True,
                                confidence=round(min(0.85, carried.confidence) * (1 if opened else 0.95), 3)))
        else:
            speaker = _told_of(p, q)
            if speaker:
                out.append(Said("direct", content, source=speaker, carried=True, confidence=0.6))
    return out, used


def _only_report_between(p: Passage, end: int, start: int) -> bool:
    """Whether nothing but the report of the first quotation stands between two: one sentence at most."""
    between = p.text[end:start]
    return len(re.findall(r"[.?!](?=\s+[A-Z\"“'‘])", between.lstrip("”\"'’» .,?!"))) <= 1 and len(between) < 260


def _stretch(p: Passage, k: int, step: int) -> list[int]:
    """The tokens from k on (or back) to the end of the sentence or the next quotation that stands for itself."""
    out = []
    while 0 <= k < len(p.tokens) and len(out) < 60:
        t = p.tokens[k]
        if t.text in ENDS or any(q.start <= t.start < q.end for q in p.full):
            break
        out.append(k)
        k += step
    return out if step > 0 else out[::-1]


def _verbal(t: Token) -> bool:
    return t.line.words[t.at].upos in ("VERB", "AUX")


def _after(p: Passage, q: Quotation) -> tuple[Cue, Ref | None] | None:
    """The report that follows a quotation (`…,” he said`, `…,” said Levitt`)."""
    tail = p.text[q.last : q.end] + p.text[q.end : q.end + 2]
    inner = p.text[q.first : q.last]
    run = _stretch(p, p.index(q.end), 1)
    while run and p.tokens[run[0]].text in MARKS | {","}:
        run = run[1:]
    ends = inner[-1:] in ".?!…" and "," not in tail
    for n, k in enumerate(run):
        cue = p.cue(k)
        if cue and cue.entry.word == "verb" and (cue.entry.quote or cue.entry.clause):
            if ends and (n > 8 or (inner[-1:] == "." and n > 4) or any(_verbal(p.tokens[j]) for j in run[:n])):
                return None
            if p.tokens[run[0]].text.lower() in ("that", "which", "who", "and", "but") and n and cue.source is None:
                return None
            return cue, _beside(p, cue, run, n)
        if _verbal(p.tokens[k]) and ends:
            return None
    return None


def _beside(p: Passage, cue: Cue, run: list[int], n: int) -> Ref | None:
    """The speaker within the report beside a quotation: by the tree if it stands there, else what stands before or after the verb."""
    inside = {(p.tokens[k].line.number, p.tokens[k].at) for k in run}
    if cue.source and (cue.source.line, cue.source.head) in inside:
        return cue.source
    line = next(x for x in p.lines if x.number == cue.line)
    left = [p.tokens[k].at for k in run[:n] if p.tokens[k].line is line]
    while left and (line.words[left[-1]].upos in ("AUX", "ADV", "PUNCT")):
        left.pop()
    if left:
        comma = next((j for j in left if line.words[j].text in (",", "-", "–", "—", "(")), left[-1] + 1)
        first = [j for j in left if j < comma]
        if first and any(line.words[j].upos in NOMINAL for j in first):
            return Ref(line.number, first[0], first[-1] + 1, _nominal_head(line, first[0], first[-1] + 1))
        return cue.source
    right: list[int] = []
    for k in run[n + 1 :]:
        word = p.tokens[k].line.words[p.tokens[k].at]
        if p.tokens[k].line is not line or word.upos in ("PUNCT", "VERB", "AUX", "SCONJ", "ADV") or (word.upos == "ADP" and word.text.lower() not in ("of", "for")):
            break
        right.append(p.tokens[k].at)
    if right and any(line.words[j].upos in NOMINAL for j in right):
        return Ref(line.number, right[0], right[-1] + 1, _nominal_head(line, right[0], right[-1] + 1))
    return cue.source


def _nominal_head(line: Line, first: int, last: int) -> int:
    head = line.head_of(first, last)
    if line.words[head].upos in NOMINAL:
        return head
    return next((j for j in range(last - 1, first - 1, -1) if line.words[j].upos in NOMINAL), head)


def _ahead(p: Passage, q: Quotation, previous: Quotation | None) -> tuple[Cue, Ref | None] | None:
    """The report that leads to a quotation (`He said: “…`, `told me, “…`)."""
    before = p.text[: q.start].rstrip()
    if not before or before[-1] in ".?!…" or (previous and previous.end >= len(before)):
        return None
    run = _stretch(p, p.index(q.start) - 1, -1)
    verbs = 0
    for k in reversed(run):
        cue = p.cue(k)
        if cue and cue.entry.word == "verb" and (cue.entry.quote or cue.entry.clause):
            return cue, cue.source
        verbs += _verbal(p.tokens[k])
        if verbs > (2 if before[-1] == ":" else 0):
            return None
    return None


def _carried(before: Said | None, last: Passage | None) -> Said | None:
    """The speaker whom the paragraph before leaves speaking."""
    if before is not None:
        return before
    if last is None or last.part != "body" or last.quotes:
        return None
    ref = _subject(last.lines[-1])
    return Said("direct", last.span(0, 1), source=ref, confidence=0.6) if ref else None


def _told_of(p: Passage, q: Quotation) -> Ref | None:
    """The person whom the sentence before a quotation is about."""
    at = p.index(q.start) - 1
    while at >= 0 and p.tokens[at].text in MARKS | ENDS:
        at -= 1
    return _subject(p.tokens[at].line) if at >= 0 and p.text[: q.start].rstrip()[-1:] in ".:" else None


def _subject(line: Line) -> Ref | None:
    """The subject of a sentence where it is a person."""
    for child in line.under(line.root, "nsubj"):
        ref = phrase(line, child, line.root)
        person = ref and any(e.kind == "PER" and e.first < ref.last and e.last > ref.first for e in line.sentence.entities)
        if ref and (person or line.words[child].text.lower() in ("he", "she")):
            return ref
    return None


# What is reported in the paper's words.


def _reported(p: Passage, line: Line, used: set[tuple[int, int]], direct: list[Said]) -> Iterator[Said]:
    for i in range(len(line.words)):
        cue = p.cues.get((line.number, i))
        word = line.words[i]
        quote = p.quote_at(word.start, word.end)
        if quote is not None and quote in p.full:
            continue
        if word.text.lower() == "according" and i + 2 < len(line.words) and line.words[i + 1].text.lower() == "to":
            yield from _according(p, line, i, lexicon()["phrase", "according", "to"], direct)
        elif cue and (line.number, i) not in used and cue.source is not None:
            for start, end, sure in _contents(p, line, cue):
                said = _indirect(p, line, cue, start, end, sure)
                if said and not any(_within(said.content, d.content) or _within(d.content, said.content) for d in direct):
                    yield said


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _indirect(p: Passage, line: Line, cue: Cue, start: int, end: int, sure: float) -> Said | None:
    """A statement over words `start` to `end` (exclusive) of the line, its edges cleaned and its quotations kept whole."""
    words = line.words
    while start < end and (words[start].upos == "PUNCT" and words[start].text not in MARKS | {"[", "("}):
        start += 1
    while end > start and words[end - 1].upos == "PUNCT" and words[end - 1].text not in MARKS | {"]", ")"}:
        end -= 1
    if end <= start:
        return None
    a, b = words[start].start, words[end - 1].end
    for q in p.quotes:
        if a < q.end and q.start < b and q not in p.full:
            if q.start <= a < q.first or a == q.first:
                a = q.start
            if q.start >= a and q.end > b and q.closed:
                b = q.end
            elif q.start < a < q.last < b and q.start >= words[max(0, start - 3)].start:
                a = q.start
    text = p.text[a:b]
    inside = [q for q in p.quotes if a <= q.start and q.end <= b + 1]
    if inside and a == inside[0].start and inside[0].end >= b:
        kind: Literal["direct", "indirect", "mixed"] = "direct"
        a, b = inside[0].first, inside[0].last
    else:
        kind = "mixed" if inside else "indirect"
        while b > a and p.text[b - 1] in ".,;:" and kind == "indirect":
            b -= 1
    if len(_WORDS.findall(text)) < 2:
        return None
    return _said(p, line, cue, kind, p.span(a, b), cue.source, sure)


def _said(p: Passage, line: Line, cue: Cue, kind: Literal["direct", "indirect", "mixed"], content: Span, source: Ref | None, sure: float) -> Said:
    taken = {i for i, w in enumerate(line.words) if content.start <= w.start < content.end or any(q.start <= w.start < q.end for q in p.full)}
    if p.part in ("headline", "standfirst"):
        sure *= 0.7
    first = cue.at
    cue_at = Ref(line.number, first, cue.last, cue.at)
    return Said(kind, content, line.string(first, cue.last), cue_at, source, cue.addressee, venue(line, cue, taken), confidence=round(sure, 3))


def _contents(p: Passage, line: Line, cue: Cue) -> list[tuple[int, int, float]]:
    """The words that a reporting word reports: ranges of the line, and how sure they are."""
    entry, i = cue.entry, cue.at
    if entry.word == "noun":
        return _noun_content(line, cue)
    base = {"speech": 0.9, "writing": 0.75, "thought": 0.5, "stance": 0.6}[entry.kind] * (0.7 + 0.3 * cue.sure)
    if cue.passive and entry.infinitive == "-":
        base *= 0.8
    lead = None if cue.passive else _lead(p, line, cue)
    if entry.clause:
        start = _clause_start(line, cue, lead is not None)
        if start is not None:
            return [(start, _clause_end(p, line, cue, start), base)]
        if lead:
            return [(a, b, base * 0.95) for a, b in lead]
    if entry.infinitive != "-":
        start = _infinitive_start(line, cue)
        if start is not None:
            return [(start, _clause_end(p, line, cue, start), base * 0.85)]
    if entry.frame != "-":
        start = _framed_start(line, cue)
        if start is not None:
            return [(start, _clause_end(p, line, cue, start), base * 0.85)]
    if entry.object:
        start = _object_start(line, cue)
        if start is not None:
            return [(start, _clause_end(p, line, cue, start), base * 0.7)]
    return []


def _lead(p: Passage, line: Line, cue: Cue) -> list[tuple[int, int]] | None:
    """The content before a report set off by commas (`…, the service said on Sunday`), and what goes on after it."""
    words, i = line.words, cue.at
    source = cue.source
    if source is None or source.line != line.number or any(line.words[c].text.lower() in ("as", "when", "if", "because") for c in line.under(i, "mark")):
        return None
    first = min(source.first, i)
    while first > 0 and words[first - 1].upos in ("AUX", "ADV", "DET", "ADJ") and words[first - 1].text != ",":
        first -= 1
    edge = words[first - 1].text if first else ""
    if edge not in (",", "—", "–", "-", "--") and edge not in MARKS:
        return None
    if source.first > i and source.first - i > 4:
        return None
    last = max(cue.last, source.last)
    if cue.addressee and cue.addressee.line == line.number and cue.addressee.first >= i:
        last = max(last, cue.addressee.last)
    while last < len(words) and words[last].text not in (",", ".", ";", "—", "–", "?", "!") and words[last].text not in MARKS:
        if words[last].upos in ("VERB", "AUX", "SCONJ"):
            return None
        last += 1
    start = 0
    for k in range(first - 1, 0, -1):  # not over the end of a sentence or a quotation that stands for itself
        if words[k - 1].text in ENDS and words[k - 1].upos == "PUNCT" or any(q.start <= words[k - 1].start < q.end for q in p.full):
            start = k
            break
    while start < first and (words[start].text in MARKS and p.quote_at(words[start].start, words[start].end) is None or words[start].upos == "CCONJ"
                             or (start + 1 < first and words[start + 1].text == "," and words[start].upos in ("ADV", "SCONJ") and start < 3) or words[start].text == ","):
        start += 1
    out = []
    if first - 1 - start >= 3 and any(words[k].upos in ("VERB", "AUX") for k in range(start, first - 1)):
        out.append((start, first - 1))
    if last < len(words) and words[last].text == "," and words[last + 1 : last + 2]:
        rest = _clause_end(p, line, cue, last + 1)
        finite = any(words[k].feats.get("VerbForm") == "Fin" or words[k].upos == "AUX" for k in range(last + 1, rest))
        participle = words[last + 1].feats.get("VerbForm") in ("Part", "Ger") or words[last + 1].upos in ("SCONJ", "PRON", "CCONJ") and words[last + 1].text.lower() in (
            "who", "which", "where", "when", "as", "after", "before", "while", "though", "although", "and", "but")
        senior = any(words[k].text == "," for k in range(last + 1, rest)) and source.first > i
        if finite and not participle and not senior and source.first < i:
            out.append((last + 1, rest))
    return out or None


def _clause_start(line: Line, cue: Cue, led: bool) -> int | None:
    """Where the clause after a reporting verb begins: behind `that`, or at the clause that tree or frame give as what is said."""
    words, i = line.words, cue.at
    for k in range(cue.last, min(len(words), i + 14)):
        text = words[k].text.lower()
        if text == "that" and words[k].upos in ("SCONJ", "PRON", "DET") and (words[k].upos == "SCONJ" or words[k].deprel == "mark"):
            return k + 1
        if words[k].upos in ("VERB", "AUX") or words[k].text in (";", ":"):
            break
    if led:
        return None
    source_last = cue.source.last if cue.source and cue.source.line == line.number and cue.source.first >= i else 0
    floor = max(cue.last, source_last, cue.addressee.last if cue.addressee and cue.addressee.line == line.number else 0)
    clauses = [c for c in line.children[i] if c > i and line.relation(c) in ("ccomp", "parataxis", "xcomp")]
    for c in clauses:
        if line.relation(c) == "xcomp" and not _finite(line, c):
            continue
        if line.relation(c) == "parataxis" and not _finite(line, c):
            continue
        start, below = c, set(line.subtree(c))
        while start - 1 >= floor and start - 1 in below:
            start -= 1
        if start <= c and start >= floor:
            return start
    frame = line.frames.get(i)
    for a in frame.arguments if frame else ():
        if a.role in ("ARG1", "C-ARG1") and a.first >= floor and a.last - a.first >= 3 and a.first - floor <= 4:
            if any(words[k].feats.get("VerbForm") == "Fin" for k in range(a.first, a.last)):
                return a.first
    return None


def _finite(line: Line, c: int) -> bool:
    """Whether a clause is finite: its verb, its copula or its auxiliary is, or it has a subject."""
    return line.words[c].feats.get("VerbForm") == "Fin" or any(
        line.words[k].feats.get("VerbForm") == "Fin" or line.relation(k) in ("nsubj", "csubj", "expl") for k in line.children[c]
    )


def _clause_end(p: Passage, line: Line, cue: Cue, start: int) -> int:
    """Where what is said ends: where words begin that hang above the reporting verb or beside the content."""
    words, i = line.words, cue.at
    below = set(line.subtree(i))
    below.update(k for k, w in enumerate(words) if w.upos == "PUNCT")
    stops: set[int] = set()
    for c in line.children[i]:
        if c <= start:
            continue
        tree = line.subtree(c)
        first = tree[0]
        comma = first > 0 and words[first - 1].text == ","
        if line.relation(c) == "conj" and words[c].upos in ("VERB", "AUX") and not line.under(c, "nsubj") and first > start and _same_shape(line, i, c):
            stops.add(first)
        elif comma and line.relation(c) in ("advcl", "parataxis", "xcomp", "acl") and words[c].feats.get("VerbForm") in ("Part", "Ger") and first == c and c > start:
            stops.add(first)
    inside_below = start in below
    k = start
    while k < len(words):
        if words[k].text in (";",) or k in stops or any(q.start == words[k].start for q in p.full):
            break
        if words[k].upos == "PUNCT" and words[k].text in ENDS and k > start and p.quote_at(words[k].start, words[k].end) is None:
            break
        if inside_below and k not in below:
            break
        if words[k].text == "," and k + 1 < len(words) and k > start:
            after = p.cues.get((line.number, k + 1)) or (p.cues.get((line.number, k + 2)) if words[k + 1].upos in ("ADV", "CCONJ") else None)
            if after and after.entry.word == "verb" and words[after.at].feats.get("VerbForm") in ("Part", "Ger") and words[after.at].text.lower().endswith("ing"):
                break
            if words[k + 1].text.lower() == "according":
                break
        k += 1
    return k


def _same_shape(line: Line, i: int, c: int) -> bool:
    """Whether two verbs can share a subject: both finite, or both participles."""
    a, b = line.words[i].feats, line.words[c].feats
    return a.get("VerbForm") == b.get("VerbForm") and a.get("Tense") == b.get("Tense")


def _infinitive_start(line: Line, cue: Cue) -> int | None:
    """Where the infinitive begins after `urged him to`, `vowed to`, `demanded to` (behind `to`)."""
    words, i = line.words, cue.at
    for k in range(cue.last, min(len(words) - 1, i + 16)):
        if words[k].upos == "PART" and words[k].text.lower() == "to" and words[words[k].head].upos in ("VERB", "AUX", "ADJ", "NOUN"):
            between = k - cue.last
            if cue.entry.infinitive == "self" and between > 2:
                return None
            if cue.entry.infinitive == "other" and between == 0 and not cue.passive:
                return None
            start = k + 1
            if k and words[k - 1].text.lower() == "not":
                start = k - 1
            return start
        if words[k].upos in ("VERB", "AUX", "PUNCT") or words[k].text.lower() == "that":
            return None
    return None


def _framed_start(line: Line, cue: Cue) -> int | None:
    """Where `Sinwar as the mastermind`, `Western nations of selecting …`, `the plan “reckless”` begin."""
    words, i, frame = line.words, cue.at, cue.entry.frame
    objects = line.under(i, "obj", "iobj") or ([c for c in line.under(i, "xcomp") if c > i] if frame == "bare" else [])
    objects = [c for c in objects if c > i]
    if not objects:
        return None
    first = next((k for k in range(cue.last, objects[0] + 1) if words[k].upos not in ("PUNCT", "ADV")), objects[0])
    if frame == "bare":
        more = [c for c in line.children[i] if c > objects[0] and line.relation(c) in ("xcomp", "obj", "ccomp", "dep")]
        quoted = any(w.text in MARKS for w in words[first:])
        return first if more and (quoted or line.relation(more[0]) == "xcomp") else None
    seen = next((k for k in range(objects[0] + 1, min(len(words), objects[0] + 25)) if words[k].text.lower() == frame and words[k].upos in ("ADP", "SCONJ")), None)
    if seen is None:
        return None
    if frame == "of":
        return seen + 1
    if frame == "as" and any(words[k].upos == "PUNCT" and words[k].text in (",", ";") for k in range(objects[0], seen)) and cue.entry.lemma != "dismiss":
        return None
    return first


def _object_start(line: Line, cue: Cue) -> int | None:
    """Where the noun phrase begins that is stressed, demanded or voiced."""
    words, i = line.words, cue.at
    objects = [c for c in line.under(i, "obj") if c > i] or ([c for c in line.under(i, "obl") if c > i] if cue.entry.particle else [])
    if not objects or cue.passive:
        return None
    head = objects[0]
    if words[head].upos not in ("NOUN", "PROPN"):
        return None
    if cue.entry.kind == "stance" and cue.entry.lemma in ("voice", "express", "echo"):
        if not any(("noun", words[head].lemma.lower(), "") in lexicon() for _ in (0,)):
            return None
    first = next((k for k in range(cue.last, head + 1) if words[k].upos not in ("PUNCT", "ADV", "ADP")), head)
    return first if len(line.subtree(head)) >= 3 else None


def _noun_content(line: Line, cue: Cue) -> list[tuple[int, int, float]]:
    """`China's claims to be neutral`, `his warning that …`."""
    words, i = line.words, cue.at
    for c in line.children[i]:
        if c <= i or line.relation(c) not in ("acl", "ccomp", "appos", "dep") or words[c].deprel == "acl:relcl":
            continue
        tree = [k for k in line.subtree(c) if k > i]
        marks = [k for k in line.under(c, "mark") if words[k].text.lower() in ("that", "to")]
        if marks and marks[0] > i and tree:
            to = words[marks[0]].text.lower() == "to"
            start = marks[0] + (0 if to else 1)
            end = start
            below = set(line.subtree(i))
            while end < len(words) and (end in below or words[end].upos == "PUNCT") and words[end].text not in (".", ";"):
                end += 1
            return [(start, end, 0.55)]
    return []


def _according(p: Passage, line: Line, i: int, entry: Entry, direct: list[Said]) -> Iterator[Said]:
    """`…, according to the ministry`: the clause before it, or the one after it where it opens the sentence."""
    words = line.words
    head = words[i].head if line.relation(i) == "case" and words[i].head > i else next((k for k in range(i + 2, len(words)) if words[k].upos in ("NOUN", "PROPN", "PRON")), -1)
    if head < 0 or words[head].lemma.lower() in _NO_SPEAKER:
        return
    source = phrase(line, head, i + 1)
    if source is None:
        return
    cue = Cue(line.number, i, i + 2, entry, source, None, False, 0.9)
    opening = all(w.upos in ("PUNCT", "CCONJ", "ADV") for w in words[:i])
    if opening:
        comma = next((k for k in range(source.last, len(words)) if words[k].text == ","), None)
        if comma is None:
            return
        start, end = comma + 1, _sentence_end(p, line, comma + 1)
    else:
        start = 0
        for k in range(i, 0, -1):
            if (words[k - 1].text in ENDS and words[k - 1].upos == "PUNCT") or words[k - 1].text == ";" or any(q.start <= words[k - 1].start < q.end for q in p.full):
                start = k
                break
        end = i
    said = _indirect(p, line, cue, start, end, 0.85)
    if said and not any(_within(said.content, d.content) or _within(d.content, said.content) for d in direct):
        yield said


def _sentence_end(p: Passage, line: Line, start: int) -> int:
    for k in range(start, len(line.words)):
        if line.words[k].text in ENDS and line.words[k].upos == "PUNCT" and p.quote_at(line.words[k].start, line.words[k].end) is None:
            return k
    return len(line.words)


# The list as a whole.


def _bag(text: str) -> set[str]:
    return {w.lower() for w in _WORDS.findall(text) if len(w) > 2}


def _once(found: list[Said]) -> list[Said]:
    """Without what is told twice: of the same words in a paragraph the surer, of headline and body the body's."""
    body = [_bag(s.content.exact) for s in found if s.content.part == "body"]
    out: list[Said] = []
    for s in found:
        if s.content.part in ("headline", "standfirst"):
            own = _bag(s.content.exact)
            if any(2 * len(own & b) >= 1.1 * (len(own) + len(b)) for b in body):
                continue
        twin = next((o for o in out if o.content.part == s.content.part and o.content.paragraph == s.content.paragraph and _alike(o.content, s.content)), None)
        if twin is None:
            out.append(s)
        elif s.confidence > twin.confidence:
            out[out.index(twin)] = s
    return out


def _alike(a: Span, b: Span) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.8 * max(a.end - a.start, b.end - b.start)


def _nested(found: list[Said]) -> list[Said]:
    """Each statement with the smallest one that holds both its words and its cue."""
    out = []
    for n, s in enumerate(found):
        holders = [
            m for m, o in enumerate(found)
            if m != n and o.content.part == s.content.part and o.content.paragraph == s.content.paragraph and _within(s.content, o.content)
            and o.content.end - o.content.start > s.content.end - s.content.start
        ]
        inner = min(holders, key=lambda m: found[m].content.end - found[m].content.start, default=None)
        out.append(structs.replace(s, nested_in=inner) if inner is not None else s)
    return out
