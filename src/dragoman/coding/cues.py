"""The words that report speech: the lexicon, and for each of a sentence its speaker, addressee and occasion."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct, structs

from ..world.tables import read_table
from .document import Line

Word = Literal["verb", "noun", "phrase"]
Kind = Literal["speech", "thought", "writing", "stance"]
TABLE = Path(__file__).parent / "tables" / "cues.tsv"
COLUMNS = ("lemma", "particle", "word", "kind", "quote", "clause", "infinitive", "object", "frame")
SUBJECTS = ("nsubj", "csubj")
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ"))
_LOOSE = frozenset(("acl", "appos", "parataxis", "punct", "cc", "dep", "list", "discourse"))
_OCCASIONS = frozenset(
    """interview speech statement address conference briefing briefings post tweet letter message channel app telegram
    twitter facebook website site blog report video podcast broadcast telecast programme program show remarks comments
    testimony hearing debate email call article column editorial memo phone telephone television tv radio news forum
    meeting rally communique communiqué note release book memoir""".split()
)
_LIGHT = frozenset("make issue repeat give release deliver reiterate have voice express send offer renew raise".split())
_SET_OFF = frozenset((",", "”", '"', "''", "’"))
_WRITINGS = frozenset("statement letter message note memo email tweet post release communique communiqué report notice".split())
_PUTS_OUT = frozenset("issue release publish send write post circulate distribute deliver tweet email give make".split())
_ANTECEDENT = frozenset(("who", "which", "that", "whom"))
_FOLLOW = frozenset(("that", "to", "not", "of", "about", "against", "on", "in", "at", "if", "whether", ",", ".", ":", "“", '"'))
_NOBODY = frozenset(("nobody", "none", "neither", "nothing", "no"))
_GROUP = frozenset(
    (
        "some",
        "many",
        "others",
        "most",
        "several",
        "few",
        "all",
        "both",
        "those",
        "one",
        "two",
        "three",
        "none",
        "another",
    )
)


class Entry(Struct, frozen=True):
    """A reporting word of the lexicon and what it takes (the columns of `tables/cues.tsv`)."""

    lemma: str
    particle: str
    word: Word
    kind: Kind
    quote: bool
    clause: bool
    infinitive: str
    object: bool
    frame: str


class Ref(Struct, frozen=True):
    """Words `first` to `last` (exclusive) of a line of the document, and the word that heads them."""

    line: int
    first: int
    last: int
    head: int


class Cue(Struct, frozen=True):
    """A reporting word of a line with what stands around it. `sure` is how far tree and frames agree on the speaker."""

    line: int
    at: int
    last: int
    entry: Entry
    source: Ref | None
    addressee: Ref | None
    passive: bool
    sure: float


@lru_cache(maxsize=1)
def lexicon() -> dict[tuple[str, str, str], Entry]:
    """The reporting words by class, lemma and particle."""
    out: dict[tuple[str, str, str], Entry] = {}
    for row in read_table(TABLE, COLUMNS):
        lemma, particle, word, kind, quote, clause, infinitive, object_, frame = (row[c] for c in COLUMNS)
        kinds = cast(tuple[Word, Kind], (word, kind))
        entry = Entry(lemma, particle, *kinds, quote == "+", clause == "+", infinitive, object_ == "+", frame)
        out[word, lemma, particle] = entry
    return out


def cues(line: Line) -> list[Cue]:
    """Every reporting verb of the line, and its reporting nouns that govern a clause, in order."""
    out = []
    for i, word in enumerate(line.words):
        if word.upos == "VERB":
            entry, last = _verb(line, i)
            if entry and not _negated(line, i) and word.deprel not in ("amod", "compound", "case"):
                out.append(_cue(line, i, last, entry))
        elif word.upos == "NOUN":
            noun = lexicon().get(("noun", word.lemma.lower(), ""))
            if noun:
                source = _noun_source(line, i)
                out.append(Cue(line.number, i, i + 1, noun, source, None, False, 0.6))
    return out


def _verb(line: Line, i: int) -> tuple[Entry | None, int]:
    table, lemma = lexicon(), line.words[i].lemma.lower()
    if ("verb", lemma, "") not in table and ("verb", lemma + "e", "") in table:
        lemma += "e"
    after = line.words[i + 1].text.lower() if i + 1 < len(line.words) else ""
    if after and ("verb", lemma, after) in table:
        return table["verb", lemma, after], i + 2
    for child in line.under(i, "compound:prt"):
        if ("verb", lemma, line.words[child].text.lower()) in table:
            return table["verb", lemma, line.words[child].text.lower()], i + 1
    return table.get(("verb", lemma, "")), i + 1


def _negated(line: Line, i: int) -> bool:
    """Whether the word is denied or withheld: `did not say`, `declined to comment`, `refused to say`."""
    if any(
        line.words[c].lemma.lower() in ("not", "n't", "n’t", "never") or line.words[c].feats.get("Polarity") == "Neg"
        for c in line.children[i]
    ):
        return True
    if any(line.words[c].text.lower() in ("if", "unless", "whether") for c in line.under(i, "mark")):
        return True
    subjects = line.under(i, *SUBJECTS)
    if subjects and line.words[subjects[0]].text.lower() in _NOBODY:
        return True
    if subjects and any(c < subjects[0] < i for c in line.under(i, "aux")) and line.words[-1].text == "?":
        return True
    head = line.words[i].head
    return (
        head >= 0
        and line.relation(i) == "xcomp"
        and line.words[head].lemma.lower() in ("decline", "refuse", "fail", "avoid", "want", "like")
    )


def _cue(line: Line, i: int, last: int, entry: Entry) -> Cue:
    passive = is_passive(line, i)
    head, sure = speaker(line, i, passive)
    if not passive and line.words[i].text.lower().endswith("ing"):
        head, sure = _participle_speaker(line, i, head, sure)
    if head is None and not passive and _is_finite(line, i):
        head, sure = _before(line, i), 0.5
    return Cue(
        line.number,
        i,
        last,
        entry,
        phrase(line, head, i) if head is not None else None,
        _addressee(line, i, entry, passive, head),
        passive,
        sure,
    )


def is_passive(line: Line, i: int) -> bool:
    """Whether the verb is passive: by its auxiliary, its bare participle (`Asked whether …, she said`), or its subject."""
    word = line.words[i]
    if line.under(i, "aux:pass"):
        return True
    past = word.feats.get("Tense") == "Past" and not line.under(i, "aux")
    if past and line.relation(i) == "advcl" and not line.under(i, *SUBJECTS):
        return True
    if past and word.feats.get("VerbForm") == "Part" and word.deprel == "acl":
        return True
    finite = past and word.feats.get("VerbForm") == "Fin"  # `The governor added:` is none, whatever the tree makes of it
    return bool(line.under(i, "nsubj:pass")) and not finite


def elsewhere(line: Line, cue: Cue, banned: set[int]) -> Cue:
    """The same reporting word with another speaker, for one whom the tree found among the quoted words."""
    others = [c for c in line.under(cue.at, *SUBJECTS) if c not in banned and line.words[c].upos in NOMINAL]
    near = _before(line, cue.at)
    people = [e.first for e in line.sentence.entities if e.kind == "PER" and e.first not in banned and e.last <= cue.at]
    found = others[:1] or ([near] if near is not None and near not in banned else []) or people[:1]
    source = phrase(line, found[0], cue.at) if found else None
    return structs.replace(cue, source=source, sure=0.5)


def speaker(line: Line, i: int, passive: bool = False, depth: int = 0) -> tuple[int | None, float]:
    """The head word of who speaks in verb i, by the tree and held against the frame; and how sure that is."""
    if passive:
        agents = [c for c in line.under(i, "obl") if any(line.words[g].lemma.lower() == "by" for g in line.under(c, "case"))]
        agents = [c for c in agents if line.words[c].upos in ("NOUN", "PROPN", "PRON")]
        return (agents[0], 0.8) if agents else (None, 0.0)
    behind = [c for c in line.under(i, "obj") if c > i]
    if behind and line.words[i - 1].text in _SET_OFF and any(c < i for c in line.under(i, "ccomp", "parataxis")):
        return behind[0], 0.7  # `…, said Okafor`, where the tree takes the speaker for an object
    roles = [line.head_of(a.first, a.last) for a in line.frames[i].arguments if a.role == "ARG0"] if i in line.frames else []
    subjects = [c for c in line.under(i, *SUBJECTS) if line.words[c].deprel != "nsubj:pass" and line.words[c].upos in NOMINAL]
    if subjects:
        found = min(subjects, key=lambda c: abs(c - i))
        if line.words[found].lemma.lower() in _ANTECEDENT and line.words[found].upos in ("PRON", "DET", "SCONJ"):
            return _antecedent(line, i), 0.8
        agreed = not roles or any(abs(found - r) <= 3 for r in roles)
        return found, 0.95 if agreed else 0.7
    near = [
        r for r in roles if line.words[r].upos in NOMINAL and line.words[r].lemma.lower() not in _ANTECEDENT and abs(r - i) < 12
    ]
    head, relation = line.words[i].head, line.relation(i)
    if mislaid(line, i):
        finite = (j for j in line.ancestors(head) if line.words[j].feats.get("VerbForm") == "Fin" and line.under(j, *SUBJECTS))
        head = next(finite, head)
    if head >= 0 and depth < 4:
        above = line.words[head]
        if relation == "acl":
            return (_antecedent(line, i), 0.7) if line.words[i].deprel == "acl:relcl" else (_issuer(line, head), 0.7)
        if relation in ("conj", "advcl", "xcomp", "parataxis", "ccomp", "dep") and above.upos in (
            "VERB",
            "AUX",
            "ADJ",
            "NOUN",
        ):
            if relation == "advcl" and above.lemma.lower() in ("quote", "cite"):
                whom = [c for c in line.children[head] if line.words[c].deprel in ("obj", "nsubj:pass")]
                return (whom[0], 0.9) if whom else (None, 0.0)
            if relation == "advcl" and any(line.words[c].lemma.lower() in ("for", "of") for c in line.under(i, "mark", "case")):
                harsh = lexicon().get(("verb", above.lemma.lower(), ""))
                whom = line.under(head, "obj")
                if harsh and harsh.frame in ("as", "of", "for") and whom and head < whom[0] < i:
                    return whom[0], 0.8
            if relation == "xcomp":
                objects = line.under(head, "obj", "iobj")
                if objects and objects[-1] < i:
                    return objects[-1], 0.6
            if near and not line.under(head, *SUBJECTS):
                return near[0], 0.6
            over = any(line.words[c].deprel == "nsubj:pass" for c in line.children[head])
            if over:
                return next(c for c in line.children[head] if line.words[c].deprel == "nsubj:pass"), 0.6
            found_above, sure = speaker(line, head, False, depth + 1)
            return found_above, sure * 0.95
    return (near[0], 0.6) if near else (None, 0.0)


def _issuer(line: Line, i: int) -> int:
    """Who speaks in `issued a statement saying …`: the subject of the verb that puts the writing out, else the noun itself."""
    above = line.words[i].head
    if line.relation(i) == "obj" and line.words[i].lemma.lower() in _WRITINGS and line.words[above].lemma.lower() in _PUTS_OUT:
        found, _ = speaker(line, above)
        return i if found is None else found
    return i


def mislaid(line: Line, i: int) -> bool:
    """Whether the tree joins a finite verb without subject to an infinitive: it goes on from a verb above."""
    word, words = line.words[i], line.words
    if line.relation(i) != "conj" or line.under(i, *SUBJECTS, "aux"):
        return False
    if word.feats.get("VerbForm") == "Fin" and words[word.head].feats.get("VerbForm") == "Inf":
        return True
    entry = lexicon().get(("verb", word.lemma.lower(), ""))
    report = entry is not None and entry.kind == "speech" and word.feats.get("Tense") == "Past"
    return report and i > 1 and words[i - 1].upos == "CCONJ" and words[i - 2].text == "," and bool(line.under(word.head, "aux"))


def _participle_speaker(line: Line, i: int, head: int | None, sure: float) -> tuple[int | None, float]:
    """Of `…, saying that …`: the speaker of the report it hangs on, else the clause's subject, a person first."""
    words = line.words
    k = i - 1
    while (k >= 0 and words[k].upos in ("ADV", "SCONJ", "CCONJ")) or (k >= 0 and words[k].text in ("”", '"', "''")):
        k -= 1
    if k < 0 or words[k].text != "," or any(line.relation(c) in SUBJECTS for c in line.children[i]):
        return head, sure
    for j in line.ancestors(i):
        above = lexicon().get(("verb", words[j].lemma.lower(), ""))
        if words[j].upos == "VERB" and above and above.quote and above.clause and above.kind in ("speech", "writing"):
            found, certain = speaker(line, j)
            if found is not None:
                return found, certain * 0.95
    named = {k for e in line.sentence.entities for k in range(e.first, e.last)} | {
        k for k, w in enumerate(words) if w.upos == "PRON"
    }
    subjects = [
        c for c in range(i) if words[c].deprel == "nsubj" and words[words[c].head].upos in ("VERB", "AUX") and words[c].head < i
    ]
    subjects = [c for c in subjects if words[words[c].head].deprel != "acl:relcl"]
    if head is not None and (words[head].head < 0 or line.relation(i) == "acl" or head not in named):
        clauses = [c for c in subjects if c in named and words[c].lemma.lower() not in _ANTECEDENT]
        if head not in named and clauses:
            return clauses[-1], 0.6
        if line.relation(i) == "acl" and subjects:
            return subjects[0], 0.6
        if line.relation(i) == "acl" and head not in named:
            return None, 0.0
    return head, sure


def _is_finite(line: Line, i: int) -> bool:
    return line.words[i].feats.get("VerbForm") == "Fin" or any(line.words[c].upos == "AUX" for c in line.children[i])


def _before(line: Line, i: int) -> int | None:
    """The nominal right before a finite verb that the tree left without a subject."""
    words, k = line.words, i - 1
    while k >= 0 and words[k].upos in ("AUX", "ADV"):
        k -= 1
    if k < 0 or words[k].upos not in ("NOUN", "PROPN", "PRON") or words[k].lemma.lower() in _ANTECEDENT:
        return None
    person = next((e.first for e in line.sentence.entities if e.last == k + 1 and e.kind == "PER"), None)
    if person is not None:
        return person
    first = k
    while first > 0 and words[first - 1].upos in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART"):
        first -= 1
    head = line.head_of(first, k + 1)
    return head if words[head].upos in NOMINAL else k


def _antecedent(line: Line, i: int) -> int | None:
    """The noun that a relative clause is about; for `which`, a named body within the phrase before a thing."""
    for j in (i, *line.ancestors(i)):
        if line.words[j].deprel != "acl:relcl" and line.relation(j) != "acl":
            continue
        head = line.words[j].head
        named = {k for e in line.sentence.entities for k in range(e.first, e.last)}
        if head in named or not any(line.words[c].text.lower() == "which" for c in line.children[i]):
            return head
        parts = [c for c in line.subtree(head, _LOOSE) if head < c < i and line.relation(c) == "nmod"]
        bodies = [c for c in parts if named & set(line.subtree(c))]
        return bodies[0] if bodies else head
    return None


def phrase(line: Line, head: int, beside: int) -> Ref | None:
    """The noun phrase of a head word, without what hangs on it loosely; with a name in apposition to a plain noun."""
    words = line.words
    if words[head].upos not in NOMINAL or (
        words[head].lemma.lower() == "it" and any(words[c].deprel == "expl" for c in line.children[beside])
    ):
        return None
    keep = set(line.subtree(head, _LOOSE | (frozenset(("case",)) if words[head].upos != "PRON" else frozenset())))
    first = last = head
    low, high = (-1, beside) if head < beside else (beside, len(words))
    while first - 1 > low and first - 1 in keep:
        first -= 1
    while last + 1 < high and last + 1 in keep:
        last += 1
    people = [(e.first, e.last) for e in line.sentence.entities if e.kind == "PER"]
    if (
        words[head].text.lower() in _GROUP
        and head < beside
        and last + 2 < beside
        and words[last + 1].text.lower() in ("in", "of", "from", "among")
    ):
        end = last + 2
        while (
            end < beside and words[end].upos in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PRON", "PART") and words[end].text != ","
        ):
            end += 1
        last = end - 1
    named = any(a <= head < b for a, b in people)
    for a, b in people:  # the name rather than the title before it
        if first <= head < a and b == last + 1 and words[head].upos in ("NOUN", "PROPN") and not line.under(head, "conj"):
            head = a
    if not named and words[head].upos == "NOUN":
        for child in line.under(head, "appos", "flat"):
            for a, b in people:
                if a <= child < b and last < child < high and a - last <= 5 and b <= max(high, b):
                    return Ref(line.number, first, b, child)
    for a, b in people:  # a title and its name that the tree keeps apart
        if a == last + 1 and b <= high and words[head].upos in ("NOUN", "PROPN") and (not named or a <= last):
            return Ref(line.number, first, b, a)
    return Ref(line.number, first, last + 1, head)


def _addressee(line: Line, i: int, entry: Entry, passive: bool, source: int | None) -> Ref | None:
    found: list[int] = []
    if passive:
        found = (
            [c for c in line.children[i] if line.words[c].deprel == "nsubj:pass"] if entry.infinitive in ("other", "both") else []
        )
    elif entry.infinitive in ("other", "both") or entry.lemma in ("inform", "notify", "assure", "remind", "convince"):
        found = line.under(i, "iobj") or line.under(i, "obj")
        if not found and entry.particle in ("on", "upon", "to"):
            found = [c for c in line.under(i, "obl") if c > i]
    if not found and not passive:
        found = [
            c for c in line.under(i, "obl") if c > i and any(line.words[g].lemma.lower() == "to" for g in line.under(c, "case"))
        ]
    if not found and not passive and entry.infinitive == "other" and entry.lemma == "tell":
        found = [k for k in range(i + 1, min(i + 3, len(line.words))) if line.words[k].upos in ("PROPN", "PRON")][:1]
    if not found and not passive and entry.infinitive in ("other", "both"):
        found = _right_after(line, i + 1 + bool(entry.particle))
    if found and entry.lemma not in ("tell", "inform", "notify", "assure", "remind", "convince"):
        end = phrase(line, found[0], i)
        follow = line.words[end.last].text.lower() if end and end.last < len(line.words) else "."
        person = (end and any(e.first < end.last and e.last > end.first for e in line.sentence.entities)) or line.words[
            found[0]
        ].upos == "PRON"
        if not person and follow not in _FOLLOW:
            found = []
    found = [c for c in found if (c != source and line.words[c].upos in ("NOUN", "PROPN", "PRON") and c > i) or passive]
    return phrase(line, found[0], i) if found else None


def _right_after(line: Line, k: int) -> list[int]:
    """The head of a short noun phrase between a verb and `that` or `to`, whatever the tree makes of it."""
    words, last = line.words, k
    while last < min(len(words), k + 7) and words[last].upos in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "PART"):
        if words[last].text.lower() in ("to", "that"):
            break
        last += 1
    if last == k or last >= len(words) or words[last].text.lower() not in ("that", "to"):
        return []
    head = line.head_of(k, last)
    return [head if words[head].upos in ("NOUN", "PROPN", "PRON") else last - 1]


def _noun_source(line: Line, i: int) -> Ref | None:
    """Who makes the claim that noun i names: its possessor, `by` or `from` whom, or who `issued` it."""
    for child in line.children[i]:
        cases = {line.words[g].lemma.lower() for g in line.under(child, "case")}
        if line.words[child].deprel == "nmod:poss" or (line.relation(child) == "nmod" and child > i and cases & {"by", "from"}):
            return phrase(line, child, i)
    head = line.words[i].head
    if head >= 0 and line.relation(i) == "obj" and line.words[head].lemma.lower() in _LIGHT and line.words[head].upos == "VERB":
        found, _ = speaker(line, head)
        return phrase(line, found, i) if found is not None else None
    return None


def venue(line: Line, cue: Cue, taken: set[int]) -> Ref | None:
    """The occasion of the words (`in an interview with …`), outside the content."""
    words = line.words
    for i, word in enumerate(words):
        if word.lemma.lower() not in _OCCASIONS or i in taken or word.upos not in ("NOUN", "PROPN") or abs(i - cue.at) > 30:
            continue
        first = i
        while first > 0 and i - first < 8 and words[first].upos not in ("ADP", "VERB", "PUNCT") and first - 1 not in taken:
            first -= 1
        if words[first].text.lower() not in ("in", "at", "on", "during", "via", "through", "by", "over") or first in taken:
            continue
        last = i + 1
        while (
            last < len(words)
            and last not in taken
            and (words[last].upos in ("NOUN", "PROPN") or words[last].deprel in ("amod", "compound"))
        ):
            last += 1
        while last < len(words) and last not in taken and last in line.subtree(i) and words[last].upos not in ("PUNCT", "VERB"):
            last += 1
        return Ref(line.number, first, last, i)
    return None
