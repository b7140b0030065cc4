"""What every benchmark shares: its options, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Options:
    """A benchmark's options: the data, at most `limit` items of each set (0: all), with peers or without."""

    data: Path
    limit: int = 0
    peers: bool = True
    weights: Path | None = None
    ablate: tuple[str, ...] = ()


def f1(hits: int, gold: int, guessed: int) -> float | None:
    """F1 of counts; None where there is nothing to find."""
    return round(2 * hits / (gold + guessed), 4) if gold else None


def table(figures: dict[str, Any]) -> str:
    """Our figures, a line each, and the peers' beside them."""
    peers = figures.get("peers") or {}
    rows = [["", "dragoman", *peers]]
    keys = [k for k in figures if k != "peers"]
    keys += [k for p in peers.values() for k in p if k not in keys]
    for key in dict.fromkeys(keys):
        cells = [figures.get(key), *(p.get(key) for p in peers.values())]
        rows.append([key, *("" if c is None else str(c) for c in cells)])
    wide = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(r, wide, strict=True)).rstrip() for r in rows)
