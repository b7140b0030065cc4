"""The tables of an export and every column of them: one definition for CSV, Parquet, and the data dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..model import Actor, CountKind, Date, Span
from ..model.archived import Merged, Page, Report, Stand
from .columns import Column, Kind, Table
from .dates import first, last
from .once import Once
from .parties import by_id, called, guise
from .port import Contents
from .withholding import is_sealed, sha256_of

PLOVER = "PLOVER, Open Event Data Alliance"
_MODALITIES = "actual, ongoing, planned, threatened, requested, hypothetical, denied"
_PRECISIONS = "day, week, month, season, year, interval"
_CODES = "actor codes"


class Told(NamedTuple):
    """A report and the event that it is one of."""

    merged: Merged
    report: Report


class Row(NamedTuple):
    """A row: the name of its table, and what its columns read."""

    table: str
    source: Any


def _dated(get: Callable[[Any], Date | None], what: str) -> tuple[Column, ...]:
    return (
        Column("start", "code", lambda r: (d := get(r)) and d.start, f"first day of {what}, cut to its precision (`2022-07`)"),
        Column("end", "code", lambda r: (d := get(r)) and d.end, f"last day of {what}, cut to its precision; it counts"),
        Column("precision", "code", lambda r: (d := get(r)) and d.precision, "how exact the date is", _PRECISIONS),
        Column("first_day", "day", lambda r: first(get(r)), "`start` as a day"),
        Column("last_day", "day", lambda r: last(get(r)), "`end` as a day"),
        Column("date_text", "text", lambda r: (d := get(r)) and d.text, "the words that the date rests on"),
    )


def _words(get: Callable[[Any], Span | None], what: str) -> tuple[Column, ...]:
    def column(name: str, kind: Kind, of: Callable[[Span], Any], about: str, values: str = "", unit: str = "") -> Column:
        return Column(name, kind, lambda r: None if (span := get(r)) is None else of(span), about, values, unit)

    points = "code points"
    return (
        column(
            "part", "code", lambda s: s.part, f"part of the article where {what} stands", "headline, standfirst, body, caption"
        ),
        column("paragraph", "integer", lambda s: s.paragraph, "index of the body's block or of the caption, from 0"),
        column("char_start", "integer", lambda s: s.start, "where the words begin in that clean part, from 0", unit=points),
        column("char_end", "integer", lambda s: s.end, "where they end, exclusive", unit=points),
        column("exact", "text", lambda s: None if is_sealed(s) else s.exact, "the exact words; empty where text is left out"),
        column("prefix", "text", lambda s: s.prefix, "a few words before them"),
        column("suffix", "text", lambda s: s.suffix, "a few words after them"),
        column("sha256", "code", sha256_of, "SHA-256 of the exact words in UTF-8, hexadecimal"),
    )


def _paged(get: Callable[[Any], Page]) -> tuple[Column, ...]:
    return (
        Column("page", "code", lambda r: get(r).id, "the page", "pages.id"),
        Column("url", "text", lambda r: get(r).url, "the page's address"),
        Column("outlet", "text", lambda r: get(r).outlet, "who publishes the page"),
        Column("published", "text", lambda r: get(r).published, "when the page was published, ISO 8601"),
    )


def _act(get: Callable[[Any], Any]) -> tuple[Column, ...]:
    """The cells of an event's row, merged or as one page tells it."""
    return (
        Column("type", "code", lambda r: get(r).type, "what was done", "see the codebook", source=PLOVER),
        Column("mode", "code", lambda r: get(r).mode, "in which way", "see the codebook", source=PLOVER),
        Column(
            "quad", "integer", lambda r: get(r).quad, "class", "1, 2 cooperation in words, in deeds; 3, 4 conflict", source=PLOVER
        ),
        Column(
            "intensity",
            "number",
            lambda r: get(r).intensity,
            "score of type and mode",
            "-10 to 10",
            "PLOVER's scale",
            source=PLOVER,
        ),
        Column("modality", "code", lambda r: get(r).modality, "whether it happened, and if not, what of it", _MODALITIES),
        Column("background", "flag", lambda r: get(r).background, "is it recalled, not reported?"),
        Column("actors", "codes", lambda r: get(r).actors, "who did it; of a mutual act all sides", _CODES),
        Column("recipients", "codes", lambda r: get(r).recipients, "to whom", _CODES),
        Column("contexts", "codes", lambda r: get(r).contexts, "what it is about", "see the codebook", source=PLOVER),
        *_dated(lambda r: get(r).date, "the event"),
        *_placed(lambda r: get(r).place),
        *(column for what in ("dead", "injured", "arrested", "captive") for column in _counted(get, what)),
        Column(
            "confidence",
            "number",
            lambda r: get(r).confidence,
            "how sure the row is: of rows at 0.8, eight in ten are right",
            "0 to 1",
        ),
    )


def _placed(get: Callable[[Any], Any]) -> tuple[Column, ...]:
    def column(name: str, kind: Kind, key: str, about: str, unit: str = "", source: str = "") -> Column:
        return Column(name, kind, lambda r: getattr(get(r), key, None), about, "", unit, source)

    return (
        column("place", "text", "name", "where it happened"),
        column("place_country", "code", "country", "the place's country, ISO 3166-1 alpha-3", source="GeoNames"),
        column("latitude", "number", "latitude", "north", "degrees, WGS 84", "GeoNames"),
        column("longitude", "number", "longitude", "east", "degrees, WGS 84", "GeoNames"),
        column("geonames_id", "integer", "geonames_id", "the place's number", source="GeoNames"),
        column("place_text", "text", "text", "the place's name as written"),
    )


def _counted(get: Callable[[Any], Any], what: CountKind) -> tuple[Column, Column]:
    def ends(row: Any, end: str) -> list[int]:
        return [getattr(count, end) for count in get(row).counts if count.what == what]

    return (
        Column(
            f"{what}_low", "integer", lambda r: min(ends(r, "low"), default=None), f"lowest number of {what} given", unit="people"
        ),
        Column(
            f"{what}_high",
            "integer",
            lambda r: max(ends(r, "high"), default=None),
            f"highest number of {what} given",
            unit="people",
        ),
    )


def _guises(report: Report, ids: tuple[str, ...]) -> list[str]:
    actors = by_id(report.actors)
    return [guise(actors[i]) for i in ids if i in actors]


def _named(stand: Stand, key: str | None) -> Actor | None:
    return next((actor for actor in stand.actors if actor.id == key), None)


def _code(actor: Actor | None) -> str | None:
    return actor.code if actor else None


def _code_of(stand: Stand, keys: tuple[str, ...]) -> list[str]:
    found = (_named(stand, key) for key in keys)
    return [actor.code or actor.name for actor in found if actor]


EVENTS = Table(
    "events",
    "an event, told by one page or by many: the cells that its reports come to together",
    (
        Column("id", "code", lambda m: m.id, "the event"),
        Column("story", "code", lambda m: m.story, "the happening that several texts tell"),
        *_act(lambda m: m.event),
        Column("reports", "integer", lambda m: len(m.reports), "how many pages tell it", unit="pages"),
        Column("sources", "integer", lambda m: m.sources, "how many texts tell it; copies of one text are one", unit="texts"),
        Column("outlets", "integer", lambda m: m.outlets, "how many outlets carry them", unit="outlets"),
        Column("differs", "codes", lambda m: [d.cell for d in m.differences], "cells on which the reports differ"),
        Column("url", "text", lambda m: m.reports[0].page.url if m.reports else None, "address of the page of the surest report"),
        Column("page", "code", lambda m: m.reports[0].page.id if m.reports else None, "that page", "pages.id"),
        *_words(lambda m: m.event.evidence, "the evidence of the surest report"),
    ),
)
REPORTS = Table(
    "reports",
    "one page's telling of an event, as it was coded or judged there",
    (
        Column("event", "code", lambda t: t.merged.id, "the event", "events.id"),
        Column("report", "code", lambda t: t.report.event.id, "the row on its page; pages with one text share it"),
        *_paged(lambda t: t.report.page),
        *_act(lambda t: t.report.event),
        Column("actor_ids", "codes", lambda t: _guises(t.report, t.report.event.actor_ids), "who did it, by name", "actors.id"),
        Column(
            "recipient_ids", "codes", lambda t: _guises(t.report, t.report.event.recipient_ids), "to whom, by name", "actors.id"
        ),
        Column("voucher", "text", lambda t: called(t.report.voucher), "who vouches for it; empty: the paper itself"),
        Column("voucher_code", "code", lambda t: t.report.voucher and t.report.voucher.code, "that actor's code", _CODES),
        *_words(lambda t: t.report.event.evidence, "the evidence"),
    ),
)
STATEMENTS = Table(
    "statements",
    "what somebody is reported to have said, on one page",
    (
        Column("id", "code", lambda h: h.statement.id, "the statement; pages with one text share it"),
        *_paged(lambda h: h.page),
        Column("speaker", "text", lambda h: called(h.statement.speaker, h.speaker), "who said it"),
        Column("speaker_code", "code", lambda h: h.statement.speaker and h.statement.speaker.code, "the speaker's code", _CODES),
        Column("speaker_id", "code", lambda h: h.speaker and guise(h.speaker), "the speaker", "actors.id"),
        Column("addressee", "text", lambda h: called(h.statement.addressee), "to whom"),
        Column(
            "addressee_code", "code", lambda h: h.statement.addressee and h.statement.addressee.code, "that actor's code", _CODES
        ),
        Column("kind", "code", lambda h: h.statement.kind, "in the speaker's words or not", "direct, indirect, mixed"),
        Column("content", "text", lambda h: h.statement.content, "what was said"),
        Column("cue", "text", lambda h: h.statement.cue, "the word that tells of the saying"),
        *_dated(lambda h: h.statement.date, "the saying"),
        Column("venue", "text", lambda h: h.statement.venue, "where it was said, as written"),
        Column("nested_in", "code", lambda h: h.statement.nested_in, "the statement that reports this one", "statements.id"),
        Column("quote", "code", lambda h: h.quote, "one quotation, in whatever wording, has one id"),
        Column("confidence", "number", lambda h: h.statement.confidence, "how sure the row is", "0 to 1"),
        *_words(lambda h: h.statement.evidence, "what was said"),
    ),
)
POSITIONS = Table(
    "positions",
    "where an actor stands toward another or on an issue, on one page",
    (
        Column("id", "code", lambda s: s.position.id, "the position; pages with one text share it"),
        *_paged(lambda s: s.page),
        Column("actor", "code", lambda s: _code(_named(s, s.position.actor)), "who stands so", _CODES),
        Column("actor_name", "text", lambda s: called(None, _named(s, s.position.actor)), "that actor's name"),
        Column("toward", "code", lambda s: _code(_named(s, s.position.toward)), "toward whom", _CODES),
        Column("toward_name", "text", lambda s: called(None, _named(s, s.position.toward)), "that actor's name"),
        Column("issue", "text", lambda s: s.position.issue, "on what, as the text names it"),
        Column("theme", "code", lambda s: s.position.theme, "the group that the issue belongs to", "issues.tsv"),
        Column("stance", "code", lambda s: s.position.stance, "how it stands", "support, oppose, neutral, mixed, uncommitted"),
        Column(
            "claimed_by",
            "text",
            lambda s: called(None, _named(s, s.position.claimed_by)),
            "who claims it; empty: the paper, the actor",
        ),
        Column("contested_by", "codes", lambda s: _code_of(s, s.position.contested_by), "who contests it", _CODES),
        Column("sought_by", "codes", lambda s: _code_of(s, s.position.sought_by), "who asks for it", _CODES),
        Column("as_of", "code", lambda s: s.position.as_of, "on which day, cut to its precision"),
        Column("confidence", "number", lambda s: s.position.confidence, "how sure the row is", "0 to 1"),
        *_words(lambda s: s.position.evidence[0] if s.position.evidence else None, "the first evidence"),
    ),
)
PAGES = Table(
    "pages",
    "a page",
    (
        Column("id", "code", lambda p: p.id, "the page"),
        Column("article", "code", lambda p: p.article, "its text; copies word for word have one id"),
        Column("text_group", "code", lambda p: p.text, "its group of copies: one text, whole, cut or respun"),
        Column("story", "code", lambda p: p.story, "the happening that it tells"),
        Column("url", "text", lambda p: p.url, "its address"),
        Column("outlet", "text", lambda p: p.outlet, "who publishes it"),
        Column("headline", "text", lambda p: p.headline, "its headline; empty where text is left out"),
        Column("published", "text", lambda p: p.published, "when it was published, ISO 8601"),
        Column("day", "code", lambda p: p.day, "the day from which undated rows are reckoned"),
        Column("language", "text", lambda p: p.language, "its language", source="BCP 47"),
        Column("words", "integer", lambda p: p.words, "its length", unit="words"),
        Column("added", "text", lambda p: p.added, "when it was added, ISO 8601"),
    ),
)
ACTORS = Table(
    "actors",
    "an actor as some page knows it: with that name, code and office. Who changes office has several rows",
    (
        Column("id", "code", guise, "the actor with that office"),
        Column("name", "text", lambda a: a.name, "its name, in full as far as a page gives it"),
        Column("code", "code", lambda a: a.code, "its code", _CODES),
        Column("kind", "code", lambda a: a.kind, "what it is", "state, body, group, person, firm, civilians"),
        Column("country", "code", lambda a: a.country, "its state", "ISO 3166-1 alpha-3"),
        Column("parent", "code", lambda a: a.parent, "the state or body above it", _CODES),
        Column("sectors", "codes", lambda a: a.sectors, "what it does", "see world-tables", source=PLOVER),
        Column("office", "text", lambda a: a.office, "the office held on the day"),
        Column("office_from", "code", lambda a: a.office_from, "since when, cut to what is known"),
        Column("office_to", "code", lambda a: a.office_to, "until when; empty: not known to have ended"),
        Column("wikidata", "code", lambda a: a.wikidata, "its item", source="Wikidata"),
    ),
)
TABLES = (EVENTS, REPORTS, STATEMENTS, POSITIONS, PAGES, ACTORS)


def rows(contents: Contents) -> Iterator[Row]:
    """All rows of all tables, each once, in the order of the contents; an actor's before the first row that names it."""
    once = Once()

    def new(actors: tuple[Actor, ...]) -> Iterator[Row]:
        for actor in actors:
            if once(guise(actor)):
                yield Row("actors", actor)

    for merged in contents.events():
        for report in merged.reports:
            yield from new(report.actors)
            yield Row("reports", Told(merged, report))
        yield Row("events", merged)
    for heard in contents.statements():
        yield from new((heard.speaker,) if heard.speaker else ())
        yield Row("statements", heard)
    for stand in contents.positions():
        yield from new(stand.actors)
        yield Row("positions", stand)
    for page in contents.pages():
        yield Row("pages", page)
