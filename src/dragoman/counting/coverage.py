"""How much was read: pages, texts and outlets by period, so that a quiet month can be told from a thin archive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ..model.archived import Page
from .periods import By, placed


class Read(Struct, frozen=True):
    """What was read in a period: pages, distinct texts (copies of one count once) and outlets."""

    pages: int = 0
    texts: int = 0
    outlets: int = 0


def coverage(pages: Iterable[Page], by: By) -> Mapping[str, Read]:
    """What was read, by the period of the pages' days; pages without a day under an empty period."""
    found: dict[str, tuple[list[int], set[str], set[str]]] = {}
    for page in pages:
        label = placed(page.day, "day", by)
        if label not in found:
            found[label] = ([0], set(), set())
        count, texts, outlets = found[label]
        count[0] += 1
        texts.add(page.text)
        if page.outlet:
            outlets.add(page.outlet)
    return {label: Read(count[0], len(texts), len(outlets)) for label, (count, texts, outlets) in sorted(found.items())}
