"""Captions and credits of the article's own pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from dragoman.pages.credits import clean_credit, split_credit
from dragoman.pages.doubles import plain
from dragoman.pages.draft import Piece

_CAPTION = re.compile(r"caption|legend|cutline|bildunterschrift|legende", re.I)
_NOT_CAPTION = re.compile(r"button|toggle|icon|wrap(?:per)?\b|container|track|video-?js|settings|carousel-caption", re.I)
_CREDIT = re.compile(
    r"credit|copyright|photographer|distributor|\bsource\b|attribution|byline|author|rights|(?:^|[-_ ])by(?:$|"
    r"[-_ ])|agency",
    re.I,
)
_ELSEWHERE = re.compile(
    r"related|recommend|promo|teaser|newsletter|most-?(?:read|popular)|trending|sidebar|advert|sponsor|\bcard\b|listing|read-?more|"
    r"read-?next|more-?(?:from|on|stories)|author-?(?:bio|box|card)|comments?\b|outbrain|taboola|popular|latest|upsell|\bvideo\b|video-?(?:ct|player|container|meta|info)|player\b",
    re.I,
)
_OUTSIDE = frozenset({"aside", "nav", "footer", "form", "template", "noscript"})
_ACTIONS = re.compile(
    r"(?:\s*(?:purchase licensing rights|opens? (?:in )?(?:a )?new (?:tab|window)|view (?:image|gallery)|"
    r"enlarge(?: image)?|toggle caption|hide caption|read more)\W*)+$",
    re.I,
)
_HIDDEN_LABEL = re.compile(r"visually-?hidden|sr-only|screen-?reader|a11y|u-hidden", re.I)


def names_of(element: HtmlElement) -> str:
    """The class, id and test names of an element, as one string."""
    return " ".join(
        filter(
            None,
            (
                element.get("class"),
                element.get("id"),
                element.get("data-testid"),
                element.get("itemprop"),
                element.get("data-component"),
            ),
        )
    )


def text_of(element: HtmlElement) -> str:
    """The visible text of an element on one line."""
    return " ".join(_strings(element)).strip()


def _strings(element: HtmlElement) -> list[str]:
    words: list[str] = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in ("script", "style", "noscript", "template", "svg"):
            words.append(node.text or "")
            if node.tag in ("br", "p", "div", "li", "span") and words:
                words.append(_gap(node))
        if node is not element and node.tail:
            words.append(node.tail)
    return "".join(words).split()


def _gap(node: HtmlElement) -> str:
    return " " if node.tag == "br" else ""


_STEM = re.compile(r"(?:fig)?captions?(?=[-_]+\w)", re.I)


def _names_credit(element: HtmlElement) -> bool:
    """Whether an element is named for a credit: 'caption__credit' is one, 'credit-caption' is not."""
    names = _STEM.sub("", names_of(element))
    return _CREDIT.search(names) is not None and _CAPTION.search(names) is None


def captions_of(root: HtmlElement) -> list[Piece]:
    """The captions under the article's root element, each once, in the page's order."""
    found: list[Piece] = []
    seen: set[str] = set()
    for element in _caption_elements(root):
        piece = _parted(element)
        key = plain(piece.text)
        if len(key) < 8 or len(piece.text) > 1500 or key in seen:
            continue
        seen.add(key)
        found.append(piece)
    return found


def _caption_elements(root: HtmlElement) -> Iterator[HtmlElement]:
    taken: set[HtmlElement] = set()
    for element in root.iter("figcaption", "div", "p", "span", "small", "dd", "em"):
        if any(up in taken for up in element.iterancestors()):
            continue
        if element.tag != "figcaption":
            names = element.get("class") or element.get("itemprop") or ""
            if not _CAPTION.search(names) or _NOT_CAPTION.search(names) or element.find(".//img") is not None:
                continue
            if element.find(".//figcaption") is not None or len(element.findall(".//p")) > 2:
                continue
        if _is_elsewhere(element, root):
            continue
        taken.add(element)
        yield element


def _is_elsewhere(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether an element belongs to a teaser, a side box or a player, and not to the article."""
    for up in element.iterancestors():
        if up is root:
            return False
        pictured = up.tag == "aside" and up.find(".//img") is not None and up.find(".//h2") is None and up.find(".//h3") is None
        if (up.tag in _OUTSIDE and not pictured) or (up.tag == "a" and up.find(".//h3") is not None) or up.tag == "blockquote":
            return True
        if up.tag != "figure" and _ELSEWHERE.search(names_of(up)) and len(up.findall(".//p")) <= 5:
            return True
    return False


def _parted(element: HtmlElement) -> Piece:
    """A caption element as a caption and a credit: by elements named for credits, else by how the text reads."""
    credits: list[str] = []
    skipped: set[HtmlElement] = set()
    for child in element.iter("span", "div", "cite", "small", "p", "em", "i", "a", "figcaption"):
        if child is element or any(up in skipped for up in child.iterancestors()):
            continue
        names = names_of(child)
        if _HIDDEN_LABEL.search(names):
            skipped.add(child)
        elif _names_credit(child) or child.tag == "cite":
            text = clean_credit(text_of(child))
            skipped.add(child)
            if text and text not in credits:
                credits.append(text)
    text = " ".join(_without(element, skipped).split())
    if not credits:
        credit = _sibling_credit(element)
        if credit is not None and plain(credit) not in plain(text):
            credits.append(credit)
    parted = split_credit(_ACTIONS.sub("", text).strip(), figure=True)
    if credits:
        if parted.credit and plain(parted.credit) in plain(" ".join(credits)):
            text = parted.text
        else:
            text = parted.text if parted.labels and not parted.credit else text
        return Piece(text.strip(" |/"), credit=" ".join(credits) if len(credits) == 1 else " / ".join(credits), caption=True)
    return Piece(parted.text, credit=parted.credit, caption=True)


def _sibling_credit(element: HtmlElement) -> str | None:
    """A credit that stands beside the caption in the same figure."""
    figure = element.getparent()
    if figure is None:
        return None
    if element.tag == "figcaption" and figure.tag != "figure":
        figure = next((up for up in element.iterancestors("figure")), figure)
    for other in figure.iter("span", "div", "p", "cite", "small", "figcaption"):
        inside = other is element or element in other.iterancestors() or other in element.iterancestors()
        if not inside and _names_credit(other) and other.find(".//img") is None:
            text = clean_credit(text_of(other))
            if text and len(text) <= 120:
                return text
    return None


def _without(element: HtmlElement, skipped: set[HtmlElement]) -> str:
    """The text of an element but for some of its children."""
    words = [element.text or ""]
    for child in element:
        if (
            isinstance(child.tag, str)
            and child not in skipped
            and child.tag not in ("script", "style", "noscript", "button", "svg")
        ):
            words.append(_without(child, skipped))
            if child.tag in ("p", "div", "br", "li"):
                words.append(" ")
        words.append(child.tail or "")
    return "".join(words)
