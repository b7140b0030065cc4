"""GDELT 2.0 events: two actors a row in its 61 columns, CAMEO-coded, tab-separated without a header.

Source: GDELT's Event Codebook 2.0 of 19 February 2015, and the habits of its files. docs/exports-coded.md tells every column.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from ..world.places import Places
from . import tabbed
from .abroad import country, known, sectors_to
from .icews import Pair, number, pairs
from .polecat import kind_of
from .port import Contents, Form, Settings
from .sides import Side, Told, told

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the dated events that are told as done, a row a pair of sides, without a header; the number of rows.

    Raises `ExportUnwritable`.

    What is left out, and which day an event has: `sides.told`.
    """
    return tabbed.write(path, _rows(contents, settings))


def fraction(day: date) -> str:
    """The day as GDELT's files have it, `2017.4959`: months of 30 days and years of 365 (its codebook adds a month more)."""
    return f"{day.year + ((day.month - 1) * 30 + day.day) / 365:.4f}"


def _rows(contents: Contents, settings: Settings) -> Iterator[list[object]]:
    places = Places.open()
    for merged in contents.events():
        event = told(merged, settings)
        if event is not None and event.day is not None:
            for pair in pairs(event):
                yield _row(event, event.day, pair, places)


def _row(one: Told, day: date, pair: Pair, places: Places) -> list[object]:
    source, target, act = pair
    merged, page = one.merged, one.page
    ends = [side.code or side.actor.id if side else "" for side in (source, target)]
    mentions = sum(1 + len(report.event.more_evidence) for report in merged.reports)
    return [
        # 53 bits: what a reader that takes numbers for floating point still tells apart.
        number(53, merged.id, act.code, *ends),
        *_days(day),
        fraction(day),
        *_side_cells(source),
        *_side_cells(target),
        not one.event.background,
        act.code,
        act.base,
        act.root,
        act.quad,
        act.goldstein,
        mentions,
        merged.outlets,
        len({report.page.id for report in merged.reports}),
        None,
        *_nowhere(),
        *_nowhere(),
        *_place_cells(one, places),
        _added(page.published, page.added, day),
        page.url,
    ]


def _days(day: date) -> list[str]:
    """YYYYMMDD, YYYYMM, YYYY."""
    text = day.isoformat().replace("-", "")
    return [text, text[:6], text[:4]]


def _side_cells(side: Side | None) -> list[object]:
    if side is None:
        return [None] * 10
    one = known(side.code)
    where, group = country(side.country).cameo, ""
    types = sectors_to(side.coded.sectors, "cameo")
    if one is not None:
        where, group = one.country or where, one.known
        types = list(dict.fromkeys([*one.types, *types]))
    elif side.coded.country == "UNO":
        where, group, types = "", "UNO", ["IGO", *types]
    elif side.coded.country == "EUR":
        where, group, types = "EUR", "EEC", ["IGO", *types]
    elif side.coded.country in ("IGO", "IMG"):
        types = [side.coded.country, *types]
    types = types[:3]
    # Bodies begin with their type, as in IGOEUREEC; all others with their country.
    code = "".join([*types[:1], where, group, *types[1:]] if types[:1] == ["IGO"] else [where, *types, group])
    return [code, (side.name or side.raw).upper(), where, group, None, None, None, *types, *[None] * (3 - len(types))]


def _nowhere() -> list[object]:
    return [0, *[None] * 7]


def _place_cells(one: Told, places: Places) -> list[object]:
    place = one.event.place
    if place is None:
        return _nowhere()
    kind, where = kind_of(place, places), country(place.country)
    american = place.country == "USA"
    whole = places.country(place.country) if place.country and kind != "country" else None
    return [
        1 if kind == "country" else (2 if american else 5) if kind == "area" else 3 if american else 4,
        place.name if whole is None else f"{place.name}, {whole.name}",
        where.fips,
        where.fips if kind == "country" else None,
        None,
        place.latitude,
        place.longitude,
        where.fips if kind == "country" else None,
    ]


def _added(published: str | None, added: str, day: date) -> str:
    """When the page was published, else when it came into the archive, in UTC: YYYYMMDDHHMMSS."""
    for text in (published, added):
        try:
            time = datetime.fromisoformat(text or "")
        except ValueError:
            continue
        return (time.astimezone(UTC) if time.tzinfo else time).strftime("%Y%m%d%H%M%S")
    return f"{_days(day)[0]}000000"


FORM = Form("gdelt", ".export.CSV", "GDELT 2.0 events: CAMEO-coded, 61 columns without a header, a row a pair of actors", write)
