"""The port of exports: what is given, how it may be asked for, and what every form of export is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct

from ..model.archived import Heard, Merged, Page, Stand
from ..world import World

Groups = Literal["keep", "members", "drop"]


class Contents(Protocol):
    """What is exported: what an archive, or a selection from it, gives; each call starts anew."""

    def events(self) -> Iterator[Merged]:
        """The events, in the order of their days."""

    def statements(self) -> Iterator[Heard]:
        """The statements."""

    def positions(self) -> Iterator[Stand]:
        """The positions."""

    def pages(self) -> Iterator[Page]:
        """The pages."""


class Settings(Struct, frozen=True):
    """How to export: `text` off leaves the press text out (evidence, headlines, contents; offsets and hashes stay).

    `groups`: an actor that is a group of states (WEST) is kept as it is, given as its members of the event's day, or dropped.
    """

    world: World
    text: bool = True
    groups: Groups = "keep"


class Form(Struct, frozen=True):
    """A form of export: `write` writes the contents to a file or folder and answers how many rows there are.

    `suffix` is that of the file, empty where it is a folder; `needs` the extra that has to be installed for it.
    """

    name: str
    suffix: str
    about: str
    write: Callable[[Contents, Path, Settings], int]
    needs: str = ""
