"""Who holds a stance that a word tells, and in what light: denied, weighed, asked for, claimed by somebody, contested by another.

The walk goes from the word up its tree: `China denied that it had agreed to back the war` is a stance of China's (the subject
of `back` is that of `agreed`), and denied by China.
"""

from __future__ import annotations

from msgspec import Struct

from .actors import Chain, unique
from .chains import Chains
from .document import Line

NOT = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "hardly", "nobody", "none"})
_MAYBE = frozenset({"might", "may", "could", "can"})
_OUGHT = frozenset({"should", "must", "ought"})
_REFUSE = frozenset(
    "refuse decline fail unwilling reluctant stop cease avoid refrain quit unable unlikely resist balk shy shrink rule".split()
)
_WEIGH = frozenset(
    """consider mull weigh ponder debate deliberate contemplate undecided unsure hesitate hesitant decide discuss agonise
    agonize""".split()
)
_DENY = frozenset(
    """deny reject dismiss dispute refute rebut rebuff doubt question contest contradict rubbish challenge disbelieve denounce
    deride""".split()
)
CLAIM_NOUNS = frozenset(
    """claim accusation allegation charge assertion suggestion insinuation report contention assurance insistence notion idea
    statement denial""".split()
)
SAY = frozenset(
    """say claim declare insist maintain profess state assert announce tell argue contend believe think charge allege add stress
    warn acknowledge admit confirm reiterate repeat reaffirm note write suggest complain vow pledge promise""".split()
)
_ACCUSE = frozenset("accuse suspect charge blame condemn criticise criticize denounce slam chide fault rebuke".split())
_ASK = frozenset(
    """urge press ask call pressure push encourage beg implore exhort lobby want tell order appeal need invite request plead
    nudge coax challenge expect""".split()
)
_PERSUADE = frozenset("persuade convince win get".split())
_TRY = frozenset("try seek attempt hope want struggle fail aim work effort attempt bid".split())
_HINDER = frozenset("prevent stop bar keep help allow enable force let make permit discourage dissuade deter expect".split())
_SUPPOSED = frozenset("expect likely rumour rumor tip".split())
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
_FALSE = frozenset(
    "absurd implausible false untrue baseless nonsense lie ridiculous unfounded groundless fiction laughable".split()
)
_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Scope(Struct):
    """Who holds the stance, and in what light it stands."""

    holders: list[Chain]
    negated: bool = False
    weighed: bool = False
    skipped: bool = False  # supposed, conditional, or somebody's wish
    claimed: list[Chain] | None = None
    contested: list[Chain] = []
    sought: list[Chain] = []
    asked: bool = False
    past: bool = False
    would: bool = False


class Walk:
    """The way up from a word of a line."""

    def __init__(self, line: Line, chains: Chains) -> None:
        self.line, self.chains = line, chains

    def scope(self, i: int, holders: list[int] | None = None) -> Scope:
        """The scope of a stance at word i; `holders` where the phrase itself names them, else the subject is looked for."""
        scope = Scope([], contested=[], sought=[])
        at = i
        self._helpers(at, scope)
        if holders is not None:
            scope.holders = self.named(holders)
        while holders is None:
            found = self.subjects(at)
            if found:
                scope.holders = self.named(found)
                break
            above = self._up(at, scope)
            if above is None or scope.holders:
                break
            at = above
            self._helpers(at, scope)
        self._claims(at if holders is None else i, scope)
        return scope

    def named(self, words: list[int]) -> list[Chain]:
        """Who the words name, and no state whose adjective they merely bear (`Russian analysts`, `Hungary's voters`)."""
        return unique([c for w in words for c in self.chains.of(self.line, w) if self.line.words[w].upos != "DET"])

    def subjects(self, at: int) -> list[int]:
        """The subject of a word, for `which` and `who` the noun that they stand for; of a passive its agent."""
        line = self.line
        if line.under(at, "aux:pass", "nsubj:pass") and line.words[at].upos == "VERB":
            return line.under(at, "obl:agent")
        if line.words[at].deprel == "acl" and line.words[at].feats.get("VerbForm") == "Part" and line.under(at, "obl:agent"):
            return line.under(at, "obl:agent")
        found = [c for c in line.children[at] if line.words[c].deprel in _SUBJECTS]
        out = []
        for c in found:
            if line.words[c].text.lower() in _RELATIVE:
                verb = next((a for a in (at, *line.ancestors(at)) if line.words[a].deprel == "acl:relcl"), None)
                if verb is not None:
                    out.append(line.words[verb].head)
                continue
            out.append(c)
        return out

    def _helpers(self, at: int, scope: Scope) -> None:
        """What the word's own auxiliaries, negation and marks say."""
        line = self.line
        for c in line.children[at]:
            low, relation = line.words[c].text.lower(), line.relation(c)
            if low in NOT and relation in ("advmod", "det", "cc"):
                scope.negated = not scope.negated
            elif relation == "aux" and low in _MAYBE:
                scope.skipped = True
            elif relation == "aux" and low in _OUGHT:
                scope.asked = True
            elif relation == "aux" and low == "would":
                scope.would = True
            elif relation == "mark" and low in ("if", "unless", "whether", "lest"):
                governor = line.words[at].head
                weighed = governor >= 0 and line.words[governor].lemma.lower() in _WEIGH
                scope.weighed |= weighed and low == "whether"
                scope.skipped |= not weighed
            elif low in ("previously", "formerly", "initially", "once", "originally", "earlier"):
                scope.past = True
            elif relation == "advmod" and low in ("likely", "probably", "possibly", "perhaps", "reportedly"):
                scope.skipped |= low != "reportedly"
        if any(line.words[c].text.lower() in ("had", "'d") for c in line.under(at, "aux")):
            scope.past = True

    def _up(self, at: int, scope: Scope) -> int | None:
        """The word whose subject a word without one shares; what that word says of the stance goes into the scope."""
        line = self.line
        word = line.words[at]
        above = word.head
        if above < 0 or line.under(at, "expl") or line.under(above, "expl"):
            return None  # `it is hard to be neutral` says nothing of anybody
        relation, lemma = line.relation(at), _lemma(line, above)
        if relation == "conj":
            return above
        if word.deprel == "acl:relcl" or (relation == "acl" and word.feats.get("VerbForm") == "Part"):
            return None
        if relation == "acl" or (relation in ("ccomp", "xcomp") and line.words[above].upos == "NOUN"):
            return self._of_noun(above, scope)
        if relation not in ("xcomp", "ccomp", "advcl", "obj", "obl"):
            return None
        if relation in ("obj", "obl") and line.words[at].upos not in ("VERB", "NOUN"):
            return None
        marks = {line.words[c].text.lower() for c in line.under(at, "mark")}
        target = self._told(above)
        if target and lemma in _ACCUSE and marks & {"of", "for"}:
            scope.claimed = self.holders(above)
            scope.holders = [c for c in self.named(target) if c not in scope.claimed]
            return above if scope.holders else None
        if target and (lemma in _ASK or lemma in _PERSUADE or lemma in _HINDER):
            trying = line.words[line.words[above].head].lemma.lower() in _TRY if line.words[above].head >= 0 else False
            scope.holders = self.named(target)
            if lemma in _ASK or trying:
                scope.asked = True
                scope.sought = self.holders(above)
                scope.holders = [c for c in scope.holders if c not in scope.sought]
            elif lemma in _HINDER or scope.negated:
                scope.skipped = True
            return above
        if lemma in _DENY and relation in ("xcomp", "ccomp", "obj", "advcl"):
            scope.contested = self.holders(above)
            scope.holders = list(scope.contested)
            return above
        if lemma in _WEIGH and not (lemma == "decide" and not self._open(above)):
            scope.weighed = True
        elif lemma in _REFUSE:
            scope.negated = not scope.negated
        elif lemma == "have" and any(line.words[c].text.lower() == "yet" for c in line.children[above]):
            scope.negated = True
            if word.lemma.lower() == "decide":
                scope.weighed = True
        elif lemma in _SUPPOSED:
            scope.skipped = True
        return above

    def _open(self, at: int) -> bool:
        """Is a decision still to be made: `has yet to decide`, `has not decided`?"""
        line = self.line
        governor = line.words[at].head
        yet = governor >= 0 and any(line.words[c].text.lower() == "yet" for c in line.children[governor])
        return yet or any(line.words[c].text.lower() in NOT for c in line.children[at])

    def _of_noun(self, noun: int, scope: Scope) -> int | None:
        """`Hungary's decision to back …`, `the threat by Russia to veto …`: the noun's owner, else its verb's subject."""
        line = self.line
        lemma = line.words[noun].lemma.lower()
        if lemma in ("refusal", "failure", "reluctance"):
            scope.negated = not scope.negated
        if lemma in CLAIM_NOUNS:
            scope.claimed = self.owners(noun)
            scope.holders = list(scope.claimed)
            return noun
        if lemma in ("call", "demand", "appeal", "pressure", "request", "plea", "chance", "possibility", "right", "time"):
            return None
        if owners := self.owners(noun):
            scope.holders = owners
            return noun
        return line.words[noun].head if line.relation(noun) in ("obj", "obl") and line.words[noun].head >= 0 else None

    def owners(self, noun: int, cases: frozenset[str] = frozenset({"of", "from", "by", "among"})) -> list[Chain]:
        """Whose a noun is: `Hungary's opposition`, `Hungarian opposition`, `opposition from Hungary`."""
        line = self.line
        for c in line.children[noun]:
            before = c < noun and line.words[c].deprel in ("amod", "compound")
            if (before or line.words[c].deprel == "nmod:poss") and (found := self.chains.of(line, c)):
                return found
        for c in line.under(noun, "nmod", "obl"):
            case = set(line.cases(c))
            if case & cases and (found := self.chains.of(line, c)):
                return found
        return []

    def _told(self, at: int) -> list[int]:
        """Whom a verb bids: its object, or `call on X`, `appeal to X`, `plead with X`."""
        line = self.line
        if passive := line.under(at, "nsubj:pass"):
            return passive
        for c in line.under(at, "obj", "iobj", "obl"):
            case = set(line.cases(c))
            if (not case or case <= {"on", "upon", "to", "with"}) and self.chains.of(line, c):
                return [c]
        return []

    def holders(self, at: int) -> list[Chain]:
        """Whose the act of a word is: its subject, or that of the word above."""
        for _ in range(4):
            if found := self.subjects(at):
                return self.named(found)
            relation, above = self.line.relation(at), self.line.words[at].head
            if above < 0:
                return []
            if self.line.words[at].deprel in ("acl:relcl", "acl"):
                owner = self.owners(above)
                return owner or self.chains.of(self.line, above)
            if relation not in ("xcomp", "conj", "advcl", "ccomp", "obl"):
                return []
            at = above
        return []

    def _claims(self, at: int, scope: Scope) -> None:
        """Who claims it and who contests it, by what stands above the clause."""
        line = self.line
        below = at
        for a in line.ancestors(at):
            relation, lemma, upos = line.relation(below), line.words[a].lemma.lower(), line.words[a].upos
            if line.words[below].deprel == "acl:relcl" or relation in ("parataxis", "appos"):
                return
            if relation == "conj":
                if line.words[below].upos in ("VERB", "AUX") and self.subjects(below):
                    return
            elif relation in ("obj", "acl", "nmod", "ccomp", "xcomp", "obl", "advcl"):
                if upos == "NOUN" and lemma in CLAIM_NOUNS and relation in ("acl", "ccomp", "nmod"):
                    scope.claimed = scope.claimed or self.owners(a)
                elif lemma in _DENY and relation in ("obj", "ccomp", "xcomp"):
                    scope.contested = scope.contested or self.holders(a)
                elif lemma in SAY and upos in ("VERB", "AUX") and relation in ("ccomp", "xcomp"):
                    scope.claimed = scope.claimed or self.holders(a)
                elif self._blames(below, a):
                    # The tree may give the blamed to the clause: `accused [Norway of backing the war]`.
                    scope.claimed = scope.claimed or self.holders(a)
                elif self._bids(below, a):
                    scope.asked, scope.sought = True, scope.sought or self.holders(a)
                elif relation == "advcl" and not self._gerund(below):
                    marks = {line.words[c].text.lower() for c in line.under(below, "mark")}
                    scope.skipped |= bool(marks & {"if", "unless"})
                    return
                elif lemma in ("hope", "wish", "want", "fear", "imagine", "doubt", "call", "demand") and relation == "ccomp":
                    scope.skipped = True
            else:
                return
            below = a

    def _blames(self, below: int, a: int) -> bool:
        marks = {self.line.words[c].text.lower() for c in self.line.under(below, "mark")}
        return _lemma(self.line, a) in _ACCUSE and bool(marks & {"of", "for"}) and self._gerund(below)

    def _bids(self, below: int, a: int) -> bool:
        """Is the clause what its own subject is bidden: `wants [China to condemn the war]`?"""
        marks = {self.line.words[c].text.lower() for c in self.line.under(below, "mark")}
        return _lemma(self.line, a) in _ASK and "to" in marks and bool(self.subjects(below))

    def _gerund(self, at: int) -> bool:
        word = self.line.words[at]
        return word.feats.get("VerbForm") in ("Ger", "Inf") or word.text.lower().endswith("ing")


def contests(line: Line, walk: Walk) -> list[tuple[int, list[Chain]]]:
    """The words that contest what was claimed before, without telling it again: `the United States rejects that`."""
    out = []
    for i, word in enumerate(line.words):
        lemma = word.lemma.lower()
        if lemma in _DENY and word.upos == "VERB":
            objects = line.under(i, "obj", "nsubj:pass")
            told = any(_refers(line, o) for o in objects)
            charge = any(line.words[c].lemma.lower() in CLAIM_NOUNS for c in (*line.under(i, "nsubj"), word.head) if c >= 0)
            relative = word.deprel == "acl:relcl" and (charge or any(line.words[o].text.lower() == "which" for o in objects))
            outer = charge and len(line.under(i, "nsubj")) > 1
            aside = None if objects or told or relative or outer else _aside(line, i)
            if aside is not None:
                out.append((i, walk.named(aside)))
                continue
            if not (told or relative or outer):
                continue
        elif lemma in ("call", "describe", "dismiss") and word.upos == "VERB":
            objects = line.under(i, "obj")
            said = {line.words[k].lemma.lower() for k in line.subtree(i)}
            if not (any(_refers(line, o) for o in objects) and said & _FALSE):
                continue
        else:
            continue
        subjects = [s for s in walk.subjects(i) if line.words[s].lemma.lower() not in CLAIM_NOUNS]
        out.append((i, walk.named(subjects)))
    return out


def _lemma(line: Line, i: int) -> str:
    """A governor's lemma, also where a participle was taken for no verb and kept its ending (`refused`)."""
    lemma = line.words[i].lemma.lower()
    if line.words[i].upos in ("VERB", "NOUN") or not lemma.endswith("ed"):
        return lemma
    return next((bare for bare in (lemma[:-1], lemma[:-2]) if bare in _REFUSE | _WEIGH | _ASK | _DENY), lemma)


def _aside(line: Line, i: int) -> list[int] | None:
    """The subject of `…, a charge Beijing denies`, which the tree seldom reads: what stands between the noun and the verb."""
    for k in range(i - 1, max(0, i - 7), -1):
        if line.words[k].text == ",":
            return None
        if line.words[k].lemma.lower() in CLAIM_NOUNS:
            return [j for j in range(k + 1, i) if line.words[j].upos in ("PROPN", "NOUN", "PRON")][-1:]
    return None


def _refers(line: Line, i: int) -> bool:
    """Is a word `that`, `this`, or `the claim` with nothing said of what is claimed?"""
    word = line.words[i]
    if word.upos == "PRON":
        return word.text.lower() in ("that", "this", "it")
    said = line.under(i, "acl", "ccomp", "nmod", "acl:relcl")
    return word.lemma.lower() in CLAIM_NOUNS and not said
