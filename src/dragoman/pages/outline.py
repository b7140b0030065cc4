"""A page as lines of text, each with where it stands: what the choice of the body works on.

One walk over the tree: inline elements join the line they stand in, block elements end it. A line knows how much of it is
linked, which element holds it, and whether a box round it is by its name or tag no part of an article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element as HtmlElement

_SKIPPED = frozenset(
    """script style noscript template svg iframe object embed canvas button select textarea option input datalist
    head audio video map math dialog progress meter""".split()
)
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span
    strike strong sub sup time tt u var wbr nobr amp-link""".split()
)
HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOXES = frozenset({"nav", "footer", "aside", "menu", "figcaption", "figure", "form", "address"})
_ROLES = frozenset("navigation complementary contentinfo banner search dialog menu menubar toolbar alert".split())
CERTAIN = 3
_READERS = re.compile(r"(?:^|[-_])(?:comments?|commentlist|disqus|respond|replies)(?:$|[-_])", re.I)
# Names that a site gives to what is no article, and names that may also be those of its parts. Matched against each class
# and the id, whose parts are joined by - or _.
_NEVER_BODY = re.compile(
    r"""(?:^|[-_])(?:
    shar(?:e|es|ing|ebar|er)|social(?:s|media|links?|bar|icons?)?|sharethis|addtoany|addthis|follow(?:us)?|
    related(?:posts?|articles?|stories|content|links?)?|recommend(?:ed|ations?)?|recirc\w*|newsletters?|subscri(?:be|ption)s?|signup|
    promos?|promoted|promotion|adverts?|advertisements?|advertising|ads?|adslot|adunit|adbox|adsbygoogle|sponsor(?:ed|s)?|dfp|gpt|
    comments?|commentlist|respond|disqus|replies|discussion|footer|nav|navbar|navigation|sidebar|breadcrumbs?|crumbs?|
    cookies?|consent|gdpr|pop-?up|modal|lightbox|tooltip|toast|outbrain|taboola|
    bylines?|timestamps?|taglist|keywords|captions?|credits?|most-?(?:read|popular|viewed)|trending|
    read-?(?:more|next|also)|also-?read|next-?up|up-?next|up-?sell|see-?also|more-?(?:on|from|stories|news)|
    copyright|log-?in|sign-?in|sr-only|screen-?reader(?:-text)?|visually-?hidden|noprint|print-?only|poll|quiz|survey|feedback|
    cta|donate|donation|pagination|pager|paging|prev-?next|post-?nav\w*|trust-?project|
    author-?(?:bio|box|info|card|block|details?|description|profile|about)|about-?(?:the-?)?authors?|biography|
    jp-relatedposts|sharedaddy|wp-embed|inline-?(?:promo|related|newsletter)|(?:story|article|entry|post)-?(?:tools|tags|footer|share|meta)|
    toc$|table-of-contents|twitter-tweet|instagram-media|adb|ad-?block\w*|paywall-?(?:prompt|message|offer|banner)
    )(?:$|[-_]|\d)""",
    re.I | re.X,
)
_SELDOM_BODY = re.compile(
    r"""(?:^|[-_])(?:
    banner|commercial|foot|menu|overlay|tags?|topics|popular|latest|teasers?|skip|hidden|hide|rating|ratings|
    toolbar|actions?|buttons?|btn|disclaimer|bio|audio|player|podcast|video-?(?:player|embed|list)|playlist|
    gallery|weather|stocks?|ticker|cards?|summary-?(?:box|ai)|ai-?summary|key-?(?:points|takeaways)|infobox|fact-?box
    )(?:$|[-_]|\d)""",
    re.I | re.X,
)
# Names of what is an article's body, or holds it.
_BODY = re.compile(
    r"""(?:article|story|entry|post|news|page|main|content|text|detail)[-_]*(?:body|content|text|main|copy|paragraphs?|detail)|
    ^(?:article|story|entry|post)$|articlebody|bodytext|body-?copy|rich-?text|prose|wysiwyg|td-post-content""",
    re.I | re.X,
)


@dataclass(eq=False, slots=True)
class Box:
    """An element as a box round lines: its parent box, whether it may be an article's, and its lines' worth."""

    element: HtmlElement
    tag: str
    parent: Box | None
    depth: int
    odd: int  # by its tag or name no part of an article: 1 likely, 2 surely, CERTAIN without any doubt
    body: bool  # by its name an article's body
    total: float = 0.0
    lines: int = 0
    linked: int = 0  # lines that are links


@dataclass(eq=False, slots=True)
class Line:
    """Some text between two block boundaries; `soft` are the offsets where a line break stood in it."""

    text: str
    box: Box
    linked: int
    bold: int
    breaks: bool = False
    worth: float = 0.0


@dataclass(slots=True)
class _Open:
    """The line being gathered."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    bold: int = 0
    breaks: bool = False


@lru_cache(maxsize=20_000)
def names_tell(names: str) -> tuple[int, bool]:
    """How surely a class or id names what is no article (0 to CERTAIN), and whether it names a body."""
    odd, body = 0, False
    for name in names.split():
        one, other = _name_tells(name)
        odd, body = max(odd, one), body or other
    return (0 if body and odd < 2 else odd), body and odd == 0


@lru_cache(maxsize=50_000)
def _name_tells(name: str) -> tuple[int, bool]:
    if name.startswith(("has-", "with-", "no-", "is-", "page-", "single-")):
        return 0, False  # said of a layout, not of what stands in it
    if _READERS.search(name):
        return CERTAIN, False
    odd = 2 if _NEVER_BODY.search(name) else 1 if _SELDOM_BODY.search(name) else 0
    return odd, _BODY.search(name) is not None


_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)


def outline(tree: HtmlElement, hidden: bool = False) -> tuple[list[Line], list[Box]]:
    """The lines and boxes of a page in its order, with `hidden` those too that it does not show; a box comes before those in
    it."""
    root = tree.find("body")
    walker = _Walker(hidden)
    walker.walk(tree if root is None else root, None)
    walker.flush()
    return walker.lines, walker.boxes


class _Walker:
    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.lines: list[Line] = []
        self.boxes: list[Box] = []
        self.open = _Open()
        self.box: Box | None = None
        self.in_link = self.in_bold = 0

    def flush(self) -> None:
        """End the line."""
        now = self.open
        if not now.parts:
            return
        text = "".join(now.parts)
        if text.isspace():
            self.open = _Open()
            return
        clean = (
            "\n".join(filter(None, (" ".join(part.split()) for part in text.split("\n"))))
            if now.breaks
            else " ".join(text.split())
        )
        if clean and self.box is not None:
            self.lines.append(Line(clean, self.box, min(now.linked, len(clean)), min(now.bold, len(clean)), "\n" in clean))
        self.open = _Open()

    def add(self, text: str) -> None:
        now = self.open
        now.parts.append(text.replace("\n", " ") if "\n" in text else text)
        if self.in_link or self.in_bold:
            size = len(text.strip())
            if self.in_link:
                now.linked += size
            if self.in_bold:
                now.bold += size

    def walk(self, element: HtmlElement, parent: Box | None) -> None:
        tag = element.tag
        if not isinstance(tag, str) or (tag in _SKIPPED and not (tag == "button" and element.find(".//p") is not None)):
            return
        if tag == "br":
            self.open.parts.append("\n")
            self.open.breaks = True
            return
        inline = tag in _INLINE or ":" in tag
        box = parent
        get = element.get
        if not self.hidden and (((style := get("style")) and _HIDES.search(style)) or get("hidden") is not None):
            return
        if not inline:
            self.flush()
            # an id of many words is made of a heading's
            mark = get("id") or ""
            names = f"{get('class') or ''} {mark if mark.count('-') < 3 and tag not in HEADS else ''}".strip()
            odd, body = names_tell(names) if names else (0, False)
            if (
                odd < 2
                and (tag in _BOXES or get("role") in _ROLES)
                and not (tag == "figure" and element.find(".//table") is not None)
            ):
                odd = 2
            if get("itemprop") == "articleBody":
                odd, body = 0, True
            elif tag in ("article", "main", "body", "html"):
                odd = min(odd, 1) if tag == "article" else 0
            box = Box(element, tag, parent, parent.depth + 1 if parent else 0, odd, body)
            self.boxes.append(box)
            self.box = box
        elif names_tell(get("class") or "")[0] >= 2 and element.find(".//p") is None:
            return
        linked, bold = tag == "a", tag in ("b", "strong")
        if linked and box is not None and box.tag in HEADS and (get("href") or "#").startswith("#"):
            linked = False  # a heading that links to itself
        self.in_link += linked
        self.in_bold += bold
        if element.text:
            self.add(element.text)
        for child in element:
            self.walk(child, box)
            if child.tail:
                self.add(child.tail)
        self.in_link -= linked
        self.in_bold -= bold
        if not inline:
            self.flush()
            self.box = parent
