"""A sample of an archive for people to judge: rows, and pages to be read whole, drawn at random by strata.

The same seed draws the same rows, in whatever order they come, and most of them still when pages are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Literal, TypeVar

from msgspec import Struct

from ..errors import NothingToDraw
from ..model.archived import Merged, Page
from ..model.record import Event

Stratifier = Literal["type", "band", "outlet"]
STRATIFIERS: tuple[Stratifier, ...] = ("type", "band", "outlet")
Stratum = tuple[str, ...]
_BANDS = ((0.5, "0 to .5"), (0.7, ".5 to .7"), (0.85, ".7 to .85"))
_SUREST = ".85 to 1"
EMPTY, TOLD = "without rows", "with rows"
_SHOWN = 2  # further words that a row rests on


class Settings(Struct, frozen=True):
    """How many rows and pages to draw, by which strata (the most important first), and the seed.

    `complete` is the share of the pages that are drawn from those with rows; the others are pages without any.
    """

    rows: int = 200
    pages: int = 40
    by: tuple[Stratifier, ...] = STRATIFIERS
    seed: int = 0
    complete: float = 0.5


class Coding(Struct, frozen=True):
    """What a row says: type, actors, recipients, modality."""

    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    modality: str


class RowItem(Struct, frozen=True):
    """A row drawn. `weight` is how many rows of the archive it stands for; `text` marks the words it rests on with ‹ and ›."""

    item: str
    event: str
    stratum: Stratum
    weight: float
    text: str
    headline: str
    outlet: str
    day: str
    url: str
    machine: Coding
    confidence: float


class PageItem(Struct, frozen=True):
    """A page drawn, to be read whole: `rows` is what the archive has of its text. Its weight counts texts, not copies."""

    item: str
    page: str
    stratum: Stratum
    weight: float
    headline: str
    outlet: str
    day: str
    url: str
    rows: tuple[Coding, ...]


class Drawn(Struct, frozen=True):
    """A sample: the strata that it was drawn by (as many of those asked for as the size allows), and out of how many."""

    seed: int
    by: tuple[str, ...]
    of_rows: int
    of_texts: int
    rows: tuple[RowItem, ...]
    pages: tuple[PageItem, ...]
    types: tuple[str, ...] = ()
    blind: bool = True
    schema: int = 1


def draw(
    events: Callable[[], Iterable[Merged]], pages: Iterable[Page], settings: Settings | None = None, types: Iterable[str] = ()
) -> Drawn:
    """Draw rows and pages. `events` is called twice, as only what is drawn is held; `types` are those a coder may give.

    Each stratum gives one row at least and else its share. Raises `NothingToDraw` where there is neither a row nor a page.
    """
    settings = settings or Settings()
    seed = settings.seed
    known: list[tuple[str, Stratum]] = []
    told: set[str] = set()
    kinds = set(types)
    for merged in events():
        known.append((merged.id, tuple(_value(merged, what) for what in settings.by)))
        told.update(report.page.text for report in merged.reports)
        kinds.add(merged.event.type)
    by, chosen = _by_strata(known, settings)
    texts: dict[str, Page] = {}
    for page in pages:
        other = texts.get(page.text)
        if other is None or _rank(seed, page.id) < _rank(seed, other.id):
            texts[page.text] = page
    drawn_pages = _pages(texts, told, settings)
    if not known and not texts:
        raise NothingToDraw("sample", "neither rows nor pages to draw from", "widen the filter, or add pages")
    rows: list[tuple[str, Merged]] = []
    of_page: dict[str, list[Coding]] = {page.text: [] for page, _, _ in drawn_pages}
    for merged in events():
        if merged.id in chosen:
            rows.append((_rank(seed, "order", merged.id), merged))
        for text in {report.page.text for report in merged.reports} & of_page.keys():
            of_page[text].append(coding(merged.event))
    rows.sort(key=lambda row: row[0])
    return Drawn(
        seed=seed,
        by=by,
        of_rows=len(known),
        of_texts=len(texts),
        rows=tuple(_row(f"r{i:04}", merged, *chosen[merged.id]) for i, (_, merged) in enumerate(rows, 1)),
        pages=tuple(
            PageItem(
                f"p{i:04}", page.id, (stratum,), weight, page.headline or "", page.outlet or "", page.day or "", page.url or "",
                tuple(of_page[page.text]),
            )
            for i, (page, stratum, weight) in enumerate(drawn_pages, 1)
        ),
        types=tuple(sorted(kinds)),
    )  # fmt: skip


def coding(event: Event) -> Coding:
    """What a coder is compared with."""
    return Coding(event.type, event.actors, event.recipients, event.modality)


def band(confidence: float) -> str:
    """The band of a confidence."""
    return next((name for top, name in _BANDS if confidence < top), _SUREST)


def _value(merged: Merged, what: Stratifier) -> str:
    if what == "type":
        return merged.event.type
    if what == "band":
        return band(merged.event.confidence)
    return (merged.reports[0].page.outlet if merged.reports else None) or "unknown"


def _by_strata(
    known: Sequence[tuple[str, Stratum]], settings: Settings
) -> tuple[tuple[str, ...], dict[str, tuple[Stratum, float]]]:
    """By what is stratified in the end, and the rows drawn with their strata and weights. Finer strata than would get two rows
    each are not formed."""
    depth = len(settings.by)
    while depth and len({stratum[:depth] for _, stratum in known}) > max(1, settings.rows // 2):
        depth -= 1
    strata: dict[Stratum, list[str]] = {}
    for id, stratum in known:
        strata.setdefault(stratum[:depth], []).append(id)
    sizes = allocated({stratum: len(ids) for stratum, ids in strata.items()}, settings.rows)
    chosen = {
        id: (stratum, len(ids) / sizes[stratum])
        for stratum, ids in strata.items()
        for id in sorted(ids, key=lambda id: _rank(settings.seed, id))[: sizes[stratum]]
    }
    return settings.by[:depth], chosen


Key = TypeVar("Key", bound=Stratum)


def allocated(sizes: Mapping[Key, int], n: int) -> dict[Key, int]:
    """How many to draw of each stratum: one at least while there are enough, the rest by size, by largest remainder."""
    n = min(n, sum(sizes.values()))
    order = sorted(sizes, key=lambda stratum: (-sizes[stratum], stratum))
    out = {stratum: int(i < n) for i, stratum in enumerate(order)}
    left = n - sum(out.values())
    free = {stratum: sizes[stratum] - out[stratum] for stratum in order}
    total = sum(free.values())
    if left and total:
        shares = {stratum: free[stratum] * left / total for stratum in order}
        for stratum, share in shares.items():
            out[stratum] += int(share)
        rest = n - sum(out.values())
        for stratum in sorted(order, key=lambda s: (-(shares[s] - int(shares[s])), s))[:rest]:
            out[stratum] += 1
    return out


def _pages(texts: Mapping[str, Page], told: set[str], settings: Settings) -> list[tuple[Page, str, float]]:
    """The pages drawn, each with its stratum and weight, in an order that does not tell the strata."""
    groups: dict[str, list[Page]] = {EMPTY: [], TOLD: []}
    for text, page in texts.items():
        groups[TOLD if text in told else EMPTY].append(page)
    whole = min(round(settings.pages * settings.complete), len(groups[TOLD]))
    empty = min(settings.pages - whole, len(groups[EMPTY]))
    sizes = {EMPTY: empty, TOLD: min(settings.pages - empty, len(groups[TOLD])) if settings.complete else 0}
    drawn = [
        (page, stratum, len(group) / sizes[stratum])
        for stratum, group in groups.items()
        for page in sorted(group, key=lambda page: _rank(settings.seed, page.id))[: sizes[stratum]]
    ]
    return sorted(drawn, key=lambda each: _rank(settings.seed, "order", each[0].id))


def _rank(seed: int, *what: str) -> str:
    return blake2b("\x1f".join((str(seed), *what)).encode(), digest_size=12).hexdigest()


def _row(item: str, merged: Merged, stratum: Stratum, weight: float) -> RowItem:
    event = merged.event
    span = merged.reports[0].event.evidence if merged.reports else event.evidence
    further = merged.reports[0].event.more_evidence[:_SHOWN] if merged.reports else ()
    text = " / ".join([f"{span.prefix}‹{span.exact}›{span.suffix}", *(f"‹{more.exact}›" for more in further)])
    page = merged.reports[0].page if merged.reports else None
    about = (page.headline, page.outlet, page.day, page.url) if page is not None else (None,) * 4
    headline, outlet, day, url = (value or "" for value in about)
    return RowItem(
        item, merged.id, stratum, weight, " ".join(text.split()), headline, outlet, day, url, coding(event), event.confidence
    )
