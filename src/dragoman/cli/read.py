"""`dragoman read`: sources in; pages for a person, or JSON for a program, out."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, NamedTuple

import click

from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.coding import Options
    from dragoman.coding.issues import Issues
    from dragoman.coding.lexicon import Codebook
    from dragoman.coding.own import Own as OwnCodebook
    from dragoman.model import Record
    from dragoman.model.judgement import Judgement
    from dragoman.pages import Source
    from dragoman.world import World

ALL, SOME, NONE = 0, 1, 2
WORLD_HELP = "Your own tables, a folder or a file (also: DRAGOMAN_WORLD)."
JUDGEMENTS_HELP = "The file or folder of your judgements, or an archive (also: DRAGOMAN_JUDGEMENTS); else beside your own tables."
_MANY = re.compile(r"\.(?:warc|jsonl|ndjson|xml|rss|atom|urls)(?:\.gz)?$", re.I)  # files that hold several pages


def day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """The day that an ISO 8601 date names; of a moment, the day in its own zone."""
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; give it as YYYY-MM-DD, such as 2022-07-09.", ctx, param) from None


@click.command("read", short_help="Read news pages and print what they say was done, said and held.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a source, each on a line of its own.")
@click.option("--published", callback=day, metavar="DATE", help="The day of pages that bear no date of their own (YYYY-MM-DD).")
@click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
@click.option("--judged", is_flag=True, help="Lay your judgements over the record: rejected events go, changed ones are changed.")
@click.option(
    "--judgements", "kept", envvar="DRAGOMAN_JUDGEMENTS", type=click.Path(path_type=Path), metavar="FILE", help=JUDGEMENTS_HELP
)
@click.option("-q", "--quiet", is_flag=True, help="Print the record without the article's text, and show no progress.")
@click.pass_context
def read_command(
    ctx: click.Context,
    sources: tuple[str, ...],
    as_json: bool,
    published: date | None,
    own: Path | None,
    judged: bool,
    kept: Path | None,
    quiet: bool,
) -> None:
    """Read each SOURCE and print the record of every page that it holds.

    A SOURCE is a file, a folder, a URL or '-' for standard input; it may also be a list of URLs, an RSS or Atom feed, a news
    sitemap, a WARC file, a saved .mhtml page, or a dump of JSON lines. Pages are fetched one at a time from a host, as its
    robots.txt allows.

    The record of a news page says who did what to whom, who said what, and who stands where, each row with the exact
    words that it rests on. Exit status: 0 all sources read, 1 some, 2 none.
    """
    if sources.count("-") > 1:
        raise click.UsageError("Standard input ('-') can be read only once.", ctx)
    if "" in sources:
        raise click.UsageError("A source is empty; name a file, a URL, or '-'.", ctx)
    from dragoman.cli.output import Form, JsonLines, Pages

    single = not any("://" in name or Path(name).is_dir() or _MANY.search(name) for name in sources)
    form: Form = JsonLines() if as_json else Pages(len(sources) if single else None, quiet)
    code = coder(own, judgements_file(kept, own) if judged else None)
    if code is None:
        ctx.exit(NONE)
    ctx.exit(each(sources, quiet, lambda part, number: form.draw(code(part, published), part.name, number)))


def each(sources: tuple[str, ...], quiet: bool, use: Callable[[Source, int], str | bytes | None]) -> int:
    """Read every page of the sources: write what `use` makes of it, complain of what fails, and answer the exit status."""
    from dragoman.cli.output import write
    from dragoman.cli.progress import Progress
    from dragoman.pages import open_sources

    pages = read = 0
    with hushed(), Progress(0 if quiet else len(sources)) as progress:
        for part in open_sources(sources):
            pages += 1
            try:
                if isinstance(part, DragomanError):
                    raise part
                progress.begin(part.name)
                output = use(part, pages)
            except DragomanError as error:
                with progress.aside():
                    complain(str(error))
            except Exception as error:
                with progress.aside():
                    complain(unexpected(getattr(part, "name", "a source"), error))
            else:
                read += 1
                if output is not None:
                    with progress.aside():
                        write(output)
    return ALL if read == pages and read else SOME if read else NONE


def coder(own: Path | None, judged: Path | None = None) -> Callable[[Source, date | None], Record] | None:
    """What makes a record of a page, with the user's own tables and what he judged where there are such; None where they have
    faults, each told."""
    try:
        tables = own_tables(own) if own is not None else None
        code: Callable[[Source, date | None], Record] = partial(record_of, own=tables) if tables is not None else record_of
        if judged is None:
            return code
        book = tables.codebook if tables else None
        return partial(_judged, code, judgements_in(judged, book), book)
    except DragomanError as error:
        for line in getattr(error, "lines", (str(error),)):
            complain(line)
        return None


def _judged(
    code: Callable[[Source, date | None], Record],
    found: list[Judgement],
    book: Codebook | None,
    part: Source,
    published: date | None,
) -> Record:
    from dragoman.coding import lexicon
    from dragoman.judgements import lay

    record = code(part, published)
    with lexicon.using(book):
        return lay(record, found)


def judgements_file(kept: Path | None, own: Path | None) -> Path:
    """Where judgements are kept: in the file or folder that was named, else beside the user's own tables, else in his folder."""
    from dragoman.judgements import file_of

    if kept is not None:
        return file_of(kept)
    if own is not None:
        from dragoman.world.own import own_file

        return file_of(own_file(own).parent)
    return file_of(Path(click.get_app_dir("dragoman")))


def judgements_in(path: Path, book: Codebook | None) -> list[Judgement]:
    """The judgements of a file; a line that is none is told and costs no other. Raises `JudgementsDamaged`."""
    return judgements_or_damaged(path, book)[0]


def judgements_or_damaged(path: Path, book: Codebook | None) -> tuple[list[Judgement], bool]:
    """The judgements of a file, whose types are those of the codebook; and whether a line, each told, is none."""
    from dragoman.cli.archive import is_archive, opened
    from dragoman.coding import lexicon
    from dragoman.judgements import all

    if is_archive(path):
        with opened(path) as archive:
            return archive.judgements(), False
    with lexicon.using(book):
        found, damaged = all(path)
    for error in damaged:
        complain(str(error))
    return found, bool(damaged)


class Own(NamedTuple):
    """The user's own tables: the world with them, a word for those of the world, the codebook with his types, if any, and the
    themes of positions."""

    world: World
    version: str
    codebook: Codebook | None
    issues: Issues

    def options(self, published: date | None) -> Options:
        """What the coder is told, to code with them."""
        from dragoman.coding import Options

        return Options(published, world=self.world, codebook=self.codebook, issues=self.issues)


def own_tables(path: Path) -> Own:
    """The user's own tables. Raises `TableInvalid` for a fault in those of the world; a row of the codebook costs a line."""
    from dragoman.coding.issues import Issues
    from dragoman.world import World
    from dragoman.world.own import FILES, version

    mine = own_codebook(path)
    tables = not path.is_dir() or any(f.suffix in FILES for f in path.iterdir())
    return Own(World.load(path), version(path) if tables else "", mine.book if mine else None, Issues.load(path))


def own_codebook(path: Path) -> OwnCodebook | None:
    """The user's codebook, if he has one: a line for each row that is wrong, and the others count."""
    from dragoman.coding import own
    from dragoman.language import reader
    from dragoman.world.tables import invalid

    found = own.load(path, reader)
    if found is not None and found.faults:
        for line in invalid(found.faults).lines:
            complain(f"{line}; the row is left out")
    return found


def record_of(part: Source, published: date | None, own: Own | None = None) -> Record:
    """The record of one page; who is who from the user's own world, where there is one, and made_by says so."""
    from dragoman import coding, pages

    article = pages.read(part.data, url=part.url, name=part.name, charset=part.charset)
    if own is None:
        return coding.code(article, coding.Options(published=published))
    return signed(coding.code(article, own.options(published)), own.version)


def signed(record: Record, version: str) -> Record:
    """The record of a world with the user's own tables: its versions say so."""
    import msgspec

    if not version:
        return record
    made_by = msgspec.structs.replace(record.made_by, world=f"{record.made_by.world}+{version}")
    return msgspec.structs.replace(record, made_by=made_by)


def unexpected(source: str, error: Exception) -> str:
    """The line for an error that nobody foresaw: what it was and where it arose, enough to report it by."""
    frames = extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"{DragomanError.code} {source}: unexpected {what[:200]}{place}; please report it with the page"


def complain(words: str) -> None:
    """One line on standard error, whatever the words hold."""
    line = "".join(char if char.isprintable() else "?" if not char.isspace() else " " for char in words)
    click.echo(f"dragoman: {line}", err=True)


@contextmanager
def hushed() -> Iterator[None]:
    """Keep libraries from writing warnings of their own between our lines."""
    root, silent = logging.getLogger(), logging.NullHandler()
    root.addHandler(silent)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        root.removeHandler(silent)
