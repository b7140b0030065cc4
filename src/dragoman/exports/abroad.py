"""Our codes in those of GDELT and ICEWS, and theirs in ours: states, bodies and groups, sectors.

The tables in `tables/` name their sources.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from ..world.tables import cells, read_table
from .cameo import FOLDER

System = Literal["cameo", "icews"]


class Country(Struct, frozen=True):
    """A state elsewhere: FIPS 10-4 (GDELT's geography), CAMEO (GDELT's actors), ICEWS's name; empty where it has none there."""

    code: str
    fips: str
    cameo: str
    icews: str


class Known(Struct, frozen=True):
    """A body or group that CAMEO knows: the region or country it counts to, its known-group code, its types."""

    country: str
    known: str
    types: tuple[str, ...]


_NOWHERE = Country("", "", "", "")


def country(code: str | None) -> Country:
    """A state of ours (ISO 3166-1 alpha-3, XKX) elsewhere; all empty for what is no state."""
    return _countries().get(code or "", _NOWHERE)


def from_fips(code: str) -> str | None:
    """The state of a FIPS 10-4 code."""
    return _back()[0].get(code.upper())


def from_cameo_country(code: str) -> str | None:
    """The state of a CAMEO country code; None for its regions (EUR, AFR, WST)."""
    return _back()[1].get(code.upper())


def from_icews_country(name: str) -> str | None:
    """The state of a country's name in ICEWS."""
    return _back()[2].get(name.lower())


def known(code: str | None) -> Known | None:
    """What CAMEO has for a body, a group of states or an armed group of ours."""
    return _known().get(code or "")


def from_known(country: str, group: str) -> str | None:
    """Our code of what CAMEO knows by that group code, or of the region where there is none."""
    codes = _groups()
    return codes.get(("", group)) if group else codes.get((country, ""))


def sectors_to(sectors: Sequence[str], system: System) -> list[str]:
    """Sectors in the words of a system; those that it lacks are left out."""
    words = _words()[0]
    return list(dict.fromkeys(words[system, sector] for sector in sectors if (system, sector) in words))


def sectors_from(words: Sequence[str], system: System) -> tuple[str, ...]:
    """The sectors that words of a system stand for; those that are not in the table are left out."""
    read = _words()[1]
    return tuple(dict.fromkeys(sector for word in words for sector in read.get((system, word.strip().lower()), ())))


@lru_cache(maxsize=1)
def _countries() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for row in read_table(FOLDER / "countries.tsv", ("code", "name", "fips", "cameo", "icews")):
        found[row["code"]] = Country(row["code"], row["fips"].split(";")[0], row["cameo"], row["icews"] or row["name"])
    return found


@lru_cache(maxsize=1)
def _back() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    fips: dict[str, str] = {}
    cameo: dict[str, str] = {}
    icews: dict[str, str] = {}
    for row in read_table(FOLDER / "countries.tsv", ("code", "name", "fips", "cameo", "icews")):
        code = row["code"]
        fips |= {one: code for one in row["fips"].split(";") if one}
        # ISO's own code is read too: some coders of CAMEO write it.
        cameo |= {one: code for one in (row["cameo"], code) if one}
        icews |= {one.lower(): code for one in (row["icews"], row["name"]) if one}
    return fips, cameo, icews


@lru_cache(maxsize=1)
def _known() -> dict[str, Known]:
    rows = read_table(FOLDER / "known.tsv", ("code", "country", "known", "types", "source"))
    return {row["code"]: Known(row["country"], row["known"], cells(row["types"])) for row in rows}


@lru_cache(maxsize=1)
def _groups() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for code, one in _known().items():
        found.setdefault(("", one.known) if one.known else (one.country, ""), code)
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], tuple[str, ...]]]:
    rows = read_table(FOLDER / "sectors.tsv", ("system", "name", "sectors", "writes", "source"))
    writes = {(row["system"], row["sectors"]): row["name"] for row in rows if row["writes"]}
    return writes, {(row["system"], row["name"].lower()): cells(row["sectors"]) for row in rows}
