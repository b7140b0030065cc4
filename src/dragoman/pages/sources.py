"""Many pages from one name: a folder, a list of addresses, a feed, a news sitemap, a web archive, a saved page, a dump.

What a source is, is told by its content: RSS and Atom (feedparser), sitemaps (sitemaps.org 0.9 with Google's news extension),
WARC as CC-NEWS has it (FastWARC, streamed, gzip too), MHTML as browsers save it (RFC 2557), JSON lines with a page or its text
a line. Anything else is one page. A part that fails is given as its error, and the next one follows.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from email import policy
from email.parser import BytesParser
from html import escape
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from dragoman.errors import SourceDamaged, SourceError, SourceMissing
from dragoman.pages.fetching import LIMIT, Source, fetch_url, is_url, read_file, unpacked
from dragoman.pages.web import Web

_ENDINGS = re.compile(r"\.(?:x?html?|php|aspx?|txt|md|mht|mhtml|warc|jsonl|ndjson|xml|rss|atom)(?:\.gz)?$", re.I)
_DUMP = re.compile(r"\.(?:jsonl|ndjson)(?:\.gz)?$", re.I)
_FEED = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.I | re.S
)
_SITEMAP = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]*\?>\s*)*<(?:\w+:)?(?:urlset|sitemapindex)\b", re.I | re.S
)
_MHTML = re.compile(rb"^(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*?Content-Type:\s*multipart/related", re.I)
_ADDRESS = re.compile(r"https?://\S+$")
_GZIP, _WARC = b"\x1f\x8b", b"WARC/"
_MARKUP_KEYS = ("html", "raw_html", "page", "content_html", "source_html")
_TEXT_KEYS = ("text", "maintext", "body", "content", "article_body", "articleBody", "full_text")
_MOST_LINKS = 1000  # of a feed or sitemap
Part = Source | SourceError


def open_sources(names: Iterable[str], web: Web | None = None) -> Iterator[Part]:
    """The pages of all names in their order; what cannot be had comes as its error.

    `web` fetches addresses, one host at a time (a new one with good manners, unless given).
    """
    web = web or Web()
    for name in names:
        yield from _guarded(_named, name, web)


def expanded(names: Iterable[str]) -> list[str]:
    """The names, each folder replaced by the files in it that may hold pages; one without any stays, to be told of."""
    out: list[str] = []
    for name in names:
        folder = name != "-" and not is_url(name) and Path(name).is_dir()
        out += (_files(Path(name)) if folder else []) or [name]
    return out


def links(name: str, web: Web) -> list[str]:
    """The addresses that a feed or a list names, without fetching them; of a page its own. Raises SourceError."""
    source = fetch_url(name, web) if is_url(name) else read_file(name)
    if _FEED.match(source.data[:4096]):
        return _feed_links(source)
    if (listed := _listed(source.data)) is not None:
        return listed
    return [name]


def _files(folder: Path) -> list[str]:
    return [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and _ENDINGS.search(path.name)]


def _guarded(parts: Callable[..., Iterator[Part]], *given: Any) -> Iterator[Part]:
    """The parts, and the error that ends them, if any."""
    try:
        yield from parts(*given)
    except SourceError as error:
        yield error


def _named(name: str, web: Web) -> Iterator[Part]:
    if is_url(name):
        yield from _parts(fetch_url(name, web), web)
    elif name != "-" and Path(name).is_dir():
        files = _files(Path(name))
        if not files:
            raise SourceMissing(
                name, "is a folder without pages", "name one that holds .html, .txt, .mhtml, .warc or .jsonl files"
            )
        for path in files:
            yield from _guarded(_named, path, web)
    elif name != "-" and _is_archive(Path(name)):
        with Path(name).open("rb") as file:
            yield from _archived(file, name)
    elif name != "-" and _DUMP.search(name) and Path(name).is_file():
        try:
            yield from _dumped(_lines_of(Path(name)), name)
        except (OSError, EOFError, zlib.error) as error:
            raise SourceDamaged(name, f"cannot be read on ({error})", "fetch it again; what came before was read") from error
    else:
        yield from _parts(read_file(name), web)


def _lines_of(path: Path) -> Iterator[bytes]:
    """A dump's lines, one at a time, packed or not; what is longer than a page can be comes cut, and is no JSON then."""
    with gzip.open(path, "rb") if _starts(path, _GZIP) else path.open("rb") as file:
        while line := file.readline(LIMIT + 1):
            if line.strip():
                yield line


def _starts(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _parts(source: Source, web: Web, depth: int = 0) -> Iterator[Part]:
    """What a source holds: itself, if it is a page."""
    data = source.data
    head = data[:4096]
    if _FEED.match(head):
        yield from _fetched(_feed_links(source), web)
    elif _SITEMAP.match(head):
        yield from _sitemap(source, web, depth)
    elif _MHTML.match(head):
        yield _saved_page(source)
    elif (lines := _json_lines(data)) is not None:
        yield from _dumped(lines, source.name)
    elif (links := _listed(data)) is not None:
        yield from _fetched(links, web)
    else:
        yield source


def _fetched(links: Iterable[str], web: Web) -> Iterator[Part]:
    for link in links:
        try:
            yield fetch_url(link, web)
        except SourceError as error:
            yield error


def _listed(data: bytes) -> list[str] | None:
    """The addresses of a list, one a line, or None where it is something else; lines that begin with # are notes."""
    if len(data) > 4_000_000 or not data.lstrip().lower().startswith((b"http", b"#")):
        return None
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    links = [line for line in lines if line and not line.startswith("#")]
    return links if links and all(_ADDRESS.match(link) for link in links) else None


def _feed_links(source: Source) -> list[str]:
    """The entries' addresses of an RSS or Atom feed, in its order."""
    import feedparser

    found: Any = feedparser.parse(source.data, response_headers={"content-location": source.url} if source.url else {})
    links = [entry.get("link") for entry in found.entries[:_MOST_LINKS]]
    links = list(dict.fromkeys(link for link in links if link and is_url(link)))
    if not links:
        raise SourceDamaged(source.name, "is a feed without an entry that can be read", "open it in a browser and look")
    return links


def _sitemap(source: Source, web: Web, depth: int) -> Iterator[Part]:
    """The pages of a sitemap, and of those that an index names."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
        root = etree.fromstring(source.data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceDamaged(
            source.name, f"is a sitemap that cannot be read ({error})", "open it in a browser and look"
        ) from error
    if root is None:
        raise SourceDamaged(source.name, "is a sitemap that cannot be read", "open it in a browser and look")
    links = [(text or "").strip() for text in root.xpath("/*/*/*[local-name()='loc']/text()")][:_MOST_LINKS]
    if etree.QName(root).localname != "sitemapindex":
        yield from _fetched(links, web)
    elif depth < 2:
        for link in links:
            yield from _guarded(_linked, link, web, depth + 1)


def _linked(link: str, web: Web, depth: int) -> Iterator[Part]:
    yield from _parts(fetch_url(link, web), web, depth)


def _saved_page(source: Source) -> Source:
    """The page in a file that a browser saved as MHTML: its first HTML part."""
    message = BytesParser(policy=policy.default).parsebytes(source.data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            data = part.get_payload(decode=True)
            url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            if isinstance(data, bytes):
                return Source(data, str(url) if url and is_url(str(url)) else None, source.name, part.get_content_charset())
    raise SourceDamaged(source.name, "is a saved page without an HTML part", "save the page again")


def _json_lines(data: bytes) -> list[bytes] | None:
    """The lines of a dump of JSON objects, or None where it is something else."""
    if data.lstrip()[:1] != b"{":
        return None
    lines = [line for line in data.splitlines() if line.strip()]
    return lines if _page_of(lines[0], "") is not None else None


def _dumped(lines: Iterable[bytes], name: str) -> Iterator[Part]:
    for number, line in enumerate(lines, 1):
        place = f"{name}:{number}"
        page = _page_of(line, place)
        yield page or SourceDamaged(place, "is no JSON object with a page or a text", "give it a key such as html or text")


def _page_of(line: bytes, name: str) -> Source | None:
    """The page in a line of JSON: its markup, or its text with headline and day above it; None where it holds neither."""
    try:
        row = json.loads(line)
    except ValueError:
        return None
    if not isinstance(row, dict):
        return None
    url = next((row[key] for key in ("url", "link", "source_url", "canonical") if isinstance(row.get(key), str)), None)
    url = url.encode("utf-8", "replace").decode() if url else None
    for key in _MARKUP_KEYS:
        if isinstance(row.get(key), str) and row[key].strip():
            return Source(row[key].encode("utf-8", "replace"), url, name, "utf-8")
    for key in _TEXT_KEYS:
        if isinstance(row.get(key), str) and row[key].strip():
            return Source(_as_page(row, row[key]).encode("utf-8", "replace"), url, name, "utf-8")
    return None


def _as_page(row: dict[str, Any], text: str) -> str:
    """A dump's text with what it tells of it, as a page: so that headline, day and authors need not be guessed."""
    title = next((row[key] for key in ("title", "headline") if isinstance(row.get(key), str)), "")
    told = {
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": next(
            (str(row[key]) for key in ("date_publish", "published", "date", "datePublished") if row.get(key)), ""
        ),
        "author": row.get("authors") or row.get("author") or row.get("byline") or [],
        "publisher": {"name": row.get("outlet") or row.get("source_domain") or row.get("publisher") or ""},
    }
    paragraphs = "".join(f"<p>{escape(line.strip())}</p>" for line in re.split(r"\n+", text) if line.strip())
    data = json.dumps(told, default=str).replace("</", "<\\/")
    return (
        f'<html><head><script type="application/ld+json">{data}</script></head>'
        f"<body><article><h1>{escape(title)}</h1>{paragraphs}</article></body></html>"
    )


def _is_archive(path: Path) -> bool:
    """Whether a file is a WARC, packed or not, by its first bytes."""
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError:
        return False
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(_WARC)


def _archived(file: BinaryIO, name: str) -> Iterator[Part]:
    """The HTML pages of a web archive, one at a time."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise SourceDamaged(name, "is a web archive, which needs a reader", "pip install 'dragoman[warc]'") from error
    read = 0
    try:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True):
            read += 1
            url = record.headers.get("WARC-Target-URI")
            kind = (record.http_content_type or "").lower()
            status = record.http_headers.status_code if record.http_headers else None
            if status not in (None, 200) or (kind and "html" not in kind):
                continue
            place = url or f"{name}:{read}"
            data = record.reader.read(LIMIT + 1)
            yield from _guarded(_record, data, Source(b"", url, place, record.http_charset), record.http_headers)
    except (OSError, ValueError, RuntimeError, EOFError) as error:
        why = f"cannot be read on after record {read} ({error})"
        raise SourceDamaged(name, why, "fetch the archive again; what came before was read") from error


def _record(data: bytes, source: Source, headers: Any) -> Iterator[Part]:
    """A record's page, unpacked."""
    packed = (headers.get("Content-Encoding") or "").lower() if headers else ""
    if "br" in packed.split(","):
        import brotli

        data = brotli.decompress(data)
    yield Source(unpacked(data, source.name), source.url, source.name, source.charset)
