"""POLECAT: one event a row in its 40 columns, PLOVER-coded, lists parted by `; `, a missing member of a list written `None`.

Source: the header and habits of POLECAT's weekly files (doi:10.7910/DVN/AJGVIT). docs/exports-coded.md tells every column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..model import Place
from ..world.places import Places
from . import tabbed
from .port import Contents, Form, Settings
from .sides import Side, Told, organisations, people, told

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District",
    "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
NONE = "None"


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the events that are told as done, one a row, under a header; the number of rows. Raises `ExportUnwritable`.

    What is left out, and which day an event has: `sides.told`.
    """
    return tabbed.write(path, _rows(contents, settings), COLUMNS)


def _rows(contents: Contents, settings: Settings) -> Iterator[list[object]]:
    places, made_by = Places.open(), f"Dragoman {_version()}"
    for merged in contents.events():
        event = told(merged, settings)
        if event is not None:
            yield _row(event, settings, places, made_by)


def _row(one: Told, settings: Settings, places: Places, made_by: str) -> list[object]:
    event, page = one.event, one.page
    where = [report.event.place for report in one.merged.reports]
    return [
        # What stands before the first underscore is the story's: the field groups rows by it.
        f"{one.merged.story.replace('_', '-')}_{one.merged.id}",
        one.day,
        one.type,
        event.mode,
        event.intensity,
        event.quad,
        tabbed.listed(event.contexts),
        *_side_cells(one.actors),
        *_side_cells(one.recipients),
        *place_cells(event.place, settings, places),
        page.outlet,
        (page.published or page.day or "")[:10],
        tabbed.listed(people(one.merged, settings)),
        tabbed.listed(organisations(one.merged, settings)),
        tabbed.listed(dict.fromkeys(place.name for place in where if place is not None)),
        page.language,
        made_by,
    ]


def _side_cells(sides: Sequence[Side]) -> list[str]:
    def members(value: Callable[[Side], object]) -> str:
        return tabbed.listed(value(side) or NONE for side in sides) or NONE

    return [
        members(lambda side: side.name),
        members(lambda side: side.coded.country),
        members(lambda side: side.cow),
        members(lambda side: side.coded.sectors[0] if side.coded.sectors else ""),
        members(lambda side: tabbed.listed(side.coded.sectors, ", ")),
        members(lambda side: side.actor.office),
        members(lambda side: side.raw),
        NONE,
    ]


def place_cells(place: Place | None, settings: Settings, places: Places) -> list[object]:
    """Placename, City, District, Province, Country, Latitude, Longitude, GeoNames ID, Raw Placename, Feature Type."""
    if place is None:
        return [None] * 10
    kind = kind_of(place, places)
    return [
        place.name,
        place.name if kind == "town" else None,
        None,
        place.name if kind == "area" else None,
        "KOS" if place.country == "XKX" else place.country,
        place.latitude,
        place.longitude,
        place.geonames_id,
        place.text if settings.text else None,
        {"town": "P", "area": "A", "country": "PCLI"}[kind],
    ]


def kind_of(place: Place, places: Places) -> str:
    """`country`, `area` (a region, a sea) or `town` (any point)."""
    country = places.country(place.country) if place.country else None
    if country is not None and place.geonames_id == country.geonames_id and place.name == country.name:
        return "country"
    return "town" if place.geonames_id is None or places.is_town(place) else "area"


def _version() -> str:
    try:
        return version("dragoman")
    except PackageNotFoundError:
        return "unknown"


FORM = Form("polecat", ".txt", "POLECAT: PLOVER-coded, 40 columns, one event a row", write)
