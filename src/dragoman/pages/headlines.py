"""The visible headline and standfirst, and the element that holds the article."""

from __future__ import annotations

import re

from lxml.etree import _Element as HtmlElement
from rapidfuzz import fuzz

from dragoman.pages.doubles import plain
from dragoman.pages.draft import Piece
from dragoman.pages.structured import Stated, plain_text

_SUFFIX = re.compile(r"\s+(?:[|•·»｜ㅣ]|::|[-–—])\s+")


def title_without_outlet(title: str, outlet: str | None) -> str:
    """A page title without the outlet's name before or after it."""
    if outlet and len(title) > len(outlet) + 4 and title.endswith(outlet):
        title = title[: -len(outlet)].rstrip(" |｜ㅣ:：・-–—")
    parts = _SUFFIX.split(title)
    if len(parts) == 1:
        return title
    if outlet:
        for end in (-1, 0):
            if fuzz.ratio(plain(parts[end]), plain(outlet)) >= 75 or plain(outlet) in plain(parts[end]):
                rest = title[: title.rfind(parts[-1])] if end == -1 else title[title.find(parts[1]) :]
                return re.sub(r"\s*(?:[|•·»]|::|[-–—])\s*$", "", rest).strip()
    if len(parts[-1].split()) <= 4 and len(parts[0].split()) >= 4:
        return re.sub(r"\s*(?:[|•·»]|::|[-–—])\s*$", "", title[: title.rfind(parts[-1])]).strip()
    return title


def headline_of(tree: HtmlElement, says: Stated, title: str) -> str | None:
    """The headline as readers see it: the h1 that the page's own titles bear out, else what those say."""
    said = [title_without_outlet(text, says.outlet) for text in (*says.headlines, *([title] if title else []))]
    said = [text for text in said if text and (not says.outlet or plain(text) != plain(says.outlet))]
    best: tuple[float, str] | None = None
    tops = [text for element in tree.iter("h1") if (text := element_text(element)) and not _is_hidden(element)]
    for text in tops:
        if says.outlet and plain(text) == plain(says.outlet):
            continue
        likeness = max((_likeness(text, other) for other in said), default=50.0)
        if likeness >= 55 and (best is None or likeness > best[0] + 5):
            best = (likeness, text)
    if best is not None and (8 if best[1].isascii() else 4) <= len(best[1]) <= 300:
        return _without_kicker(best[1], said)
    long_tops = [text for text in dict.fromkeys(tops) if len(text.split()) >= 3 and len(text) <= 300]
    if len(long_tops) == 1:
        return long_tops[0]
    if not said and len(tops) == 1 and len(tops[0]) <= 300:
        return tops[0]
    wanted = {plain(text): text for text in said}
    for element in tree.iter("h2"):
        text = element_text(element)
        named = re.search(r"title|headline", f"{element.get('class')} {element.get('itemprop')}", re.I)
        if not _is_hidden(element) and (
            plain(text) in wanted or (named and any(fuzz.ratio(plain(text), other) >= 85 for other in wanted))
        ):
            return text
    # none is shown: what the page states most often
    stated = [plain(text) for text in (*said, *map(element_text, tree.iter("h1")))]
    return max(said, key=lambda text: stated.count(plain(text))) if said else None


def _likeness(text: str, title: str) -> float:
    """How far a heading says what a title says (0 to 100): more or fewer words count little, but a mere name is no headline."""
    if len(text.split()) < 3 <= len(title.split()) - 2:
        return fuzz.ratio(plain(text), plain(title))
    return fuzz.token_set_ratio(plain(text), plain(title))


def _without_kicker(text: str, said: list[str]) -> str:
    """A headline without the section word that stands in the same element, where all of the page's own titles lack it."""
    for other in said:
        if "".join(other.split()) == "".join(text.split()):
            return other  # the same words: the page's data sets spaces where elements meet
    shorter = [
        other
        for other in said
        if len(other.split()) >= 4 and text.endswith(other) and len(text.split()) - len(other.split()) in (1, 2, 3)
    ]
    return max(shorter, key=len) if shorter else text


def element_text(element: HtmlElement) -> str:
    """An element's text on one line; block elements and breaks part words."""
    words: list[str] = []
    for node in element.iter():
        if not isinstance(node.tag, str) or node.tag in ("script", "style", "noscript", "svg"):
            if node is not element and node.tail:
                words.append(node.tail)
            continue
        if node.tag in ("br", "div", "p", "li", "h1", "h2"):
            words.append(" ")
        words.append(node.text or "")
        if node is not element:
            words.append(node.tail or "")
    return plain_text(" ".join("".join(words).split()).replace("&", "&amp;").replace("<", "&lt;"))


def _is_hidden(element: HtmlElement) -> bool:
    return any(
        up.tag in ("template", "noscript", "nav", "footer") or "display:none" in (up.get("style") or "").replace(" ", "")
        for up in (element, *element.iterancestors())
    )


def article_root(tree: HtmlElement, blocks: list[Piece], headline: str | None) -> tuple[HtmlElement, HtmlElement | None]:
    """The element that holds the article with its headline and pictures; and the body's last.

    It is the article or main element over most of the body, or what holds that and the headline.
    """
    elements = [piece.element for piece in blocks if piece.element is not None]
    if not elements:
        return next(tree.iter("article", "main"), tree), None
    counts: dict[HtmlElement, int] = {}
    for element in elements:
        for up in element.iterancestors():
            counts[up] = counts.get(up, 0) + 1
    most = 0.7 * len(elements)
    holder = next((up for up in elements[len(elements) // 2].iterancestors() if counts.get(up, 0) >= most), tree)
    named = [
        up
        for up in (holder, *holder.iterancestors())
        if up.tag in ("article", "main") or up.get("role") in ("main", "article") or "Article" in (up.get("itemtype") or "")
    ]
    wanted = plain(headline or "")
    top = next((element for element in tree.iter("h1", "h2") if wanted and plain(element_text(element)) == wanted), None)
    if named:
        over = set() if top is None else set(top.iterancestors())
        return next((up for up in (named[0], *named[0].iterancestors()) if not over or up in over), named[0]), elements[-1]
    # no such element: as far up as the headline
    for up in (holder, *holder.iterancestors()):
        if up.tag == "body" or up.find(".//h1") is not None:
            return up, elements[-1]
    return holder, elements[-1]


def head_of(tree: HtmlElement, headline: str | None, blocks: list[Piece]) -> list[HtmlElement]:
    """The elements between the headline and the body's first paragraph, in the page's order.

    A short first block may be a standfirst: the byline comes after it, and before the second.
    """
    wanted = plain(headline or "")
    if not wanted:
        return []
    ends = {piece.element for i, piece in enumerate(blocks[:4]) if i or len(piece.text) > 350}
    head: list[HtmlElement] = []
    after = False
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if not after:
            after = element.tag in ("h1", "h2") and plain(element_text(element)) == wanted
            continue
        head.append(element)
        if len(head) > 600 or element in ends:
            break
    return head
