"""`dragoman positions`: sources in; who stands where, over all of them, out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from dragoman.cli.archive import as_of_option, is_archive, opened
from dragoman.cli.read import ALL, NONE, WORLD_HELP, coder, complain, day, each
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.coding.matrix import By, Claim, Row, Witness

BY = ("theme", "issue", "toward")
FORMATS = ("table", "tsv", "json")
_QUOTED = 160  # characters of evidence on a line


@click.command("positions", short_help="Read news pages and print who stands where on what, month by month.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--by", type=click.Choice(BY), default="theme", show_default=True, help="What the columns of the matrix are.")
@click.option(
    "--actor", "actors", multiple=True, metavar="CODE", help="Only that actor, such as CHN; may be given several times."
)
@click.option("--on", "ons", multiple=True, metavar="WHAT", help="Only that theme's id, that issue, or that other actor's code.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print it; a table on a terminal, else tsv.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json: an object a line, with all evidence.")
@click.option("--published", callback=day, metavar="DATE", help="The day of pages that bear no date of their own (YYYY-MM-DD).")
@click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
@click.option("--from", "first", metavar="DATE", help="Of an archive: only from that day, month or year on.")
@click.option("--to", "last", metavar="DATE", help="Of an archive: only up to that day, month or year, which counts.")
@as_of_option
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.pass_context
def positions_command(
    ctx: click.Context,
    /,
    sources: tuple[str, ...],
    by: str,
    actors: tuple[str, ...],
    ons: tuple[str, ...],
    form: str | None,
    own: Path | None,
    published: date | None,
    **others: Any,
) -> None:
    """Read each SOURCE, or what an archive has, and print where every actor stands, on each theme, as of when, and how that
    changed.

    Themes group the issues that pages name (the war in Ukraine, sanctions on Russia, climate change); your own stand in
    issues.tsv of the folder of your tables. What is only claimed by another, or contested, is told apart. Exit status: 0 all
    sources read, 1 some, 2 none.
    """
    if sources.count("-") > 1:
        raise click.UsageError("Standard input ('-') can be read only once.", ctx)
    kept = [source for source in sources if is_archive(source)]
    code = coder(own)
    if code is None:
        ctx.exit(NONE)
    from dragoman.coding.issues import Issues
    from dragoman.coding.matrix import matrix, witnesses

    found: list[Witness] = []
    status = ALL
    if len(kept) < len(sources):
        pages = tuple(source for source in sources if source not in kept)
        status = each(pages, others["quiet"], lambda part, number: found.extend(witnesses(code(part, published))))
    try:
        for path in kept:
            found += _archived(path, others["first"], others["last"], others["as_of"])
        themes = Issues.load(own)
    except DragomanError as error:
        complain(str(error))
        ctx.exit(NONE)
    rows = [
        row
        for row in matrix(found, cast("By", by), themes, {w.actor: w.name for w in found} if by == "toward" else None)
        if (not actors or row.actor in actors) and (not ons or row.on in ons)
    ]
    _write(rows, "json" if others["as_json"] else form or ("table" if sys.stdout.isatty() else "tsv"))
    if not rows and status == ALL:
        complain("no position that was asked for is in what was read")
    ctx.exit(status)


def _archived(path: str, first: str | None, last: str | None, as_of: date | None) -> Iterator[Witness]:
    """The positions of an archive; copies of one text are one witness."""
    from dragoman.archive import Filter
    from dragoman.coding.matrix import witness

    with opened(Path(path), as_of) as archive:
        for stand in archive.positions(Filter(first=first, last=last)):
            found = witness(stand.page.article, stand.position, stand.actors, stand.page.text)
            if found is not None:
                yield found


def _write(rows: list[Row], form: str) -> None:
    from dragoman.cli import lookup
    from dragoman.cli.output import console_for, write

    if form == "json":
        lookup.write_objects(rows)
    elif form == "tsv":
        columns = (
            "actor",
            "name",
            "on",
            "stance",
            "as_of",
            "for",
            "against",
            "neutral",
            "months",
            "changes",
            "sought_by",
            "apart",
        )
        lines = [columns, *(_cells(row) for row in rows)]
        write("".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines))
    else:
        console = console_for()
        for title in dict.fromkeys(row.title for row in rows):
            console.print(title, style="bold")
            for row in rows:
                if row.title == title:
                    for line in _drawn(row):
                        console.print(line, soft_wrap=False)
            console.print()


def _cells(row: Row) -> tuple[str, ...]:
    """A row as the columns of a table."""
    counts = (str(n) if n else "" for n in (row.support, row.oppose, row.neutral))
    months = "; ".join(f"{p.month or 'undated'} {p.stance}" for p in row.periods)
    changes = "; ".join(f"{c.before} to {c.after} {c.when or ''}".rstrip() for c in row.changes)
    apart = "; ".join(_claim(claim) for claim in row.claims)
    on = row.on
    return (row.actor, row.name, on, row.stance or "", row.as_of or "", *counts, months, changes, ", ".join(row.sought_by), apart)


def _claim(claim: Claim) -> str:
    """`neutral, claimed by CHN, contested by USA`."""
    words: list[str] = [claim.stance]
    if claim.claimed_by:
        words.append(f"claimed by {', '.join(claim.claimed_by)}")
    if claim.contested_by:
        words.append(f"contested by {', '.join(claim.contested_by)}")
    return ", ".join(words)


def _drawn(row: Row) -> Iterator[str]:
    """A row for a reader: the stance, what changed, what is apart, each with the words that it rests on."""
    held = f"{row.stance}, as of {row.as_of or 'no known day'}" if row.stance else "nothing but what is claimed or contested"
    counts = [f"{n} {what}" for n, what in ((row.support, "for"), (row.oppose, "against"), (row.neutral, "neutral")) if n]
    yield f"  {row.actor:<8} {held}" + (f" ({', '.join(counts)})" if counts else "")
    for change in row.changes:
        yield f"           changed from {change.before} to {change.after}" + (f" on {change.when}" if change.when else "")
    if row.sought_by:
        yield f"           sought by {', '.join(row.sought_by)}"
    for period in row.periods:
        for witness in period.evidence:
            yield f"           {_quote(witness)}"
    for claim in row.claims:
        yield f"           apart: {_claim(claim)}"
        for witness in claim.evidence:
            yield f"             {_quote(witness)}"


def _quote(witness: Witness) -> str:
    words = " ".join((witness.evidence[0].exact if witness.evidence else "").split())
    shown = words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1].rsplit(' ', 1)[0]}…"
    return f"{witness.as_of or 'undated'} {witness.stance}: “{shown}”"
