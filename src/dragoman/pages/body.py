"""Which lines of a page are the article's body.

Every line has a worth: sentences speak for an article, links and labels against it. The body's box is the one whose lines
are worth most together (a maximum-weight subtree); what in it hangs together worse than nothing is left out again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element as HtmlElement

from dragoman.model.article import BlockKind
from dragoman.pages.doubles import plain
from dragoman.pages.draft import Piece
from dragoman.pages.outline import CERTAIN, HEADS, Box, Line, outline
from dragoman.pages.standfirsts import opens_apart

_END = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]】」]*$")
_CLOSE = 0.75  # of the worth of a box, that makes a named box in it the body
_FEWEST = 500.0  # worth of all prose: below it the surest names are doubted
_SMALL = 1000  # code points: less is seldom a whole article
_TEXTS = frozenset({"p", "li", "blockquote", "pre", "dd", "dt"}) | HEADS
_DENSE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_LISTS = frozenset("ul ol dl table thead tbody tr td th".split())
_CELLS = frozenset({"td", "th"})
_KINDS: dict[str, BlockKind] = {
    **{"li": "item", "dd": "item", "blockquote": "quote", "h1": "subheading", "h2": "subheading"},
    **{"h3": "subheading", "h4": "subheading", "h5": "subheading", "h6": "subheading"},
}


def body_of(tree: HtmlElement, headline: str | None = None, stated: str | None = None) -> list[Piece]:
    """The body's blocks in order; `stated` is the body as the page's own data gives it.

    Where what the page shows is hardly an article, what it hides is looked at too.
    """
    found = _lines_of(tree, headline, hidden=False)
    if _size(found) < _SMALL:
        more = _lines_of(tree, headline, hidden=True)
        if _size(more) > 2 * _size(found):
            found = more
    if stated:
        found = _trimmed(found, plain(stated))
    pieces = [piece for row in _rows(found) for piece in (_pieces(row[0]) if len(row) == 1 else [_row(row)])]
    if pieces:
        pieces[0].apart = opens_apart(found)
    return pieces


def _trimmed(lines: list[Line], stated: str) -> list[Line]:
    """The lines without those at either end that the page's own data does not count among the body, where it has the rest."""
    said = [plain(line.text) in stated for line in lines]
    size = _size(lines)
    if not any(said) or sum(len(line.text) for line, is_said in zip(lines, said, strict=True) if is_said) < 0.8 * size:
        return lines
    first, last = said.index(True), len(said) - said[::-1].index(True)
    return lines[first:last] if _size(lines[first:last]) >= 0.85 * size else lines


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _lines_of(tree: HtmlElement, headline: str | None, hidden: bool) -> list[Line]:
    lines, boxes = outline(tree, hidden)
    _count(lines)
    _mark_teasers(lines, boxes)
    _weigh(lines, boxes)
    top = _headline_line(lines, headline)
    core = _core(lines, boxes, lines[top].box if top is not None else None)
    if core is None:
        return []
    return _kept(lines, core, top)


def _count(lines: Sequence[Line]) -> None:
    for line in lines:
        linked = line.linked > 0.5 * len(line.text)
        box: Box | None = line.box
        while box is not None:
            box.lines += 1
            box.linked += linked
            box = box.parent


def _mark_teasers(lines: Sequence[Line], boxes: Sequence[Box]) -> None:
    """Mark rows of boxes that each hold a link and little else: lists of other stories, beside or below an article.

    What an article lists itself looks the same, but stands in place of other prose and not after it.
    """
    rows: dict[tuple[int, str, str], list[Box]] = {}
    nested = {id(box.parent) for box in boxes}
    for box in boxes:
        if box.parent is not None and id(box) in nested and box.lines:
            name = (box.element.get("class") or "").split(" ")[0]
            rows.setdefault((id(box.parent), box.tag, name), []).append(box)
    lists = [row for row in rows.values() if len(row) >= 3 and _are_teasers(row)]
    if not lists:
        return
    members = {id(box) for row in lists for box in row}
    texts: dict[int, float] = {}
    other = 0.0
    before: dict[int, float] = {}
    for line in lines:
        value = max(worth(line), 0.0)
        home: Box | None = line.box
        while home is not None and id(home) not in members:
            home = home.parent
        if home is None:
            other += value
        else:
            texts[id(home)] = texts.get(id(home), 0.0) + value
            before.setdefault(id(home), other)
    for row in lists:
        size = sum(texts.get(id(box), 0.0) for box in row)
        if size < 0.3 * other or (size < 1.5 * other and before.get(id(row[0]), 0.0) > 0.5 * other):
            for box in row:
                box.odd = 2


def _are_teasers(row: Sequence[Box]) -> bool:
    return sum(box.linked > 0 and box.lines <= 5 for box in row) >= 0.8 * len(row)


def _headline_line(lines: Sequence[Line], headline: str | None) -> int | None:
    """The line that is the page's headline."""
    wanted = plain(headline or "")
    if not wanted:
        return None
    for i, line in enumerate(lines):
        if line.box.tag in ("h1", "h2") and plain(line.text) == wanted:
            return i
    return None


def worth(line: Line) -> float:
    """What a line says for (or against) its box being an article: about its length in code points where it is prose."""
    size, tag = len(line.text), line.box.tag
    share = line.linked / size
    if not line.text.isascii() and _DENSE.search(line.text):
        size *= 2  # Chinese and Japanese say in one character what takes others three
    ends = _END.search(line.text) is not None
    if tag in HEADS:
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
        return 0.15 * size if size >= 20 else 0.0
    return -8.0 - 0.1 * min(size, 60)


def _weigh(lines: Sequence[Line], boxes: Sequence[Box]) -> None:
    """Give each line its worth and each box the sum of its lines'; a box is odd where its name keeps it out of the body.

    Names mislead: where hardly any of a page's prose lies outside the boxes that are by their names no article, the less
    sure names do not count, and where that leaves next to nothing, the surer ones neither.
    """
    worths = [max(worth(line), 0.0) for line in lines]
    _free_holders(lines, worths, boxes)
    within = [_outside(boxes, least) for least in (1, 2, CERTAIN)]
    prose = [sum(value for line, value in zip(lines, worths, strict=True) if not out[id(line.box)]) for out in within]
    level = 0
    if prose[0] < 0.3 * prose[1]:
        level = 1
    if prose[level] < _FEWEST and prose[level] < 0.3 * prose[2]:
        level = 2
    for line in lines:
        value = worth(line)
        line.worth = value
        if within[level][id(line.box)]:
            line.worth = min(-0.2 * len(line.text), -5.0) if value > 0 else 0.0
        box: Box | None = line.box
        while box is not None:
            box.total += line.worth
            box = box.parent
    for box in boxes:
        box.odd = CERTAIN if within[level][id(box)] else 0


def _free_holders(lines: Sequence[Line], worths: Sequence[float], boxes: Sequence[Box]) -> None:
    """A box round the headline, or round what is named a body, that holds most of the prose is no side matter."""
    held: dict[int, float] = {}
    for line, value in zip(lines, worths, strict=True):
        box: Box | None = line.box
        while box is not None:
            held[id(box)] = held.get(id(box), 0.0) + value
            box = box.parent
    most = 0.5 * sum(worths)
    marked: set[int] = set()
    for box in boxes:
        up = box.parent if box.body or box.tag == "h1" else None
        while up is not None and id(up) not in marked:
            marked.add(id(up))
            up = up.parent
    for box in boxes:
        if 0 < box.odd < CERTAIN and id(box) in marked and held.get(id(box), 0.0) > most:
            box.odd = 0


def _outside(boxes: Sequence[Box], least: int) -> dict[int, bool]:
    """For each box, whether it or one round it is at least so odd."""
    outside: dict[int, bool] = {}
    for box in boxes:
        up = box.parent is not None and outside[id(box.parent)]
        outside[id(box)] = box.odd >= least or (up and box.tag != "main")
    return outside


def _core(lines: Sequence[Line], boxes: Sequence[Box], top: Box | None) -> Box | None:
    """The body's box: the one worth most, then within it the article that is meant."""
    best: Box | None = None
    most = 0.0
    for box in boxes:
        # the deeper box wins a tie
        if not box.odd and box.total > 0 and box.total >= most * 0.999:
            best, most = box, max(box.total, most)
    if best is None:
        return None
    if best.tag in _TEXTS and best.parent is not None and best.parent.total > _CLOSE * best.total and not best.parent.odd:
        best = best.parent  # a single paragraph is worth most where the article is short
    best = _first_article(boxes, best, top)
    for box in boxes:
        if box is not best and _named(box) and box.total >= _CLOSE * best.total and _within(box, best):
            # unless the body goes on in another box of that kind
            beside = sum(
                line.worth for line in lines if line.worth > 0 and not _within(line.box, box) and _in_named(line.box, best)
            )
            if beside < 0.05 * best.total:
                best = box
    return best


def _named(box: Box) -> bool:
    return box.body or box.tag == "article"


def _in_named(box: Box | None, best: Box) -> bool:
    """Whether a box lies in one that is named a body, within the best."""
    named = False
    while box is not None and box is not best:
        named = named or _named(box)
        box = box.parent
    return named and box is best


def _first_article(boxes: Sequence[Box], core: Box, top: Box | None) -> Box:
    """Where a page goes on with other articles below the first, the one under its headline, else the first."""
    articles = [box for box in boxes if box.tag == "article" and box is not core and box.total > 100 and _within(box, core)]
    articles = [box for box in articles if not any(other is not box and _within(box, other) for other in articles)]
    headed = [box for box in articles if box.element.find(".//h1") is not None]
    if len(headed) < 2:
        return core
    return next((box for box in headed if top is not None and _within(top, box)), headed[0])


def _within(box: Box | None, core: Box) -> bool:
    while box is not None and box.depth >= core.depth:
        if box is core:
            return True
        box = box.parent
    return False


def _hangs_loose(box: Box) -> bool:
    """Whether what stands in a box is worth less than nothing; lists and tables only where they are mostly links."""
    if box.total >= 0 or box.tag in _TEXTS:
        return False
    return box.tag not in _LISTS or box.linked > 0.5 * box.lines


def _kept(lines: Sequence[Line], core: Box, top: int | None) -> list[Line]:
    dropped: dict[int, bool] = {}

    def is_dropped(box: Box) -> bool:
        if box is core:
            return False
        known = dropped.get(id(box))
        if known is None:
            known = bool(box.odd) or _hangs_loose(box) or (box.parent is not None and is_dropped(box.parent))
            dropped[id(box)] = known
        return known

    kept = []
    if (
        top is not None
        and sum(line.worth for line in lines[:top] if line.worth > 0 and _within(line.box, core)) < 0.2 * core.total
    ):
        lines = lines[top + 1 :]
    for line in lines:
        if not _within(line.box, core) or is_dropped(line.box):
            continue
        if (
            line.worth < 0
            and line.box.tag not in HEADS
            and (line.box.tag not in _TEXTS | _LISTS or line.linked > 0.8 * len(line.text))
        ):
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


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines, those that are cells of one row of a table together."""
    rows: list[list[Line]] = []
    for line in lines:
        last = rows[-1][-1] if rows else None
        cells = last is not None and line.box.tag in _CELLS and last.box.tag in _CELLS
        if cells and last is not None and last.box.parent is line.box.parent:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _row(cells: Sequence[Line]) -> Piece:
    text = " | ".join(" ".join(cell.text.split()) for cell in cells)
    return Piece(text, "item", element=cells[0].box.element)


def _pieces(line: Line) -> list[Piece]:
    """A line's paragraphs: line breaks part them where a sentence has ended."""
    kind = _kind(line)
    if not line.breaks:
        return [Piece(line.text, kind, element=line.box.element)]
    out: list[str] = []
    for part in line.text.split("\n"):
        if out and not _END.search(out[-1]):
            out[-1] += " " + part
        else:
            out.append(part)
    return [Piece(part, kind, element=line.box.element) for part in out]
