"""Files and folders that are there only once they are whole, and text as every form may hold it."""

from __future__ import annotations

import gzip
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import ExportUnwritable

# No UTF-8 has the first, no CSV reader the second, no XML 1.0 the third.
_LONE = re.compile("[\ud800-\udfff]")
_NUL = re.compile("[\x00\ud800-\udfff]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"\s+")


# Most text is printable, which Python tells at once: neither control characters nor halves of characters stand in it.


def encodable(text: str) -> str:
    """The text with U+FFFD for lone surrogates, so that it can be written as UTF-8."""
    return text if text.isprintable() else _LONE.sub("\ufffd", text)


def printable(text: str) -> str:
    """The text with U+FFFD for lone surrogates and NUL."""
    return text if text.isprintable() else _NUL.sub("\ufffd", text)


def xml_text(text: str) -> str:
    """The text with U+FFFD for every character that XML 1.0 cannot hold."""
    return text if text.isprintable() else _NO_XML.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text on one line, with U+FFFD for what XML could not hold either."""
    plain = text.isprintable() and "  " not in text
    return (text if plain else _SPACES.sub(" ", xml_text(text))).strip()


@contextmanager
def fresh_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its name only once it is whole; packed where the name ends in `.gz`.

    Nothing is left of it where writing fails. Raises `ExportUnwritable`.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe or a terminal
        with _told(path), path.open("wb") as stream:
            yield stream
        return
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with _told(path):
        if path.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as stream:
                if path.suffix == ".gz":
                    # Without a name and a time inside, the same rows make the same bytes.
                    with gzip.GzipFile("", "wb", 6, stream, mtime=0) as packed:
                        yield packed  # type: ignore[misc]
                else:
                    yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def fresh_folder(path: Path, names: Collection[str]) -> Iterator[Path]:
    """A folder to write files of those names into, that takes its own name only once they are whole.

    An older export in its place goes; a folder that holds anything of another name is not touched. Raises `ExportUnwritable`.
    """
    path = Path(os.path.realpath(path))
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with _told(path):
        if path.exists() and not path.is_dir():
            raise NotADirectoryError(None, "it is a file; this form is a folder")
        strange = sorted({p.name for p in path.iterdir()} - set(names)) if path.exists() else []
        if strange:
            told = f"the folder holds {strange[0]!r}, which is none of an export"
            raise ExportUnwritable(str(path), told, "name a new or an empty folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        try:
            yield part
            _swap(part, path)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _swap(part: Path, path: Path) -> None:
    if not path.exists():
        part.rename(path)
        return
    old = part.with_suffix(".old")
    path.rename(old)
    try:
        part.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        told = f"cannot be written ({error.strerror or error})"
        raise ExportUnwritable(str(path), told, "check the path, its rights and the space there") from error
