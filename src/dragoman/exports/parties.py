"""Who is who in an export: actors told apart, and what a code stands for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from ..identity import stable_id
from ..model import Actor, ActorKind, Party
from ..world import World, name_key
from .writing import encodable


class Facts(Struct, frozen=True):
    """What a code stands for; `country` is ISO 3166-1 alpha-3, None where there is none."""

    code: str
    name: str
    kind: ActorKind
    country: str | None
    wikidata: str | None


@lru_cache(maxsize=50_000)
def guise(actor: Actor) -> str:
    """The id of an actor as it was known on some page: with that name, code, sectors and office."""
    facts = (actor.name, actor.code, actor.kind, actor.country, actor.parent, *actor.sectors, "|")
    return _id("guise", *facts, actor.office, actor.office_from, actor.office_to, actor.wikidata)


@lru_cache(maxsize=50_000)
def identity(actor: Actor) -> str:
    """The id of who it is, whatever the office: by Wikidata where that is known, else by name, code and kind."""
    if actor.wikidata:
        return _id("who", actor.wikidata)
    return _id("who", name_key(actor.name) or actor.name, actor.code, actor.kind)


def _id(*parts: str | None) -> str:
    return stable_id(*(encodable(part or "") for part in parts))


def by_id(actors: Iterable[Actor]) -> dict[str, Actor]:
    """A page's actors by the ids that its rows name them with."""
    return {actor.id: actor for actor in actors}


def called(party: Party | None, actor: Actor | None = None) -> str | None:
    """The name of a speaker or addressee: the actor's where one is known."""
    return (actor.name if actor else party.name if party else None) or None


@lru_cache(maxsize=50_000)
def facts(code: str, world: World) -> Facts:
    """What a code stands for, from the tables of the world."""
    head, parted, rest = code.partition(":")
    if head == "COMPANY" and rest:
        firm = world.firm(rest)
        return Facts(code, rest, "firm", firm.country if firm else None, None)
    if head == "CIV":
        state = world.entry(rest) if parted else None
        return Facts(
            code, f"civilians ({state.name if state else rest})" if rest else "civilians", "civilians", rest or None, None
        )
    entry = world.entry(code)
    if entry is None:
        return Facts(code, code, "group", None, None)
    country = entry.country or (entry.code if entry.kind == "state" else None)
    return Facts(code, entry.name, entry.kind, country, entry.wikidata)
