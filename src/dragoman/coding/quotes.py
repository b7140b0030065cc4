"""Quotation marks: where the quoted pieces of a paragraph begin and end, however the marks are set or damaged."""

from __future__ import annotations

import re

from msgspec import Struct

_DOUBLE = re.compile(r"''|``|[\"“”„‟«»]")
_OPENS, _CLOSES = "“„‟«‘‚`", "”»"
_SINGLE = "'‘’‚‛`"
# Words that begin with an apostrophe: no quotation starts there.
_ELIDED = re.compile(r"['‘’`](?:\d|(?:em|til|tis|twas|cause|bout|n|round|cuz)\b)", re.I)


class Quotation(Struct, frozen=True):
    """A quoted piece of one paragraph: `start` to `end` with its marks, `first` to `last` without; `closed` if both marks stand."""

    start: int
    end: int
    first: int
    last: int
    closed: bool


def quotations(text: str) -> list[Quotation]:
    """The outermost quoted pieces of a paragraph, in order. One that is never closed runs to the end of the paragraph."""
    out: list[Quotation] = []
    at = 0
    opened: tuple[int, int] | None = None
    while at < len(text):
        double = _DOUBLE.match(text, at)
        if double:
            end = double.end()
            way = _way(text, at, end, opened is not None)
            if way == "open":
                if opened is not None:
                    _keep(out, text, opened, at, at, closed=False)
                opened = (at, end)
            elif way == "close" and opened is not None:
                _keep(out, text, opened, at, end, closed=True)
                opened = None
            at = end
        elif text[at] in _SINGLE and opened is None and _way(text, at, at + 1, False) == "open" and not _ELIDED.match(text, at):
            close = _single_close(text, at)
            if close:
                _keep(out, text, (at, at + 1), close, close + 1, closed=True)
            at = close + 1 if close else at + 1
        else:
            at += 1
    if opened is not None:
        _keep(out, text, opened, len(text), len(text), closed=False)
    return out


def _keep(out: list[Quotation], text: str, opened: tuple[int, int], last: int, end: int, closed: bool) -> None:
    first = opened[1]
    while first < last and text[first].isspace():
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] in ",;"):
        last -= 1
    if last > first:
        out.append(Quotation(opened[0], end, first, last, closed))


def _way(text: str, start: int, end: int, inside: bool) -> str:
    """Whether a mark opens or closes: the white space around it tells, then the glyph, then what is open."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = (not before or before.isspace() or before in "([{—–-/:“‘\"'") and bool(after) and not after.isspace() and after not in ".,;:!?)]}"
    closes = bool(before) and not before.isspace() and (not after or after.isspace() or after in ".,;:!?)]}—–-’”\"'/")
    if opens != closes:
        return "open" if opens else "close"
    glyph = text[start]
    if glyph in _OPENS and not (inside and glyph == "‘"):
        return "open"
    if glyph in _CLOSES:
        return "close"
    return "close" if inside else "open"


def _single_close(text: str, start: int) -> int | None:
    """Where a quotation in single marks ends: an apostrophe after a plural is passed over where a better close follows."""
    found: list[int] = []
    for at in range(start + 2, len(text)):
        if text[at] not in _SINGLE or text[at - 1].isspace() or text[at + 1 : at + 2].isalnum():
            if text[at] in _SINGLE and text[at - 1].isspace() and text[at + 1 : at + 2].isalnum() and found:
                break
            continue
        found.append(at)
        plural = text[at - 1] == "s" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
        if not plural:
            return at
    return found[0] if found else None
