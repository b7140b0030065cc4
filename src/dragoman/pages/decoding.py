"""Bytes to text: byte-order marks, declared charsets, and a guess where neither helps."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from dragoman.errors import PageBinary, PageEmpty, PageUndecodable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x7fELF", b"RIFF", b"\x1f\x8b", b"BZh",
    b"\xfd7zXZ", b"\x00\x00\x01\x00", b"ID3", b"OggS", b"SQLite format 3", b"\xd0\xcf\x11\xe0", b"wOF",
)  # fmt: skip
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27}) + b"\x7f"
# What a page calls ISO-8859-1 or ASCII is read as Windows-1252 by every browser.
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949"}


def decode(data: bytes, source: str, charset: str | None = None) -> str:
    """The text of a page; `charset` is what the server says it is in. Raises PageEmpty, PageBinary or PageUndecodable."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise PageEmpty(source, "holds no text", "give a page with an article in it")
    if data.startswith(_MAGIC):
        raise PageBinary(source, "is not text but a binary file", "give the page as HTML or plain text")
    text = _by_mark(data)
    if text is None:
        text = _by_zero_bytes(data)
    if text is None:
        if len(data.translate(None, _CONTROLS)) < 0.9 * len(data):
            raise PageBinary(source, "is not text but binary data", "give the page as HTML or plain text")
        text = _by_content(data, charset)
    if text is None:
        raise PageUndecodable(source, "is in no encoding that could be recognised", "save it as UTF-8")
    return text.lstrip("\ufeff")


def _by_mark(data: bytes) -> str | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace")
    return None


def _by_zero_bytes(data: bytes) -> str | None:
    """UTF-16 without a mark: mostly Western text has a zero in every second byte."""
    head = data[:4000]
    half = max(1, len(head) // 2)
    odd, even = head[1::2].count(0) / half, head[0::2].count(0) / half
    if odd > 0.6 and even < 0.1:
        return data.decode("utf-16-le", errors="replace")
    if even > 0.6 and odd < 0.1:
        return data.decode("utf-16-be", errors="replace")
    return None


def _by_content(data: bytes, charset: str | None) -> str | None:
    """UTF-8 where the bytes are (almost) valid UTF-8, else the charset that the server or the page declares, else a guess."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", errors="replace")
    high = sum(byte > 127 for byte in data[:200_000]) or 1
    declared = _known(charset) or _declared(data)
    # A page cut in mid-character, or with one bad advertisement in it, is still UTF-8.
    bad = lenient[:200_000].count("\ufffd")
    if bad <= 2 + 0.05 * high and high > 4 * bad:
        return lenient
    if declared is not None and declared != "utf-8":
        try:
            text = data.decode(declared, errors="replace")
        except (LookupError, ValueError):
            text = ""
        if text and text.count("\ufffd") <= 0.002 * len(text):
            return text
    guess = from_bytes(data[:100_000]).best()
    if guess is not None:
        return data.decode(_browser_name(guess.encoding), errors="replace")
    return lenient if bad <= 0.01 * len(lenient) else None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:8192])
    return _known(match.group(1).decode("ascii")) if match is not None else None


def _known(charset: str | None) -> str | None:
    """The codec of a declared charset, if there is one."""
    try:
        return _browser_name(codecs.lookup(charset).name) if charset else None
    except (LookupError, ValueError):
        return None


def _browser_name(codec: str) -> str:
    try:
        name = codecs.lookup(codec).name
    except LookupError:
        return codec
    return _AS_BROWSERS_DO.get(name, name)
