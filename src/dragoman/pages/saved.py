"""Saved or pasted text: an article without markup, and what a copy-and-paste leaves in it."""

from __future__ import annotations

import re
from statistics import median

from dragoman.pages import cleaning
from dragoman.pages.bylines import byline_of_line
from dragoman.pages.credits import caption_line
from dragoman.pages.dateline import split_dateline
from dragoman.pages.days import day_of_line
from dragoman.pages.doubles import plain
from dragoman.pages.draft import About, Draft, Piece, shortened
from dragoman.pages.mending import before_spaces
from dragoman.pages.tongues import language_of

_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_STOP = re.compile(r"[.。][\"'”’»)\]]*$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]\.){2,}[\"'”’)]?$|\b(?:Inc|Corp|Ltd|Jr|Sr|Co)\.$")
_BULLET = re.compile(r"^[•·▪●◦‣*]\s+")
_MOST_HEADLINE, _MOST_STANDFIRST = 200, 420


def read_saved(text: str, url: str | None) -> tuple[Draft, About]:
    """The article of a text without markup."""
    language = language_of(text)
    english = language in (None, "en")
    text, decoded = before_spaces(text)
    draft = Draft(body=[Piece(block) for block in blocks(text)])
    for change in decoded:
        home = next((piece for piece in draft.body if change.after in piece.text), None)
        draft.note(change.what, home, change.before, change.after)
    cleaning.mend(draft, english)
    cleaning.drop_furniture(draft)
    _take_captions(draft)
    cleaning.drop_doubles(draft)
    draft.captions = [piece for piece in draft.body if piece.caption]
    draft.body = [piece for piece in draft.body if not piece.caption]
    byline, published = _take_top_lines(draft)
    _take_headline(draft)
    _take_standfirst(draft)
    cleaning.drop_trailers(draft, byline)
    cleaning.never_twice(draft)
    cleaning.take_dateline(draft)
    _name_kinds(draft)
    source = "a line of the text" if published else None
    return draft, About(url=url, byline=byline, published=published, published_source=source, language=language)


def blocks(text: str) -> list[str]:
    """The paragraphs: parted by empty lines; or one a line; or, where lines are wrapped at one width, by "
    "short lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\f", "\n\n")
    chunks = [[line.strip() for line in chunk.split("\n") if line.strip()] for chunk in re.split(r"\n[ \t\u00a0]*\n", text)]
    out: list[str] = []
    for lines in chunks:
        out += _unwrapped(lines)
    return out


def _unwrapped(lines: list[str]) -> list[str]:
    """The paragraphs of adjoining lines: each its own, unless they were wrapped at a fixed width."""
    if len(lines) < 2:
        return lines
    inner = [len(line) for line in lines[:-1]]
    width = max(inner)
    broken = sum(not _END.search(line) for line in lines[:-1]) / len(inner)
    wrapped = 40 <= width <= 100 and median(inner) >= 0.8 * width and broken >= 0.5
    if not wrapped:
        return lines
    out: list[str] = []
    fresh = True
    for line in lines:
        if fresh:
            out.append(line)
        elif re.search(r"[^\W\d_]-$", out[-1]) and line[:1].islower():
            out[-1] += line  # a word broken with a hyphen: kept with it, since 'well-' may have borne one
        else:
            out[-1] += " " + line
        fresh = len(line) < 0.7 * width and _END.search(line) is not None
    return out


def _take_captions(draft: Draft) -> None:
    """Split glued and labelled captions out of the blocks; each stays in its place, marked, until doubles "
    "are dropped."""
    body: list[Piece] = []
    for piece in draft.body:
        found = caption_line(piece.text)
        if found is None:
            body.append(piece)
            continue
        before, caption = found
        whole = piece.text
        if before:
            piece.text = before
            body.append(piece)
        if caption.text:
            made = Piece(caption.text, credit=caption.credit, caption=True)
            body.append(made)
            draft.note(
                "glued-labels" if caption.labels else "credit-split",
                made,
                shortened(whole[len(before) :], 400),
                caption.text,
            )
        else:
            draft.note("credit-line", None, whole, "", "caption")
    draft.body = body


def _take_top_lines(draft: Draft) -> tuple[tuple[str, ...], str | None]:
    """The byline and the day that stand in lines of their own near the top."""
    byline: tuple[str, ...] = ()
    published: str | None = None
    for piece in draft.body[:6]:
        if len(piece.text) > 120 or len(draft.body) < 3:
            continue
        names = byline_of_line(piece.text)
        day = day_of_line(piece.text)
        if names and not byline:
            byline = names
            draft.drop(piece, "byline-line")
        elif day is not None:
            published = published or day
            draft.drop(piece, "date-line")
    return byline, published


def _is_headline(text: str) -> bool:
    if len(text) > _MOST_HEADLINE or not any(char.isalpha() for char in text):
        return False
    return _STOP.search(text) is None or _ABBREVIATED.search(text) is not None


def _take_headline(draft: Draft) -> None:
    if len(draft.body) < 2 or not _is_headline(draft.body[0].text) or split_dateline(draft.body[0].text) is not None:
        return
    # an end mark of question or surprise is a headline's only where a paragraph longer than it follows
    if _END.search(draft.body[0].text) and max(len(piece.text) for piece in draft.body[1:3]) < len(draft.body[0].text):
        return
    draft.headline, draft.body = draft.body[0], draft.body[1:]


def _take_standfirst(draft: Draft) -> None:
    """The second block, where it is a summary and the body begins anew after it.

    The body begins anew with a dateline, or by naming in full again who or what the summary has already named in full.
    """
    if draft.headline is None or len(draft.body) < 3:
        return
    first, second = draft.body[0].text, draft.body[1].text
    if len(first) > _MOST_STANDFIRST or len(first) < len(draft.headline.text) * 0.6 or split_dateline(first) is not None:
        return
    if first.count('"') + first.count("“") >= 4:
        return
    if split_dateline(second) is not None or (len(second) > len(first) and _named_again(first, second)):
        draft.standfirst, draft.body = draft.body[0], draft.body[1:]


def _named_again(first: str, second: str) -> bool:
    names = re.findall(r"[A-ZÀ-Þ][\w.’'-]*(?: (?:of|the|de|al) [A-ZÀ-Þ][\w.’'-]*| [A-ZÀ-Þ][\w.’'-]*){2,}", first)
    return any(len(plain(name).split()) >= 4 and plain(name) in plain(second) for name in names)


def _name_kinds(draft: Draft) -> None:
    """Mark list items and sub-headings; the bullet is layout."""
    last = len(draft.body) - 1
    for i, piece in enumerate(draft.body):
        bullet = _BULLET.match(piece.text)
        if bullet is not None and len(piece.text) > bullet.end():
            draft.note("list-mark", piece, bullet.group(), "")
            piece.text, piece.kind = piece.text[bullet.end() :], "item"
        elif 0 < i < last and len(piece.text) <= 80 and not _END.search(piece.text):
            words = piece.text.split()
            if 1 < len(words) <= 12 and piece.text[0].isupper() and len(draft.body[i + 1].text) > 80 and piece.text[-1].isalnum():
                piece.kind = "subheading"
