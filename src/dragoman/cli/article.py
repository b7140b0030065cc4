"""The article on the page: headline, standfirst, who wrote it where and when, the body, the pictures."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.cli import wording
from dragoman.cli.theme import DIM, QUOTED, STRONG
from dragoman.cli.view import View, gutter, stacked
from dragoman.model import Block


def article(view: View) -> RenderableType:
    """The whole article; each paragraph bears the number by which the record's evidence names it."""
    grid = gutter()
    grid.add_row("", stacked(_top(view)))
    for i, block in enumerate(view.record.article.body):
        if block.kind != "item" or i == 0 or view.record.article.body[i - 1].kind != "item":
            grid.add_row()
        grid.add_row(str(i + 1), _block(view, i, block))
    if view.record.article.captions:
        grid.add_row()
        grid.add_row("", _pictures(view))
    return grid


def about(view: View) -> Text:
    """The line below the standfirst: byline, outlet, date, dateline."""
    found = view.record.article
    published = found.published or ""
    date = " ".join(filter(None, (wording.weekday(published), wording.day(published)))) if published else _undated(view)
    facts = [
        "By " + wording.listed(found.byline) if found.byline else "",
        found.outlet or "",
        date,
        f"updated {wording.day(found.updated)}" if found.updated and found.updated != published else "",
        found.dateline or "",
    ]
    return view.facts([view.words(fact, DIM) for fact in facts])


def _undated(view: View) -> str:
    """What stands in the place of a date: between which days the text was written, if it tells."""
    window = view.record.written
    if window is None:
        return "undated"
    return f"undated, written {wording.between(window.start, window.end)}"


def _top(view: View) -> Iterator[Text]:
    found = view.record.article
    if found.headline:
        yield view.shown("headline", style=STRONG)
    else:
        yield view.words("Without a headline", f"{STRONG} {DIM}")
    if found.standfirst:
        yield view.shown("standfirst", style=QUOTED)
    yield about(view)
    if found.url:
        yield view.words(found.url, DIM)


def _block(view: View, i: int, block: Block) -> RenderableType:
    text = view.shown("body", i, {"subheading": STRONG, "quote": QUOTED}.get(block.kind, ""))
    if block.kind == "item":
        item = Table.grid(padding=(0, 1))
        item.add_column()
        item.add_column(ratio=1, overflow="fold")
        item.add_row(view.glyphs.bullet, text)
        return item
    if block.kind == "quote":
        return Padding(text, (0, 4, 0, 4))
    if block.kind == "entry" and block.time:
        return stacked((view.words(wording.day(block.time), DIM), text))
    return text


def _pictures(view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style=DIM, no_wrap=True, overflow="crop")
    grid.add_column(ratio=1, overflow="fold")
    for i, caption in enumerate(view.record.article.captions):
        text = view.shown("caption", i, DIM)
        if caption.credit:
            text.append(" " + view.ink.say(f"({caption.credit})"), f"{DIM} {QUOTED}")
        grid.add_row(f"picture {i + 1}", text)
    return grid
