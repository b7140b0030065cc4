"""A web page: the article in its HTML, and what the page says of it."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.etree import _Element as HtmlElement

from dragoman.errors import NoArticle, PageEmpty
from dragoman.pages import cleaning
from dragoman.pages.authors import authors_of
from dragoman.pages.body import body_of
from dragoman.pages.dating import published_of
from dragoman.pages.days import iso_time
from dragoman.pages.draft import About, Draft, Piece
from dragoman.pages.figures import captions_of
from dragoman.pages.headlines import article_root, head_of, headline_of
from dragoman.pages.standfirsts import standfirst_of
from dragoman.pages.structured import Stated, embedded, plain_text, stated
from dragoman.pages.stubs import cut_short, stand_in
from dragoman.pages.tongues import language_of

_LEAST_LETTERS = 120


def read_webpage(text: str, url: str | None, source: str) -> tuple[Draft, About]:
    """The article of an HTML page. Raises NoArticle where there is none."""
    tree = _tree(text, source)
    says = stated(tree)
    title = plain_text(tree.findtext(".//title") or "")
    headline = headline_of(tree, says, title)
    blocks = body_of(tree, headline, plain_text(says.article_body) if says.article_body else None)
    if says.entries:
        blocks = _entries(says) or blocks
    if sum(map(_letters, blocks)) < 2 * _LEAST_LETTERS and says.article_body:
        blocks = _longer(blocks, [Piece(block) for block in _paragraphs(says.article_body)])
    if sum(map(_letters, blocks)) < 2 * _LEAST_LETTERS and (markup := embedded(tree)) is not None:
        tree.append(_parsed(f"<html><body><article>{markup}</article></body></html>").find("body/article"))
        blocks = _longer(blocks, body_of(tree[-1], headline))
    letters = sum(map(_letters, blocks))
    error = stand_in(tree, says, title, headline, letters, source)
    if error is None and letters < _LEAST_LETTERS and letters < 0.5 * _shown(tree):
        error = NoArticle(source, "holds no article", "give the page of a single news article")
    if error is not None:
        error.published = next((time for _, value in says.published if (time := iso_time(value))), None)
        raise error
    root, last = article_root(tree, blocks, headline)
    draft = Draft(headline=Piece(headline) if headline else None, body=blocks, captions=captions_of(root, last))
    head = head_of(tree, headline, blocks)
    standfirst = standfirst_of(head, headline, says, blocks)
    draft.standfirst = Piece(standfirst) if standfirst else None
    language = _language(tree, says, blocks)
    byline = authors_of(tree, says, head, draft)
    _from_headline_on(draft)
    _clean(draft, byline, english=language in (None, "en"))
    published, where = published_of(tree, says, head, url)
    updated = next((time for _, value in says.updated if (time := iso_time(value))), None)
    about = About(
        url=_canonical(tree, says, url),
        byline=byline,
        published=published,
        published_source=where,
        updated=updated if updated != published else None,
        language=language,
        outlet=says.outlet,
        section=says.section,
        tags=says.tags,
        flags=tuple(cut_short(draft, last)),
    )
    return draft, about


def _tree(text: str, source: str) -> HtmlElement:
    """The parsed page: depth is bounded by the parser, NUL and a stale declaration are taken out before."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    try:
        tree = _parsed(text)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise PageEmpty(source, "holds no text", "give a page with an article in it") from error
    if tree is None:
        raise PageEmpty(source, "holds no text", "give a page with an article in it")
    return tree


def _parsed(text: str) -> HtmlElement:
    # plain elements, not lxml.html's: those look up a class for each
    return etree.fromstring(
        text.encode("utf-8", "replace"), etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    )


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of an article body that a page gives as one string."""
    text = re.sub(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", "\n", text, flags=re.I)
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _shown(tree: HtmlElement) -> int:
    """About how many letters a page shows: a short article may be all that it holds."""
    return sum(len(text.strip()) for text in tree.xpath("//body//text()[not(parent::script or parent::style)]"))


def _letters(piece: Piece) -> int:
    """About how many letters a block has; each counts twice in a script that says much in one."""
    text = piece.text
    size = len(text) - text.count(" ")
    return size if text.isascii() or max(text) < "\u3040" else 2 * size


def _longer(one: list[Piece], other: list[Piece]) -> list[Piece]:
    return max(one, other, key=lambda pieces: sum(map(_letters, pieces)))


def _entries(says: Stated) -> list[Piece]:
    """A live blog's updates, each a dated entry."""
    pieces = []
    for entry in says.entries:
        text = entry.text if not entry.headline or entry.text.startswith(entry.headline) else f"{entry.headline}\n{entry.text}"
        for line in text.split("\n"):
            if line.strip():
                pieces.append(Piece(line.strip(), "entry", iso_time(entry.time) if entry.time else None))
    return pieces


def _from_headline_on(draft: Draft) -> None:
    """Drop what stands before the headline where the extractor took the headline into the body: kickers and crumbs."""
    if draft.headline is None:
        return
    wanted = " ".join(draft.headline.text.split())
    for i, piece in enumerate(draft.body[:4]):
        if " ".join(piece.text.split()) == wanted and len(draft.body) > i + 1:
            for before in draft.body[:i]:
                draft.drop(before, "kicker")
            return


def _clean(draft: Draft, byline: tuple[str, ...], english: bool) -> None:
    cleaning.mend(draft, english)
    cleaning.drop_furniture(draft)
    cleaning.never_twice(draft)
    cleaning.drop_doubles(draft)
    cleaning.drop_trailers(draft, byline)
    while draft.body and draft.body[-1].kind == "subheading":
        draft.drop(draft.body[-1], "sub-heading with nothing under it")
    cleaning.take_dateline(draft)


def _language(tree: HtmlElement, says: Stated, blocks: list[Piece]) -> str | None:
    """The language of the text where it is clear, else what the page says."""
    guess = language_of(" ".join(piece.text for piece in blocks))
    if guess is not None:
        return guess
    said = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or says.language or ""
    match = re.match(r"([a-zA-Z]{2,3})(?:[-_]|$)", said.strip())
    return match.group(1).lower() if match else None


def _canonical(tree: HtmlElement, says: Stated, url: str | None) -> str | None:
    links = [element.get("href") for element in tree.iter("link") if (element.get("rel") or "").lower() == "canonical"]
    for link in [*links, *says.urls]:
        if not link:
            continue
        try:
            full: str = urljoin(url or "", link.strip())
            parts = urlsplit(full)
        except ValueError:  # no address at all
            continue
        # a canonical address that names only the site's front page is a mistake of the page
        if parts.scheme in ("http", "https") and parts.netloc and len(parts.path.strip("/")) > 1:
            return full
    return url
