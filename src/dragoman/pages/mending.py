"""Damage that can be mended surely: lost decodings, markup residue, control characters, doubled word ends and words.

Each mend takes a text and gives the mended text with the changes it made. What is not sure is left as it is; `garbles`
flags it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

import ftfy
from ftfy import badness


class Change(NamedTuple):
    """One change: what was done, and the words before and after."""

    what: str
    before: str
    after: str


Mend = Callable[[str], tuple[str, list[Change]]]

_DECODING = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    # a byte that was lost cannot be brought back: such places are flagged, not mended
    replace_lossy_sequences=False,
    explain=False,
)
_HALF = re.compile("[\u00c2\u00c3\u00c4\u00c5\u00d0\u00d1\u00e2\u00e0]\u00a0")
_FOREIGN_PAIR = re.compile(r"[^\x00-\x7f]{2}")
_TAGS = (
    "p|div|span|a|br|hr|strong|em|b|i|u|s|small|big|sup|sub|font|center|h[1-6]|ul|ol|li|dl|dt|dd|img|figure|figcaption|"
    "picture|source|blockquote|q|cite|iframe|script|style|section|article|aside|header|footer|main|nav|table|tbody|thead|"
    "tr|td|th|button|form|input|label|video|audio|svg|path|noscript|amp-[a-z-]+|html|head|body|meta|link"
)
_RESIDUE = re.compile(
    rf"""<\s?/?\s?(?P<name>{_TAGS})(?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"<>]{{0,500}}"|'[^'<>]{{0,500}}'|[^\s"'<>]{{1,300}}))?)*\s*/?\s?>"""
    r"|<!--.{0,500}?-->",
    re.I | re.S,
)
# a tag that ends a paragraph, where it stands inside one
_BREAKING = re.compile(r"p|br|div|li|ul|ol|h[1-6]|tr|figure|figcaption|blockquote|section|article|hr", re.I)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_UNSEEN = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2060\ufeff\ufff9-\uffff]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

# Endings that form nouns and verbs and are no words themselves: only these are surely a doubled word end.
_ENDINGS = "ments?|tions?|ations?|sions?|ness|ings?|ences?|ances?|ities|ity|ously|ous|ively|ives?|ibly|ized|ised|ers"
_DOUBLED_END = re.compile(rf"\b(?P<word>[^\W\d_]{{2,}}?(?P<end>{_ENDINGS}))(?P<gap> |-| -|- )(?P=end)\b(?!-)")
# a word broken at a line's end and then written whole: 'govern- government'
_BROKEN = re.compile(r"\b(?P<part>[^\W\d_]{3,})- (?P<word>(?P=part)[^\W\d_]{2,})\b")  # in any language
_BROKEN_CLOSE = re.compile(r"\b(?P<part>[^\W\d_]{4,})-(?P<word>(?P=part)(?:ments?|ations?|tions?|ness))\b")
_DOUBLED_WORD = re.compile(
    r"\b(?P<word>(?:from|of|in|to) the|the|and|an|their|its|our|your|or) (?P=word)\b"
    r"|\b(?P<first>The|Their|Our|Your|Its) (?P<again>the|their|our|your|its)\b"
)
_DOUBLED_HYPHEN = re.compile(r"(?<=[^\W\d_])(?:-\u2010|\u2010-|\u2010\u2010)(?=[^\W\d_])")


def may_be_misread(text: str) -> bool:
    """Whether a text can hold wrongly decoded characters: one byte sequence makes two or more foreign ones in a row."""
    return not text.isascii() and _FOREIGN_PAIR.search(text) is not None


def _decoding(text: str) -> tuple[str, list[Change]]:
    if not may_be_misread(text) or not badness.is_bad(text):
        return text, []
    fixed = ftfy.fix_encoding(text, _DECODING)
    if fixed == text or badness.badness(fixed) > 0 or "\ufffd" in fixed:
        return text, []
    changes = [Change("mojibake", *pair) for pair in _differences(text, fixed)]
    return fixed, changes


def before_spaces(text: str) -> tuple[str, list[Change]]:
    """The text with those lines decoded anew in which a no-break space is half of a character: it would be lost as a space."""
    if "\u00a0" not in text or not _HALF.search(text):
        return text, []
    lines, changes = text.split("\n"), []
    for i, line in enumerate(lines):
        if _HALF.search(line):
            lines[i], made = _decoding(line)
            changes += made
    return "\n".join(lines), changes


def _differences(before: str, after: str) -> list[tuple[str, str]]:
    """The words that differ, pairwise where the two have as many words, else the whole."""
    old, new = before.split(), after.split()
    if len(old) != len(new):
        return [(before, after)]
    return list(dict.fromkeys((a, b) for a, b in zip(old, new, strict=True) if a != b))


def _entities(text: str) -> tuple[str, list[Change]]:
    if "&" not in text:
        return text, []
    changes: list[Change] = []

    def plain(match: re.Match[str]) -> str:
        found = match.group()
        char = html.unescape(found)
        if char == found or _UNSEEN.search(char):
            return found if char == found else ""
        if char not in ("\u00a0", " "):
            changes.append(Change("entity", found, char))
        return char

    for _ in range(3):  # '&amp;quot;' has been escaped twice
        again = _ENTITY.sub(plain, text)
        if again == text:
            break
        text = again
    return text, changes


def _residue(text: str) -> tuple[str, list[Change]]:
    if "<" not in text:
        return text, []
    changes: list[Change] = []

    def gone(match: re.Match[str]) -> str:
        changes.append(Change("markup-residue", match.group(), ""))
        name = match.group("name")
        return "\n" if name and _BREAKING.fullmatch(name) else ""

    return _RESIDUE.sub(gone, text), changes


def _unseen(text: str) -> tuple[str, list[Change]]:
    if text.isascii() and text.isprintable():
        return text, []
    found = sorted(set(_UNSEEN.findall(text)))
    clean = _UNSEEN.sub("", text)
    return clean, [Change("unseen-characters", " ".join(f"U+{ord(char):04X}" for char in found), "")] if found else []


def _doubled_ends(text: str) -> tuple[str, list[Change]]:
    changes: list[Change] = []

    def once(match: re.Match[str]) -> str:
        word = match.group("word")
        # 'ending ing', not 'king ing': the rest of the word must be a stem
        if len(word) - len(match.group("end") if "end" in match.re.groupindex else match.group("part")) < 2:
            return match.group()
        changes.append(Change("doubled-word-end", match.group(), word))
        return word

    for pattern in (_DOUBLED_END, _BROKEN_CLOSE):
        text = pattern.sub(once, text)
    return text, changes


def _broken_words(text: str) -> tuple[str, list[Change]]:
    if "- " not in text:
        return text, []
    changes: list[Change] = []

    def whole(match: re.Match[str]) -> str:
        changes.append(Change("doubled-word-end", match.group(), match.group("word")))
        return match.group("word")

    return _BROKEN.sub(whole, text), changes


def _doubled_words(text: str) -> tuple[str, list[Change]]:
    changes: list[Change] = []

    def once(match: re.Match[str]) -> str:
        word: str = match.group("word") or match.group("first")
        if match.group("again") and word.lower() != match.group("again"):
            return match.group()
        changes.append(Change("doubled-word", match.group(), word))
        return word

    def hyphen(match: re.Match[str]) -> str:
        changes.append(Change("doubled-hyphen", match.group(), "-"))
        return "-"

    for _ in range(3):  # 'the the the'
        again = _DOUBLED_WORD.sub(once, text)
        if again == text:
            break
        text = again
    return _DOUBLED_HYPHEN.sub(hyphen, text), changes


def mended(text: str, english: bool) -> tuple[str, list[Change]]:
    """The text with sure damage mended. A line break in the result parts paragraphs that residue ran together."""
    mends: list[Mend] = [_decoding, _entities, _residue, _unseen, _broken_words]
    if english:
        mends += [_doubled_ends, _doubled_words]
    changes: list[Change] = []
    text = tidied(text)
    for _ in range(3):  # what one mend uncovers another may need: stop where nothing changes
        before = text
        for mend in mends:
            found, made = mend(text)
            changes += made
            if found != text:
                text = tidied(found)
        if text == before:
            break
    return text, changes


def tidied(text: str) -> str:
    """One space between words, none at a line's ends; lines are kept, empty ones are not."""
    lines = (_SPACES.sub(" ", line).strip() for line in re.split(r"[\n\r\v\f\u0085\u2028\u2029]+", text))
    return "\n".join(line for line in lines if line)
