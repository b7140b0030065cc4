"""The body of news pages: 4-gram shingles against a reader's, as the article extraction benchmark (AEB) counts them.

A page's shingles found, too many and missed are shares of their sum, so that long pages weigh no more than short ones;
precision and recall are means over the pages, F1 theirs. The body is compared with the dateline before it, since the sets
keep it there, and with the standfirst before that in sets that do not part it from the body. Every figure is given over all
pages and, where there are several sets, over each; `NAME-en` is the English part of a set in several languages.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from statistics import mean
from typing import Any

from dragoman.errors import DragomanError
from dragoman.model.article import Article
from dragoman.pages import read

from .common import Options
from .page_peers import body_peers
from .page_sets import Page, pages_of

_WORD = re.compile(r"\w+")
Reader = Callable[[bytes, Page], str]


def measure(options: Options) -> dict[str, Any]:
    """f1, precision, recall; pages_per_second and slowest_s by process time."""
    sets = {name: pages for name, pages in pages_of(options).items() if any(page.body for page in pages)}
    if not sets:
        return {}
    figures = _figures(sets, _ours)
    if options.peers:
        figures["peers"] = {name: _figures(sets, _as_reader(peer)) for name, peer in body_peers().items()}
    return figures


def body_of(article: Article, standfirst: bool = False) -> str:
    """The body's text with its dateline as it was printed, and with the standfirst where the set keeps it there."""
    printed = f"{article.standfirst}\n" if standfirst and article.standfirst else ""
    printed += "".join(r.before for r in article.repairs if r.what.startswith("dateline-split"))
    return printed + "\n".join(block.text for block in article.body)


def _ours(data: bytes, page: Page) -> str:
    try:
        return body_of(read(data, page.url), page.joined)
    except DragomanError:
        return ""


def _as_reader(peer: Callable[[bytes, str | None], str]) -> Reader:
    return lambda data, page: peer(data, page.url)


def _figures(sets: dict[str, list[Page]], reader: Reader) -> dict[str, Any]:
    parts: dict[str, list[tuple[float, float, float]]] = {}
    seconds: list[float] = []
    for name, pages in sets.items():
        for page in pages:
            if not page.body:
                continue
            data = page.bytes()
            start = time.process_time()
            found = reader(data, page)
            seconds.append(time.process_time() - start)
            score = shingles(page.body, found)
            parts.setdefault("", []).append(score)
            parts.setdefault(f"{name}.", []).append(score)
            if page.language == "en":
                parts.setdefault(f"{name}-en.", []).append(score)
    figures: dict[str, Any] = {}
    for prefix, scores in parts.items():
        if prefix.endswith("-en.") and len(scores) == len(parts[prefix.replace("-en.", ".")]):
            continue
        if not prefix or len(parts) > 2:
            figures |= {prefix + key: value for key, value in _means(scores).items()}
    figures["pages_per_second"] = round(len(seconds) / max(sum(seconds), 1e-9), 1)
    figures["slowest_s"] = round(max(seconds), 2)
    return figures


def shingles(gold: str, found: str) -> tuple[float, float, float]:
    """The shares of 4-grams found, too many and missed."""
    one, other = _grams(gold), _grams(found)
    hits = sum((one & other).values())
    extra, missed = sum(other.values()) - hits, sum(one.values()) - hits
    total = hits + extra + missed
    return (hits / total, extra / total, missed / total) if total else (0.0, 0.0, 0.0)


def _grams(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def _means(scores: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    precision = mean([tp / (tp + fp) for tp, fp, _ in scores if tp + fp] or [0.0])
    recall = mean([tp / (tp + fn) for tp, _, fn in scores if tp + fn] or [0.0])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"f1": round(f1, 4), "precision": round(precision, 4), "recall": round(recall, 4)}
