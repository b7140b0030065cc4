"""Text to words, as Universal Dependencies cuts English (EWT, GUM): clitics and hyphens apart, abbreviations whole."""

from __future__ import annotations

import re
from functools import lru_cache

# Abbreviations that keep their full stop; single letters and letter.letter forms are matched by pattern.
ABBREVIATIONS = frozenset(
    """mr mrs ms dr st vs etc sept inc no oct ft dec nov jr co corp wed sat rev lt gen feb div thur thurs sun reps mon ltd
    jan gov fri aug sr sen rep prof col capt maj sgt cmdr adm brig hon apr mar jun jul tue tues mt ave blvd rd est dept univ
    assn bros messrs al approx fig vol cf ed eds pp gov't mlle mme pres ret supt rt pvt cpl spc atty insp det ambr
    ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va
    vt wash wis wyo""".split()
)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+\w|@\w+|#\w+|\w+(?:\.\w+)*\.(?:com|org|net|gov|edu|co\.uk)\b(?:/\S*)?",
    re.I,
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W\d_]\.(?=[^\W\d_]{2,}\.)")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?!\w)", re.I)
_WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*['’]?|_+")
_CLITIC = re.compile(r"(?i)(?:n['’]t|['’](?:s|m|d|re|ve|ll))$")
_DOTS = re.compile(r"\.{2,}|…|-{2,}|[!?]{2,}|[—–]+|[*=~_#]{2,}")
# Prefixes that English treebanks leave joined to their word.
_JOINED = re.compile(r"(?i)(?:e|co|re|pre|post|non|anti|semi|pan|ex|mid|self|un)-[^\W\d_]+")
_EMOTICON = re.compile(r"[:;=]['-]?[()DPp/|](?!\w)")


@lru_cache(maxsize=65536)
def _cut(chunk: str) -> tuple[tuple[int, int], ...]:
    """The words of a chunk without white space, as offsets into it."""
    out: list[tuple[int, int]] = []
    i, n = 0, len(chunk)
    while i < n:
        rest_starts_word = i == 0 or not chunk[i - 1].isalnum()
        match = None
        if rest_starts_word:
            match = _URL.match(chunk, i)
            if match:
                end = match.end()
                while end > i + 1 and chunk[end - 1] in ".,;:!?)\"'’”]":
                    end -= 1
                out.append((i, end))
                i = end
                continue
            match = _DOTTED.match(chunk, i)
            if not match and chunk[i].isdigit():
                match = _NUMBER.match(chunk, i)
            if not match and _JOINED.match(chunk, i) and chunk[i:].partition("-")[0].lower() not in ("un", "mid", "self", "ex"):
                match = _JOINED.match(chunk, i)
        match = match or _DOTS.match(chunk, i) or _EMOTICON.match(chunk, i)
        if match:
            out.append((i, match.end()))
            i = match.end()
            continue
        match = _WORD.match(chunk, i)
        if not match:
            out.append((i, i + 1))
            i += 1
            continue
        end = match.end()
        text = match.group()
        if text[-1] in "'’" and len(text) > 1:
            end -= 1
            text = text[:-1]
        if end < n and chunk[end] == "." and _abbreviated(text, chunk[end + 1 :]):
            end += 1
            out.append((i, end))
            i = end
            continue
        clitic = _CLITIC.search(text)
        if clitic and clitic.start() > 0:
            out += [(i, i + clitic.start()), (i + clitic.start(), end)]
        elif text.lower() == "cannot":
            out += [(i, i + 3), (i + 3, end)]
        else:
            out.append((i, end))
        i = end
        if i < n and chunk[i] in "'’" and text[-1] in "sS" and out[-1][1] == i and not _quoted_before(chunk, out):
            out.append((i, i + 1))
            i += 1
    return tuple(out)


def _abbreviated(text: str, after: str) -> bool:
    if len(text) == 1 and text.isalpha() and text.isupper() and text != "I":
        return True
    return text.lower() in ABBREVIATIONS and (not after or not after[0].isalnum())


def _quoted_before(chunk: str, out: list[tuple[int, int]]) -> bool:
    return chunk[0] in "'‘’" and len(out) > 1


def words(text: str) -> list[tuple[int, int]]:
    """The words of `text` as (start, end) code point offsets, in order, never overlapping, never holding white space."""
    out: list[tuple[int, int]] = []
    for match in re.finditer(r"\S+", text):
        base = match.start()
        out += [(base + start, base + end) for start, end in _cut(match.group())]
    return out
