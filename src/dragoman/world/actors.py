"""Who a phrase names on a day: `a former CIA official`, `China's foreign minister`, `residents of Aleppo`.

The phrase alone decides, without a sentence round it or a model; who `the minister` of an article is, only its other
mentions tell (`dragoman.coding`). What the tables do not know gives nobody.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec
from msgspec import Struct

from dragoman.model import Actor, ActorKind

from .days import first_day, last_day
from .entries import Agent, Entry, Holder
from .keys import TITLES, fold, name_key
from .names import names_within
from .people import PARTICLES
from .places import Places
from .state import World

# Longer phrases are no names.
LONGEST = 300
_WORD = re.compile(r"[^\s,;:()\"“”]+")
_POSSESSED = re.compile(r"['’]s?$")
_FORMER = re.compile(r"\b(?:former|ex|erstwhile|deposed|ousted|one-time|onetime|late|then)\b[ -]", re.IGNORECASE)
# A noun behind one of these is not what the phrase is about, but may say whose it is.
_OWNED = frozenset({"of", "in", "from", "at", "across", "inside", "within", "near", "outside", "for", "under"})
_APART = frozenset({"to", "with", "against", "on", "about", "who", "that", "which", "by", "between", "after", "before"})
# Sectors of those who act for no state, even when an office is theirs.
PRIVATE = frozenset({"CVL", "SOC", "BUS", "EDU", "JRN", "LAB", "MED", "REL", "CRM", "ELI"})


class Found(Struct, frozen=True):
    """A name of the tables within a phrase: its words `first` to `last` (exclusive), what it stands for, how it hangs there."""

    first: int
    last: int
    entry: Entry
    owns: bool = False  # before the head, or behind `of` and `in`: the head is its own


def resolve(text: str, world: World, on: date | None = None, places: Places | None = None) -> Actor | None:
    """The actor that a phrase names on a day (without a day: at the tables' date), or None where it names none.

    The actor's id is made of its name, its mentions are empty. `code` and `country` stay None where the phrase does not
    settle them: `the minister` has the sector of one and no state. With `places` towns and regions place who is in them.
    """
    if len(text) > LONGEST:
        return None
    raw = _WORD.findall(text)
    if not raw:
        return None
    phrase = _Phrase(text.strip(), raw, world, on, places)
    for reading in (phrase.whole, phrase.person, phrase.officer, phrase.noun, phrase.firm, phrase.named, phrase.placed):
        if (actor := reading()) is not None:
            return actor
    return None


def civilian(country: str | None) -> str:
    """The code of private people: `CIV` alone where no state is known."""
    return f"CIV:{country}" if country else "CIV"


def of_entry(entry: Entry, world: World, on: date | None) -> Actor:
    """The actor that a name of the tables stands for by itself."""
    sectors = world.sectors(entry, on)
    if entry.kind == "state" and entry.people:
        return _actor(entry.name, f"CIV:{entry.code}", "civilians", entry.code, ("CVL",))
    if entry.kind == "state" and entry.how in ("metonym", "organ"):
        code = world.state_on(entry.code, on)  # Moscow was the seat of the Soviet Union
        entry = msgspec.structs.replace(entry, code=code, country=code if entry.country else None)
    kind: ActorKind = "state" if entry.kind == "state" else "body" if entry.kind == "body" else "group"
    country = entry.country or (entry.code if entry.kind == "state" else None)
    top = world.entry(entry.code)
    name = top.name if top is not None and entry.how != "organ" else entry.name
    if kind == "state" and entry.how == "organ" and sectors and set(sectors) <= PRIVATE:
        return _actor(name, f"CIV:{country}", "body", country, sectors, parent=entry.parent)  # a newspaper is not its state
    return _actor(name, entry.code, kind, country, sectors, parent=entry.parent, wikidata=entry.wikidata)


def of_holder(holder: Holder, world: World, on: date | None, name: str | None = None, former: bool = False) -> Actor:
    """The person of a spell in office as an actor of the day: once it has ended, a private citizen of the state (ELI)."""
    entry = world.entry(holder.code)
    country = (entry.country or (holder.code if entry.kind == "state" else None)) if entry else None
    ended = former or (on is not None and last_day(holder.to) < on)
    # Who led a party or an armed group stays one of them: ELI are former officials of states and bodies.
    left = ended and (entry is None or entry.kind != "group" or entry.several)
    coming = on is not None and on < first_day(holder.from_)
    sectors = ("ELI",) if left else ("CVL",) if coming else _sectors_of(holder, world, on)
    private = left or coming or holder.office == "dissident" or set(sectors) <= PRIVATE
    code = civilian(country) if private else holder.code
    office = None if ended or coming else holder
    return _actor(
        name or holder.person, code, "person", country, sectors, parent=holder.code, wikidata=holder.wikidata, office=office
    )


def _sectors_of(holder: Holder, world: World, on: date | None) -> tuple[str, ...]:
    """An office's sectors; a leader of a group shares those of his group on the day."""
    entry = world.entry(holder.code)
    if entry is not None and entry.kind == "group" and (sectors := world.sectors(entry, on)):
        return sectors
    return holder.sectors


def _actor(
    name: str,
    code: str | None,
    kind: ActorKind,
    country: str | None,
    sectors: tuple[str, ...],
    *,
    parent: str | None = None,
    wikidata: str | None = None,
    office: Holder | None = None,
) -> Actor:
    return Actor(
        id=re.sub(r"[^\w]+", "-", name_key(name)).strip("-") or "actor",
        name=name,
        code=code,
        kind=kind,
        country=country,
        parent=parent,
        sectors=sectors,
        office=office.office if office else None,
        office_from=office.from_ if office else None,
        office_to=office.to if office else None,
        wikidata=wikidata,
    )


class _Phrase:
    """One phrase and the names in it."""

    def __init__(self, text: str, raw: list[str], world: World, on: date | None, places: Places | None) -> None:
        self.text, self.raw = text, raw
        self.words = words = [_POSSESSED.sub("", w).strip(".!?") or w for w in raw]
        self.world, self.on, self.places = world, on, places
        self.former = bool(_FORMER.search(text))
        self.head = self._head()
        self.named_words = names_within(0, len(words), self._joined, world)
        self.found = [Found(i, j, self._fitting(entries), self._owns(i)) for i, j, entries in self.named_words]
        self.found = [f for f in self.found if not self._borrowed(f)]

    def _joined(self, first: int, last: int) -> str:
        return " ".join(self.words[first:last])

    def _head(self) -> int:
        """The word behind the head noun: the first preposition after a noun, or the end."""
        for i, word in enumerate(self.words):
            if i and fold(word) in _OWNED | _APART and word.islower():
                return i
        return len(self.words)

    def _owns(self, i: int) -> bool:
        """Does the name at word i say whose the head is? Behind `to` or `with` it does not."""
        if i < self.head:
            return True
        lead = next((fold(self.words[k]) for k in range(i - 1, -1, -1) if fold(self.words[k]) in _OWNED | _APART), "")
        return lead in _OWNED

    def _fitting(self, entries: tuple[Entry, ...]) -> Entry:
        """Of several readings the one whose state the phrase names besides."""
        if len(entries) == 1:
            return entries[0]
        named = {es[0].code for _, _, es in self.named_words if len(es) == 1}
        return next((e for e in entries if e.country in named), entries[0])

    def _borrowed(self, found: Found) -> bool:
        """Is an organ's name another's here: `Chile's Defense Department`, or the end of a longer name?"""
        if found.entry.kind != "state" or found.entry.how not in ("organ", "metonym") or not found.entry.sectors:
            return False
        if found.first and found.entry.how == "organ" and self.words[found.first - 1][:1].isupper():
            before = [f.entry for f in self.found if f.last == found.first]
            return not before or before[0].code != found.entry.code
        states = {f.entry.code for f in self.found if f.owns and f.entry.kind == "state" and f.entry.how in ("name", "demonym")}
        return found.entry.how == "organ" and bool(states) and found.entry.code not in states

    @property
    def owner(self) -> Entry | None:
        """Whose the head is: the most special name that owns it, bodies and organs before their states."""
        owning = [f.entry for f in self.found if f.owns]
        return next((e for e in owning if e.kind != "state" or e.how == "organ"), owning[0] if owning else None)

    @property
    def state(self) -> Entry | None:
        """The state that owns the head, if the phrase names one."""
        return next((f.entry for f in self.found if f.owns and f.entry.kind == "state"), None)

    def whole(self) -> Actor | None:
        """The phrase as one name."""
        entries = self.world.names(self.text)
        return of_entry(self._fitting(tuple(entries)), self.world, self.on) if entries else None

    def person(self) -> Actor | None:
        """A person of the tables whom the phrase names, with or without titles."""
        taken = {k for f in self.found for k in range(f.first, f.last)}
        runs: list[tuple[int, int]] = []
        for i, word in enumerate(self.words):
            if (
                i in taken
                or i >= self.head
                or not (word[:1].isupper() or (runs and runs[-1][1] == i and fold(word) in PARTICLES))
            ):
                continue
            if runs and runs[-1][1] == i:
                runs[-1] = runs[-1][0], i + 1
            else:
                runs.append((i, i + 1))
        for first, last in runs:
            if self.raw[last - 1] != self.words[last - 1] and _POSSESSED.search(self.raw[last - 1]) and last < len(self.words):
                continue  # "Putin's spokesman" is not Putin
            start = first
            while start < last - 1 and fold(self.words[start]).strip(".") in TITLES:
                start += 1
            spells = self.world.people(self._joined(start, last), self.on)
            if (holder := self._spell(spells, start, last)) is not None:
                return of_holder(holder, self.world, self.on, former=self.former)
        return None

    def _spell(self, spells: list[Holder], start: int, last: int) -> Holder | None:
        """The spell that counts: one of the state named, on the day, by the highest office; else the last that ended."""
        state = self.state
        if state is not None:
            spells = [
                h for h in spells if h.code == state.code or getattr(self.world.entry(h.code), "country", None) == state.code
            ]
        if not spells:
            return None
        now = [h for h in spells if self.on is None or first_day(h.from_) <= self.on <= last_day(h.to)]
        if self.on is None:
            now = [h for h in now if h.to is None]
        alone = last - start == 1 and start == 0
        if now:
            if alone and len({h.person for h in now}) > 1:
                ranks = sorted({h.person: h.rank for h in reversed(now)}.values())
                if ranks[0] == ranks[1]:
                    return None  # two in office of one surname: left open
            return min(now, key=lambda h: h.rank)
        if alone and len({h.person for h in spells}) > 1:
            ranked = sorted({h.person: h.rank for h in spells}.values())
            if ranked[0] > 2 or ranked[0] == ranked[1]:
                return None
        ended = [h for h in spells if self.on is None or last_day(h.to) < self.on]
        return ended[0] if ended else spells[0]

    def _noun_phrase(self) -> str:
        """The phrase without the names in it, up to its first preposition; a title keeps its `of`."""
        taken = {k for f in self.found for k in range(f.first, f.last)}
        return " ".join(w for i, w in enumerate(self.words) if i not in taken)

    def officer(self) -> Actor | None:
        """Whoever held the office that the phrase names, of the state or body that it names."""
        owner = self.owner
        if owner is None or self.former:
            return None
        bare = re.sub(r"\b(?:of|the|a|an|current|then|new|\d+(?:st|nd|rd|th))\b", " ", self._noun_phrase(), flags=re.IGNORECASE)
        bare = " ".join(bare.split())
        if not bare or (owner.how == "organ" and owner.kind == "state"):
            return None
        office = self.world.office(bare, owner.code)
        holder = self.world.holder(owner.code, office, self.on) if office else None
        return of_holder(holder, self.world, self.on) if holder is not None else None

    def noun(self) -> Actor | None:
        """Whoever a common noun names: officials and forces of a state, its civilians, armed men of unknown allegiance."""
        agent = self.world.agent(self._noun_phrase()) or self.world.agent(self.text)
        if agent is None and "," in self.text:
            agent = self.world.agent(self.text.split(",")[0])  # "the governor's spokesman, …"
        if agent is None and len(self.words) > 1:
            agent = self._title()
        if agent is None:
            return None
        owner = self.owner
        state = self.state.code if self.state is not None else None
        if owner is not None and owner.country and state is None:
            state = owner.country
        if state is None and owner is None:
            state = self._located()
        sectors = agent.sectors
        name = self.text
        if agent.former or (self.former and agent.makes == "state"):
            return _actor(name, f"CIV:{state}" if state else None, "civilians", state, ("ELI",))
        if owner is not None and (owner.kind != "state" or owner.how == "organ"):
            return self._of_owner(agent, owner, state)
        if agent.makes == "state":
            return _actor(name, state, "state", state, sectors)
        if agent.makes == "civilians":
            return _actor(name, civilian(state), "civilians", state, sectors)
        return _actor(name, None, "group", state, sectors)

    def _of_owner(self, agent: Agent, owner: Entry, state: str | None) -> Actor:
        """People of a body, an organ or a group: they share its code, and its sectors where the noun tells none of its own."""
        own = self.world.sectors(owner, self.on)
        general = agent.makes != "state" or "GOV" in agent.sectors
        sectors = own if own and general else agent.sectors
        kind: ActorKind = "state" if owner.kind == "state" else "body" if owner.kind == "body" else "group"
        return _actor(self.text, owner.code, kind, owner.country or (state if owner.kind == "state" else None), sectors)

    def _title(self) -> Agent | None:
        """The title in short before an unknown name: `Sen. …`, `Lt. Gen. …`."""
        for end in (2, 1):
            title = " ".join(self.words[:end])
            if end < len(self.words) and self.raw[end - 1].endswith(".") and (agent := self.world.agent(title.lower())):
                return agent
        return None

    def firm(self) -> Actor | None:
        """A firm of the tables."""
        firm = self.world.firm(self.text)
        if firm is None:
            return None
        return _actor(self.text, f"COMPANY:{self.text}", "firm", firm.country, ("BUS",))

    def named(self) -> Actor | None:
        """The name of the tables that the phrase is about, when no noun says more."""
        inside = [f for f in self.found if f.first < self.head] or self.found
        if not inside:
            return None
        best = next((f for f in inside if f.entry.kind != "state" or f.entry.how == "organ"), inside[0])
        if best.first > self.head and best.entry.how == "metonym" and best.entry.kind == "state":
            return None  # "a park in Kabul": a seat of government behind a preposition is a town
        return of_entry(best.entry, self.world, self.on)

    def _located(self) -> str | None:
        """The country of the one place that the phrase names."""
        if self.places is None:
            return None
        at = next((i for i, w in enumerate(self.words) if w[:1].isupper()), None)
        while at is not None and at < len(self.words):
            end = at
            while end < len(self.words) and self.words[end][:1].isupper():
                end += 1
            for last in range(end, at, -1):
                place = self.places.find(self._joined(at, last))
                if place is not None and place.text == place.name and place.country:
                    return place.country
            at = next((i for i in range(end + 1, len(self.words)) if self.words[i][:1].isupper()), None)
        return None

    def placed(self) -> Actor | None:
        """The people of a town or region: `an amusement park in Kabul`, `Mariupol`."""
        country = self._located()
        if country is None:
            return None
        return _actor(self.text, f"CIV:{country}", "civilians", country, ("CVL",))
