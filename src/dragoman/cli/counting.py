"""`dragoman timeline`, `dyad`, `panel` and `compare`: an archive counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from dragoman.cli.archive import archive_argument, as_of_option, code, filters, form_or_own, format_option, opened
from dragoman.cli.read import ALL, SOME, complain
from dragoman.cli.world import told

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.archive import Filter
    from dragoman.cli.theme import Ink
    from dragoman.counting.compare import Comparison
    from dragoman.counting.panel import Panel, UnitKind
    from dragoman.counting.periods import By
    from dragoman.counting.tallies import Kept

# The choices, told here so that `--help` need not load them; a test holds them together.
PERIODS = ("day", "week", "month", "quarter", "year")
UNITS = ("directed", "dyad", "country")

by_option = click.option("--by", type=click.Choice(PERIODS), default="month", show_default=True, help="The periods.")
recalled_option = click.option("--recalled", is_flag=True, help="Count what pages only recall as well.")


def kept(query: Filter, recalled: bool = False) -> Kept:
    """What is counted: what happened, unless modalities were asked for; what is recalled only where that was."""
    from dragoman.counting.tallies import HAPPENED, Kept

    return Kept(frozenset(query.modalities) or HAPPENED, recalled or query.background is True)


def changed(query: Filter, **fields: Any) -> Filter:
    """The same filter with other fields."""
    import msgspec

    return msgspec.structs.replace(query, **fields)


@click.command("timeline", short_help="Print what happened day by day, with its evidence.")
@archive_argument
@filters
@as_of_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("page", "json", "jsonl")),
    default="page",
    show_default=True,
    help="A page, an array of days, or a day a line.",
)
@click.option(
    "--pages", "pages", type=click.IntRange(min=0), default=3, show_default=True, metavar="N", help="Pages shown of an event."
)
@told
def timeline_command(archive: Path, query: Filter, as_of: date | None, form: str, pages: int) -> int:
    """Print the events of ARCHIVE in the order of their dates, each with the words of the pages that tell it, and how many days
    lie between. Events dated to a month or a year stand before its days, the undated last.

    Exit status: 0, 1 where there is no such event, 2 on an error.
    """  # fmt: skip
    from dragoman.counting.timeline import timeline

    with opened(archive, as_of) as found:
        days = timeline(found.events(query), pages)
    if form == "page":
        from dragoman.cli import charts

        if days:
            _print(lambda ink: charts.timeline(days, ink))
    else:
        from dragoman.cli.tables import write_objects

        write_objects(days, form)
    return _status(bool(days), "no event in the archive is so")


@click.command("dyad", short_help="Print what two actors did to each other, period by period.")
@archive_argument
@click.argument("a", metavar="ACTOR")
@click.argument("b", metavar="OTHER")
@filters
@as_of_option
@by_option
@recalled_option
@format_option
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Draw it into that file, too.")
@told
def dyad_command(
    archive: Path, a: str, b: str, query: Filter, as_of: date | None, by: str, recalled: bool, form: str | None, svg: Path | None
) -> int:
    """Print cooperation and conflict between ACTOR and OTHER (codes or names), a row a period and direction; on a terminal as
    bars. What is counted is what happened, unless --modality asks for more.

    Events dated more coarsely than the periods are counted apart. Exit status: 0, 1 where there is no event, 2 on an error.
    """
    from dragoman.cli.tables import write_table
    from dragoman.counting.dyads import dyad, rows

    one, other = code(a), code(b)
    if one == other:
        raise click.UsageError(f"Name two actors: both are {one}.")
    with opened(archive, as_of) as archived:
        lines = archived.lines(changed(query, between=(one, other)))
        found = dyad(lines, one, other, cast("By", by), kept(query, recalled))
    title = f"{_named(one)} and {_named(other)}, by {by}"
    if svg is not None:
        from dragoman.counting.svg import svg as drawing

        svg.write_text(drawing(found, title), "utf-8")
    if form_or_own(form) == "table":
        from dragoman.cli import charts

        _print(lambda ink: charts.dyad(found, title, ink))
    elif form is not None or svg is None:
        write_table(rows(found), form)
    return _status(bool(found.steps or found.undated.total.events), f"no event between {one} and {other}")


def _named(actor: str) -> str:
    from dragoman.world import world

    entry = world().entry(actor)
    return f"{entry.name} ({actor})" if entry is not None else actor


@click.command("panel", short_help="Print a panel for statistics: units by periods, zeros included.")
@archive_argument
@filters
@as_of_option
@click.option(
    "--unit", type=click.Choice(UNITS), default="directed", show_default=True, help="Directed dyads, dyads, or countries."
)
@by_option
@click.option(
    "--units", multiple=True, metavar="CODES", help="Only these: RUS,UKR,USA (all their pairs), or pairs such as RUS-UKR."
)
@click.option("--everyone", is_flag=True, help="Without --units: parties, armed groups, firms and people too, not states alone.")
@click.option(
    "--groups", type=click.Choice(("keep", "members")), default="keep", show_default=True,
    help="Groups of states and the EU: counted as they are, or as their members of the day.",
)  # fmt: skip
@recalled_option
@format_option
@told
def panel_command(archive: Path, query: Filter, as_of: date | None, form: str | None, **choices: Any) -> int:
    """Print a row for each unit and period of ARCHIVE: events by quad, mean and net intensity, the codes of ISO 3166, of the
    Correlates of War and of Gleditsch and Ward, and how many pages, texts and outlets were read in that period.

    --from and --to bound the panel; else it runs from the first event to the last. Events count on their own date; those
    that no period can be given stand in rows of their own, with an empty period. Exit status: 0, 1 where there is no row, 2
    on an error.
    """  # fmt: skip
    from dragoman.cli.tables import write_table
    from dragoman.counting.coverage import coverage
    from dragoman.counting.panel import Settings, panel, row
    from dragoman.world import world

    by = cast("By", choices["by"])
    settings = Settings(
        world=world(),
        unit=cast("UnitKind", choices["unit"]),
        by=by,
        units=tuple(part.strip() for units in choices["units"] for part in units.split(",") if part.strip()),
        everyone=choices["everyone"],
        groups=choices["groups"],
        rule=kept(query, choices["recalled"]),
        first=query.first,
        last=query.last,
    )
    if settings.units and settings.groups == "keep" and not query.parties:
        query = changed(query, parties=tuple(dict.fromkeys(part for unit in settings.units for part in unit.split("-", 1))))
    with opened(archive, as_of) as found:
        read = coverage(found.pages(changed(query, parties=(), actors=(), recipients=(), limit=None)), by)
        made = panel(found.lines(query), read, settings)
    number = 0

    def counted() -> Iterator[dict[str, object]]:
        nonlocal number
        for cell in made.cells():
            number += 1
            yield row(cell, by)

    write_table(counted(), form)
    complain(_summary(made, number))
    return ALL if number else SOME


def _summary(made: Panel, number: int) -> str:
    how = "asked for" if made.chosen == "asked" else "that ever have an event"
    words = f"{number:,} rows: {len(made.units):,} units {how}, {len(made.periods):,} periods; {made.events:,} events"
    apart = [(made.undated, "without a period"), (made.outside, "left out as a state did not exist")]
    return ", ".join([words, *(f"{n:,} {what}" for n, what in apart if n)])


@click.command("compare", short_help="Say what changed between two periods, and whether that could be chance.")
@archive_argument
@click.argument("before", metavar="PERIOD")
@click.argument("after", metavar="PERIOD")
@filters
@as_of_option
@click.option(
    "--pair",
    "pairs",
    multiple=True,
    metavar="CODE-CODE",
    help="Only that pair, such as RUS-UKR; told even where it has too few events.",
)
@click.option("--directed", is_flag=True, help="Part what one does to the other from what comes back.")
@click.option(
    "--least", type=click.IntRange(min=2), default=5, show_default=True, metavar="N", help="Happenings needed on each side."
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="For what is drawn at random.")
@recalled_option
@click.option(
    "--format", "form", type=click.Choice(("page", "json")), default="page", show_default=True, help="A page, or one JSON object."
)
@told
def compare_command(archive: Path, before: str, after: str, query: Filter, as_of: date | None, form: str, **choices: Any) -> int:
    """Hold two PERIODs (2024-05, 2024-Q2, 2024-01..2024-03) of ARCHIVE against each other: the tone between actors, new and ended
    types of acts, positions that turned, each with its evidence from both sides. Where there are too few events it says so.

    Exit status: 0, 1 where nothing can be said, 2 on an error.
    """  # fmt: skip
    from dragoman.counting.compare import Settings, compare
    from dragoman.counting.periods import window
    from dragoman.errors import UnitInvalid

    windows = (window(before), window(after))
    pairs = [tuple(code(part.strip()) for part in pair.split("-", 1)) for pair in choices["pairs"]]
    if query.between:
        pairs.append(query.between)
    for pair in pairs:
        if len(pair) != 2 or pair[0] == pair[1]:
            raise UnitInvalid("-".join(pair)[:80], "not a pair of two actors", "give one such as RUS-UKR")
    settings = Settings(
        pairs=tuple(cast("list[tuple[str, str]]", pairs)),
        directed=choices["directed"],
        rule=kept(query, choices["recalled"]),
        least=choices["least"],
        seed=choices["seed"],
    )
    query = changed(
        query,
        first=min(each.first for each in windows).isoformat(),
        last=max(each.last for each in windows).isoformat(),
        parties=query.parties or tuple(dict.fromkeys(one for pair in pairs for one in pair)),
    )
    with opened(archive, as_of) as archived:
        found = compare(archived.events(query), archived.positions(query), windows, settings)
    if form == "json":
        from dragoman.cli.tables import write_objects

        write_objects([found], "jsonl")
    else:
        from dragoman.cli import charts

        _print(lambda ink: charts.comparison(found, ink))
    return ALL if _tellable(found) else SOME


def _tellable(found: Comparison) -> bool:
    return bool(found.turns) or any(change.difference is not None for change in found.changes)


def _print(draw: Callable[[Ink], RenderableType]) -> None:
    from dragoman.cli.output import Pages, write

    pages = Pages(1)
    write(pages.drawn(draw(pages.ink)))


def _status(found: bool, missing: str) -> int:
    if not found:
        complain(missing)
    return ALL if found else SOME
