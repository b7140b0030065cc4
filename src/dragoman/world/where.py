"""Where in a text: the place names that stand in it, each with its place and the way in which it is named.

`find_places` takes the language model's Analysis; `locate` takes spans that somebody else found. Both choose all places of
a text together. A name may be a metonym ("Moscow said"), an adjective ("Syrian troops") or part of another name
("University of Texas"): these are places, but not of an event, and `Found.role` tells them apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from dragoman.model import Analysis, Place, Sentence

from .places import Places, distance_km
from .places_index import normalise
from .state import World, world

Role = Literal["place", "metonym", "adjective", "part"]
How = Literal["name", "spelling", "adjective", "inside", "around"]
Spans = Sequence[tuple[int, int]]


class Located(Struct, frozen=True):
    """A place, and how it was told: by its `name`, by a `spelling` one letter off, by an `adjective` of it, by a place name
    that stands `inside` a longer name, or as the town `around` a street, a school or another spot that no table has."""

    place: Place
    how: How


class Found(Struct, frozen=True):
    """A place name in a text: code points `start` to `end` (exclusive), the words, the place, its role.

    `place` is None where nothing decides between places of that name. `role` is `place` where the text speaks of the place
    itself, `metonym` where of its government, `adjective` where of its people or things, `part` inside somebody's name.
    """

    start: int
    end: int
    text: str
    place: Place | None
    role: Role
    how: How | None = None


# Adjectives of places that are no states.
_ADJECTIVES = {
    "african": "Africa", "africans": "Africa", "asian": "Asia", "asians": "Asia", "european": "Europe", "europeans": "Europe",
    "latin american": "Latin America", "north american": "North America", "south american": "South America",
    "central american": "Central America", "middle eastern": "Middle East", "mideast": "Middle East", "arctic": "Arctic",
    "balkan": "Balkans", "baltic": "Baltic States", "caucasian": "Caucasus", "siberian": "Siberia", "sicilian": "Sicily",
    "texan": "Texas", "texans": "Texas", "californian": "California", "californians": "California", "parisian": "Paris",
    "londoners": "London", "londoner": "London", "new yorkers": "New York City", "new yorker": "New York City",
    "muscovites": "Moscow", "scottish": "Scotland", "scots": "Scotland", "welsh": "Wales", "english": "England",
    "alaskan": "Alaska", "hawaiian": "Hawaii", "floridians": "Florida", "virginian": "Virginia", "quebecers": "Quebec",
    "ontarians": "Ontario", "bavarian": "Bavaria", "crimean": "Crimea", "gazan": "Gaza Strip", "gazans": "Gaza Strip",
    "crimeans": "Crimea",
}  # fmt: skip
# What stands between a place and the wider place that it lies in: "Paris, Texas", "Paris (Texas)".
_COMMA = re.compile(r"(?:['’]s)?\s*,\s+|\s+\(")
_WIDER = re.compile(r"[A-Z][\w.'’-]*(?:[ ](?:of |and )?[A-Z][\w.'’-]*){0,3}")
# How texts of some countries speak of nobody else's sheriffs, councils and telephone numbers.
_CUES = {
    "USA": re.compile(
        r"\b(?:[Ss]heriff(?:['’]s)?|[Ss]chool [Bb]oard|[Ss]tate [Tt]rooper|[Hh]igh [Ss]chool|[Cc]ounty [Cc]ommission"
        r"|[Ss]tate [Ss]enat|Interstate|U\.S\.|[Cc]ity [Cc]ouncil|(?:R|D)-[A-Z])|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"
        r"|\bAve\.|\bBlvd\.|\bSt\.,"
    ),
    "CAN": re.compile(r"\b(?:MPPs?|RCMP|Canadians?|C\$)\b"),
    "GBR": re.compile(r"£|\b(?:MPs?|[Cc]ouncillors?|[Bb]orough [Cc]ouncil|NHS|[Cc]onstabulary|pence)\b"),
}
_CUE_FROM = 2
# Spots that lie in a town.
_SPOT = re.compile(
    r"\b(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Boulevard|Blvd\.?|Drive|Lane|Court|Square|Plaza|Bridge|Park|School|College"
    r"|University|Hospital|Church|Cathedral|Mosque|Temple|Airport|Station|Hotel|Stadium|Arena|Mall|Market|Cent(?:er|re)"
    r"|Building|Tower|Hall|House|Library|Museum|Theat(?:er|re)|Prison|Jail|Cemetery|Barracks|Checkpoint|Terminal|Clinic"
    r"|Institute|Academy|Campus|Estate|Gallery|Palace|Embassy|Zoo|Mansion|Inn|Restaurant|Factory|Neighbou?rhood)\b",
    re.IGNORECASE,
)
# How far (code points) from a spot the town's name may stand.
_AROUND = 1_000
_CLOSE_KM = 100.0
# Parts of places' names that the model now and then takes for a whole one.
_COMMON = frozenset(
    "park highway route district exit street road avenue lot gate centre center city hall building campus house lane north south"
    " east west northeast northwest southeast southwest world refuge saint drive interstate terminal".split()
) | {"city hall"}
_DISTRICT = re.compile(r"\w (?:County|Parish|Township|Borough|Province|State|Oblast|Governorate)$")
_AFTER_DATELINE = ("(", "—", "–", "-", "--")
# Acts that are done to somebody, and acts that somebody owns: there a place's name is its government's.
_DONE_TO_SOMEBODY = frozenset(
    "accuse ask blame call condemn criticise criticize press pressure promise sanction tell thank threaten urge warn".split()
)
_OWN_ACTS = frozenset(
    "accusation aim announcement claim decision demand denial offer plan position promise proposal refusal rejection request"
    " response role stance support threat view warning".split()
)
_PART = re.compile(r"[^\W\d_][\w.'’-]*")
_LONGEST = 200


def locate(text: str, spans: Spans, *, places: Places | None = None, known: World | None = None) -> list[Located | None]:
    """The places of the names at `spans` (code points, end exclusive), chosen together; None where nothing decides."""
    return _Text(text, spans, places or Places.open(), known or world()).located()


class _Text:
    """The names of one text on their way to places."""

    def __init__(self, text: str, spans: Spans, places: Places, known: World) -> None:
        self.text, self.places, self.world = text, places, known
        self.spans = list(spans)
        self.names = [text[a:b] if b - a <= _LONGEST else "" for a, b in spans]
        self.known_adjectives: dict[str, Located | None] = {}

    def located(self) -> list[Located | None]:
        """One answer a span. A name means one place throughout, unless the words behind it say otherwise there."""
        firm = {normalise(name): found for name in self.names if (found := self.adjective(name))}
        here = {i: found for i, name in enumerate(self.names) if normalise(name) not in firm and (found := self.qualified(i))}
        for i, found in here.items():
            firm.setdefault(normalise(self.names[i]), found)
        near = list({(f.place.name, f.place.country): f.place for f in here.values()}.values())
        left = [name for name in dict.fromkeys(self.names) if name and normalise(name) not in firm]
        for name, match in zip(left, self.places.match_all(left, near=near, countries=self.countries), strict=True):
            if match is not None:
                firm.setdefault(normalise(name), Located(match.place, "spelling" if match.fuzzy else "name"))
        out = [
            (here.get(i) or firm.get(normalise(name)) or self.inside(name, firm)) if name else None
            for i, name in enumerate(self.names)
        ]
        towns = [
            (self.spans[i], found.place)
            for i, found in enumerate(out)
            if found and found.how == "name" and self.places.is_town(found.place)
        ]
        for i, name in enumerate(self.names):
            found = out[i] or (self.around(i, towns) if towns and _SPOT.search(name) else None)
            out[i] = found and Located(replace(found.place, text=name), found.how)
        return out

    def around(self, i: int, towns: list[tuple[tuple[int, int], Place]]) -> Located | None:
        """The town that a spot is called after, if it is one close by; else the one whose name stands nearest.

        A name behind the spot is nearer than one before it: "Royal Street in New Orleans".
        """
        places = [place for _, place in towns]
        lead = _SPOT.split(self.names[i])[0].strip()
        if lead and lead in self.places and (own := self.places.find(lead, near=places[:20])) and self.places.is_town(own):
            at = (own.latitude or 0.0, own.longitude or 0.0)
            if any(distance_km(at, (p.latitude or 0.0, p.longitude or 0.0)) < _CLOSE_KM for p in places):
                return Located(own, "inside")
        start, end = self.spans[i]
        far, place = min((((a - end if a >= end else 2 * abs(start - b)), place) for (a, b), place in towns), key=lambda t: t[0])
        return Located(place, "around") if far <= _AROUND else None

    @cached_property
    def countries(self) -> list[str]:
        """The countries that adjectives and the habits of the text speak of."""
        named = Counter(found.place.country for name in self.names if (found := self.adjective(name)) and found.place.country)
        for code, pattern in _CUES.items():
            count = sum(1 for _ in pattern.finditer(self.text))
            if count >= _CUE_FROM:
                named[code] += count
        return [code for code, _ in named.most_common()]

    def adjective(self, name: str) -> Located | None:
        """The place of an adjective or of a people's name."""
        if name not in self.known_adjectives:
            self.known_adjectives[name] = self._adjective(re.sub(r"['’]s?$", "", name.strip()))
        return self.known_adjectives[name]

    def _adjective(self, name: str) -> Located | None:
        if other := _ADJECTIVES.get(name.lower()):
            place = self.places.find(other)
            return Located(place, "adjective") if place else None
        entry = next(iter(self.world.names(name)), None)
        if entry is not None and entry.kind == "state" and (entry.how == "demonym" or name not in self.places):
            place = self.places.find(entry.name, country=entry.code) or self.places.country(entry.code)
            return Located(place, "adjective" if entry.how == "demonym" else "name") if place else None
        if entry is None and (region := self.places.region_of_people(name)):
            return Located(region, "adjective")
        return None

    def qualified(self, i: int) -> Located | None:
        """The place of a name that the words behind it put into a wider place."""
        end = self.spans[i][1]
        gap = _COMMA.match(self.text, end)
        if not gap:
            return None
        wider: list[str] = []
        if i + 1 < len(self.spans) and self.spans[i + 1][0] == gap.end():
            wider.append(self.names[i + 1])
        if found := _WIDER.match(self.text, gap.end()):
            words = found[0].split(" ")
            wider += [" ".join(words[:n]) for n in range(len(words), 0, -1)]
        for other in dict.fromkeys(w for w in wider if w and len(w) <= 60):
            for form in (other, re.sub(r"['’]s$", "", other), other.rstrip(".")):
                if self.places.is_wide(form):
                    match = self.places.match_qualified(f"{self.names[i].replace(',', ' ')}, {form}")
                    if match is not None:
                        return Located(match.place, "spelling" if match.fuzzy else "name")
                    break
        return None

    def inside(self, name: str, firm: dict[str, Located]) -> Located | None:
        """The place whose name or adjective a longer name holds: the longest such piece that begins first."""
        words = [(m.start(), m.end()) for m in _PART.finditer(name)][:12]
        if len(words) < 2:
            return None
        for size in range(min(4, len(words) - 1), 0, -1):
            for at in range(len(words) - size + 1):
                piece = name[words[at][0] : words[at + size - 1][1]]
                if not piece[0].isupper() or len(piece) < 3:
                    continue
                found = firm.get(normalise(piece)) or self.adjective(piece)
                if found is None and self.places.is_known(piece) and (place := self.places.find(piece)):
                    found = Located(place, "name")
                if found is not None:
                    return Located(found.place, "inside")
        return None


def find_places(analysis: Analysis, *, places: Places | None = None, known: World | None = None) -> list[Found]:
    """Every place name of a text, in order, with its place and role."""
    places, known = places or Places.open(), known or world()
    marked = _Marker(analysis, places, known).marked()
    located = locate(analysis.text, [span for span, _ in marked], places=places, known=known)
    out = []
    for ((start, end), role), found in zip(marked, located, strict=True):
        if found is None and role in ("adjective", "part"):
            continue  # a faith, a party, a word of a firm's name
        if found is not None and role == "place" and found.how == "adjective":
            role = "adjective"
        place, how = (found.place, found.how) if found is not None else (None, None)
        out.append(Found(start, end, analysis.text[start:end], place, role, how))
    return out


class _Marker:
    """Marks the spans of a text that may name a place, each with its role."""

    def __init__(self, analysis: Analysis, places: Places, known: World) -> None:
        self.analysis, self.places, self.world = analysis, places, known
        # What the text calls a place somewhere, it may call so where the model sees a person or nothing.
        names = [(e, self.string(s, e.first, e.last)) for s in analysis.sentences for e in s.entities]
        self.surnames = {normalise(text.split()[-1]) for e, text in names if e.kind == "PER" and e.last - e.first > 1}
        self.named = {normalise(text) for e, text in names if e.kind == "LOC" and text in places and self.is_name(text)}
        self.pieces_seen: dict[str, bool] = {}
        self.people_seen: dict[str, bool] = {}

    def marked(self) -> list[tuple[tuple[int, int], Role]]:
        found = {(a, b): role for sentence in self.analysis.sentences for a, b, role in self.spans(sentence)}
        return sorted(found.items())

    def string(self, sentence: Sentence, first: int, last: int) -> str:
        return self.analysis.text[sentence.words[first].start : sentence.words[last - 1].end]

    def is_name(self, text: str) -> bool:
        """No common noun, and no surname of somebody whom the text names in full, unless everybody knows the place."""
        return text.lower() not in _COMMON and (normalise(text) not in self.surnames or self.places.is_known(text))

    def spans(self, sentence: Sentence) -> Iterator[tuple[int, int, Role]]:
        words = sentence.words
        free = set(range(len(words)))
        for entity in sentence.entities:
            first, last = entity.first, entity.last
            free -= set(range(first, last))
            text = self.string(sentence, first, last)
            if entity.kind == "LOC" and not self.is_name(text):
                continue
            if entity.kind == "LOC":
                yield words[first].start, words[last - 1].end, "metonym" if _acts(sentence, first, last) else "place"
            elif entity.kind == "NORP":
                yield words[first].start, words[last - 1].end, "adjective"
            elif entity.kind == "PER":
                if last - first == 1 and normalise(text) in self.named:
                    yield words[first].start, words[last - 1].end, "place"
            elif self.piece(text):
                yield words[first].start, words[last - 1].end, "metonym"
            else:
                for a, b in self.pieces(sentence, first, last):
                    yield words[a].start, words[b - 1].end, "part"
        for i in sorted(free):
            text = words[i].text
            if not text[:1].isupper() or words[i].upos not in ("PROPN", "NOUN", "ADJ"):
                continue
            if normalise(text) in self.named or (text.endswith(".") and len(text) > 2 and self.places.is_wide(text)):
                yield words[i].start, words[i].end, "place"
            elif self.people(text):
                yield words[i].start, words[i].end, "adjective"

    def pieces(self, sentence: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The place names within a longer name, the longest first."""
        at = first
        while at < last:
            for end in range(min(at + 4, last), at, -1):
                if self.piece(self.string(sentence, at, end)):
                    yield at, end
                    at = end - 1
                    break
            at += 1

    def piece(self, text: str) -> bool:
        """Is this piece of a name a place that the text names too, an adjective of one, or a place known everywhere?"""
        if text not in self.pieces_seen:
            self.pieces_seen[text] = text[:1].isupper() and 2 <= len(text) <= 60 and self._piece(text)
        return self.pieces_seen[text]

    def _piece(self, text: str) -> bool:
        if normalise(text) in self.named or text.lower() in _ADJECTIVES:
            return True
        entry = next(iter(self.world.names(text)), None)
        if entry is not None and not (entry.kind == "state" and entry.how == "metonym"):
            return entry.kind == "state" and entry.how in ("name", "demonym")
        return self.places.is_known(text) or (bool(_DISTRICT.search(text)) and text in self.places)

    def people(self, text: str) -> bool:
        """Is this word an adjective or a people's name of a place?"""
        if text not in self.people_seen:
            entry = next(iter(self.world.names(text)), None)
            known = entry is not None and entry.how == "demonym" and entry.kind == "state"
            self.people_seen[text] = known or text.lower() in _ADJECTIVES
        return self.people_seen[text]


def _acts(sentence: Sentence, first: int, last: int) -> bool:
    """Does the name stand for those who act, are spoken to or own an act, and not for the land or a dateline?"""
    words = sentence.words
    head = next((i for i in range(first, last) if not first <= words[i].head < last), first)
    relation, above = words[head].deprel, words[head].head
    if above < 0 or (last < len(words) and words[last].text in _AFTER_DATELINE):
        return False
    if relation == "nmod:poss":
        return words[above].lemma.lower() in _OWN_ACTS
    if any(w.head == head and w.deprel == "case" for w in words):
        return relation == "obl:agent"
    if relation in ("obj", "iobj"):
        return words[above].lemma.lower() in _DONE_TO_SOMEBODY
    return relation == "nsubj" and not any(w.head == above and w.deprel == "cop" for w in words)
