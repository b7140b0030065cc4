"""GEXF 1.3: the network of who acts toward whom, for Gephi and other readers of graphs.

Source: the GEXF 1.3 schema (https://gexf.net/schema.html). What counts is what happened: events that are actual or ongoing and
are not background. Of a mutual act (several actors, no recipient) each side acts toward each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import permutations, product
from pathlib import Path
from xml.sax.saxutils import quoteattr

from ..model import Event
from ..world import World
from .dates import first, last
from .parties import facts
from .port import Contents, Form, Settings
from .withholding import prepared
from .writing import fresh_file, xml_text

_HAPPENED = frozenset({"actual", "ongoing"})
_NODE = (("kind", "string"), ("country", "string"))
_EDGE = (
    ("events", "integer"),
    ("verbal_cooperation", "integer"),
    ("material_cooperation", "integer"),
    ("verbal_conflict", "integer"),
    ("material_conflict", "integer"),
    ("mean_intensity", "double"),
    ("net_intensity", "double"),
    ("first_day", "string"),
    ("last_day", "string"),
)


class Dyad:
    """What one actor did toward another, summed up."""

    __slots__ = ("first", "intensity", "last", "quads")

    def __init__(self) -> None:
        self.quads = [0, 0, 0, 0]
        self.intensity = 0.0
        self.first: date | None = None
        self.last: date | None = None

    def add(self, event: Event) -> None:
        """Count an event."""
        if 1 <= event.quad <= 4:
            self.quads[event.quad - 1] += 1
        self.intensity += event.intensity
        days = [day for day in (self.first, first(event.date)) if day]
        self.first = min(days, default=None)
        self.last = max((day for day in (self.last, last(event.date)) if day), default=None)

    def cells(self) -> list[object]:
        """The values of `_EDGE`."""
        events = sum(self.quads)
        mean = round(self.intensity / events, 4) if events else 0.0
        return [events, *self.quads, mean, round(self.intensity, 4), self.first, self.last]


def dyads(contents: Contents) -> dict[tuple[str, str], Dyad]:
    """Every pair of actor and recipient (their codes) that something happened between."""
    out: dict[tuple[str, str], Dyad] = {}
    for merged in contents.events():
        for pair in pairs(merged.event):
            out.setdefault(pair, Dyad()).add(merged.event)
    return out


def pairs(event: Event) -> Iterator[tuple[str, str]]:
    """The pairs of actor and recipient of an event that happened."""
    if event.modality not in _HAPPENED or event.background:
        return
    found = product(event.actors, event.recipients) if event.recipients else permutations(event.actors, 2)
    yield from (pair for pair in dict.fromkeys(found) if pair[0] != pair[1])


def _lines(found: dict[tuple[str, str], Dyad], world: World) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield "<meta><creator>Dragoman</creator><description>Who acts toward whom</description></meta>"
    yield '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">'
    for kind, attributes in (("node", _NODE), ("edge", _EDGE)):
        yield f'<attributes class="{kind}" mode="static">'
        yield from (f'<attribute id="{kind}_{name}" title="{name}" type="{type}"/>' for name, type in attributes)
        yield "</attributes>"
    yield "<nodes>"
    for code in sorted({code for pair in found for code in pair}):
        known = facts(code, world)
        yield f"<node id={_quoted(code)} label={_quoted(known.name)}>"
        yield from _values("node", _NODE, [known.kind, known.country])
        yield "</node>"
    yield "</nodes>"
    yield "<edges>"
    for number, ((actor, recipient), dyad) in enumerate(sorted(found.items(), key=lambda item: item[0])):
        span = "".join(f' {name}="{day}"' for name, day in (("start", dyad.first), ("end", dyad.last)) if day)
        ends = f"source={_quoted(actor)} target={_quoted(recipient)}"
        yield f'<edge id="{number}" {ends} weight="{sum(dyad.quads)}"{span}>'
        yield from _values("edge", _EDGE, dyad.cells())
        yield "</edge>"
    yield "</edges></graph></gexf>"


def _values(kind: str, attributes: tuple[tuple[str, str], ...], values: list[object]) -> Iterator[str]:
    given = [(name, value) for (name, _), value in zip(attributes, values, strict=True) if value is not None]
    yield "<attvalues>"
    yield from (f'<attvalue for="{kind}_{name}" value={_quoted(str(value))}/>' for name, value in given)
    yield "</attvalues>"


def _quoted(text: str) -> str:
    return quoteattr(xml_text(text))


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the file; the number of edges. Raises `ExportUnwritable`."""
    found = dyads(prepared(contents, settings))
    with fresh_file(path) as file:
        for line in _lines(found, settings.world):
            file.write(line.encode() + b"\n")
    return len(found)


FORM = Form("gexf", ".gexf", "the network of actors, an edge for each actor and recipient, for Gephi", write)
