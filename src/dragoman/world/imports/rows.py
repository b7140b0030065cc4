"""What an import finds: rows to take, things to skip and why, and the lines to find them in."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from dragoman.errors import SourceDamaged, SourceMissing, SourceUnreachable

# A line of a dump may be long (a Wikidata item of some megabytes), but not endless.
LONGEST_LINE = 64 * 1024 * 1024


class Taken(NamedTuple):
    """A row for a table, and which line or entity of the file it is from."""

    table: str
    cells: dict[str, str]
    at: str


class Skipped(NamedTuple):
    """What was not taken over, and why; `at` is its line or its id in the file."""

    at: str
    what: str
    why: str


Found = Taken | Skipped


def open_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, plain or packed with gzip or bzip2, one at a time.

    Raises `SourceMissing`, `SourceUnreachable`, or `SourceDamaged` where it cannot be read to its end.
    """
    name = str(path)
    try:
        if not path.is_file():
            raise SourceMissing(name, "no such file", "check the path")
        with path.open("rb") as plain:
            magic = plain.read(3)
            plain.seek(0)
            stream: BinaryIO = plain
            if magic.startswith(b"\x1f\x8b"):
                stream = cast(BinaryIO, gzip.GzipFile(fileobj=plain))
            elif magic == b"BZh":
                stream = cast(BinaryIO, bz2.BZ2File(plain))
            while line := stream.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    raise SourceDamaged(name, f"a line of more than {LONGEST_LINE >> 20} MB", "give one entity a line")
                yield line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceDamaged(name, f"cannot be unpacked ({error})", "fetch it again") from error
    except OSError as error:
        if error.errno is None:  # bzip2 has no error of its own
            raise SourceDamaged(name, f"cannot be unpacked ({error})", "fetch it again") from error
        raise SourceUnreachable(name, f"cannot be read ({error.strerror})", "check its rights") from error
