"""What a reporting word reports: where in its sentence the words begin and end, by tree, frame and typography."""

from __future__ import annotations

from itertools import pairwise

from ..model import Word
from .cues import Cue, lexicon, mislaid
from .document import Line
from .quotes import ENDS, MARKS, Passage


def contents(p: Passage, line: Line, cue: Cue) -> list[tuple[int, int, float]]:
    """The words that a reporting word reports: ranges of the line, and how sure they are."""
    entry = cue.entry
    if entry.word == "noun":
        if entry.kind == "stance":
            return []
        return _noun_content(line, cue)
    base = {"speech": 0.9, "writing": 0.75, "thought": 0.5, "stance": 0.6}[entry.kind] * (0.7 + 0.3 * cue.sure)
    if cue.passive and entry.infinitive == "-":
        base *= 0.8
    lead = None if cue.passive else _lead(p, line, cue)
    if entry.clause:
        start = _clause_start(p, line, cue, lead is not None)
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
        end = _clause_end(p, line, cue, start, noun=True) if start is not None else 0
        if start is not None and end - start >= 2:
            return [(start, end, base * 0.7)]
    return []


def _lead(p: Passage, line: Line, cue: Cue) -> list[tuple[int, int]] | None:
    """The content before a report set off by commas (`…, the service said on Sunday`), and what goes on after it."""
    words, i = line.words, cue.at
    source = cue.source
    if (
        source is None
        or source.line != line.number
        or any(line.words[c].text.lower() in ("as", "when", "if", "because") for c in line.under(i, "mark"))
    ):
        return None
    first = min(source.first, i)
    while first > 0 and words[first - 1].upos in ("AUX", "ADV", "DET", "ADJ") and words[first - 1].text != ",":
        first -= 1
    edge = words[first - 1].text if first else ""
    if edge not in (",", "—", "–", "-", "--") and edge not in MARKS:
        return None
    if source.first > i and source.first - i > 4:
        return None
    told = cue.addressee.head if cue.addressee and cue.addressee.line == line.number else -1
    if any(
        c > i and c != told and c not in range(source.first, source.last) and words[c].upos == "NOUN"
        for c in line.under(i, "obj")
    ):
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
        if (words[k - 1].text in ENDS and words[k - 1].upos == "PUNCT") or any(
            q.start <= words[k - 1].start < q.end for q in p.full
        ):
            start = k
            break
    while start < first and (
        (words[start].text in MARKS and p.quote_at(words[start].start, words[start].end) is None)
        or words[start].upos == "CCONJ"
        or (start + 1 < first and words[start + 1].text == "," and words[start].upos in ("ADV", "SCONJ") and start < 3)
        or words[start].text == ","
    ):
        start += 1
    out = []
    # `Asked whether …, she said` and `Citing …, she said` tell of the speaker; nobody speaks there.
    opening = [c for c in line.under(i, "advcl") if start <= c < first and not line.under(c, "nsubj", "mark")]
    if opening and line.subtree(opening[-1])[-1] < first:
        return None
    if first - 1 - start >= 3 and any(
        words[k].upos == "AUX" or (words[k].upos == "VERB" and _finite(line, k)) for k in range(start, first - 1)
    ):
        out.append((start, first - 1))
    if last < len(words) and words[last].text == "," and words[last + 1 : last + 2]:
        rest = _clause_end(p, line, cue, last + 1)
        finite = any(words[k].feats.get("VerbForm") == "Fin" or words[k].upos == "AUX" for k in range(last + 1, rest))
        participle = words[last + 1].feats.get("VerbForm") in ("Part", "Ger") or (
            words[last + 1].upos in ("SCONJ", "PRON", "CCONJ")
            and words[last + 1].text.lower()
            in ("who", "which", "where", "when", "as", "after", "before", "while", "though", "although", "and", "but")
        )
        senior = any(words[k].text == "," for k in range(last + 1, rest)) and source.first > i
        if finite and not participle and not senior and source.first < i:
            out.append((last + 1, rest))
    return out or None


def _clause_start(p: Passage, line: Line, cue: Cue, led: bool) -> int | None:
    """Where the clause after a reporting verb begins: behind `that`, or at the clause that tree or frame give."""
    words, i = line.words, cue.at
    for k in range(cue.last, min(len(words), i + 14)):
        text = words[k].text.lower()
        if (
            text == "that"
            and words[k].upos in ("SCONJ", "PRON", "DET")
            and (words[k].upos == "SCONJ" or words[k].deprel == "mark")
        ):
            return k + 1
        if words[k].upos in ("VERB", "AUX") or words[k].text in (";", ":"):
            break
    if led:
        return None
    if cue.last < len(words) and words[cue.last].feats.get("VerbForm") == "Fin" and words[cue.last].upos in ("VERB", "AUX"):
        return cue.last
    source_last = cue.source.last if cue.source and cue.source.line == line.number and cue.source.first >= i else 0
    floor = max(cue.last, source_last, cue.addressee.last if cue.addressee and cue.addressee.line == line.number else 0)
    clauses = [c for c in line.children[i] if c > i and line.relation(c) in ("ccomp", "parataxis", "xcomp")]
    for c in clauses:
        outer = p.cues.get((line.number, c))
        if outer and outer.entry.word == "verb" and _lead(p, line, outer):
            return None
        if not _finite(line, c):
            continue
        start, below = c, set(line.subtree(c))
        while start - 1 >= floor and start - 1 in below:
            start -= 1
        if start >= floor:
            return _leftward(line, i, floor, start)
    frame = line.frames.get(i)
    for a in frame.arguments if frame else ():
        if (
            a.role in ("ARG1", "C-ARG1")
            and words[a.first].upos != "ADP"
            and a.first >= floor
            and a.last - a.first >= 3
            and a.first - floor <= 4
        ):
            head = line.head_of(a.first, a.last)
            if _finite(line, head):
                return a.first
    return None


def _leftward(line: Line, i: int, floor: int, start: int) -> int:
    """Where a clause begins whose first words the tree hangs elsewhere: not over what belongs to the reporting verb."""
    for k in range(floor, start):
        j = k
        while line.words[j].head not in (i, -1) and line.words[j].head != j:
            j = line.words[j].head
        own = line.words[j].head == i and line.relation(j) not in ("ccomp", "csubj", "xcomp")
        if not own and line.words[k].upos != "PUNCT" and j != i:
            return k
    return start


def _finite(line: Line, c: int) -> bool:
    """Whether a clause is finite: its verb, its copula or its auxiliary is, or it has a subject."""
    return line.words[c].feats.get("VerbForm") == "Fin" or any(
        line.words[k].feats.get("VerbForm") == "Fin" or line.relation(k) in ("nsubj", "csubj", "expl") for k in line.children[c]
    )


def _clause_end(p: Passage, line: Line, cue: Cue, start: int, noun: bool = False) -> int:
    """Where what is said ends: where words begin that hang above the reporting verb or beside the content."""
    words, i = line.words, cue.at
    below = set(line.subtree(i)) | {k for k, w in enumerate(words) if w.upos == "PUNCT"}
    stops = _stops(line, i, start, noun) | {k for k, w in enumerate(words) if any(q.start == w.start for q in p.full)}
    gap = start == cue.last and words[start].upos in ("VERB", "AUX") and words[i].deprel.startswith("acl")
    stops |= {k - 1 for k in range(start + 2, len(words)) if words[k - 1].upos == "CCONJ" and mislaid(line, k)}
    for k in range(start, len(words)):
        text = words[k].text
        if text == ";" or k in stops or (gap and text in ("—", "–", "-", "--")):
            return k
        if start in below and k not in below:
            return k
        if start not in below and text == "," and line.relation(i) == "acl":
            return k
        if k > start and words[k].upos == "PUNCT" and text in ENDS and _ends_here(p, words[k], words[start].start):
            return k
        comma = text == "," or (text in MARKS and words[k - 1].text == ",")
        if comma and start < k < len(words) - 1 and _aside(p, line, k + 1):
            return k
    return len(words)


def _stops(line: Line, i: int, start: int, noun: bool) -> set[int]:
    """Where a second verb of the same speaker, or a participle set off by a comma, follows what is said."""
    words = line.words
    out: set[int] = set()
    for c in line.children[i]:
        first = line.subtree(c)[0]
        if c <= start or first <= start:
            continue
        comma = words[first - 1].text == ","
        relation = line.relation(c)
        if relation == "conj":
            if words[c].upos in ("VERB", "AUX") and not line.under(c, "nsubj") and _same_shape(line, i, c):
                out.add(first)
        elif comma and relation in ("advcl", "parataxis", "xcomp", "acl"):
            participle = words[c].feats.get("VerbForm") in ("Part", "Ger") and first == c
            if participle or (noun and relation in ("advcl", "parataxis")):
                out.add(first)
    return out


def _ends_here(p: Passage, mark: Word, start: int) -> bool:
    """Whether an end mark ends the sentence: outside quotation marks, or last inside some opened with the content."""
    quote = p.quote_at(mark.start, mark.end)
    return quote is None or (mark.end - 1 <= quote.last <= mark.end and quote.start >= start - 1)


def _aside(p: Passage, line: Line, k: int) -> bool:
    """Whether another report (`, adding that …`) or source (`, according to …`) begins at word k."""
    words = line.words
    if words[k].text.lower() == "according":
        return True
    after = p.cues.get((line.number, k))
    if after is None and words[k].upos in ("ADV", "CCONJ"):
        after = p.cues.get((line.number, k + 1))
    if after is None or after.entry.word != "verb" or not words[after.at].text.lower().endswith("ing"):
        return False
    return words[after.at].feats.get("VerbForm") in ("Part", "Ger") and not _goes_on(line, after)


def _goes_on(line: Line, aside: Cue) -> bool:
    """Whether a second `and that …`, `but that …` follows an aside that has no `that` of its own."""
    texts = [w.text.lower() for w in line.words[aside.last :]]
    return texts[:1] != ["that"] and any(a in ("and", "but") and b == "that" for a, b in pairwise(texts))


def _same_shape(line: Line, i: int, c: int) -> bool:
    """Whether two verbs can share a subject: both finite, both participles, or of one tense."""
    a, b = line.words[i].feats, line.words[c].feats
    return a.get("VerbForm") == b.get("VerbForm") or a.get("Tense", "-") == b.get("Tense")


def _infinitive_start(line: Line, cue: Cue) -> int | None:
    """Where the infinitive begins after `urged him to`, `vowed to`, `demanded to` (behind `to`)."""
    words, i = line.words, cue.at
    for k in range(cue.last, min(len(words) - 1, i + 16)):
        if (
            words[k].upos == "PART"
            and words[k].text.lower() == "to"
            and words[words[k].head].upos in ("VERB", "AUX", "ADJ", "NOUN")
        ):
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
            break
    if cue.entry.infinitive == "self":
        return None
    # `asked Ruiz, the chair of the panel, to resign`, `called on those who voted to resign`: by the tree
    clauses = line.under(i, *(("xcomp", "advcl") if cue.entry.particle else ("xcomp",)))
    to = [k for c in clauses for k in line.under(c, "mark") if words[k].text.lower() == "to"]
    told = [c for c in line.under(i, "obj", "iobj", "obl") if c > i]
    return to[0] + 1 if to and told and told[0] < to[0] else None


def _framed_start(line: Line, cue: Cue) -> int | None:
    """Where `the envoy as a spy`, `the neighbours of arming …`, `the plan “reckless”` begin."""
    words, i, frame = line.words, cue.at, cue.entry.frame
    objects = line.under(i, "obj", "iobj") or ([c for c in line.under(i, "xcomp") if c > i] if frame == "bare" else [])
    objects = [c for c in objects if c > i]
    if not objects:
        return None
    first = next((k for k in range(cue.last, objects[0] + 1) if words[k].upos not in ("PUNCT", "ADV")), objects[0])
    if frame == "bare":
        more = [c for c in line.children[i] if c > objects[0] and line.relation(c) in ("xcomp", "obj", "ccomp", "dep")]
        mark = next((k for k in range(first, min(len(words), first + 8)) if words[k].text in MARKS), None)
        quoted = mark is not None and not any(w.upos in ("VERB", "AUX", "SCONJ") for w in words[first:mark])
        return first if quoted or (more and line.relation(more[0]) == "xcomp") else None
    seen = next(
        (
            k
            for k in range(objects[0] + 1, min(len(words), objects[0] + 25))
            if words[k].text.lower() == frame and words[k].upos in ("ADP", "SCONJ")
        ),
        None,
    )
    if seen is None:
        return None
    if frame == "of":
        return seen + 1
    if (
        frame == "as"
        and any(words[k].upos == "PUNCT" and words[k].text in (",", ";") for k in range(objects[0], seen))
        and cue.entry.lemma != "dismiss"
    ):
        return None
    return first


def _object_start(line: Line, cue: Cue) -> int | None:
    """Where the noun phrase begins that is stressed, demanded or voiced."""
    words, i = line.words, cue.at
    objects = [c for c in line.under(i, "obj") if c > i] or (
        [c for c in line.under(i, "obl") if c > i] if cue.entry.particle else []
    )
    if not objects or cue.passive:
        return None
    head = objects[0]
    if words[head].upos not in ("NOUN", "PROPN"):
        return None
    felt = ("noun", words[head].lemma.lower(), "") in lexicon()
    if cue.entry.lemma in ("voice", "express", "echo") and not felt:
        return None
    return next((k for k in range(cue.last, head + 1) if words[k].upos not in ("PUNCT", "ADV", "ADP")), head)


def _noun_content(line: Line, cue: Cue) -> list[tuple[int, int, float]]:
    """`China's claims to be neutral`, `his warning that …`."""
    words, i = line.words, cue.at
    for c in line.children[i]:
        if c <= i or line.relation(c) not in ("acl", "ccomp", "appos", "dep") or words[c].deprel == "acl:relcl":
            continue
        tree = [k for k in line.subtree(c) if k > i]
        marks = [k for k in line.under(c, "mark") if words[k].text.lower() in ("that", "to")]
        if marks and marks[0] > i and tree:
            above = lexicon().get(("verb", words[words[i].head].lemma.lower(), "")) if words[i].head >= 0 else None
            framed = above is not None and above.frame == "as"
            to = words[marks[0]].text.lower() == "to"
            start = marks[0] + (0 if to else 1)
            end = start
            below = set(line.subtree(i))
            while end < len(words) and (end in below or words[end].upos == "PUNCT") and words[end].text not in (".", ";"):
                if framed and words[end].text.lower() == "as":
                    break
                end += 1
            return [(start, end, 0.55)]
    return []
