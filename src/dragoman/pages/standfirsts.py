"""The standfirst: the summary that stands between headline and body, or opens the body set apart from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element as HtmlElement
from rapidfuzz import fuzz

from dragoman.pages.doubles import plain
from dragoman.pages.draft import Piece
from dragoman.pages.figures import names_of
from dragoman.pages.headlines import element_text
from dragoman.pages.outline import Line
from dragoman.pages.structured import Stated

_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:title|headline|heading|head|deck)\b|\bdeck?\b|headline-?sub|strap-?line|(?:article|story|post|entry|page|content|detail|news)[-_]*(?:summary|intro(?:duction)?|excerpt|description|lead|lede|teaser|kicker-text|abstract|stand|deck?)|"
    r"^(?:summary|excerpt|description|lead|intro|chapo|chapeau|abstract|teaser|bajada|entradilla|vorspann|sommario|occhiello)\b|\bsummary\b|\bexcerpt\b|\bchapo\b|\bsubtitle\b|\blead\b|\bdescription\b|_dek|dek_|\bDek|Subtitle|Standfirst|SubHeadline|Summary",
    re.I,
)
_SURE = re.compile(r"stand-?first|sub-?(?:title|headline|deck)|\bdec?k\b|_dec?k|strap-?line|chapo|Dek", re.I)
_NOT_STANDFIRST = re.compile(
    r"lead-?(?:image|photo|media|art|video)|caption|image|media|byline|author|share|meta\b|time|date|comment|related|newsletter|sidebar|skip|breadcrumb",
    re.I,
)


_OPENS = re.compile(
    r"(?:^|[-_ ])(?:lead|lede|intro|introduction|introtext|teaser|abstract|summary|ingress|preamble|manchet|perex|"
    r"vorspann|anleser|"
    r"einleitung|chapo|chapeau|sommaire|entradilla|bajada|sommario|occhiello|excerpt|standfirst|subtitle|dek|deck|spot|topic-paragraph)"
    r"(?:$|[-_ ])|(?<=[a-z])(?:Intro|Lead|Teaser|Summary|Abstract)\b|introduction__|__intro|__lead",
    re.I,
)
_LINES = frozenset({"h2", "h3", "h4", "p", "div", "span", "section", "li"})


def opens_apart(lines: Sequence[Line]) -> bool:
    """Whether a body's first line is a summary: set in bold, or named for one, where the lines after it are not."""
    if len(lines) < 4 or not 30 <= len(lines[0].text) <= 700 or lines[0].linked > 0.3 * len(lines[0].text):
        return False
    first, rest = lines[0], [line for line in lines[1:6] if len(line.text) > 60]
    if not rest or first.box.tag in ("li", "blockquote"):
        return False
    if _is_bold(first):
        return not any(map(_is_bold, rest[:2]))
    others = " ".join(_names(line) for line in rest)
    own = " ".join(name for name in _names(first).split() if name not in others.split())
    return _OPENS.search(own) is not None


def _is_bold(line: Line) -> bool:
    return line.bold > 0.9 * len(line.text) or line.box.tag in ("h2", "h3", "h4")


def _names(line: Line) -> str:
    """The names of the line's box and of the two round it."""
    boxes = [line.box, line.box.parent, line.box.parent.parent if line.box.parent is not None else None]
    return " ".join(names_of(box.element) for box in boxes if box is not None)


def standfirst_of(head: Sequence[HtmlElement], headline: str | None, says: Stated, blocks: list[Piece]) -> str | None:
    """The visible summary between headline and body: by its name, or since the page gives it as its description.

    Else the body's first block where it is set apart; it stays in `blocks`, for the caller to take out.
    """
    if not headline:
        return None
    descriptions = [plain(text) for text in says.descriptions]
    opening = blocks[0].text if blocks and blocks[0].apart else None
    if opening and any(fuzz.ratio(plain(opening), other) >= 92 for other in descriptions):
        return opening
    best: tuple[int, str | None] = (0, opening)
    begun = bool(blocks) and blocks[0].kind == "paragraph" and len(blocks[0].text) >= 60
    later = {piece.element for piece in blocks[1:4]} if begun else set()
    for element in head:
        if element.tag not in _LINES:
            continue
        if (element.find(".//p") is not None and len(element.findall(".//p")) > 2) or element.find(".//figure") is not None:
            continue
        text = element_text(element)
        if not 20 <= len(text) <= 500 or plain(text) == plain(headline):
            continue
        names = names_of(element)
        by_name = _STANDFIRST.search(names) is not None and not _NOT_STANDFIRST.search(names) and len(text.split()) >= 4
        # a description may be the first sentences of the body
        by_words = element not in later and any(fuzz.ratio(plain(text), other) >= 92 for other in descriptions)
        if (by_name or by_words) and not any(up.tag in ("nav", "aside", "footer", "figure") for up in element.iterancestors()):
            # the same words as the first paragraph's are the paragraph, not a summary of it
            first = plain(blocks[0].text) if blocks else ""
            if plain(text) == first and element.tag == "p" and not by_name:
                break
            worth = by_name + by_words + (_SURE.search(names) is not None) + (element.tag in ("h2", "h3"))
            if worth > best[0]:
                best = (worth, text)
    return best[1]
