"""Bytes of one source: a file, standard input, or a page on the web; gzip is unpacked."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from dragoman.errors import SourceMissing, SourceUnreachable
from dragoman.pages.web import Manners, Web, too_large

LIMIT = Manners.limit
_GZIP = b"\x1f\x8b"


class Source(Struct, frozen=True):
    """What was fetched: the bytes, the URL they came from in the end (null for a file), a name for messages, the charset that the
    server or the archive states."""

    data: bytes
    url: str | None = None
    name: str = "page"
    charset: str | None = None


def fetch(
    source: str, *, timeout: float = 20.0, limit: int = LIMIT, allow_private: bool = False, max_redirects: int = 5
) -> Source:
    """The bytes of `source`: a path, '-' for standard input, or an http(s) URL; gzip is unpacked.

    Raises SourceMissing, SourceUnreachable, SourceTooLarge (more than `limit` bytes, packed or unpacked), SourceDisallowed
    (robots.txt) or SourceUnsafe (not http, or a private, loopback or link-local address without `allow_private`).
    """
    if is_url(source):
        manners = Manners(timeout=timeout, limit=limit, allow_private=allow_private, max_redirects=max_redirects)
        return fetch_url(source, Web(manners))
    return read_file(source, limit)


def is_url(source: str) -> bool:
    """Whether a source is an address and no path."""
    return "://" in source[:12]


def fetch_url(url: str, web: Web) -> Source:
    """The bytes of an address; raises what `Web.get` raises."""
    answer = web.get(url)
    return Source(unpacked(answer.data, url, web.manners.limit), answer.url, url, answer.charset)


def read_file(source: str, limit: int = LIMIT) -> Source:
    """The bytes of a path, or of standard input ('-')."""
    if source == "-":
        return Source(unpacked(_read_limited(sys.stdin.buffer, "-", limit), "-", limit), None, "standard input")
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceUnreachable(source, "is a folder", "name the files in it")
        if path.stat().st_size > limit:
            raise too_large(source, limit)
        with path.open("rb") as file:
            data = _read_limited(file, source, limit)
    except FileNotFoundError:
        raise SourceMissing(source, "no such file", "check the path") from None
    except (OSError, ValueError) as error:
        raise SourceUnreachable(source, f"cannot be read ({error})", "check its rights") from error
    return Source(unpacked(data, source, limit), None, source)


def _read_limited(file: BinaryIO, source: str, limit: int) -> bytes:
    """All of a stream, or SourceTooLarge."""
    data = file.read(limit + 1)
    if len(data) > limit:
        raise too_large(source, limit)
    return data


def unpacked(data: bytes, source: str, limit: int = LIMIT) -> bytes:
    """The bytes without gzip around them, never more than `limit` of them (a small file may unpack to a huge one)."""
    if len(data) > limit:
        raise too_large(source, limit)
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise SourceUnreachable(source, f"damaged gzip ({error})", "fetch it again") from error
    if len(plain) > limit:
        raise too_large(source, limit)
    return plain
