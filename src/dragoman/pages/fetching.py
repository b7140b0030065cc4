"""Bytes of a source: a file, standard input, or a page on the web.

A URL is followed only to public addresses: the name is resolved here, every address it has is checked, and the
connection goes to the address that was checked (so that a second look-up cannot give another). Each redirect is checked
again.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import sys
import time
import zlib
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from dragoman.errors import SourceError, SourceMissing, SourceTooLarge, SourceUnreachable, SourceUnsafe

LIMIT = 20 * 1024 * 1024
USER_AGENT = "dragoman/0.1 (reads single news pages for research)"
_REDIRECTS = {301, 302, 303, 307, 308}
_GZIP = b"\x1f\x8b"


class Source(Struct, frozen=True):
    """What was fetched: the bytes, the URL they came from in the end (null for a file), and a name for messages."""

    data: bytes
    url: str | None = None
    name: str = "page"


def fetch(
    source: str, *, timeout: float = 20.0, limit: int = LIMIT, allow_private: bool = False, max_redirects: int = 5
) -> Source:
    """The bytes of `source`: a path, '-' for standard input, or an http(s) URL; gzip is unpacked.

    Raises SourceMissing, SourceUnreachable, SourceTooLarge (more than `limit` bytes, packed or unpacked) or
    SourceUnsafe (not http, or a private, loopback or link-local address without `allow_private`).
    """
    if source == "-":
        return Source(unpacked(_read_limited(sys.stdin.buffer, "-", limit), "-", limit), None, "standard input")
    if "://" in source[:12]:
        return _Getter(source, timeout, limit, allow_private).get(max_redirects)
    return _from_file(source, limit)


def _from_file(source: str, limit: int) -> Source:
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceUnreachable(source, "is a folder", "name the files in it")
        if path.stat().st_size > limit:
            raise _too_large(source, limit)
        with path.open("rb") as file:
            data = _read_limited(file, source, limit)
    except FileNotFoundError:
        raise SourceMissing(source, "no such file", "check the path") from None
    except (OSError, ValueError) as error:
        raise SourceUnreachable(source, f"cannot be read ({error})", "check its rights") from error
    return Source(unpacked(data, source, limit), None, source)


def _too_large(source: str, limit: int) -> SourceTooLarge:
    return SourceTooLarge(source, f"more than {limit // (1024 * 1024)} MB", "give a single news page")


def _read_limited(file: BinaryIO | http.client.HTTPResponse, source: str, limit: int, until: float = 0.0) -> bytes:
    """All of a stream, or SourceTooLarge; past the moment `until` (monotonic) a slow server is given up."""
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(65536):
        size += len(chunk)
        if size > limit:
            raise _too_large(source, limit)
        if until and time.monotonic() > until:
            raise SourceUnreachable(source, "the page came too slowly", "try again later")
        chunks.append(chunk)
    return b"".join(chunks)


def unpacked(data: bytes, source: str, limit: int = LIMIT) -> bytes:
    """The bytes without gzip around them, never more than `limit` of them (a small file may unpack to a huge one)."""
    if len(data) > limit:
        raise _too_large(source, limit)
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise SourceUnreachable(source, f"damaged gzip ({error})", "fetch it again") from error
    if len(plain) > limit:
        raise _too_large(source, limit)
    return plain


def _check_address(source: str, address: str) -> None:
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if not ip.is_global or ip.is_multicast or (mapped is not None and not mapped.is_global):
        raise SourceUnsafe(source, f"{address} is not a public address", "save the page and name the file if you trust it")


class _Getter:
    """One page over http: resolves, checks, connects to the checked address, follows redirects."""

    def __init__(self, source: str, timeout: float, limit: int, allow_private: bool) -> None:
        self.source, self.timeout, self.limit, self.allow_private = source, timeout, limit, allow_private

    def get(self, max_redirects: int) -> Source:
        url = self.source
        until = time.monotonic() + 3 * self.timeout
        for _ in range(max_redirects + 1):
            target, data = self._one(url, until)
            if target is None:
                return Source(unpacked(data, self.source, self.limit), url, self.source)
            url = urljoin(url, target)
        raise SourceUnreachable(self.source, f"more than {max_redirects} redirects", "give the final address")

    def _one(self, url: str, until: float) -> tuple[str | None, bytes]:
        """Either where the page has moved to, or its bytes."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SourceUnsafe(self.source, f"{url[:80]} is no http address", "give an http or https URL")
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            address = self._resolve(parts.hostname, port)
            connection = self._connect(parts.scheme, parts.hostname, address, port)
            try:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                headers = {
                    "User-Agent": USER_AGENT,
                    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1",
                    "Accept-Encoding": "gzip",
                    "Connection": "close",
                }
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                moved = answer.getheader("Location")
                if answer.status in _REDIRECTS and moved:
                    return moved, b""
                if answer.status != 200:
                    raise SourceUnreachable(self.source, f"answered {answer.status}", "open it in a browser and save it")
                if int(answer.getheader("Content-Length") or 0) > self.limit:
                    raise _too_large(self.source, self.limit)
                return None, _read_limited(answer, self.source, self.limit, until)
            finally:
                connection.close()
        except SourceError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = str(error) or type(error).__name__
            raise SourceUnreachable(self.source, f"cannot be fetched ({why})", "check the address, try again later") from error

    def _resolve(self, host: str, port: int) -> str:
        """The first address of the host, once all of its addresses are known to be public."""
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.allow_private:
            for address in found:
                _check_address(self.source, address)
        return found[0]

    def _connect(self, scheme: str, host: str, address: str, port: int) -> http.client.HTTPConnection:
        """A connection that says `host` but goes to the `address` that was checked."""
        raw = socket.create_connection((address, port), self.timeout)
        try:
            if scheme == "https":
                secure = ssl.create_default_context()
                connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=self.timeout)
                connection.sock = secure.wrap_socket(raw, server_hostname=host)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=self.timeout)
                connection.sock = raw
        except BaseException:
            raw.close()
            raise
        return connection
