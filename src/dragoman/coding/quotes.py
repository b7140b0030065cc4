"""Quotations: where the quoted pieces of a paragraph begin and end, however the marks are set, and who reports them."""

from __future__ import annotations

import re

from msgspec import Struct

from ..model import Span, span_of
from .cues import NOMINAL, Cue, Ref, cues, elsewhere, phrase
from .document import Line

ENDS = frozenset(".?!…") | {"...", "?!", "!!"}
MARKS = frozenset(('"', "“", "”", "''", "``", "«", "»", "„", "'", "‘", "’"))
WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_DOUBLE = re.compile(r"''|``|[\"“”„‟«»]")
_OPENS, _CLOSES = "“„‟«‘‚`", "”»"
_SINGLE = "'‘’‚‛`"
# Words that begin with an apostrophe: no quotation starts there.
_ELIDED = re.compile(r"['‘’`](?:\d|(?:em|til|tis|twas|cause|bout|n|round|cuz)\b)", re.I)


class Quotation(Struct, frozen=True):
    """A quoted piece of one paragraph: `start` to `end` with its marks, `first` to `last` without."""

    start: int
    end: int
    first: int
    last: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """The outermost quoted pieces of a paragraph, in order. One never closed runs to the end of the paragraph."""
    out: list[Quotation] = []
    at = 0
    opened: tuple[int, int] | None = None
    while at < len(text):
        double = _DOUBLE.match(text, at)
        if double:
            end = double.end()
            way = _way(text, at, end, opened is not None)
            if way == "open":
                if opened is not None:
                    _keep(out, text, opened, at, at, closed=False)
                opened = (at, end)
            elif way == "close" and opened is not None:
                _keep(out, text, opened, at, end, closed=True)
                opened = None
            at = end
        elif (
            text[at] in _SINGLE
            and opened is None
            and not text[at - 1 : at].isalnum()
            and _way(text, at, at + 1, False) == "open"
            and not _ELIDED.match(text, at)
        ):
            close = _single_close(text, at)
            if close:
                _keep(out, text, (at, at + 1), close, close + 1, closed=True)
            at = close + 1 if close else at + 1
        else:
            at += 1
    if opened is not None:
        _keep(out, text, opened, len(text), len(text), closed=False)
    return out


def _keep(out: list[Quotation], text: str, opened: tuple[int, int], last: int, end: int, closed: bool) -> None:
    first = opened[1]
    while first < last and text[first].isspace():
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] in ",;"):
        last -= 1
    if last > first:
        out.append(Quotation(opened[0], end, first, last, closed))


def _way(text: str, start: int, end: int, inside: bool) -> str:
    """Whether a mark opens or closes: the white space around it tells, then the glyph, then what is open."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (
        (not before or before.isspace() or before in "([{—–-/:“‘\"'")
        and bool(after)
        and not after.isspace()
        and after not in ".,;:!?)]}"
    )
    closes = bool(before) and not before.isspace() and (not after or after.isspace() or after in ".,;:!?)]}—–-’”\"'/")
    if opens != closes:
        return "open" if opens else "close"
    glyph = text[start]
    if glyph in _OPENS and not (inside and glyph == "‘"):
        return "open"
    if glyph in _CLOSES:
        return "close"
    return "close" if inside else "open"


def _single_close(text: str, start: int) -> int | None:
    """Where a quotation in single marks ends: an apostrophe after a plural is passed over for a better close."""
    found: list[int] = []
    for at in range(start + 2, len(text)):
        if text[at] not in _SINGLE or text[at - 1].isspace() or text[at + 1 : at + 2].isalnum():
            if text[at] in _SINGLE and text[at - 1].isspace() and text[at + 1 : at + 2].isalnum() and found:
                break
            continue
        found.append(at)
        plural = text[at - 1] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
        if not plural:
            return at
    return found[0] if found else None


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
        for line in lines:
            quoted = [q for q in self.full if q.start < line.sentence.end and q.end > line.sentence.start]
            banned = {i for i, w in enumerate(line.words) if any(q.start <= w.start < q.end for q in quoted)}
            for i in range(len(line.words)) if banned else ():
                cue = self.cues.get((line.number, i))
                if cue and i not in banned and cue.source and cue.source.head in banned and cue.entry.word == "verb":
                    self.cues[line.number, i] = elsewhere(line, cue, banned)

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
        """Whether a quotation stands for itself (a clause set off), not as a few words inside the paper's sentence."""
        before = self.text[: q.start].rstrip()
        inner = self.text[q.first : q.last]
        count = len(WORDS.findall(inner))
        if not q.closed and before and before.rstrip("”\"'’»")[-1:] not in ".?!:,":
            return False
        tail = self.text[q.last : q.end] + self.text[q.end : q.end + 1]
        ended = inner[-1:] in ".?!…" or "," in tail or inner.endswith("--")
        tokens = [t for t in self.tokens if q.first <= t.start < q.last]
        verbal = any(t.line.words[t.at].feats.get("VerbForm") == "Fin" or t.line.words[t.at].upos == "AUX" for t in tokens)
        if not before:
            return ("," in tail or count >= 3) and (ended or verbal or not self.text[q.end :].strip())
        if before[-1] in ".?!:…" or (before[-1] in "”\"’»'" and before.rstrip("”\"’»'")[-1:] in ".?!,"):
            return count >= 2 and (ended or verbal)
        k = self.index(q.start) - 1
        if before[-1] == ",":  # `He said, “Probably.”` is a quotation, `the so-called, “unfit,” ships` are not
            said = self.cue(k - 1) if k > 0 and self.tokens[k].text == "," else None
            told = said is not None and said.entry.quote and said.source is not None
            return (ended and (told or (count >= 3 and verbal))) or (count >= 6 and verbal)
        if k >= 0 and self.tokens[k].text.lower() in ("that", "as", "of", "to"):
            return False
        beside = k >= 0 and (self.cue(k) or (k > 0 and self.cue(k - 1)))
        return bool(
            beside
            and isinstance(beside, Cue)
            and beside.entry.word == "verb"
            and beside.entry.quote
            and beside.entry.frame == "-"
            and count >= 3
            and verbal
        )


def only_report_between(p: Passage, end: int, start: int) -> bool:
    """Whether nothing but the report of the first quotation stands between two: one sentence at most."""
    between = p.text[end:start]
    return len(re.findall(r"[.?!](?=\s+[A-Z\"“'‘])", between.lstrip("”\"'’» .,?!"))) <= 1 and len(between) < 260


def _stretch(p: Passage, k: int, step: int) -> list[int]:
    """The tokens from k on (or back) to the end of the sentence or the next quotation that stands for itself."""
    out: list[int] = []
    while 0 <= k < len(p.tokens) and len(out) < 60:
        t = p.tokens[k]
        if t.text in ENDS or any(q.start <= t.start < q.end for q in p.full):
            break
        out.append(k)
        k += step
    return out if step > 0 else out[::-1]


def _verbal(t: Token) -> bool:
    return t.line.words[t.at].upos in ("VERB", "AUX")


def _reports(t: Token) -> bool:
    """Whether a verb can report beside a quotation: no infinitive."""
    return t.line.words[t.at].feats.get("VerbForm") != "Inf" or t.text.lower() in ("say", "says")


def report_after(p: Passage, q: Quotation) -> tuple[Cue, Ref | None] | None:
    """The report that follows a quotation (`…,” he said`, `…,” said Levitt`)."""
    tail = p.text[q.last : q.end] + p.text[q.end : q.end + 2]
    inner = p.text[q.first : q.last]
    run = _stretch(p, p.index(q.end), 1)
    while run and p.tokens[run[0]].text in MARKS | {","}:
        run = run[1:]
    if run and p.tokens[run[0]].text.lower() in (
        "when",
        "while",
        "after",
        "before",
        "if",
        "because",
        "although",
        "though",
    ):
        return None
    ends = inner[-1:] in ".?!…" and "," not in tail
    for n, k in enumerate(run):
        cue = p.cue(k)
        if cue and cue.entry.word == "verb" and (cue.entry.quote or cue.entry.clause) and _reports(p.tokens[k]):
            if ends and (n > 8 or (inner[-1:] == "." and n > 4) or any(_verbal(p.tokens[j]) for j in run[:n])):
                return None
            if p.tokens[run[0]].text.lower() in ("that", "which", "who", "and", "but") and n and cue.source is None:
                return None
            return cue, _beside(p, cue, run, n)
        if _verbal(p.tokens[k]) and ends:
            return None
    return None


def _beside(p: Passage, cue: Cue, run: list[int], n: int) -> Ref | None:
    """The speaker within the report beside a quotation: by the tree if there, else what stands beside the verb."""
    inside = {(p.tokens[k].line.number, p.tokens[k].at) for k in run}
    line = next(x for x in p.lines if x.number == cue.line)
    left = [p.tokens[k].at for k in run[:n] if p.tokens[k].line is line]
    while left and (line.words[left[-1]].upos in ("AUX", "ADV", "PUNCT")):
        left.pop()
    if left:
        comma = next((j for j in left if line.words[j].text in (",", "–", "—", "(", "--")), left[-1] + 1)
        first = [j for j in left if j < comma]
        plain = all(line.words[j].upos not in ("VERB", "AUX", "SCONJ", "CCONJ", "PUNCT") for j in first)
        if (
            cue.source
            and (cue.source.line, cue.source.head) in inside
            and not (plain and first and first[0] <= cue.source.head <= first[-1])
        ):
            return cue.source
        if first and any(line.words[j].upos in NOMINAL for j in first):
            head = _nominal_head(line, first[0], first[-1] + 1)
            ref = phrase(line, head, cue.at) if not plain else None
            person = next(
                (e.first for e in line.sentence.entities if e.kind == "PER" and first[0] <= e.first and e.last <= first[-1] + 1),
                None,
            )
            if person is not None and line.words[head].upos in ("NOUN", "PROPN"):
                head = person
            return ref or Ref(line.number, first[0], first[-1] + 1, head)
        return cue.source
    if cue.source and (cue.source.line, cue.source.head) in inside:
        return cue.source
    right: list[int] = []
    for k in run[n + 1 :]:
        word = p.tokens[k].line.words[p.tokens[k].at]
        if (
            p.tokens[k].line is not line
            or word.upos in ("PUNCT", "VERB", "AUX", "SCONJ", "ADV")
            or (word.upos == "ADP" and word.text.lower() not in ("of", "for"))
        ):
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


def report_beside(p: Passage, q: Quotation) -> tuple[Cue, Ref | None] | None:
    """The report right before a quotation, with no mark between (`Okafor said “…” whenever she was asked`)."""
    k = p.index(q.start) - 1
    cue = p.cue(k) if k >= 0 else None
    ahead = cue is not None and cue.entry.word == "verb" and cue.entry.quote and cue.source is not None
    return (cue, cue.source) if ahead and cue is not None and cue.source is not None and cue.source.first < cue.at else None


def report_ahead(p: Passage, q: Quotation, previous: Quotation | None) -> tuple[Cue, Ref | None] | None:
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


def told_of(p: Passage, q: Quotation) -> Ref | None:
    """The person whom the sentence before a quotation is about."""
    at = p.index(q.start) - 1
    while at >= 0 and p.tokens[at].text in MARKS | ENDS:
        at -= 1
    return subject(p.tokens[at].line) if at >= 0 and p.text[: q.start].rstrip()[-1:] in ".:" else None


def subject(line: Line) -> Ref | None:
    """The subject of a sentence where it is a person."""
    for child in line.under(line.root, "nsubj"):
        ref = phrase(line, child, line.root)
        person = ref and any(e.kind == "PER" and e.first < ref.last and e.last > ref.first for e in line.sentence.entities)
        if ref and (person or line.words[child].text.lower() in ("he", "she")):
            return ref
    return None
