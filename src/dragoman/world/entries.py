"""What the world's tables answer with: names, people in office, and nouns of actors."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

from msgspec import Struct

EntryKind = Literal["state", "body", "group"]
How = Literal["name", "demonym", "metonym", "organ"]
Makes = Literal["state", "civilians", "unknown"]

SECTORS: MappingProxyType[str, str] = MappingProxyType(
    {
        "COP": "police and law enforcement",
        "GOV": "government, executive",
        "JUD": "judiciary",
        "LEG": "legislature",
        "MIL": "military",
        "PRM": "paramilitary",
        "PTY": "political party",
        "REB": "rebels and insurgents",
        "SPY": "intelligence",
        "UAF": "unidentified armed force",
        "UNK": "unknown",
        "AGR": "agriculture",
        "BUS": "business",
        "CRM": "crime",
        "CVL": "civilians",
        "EDU": "education",
        "ELI": "former officials and their families",
        "JRN": "journalism",
        "LAB": "labour",
        "MED": "medicine",
        "REF": "refugees and migrants",
        "OPP": "political opposition",
        "PRE": "partially recognised state",
        "REL": "religion",
        "SOC": "civil society",
    }
)


class Entry(Struct, frozen=True):
    """What a name stands for: a state, a body or a group, and in which way the name names it.

    `code` goes into the record; `country` is the state it belongs to, `parent` the body or state above it, `sectors`
    what the name says of the actor (the Pentagon: MIL). `people` is true where the form can only mean persons
    (`Americans`), `ambiguous` where it is also the name of something else (Georgia, Washington, Congress), `several` for a
    group of states.
    """

    code: str
    name: str
    kind: EntryKind
    how: How
    country: str | None = None
    parent: str | None = None
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None
    from_: str | None = None
    to: str | None = None
    people: bool = False
    ambiguous: bool = False
    several: bool = False


class Holder(Struct, frozen=True):
    """One person's spell in one office; dates cut to what is known, `to` None: not known to have ended."""

    person: str
    code: str
    office: str
    from_: str | None
    to: str | None
    sectors: tuple[str, ...] = ()
    wikidata: str | None = None
    source: str = ""
    verified: bool = False
    aliases: tuple[str, ...] = ()
    rank: int = 9


class Firm(Struct, frozen=True):
    """A firm known by one word, and the state it is of (None: several, or not told)."""

    name: str
    country: str | None


class Outlet(Struct, frozen=True):
    """A news outlet: its domain and name, the state it works from, its languages (ISO 639-1), its owner (None: not told).

    `control` is `state` (owned, run or directed by a state), `public` (a public service under a law of its own), `private`,
    `party`, or None where that is not told. Dates are those of the row: another owner, another row.
    """

    domain: str
    name: str
    country: str | None
    languages: tuple[str, ...] = ()
    owner: str | None = None
    control: str | None = None
    from_: str | None = None
    to: str | None = None
    source: str = ""


class Agent(Struct, frozen=True):
    """A common noun that names an actor: its sectors, and whether it acts for its state or stands for its civilians."""

    noun: str
    sectors: tuple[str, ...]
    makes: Makes
    plural: bool = False
    former: bool = False
