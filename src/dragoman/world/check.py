"""Whether the tables hold together: codes, dates, offices, names, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from ..errors import TableInvalid
from .days import first_day, last_day
from .entries import SECTORS
from .keys import TITLES, name_key, tokens
from .tables import COLUMNS, FOLDER, KEYS, Fault, Row, cells, key_of, read_table

Tables = dict[str, list[Row]]

# A longer name is a sentence, or an attack.
LONGEST_NAME = 500

# Words that a name may not be by itself, as every other sentence has them; `common_words.txt` of one's own lets one pass.
_WORDS_OF_TEXT = frozenset(
    """
    a about above according across after again against ago all almost along already also although always am among an and
    another any anyone are around as asked at away back be became because been before behind being below between both but by
    can cannot could despite did do does done down during each either else even ever every everyone few for former from get
    had has have having he her here hers herself him himself his how however i if in indeed instead into is it its itself just
    last later least less like made many may me meanwhile might mine more moreover most much must my myself near neither never
    next no nobody none nor not nothing now of off often on once one only onto or other others our ours out over own per
    perhaps rather said same saw say says several shall she should since so some someone something soon still such than that
    the their theirs them themselves then there therefore these they this those though three through thus till to today told
    tomorrow too toward towards two under until unto up upon us very via was we were what when where whereas whether which
    while who whoever whole whom whose why will with within without would yes yesterday yet you your yours
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_MONTHS = frozenset("january february march april may june july august september october november december".split())
# People may be called so.
_SURNAMES = frozenset(
    "an any can do he her here may me mine most my near no on own per she so than too till will yes you".split()
)
COMMON = _WORDS_OF_TEXT | _MONTHS | TITLES

_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_QID = re.compile(r"Q[1-9][0-9]*")
_CODE = re.compile(r"[A-Z][A-Z0-9_+]*")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NUMBER = re.compile(r"[0-9]{1,9}")

_CODED = {
    "states": ("parent",),
    "metonyms": ("code",),
    "bodies": ("parent", "country"),
    "groups": ("parent", "country"),
    "firms": ("country",),
    "holders": ("code",),
    "members": ("group", "member"),
    "standings": ("code",),
    "numbers": ("code",),
    "outlets": ("country",),
}
_NAMED = {
    "states": ("name", "names", "adjectives", "people", "seats"),
    "bodies": ("name", "names"),
    "groups": ("name", "names"),
    "metonyms": ("names",),
}
_NAMES = {**_NAMED, "holders": ("person", "aliases"), "agents": ("noun", "plural"), "firms": ("name",), "ambiguous": ("name",)}
# Cells that may not be empty, beside the first of the key.
_NEEDED = {
    "states": ("name",),
    "bodies": ("name",),
    "groups": ("name",),
    "metonyms": ("code",),
    "holders": ("code", "office"),
    "members": ("member",),
    "standings": ("code",),
    "outlets": ("name",),
}
# Columns that hold one of a few words.
_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("states", "kind"): ("member", "observer", "state", "territory", "unrecognised", "part", "ended"),
    ("bodies", "kind"): ("body", "organ", "states"),
    ("metonyms", "how"): ("metonym", "organ"),
    ("offices", "exclusive"): ("yes", "no"),
    ("agents", "makes"): ("state", "civilians", "unknown"),
    ("holders", "mark"): ("", "unverified", "override"),
    ("numbers", "system"): ("cow", "gw"),
    ("outlets", "control"): ("", "state", "public", "private", "party"),
}
_NUMBERS = {("offices", "rank"), ("numbers", "number")}


def check(paths: Iterable[Path] = (FOLDER,)) -> list[str]:
    """What is wrong with the tables in these folders, taken together: `FILE:LINE: what`, a line a fault."""
    found: list[str] = []
    tables: Tables = {name: [] for name in COLUMNS}
    for folder in paths:
        for name, columns in COLUMNS.items():
            path = Path(folder) / f"{name}.tsv"
            if path.exists():
                try:
                    tables[name] += read_table(path, columns)
                except TableInvalid as error:
                    found += error.lines
    return [*found, *map(str, faults(tables))]


def faults(tables: Tables, common: Iterable[str] = (), own: bool = False) -> Iterator[Fault]:
    """What is wrong with the rows, each told of the one to blame: the user's rather than ours, the later of two.

    Names may be words of every sentence only where they are listed as `common`. With `own` the cells of the package's rows
    are taken to be right, and only what goes together with them is looked at.
    """
    listed = frozenset(map(name_key, common))
    codes = {row["code"] for table in ("states", "bodies", "groups") for row in tables[table]}
    offices = {row["office"]: row for row in tables["offices"]}
    for table, rows in tables.items():
        yield from _keys(table, rows)
        yield from _cells(table, [row for row in rows if row.layer] if own else rows, codes, set(offices))
        yield from _common(table, rows, listed)
    yield from _codes(tables)
    yield from _titles(tables["offices"], codes)
    yield from _names(tables)
    yield from _spells(tables["holders"], offices)


def _fault(row: Row, what: str, do: str = "mend the row") -> Fault:
    return Fault(row.where, what, do, row)


def _keys(table: str, rows: list[Row]) -> Iterator[Fault]:
    """Rows that say who or what they are, and once."""
    seen: dict[tuple[str, ...], Row] = {}
    first = KEYS[table][0]
    for row in rows:
        if not row[first]:
            yield _fault(row, f"no {first}")
            continue
        if row[first].startswith("#"):
            yield _fault(row, f"{first} begins with #, as notes do", "take it out")
        other = seen.setdefault(key_of(table, row), row)
        if other is not row:
            late, early = _blamed(row, other)
            known = ", ".join(filter(None, key_of(table, row)))
            yield _fault(late, f"{known[:200]}: also at {early.where}", "drop one of the two")


def _blamed(one: Row, other: Row) -> tuple[Row, Row]:
    """Two rows that do not go together: first the one to blame."""
    late = (one.layer, one.line) >= (other.layer, other.line)
    return (one, other) if late else (other, one)


def _cells(table: str, rows: list[Row], codes: set[str], offices: set[str]) -> Iterator[Fault]:
    """Each cell for itself."""
    coded, named = _CODED.get(table, ()), _NAMES.get(table, ())
    worded = [(column, words) for (name, column), words in _WORDS.items() if name == table]
    numbered = [column for name, column in _NUMBERS if name == table]
    dated, sectored = "from" in COLUMNS[table], "sectors" in COLUMNS[table]
    for row in rows:
        if not row["source"]:
            yield _fault(row, "no source", "say where the row is from")
        for column, cell in row.items():
            if cell != cell.strip():
                yield _fault(row, f"{column} begins or ends with a space", "take it out")
        if sectored and row["sectors"]:
            for sector in cells(row["sectors"]):
                if sector not in SECTORS:
                    yield _fault(row, f"unknown sector {sector[:40]}", "give one of " + " ".join(SECTORS))
        for column in coded:
            if row[column] and row[column] not in codes:
                yield from (
                    _fault(row, f"unknown code {code[:40]}", "list it in states, bodies or groups")
                    for code in cells(row[column])
                    if code not in codes
                )
        if row.get("office") and table != "offices" and row["office"] not in offices:
            yield _fault(row, f"unknown office {row['office'][:80]}", "give one of offices.tsv, or add it to your own")
        if row.get("wikidata") and not _QID.fullmatch(row["wikidata"]):
            yield _fault(row, f"not a Wikidata id: {row['wikidata'][:40]}", "give one such as Q42, or none")
        for column, words in worded:
            if row[column] not in words:
                allowed = ", ".join(word or "nothing" for word in words)
                yield _fault(row, f"unknown {column} {row[column][:40]!r}", f"give {allowed}")
        for column in numbered:
            if not _NUMBER.fullmatch(row[column]):
                yield _fault(row, f"{column} is not a number: {row[column][:40]!r}", "give a number")
        for column in named:
            if row[column]:
                yield from _name(row, column)
        if dated:
            yield from _dates(row)
        yield from _needed(table, row)


def _name(row: Row, column: str) -> Iterator[Fault]:
    cell = row[column]
    several = ";" in cell and column not in ("name", "person", "noun")
    for name in cells(cell) if several else (cell,):
        if len(name) > LONGEST_NAME:
            yield _fault(row, f"a name of {len(name):,} characters", f"give one of at most {LONGEST_NAME}")
        elif name and not _plain(name[0]) and not (tokens(name) if column in ("person", "aliases") else name_key(name)):
            yield _fault(row, f"a name without a letter or digit: {name[:40]!r}", "write the name")


def is_common(name: str, listed: frozenset[str], person: bool = False) -> bool:
    """Is a name a word of every sentence, and none of those listed?"""
    if " " in name.lower().removeprefix("the "):
        return False
    key = name_key(name)
    return key in COMMON and key not in listed and not (person and (key not in _WORDS_OF_TEXT or key in _SURNAMES))


def _common(table: str, rows: list[Row], listed: frozenset[str]) -> Iterator[Fault]:
    """Names of the user's that are words of every sentence."""
    columns = _NAMES.get(table, ()) if table not in ("agents", "ambiguous") else ()
    for row in rows if columns else ():
        if row.layer:
            for column in columns:
                for name in cells(row[column]):
                    if is_common(name, listed, person=table == "holders"):
                        yield _fault(
                            row, f"a name that is a common word: {name[:40]!r}", "drop it, or list it in common_words.txt"
                        )


def _plain(char: str) -> bool:
    """A letter or digit that no folding takes away: with one the name has a key, and that is quick to see."""
    return char.isascii() and char.isalnum()


def _needed(table: str, row: Row) -> Iterator[Fault]:
    for column in _NEEDED.get(table, ()):
        if not row[column]:
            yield _fault(row, f"no {column}")
    if table in ("states", "bodies", "groups") and row["code"] and not _CODE.fullmatch(row["code"]):
        yield _fault(row, f"{row['code'][:40]!r} is no code", "begin with a capital; A to Z, 0 to 9, _ and + only")
    if row.get("kind") == "part" and not row["parent"]:
        yield _fault(row, "a part without its state", "give the state as parent")
    if table == "outlets" and row["outlet"] and not _DOMAIN.fullmatch(row["outlet"]):
        yield _fault(
            row, f"{row['outlet'][:40]!r} is no domain", "give one such as courier.example, in small letters, without www"
        )
    if table == "metonyms" and row["names"] and not cells(row["names"]):
        yield _fault(row, "no names")


@lru_cache(maxsize=65536)
def days(text: str) -> tuple[date, date] | None:
    """The first and last day of a date cut to its precision; None where it is none (31 February, year 0)."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return first_day(text), last_day(text)
    except ValueError:
        return None


def _dates(row: Row) -> Iterator[Fault]:
    spell: list[tuple[date, date]] = []
    for column in ("from", "to"):
        found = days(row[column]) if row[column] else (date.min, date.max)
        if found is None:
            yield _fault(row, f"{column} is not a date: {row[column][:40]}", "give YYYY-MM-DD, YYYY-MM or YYYY, or nothing")
        else:
            spell.append(found)
    if len(spell) == 2 and spell[1][1] < spell[0][0]:
        yield _fault(row, f"ends before it begins ({row['from']} to {row['to']})", "mend one of the dates")


def _codes(tables: Tables) -> Iterator[Fault]:
    """One code, one actor."""
    seen: dict[str, tuple[str, Row]] = {}
    for table in ("states", "bodies", "groups"):
        for row in tables[table]:
            other, at = seen.setdefault(row["code"], (table, row))
            if other != table:
                late, early = _blamed(row, at)
                yield _fault(late, f"{row['code'][:40]}: also at {early.where}", "give one of the two another code")


def _titles(rows: list[Row], codes: set[str]) -> Iterator[Fault]:
    for row in rows:
        for title in cells(row["synonyms"]):
            _, at, code = title.partition("@")
            if at and code not in codes:
                yield _fault(row, f"unknown code {code[:40]} in {title[:80]}", "list it in states, bodies or groups")


def _names(tables: Tables) -> Iterator[Fault]:
    """No name for two actors, unless it is listed as ambiguous."""
    listed = {name_key(row["name"]) for row in tables["ambiguous"]}
    found: dict[str, dict[str, Row]] = {}
    for table, columns in _NAMED.items():
        for row in tables[table]:
            code = row["parent"] if row.get("kind") == "part" else row["code"]
            for column in columns:
                for spelling in (row[column],) if column == "name" else cells(row[column]):
                    if key := name_key(spelling):
                        found.setdefault(key, {}).setdefault(code, row)
    for key, rows in found.items():
        if len(rows) > 1 and key not in listed:
            late = max(rows.values(), key=lambda row: (row.layer, row.line))
            what = f"{key[:80]!r} stands for {', '.join(sorted(rows))} and is not listed as ambiguous"
            yield _fault(late, what, "drop the name, or list it in ambiguous.tsv")


def _spells(rows: list[Row], offices: dict[str, Row]) -> Iterator[Fault]:
    """No two people at once in an office that one person holds."""
    spells: dict[tuple[str, str], list[tuple[date, date, date, Row]]] = {}
    exclusive = {name for name, row in offices.items() if row["exclusive"] == "yes"}
    for row in rows:
        if row["office"] not in exclusive:
            continue
        start = days(row["from"]) if row["from"] else (date.min, date.min)
        end = days(row["to"]) if row["to"] else (date.max, date.max)
        if start is None or end is None:
            continue
        # An end cut to its month or year may fall on its first day, a start on its last.
        spells.setdefault((row["code"], row["office"]), []).append((*start, end[0], row))
    for (code, office), group in spells.items():
        group.sort(key=lambda spell: (spell[0], spell[2]))
        before = group[0]
        for spell in group[1:]:
            first, last, ends, row = spell
            if before[2] > last and first > date.min:
                late, early = _blamed(row, before[3])
                yield _fault(
                    late,
                    f"{code}, {office}: {_spell(late)} overlaps {_spell(early)} at {early.where}",
                    "mend the dates, or mark your row override",
                )
            if ends > before[2]:
                before = spell


def _spell(row: Row) -> str:
    return f"{row['person'][:80]} ({row['from'] or '?'} to {row['to'] or 'now'})"
