"""The command `dragoman`."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Any

import click

from dragoman import __version__
from dragoman.cli.add import add_command, watch_command
from dragoman.cli.carrying import bundle_command, export_command, import_command, unbundle_command
from dragoman.cli.checking import agree_command, sample_command
from dragoman.cli.codebook import codebook_command
from dragoman.cli.copy import copy_command
from dragoman.cli.counting import compare_command, dyad_command, panel_command, timeline_command
from dragoman.cli.explain import explain_command
from dragoman.cli.judge import judge_command
from dragoman.cli.listing import (
    actors_command,
    events_command,
    quotes_command,
    search_command,
    sql_command,
    statements_command,
    stories_command,
    versions_command,
)
from dragoman.cli.positions import positions_command
from dragoman.cli.read import read_command
from dragoman.cli.world import world_command

__all__ = ["main"]

# What a shell reports of a program that a signal ended.
_INTERRUPTED, _PIPE_CLOSED = 128 + 2, 128 + 13


class _Commands(click.Group):
    """A group of commands that ends without a word when it is interrupted or its reader goes away."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            _let_go(sys.stdout)
            raise SystemExit(_INTERRUPTED) from None
        except OSError as error:
            _let_go(sys.stdout)
            if error.errno == errno.EPIPE:
                raise SystemExit(_PIPE_CLOSED) from None
            why = error.strerror or str(error)
            click.echo(f"dragoman: the output cannot be written ({why}); check where it goes", err=True)
            raise SystemExit(2) from None


def _let_go(stream: Any) -> None:
    """Send what is still buffered nowhere, so that Python does not complain of it when it ends."""
    with contextlib.suppress(Exception):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dragoman", message="%(prog)s %(version)s")
def main() -> None:
    """Read news pages about states, and keep the record of who did what to whom, tied to its exact words."""


for command in (
    *(read_command, add_command, watch_command),
    *(
        events_command,
        statements_command,
        quotes_command,
        positions_command,
        actors_command,
        stories_command,
        search_command,
        versions_command,
    ),
    *(timeline_command, dyad_command, panel_command, compare_command, sample_command, agree_command, sql_command),
    *(export_command, import_command, bundle_command, unbundle_command, copy_command),
    *(explain_command, judge_command),
    *(world_command, codebook_command),
):
    main.add_command(command)
