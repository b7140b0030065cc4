"""The archive: pages and their records go in; pages, events, statements, positions and stories come out, as of any day."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import ArchiveMissing, ExtraMissing, QueryInvalid
from ..model import Article, MadeBy, Record
from ..model.archived import Heard, Hit, Line, Merged, Named, Page, Stand, Story, Version
from ..model.judgement import Judgement
from . import filters
from .filters import Asked, Filter, ident, number
from .given import Added, Given, page_id
from .port import Cell, Store
from .reading import EVENT, LINE, PAGE, Reading, line
from .snippets import snippet
from .sqlite import Access, SQLiteStore

if TYPE_CHECKING:
    from ..copies import Quotation

_AT_ONCE = 500  # events whose pages are read together
_LAST = "(SELECT max(n) FROM commits)"
_STORIES = "g.story, min(p.day), max(p.day), count(*), count(DISTINCT g.text), count(DISTINCT p.outlet), min(p.n)"


class Archive:
    """An archive that is open. It is closed by `close`, or at the end of a `with`.

    >>> with Archive.open("talks.dragoman", "make") as archive:
    ...     archive.add([dragoman.read("page.html")])
    ...     for event in archive.events(Filter(parties=("CHN",))):
    ...         print(event.event.type, event.reports[0].event.evidence.exact)
    """

    def __init__(self, store: Store, path: str, commit: int | None = None) -> None:
        """An archive over a store; `commit` is the last commit that counts, all where it is None."""
        self.store, self.path, self.commit = store, path, commit

    @classmethod
    def open(cls, path: str | Path, access: Access = "read", as_of: date | None = None) -> Archive:
        """Open the archive at a path: a file (SQLite), or a folder of Delta tables where it is one or its name ends in `.lake`.

        `read` reads, `write` adds to one that is there, `make` makes it where there is none. `as_of` gives it as it stood at
        the end of that day (UTC). Raises `ArchiveError`s.
        """
        store = store_of(Path(path), access)
        commit = None
        if as_of is not None:
            end = f"{as_of.isoformat()}T23:59:59.999+00:00"
            commit = int(store.select("SELECT max(n) FROM commits WHERE at <= ?", (end,))[0][0] or 0)
        return cls(store, str(path), commit)

    @classmethod
    def in_memory(cls) -> Archive:
        """An archive that is gone once it is closed."""
        return cls(SQLiteStore(":memory:", "make"), ":memory:")

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of it."""
        self.store.close()

    # What goes in.

    def add(self, records: Iterable[Record], originals: Sequence[bytes | None] = (), settings: Any = None) -> list[Added]:
        """Add records as one commit, and say what became of each. What is there already changes nothing.

        `originals` are the pages' bytes, to be kept; `settings` whatever shall be told of how the records were made.
        """
        kept = [*originals]
        given = [Given(record, kept[i] if i < len(kept) else None) for i, record in enumerate(records)]
        from . import adding  # what compares texts is loaded only to write

        return adding.add(self.store, given, json.dumps(settings or {}, sort_keys=True, default=str))

    def judge(self, judgements: Sequence[Judgement]) -> int:
        """Keep what a person judged of rows; it is laid over them from now on. Answers how many pages it is about."""
        from . import adding

        return adding.judge(self.store, judgements)

    def knows(self, article: Article, made_by: MadeBy) -> bool:
        """Whether an article stands in the archive as it is, coded by these versions: then it need not be coded again."""
        sql = (
            "SELECT p.published, m.value FROM pages p JOIN readings r ON r.page = p.n AND r.until IS NULL "
            "JOIN names m ON m.n = r.made_by WHERE p.id = ? AND p.until IS NULL"
        )
        found = self.store.select(sql, (page_id(article),))
        return bool(found) and found[0] == (article.published, msgspec.json.encode(made_by).decode())

    def added(self, url: str) -> str | None:
        """When the page that stands at an address was added, None where none does."""
        sql = "SELECT c.at FROM pages p JOIN commits c ON c.n = p.since WHERE p.url = ? AND p.until IS NULL"
        found = self.store.select(sql, (url,))
        return str(found[-1][0]) if found else None

    def judgements(self) -> list[Judgement]:
        """All judgements that were given, the oldest first."""
        condition, given = filters.stands("j", self.commit)
        rows = self.store.select(f"SELECT j.judgement FROM judgements j WHERE {condition} ORDER BY j.n", given)
        return [msgspec.json.decode(row[0], type=Judgement) for row in rows]

    # What comes out.

    def events(self, query: Filter | None = None) -> Iterator[Merged]:
        """The events that a filter asks for, each with all its reports."""
        asked = filters.events(query or Filter(), self.store, self.commit)
        for reading, rows in self._read(asked, EVENT, query):
            yield from reading.merged(rows)

    def event(self, id: str) -> Merged:
        """The event of an id, or of its first four digits or more. Raises `QueryInvalid` where there is none, or several."""
        then = self._now()
        return next(then._of(then._keys(id)))

    def lines(self, query: Filter | None = None) -> Iterator[Line]:
        """The events that a filter asks for, flat: many times faster than `events`."""
        asked = filters.events(query or Filter(), self.store, self.commit)
        return map(line, self.store.stream(*asked.sql(LINE, query.limit if query else None)))

    def pages(self, query: Filter | None = None) -> Iterator[Page]:
        """The pages that a filter asks for (by day, outlet, story, words)."""
        asked = filters.pages(query or Filter(), self.store, self.commit)
        return map(Reading(self.store, self.commit).page, self.store.stream(*asked.sql(PAGE, query.limit if query else None)))

    def statements(self, query: Filter | None = None) -> Iterator[Heard]:
        """The statements that a filter asks for; its actors are the speakers, its recipients those addressed."""
        asked = filters.statements(query or Filter(), self.store, self.commit)
        for reading, rows in self._read(asked, "s.page, s.id", query):
            yield from reading.statements(rows)

    def positions(self, query: Filter | None = None) -> Iterator[Stand]:
        """The positions that a filter asks for; its recipients are those toward whom."""
        asked = filters.positions(query or Filter(), self.store, self.commit)
        for reading, rows in self._read(asked, "s.page, s.id", query):
            yield from reading.positions(rows)

    def quotations(self, query: Filter | None = None) -> Iterator[tuple[Quotation, dict[str, Page]]]:
        """The quotations among the statements that a filter asks for which several pages of a story have: in each wording, and
        the pages that have them."""
        from .. import copies

        then = self._now()
        ids = dict.fromkeys(heard.quote for heard in then.statements(query) if heard.quote)
        reading = Reading(self.store, then.commit)
        for quote in ids:
            condition, given = filters.stands("q", then.commit)
            sql = f"SELECT q.page, q.statement FROM quotations q WHERE q.quote = ? AND {condition} ORDER BY q.n"
            heard = list(reading.statements(self.store.select(sql, (number(quote or ""), *given))))
            for quotation in copies.quotes(heard):
                yield quotation, {h.page.id: h.page for h in heard}

    def stories(self, query: Filter | None = None) -> Iterator[Story]:
        """The stories of the pages that a filter asks for, those that most outlets carry first."""
        query = query or Filter()
        asked = filters.pages(query, self.store, self.commit)
        sql, given = asked.sql(_STORIES)
        grouped = sql[: len(sql) - len(asked.order)] + " GROUP BY g.story ORDER BY 6 DESC, 4 DESC, 2 DESC, 1"
        limit = f" LIMIT {int(query.limit)}" if query.limit is not None else ""
        condition, told = filters.stands("e", self.commit)
        for rows in self._parts((grouped + limit, given)):
            stories, numbers = (", ".join(str(row[i]) for row in rows) for i in (0, -1))
            sql = f"SELECT e.story, count(*) FROM events e WHERE e.story IN ({stories}) AND {condition} GROUP BY e.story"
            events: dict[int, int] = dict(self.store.select(sql, told))
            headlines: dict[int, str | None] = dict(self.store.select(f"SELECT n, headline FROM pages WHERE n IN ({numbers})"))
            for story, first, last, pages, texts, outlets, n in rows:
                yield Story(ident(story), headlines[n], first, last, pages, texts, outlets, events.get(story, 0))

    def actors(self, words: str | None = None, codes: Sequence[str] = (), limit: int | None = None) -> list[Named]:
        """Who is named: by code or by words of the name, those whom most pages name first."""
        conditions, given = filters.stands("p", self.commit)
        if codes:
            conditions += f" AND w.code IN ({', '.join('?' * len(codes))})"
            given += codes
        if words:
            conditions += " AND w.name LIKE ?"
            given.append(f"%{words}%")
        sql = (
            "SELECT w.code, w.name, w.kind, w.country, w.office, w.wikidata, count(*), min(p.day), max(p.day) FROM who w "
            f"JOIN named m ON m.who = w.n JOIN pages p ON p.n = m.page WHERE {conditions} "
            "GROUP BY w.code, w.name, w.kind, w.country, w.office, w.wikidata ORDER BY 7 DESC, 2, 5"
        )
        return [Named(*row) for row in self.store.select(sql + (f" LIMIT {int(limit)}" if limit is not None else ""), given)]

    def search(self, words: str, query: Filter | None = None) -> list[Hit]:
        """Pages that have the words, best first: words, "a phrase", pre*, AND, OR, NOT. Twenty unless the filter says more."""
        query = query or Filter()
        limit = max(0, query.limit if query.limit is not None else 20)
        then = self._now()
        found, rows, most = dict[int, float](), list[tuple[Any, ...]](), 2 * limit
        # Of the best, many may stand no longer or be none that the filter lets through: then more are looked at.
        while len(rows) < limit:
            found = dict(self.store.found(words, most))
            asked = filters.pages(query, self.store, then.commit)
            asked.holds(f"p.n IN ({', '.join(map(str, found)) or '0'})")
            rows = sorted(self.store.select(*asked.sql(PAGE)), key=lambda row: (-found[row[0]], row[0]))[:limit]
            if len(found) < most:
                break
            most *= 20
        reading = Reading(self.store, then.commit)
        records = reading.records(row[0] for row in rows)
        return [
            Hit(page, round(found[row[0]], 4), *snippet(record.article, words))
            for row in rows
            if row[0] in records
            for page, record in (records[row[0]],)
        ]

    def select(self, query: Filter | None = None) -> Selection:
        """What a filter asks for, of every kind: what an export is made of."""
        return Selection(self, query or Filter())

    def now(self) -> str:
        """When the last commit that counts was made, ISO 8601 in UTC; empty where nothing was ever added."""
        n = self.commit if self.commit is not None else self.store.last("commits")
        found = self.store.select("SELECT at FROM commits WHERE n = ?", (n,))
        return str(found[0][0]) if found else ""

    def record(self, page: str) -> Record:
        """The record of a page, as judged. Raises `QueryInvalid` where there is no such page."""
        then = self._now()
        return then._record(then._page(page))

    def original(self, page: str) -> bytes | None:
        """The bytes of a page as they came, where they were kept."""
        data = self.store.select("SELECT original FROM pages WHERE n = ?", (self._page(page),))[0][0]
        return zlib.decompress(data) if data is not None else None

    def versions(self, url: str) -> list[Version]:
        """The texts that stood at an address, in their order, and what came and went in the record with each."""
        last = self.commit if self.commit is not None else self.store.last("commits")
        rows = self.store.select(
            f"SELECT {PAGE}, p.body, r.coding FROM pages p JOIN groups g ON g.page = p.n JOIN readings r ON r.page = p.n "
            "WHERE p.url = ? AND p.since <= ? AND g.since <= ? AND r.since <= ? ORDER BY p.n, g.n DESC, r.n DESC",
            (url, last, last, last),
        )
        reading, out, seen = Reading(self.store, self.commit), [], set()
        before: dict[tuple[Any, ...], Any] = {}
        for row in rows:
            if row[0] in seen:
                continue
            seen.add(row[0])
            record = reading.record(row[0], row[-2], row[-1])
            now = {_deed(e): e for e in record.events}
            came = tuple(e for key, e in now.items() if key not in before)
            out.append(Version(reading.page(row[:-2]), came, tuple(e for key, e in before.items() if key not in now)))
            before = now
        return out

    def sql(self, sql: str) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """The columns and the rows of a query in SQL. Raises `QueryInvalid`; an archive that is open to read cannot be harmed."""
        if not sql.lstrip(" \t\r\n(").lower().startswith(("select", "with", "values", "explain")):
            raise QueryInvalid(sql[:80] or "''", "is no query", "begin with SELECT or WITH: an archive is only read in SQL")
        return self.store.columns(sql), self.store.stream(sql)

    def counts(self) -> dict[str, int]:
        """How many pages, texts, stories, events, reports, statements and positions stand."""
        condition, given = filters.stands("t", self.commit)
        out = {}
        for name, what in (
            ("pages", "count(*)"),
            ("texts", "count(DISTINCT t.text)"),
            ("stories", "count(DISTINCT t.story)"),
            *((table, "count(*)") for table in ("events", "reports", "statements", "positions")),
        ):  # fmt: skip
            table = "groups" if name in ("texts", "stories") else name
            out[name] = int(self.store.select(f"SELECT {what} FROM {table} t WHERE {condition}", given)[0][0])
        return out

    def versions_made(self) -> list[str]:
        """The versions (of program, model, rules and world) that made what stands, as JSON, most used first."""
        condition, given = filters.stands("r", self.commit)
        made = "FROM readings r JOIN names m ON m.n = r.made_by"
        sql = f"SELECT m.value, count(*) {made} WHERE {condition} GROUP BY m.value ORDER BY 2 DESC, 1"
        return [row[0] for row in self.store.select(sql, given)]

    def _now(self) -> Archive:
        """The archive as it stands at this moment, whatever is added while it is asked several questions."""
        return self if self.commit is not None else Archive(self.store, self.path, self.store.last("commits"))

    def _read(self, asked: Asked, columns: str, query: Filter | None) -> Iterator[tuple[Reading, list[tuple[Any, ...]]]]:
        """The rows of a query, and with them what reads the archive as it stood when the query began."""
        reading: Reading | None = None
        for part in self._parts(asked.sql(f"{columns}, {_LAST}", query.limit if query else None)):
            if reading is None:
                reading = Reading(self.store, self.commit if self.commit is not None else part[0][-1])
            yield reading, [row[:-1] for row in part]

    def _parts(self, asked: tuple[str, list[Cell]]) -> Iterator[list[tuple[Any, ...]]]:
        part: list[tuple[Any, ...]] = []
        for row in self.store.stream(*asked):
            part.append(row)
            if len(part) == _AT_ONCE:
                yield part
                part = []
        if part:
            yield part

    def _of(self, keys: Sequence[int]) -> Iterator[Merged]:
        condition, given = filters.stands("e", self.commit)
        marks = ", ".join("?" * len(keys))
        rows = self.store.select(f"SELECT {EVENT} FROM events e WHERE e.key IN ({marks}) AND {condition}", (*keys, *given))
        return Reading(self.store, self.commit).merged(rows)

    def _keys(self, id: str) -> list[int]:
        """The event whose id begins so."""
        if not (4 <= len(id) <= 16 and all(c in "0123456789abcdef" for c in id)):
            raise QueryInvalid(
                id[:40] or "''", "is no id of an event", "give four digits of one or more, as 'dragoman events' shows"
            )
        condition, given = filters.stands("e", self.commit)
        low, high = number(id.ljust(16, "0")), number(id.ljust(16, "f"))
        rows = self.store.select(
            f"SELECT DISTINCT e.key FROM events e WHERE e.key BETWEEN ? AND ? AND {condition} LIMIT 6", (low, high, *given)
        )
        if len(rows) != 1:
            near = ", ".join(ident(n) for (n,) in rows)
            what = f"is the beginning of several ids ({near})" if rows else "is the id of no event"
            raise QueryInvalid(id, what, "give more digits" if rows else "look with 'dragoman events'")
        return [rows[0][0]]

    def _page(self, page: str) -> int:
        """The number of a page: of the row that stands, where a text came back to its address; else of the last."""
        condition, given = filters.stands("p", self.commit)
        found = self.store.select(f"SELECT max(p.n) FROM pages p WHERE p.id = ? AND {condition}", (page, *given))[0][0]
        if found is None:
            found = self.store.select("SELECT max(n) FROM pages WHERE id = ?", (page,))[0][0]
        if found is None:
            raise QueryInvalid(page[:40] or "''", "is the id of no page", "look with 'dragoman search' or 'dragoman stories'")
        return int(found)

    def _record(self, n: int) -> Record:
        found = Reading(self.store, self.commit).records([n])
        if n not in found:
            raise QueryInvalid(f"page {n}", "does not stand", "ask for it as of an earlier day")
        return found[n][1]


class Selection:
    """The rows of an archive that a filter asks for; each call asks anew."""

    def __init__(self, archive: Archive, query: Filter) -> None:
        self.archive, self.query = archive, query

    def events(self) -> Iterator[Merged]:
        """The events, in the order of their days."""
        return self.archive.events(self.query)

    def statements(self) -> Iterator[Heard]:
        """The statements."""
        return self.archive.statements(self.query)

    def positions(self) -> Iterator[Stand]:
        """The positions."""
        return self.archive.positions(self.query)

    def pages(self) -> Iterator[Page]:
        """The pages."""
        return self.archive.pages(self.query)


def _deed(event: Any) -> tuple[Any, ...]:
    """What an event is, whatever its words: by this the versions of a page are compared."""
    return event.type, event.mode, event.actors, event.recipients, event.modality


def store_of(path: Path, access: Access) -> Store:
    """The adapter for a path."""
    if path.is_dir() or path.suffix == ".lake":
        if access != "make" and not path.is_dir():
            raise ArchiveMissing(str(path), "no such archive", "make one with 'dragoman add SOURCE --to ARCHIVE'")
        try:
            from .lake import LakeStore
        except ImportError as error:
            raise ExtraMissing(
                str(path), "is a folder of Delta tables, which need a reader", "pip install 'dragoman[lake]'"
            ) from error
        return LakeStore(path, access)
    return SQLiteStore(path, access)
