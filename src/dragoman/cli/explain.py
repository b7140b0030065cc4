"""`dragoman explain`: why an event's row is as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from dragoman.cli.archive import is_archive, opened
from dragoman.cli.read import WORLD_HELP, Own, complain, day, own_tables, signed
from dragoman.cli.world import told
from dragoman.errors import DragomanError, NoSuchEvent

if TYPE_CHECKING:
    from dragoman.coding.coder import Coded
    from dragoman.model.explanation import Explanation


@click.command("explain", short_help="Show why an event's row is as it is.")
@click.argument("event_id", metavar="EVENT_ID")
@click.argument("source", metavar="SOURCE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--published", callback=day, metavar="DATE", help="The day of a page that bears no date of its own (YYYY-MM-DD).")
@click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
@told
def explain_command(event_id: str, source: str, as_json: bool, published: date | None, own: Path | None) -> int:
    """Show why the row of an event is as it is, from its words to its cells. SOURCE is read again, as by
    'dragoman read'; it may be an archive.

    EVENT_ID is the event's id, as 'dragoman read --json' has it, the first four digits or more of it, or, of a source that is one
    page, the event's number on the page. Exit status: 0, or 2 where there is no such event or the source cannot be read.
    """
    whole, found = explained_in(source, event_id, published, own_tables(own) if own is not None else None)
    from dragoman.cli.explanation import explanation
    from dragoman.cli.output import Pages, write

    if as_json:
        import msgspec

        write(msgspec.json.encode(found) + b"\n")
    else:
        form = Pages(1)
        write(form.drawn(explanation(whole.record, found, form.ink)))
    return 0


def explained_archived(
    path: str, event_id: str, own: Own | None, as_of: date | None = None
) -> Iterator[tuple[Coded, Explanation]]:
    """Every text of an archive that tells the event, coded anew, and why its row there is as it is; the surest first.

    Raises `QueryInvalid` where the archive has no such event, `NoSuchEvent` where its page is coded otherwise by now.
    """
    from dragoman import coding
    from dragoman.coding.explain import explained

    seen = set()
    with opened(Path(path), as_of) as archive:
        for report in archive.event(event_id).reports:
            if report.page.article in seen:
                continue
            seen.add(report.page.article)
            article = archive.record(report.page.id).article
            article = msgspec.structs.replace(article, flags=())  # the coder flags anew
            given = own.options(None) if own is not None else coding.Options()
            yield _signed(*explained(article, report.event.id, given), own.version if own is not None else "")


def explained_in(source: str, event_id: str, published: date | None, own: Own | None) -> tuple[Coded, Explanation]:
    """The page that has the event, coded, and why its row is as it is. Raises `NoSuchEvent` where no page has it."""
    if is_archive(source):
        return next(explained_archived(source, event_id, own))
    from dragoman import coding, pages
    from dragoman.coding.explain import explained

    given = own.options(published) if own is not None else coding.Options(published=published)
    missing: DragomanError | None = None
    for part in pages.open_sources([source]):
        try:
            if isinstance(part, DragomanError):
                raise part
            article = pages.read(part.data, url=part.url, name=part.name, charset=part.charset)
            return _signed(*explained(article, event_id, given), own.version if own is not None else "")
        except DragomanError as error:
            if isinstance(missing, NoSuchEvent) and not isinstance(error, NoSuchEvent):
                complain(str(error))  # a page that cannot be read may have been the one
            else:
                missing = missing if isinstance(missing, NoSuchEvent) else error
    raise missing or NoSuchEvent(event_id, "the source holds no page", "name another source")


def _signed(whole: Coded, found: Explanation, version: str) -> tuple[Coded, Explanation]:
    """Both with the versions that `dragoman read` gives the record."""
    from msgspec.structs import replace

    record = signed(whole.record, version)
    return replace(whole, record=record), replace(found, made_by=record.made_by)
