"""What a reporting word reports: where in its sentence the words begin and end, by tree, frame and typography."""

from __future__ import annotations

from .cues import Cue, lexicon
from .document import Line
from .quotes import ENDS, MARKS, Passage


def contents(p: Passage, line: Line, cue: Cue) -> list[tuple[int, int, float]]:
    """The words that a reporting word reports: ranges of the line, and how sure they are."""
    entry, i = cue.entry, cue.at
    if entry.word == "noun":
        if entry.kind == "stance":
            return []
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
        end = _clause_end(p, line, cue, start, noun=True) if start is not None else 0
        if start is not None and end - start >= 3:
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
    while (
        last < len(words)
        and words[last].text not in (",", ".", ";", "—", "–", "?", "!")
        and words[last].text not in MARKS
    ):
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
    if first - 1 - start >= 3 and any(
        words[k].feats.get("VerbForm") == "Fin" or words[k].upos == "AUX" for k in range(start, first - 1)
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


def _clause_start(line: Line, cue: Cue, led: bool) -> int | None:
    """Where the clause after a reporting verb begins: behind `that`, or at the clause that tree or frame give as what is said."""
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
    if (
        cue.last < len(words)
        and words[cue.last].feats.get("VerbForm") == "Fin"
        and words[cue.last].upos in ("VERB", "AUX")
    ):
        return cue.last
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
            head = line.head_of(a.first, a.last)
            if _finite(line, head):
                return a.first
    return None


def _finite(line: Line, c: int) -> bool:
    """Whether a clause is finite: its verb, its copula or its auxiliary is, or it has a subject."""
    return line.words[c].feats.get("VerbForm") == "Fin" or any(
        line.words[k].feats.get("VerbForm") == "Fin" or line.relation(k) in ("nsubj", "csubj", "expl")
        for k in line.children[c]
    )


def _clause_end(p: Passage, line: Line, cue: Cue, start: int, noun: bool = False) -> int:
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
        if (
            (
                line.relation(c) == "conj"
                and words[c].upos in ("VERB", "AUX")
                and not line.under(c, "nsubj")
                and first > start
                and _same_shape(line, i, c)
            )
            or (
                comma
                and line.relation(c) in ("advcl", "parataxis", "xcomp", "acl")
                and words[c].feats.get("VerbForm") in ("Part", "Ger")
                and first == c
                and c > start
            )
            or (noun and comma and line.relation(c) in ("advcl", "parataxis"))
        ):
            stops.add(first)
    inside_below = start in below
    k = start
    while k < len(words):
        if words[k].text in (";",) or k in stops or any(q.start == words[k].start for q in p.full):
            break
        if words[k].upos == "PUNCT" and words[k].text in ENDS and k > start:
            quote = p.quote_at(words[k].start, words[k].end)
            if quote is None or (
                quote.last >= words[k].end - 1 and quote.last <= words[k].end and quote.start >= words[start].start - 1
            ):
                break
        if (inside_below and k not in below) or (
            not inside_below and words[k].text == "," and line.relation(i) == "acl"
        ):
            break
        if (
            (words[k].text == "," or (words[k].text in MARKS and words[k - 1].text == ","))
            and k + 1 < len(words)
            and k > start
        ):
            after = p.cues.get((line.number, k + 1)) or (
                p.cues.get((line.number, k + 2)) if words[k + 1].upos in ("ADV", "CCONJ") else None
            )
            if (
                after
                and after.entry.word == "verb"
                and words[after.at].feats.get("VerbForm") in ("Part", "Ger")
                and words[after.at].text.lower().endswith("ing")
            ):
                if not _goes_on(line, after):
                    break
            if words[k + 1].text.lower() == "according":
                break
        k += 1
    return k


def _goes_on(line: Line, aside: Cue) -> bool:
    """Whether a second `and that …`, `but that …` follows an aside that has no `that` of its own."""
    texts = [w.text.lower() for w in line.words[aside.last :]]
    return texts[:1] != ["that"] and any(
        a in ("and", "but") and b == "that" for a, b in zip(texts, texts[1:], strict=False)
    )


def _same_shape(line: Line, i: int, c: int) -> bool:
    """Whether two verbs can share a subject: both finite, or both participles."""
    a, b = line.words[i].feats, line.words[c].feats
    return a.get("VerbForm") == b.get("VerbForm") and a.get("Tense") == b.get("Tense")


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
    if cue.entry.kind == "stance" and cue.entry.lemma in ("voice", "express", "echo"):
        if not any(("noun", words[head].lemma.lower(), "") in lexicon() for _ in (0,)):
            return None
    first = next((k for k in range(cue.last, head + 1) if words[k].upos not in ("PUNCT", "ADV", "ADP")), head)
    return first


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
            while (
                end < len(words) and (end in below or words[end].upos == "PUNCT") and words[end].text not in (".", ";")
            ):
                end += 1
            return [(start, end, 0.55)]
    return []
