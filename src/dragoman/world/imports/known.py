"""What the tables know already: which code an id or a name has, which office a title is."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date

from ..check import LONGEST_NAME, Tables, days, is_common
from ..days import first_day, last_day
from ..entries import Entry, Holder
from ..keys import fold, name_key, tokens
from ..state import World
from ..tables import CONTROL

MOST_ALIASES = 30
LONGEST_CODE = 24
_PARENTHESIS = re.compile(r"(.+?)\s*[(,]\s*([^()]+?)\s*\)?")
_BETWEEN = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?", re.IGNORECASE)
# Offices that a state has none of: its own words for them mean a party or an armed group.
_NOT_OF_STATES = frozenset({"PTY", "REB"})


def clean(text: object) -> str:
    """A cell's text: one line, single spaces, no control characters, nothing that parts cells."""
    return " ".join(CONTROL.sub(" ", str(text)).replace(";", ",").split())


class Known:
    """The tables as an import asks them; what the import takes over is noted as it goes."""

    def __init__(self, tables: Tables, common: frozenset[str] = frozenset()) -> None:
        self.world = World(tables, common)
        self._common = frozenset(map(name_key, common))
        self.by_wikidata: dict[str, str] = {}
        self._codes: set[str] = set()
        for table in ("states", "bodies", "groups"):
            for row in tables[table]:
                self._codes.add(row["code"])
                if row["wikidata"] and row.get("kind") != "part":
                    self.by_wikidata.setdefault(row["wikidata"], row["code"])
        self._sectors = {row["office"]: row["sectors"] for row in tables["offices"]}
        self._people: dict[tuple[str, ...], list[Holder]] = {}
        for holder in self.world.holders():
            for words in {tokens(name) for name in (holder.person, *holder.aliases)}:
                self._people.setdefault(words, []).append(holder)
        self._keys: set[str] = set()
        self._new_codes: set[str] = set()
        self._new: dict[str, str] = {}  # names of those taken over so far, and their codes

    def code(self, name: str) -> str | None:
        """The code of the state, body or group of that name, where there is but one."""
        entry = self._entry(name)
        return entry.code if entry is not None else None

    def _entry(self, name: str) -> Entry | None:
        entries = [entry for entry in self.world.names(name) if entry.how in ("name", "organ", "demonym")]
        return entries[0] if len({entry.code for entry in entries}) == 1 else None

    def coded(self, code: str) -> bool:
        """Is there such a code?"""
        return code in self._codes

    def post(self, title: str, code: str | None) -> tuple[str, str] | None:
        """The office and the code that a title names: `President of Iceland`, `foreign minister (Chile)`, or of `code`."""
        title = clean(title)
        if len(title) > LONGEST_NAME:
            return None
        if code is not None and (office := self.world.office(title, code)):
            return self._held(office, code)
        for left, right in _parts(title):
            entry = self._entry(right)
            if entry is None:
                new = self._new.get(name_key(right))
                if new is not None and code in (None, new) and (office := self.world.office(left, new)):
                    return office, new
                continue
            if code is not None and code not in (entry.code, entry.country, entry.parent):
                continue
            office = self.world.office(left, entry.code)
            whole = self.world.entry(entry.code)
            part = entry.kind == "state" and entry.how == "name" and whole is not None and whole.name != entry.name
            known = {name_key(entry.name)} | ({name_key(whole.name)} if whole is not None else set())
            if office is None or (part and len(known) > 1 and office != "regional leader"):
                continue
            return self._held(office, entry.code)
        return None

    def _held(self, office: str, code: str) -> tuple[str, str] | None:
        entry = self.world.entry(code)
        private = _NOT_OF_STATES.intersection(self._sectors.get(office, "").split(";")[:1])
        if entry is None:
            return (office, code) if code in self._new_codes else None
        return None if entry.kind == "state" and private else (office, code)

    def person(self, name: str) -> bool:
        """Is it the whole name of somebody in the tables?"""
        return tokens(name) in self._people

    def spell_fault(self, person: str, code: str, office: str, dates: tuple[str, str]) -> str | None:
        """Why a spell in an office (an empty one: in any of that code) is not to be taken, if it is not."""
        start, end = (days(text) if text else (date.min, date.max) for text in dates)
        if start is None or end is None:
            return f"not a date: {dates[0]} to {dates[1]}"
        if end[1] < start[0]:
            return f"ends before it begins: {dates[0]} to {dates[1]}"
        # Whole names only, which is quick; other spellings of one name show as overlaps where one person holds the office.
        there = (h for h in self._people.get(tokens(person), ()) if h.code == code and office in ("", h.office))
        if any(first_day(h.from_) <= end[1] and start[0] <= last_day(h.to) for h in there):
            return "already in the tables"
        return None

    def sectors(self, kind: str) -> str:
        """The sectors of a kind of organisation, by the nouns of the tables: `political party` → PTY."""
        agent = self.world.agent(kind) if kind else None
        return ";".join(agent.sectors) if agent is not None else ""

    def names(self, name: str, others: Iterable[object]) -> tuple[str, str] | None:
        """A name and its aliases, as far as they name nobody yet, noted as taken; None where the name is taken."""
        name = clean(name)
        if not self._free(name):
            return None
        self._keys.add(name_key(name))
        kept: list[str] = []
        for other in map(clean, others):
            if len(kept) < MOST_ALIASES and len(other) > 1 and self._free(other):
                self._keys.add(name_key(other))
                kept.append(other)
        return name, ";".join(kept)

    def refused(self, name: str) -> str:
        """Why a name is not to be had."""
        name = clean(name)
        if is_common(name, self._common):
            return "a name that is a common word"
        return "a name that another actor has" if name_key(name[:LONGEST_NAME]) else "no name that can be used"

    def _free(self, name: str) -> bool:
        key = name_key(name) if len(name) <= LONGEST_NAME else ""
        if is_common(name, self._common):
            return False
        return bool(key) and key not in self._keys and not self.world.names(name) and not self.world.names(name.upper())

    def new_code(self, name: str, wikidata: str) -> str:
        """A code for an actor that has none: from its name, or where that has no Latin letters or is taken, its id."""
        words = re.sub(r"[^A-Z0-9]+", " ", fold(name).upper()).split()
        code = ""
        for word in words:
            if code and len(code) + len(word) + 1 > LONGEST_CODE:
                break
            code = f"{code}_{word}".strip("_")
        code = code[:LONGEST_CODE]
        if len(code) < 4 or not code[0].isalpha() or code in self._codes:
            code = wikidata or f"X{zlib.crc32(name.encode()):08X}"
        self._codes.add(code)
        self._new_codes.add(code)
        self._new[name_key(name)] = code
        return code


def person_names(name: str, others: Iterable[object]) -> tuple[str, str] | None:
    """A person's name and aliases; None where the name has no letter."""
    name = clean(name)
    if not tokens(name) or len(name) > LONGEST_NAME:
        return None
    kept: dict[str, None] = {}
    for other in map(clean, others):
        if other != name and len(tokens(other)) > 1 and len(other) <= LONGEST_NAME and len(kept) < MOST_ALIASES:
            kept[other] = None
    return name, ";".join(kept)


def _parts(title: str) -> Iterator[tuple[str, str]]:
    """The office and whose it is, in each way that a title can be parted."""
    if match := _PARENTHESIS.fullmatch(title):
        yield match.group(1), match.group(2)
    for match in _BETWEEN.finditer(title):
        yield title[: match.start()], title[match.end() :]
    words = title.split()
    for end in range(min(4, len(words) - 1), 0, -1):
        yield " ".join(words[end:]), " ".join(words[:end])
