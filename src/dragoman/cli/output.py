"""What `dragoman read` writes to standard output: pages through rich, or lines of JSON."""

from __future__ import annotations

import os
import sys
from typing import Literal, Protocol

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

    def __init__(self, total: int, quiet: bool = False, console: Console | None = None) -> None:
        self.total, self.quiet = total, quiet
        self.console = console or console_for_pages()
        self.ink = Ink(self.console.encoding, self.console.color_system is not None)

    def draw(self, record: Record, source: str, number: int) -> str:
        """The record's page, under its source's name where there are several."""
        parts: list[RenderableType] = []
        if self.total > 1:
            parts.append(source_line(source, number, self.total, self.ink))
        parts.append(page(record, self.ink, quiet=self.quiet))
        with self.console.capture() as captured:
            for part in parts:
                self.console.print(part, width=min(self.console.width, WIDEST))
        text = captured.get()
        return text if self.ink.colour else "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def console_for_pages(stderr: bool = False) -> Console:
    """A console that writes plain text, without any escape code, to pipes and under NO_COLOR."""
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(stderr=stderr, color_system=colours, markup=False, emoji=False, highlight=False)


def write(output: str | bytes) -> None:
    """Write and flush, so that a reader who went away is noticed here."""
    if isinstance(output, bytes):
        stream = click.get_binary_stream("stdout")
        stream.write(output)
        stream.flush()
        return
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(output.encode(encoding, "replace").decode(encoding), nl=False, color=True)
