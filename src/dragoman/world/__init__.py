"""The world: states, bodies, groups, people in office and nouns of actors, each row with its source."""

from .actors import resolve
from .check import check
from .entries import SECTORS, Agent, Entry, Holder, Outlet
from .keys import name_key
from .state import World, world

__all__ = [
    "SECTORS",
    "Agent",
    "Entry",
    "Holder",
    "Outlet",
    "World",
    "check",
    "name_key",
    "resolve",
    "world",
]
