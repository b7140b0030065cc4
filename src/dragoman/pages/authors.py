"""Who wrote the article: named in the page's data, in its meta elements, in its visible byline, or in the body's first lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml.etree import _Element as HtmlElement

from dragoman.pages.bylines import byline_of_line, clean_names, has_role, is_body, loose_names
from dragoman.pages.doubles import plain
from dragoman.pages.draft import Draft
from dragoman.pages.figures import names_of
from dragoman.pages.structured import Stated

_METAS = (
    "author article:author parsely-author sailthru.author dc.creator dcterms.creator byl byline article:author_name "
    "article_author "
    "articleauthor dcsext.author og:article:author cxenseparse:author twitter:misc:written"
).split()
_WRITTEN = re.compile(r"written|verfasst|geschrieben|escrit|écrit|auteur|autor|author|scritto|författare|skrevet", re.I)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|autor|auteur|auteurs|signature|firma|redakteur|verfasser|writer|contributor)s?"
    r"(?:[\s_-]?(?:names?|links?|list|text))?(?:$|[\s_-])|byline|Byline|authName|AuthorName|authorName",
)
_HOME = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|staff|contributors?|columnists?|people|profiles?|journalists?|reporters?|bios?|by|"
    r"redakteur\w*|redaktion|verfasser|writers?|person(?:en)?|forfatter|skribent)/[^/?#]",
    re.I,
)
_SITE = re.compile(r"\S+\.(?:com|org|net|de|fr|es|it|at|ch|uk|nl)\b,")
_MOST = 140  # code points of a line that can be a byline
_ELSEWHERE = frozenset({"nav", "footer", "figure", "figcaption"})


def authors_of(tree: HtmlElement, says: Stated, head: Sequence[HtmlElement], draft: Draft) -> tuple[str, ...]:
    """The authors in the page's order; persons where any are named, else the body or desk that the page states.

    `head` are the elements between headline and body.
    """
    opening = _opening(draft, known=bool(says.persons))
    seen = clean_names(_visible(head), says.outlet)
    persons = _persons(says.persons, says.outlet) or _persons(_metas(says), says.outlet)
    shown = _persons(seen, says.outlet)
    if persons:
        # a page's data often names only the first of those whom its byline names
        more = tuple(name for name in shown if _is_full(name))
        same = [plain(name) for name in more[: len(persons)]] == [plain(name) for name in persons]
        return more if len(persons) < len(more) <= 5 and same else persons
    for found in (shown, _persons(_anywhere(tree), says.outlet), opening):
        if found:
            return found
    for stated in (says.persons, says.bodies, _metas(says), _visible(head)):
        names = loose_names(stated)
        if names:
            return names
    return ()


def _persons(found: Iterable[str], outlet: str | None) -> tuple[str, ...]:
    """The persons among the names, or none where there are only bodies."""
    said = (text for text in found if not (outlet and plain(text) == plain(outlet)) and not _SITE.match(text))
    names = clean_names(said, outlet)
    return tuple(name for name in names if not is_body(name, outlet))


def _is_full(name: str) -> bool:
    """Whether a name is given and family name, and no label or calling."""
    return (
        2 <= len(name.split()) <= 4 and all(word[0].isupper() or len(word) <= 4 for word in name.split()) and not has_role(name)
    )


def _metas(says: Stated) -> list[str]:
    values = [value for name in _METAS for value in says.metas.get(name, ())]
    for number in ("1", "2"):
        label = " ".join(says.metas.get(f"twitter:label{number}", ()))
        if _WRITTEN.search(label):
            values += says.metas.get(f"twitter:data{number}", ())
    values = [value for value in values if not value.startswith(("http", "/", "@"))]
    return values[:1] if len(values) > 1 and len(set(map(plain, values))) > 3 else values


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(up.tag in _ELSEWHERE for up in element.iterancestors())


def _own_text(element: HtmlElement) -> str:
    """An element's text on one line; names that stand in elements of their own are parted by commas."""
    texts = [clean for text in element.itertext() if (clean := " ".join(text.split()))]
    return (", " if len(texts) > 1 and all(_is_full(text) for text in texts) else " ").join(texts)


def _visible(head: Sequence[HtmlElement]) -> list[str]:
    """The lines between headline and body that are named or linked as a byline; links before the line that holds them."""
    links: list[str] = []
    lines: list[str] = []
    unnamed: list[str] = []
    for element in head[:250]:
        link = element.tag == "a" and (_HOME.search(element.get("href") or "") is not None or element.get("rel") == "author")
        named = _NAMED.search(names_of(element)) is not None or element.get("itemprop") == "author" or element.tag == "address"
        text = _own_text(element)
        if not 3 < len(text) < _MOST or _is_elsewhere(element):
            continue
        if link or named:
            (links if link else lines).append(text)
        elif byline_of_line(text[:1].upper() + text[1:]):
            unnamed.append(text)
    return links or [line for line in lines if clean_names([line])][-3:] or unnamed[-1:]


def _anywhere(tree: HtmlElement) -> list[str]:
    marked = tree.xpath("//*[@rel='author' or @itemprop='author']")
    found = [text for element in marked if 3 < len(text := _own_text(element)) < _MOST][:4]
    if found:
        return found
    for element in tree.iter("div", "p", "span", "address", "a"):
        if _NAMED.search(names_of(element)) and not _is_elsewhere(element):
            text = _own_text(element)
            if 3 < len(text) < _MOST and clean_names([text]):
                return [text]
    links = [element for element in tree.iter("a") if _HOME.search(element.get("href") or "") and not _is_elsewhere(element)]
    names = list(dict.fromkeys(text for element in links if 3 < len(text := _own_text(element)) < 40 and clean_names([text])))
    return names if len(names) <= 2 else []


def _unnamed_below(names: tuple[str, ...], draft: Draft) -> tuple[str, ...]:
    """The names, if the article says nothing of those who bear them: a name alone may also be a heading."""
    rest = " ".join(piece.text for piece in draft.body[1:])
    return names if not any(name.split()[-1] in rest for name in names) else ()


def _opening(draft: Draft, known: bool) -> tuple[str, ...]:
    """A line that is a byline and nothing else, at the top of the body: it is taken out of it."""
    for piece in [piece for piece in draft.body[:2] if piece.kind == "paragraph"]:
        names = byline_of_line(piece.text)
        if (
            not names
            and not known
            and piece is draft.body[0]
            and len(piece.text) <= 60
            and all(map(_is_full, re.split(r" ?(?:/|,| and ) ?", piece.text)))
        ):
            names = _unnamed_below(clean_names([piece.text]), draft)
        if names and len(draft.body) > 2:
            draft.drop(piece, "byline-line")
            return names
    return ()
