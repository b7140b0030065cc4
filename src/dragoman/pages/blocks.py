"""The blocks of an article's body as the extractor gives them: paragraphs, sub-headings, list items, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml.etree import _Element as HtmlElement
from trafilatura import bare_extraction

from dragoman.model.article import BlockKind
from dragoman.pages.draft import Piece

_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")


def body_of(tree: HtmlElement) -> list[Piece]:
    """The body's blocks in order."""
    try:
        document: Any = bare_extraction(
            deepcopy(tree),
            favor_precision=True,
            include_comments=False,
            include_tables=False,
            include_formatting=False,
            with_metadata=False,
        )
    except RecursionError:  # a page nested deeper than any article
        return []
    if document is None or document.body is None:
        return []
    return [piece for piece in _pieces(document.body, "paragraph") if piece.text]


def blocks_of_text(text: str) -> list[str]:
    """The paragraphs of an article body that a page gives as one string."""
    text = re.sub(r"<\s*(?:br|/p|/div|/li)\b[^>]*>", "\n", text, flags=re.I)
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _pieces(element: Any, kind: BlockKind) -> Iterator[Piece]:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        if tag == "head":
            yield Piece(_text(child), "subheading")
        elif tag == "list":
            for item in child.iter("item"):
                yield Piece(_text(item), "item")
        elif tag == "quote":
            inner = list(_pieces(child, "quote"))
            yield from inner or [Piece(_text(child), "quote")]
        elif tag in ("div", "main", "section"):
            yield from _pieces(child, kind)
        elif tag in ("p", "ab"):
            for text in _lines(child):
                yield Piece(text, kind)
        elif tag not in ("lb", "graphic", "table"):
            yield Piece(_text(child), kind)
        if child.tail and child.tail.strip():
            yield Piece(" ".join(child.tail.split()), kind)
    if element.tag in ("quote", "div") and element.text and element.text.strip():
        yield Piece(" ".join(element.text.split()), kind)


def _text(element: Any) -> str:
    return " ".join("".join(f" {node.text or ''}" if node.tag == "lb" else (node.text or "") for node in _flow(element)).split())


class _Tail:
    """The text after an element, as a node of its own."""

    def __init__(self, text: str) -> None:
        self.tag, self.text = "tail", text


def _flow(element: Any) -> Iterator[Any]:
    """The element and all under it in the order of their text."""
    yield element
    for child in element:
        if isinstance(child.tag, str):
            yield from _flow(child)
        if child.tail:
            yield _Tail((" " if child.tag == "lb" else "") + child.tail)


def _lines(element: Any) -> list[str]:
    """The paragraphs that line breaks make of one element: where a line break follows a whole sentence."""
    if element.find(".//lb") is None:
        return [_text(element)]
    lines: list[str] = [""]
    for node in _flow(element):
        if node.tag == "lb":
            lines.append("")
        lines[-1] += node.text or ""
    out: list[str] = []
    for line in (" ".join(line.split()) for line in lines):
        if not line:
            continue
        if out and (not _END.search(out[-1])):
            out[-1] += " " + line
        else:
            out.append(line)
    return out
