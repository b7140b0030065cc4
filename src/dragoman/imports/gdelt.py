"""GDELT's event files, 2.0 (61 columns) and 1.0 (58 or 57): one record an address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import ForeignError, ForeignLine
from ..exports import abroad
from ..exports.cameo import HOSTED, from_cameo
from ..exports.gdelt import COLUMNS
from ..identity import stable_id
from ..model import Actor, Article, Place, Record
from ..world import World
from ..world import world as shipped
from . import records
from .lines import Line, by_story, lines

MAKER = "GDELT 2.0"
_FIRST = tuple(column for column in COLUMNS if not column.endswith("ADM2Code"))
_LAYOUTS = (COLUMNS, _FIRST, _FIRST[:-1])


def read_gdelt(path: Path, known: World | None = None) -> Iterator[Record | ForeignError]:
    """The pages of a GDELT event file (as shipped, `….export.CSV.zip`, or unpacked), each a record without text.

    Codes that PLOVER has no type for (CAMEO's statements, 01) give no event and no error; a line that is none gives an error.
    """
    world = known or shipped()
    for found in by_story(lines(path, _LAYOUTS, "GDELT"), _story):
        if isinstance(found, ForeignError):
            yield found
            continue
        story, rows = found
        events: list[records.Row] = []
        for line in rows:
            row = _row(line, world)
            if isinstance(row, ForeignLine):
                yield row
            elif row is not None:
                events.append(row)
        if events:
            yield records.record(_article(story, rows[0]), events, MAKER)


def _story(line: Line) -> str:
    address = line.get("SOURCEURL", "")
    # Sources outside the web stand there by their name: each event is then its own story.
    return address if "://" in address else line["GlobalEventID"] or line.where


def _article(story: str, line: Line) -> Article:
    url = story if "://" in story else None
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        host = None
    added = line["DATEADDED"]
    day = records.day(added[:8])
    time = f"T{added[8:10]}:{added[10:12]}:{added[12:14]}+00:00" if len(added) == 14 and added.isdecimal() else ""
    return Article(
        stable_id(MAKER, story),
        url=url,
        published=f"{day}{time}" if day else None,
        published_source="GDELT DATEADDED" if day else None,
        outlet=host.removeprefix("www.") if host else None,
    )


def _row(line: Line, world: World) -> records.Row | ForeignLine | None:
    act = from_cameo(line["EventCode"])
    if act is None:
        return ForeignLine(line.where, f"no CAMEO code ({line['EventCode'][:40]!r})", "mend the line, or leave it")
    day = records.day(line["Day"])
    if day is None:
        return ForeignLine(line.where, f"no date ({line['Day'][:40]!r})", "mend the line, or leave it")
    if act.type is None:
        return None
    sides = [_side(line, "Actor1", world), _side(line, "Actor2", world)]
    if act.code in HOSTED.values():
        sides.reverse()
    return records.Row(
        act.type, act.mode, act.contexts, sides[0], sides[1], day, _place(line), background=line["IsRootEvent"] == "0"
    )


def _side(line: Line, side: str, world: World) -> tuple[Actor, ...]:
    where, group = line[f"{side}CountryCode"], line[f"{side}KnownGroupCode"]
    types = [kind for n in (1, 2, 3) if (kind := line[f"{side}Type{n}Code"])]
    country: str | None = abroad.from_cameo_country(where)
    if country is None:
        country = {"UNO": "UNO", "EEC": "EUR"}.get(group) or next((kind for kind in types if kind in ("IGO", "IMG")), None)
    name = line[f"{side}Name"]
    # Capitals are the file's, not the name's; short ones may be an acronym's.
    name = name.title() if name.isupper() and (len(name) > 5 or " " in name) else name
    ours = abroad.from_known(where, group) if group or (where and country is None) else None
    entry = world.entry(ours) if ours else None
    one = records.actor(name, country, abroad.sectors_from(types, "cameo"), world)
    if entry is not None and (one is None or one.code in (None, "UN", "EU", entry.country)):
        one = Actor("", entry.name, entry.code, entry.kind, entry.country, sectors=one.sectors if one else ())
    return (one,) if one is not None else ()


def _place(line: Line) -> Place | None:
    if line["ActionGeo_Type"] in ("", "0"):
        return None
    name = line["ActionGeo_FullName"].split(",")[0].strip()
    country = abroad.from_fips(line["ActionGeo_CountryCode"])
    return records.place(name, country, line["ActionGeo_Lat"], line["ActionGeo_Long"])
