"""Pictures' captions and credits, each in its own field.

On pages whose set tells their pictures: a caption counts where its words are the set's but for a tenth of them, a credit where
its names are; each of ours answers for one of the set's at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz

from dragoman.errors import DragomanError
from dragoman.pages import read

from .common import Options, f1
from .metadata import alike
from .page_sets import pages_of


def measure(options: Options) -> dict[str, Any]:
    """caption_f1 and credit_f1 with their precision and recall."""
    counts = {"caption": [0, 0, 0], "credit": [0, 0, 0]}
    for pages in pages_of(options).values():
        for page in pages:
            if page.pictures is None:
                continue
            try:
                found = read(page.bytes(), page.url).captions
            except DragomanError:
                found = ()
            captions = [picture.caption for picture in page.pictures if picture.caption]
            credits = [" ".join(picture.credits) for picture in page.pictures if picture.credits]
            _add(counts["caption"], captions, [caption.text for caption in found if caption.text], _same_words)
            _add(counts["credit"], credits, [caption.credit for caption in found if caption.credit], _same_names)
    figures: dict[str, Any] = {}
    for name, (hits, gold, guessed) in counts.items():
        if gold:
            figures[f"{name}_f1"] = f1(hits, gold, guessed)
            figures[f"{name}_precision"] = round(hits / max(guessed, 1), 4)
            figures[f"{name}_recall"] = round(hits / gold, 4)
    return figures


def _add(counts: list[int], gold: Sequence[str], found: Sequence[str], same: Callable[[str, str], bool]) -> None:
    gold, rest = list(dict.fromkeys(gold)), list(dict.fromkeys(found))
    counts[1] += len(gold)
    counts[2] += len(rest)
    for wanted in gold:
        hit = next((text for text in rest if same(wanted, text)), None)
        if hit is not None:
            rest.remove(hit)
            counts[0] += 1


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", alike(text)))


def _same_words(one: str, other: str) -> bool:
    return fuzz.ratio(_words(one), _words(other)) >= 90


def _same_names(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(_words(one), _words(other)) >= 85
