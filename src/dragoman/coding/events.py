"""Events: the words that name political acts, who does them to whom, and whether they were done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from ..model import Span, Trigger
from . import lexicon
from .actors import Chain, private
from .chains import Chains
from .clauses import judge
from .confidence import FULL, is_whole
from .document import Document, Line
from .drafts import DONE, GOVERNING, MUTUAL, VERBAL, Draft, Sources, Watch
from .filling import fill
from .joining import all_sides, ends, join, merge, parties_agree, serves
from .lexicon import Sense
from .parties import Ballot, others, parties
from .turning import announced, refuses, spoken_of, turned

# Words of plain speech and bare states: no act by themselves, whatever the model hears in them.
PLAIN = frozenset(
    """say tell add note state speak comment explain clarify describe report mention be have do go come get know think feel
    see hear start begin continue remain seem appear become happen show mean wonder understand react lead include
    cross face mark hope wish expect believe""".split()
)

LIKELY = 0.4  # an event below it is not given
# What a row of the tables is worth for the type of an act, beside the model's probability.
WORTH = {"strong": 2.0, "weak": 0.8}
UNHEARD = 0.2  # how sure an act is of which the tables are sure and the model reads nothing
SPOKEN = 0.5  # and one that lies in what is said of another (`must leave`, `is responsible`)
OWN = 0.8  # an act by a strong row of the user's
ALONE = 0.6  # what a meeting of one party keeps of its confidence
HALF = 0.85  # and an act of which one side was not found

# How often an act of that type stands at a word, by what the tables say of it and the model's confidence that some act does:
# measured on half of our own `wire_*` paragraphs with a model of five epochs that had read none of them, and rounded. The first
# points of "strong other" are guesses: too few stood there.
SURE = {
    "strong same": ((0.0, 0.3, 0.5, 0.7, 0.85, 1.0), (0.3, 0.5, 0.6, 0.75, 0.85, 0.92)),
    "strong other": ((0.0, 0.15, 0.3, 0.5, 0.85, 1.0), (0.2, 0.35, 0.45, 0.52, 0.6, 0.66)),
    "weak same": ((0.0, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0), (0.05, 0.2, 0.4, 0.6, 0.7, 0.82, 0.86)),
    "weak other": ((0.0, 0.7, 0.85, 1.0), (0.05, 0.2, 0.4, 0.45)),
    "none": ((0.0, 0.7, 0.85, 0.95, 1.0), (0.0, 0.2, 0.37, 0.5, 0.58)),
}


def find_events(document: Document, chains: Chains, sources: Sources, watch: Watch | None = None) -> list[Draft]:
    """Every event of the article in reading order, the same event told twice joined; `watch` sees the drafts after each step."""
    watch = watch or (lambda step, drafts: None)
    out: list[Draft] = []
    for line in document.lines:
        found = (_draft(line, t, chains, sources) for t in acts(line, sources))
        drafts = [d for d in found if d is not None and d.confidence >= LIKELY]
        watch("read", drafts)
        out += _keep(line, drafts)
    watch("kept", out)
    out = fill(out, chains)
    for d in out:
        all_sides(d)
    watch("filled", out)
    return join(out)


class Found(NamedTuple):
    """A word that names an act: its type and mode, how sure, what the model reads there, and the lexicon's row."""

    word: int
    type: str
    mode: str | None
    sure: float
    read: Trigger | None
    rule: str
    turned: bool = False  # a `will` or a `will not` made it what it is
    says: int | None = None  # the word of speech, where the act is what a speaker says of another
    own: str | None = None  # the type of the user's own that it is, beside the PLOVER type that it is handled as


def acts(line: Line, sources: Sources, unheard: bool = False) -> list[Found]:
    """The words of a line that name acts, by the model and the lexicon together.

    The tables are asked only about words in which the model hears an act, unless the user has rows of his own: what they alone
    know of is too doubtful to be given. With `unheard` it is among the answers, too.
    """
    everywhere = unheard or not sources.events or bool(lexicon.codebook().version)
    seen = {t.word: t for t in line.sentence.triggers} if sources.events else {}
    out: list[Found] = []
    for i, word in enumerate(line.words):
        if word.upos not in ("VERB", "NOUN", "ADJ", "PROPN", "AUX", "ADP", "PART"):
            continue
        trigger = seen.get(i)
        if (spoken := spoken_of(line, i)) is not None:
            out.append(Found(i, spoken[0], None, SPOKEN, trigger, "spoken", says=spoken[1]))
            continue
        if word.upos == "ADP" or (trigger is None and not everywhere):
            continue
        senses = lexicon.senses(line, i)
        if senses is None:
            continue
        if senses and senses[0].own:
            out.append(_of_ones_own(line, i, senses[0], trigger))
            continue
        if trigger is not None:
            best = _sense(senses, trigger)
            how = "none" if best is None else f"{best.strength} {'same' if best.type == trigger.type else 'other'}"
            sure = float(np.interp(trigger.confidence, *SURE[how]))
            if best is not None:
                out.append(_found(line, i, best, sure, trigger))
            elif word.lemma.lower() not in PLAIN and word.deprel != "compound":  # `ceasefire` in `ceasefire talks`
                out.append(_found(line, i, Sense(trigger.type, None, "weak", "model"), sure, trigger))
        elif strong := next((s for s in senses if s.strength == "strong"), None):
            sure = UNHEARD if sources.events else 0.5
            out.append(_found(line, i, strong, sure, None))
    named = {f.word for f in out if f.rule != "model"}
    return [f for f in out if f.rule != "model" or not announced(line, f.word, named)]


def _of_ones_own(line: Line, i: int, sense: Sense, trigger: Trigger | None) -> Found:
    """An act by a row of the user's: believed whatever the model reads there, which was not taught the user's types."""
    base = lexicon.plover(sense.type) or sense.type
    kind, mode = turned(line, i, base, sense.mode)
    heard = float(np.interp(trigger.confidence if trigger else 0.0, *SURE["weak same"]))
    own = sense.type if sense.type != base and kind == base else None
    return Found(i, kind, mode, OWN if sense.strength == "strong" else heard, trigger, sense.rule, kind != base, own=own)


def _found(line: Line, i: int, sense: Sense, sure: float, read: Trigger | None) -> Found:
    kind, mode = turned(line, i, sense.type, sense.mode)
    return Found(i, kind, mode, sure, read, sense.rule, kind != sense.type)


def _sense(senses: Sequence[Sense], trigger: Trigger) -> Sense | None:
    """The type of an act, by the tables and the model together: the tables know it better where a row is strong."""
    read = dict(trigger.types) or {trigger.type: 1.0}
    said: dict[str, Sense] = {}
    for sense in senses:
        said.setdefault(sense.type, sense)

    def worth(kind: str) -> float:
        sense = said.get(kind)
        return read.get(kind, 0.0) + (WORTH[sense.strength] if sense else 0.0)

    best = max([*said, *read], key=worth, default="")
    return said.get(best) or (Sense(best, None, "weak", "model") if said else None)


def _draft(line: Line, found: Found, chains: Chains, sources: Sources) -> Draft | None:
    i, kind, mode, sure, trigger, rule, is_turned, says, own = found
    if line.relation(i) == "amod" and line.words[i].upos in ("VERB", "ADJ"):
        return None  # `the jailed editor`, `an endorsed plan`: what it is, not what was done
    ballot: Ballot = []
    if says is None:
        actors, recipients = parties(line, i, kind, trigger, chains, sources, ballot)
        scope = judge(line, i, trigger.modality if trigger else None)
    else:
        actors, recipients = (_subjects(line, at, chains) for at in (says, i))
        recipients = others(recipients, actors)
        scope = judge(line, says, None)
        if not recipients:
            return None
    if is_turned or (kind == "REJECT" and scope.modality == "denied" and refuses(line, i)):
        # The promise, the threat and the refusal are made, whatever comes of them.
        scope = msgspec.structs.replace(scope, modality="actual")
    if not actors and not recipients:
        return None
    if kind in VERBAL - {"CONSULT", "ACCUSE"} and not actors:
        return None
    if kind == "PROTEST":
        # Civilians protest, not the state whose adjective they bear.
        actors = [chains.civilians(c.country, c.name) if c.kind == "state" and c.country else c for c in actors]
        officials = [c for c in actors if c.kind == "person" and c.code and not private(c)]
        if officials and line.words[i].upos == "NOUN":
            actors = [c for c in actors if c not in officials]
            recipients = [*recipients, *(c for c in officials if c not in recipients)]
    if not _political(kind, actors, recipients):
        return None
    if kind == "CONSULT" and len(actors) + len(recipients) == 1 and mode != "visit" and not any(c.kind == "body" for c in actors):
        sure *= ALONE
    if kind == "THREATEN" and not recipients and line.words[i].lemma.lower() in ("warn", "warning"):
        clause = {line.words[j].text.lower() for j in line.subtree(i)}
        if not clause & {"will", "would", "'ll", "’ll", "if", "unless", "could", "consequences"}:
            sure *= ALONE  # who warns that things are bad threatens nobody
    evidence = _evidence(line, i, actors, recipients, chains)
    sure *= min([1.0, *(c.sure for c in (*actors, *recipients))]) * (1.0 if is_whole(kind, actors, recipients) else HALF)
    words = line.subtree(i)
    return Draft(
        line,
        i,
        kind,
        mode or lexicon.mode(own or kind, line, i, words),
        scope.modality,
        scope.background,
        actors,
        recipients,
        round(sure, 4),
        evidence,
        rule,
        scope.governor,
        FULL if says is not None else (_backing(ballot, 0, actors), _backing(ballot, 1, recipients)),
        trigger.confidence * dict(trigger.types).get(kind, 0.0) if trigger else 0.0,
        own=own,
    )


def _backing(ballot: Ballot, side: int, chosen: list[Chain]) -> float:
    """What the votes for a side give those chosen for it, on the mean; one where the sentence settled it without a vote."""
    if not chosen or not ballot:
        return float(bool(chosen))
    given = [p * weight for weighted, weight in ballot[side] for chain, p in weighted if any(chain is c for c in chosen)]
    return round(sum(given) / len(chosen), 4)


def _subjects(line: Line, i: int, chains: Chains) -> list[Chain]:
    return [c for j in line.under(i, "nsubj", "nsubj:pass") for c in chains.of(line, j)]


def _political(kind: str, actors: list[Chain], recipients: list[Chain]) -> bool:
    """Is somebody public a party? A private person or a firm counts where it acts on, or is acted on by, such a one.

    Civilians as a body (`farmers`, `voters`) are public; and who is arrested, struck, punished or let go with nobody named is so
    by somebody public.
    """
    if any(c.kind == "civilians" or not private(c) for c in actors) or any(not private(c) for c in recipients):
        return True
    return kind == "PROTEST" or (kind in ("COERCE", "ASSAULT", "SANCTION", "RETREAT", "ACCUSE") and not actors)


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
        if above is not None and line.relation(d.word) == "obj" and ends(above) and above.type != d.type:
            continue
        if d.type == "MOBILIZE" and any(serves(d, o) for o in drafts):
            continue
        governed = next((by_word[a] for a in _governors(line, d) if a in by_word and by_word[a].type in GOVERNING), None)
        if governed is not None and (d.modality not in DONE or _behind_to(line, d.word)):
            continue
        # What a demonstration asks for is its topic.
        if d.type in VERBAL and any(a in by_word and by_word[a].type == "PROTEST" for a in _governors(line, d)):
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
    out = _without_topics(line, out)
    for d in out:
        # "agreed on a truce with Norway and held joint patrols": the partner is that of the act beside it.
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
            merge(twin, d)
    return keep


def _without_topics(line: Line, drafts: list[Draft]) -> list[Draft]:
    """What a demonstration is for (`rallied to demand …`) is no event of its own; whom it names is whom they protest against."""
    out = []
    for d in drafts:
        above = list(line.ancestors(d.word))[:3] if d.type in ("REQUEST", "ACCUSE", "REJECT") else []
        aim = line.relation(d.word) in ("advcl", "acl", "xcomp") and any(
            line.words[c].text.lower() == "to" for c in line.under(d.word, "mark")
        )
        protest = next(
            (p for p in drafts if p.type == "PROTEST" and aim and {p.word, line.words[p.word].head} & set(above)), None
        )
        if protest is None:
            out.append(d)
        elif not protest.recipients:
            protest.recipients = [c for c in d.recipients if c not in protest.actors]
    return out


def _governors(line: Line, d: Draft) -> list[int]:
    out = list(line.ancestors(d.word))[:4]
    if d.inside is not None:
        out.append(d.inside)
    # `pledged to send`: also where the tree has them the wrong way round.
    if d.word > 1 and _behind_to(line, d.word) and line.words[d.word - 2].head == d.word:
        out.append(d.word - 2)
    return out


def _behind_to(line: Line, i: int) -> bool:
    """Does a `to` stand right before the verb, whatever the tree makes of it?"""
    return i > 0 and line.words[i].upos == "VERB" and line.words[i - 1].text.lower() == "to"


def _one_act(line: Line, a: Draft, b: Draft) -> bool:
    """Do two words of one type name one act? They do where one governs the other closely and the parties agree."""
    if a.own and b.own and a.own != b.own:
        return False
    close = line.words[b.word].head == a.word or line.words[a.word].head == b.word
    inner = b.word if line.words[b.word].head == a.word else a.word
    if close and line.words[inner].upos == "NOUN" and line.relation(inner) in ("obj", "obl"):
        return True  # "provided Juba with aid"
    return parties_agree(a, b) and (close or a.type not in VERBAL or abs(a.word - b.word) <= 6)
