"""Where judgements are kept: a file of JSON lines that only grows. What is said twice stands twice; the last counts."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from ..errors import JudgementInvalid, JudgementsDamaged, TableInvalid
from ..model.judgement import Judgement
from ..world.own import locked
from .giving import check

FILE = "judgements.jsonl"
SUFFIXES = frozenset({".jsonl", ".ndjson"})
SCHEMA = 1
_decoder = msgspec.json.Decoder(Judgement)


def file_of(path: Path) -> Path:
    """The file of judgements: in a folder, or what is named itself where that is such a file or shall be one."""
    named = (path.suffix.lower() in SUFFIXES or path.exists()) and not path.is_dir()
    return path if named else path / FILE


def append(path: Path, judgement: Judgement) -> None:
    """Write a judgement at the end of the file, made where it is missing. Raises `JudgementsDamaged`, and writes nothing."""
    line = msgspec.json.encode(judgement) + b"\n"
    try:
        # What a link points to is written, and its own folder is kept from others.
        with locked({path.parent, path.resolve().parent}), path.open("a+b") as file:
            if file.tell() > 0:
                file.seek(-1, os.SEEK_END)
                # A line cut short by a crash stays by itself, and costs itself alone.
                line = line if file.read(1) == b"\n" else b"\n" + line
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except TableInvalid as error:
        raise JudgementsDamaged(error.source, error.what, error.do) from error
    except OSError as error:
        raise _unreachable(path, error) from error


def all(path: Path) -> tuple[list[Judgement], list[JudgementsDamaged]]:
    """Every judgement of the file in its order, and an error for each line that is none; nothing where there is no file.

    Raises `JudgementsDamaged` where the file cannot be read at all.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise _unreachable(path, error) from error
    found: list[Judgement] = []
    damaged: list[JudgementsDamaged] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            judgement = _decoder.decode(line)
            if judgement.schema > SCHEMA:
                raise ValueError("written by a later Dragoman")
            check(judgement.event, judgement.changes)
            found.append(judgement)
        except (ValueError, RecursionError, JudgementInvalid) as error:  # msgspec's errors and Unicode's are ValueErrors
            do = "mend the line, or take it out; the others count"
            why = str(error) or type(error).__name__
            if isinstance(error, JudgementInvalid):
                why, do = error.what, "give the --world that has it, or mend the line; the others count"
            damaged.append(JudgementsDamaged(f"{path}:{number}", f"no judgement ({why[:120]})", do))
    return found, damaged


def _unreachable(path: Path, error: OSError) -> JudgementsDamaged:
    told = f"cannot be read or written ({error.strerror or error})"
    return JudgementsDamaged(str(path), told, "check the path, its rights and the space there")
