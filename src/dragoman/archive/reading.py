"""Rows of the tables as the structs that the archive gives."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from ..errors import ArchiveDamaged
from ..model import Actor, Event, Party, Record, Statement
from ..model.archived import Difference, Heard, Line, Merged, Page, Report, Stand
from ..model.judgement import Judgement
from .filters import ident, stands
from .packing import unpack, unpack_article
from .port import Cell, Store

LINE = (
    "e.key, e.day, e.precision, e.type, e.mode, e.quad, e.intensity, e.modality, e.background, e.confidence, e.actors, "
    "e.recipients, e.pages, e.sources, e.outlets"
)
PAGE = "p.n, p.id, p.article, p.url, p.outlet, p.headline, p.published, p.day, p.language, p.words, g.text, g.story, p.since"
EVENT = "e.n, e.key, e.story, e.sources, e.outlets, e.cells"
_MOST = 500  # numbers in one condition
_judgement = msgspec.json.Decoder(Judgement)


class Cells(Struct, frozen=True, omit_defaults=True):
    """What the reports of an event come to together: the report that leads, the cells that are not as it has them, and those on
    which the reports differ."""

    page: int
    row: str
    changed: dict[str, Any] = {}
    differences: tuple[Difference, ...] = ()


cells_of = msgspec.json.Decoder(Cells).decode


def line(row: Sequence[Any]) -> Line:
    """The flat event of a row of `LINE`."""
    key, day, precision, kind, mode, quad, intensity, modality, background, confidence, actors, recipients, *told = row
    return Line(
        ident(key), day, precision, kind, mode, quad, intensity, modality, bool(background), confidence,
        tuple(actors.split(";")) if actors else (), tuple(recipients.split(";")) if recipients else (), *told,
    )  # fmt: skip


class Reading:
    """Reads pages and rows as they stood after a commit (now, where it is None); what was read of a page is kept for the next
    row of it, up to some hundreds of pages."""

    def __init__(self, store: Store, commit: int | None = None) -> None:
        self.store, self.commit = store, commit
        self._moments: dict[int, str] = {}
        self._pages: dict[int, tuple[Page, Record]] = {}

    def stands(self, *aliases: str) -> tuple[str, list[Cell]]:
        """The condition that the rows of all these tables stand."""
        conditions, given = [], []
        for alias in aliases:
            condition, cells = stands(alias, self.commit)
            conditions.append(condition)
            given += cells
        return " AND ".join(conditions), given

    def page(self, row: Sequence[Any]) -> Page:
        """The page of a row of `PAGE`."""
        _, ident_, article, url, outlet, headline, published, day, language, words, text, story, since = row
        return Page(
            ident_, article, url, outlet, headline, published, day, language, words, ident(text), ident(story), self.moment(since)
        )

    def moment(self, commit: int) -> str:
        """When a commit was made."""
        if commit not in self._moments:
            near = commit - commit % _MOST
            self._moments |= dict(self.store.select("SELECT n, at FROM commits WHERE n BETWEEN ? AND ?", (near, near + _MOST)))
        return self._moments.get(commit, "")

    def records(self, numbers: Iterable[int]) -> dict[int, tuple[Page, Record]]:
        """The pages of these numbers with their records, as judged. What no longer stood at the commit is left out."""
        wanted = list(dict.fromkeys(numbers))
        if len(self._pages) > _MOST:
            self._pages = {n: self._pages[n] for n in wanted if n in self._pages}
        missing = [n for n in wanted if n not in self._pages]
        for part in _parted(missing):
            condition, given = self.stands("p", "g", "r")
            rows = self.store.select(
                f"SELECT {PAGE}, p.body, r.coding FROM pages p JOIN groups g ON g.page = p.n JOIN readings r ON r.page = p.n "
                f"WHERE p.n IN ({', '.join(map(str, part))}) AND {condition}",
                given,
            )
            found = [(self.page(row[:-2]), self.record(row[0], row[-2], row[-1])) for row in rows]
            judged = self.judged({page.article for page, _ in found})
            for row, (page, record) in zip(rows, found, strict=True):
                self._pages[row[0]] = page, self.laid(record, judged)
        return {n: self._pages[n] for n in wanted if n in self._pages}

    def record(self, n: int, body: bytes, coding: bytes) -> Record:
        """The record of a page from its bytes. Raises `ArchiveDamaged`."""
        try:
            return unpack(coding, unpack_article(body))
        except (zlib.error, ValueError, msgspec.MsgspecError) as error:
            what = f"page {n} of the archive cannot be read ({str(error)[:80]})"
            raise ArchiveDamaged(f"page {n}", what, "add the page again from its source; all others can be read") from error

    def judged(self, articles: set[str]) -> dict[str, list[Judgement]]:
        """The judgements of articles, in the order in which they were given."""
        out: dict[str, list[Judgement]] = {}
        for part in _parted(sorted(articles)):
            condition, given = self.stands("j")
            marks = ", ".join("?" * len(part))
            for article, data in self.store.select(
                f"SELECT j.article, j.judgement FROM judgements j WHERE j.article IN ({marks}) AND {condition} ORDER BY j.n",
                (*part, *given),
            ):
                out.setdefault(article, []).append(_judgement.decode(data))
        return out

    def laid(self, record: Record, judged: Mapping[str, list[Judgement]]) -> Record:
        """A record with the judgements of its article laid over it."""
        mine = judged.get(record.article.id)
        if not mine:
            return record
        from ..judgements import lay  # it needs the codebook, and with it the coder

        return lay(record, mine)

    def merged(self, rows: Sequence[Sequence[Any]]) -> Iterator[Merged]:
        """The events of rows of `EVENT`, with all their reports."""
        keys = [row[1] for row in rows]
        told: dict[int, list[tuple[int, str]]] = {}
        for part in _parted(keys):
            condition, given = self.stands("r")
            for key, page, row in self.store.select(
                f"SELECT r.event, r.page, r.row FROM reports r WHERE r.event IN ({', '.join(map(str, part))}) AND {condition}",
                given,
            ):
                told.setdefault(key, []).append((page, ident(row)))
        pages = self.records(page for key in keys for page, _ in told.get(key, ()))
        for _, key, story, sources, outlets, cells in rows:
            reports = [
                report for page, row in told.get(key, ()) if page in pages and (report := _report(*pages[page], row)) is not None
            ]
            if reports:
                known = cells_of(cells) if cells else None
                lead = pages[known.page][0].id if known and known.page in pages else None
                yield merged_of(
                    ident(key), ident(story), ordered(reports, lead, known.row if known else None), known, (sources, outlets)
                )

    def statements(self, rows: Sequence[tuple[int, str]]) -> Iterator[Heard]:
        """The statements of rows (number of the page, id in its record)."""
        pages = self.records(n for n, _ in rows)
        quotes: dict[tuple[int, str], str] = {}
        for part in _parted(list(pages)):
            condition, given = self.stands("q")
            listed = ", ".join(map(str, part))
            sql = f"SELECT q.page, q.statement, q.quote FROM quotations q WHERE q.page IN ({listed}) AND {condition}"
            quotes |= {(page, statement): ident(quote) for page, statement, quote in self.store.select(sql, given)}
        for n, ident_ in rows:
            page, record = pages.get(n, (None, None))
            found = next((s for s in record.statements if s.id == ident_), None) if record else None
            if page is not None and record is not None and found is not None:
                yield _heard(page, record, found, quotes.get((n, ident_)))

    def positions(self, rows: Sequence[tuple[int, str]]) -> Iterator[Stand]:
        """The positions of rows (number of the page, id in its record)."""
        pages = self.records(n for n, _ in rows)
        for n, ident_ in rows:
            page, record = pages.get(n, (None, None))
            found = next((p for p in record.positions if p.id == ident_), None) if record else None
            if page is not None and record is not None and found is not None:
                ids = (found.actor, found.toward, found.claimed_by, *found.contested_by, *found.sought_by)
                everyone = bare(record)
                yield Stand(page, found, tuple(everyone[i] for i in dict.fromkeys(ids) if i is not None and i in everyone))


def bare(record: Record) -> Mapping[str, Actor]:
    """A record's actors by their ids, without their mentions."""
    return {a.id: msgspec.structs.replace(a, mentions=()) for a in record.actors}


def reports_of(page: Page, record: Record) -> list[Report]:
    """A page's telling of each of its events."""
    everyone = bare(record)
    return [_told(page, event, everyone) for event in record.events]


def quoted_in(page: Page, record: Record) -> Iterator[Heard]:
    """The statements of a page that give words as they were said."""
    return (_heard(page, record, s) for s in record.statements if s.kind != "indirect")


def _heard(page: Page, record: Record, statement: Statement, quote: str | None = None) -> Heard:
    speaker = next((a for a in record.actors if statement.speaker and a.id == statement.speaker.id), None)
    return Heard(page, statement, msgspec.structs.replace(speaker, mentions=()) if speaker else None, quote)


def _report(page: Page, record: Record, row: str) -> Report | None:
    event = next((e for e in record.events if e.id == row), None)
    return _told(page, event, bare(record)) if event is not None else None


def _told(page: Page, event: Event, everyone: Mapping[str, Actor]) -> Report:
    ids = dict.fromkeys((*event.actor_ids, *event.recipient_ids))
    voucher = everyone.get(event.vouched_by or "")
    return Report(
        page,
        event,
        tuple(everyone[i] for i in ids if i in everyone),
        Party(voucher.id, voucher.name, voucher.code) if voucher else None,
    )


def ordered(reports: Iterable[Report], page: str | None, row: str | None) -> tuple[Report, ...]:
    """Reports in their order: the one that leads, then by day of the page."""
    return tuple(
        sorted(reports, key=lambda r: ((r.page.id, r.event.id) != (page, row), r.page.day or "9", r.page.id, r.event.id))
    )


def merged_of(key: str, story: str, reports: tuple[Report, ...], cells: Cells | None, counts: tuple[int, int]) -> Merged:
    """An event of its reports, the leading one first, and of what they come to together."""
    event = msgspec.structs.replace(reports[0].event, id=key)
    if cells is not None and cells.changed:
        event = msgspec.convert(msgspec.to_builtins(event) | cells.changed, Event)
    return Merged(key, story, event, reports, cells.differences if cells else (), *counts)


def _parted(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _MOST):
        yield values[first : first + _MOST]
