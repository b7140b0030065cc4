"""Bytes to an Article: markup or saved text is told by looking at the content."""

from __future__ import annotations

import re

from dragoman.errors import NoArticle
from dragoman.model.article import Article
from dragoman.pages import cleaning
from dragoman.pages.decoding import decode
from dragoman.pages.draft import finished
from dragoman.pages.saved import read_saved
from dragoman.pages.webpage import read_webpage

_OPENS = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype|\?xml|html|head|body|div|article|section|main|meta|title|header)\b", re.I | re.S
)
_WHOLE = re.compile(r"<(?:html|body|head)\b|</(?:html|body|head)\s*>", re.I)
_PAIRED = re.compile(r"</(?:p|div|span|li|h[1-6]|td|article|section)\s*>", re.I)


def read(data: bytes, url: str | None = None, name: str | None = None, charset: str | None = None) -> Article:
    """The article of a page, from HTML or from saved text.

    `url` is where the page came from; `name` names it in messages; `charset` is what the server says it is in. Raises
    PageEmpty, PageBinary, PageUndecodable, or NoArticle where the page holds no article.
    """
    source = name or url or "page"
    text = decode(data, source, charset)
    draft, about = read_webpage(text, url, source) if is_markup(text) else read_saved(text, url)
    english = about.language in (None, "en")
    sample = " ".join(piece.text for piece in draft.body)[:2000]
    words = len(re.findall(r"[^\W\d_]{2,}", sample))
    if words < 3 and sum(map(str.isalpha, sample)) < 20:
        raise NoArticle(source, "holds no article", "give the page of a single news article")
    return finished(draft, about, cleaning.flags(draft, english))


def is_markup(text: str) -> bool:
    """Whether a text is HTML, and not text with some residue of HTML in it."""
    if _OPENS.match(text[:5000]):
        return True
    if _WHOLE.search(text):
        return len(re.findall(r"<[a-zA-Z/]", text)) > 20
    return text.lstrip().startswith("<") and len(_PAIRED.findall(text)) >= 3
