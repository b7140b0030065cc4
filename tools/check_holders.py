"""Hold the table of office-holders against two public sources: `python tools/check_holders.py FACTS`.

FACTS holds `reign/leaderlist_3_21.csv` (OEFDataScience/REIGN.github.io) and `world-leaders/countries/*/current.json`
(open-data-archive/world-leaders-current). Prints how many starts agree to the day and to the month, and which do not.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

from dragoman.world import World, world
from dragoman.world.entries import Holder
from dragoman.world.keys import skeleton, tokens

# REIGN's abbreviations that are not our codes.
REIGN = {
    "BHM": "BHS",
    "HAI": "HTI",
    "TRI": "TTO",
    "BAR": "BRB",
    "GRN": "GRD",
    "SLU": "LCA",
    "SVG": "VCT",
    "AAB": "ATG",
    "SKN": "KNA",
    "GUA": "GTM",
    "HON": "HND",
    "SAL": "SLV",
    "COS": "CRI",
    "PAR": "PRY",
    "URU": "URY",
    "UKG": "GBR",
    "IRE": "IRL",
    "NTH": "NLD",
    "FRN": "FRA",
    "MNC": "MCO",
    "SWZ": "CHE",
    "SPN": "ESP",
    "POR": "PRT",
    "GMY": "DEU",
    "AUS": "AUT",
    "CZR": "CZE",
    "SLO": "SVK",
    "MNG": "MNE",
    "MAC": "MKD",
    "CRO": "HRV",
    "YUG": "SRB",
    "BOS": "BIH",
    "KOS": "XKX",
    "SLV": "SVN",
    "BUL": "BGR",
    "MLD": "MDA",
    "ROM": "ROU",
    "LAT": "LVA",
    "LIT": "LTU",
    "GRG": "GEO",
    "SWD": "SWE",
    "DEN": "DNK",
    "ICE": "ISL",
    "CAP": "CPV",
    "EQG": "GNQ",
    "GAM": "GMB",
    "MAA": "MRT",
    "NIR": "NER",
    "CDI": "CIV",
    "GUI": "GIN",
    "BFO": "BFA",
    "SIE": "SLE",
    "TOG": "TGO",
    "CAO": "CMR",
    "NIG": "NGA",
    "CEN": "CAF",
    "CHA": "TCD",
    "CON": "COG",
    "DRC": "COD",
    "TAZ": "TZA",
    "BUI": "BDI",
    "ANG": "AGO",
    "MZM": "MOZ",
    "ZAM": "ZMB",
    "ZIM": "ZWE",
    "MAW": "MWI",
    "SAF": "ZAF",
    "LES": "LSO",
    "BOT": "BWA",
    "SWA": "SWZ",
    "MAG": "MDG",
    "MAS": "MUS",
    "SEY": "SYC",
    "MOR": "MAR",
    "ALG": "DZA",
    "LIB": "LBY",
    "SUD": "SDN",
    "LEB": "LBN",
    "KUW": "KWT",
    "BAH": "BHR",
    "UAE": "ARE",
    "OMA": "OMN",
    "TAJ": "TJK",
    "KYR": "KGZ",
    "KZK": "KAZ",
    "MON": "MNG",
    "ROK": "KOR",
    "BHU": "BTN",
    "BNG": "BGD",
    "MYA": "MMR",
    "SRI": "LKA",
    "MAD": "MDV",
    "NEP": "NPL",
    "THI": "THA",
    "CAM": "KHM",
    "DRV": "VNM",
    "MAL": "MYS",
    "SIN": "SGP",
    "BRU": "BRN",
    "PHI": "PHL",
    "INS": "IDN",
    "ETM": "TLS",
    "AUL": "AUS",
    "NEW": "NZL",
    "VAN": "VUT",
    "SOL": "SLB",
    "FIJ": "FJI",
    "NAU": "NRU",
    "MSI": "MHL",
    "PAL": "PLW",
    "SNM": "SMR",
}


def best(holders: list[Holder], start: str) -> str:
    """How well the nearest start fits: day, month, or no."""
    if any(holder.from_ == start for holder in holders):
        return "day"
    near = any(holder.from_ and (holder.from_[:7] == start[:7] or start.startswith(holder.from_)) for holder in holders)
    return "month" if near else "no"


def bones(name: str) -> set[str]:
    return {skeleton(word) for word in tokens(name) if len(word) > 2}


def reign(where: World, path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"day": [], "month": [], "no": []}
    by_code: dict[str, list[Holder]] = {}
    for holder in where.holders():
        by_code.setdefault(holder.code, []).append(holder)
    with path.open(encoding="utf-8", errors="replace") as lines:
        for row in csv.DictReader(lines):
            if int(row["eyear"] or 9999) < 1990:
                continue
            code = REIGN.get(row["stateabb"], row["stateabb"])
            start = f"{int(row['syear']):04d}-{int(row['smonth']):02d}-{int(row['sdate']):02d}"
            named = [h for h in by_code.get(code, []) if bones(row["leader"]) & bones(" ".join((h.person, *h.aliases)))]
            found[best(named, start)].append(f"{code} {row['leader']} {start}")
    return found


def leaders(where: World, folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"day": [], "month": [], "no": []}
    for path in sorted(folder.glob("*/current.json")):
        seen = set()
        for position in json.loads(path.read_text(encoding="utf-8"))["positions"].values():
            holder = position and position.get("current_holder")
            if not holder or not holder["since"] or holder["name_en"] in seen:
                continue
            seen.add(holder["name_en"])
            found[best(where.people(holder["name_en"]), holder["since"])].append(f"{path.parent.name} {holder['name_en']}")
    return found


def main() -> None:
    facts = Path(sys.argv[1])
    where = world()
    for name, found in (
        ("REIGN", reign(where, facts / "reign" / "leaderlist_3_21.csv")),
        ("world-leaders", leaders(where, facts / "world-leaders" / "countries")),
    ):
        print(name, {fit: len(rows) for fit, rows in found.items()}, *found["no"], sep="\n  ")


if __name__ == "__main__":
    main()
