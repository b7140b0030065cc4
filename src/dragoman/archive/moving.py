"""An archive from one store into another, with its whole history: every commit, and all that stood at any of them."""

from __future__ import annotations

import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from ..errors import ArchiveDamaged, ArchiveReadOnly, NotAnArchive
from .archive import store_of
from .packing import sought, unpack_article
from .port import Batch, Store
from .schema import TABLES

_AT_ONCE = {"pages": 4_000, "readings": 4_000}  # rows that hold whole pages
_ROWS = 50_000


def move(source: Store, target: Store) -> dict[str, int]:
    """Copy all rows into a store that holds none yet, as one commit of that store; answers how many rows each table has.

    Nobody can add to the source meanwhile. Raises `ArchiveError`s, and then nothing was copied.
    """
    with _quiet(source), target.writing():
        if target.last("commits"):
            raise ArchiveReadOnly("the target", "holds an archive already", "name a path that is not there yet")
        return {name: _table(source, target, name) for name in TABLES}


def copy(source: Path, target: Path) -> dict[str, int]:
    """Copy the archive at a path to another path, which is not there yet; answers how many rows each table has.

    It is made under another name beside it, so that what is cut short leaves no archive. Raises `ArchiveError`s.
    """
    if target.exists():
        raise NotAnArchive(str(target), "is there already", "name a path that is not there yet")
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    _gone(part)
    try:
        with _open(source, "read") as found, _open(part, "make") as made:
            rows = move(found, made)
        os.replace(part, target)
    except BaseException:
        _gone(part)
        raise
    return rows


def _table(source: Store, target: Store, name: str) -> int:
    count, most = 0, _AT_ONCE.get(name, _ROWS)
    rows = source.stream(f"SELECT {', '.join(TABLES[name].names)} FROM {name}")
    batch = Batch(0)
    for count, row in enumerate(rows, 1):
        batch.add(name, *row)
        if name == "pages":
            batch.texts.append(_text(row))
        if count % most == 0:
            target.write(batch)
            batch = Batch(0)
    target.write(batch)
    return count


def _text(row: tuple[Any, ...]) -> tuple[int, str, str]:
    """The words of a page, as full text has them."""
    cells = dict(zip(TABLES["pages"].names, row, strict=True))
    try:
        return (cells["n"], *sought(unpack_article(cells["body"])))
    except (zlib.error, ValueError, msgspec.MsgspecError) as error:
        what = f"page {cells['n']} of the archive cannot be read ({str(error)[:80]})"
        raise ArchiveDamaged(f"page {cells['n']}", what, "add the page again from its source, then copy") from error


@contextmanager
def _quiet(store: Store) -> Iterator[None]:
    """While nobody writes. What may not be written is not written by others either, as far as that can be told."""
    held = store.writing()
    try:
        held.__enter__()
    except ArchiveReadOnly:
        yield
        return
    try:
        yield
    finally:
        held.__exit__(None, None, None)


@contextmanager
def _open(path: Path, access: Any) -> Iterator[Store]:
    store = store_of(path, access)
    try:
        yield store
    finally:
        store.close()


def _gone(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    for file in (path, *(path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))):
        file.unlink(missing_ok=True)
