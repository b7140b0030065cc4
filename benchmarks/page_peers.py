"""Other readers of news pages, each in its own best known setting; only those that are installed."""

from __future__ import annotations

import importlib.util
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Told:
    """What a reader says of a page besides its body."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    standfirst: str | None = None


def body_peers() -> dict[str, Callable[[bytes, str | None], str]]:
    """Readers of the body."""
    readers = {
        "trafilatura": _trafilatura,
        "newspaper": _newspaper,
        "readability": _readability,
        "resiliparse": _resiliparse,
    }
    return {name: _safely(reader) for name, reader in readers.items() if importlib.util.find_spec(name)}


def metadata_peers() -> dict[str, Callable[[bytes, str | None], Told]]:
    """Readers of title, authors and date."""
    readers = {"trafilatura": _trafilatura_told, "newspaper": _newspaper_told, "htmldate": _htmldate_told}
    return {name: _safely(reader, Told()) for name, reader in readers.items() if importlib.util.find_spec(name)}


def _safely(reader: Callable[..., Any], nothing: Any = "") -> Callable[..., Any]:
    logging.disable(logging.CRITICAL)

    def read(data: bytes, url: str | None) -> Any:
        try:
            return reader(data, url) or nothing
        except Exception:  # a peer that fails on a page has found nothing there
            return nothing

    return read


def _trafilatura(data: bytes, url: str | None) -> str | None:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        data, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False, deduplicate=False
    )
    return found.text if found else None


def _trafilatura_told(data: bytes, url: str | None) -> Told:
    from trafilatura import extract_metadata

    found: Any = extract_metadata(data, url)
    authors = tuple(part.strip() for part in (found.author or "").split(";") if part.strip())
    return Told(found.title, authors, found.date)


def _article(data: bytes, url: str | None) -> Any:
    from newspaper import Article

    article = Article(url or "http://news.example/a", fetch_images=False)
    article.download(input_html=_text(data))
    article.parse()
    return article


def _newspaper(data: bytes, url: str | None) -> str:
    return str(_article(data, url).text)


def _newspaper_told(data: bytes, url: str | None) -> Told:
    article = _article(data, url)
    day = article.publish_date
    return Told(article.title or None, tuple(article.authors or ()), day.isoformat() if day else None)


def _readability(data: bytes, url: str | None) -> str:
    from lxml.html import fromstring
    from readability import Document

    tree = fromstring(Document(_text(data)).summary(html_partial=True))
    return "\n".join(" ".join(element.itertext()) for element in tree.iter("p", "li", "h2", "h3", "h4", "blockquote", "pre"))


def _resiliparse(data: bytes, url: str | None) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(_text(data), main_content=True, alt_texts=False))


def _htmldate_told(data: bytes, url: str | None) -> Told:
    from htmldate import find_date

    return Told(date=find_date(_text(data), url=url, original_date=True, extensive_search=True))


def _text(data: bytes) -> str:
    found = re.search(rb"charset=[\"']?([\w-]+)", data[:4000])
    for codec in ("utf-8", found.group(1).decode("ascii") if found else "cp1252"):
        try:
            return data.decode(codec)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")
