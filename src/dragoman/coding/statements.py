"""Document to statements: who is reported to have said what, in quotation marks or in the paper's own words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from msgspec import Struct, structs

from ..model import Span
from .contents import contents
from .cues import Cue, Entry, Ref, lexicon, phrase, venue
from .document import Document, Line
from .quotes import ENDS, MARKS, WORDS, Passage, only_report_between, report_after, report_ahead, report_beside, subject, told_of

__all__ = ["Ref", "Said", "find_statements"]

_NO_SPEAKER = frozenset(
    "law rule rules plan schedule treaty constitution size need custom tradition standard principle article".split()
)


class Said(Struct, frozen=True):
    """Something said: one piece of a clean part, and the words that name cue, speaker, addressee and occasion.

    `source` is as written (it may be a pronoun); `carried`: the speaker was named before, beside another quotation;
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


def find_statements(document: Document) -> list[Said]:
    """The statements of an article in reading order."""
    found: list[Said] = []
    before: Said | None = None
    opened = False
    last: Passage | None = None
    for passage in _passages(document):
        direct, used = _direct(passage, before if last is not None and last.part == passage.part else None, opened, last)
        direct = direct or _led_to(passage, last)
        indirect = [s for x in passage.lines for s in _reported(passage, x, used, direct)]
        here = sorted(direct + indirect, key=lambda s: (s.content.start, -s.content.end))
        found += here
        if passage.kind != "subheading":
            voiced = [s for s in sorted(here, key=lambda s: s.content.end) if s.source is not None and s.confidence >= 0.5]
            before = voiced[-1] if voiced else None
            opened = bool(passage.quotes) and not passage.quotes[-1].closed
            last = passage
    return _nested(_own_words(_once(found)))


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
    turn = _turn(p)
    if turn:
        return [turn], used
    for n, q in enumerate(p.full):
        previous = p.full[n - 1] if n else None
        made = report_beside(p, q) or report_after(p, q) or report_ahead(p, q, previous)
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
        said = out[-1] if out else None
        if said is not None and said.source is not None and only_report_between(p, said.content.end, q.start):
            out.append(structs.replace(said, content=content, confidence=round(said.confidence * 0.97, 3)))
        elif not p.text[: q.start].strip():
            carried = _carried(before, last) if p.part == "body" else None
            alone = not p.text[q.end :].strip(" .,") or opened
            if carried and (alone or opened):
                out.append(
                    Said(
                        "direct",
                        content,
                        source=carried.source,
                        addressee=carried.addressee,
                        carried=True,
                        confidence=round(min(0.85, carried.confidence) * (1 if opened else 0.95), 3),
                    )
                )
        else:
            speaker = told_of(p, q)
            if speaker:
                out.append(Said("direct", content, source=speaker, carried=True, confidence=0.6))
    return _longer_halves(out), used


def _led_to(p: Passage, last: Passage | None) -> list[Said]:
    """A paragraph without quotation marks that the one before leads to with a report and a colon (`The mayor added:`)."""
    if last is None or last.part != "body" or p.part != "body" or p.quotes or not last.text.rstrip().endswith(":"):
        return []
    line = last.lines[-1]
    behind = [c for (number, _), c in last.cues.items() if number == line.number and c.entry.word == "verb" and c.entry.quote]
    if not behind or behind[-1].source is None or any(w.upos in ("VERB", "AUX") for w in line.words[behind[-1].last :]):
        return []
    cue = behind[-1]
    content = p.span(len(p.text) - len(p.text.lstrip()), len(p.text.rstrip()))
    at = Ref(line.number, cue.at, cue.last, cue.at)
    return [Said("direct", content, line.string(cue.at, cue.last), at, cue.source, cue.addressee, confidence=0.75)]


def _longer_halves(found: list[Said]) -> list[Said]:
    """Of one sentence interrupted by its report, the longer half where the other is a scrap."""
    out = list(found)
    for a, b in pairwise(found):
        if a.cue_at is None or a.cue_at != b.cue_at or a.content.exact[-1:] in ".?!…" or not b.content.exact[:1].islower():
            continue
        short, long = sorted((a, b), key=lambda s: len(WORDS.findall(s.content.exact)))
        if short in out and long in out and len(WORDS.findall(short.content.exact)) < 5:
            out.remove(short)
    return out


def _turn(p: Passage) -> Said | None:
    """A turn of a transcript: a person's name, a colon, and what is said without quotation marks."""
    line = p.lines[0]
    names = [e for e in line.sentence.entities if e.kind == "PER" and e.first == 0 and e.last < len(line.words) - 1]
    if (
        p.part != "body"
        or not names
        or line.words[names[0].last].text != ":"
        or (p.quotes and p.quotes[0].start < line.words[names[0].last].end + 3)
    ):
        return None
    rest = line.words[names[0].last].end
    start = rest + len(p.text[rest:]) - len(p.text[rest:].lstrip())
    end = len(p.text.rstrip())
    return (
        Said("direct", p.span(start, end), source=Ref(line.number, 0, names[0].last, 0), confidence=0.75) if end > start else None
    )


def _carried(before: Said | None, last: Passage | None) -> Said | None:
    """The speaker whom the paragraph before leaves speaking."""
    named = subject(last.lines[-1]) if last is not None and last.part == "body" else None
    if before is not None and last is not None:
        final = last.lines[-1]
        here = before.content.end > final.sentence.start or (before.cue_at and before.cue_at.line == final.number)
        pronoun = named is not None and final.words[named.head].upos == "PRON"
        if here or named is None or pronoun or named == before.source:
            return before
        return Said("direct", last.span(0, 1), source=named, confidence=0.6)
    if last is None or last.part != "body" or last.quotes:
        return None
    ref = subject(last.lines[-1])
    return Said("direct", last.span(0, 1), source=ref, confidence=0.6) if ref else None


# What is reported in the paper's words.


def _reported(p: Passage, line: Line, used: set[tuple[int, int]], direct: list[Said]) -> Iterator[Said]:
    for i in range(len(line.words)):
        cue = p.cues.get((line.number, i))
        word = line.words[i]
        quote = p.quote_at(word.start, word.end)
        if quote is not None and quote.closed:
            continue
        if word.text.lower() == "according" and i + 2 < len(line.words) and line.words[i + 1].text.lower() == "to":
            yield from _according(p, line, i, lexicon()["phrase", "according", "to"], direct)
        elif cue and (line.number, i) not in used and cue.source is not None:
            for start, end, sure in contents(p, line, cue):
                said = _indirect(p, line, cue, start, end, sure)
                if said and not any(_within(said.content, d.content) or _within(d.content, said.content) for d in direct):
                    yield said


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _indirect(p: Passage, line: Line, cue: Cue, start: int, end: int, sure: float) -> Said | None:
    """A statement over words `start` to `end` (exclusive) of the line, its edges cleaned and quotations kept whole."""
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
    if len(WORDS.findall(text)) < (2 if cue.addressee is None else 1):
        return None
    return _said(p, line, cue, kind, p.span(a, b), cue.source, sure)


def _said(
    p: Passage,
    line: Line,
    cue: Cue,
    kind: Literal["direct", "indirect", "mixed"],
    content: Span,
    source: Ref | None,
    sure: float,
) -> Said:
    taken = {
        i
        for i, w in enumerate(line.words)
        if content.start <= w.start < content.end or any(q.start <= w.start < q.end for q in p.full)
    }
    if p.part in ("headline", "standfirst"):
        sure *= 0.7
    first = cue.at
    cue_at = Ref(line.number, first, cue.last, cue.at)
    told = cue.addressee
    if (
        told
        and told.line == line.number
        and line.words[told.head].start >= content.start
        and line.words[told.head].end <= content.end
    ):
        told = None
    return Said(
        kind,
        content,
        line.string(first, cue.last),
        cue_at,
        source,
        told,
        venue(line, cue, taken),
        confidence=round(sure, 3),
    )


def _according(p: Passage, line: Line, i: int, entry: Entry, direct: list[Said]) -> Iterator[Said]:
    """`…, according to the ministry`: the clause before it, or the one after it where it opens the sentence."""
    words = line.words
    head = (
        words[i].head
        if line.relation(i) == "case" and words[i].head > i
        else next((k for k in range(i + 2, len(words)) if words[k].upos in ("NOUN", "PROPN", "PRON")), -1)
    )
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
            if (
                (words[k - 1].text in ENDS and words[k - 1].upos == "PUNCT")
                or words[k - 1].text == ";"
                or any(q.start <= words[k - 1].start < q.end for q in p.full)
            ):
                start = k
                break
        end = i
        goes_on = source.last < len(words) and words[source.last].text == "," and words[i - 1].text == ","
        if goes_on and not any(w.feats.get("VerbForm") == "Fin" for w in words[start:i]):
            # `The reason, according to the mayor, is that …`: the longer half
            start, end = source.last + 1, _sentence_end(p, line, source.last + 1)
    said = _indirect(p, line, cue, start, end, 0.85)
    if said and not any(_within(said.content, d.content) or _within(d.content, said.content) for d in direct):
        yield said


def _sentence_end(p: Passage, line: Line, start: int) -> int:
    for k in range(start, len(line.words)):
        if (
            line.words[k].text in ENDS
            and line.words[k].upos == "PUNCT"
            and p.quote_at(line.words[k].start, line.words[k].end) is None
        ):
            return k
    return len(line.words)


# The list as a whole.


def _bag(text: str) -> set[str]:
    return {w.lower() for w in WORDS.findall(text) if len(w) > 2}


def _once(found: list[Said]) -> list[Said]:
    """Without what is told twice: of the same words in a paragraph the surer, of headline and body the body's."""
    body = [_bag(s.content.exact) for s in found if s.content.part == "body"]
    out: list[Said] = []
    for s in found:
        own = _bag(s.content.exact)
        if s.content.part in ("headline", "standfirst") and any(2 * len(own & b) >= 0.55 * (len(own) + len(b)) for b in body):
            continue
        if s.content.part == "caption" and s.kind == "indirect" and any(len(own & b) >= 0.75 * len(own) for b in body):
            continue
        twin = next(
            (
                o
                for o in out
                if o.content.part == s.content.part
                and o.content.paragraph == s.content.paragraph
                and _alike(o.content, s.content)
            ),
            None,
        )
        if twin is None:
            out.append(s)
        elif s.confidence > twin.confidence:
            out[out.index(twin)] = s
    return out


def _own_words(found: list[Said]) -> list[Said]:
    """`Blinken said he told Wang that …` is one statement; a thought within somebody's words is not kept apart."""
    kinds = {entry.lemma: entry.kind for entry in lexicon().values() if entry.word == "verb" and entry.kind == "thought"}
    out = list(found)
    for inner in found:
        for outer in found:
            if (
                outer is inner
                or outer.source is None
                or inner.source is None
                or inner.cue_at is None
                or not _inside(inner, outer)
            ):
                continue
            size = (inner.content.end - inner.content.start) / (outer.content.end - outer.content.start)
            pronoun = (
                outer.content.exact.lower().startswith(("he ", "she ", "they ", "it ", "i ", "we "))
                and outer.source.line == inner.source.line
            )
            opens = (
                inner.cue_at.first - inner.source.last <= 1
                and outer.content.end - inner.content.end <= 2
                and inner.source.first > outer.source.last
            )
            if (
                pronoun
                and opens
                and size > 0.5
                and inner.source.last - inner.source.first == 1
                and outer.cue_at
                and inner.source.first - outer.cue_at.last <= 2
            ):
                if inner in out and outer in out:
                    out.remove(outer)
                    out[out.index(inner)] = structs.replace(
                        inner, source=outer.source, confidence=min(inner.confidence, outer.confidence)
                    )
                break
            if inner in out and inner.confidence < 0.55 and any(inner.cue and inner.cue.lower().startswith(k[:4]) for k in kinds):
                out.remove(inner)
                break
    return out


def _inside(inner: Said, outer: Said) -> bool:
    a, b = inner.content, outer.content
    return (
        (a.part, a.paragraph) == (b.part, b.paragraph)
        and b.start <= a.start
        and a.end <= b.end
        and b.end - b.start > a.end - a.start
    )


def _alike(a: Span, b: Span) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.8 * max(a.end - a.start, b.end - b.start)


def _nested(found: list[Said]) -> list[Said]:
    """Each statement with the smallest one that holds both its words and its cue."""
    out = []
    for n, s in enumerate(found):
        holders = [
            m
            for m, o in enumerate(found)
            if m != n
            and o.content.part == s.content.part
            and o.content.paragraph == s.content.paragraph
            and _within(s.content, o.content)
            and o.content.end - o.content.start > s.content.end - s.content.start
        ]
        inner = min(holders, key=lambda m: found[m].content.end - found[m].content.start, default=None)
        out.append(structs.replace(s, nested_in=inner) if inner is not None else s)
    return out
