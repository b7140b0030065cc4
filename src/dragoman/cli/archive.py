"""What commands that ask an archive have in common: the archive itself, and the options that say which rows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from dragoman.cli.read import complain, day
from dragoman.model import Modality

if TYPE_CHECKING:
    from dragoman.archive import Archive, Filter, Near

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "jsonl", "csv", "parquet")
RADIUS = 50.0  # kilometres

archive_argument = click.argument("archive", envvar="DRAGOMAN_ARCHIVE", type=click.Path(path_type=Path), metavar="ARCHIVE")
as_of_option = click.option("--as-of", callback=day, metavar="DATE", help="As the archive stood at the end of that day (UTC).")
format_option = click.option(
    "--format", "form", type=click.Choice(FORMATS), help="How to print it; a table on a terminal, else csv."
)


def _many(*names: str, metavar: str, help: str) -> Callable[[Command], Command]:
    return click.option(*names, multiple=True, metavar=metavar, help=help)


_OPTIONS = (
    _many("--actor", "actors", metavar="CODE", help="Only what that actor did or said, such as CHN; may be given several times."),
    _many("--recipient", "recipients", metavar="CODE", help="Only what was done to or said of it."),
    _many("--party", "parties", metavar="CODE", help="Only what that actor has a part in, on either side."),
    click.option("--between", nargs=2, metavar="CODE CODE", help="Only what passed between those two."),
    _many(
        "--group", "memberships", metavar="CODE", help="Only what a member of that group of states has a part in, such as NATO."
    ),
    _many("--type", "types", metavar="TYPE", help="Only that type of event, such as THREATEN."),
    _many("--mode", "modes", metavar="MODE", help="Only that mode, such as visit."),
    click.option(
        "--quad",
        "quads",
        multiple=True,
        type=click.IntRange(1, 4),
        metavar="N",
        help="1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.",
    ),
    click.option(
        "--modality",
        "modalities",
        multiple=True,
        type=click.Choice(get_args(Modality)),
        metavar="MODALITY",
        help="actual, ongoing, planned, threatened, requested, hypothetical or denied.",
    ),
    click.option("--background/--no-background", default=None, help="Only what is recalled, or only what is reported."),
    _many("--context", "contexts", metavar="NAME", help="Only events in that context, such as military."),
    _many("--theme", "themes", metavar="ID", help="Only positions on that theme, such as climate."),
    _many("--country", "countries", metavar="CODE", help="Only events placed in that country."),
    click.option("--near", metavar="PLACE", help="Only events near a place: its name, or LATITUDE,LONGITUDE."),
    click.option(
        "--radius", type=click.FloatRange(min=0, min_open=True), metavar="KM", help=f"How near; {RADIUS:g} unless told."
    ),
    click.option("--from", "first", metavar="DATE", help="Only from that day, month or year on; undated rows are left out."),
    click.option("--to", "last", metavar="DATE", help="Only up to that day, month or year, which counts; so, too."),
    _many("--outlet", "outlets", metavar="NAME", help="Only what pages of that outlet tell."),
    click.option("--confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="Only rows at least so sure."),
    click.option("--words", metavar="TEXT", help="Only what pages with those words tell."),
    _many("--story", "stories", metavar="ID", help="Only of that story."),
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Only the first N."),
    click.option("--newest", is_flag=True, help="The newest first."),
)
FILTERS = frozenset(
    {
        *(
            "actors",
            "recipients",
            "parties",
            "between",
            "memberships",
            "types",
            "modes",
            "quads",
            "modalities",
            "background",
            "contexts",
        ),
        *(
            "themes",
            "countries",
            "near",
            "radius",
            "first",
            "last",
            "outlets",
            "confidence",
            "words",
            "stories",
            "limit",
            "newest",
        ),
    }
)


def filters(command: Command) -> Command:
    """Give a command the options that say which rows; it gets them as one `query`."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        return command(*args, query=_filter({name: options.pop(name) for name in FILTERS}), **options)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run  # type: ignore[return-value]


def form_or_own(form: str | None) -> str:
    """The format that was asked for; without one a table on a terminal, csv into a pipe or file."""
    return form or ("table" if sys.stdout.isatty() else "csv")


def is_archive(path: str | Path) -> bool:
    """Whether a source is an archive, and no page."""
    path = Path(path)
    try:
        if path.is_dir():
            return path.suffix == ".lake"
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except (OSError, ValueError):
        return False


def opened(path: Path, as_of: date | None = None) -> Archive:
    """The archive, to be read; as it stood on a day. Raises `ArchiveError`s."""
    from dragoman.archive import Archive

    return Archive.open(path, as_of=as_of)


def _filter(given: dict[str, Any]) -> Filter:
    from dragoman.archive import Filter

    upper = {name: tuple(code(value) for value in given[name]) for name in ("actors", "recipients", "parties", "countries")}
    members = [member for group in given["memberships"] for member in _members(code(group))]
    if given["radius"] is not None and given["near"] is None:
        raise click.UsageError("--radius needs --near.")
    between = given["between"]
    return Filter(
        actors=upper["actors"],
        recipients=upper["recipients"],
        parties=(*upper["parties"], *members),
        between=(code(between[0]), code(between[1])) if between else None,
        types=tuple(value.upper() for value in given["types"]),
        modes=tuple(value.lower() for value in given["modes"]),
        quads=given["quads"],
        modalities=given["modalities"],
        background=given["background"],
        contexts=tuple(value.lower() for value in given["contexts"]),
        themes=given["themes"],
        countries=upper["countries"],
        near=_near(given["near"], given["radius"] or RADIUS) if given["near"] is not None else None,
        first=given["first"],
        last=given["last"],
        outlets=given["outlets"],
        confidence=given["confidence"],
        words=given["words"],
        stories=given["stories"],
        order="newest" if given["newest"] else "oldest",
        limit=given["limit"],
    )


def code(value: str) -> str:
    """The code that a code or a name stands for: `RUS`, `russia`, `Kremlin`."""
    if value.upper().startswith("COMPANY:"):
        return value  # only firms have small letters in theirs
    if value.isupper() and (len(value) == 3 or ":" in value):
        return value  # the tables are long in loading
    from dragoman.world import world

    if world().entry(value.upper()) is not None:
        return value.upper()
    found = next((entry.code for entry in world().names(value)), None)
    if found is None and not value.isupper():
        complain(f"{value!r} is no name that the tables know; it is taken for a code")
    return found or value.upper()


def _members(group: str) -> tuple[str, ...]:
    from dragoman.world import world

    if not world().grouped(group):
        raise click.UsageError(f"{group} is no group of states; see 'dragoman world list members'.")
    return (group, *world().members(group))


def _near(place: str, km: float) -> Near:
    from dragoman.archive import Near
    from dragoman.world.places import Places

    parts = place.split(",")
    if len(parts) == 2:
        try:
            return Near(float(parts[0]), float(parts[1]), km)
        except ValueError:
            pass
    found = Places.open().find_qualified(place)
    if found is None or found.latitude is None or found.longitude is None:
        raise click.UsageError(f"--near {place!r}: no place of that name is known; give LATITUDE,LONGITUDE.")
    return Near(found.latitude, found.longitude, km)
