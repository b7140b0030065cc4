"""Mentions to actors: who each name, noun and pronoun of the article is, one chain an actor."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from ..model import Actor
from ..world import World
from ..world.actors import of_entry, of_holder
from ..world.days import first_day
from ..world.entries import Entry, Holder
from ..world.keys import name_key
from ..world.places import Places
from .actors import (
    FIRM_NAME,
    FIRMS,
    MEDIA_NAME,
    Chain,
    finished,
    firm_near,
    unique,
)
from .document import Document, Line
from .mentions import QUANTIFIERS, Mention, find_mentions, leaning
from .pronouns import pronoun

# Words for whoever leads a state that are no office.
PRIVATE = frozenset({"CVL", "SOC", "BUS", "EDU", "JRN", "LAB", "MED", "REL", "CRM"})
# Nouns that name an actor only where a name says whose they are: `German intelligence`.
OWNED = frozenset({"intelligence"})
FORMER = re.compile(r"(?i)^(?:the )?(?:former|ex|late|then)[ -]+")
LEADERS = frozenset("leader dictator strongman autocrat ruler despot statesman president premier".split())


class Chains:
    """The actors of one document. `of(line, word)` answers who the phrase around a word is."""

    def __init__(self, document: Document, world: World, on: date | None, places: Places) -> None:
        self.document, self.world, self.on, self.places = document, world, on, places
        self.all: list[Chain] = []
        self.speakers: dict[tuple[int, int], Chain] = {}  # (line, word) of quoted words -> who says them
        self.quoted: set[tuple[int, int]] = set()  # (line, word) of words between quotation marks
        self._by_key: dict[str, Chain] = {}
        self._at: dict[tuple[int, int], Mention] = {}
        self._chain: dict[tuple[int, int, int], list[Chain]] = {}
        self._busy: set[tuple[int, int, int]] = set()
        self._states: Counter[str] = Counter()
        self._towns: Counter[str] = Counter()
        self.home: str | None = None
        self.mentions: list[list[Mention]] = []
        for line in document.lines:
            found = find_mentions(line, world)
            self.mentions.append(found)
            for m in found:
                for i in range(m.first, m.last):
                    if m.kind != "noun" or i == m.head or (m.line, i) not in self._at:
                        self._at[m.line, i] = m
                if m.title_first >= 0:
                    governor = line.words[m.head].head
                    for i in {m.first - 1, governor}:  # what hangs on the title hangs on the name
                        if m.title_first <= i < m.first and line.words[i].upos in ("NOUN", "PROPN"):
                            self._at.setdefault((m.line, i), m)
                for entry in m.entries[:1]:
                    if entry.kind == "state" and not self.world.rivals(entry) and not leaning(line, m.first):
                        self._states[entry.code] += 3 if line.part in ("headline", "standfirst") else 1
        self.home = self._home()
        # Full names first, so that a surname in the headline finds its person.
        for m in [m for found in self.mentions for m in found]:
            if m.kind == "person" and len(m.text.split()) > 1:
                self.of_mention(m)
        self._surnames()
        everything = [m for found in self.mentions for m in found]
        for kinds in (("person",), ("org", "place", "nationality"), ("noun",)):
            for m in everything:
                if m.kind in kinds:
                    self.of_mention(m)

    def _surnames(self) -> None:
        """Surnames that the model overlooks, of people whom the article names in full elsewhere."""
        known = {c.name.split()[-1] for c in self.all if c.kind == "person" and " " in c.name}
        for line in self.document.lines:
            for i, word in enumerate(line.words):
                if word.text in known and word.upos == "PROPN" and (line.number, i) not in self._at:
                    m = Mention(line.number, i, i + 1, i, "person", word.text)
                    self._at[line.number, i] = m
                    self.mentions[line.number].append(m)

    def hear(self, line: Line, first: int, last: int, speaker: Chain) -> None:
        """Words `first` to `last` of a line are the speaker's own: there `we` and `I` are the speaker."""
        for i in range(first, last):
            self.speakers[line.number, i] = speaker

    def resolve_pronouns(self) -> None:
        """Resolve what is left, once it is known who speaks where."""
        for found in self.mentions:
            for m in found:
                self.of_mention(m)

    def _home(self) -> str | None:
        """The state that an unqualified `the government` or `police` belongs to: the dateline's, else the most named."""
        dateline = self.document.article.dateline
        if dateline:
            place = self.places.find_qualified(dateline, countries=list(self._states))
            if place and place.country and self._states[place.country] * 3 >= max(self._states.values(), default=0):
                return place.country
        for m in (m for found in self.mentions for m in found if m.kind == "place" and not m.entries):
            if (place := self.places.find(m.text, countries=list(self._states))) and place.country:
                self._towns[place.country] += 1
        # Towns tell where a page is at home whose own state it never names.
        common = (self._states + self._towns).most_common(2)
        return common[0][0] if common and (len(common) == 1 or common[0][1] > common[1][1]) else None

    def at(self, line: int, word: int) -> Mention | None:
        """The mention that covers a word, if any."""
        return self._at.get((line, word))

    def whole(self, line: Line, word: int) -> Mention | None:
        """The mention that a word belongs to as a whole: of `Danish` in `Danish fishermen`, the fishermen."""
        found = self.at(line.number, word)
        while found is not None and found.kind in ("nationality", "place", "org"):
            w = line.words[found.head]
            above = (
                self.at(line.number, w.head)
                if w.head >= 0 and w.deprel in ("amod", "compound", "nmod:desc", "nmod:poss", "flat")
                else None
            )
            if above is None or above is found:
                break
            found = above
        return found

    def of(self, line: Line, word: int) -> list[Chain]:
        """The actors that the phrase headed by a word names, its coordinated members too; an empty list where unknown."""
        out: list[Chain] = []
        for i in [word, *(c for c in line.under(word, "conj") if not line.under(c, "nsubj", "cop"))]:
            m = self.at(line.number, i)
            if m is not None:
                out += self.of_mention(m)
            elif i == word:
                out += self._modifiers(line, i)
        return unique(out)

    def _modifiers(self, line: Line, i: int) -> list[Chain]:
        """Who stands behind a noun that names no actor itself: `Russia's war`, `Turkish strikes`, `the killing by rebels`."""
        for child in line.children[i]:
            if line.words[child].deprel in ("nmod:poss", "amod", "compound", "nmod:desc"):
                m = self.at(line.number, child)
                if m is not None:
                    return self.of_mention(m)
        return []

    def of_mention(self, m: Mention) -> list[Chain]:
        """The actors that a mention names: one, several for a plural pronoun, none where unknown."""
        key = (m.line, m.first, m.last)
        if key in self._chain:
            return self._chain[key]
        if key in self._busy:  # a pronoun cannot lean on itself
            return []
        self._busy.add(key)
        found = getattr(self, "_" + m.kind)(m)
        self._busy.discard(key)
        self._chain[key] = found
        line = self.document.lines[m.line]
        if len(found) == 1:
            found[0].mentions.append(line.span(m.first, m.last))
            found[0].named |= m.kind in ("person", "org", "place", "nationality")
        return list(found)

    def _new(self, key: str, **given: object) -> Chain:
        chain = self._by_key.get(key)
        if chain is None:
            chain = Chain(**given)  # type: ignore[arg-type]
            self._by_key[key] = chain
            self.all.append(chain)
        return chain

    def entry_chain(self, entry: Entry, name: str | None = None) -> Chain:
        """The chain of a state, body or group of the tables."""
        who = of_entry(entry, self.world, self.on)
        organ = entry.how in ("organ", "metonym") and bool(entry.sectors) and entry.kind == "state" and "GOV" not in entry.sectors
        return self._new(
            f"{who.code}:{'/'.join(entry.sectors) if organ else ''}",
            name=(name if organ else None) or who.name,
            code=who.code,
            kind=who.kind,
            country=who.country,
            parent=entry.parent,
            sectors=who.sectors,
            wikidata=entry.wikidata,
            plural=entry.several or self.world.grouped(entry.code),
        )

    def _place(self, m: Mention) -> list[Chain]:
        entry = self._choose(m.entries)
        if entry is None:
            # A surname that the model takes for a place is the person's whom the article names in full.
            words = set(name_key(m.text).split())
            return [c for c in self.all if c.kind == "person" and words and words <= c.words][:1]
        return [self.entry_chain(entry, m.text)]

    def located(self, line: Line, word: int) -> list[Chain]:
        """The state in which the place that a word names lies, if the word names a place."""
        m = self.at(line.number, word)
        if m is None or m.kind != "place":
            return []
        place = self.places.find(m.text, countries=list(self._states))
        entry = self.world.entry(place.country) if place and place.country else None
        return [self.entry_chain(entry)] if entry and entry.kind == "state" else []

    def _choose(self, entries: tuple[Entry, ...]) -> Entry | None:
        """The entry that a name means; of several states the one that the article names most."""
        if not entries:
            return None
        first = entries[0]
        home = self.home
        away = first.ambiguous and first.kind == "state" and home is not None and home != first.code
        if away and self._states[home or ""] + self._towns[home or ""] > 2 * self._states[first.code]:
            return None  # "Georgia" on a page about the United States is one of theirs
        if first.kind == "state" and len(entries) > 1:
            return max(entries, key=lambda e: (e.how == first.how, self._states[e.code]))
        if len(entries) > 1:
            # Parties of one name: the one of a state that the article names.
            return max(entries, key=lambda e: self._states[e.country or e.code] + self._towns[e.country or e.code])
        return first

    def _rival(self, entry: Entry) -> Entry:
        """Of the states that share a nationality's word (`Congolese`) the one that the article names besides."""
        rivals = self.world.rivals(entry) if entry.ambiguous else []
        named = max(rivals, key=lambda e: self._states[e.code] + self._towns[e.code], default=entry)
        return named if self._states[named.code] + self._towns[named.code] else entry

    def _nationality(self, m: Mention) -> list[Chain]:
        entry = self._choose(m.entries)
        if entry is None:
            return []
        if entry.kind == "state" and self._means_people(m, entry):
            return [self.civilians(entry.code, m.text)]
        return [self.entry_chain(entry)]

    def _means_people(self, m: Mention, entry: Entry) -> bool:
        word = self.document.lines[m.line].words[m.head]
        return (
            (entry.people or m.plural) and word.upos in ("NOUN", "PROPN") and word.deprel not in ("amod", "compound", "nmod:desc")
        )

    def civilians(self, country: str | None, text: str, sectors: tuple[str, ...] = ("CVL",)) -> Chain:
        """Private people; each group of them that is named apart (`farmers`, `drivers`) is a chain of its own."""
        code = f"CIV:{country}" if country else "CIV"
        return self._new(
            f"{code}:{name_key(text)}",
            name=text,
            code=code,
            kind="civilians",
            country=country,
            sectors=sectors,
            plural=True,
        )

    def _org(self, m: Mention) -> list[Chain]:
        entry = self._choose(m.entries) if m.title != "?" else None
        if entry is not None and entry.kind == "state" and entry.how == "organ" and (owner := self._other_state(m, entry)):
            sectors = m.agent.sectors if m.agent else entry.sectors
            key = f"{owner}:{name_key(m.text)}"
            return [self._new(key, name=m.text, code=owner, kind="state", country=owner, sectors=sectors)]
        if entry is not None:
            return [self.entry_chain(entry, m.text)]
        key = name_key(m.text)
        person = next((c for c in self.all if c.kind == "person" and set(key.split()) <= c.words), None)
        if person:
            return [person]
        if " " not in key and (leader := next(iter(self.world.people(m.text, self.on)), None)) and leader.rank < 3:
            return self._person(m)  # "the Biden administration": the name of whoever leads it
        same = next(
            (c for c in self.all if c.kind in ("body", "firm", "group", "state") and key and (name_key(c.name) == key)),
            None,
        )
        if same:
            return [same]
        state = next((e for e in m.entries if e.kind == "state"), None)
        country = state.code if state else None
        if m.agent and m.agent.makes == "state":
            if country is None and m.owner is not None:
                country = next((c.country for c in self.of(self.document.lines[m.line], m.owner)), None)
            if country is None and len(m.text.split()) > 1:
                # "the Biden administration" is the state of whoever Biden is on that day.
                leader = next(iter(self.world.people(m.text.split()[0], self.on)), None)
                country = leader.code if leader and leader.rank < 3 else None
            country = country or self.home
            sectors = m.agent.sectors
            return [self._new(f"{country}:{key}", name=m.text, code=country, kind="state", country=country, sectors=sectors)]
        firm = self.world.firm(m.text)
        if (
            FIRM_NAME.search(m.text)
            or firm
            or (m.agent and "BUS" in m.agent.sectors)
            or firm_near(self.document.lines[m.line], m.first, m.head, self.world)
        ):
            country = country or (firm.country if firm else None)
            return [
                self._new(f"firm:{key}", name=m.text, code=f"COMPANY:{m.text}", kind="firm", country=country, sectors=("BUS",))
            ]
        sectors = ("JRN",) if MEDIA_NAME.search(m.text) else m.agent.sectors if m.agent else ("SOC",)
        code = f"CIV:{country}" if country else "CIV"
        if m.agent and m.agent.makes == "unknown":
            return [self._new(f"group:{key}", name=m.text, code=None, kind="group", country=country, sectors=sectors)]
        return [self._new(f"org:{key}", name=m.text, code=code, kind="body", country=country, sectors=sectors)]

    def _other_state(self, m: Mention, entry: Entry) -> str | None:
        """The state that an organ's name belongs to where it is not the one that the tables think of: `India's Ministry of
        Defence` is not Britain's."""
        line = self.document.lines[m.line]
        for c in line.under(m.head, "nmod:poss", "amod", "compound"):
            owner = self.at(line.number, c)
            if owner is not None and owner is not m and owner.entries and owner.entries[0].kind == "state":
                code = owner.entries[0].code
                return code if code != entry.code else None
        return None

    def _person(self, m: Mention) -> list[Chain]:
        words = frozenset(w for w in name_key(m.text).split() if len(w) > 1)
        if not words:
            return []
        last = name_key(m.text).split()[-1]
        for chain in self.all:
            if (
                chain.kind == "person"
                and chain.words
                and (words <= chain.words or (chain.words <= words))
                and (last in chain.words or len(words) > 1)
            ):
                if len(words) > len(chain.words):
                    chain.name, chain.words = m.text, words
                return [chain]
        context = next((self._rival(e) for e in m.entries if e.kind in ("state", "body", "group")), None)
        holder = self._holder(m, context)
        if holder is not None:
            former = bool(m.agent and m.agent.former)
            if m.agent and self.on and first_day(holder.from_) > self.on:
                return self._stranger(m, words, context)  # what he is now, not what he will be
            chain = self._in_office(
                holder, m.text if len(words) > 1 else holder.person, words | frozenset(name_key(holder.person).split()), former
            )
            if m.agent:
                chain.nouns.add(m.agent.noun)
            return [chain]
        return self._stranger(m, words, context)

    def _stranger(self, m: Mention, words: frozenset[str], context: Entry | None) -> list[Chain]:
        """Somebody whom no table lists, as the phrase around the name places him."""
        code, country, sectors = self._standing(m, context)
        chain = self._new(
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

    def _in_office(self, holder: Holder, name: str, words: frozenset[str], former: bool = False) -> Chain:
        """The chain of a person of the tables, as he stands on the day."""
        who = of_holder(holder, self.world, self.on, former=former)
        return self._new(
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

    def _standing(self, m: Mention, context: Entry | None) -> tuple[str | None, str | None, tuple[str, ...]]:
        """Code, country and sectors of somebody whom only the phrase around the name places."""
        agent = m.agent
        state = context if context and context.kind == "state" else None
        country = state.code if state else context.country if context else None
        if context is None and m.title and agent and agent.makes == "state":
            return self.home, self.home, agent.sectors
        if context and context.kind != "state":
            if agent is None or agent.makes != "civilians":
                return context.code, country, agent.sectors if agent else context.sectors
            return (f"CIV:{country}" if country else "CIV"), country, agent.sectors
        if agent and agent.makes == "state" and state:
            return state.code, country, agent.sectors
        if state and agent and agent.makes == "unknown":
            return None, country, agent.sectors
        if country is None and (here := self._stands_in(m)):
            country = here
        return (f"CIV:{country}" if country else "CIV"), country, agent.sectors if agent else ("CVL",)

    def _stands_in(self, m: Mention) -> str | None:
        """The country of the one place that the sentence names, for a private person whom nothing else places."""
        found = set()
        for other in self.mentions[m.line]:
            if other.kind == "place" and (place := self.places.find(other.text, countries=list(self._states))) and place.country:
                found.add(place.country)
        return found.pop() if len(found) == 1 else None

    def _holder(self, m: Mention, context: Entry | None) -> Holder | None:
        """Who of that name held an office; a surname alone must be in office on the day and alone of that rank."""
        title = FORMER.sub("", self.world.bare(m.title))
        found = self.world.people(m.text, self.on, title or (m.agent.noun if m.agent else ""))
        if context:
            with_code = [
                h for h in found if h.code == context.code or (self.world.entry(h.code) or context).parent == context.code
            ]
            if with_code:
                return with_code[0]
        if not found:
            return None
        if len(m.text.split()) > 1 and name_key(found[0].person) != name_key(m.text) and context is not None:
            return None
        if len(m.text.split()) > 1:
            return found[0] if not context or context.code == found[0].code or m.agent is None else None
        if not m.title and not context and not self._at_home(found):
            return None
        inside = [h for h in found if self.on and (h.from_ or "") <= self.on.isoformat() <= (h.to or "9999")]
        people = {h.person for h in inside}
        return inside[0] if inside and (len(people) == 1 or inside[0].rank < 3) else None

    def _at_home(self, found: list[Holder]) -> bool:
        """May a surname alone be theirs? A rare one may; one that many bear only where the article names their state."""
        bearers = {h.person for h in self.world.people(found[0].person.split()[-1])}
        if len(bearers) == 1:
            return True
        named = self._states.keys() | self._towns.keys() | {c.code for c in self.all if c.mentions}
        return any(h.code in named for h in found)

    def _noun(self, m: Mention) -> list[Chain]:
        agent = m.agent
        if agent is None or (agent.noun in OWNED and not m.entries):
            return []
        line = self.document.lines[m.line]
        for c in line.under(m.head, "appos"):
            named = self.at(line.number, c)
            if named is not None and named.kind in ("person", "org") and not m.plural:
                return self.of_mention(named)  # "Iceland's foreign minister, …": the name says who
        office = self._office(m)
        if office is not None:
            return [office]
        code, country = self._owner(m, line)
        if agent.noun in LEADERS and not m.plural and any(line.words[c].text.lower() == "the" for c in line.under(m.head, "det")):
            # "the Danish leader": the one who leads that state, named before.
            heads = [c for c in self.all if c.kind == "person" and c.holder and c.holder.rank < 3 and c.mentions]
            led = [c for c in heads if code is None or code in (c.code, c.country)]
            if led and (code is not None or len(led) == 1):
                return [led[-1]]
        noun = agent.noun
        if code is None and m.text.lower() not in QUANTIFIERS:
            earlier = next(
                (
                    c
                    for c in reversed(self.all)
                    if any(n == noun or n.endswith(f" {noun}") or noun.endswith(f" {n}") for n in c.nouns)
                    and (c.plural == m.plural or (c.kind not in ("person", "group") and agent.makes != "state"))
                ),
                None,
            )
            if earlier is not None:
                return [earlier]
        label = m.text
        if m.text.lower() in QUANTIFIERS:  # "some in Gaza" are not the many whom another sentence tells of
            below = [i for i in line.subtree(m.head, frozenset({"acl", "appos", "conj"})) if m.first <= i < m.first + 6]
            label = line.string(m.first, below[-1] + 1)
            noun = label.lower()
        sure = 1.0
        if code is None and (place := self._place_near(m, line)):
            code = country = place
            sure = 0.8
        if code is None and agent.makes == "civilians" and (beside := self._beside(line)):
            code = country = beside
            sure = 0.6
        if code is None and self.home and agent.makes != "unknown":
            code = country = self.home
            sure = 0.5
        if agent.makes == "state":
            if code is None:
                return []
            key = f"{code}:{noun}"
            chain = self._new(
                key,
                name=label,
                code=code,
                kind="state" if country == code else "body",
                country=country,
                sectors=agent.sectors,
                plural=m.plural,
                sure=sure,
            )
        elif agent.makes == "civilians":
            if noun in FIRMS or (noun.split() and noun.split()[-1] in FIRMS):
                key, made = f"firm:{code}:{noun}", f"COMPANY:{label}"
                chain = self._new(
                    key,
                    name=label,
                    code=made,
                    kind="firm",
                    country=country,
                    sectors=agent.sectors,
                    plural=m.plural,
                    sure=sure,
                )
            else:
                chain = self._new(
                    f"CIV:{country}:{noun}",
                    name=label,
                    code=f"CIV:{country}" if country else "CIV",
                    kind="civilians",
                    country=country,
                    sectors=agent.sectors,
                    plural=m.plural,
                    sure=sure,
                )
        else:
            group = next((e for e in m.entries if e.kind in ("group", "body")), None)
            if group:
                return [self.entry_chain(group)]
            country = country or self.home
            chain = self._new(
                f"group:{country}:{noun}",
                name=label,
                code=None,
                kind="group",
                country=country,
                sectors=agent.sectors,
                plural=m.plural,
                sure=sure,
            )
        chain.nouns.add(noun)
        return [chain]

    def _office(self, m: Mention) -> Chain | None:
        """`China's foreign minister` is whoever held the office; `the minister` the person called so before."""
        if m.plural or m.agent is None:
            return None
        line = self.document.lines[m.line]
        title = m.agent.noun if not m.text else re.sub(r"(?i)^(the|a|an)\s+", "", m.text)
        state = next((e for e in m.entries), None)
        if state is None and m.owner is not None:
            owner = next(iter(self.of(line, m.owner)), None)
            code = owner.country if owner else None
        else:
            code = state.code if state else None
        bare = title
        if state is not None:
            for e in m.entries:
                bare = re.sub(rf"(?i)\b{re.escape(e.name)}\b", "", bare).strip()
            bare = " ".join(w for w in bare.split() if not self.world.names(w)) or m.agent.noun
        office = self.world.office(bare, code or "") or self.world.office(m.agent.noun, code or "")
        if office is None:
            return None
        for chain in reversed(self.all):
            if (
                chain.kind == "person"
                and (
                    (chain.holder and self.world.office(chain.holder.office, chain.holder.code) == office)
                    or m.agent.noun in chain.nouns
                )
                and (code is None or chain.code == code or chain.country == code)
            ):
                return chain
        for place in [code] if code else list(self._states):
            holder = self.world.holder(place, office, self.on) if self.on else None
            if holder and (code or m.line):
                words = frozenset(name_key(holder.person).split())
                same = next(
                    (c for c in self.all if c.kind == "person" and c.words and (c.words <= words or words <= c.words)),
                    None,
                )
                if same or code:
                    return same or self._in_office(holder, holder.person, words)
        return None

    def _owner(self, m: Mention, line: Line) -> tuple[str | None, str | None]:
        """The state or body that a noun belongs to, by its modifiers, its possessor or its `of`."""
        for c in line.children[m.head]:
            # "the Biden administration" is the state of whom it is named after.
            other = self.at(line.number, c)
            if (
                other is not None
                and other.kind in ("person", "org")
                and line.words[c].deprel in ("compound", "nmod:desc", "amod", "flat")
            ):
                for chain in self.of_mention(other):
                    if chain.code and chain.holder:
                        return chain.code, chain.country
            elif (other is None or other is m) and line.words[c].upos == "PROPN" and self.world.agent(m.text) and not m.plural:
                leader = next(iter(self.world.people(line.words[c].text, self.on)), None)
                if leader is not None and leader.rank < 3:
                    return leader.code, leader.code
        for entry in m.entries:
            entry = self._rival(entry)
            if entry.kind == "state" and entry.how == "metonym":
                code = self.world.state_on(entry.code, self.on)
                return code, code
            return entry.code, entry.country or (entry.code if entry.kind == "state" else None)
        if m.owner is not None:
            for chain in self.of(line, m.owner):
                if chain.code:
                    return (chain.code.removeprefix("CIV:") if chain.code.startswith("CIV:") else chain.code), chain.country
        return None, None

    def _place_near(self, m: Mention, line: Line) -> str | None:
        """The state of a place that the noun's own phrase names (`residents of Gaza`, `many in Minsk`)."""
        for i in line.subtree(m.head, frozenset({"acl", "advcl", "conj", "appos"})):
            other = self.at(line.number, i)
            if other and other.kind == "place":
                place = self.places.find(other.text, countries=list(self._states))
                if place and place.country:
                    return place.country
        return None

    def _beside(self, line: Line) -> str | None:
        """The country of the private people last named, here or a paragraph above (`Danish fishermen … crews`)."""
        for chain in reversed(self.all):
            if chain.kind == "civilians" and chain.country and chain.sure > 0.5 and chain.mentions:
                last = chain.mentions[-1]
                if last.part == line.part and 0 <= line.paragraph - last.paragraph <= 1:
                    return chain.country
        return None

    def _pronoun(self, m: Mention) -> list[Chain]:
        return pronoun(self, m)

    def finish(self) -> list[Actor]:
        """The actors with a mention, as the record keeps them, in order of appearance; gives every chain its id."""
        return finished(self.all)
