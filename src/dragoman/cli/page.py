"""A record as a page for a terminal: pure functions from Record to what rich can print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.cli import rows, wording
from dragoman.cli.article import about, article
from dragoman.cli.theme import DIM, STRONG, Ink
from dragoman.cli.view import GUTTER, View, gutter
from dragoman.model import Record

WIDEST = 100
_LONGEST_NAME = 60


def page(record: Record, ink: Ink, *, quiet: bool = False) -> RenderableType:
    """The article and its record; with `quiet` the record alone, under the article's headline."""
    view = View(record, ink)
    return Group(*_sections(view, quiet), "")


def source_line(name: str, number: int, total: int | None, ink: Ink) -> RenderableType:
    """What parts one source from the next."""
    shown = name if len(name) <= _LONGEST_NAME else ink.glyphs.more + name[-_LONGEST_NAME:]
    return _rule(Text(ink.say(shown), STRONG), f"{number} of {total}" if total else str(number), ink.glyphs.rule)


def _sections(view: View, quiet: bool) -> Iterator[RenderableType]:
    record = view.record
    yield ""
    yield name(view) if quiet else article(view)
    if record.actors:
        yield section(view, "Who", len(record.actors))
        yield rows.actors(view)
    for title, number, draw, always in (
        ("Statements", len(record.statements), rows.statements, True),
        ("Events", len(record.events), rows.events, True),
        ("Positions", len(record.positions), rows.positions, False),
        ("Quotations in several wordings", len(record.drifts), rows.drifts, False),
    ):
        if number or always:
            yield section(view, title, number)
        if number:
            yield draw(view)
    yield ""
    yield Padding(Text(view.glyphs.rule * 8, DIM), (0, 0, 0, GUTTER))
    yield foot(view)


def name(view: View) -> RenderableType:
    """What article the record is of, where its text is left out."""
    grid = gutter()
    grid.add_row("", Group(view.words(view.record.article.headline or "Without a headline", STRONG), about(view)))
    return grid


def section(view: View, title: str, number: int | None = None) -> RenderableType:
    """A section's title, and how many rows it has where they are counted."""
    counted = " " if number is None else str(number or "none")
    return Padding(_rule(Text(title, STRONG), counted, view.glyphs.rule), (1, 0, 0 if number == 0 else 1, 0))


def _rule(title: Text, right: str, sign: str) -> RenderableType:
    """A title, a line to the right edge, and a word at its end."""
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(overflow="crop", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True, style=DIM, overflow="crop")
    grid.add_row(title, Rule(characters=sign, style=DIM), right)
    return grid


def foot(view: View) -> RenderableType:
    """What was mended and what was left damaged, and the versions that made the record."""
    found, made = view.record.article, view.record.made_by
    grid = gutter()
    grid.add_row("", view.words(_mended(view), DIM))
    if found.flags:
        grid.add_row("", view.words(_left(view), DIM))
    facts = (f"dragoman {made.dragoman}", f"model {made.model}", f"rules {made.rules}", f"world {made.world}")
    grid.add_row("", view.facts([view.words(fact, DIM) for fact in facts]))
    return grid


def _mended(view: View) -> str:
    """`3 repairs: doubled article, glued labels ×2`."""
    repairs = view.record.article.repairs
    if not repairs:
        return "No repairs"
    kinds = Counter(wording.label(repair.what) for repair in repairs)
    each = [f"{what} {view.glyphs.times}{number}" if number > 1 else what for what, number in kinds.most_common()]
    return f"{wording.plural(len(repairs), 'repair')}: {', '.join(each)}"


def _left(view: View) -> str:
    """`2 flags: ¶2 “just over a year ago Week”, ¶5 “and he”`."""
    flags = view.record.article.flags
    each = [f"{wording.where(f.where, view.glyphs.paragraph)} “{wording.brief(f.where.exact)}”" for f in flags]
    return f"{wording.plural(len(flags), 'flag')}: {', '.join(each)}"
