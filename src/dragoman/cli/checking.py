"""`dragoman sample` and `agree`: rows for people to judge, and what they found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from dragoman.cli.archive import archive_argument, as_of_option, filters, opened
from dragoman.cli.read import ALL, SOME, complain
from dragoman.cli.world import told

if TYPE_CHECKING:
    from dragoman.archive import Filter
    from dragoman.counting.agree import Report
    from dragoman.counting.chance import Interval
    from dragoman.counting.sample import Stratifier

STRATA = ("type", "band", "outlet")


@click.command("sample", short_help="Draw rows and pages for people to judge.")
@archive_argument
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@filters
@as_of_option
@click.option("--rows", type=click.IntRange(min=0), default=200, show_default=True, metavar="N", help="Rows to draw.")
@click.option(
    "--pages", type=click.IntRange(min=0), default=40, show_default=True, metavar="N", help="Pages to draw, to be read whole."
)
@click.option(
    "--whole",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    metavar="P",
    help="The share of them that have rows; the others have none.",
)
@click.option(
    "--by",
    "by",
    multiple=True,
    type=click.Choice(STRATA),
    help="Strata of the rows, the most important first; all three unless told.",
)
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Who judges; may be given several times. Two unless told.")
@click.option("--shown", is_flag=True, help="Show the coders what the machine says; else they judge blindly.")
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="The same seed draws the same rows.")
@told
def sample_command(archive: Path, folder: Path, query: Filter, as_of: date | None, **choices: Any) -> int:
    """Draw rows of ARCHIVE at random, by type, confidence and outlet, and pages with and without rows, and write a coding sheet
    for each coder into FOLDER/sheets. The key, FOLDER/key.json, is not for coders.

    `dragoman agree FOLDER` reads the sheets when they are filled in. Exit status: 0, 2 on an error.
    """  # fmt: skip
    import msgspec

    from dragoman.coding import lexicon
    from dragoman.counting import sheets
    from dragoman.counting.sample import STRATIFIERS, Settings, draw

    settings = Settings(
        rows=choices["rows"],
        pages=choices["pages"],
        by=cast("tuple[Stratifier, ...]", tuple(dict.fromkeys(choices["by"])) or STRATIFIERS),
        seed=choices["seed"],
        complete=choices["whole"],
    )
    with opened(archive, as_of) as found:
        drawn = draw(lambda: found.events(query), found.pages(query), settings, lexicon.shipped().quads)
    drawn = msgspec.structs.replace(drawn, blind=not choices["shown"])
    sheets.write(drawn, folder, choices["coders"] or ("1", "2"))
    strata = f", by {', '.join(drawn.by)}" if drawn.by else ""
    click.echo(f"{folder}: {len(drawn.rows)} of {drawn.of_rows:,} rows{strata}; {len(drawn.pages)} of {drawn.of_texts:,} texts")
    return ALL


@click.command("agree", short_help="Say how good the rows are, by filled coding sheets.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option(
    "--format",
    "form",
    type=click.Choice(("page", "json", "csv")),
    default="page",
    show_default=True,
    help="A page, one JSON object, or a figure a line.",
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N", help="For the intervals that are drawn at random.")
@told
def agree_command(folder: Path, form: str, seed: int) -> int:
    """Read the sheets that `dragoman sample` made in FOLDER and coders filled in, and print precision, by stratum and weighted
    back to the archive, recall, and how far coders agree with each other and with the machine (Krippendorff's alpha).

    An answer that cannot be used costs its row and a line. Exit status: 0, 1 where some could not be used, 2 on an error.
    """  # fmt: skip
    from dragoman.cli.tables import write_objects, write_table
    from dragoman.counting import sheets
    from dragoman.counting.agree import agree

    filled = sheets.read(folder)
    for fault in filled.faults:
        complain(str(fault))
    for sheet, waiting in filled.unanswered:
        if waiting:
            complain(f"{sheet}: {waiting} without an answer")
    report = agree(filled, seed=seed)
    if form == "json":
        write_objects([report], "jsonl")
    elif form == "csv":
        write_table(_figures(report), "csv")
    else:
        _page(report)
    return SOME if filled.faults else ALL


def _figures(report: Report) -> Iterator[dict[str, Any]]:
    """Every figure on a line: what, of what, how many, how many right, the figure and its interval."""

    def line(figure: str, of: str, n: float, value: float | None, bounds: Any, right: float | None = None) -> dict[str, Any]:
        low, high = bounds or (None, None)
        return {"figure": figure, "of": of, "n": n, "right": right, "value": value, "low": low, "high": high}

    for p in report.precision:
        of = f"{p.of} {p.value}".strip()
        for name, share in (("precision", p.plain), ("precision in the archive", p.archive)):
            yield line(f"{name}, {p.criterion}", of, p.judged, *_told(share), right=p.right)
    for r in report.recall:
        yield line("recall", r.of, r.events, r.found, r.found_interval)
        yield line("recall with type", r.of, r.events, r.typed, r.typed_interval)
        yield line("events a page", r.of, r.pages, r.per_page, None)
    for a in report.agreement:
        bounds = None if a.agreement.low is None else (a.agreement.low, a.agreement.high)
        yield line(f"alpha, {a.field}", a.who, a.agreement.units, a.agreement.alpha, bounds)


def _told(share: Interval | None) -> tuple[float | None, tuple[float, float] | None]:
    return (None, None) if share is None else (share.value, (share.low, share.high))


def _page(report: Report) -> None:
    """The figures weighted back to the archive; single strata are left to csv and json."""
    from rich.table import Table

    from dragoman.cli.output import console_for
    from dragoman.cli.theme import STRONG, Ink

    console = console_for()
    ink = Ink(console.encoding, console.color_system is not None)
    blind = "blindly" if report.blind else "seeing the machine's answers"
    console.print(ink.say(f"{report.rows} rows judged {blind} by {', '.join(report.coders) or 'nobody'}"), soft_wrap=True)
    if disputed := ", ".join(f"{criterion} in {n} rows" for criterion, n in report.disputed if n):
        console.print(f"The coders disagree on {disputed}.", soft_wrap=True)

    def drawn(title: str, *columns: str) -> Table:
        table = Table(box=None, padding=(0, 3, 0, 0), header_style=STRONG)
        table.add_column(title, overflow="fold", min_width=22)
        for column in columns:
            table.add_column(column, justify="right", no_wrap=True)
        return table

    precision = drawn("precision", "rows", "event", "type", "strict")
    lines: dict[str, list[str]] = {}
    for p in report.precision:
        if p.of != "stratum":
            lines.setdefault(f"{p.of} {p.value}".strip(), [str(p.judged)]).append(_bounded(*_told(p.archive)))
    for of, cells in lines.items():
        precision.add_row(ink.say(of), *cells)
    recall = drawn("recall", "pages", "events", "a page", "found", "with type")
    for r in report.recall:
        found, typed = _bounded(r.found, r.found_interval), _bounded(r.typed, r.typed_interval)
        recall.add_row(r.of, str(r.pages), f"{r.events:g}", f"{r.per_page:.2f}", found, typed)
    fields = list(dict.fromkeys(a.field for a in report.agreement))
    alphas = drawn("alpha", *fields)
    for who in dict.fromkeys(a.who for a in report.agreement):
        of_field = {a.field: a.agreement for a in report.agreement if a.who == who}
        alphas.add_row(ink.say(who), *("" if (x := of_field.get(field)) is None else _rounded(x.alpha) for field in fields))
    for table in (precision, recall, alphas):
        if table.row_count:
            console.print()
            console.print(table)


def _bounded(value: float | None, bounds: tuple[float, float] | None) -> str:
    """`.75 (.68 to .80)`."""
    return _rounded(value) + (f" ({_rounded(bounds[0])} to {_rounded(bounds[1])})" if bounds is not None else "")


def _rounded(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"
