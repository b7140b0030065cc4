"""Who does an act and to whom: the model's party words, the frame and the tree vote."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..model import Trigger
from . import lexicon
from .actors import Chain, private
from .chains import Chains
from .document import Line
from .drafts import MUTUAL, UNDERGO, VERBAL, Sources

SERVED = frozenset({"serve", "undergo", "suffer", "face"})
VENUE = frozenset("in at near outside inside around across on".split())

ABOUT = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})

AGAINST = frozenset({"against", "on", "upon", "toward", "towards"})
IN = frozenset({"in", "during", "by", "from"})
HURT = frozenset("kill die injure wound hurt maim perish suffer".split())
BLAME = frozenset({"blame", "accuse", "suspect"})
CLASH = frozenset("clash fighting battle gunfight firefight skirmish gunbattle shootout".split())

PARTY, SOLE = 0.4, 0.3
SURELY = 0.5  # who attacks is a grave thing to say

Weighted = list[tuple[Chain, float]]
Sides = tuple[list[Chain], list[Chain]]  # actors and recipients
# What model, frame and tree each vote for actors and for recipients, with their weights: noted for whoever asks why.
Ballot = list[list[tuple[Weighted, float]]]


def parties(
    line: Line, i: int, kind: str, trigger: Trigger | None, chains: Chains, sources: Sources, ballot: Ballot | None = None
) -> Sides:
    """Who does it and to whom: the model's party words, then the frame, then the tree."""
    actors, recipients = (
        ([], [])
        if trigger is None
        else (_marked(line, i, trigger.actors, chains), _marked(line, i, trigger.recipients, chains, kind not in MUTUAL))
    )
    by_tree = _by_tree(line, i, chains)
    by_frame = _by_frame(line, i, chains) if sources.frames else ([], [])
    if line.words[i].upos == "NOUN" and kind not in MUTUAL:
        # Who condemns a deed does not do it, nor does whom it is done to.
        not_they = [*_beholders(line, i, chains), *_targets(line, i, chains)]
        actors = [(c, p) for c, p in actors if not any(c is x for x in not_they)]
        by_frame = [c for c in by_frame[0] if not any(c is x for x in not_they)], by_frame[1]
    if line.words[i].lemma.lower() in SERVED:
        # "served two years in Danish jails": the subject bears it, and whose the jails are does it.
        below = [c for j in line.under(i, "obl", "obj", "nmod") for c in chains.of(line, j)]
        return others(below, by_tree[0]), by_tree[0]
    if (source := _antecedent(line, i)) is not None:
        # "the attack on Bergen, which officials say killed 12": not the officials; who attacked, and whom.
        does, bears = _of_noun(line, source, chains) if _is_deed(line, source) else (chains.of(line, source), [])
        actors, by_tree, by_frame = [], (does, by_tree[1] or bears), ([], by_frame[1])
    if _alleged(line, i):
        # "blamed Israel for the strike": who did it is what is alleged, and another row's.
        suffer = others(by_tree[1] or by_frame[1] or [c for c, _ in recipients], [c for c, _ in actors])
        return [], suffer
    if kind == "ASSAULT" and (bear := _victims(line, i, chains)):
        # "Americans died in the embassy bombing": the subject bears it, who does it the noun alone says.
        return others(_of_noun(line, i, chains)[0], bear), bear
    act = _object_act(line, i, kind)
    if act is not None:
        # "imposed Western sanctions on": the noun's parties are the verb's.
        does, suffers = _of_noun(line, act, chains)
        by_tree = by_tree[0] or does, suffers or [c for c in by_tree[1] if not any(c is d for d in does)]
        by_frame = by_frame[0], [c for c in by_frame[1] if not any(c is d for d in does)]
    if kind in ABOUT and (theirs := _doers_of_object(line, i, chains)) is not None:
        # "condemned the attack on the embassy in Nairobi": it is said of whoever attacked, not of whoever suffered.
        recipients = [(c, p) for c, p in recipients if any(c is x for x in theirs)]
        by_tree, by_frame = (by_tree[0], theirs), (by_frame[0], theirs)
    if kind in MUTUAL:
        by_tree = by_tree[0], [c for c in by_tree[1] if not _only_venue(line, i, c, chains)]
    for_a = [(actors, 1.0), (_weigh(by_frame[0]), 0.6), (_weigh(by_tree[0]), 0.5)]
    for_r = [(recipients, 1.0), (_weigh(by_frame[1]), 0.45), (_weigh(by_tree[1]), 0.4)]
    if ballot is not None:
        ballot += [for_a, for_r]
    if kind not in MUTUAL:
        # Nobody stands on both sides: each where more speaks for it.
        over, under = _sums(for_a), _sums(for_r)
        for_a = [([(c, p) for c, p in w if over[_key(c)] >= under.get(_key(c), 0.0)], k) for w, k in for_a]
        for_r = [([(c, p) for c, p in w if under[_key(c)] > over.get(_key(c), 0.0)], k) for w, k in for_r]
    a, r = _vote(for_a, SURELY if kind == "ASSAULT" else SOLE), _vote(for_r)
    return _as_its_kind(line, i, kind, (a, r), chains)


def _as_its_kind(line: Line, i: int, kind: str, voted: Sides, chains: Chains) -> Sides:
    """The sides voted for, as acts of a kind have them: all sides of a mutual one, hosts of a visit, whom an attack strikes."""
    a, r = voted
    if kind in MUTUAL and line.words[i].upos == "NOUN":
        a, r = a + [c for c in r if c not in a], []
    if kind in ("CONSULT", "COOPERATE") and not a:
        a, r = r, []
    if kind == "ASSAULT" and line.words[i].lemma.lower() in CLASH and len(a) + len(r) > 1 and not line.under(i, "obj"):
        return a + others(r, a), []  # both sides fight
    if (
        kind == "CONSULT"
        and lexicon.mode(kind, line, i, line.subtree(i)) == "visit"
        and not r
        and len(a) == 1
        and not private(a[0])
    ):
        # "arrived in Amman", "a visit to Oslo": the place is the host's.
        at = [c for c in line.under(i, "obl", "nmod", "obj") if case_of(line, c) in ("in", "to", "at", "for", "")]
        r = others([x for c in at for x in _hosts(line, c, chains)], a)[:1]
    if kind == "ASSAULT" and not r:
        # "a bomb attack in Bergen": it strikes the state that the town is in.
        towns = [c for c in line.children[i] if case_of(line, c) in VENUE]
        if i + 2 < len(line.words) and line.words[i + 1].text.lower() in VENUE:
            towns.append(i + 2)  # next to it, whatever the tree says
        r = others([x for c in towns for x in chains.located(line, c)], a)[:1]
    if kind not in VERBAL or kind == "THREATEN":
        r = [_dwellers(c, chains) for c in r]
    return a, others(r, a)


def _dwellers(c: Chain, chains: Chains) -> Chain:
    """Deeds done to `Gaza` or `the West Bank` are done to the people there: no state of that name governs them."""
    return chains.civilians(c.code, "Palestinians") if c.code == "PSE" and c.kind == "state" else c


def _hosts(line: Line, i: int, chains: Chains) -> list[Chain]:
    """Whose the place is that a visit goes to."""
    mention = chains.at(line.number, i)
    if mention is None or mention.kind != "place":
        return []
    return chains.of(line, i) or chains.located(line, i)


def _weigh(chains: list[Chain]) -> Weighted:
    return [(c, 1.0) for c in chains]


def _key(chain: Chain) -> object:
    """What makes two chains one side: a state and its police are one, two people are not."""
    return chain.code if chain.code and chain.kind != "person" and not private(chain) else id(chain)


def _sums(votes: Iterable[tuple[Weighted, float]], key: Callable[[Chain], object] = _key) -> dict[object, float]:
    """What the votes for each side come to."""
    total: dict[object, float] = {}
    for weighted, weight in votes:
        for chain, p in weighted:
            total[key(chain)] = total.get(key(chain), 0.0) + weight * p
    return total


def _vote(votes: list[tuple[Weighted, float]], least: float = SOLE) -> list[Chain]:
    """The chains whose votes together reach the mark; where none does, the best if it is not hopeless."""
    by_id: dict[object, Chain] = {id(chain): chain for weighted, _ in votes for chain, _ in weighted}
    total = _sums(votes, id)
    if not total:
        return []
    best = max(total.values())
    if best < least:
        return []
    return [by_id[k] for k, v in total.items() if v >= max(PARTY, 0.62 * best) or v == best]


def _marked(line: Line, i: int, words: tuple[tuple[int, float], ...], chains: Chains, venues: bool = False) -> Weighted:
    """The actors under the words that the model marks as a party, each with its best word's probability.

    Unless `venues` counts them, places where a thing is done (`a summit in Indonesia`) are nobody.
    """
    best: dict[int, tuple[Chain, float]] = {}
    for word, p in words:
        mention = chains.whole(line, word)
        if mention is None or (not venues and mention.kind == "place" and case_of(line, mention.head) in VENUE):
            continue
        w = line.words[mention.head]
        if mention.kind in ("nationality", "place") and w.deprel in ("amod", "compound", "nmod:desc") and w.head != i:
            p *= 0.5  # `an Indonesian resort`, `Danish jails`: a thing of theirs, not they
        for chain in chains.of_mention(mention):
            if p > best.get(id(chain), (chain, 0.0))[1]:
                best[id(chain)] = (chain, p)
    return list(best.values())


def _object_act(line: Line, i: int, kind: str) -> int | None:
    """The noun of the same act that a verb takes as its object (`imposed sanctions`, `sanctions imposed`), if any."""
    if line.words[i].upos != "VERB":
        return None
    nouns = line.under(i, "obj", "nsubj:pass")
    if line.words[i].deprel.startswith("acl") and line.words[i].head >= 0:
        nouns = [*nouns, line.words[i].head]
    for noun in nouns:
        if line.words[noun].upos == "NOUN" and any(s.type == kind for s in lexicon.senses(line, noun) or ()):
            return noun
    return None


def _beholders(line: Line, i: int, chains: Chains) -> list[Chain]:
    """The subjects of the verb whose object a deed is, where the verb is another act than the deed (`condemned the attack`)."""
    verb = line.words[i].head
    if verb < 0 or line.relation(i) != "obj" or _carries_out(line, verb, i):
        return []
    return [c for j in line.under(verb, "nsubj") for c in chains.of(line, j)]


def _targets(line: Line, i: int, chains: Chains) -> list[Chain]:
    """Whom a deed is said to be against: `attacks on`, `atrocities against`."""
    return [c for j in line.under(i, "nmod") if case_of(line, j) in AGAINST for c in chains.of(line, j)]


def _doers_of_object(line: Line, i: int, chains: Chains) -> list[Chain] | None:
    """Who does the deed that the object of word i names; None where its object is no deed."""
    for noun in line.under(i, "obj"):
        if _is_deed(line, noun):
            return _of_noun(line, noun, chains)[0]
    return None


def _antecedent(line: Line, i: int) -> int | None:
    """The noun that a clause within a relative clause is about: `the attack, which officials say killed 12`."""
    above = line.words[i].head
    if above >= 0 and line.words[i].deprel.startswith("acl:relcl") and line.words[i].lemma.lower() in HURT:
        return above if _is_deed(line, above) else None
    if above < 0 or line.relation(i) != "ccomp" or not line.words[above].deprel.startswith("acl:relcl"):
        return None
    if line.under(i, "nsubj", "nsubj:pass"):
        return None
    noun = line.words[above].head
    over = line.words[noun].head
    # "the attack on Bergen, which officials say killed 12"
    deed = over >= 0 and case_of(line, noun) in ("on", "in", "against") and _is_deed(line, over)
    return over if deed else noun


def _is_deed(line: Line, i: int) -> bool:
    return line.words[i].upos == "NOUN" and any(s.type in DEEDS for s in lexicon.senses(line, i) or ())


def _alleged(line: Line, i: int) -> bool:
    """Is the act only what somebody is blamed for?"""
    above = line.words[i].head
    blamed = above >= 0 and not BLAME.isdisjoint(lexicon.bases(line, above)) and line.relation(i) in ("obl", "nmod")
    return blamed and line.words[i].upos == "NOUN" and case_of(line, i) in ("for", "of")


def _victims(line: Line, i: int, chains: Chains) -> list[Chain]:
    """Who is killed or hurt in the attack that word i names, where the sentence says so by a verb above it."""
    above = line.words[i].head
    if line.words[i].upos != "NOUN" or above < 0 or not line.relation(i).startswith("obl") or case_of(line, i) not in IN:
        return []
    if line.words[above].lemma.lower() not in HURT:
        return []
    dies = line.words[above].lemma.lower() in ("die", "perish", "suffer")
    return [c for j in line.under(above, *(("nsubj", "nsubj:pass") if dies else ("nsubj:pass",))) for c in chains.of(line, j)]


def case_of(line: Line, i: int) -> str:
    """The preposition of the phrase that word i heads, or that it is a further member of (`in Kenya and Tanzania`)."""
    while not line.under(i, "case") and line.words[i].deprel == "conj" and line.words[i].head >= 0:
        i = line.words[i].head
    return line.case(i)


def _only_venue(line: Line, i: int, chain: Chain, chains: Chains) -> bool:
    """Does the act at word i name an actor only as the place where it is done?"""
    below = [c for c in line.children[i] if chain in chains.of(line, c)]
    return bool(below) and all(case_of(line, c) in VENUE for c in below)


def _by_frame(line: Line, i: int, chains: Chains) -> Sides:
    """PropBank: ARG0 does it; the first of ARG1, ARG2 … that names an actor is who it is done to."""
    frame = line.frames.get(i)
    if frame is None:
        return [], []
    sides: dict[str, list[Chain]] = {}
    for argument in frame.arguments:
        role = argument.role.removeprefix("R-").removeprefix("C-")
        if role in ("ARG0", "ARG1", "ARG2", "ARG3"):
            found = chains.of(line, line.head_of(argument.first, argument.last))
            sides[role] = sides.get(role, []) + (found if role == "ARG0" else others(found, sides.get("ARG0", [])))
    patients = next((sides[r] for r in ("ARG1", "ARG2", "ARG3") if sides.get(r)), [])
    if not patients:
        # "backed a declaration of a partnership with Russia": whom the object's own complements name.
        for argument in frame.arguments:
            if argument.role in ("ARG1", "ARG2") and not patients:
                patients = _inside(line, line.head_of(argument.first, argument.last), chains)
    return sides.get("ARG0", []), patients


def _by_tree(line: Line, i: int, chains: Chains) -> Sides:
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
            case = line.case(c)
            if case in ("with", "against", "on", "to", "for", "from", "upon", "at"):
                recipients += chains.of(line, c)
    if not actors and not passive:
        actors = _subject_above(line, i, chains)
    if passive and not recipients:
        if word.deprel.startswith("acl") and word.head >= 0:
            recipients = chains.of(line, word.head)
        elif word.deprel in ("conj", "advcl"):
            recipients = _subject_above(line, i, chains)
    if not recipients and not passive and not line.under(i, "obj"):
        # "seize and burn the boats of": verbs side by side share their object.
        shared = [o for v in line.under(i, "conj") if line.words[v].upos == "VERB" for o in line.under(v, "obj")]
        for o in shared[:1]:
            recipients = chains.of(line, o) or _inside(line, o, chains)
    recipients = others(recipients, actors)  # "backed his declaration": himself is no recipient
    if not recipients and not passive:
        # "accused Russia of", "its talks with": the object's own complement names the other side.
        for c in line.under(i, "obj"):
            recipients += _inside(line, c, chains)
    return actors, recipients


def others(chains: list[Chain], actors: list[Chain]) -> list[Chain]:
    """The chains that are none of the actors. One of an actor's own code is another only as a person of its own."""
    out = []
    for c in chains:
        alike = [a for a in actors if c.code and a.code == c.code]
        person = c.kind == "person" and all(a.kind != "state" for a in alike)
        if not any(c is a for a in actors) and (not alike or person):
            out.append(c)
    return out


def _carries_out(line: Line, verb: int, noun: int) -> bool:
    """May the verb be what is done with the act that its object names (`launched a strike`), no other act (`condemned it`)?"""
    does, named = ({s.type for s in lexicon.senses(line, j) or ()} for j in (verb, noun))
    return not does or bool(does & named)


def _inside(line: Line, i: int, chains: Chains, depth: int = 0) -> list[Chain]:
    """Who an object's complements name as the other side: `a declaration of a partnership with Russia`."""
    held, found = _of_noun(line, i, chains)
    if found or depth > 5:
        return found
    if any(case_of(line, c) == "between" for c in line.under(i, "nmod")):
        return held  # "a bridge between Sweden and Denmark"
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


def _of_noun(line: Line, i: int, chains: Chains) -> Sides:
    """Whose act a noun names and on whom: `Turkish strikes on`, `the killing of X by Y`, `talks between`."""
    actors: list[Chain] = []
    recipients: list[Chain] = []
    for c in line.children[i]:
        relation = line.words[c].deprel
        if relation in ("nmod:poss", "amod", "compound", "nmod:desc"):
            mention = chains.at(line.number, c)
            if mention:
                actors += chains.of_mention(mention)
        elif relation.startswith(("nmod", "obl")):
            case = line.case(c)
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
        above = chains.of(line, subjects[0]) if subjects else _subject_above(line, governor, chains)
        if line.words[governor].lemma.lower() not in UNDERGO and _carries_out(line, governor, i):
            actors = above
    if not recipients and case_of(line, i) == "of" and (at := line.words[i].head) >= 0 and line.words[at].lemma.lower() == "face":
        # "in the face of Western sanctions": they strike whoever the clause is about.
        recipients = _subject_above(line, line.words[at].head, chains) if line.words[at].head >= 0 else []
    if not recipients and line.words[i].deprel == "obj" and line.words[line.words[i].head].lemma.lower() in UNDERGO:
        # "faces sanctions", "helped Oslo to evade sanctions": the subject is whom they strike.
        governor = line.words[i].head
        subjects = line.under(governor, "nsubj")
        recipients = chains.of(line, subjects[0]) if subjects else _subject_above(line, governor, chains)
    return actors, recipients
