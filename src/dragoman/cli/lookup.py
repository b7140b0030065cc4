"""What `dragoman world` finds in the tables, and how it prints it: a table on a terminal, columns into a pipe, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from rich.table import Table

from dragoman.cli.output import console_for, write
from dragoman.cli.theme import DIM, STRONG, Ink
from dragoman.world import World
from dragoman.world import own as own_tables
from dragoman.world.dated import holds
from dragoman.world.tables import COLUMNS, Row, cells

_OF = ("code", "parent", "country", "group", "member")
_FOUND = ("what", "code", "name", "as", "country", "sectors", "office", "from", "to", "wikidata", "source")
Card = dict[str, Any]


class Lookup:
    """The tables and the world made of them."""

    def __init__(self, own: Path | None) -> None:
        self.tables, common = own_tables.load(own)
        self.world = World(self.tables, common)

    def unfit(self, table: str, country: str | None, office: str | None, on: date | None) -> str | None:
        """Why a table cannot be asked so, if it cannot."""
        columns = COLUMNS[table]
        for given, needed, option in ((country, _OF, "--country"), (office, ("office",), "--office"), (on, ("from",), "--on")):
            if given is not None and not set(needed) & set(columns):
                return f"{option} says nothing of {table}."
        return None

    def rows(self, table: str, country: str | None, office: str | None, on: date | None) -> list[dict[str, str]]:
        """The rows of a table: of that state or body, of that office, of that day."""
        name = (self.world.office(office, country or "") or office) if office else None
        return [
            dict(row)
            for row in self.tables[table]
            if (country is None or self._of(row, country))
            and (name is None or row["office"] == name)
            and (on is None or holds(row, on))
        ]

    def _of(self, row: Row, country: str) -> bool:
        named = {row.get(column) for column in _OF}
        entry = self.world.entry(row.get("code", ""))
        return country in named or (entry is not None and country in (entry.country, entry.parent))

    def search(self, name: str, on: date | None) -> list[dict[str, str]]:
        """Whom and what a name means, each with the table's own words for it."""
        world = self.world
        found: list[dict[str, str]] = [
            {
                "what": entry.kind,
                "code": entry.code,
                "name": entry.name,
                "as": entry.how,
                "country": entry.country or "",
                "sectors": ";".join(world.sectors(entry, on)),
                "from": entry.from_ or "",
                "to": entry.to or "",
                "wikidata": entry.wikidata or "",
            }
            for entry in world.names(name)
        ]
        found += [
            {
                "what": "person",
                "code": spell.code,
                "name": spell.person,
                "sectors": ";".join(spell.sectors),
                "office": spell.office,
                "from": spell.from_ or "",
                "to": spell.to or "",
                "wikidata": spell.wikidata or "",
                "source": spell.source + ("" if spell.verified else " (unverified)"),
            }
            for spell in world.people(name, on)
        ]
        agent = world.agent(name)
        if agent is not None and (name.islower() or name.lower() == agent.noun):  # else the last word of a name would do
            found.append({"what": "noun", "name": agent.noun, "as": agent.makes, "sectors": ";".join(agent.sectors)})
        if (firm := world.firm(name)) is not None:
            found.append({"what": "firm", "name": firm.name, "country": firm.country or "", "sectors": "BUS"})
        if (outlet := world.outlet(name, on)) is not None:
            about = {"name": outlet.name, "as": outlet.control or "", "country": outlet.country or "", "source": outlet.source}
            found.append({"what": "outlet", "code": outlet.domain, "from": outlet.from_ or "", "to": outlet.to or ""} | about)
        found += self._places(name)
        return [{column: row.get(column, "") for column in _FOUND} for row in found]

    def _places(self, name: str) -> list[dict[str, str]]:
        from dragoman.world.places import Places

        if not 0 < len(name) <= 200 or (place := Places.open().find(name)) is None:
            return []
        at = f"{place.latitude:.2f} {place.longitude:.2f}" if place.latitude is not None and place.longitude is not None else ""
        source = f"GeoNames {place.geonames_id}" if place.geonames_id else "GeoNames"
        return [{"what": "place", "name": place.name, "as": at, "country": place.country or "", "source": source}]

    def show(self, code: str, on: date | None) -> Card | None:
        """All that the tables know of a code, on the day."""
        entry = self.world.entry(code)
        if entry is None:
            return None
        own = [row for table in ("states", "bodies", "groups") for row in self.tables[table] if row["code"] == code]
        row = own[0]
        offices = [dict(r) for r in self.tables["holders"] if r["code"] == code and holds(r, on)]
        names = [name for column in ("names", "adjectives", "people", "seats") for name in cells(row.get(column, ""))]
        return {
            "code": code,
            "name": entry.name,
            "kind": entry.kind,
            "country": entry.country,
            "parent": entry.parent,
            "sectors": list(self.world.sectors(entry, on)),
            "from": entry.from_,
            "to": entry.to,
            "wikidata": entry.wikidata,
            "names": names,
            "cow": self.world.number(code, "cow", on),
            "gw": self.world.number(code, "gw", on),
            "members": list(self.world.members(code, on)),
            "member_of": [r["group"] for r in self.tables["members"] if r["member"] == code and holds(r, on)],
            "organs": [r["code"] for r in self.tables["bodies"] if r["parent"] == code],
            "holders": [{name: r[name] for name in ("office", "person", "from", "to", "mark", "source")} for r in offices],
            "source": row["source"],
        }


def write_objects(objects: Iterable[Any]) -> None:
    """One JSON object a line, in UTF-8."""
    write(b"".join(msgspec.json.encode(each) + b"\n" for each in objects))


def write_rows(rows: Sequence[dict[str, str]]) -> None:
    """Rows of one shape: a table on a terminal without the columns that are empty, tab-separated columns elsewhere."""
    if not rows:
        return
    console = console_for()
    ink = Ink(console.encoding, console.color_system is not None)
    columns = list(rows[0])
    if not console.is_terminal:
        lines = ["\t".join(columns), *("\t".join(ink.say(row[column]) for column in columns) for row in rows)]
        write("\n".join(lines) + "\n")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=STRONG)
    shown = [column for column in columns if any(row[column] for row in rows)]
    for i, column in enumerate(shown):
        table.add_column(column, overflow="fold", style=DIM if i and column in ("source", "wikidata", "mark") else "none")
    for row in rows:
        table.add_row(*(ink.say(row[column]) for column in shown))
    console.print(table)


def write_cards(cards: Sequence[Card]) -> None:
    """Everything of each, a line a fact; what the tables do not tell is left out."""
    console = console_for()
    ink = Ink(console.encoding, console.color_system is not None)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style=DIM, no_wrap=True)
    table.add_column(overflow="fold")
    lines = []
    for card in cards:
        for key, value in _facts(card):
            lines.append(f"{key}\t{ink.say(value)}")
            table.add_row(key, ink.say(value))
    if console.is_terminal:
        console.print(table)
    elif lines:
        write("\n".join(lines) + "\n")


def _facts(card: Card) -> Iterable[tuple[str, str]]:
    for key, value in card.items():
        if key == "holders":
            for holder in value:
                days = f"{holder['from'] or '?'} to {holder['to'] or 'now'}"
                source = holder["source"] + (f", {holder['mark']}" if holder["mark"] else "")
                yield holder["office"], f"{holder['person']} ({days}; {source})"
        elif value:
            yield key.replace("_", " "), ", ".join(value) if isinstance(value, list) else str(value)
