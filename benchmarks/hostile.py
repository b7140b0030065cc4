"""Pages that are broken, huge, mislabelled or no pages at all: each must end in an article or a coded error, soon, within bounds.

The pages of DIR (where it holds a page set) are cut, scrambled and mislabelled with a fixed seed; others are made here. A hang
is more than ten seconds; an offset is wrong where a span's words are not at its place.
"""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.model.article import Article
from dragoman.pages import read
from dragoman.pages.fetching import unpacked

from .common import Options
from .page_sets import pages_of

_PARAGRAPH = "<p>The envoys of both river states met again on Monday, and neither of them gave way on the dam. </p>"
_MOST = 60


def measure(options: Options) -> dict[str, Any]:
    """pages, crashes, hangs, wrong_offsets, slowest_s, and how many ended in an error with its code."""
    counts = {"pages": 0, "crashes": 0, "hangs": 0, "wrong_offsets": 0, "coded_errors": 0}
    slowest = 0.0
    for _, data in (*_made(), *_scrambled(options)):
        start = time.monotonic()
        counts["pages"] += 1
        try:
            counts["wrong_offsets"] += _wrong(read(unpacked(data, "page")))
        except DragomanError:
            counts["coded_errors"] += 1
        except Exception:
            counts["crashes"] += 1
        took = time.monotonic() - start
        slowest = max(slowest, took)
        counts["hangs"] += took > 10
    return counts | {"slowest_s": round(slowest, 2)}


def _wrong(article: Article) -> int:
    wheres = [flag.where for flag in article.flags]
    return sum(article.text(w.part, w.paragraph)[w.start : w.end] != w.exact for w in wheres)


def _made() -> Iterator[tuple[str, bytes]]:
    """Pages that no public set holds."""
    page = (
        f"<html><head><title>Talks on the dam end</title></head><body><h1>Talks on the dam end</h1>{_PARAGRAPH * 9}</body></html>"
    )
    text = page.encode()
    yield "empty", b""
    yield "spaces", b" \n\t" * 1000
    yield "nested", b"<html><body>" + b"<div>" * 100_000 + _PARAGRAPH.encode() * 9
    yield "nested inline", b"<html><body><p>" + b"<b><i>" * 50_000 + b"x"
    yield "unclosed", text.replace(b"</p>", b"").replace(b"</h1>", b"")
    yield "50 MB", text.replace(b"</body>", _PARAGRAPH.encode() * 450_000 + b"</body>")
    yield "one line of 5 MB", b"<html><body><p>" + b"word " * 1_000_000
    yield "one word of 5 MB", b"<html><body><p>" + b"w" * 5_000_000
    yield "many attributes", b"<html><body><p " + b"a='b' " * 200_000 + b">x</p>" + _PARAGRAPH.encode() * 9
    yield "many links", b"<html><body>" + b"<a href='/a'>a story of the day</a>" * 100_000
    yield "wide table", b"<html><body><table>" + (b"<tr>" + b"<td>1</td>" * 200 + b"</tr>") * 500 + b"</table>"
    yield "NUL", text.replace(b"envoys", b"env\x00oys")
    yield "controls", bytes(range(1, 32)) * 200 + text
    yield "UTF-16", page.encode("utf-16")
    yield "UTF-16 without a mark", page.encode("utf-16-le")
    yield "UTF-16 labelled UTF-8", b"<meta charset=utf-8>" + page.encode("utf-16-be")
    yield "wrong label", b"<meta charset=shift_jis>" + page.replace("Monday", "Montag, größer").encode("cp1252")
    yield "unknown label", b"<meta charset=martian>" + text
    yield "lone surrogates", text.replace(b"Monday", b"\xed\xa0\x80")
    yield "gzip bomb", gzip.compress(b"\0" * 200_000_000)
    yield "gzip of gzip", gzip.compress(gzip.compress(text))
    yield "cut gzip", gzip.compress(text)[:200]
    yield "JSON-LD without end", b"<script type='application/ld+json'>" + b'{"a":[' * 100_000 + text
    yield (
        "JSON-LD of wrong types",
        b'<script type=\'application/ld+json\'>[1,null,{"@type":["NewsArticle"],"author":7}]</script>' + text,
    )
    yield "error page", b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
    yield "log-in", b"<html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>"
    yield "PDF", b"%PDF-1.7\n" + bytes(range(256)) * 500
    yield "text of quotes", b'"' * 500_000
    yield "text of dashes", b"- " * 500_000
    yield "text of brackets", b"(" * 300_000
    yield "text of ampersands", b"&amp;" * 300_000
    yield "text of tags", b"< p class=" * 100_000


def _scrambled(options: Options) -> Iterator[tuple[str, bytes]]:
    pages = [page for pages in pages_of(options).values() for page in pages] if _holds_pages(options.data) else []
    for number, page in enumerate(pages[:: max(1, len(pages) // (options.limit or _MOST))]):
        data, dice = page.bytes(), random.Random(number)
        yield "cut", data[: dice.randrange(len(data))]
        yield "beheaded", data[dice.randrange(len(data)) :]
        scrambled = bytearray(data)
        for _ in range(len(data) // 50):
            scrambled[dice.randrange(len(data))] = dice.randrange(256)
        yield "scrambled", bytes(scrambled)
        yield "mislabelled", data.replace(b"utf-8", b"koi8-r").replace(b"UTF-8", b"koi8-r")


def _holds_pages(data: Path) -> bool:
    return data.is_dir() and any(data.rglob("*.html*"))
