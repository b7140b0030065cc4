"""The index of names: states, bodies, groups, the organs and seats that stand for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from .entries import Entry, EntryKind, How
from .keys import name_key
from .tables import Row, cells

Tables = dict[str, list[Row]]
_ORDER: dict[How, int] = {"name": 0, "organ": 1, "metonym": 2, "demonym": 3}


class Named(Protocol):
    """Whatever answers which entries a text names."""

    def names(self, text: str) -> list[Entry]: ...


Within = tuple[int, int, tuple[Entry, ...]]


def names_within(first: int, last: int, text: Callable[[int, int], str], names: Named) -> list[Within]:
    """The names of the tables among words `first` to `last`, longest first and apart; `text(i, j)` writes words i to j."""
    out = []
    i = first
    while i < last:
        for end in range(min(last, i + 7), i, -1):
            written = text(i, end)
            if any(c.isupper() for c in written) and (found := names.names(written)):
                out.append((i, end, tuple(found)))
                i = end
                break
        else:
            i += 1
    return out


class NameIndex:
    """Names to entries, exact under `name_key`; common words count only with their capitals."""

    def __init__(self, tables: Tables, common: frozenset[str]) -> None:
        self._common = frozenset(name_key(word) for word in common)
        self._found: dict[str, list[tuple[str, Entry]]] = {}
        self._ambiguous = frozenset(name_key(row["name"]) for row in tables["ambiguous"])
        self.by_code: dict[str, Entry] = {}
        for spellings, entry in _entries(tables, self.by_code):
            for spelling in spellings:
                self._add(spelling, entry)
        self._rivals: dict[tuple[str, How], list[Entry]] = {}
        for row in self._found.values():
            shared = [e for _, e in row if e.kind == "state" and e.how == "demonym"]
            if len({e.code for e in shared}) > 1:
                for e in shared:
                    self._rivals.setdefault((e.code, e.how), []).extend(shared)

    def _add(self, spelling: str, entry: Entry) -> None:
        key = name_key(spelling)
        if not key:
            return
        if key in self._ambiguous:
            entry = msgspec.structs.replace(entry, ambiguous=True)
        row = self._found.setdefault(key, [])
        if all(other.code != entry.code or other.how != entry.how or other.name != entry.name for _, other in row):
            row.append((spelling, entry))

    def find(self, text: str) -> list[Entry]:
        """Every entry of that name: names before organs, metonyms and demonyms."""
        key = name_key(text)
        hits = self._found.get(key, ())
        if not hits:
            return []
        bare = text.strip()
        if key in self._common and not _proper(bare):
            return []
        entries = [entry for spelling, entry in hits if key not in self._common or _cased(bare, spelling)]
        entries.sort(key=lambda entry: _ORDER[entry.how])
        return entries

    def rivals(self, entry: Entry) -> list[Entry]:
        """The states that share a nationality's word with an entry: `Congolese` is of either Congo."""
        return self._rivals.get((entry.code, entry.how), [])

    def keys(self) -> Iterator[str]:
        """Every key, for those who look for names in running text."""
        return iter(self._found)


def _proper(text: str) -> bool:
    words = [word for word in text.split() if word.lower() != "the"]
    return bool(words) and (words[0][:1].isupper() or "." in words[0])


def _cased(text: str, spelling: str) -> bool:
    """An abbreviation that is also a word wants capitals throughout, or periods."""
    plain = spelling.replace(".", "")
    if not (plain.isupper() and len(plain) <= 5):
        return True
    bare = text[4:] if text[:4].lower() == "the " else text
    return "." in bare or bare.removesuffix("'s").removesuffix("’s").isupper()


def _entries(tables: Tables, by_code: dict[str, Entry]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for row in tables["states"]:
        part = row["kind"] == "part"
        code = row["parent"] if part else row["code"]
        outside = row["kind"] == "unrecognised"
        entry = Entry(
            code=code,
            name=row["name"],
            kind="state",
            how="name",
            country=row["parent"] if outside or part else code,
            parent=row["parent"] or None,
            sectors=cells(row["sectors"]),
            wikidata=row["wikidata"] or None,
            from_=row["from"] or None,
            to=row["to"] or None,
        )
        if not part:
            by_code.setdefault(code, entry)
        yield (row["name"], *cells(row["names"])), entry
        yield cells(row["adjectives"]), msgspec.structs.replace(entry, how="demonym")
        yield cells(row["people"]), msgspec.structs.replace(entry, how="demonym", people=True)
        seat = msgspec.structs.replace(entry, how="metonym", sectors=() if part else (*entry.sectors, "GOV"))
        yield cells(row["seats"]), seat
    kinds: tuple[tuple[str, EntryKind], ...] = (("bodies", "body"), ("groups", "group"))
    for table, kind in kinds:
        for row in tables[table]:
            entry = Entry(
                code=row["code"],
                name=row["name"],
                kind="group" if row.get("kind") == "states" else kind,
                how="organ" if row.get("kind") == "organ" else "name",
                country=row["country"] or None,
                parent=row["parent"] or None,
                sectors=cells(row["sectors"]),
                wikidata=row["wikidata"] or None,
                several=row.get("kind") == "states",
            )
            by_code.setdefault(row["code"], entry)
            yield (row["name"], *cells(row["names"])), entry
    for row in tables["metonyms"]:
        above = by_code.get(row["code"])
        names = cells(row["names"])
        how: How = "metonym" if row["how"] == "metonym" else "organ"
        yield (
            names,
            Entry(
                code=row["code"],
                name=above.name if above is not None and how == "metonym" else names[0],
                kind=above.kind if above is not None else "state",
                how=how,
                country=above.country if above is not None else row["code"],
                parent=row["code"] if how == "organ" else None,
                sectors=cells(row["sectors"]),
                wikidata=above.wikidata if above is not None and how == "metonym" else None,
            ),
        )
