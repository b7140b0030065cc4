"""Whom common nouns mean: `China's foreign minister`, `police`, `residents of Gaza`, `the Danish leader`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ..model import ActorKind
from ..world.actors import civilian
from ..world.entries import Agent
from ..world.keys import name_key
from .actors import FIRMS, Chain, private
from .document import Line
from .mentions import BOTH, QUANTIFIERS, Mention, leaning
from .persons import in_office

if TYPE_CHECKING:
    from .chains import Chains

# Nouns that name an actor only where a name says whose they are: `German intelligence`.
_OWNED = frozenset({"intelligence"})
# Words for whoever leads a state that are no office.
_LEADERS = frozenset("leader dictator strongman autocrat ruler despot statesman president premier".split())


def noun(chains: Chains, m: Mention) -> list[Chain]:
    """The actor of a common noun: whoever holds the office, was called so before, or is owned by the state that stands near."""
    agent = m.agent
    if agent is None or (agent.noun in _OWNED and not m.entries):
        return []
    line = chains.document.lines[m.line]
    for c in line.under(m.head, "appos"):
        named = chains.at(line.number, c)
        if named is not None and named.kind in ("person", "org") and not m.plural:
            return chains.of_mention(named)  # "Iceland's foreign minister, …": the name says who
    if agent.noun in BOTH:
        return _both(chains, m, line)
    if m.sides:
        return _each(chains, m, line)
    office = _office(chains, m)
    if office is not None:
        return [office]
    code, country = _owner(chains, m, line)
    known = _leader(chains, m, line, code) or (_earlier(chains, m, agent) if code is None else None)
    if known is not None:
        return [known]
    label, called = m.text, agent.noun
    if m.text.lower() in QUANTIFIERS:  # "some in Gaza" are not the many whom another sentence tells of
        below = [i for i in line.subtree(m.head, frozenset({"acl", "appos", "conj"})) if m.first <= i < m.first + 6]
        label = line.string(m.first, below[-1] + 1)
        called = label.lower()
    sure = 1.0
    if code is None:
        code, sure = _from_around(chains, m, line, agent)
        country = code or country
    if agent.makes == "state" and code is None:
        return []
    group = next((e for e in m.entries if e.kind in ("group", "body")), None)
    if agent.makes == "unknown" and group is not None:
        return [chains.entry_chain(group)]
    kind: ActorKind
    if agent.makes == "state":
        key, kind = f"{code}:{called}", "state" if country == code else "body"
    elif agent.makes == "unknown":
        country = country or _called(chains, m, line) or chains.home
        key, kind, code = f"group:{country}:{called}", "group", None
    elif called.rpartition(" ")[2] in FIRMS:
        key, kind, code = f"firm:{code}:{called}", "firm", f"COMPANY:{label}"
    else:
        key, kind, code = f"CIV:{country}:{called}", "civilians", civilian(country)
    chain = chains.chain_for(
        key, name=label, code=code, kind=kind, country=country, sectors=agent.sectors, plural=m.plural, sure=sure
    )
    chain.nouns.add(called)
    return [chain]


def _each(chains: Chains, m: Mention, line: Line) -> list[Chain]:
    """The officials, the refugees … of several states, those of each apart."""
    head = line.words[m.head].text
    alone = (msgspec.structs.replace(m, entries=(e,), sides=(), text=f"{e.name} {head}") for e in map(chains.rival, m.sides))
    return [chain for one in alone for chain in noun(chains, one)]


def _leader(chains: Chains, m: Mention, line: Line, code: str | None) -> Chain | None:
    """`The Danish leader`: the one who leads that state, named before."""
    if m.agent is None or m.agent.noun not in _LEADERS or m.plural:
        return None
    if not any(line.words[c].text.lower() == "the" for c in line.under(m.head, "det")):
        return None
    heads = [c for c in chains.all if c.kind == "person" and c.holder and c.holder.rank < 3 and c.mentions]
    led = [c for c in heads if code is None or code in (c.code, c.country)]
    return led[-1] if led and (code is not None or len(led) == 1) else None


def _earlier(chains: Chains, m: Mention, agent: Agent) -> Chain | None:
    """Whoever was called by that noun before."""
    noun = agent.noun
    if m.text.lower() in QUANTIFIERS:
        return None
    return next(
        (
            c
            for c in reversed(chains.all)
            if any(n == noun or n.endswith(f" {noun}") or noun.endswith(f" {n}") for n in c.nouns)
            and not (c.kind == "firm" and set(name_key(m.text).split()) - set(name_key(c.name).split()))
            and (c.plural == m.plural or (c.kind not in ("person", "group") and agent.makes != "state"))
        ),
        None,
    )


def _from_around(chains: Chains, m: Mention, line: Line, agent: Agent) -> tuple[str | None, float]:
    """The state of a noun that nothing owns, by what stands around it, and how sure that is."""
    if place := _place_near(chains, m, line):
        return place, 0.8
    if agent.makes == "civilians" and (beside := _beside(chains, line)):
        return beside, 0.6
    if chains.home and agent.makes != "unknown":
        return chains.home, 0.7
    return None, 1.0


def _both(chains: Chains, m: Mention, line: Line) -> list[Chain]:
    """`Both sides`, `the two sides`: the two states or groups that the article has named most until then."""
    words = {line.words[c].text.lower() for c in line.children[m.head]}
    if not m.plural or not (words & {"both", "two", "all"} or m.agent is None or m.agent.noun != "side"):
        return []
    told: Counter[str] = Counter()
    near = max(0, m.line - 3)
    for number, earlier in enumerate(chains.mentions[: m.line + 1]):
        for other in earlier:
            if other.kind in ("place", "org", "nationality", "person") and (other.line, other.first) < (m.line, m.first):
                for chain in chains.of_mention(other):
                    entry = chains.world.entry(chain.code or "") if not private(chain) else None
                    if entry is not None and (entry.kind == "state" or (entry.kind == "group" and not entry.several)):
                        told[entry.code] += 100 if number >= near else 1  # those of the last sentences first
    entries = [entry for code, _ in told.most_common() if (entry := chains.world.entry(code))]
    # A movement and its own state are one side.
    against = [e for e in entries[1:] if (e.country or e.code) != (entries[0].country or entries[0].code)]
    return [chains.entry_chain(entry) for entry in (entries[0], against[0])] if against else []


def _office(chains: Chains, m: Mention) -> Chain | None:
    """`China's foreign minister` is whoever held the office; `the minister` the person called so before."""
    if m.plural or m.agent is None:
        return None
    line = chains.document.lines[m.line]
    title = m.agent.noun if not m.text else re.sub(r"(?i)^(the|a|an)\s+", "", m.text)
    state = next(iter(m.entries), None)
    if state is None and m.owner is not None:
        owner = next(iter(chains.of(line, m.owner)), None)
        code = owner.country if owner else None
    else:
        code = state.code if state else None
    bare = title
    if state is not None:
        for e in m.entries:
            bare = re.sub(rf"(?i)\b{re.escape(e.name)}\b", "", bare).strip()
        bare = " ".join(w for w in bare.split() if not chains.world.names(w)) or m.agent.noun
    office = chains.world.office(bare, code or "") or chains.world.office(m.agent.noun, code or "")
    if office is None:
        return None
    for chain in reversed(chains.all):
        if (
            chain.kind == "person"
            and (
                (chain.holder and chains.world.office(chain.holder.office, chain.holder.code) == office)
                or m.agent.noun in chain.nouns
            )
            and (code is None or chain.code == code or chain.country == code)
        ):
            return chain
    for place in [code] if code else list(chains.states):
        holder = chains.world.holder(place, office, chains.on) if chains.on else None
        if holder and (code or m.line):
            words = frozenset(name_key(holder.person).split())
            same = next(
                (c for c in chains.all if c.kind == "person" and c.words and (c.words <= words or words <= c.words)),
                None,
            )
            if same or code:
                return same or in_office(chains, holder, holder.person, words)
    return None


def _owner(chains: Chains, m: Mention, line: Line) -> tuple[str | None, str | None]:
    """The state or body that a noun belongs to, by its modifiers, its possessor or its `of`."""
    for c in line.children[m.head]:
        # "the Biden administration" is the state of whom it is named after.
        other = chains.at(line.number, c)
        if (
            other is not None
            and other.kind in ("person", "org")
            and line.words[c].deprel in ("compound", "nmod:desc", "amod", "flat")
        ):
            for chain in chains.of_mention(other):
                if chain.code and chain.holder:
                    return chain.code, chain.country
        elif (other is None or other is m) and line.words[c].upos == "PROPN" and chains.world.agent(m.text) and not m.plural:
            leader = next(iter(chains.world.people(line.words[c].text, chains.on)), None)
            if leader is not None and leader.rank < 3:
                return leader.code, leader.code
    for entry in m.entries:
        entry = chains.rival(entry)
        if entry.kind == "state" and entry.how == "metonym":
            code = chains.world.state_on(entry.code, chains.on)
            return code, code
        return entry.code, entry.country or (entry.code if entry.kind == "state" else None)
    if m.owner is not None:
        for chain in chains.of(line, m.owner):
            if chain.code:
                return (chain.code.removeprefix("CIV:") if chain.code.startswith("CIV:") else chain.code), chain.country
    return None, None


def _called(chains: Chains, m: Mention, line: Line) -> str | None:
    """The state whose adjective an armed group bears (`Sudanese rebels`): where they are from, not whom they act for."""
    for c in line.under(m.head, "amod", "compound", "nmod:desc"):
        other = chains.at(line.number, c)
        if other is not None and other.kind in ("nationality", "place") and not leaning(line, other.first):
            entry = next((chains.rival(e) for e in other.entries if e.kind == "state"), None)
            if entry is not None:
                return entry.code
    return None


def _place_near(chains: Chains, m: Mention, line: Line) -> str | None:
    """The state of a place that the noun's own phrase names (`residents of Gaza`, `many in Minsk`)."""
    for i in line.subtree(m.head, frozenset({"acl", "advcl", "conj", "appos"})):
        other = chains.at(line.number, i)
        case = set(line.cases(i))
        if other and other.kind == "place" and not case & {"to", "into", "toward", "towards", "against"}:
            place = chains.place_of(other)
            if place and place.country:
                return place.country
    return None


def _beside(chains: Chains, line: Line) -> str | None:
    """The country of the private people last named, here or a paragraph above (`Danish fishermen … crews`)."""
    for chain in reversed(chains.all):
        if chain.kind == "civilians" and chain.country and chain.sure > 0.5 and chain.mentions:
            last = chain.mentions[-1]
            if last.part == line.part and 0 <= line.paragraph - last.paragraph <= 1:
                return chain.country
    return None
