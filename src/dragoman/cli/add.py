"""`dragoman add` and `dragoman watch`: pages into an archive."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.read import ALL, NONE, SOME, WORLD_HELP, complain, day, hushed, own_tables
from dragoman.cli.world import told
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.archive import Archive
    from dragoman.counting.alerts import Rule
    from dragoman.engine import Outcome, Settings
    from dragoman.engine.filling import State
    from dragoman.pages import Source

_TO = "The archive, a file (or a folder of Delta tables, NAME.lake); it is made where there is none (also: DRAGOMAN_ARCHIVE)."
_WORDS: dict[State, str] = {
    "new": "added",
    "changed": "added: their address had another text",
    "recoded": "coded anew",
    "known": "known already",
    "failed": "failed",
}


@click.command("add", short_help="Read pages and keep their records in an archive.")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "--to", "archive", envvar="DRAGOMAN_ARCHIVE", required=True, type=click.Path(path_type=Path), metavar="ARCHIVE", help=_TO
)
@click.option("--published", callback=day, metavar="DATE", help="The day of pages that bear no date of their own (YYYY-MM-DD).")
@click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
@click.option("--original", is_flag=True, help="Keep the bytes of each page too, compressed.")
@click.option(
    "--failures",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to list what failed; ARCHIVE.failed.tsv unless told.",
)
@click.option("--retry", is_flag=True, help="Read what that list names, too.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@told
def add_command(
    sources: tuple[str, ...],
    archive: Path,
    published: date | None,
    own: Path | None,
    original: bool,
    failures: Path | None,
    retry: bool,
    quiet: bool,
) -> int:
    """Read each SOURCE, as 'dragoman read' does, and keep the record of every page in ARCHIVE.

    What is there already is neither coded nor kept again, so that a run that was cut short goes on where it was. A page whose
    address had another text stands for it from now on; both are kept. What failed is listed in a file, with the reason; --retry
    reads it again. Exit status: 0 all pages are in the archive, 1 some, 2 none.
    """
    from dragoman.archive import Archive
    from dragoman.pages import expanded, open_sources

    listed = failures or archive.with_name(f"{archive.name}.failed.tsv")
    names = list(dict.fromkeys([*sources, *(_failed(listed) if retry else ())]))
    if not names and not retry:
        raise click.UsageError("Name a source, or --retry.")
    names = expanded(names)
    settings = _settings(published, own, original)
    with Archive.open(archive, "make") as found:
        outcomes = _filled(found, open_sources(names), settings, None if quiet else len(names))
    lost = [o for o in outcomes if o.error is not None]
    _list(listed, lost, keep=not retry and failures is None)
    _summary(outcomes, listed if lost else None)
    return ALL if not lost else SOME if len(lost) < len(outcomes) else NONE


@click.command("watch", short_help="Look into feeds again and again, and add what is new.")
@click.argument("plan", type=click.Path(path_type=Path), metavar="FEEDS")
@click.option("--to", "archive", envvar="DRAGOMAN_ARCHIVE", type=click.Path(path_type=Path), metavar="ARCHIVE", help=_TO)
@click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
@click.option("--once", is_flag=True, help="One round, then end.")
@told
def watch_command(plan: Path, archive: Path | None, own: Path | None, once: bool) -> int:
    """Look into the feeds of the file FEEDS again and again, add what is new, and tell when a rule of alert is met.

    FEEDS is a TOML file: archive, every (seconds), [[feed]] with url, [[alert]] with a rule. A line a round says what was added,
    a line an alert that a rule is met; alerts are also kept in ARCHIVE.alerts.jsonl, and none is told twice. It ends when it is
    interrupted; nothing is lost then. Exit status: 0, or 2 on an error that ends it.
    """
    from dragoman import engine
    from dragoman.archive import Archive
    from dragoman.counting import alerts
    from dragoman.pages import Web

    found = engine.plan(plan)
    to = archive or (plan.parent / found.archive if found.archive else None)
    if to is None:
        raise click.UsageError("Say where to: --to ARCHIVE, or archive = in the file.")
    settings = _settings(None, own, False)
    rules, wrong = alerts.rules(plan.read_text("utf-8"), str(plan))
    for error in wrong:
        complain(f"{error}; the rule is left out")
    web, seen = Web(), dict[str, datetime]()
    while True:
        began = time.monotonic()
        with Archive.open(to, "make") as kept:
            outcomes = _filled(kept, engine.round_of(kept, found, web, seen), settings, None)
            _round(outcomes)
            _alert(kept, rules, to.with_name(f"{to.name}.alerts.jsonl"))
        if once:
            return ALL
        time.sleep(max(0.0, found.every - (time.monotonic() - began)))


def _settings(published: date | None, own: Path | None, original: bool) -> Settings:
    from dragoman.coding import Options
    from dragoman.engine import Settings

    if own is None:
        return Settings(Options(published=published), original=original)
    tables = own_tables(own)
    return Settings(tables.options(published), tables.version, original)


def _filled(archive: Archive, sources: Iterable[Source | DragomanError], settings: Settings, total: int | None) -> list[Outcome]:
    """Add the pages; each failure is a line as it comes."""
    from dragoman.cli.progress import Rate
    from dragoman.engine import fill

    out = []
    with hushed(), Rate(total) as progress:
        for outcome in fill(archive, sources, settings, progress.begin):
            out.append(outcome)
            progress.done(outcome.events)
            if outcome.error is not None:
                with progress.aside():
                    complain(str(outcome.error))
    return out


def _round(outcomes: list[Outcome]) -> None:
    counts = Counter(o.state for o in outcomes)
    told = ", ".join(f"{counts[state]:,} {words}" for state, words in _WORDS.items() if counts[state]) or "nothing new"
    click.echo(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}  {told}")


def _alert(archive: Archive, rules: list[Rule], path: Path) -> None:
    """Tell of the rules that are met now, but not of what was told before."""
    import msgspec

    from dragoman.archive import Filter
    from dragoman.counting.alerts import Alert, fires

    told, kept = set[str](), b""
    with suppress(FileNotFoundError):
        kept = path.read_bytes()
    for line in kept.splitlines():
        with suppress(msgspec.MsgspecError, UnicodeDecodeError):  # a line that was cut short costs itself alone
            told.add(msgspec.json.decode(line, type=Alert).id)
    for rule in rules:
        try:
            query = msgspec.convert(rule.filter, Filter)
            found = fires(rule, archive.lines(query), datetime.now().astimezone().date())
        except (msgspec.ValidationError, DragomanError) as error:
            complain(f"the rule {rule.name!r} cannot be asked: {error}")
            continue
        if found is not None and found.id not in told:
            click.echo(f"alert: {found.said}")
            with path.open("ab") as file:
                file.write((b"\n" if kept and not kept.endswith(b"\n") else b"") + msgspec.json.encode(found) + b"\n")


def _summary(outcomes: list[Outcome], listed: Path | None) -> None:
    counts = Counter(o.state for o in outcomes)
    for state, words in _WORDS.items():
        if counts[state]:
            where = f", listed in {listed}" if state == "failed" and listed else ""
            events = sum(o.events for o in outcomes if o.state == state)
            click.echo(f"{counts[state]:>9,} {words}{where}" + (f" ({events:,} events)" if events and state != "known" else ""))
    kinds = Counter(type(o.error) for o in outcomes if o.error is not None)
    for kind, count in kinds.most_common():
        click.echo(f"{count:>15,} {kind.code}: {(kind.__doc__ or kind.__name__).splitlines()[0]}")


def _failed(path: Path) -> list[str]:
    """The sources that a list of failures names."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []
    return [line.partition("\t")[0] for line in lines if line.strip() and not line.startswith("#")]


def _list(path: Path, lost: list[Outcome], keep: bool) -> None:
    """List what failed, whole or not at all; what an earlier run listed stays where it was not tried again."""
    if not lost and not keep:
        with suppress(FileNotFoundError):
            path.unlink()
        return
    if not lost:
        return
    rows = {o.source: f"{o.error.code}\t{o.error.what}" for o in lost if o.error is not None}
    if keep:
        with suppress(OSError):
            before = [line.split("\t", 1) for line in path.read_text("utf-8").splitlines() if "\t" in line]
            rows = dict(before) | rows
    clean: Callable[[str], str] = lambda text: " ".join(text.split())
    new = path.with_name(f"{path.name}.new")
    new.write_text("".join(f"{name}\t{clean(code)}\t{clean(what)}\n" for name, told in rows.items()
                           for code, _, what in (told.partition("\t"),)), "utf-8")  # fmt: skip
    os.replace(new, path)
