"""POLECAT's files: one record a story, its events as PLOVER codes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from ..errors import ForeignError, ForeignLine
from ..exports.polecat import COLUMNS
from ..identity import stable_id
from ..model import Actor, Article, Record
from ..world import SECTORS, World
from ..world import world as shipped
from . import records
from .lines import Line, by_story, lines

MAKER = "POLECAT"


def read_polecat(path: Path, known: World | None = None) -> Iterator[Record | ForeignError]:
    """The stories of a POLECAT file (`.txt`, also packed with gzip or zip), each a record without text; errors for bad lines.

    Rows belong to one story where their Event ID is the same up to its first underscore. Labels of older files are read as
    those that took their place.
    """
    world = known or shipped()
    for found in by_story(lines(path, (COLUMNS,), MAKER), lambda line: line["Event ID"].partition("_")[0] or line.where):
        if isinstance(found, ForeignError):
            yield found
            continue
        story, rows = found
        events: list[records.Row] = []
        for line in rows:
            row = _row(line, world)
            if isinstance(row, ForeignLine):
                yield row
            else:
                events.append(row)
        if events:
            first = rows[0]
            article = Article(
                stable_id(MAKER, story),
                published=records.day(first["Publication Date"]),
                published_source=MAKER if records.day(first["Publication Date"]) else None,
                language=first["Language"] or None,
                outlet=first["Source"] or None,
            )
            yield records.record(article, events, MAKER)


def _row(line: Line, world: World) -> records.Row | ForeignLine:
    kind = records.plover(line["Event Type"], line["Event Mode"])
    if kind is None:
        return ForeignLine(line.where, f"no such type of event ({line['Event Type'][:40]!r})", "mend the line, or leave it")
    day = records.day(line["Event Date"])
    if day is None and line["Event Date"]:
        return ForeignLine(line.where, f"no date ({line['Event Date'][:40]!r})", "mend the line, or leave it")
    country = line["Country"]
    return records.Row(
        *kind,
        records.contexts(line["Contexts"].replace(",", ";").split(";")),
        _side(line, "Actor", world),
        _side(line, "Recipient", world),
        day,
        records.place(
            line["Placename"] or line["City"],
            _state(country) if len(country) == 3 else None,
            line["Latitude"],
            line["Longitude"],
            line["GeoNames ID"].partition(".")[0],
        ),
    )


def _side(line: Line, side: str, world: World) -> tuple[Actor, ...]:
    names, raws = _members(line[f"{side} Name"]), _members(line[f"{side} Name Raw"])
    countries, primaries = _members(line[f"{side} Country"]), _members(line[f"Primary {side} Sector"])
    sectors = _members(line[f"{side} Sectors"])
    titles = _members(line[f"{side} Title"])
    found: list[Actor] = []
    for at in range(max(map(len, (names, raws, countries, primaries)), default=0)):
        name = _at(names, at) or _at(raws, at)
        primary = _at(primaries, at)
        all_ = _at(sectors, at).split(",") if len(sectors) == len(countries) else []
        told = [word for one in (primary, *all_) if (word := one.strip().upper()) in SECTORS]
        one = records.actor(name, _state(_at(countries, at)) or None, tuple(dict.fromkeys(told)), world)
        if one is not None:
            found.append(replace(one, office=_at(titles, at) or None))
    return tuple(dict.fromkeys(found))


def _state(code: str) -> str:
    code = code.strip().upper()
    return "XKX" if code == "KOS" else code


def _members(cell: str) -> Sequence[str]:
    members = [part.strip() for part in cell.split(";")] if cell else []
    return ["" if part == "None" else part for part in members]


def _at(values: Sequence[str], at: int) -> str:
    return values[at] if at < len(values) else ""
