"""ICEWS's files: one record a story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import ForeignError, ForeignLine
from ..exports import abroad
from ..exports.cameo import HOSTED, Cameo, codes, from_cameo
from ..exports.icews import COLUMNS
from ..identity import stable_id
from ..model import Actor, Article, Record
from ..world import World
from ..world import world as shipped
from . import records
from .lines import Line, by_story, lines

MAKER = "ICEWS"
_OF = re.compile(r"(.+?) \(([^()]+(?:\([^()]*\))?)\)$")
_BODIES = frozenset({"International Government Organization", "Global"})


def read_icews(path: Path, known: World | None = None) -> Iterator[Record | ForeignError]:
    """The stories of an ICEWS file (`.tab`, also packed with gzip or zip), each a record without text.

    Codes that PLOVER has no type for (CAMEO's statements, 01) give no event and no error; a line that is none gives an error.
    """
    world = known or shipped()
    for found in by_story(lines(path, (COLUMNS,), MAKER), lambda line: line["Story ID"] or line["Event ID"] or line.where):
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
            yield records.record(Article(stable_id(MAKER, story), outlet=rows[0]["Publisher"] or None), events, MAKER)


def _code(text: str) -> Cameo | None:
    """A code of a file that some program may have robbed of its first zero: `42` is 042, and no root stands in ICEWS."""
    text = text.partition(".")[0]
    if text.isdecimal() and (len(text) < 3 or (len(text) == 3 and text not in codes())):
        text = "0" + text
    return from_cameo(text)


def _row(line: Line, world: World) -> records.Row | ForeignLine | None:
    act = _code(line["CAMEO Code"])
    if act is None:
        return ForeignLine(line.where, f"no CAMEO code ({line['CAMEO Code'][:40]!r})", "mend the line, or leave it")
    day = records.day(line["Event Date"])
    if day is None:
        return ForeignLine(line.where, f"no date ({line['Event Date'][:40]!r})", "mend the line, or leave it")
    if act.type is None:
        return None
    sides = [_side(line, "Source", world), _side(line, "Target", world)]
    if act.code in HOSTED.values():
        sides.reverse()
    name = line["City"] or line["District"] or line["Province"] or line["Country"]
    country = abroad.from_icews_country(line["Country"])
    if name == line["Country"] and country is not None and (entry := world.entry(country)) is not None:
        name = entry.name
    where = records.place(name, country, line["Latitude"], line["Longitude"])
    return records.Row(act.type, act.mode, act.contexts, sides[0], sides[1], day, where)


def _side(line: Line, side: str, world: World) -> tuple[Actor, ...]:
    name, where = line[f"{side} Name"], line[f"{side} Country"]
    words = _words(line[f"{side} Sectors"])
    country = abroad.from_icews_country(where) or _named(where, world)
    sectors = abroad.sectors_from(words, "icews")
    if match := _OF.fullmatch(name):
        kind, of = match[1], match[2]
        country = country or abroad.from_icews_country(of)
        if kind == "Citizen":
            sectors = sectors or ("CVL",)
        elif not sectors:
            sectors = abroad.sectors_from([kind], "icews")
    elif name == "Citizen" and not sectors:
        sectors = ("CVL",)
    if country is None and any(word in _BODIES or word.endswith("IGOs") for word in words):
        country = "IGO"
    one = records.actor(name, country, sectors, world)
    return (one,) if one is not None else ()


def _words(cell: str) -> list[str]:
    """The words of a cell; commas part them, but also stand in brackets."""
    return [word.strip() for word in re.split(r",(?![^(]*\))", cell) if word.strip()]


def _named(name: str, world: World) -> str | None:
    found = [entry for entry in world.names(name) if entry.kind == "state"] if name else []
    return found[0].code if len(found) == 1 else None
