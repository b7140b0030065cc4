"""Whom the names of persons mean: people in office on the day, those named before, strangers whom their phrase places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ..world.actors import civilian, of_holder
from ..world.days import first_day, last_day
from ..world.entries import Entry, Holder
from ..world.keys import name_key, tokens
from .actors import Chain
from .mentions import Mention

if TYPE_CHECKING:
    from .chains import Chains

# Days for which who has left an office is still called by it.
LATELY = 60
_HONORIFICS = frozenset("mr mrs ms miss dr sir madam mme m".split())
_FORMER = re.compile(r"(?i)^(?:the )?(?:former|ex|late|then)[ -]+")


def person(chains: Chains, m: Mention) -> list[Chain]:
    """The actor of a person's name: the same as before, an office-holder of the tables, or a stranger."""
    words = frozenset(w for w in name_key(m.text).split() if len(w) > 1)
    if not words:
        return []
    for chain in chains.all:
        if chain.kind == "person" and chain.words and _same(chain, m, words):
            if len(words) > len(chain.words):
                chain.name, chain.words = m.text, words
            return [chain]
    if (entry := _no_person(chains, m)) is not None:
        return [chains.entry_chain(entry, m.text)]
    context = next((chains.rival(e) for e in m.entries if e.kind in ("state", "body", "group")), None)
    holder = _holder(chains, m, context)
    if holder is not None:
        former = bool(m.agent and m.agent.former)
        if m.agent and chains.on and first_day(holder.from_) > chains.on:
            return _stranger(chains, m, words, context)  # what he is now, not what he will be
        left = chains.on is not None and last_day(holder.to) < chains.on
        if left and not former and m.agent and m.agent.makes == "state":
            if chains.world.office(chains.world.bare(m.title), holder.code) != holder.office:
                # "Climate envoy X", who left another office before: an office that the tables lack.
                return _stranger(chains, m, words, context or chains.world.entry(holder.code))
            if chains.on is not None and (chains.on - last_day(holder.to)).days <= LATELY:
                holder = msgspec.structs.replace(holder, to=None)  # "President X resigned on Monday"
        chain = in_office(
            chains,
            holder,
            m.text if len(words) > 1 else holder.person,
            words | frozenset(name_key(holder.person).split()),
            former,
        )
        if m.agent:
            chain.nouns.add(m.agent.noun)
        return [chain]
    return _stranger(chains, m, words, context)


def _no_person(chains: Chains, m: Mention) -> Entry | None:
    """The state, body or group of the tables that the model takes for a person; one whose age is told is a person."""
    entry = next(iter(chains.world.names(m.text)), None)
    if entry is None or entry.how not in ("name", "organ") or entry.ambiguous:
        return None
    key = name_key(m.text)
    if any(key in (name_key(n), *name_key(n).split()) for h in chains.world.people(m.text) for n in (h.person, *h.aliases)):
        return None  # somebody is called so, letter for letter
    behind = chains.document.lines[m.line].words[m.last : m.last + 2]
    aged = len(behind) > 1 and behind[0].text == "," and behind[1].upos == "NUM"
    return None if aged else entry


def _stranger(chains: Chains, m: Mention, words: frozenset[str], context: Entry | None) -> list[Chain]:
    """Somebody whom no table lists, as the phrase around the name places him."""
    code, country, sectors = _standing(chains, m, context)
    chain = chains.chain_for(
        "person:" + " ".join(sorted(words)),
        name=m.text,
        code=code,
        kind="person",
        country=country,
        parent=context.code if context else None,
        sectors=sectors,
        words=words,
    )
    if m.agent:
        chain.nouns.add(m.agent.noun)
    return [chain]


def in_office(chains: Chains, holder: Holder, name: str, words: frozenset[str], former: bool = False) -> Chain:
    """The chain of a person of the tables, as he stands on the day."""
    who = of_holder(holder, chains.world, chains.on, former=former)
    return chains.chain_for(
        f"person:{holder.person}",
        name=name,
        code=who.code,
        kind="person",
        country=who.country,
        parent=holder.code,
        sectors=who.sectors,
        holder=holder if who.office else None,
        wikidata=holder.wikidata,
        words=words,
    )


def _standing(chains: Chains, m: Mention, context: Entry | None) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Code, country and sectors of somebody whom only the phrase around the name places."""
    agent = m.agent
    state = context if context and context.kind == "state" else None
    country = state.code if state else context.country if context else None
    if context is None and m.title and agent and agent.makes == "state":
        return chains.home, chains.home, agent.sectors
    if context and context.kind != "state":
        if agent is None or agent.makes != "civilians":
            return context.code, country, agent.sectors if agent else context.sectors
        return civilian(country), country, agent.sectors
    if agent and agent.makes == "state" and state:
        return state.code, country, agent.sectors
    if state and agent and agent.makes == "unknown":
        return None, country, agent.sectors
    if country is None and (here := _stands_in(chains, m)):
        country = here
    return civilian(country), country, agent.sectors if agent else ("CVL",)


def _stands_in(chains: Chains, m: Mention) -> str | None:
    """The country of the place that a private person is said to be of, from or in."""
    line = chains.document.lines[m.line]
    for c in line.under(m.head, "nmod", "appos"):
        for i in line.subtree(c, frozenset({"acl", "advcl"})):
            case = set(line.cases(i))
            other = chains.at(line.number, i)
            if other is not None and other.kind == "place" and case & {"of", "from", "in"}:
                place = chains.place_of(other)
                if place is not None and place.country:
                    return place.country
    return None


def _holder(chains: Chains, m: Mention, context: Entry | None) -> Holder | None:
    """Who of that name held an office; a surname alone must be in office on the day and alone of that rank."""
    title = _FORMER.sub("", chains.world.bare(m.title))
    found = chains.world.people(m.text, chains.on, title or (m.agent.noun if m.agent else ""))
    if context:
        with_code = [h for h in found if h.code == context.code or (chains.world.entry(h.code) or context).parent == context.code]
        if with_code:
            return with_code[0]
    if not found:
        return None
    if len(m.text.split()) > 1:
        if context is not None and name_key(found[0].person) != name_key(m.text):
            return None
        return found[0] if not context or context.code == found[0].code or m.agent is None else None
    title = " ".join(w for w in title.split() if w.rstrip(".").lower() not in _HONORIFICS)
    if (m.agent is not None and m.agent.makes == "civilians" and not m.agent.former) or context is not None:
        return None  # a baker, or somebody of a state whose office-holders bear other names
    if title:
        office = chains.world.office(title)
        found = [h for h in found if office is None or chains.world.office(title, h.code) == h.office or h.rank < 3]
    if chains.on is None and (title or m.kind == "org" or _leads(chains, m)):
        heads = [h for h in found if h.rank < 3 and (not title or h.office == chains.world.office(title, h.code))]
        if heads and len({h.code for h in heads}) == 1:  # "President Bush" on a page without a date: which one, all the same
            return heads[0]
    if not found or not _at_home(chains, found, m.text):
        return None
    inside = [h for h in found if chains.on and (h.from_ or "") <= chains.on.isoformat() <= (h.to or "9999")]
    people = {h.person for h in inside}
    return inside[0] if inside and (len(people) == 1 or inside[0].rank < 3) else None


def _leads(chains: Chains, m: Mention) -> bool:
    """Is it the name before `administration` or `government`: whoever leads one?"""
    line = chains.document.lines[m.line]
    word = line.words[m.head]
    named = word.deprel in ("compound", "nmod:desc", "nmod:poss") and word.head >= 0
    return named and line.words[word.head].lemma.lower() in ("administration", "government")


def _at_home(chains: Chains, found: list[Holder], name: str) -> bool:
    """May a surname alone be theirs? One that nobody else of the tables bears may; others where the article names their state."""
    if chains.world.rare(name):
        return True
    named = chains.states.keys() | chains.towns.keys() | {c.code for c in chains.all if c.mentions}
    return any(h.code in named for h in found)


def _same(chain: Chain, m: Mention, words: frozenset[str]) -> bool:
    """Is a person named again? A part of the name will do; other initials, or other names beside an office-holder's, will not."""
    if not (words <= chain.words or chain.words <= words):
        return False
    full = name_key(m.text).split()
    if len(full) == 1:
        return full[0] in chain.words
    if chain.holder is not None and not words <= chain.words:
        return False  # "Nicolas Maduro Guerra" is not Nicolas Maduro
    ours, theirs = _initials(m.text), _initials(chain.name)
    return not (ours and theirs and ours != theirs)


def _initials(name: str) -> tuple[str, ...]:
    """The initials within a name: `H`, `W` of `George H.W. Bush`."""
    return tuple(w for w in tokens(name) if len(w) == 1)
