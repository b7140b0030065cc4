"""ICEWS: one source and one target a row in its 20 columns, CAMEO-coded, tab-separated under a header.

Source: the header and habits of the ICEWS Coded Event Data (doi:10.7910/DVN/28075). docs/exports-coded.md tells every column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ..world.places import Places
from . import tabbed
from .abroad import country, sectors_to
from .cameo import HOSTED, Cameo, codes, to_cameo
from .polecat import kind_of
from .port import Contents, Form, Settings
from .sides import Side, Told, told

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District",
    "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
Pair = tuple[Side | None, Side | None, Cameo]


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the dated events that are told as done, a row a pair of sides, under a header; the number of rows.

    Raises `ExportUnwritable`.

    What is left out, and which day an event has: `sides.told`.
    """
    return tabbed.write(path, _rows(contents, settings), COLUMNS)


def pairs(one: Told) -> Iterator[Pair]:
    """The rows of an event in CAMEO: its pairs, and of a visit the host's row beside the visitor's."""
    act = to_cameo(one.type, one.event.mode, one.event.contexts)
    if act is None:
        return
    for source, target in one.pairs():
        yield source, target, act
        if act.code in HOSTED and source is not None and target is not None:
            yield target, source, codes()[HOSTED[act.code]]


def number(bits: int, *parts: str) -> int:
    """A number below 2 to the power of `bits` from a hash of the parts: these files have whole numbers for ids."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()[:8], "big") >> (64 - bits)


def _rows(contents: Contents, settings: Settings) -> Iterator[list[object]]:
    places = Places.open()
    for merged in contents.events():
        event = told(merged, settings)
        if event is not None and event.day is not None:
            for pair in pairs(event):
                yield _row(event, pair, places)


def _row(one: Told, pair: Pair, places: Places) -> list[object]:
    source, target, act = pair
    page = one.page
    ends = [side.code or side.actor.id if side else "" for side in (source, target)]
    return [
        # 31 bits, since readers take the column for a 32-bit integer; with the date it tells rows apart, as in ICEWS.
        number(31, one.merged.id, act.code, *ends),
        one.day,
        *_side_cells(source),
        act.name,
        act.code,
        act.goldstein,
        *_side_cells(target),
        number(31, one.merged.story),
        None,
        page.outlet,
        *_place_cells(one, places),
    ]


def _side_cells(side: Side | None) -> list[object]:
    if side is None:
        return [None] * 3
    where = country(side.country).icews if side.country else ""
    words = sectors_to(side.coded.sectors, "icews")
    return [_name(side, where, words), tabbed.listed(words, ","), where]


def _name(side: Side, where: str, words: list[str]) -> str:
    """The name; of a state's people and of the public ICEWS's words for them: `Police (Norway)`, `Citizen (Norway)`."""
    if side.actor.kind == "civilians":
        return f"Citizen ({where})" if where else "Citizen"
    if side.actor.kind == "state" and words:
        return f"{words[0]} ({where})"
    return side.name or side.raw or (f"{words[0]} ({where})" if words and where else side.code)


def _place_cells(one: Told, places: Places) -> list[object]:
    place = one.event.place
    if place is None:
        return [None] * 6
    kind = kind_of(place, places)
    return [
        place.name if kind == "town" else None,
        None,
        place.name if kind == "area" else None,
        country(place.country).icews or (place.name if kind == "country" else None),
        place.latitude,
        place.longitude,
    ]


FORM = Form("icews", ".tab", "ICEWS: CAMEO-coded, 20 columns, a row a source and target", write)
