"""Words that say where somebody stands: who, on what, how, by whose word.

The words stand in `tables/stances.tsv`, which `docs/howto-positions.md` explains. What they are said of is read from the tree,
what light they stand in (denied, sought, claimed, contested) by `scopes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import cast

from msgspec import Struct, structs

from ..errors import TableInvalid
from ..model import Span, Stance
from ..world.tables import read_table
from .actors import Chain, private
from .chains import Chains
from .document import Line
from .issues import TIMES, issue_of
from .scopes import CLAIM_NOUNS, Scope, Walk

FOLDER = Path(__file__).parent / "tables"
COLUMNS = ("words", "pos", "stance", "target", "needs")
PARTIAL = "partial"  # of no meaning by itself, neutral where it is denied: `take sides`
STANCES = frozenset({"support", "oppose", "neutral", "mixed", "uncommitted", PARTIAL})
# How sure a row is, by what tells it: measured on sentences of our own (`python -m benchmarks positions`).
SURE = {"V": 0.8, "A": 0.8, "N": 0.7, "P": 0.75}
_OPPOSITE: dict[str, Stance] = {"support": "oppose"}
# Who does not condemn has not spoken; who does not object has not said that he agrees either, and is left out.
_BLAME = frozenset("condemn denounce criticise criticize decry deplore rebuke censure slam".split())
_VOTE = frozenset("vote ballot voting debate discussion question issue matter".split())
_MOTION = frozenset("resolution motion draft declaration statement text bill".split())
_ENDING = frozenset("end halt lifting cancellation repeal termination cessation removal easing".split())
_ENDS = frozenset("end halt lift stop cancel repeal scrap ease remove terminate abolish revoke".split())
_VOICE = frozenset(
    """express voice pledge offer reiterate reaffirm give announce signal declare lend throw promise state restate maintain
    underline stress register raise lodge file repeat confirm affirm underscore emphasise emphasize show extend cast proclaim
    lent profess claim deny keep preserve""".split()
)
_DROP = frozenset("drop withdraw end lift abandon renounce retract pull revoke relinquish suspend".split())
_MEET = frozenset("face meet draw win have enjoy secure gain attract encounter get receive provoke trigger prompt need".split())
_SEEK = frozenset("seek need want court solicit require request woo demand urge enlist canvass muster hope".split())
_SEEK_FOR = frozenset("lobby press push ask appeal call look hope plead campaign wait".split())
_BE = frozenset("be remain stay stand keep become".split())
_COME = frozenset("sit come vote speak argue rally march".split())
_NOTHING = frozenset("it this that them they these those he she him her which what who everything nothing something".split())
_WANTED = frozenset(
    "cooperation support backing help assistance consent participation approval endorsement vote agreement".split()
)
# Prepositions that also tell when, where and how, and the nouns with which they do.
_LOOSE = frozenset({"in", "from", "during", "at", "by"})
_ASIDE = frozenset(
    """face light statement interview speech principle wake response return exchange behalf meantime case end front way manner
    hour part order turn person public past future capital parliament council assembly time address email letter tweet post
    beginning start outset course first second round fact addition particular general theory practice""".split()
)
_PARTIES = frozenset({"state", "body", "group", "person"})


class Word(Struct, frozen=True):
    """One row of the table: a word that tells a stance."""

    stance: str
    targets: tuple[str, ...]
    needs: frozenset[str]


class Held(Struct):
    """Where an actor stands, before it has an id and a day."""

    actor: Chain
    stance: Stance
    issue: str | None
    sure: float
    evidence: tuple[Span, ...]
    toward: Chain | None = None
    claimed: Chain | None = None
    contested: tuple[Chain, ...] = ()
    sought: tuple[Chain, ...] = ()
    line: Line | None = None
    word: int = -1
    past: bool = False
    theme: str | None = None
    at: tuple[int, int] | None = None  # the words of the issue


class Target(Struct, frozen=True):
    """What a stance is on: the words of an issue, or an actor and what he is blamed for; with the stance turned or not."""

    issue: tuple[int, int] | None
    toward: Chain | None = None
    turned: bool = False


@lru_cache(maxsize=1)
def lexicon() -> dict[tuple[str, str], tuple[Word, ...]]:
    """The words by their part of speech and lemma."""
    classes: dict[str, frozenset[str]] = {}
    out: dict[tuple[str, str], list[Word]] = {}
    for row in read_table(FOLDER / "stances.tsv", COLUMNS):
        if row["pos"] == "C":
            classes[row["words"]] = frozenset(row["needs"].split("|"))
            continue
        if row["stance"] not in STANCES or row["pos"] not in SURE:
            raise TableInvalid(row.where, "no such stance or part of speech", "see the notes at the head of the table")
        needs = classes.get(row["needs"]) or frozenset(filter(None, row["needs"].split("|")))
        for lemma in row["words"].split("|"):
            word = Word(row["stance"], tuple(row["target"].split("|")), needs)
            out.setdefault((row["pos"], lemma), []).append(word)
    return {key: tuple(found) for key, found in out.items()}


def stances(line: Line, chains: Chains) -> Iterator[Held]:
    """The positions that the words of a line tell."""
    walk = Walk(line, chains)
    for i, word in enumerate(line.words):
        if word.upos == "VERB":
            yield from _verb(line, chains, walk, i)
        if _predicate(line, i):
            yield from _said_of(line, chains, walk, i)
        if word.upos in ("NOUN", "PROPN"):
            yield from _noun(line, chains, walk, i)
            yield from _prepositional(line, chains, walk, i)


def _predicate(line: Line, i: int) -> tuple[Word, ...]:
    """The rows of a word that is said of its subject; a participle (`is torn over …`) stands there as it is written."""
    word = line.words[i]
    if word.upos not in ("ADJ", "NOUN", "VERB"):
        return ()
    return lexicon().get(("A", word.text.lower())) or (
        lexicon().get(("A", word.lemma.lower()), ()) if word.upos != "VERB" else ()
    )


# Verbs.


def _verb(line: Line, chains: Chains, walk: Walk, i: int) -> Iterator[Held]:
    lemma = line.lemma(i)
    rows = lexicon().get(("V", lemma)) or lexicon().get(("V", f"{line.words[i].lemma.lower()} {_after(line, i)}"))
    governor = line.words[i].head
    before_noun = governor > i and line.words[governor].upos == "NOUN" and not line.under(i, "nsubj", "obj")
    if not rows or line.relation(i) in ("amod", "compound") or before_noun:
        return
    for row in rows:
        passive = bool(line.under(i, "nsubj:pass", "aux:pass")) or (
            line.words[i].deprel == "acl" and _participle(line, i) and not line.under(i, "nsubj")
        )
        found = _target_of_verb(line, chains, row, i, passive)
        if found is None:
            continue
        holders = line.under(i, "obl:agent") if passive and row.targets[0] == "object" else None
        if passive and not holders:
            continue
        scope = walk.scope(i, holders)
        yield from _held(line, row, scope, found, i, "V")
        return


def _after(line: Line, i: int) -> str:
    """The adverb or particle right after a verb: `come out against`, `speak out`."""
    return line.words[i + 1].text.lower() if i + 1 < len(line.words) and line.words[i + 1].upos in ("ADP", "ADV") else ""


def _participle(line: Line, i: int) -> bool:
    word = line.words[i]
    return word.feats.get("VerbForm") == "Part" and word.feats.get("Tense") != "Pres" and not word.text.lower().endswith("ing")


def _target_of_verb(line: Line, chains: Chains, row: Word, i: int, passive: bool) -> Target | None:
    objects = line.under(i, "obj")
    if not objects and line.relation(i) == "conj" and line.words[i].head < i and not passive:
        objects = [o for o in line.under(line.words[i].head, "obj") if o > i]  # `does not recognise or support the republic`
    if row.needs and "object" not in row.targets and not any(line.words[o].lemma.lower() in row.needs for o in objects):
        return None
    for wanted in row.targets:
        if wanted == "object":
            heads = objects if not passive else line.under(i, "nsubj:pass") or [line.words[i].head]
            heads = [_antecedent(line, i, h) for h in heads]
            for head in heads:
                clause = [c for c in line.under(i, "ccomp", "xcomp") if c > head]
                if clause and not passive and row.stance == "support" and _gerund(line, clause[0]):
                    return Target((head, _clause_end(line, clause[0])))  # `backs Ukraine joining the alliance`
                found = _target(line, chains, head, row.stance)
                named = line.words[head].lemma.lower()
                if found is not None and (not row.needs or (found.toward is None and named in row.needs)):
                    blamed = found.toward is not None and row.stance == "oppose"
                    return structs.replace(found, issue=_blamed(line, i)) if blamed else found
        elif wanted == "clause":
            for c in line.under(i, "xcomp", "ccomp"):
                if c > i and not objects and line.words[c].upos == "NOUN" and (found := _target(line, chains, c, row.stance)):
                    return found  # a noun that the tree takes for a clause
                if c > i and _gerund(line, c) and not line.under(c, "nsubj"):
                    return _clause(line, c)
        elif wanted == "-":
            return Target(None)
        elif found := _by_preposition(line, chains, i, wanted, row.stance):
            return found
    return None


def _antecedent(line: Line, i: int, head: int) -> int:
    """The noun that a relative pronoun stands for."""
    if line.words[head].upos == "PRON" and line.words[head].text.lower() in ("which", "that", "who", "whom"):
        verb = next((a for a in (i, *line.ancestors(i)) if line.words[a].deprel == "acl:relcl"), None)
        return line.words[verb].head if verb is not None else head
    return head


def _gerund(line: Line, c: int) -> bool:
    return line.words[c].text.lower().endswith("ing") and line.words[c].upos in ("VERB", "NOUN")


def _clause(line: Line, c: int) -> Target:
    """A gerund with what belongs to it: `lifting the tariffs on cars`, where the tariffs are the issue and the stance turns."""
    objects = line.under(c, "obj")
    if line.words[c].lemma.lower() in _ENDS and objects and (found := issue_of(line, objects[0])):
        return Target(found, turned=True)
    return Target((c, _clause_end(line, c)))


def _clause_end(line: Line, c: int) -> int:
    """Where a clause is cut: after its object with what hangs on it, eight words at most."""
    last = c + 1
    for o in line.under(c, "obj", "obl", "xcomp", "compound:prt"):
        if o > c and (found := issue_of(line, o)) and found[1] - c <= 8:
            last = max(last, found[1])
    return last


def _by_preposition(line: Line, chains: Chains, i: int, wanted: str, stance: str) -> Target | None:
    first, *rest = wanted.split()
    for c in line.under(i, "obl", "nmod", "advcl", "acl", "obj", "xcomp", "ccomp"):
        if c < i and line.relation(c) != "obl":
            continue
        case = [line.words[k].text.lower() for k in line.under(c, "case", "mark")]
        # Before a noun with an infinitive (`support for its plan to …`) the preposition may hang on the verb.
        case = case or [line.words[k].text.lower() for g in line.under(c, "acl") for k in line.under(g, "mark") if k < c]
        if not case or case[0] != first:
            continue
        if rest:  # in favour of
            if line.words[c].lemma.lower() != rest[0].replace("favor", "favour") and line.words[c].lemma.lower() != rest[0]:
                continue
            return _by_preposition(line, chains, c, rest[1], stance)
        if line.relation(c) in ("advcl", "acl", "ccomp", "xcomp") and line.words[c].upos == "VERB":
            if _gerund(line, c):
                return _clause(line, c)
            continue
        if line.under(c, "acl") and wanted == "for" and line.words[c].upos == "PROPN":
            continue  # called for Russia to leave
        if wanted in _LOOSE and (
            {line.words[c].lemma.lower(), line.words[c].text.lower()} & (_ASIDE | TIMES) or _acts(line, chains, c)
        ):
            continue
        if found := _target(line, chains, c, stance):
            return found
    return None


def _acts(line: Line, chains: Chains, c: int) -> bool:
    """Is a place or a body named, where something was said or voted on, and not what it was on?"""
    mention = chains.at(line.number, c)
    return mention is not None and mention.head == c and bool(chains.of_mention(mention)) and mention.kind != "noun"


def _target(line: Line, chains: Chains, head: int, stance: str) -> Target | None:
    """What a noun names as the target: an actor, or an issue, which lies deeper in `the vote on …`, `an end to …`."""
    word = line.words[head]
    mention = chains.at(line.number, head)
    if mention is not None and mention.head == head:
        actors = [c for c in chains.of_mention(mention) if c.code and not private(c)]
        if actors and word.lemma.lower() not in _MOTION:
            return Target(None, actors[0])
    if word.upos == "PRON" or word.text.lower() in _NOTHING or word.upos in ("NUM", "ADV"):
        return None
    lemma = word.lemma.lower()
    if lemma in CLAIM_NOUNS and not _to_have(line, head):
        return None  # a claim that is rejected is contested: no stance by itself
    if lemma in _VOTE:
        for c in line.under(head, "nmod", "obl", "acl"):
            if set(line.cases(c)) & {"on", "over", "about", "of"}:
                return _target(line, chains, c, stance)
    if lemma in _ENDING and stance in ("support", "oppose"):
        for c in line.under(head, "nmod"):
            if set(line.cases(c)) & {"of", "to", "in"}:
                found = _target(line, chains, c, stance)
                return structs.replace(found, turned=not found.turned) if found and found.issue else None
    if lemma in _MOTION and stance == "support":
        for c in line.under(head, "acl"):
            blame = line.words[c].lemma.lower() in _BLAME and line.words[c].text.lower().endswith("ing")
            if blame and (objects := line.under(c, "obj")) and (found := _target(line, chains, objects[0], stance)):
                return structs.replace(found, turned=True)
    found_issue = issue_of(line, head)
    return Target(found_issue) if found_issue else None


def _to_have(line: Line, head: int) -> bool:
    """Is a claim one to something (`claims in the South China Sea`) and not one that something is so?"""
    cases = {case for c in line.under(head, "nmod", "obl") for case in line.cases(c)}
    return bool(cases & {"in", "over", "on", "to"}) and not line.under(head, "acl", "ccomp")


def _blamed(line: Line, i: int) -> tuple[int, int] | None:
    """What somebody is blamed for: `condemned Iran for the attack`, `criticised Japan over the whaling`."""
    for c in line.under(i, "obl", "advcl"):
        case = {line.words[k].text.lower() for k in line.under(c, "case", "mark")}
        if c > i and case & {"for", "over"}:
            if line.relation(c) == "advcl":
                return (c, _clause_end(line, c)) if _gerund(line, c) else None
            return issue_of(line, c)
    return None


# Nouns and predicates.


def _noun(line: Line, chains: Chains, walk: Walk, i: int) -> Iterator[Held]:
    lemma = line.words[i].lemma.lower()
    case = set(line.cases(i))
    if ("P", lemma) in lexicon() and case & {"in", "on"}:
        return  # `in support of …` is said of a subject
    rows = lexicon().get(("N", lemma), ())
    if lemma in _WANTED:
        wanted = list(_wanted(line, chains, walk, i))
        yield from wanted
        if wanted:
            return
    for row in rows:
        found = None
        for wanted_case in row.targets:
            if wanted_case != "-":
                found = found or _by_preposition(line, chains, i, wanted_case, row.stance)
        governor = line.words[i].head
        above = line.words[governor].lemma.lower() if governor >= 0 and line.relation(i) == "obj" else ""
        if found is None and above in _VOICE | _DROP:  # pledged its support for: the preposition may hang on the verb
            found = next(
                (t for w in row.targets if w != "-" and (t := _by_preposition(line, chains, governor, w, row.stance))), None
            )
        owners = walk.owners(i, frozenset({"from", "by"} if "of" in row.targets[:1] else {"of", "from", "by", "among"}))
        if above in _MEET and owners and (subjects := walk.subjects(governor)):
            found = _target(line, chains, subjects[0], row.stance)
            scope = walk.scope(governor, [])
            scope.holders = owners
        elif above in _VOICE | _DROP:
            scope = walk.scope(governor)
            if above in _DROP:
                scope.negated = not scope.negated
            if above in ("claim", "profess", "declare", "proclaim", "deny"):
                light = "contested" if above == "deny" else "claimed"
                setattr(scope, light, getattr(scope, light) or list(scope.holders))
            if owners and not any(c in scope.holders for c in owners):
                continue
        elif owners:
            scope = walk.scope(i, [])
            scope.holders = owners
        else:
            continue
        if found is None and "-" in row.targets and (above in _VOICE):
            found = Target(None)
        if found is not None:
            if row.stance == "oppose" and scope.negated and above in _DROP:
                scope.negated, row = False, structs.replace(row, stance="support")
            yield from _held(line, row, scope, found, i, "N")
        return


def _wanted(line: Line, chains: Chains, walk: Walk, i: int) -> Iterator[Held]:
    """`seeks India's support for …`, `little chance without the cooperation of China`: wooed, and has not said yes."""
    governor = line.words[i].head
    case = set(line.cases(i))
    above = line.words[governor].lemma.lower() if governor >= 0 else ""
    sought = above in _SEEK or (above in _SEEK_FOR and "for" in case)
    if not sought and "without" not in case:
        return
    owners = [c for c in _named(line, chains, i) if c.kind in ("state", "body")] or walk.owners(i)
    told = [c for w in line.under(governor, "obj", "iobj") for c in chains.of(line, w)] if sought and "for" in case else []
    seeker = tuple(walk.holders(governor)) if sought else tuple(_subjects(line, chains, i)[-1:])
    owners = [c for c in (owners or told) if c not in seeker]
    if not owners:
        return
    issue = None
    for preposition in ("for", "in", "on", "to"):
        for at in (i, governor):
            issue = issue or (t.issue if (t := _by_preposition(line, chains, at, preposition, "uncommitted")) else None)
    text = line.string(*issue) if issue else (_aim(line, i) if not sought else None)
    last = max(
        [i, *(j for j in line.subtree(i) if (m := chains.at(line.number, j)) and m.kind in ("place", "org", "nationality"))]
    )
    if text is None:
        return
    for owner in owners:
        if owner.code and owner.kind in _PARTIES:
            span = line.span(min(i, *(line.subtree(i)[:1])), max(last, issue[1] - 1 if issue else last) + 1)
            yield Held(owner, "uncommitted", text, 0.6, (_short(line, span, i),), sought=seeker, line=line, word=i, at=issue)


def _named(line: Line, chains: Chains, i: int) -> list[Chain]:
    """The states and bodies whose help is meant, a long list of them too: `the cooperation of China, but also India`."""
    out: list[Chain] = []
    for j in line.subtree(i):
        mention = chains.at(line.number, j)
        if (
            mention is not None
            and mention.kind in ("place", "org", "nationality")
            and j > i
            and _within(line, j, i, ("of", "from", "by", "like"))
        ):
            out += [c for c in chains.of_mention(mention) if c not in out]
    return out


def _within(line: Line, j: int, i: int, cases: tuple[str, ...]) -> bool:
    """Does the branch of i that holds j begin with one of the prepositions?"""
    while line.words[j].head != i:
        j = line.words[j].head
        if j < 0:
            return False
    return line.relation(j) == "conj" or any(case in cases for case in line.cases(j))


def _short(line: Line, span: Span, i: int) -> Span:
    return span if len(span.exact.split()) <= 25 else line.span(i, min(len(line.words), i + 12))


def _subjects(line: Line, chains: Chains, i: int) -> list[Chain]:
    return [c for a in line.ancestors(i) for s in line.under(a, "nsubj") for c in chains.of(line, s) if c.code]


def _aim(line: Line, i: int) -> str | None:
    """What the help is sought for: the infinitive of the effort above it."""
    for a in line.ancestors(i):
        for c in line.under(a, "acl"):
            if line.words[c].feats.get("VerbForm") == "Inf":
                below = line.subtree(c, frozenset({"mark", "obl", "advcl"}))
                return line.string(below[0], min(below[-1] + 1, below[0] + 8))
    return None


def _said_of(line: Line, chains: Chains, walk: Walk, i: int) -> Iterator[Held]:
    """`is neutral on`, `remains opposed to`, `claims to be non-aligned`, and `a critic of` beside a name."""
    word = line.words[i]
    apposed = line.relation(i) == "appos"
    linked = bool(line.under(i, "cop", "nsubj", "aux:pass", "nsubj:pass")) or (
        line.relation(i) in ("xcomp", "acl", "conj", "advcl", "ccomp") and word.head >= 0
    )
    if word.upos == "NOUN" and not (line.under(i, "cop") or apposed):
        return
    if not linked and not apposed:
        return
    for row in _predicate(line, i):
        found = None
        for wanted in row.targets:
            if wanted == "clause":
                clause = [c for c in line.under(i, "advcl", "ccomp", "xcomp") if c > i and line.under(c, "obj")]
                found = found or (Target((clause[0], _clause_end(line, clause[0]))) if clause else None)
            elif wanted != "-":
                found = found or _by_preposition(line, chains, i, wanted, row.stance)
                if found is None and word.head >= 0 and line.relation(i) == "xcomp":
                    found = _by_preposition(line, chains, word.head, wanted, row.stance)
        if found is None and "-" in row.targets:
            found = Target(None)
        if found is not None:
            passive = line.under(i, "nsubj:pass") or None
            scope = walk.scope(i, [word.head] if apposed else passive)
            yield from _held(line, row, scope, found, i, "A")
            return


def _prepositional(line: Line, chains: Chains, walk: Walk, i: int) -> Iterator[Held]:
    """`is against the plan`, `is in favour of …`, `sits on the fence over …`, `is not on anyone's side`."""
    word = line.words[i]
    case = line.cases(i)
    linked = bool(line.under(i, "cop")) or (line.relation(i) == "obl" and line.words[word.head].lemma.lower() in _BE | _COME)
    if not case or not linked:
        return
    rows = lexicon().get(("P", word.lemma.lower()), ()) if case[0] in ("in", "on") else ()
    at = i if line.under(i, "cop") else word.head
    for row in rows:
        found = None
        for wanted in row.targets:
            if wanted != "-":
                found = found or _by_preposition(line, chains, i, wanted, row.stance)
                found = found or (_by_preposition(line, chains, at, wanted, row.stance) if at != i else None)
        if found is None and "-" in row.targets:
            found = Target(None)
        if found is not None:
            yield from _held(line, row, walk.scope(at), found, i, "P")
        return
    plain = lexicon().get(("P", case[0]), ()) if line.under(i, "cop") else ()
    for row in plain:
        if (found := _target(line, chains, i, row.stance)) and line.under(i, "nsubj"):
            yield from _held(line, row, walk.scope(i), found, i, "P")
        return


# What becomes of it.


def _held(line: Line, row: Word, scope: Scope, target: Target, i: int, pos: str) -> Iterator[Held]:
    """The positions of a stance in its scope, one a holder; none where it is only supposed."""
    stance = _stance(line, row, scope, i)
    if stance is None or scope.skipped:
        return
    if target.turned:
        stance = {"support": "oppose", "oppose": "support"}.get(stance, stance)  # type: ignore[assignment]
    issue = line.string(*target.issue) if target.issue else None
    sure = SURE[pos] * (0.85 if scope.negated or scope.would else 1.0) * (1.0 if issue or target.toward else 0.6)
    for holder in scope.holders:
        if not holder.code or private(holder) or holder.kind not in _PARTIES or holder is target.toward:
            continue
        if target.toward is not None and target.toward.code == holder.code:
            continue
        asked = [c for c in scope.sought if c is not holder]
        claimed = next((c for c in scope.claimed or () if c.code), None)
        yield Held(
            holder,
            stance,
            issue,
            round(sure * holder.sure, 4),
            (_evidence(line, i, target),),
            target.toward,
            claimed,
            tuple(scope.contested),
            tuple(asked),
            line,
            i,
            scope.past,
            at=target.issue,
        )


def _stance(line: Line, row: Word, scope: Scope, i: int) -> Stance | None:
    if row.stance == PARTIAL:
        return "neutral" if scope.negated and not scope.asked else None
    if scope.asked:
        # What somebody is asked to do he has not done; an `ought` that nobody is named for asks nobody.
        return "uncommitted" if scope.sought and not scope.negated and row.stance in ("support", "oppose") else None
    if scope.weighed:
        return "uncommitted" if row.stance in ("support", "oppose") else None
    if scope.negated:
        if line.words[i].lemma.lower() in _BLAME:
            return "uncommitted"
        return _OPPOSITE.get(row.stance)
    return cast(Stance, row.stance)


def _evidence(line: Line, i: int, target: Target) -> Span:
    """The words from the subject to the end of the issue, 25 at most, the stance's own word among them."""
    first, last = (i, i + 1) if target.issue is None else (min(i, target.issue[0]), max(i + 1, target.issue[1]))
    if target.toward is not None:
        for c in line.under(i, "obj", "obl", "nsubj:pass"):
            last = max(last, c + 1) if c > i else last
    at = i
    for _ in range(4):
        subjects = [c for c in line.under(at, "nsubj", "nmod:poss", "nsubj:pass") if last - c <= 25]
        if subjects:
            below = [j for j in line.subtree(subjects[0], frozenset({"acl:relcl", "appos", "acl"})) if last - j <= 25]
            first = min([first, *below])
            break
        at = line.words[at].head
        if at < 0:
            break
    if last - first > 25:
        first, last = i, min(last, i + 25) if last > i else i + 1
    return line.span(first, max(last, i + 1))
