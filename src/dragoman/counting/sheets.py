"""Coding sheets: a folder with the sheets of several coders, and the key apart; and what the coders filled in.

    FOLDER/key.json                what was drawn, and what the machine says: not for coders
    FOLDER/guide.txt               what to do
    FOLDER/sheets/rows-ADA.csv     one row of the archive a line; also as .jsonl
    FOLDER/sheets/pages-ADA.csv    pages to be read whole: a line for each event that the page tells; also as .jsonl

A coder fills in either form. What is wrong costs its row and is told; a sheet that cannot be read costs that sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct

from ..errors import AnswerInvalid, NothingToDraw, SheetDamaged, SheetsMissing
from ..model.record import Modality
from .sample import Coding, Drawn, PageItem, RowItem

Kind = Literal["rows", "pages"]
ANSWERS = ("event", "type", "actors", "recipients", "modality", "note")
_ABOUT: dict[Kind, tuple[str, ...]] = {
    "rows": ("item", "text", "headline", "outlet", "day", "url"),
    "pages": ("item", "headline", "outlet", "day", "url"),
}
_MACHINE = ("machine_type", "machine_actors", "machine_recipients", "machine_modality")
_MODALITIES: tuple[str, ...] = get_args(Modality)
_YES, _NO = frozenset({"yes", "y", "1", "true", "x", "1.0"}), frozenset({"no", "n", "0", "false", "0.0"})
_NONE = frozenset({"-", "none", "nobody"})
_CODE = re.compile(r"[A-Z][A-Z0-9_+]*(?::[A-Z][A-Z0-9_]*)?")
_CODER = re.compile(r"[\w-]{1,40}")
_SHEET = re.compile(r"(rows|pages)-(.+)\.(csv|txt|tsv|jsonl)", re.IGNORECASE)
_MOST = 50_000_000  # bytes of a sheet
GUIDE = """\
What to do
==========

rows-NAME.csv: each line has some words of an article (between ‹ and ›, with a few words around them).
  event       yes, if these words tell of a political event; else no, and leave the rest empty
  type        its PLOVER type: {types}
  actors      codes of who acts, parted by semicolons: RUS; USA. Empty if nobody is named
  recipients  codes of whom it is done to, likewise. Of a mutual act (they met) all sides are actors
  modality    {modalities}; empty: actual
  note        whatever you wish to say
{shown}
pages-NAME.csv: open the page, read it whole, and write down every event that it tells.
  event       no, if it tells none
  For an event fill in the line as above; for each further event of the page copy the line, and keep its item.

Leave event empty where you have not judged. Fill in either the .csv or the .jsonl, whichever you like better. Any
spreadsheet will do: commas, semicolons or tabs between the cells, any order of lines and columns; keep the header, the
items, and the name of the file. Judge alone: do not talk about items before all are done.
"""
_SHOWN = """\
  The machine's answer stands beside in machine_...: type, actors, recipients and modality may stay empty where it is right;
  write - for nobody.
"""


class Answer(Struct, frozen=True):
    """What a coder says of an item: no event, or one with its coding."""

    coder: str
    item: str
    event: bool
    coding: Coding | None


class Filled(Struct, frozen=True):
    """Sheets as they came back: answers to rows and to pages, what was wrong with some, and by sheet how many items wait."""

    drawn: Drawn
    rows: tuple[Answer, ...]
    pages: tuple[Answer, ...]
    faults: tuple[SheetDamaged | AnswerInvalid, ...]
    unanswered: tuple[tuple[str, int], ...]


def write(drawn: Drawn, folder: Path, coders: Sequence[str]) -> None:
    """Write the sheets of each coder, a guide, and the key. Raises `NothingToDraw` where the folder has something in it."""
    for coder in coders:
        if not _CODER.fullmatch(coder):
            raise NothingToDraw(coder[:80] or "''", "no name for a file", "name coders by letters, digits, - and _ only")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NothingToDraw(str(folder), "there is something already", "name a folder that does not exist yet")
        (folder / "sheets").mkdir(parents=True)
        for coder in coders:
            for kind, items in (("rows", drawn.rows), ("pages", drawn.pages)):
                _write(folder / "sheets" / f"{kind}-{coder}", [_line(item, drawn.blind) for item in items], kind, drawn.blind)
        guide = GUIDE.format(types=" ".join(drawn.types), modalities=", ".join(_MODALITIES), shown="" if drawn.blind else _SHOWN)
        (folder / "guide.txt").write_text(guide, "utf-8")
        (folder / "key.json").write_bytes(msgspec.json.format(msgspec.json.encode(drawn), indent=1))
    except OSError as error:
        raise NothingToDraw(
            str(folder), f"cannot be written ({error.strerror or error})", "check the path and its rights"
        ) from error


def _line(item: RowItem | PageItem, blind: bool) -> dict[str, str]:
    kind: Kind = "rows" if isinstance(item, RowItem) else "pages"
    line = {name: str(getattr(item, name)) for name in _ABOUT[kind]}
    if isinstance(item, RowItem) and not blind:
        told = item.machine
        line |= zip(_MACHINE, (told.type, "; ".join(told.actors), "; ".join(told.recipients), told.modality), strict=True)
    return line | dict.fromkeys(ANSWERS, "")


def _write(path: Path, lines: list[dict[str, str]], kind: str, blind: bool) -> None:
    columns = [*_ABOUT["rows" if kind == "rows" else "pages"], *(_MACHINE if kind == "rows" and not blind else ()), *ANSWERS]
    # With a mark, as spreadsheets take a file without one for another encoding.
    with path.with_suffix(".csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_plain(line[column]) for column in columns] for line in lines)
    path.with_suffix(".jsonl").write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def read(folder: Path) -> Filled:
    """Read the key and every sheet. Raises `SheetsMissing` without a key or sheets, `SheetDamaged` where the key is."""
    drawn = _key(folder / "key.json")
    answers: dict[Kind, list[Answer]] = {"rows": [], "pages": []}
    faults: list[SheetDamaged | AnswerInvalid] = []
    unanswered: list[tuple[str, int]] = []
    sheets = _sheets(folder / "sheets")
    if not sheets:
        raise SheetsMissing(str(folder / "sheets"), "no sheets", "put the coders' sheets there, such as rows-ada.csv")
    for (kind, coder), paths in sheets.items():
        known: Mapping[str, RowItem | PageItem] = {i.item: i for i in (drawn.rows if kind == "rows" else drawn.pages)}
        for path in paths:  # the first that has answers
            found, wrong = _sheet(path, coder, kind, known, drawn)
            if found or wrong:
                break
        faults += wrong
        answers[kind] += found
        unanswered.append((f"{kind}-{coder}", len(known.keys() - {answer.item for answer in found})))
    return Filled(drawn, tuple(answers["rows"]), tuple(answers["pages"]), tuple(faults), tuple(unanswered))


def _key(path: Path) -> Drawn:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Drawn)
    except FileNotFoundError as error:
        raise SheetsMissing(str(path), "no key there", "name the folder that 'dragoman sample' made") from error
    except (OSError, msgspec.DecodeError) as error:
        raise SheetDamaged(
            str(path), f"the key cannot be read ({error})", "put back the file that 'dragoman sample' wrote"
        ) from error


def _sheets(folder: Path) -> dict[tuple[Kind, str], list[Path]]:
    """The sheets by kind and coder, tables before JSON."""
    found: dict[tuple[Kind, str], list[Path]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if match := _SHEET.fullmatch(path.name):
            kind: Kind = "rows" if match[1].lower() == "rows" else "pages"
            found.setdefault((kind, match[2]), []).append(path)
    return {key: sorted(paths, key=lambda p: (p.suffix.lower() == ".jsonl", p.name)) for key, paths in sorted(found.items())}


def _sheet(
    path: Path, coder: str, kind: Kind, known: Mapping[str, RowItem | PageItem], drawn: Drawn
) -> tuple[list[Answer], list[SheetDamaged | AnswerInvalid]]:
    answers: list[Answer] = []
    faults: list[SheetDamaged | AnswerInvalid] = []
    seen: dict[str, Answer] = {}
    try:
        for number, cells in _lines(path):
            where = f"{path.name}:{number}"
            if isinstance(cells, str):
                faults.append(AnswerInvalid(where, cells, "mend the line"))
                continue
            try:
                answer = _answer(cells, coder, where, known, drawn)
                if answer is None:
                    continue
                if (kind == "rows" or not answer.event) and (other := seen.get(answer.item)) is not None:
                    if other != answer:
                        raise AnswerInvalid(where, f"{answer.item} has an answer already", "keep one of the two")
                    continue
                seen[answer.item] = answer
                answers.append(answer)
            except AnswerInvalid as error:
                faults.append(error)
    except SheetDamaged as error:
        faults.append(error)
    return answers, faults


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    """The lines of a sheet with their numbers, by columns; or what is wrong with one. Raises `SheetDamaged`."""
    try:
        if path.stat().st_size > _MOST:
            raise SheetDamaged(path.name, "too large for a sheet", "put back the sheet that was filled in")
        text = _decoded(path.read_bytes())
    except OSError as error:
        raise SheetDamaged(path.name, f"cannot be read ({error.strerror or error})", "check its rights") from error
    if path.suffix.lower() == ".jsonl":
        yield from _json_lines(text)
        return
    if text.startswith("PK\x03\x04"):
        raise SheetDamaged(path.name, "a workbook, not a table", "save it as CSV")
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    columns: list[str] = []
    try:
        for cells in reader:
            if not columns:
                columns = [cell.strip().lower() for cell in cells]
                missing = [name for name in ("item", *ANSWERS[:-2]) if name not in columns]
                if missing:
                    raise SheetDamaged(path.name, f"no column {', '.join(missing)}", "put back the header that the sheet had")
            elif any(cell.strip() for cell in cells):
                yield reader.line_num, {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    except csv.Error as error:
        raise SheetDamaged(path.name, f"no table from line {reader.line_num} on ({error})", "save it again as CSV") from error
    if not columns:
        raise SheetDamaged(path.name, "an empty file", "put back the sheet that was filled in")


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, str] | str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            cells = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.DecodeError:
            yield number, "no JSON object"
            continue
        yield number, {name.lower(): _cell(value) for name, value in cells.items()}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value).strip()


def _decoded(data: bytes) -> str:
    """The text of a sheet as spreadsheets save it: UTF-8 with or without a mark, UTF-16, or Windows' own encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _answer(
    cells: Mapping[str, str], coder: str, where: str, known: Mapping[str, RowItem | PageItem], drawn: Drawn
) -> Answer | None:
    """The answer of a line; none where there is none. Raises `AnswerInvalid`."""
    item = known.get(name := cells.get("item", ""))
    if item is None:
        raise AnswerInvalid(where, f"no item {name[:40]!r} in the sample", "put back the item's id")
    said = cells.get("event", "").lower()
    filled = [column for column in ANSWERS[1:-1] if cells.get(column)]
    if not said:
        if filled:
            raise AnswerInvalid(where, f"{', '.join(filled)} without an answer to event", "write yes or no under event")
        return None
    if said in _NO:
        return Answer(coder, name, False, None)
    if said not in _YES:
        raise AnswerInvalid(where, f"event is {said[:40]!r}", "write yes or no")
    shown = item.machine if isinstance(item, RowItem) and not drawn.blind else None
    kind = cells.get("type", "").upper() or (shown.type if shown else "")
    if not kind:
        raise AnswerInvalid(where, "an event without a type", "write its type")
    if kind not in drawn.types:
        raise AnswerInvalid(where, f"no type {kind[:40]!r}", f"write one of {' '.join(drawn.types)}")
    modality = cells.get("modality", "").lower() or (shown.modality if shown else "actual")
    if modality not in _MODALITIES:
        raise AnswerInvalid(where, f"no modality {modality[:40]!r}", f"write one of {', '.join(_MODALITIES)}")
    actors, recipients = (
        shown_codes if not cells.get(side) and shown_codes else _codes(cells.get(side, ""), side, where)
        for side, shown_codes in (("actors", shown.actors if shown else ()), ("recipients", shown.recipients if shown else ()))
    )
    return Answer(coder, name, True, Coding(kind, actors, recipients, modality))


def _codes(cell: str, side: str, where: str) -> tuple[str, ...]:
    """Codes of a cell, parted by semicolons or commas, sorted; the name of a firm as it is written."""
    if cell.lower() in _NONE:
        return ()
    codes: list[str] = []
    for part in filter(None, (part.strip() for part in re.split(r"[;,]", cell))):
        code = part if part.upper().startswith("COMPANY:") else part.upper()
        if not _CODE.fullmatch(code) and not code.upper().startswith("COMPANY:"):
            raise AnswerInvalid(
                where, f"{part[:40]!r} under {side} is no code", "write codes such as RUS; USA, or leave it empty"
            )
        codes.append(code)
    return tuple(sorted(set(codes)))


def coders(answers: Iterable[Answer]) -> tuple[str, ...]:
    """Who answered."""
    return tuple(sorted({answer.coder for answer in answers}))
