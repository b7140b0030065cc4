"""The sides of a merged event in the codes of the field, its day, and whether it may stand in a file that knows no modality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import permutations

from msgspec import Struct
from msgspec.structs import replace

from ..coding import lexicon
from ..model import Actor, Event
from ..model.archived import Merged, Page
from ..world import World
from ..world.days import first_day
from .plover import Coded, coded, plover_type
from .port import Settings

_TRANSNATIONAL = frozenset({"", "IGO", "EUR", "UNO", "IMG"})
DONE = frozenset({"actual", "ongoing"})


class Side(Struct, frozen=True):
    """One actor or recipient. `name` is the one of our tables (empty where they have none), `raw` the name as the page has it.

    `code` is the record's, `coded` PLOVER's; `country` the state (ISO 3166-1 alpha-3, XKX), `cow` its number on the day.
    """

    name: str
    raw: str
    code: str
    coded: Coded
    country: str
    cow: int | None
    actor: Actor


class Told(Struct, frozen=True):
    """A merged event that a coded file can hold: its PLOVER type, its day (None: not known), both sides, the page told first."""

    merged: Merged
    event: Event
    type: str
    day: date | None
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    page: Page

    def pairs(self) -> Iterator[tuple[Side | None, Side | None]]:
        """Each actor with each recipient; of a mutual act, which has no recipients, each side with each other in both orders."""
        if not self.recipients and len(self.actors) > 1:
            yield from permutations(self.actors, 2)
            return
        for one in self.actors or (None,):
            for other in self.recipients or (None,):
                yield one, other


def told(merged: Merged, settings: Settings) -> Told | None:
    """The event as these files can hold it; None where it must not stand there.

    Left out: what is not told as done (planned, threatened, requested, hypothetical, denied: a verbal act that was performed
    is `actual`, whatever it is about); types that the codebook in use makes no kind of a PLOVER type; what the page only
    recalls and does not date; what is left without any side once groups are dropped.

    The day is the first of the event's date. An undated event has the day of its page, and so has one whose date lies after
    its page: a promise for next month is given today.
    """
    event = merged.event
    kind = plover_type(event.type, lexicon.codebook())
    if kind is None or event.modality not in DONE or (event.background and event.date is None) or not merged.reports:
        return None
    if kind != event.type:
        # A kind of a PLOVER type is told as that type: its own modes and scores nobody else knows.
        book = lexicon.shipped()
        event = replace(event, mode=None, intensity=book.scores[kind, ""], quad=book.quads[kind])
    page = merged.reports[0].page
    day = day_of(event, page)
    actors = _sides(merged, "actors", day, settings)
    recipients = _sides(merged, "recipients", day, settings)
    if not actors and not recipients:
        return None
    return Told(merged, event, kind, day, actors, recipients, page)


def day_of(event: Event, page: Page) -> date | None:
    """The day of an event: the first of its date, else that of its page; None where neither is known."""
    published = _day(page.day or page.published)
    start = _day(event.date.start or event.date.end) if event.date is not None else None
    if start is None or (published is not None and start > published):
        return published
    return start


def _day(text: str | None) -> date | None:
    try:
        return first_day(text[:10]) if text else None
    except ValueError:
        return None


def _sides(merged: Merged, part: str, day: date | None, settings: Settings) -> tuple[Side, ...]:
    world = settings.world
    found: dict[str, Side] = {}
    codes: tuple[str, ...] = getattr(merged.event, part)
    first = merged.reports[0]
    ids = getattr(merged.event, "actor_ids" if part == "actors" else "recipient_ids")
    nameless = [actor for actor in first.actors if actor.id in ids and not actor.code]
    for actor in [_actor(merged, part, code, world) for code in codes] + nameless:
        code = actor.code or ""
        entry = world.entry(code) if code else None
        if entry is not None and entry.several and settings.groups != "keep":
            members = world.members(code, day) if settings.groups == "members" else ()
            for member in members:
                found.setdefault(member, _side(_of_code(member, world), day, settings))
            continue
        found.setdefault(code or actor.id, _side(actor, day, settings))
    return tuple(found.values())


def _actor(merged: Merged, part: str, code: str, world: World) -> Actor:
    """Who bears the code: on this side of a report if anyone does, else anywhere in the reports, else the tables' entry."""
    any_: Actor | None = None
    for report in merged.reports:
        ids = report.event.actor_ids if part == "actors" else report.event.recipient_ids
        for actor in report.actors:
            if actor.code == code:
                if actor.id in ids:
                    return actor
                any_ = any_ or actor
    return any_ or _of_code(code, world)


def _of_code(code: str, world: World) -> Actor:
    kind, _, rest = code.partition(":")
    if kind == "CIV":
        return Actor(code, f"civilians of {rest}" if rest else "civilians", code, "civilians", rest or None, None, ("CVL",))
    if kind == "COMPANY":
        firm = world.firm(rest)
        return Actor(code, rest, code, "firm", firm.country if firm else None, None, ("BUS",))
    entry = world.entry(code)
    if entry is None:
        return Actor(code, code, code, "group")
    country = entry.country or (code if entry.kind == "state" else None)
    return Actor(code, entry.name, code, entry.kind, country, entry.parent, entry.sectors, wikidata=entry.wikidata)


def _side(actor: Actor, day: date | None, settings: Settings) -> Side:
    world = settings.world
    plover = coded(actor, world)
    country = actor.country or ""
    # Of whom nothing is told but that he is private, that alone can be told.
    if (actor.code or "").startswith("CIV") and not plover.sectors:
        plover = Coded(plover.country, ("CVL",))
    number = None if plover.country in _TRANSNATIONAL else world.number(country, "cow", day)
    raw = actor.name if settings.text else ""
    return Side(_name(actor, world), raw, actor.code or "", plover, country, number, actor)


def _name(actor: Actor, world: World) -> str:
    """The tables' name of an actor: of a state, body or group its entry's; of a person or firm its own where they know it."""
    code = actor.code or ""
    if actor.kind == "person":
        return _person(actor.name, code, world)
    if actor.kind == "firm":
        firm = code.partition(":")[2] or actor.name
        return firm if world.firm(firm) else ""
    entry = world.entry(code) if code else None
    if entry is None:
        return ""
    # Soldiers, ministries and the like share their state's code: that state's name is theirs only where they are the state.
    return entry.name if actor.kind != "civilians" else ""


@lru_cache(maxsize=1 << 14)
def _person(name: str, code: str, world: World) -> str:
    """The name under which the tables have a person of that state, body or group; empty where they do not."""
    return next((holder.person for holder in world.people(name) if holder.code == code), "")


def people(merged: Merged, settings: Settings) -> list[str]:
    """The persons that the reports name, each once; only those of the tables where press text is left out."""
    return _named(merged, settings, frozenset({"person"}))


def organisations(merged: Merged, settings: Settings) -> list[str]:
    """The bodies, groups and firms that the reports name, each once."""
    return _named(merged, settings, frozenset({"body", "group", "firm"}))


def _named(merged: Merged, settings: Settings, kinds: frozenset[str]) -> list[str]:
    actors = [actor for report in merged.reports for actor in report.actors if actor.kind in kinds]
    names = [actor.name if settings.text else _name(actor, settings.world) for actor in actors]
    return list(dict.fromkeys(name for name in names if name))
