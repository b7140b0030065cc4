"""Sides that a sentence leaves open, taken from what stands around it.

A careful reader knows whom `the ministry refused` turned down and who jailed `the editor`, though the sentence does not say so.
What is filled in makes a row less sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..world.actors import civilian
from .actors import Chain, private
from .chains import Chains
from .document import Line
from .drafts import MUTUAL, VERBAL, Draft
from .parties import VENUE, case_of, others

NEAR = 2  # paragraphs back in which the other side of a dealing is looked for
# Acts that always have somebody on the other side, whether or not the sentence names him.
TOWARD = frozenset({"REQUEST", "REJECT", "ACCUSE", "THREATEN", "AGREE", "CONSULT", "ASSAULT", "CONCEDE"})
FRIENDLY = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "REQUEST"})
# Acts that only public power can do: nobody else arrests, convicts or sets free.
OFFICIAL = frozenset({"COERCE", "SANCTION", "RETREAT", "ACCUSE"})
OFFICIAL_MODES = frozenset({"arrest", "convict", "release", "deport", "censor", "curfew", "martial-law", "investigate"})
DOMESTIC = frozenset({"curfew", "martial-law", "censor"})  # what a state imposes on those whom it rules
OFFICIAL_WORDS = frozenset("charge indict prosecute arraign try extradite detain jail imprison sentence".split())
ORGANS = frozenset({"COP", "JUD", "SPY"})


def fill(drafts: list[Draft], chains: Chains) -> list[Draft]:
    """The drafts of an article, in reading order, with the sides that they lacked; an accusation by nobody is none."""
    for d in drafts:
        _countrymen(d)
    _strangers(chains)
    for n, d in enumerate(drafts):
        if not d.actors and _official(d):
            d.actors = _authority(d, chains)
            d.filled |= bool(d.actors)
        if d.type in TOWARD and not d.recipients and d.actors and not (d.type == "CONSULT" and len(d.actors) > 1):
            d.recipients = _other_side(d, drafts[:n], chains)
            d.filled |= bool(d.recipients)
        if d.mode in DOMESTIC and not d.recipients:
            d.recipients = _at_home(d.actors, chains)
            d.filled |= bool(d.recipients)
    return [d for d in drafts if d.actors or d.type not in VERBAL - {"CONSULT"}]


def _at_home(actors: Sequence[Chain], chains: Chains) -> list[Chain]:
    """Whom a state rules over."""
    countries = {c.country for c in actors if c.country and not private(c) and c.kind in ("state", "person", "body")}
    return [chains.civilians(countries.pop(), "civilians")] if len(countries) == 1 else []


def _official(d: Draft) -> bool:
    """Is the act one that only public power does?"""
    return d.type in OFFICIAL and (d.mode in OFFICIAL_MODES or d.line.words[d.word].lemma.lower() in OFFICIAL_WORDS)


def _countrymen(d: Draft) -> None:
    """Private people of no known state whom the police or a court of a state deal with are that state's."""
    organs = [c for c in (*d.actors, *d.recipients) if c.country and not private(c) and ORGANS & set(c.sectors)]
    if organs and d.type in OFFICIAL:
        for c in (*d.actors, *d.recipients):
            _naturalise(c, organs[0].country)


def _strangers(chains: Chains) -> None:
    """The rest of them are of the state that the whole article is about, if there is one."""
    (first, n), (_, m) = (*(chains.states + chains.towns).most_common(2), ("", 0), ("", 0))[:2]
    if n >= 3 and n >= 3 * m:
        for c in chains.all:
            _naturalise(c, first)


def _naturalise(c: Chain, country: str | None) -> None:
    if c.code == "CIV" and c.country is None and c.kind in ("person", "civilians"):
        c.country, c.code = country, civilian(country)


def _authority(d: Draft, chains: Chains) -> list[Chain]:
    """The state that must have done what only a state does: where it is done, else the one whose people bear it."""
    for c in d.line.children[d.word]:
        if case_of(d.line, c) in VENUE and (found := chains.located(d.line, c)):
            return found
    countries = {c.country for c in d.recipients if private(c) and c.country}
    entry = chains.world.entry(countries.pop()) if len(countries) == 1 else None
    return [chains.entry_chain(entry)] if entry is not None and entry.kind == "state" else []


def _other_side(d: Draft, before: Sequence[Draft], chains: Chains) -> list[Chain]:
    """Whom the act is toward: who else stands in its clause, else who dealt with the actor last, else mostly."""
    inside = others(list(_named_below(d.line, d.word, chains)), d.actors)
    inside = [c for c in inside if c.code and (not private(c) or (d.type == "ACCUSE" and c.kind == "person"))]
    if inside and d.type in VERBAL:
        return inside[:1]
    alike = [o for o in before if d.type in ("REQUEST", "REJECT") or (o.type in FRIENDLY) == (d.type in FRIENDLY)]
    for o in reversed(alike):
        if d.line.paragraph - o.line.paragraph <= NEAR and o.line.part == d.line.part and (found := _across(o, d.actors)):
            return found[:1]
    met = [c for o in alike for c in _across(o, d.actors)]
    counted = Counter(c.code for c in met)
    best = counted.most_common(1)[0][0] if counted else None
    return [c for c in met if c.code == best][:1]


def _across(o: Draft, actors: Sequence[Chain]) -> list[Chain]:
    """The other public side of a dealing in which one of the actors, or another of the same code, had a part."""
    if o.type in MUTUAL and len(o.actors) > 1:
        sides = (o.actors, o.actors)
    else:
        sides = (o.actors, o.recipients)
    for mine, theirs in (sides, sides[::-1]):
        if any(c is a or (c.code and c.code == a.code) for c in mine for a in actors):
            return _public(others(theirs, list(actors)))
    return []


def _named_below(line: Line, i: int, chains: Chains) -> Iterator[Chain]:
    """Who is named in the clause of word i, near ones first, but for places where something is done."""
    below = line.subtree(i, frozenset({"acl:relcl", "advcl", "parataxis", "nsubj", "nsubj:pass"}))
    for j in sorted(below, key=lambda j: abs(j - i)):
        m = chains.at(line.number, j)
        if m is None or m.head != j or (m.kind == "place" and case_of(line, j) in VENUE):
            continue
        yield from chains.of_mention(m)


def _public(chains: Sequence[Chain]) -> list[Chain]:
    return [c for c in chains if c.code and not private(c)]
