"""Our codes of actors in PLOVER's: a country or one of IGO, EUR, UNO and IMG, and the sectors.

Source: the actor codes of PLOVER's manual (Open Event Data Alliance) and of POLECAT's files.
"""

from __future__ import annotations

from msgspec import Struct

from ..coding import lexicon
from ..model import Actor
from ..world import World

_EUROPE, _UN = "EU", "UN"


class Coded(Struct, frozen=True):
    """An actor in PLOVER's codes: `country` (empty where none is known) and sectors, the first the primary one."""

    country: str
    sectors: tuple[str, ...]


def coded(actor: Actor, world: World) -> Coded:
    """The codes of an actor: UN organs UNO, the EU and its organs EUR, other bodies IGO, armed groups of no state IMG."""
    code = actor.parent if actor.kind == "person" and actor.parent and not (actor.code or "").startswith("CIV") else actor.code
    if (actor.code or "").startswith("COMPANY:"):
        return Coded(_country(actor.country), ("BUS", *(s for s in actor.sectors if s != "BUS")))
    entry = world.entry(code) if code else None
    if entry is not None and entry.kind == "body":
        if "SOC" in entry.sectors:
            return Coded("", actor.sectors)  # the Red Cross and its like are no bodies of states
        top = _top(entry.code, world)
        return Coded("UNO" if top == _UN else "EUR" if top == _EUROPE else "IGO", actor.sectors)
    if entry is not None and entry.kind == "group":
        if world.grouped(entry.code):
            return Coded("", ())
        armed = "REB" in actor.sectors or "UAF" in actor.sectors
        return Coded(_country(entry.country) or ("IMG" if armed else ""), actor.sectors)
    return Coded(_country(actor.country), actor.sectors)


def plover_type(type: str, book: lexicon.Codebook | None = None) -> str | None:
    """The PLOVER type of an event's type: itself, or of a user's type what his codebook says; none where it says nothing."""
    with lexicon.using(book):
        kind = lexicon.plover(type)
        return kind if kind in lexicon.shipped().quads else None


def _country(code: str | None) -> str:
    return "KOS" if code == "XKX" else code or ""


def _top(code: str, world: World) -> str:
    seen = set()
    while (entry := world.entry(code)) is not None and entry.parent and code not in seen:
        seen.add(code)
        code = entry.parent
    return code
