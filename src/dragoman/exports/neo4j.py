"""Neo4j: nodes and relationships as CSV for `neo4j-admin database import`, with the command.

Source: Neo4j's operations manual, import, CSV header format.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..model.archived import Heard, Merged, Page, Report, Stand
from ..world import World
from .columns import Column, typed
from .once import Once
from .parties import by_id, facts, identity
from .port import Contents, Form, Settings
from .tables import EVENTS, PAGES, POSITIONS, REPORTS, STATEMENTS, Told
from .withholding import prepared
from .writing import fresh_folder, one_line

_TYPES = {
    "text": "string",
    "code": "string",
    "codes": "string[]",
    "integer": "long",
    "number": "double",
    "flag": "boolean",
    "day": "date",
}
# What relationships and nodes of other files say; of what its page says, nothing is said twice.
_ELSEWHERE = frozenset({"id", "event", "report", "page", "speaker_id", "nested_in", "actor_ids", "recipient_ids"})
_OF_PAGES = frozenset({"url", "outlet", "published"})


class Sheet(Struct, frozen=True):
    """A file: the label of its nodes or the type of its relationships, and the header of its columns."""

    name: str
    label: str
    header: tuple[str, ...]
    columns: tuple[Column, ...] = ()


def _headed(name: str, label: str, keys: tuple[str, ...], columns: tuple[Column, ...]) -> Sheet:
    left_out = _ELSEWHERE if label == "Page" else _ELSEWHERE | _OF_PAGES
    mine = tuple(column for column in columns if column.name not in left_out)
    return Sheet(name, label, (*keys, *(f"{c.name}:{_TYPES[c.kind]}" for c in mine)), mine)


_FACTS = ("name:string", "kind:string", "country:string", "wikidata:string")
NODES = (
    Sheet("parties", "Party", ("code:ID(Party)", *_FACTS)),
    Sheet("people", "Person", ("id:ID(Person)", *_FACTS)),
    _headed("events", "Event", ("id:ID(Event)",), EVENTS.columns),
    _headed("pages", "Page", ("id:ID(Page)",), PAGES.columns),
    _headed("statements", "Statement", ("id:ID(Statement)",), STATEMENTS.columns),
    _headed("positions", "Position", ("id:ID(Position)",), POSITIONS.columns),
)
RELATIONSHIPS = (
    Sheet("did", "DID", (":START_ID(Party)", ":END_ID(Event)")),
    Sheet("toward", "TOWARD", (":START_ID(Event)", ":END_ID(Party)")),
    Sheet("took_part", "TOOK_PART", (":START_ID(Person)", ":END_ID(Event)", "side:string")),
    Sheet(
        "acts_for", "ACTS_FOR", (":START_ID(Person)", ":END_ID(Party)", "office:string", "office_from:string", "office_to:string")
    ),
    _headed("reported_by", "REPORTED_BY", (":START_ID(Event)", ":END_ID(Page)"), REPORTS.columns),
    Sheet("said", "SAID", (":START_ID(Party)", ":END_ID(Statement)")),
    Sheet("said_in_person", "SAID", (":START_ID(Person)", ":END_ID(Statement)")),
    Sheet("stated_on", "STATED_ON", (":START_ID(Statement)", ":END_ID(Page)")),
    Sheet("holds", "HOLDS", (":START_ID(Party)", ":END_ID(Position)")),
    Sheet("held_toward", "HELD_TOWARD", (":START_ID(Position)", ":END_ID(Party)")),
    Sheet("told_on", "TOLD_ON", (":START_ID(Position)", ":END_ID(Page)")),
)
_SHEETS = {sheet.name: sheet for sheet in (*NODES, *RELATIONSHIPS)}
NAMES = (*(f"{name}.csv" for name in _SHEETS), "README.md")
# A line of a file: its name, its cells before the columns, and the row that the columns read.
Line = tuple[str, tuple[str | None, ...], Any]


def command() -> str:
    """The command that imports the folder, to be run within it."""
    nodes = [f"--nodes={sheet.label}={sheet.name}.csv" for sheet in NODES]
    relationships = [f"--relationships={sheet.label}={sheet.name}.csv" for sheet in RELATIONSHIPS]
    return " \\\n    ".join(["neo4j-admin database import full neo4j", *nodes, *relationships])


def readme() -> str:
    """What stands in the folder's README."""
    nodes = "\n".join(f"| `{s.name}.csv` | `:{s.label}` | {', '.join(f'`{h}`' for h in s.header)} |" for s in NODES)
    arrows = "\n".join(f"| `{s.name}.csv` | `:{s.label}` | {', '.join(f'`{h}`' for h in s.header)} |" for s in RELATIONSHIPS)
    return f"""# A graph of news events for Neo4j 5 and later

Run within this folder, for a database that does not exist yet (`neo4j` is its name here):

```sh
{command()}
```

Each text stands on one line, lists are parted by `;` (a `;` within an element is written `,`), an empty cell is no property.

| nodes | label | columns |
|---|---|---|
{nodes}

| relationships | type | columns |
|---|---|---|
{arrows}

```cypher
MATCH (a:Party)-[:DID]->(e:Event {{type: 'THREATEN', modality: 'actual'}})-[:TOWARD]->(r:Party)
RETURN a.name, r.name, count(e) AS threats ORDER BY threats DESC
```
"""


class _Graph:
    """What has been written as a node, so that no node is written twice and none is missing."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._once = Once()

    def party(self, code: str) -> Iterator[Line]:
        if self._once("party", code):
            known = facts(code, self._world)
            yield "parties", (code, known.name, known.kind, known.country, known.wikidata), None

    def page(self, page: Page) -> Iterator[Line]:
        if self._once("page", page.id):
            yield "pages", (page.id,), page

    def person(self, actor: Any) -> Iterator[Line]:
        key = identity(actor)
        if self._once("person", key):
            yield "people", (key, actor.name, actor.kind, actor.country, actor.wikidata), None
        if actor.code and self._once("for", key, actor.code, actor.office or "", actor.office_from or ""):
            yield from self.party(actor.code)
            yield "acts_for", (key, actor.code, actor.office, actor.office_from, actor.office_to), None

    def event(self, merged: Merged) -> Iterator[Line]:
        yield "events", (merged.id,), merged
        for name, codes in (("did", merged.event.actors), ("toward", merged.event.recipients)):
            for code in dict.fromkeys(codes):
                yield from self.party(code)
                yield name, (code, merged.id) if name == "did" else (merged.id, code), None
        people: dict[tuple[str, str], None] = {}
        for report in merged.reports:
            yield from self.page(report.page)
            yield "reported_by", (merged.id, report.page.id), Told(merged, report)
            yield from self._people(report, people)
        for key, side in people:
            yield "took_part", (key, merged.id, side), None

    def _people(self, report: Report, people: dict[tuple[str, str], None]) -> Iterator[Line]:
        actors = by_id(report.actors)
        for side, ids in (("actor", report.event.actor_ids), ("recipient", report.event.recipient_ids)):
            for actor in (actors[i] for i in ids if i in actors):
                if actor.kind == "person":
                    yield from self.person(actor)
                    people[identity(actor), side] = None

    def statement(self, heard: Heard) -> Iterator[Line]:
        key = heard.statement.id
        yield from self.page(heard.page)
        yield "stated_on", (key, heard.page.id), None
        if not self._once("statement", key):  # told word for word on another page
            return
        yield "statements", (key,), heard
        if heard.statement.speaker and (code := heard.statement.speaker.code):
            yield from self.party(code)
            yield "said", (code, key), None
        if heard.speaker is not None and heard.speaker.kind == "person":
            yield from self.person(heard.speaker)
            yield "said_in_person", (identity(heard.speaker), key), None

    def position(self, stand: Stand) -> Iterator[Line]:
        key, actors = stand.position.id, by_id(stand.actors)
        yield from self.page(stand.page)
        yield "told_on", (key, stand.page.id), None
        if not self._once("position", key):
            return
        yield "positions", (key,), stand
        for name, held in (("holds", stand.position.actor), ("held_toward", stand.position.toward)):
            code = actors[held].code if held in actors else None
            if code:
                yield from self.party(code)
                yield name, (code, key) if name == "holds" else (key, code), None


def lines(contents: Contents, world: World) -> Iterator[Line]:
    """Every line of every file."""
    graph = _Graph(world)
    for merged in contents.events():
        yield from graph.event(merged)
    for heard in contents.statements():
        yield from graph.statement(heard)
    for stand in contents.positions():
        yield from graph.position(stand)
    for page in contents.pages():
        yield from graph.page(page)


def _cell(column: Column, row: Any) -> str:
    value = typed(column.kind, column.get(row))
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(one_line(one).replace(";", ",") for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return one_line(str(value))


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the folder; the number of nodes and relationships. Raises `ExportUnwritable`."""
    count = 0
    with fresh_folder(path, NAMES) as folder:
        with ExitStack() as stack:
            writers = {}
            for sheet in _SHEETS.values():
                file = stack.enter_context((folder / f"{sheet.name}.csv").open("x", encoding="utf-8", newline=""))
                writers[sheet.name] = csv.writer(file, lineterminator="\n")
                writers[sheet.name].writerow(sheet.header)
            for name, keys, row in lines(prepared(contents, settings), settings.world):
                cells = [one_line(key or "") for key in keys]
                writers[name].writerow([*cells, *(_cell(column, row) for column in _SHEETS[name].columns)])
                count += 1
        (folder / "README.md").write_text(readme(), encoding="utf-8", newline="")
    return count


FORM = Form("neo4j", "", "a folder of nodes and relationships for neo4j-admin's import, with its command", write)
