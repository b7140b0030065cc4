"""Which lines of a page are the article's body.

Every line has a worth: sentences speak for an article, links and labels against it. The body's box is the one whose lines
are worth most together (a maximum-weight subtree); what in it hangs together worse than nothing is left out again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from dragoman.model.article import BlockKind
from dragoman.pages.draft import Piece
from dragoman.pages.outline import Box, Line, outline

_END = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]】」]*$")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SMALL = 1000  # code points: less is seldom a whole article
_TEXTS = frozenset({"p", "li", "blockquote", "pre", "dd", "dt"}) | _HEADS
_KINDS: dict[str, BlockKind] = {"li": "item", "dd": "item", "blockquote": "quote"} | {head: "subheading" for head in _HEADS}


def body_of(tree: HtmlElement, headline: str | None = None) -> list[Piece]:
    """The body's blocks in order. Where what the page shows is hardly an article, what it hides is looked at too."""
    found = _lines_of(tree, headline, hidden=False)
    if _size(found) < _SMALL:
        more = _lines_of(tree, headline, hidden=True)
        if _size(more) > 2 * _size(found):
            found = more
    return [piece for line in found for piece in _pieces(line)]


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _lines_of(tree: HtmlElement, headline: str | None, hidden: bool) -> list[Line]:
    lines, boxes = outline(tree, hidden)
    _weigh(lines, boxes)
    core = _core(lines, boxes)
    return _kept(lines, core) if core is not None else []


def worth(line: Line) -> float:
    """What a line says for (or against) its box being an article: about its length in code points where it is prose."""
    size, tag = len(line.text), line.box.tag
    share = line.linked / size
    ends = _END.search(line.text) is not None
    if tag in _HEADS:
        return -20.0 if share > 0.5 else 0.0
    if share > 0.5:
        return -min(size, 120) * 0.6
    prose = min(size, 600) * (1 - share)
    if size >= 80 and (ends or tag == "p"):
        return prose
    if size >= 30 and ends:
        return 0.6 * prose
    if size >= 120:
        return 0.5 * prose
    if tag == "p":
        return 0.1 * size if ends else -5.0
    if tag in ("li", "dd", "dt", "td", "th", "pre") and share < 0.2:
        return 0.0
    return -8.0 - 0.1 * min(size, 60)


def _weigh(lines: Sequence[Line], boxes: Sequence[Box]) -> None:
    """Give each line its worth and each box the sum of its lines'.

    Names mislead: where nearly all of a page's prose lies in boxes that are by their names no article, the less sure names
    do not count, and then the surer ones neither.
    """
    worths = [worth(line) for line in lines]
    prose = sum(value for value in worths if value > 0)
    held: dict[int, float] = {}
    for line, value in zip(lines, worths, strict=True):
        box: Box | None = line.box if value > 0 else None
        while box is not None:
            held[id(box)] = held.get(id(box), 0.0) + value
            box = box.parent
    for box in boxes:
        # a box that holds most of the page's prose is no side matter, whatever it is called
        if box.odd and held.get(id(box), 0.0) > 0.6 * prose:
            box.odd = 0
    outside: dict[int, bool] = {}
    for least in (1, 2, 3):
        outside = {}
        for box in boxes:
            outside[id(box)] = box.odd >= least or (box.parent is not None and outside[id(box.parent)])
        inside = sum(value for line, value in zip(lines, worths, strict=True) if value > 0 and not outside[id(line.box)])
        if inside >= 0.4 * prose:
            break
    for line, value in zip(lines, worths, strict=True):
        line.worth = value
        if outside[id(line.box)]:
            line.worth = min(-0.2 * len(line.text), -5.0) if value > 0 else 0.0
        box = line.box
        while box is not None:
            box.total += line.worth
            box = box.parent
    for box in boxes:
        box.odd = 2 if outside[id(box)] else 0


def _core(lines: Sequence[Line], boxes: Sequence[Box]) -> Box | None:
    best: Box | None = None
    most = 0.0
    for box in boxes:
        if box.odd:
            continue
        value = box.total * (1.15 if box.body else 1.0)
        # the deeper box wins a tie
        if value > most * 0.999 and value > 0:
            best, most = box, max(value, most)
    return best


def _within(box: Box | None, core: Box) -> bool:
    while box is not None and box.depth >= core.depth:
        if box is core:
            return True
        box = box.parent
    return False


def _kept(lines: Sequence[Line], core: Box) -> list[Line]:
    dropped: dict[int, bool] = {}

    def is_dropped(box: Box) -> bool:
        if box is core:
            return False
        known = dropped.get(id(box))
        if known is None:
            known = box.odd or (box.total < 0 and box.tag not in _TEXTS) or (box.parent is not None and is_dropped(box.parent))
            dropped[id(box)] = known
        return known

    kept = []
    for line in lines:
        if not _within(line.box, core) or is_dropped(line.box):
            continue
        if line.worth < 0 and (line.box.tag not in _TEXTS or line.linked > 0.8 * len(line.text)):
            continue
        kept.append(line)
    return kept


def _kind(line: Line) -> BlockKind:
    box: Box | None = line.box
    for _ in range(4):
        if box is None:
            break
        if box.tag in _KINDS:
            return _KINDS[box.tag]
        box = box.parent
    return "paragraph"


def _pieces(line: Line) -> list[Piece]:
    """A line's paragraphs: line breaks part them where a sentence has ended."""
    kind = _kind(line)
    if not line.breaks:
        return [Piece(line.text, kind)]
    out: list[str] = []
    for part in line.text.split("\n"):
        if out and not _END.search(out[-1]):
            out[-1] += " " + part
        else:
            out.append(part)
    return [Piece(part, kind) for part in out]
