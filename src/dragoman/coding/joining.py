"""One event told in several places as one."""

from __future__ import annotations

from collections.abc import Collection

from .actors import Chain, private
from .drafts import DONE, ENDING, VERBAL, Draft
from .parties import others

YIELD = frozenset({"CONCEDE", "RETREAT"})  # "ended its blockade": in words in one sentence, in deed in the next
# Words for a whole war, not for one attack in it.
WAR = frozenset(
    "war invasion battle conflict fighting aggression hostility hostilities offensive occupation fight invade".split()
)
TOLL = frozenset("kill die injure wound hurt".split())
_DEFINITE = frozenset("the this that these those their its his her both".split())

ASIDE = 0.7  # what only a headline, a standfirst or a caption says must be this sure


def join(drafts: list[Draft]) -> list[Draft]:
    """The same event told in several places as one, with the other places as more evidence; headlines lean on the body."""
    body = [d for d in drafts if d.line.part == "body"]
    rest = [d for d in drafts if d.line.part != "body"]
    out: list[Draft] = []
    for d in [*body, *rest]:
        same = next((k for k in out if _same_event(k, d)), None)
        if same is None and d.line.part in ("headline", "standfirst"):
            # A headline tells again what the body tells at length.
            same = next((k for k in out if k.type == d.type and _told_again(k, d)), None)
        if same is None:
            if d.line.part == "body" or d.confidence >= ASIDE:
                out.append(d)
            continue
        merge(same, d)
        same.more = [*same.more, (d.line, d.word, d.evidence)]
    return out


def all_sides(d: Draft) -> None:
    """Make all sides of a mutual act its actors: nobody receives a meeting or a trade, only a visit or a mediation."""
    mutual = d.type in ("CONSULT", "COOPERATE") and d.mode not in ("visit", "third-party")
    if mutual and d.actors and d.recipients and not any(private(c) for c in d.recipients):
        d.actors, d.recipients = [*d.actors, *others(d.recipients, d.actors)], []


def ends(d: Draft) -> bool:
    """Is it the end of something: a step back, a refusal, dealings broken off?"""
    return d.type in ENDING or (d.type == "SANCTION" and d.mode == "discontinue")


def serves(d: Draft, other: Draft) -> bool:
    """Does a show of force only serve an attack of the same actor in the same sentence (`sent its jets and bombed`)?"""
    return other.type == "ASSAULT" and other.modality in DONE and any(c in other.actors for c in d.actors)


def merge(into: Draft, other: Draft) -> None:
    into.actors = into.actors or other.actors
    into.recipients = into.recipients or others(other.recipients, into.actors)
    into.mode = into.mode or other.mode
    into.own = into.own or other.own
    into.confidence = max(into.confidence, other.confidence)


def parties_agree(a: Draft, b: Draft) -> bool:
    sides = [({id(c) for c in x.actors}, {id(c) for c in x.recipients}) for x in (a, b)]
    (a1, r1), (a2, r2) = sides
    return _meet(a1, a2) and _meet(r1, r2) and not _crossed(a, b)


def _crossed(a: Draft, b: Draft) -> bool:
    """Are the sides turned round? Then they are two acts, also where only codes say so (`Norway`, `Norwegian sailors`)."""

    def keys(side: list[Chain]) -> set[object]:
        return {id(c) if c.kind == "person" else c.code for c in side if c.code}

    return not keys(a.actors).isdisjoint(keys(b.recipients)) or not keys(b.actors).isdisjoint(keys(a.recipients))


def _meet(a: Collection[object], b: Collection[object]) -> bool:
    return not a or not b or not set(a).isdisjoint(b)


def _told_again(a: Draft, b: Draft) -> bool:
    """Have two acts of one type the same actor, and no other recipient, by their codes?"""
    sides = [({c.code for c in d.actors if c.code}, {c.code for c in d.recipients if c.code}) for d in (a, b)]
    (a1, r1), (a2, r2) = sides
    done = (a.modality in DONE) == (b.modality in DONE)
    return done and bool(a1 & a2) and (not r1 or not r2 or bool(r1 & r2))


def _recalled(a: Draft, b: Draft) -> bool:
    """Is `b` a noun that takes up act `a` told before (`met …`: `the five-hour meeting`)?"""
    word = b.line.words[b.word]
    if word.upos not in ("NOUN", "PROPN") or (a.actors and b.actors and a.recipients and b.recipients):
        return False
    definite = any(b.line.words[c].text.lower() in _DEFINITE for c in b.line.under(b.word, "det", "nmod:poss"))
    same_word = a.line.words[a.word].lemma.lower() == word.lemma.lower()
    if a.type == "CONSULT":
        nouns = a.line.words[a.word].upos in ("NOUN", "PROPN")
        if nouns and {id(c) for c in a.actors} == {id(c) for c in b.actors}:
            return True  # the G20 summit, the G20 meeting
        apart = {id(c) for c in b.actors if c.kind != "body"} - {id(c) for c in (*a.actors, *a.recipients)}
        return (definite and not apart) or (same_word and _meet({id(c) for c in a.actors}, {id(c) for c in b.actors}))
    if not definite or _crossed(a, b):
        return False
    if word.lemma.lower() in WAR and a.line.words[a.word].lemma.lower() not in WAR:
        return False  # a war is not one attack in it
    if any(c.kind == "person" for c in a.recipients) and word.feats.get("Number") == "Plur":
        return False  # one man is not killed in `the attacks`
    return (
        _meet(*({c.code for c in d.actors if c.code} for d in (a, b)))
        and _meet(*(_struck(d) for d in (a, b)))
        and (same_word or a.type not in VERBAL)
        and abs(a.line.paragraph - b.line.paragraph) <= 6
    )


def _struck(d: Draft) -> set[str]:
    """The states whose people or forces an act is done to; of a group without one, the group."""
    return {c.country or c.code or "" for c in d.recipients} - {""}


def _attack_again(a: Draft, b: Draft) -> bool:
    """Is `b` an attack told before, now as a noun or a toll without a doer: `the embassy bombing`, `killing 247 people`?"""
    if a.type != "ASSAULT" or b.actors or _crossed(a, b) or b.line.words[b.word].lemma.lower() in WAR:
        return False
    toll = b.line.words[b.word].lemma.lower() in TOLL and not b.line.under(b.word, "nsubj")
    if b.line.words[b.word].upos not in ("NOUN", "PROPN") and not toll:
        return False
    countries = [_struck(d) for d in (a, b)]
    if not _meet(*countries):
        return False
    near = abs(a.line.paragraph - b.line.paragraph) <= 2
    return near if not countries[1] else bool(countries[0]) or near


def _same_event(a: Draft, b: Draft) -> bool:
    if a.own and b.own and a.own != b.own:
        return False
    if (a.type != b.type and not {a.type, b.type} <= YIELD) or (a.modality in DONE) != (b.modality in DONE):
        return False
    if _recalled(a, b):
        return True
    if _attack_again(a, b):
        return True
    if not parties_agree(a, b):
        return False
    both = bool({id(c) for c in a.actors} & {id(c) for c in b.actors})
    across = bool({id(c) for c in a.recipients} & {id(c) for c in b.recipients})
    if a.type in VERBAL and a.type != "CONSULT":
        if not (both and (across or not a.recipients or not b.recipients)):
            return False
        if a.line is b.line:
            return abs(a.word - b.word) <= 3
        shared = _content(a) & _content(b)
        return len(shared) >= 3 or (b.line.part in ("headline", "standfirst", "caption") and len(shared) >= 2)
    alike = bool(_content(a) & _content(b)) or a.line.words[a.word].lemma.lower() == b.line.words[b.word].lemma.lower()
    # Nobody is killed twice, nor often set free.
    if a.type in ("ASSAULT", "RETREAT") and any(c.kind == "person" and c in b.recipients for c in a.recipients):
        return True
    if (
        a.type in ("ASSAULT", "COERCE", "RETREAT")
        and a.line is not b.line
        and _numbers(a)
        and _numbers(b)
        and _numbers(a) != _numbers(b)
    ):
        return False  # "arrested two men", "arrested six protesters"
    war = all(d.line.words[d.word].lemma.lower() in WAR for d in (a, b))
    return (both and across and war) or ((both or across) and alike)


def _numbers(d: Draft) -> set[str]:
    """How many an act is done to, as written."""
    line = d.line
    suffer = line.under(d.word, "obj", "nsubj:pass")
    return {line.words[n].text.lower() for o in suffer for n in line.under(o, "nummod") if line.words[n].upos == "NUM"}


def _content(d: Draft) -> set[str]:
    """The lemmas of an event's clause that say something."""
    keep = ("NOUN", "VERB", "ADJ", "NUM")
    return {d.line.words[j].lemma.lower() for j in d.line.subtree(d.word) if d.line.words[j].upos in keep}
