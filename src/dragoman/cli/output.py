"""What `dragoman read` writes to standard output: pages through rich, or lines of JSON."""

from __future__ import annotations

import os
import sys
from io import StringIO
from typing import Any, Protocol, cast

import click
import msgspec
from rich.console import Console, RenderableType

from dragoman.cli.page import WIDEST, page, source_line
from dragoman.cli.theme import Ink
from dragoman.model import Record


class Form(Protocol):
    """A way to print records."""

    def draw(self, record: Record, source: str, number: int) -> str | bytes:
        """What is to be written for the record of the source of that number."""


class JsonLines:
    """One JSON object a record, each on its line, in UTF-8 whatever the terminal's encoding."""

    def draw(self, record: Record, source: str, number: int) -> bytes:
        """The record's line."""
        return msgspec.json.encode(record) + b"\n"


class Pages:
    """One page a record, as wide and as colourful as standard output allows."""

    def __init__(self, total: int | None, quiet: bool = False, console: Console | None = None) -> None:
        self.total, self.quiet = total, quiet
        self.console = console or console_for()
        self.ink = Ink(self.console.encoding, self.console.color_system is not None)

    def draw(self, record: Record, source: str, number: int) -> str:
        """The record's page, under its source's name where there are several."""
        parts = [] if self.total == 1 else [source_line(source, number, self.total, self.ink)]
        return self.drawn(*parts, page(record, self.ink, quiet=self.quiet))

    def drawn(self, *parts: RenderableType) -> str:
        """Parts one under another, as they are printed."""
        drawn = self._sheet()
        for part in parts:
            drawn.print(part)
        return "".join(f"{line.rstrip(' ')}\n" for line in cast(StringIO, drawn.file).getvalue().splitlines())

    def _sheet(self) -> Console:
        """A console that draws for standard output but into memory: what fails in drawing is not half printed."""
        real = self.console
        colours = cast(Any, real.color_system)
        width = min(real.width, WIDEST)
        return _console(file=StringIO(), width=width, color_system=colours, force_terminal=real.is_terminal)


def console_for(stderr: bool = False) -> Console:
    """A console that writes plain text, without any escape code, to pipes and under NO_COLOR."""
    return _console(stderr=stderr, color_system=None if os.environ.get("NO_COLOR") else "auto")


def _console(**options: Any) -> Console:
    return Console(markup=False, emoji=False, highlight=False, **options)


def write(output: str | bytes) -> None:
    """Write and flush, so that a reader who went away is noticed here."""
    if isinstance(output, bytes):
        sys.stdout.buffer.write(output)
        sys.stdout.buffer.flush()
        return
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(output.encode(encoding, "replace").decode(encoding), nl=False, color=True)
