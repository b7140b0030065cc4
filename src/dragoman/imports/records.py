"""Records out of another maker's rows: events without words, actors in our codes, PLOVER's own scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from ..coding import lexicon
from ..identity import stable_id
from ..model import Actor, ActorKind, Article, Date, Event, MadeBy, Place, Record, Span
from ..world import Entry, World

# Nothing tells how sure these rows are: so neither surer than not nor less.
CONFIDENCE = 0.5
NO_WORDS = Span("headline", 0, 0, 0, "")
_STATE = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "SPY"})
_CIVIL = frozenset({"AGR", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "REL", "SOC"})
_GROUPS = frozenset({"REB", "UAF", "PTY", "OPP", "PRM", "CRM"})
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_OURS = {"UNO": "UN", "EUR": "EU"}
# Labels of older files, and the type and mode that they are now.
_OLDER = {
    "DEMAND": ("REQUEST", None),
    "DISAPPROVE": ("ACCUSE", "disapprove"),
    "INVESTIGATE": ("ACCUSE", "investigate"),
    "FIGHT": ("ASSAULT", None),
    "YIELD": ("CONCEDE", None),
}


class Row(Struct, frozen=True):
    """One row as an event: sides as actors (their `id` still to come), `day` ISO 8601, `mode` and contexts PLOVER's."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    day: str | None
    place: Place | None
    background: bool = False


def plover(type: str, mode: str | None) -> tuple[str, str | None] | None:
    """A PLOVER type and mode as a file labels them, older labels as they are now; None where there is no such type."""
    kind, older = _OLDER.get(type.upper(), (type.upper(), None))
    book = lexicon.shipped()
    if kind not in book.quads:
        return None
    wanted = (mode or "").lower().replace("_", "-").replace(" ", "-") or older
    return kind, wanted if wanted and (kind, wanted) in book.scores else older


def contexts(words: Iterable[str]) -> tuple[str, ...]:
    """The contexts that are PLOVER's."""
    known = lexicon.shipped().contexts
    return tuple(dict.fromkeys(word for one in words if (word := one.strip().lower().replace(" ", "_")) in known))


def actor(name: str, country: str | None, sectors: Sequence[str], world: World) -> Actor | None:
    """An actor by its name, its state (ISO 3166-1 alpha-3) or IGO, UNO, EUR or IMG, and its sectors; None where all are empty.

    A body or group of the tables has its code there; who acts for a state has the state's; private people `CIV:` and their
    state's; a firm `COMPANY:` and its name, where that is one (`a company` is of its state's people). Others have no code.
    """
    if not name and not country and not sectors:
        return None
    where = country if country and country not in ("IGO", "UNO", "EUR", "IMG") else None
    entry = _entry(name, world)
    has = frozenset(sectors)
    kind: ActorKind
    code: str | None
    if entry is not None and entry.kind != "state" and entry.country in (None, where):
        kind, code, where = entry.kind, entry.code, entry.country
    elif country in ("IGO", "UNO", "EUR"):
        kind, code = "body", _OURS.get(country)
    elif country == "IMG" or (has & _GROUPS and not has & _STATE):
        kind, code = "group", None
    elif "BUS" in has and not has & _STATE and name and world.agent(name.lower()) is None:
        kind, code = "firm", f"COMPANY:{name}"
    elif has and has <= _CIVIL | {"BUS"}:
        kind, code = "civilians", f"CIV:{where}" if where else "CIV"
    elif where is None and entry is not None:
        kind, code, where = "state", entry.code, entry.code
    elif where is not None:
        kind, code = "state", where
    else:
        kind, code = "group", None
    if entry is not None and (kind, code, entry.how) == ("state", entry.code, "name"):
        name = entry.name
    return Actor("", name or code or "unknown", code, kind, where, sectors=tuple(sectors))


@lru_cache(maxsize=1 << 16)
def _entry(name: str, world: World) -> Entry | None:
    """What the tables have under a name, if one thing."""
    # GDELT writes capitals only, and a name in capitals is an acronym to the tables.
    found = world.names(name) or (world.names(name.title()) if name.isupper() else [])
    return found[0] if len({entry.code for entry in found}) == 1 else None


def day(text: str) -> str | None:
    """`2024-05-12`, `20240512`, `05/12/2024`, with or without a time of day, as ISO 8601; None for anything else."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        text = f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}"
    text = re.split(r"[T ]", text)[0]
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def number(text: str) -> float | None:
    """A number, or None."""
    try:
        return float(text) if re.fullmatch(r"[-+]?[\d.]+(?:[eE][-+]?\d+)?", text) else None
    except ValueError:
        return None


def place(name: str, country: str | None, latitude: str, longitude: str, geonames: str = "") -> Place | None:
    """A place; None without a name. Coordinates that are none on the globe are left out."""
    if not name:
        return None
    north, east = number(latitude), number(longitude)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:
        north = east = None
    return Place(name, country, north, east, int(geonames) if geonames.isascii() and geonames.isdecimal() else None)


def record(article: Article, rows: Sequence[Row], maker: str) -> Record:
    """The record of one story: its rows as events, each once, evidence empty, intensity and quad PLOVER's."""
    ids: dict[Actor, str] = {}
    taken: set[str] = set()
    events: dict[str, Event] = {}
    book = lexicon.shipped()
    for row in _folded(rows):
        for one in (*row.actors, *row.recipients):
            if one not in ids:
                slug = re.sub(r"[^\w]+", "-", one.name.lower()).strip("-") or "actor"
                again = count(2)
                bare = slug
                while slug in taken:
                    slug = f"{bare}-{next(again)}"
                taken.add(slug)
                ids[one] = slug
        doing, receiving = (tuple(dict.fromkeys(ids[one] for one in side)) for side in (row.actors, row.recipients))
        where = row.place.name if row.place else ""
        key = stable_id(article.id, row.type, row.mode or "", row.day or "", where, *doing, ">", *receiving)
        score = book.scores.get((row.type, row.mode or ""), book.scores[row.type, ""])
        events.setdefault(
            key,
            Event(
                key,
                row.type,
                row.mode,
                row.contexts,
                _codes(row.actors),
                _codes(row.recipients),
                doing,
                receiving,
                "actual",
                row.background,
                None,
                Date(row.day, row.day, "day") if row.day else None,
                row.place,
                (),
                score,
                book.quads[row.type],
                CONFIDENCE,
                NO_WORDS,
            ),
        )
    actors = tuple(replace(one, id=slug) for one, slug in ids.items())
    made_by = MadeBy("", maker, "", "")
    return Record(article, actors, (), tuple(events.values()), (), (), made_by)


def _codes(side: Iterable[Actor]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in side if one.code))


def _folded(rows: Sequence[Row]) -> list[Row]:
    """A mutual act that stands there once in each direction is one event with both as actors, as PLOVER has it."""
    pairs = {_pair(row) for row in rows if _foldable(row)}
    out: dict[Row, None] = {}
    for row in rows:
        if _foldable(row) and (_pair(row)[0], row.recipients, row.actors) in pairs and row.actors != row.recipients:
            sides = sorted((row.actors[0], row.recipients[0]), key=lambda one: (one.code or "", one.name))
            row = replace(row, actors=tuple(sides), recipients=())
        out[row] = None
    return list(out)


def _foldable(row: Row) -> bool:
    return row.type in _MUTUAL and row.mode != "visit" and len(row.actors) == len(row.recipients) == 1


def _pair(row: Row) -> tuple[tuple[object, ...], tuple[Actor, ...], tuple[Actor, ...]]:
    return (row.type, row.mode, row.day, row.place), row.actors, row.recipients
