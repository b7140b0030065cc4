"""`dragoman copy`: an archive from a file into Delta tables, or back."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.archive import archive_argument
from dragoman.cli.read import ALL
from dragoman.cli.world import told


@click.command("copy", short_help="Copy an archive from a file into Delta tables, or back.")
@archive_argument
@click.argument("target", type=click.Path(path_type=Path), metavar="TARGET")
@told
def copy_command(archive: Path, target: Path) -> int:
    """Copy ARCHIVE to TARGET with its whole history: a folder of Delta tables where TARGET's name ends in .lake, else a file.

    TARGET must not be there yet, and is there only once all was copied. Nobody can add to ARCHIVE meanwhile. Exit status: 0, 2 on
    an error.
    """
    from dragoman.archive.moving import copy

    rows = copy(archive, target)
    for name in ("commits", "pages", "events", "reports", "statements", "positions"):
        click.echo(f"{rows[name]:>12,} {name}")
    return ALL
