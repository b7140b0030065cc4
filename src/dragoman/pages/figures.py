"""Captions and credits of the article's own pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as HtmlElement

from dragoman.pages.bylines import byline_of_line
from dragoman.pages.credits import clean_credit, split_credit
from dragoman.pages.days import day_in
from dragoman.pages.doubles import plain
from dragoman.pages.draft import Piece
from dragoman.pages.furniture import furniture

_CAPTION = re.compile(
    r"caption|legend|cutline|bildunterschrift|legende|infoDescription|img-?info|mediaSubtitle|infotext|pie-?de-?foto|bild-?te[xk]s?t|"
    r"(?:photo|image|picture|media)-?(?:text|desc(?:ription)?|info)\b",
    re.I,
)
_NOT_CAPTION = re.compile(r"button|toggle|icon|wrap(?:per)?\b|container|track|video-?js|settings|carousel-caption", re.I)
_CREDIT = re.compile(
    r"credit|copyright|photographer|distributor|\bsource\b|attribution|byline|author|rights|(?:^|[-_ ])by(?:$|"
    r"[-_ ])|agency",
    re.I,
)
_ELSEWHERE = re.compile(
    r"related|recommend|promo|teaser|newsletter|most-?(?:read|popular)|trending|sidebar|advert|sponsor|\bcard\b|listing|"
    r"read-?next|more-?(?:from|on|stories)|author-?(?:bio|box|card)|comments?\b|outbrain|taboola|popular|latest|upsell|\bvideo\b|video-?(?:ct|player|container|meta|info)|player\b",
    re.I,
)
_CLIP = re.compile(r"\b\d{1,2}:\d{2}\s*(?:min|sec|sek|std)\b|^\d{1,2}:\d{2}$|verfügbar bis|lesezeit|min(?:ute)?s? read", re.I)
_BY = re.compile(r"(?:by|von|par|por|kommentar von)\b", re.I)
_BYLINES = re.compile(r"byline|author|autor|avatar|profile", re.I)
_NAMEABLE = frozenset({"div", "p", "span", "small", "dd", "em"})
_CANDIDATES = _NAMEABLE | {"figcaption", "img", "amp-img", "picture", "video"}
_OUTSIDE = frozenset({"aside", "nav", "footer", "form", "template", "noscript"})
_ACTIONS = re.compile(
    r"(?:\s*(?:purchase licensing rights|opens? (?:in )?(?:a )?new (?:tab|window)|view (?:image|gallery)|"
    r"enlarge(?: image)?|toggle caption|hide caption|read more|visa mer|mehr anzeigen|ver más|voir plus)\W*)+$",
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


def captions_of(root: HtmlElement, last: HtmlElement | None = None) -> list[Piece]:
    """The captions under the article's root element, each once, in the page's order; none after `last`, the body's end."""
    found: list[Piece] = []
    seen: set[str] = set()
    for element in _caption_elements(root, last):
        piece = _parted(element)
        piece.element = element
        key = plain(piece.text) or plain(piece.credit or "")
        linked = sum(len(text_of(link)) for link in element.iter("a"))
        alone = piece.credit is None and (
            linked > 0.9 * len(piece.text) > 0 or byline_of_line(piece.text) or "newsletter" in piece.text.lower()
        )
        if piece.text and (_CLIP.search(piece.text) or furniture(piece.text) or alone):
            continue
        if len(key) < (8 if piece.text else 3) or len(piece.text) > 1500 or key in seen:
            continue
        if not piece.text and (len(key) > 80 or piece.credit in (other.credit for other in found)):
            continue
        seen.add(key)
        found.append(piece)
    return found


def _caption_elements(root: HtmlElement, last: HtmlElement | None) -> Iterator[HtmlElement]:
    """Elements that are or hold a caption: named for one, or the text beside a picture in a box of its own."""
    taken: set[HtmlElement] = set()
    below = False  # the body's end, where only a figure of the article element itself counts
    for element in root.iter():
        if element is last:
            below = True
            if root.tag != "article":
                return
        tag = element.tag
        if below and tag != "figcaption":
            continue
        if tag not in _CANDIDATES or (taken and any(up in taken for up in element.iterancestors())):
            continue
        found = None
        if tag == "figcaption" or (tag in _NAMEABLE and _is_named(element)):
            found = element
        elif (
            tag in ("img", "amp-img", "picture", "video")
            and element.getparent() is not None
            and element.getparent().tag != "picture"
        ):
            found = _beside(element, taken)
        if found is None or found in taken or _is_elsewhere(found, root):
            continue
        taken.add(found)
        yield found


def _is_named(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".split()
    if not any(_CAPTION.search(name) and not _NOT_CAPTION.search(name) for name in names) or element.find(".//img") is not None:
        return False
    return element.find(".//figcaption") is None and len(element.findall(".//p")) <= 2


def _beside(image: HtmlElement, taken: set[HtmlElement]) -> HtmlElement | None:
    """The box round a picture that holds but a few words besides it, none of them a heading or a link to another story."""
    for up in list(image.iterancestors())[:5]:
        if up.tag in ("article", "main", "body", "section", "header"):
            return None
        if up in taken or up.find(".//figcaption") is not None:
            return None
        text = text_of(up)
        if not text:
            continue
        if len(text) > 500 or any(up.find(f".//{tag}") is not None for tag in ("h1", "h2", "h3", "h4", "button", "form", "time")):
            return None
        linked = sum(len(text_of(link)) for link in up.iter("a"))
        told = len(text.split()) >= 5 and furniture(text) is None and not _BY.match(text) and day_in(text[:40], None) is None
        told = told and split_credit(_spaced(up), figure=True).credit is not None
        return up if told and linked < 0.4 * len(text) and not _is_named_elsewhere(up) else None
    return None


def _spaced(element: HtmlElement) -> str:
    return " ".join(_without(element, set()).split())


def _is_named_elsewhere(element: HtmlElement) -> bool:
    return any(_BYLINES.search(names_of(inner)) for inner in element.iter("div", "span", "p", "address", "a"))


def _is_elsewhere(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether an element belongs to a teaser, a side box, a byline or a player, and not to the article."""
    if element.find(".//address") is not None or element.find(".//input") is not None:
        return True
    for up in element.iterancestors():
        if up is root:
            return False
        pictured = up.tag == "aside" and up.find(".//img") is not None and up.find(".//h2") is None and up.find(".//h3") is None
        if (up.tag in _OUTSIDE and not pictured) or (up.tag == "a" and up.find(".//h3") is not None) or up.tag == "blockquote":
            return True
        if up.tag != "figure" and _ELSEWHERE.search(names_of(up)) and len(up.findall(".//p")) <= 5:
            # a box named for teasers that links nowhere frames the article's own picture
            return "teaser" not in names_of(up).lower() or any(len(text_of(link).split()) > 2 for link in up.iter("a"))
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
            text = clean_credit(_ACTIONS.sub("", _spaced(child)))
            skipped.add(child)
            if text and text not in credits:
                credits.append(text)
    text = _ACTIONS.sub("", " ".join(_without(element, skipped).split()))
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
        return Piece(text.strip(" |/"), credit=" / ".join(_once(credits)), caption=True)
    return Piece(parted.text, credit=_once([parted.credit])[0] if parted.credit else None, caption=True)


def _once(credits: list[str]) -> list[str]:
    """Each credit once, and none that another says with more words, nor one that says itself twice over."""
    halves = [re.sub(r"^(.{3,60})\s*[|/]\s*\1$", r"\1", credit) for credit in credits]
    return [one for one in halves if not any(one != other and plain(one) in plain(other) for other in halves)] or halves


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
    """The text of an element but for some of its children; a space where two children would run together."""
    words = [element.text or ""]
    for child in element:
        if (
            isinstance(child.tag, str)
            and child not in skipped
            and child.tag not in ("script", "style", "noscript", "button", "svg")
        ):
            inner = _without(child, skipped)
            if inner[:1].isupper():
                words.append(" ")
            words.append(inner)
            if child.tag in ("p", "div", "br", "li"):
                words.append(" ")
        words.append(child.tail or "")
    return "".join(words)
