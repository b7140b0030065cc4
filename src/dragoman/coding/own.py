"""A codebook of one's own: types and contexts, laid over the package's tables.

What is there, each table with a header line and all of it optional:

    FOLDER/codebook/types.tsv        type, mode, quad, intensity, plover, definition
    FOLDER/codebook/examples.tsv     type, mode, sentence: `The ministry {leaked} the cable.` (see `examples`)
    FOLDER/codebook/predicates.tsv   the package's columns, as modes.tsv and contexts.tsv
    FOLDER/codebook/modes.tsv
    FOLDER/codebook/contexts.tsv

FOLDER is where the user's tables of the world are. A row that breaks a rule is told and left out; the others count.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct

from ..errors import TableInvalid
from ..language import Reader
from ..world import own as world_own
from ..world.tables import CONTROL, Fault, Row, invalid, parse, read_lines
from . import lexicon
from .examples import derive

COLUMNS: dict[str, tuple[str, ...]] = {
    "types": ("type", "mode", "quad", "intensity", "plover", "definition"),
    "predicates": lexicon.COLUMNS["predicates"],
    "modes": lexicon.COLUMNS["modes"],
    "contexts": lexicon.COLUMNS["contexts"],
    "examples": ("type", "mode", "sentence"),
}
_SEVERAL = frozenset({"lemma", "words", "needs"})  # columns of words parted by |
Tables = dict[str, list[Row]]
_TYPE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
_SMALL = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")


class Own(Struct, frozen=True):
    """The user's codebook over the package's: as it is looked up, his rows (also those from examples), and what is wrong."""

    book: lexicon.Codebook
    rows: Tables
    faults: tuple[Fault, ...]


def folder(extra: Path) -> Path:
    """Where the codebook is of a user whose tables of the world are at `extra`, a folder or a file."""
    return world_own.own_file(extra).with_name(world_own.CODEBOOK)


def load(extra: Path, language: Callable[[], Reader]) -> Own | None:
    """The codebook beside the user's tables of the world; none where there is none. `language` is asked only for examples.

    Raises `TableInvalid` where the folder cannot be read at all.
    """
    at = folder(extra)
    if not at.is_dir():
        return None
    rows: Tables = {name: [] for name in COLUMNS}
    wrong: list[Fault] = []
    with world_own.reached(at):
        paths = sorted(at.glob("*.tsv"))
    for path in paths:
        if path.stem not in COLUMNS:
            wrong.append(Fault(str(path), "no table of that name", "name it as one of " + ", ".join(COLUMNS)))
            continue
        lines, found = read_lines(path)
        if not found:
            rows[path.stem], found = parse(lines, COLUMNS[path.stem], (str(path), 1, world_own.TABLE))
        wrong += found
    rows, found = checked(rows)
    wrong += found
    if rows["examples"]:
        made, found = derive(rows["examples"], language())
        rows["predicates"] += made
        wrong += found
    return Own(_laid(rows, version(at)), rows, tuple(wrong))


def version(at: Path) -> str:
    """A short word for the tables in a codebook's folder: the same tables, the same word."""
    digest = hashlib.sha256()
    with world_own.reached(at):
        for path in sorted(at.glob("*.tsv")):
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:8]


def add(extra: Path, cells: dict[str, list[dict[str, str]]], language: Callable[[], Reader]) -> list[Path]:
    """Write rows into the user's codebook, table by table, once all of them hold; the files that they went into.

    Raises `TableInvalid` with every fault, and writes nothing, where one does not.
    """
    at = folder(extra)
    with world_own.reached(at), world_own.locked({at}):
        before = load(extra, language)
        old = before.rows if before else {name: [] for name in COLUMNS}
        texts: dict[Path, str] = {}
        new: Tables = {name: [] for name in COLUMNS}
        for table, listed in cells.items():
            path = at / f"{table}.tsv"
            lines, wrong = read_lines(path) if path.exists() else ([], [])
            if wrong:
                raise invalid(wrong)
            while lines and not lines[-1].strip():
                lines.pop()
            header = next((line for line in lines if line.strip() and not line.startswith("#")), "")
            if not header:
                lines.append(header := "\t".join(COLUMNS[table]))
            for cell in listed:
                if any(CONTROL.search(value) or set("\t\r\n") & set(value) for value in cell.values()):
                    raise TableInvalid(str(path), "a tab, line end or control character", "take it out")
                lines.append("\t".join(cell.get(column.strip(), "") for column in header.split("\t")))
                new[table].append(Row.new(((c, cell.get(c, "")) for c in COLUMNS[table]), str(path), len(lines), 1))
            texts[path] = "\n".join(lines) + "\n"
        _, wrong = checked({name: [*old[name], *new[name]] for name in COLUMNS})
        if new["examples"] and not wrong:
            wrong = derive(new["examples"], language())[1]
        if wrong:
            raise invalid(wrong)
        for path, text in texts.items():
            world_own.write_whole(path, text)
    return list(texts)


def _laid(rows: Tables, word: str) -> lexicon.Codebook:
    """The user's rows over the package's."""
    tables = dict(_package())
    mine = {row["lemma"] for row in rows["predicates"] if row["pos"] == "C"}
    ours = [row for row in tables["predicates"] if row["pos"] != "C" or row["lemma"] not in mine]
    tables["predicates"] = [*rows["predicates"], *ours]
    tables["modes"] = [*rows["modes"], *tables["modes"]]
    tables["contexts"] = [*tables["contexts"], *rows["contexts"]]
    tables["scores"] = [*tables["scores"], *rows["types"]]
    return lexicon.build(tables, {row["type"]: row["plover"] for row in rows["types"] if not row["mode"]}, word)


@lru_cache(maxsize=1)
def _package() -> Tables:
    """The package's tables, which are not written to."""
    return {name: lexicon.table(name) for name in lexicon.COLUMNS}


def checked(rows: Tables) -> tuple[Tables, list[Fault]]:
    """The rows that keep the rules, and a fault for each that does not."""
    scores = lexicon.shipped().scores
    kept: Tables = {name: [] for name in COLUMNS}
    wrong: list[Fault] = []

    def sift(table: str, faults: Callable[[Row], Iterable[tuple[str, str]]]) -> None:
        for row in rows[table]:
            found = [Fault(row.where, *told, row) for told in faults(row)]
            wrong.extend(found)
            if not found:
                kept[table].append(row)

    # Types go before their modes, so that a mode whose type is wrong is wrong, too.
    rows = {**rows, "types": sorted(rows["types"], key=lambda row: row["mode"] != "")}
    sift("types", lambda row: _type_faults(row, kept["types"]))
    known = {*scores, *((row["type"], row["mode"]) for row in kept["types"])}
    classes = _classes(rows["predicates"])
    sift("predicates", partial(_predicate_faults, known=known, classes=classes))
    sift("modes", lambda row: [*_act_faults(row, known), *_empty(row, "mode", "words")])
    sift("contexts", _context_faults)
    sift("examples", lambda row: [*_act_faults(row, known, nothing=True), *_empty(row, "sentence")])
    return kept, wrong


def _classes(rows: list[Row]) -> set[str]:
    """The classes that can be looked up, the package's and the user's: those that name no class but such, and not themselves."""
    mine = {row["lemma"]: row["needs"].split("|") for row in rows if row["pos"] == "C" and _whole(row["needs"])}
    made = {**lexicon.shipped().classes, **mine}
    found: set[str] = set()
    while more := {name for name, words in made.items() if {w for w in words if w.isupper()} <= found} - found:
        found |= more
    return found


def _empty(row: Row, *columns: str) -> Iterator[tuple[str, str]]:
    for column in columns:
        if not row[column].strip():
            yield f"no {column}", "fill it in"
        elif column in _SEVERAL and not _whole(row[column]):
            yield f"a word is missing in {column}", "part words by one |, and let none begin or end them"


def _whole(words: str) -> bool:
    """Is each of the words that are parted by | a word?"""
    return all(any(char.isalnum() for char in word) for word in words.split("|"))


def _type_faults(row: Row, before: list[Row]) -> Iterator[tuple[str, str]]:
    kind, mode = row["type"], row["mode"]
    ours = lexicon.shipped().quads
    if not _TYPE.fullmatch(kind):
        yield f"{kind[:40]!r} is no name of a type", "write it in capitals, such as HOSTAGE_DIPLOMACY"
    elif kind in ours:
        yield f"{kind} is a type of PLOVER", "give yours another name"
    if any((other["type"], other["mode"]) == (kind, mode) for other in before):
        yield f"{kind} {mode}".strip() + " stands twice", "leave one"
    if mode and not _SMALL.fullmatch(mode):
        yield f"{mode[:40]!r} is no name of a mode", "write it in small letters"
    if mode and not any(other["type"] == kind and not other["mode"] for other in before):
        yield f"{mode} is a mode of {kind}, which has no row", "add a row of that type without a mode"
    if row["quad"] not in ("1", "2", "3", "4"):
        yield f"quad is {row['quad'][:20]!r}", "give 1, 2, 3 or 4"
    try:
        fits = -10 <= float(row["intensity"]) <= 10
    except ValueError:
        fits = False
    if not fits:
        yield f"intensity is {row['intensity'][:20]!r}", "give a number from -10 to 10"
    if row["plover"] and row["plover"] not in ours:
        yield f"{row['plover'][:40]!r} is no type of PLOVER", "give one of " + ", ".join(ours) + ", or nothing"


def _act_faults(row: Row, known: set[tuple[str, str]], nothing: bool = False) -> Iterator[tuple[str, str]]:
    kind, mode = row["type"], row["mode"]
    if nothing and kind == lexicon.NOTHING:
        return
    if (kind, "") not in known:
        yield f"no type {kind[:40]!r}", "give a type of PLOVER or one of types.tsv"
    elif (kind, mode) not in known:
        yield f"{kind} has no mode {mode[:40]!r}", "add a row of types.tsv with its score, or leave it empty"


def _predicate_faults(row: Row, known: set[tuple[str, str]], classes: set[str]) -> Iterator[tuple[str, str]]:
    yield from _empty(row, "lemma")
    lists = [row["needs"]] if row["pos"] == "C" else [part.partition(":")[2] for part in row["needs"].split("; ")]
    if missing := {word for words in lists for word in words.split("|") if word.isupper()} - classes:
        yield f"no class {', '.join(sorted(missing))}", "define it in a row of pos C, or write the words in small letters"
    if row["pos"] == "C":
        yield from _empty(row, "needs")
        return
    if row["pos"] not in ("V", "N", "A"):
        yield f"pos is {row['pos'][:20]!r}", "give V (verb), N (noun), A (adjective) or C (class)"
    yield from _act_faults(row, known, nothing=True)
    if row["type"] != lexicon.NOTHING and row["strength"] not in ("strong", "weak"):
        yield f"strength is {row['strength'][:20]!r}", "give strong, or weak for a word that is an act only at times"
    for part in filter(None, row["needs"].split("; ")):
        try:
            lexicon.condition(part)
        except TableInvalid as error:
            yield f"{error.what}: {part[:60]!r}", error.do


def _context_faults(row: Row) -> Iterator[tuple[str, str]]:
    if not _SMALL.fullmatch(row["context"]):
        yield f"{row['context'][:40]!r} is no name of a context", "write it in small letters, such as rare_earths"
    if row["calls"] not in ("alone", "together"):
        yield f"calls is {row['calls'][:20]!r}", "give alone (one word calls it) or together (two do)"
    yield from _empty(row, "words")
