"""`dragoman export`, `import`, `bundle` and `unbundle`: an archive's rows carried elsewhere, and others' brought in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dragoman.cli.archive import archive_argument, as_of_option, filters, opened
from dragoman.cli.read import ALL, NONE, SOME, complain
from dragoman.cli.world import told

if TYPE_CHECKING:
    from dragoman.archive import Archive, Filter
    from dragoman.exports import Settings
    from dragoman.model import Record
    from dragoman.model.judgement import Judgement

# The choices, told here so that `--help` need not load them; a test holds them together.
FORMS = (
    *("csv", "parquet", "jsonl", "polecat", "gdelt", "icews", "ftm", "ftm-statements", "gexf", "neo4j", "geojson", "ical"),
    "labelstudio",
)
MAKERS = ("polecat", "gdelt", "icews", "labelstudio")
GROUPS = ("keep", "members", "drop")
_AT_ONCE = 1000
T = TypeVar("T")

_text_option = click.option("--without-text", is_flag=True, help="Leave the press text out; offsets, hashes and codes stay.")
_groups_option = click.option(
    "--groups", type=click.Choice(GROUPS), default="keep", show_default=True,
    help="Groups of states (WEST, G7): kept, given as their members of that day, or dropped.",
)  # fmt: skip


@click.command("export", short_help="Write an archive's rows in a form that others read.")
@archive_argument
@click.argument("form", type=click.Choice(FORMS), metavar="FORM")
@click.argument("target", type=click.Path(path_type=Path), metavar="TARGET")
@filters
@as_of_option
@_groups_option
@_text_option
@told
def export_command(
    archive: Path, form: str, target: Path, query: Filter, as_of: date | None, groups: str, without_text: bool
) -> int:
    """Write the rows of ARCHIVE to TARGET, a file or a folder, as FORM.

    \b
    csv, parquet      tables of events, reports, statements, positions, pages and actors, with a dictionary
    jsonl             an object a row, evidence as W3C text-quote and text-position selectors
    polecat, gdelt, icews    the columns of POLECAT, GDELT 2.0 and ICEWS
    ftm, ftm-statements      FollowTheMoney entities, or statements
    gexf, neo4j       the network of dyads, for Gephi or Neo4j
    geojson, ical     events on a map, dated meetings in a calendar
    labelstudio       tasks for correction, with their configuration

    A TARGET that is there is replaced as a whole, once all is written. Exit status: 0, 1 where there was no row, 2 on an error.
    """
    from dragoman.exports import form as form_of

    with opened(archive, as_of) as found:
        count = form_of(form).write(found.select(query), target, _settings(groups, without_text))
    click.echo(f"{target}: {count:,} rows")
    return ALL if count else SOME


@click.command("import", short_help="Bring in events of POLECAT, GDELT or ICEWS, or corrections from Label Studio.")
@click.argument("maker", type=click.Choice(MAKERS), metavar="|".join(MAKERS))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--to", "archive", envvar="DRAGOMAN_ARCHIVE", required=True, type=click.Path(path_type=Path), metavar="ARCHIVE",
              help="The archive; it is made where there is none (also: DRAGOMAN_ARCHIVE).")  # fmt: skip
@told
def import_command(maker: str, files: tuple[Path, ...], archive: Path) -> int:
    """Bring the events of each FILE into ARCHIVE, without text, so that archives can be compared side by side; or, of Label
    Studio, the corrections of its events as judgements.

    A line that cannot be read is told and costs no other. Keep what others made in an archive of its own: it has no text by which
    copies could be told. Exit status: 0 all lines were taken, 1 some, 2 none.
    """
    from dragoman.archive import Archive

    taken = lost = 0
    with Archive.open(archive, "write" if maker == "labelstudio" else "make") as found:
        for one in _answers(found, files) if maker == "labelstudio" else _foreign(found, maker, files):
            taken += one
            lost += one == 0
    what = "corrections" if maker == "labelstudio" else "events"
    click.echo(f"{archive}: {taken:,} {what}" + (f", {lost:,} lines could not be read" if lost else ""))
    return ALL if not lost and taken else SOME if taken else NONE


@click.command("bundle", short_help="Freeze an archive's rows, versions, queries and settings for replication.")
@archive_argument
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE.zip")
@filters
@as_of_option
@click.option("--form", "forms", type=click.Choice(("csv", "parquet")), multiple=True, default=("csv",), show_default=True,
              help="The form of the tables; may be given twice.")  # fmt: skip
@click.option("--sql", "queries", multiple=True, metavar="NAME=SQL", help="A query to freeze beside the rows, with its answer.")
@_groups_option
@_text_option
@told
def bundle_command(
    archive: Path, target: Path, query: Filter, as_of: date | None, forms: tuple[str, ...], queries: tuple[str, ...], **how: Any
) -> int:
    """Freeze rows of ARCHIVE in FILE.zip, with the versions that made them, queries and settings, and a checksum of each file.

    'dragoman unbundle' checks one and unpacks it. Exit status: 0, or 2 on an error.
    """
    from dragoman.exports import Frozen, write_bundle

    named = dict(_named(text) for text in queries)
    with opened(archive, as_of) as found:
        answers = {name: (answer[0], list(answer[1])) for name, sql in named.items() for answer in (found.sql(sql),)}
        day = as_of.isoformat() if as_of else found.now()[:10]
        frozen = Frozen(
            {**_versions(found), "filter": _asked(query), "as of": day},
            named,
            found.now(),
            forms,
            {} if how["without_text"] else answers,
        )
        manifest = write_bundle(target, found.select(query), _settings(how["groups"], how["without_text"]), frozen)
    click.echo(
        f"{target}: {len(manifest.members):,} files, " + ", ".join(f"{n:,} rows as {form}" for form, n in manifest.counts.items())
    )
    return ALL


@click.command("unbundle", short_help="Check a bundle, and unpack it.")
@click.argument("bundle", type=click.Path(path_type=Path), metavar="FILE.zip")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@told
def unbundle_command(bundle: Path, folder: Path | None) -> int:
    """Check every file of a bundle against its manifest; with FOLDER, unpack it there if all is as it was frozen.

    Exit status: 0, 1 where a file is missing, extra or changed, 2 where it is no bundle.
    """
    from dragoman.exports import check_bundle, unpack_bundle

    checked = check_bundle(bundle) if folder is None else unpack_bundle(bundle, folder)
    for what in ("missing", "extra", "changed", "unsafe"):
        for name in getattr(checked, what):
            complain(f"{bundle}: {what}: {name}")
    if checked.whole:
        click.echo(
            f"{bundle}: {len(checked.manifest.members):,} files, all as they were frozen on {checked.manifest.created[:10]}"
        )
    return ALL if checked.whole else SOME


def _settings(groups: str, without_text: bool) -> Settings:
    from typing import cast

    from dragoman.exports import Settings
    from dragoman.exports.port import Groups
    from dragoman.world import world

    return Settings(world(), not without_text, cast(Groups, groups))


def _versions(archive: Archive) -> dict[str, str]:
    """The versions that made what stands, by name; where there are several of one name, those of most pages first."""
    import msgspec

    out: dict[str, dict[str, None]] = {}
    for made in archive.versions_made():
        for name, version in msgspec.json.decode(made).items():
            out.setdefault(name, {})[str(version)] = None
    return {name: ", ".join(versions) for name, versions in out.items()}


def _asked(query: Filter) -> str:
    """The fields of a filter that ask for something, as JSON."""
    import msgspec

    plain = msgspec.to_builtins(type(query)())
    return msgspec.json.encode({k: v for k, v in msgspec.to_builtins(query).items() if v != plain[k]}).decode()


def _named(text: str) -> tuple[str, str]:
    name, parted, sql = text.partition("=")
    if not parted or not name.strip():
        raise click.UsageError(f"{text!r} is not NAME=SQL.")
    return name.strip(), sql.strip()


def _foreign(archive: Archive, maker: str, files: Iterable[Path]) -> Iterator[int]:
    """How many events each page of another maker's file has, 0 for what could not be read; all are added."""
    from dragoman import imports
    from dragoman.errors import DragomanError

    read = {"polecat": imports.read_polecat, "gdelt": imports.read_gdelt, "icews": imports.read_icews}[maker]
    for file in files:
        waiting: list[Record] = []
        parts = read(file)
        while part := list(islice(parts, _AT_ONCE)):
            waiting = []
            for one in part:
                if isinstance(one, DragomanError):
                    complain(str(one))
                    yield 0
                else:
                    waiting.append(one)
            archive.add(waiting, settings={"imported": file.name, "maker": maker})
            yield from (len(record.events) for record in waiting)


def _answers(archive: Archive, files: Iterable[Path]) -> Iterator[int]:
    """1 for each correction that was taken, 0 for each that could not be."""
    from dragoman.errors import DragomanError
    from dragoman.exports.answers import judgements_of
    from dragoman.model import MadeBy
    from dragoman.world import world

    versions = archive.versions_made()
    if not versions:
        return
    import msgspec

    made_by = msgspec.json.decode(versions[0].encode(), type=MadeBy)
    for file in files:
        found: list[Judgement] = []
        for one in judgements_of(file, archive.events(), world(), made_by):
            if isinstance(one, DragomanError):
                complain(str(one))
                yield 0
            else:
                found.append(one)
        if found:
            archive.judge(found)
            yield from (1 for _ in found)
