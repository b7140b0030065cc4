"""Events: the words that name political acts, who does them to whom, and whether they were done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct

from ..model import Modality, Span, Trigger
from . import lexicon
from .chains import Chain, Chains
from .clauses import Scope, judge
from .document import Document, Line

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
# Acts whose content is another act: that one gets no row of its own (one category, not two).
GOVERNING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "CONCEDE"})
ENDING = frozenset({"RETREAT", "CONCEDE", "REJECT"})
DONE = frozenset({"actual", "ongoing"})
# Words of plain speech and bare states: no act by themselves, whatever the model hears in them.
PLAIN = frozenset(
    """say tell add note state speak comment explain clarify describe report mention be have do go come get know think feel
    see hear start begin continue remain seem appear become happen show mean wonder understand react lead include
    cross face mark""".split()
)
FOUND, ALONE, PARTY, SOLE = 0.5, 0.75, 0.4, 0.3
ASIDE = 0.8  # what only a headline, a standfirst or a caption says must be this sure


class Draft(Struct):
    """An event before it has its date, place and counts."""

    line: Line
    word: int
    type: str
    mode: str | None
    modality: Modality
    background: bool
    actors: list[Chain]
    recipients: list[Chain]
    confidence: float
    evidence: Span
    rule: str
    inside: int | None = None  # the word of the act that governs it
    more: list[tuple[Line, int, Span]] = []


class Sources(Struct, frozen=True):
    """What the coder may lean on: each can be switched off to see what it is worth."""

    frames: bool = True
    events: bool = True


def find_events(document: Document, chains: Chains, sources: Sources) -> list[Draft]:
    """Every event of the article in reading order, the same event told twice joined."""
    out: list[Draft] = []
    for line in document.lines:
        drafts = [d for d in (_draft(line, t, chains, sources) for t in _triggers(line, sources)) if d is not None]
        out += _keep(line, drafts)
    return join(out)


class Found(NamedTuple):
    """A word that names an act: its type and mode, how sure, what the model reads there, and the lexicon's row."""

    word: int
    type: str
    mode: str | None
    sure: float
    read: Trigger | None
    rule: str


def _triggers(line: Line, sources: Sources) -> list[Found]:
    """The words of a line that name acts, by the model and the lexicon together."""
    seen = {t.word: t for t in line.sentence.triggers} if sources.events else {}
    out: list[Found] = []
    for i, word in enumerate(line.words):
        if word.upos not in ("VERB", "NOUN", "ADJ", "PROPN", "AUX"):
            continue
        trigger = seen.get(i)
        senses = lexicon.senses(line, i)
        strong = next((s for s in senses if s.strength == "strong"), None)
        if trigger is not None:
            # The tables and the model together: agreement settles it, a strong entry overrules an unsure model.
            same = next((s for s in senses if s.type == trigger.type), None)
            if same:
                sure = trigger.confidence + (1 - trigger.confidence) * 0.5
                out.append(Found(i, trigger.type, same.mode, sure, trigger, same.rule))
            elif strong and trigger.confidence < 0.85:
                out.append(Found(i, strong.type, strong.mode, 0.5 + 0.4 * trigger.confidence, trigger, strong.rule))
            elif trigger.confidence >= (FOUND if senses else ALONE) and word.lemma.lower() not in PLAIN:
                # A word that the tables lack must convince the model alone.
                out.append(Found(i, trigger.type, None, trigger.confidence * (0.9 if senses else 0.8), trigger, "model"))
        elif strong and not sources.events:
            out.append(Found(i, strong.type, strong.mode, 0.5, None, strong.rule))
        elif strong and word.upos == "VERB":
            out.append(Found(i, strong.type, strong.mode, 0.35, None, strong.rule))
    return out


def _draft(line: Line, found: Found, chains: Chains, sources: Sources) -> Draft | None:
    i, kind, mode, sure, trigger, rule = found
    actors, recipients = parties(line, i, kind, trigger, chains, sources)
    scope = judge(line, i, trigger.modality if trigger else None)
    if not actors and not recipients:
        return None
    if kind in VERBAL - {"CONSULT"} and not actors:
        return None
    evidence = _evidence(line, i, actors, recipients, chains)
    modality = scope.modality
    words = line.subtree(i)
    return Draft(
        line,
        i,
        kind,
        mode or lexicon.mode(kind, line, i, words),
        modality,
        scope.background,
        actors,
        recipients,
        round(
            sure * min([1.0, *(c.sure for c in (*actors, *recipients))]) * (0.85 if not actors or not recipients else 1.0),
            4,
        ),
        evidence,
        rule,
        scope.governor,
    )


def parties(
    line: Line, i: int, kind: str, trigger: Trigger | None, chains: Chains, sources: Sources
) -> tuple[list[Chain], list[Chain]]:
    """Who does it and to whom: the model's party words, then the frame, then the tree."""
    actors, recipients = (
        ([], []) if trigger is None else (_marked(line, trigger.actors, chains), _marked(line, trigger.recipients, chains))
    )
    by_tree = _by_tree(line, i, chains)
    by_frame = _by_frame(line, i, chains) if sources.frames else ([], [])
    a = _vote([(actors, 1.0), (_weigh(by_frame[0]), 0.6), (_weigh(by_tree[0]), 0.5)])
    r = _vote([(recipients, 1.0), (_weigh(by_frame[1]), 0.45), (_weigh(by_tree[1]), 0.4)])
    if kind in MUTUAL and line.words[i].upos == "NOUN":
        a, r = a + [c for c in r if c not in a], []
    if kind in ("CONSULT", "COOPERATE") and not a:
        a, r = r, []
    first = {id(c) for c in a}
    r = [c for c in r if id(c) not in first]
    codes = {c.code for c in a if c.code}
    r = [c for c in r if c.code not in codes or (c.code is None)] or []
    return a, r


Weighted = list[tuple[Chain, float]]


def _weigh(chains: list[Chain]) -> Weighted:
    return [(c, 1.0) for c in chains]


def _vote(votes: Iterable[tuple[Weighted, float]]) -> list[Chain]:
    """The chains whose votes together reach the mark; where none does, the best if it is not hopeless."""
    total: dict[int, float] = {}
    by_id: dict[int, Chain] = {}
    for weighted, weight in votes:
        for chain, p in weighted:
            by_id[id(chain)] = chain
            total[id(chain)] = total.get(id(chain), 0.0) + weight * p
    if not total:
        return []
    best = max(total.values())
    if best < SOLE:
        return []
    return [by_id[k] for k, v in total.items() if v >= max(PARTY, 0.62 * best) or v == best]


def _marked(line: Line, words: tuple[tuple[int, float], ...], chains: Chains) -> Weighted:
    """The actors under the words that the model marks as a party, each with its best word's probability."""
    best: dict[int, tuple[Chain, float]] = {}
    for word, p in words:
        mention = chains.whole(line, word)
        if mention is None:
            continue
        for chain in chains.of_mention(mention):
            if p > best.get(id(chain), (chain, 0.0))[1]:
                best[id(chain)] = (chain, p)
    return list(best.values())


def _by_frame(line: Line, i: int, chains: Chains) -> tuple[list[Chain], list[Chain]]:
    """PropBank: ARG0 does it; the first of ARG1, ARG2 … that names an actor is who it is done to."""
    frame = line.frames.get(i)
    if frame is None:
        return [], []
    sides: dict[str, list[Chain]] = {}
    for argument in frame.arguments:
        role = argument.role.removeprefix("R-").removeprefix("C-")
        if role in ("ARG0", "ARG1", "ARG2", "ARG3"):
            sides.setdefault(role, [])
            sides[role] += chains.of(line, line.head_of(argument.first, argument.last))
    patients = next((sides[r] for r in ("ARG1", "ARG2", "ARG3") if sides.get(r)), [])
    return sides.get("ARG0", []), patients


def _by_tree(line: Line, i: int, chains: Chains) -> tuple[list[Chain], list[Chain]]:
    """Subjects and objects by the tree: shared and controlled subjects, passives, and the complements of nouns."""
    word = line.words[i]
    if word.upos in ("NOUN", "PROPN", "ADJ"):
        return _of_noun(line, i, chains)
    actors: list[Chain] = []
    recipients: list[Chain] = []
    passive = bool(line.under(i, "nsubj:pass", "aux:pass")) or (word.feats.get("Voice") == "Pass")
    for c in line.children[i]:
        relation = line.words[c].deprel
        if relation in ("nsubj", "nsubj:outer"):
            actors += chains.of(line, c)
        elif relation == "nsubj:pass":
            recipients += chains.of(line, c)
        elif relation == "obl:agent":
            actors += chains.of(line, c)
        elif relation in ("obj", "iobj"):
            recipients += chains.of(line, c)
        elif relation == "obl" and not recipients:
            case = next((line.words[x].text.lower() for x in line.under(c, "case")), "")
            if case in ("with", "against", "on", "to", "for", "from", "upon", "at"):
                recipients += chains.of(line, c)
    if not actors and not passive:
        actors = _subject_above(line, i, chains)
    if passive and not recipients:
        if word.deprel.startswith("acl") and word.head >= 0:
            recipients = chains.of(line, word.head)
        elif word.deprel in ("conj", "advcl"):
            recipients = _subject_above(line, i, chains)
    if not recipients and not passive:
        # "accused Russia of", "its talks with": the object's own complement names the other side.
        for c in line.under(i, "obj"):
            recipients += _inside(line, c, chains)
    return actors, recipients


def _inside(line: Line, i: int, chains: Chains, depth: int = 0) -> list[Chain]:
    """Who an object's complements name as the other side: `a declaration of a partnership with Russia`."""
    found = _of_noun(line, i, chains)[1]
    if found or depth > 2:
        return found
    for c in line.under(i, "nmod", "acl"):
        found = _inside(line, c, chains, depth + 1)
        if found:
            return found
    return []


def _subject_above(line: Line, i: int, chains: Chains) -> list[Chain]:
    """The subject that a verb without its own takes from above: conjunct, participle, infinitive, relative clause."""
    at, seen = i, 0
    while at >= 0 and seen < 5:
        word = line.words[at]
        governor = word.head
        if governor < 0:
            return []
        if word.deprel.startswith("acl"):
            return chains.of(line, governor)
        if word.deprel in ("xcomp", "ccomp") and (objects := line.under(governor, "obj", "iobj")) and word.deprel == "xcomp":
            return chains.of(line, objects[0])
        subjects = line.under(governor, "nsubj") or line.under(governor, "nsubj:pass")
        if subjects and word.deprel in ("conj", "xcomp", "advcl", "parataxis"):
            return chains.of(line, subjects[0])
        if word.deprel not in ("conj", "xcomp", "advcl"):
            return []
        at, seen = governor, seen + 1
    return []


def _of_noun(line: Line, i: int, chains: Chains) -> tuple[list[Chain], list[Chain]]:
    """Whose act a noun names and on whom: `Turkish strikes on`, `Sudan's shelling of`, `the killing of X by Y`, `talks between`."""
    actors: list[Chain] = []
    recipients: list[Chain] = []
    for c in line.children[i]:
        relation = line.words[c].deprel
        if relation in ("nmod:poss", "amod", "compound", "nmod:desc"):
            mention = chains.at(line.number, c)
            if mention:
                actors += chains.of_mention(mention)
        elif relation.startswith(("nmod", "obl")):
            case = next((line.words[x].text.lower() for x in line.under(c, "case")), "")
            if case in ("by", "between", "among"):
                actors += chains.of(line, c)
            elif case in ("with", "against", "on", "to", "toward", "towards", "for", "of", "from", "in"):
                mention = chains.at(line.number, c)
                if case == "in" and not (mention and mention.kind == "place"):
                    continue
                recipients += chains.of(line, c)
    if not actors and line.words[i].deprel == "obj":
        # Light verbs: "Kenya held talks", "the army launched a strike".
        governor = line.words[i].head
        subjects = line.under(governor, "nsubj")
        actors = chains.of(line, subjects[0]) if subjects else _subject_above(line, governor, chains)
    return actors, recipients


def _evidence(line: Line, i: int, actors: list[Chain], recipients: list[Chain], chains: Chains) -> Span:
    """The clause's core: the act, its parties where they stand near, and its objects, 25 words at most."""
    core = {
        i,
        *line.under(
            i,
            "obj",
            "iobj",
            "nsubj",
            "nsubj:pass",
            "obl:agent",
            "xcomp",
            "aux",
            "compound:prt",
            "nmod",
            "compound",
            "nmod:poss",
            "amod",
            "obl",
            "ccomp",
        ),
    }
    reach = set(core)
    for j in core - {i}:
        below = line.subtree(j, frozenset({"acl", "advcl", "appos", "conj", "parataxis"}))
        if len(below) <= 12:
            reach |= set(below)
    wanted = {id(c) for c in (*actors, *recipients)}
    for m in chains.mentions[line.number]:
        if wanted & {id(c) for c in chains.of_mention(m)} and abs(m.head - i) <= 10:
            reach |= set(range(m.first, m.last))
    first, last = i, i + 1
    for j in sorted(reach, key=lambda j: abs(j - i)):
        a, b = min(first, j), max(last, j + 1)
        if b - a > 25:
            continue
        first, last = a, b
    while last - 1 > i and line.words[last - 1].upos in ("PUNCT", "ADP", "CCONJ", "DET", "SCONJ"):
        last -= 1
    while first < i and line.words[first].upos in ("PUNCT", "CCONJ"):
        first += 1
    return line.span(first, last)


def _keep(line: Line, drafts: list[Draft]) -> list[Draft]:
    """One category, not two: an act that another act of the sentence promises, asks for, refuses or threatens gets no row."""
    by_word = {d.word: d for d in drafts}
    out = []
    for d in drafts:
        above = by_word.get(line.words[d.word].head)
        # "ended the blockade", "halted the talks", "suspended its sanctions": the end is the event, not what ended.
        if above is not None and line.relation(d.word) == "obj" and above.type in ENDING and above.type != d.type:
            continue
        governed = next((by_word[a] for a in _governors(line, d) if a in by_word and by_word[a].type in GOVERNING), None)
        if governed is not None and d.modality not in DONE:
            continue
        if d.modality in ("requested", "hypothetical") and d.type not in GOVERNING | {"SUPPORT"}:
            continue
        if d.modality in ("requested", "hypothetical", "threatened") and d.confidence < 0.6:
            continue
        if d.modality == "denied" and d.type in VERBAL and d.confidence < 0.8:
            continue
        if d.line.part != "body" and d.confidence < 0.6:
            continue
        out.append(d)
    for d in out:
        # "agreed on a partnership with Russia and held a joint exercise": the partner is that of the act beside it.
        if d.type in MUTUAL and len(d.actors) == 1 and not d.recipients:
            beside = next(
                (o for o in out if o is not d and o.recipients and d.actors[0] in o.actors and line.words[d.word].head == o.word),
                None,
            )
            d.recipients = list(beside.recipients) if beside else []
    # The noun and the verb of one act: "launched an airstrike", "held talks", "airstrike killed".
    keep: list[Draft] = []
    for d in out:
        twin = next((k for k in keep if k.type == d.type and _one_act(line, k, d)), None)
        if twin is None:
            keep.append(d)
        else:
            _merge(twin, d)
    return keep


def _governors(line: Line, d: Draft) -> list[int]:
    out = list(line.ancestors(d.word))[:4]
    if d.inside is not None:
        out.append(d.inside)
    return out


def _one_act(line: Line, a: Draft, b: Draft) -> bool:
    """Do two words of one type name one act? They do where one governs the other closely and the parties agree."""
    close = line.words[b.word].head == a.word or line.words[a.word].head == b.word
    return _parties_agree(a, b) and (close or a.type not in VERBAL or abs(a.word - b.word) <= 6)


def _parties_agree(a: Draft, b: Draft) -> bool:
    sides = [({id(c) for c in x.actors}, {id(c) for c in x.recipients}) for x in (a, b)]
    (a1, r1), (a2, r2) = sides
    return _meet(a1, a2) and _meet(r1, r2) and not (a1 & r2) and not (a2 & r1)


def _meet(a: set[int], b: set[int]) -> bool:
    return not a or not b or bool(a & b)


def _merge(into: Draft, other: Draft) -> None:
    into.actors = into.actors or other.actors
    into.recipients = into.recipients or other.recipients
    into.mode = into.mode or other.mode
    into.confidence = max(into.confidence, other.confidence)


def join(drafts: list[Draft]) -> list[Draft]:
    """The same event told in several places as one, with the other places as more evidence; headlines lean on the body."""
    body = [d for d in drafts if d.line.part == "body"]
    rest = [d for d in drafts if d.line.part != "body"]
    out: list[Draft] = []
    for d in [*body, *rest]:
        same = next((k for k in out if _same_event(k, d)), None)
        if same is None:
            if d.line.part == "body" or d.confidence >= ASIDE:
                out.append(d)
            continue
        _merge(same, d)
        same.more = [*same.more, (d.line, d.word, d.evidence)]
    return out


def _same_event(a: Draft, b: Draft) -> bool:
    if a.type != b.type or (a.modality in DONE) != (b.modality in DONE) or not _parties_agree(a, b):
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
    return (both and across) or ((both or across) and bool(_content(a) & _content(b)))


def _content(d: Draft) -> set[str]:
    """The lemmas of an event's clause that say something."""
    keep = ("NOUN", "VERB", "PROPN", "ADJ", "NUM")
    return {d.line.words[j].lemma.lower() for j in d.line.subtree(d.word) if d.line.words[j].upos in keep}


__all__ = ["Draft", "Scope", "Sources", "find_events"]
