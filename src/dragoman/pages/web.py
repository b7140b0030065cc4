"""Pages over http, fetched politely and safely.

A host gets one request at a time, with a pause between two; its robots.txt is kept; what fails for the moment is tried again,
later each time; what has not changed is not sent again. Only public addresses are reached: the name is resolved here, every
address it has is checked, the connection goes to the address that was checked (so that a second look-up cannot give another),
and each redirect is checked again. robots.txt follows RFC 9309, conditional requests RFC 9110.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from protego import Protego

from dragoman.errors import SourceDisallowed, SourceError, SourceTooLarge, SourceUnreachable, SourceUnsafe

USER_AGENT = "dragoman/0.1 (reads single news pages for research)"
_QUERY = "%/:?@!$&'()*+,;=~-._[]|"
_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_RULES = 512_000  # bytes of a robots.txt (RFC 9309 2.5)
_FOR_THE_MOMENT = {408, 425, 429, 500, 502, 503, 504}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
# Networks that Python counts as public though they lead to addresses that are not: IPv4 within IPv6, old site-local ones.
_TUNNELS = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96", "fec0::/10", "192.88.99.0/24"))
)
_LONGEST_WAIT = 30.0  # seconds that a server may ask for before another try


@dataclass(frozen=True)
class Manners:
    """How to behave towards servers. Times are in seconds, sizes in bytes."""

    timeout: float = 20.0
    limit: int = 20 * 1024 * 1024
    allow_private: bool = False
    max_redirects: int = 5
    robots: bool = True
    delay: float = 1.0
    retries: int = 2
    user_agent: str = USER_AGENT


@dataclass(frozen=True)
class Answer:
    """What a server gave: the bytes, the address they came from in the end, and what to ask with the next time.

    `unchanged` where the server said so (304): there are no bytes then.
    """

    data: bytes
    url: str
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


@dataclass
class _Host:
    """What is known of a host: its rules, and when it may be asked again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Protego | None = None
    free_at: float = 0.0


class Web:
    """A reader's way into the web; safe to use from several threads."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Answer:
        """A page's bytes. `etag` and `modified` are those of the last answer, for a page that may be unchanged.

        Raises SourceUnreachable, SourceTooLarge, SourceUnsafe, or SourceDisallowed where robots.txt forbids it.
        """
        asked = {key: value for key, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}
        current = url
        for _ in range(self.manners.max_redirects + 1):
            reply = self._politely(current, url, asked)
            if isinstance(reply, Answer):
                return reply
            current = _joined(current, reply, url)
        raise SourceUnreachable(url, f"more than {self.manners.max_redirects} redirects", "give the final address")

    def _politely(self, url: str, source: str, asked: dict[str, str]) -> Answer | str:
        """One address, in its host's turn and by its host's rules: an answer, or where it has moved to."""
        parts = _parted(url, source)
        with self._lock:
            host = self._hosts.setdefault(f"{parts.hostname}:{parts.port or parts.scheme}", _Host())
        with host.lock:
            if self.manners.robots:
                if host.rules is None:
                    host.rules = self._rules(parts, source)
                if not host.rules.can_fetch(url, self.manners.user_agent):
                    raise SourceDisallowed(
                        source, f"robots.txt of {parts.hostname} forbids it", "open it in a browser and save it"
                    )
            return self._patiently(host, url, source, asked)

    def _patiently(self, host: _Host, url: str, source: str, asked: dict[str, str]) -> Answer | str:
        for attempt in range(self.manners.retries + 1):
            time.sleep(max(0.0, host.free_at - time.monotonic()))
            try:
                return _Request(self.manners, source).send(url, asked)
            except _Later as later:
                if attempt == self.manners.retries:
                    raise SourceUnreachable(source, later.why, "try again later") from None
                wait = later.wait if later.wait is not None else self.manners.delay * 2**attempt
                host.free_at = time.monotonic() + min(wait, _LONGEST_WAIT)
            finally:
                host.free_at = max(host.free_at, time.monotonic() + self._pause(host))
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, host: _Host) -> float:
        asked = host.rules.crawl_delay(self.manners.user_agent) if host.rules is not None else None
        return min(max(self.manners.delay, float(asked or 0)), _LONGEST_WAIT)

    def _rules(self, parts: SplitResult, source: str) -> Protego:
        """A host's robots.txt. Where it has none all is allowed; where it cannot be had for the moment nothing is (RFC 9309
        2.3.1)."""
        text = ""
        url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
        try:
            for _ in range(self.manners.max_redirects):
                reply = _Request(self.manners, source).send(url, {})
                if isinstance(reply, Answer):
                    data = (
                        zlib.decompressobj(wbits=31).decompress(reply.data, _MOST_RULES)
                        if reply.data[:2] == b"\x1f\x8b"
                        else reply.data
                    )
                    text = data[:_MOST_RULES].decode("utf-8-sig", "replace")
                    break
                url = _joined(url, reply, source)
        except SourceUnsafe:
            raise
        except _Later:
            text = "User-agent: *\nDisallow: /"
        except (SourceError, zlib.error):
            pass
        return Protego.parse(text)


class _Later(Exception):
    """A failure that may pass; `wait` is how long the server asks for."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.wait = why, wait


class _Request:
    """One request: resolves, checks, connects to the checked address."""

    def __init__(self, manners: Manners, source: str) -> None:
        self.manners, self.source = manners, source

    def send(self, url: str, asked: dict[str, str]) -> Answer | str:
        parts = _parted(url, self.source)
        host = str(parts.hostname)
        until = time.monotonic() + 3 * self.manners.timeout
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            connection = self._connect(parts.scheme, host, self._resolve(host, port), port)
            try:
                path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
                    f"?{quote(parts.query, safe=_QUERY)}" if parts.query else ""
                )
                connection.request("GET", path, headers=self._headers() | asked)
                return self._answer(connection.getresponse(), url, until)
            finally:
                connection.close()
        except SourceError:
            raise
        except TimeoutError:
            raise _Later("the server did not answer in time") from None
        except (ConnectionError, http.client.RemoteDisconnected) as error:
            raise _Later(f"cannot be fetched ({error})") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = str(error) or type(error).__name__
            raise SourceUnreachable(self.source, f"cannot be fetched ({why})", "check the address, try again later") from error

    def _headers(self) -> dict[str, str]:
        return {
            "User-Agent": self.manners.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.1",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def _answer(self, reply: http.client.HTTPResponse, url: str, until: float) -> Answer | str:
        etag, modified = reply.getheader("ETag"), reply.getheader("Last-Modified")
        if reply.status == 304:
            return Answer(b"", url, None, etag, modified, unchanged=True)
        moved = reply.getheader("Location")
        if reply.status in _REDIRECTS and moved:
            # headers come as Latin-1, addresses in them as UTF-8
            return moved.encode("latin-1", "replace").decode("utf-8", "replace")
        if reply.status in _FOR_THE_MOMENT:
            wait = reply.getheader("Retry-After") or ""
            raise _Later(f"answered {reply.status}", float(wait) if wait.isdigit() else None)
        if reply.status != 200:
            raise SourceUnreachable(self.source, f"answered {reply.status}", "open it in a browser and save it")
        if int(reply.getheader("Content-Length") or 0) > self.manners.limit:
            raise too_large(self.source, self.manners.limit)
        charset = _CHARSET.search(reply.getheader("Content-Type") or "")
        return Answer(self._body(reply, until), url, charset.group(1) if charset else None, etag, modified)

    def _body(self, reply: http.client.HTTPResponse, until: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while chunk := reply.read(65536):
            size += len(chunk)
            if size > self.manners.limit:
                raise too_large(self.source, self.manners.limit)
            if time.monotonic() > until:
                raise SourceUnreachable(self.source, "the page came too slowly", "try again later")
            chunks.append(chunk)
        return b"".join(chunks)

    def _resolve(self, host: str, port: int) -> str:
        """The first address of the host, once all of its addresses are known to be public."""
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not self.manners.allow_private:
            for address in found:
                _check_address(self.source, address)
        return found[0]

    def _connect(self, scheme: str, host: str, address: str, port: int) -> http.client.HTTPConnection:
        """A connection that says `host` but goes to the `address` that was checked."""
        raw = socket.create_connection((address, port), self.manners.timeout)
        try:
            if scheme == "https":
                secure = ssl.create_default_context()
                connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=self.manners.timeout)
                connection.sock = secure.wrap_socket(raw, server_hostname=host)
            else:
                connection = http.client.HTTPConnection(host, port, timeout=self.manners.timeout)
                connection.sock = raw
        except BaseException:
            raw.close()
            raise
        return connection


def _parted(url: str, source: str) -> SplitResult:
    """An http address in its parts; raises SourceUnsafe for any other."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        known = False
    if not known:
        raise SourceUnsafe(source, f"{url[:80]} is no http address", "give an http or https URL")
    return parts


def _joined(base: str, link: str, source: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        raise SourceUnsafe(source, f"{link[:80]} is no http address", "give an http or https URL") from None


def too_large(source: str, limit: int) -> SourceTooLarge:
    """The error for more than `limit` bytes."""
    return SourceTooLarge(source, f"more than {limit // (1024 * 1024)} MB", "give a single news page")


def _check_address(source: str, address: str) -> None:
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    inner = any(ip.version == net.version and ip in net for net in _TUNNELS)
    if not ip.is_global or ip.is_multicast or inner or (mapped is not None and not mapped.is_global):
        raise SourceUnsafe(source, f"{address} is not a public address", "save the page and name the file if you trust it")
