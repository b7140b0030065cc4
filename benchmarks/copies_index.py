"""An index of signatures as an archive has it: SQLite tables of keys and topics, looked up for every page that is added."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from dragoman.copies import Assigned, Candidate, Signature, assign, shortlist, sign
from dragoman.model import Record

_SCHEMA = """
CREATE TABLE page (id TEXT PRIMARY KEY, text TEXT, story TEXT) WITHOUT ROWID;
CREATE TABLE signature (page TEXT PRIMARY KEY, signature BLOB) WITHOUT ROWID;
CREATE INDEX page_text ON page (text);
CREATE INDEX page_story ON page (story);
CREATE TABLE keys (key INTEGER, page TEXT, PRIMARY KEY (key, page)) WITHOUT ROWID;
CREATE TABLE topics (topic INTEGER, page TEXT, PRIMARY KEY (topic, page)) WITHOUT ROWID;
"""


class Index:
    """Pages with their groups; `path` may be `:memory:`. `spent` are seconds of process time: sign, look up, verify, write."""

    def __init__(self, path: str) -> None:
        self.base = sqlite3.connect(path)
        self.base.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -200000;" + _SCHEMA)
        self.spent: Counter[str] = Counter()
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Signature).decode

    def add(self, page: str, record: Record) -> None:
        """Sign a page, find its groups, and write it."""
        signature, found = self.find(page, record)
        began = time.process_time()
        for column, old, new in (("text", found.texts, found.text), ("story", found.stories, found.story)):
            for group in old:
                if group != new:
                    self.base.execute(f"UPDATE page SET {column} = ? WHERE {column} = ?", (new, group))
        self._write(page, signature, found.text, found.story)
        self.spent["write"] += time.process_time() - began

    def fill(self, page: str, record: Record, group: str) -> None:
        """Write a page whose group of copies is known, without a look at others."""
        self._write(page, sign(record), group, group)

    def _write(self, page: str, signature: Signature, text: str, story: str) -> None:
        self.base.execute("INSERT INTO page VALUES (?, ?, ?)", (page, text, story))
        self.base.execute("INSERT INTO signature VALUES (?, ?)", (page, self._encode(signature)))
        self.base.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", [(key, page) for key in sorted(signature.keys)])
        self.base.executemany("INSERT OR IGNORE INTO topics VALUES (?, ?)", [(topic, page) for topic in sorted(signature.topics)])

    def find(self, page: str, record: Record) -> tuple[Signature, Assigned]:
        """A page's signature, and the groups to which it belongs as they are now."""
        began = time.process_time()
        signature = sign(record)
        signed = time.process_time()
        shared: Counter[str] = Counter(self._column("keys", "key", signature.keys))
        topical: Counter[str] = Counter(self._column("topics", "topic", signature.topics))
        chosen = self._candidates(shared, topical)
        stored = self._stored([c.page for c in chosen])
        looked = time.process_time()
        found = assign(page, signature, [(c, self._decode(stored[c.page])) for c in chosen])
        verified = time.process_time()
        self.spent["sign"] += signed - began
        self.spent["look_up"] += looked - signed
        self.spent["verify"] += verified - looked
        return signature, found

    def groups(self) -> list[tuple[str, str, str]]:
        """Every page with its group of copies and its story."""
        return list(self.base.execute("SELECT id, text, story FROM page"))

    def _column(self, table: str, column: str, values: Sequence[int]) -> list[str]:
        marks = ",".join("?" * len(values))
        return [page for (page,) in self.base.execute(f"SELECT page FROM {table} WHERE {column} IN ({marks})", values)]

    def _candidates(self, shared: Counter[str], topical: Counter[str]) -> list[Candidate]:
        """The shortlist of the pages that share most; the groups of no more than the best of them are asked for."""
        pages = [page for page, _ in shared.most_common(60)]
        pages += [page for page, _ in topical.most_common(30) if page not in shared]
        where = self._rows("SELECT id, text, story FROM page WHERE id IN", pages)
        return shortlist(Candidate(page, text, story, shared[page], topical[page]) for page, text, story in where)

    def _stored(self, pages: list[str]) -> dict[str, bytes]:
        return dict(self._rows("SELECT page, signature FROM signature WHERE page IN", pages))

    def _rows(self, query: str, pages: list[str]) -> list[Any]:
        if not pages:
            return []
        return self.base.execute(f"{query} ({','.join('?' * len(pages))})", pages).fetchall()
