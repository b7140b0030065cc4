"""Pages into an archive: what is new is kept, put beside its copies and its story, and the story's events are merged anew.

All of a commit is reckoned from the store and from what is given; the same pages in another order, or in other commits, come to
the same stories and events.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from heapq import nsmallest
from itertools import chain, product
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from .. import copies
from ..model import Article, Date, Event, Record
from ..model.archived import Merged, Page
from ..model.judgement import Judgement
from .filters import ident, number
from .given import Added, Given, State, page_id
from .packing import pack_article, pack_coding, sought
from .port import Batch, Cell, Store
from .reading import Cells, Reading, quoted_in, reports_of

_BY_KEYS, _BY_TOPICS = 120, 60  # pages that are looked at by what they share, before those of one group are cut to a few
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_pack, _unpack = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(copies.Signature).decode


class _Fresh(Struct):
    """A page whose rows are written by this commit."""

    n: int
    id: str
    record: Record
    signature: copies.Signature | None  # None where the page is known, and only its coding is new


def add(store: Store, given: Sequence[Given], told: str = "{}", what: str = "add") -> list[Added]:
    """Add pages as one commit; what is known already changes nothing. Raises `ArchiveError`s, and then nothing was added."""
    with store.writing():
        commit = _Commit(store, told, what)
        commit.look([one.record.article for one in given])
        out = [commit.take(one) for one in given]
        if any(one.state != "known" for one in out):
            commit.finish()
    return out


def judge(store: Store, judgements: Sequence[Judgement]) -> int:
    """Keep judgements, and merge the events of the pages that they are about anew. Answers how many pages that were."""
    with store.writing():
        commit = _Commit(store, "{}", "judge")
        n = store.last("judgements")
        for judgement in judgements:
            n += 1
            data = msgspec.json.encode(judgement).decode()
            commit.batch.add("judgements", n, commit.n, None, judgement.article_id, data)
        store.write(commit.batch)
        commit.batch = Batch(commit.n)
        articles = list(dict.fromkeys(j.article_id for j in judgements))
        marks = ", ".join("?" * len(articles))
        pages = store.select(f"SELECT n FROM pages WHERE article IN ({marks}) AND until IS NULL", articles)
        commit.touched |= {n for (n,) in pages}
        commit.finish()
    return len(pages)


class _Known(NamedTuple):
    """A page that stands: its number, that of its reading and the digest of it, and what else its row tells of the article."""

    n: int
    reading: int
    digest: str
    about: tuple[Cell, ...]


def _about(article: Article) -> tuple[Cell, ...]:
    return article.published, article.outlet, article.language


class _Commit:
    """One commit in the making."""

    def __init__(self, store: Store, told: str, what: str) -> None:
        self.store = store
        self.n = store.last("commits") + 1
        self.at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.batch = Batch(self.n)
        self.batch.add("commits", self.n, self.at, what, told)
        self.fresh: dict[int, _Fresh] = {}
        self.touched: set[int] = set()  # pages, not of this commit, whose stories have to be merged anew
        self._last: dict[str, int] = {}
        self._names: dict[tuple[str, str], int] = {}
        self._here: dict[str, int] = {}  # pages of this commit, by id
        self._known: dict[str, _Known] = {}  # pages that stand, by id
        self._at: dict[str, list[int]] = {}  # pages that stand, by address
        self._rows: dict[str, dict[int, list[int]]] = {}  # rows of these pages that stand, by table and page

    def look(self, articles: Sequence[Article]) -> None:
        """Look up at once what the archive has of articles and of their addresses."""
        ids = list(dict.fromkeys(page_id(a) for a in articles))
        sql = (
            "SELECT p.id, p.n, r.n, r.digest, p.published, p.outlet, p.language FROM pages p "
            "JOIN readings r ON r.page = p.n AND r.until IS NULL WHERE p.id IN ({}) AND p.until IS NULL"
        )
        self._known = {
            ident_: _Known(n, reading, digest, tuple(about)) for ident_, n, reading, digest, *about in _by(self.store, sql, ids)
        }
        urls = list(dict.fromkeys(a.url for a in articles if a.url and page_id(a) not in self._known))
        for url, n in _by(self.store, "SELECT url, n FROM pages WHERE url IN ({}) AND until IS NULL ORDER BY n", urls):
            self._at.setdefault(url, []).append(n)

    def _standing_of(self, table: str, page: int) -> list[int]:
        """The rows of a table that stand of a page, which is one of those looked up."""
        if table not in self._rows:
            pages = sorted({known.n for known in self._known.values()} | {n for found in self._at.values() for n in found})
            rows: dict[int, list[int]] = {}
            for part in _parts(pages):
                sql = f"SELECT page, n FROM {table} WHERE page IN ({', '.join(map(str, part))}) AND until IS NULL ORDER BY n"
                for of, n in self.store.select(sql):
                    rows.setdefault(of, []).append(n)
            self._rows[table] = rows
        return self._rows[table].get(page, [])

    def next(self, table: str) -> int:
        """The number of the table's next row."""
        self._last[table] = self._last.get(table) or self.store.last(table)
        self._last[table] += 1
        return self._last[table]

    def take(self, given: Given) -> Added:
        """One page: known, coded anew, changed, or new."""
        record = given.record
        ident_ = page_id(record.article)
        coding, digest = pack_coding(record)
        events = len(record.events)
        if ident_ in self._here:
            return Added(ident_, "known", events)
        known = self._known.get(ident_)
        state: State = "new"
        replaced: int | None
        if known and known.about == _about(record.article):
            if known.digest == digest:
                return Added(ident_, "known", events)
            state, n = "recoded", known.n
            self.batch.end("readings", known.reading)
            self._unsay(n)
            self.fresh[n] = _Fresh(n, ident_, record, None)
        else:
            n = self.next("pages")
            if known:  # the same text, now dated, say
                state, replaced = "recoded", self._ended(known.n)
            else:
                replaced = self._replaced(record.article)
                state = "changed" if replaced else "new"
            self.fresh[n] = _Fresh(n, ident_, record, copies.sign(record))
            self._page(n, ident_, given, replaced)
        self._here[ident_] = n
        made_by = self._name("made_by", msgspec.json.encode(record.made_by).decode())
        self.batch.add("readings", self.next("readings"), n, self.n, None, digest, made_by, coding)
        self._say(n, record)
        return Added(ident_, state, events)

    def _replaced(self, article: Article) -> int | None:
        """End the page that stood at this address with another text; answers its number."""
        if not article.url:
            return None
        for fresh in self.fresh.values():
            if fresh.record.article.url == article.url:
                return None  # two texts of one address in one commit: which was later is not known, and both stand
        found = [self._ended(n) for n in self._at.get(article.url, [])]
        return found[-1] if found else None

    def _ended(self, page: int) -> int:
        """End a page with all that stands of it; answers its number."""
        self.batch.end("pages", page)
        for table in ("readings", "groups"):
            for row in self._standing_of(table, page):
                self.batch.end(table, row)
        self._unsay(page)
        self.touched.add(page)
        return page

    def _unsay(self, page: int) -> None:
        """End the statements and positions of a page."""
        for table in ("statements", "positions"):
            for row in self._standing_of(table, page):
                self.batch.end(table, row)

    def _page(self, n: int, ident_: str, given: Given, replaced: int | None) -> None:
        a = given.record.article
        texts = [text for _, _, text in a.parts()]
        original = zlib.compress(given.original, 6) if given.original is not None else None
        self.batch.add(
            "pages", n, ident_, self.n, None, a.id, a.url, a.outlet, a.headline, a.published, day_of(a), a.language,
            sum(len(text.split()) for text in texts), replaced, pack_article(a), original,
        )  # fmt: skip
        self.batch.texts.append((n, *sought(a)))

    def _say(self, page: int, record: Record) -> None:
        """The rows of a page's statements and positions."""
        codes = {a.id: a.code for a in record.actors}
        day = day_of(record.article)
        for s in record.statements:
            e = s.evidence
            self.batch.add(
                "statements", self.next("statements"), s.id, page, self.n, None,
                s.speaker.code if s.speaker else None, s.speaker.name if s.speaker else None,
                s.addressee.code if s.addressee else None, s.kind, s.cue, first_day(s.date) or day, s.confidence,
                e.part, e.paragraph, e.start, e.end, e.exact,
            )  # fmt: skip
        for p in record.positions:
            self.batch.add(
                "positions", self.next("positions"), p.id, page, self.n, None, codes.get(p.actor), codes.get(p.toward or ""),
                p.theme, p.issue, p.stance, codes.get(p.claimed_by or ""), p.as_of, p.confidence,
            )  # fmt: skip

    def finish(self) -> None:
        """Group the pages, merge the events of the stories that are touched, write all."""
        self._who()
        groups, stories = self._grouped()
        self._merged(groups, stories)
        self.store.write(self.batch)

    def _who(self) -> None:
        """Who is named where."""
        rows: dict[str, tuple[Cell, ...]] = {}
        named: list[tuple[str, int]] = []
        for fresh in self.fresh.values():
            for a in fresh.record.actors:
                row: tuple[Cell, ...] = (a.code, a.name, a.kind, a.country, a.office, a.office_from, a.office_to, a.wikidata)
                digest = hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).hexdigest()[:16]
                rows[digest] = row
                named.append((digest, fresh.n))
        known = _by(self.store, "SELECT digest, n FROM who WHERE digest IN ({})", list(rows))
        numbers = dict(known)
        for digest, row in rows.items():
            if digest not in numbers:
                numbers[digest] = self.next("who")
                self.batch.add("who", numbers[digest], *row, digest)
        for who, page in dict.fromkeys((numbers[digest], page) for digest, page in named):
            self.batch.add("named", who, page)

    def _grouped(self) -> tuple[dict[int, tuple[int, int]], set[int]]:
        """Text and story, after this commit, of all pages whose stories it touches; and the stories that these were before."""
        new = {n: f for n, f in self.fresh.items() if f.signature is not None}
        texts, tales = _Sets(), _Sets()
        near = self._join(new, texts, tales)
        old = self._groups_of([n for n in self.fresh if n not in new] + list(self.touched))
        stories = {story for _, _, story in (near | old).values()}
        before = {n: (row, text, story) for row, n, text, story in self._members(stories)}
        at = {n: (number(f.id), number(f.id)) for n, f in new.items()} | {n: (t, s) for n, (_, t, s) in before.items()}
        after = {n: (texts.of(text), tales.of(story)) for n, (text, story) in at.items()}
        for n, groups in after.items():
            if n in before:
                if before[n][1:] == groups:
                    continue
                self.batch.end("groups", before[n][0])
            self.batch.add("groups", self.next("groups"), n, self.n, None, *groups)
        return after, stories

    def _join(self, new: Mapping[int, _Fresh], texts: _Sets, tales: _Sets) -> dict[int, tuple[int, int, int]]:
        """Join the new pages, one after another, with the groups that they belong to; answers the groups (row, text, story) of
        the pages, already in the archive, that decided it."""
        signatures = {n: f.signature for n, f in new.items() if f.signature is not None}
        holders = self._holders(signatures)
        ended = set(self.batch.ended.get("groups", ()))
        others = {q for pages in holders.values() for q in pages if q not in signatures}
        groups = {q: row for q, row in self._groups_of(others).items() if row[0] not in ended}
        at = {q: (text, story) for q, (_, text, story) in groups.items()}  # and the new pages, once they are in their groups
        names = _Names(texts, tales)
        known = dict(signatures)
        decided: set[int] = set()
        for n, signature in signatures.items():
            near = _nearest(signature, holders, at)
            listed = copies.shortlist(copies.Candidate(str(q), *names.of(*at[q]), *shared) for q, shared in near.items())
            self._fetch([int(c.page) for c in listed], known)
            own = number(new[n].id)
            found = copies.assign(new[n].id, signature, [(c, known[int(c.page)]) for c in listed])
            for page, likeness in found.alike:
                text, story = at[int(page)]
                if likeness.kind != "happening":
                    texts.join(own, text)
                tales.join(own, story)
                decided.add(int(page))
            at[n] = own, own
            self.batch.add("signatures", n, _pack(signature))
            for key in dict.fromkeys((*signature.keys, *signature.topics)):
                self.batch.add("keys", key, n)
        return {q: groups[q] for q in decided if q in groups}

    def _fetch(self, pages: Sequence[int], known: dict[int, copies.Signature]) -> None:
        """Fetch the signatures of pages that are not known yet."""
        for part in _parts([q for q in pages if q not in known]):
            sql = f"SELECT page, signature FROM signatures WHERE page IN ({', '.join(map(str, part))})"
            known.update({page: _unpack(data) for page, data in self.store.select(sql)})

    def _holders(self, signatures: Mapping[int, copies.Signature]) -> dict[int, list[int]]:
        """The pages that hold each key of the signatures, theirs and those in the archive."""
        holders: dict[int, list[int]] = {}
        for n, signature in signatures.items():
            for key in {*signature.keys, *signature.topics}:
                holders.setdefault(key, []).append(n)
        for part in _parts(list(holders)):
            for key, page in self.store.select(f"SELECT k.key, k.page FROM keys k WHERE k.key IN ({', '.join(map(str, part))})"):
                holders[key].append(page)
        return holders

    def _groups_of(self, pages: Iterable[int]) -> dict[int, tuple[int, int, int]]:
        out: dict[int, tuple[int, int, int]] = {}
        for part in _parts(sorted(set(pages))):
            sql = f"SELECT page, n, text, story FROM groups WHERE page IN ({', '.join(map(str, part))}) AND until IS NULL"
            out |= {page: (n, text, story) for page, n, text, story in self.store.select(sql)}
        return out

    def _members(self, stories: Iterable[int]) -> list[tuple[int, int, int, int]]:
        ended = set(self.batch.ended.get("groups", ()))
        out = []
        for part in _parts(sorted(stories)):
            sql = f"SELECT n, page, text, story FROM groups WHERE story IN ({', '.join(map(str, part))}) AND until IS NULL"
            out += [row for row in self.store.select(sql) if row[0] not in ended]
        return out

    def _merged(self, groups: dict[int, tuple[int, int]], before: set[int]) -> None:
        """Merge the events of all stories at hand; end what is no longer so, add what is."""
        known = self._standing(before)
        told = self._of_pages("reports", "event, page, row, part, paragraph, first, last, exact", {*groups, *self.touched})
        quoted = self._of_pages("quotations", "quote, page, statement", {*groups, *self.touched})
        # Pages that tell and quote nothing need not be read: of a notice about cookies there may be thousands of copies.
        telling = {row[1] for row in told} | self._quoting(groups) | self.fresh.keys() | self.touched
        pages = self._pages({n: found for n, found in groups.items() if n in telling})
        stories: dict[int, list[int]] = {}
        for n in pages:
            stories.setdefault(groups[n][1], []).append(n)
        merged = {
            story: copies.merge([report for n in members for report in reports_of(*pages[n])])
            for story, members in stories.items()
        }
        self._look_up_names(name for events in merged.values() for event in events for name in _facet_names(event))
        for story, members in stories.items():
            numbers = {pages[n][0].id: n for n in members}
            for event in merged[story]:
                self._event(story, event, numbers, known, told)
            self._quotations([pages[n] for n in members], numbers, quoted)
        for row in known.values():
            self.batch.end("events", row[0])
        for n in told.values():
            self.batch.end("reports", n)
        for n in quoted.values():
            self.batch.end("quotations", n)

    def _quotations(
        self, members: Sequence[tuple[Page, Record]], numbers: Mapping[str, int], known: dict[tuple[Cell, ...], int]
    ) -> None:
        """The rows of quotations that several statements of a story quote, where they are not there already."""
        if len(members) < 2:
            return
        for quotation in copies.quotes([heard for page, record in members for heard in quoted_in(page, record)]):
            statements = [pair for wording in quotation.wordings for pair in wording.statements]
            for page, statement in statements if len(statements) > 1 else ():
                cells = (number(quotation.id), numbers[page], statement)
                if known.pop(cells, None) is None:
                    self.batch.add("quotations", self.next("quotations"), cells[0], self.n, None, *cells[1:])

    def _pages(self, groups: Mapping[int, tuple[int, int]]) -> dict[int, tuple[Page, Record]]:
        """The pages at hand, with the groups that they have after this commit."""
        stored = Reading(self.store).records(n for n in groups if n not in self.fresh)
        reading = Reading(self.store)
        out = {}
        judged = reading.judged({f.record.article.id for f in self.fresh.values()})
        for n, (text, story) in groups.items():
            if n in stored:
                page, record = stored[n]
                out[n] = msgspec.structs.replace(page, text=ident(text), story=ident(story)), record
                continue
            fresh = self.fresh[n]
            a = fresh.record.article
            words = sum(len(text_.split()) for _, _, text_ in a.parts())
            page = Page(
                fresh.id, a.id, a.url, a.outlet, a.headline, a.published, day_of(a), a.language, words, ident(text),
                ident(story), self.at,
            )  # fmt: skip
            out[n] = page, reading.laid(fresh.record, judged)
        return out

    def _standing(self, stories: set[int]) -> dict[int, tuple[Any, ...]]:
        """The standing rows of stories' events, by key."""
        out: dict[int, tuple[Any, ...]] = {}
        for part in _parts(sorted(stories)):
            sql = f"SELECT * FROM events WHERE story IN ({', '.join(map(str, part))}) AND until IS NULL"
            out |= {row[1]: row for row in self.store.select(sql)}
        return out

    def _quoting(self, pages: Iterable[int]) -> set[int]:
        """Those pages that have statements which give words as they were said."""
        return {
            page
            for part in _parts(sorted(pages))
            for (page,) in self.store.select(
                f"SELECT DISTINCT page FROM statements WHERE page IN ({', '.join(map(str, part))}) "
                "AND kind <> 'indirect' AND until IS NULL"
            )
        }

    def _of_pages(self, table: str, columns: str, pages: Iterable[int]) -> dict[tuple[Cell, ...], int]:
        """The numbers of standing rows about pages, by what they hold in some columns."""
        out: dict[tuple[Cell, ...], int] = {}
        for part in _parts(sorted(set(pages))):
            sql = f"SELECT n, {columns} FROM {table} WHERE page IN ({', '.join(map(str, part))}) AND until IS NULL"
            out |= {tuple(row): n for n, *row in self.store.select(sql)}
        return out

    def _event(
        self,
        story: int,
        merged: Merged,
        numbers: Mapping[str, int],
        known: dict[int, tuple[Any, ...]],
        told: dict[tuple[Cell, ...], int],
    ) -> None:
        """The rows of an event and of its reports, where they are not there already."""
        key = number(merged.id)
        row = _row(key, story, merged, numbers)
        before = known.pop(key, None)
        if before is None or (before[1], *before[4:]) != row:
            if before is not None:
                self.batch.end("events", before[0])
            n = self.next("events")
            self.batch.add("events", n, key, self.n, None, *row[1:])
            self._facets(n, merged)
        for report in merged.reports:
            e = report.event.evidence
            cells = (key, numbers[report.page.id], number(report.event.id), e.part, e.paragraph, e.start, e.end, e.exact)
            if told.pop(cells, None) is None:
                self.batch.add("reports", self.next("reports"), key, self.n, None, *cells[1:])

    def _facets(self, n: int, merged: Merged) -> None:
        """What the event is found by."""
        day = int((first_day(merged.event.date) or "0").replace("-", ""))
        for kind, value in _facet_names(merged):
            self.batch.add("facets", self._name(kind, value), day, n)
        for one, other in pairs(merged.event):
            self.batch.add("dyads", self._name("party", one), self._name("party", other), day, n)

    def _look_up_names(self, names: Iterable[tuple[str, str]]) -> None:
        """Look up at once what numbers facets' names have already."""
        values: dict[str, dict[str, None]] = {}
        for kind, value in names:
            values.setdefault(kind, {})[value] = None
        for kind, found in values.items():
            for value, n in _by(self.store, f"SELECT value, n FROM names WHERE kind = '{kind}' AND value IN ({{}})", list(found)):
                self._names[kind, value] = n

    def _name(self, kind: str, value: str) -> int:
        """The number of a name; of facets it has been looked up, of versions there are few."""
        if kind == "made_by" and (kind, value) not in self._names:
            self._look_up_names([(kind, value)])
        if (kind, value) not in self._names:
            self._names[kind, value] = self.next("names")
            self.batch.add("names", self._names[kind, value], kind, value)
        return self._names[kind, value]


def _facet_names(merged: Merged) -> list[tuple[str, str]]:
    """What an event is found by: kinds and values."""
    event = merged.event
    names = [("party", code) for code in dict.fromkeys((*event.actors, *event.recipients))]
    names.append(("type", event.type))
    if event.mode:
        names.append(("mode", event.mode))
    if event.modality != "actual":
        names.append(("modality", event.modality))
    if event.place and event.place.country:
        names.append(("country", event.place.country))
    return names + [("outlet", outlet) for outlet in dict.fromkeys(r.page.outlet for r in merged.reports) if outlet]


def _nearest(signature: copies.Signature, holders: Mapping[int, list[int]], at: Mapping[int, Any]) -> dict[int, tuple[int, int]]:
    """The pages that share most keys with a signature, and those that share most topics; how many of each they share.

    In a large archive hundreds share a key by chance: a copy shares several, and is among the first.
    """
    keys, topics = (
        Counter(q for q in chain.from_iterable(holders[key] for key in set(found)) if q in at)
        for found in (signature.keys, signature.topics)
    )
    first = nsmallest(_BY_KEYS, keys, key=lambda q: (-keys[q], -topics[q], q))
    first += nsmallest(_BY_TOPICS, (q for q in topics if q not in keys), key=lambda q: (-topics[q], q))
    return {q: (keys[q], topics[q]) for q in first}


class _Names:
    """The ids, as they are printed, of the groups that a page is in."""

    def __init__(self, texts: _Sets, tales: _Sets) -> None:
        self._texts, self._tales = texts, tales
        self._known: dict[int, str] = {}

    def of(self, text: int, story: int) -> tuple[str, str]:
        """The names of a text and of a story, which may have been joined with others."""
        return self._name(self._texts.of(text)), self._name(self._tales.of(story))

    def _name(self, n: int) -> str:
        if n not in self._known:
            self._known[n] = ident(n)
        return self._known[n]


class _Sets:
    """Sets that are joined; each is called by the smallest id in it, in the order of ids as they are printed."""

    def __init__(self) -> None:
        self._up: dict[int, int] = {}

    def of(self, one: int) -> int:
        """The name of the set that an id is in."""
        if one not in self._up:  # most are in no set with others
            return one
        while (up := self._up.setdefault(one, one)) != one:
            self._up[one] = self._up[up]
            one = up
        return one

    def join(self, one: int, other: int) -> None:
        """Two ids are in one set."""
        a, b = sorted((self.of(one), self.of(other)), key=ident)
        self._up.setdefault(a, a)
        self._up[b] = a


def _row(key: int, story: int, merged: Merged, numbers: Mapping[str, int]) -> tuple[Cell, ...]:
    """The columns of an event's row, but for its number and the commits."""
    e, place = merged.event, merged.event.place
    return (
        key, story, e.type, e.mode, e.quad, e.intensity, e.modality, int(e.background), first_day(e.date),
        e.date.start if e.date and e.date.start != first_day(e.date) else None,
        e.date.end if e.date and e.date.end != e.date.start else None,
        e.date.precision if e.date else None,
        place.name if place else None, place.country if place else None, place.latitude if place else None,
        place.longitude if place else None, place.geonames_id if place else None, e.confidence, ";".join(e.actors),
        ";".join(e.recipients), f";{';'.join(e.contexts)};" if e.contexts else "",
        len({r.page.id for r in merged.reports}), merged.sources, merged.outlets, _cells(merged, numbers),
    )  # fmt: skip


def _cells(merged: Merged, numbers: Mapping[str, int]) -> str | None:
    """What more than one report come to together."""
    if len(merged.reports) == 1:
        return None
    lead = merged.reports[0]
    was, is_ = msgspec.to_builtins(lead.event), msgspec.to_builtins(merged.event)
    changed = {name: value for name, value in is_.items() if name != "id" and value != was[name]}
    cells = Cells(numbers[lead.page.id], lead.event.id, changed, merged.differences)
    return msgspec.json.encode(cells).decode()


def pairs(event: Event) -> list[tuple[str, str]]:
    """The pairs of parties that an event is between, each in the order of the alphabet: actors with recipients; of a mutual act
    the actors with each other."""
    sides = product(event.actors, event.recipients) if event.recipients else product(event.actors, event.actors)
    return sorted({(min(a, b), max(a, b)) for a, b in sides if a != b})


def day_of(article: Article) -> str | None:
    """The day of publication, ISO 8601, where the article has one."""
    day = (article.published or "")[:10]
    return day if _DAY.fullmatch(day) else None


def first_day(date: Date | None) -> str | None:
    """The first day of a date or interval; none where it begins with no day of the calendar as ISO 8601 writes them."""
    if date is None or not date.start:
        return None
    day = (date.start + "-01-01"[len(date.start) - 4 :]) if len(date.start) in (4, 7) else date.start[:10]
    return day if _DAY.fullmatch(day) else None


def _parts(values: Sequence[int], size: int = 5000) -> Iterable[Sequence[int]]:
    return (values[first : first + size] for first in range(0, len(values), size))


def _by(store: Store, sql: str, values: Sequence[Cell]) -> Iterable[tuple[Any, ...]]:
    """The rows of a query for any number of values, a thousand at a time."""
    for first in range(0, len(values), 1000):
        part = values[first : first + 1000]
        yield from store.select(sql.format(", ".join("?" * len(part))), part)
