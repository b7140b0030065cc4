"""How words became an actor: pronoun to name, name to the tables' row, title to the office held on the day."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.explanation import Link, TableRow
from ..world.entries import Entry
from ..world.tables import cells
from .actors import Chain, private
from .coder import Coded
from .document import Line
from .explain_case import table_row
from .mentions import HE, IT, ME, WE, WHO, Mention

_MOST = 6  # steps from a pronoun to a name
_HOW = {"name": "its name", "demonym": "its people's word", "metonym": "a word that stands for it", "organ": "its organ"}
_MAKES = {
    "state": "acts for its state",
    "civilians": "means private people",
    "unknown": "means a group of no known name",
}
_ENTRIES = {"state": "states", "body": "bodies", "group": "groups"}


def trail(whole: Coded, chain: Chain, mention: Mention | None) -> list[tuple[Mention, str]]:
    """The mentions from the words in the act's sentence to the actor, each with how it leads on."""
    out: list[tuple[Mention, str]] = []
    seen: set[tuple[int, int]] = set()
    while mention is not None and (mention.line, mention.first) not in seen and len(out) < _MOST:
        seen.add((mention.line, mention.first))
        line = whole.document.lines[mention.line]
        how, leads_to = _step(whole, chain, mention, line)
        out.append((mention, how))
        mention = leads_to
    return out


def links_of(whole: Coded, found: list[tuple[Mention, str]]) -> tuple[Link, ...]:
    """The steps of a trail, with the words where they stand."""
    lines = whole.document.lines
    return tuple(Link(m.text, m.kind, lines[m.line].span(m.first, m.last), how) for m, how in found)


def _step(whole: Coded, chain: Chain, m: Mention, line: Line) -> tuple[str, Mention | None]:
    """How one mention leads on: the words for it, and the mention that it leads to."""
    match m.kind:
        case "pronoun":
            return _pronoun(whole, chain, m, line)
        case "person":
            return _person(whole, chain, m)
        case "noun":
            return _noun(whole, chain, m, line)
        case _ if any(c is chain for c in whole.chains.of_mention(m)):
            return _name(chain, m), None
        case _ if chain.kind == "civilians":
            return f"the people of {chain.name}: civilians protest, not their state", None
        case _:
            return f"a place in {chain.name} ({chain.code})", None


def _pronoun(whole: Coded, chain: Chain, m: Mention, line: Line) -> tuple[str, Mention | None]:
    if m.text in ME | WE:
        speaker = whole.chains.speakers.get((m.line, m.head))
        return f"words of {speaker.name}" if speaker is not None else "nobody known speaks here", _earlier(whole, chain, m)
    if m.text in WHO:
        for a in line.ancestors(m.head):
            at = line.words[a].head
            if line.words[a].deprel.startswith("acl") and at >= 0:
                return f"the relative clause of “{line.words[at].text}”", whole.chains.at(line.number, at)
    want = "a person" if m.text in HE else "a thing" if m.text in IT else "several, or a body"
    before = _earlier(whole, chain, m)
    return f"the nearest mention before that fits ({want}; subjects first)", before


def _earlier(whole: Coded, chain: Chain, m: Mention) -> Mention | None:
    """The last mention of the actor before these words; the first after them where there is none."""
    mentions = [x for x in _mentions(whole, chain) if x.kind != "pronoun"]
    before = [x for x in mentions if (x.line, x.first) < (m.line, m.first)]
    return before[-1] if before else next(iter(mentions), None)


def _mentions(whole: Coded, chain: Chain) -> Iterator[Mention]:
    for found in whole.chains.mentions:
        for m in found:
            if any(c is chain for c in whole.chains.of_mention(m)):
                yield m


def _person(whole: Coded, chain: Chain, m: Mention) -> tuple[str, Mention | None]:
    title = f"titled “{m.title}”; " if m.title and m.title != "?" else ""
    if len(m.text.split()) < len(chain.name.split()):
        full = next((x for x in _mentions(whole, chain) if x.kind == "person" and x.text == chain.name), None)
        if full is not None and full is not m:
            return f"{title}part of a name that stands in full elsewhere", full
    return title + _standing(whole, chain, m), None


def _standing(whole: Coded, chain: Chain, m: Mention) -> str:
    """What the tables or the phrase around a name make of a person."""
    holder = chain.holder
    if holder is not None:
        days = f"{holder.from_ or '?'} to {holder.to or 'now'}"
        day = f"on {whole.day.isoformat()}" if whole.day else "on no day that is known"
        return f"in the tables {holder.person}, {holder.office} of {holder.code} ({days}), {day}"
    if chain.wikidata:
        return f"in the tables, in no office on the day: {chain.code}"
    if chain.code is None:
        return "in no table; the phrase places the person with nobody known"
    if private(chain):
        return f"in no table; a private person{f' of {chain.country}' if chain.country else ' of no known state'}"
    entry = next((e for e in m.entries if e.code == chain.code), None)
    by = f"the phrase names {entry.name}" if entry is not None else "by the title"
    return f"in no table; {by}: {chain.code}"


def _noun(whole: Coded, chain: Chain, m: Mention, line: Line) -> tuple[str, Mention | None]:
    agent = f"“{m.agent.noun}” {_MAKES[m.agent.makes]}" if m.agent else "a noun"
    if chain.kind == "person":
        named = next((x for x in _mentions(whole, chain) if x.kind == "person"), None)
        if named is not None:
            return f"{agent}; the person who is called or titled so", named
        return f"{agent}; " + _standing(whole, chain, m), None
    if m.entries:
        entry = m.entries[0]
        return f"{agent}; {entry.name} ({entry.code}) stands before it: {chain.code}", None
    if m.owner is not None:
        owner = line.words[m.owner].text
        return f"{agent}; belongs to “{owner}”: {chain.code}", whole.chains.at(line.number, m.owner)
    before = next((x for x in _mentions(whole, chain) if x.kind != "pronoun" and (x.line, x.first) < (m.line, m.first)), None)
    if before is not None:
        return f"{agent}; who was called so before", before
    if chain.sure < 1.0:
        return f"{agent}; whose is guessed from the places, people or state of the article: {chain.code}", None
    return f"{agent}: {chain.code or 'no code'}", None


def _name(chain: Chain, m: Mention) -> str:
    entry = _entry(chain, m)
    if entry is not None:
        several = f"; one of {len(m.entries)} of that name" if len(m.entries) > 1 else ""
        after = "" if chain.code == entry.code else f", hence {chain.code}"
        return f"{entry.name} ({entry.code}), by {_HOW[entry.how]}{several}{after}"
    if chain.kind == "firm":
        return f"in no table of states, bodies or groups; a firm by its name or by what stands beside it: {chain.code}"
    if chain.kind == "person":
        return f"part of the name of {chain.name}"
    return f"in no table; by its words and whose it is said to be: {chain.code or 'no code'}"


def _entry(chain: Chain, m: Mention) -> Entry | None:
    """The entry that the mention was taken to mean."""
    own = [e for e in m.entries if e.code == chain.code]
    return next(iter(own or [e for e in m.entries if chain.country and e.code == chain.country]), None)


def rows_of(whole: Coded, chain: Chain, found: list[tuple[Mention, str]]) -> tuple[TableRow, ...]:
    """The rows of the tables that made the actor what it is."""
    world, holder = whole.chains.world, chain.holder
    out = []
    if holder is not None:
        spells = world.rows("holders", person=holder.person, code=holder.code, office=holder.office)
        one = next((r for r in spells if (r["from"] or None) == holder.from_), spells[0] if spells else None)
        out += [table_row(one, "holders")] if one is not None else []
    for mention, _ in found:
        if mention.agent is not None and mention.kind == "noun":
            out += [table_row(row, "agents") for row in world.rows("agents", noun=mention.agent.noun)[:1]]
        entry = _entry(chain, mention)
        if entry is not None:
            if entry.how in ("metonym", "organ"):
                named = [r for r in world.rows("metonyms", code=entry.code) if mention.text in cells(r["names"])]
                out += [table_row(row, "metonyms") for row in named[:1]]
            out += [table_row(row, _ENTRIES[entry.kind]) for row in world.rows(_ENTRIES[entry.kind], code=entry.code)[:1]]
    return tuple({(row.file, row.line): row for row in out}.values())
