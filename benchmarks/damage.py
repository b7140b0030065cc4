"""Saved articles damaged in every way that copying damages them, and mended again.

Clean articles are the readers' bodies of the page sets, as saved text. Each is read clean, then once for each kind of damage,
with a fixed seed; `exact` is the share of the clean reading's paragraphs that come back word for word and in order, `invented`
the number of words in them that the clean article does not hold. `KIND.exact` tells the kinds apart.
"""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

from dragoman.errors import DragomanError
from dragoman.pages import read

from .common import Options
from .page_sets import Page, pages_of

_MOST = 150  # articles, unless --limit says otherwise
_WORD = re.compile(r"\w+")
_CAPTIONS = (
    "ImageA worker walks past the gates of the upper dam on Sunday.Credit...Lena Orsk for The Norland Courier",
    "Delegates leave the hall after the second day of talks in Port Alba. Photo: Ivo Marsh/Reuters",
    "Photo: Getty Images",
    "The river at Sennholm, seen from the air. (Tomas Vell/AFP via Getty Images)",
)
_WIDGETS = (
    "What's Your Reaction?",
    "Share this article",
    "Facebook Twitter WhatsApp",
    "Read more: Envoys of two river states fail to agree on dam",
    "Subscribe to our newsletter for the latest from the region.",
    "Advertisement",
    "Article content",
    "Copy link to clipboard",
    "Related stories",
    "0 Comments",
)
_PAGES = ("Page 2 of 3", "Next page", "Previous", "Page 1 of 2")
Damage = Callable[[list[str], random.Random], list[str]]


def measure(options: Options) -> dict[str, Any]:
    """exact and invented, over all kinds of damage and for each."""
    pages = [page for pages in pages_of(options).values() for page in pages if page.body and page.language == "en"]
    pages = pages[:: max(1, len(pages) // _MOST)][:_MOST] if not options.limit else pages[: options.limit]
    counts: dict[str, list[int]] = {}
    for number, page in enumerate(pages):
        lines = _lines(page)
        clean = _read(lines)
        if len(lines) < 6 or clean is None or len(clean) < 4:
            continue
        known = set(_WORD.findall(" ".join([*lines, *clean]).casefold()))
        for kind, damage in _DAMAGES.items():
            found = _read(damage(list(lines), random.Random(f"{number} {kind}"))) or []
            same = sum(block.size for block in SequenceMatcher(None, clean, found, autojunk=False).get_matching_blocks())
            invented = sum(word not in known for word in _WORD.findall(" ".join(found).casefold()))
            add = counts.setdefault(kind, [0, 0, 0])
            for i, value in enumerate((same, len(clean), invented)):
                add[i] += value
    if not counts:
        return {}
    total = [sum(values) for values in zip(*counts.values(), strict=True)]
    figures: dict[str, Any] = {"exact": round(total[0] / total[1], 4), "invented": total[2]}
    for kind, (same, all_of_them, invented) in counts.items():
        figures[f"{kind}.exact"] = round(same / all_of_them, 4)
        figures[f"{kind}.invented"] = invented
    return figures


def _lines(page: Page) -> list[str]:
    lines = [" ".join(line.split()) for line in (page.body or "").split("\n")]
    # each line once: what the set itself doubles is no clean article
    return list(dict.fromkeys([page.title or "", *filter(None, lines)]))


def _read(lines: list[str]) -> list[str] | None:
    try:
        article = read("\n\n".join(lines).encode())
    except DragomanError:
        return None
    return [block.text for block in article.body]


def _labels(lines: list[str], dice: random.Random) -> list[str]:
    for caption in dice.sample(_CAPTIONS, 2):
        lines.insert(dice.randrange(2, len(lines)), caption)
    return lines


def _residue(lines: list[str], dice: random.Random) -> list[str]:
    for i in dice.sample(range(1, len(lines)), min(4, len(lines) - 1)):
        opening = dice.choice(('< p class="css-at9mc1">', "<p>", '<div class="text">', '<span style="font-weight: 400;">'))
        closing = dice.choice(("</p>", "</span>", "<br />", "</ p>"))
        lines[i] = opening + lines[i] + closing
    return lines


def _entities(lines: list[str], dice: random.Random) -> list[str]:
    named = {"’": "&rsquo;", "“": "&ldquo;", "”": "&rdquo;", "–": "&ndash;", "—": "&mdash;", "'": "&#39;"}
    return ["".join(named.get(char, char) for char in html.escape(line, quote=False)) for line in lines]


def _article_twice(lines: list[str], dice: random.Random) -> list[str]:
    return lines * dice.choice((2, 3))


def _article_nearly_twice(lines: list[str], dice: random.Random) -> list[str]:
    again = [line.replace("’", "'").replace("“", '"').replace("”", '"').replace(" - ", " – ") for line in lines]
    return lines + [line + " " if dice.random() < 0.2 else line for line in again]


def _paragraph_twice(lines: list[str], dice: random.Random) -> list[str]:
    long = [i for i, line in enumerate(lines) if i > 1 and len(line) > 80]
    for i in sorted(dice.sample(long, min(2, len(long))), reverse=True):
        lines.insert(i + 1, lines[i])
    return lines


def _word_ends(lines: list[str], dice: random.Random) -> list[str]:
    ending = re.compile(r"\b([A-Za-z]{2,}?(ment|ments|tion|tions|ness))\b(?! |-)|\b([A-Za-z]{3,}?(ment|tion|ness))\b(?= [a-z])")
    changed = 0
    for i in range(1, len(lines)):
        match = ending.search(lines[i])
        if match is None or changed >= 3:
            continue
        end = match.group(2) or match.group(4)
        lines[i] = lines[i][: match.end()] + dice.choice((" ", "-")) + end + lines[i][match.end() :]
        changed += 1
    return lines


def _broken_words(lines: list[str], dice: random.Random) -> list[str]:
    for i in dice.sample(range(1, len(lines)), min(3, len(lines) - 1)):
        words = list(re.finditer(r"(?<=\s)[a-z]{8,}(?=[\s,.])", lines[i]))
        if words:
            match = dice.choice(words)
            lines[i] = f"{lines[i][: match.start()]}{match.group()[:4]}- {lines[i][match.start() :]}"
    return lines


def _decoding(lines: list[str], dice: random.Random) -> list[str]:
    out = []
    for line in lines:
        try:
            out.append(line.encode("utf-8").decode("cp1252"))
        except UnicodeDecodeError:
            out.append(line)
    return out


def _widgets(lines: list[str], dice: random.Random) -> list[str]:
    for widget in dice.sample(_WIDGETS, 4):
        lines.insert(dice.randrange(2, len(lines)), widget)
    return lines


def _pagination(lines: list[str], dice: random.Random) -> list[str]:
    for line in dice.sample(_PAGES, 2):
        lines.insert(dice.randrange(2, len(lines)), line)
    return lines


def _unseen(lines: list[str], dice: random.Random) -> list[str]:
    for i in dice.sample(range(1, len(lines)), min(4, len(lines) - 1)):
        at = dice.randrange(len(lines[i]))
        lines[i] = lines[i][:at] + dice.choice("\u200b\u00ad\ufeff\u2060") + lines[i][at:]
    return lines


def _all(lines: list[str], dice: random.Random) -> list[str]:
    for damage in (_word_ends, _residue, _labels, _widgets, _pagination, _unseen, _article_twice):
        lines = damage(lines, dice)
    return lines


_DAMAGES: dict[str, Damage] = {
    "labels": _labels,
    "residue": _residue,
    "entities": _entities,
    "article_twice": _article_twice,
    "article_nearly_twice": _article_nearly_twice,
    "paragraph_twice": _paragraph_twice,
    "word_ends": _word_ends,
    "broken_words": _broken_words,
    "decoding": _decoding,
    "widgets": _widgets,
    "pagination": _pagination,
    "unseen": _unseen,
    "all": _all,
}
