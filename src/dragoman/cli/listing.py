"""`dragoman events`, `statements`, `actors`, `stories`, `search`, `sql` and `versions`: an archive asked for its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.archive import archive_argument, as_of_option, filters, form_or_own, format_option, opened
from dragoman.cli.world import told

if TYPE_CHECKING:
    from dragoman.archive import Filter
    from dragoman.model.archived import Heard, Merged

_SHOWN = 50  # rows of a table on a terminal, unless told


@click.command("events", short_help="Print events of an archive, one row a deed however many pages tell it.")
@archive_argument
@click.argument("event_id", required=False, metavar="[EVENT_ID]")
@filters
@as_of_option
@format_option
@told
def events_command(archive: Path, event_id: str | None, query: Filter, as_of: date | None, form: str | None) -> int:
    """Print the events of ARCHIVE: who did what to whom, when and where, in which words, and how many pages tell it.

    With EVENT_ID, the first digits of an event's id, print that event with every page that tells it. Copies of one text count
    once; what several texts tell of one deed is one event. Exit status: 0, 1 where no event fits, 2 on an error, such as an
    EVENT_ID that is none.
    """
    with opened(archive, as_of) as found:
        if event_id is not None:
            return _one(found.event(event_id), form)
        return _write(found.events(_limited(query, form)), form, event_row, query)


@click.command("statements", short_help="Print who said what, of an archive.")
@archive_argument
@filters
@as_of_option
@format_option
@told
def statements_command(archive: Path, query: Filter, as_of: date | None, form: str | None) -> int:
    """Print the statements of ARCHIVE: who said what to whom, when, and where it is reported.

    --actor and --party are about speakers, --recipient about those addressed.

    Exit status: 0, 1 where there is none, 2 on an error.
    """
    with opened(archive, as_of) as found:
        return _write(found.statements(_limited(query, form)), form, statement_row, query)


@click.command("quotes", short_help="Print quotations that several pages have, in each wording.")
@archive_argument
@filters
@click.option("--drifted", is_flag=True, help="Only those whose wordings differ, or that are given to several speakers.")
@as_of_option
@format_option
@told
def quotes_command(archive: Path, query: Filter, drifted: bool, as_of: date | None, form: str | None) -> int:
    """Print what ARCHIVE has quoted on several pages of a story: the same words, words that drifted, words cut short, and who
    has which wording. --actor and --party are about speakers.

    Exit status: 0, 1 where there is none, 2 on an error.
    """
    with opened(archive, as_of) as found:
        told = (
            (quotation, pages) for quotation, pages in found.quotations(query)
            if not drifted or quotation.others or any(w.kind == "drift" for w in quotation.wordings)
        )  # fmt: skip
        if form_or_own(form) == "table":
            return _write(told, form, quote_rows)
        return _write((row for each in told for row in quote_rows(*each)), form, dict)


@click.command("actors", short_help="Print who is named in an archive.")
@archive_argument
@click.argument("words", required=False, metavar="[NAME]")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only who has that code.")
@click.option("--limit", type=click.IntRange(min=0), default=_SHOWN, show_default=True, metavar="N", help="Only the first N.")
@as_of_option
@format_option
@told
def actors_command(
    archive: Path, words: str | None, codes: tuple[str, ...], limit: int, as_of: date | None, form: str | None
) -> int:
    """Print who is named in ARCHIVE (with NAME, whose name has it), with code, office and Wikidata id, most named first.

    Exit status: 0, 1 where nobody is, 2 on an error.
    """
    with opened(archive, as_of) as found:
        return _write(found.actors(words, codes, limit), form, plain_row)


@click.command("stories", short_help="Print what happened by stories: how many pages, texts and outlets tell each.")
@archive_argument
@filters
@as_of_option
@format_option
@told
def stories_command(archive: Path, query: Filter, as_of: date | None, form: str | None) -> int:
    """Print the stories of ARCHIVE, those that most outlets carry first.

    A story is a happening; a text is what one author wrote of it, with all its copies. Options that say which events are about
    the days, outlets and words of pages here. Exit status: 0, 1 where there is none, 2 on an error.
    """
    with opened(archive, as_of) as found:
        return _write(found.stories(_limited(query, form)), form, plain_row, query)


@click.command("search", short_help="Search the text of an archive's pages.")
@archive_argument
@click.argument("sought", nargs=-1, required=True, metavar="WORD...")
@filters
@as_of_option
@format_option
@told
def search_command(archive: Path, sought: tuple[str, ...], query: Filter, as_of: date | None, form: str | None) -> int:
    """Search the pages of ARCHIVE for words: all of them, "a phrase", begin*, OR, NOT. Best first, twenty
    unless --limit says more.

    Exit status: 0, 1 where nothing is found, 2 on an error.
    """
    with opened(archive, as_of) as found:
        return _write(found.search(" ".join(sought), query), form, hit_row)


@click.command("versions", short_help="Print how a page changed under its address, and what changed in the record.")
@archive_argument
@click.argument("url", metavar="URL")
@format_option
@told
def versions_command(archive: Path, url: str, form: str | None) -> int:
    """Print each text that stood at URL, when it was added, and which events came and went with it.

    Exit status: 0, 1 where there is no such page, 2 on an error.
    """
    with opened(archive) as found:
        return _write(found.versions(url), form, version_row)


@click.command("sql", short_help="Ask an archive in SQL.")
@archive_argument
@click.argument("query", required=False, metavar="[SQL]")
@click.option("--tables", is_flag=True, help="Print the tables and their columns.")
@format_option
@told
def sql_command(archive: Path, query: str | None, tables: bool, form: str | None) -> int:
    """Ask ARCHIVE in SQL; the views events_now, reports_now, statements_now, positions_now and pages_now have what stands now.

    An archive is only read so. Exit status: 0, 1 where there is no row, 2 on an error.
    """
    if (query is None) != tables:
        raise click.UsageError("Give a query, or --tables.")
    if query is None:
        from dragoman.archive.schema import TABLES

        rows = [{"table": t.name, "column": c.name, "kind": c.kind, "about": c.about} for t in TABLES.values() for c in t.columns]
        return _write(rows, form, dict)
    with opened(archive) as found:
        names, answer = found.sql(query)
        return _write(answer, form, lambda row: dict(zip(names, map(_cell, row), strict=True)))


def _cell(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes) else value


def _limited(query: Filter, form: str | None) -> Filter:
    """On a terminal a table ends after some rows, unless it was told how many."""
    import msgspec

    if query.limit is None and form_or_own(form) == "table":
        return msgspec.structs.replace(query, limit=_SHOWN)
    return query


def _one(event: Merged, form: str | None) -> int:
    """An event and every page that tells it."""
    from dragoman.cli import drawn
    from dragoman.cli.tables import write_objects, write_table

    form = form_or_own(form)
    if form in ("json", "jsonl"):
        write_objects([event], form)
    elif form == "table":
        drawn.draw_whole(event)
    else:
        write_table(report_rows(event), form)
    return 0


def _write(found: Iterable[Any], form: str | None, row: Any, query: Filter | None = None) -> int:
    """Print what was found: whole as JSON, or as rows. The exit status."""
    from dragoman.cli import drawn
    from dragoman.cli.read import complain
    from dragoman.cli.tables import write_objects, write_table

    form = form_or_own(form)
    count = 0

    def counted() -> Iterator[Any]:
        nonlocal count
        for one in found:
            count += 1
            yield one

    if form in ("json", "jsonl"):
        write_objects(counted(), form)
    elif form == "table" and row in (event_row, statement_row, quote_rows, plain_row, hit_row, version_row):
        drawn.draw(counted())
    else:
        write_table((row(one) for one in counted()), form)
    if not count:
        complain("nothing in the archive fits")
    elif query is not None and query.limit is None and form == "table" and count == _SHOWN:
        complain(f"the first {_SHOWN}; --limit says how many, --format csv gives all")
    return 0 if count else 1


def event_row(merged: Merged) -> dict[str, Any]:
    """An event as a row of a table."""
    e, lead = merged.event, merged.reports[0]
    return {
        "id": merged.id,
        "date": e.date.start if e.date else None,
        "until": e.date.end if e.date and e.date.end != e.date.start else None,
        "type": e.type,
        "mode": e.mode,
        "actors": ";".join(e.actors),
        "recipients": ";".join(e.recipients),
        "modality": e.modality,
        "background": e.background,
        "place": e.place.name if e.place else None,
        "country": e.place.country if e.place else None,
        "quad": e.quad,
        "intensity": e.intensity,
        "confidence": e.confidence,
        "pages": len({r.page.id for r in merged.reports}),
        "sources": merged.sources,
        "outlets": merged.outlets,
        "vouched_by": lead.voucher.name if lead.voucher else None,
        "words": e.evidence.exact,
        "url": lead.page.url,
    }


def report_rows(merged: Merged) -> Iterator[dict[str, Any]]:
    """Each page's telling of an event as a row."""
    for report in merged.reports:
        e, page = report.event, report.page
        yield {
            "published": page.published,
            "outlet": page.outlet,
            "date": e.date.start if e.date else None,
            "type": e.type,
            "mode": e.mode,
            "actors": ";".join(e.actors),
            "recipients": ";".join(e.recipients),
            "modality": e.modality,
            "place": e.place.name if e.place else None,
            "confidence": e.confidence,
            "vouched_by": report.voucher.name if report.voucher else None,
            "words": e.evidence.exact,
            "text": page.text,
            "page": page.id,
            "url": page.url,
        }


def statement_row(heard: Heard) -> dict[str, Any]:
    """A statement as a row of a table."""
    s = heard.statement
    return {
        "date": s.date.start if s.date else heard.page.day,
        "speaker": s.speaker.name if s.speaker else None,
        "code": s.speaker.code if s.speaker else None,
        "addressee": s.addressee.name if s.addressee else None,
        "kind": s.kind,
        "cue": s.cue,
        "content": s.content,
        "confidence": s.confidence,
        "outlet": heard.page.outlet,
        "page": heard.page.id,
        "url": heard.page.url,
    }


def quote_rows(quotation: Any, pages: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each wording of a quotation as a row."""
    others = {page: name for name, given in quotation.others for page in given}
    for wording in quotation.wordings:
        had = [pages[page] for page in wording.pages if page in pages]
        yield {
            "quote": quotation.id,
            "speaker": quotation.name,
            "code": quotation.code,
            "kind": wording.kind,
            "words": wording.words,
            "pages": len(wording.pages),
            "texts": wording.texts,
            "outlets": list(dict.fromkeys(page.outlet for page in had if page.outlet)),
            "given_to": list(dict.fromkeys(others[page.id] for page in had if page.id in others)),
            "urls": [page.url for page in had if page.url],
        }


def hit_row(hit: Any) -> dict[str, Any]:
    """A page that was found as a row of a table."""
    page = hit.page
    return {
        "day": page.day,
        "outlet": page.outlet,
        "headline": page.headline,
        "words": hit.words,
        "score": hit.score,
        "story": page.story,
        "page": page.id,
        "url": page.url,
    }


def plain_row(one: Any) -> dict[str, Any]:
    """A story or an actor as a row of a table."""
    import msgspec

    return msgspec.structs.asdict(one)


def version_row(version: Any) -> dict[str, Any]:
    """A version of a page as a row of a table."""
    came, went = (
        "; ".join(f"{e.type} {','.join(e.actors)}>{','.join(e.recipients)}" for e in side)
        for side in (version.came, version.went)
    )
    page = version.page
    return {"added": page.added, "headline": page.headline, "words": page.words, "came": came, "went": went, "page": page.id}
