"""The head of a lake: the file that says which version of each Delta table stands. Replacing it is the commit over all tables."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import unquote

import msgspec
from msgspec import Struct, field

from ..errors import ArchiveDamaged, ArchiveMissing, ArchiveNewer, NotAnArchive
from .schema import VERSION

HEAD = "dragoman.json"
LOG = "_delta_log"


class Head(Struct):
    """The version that stands of each table that has rows, and the highest row number in it."""

    format: int = VERSION
    versions: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)

    def copy(self) -> Head:
        """Another that can be changed."""
        return Head(self.format, dict(self.versions), dict(self.last))


_decode = msgspec.json.Decoder(Head).decode


def read(folder: Path) -> Head:
    """The head of a folder. Raises `ArchiveError`s, or OSError where it may not be read."""
    try:
        head = _decode((folder / HEAD).read_bytes())
    except FileNotFoundError:
        if not folder.is_dir():
            raise ArchiveMissing(str(folder), "no such archive", "make one with 'dragoman add SOURCE --to ARCHIVE'") from None
        raise NotAnArchive(
            str(folder), f"is a folder without {HEAD}", "name an archive, or a folder that is not there yet"
        ) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        told = f"is damaged: its {HEAD} cannot be read ({str(error)[:80]})"
        raise ArchiveDamaged(str(folder), told, "go back to a backup of that file; the tables beside it may be whole") from error
    if head.format > VERSION:
        told = f"was made by a later Dragoman (format {head.format}, this one knows {VERSION})"
        raise ArchiveNewer(str(folder), told, "install a newer Dragoman")
    return head


def save(folder: Path, head: Head) -> None:
    """Replace the head, whole or not at all; once it is back, it is on the disk."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{HEAD}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(head), indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, folder / HEAD)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _synced(folder)


def later(table: Path, version: int) -> bool:
    """Whether a table has versions after that one."""
    return _log(table, version + 1).exists()


def files(table: Path, before: int, version: int) -> Iterator[Path]:
    """The files of a table that are new after one version and up to another, and the folders that name them."""
    for number in range(before + 1, version + 1):
        log = _log(table, number)
        for line in log.read_text("utf-8").splitlines():
            added = json.loads(line).get("add")
            if added:
                yield table / unquote(added["path"])
        yield from log.parent.glob(f"{number:020}.*")
    last = table / LOG / "_last_checkpoint"
    yield from (path for path in (last, table / LOG, table) if path.exists())


def flush(paths: Iterable[Path]) -> None:
    """Have files written to the disk; several at a time, since each waits for it."""
    with ThreadPoolExecutor(16) as pool:
        for _ in pool.map(_synced, dict.fromkeys(paths)):
            pass


def _log(table: Path, version: int) -> Path:
    return table / LOG / f"{version:020}.json"


def _synced(path: Path) -> None:
    if os.name == "nt":  # where a file is opened to be written to be flushed, and a folder cannot be
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
