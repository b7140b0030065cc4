"""`dragoman world`: who is who, looked up, added to, and brought in from elsewhere."""

from __future__ import annotations

import errno
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.read import ALL, NONE, SOME, WORLD_HELP, complain, day, unexpected
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.cli.lookup import Lookup

# The tables' names, told here so that `--help` need not load them; a test holds them together.
TABLES = (
    "states",
    "metonyms",
    "bodies",
    "groups",
    "agents",
    "offices",
    "holders",
    "firms",
    "members",
    "standings",
    "numbers",
    "ambiguous",
    "outlets",
)
FORMS = ("wikidata", "ftm", "petrarch")

_own = click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
_on = click.option("--on", callback=day, metavar="DATE", help="As of that day (YYYY-MM-DD); without it, as the tables stand.")
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


def told(command: Callable[..., int]) -> Callable[..., None]:
    """A command whose errors are a line each and exit status 2; else its answer is the exit status."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            status = command(*args, **options)
        except DragomanError as error:
            for line in getattr(error, "lines", (str(error),)):
                complain(line)
            status = NONE
        except (click.ClickException, OSError):
            raise
        except Exception as error:
            complain(unexpected(click.get_current_context().info_name or "dragoman", error))
            status = NONE
        click.get_current_context().exit(status)

    return run


@contextmanager
def after(done: str) -> Iterator[None]:
    """Print of what was done: where that fails it is done all the same, and the exit status tells of it alone."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        with suppress(OSError, ValueError):  # what is still buffered goes nowhere, lest Python complain of it at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        complain(f"{done}, but the output cannot be written ({error.strerror or error}); check where it goes")


@click.group("world", short_help="Look up who is who, add to it, bring in actors of your own.")
def world_command() -> None:
    """Look up who is who in the tables of the world, add to them, and bring in actors of your own."""


@world_command.command("list", short_help="Print the rows of a table.")
@click.argument("table", type=click.Choice(TABLES), metavar="TABLE")
@click.option("--country", metavar="CODE", help="Only rows of that state or body, such as FRA.")
@click.option("--office", metavar="NAME", help="Only rows of that office, such as 'foreign minister'.")
@_on
@_own
@_json
@told
def list_command(table: str, country: str | None, office: str | None, on: date | None, own: Path | None, as_json: bool) -> int:
    """Print the rows of TABLE: states, metonyms, bodies, groups, agents, offices, holders, firms, members, standings,
    numbers, ambiguous or outlets.

    Into a pipe go tab-separated columns under their names, as the tables have them. Exit status: 0, or 2 where there is
    no such row.
    """
    found = _lookup(own)
    if told := found.unfit(table, country, office, on):
        raise click.UsageError(told)
    rows = found.rows(table, country, office, on)
    _write(rows, as_json)
    return _status([bool(rows)], [f"{table}: no such row"])


@world_command.command("search", short_help="Say whom a name means.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_on
@_own
@_json
@told
def search_command(names: tuple[str, ...], on: date | None, own: Path | None, as_json: bool) -> int:
    """Say whom each NAME means: states, bodies and groups, people with their spells in office, nouns, firms, places.

    Exit status: 0 all names are known, 1 some, 2 none.
    """
    found = _lookup(own)
    rows = [found.search(name, on) for name in names]
    _write([row for part in rows for row in part], as_json)
    return _status([bool(part) for part in rows], [f"{name}: no such name" for name in names])


@world_command.command("show", short_help="Print all that the tables know of a state, body or group.")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@_on
@_own
@_json
@told
def show_command(codes: tuple[str, ...], on: date | None, own: Path | None, as_json: bool) -> int:
    """Print what the tables know of each CODE: its names, members, numbers and who holds its offices.

    Exit status: 0 all codes are known, 1 some, 2 none.
    """
    found = _lookup(own)
    cards = [found.show(code, on) for code in codes]
    from dragoman.cli import lookup

    known = [card for card in cards if card is not None]
    lookup.write_objects(known) if as_json else lookup.write_cards(known)
    return _status([card is not None for card in cards], [f"{code}: no such code" for code in codes])


@world_command.command("add", short_help="Add a row to your own tables.")
@click.argument("table", type=click.Choice(TABLES), metavar="TABLE")
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE...")
@_own
@told
def add_command(table: str, cells: tuple[str, ...], own: Path | None) -> int:
    """Add a row to TABLE in your own file, FOLDER/own.txt, or replace the row there that has the same key.

    The row is first held against all others; where anything would be wrong nothing is written. Say in `source` where it
    is from. Exit status: 0, or 2 where the row was not added.
    """
    from dragoman.world import own as tables

    if own is None:
        raise click.UsageError("Say where your tables are: --world FOLDER, or DRAGOMAN_WORLD.")
    row: dict[str, str] = {}
    for cell in cells:
        column, parted, value = cell.partition("=")
        if not parted or column in row:
            raise click.UsageError(f"{cell!r} is {'there twice' if column in row else 'not COLUMN=VALUE'}.")
        row[column] = value
    path, old = tables.add(own, table, row)
    with after("the row was written"):
        click.echo(f"{path}: {'replaced' if old is not None else 'added'} {next(iter(row.values()))} in {table}")
    return ALL


@world_command.command("check", short_help="Say whether your tables hold together.")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@_own
@told
def check_command(folder: Path | None, own: Path | None) -> int:
    """Say whether the tables in FOLDER (without it: your own, else the package's) hold together with the package's.

    Each fault is a line: the file, the line in it, what is wrong, what to do. Exit status: 0 no fault, 2 faults.
    """
    from dragoman.world import check
    from dragoman.world import own as tables
    from dragoman.world.tables import FOLDER, read_all

    path = folder or own
    if path is None:
        if faults := check():
            for fault in faults:
                complain(fault)
            return NONE
        rows = read_all(path := FOLDER)
    else:
        from dragoman.coding.issues import Issues

        tables.load(path)
        Issues.load(path)
        rows = tables.read(path)
    click.echo(f"{path}: {sum(map(len, rows.values())):,} rows, no fault")
    return ALL


@world_command.command("import", short_help="Bring in actors from Wikidata, FollowTheMoney or PETRARCH.")
@click.argument("form", type=click.Choice(FORMS), metavar="wikidata|ftm|petrarch")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--to", "folder", envvar="DRAGOMAN_WORLD", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
    help="The folder of your own tables (also: DRAGOMAN_WORLD).",
)  # fmt: skip
@_json
@told
def import_command(form: str, file: Path, folder: Path, as_json: bool) -> int:
    """Bring what FILE holds into the tables in FOLDER, and list in FOLDER/skipped.txt what was left out and why.

    FILE is a Wikidata JSON dump (a subset of it; .gz and .bz2 too) or a query's result as JSON; FollowTheMoney entities,
    one a line; or a PETRARCH dictionary of actors or agents. Exit status: 0 all was taken over, 1 some, 2 none.
    """
    from dragoman.cli import lookup
    from dragoman.errors import NothingImported
    from dragoman.world.imports import bring

    summary = bring(form, file, folder)
    with after("the rows were written"):
        if as_json:
            skipped = [dict(zip(("at", "what", "why"), part, strict=True)) for part in summary.skipped]
            lookup.write_objects([{"taken": summary.taken, "skipped": skipped}])
        else:
            why = Counter(_kind(part.why) for part in summary.skipped).most_common()
            lookup.write_rows(
                [{"rows": str(n), "what": f"taken into {name}"} for name, n in summary.taken.items()]
                + [{"rows": str(n), "what": f"skipped: {reason}"} for reason, n in why]
            )
    if not summary.rows:
        raise NothingImported(str(file), "no row could be taken over", f"read {folder}/skipped.txt" if summary.skipped else
                              "give a file with something in it")  # fmt: skip
    return SOME if summary.skipped else ALL


def _kind(why: str) -> str:
    """A reason without what it is about, so that like ones count together."""
    head = why.partition(": ")[0] if ": also at" not in why else "already in the tables"
    for words in ("already in the tables", "unknown role", "unknown state", "unknown body", "unknown code"):
        if head.startswith(words):
            return words
    return "overlaps another spell" if " overlaps " in why else "a name that another actor has" if " stands for " in why else head


def _lookup(own: Path | None) -> Lookup:
    from dragoman.cli.lookup import Lookup

    return Lookup(own)


def _write(rows: Sequence[dict[str, str]], as_json: bool) -> None:
    from dragoman.cli import lookup

    lookup.write_objects(rows) if as_json else lookup.write_rows(rows)


def _status(known: list[bool], missing: list[str]) -> int:
    """0 all, 1 some, 2 none; a line for each that is not there."""
    from dragoman.errors import NotInWorld

    sys.stdout.flush()
    for found, words in zip(known, missing, strict=True):
        if not found:
            source, _, what = words.rpartition(": ")
            complain(str(NotInWorld(source[:200] or "''", what, "look with 'dragoman world list', or add a row")))
    return ALL if all(known) else SOME if any(known) else NONE
