"""Mentions to actors: who each name, noun and pronoun of the article is, one chain an actor."""

from __future__ import annotations

from collections import Counter
from datetime import date

from ..model import Actor, Place
from ..world import World
from ..world.actors import civilian, of_entry
from ..world.entries import Entry
from ..world.keys import name_key
from ..world.places import Places
from .actors import (
    FIRM_NAME,
    MEDIA_NAME,
    Chain,
    finished,
    firm_near,
    unique,
)
from .document import Document, Line
from .mentions import Mention, find_mentions, leaning
from .nouns import noun
from .persons import person as person_of
from .pronouns import pronoun

# States whose name is another place's, too.
_ELSEWHERE = frozenset({"GEO"})


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
        self.states: Counter[str] = Counter()
        self.towns: Counter[str] = Counter()
        self.home: str | None = None
        self._chosen: dict[str, Place | None] | None = None
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
                        self.states[entry.code] += 3 if line.part in ("headline", "standfirst") else 1
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
            place = self.places.find_qualified(dateline, countries=list(self.states))
            if place and place.country and self.states[place.country] * 3 >= max(self.states.values(), default=0):
                return place.country
        for m in (m for found in self.mentions for m in found if m.kind == "place" and not m.entries):
            if (place := self.place_of(m)) and place.country:
                self.towns[place.country] += 1
        # Towns tell where a page is at home whose own state it never names.
        common = (self.states + self.towns).most_common(2)
        return common[0][0] if common and (len(common) == 1 or common[0][1] > common[1][1]) else None

    def place_of(self, m: Mention) -> Place | None:
        """The place that a mention's words name, chosen beside all other places of the article."""
        if self._chosen is None:
            names = list(dict.fromkeys(x.text for found in self.mentions for x in found if x.kind == "place"))
            self._chosen = dict(zip(names, self.places.find_all(names, countries=list(self.states)), strict=True))
        return self._chosen.get(m.text)

    def at(self, line: int, word: int) -> Mention | None:
        """The mention that covers a word, if any."""
        return self._at.get((line, word))

    def whole(self, line: Line, word: int) -> Mention | None:
        """The mention that a word belongs to as a whole: of `Danish` in `Danish fishermen`, the fishermen."""
        found = self.at(line.number, word)
        while found is not None and found.kind in ("nationality", "place", "org"):
            w = line.words[found.head]
            if w.deprel == "conj" and w.head >= 0 and line.words[w.head].deprel in ("amod", "compound", "nmod:desc"):
                w = line.words[w.head]  # of `Romanian` in `Hungarian and Romanian officials`
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
        named = self.at(line.number, word)
        heads = dict.fromkeys((word, named.head if named is not None and named.kind == "person" else word))
        # "Chilean leader X and Peruvian President Y": who stands beside the name stands beside its title.
        for i in [word, *(c for h in heads for c in line.under(h, "conj") if not line.under(c, "nsubj", "cop"))]:
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
        found = self._read(m)
        self._busy.discard(key)
        self._chain[key] = found
        line = self.document.lines[m.line]
        if len(found) == 1:
            found[0].mentions.append(line.span(m.first, m.last))
            found[0].named |= m.kind in ("person", "org", "place", "nationality")
        return list(found)

    def _read(self, m: Mention) -> list[Chain]:
        match m.kind:
            case "person":
                return person_of(self, m)
            case "org":
                return self._org(m)
            case "place":
                return self._place(m)
            case "nationality":
                return self._nationality(m)
            case "noun":
                return noun(self, m)
            case "pronoun":
                return pronoun(self, m)

    def chain_for(self, key: str, **given: object) -> Chain:
        """The chain of that key, made of what is given where there is none yet."""
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
        return self.chain_for(
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
        entry = self._choose(m.entries, place=True)
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
        place = self.place_of(m)
        entry = self.world.entry(place.country) if place and place.country else None
        return [self.entry_chain(entry)] if entry and entry.kind == "state" else []

    def _choose(self, entries: tuple[Entry, ...], place: bool = False) -> Entry | None:
        """The entry that a name means; of several states the one that the article names most. What is told to be a `place` is
        no bird and no man of that name (Turkey, Jordan), but may be another place."""
        if not entries:
            return None
        first = entries[0]
        home = self.home
        away = first.ambiguous and first.kind == "state" and home is not None and home != first.code
        away = away and not (place and first.how == "name" and first.code not in _ELSEWHERE)
        if away and self.states[home or ""] + self.towns[home or ""] > 2 * self.states[first.code]:
            return None  # "Georgia" on a page about the United States is one of theirs
        if first.kind == "state" and len(entries) > 1:
            return max(entries, key=lambda e: (e.how == first.how, self.states[e.code]))
        if len(entries) > 1:
            # Parties of one name: the one of a state that the article names.
            return max(entries, key=lambda e: self.states[e.country or e.code] + self.towns[e.country or e.code])
        return first

    def rival(self, entry: Entry) -> Entry:
        """Of the states that share a nationality's word (`Congolese`) the one that the article names besides."""
        rivals = self.world.rivals(entry) if entry.ambiguous else []
        named = max(rivals, key=lambda e: self.states[e.code] + self.towns[e.code], default=entry)
        return named if self.states[named.code] + self.towns[named.code] else entry

    def _nationality(self, m: Mention) -> list[Chain]:
        entry = self._choose(m.entries)
        if entry is None:
            return []
        if entry.kind == "state" and self._means_people(m, entry):
            return [self.civilians(self._residence(m) or entry.code, m.text)]
        return [self.entry_chain(entry)]

    def _residence(self, m: Mention) -> str | None:
        """The state that `ethnic Turks in Bulgaria` live in: they are of its civilians, not of Turkey's."""
        line = self.document.lines[m.line]
        if not m.first or line.words[m.first - 1].text.lower() != "ethnic":
            return None
        near = line.under(m.head, "nmod", "obl", "acl")
        for c in [*near, *line.under(line.words[m.head].head, "obl")]:
            for i in line.subtree(c, frozenset({"conj", "appos"})):
                other = self.at(line.number, i)
                entry = self._choose(other.entries) if other is not None and other.kind == "place" else None
                if entry is not None and entry.kind == "state":
                    return entry.code
        return self.home

    def _means_people(self, m: Mention, entry: Entry) -> bool:
        line = self.document.lines[m.line]
        word = line.words[m.head]
        counted = bool(line.under(m.head, "nummod"))  # `six Sudanese`
        return (
            (entry.people or m.plural or counted)
            and (word.upos in ("NOUN", "PROPN") or counted)
            and word.deprel not in ("amod", "compound", "nmod:desc")
        )

    def civilians(self, country: str | None, text: str, sectors: tuple[str, ...] = ("CVL",)) -> Chain:
        """Private people; each group of them that is named apart (`farmers`, `drivers`) is a chain of its own."""
        code = civilian(country)
        return self.chain_for(
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
        owner = self._possessor(m)
        if entry is not None and entry.kind == "state" and entry.how == "organ" and owner not in (None, entry.code):
            # "India's Ministry of Defence" is not the one that the tables think of, Britain's.
            sectors = m.agent.sectors if m.agent else entry.sectors
            key = f"{owner}:{name_key(m.text)}"
            return [self.chain_for(key, name=m.text, code=owner, kind="state", country=owner, sectors=sectors)]
        if entry is not None:
            return [self.entry_chain(entry, m.text)]
        key = name_key(m.text)
        person = next((c for c in self.all if c.kind == "person" and set(key.split()) <= c.words), None)
        if person:
            return [person]
        if " " not in key and (leader := next(iter(self.world.people(m.text, self.on)), None)) and leader.rank < 3:
            return person_of(self, m)  # "the Biden administration": the name of whoever leads it
        owner = owner or next((e.code for e in m.entries if e.kind == "state" and e.how != "organ"), None)
        same = next(
            (
                c
                for c in self.all
                if c.kind in ("body", "firm", "group", "state") and key and name_key(c.name) == key and owner in (None, c.country)
            ),
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
            return [self.chain_for(f"{country}:{key}", name=m.text, code=country, kind="state", country=country, sectors=sectors)]
        firm = self.world.firm(m.text)
        if (
            FIRM_NAME.search(m.text)
            or firm
            or (m.agent and "BUS" in m.agent.sectors)
            or firm_near(self.document.lines[m.line], m.first, m.head, self.world)
        ):
            country = country or (firm.country if firm else None)
            return [
                self.chain_for(
                    f"firm:{key}", name=m.text, code=f"COMPANY:{m.text}", kind="firm", country=country, sectors=("BUS",)
                )
            ]
        sectors = ("JRN",) if MEDIA_NAME.search(m.text) else m.agent.sectors if m.agent else ("SOC",)
        code = civilian(country)
        if m.agent and m.agent.makes == "unknown":
            return [self.chain_for(f"group:{key}", name=m.text, code=None, kind="group", country=country, sectors=sectors)]
        return [self.chain_for(f"org:{key}", name=m.text, code=code, kind="body", country=country, sectors=sectors)]

    def _possessor(self, m: Mention) -> str | None:
        """The state whose a body is said to be: `Uganda's Interior Ministry`, `the Ugandan Interior Ministry`."""
        line = self.document.lines[m.line]
        for c in line.under(m.head, "nmod:poss", "amod", "compound"):
            owner = self.at(line.number, c)
            if owner is not None and owner is not m and owner.entries and owner.entries[0].kind == "state":
                return owner.entries[0].code
        return None

    def finish(self) -> list[Actor]:
        """The actors with a mention, as the record keeps them, in order of appearance; gives every chain its id."""
        return finished(self.all)
