"""Whole pages against pages coded by hand: what `score_e2e.py` prints, and with sources switched off.

DIR holds pages/NAME.html(.gz) and gold/NAME.json.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

import dragoman.pages
from dragoman.coding import Options as Coding
from dragoman.coding import Sources, code
from dragoman.language import LanguageModel, Reader
from dragoman.world import world

from .common import Options
from .score_e2e import score


def measure(options: Options) -> dict[str, Any]:
    """score_e2e's figures, flat (`strict.f1`)."""
    golds = sorted((options.data / "gold").glob("*.json"))[: options.limit or None]
    language = Reader(LanguageModel(options.weights)) if options.weights else None
    coding = Coding(
        language=language,
        world=world().hide(0.5, 1) if "world" in options.ablate else None,
        sources=Sources(frames="frames" not in options.ablate, events="events" not in options.ablate),
    )
    pairs = []
    for gold in golds:
        page = next((p for p in sorted((options.data / "pages").glob(gold.stem + ".*"))), None)
        if page is None:
            print(f"{gold}: no page of that name", file=sys.stderr)
            continue
        pairs.append((gold.stem, read(page, coding), json.loads(gold.read_text("utf-8"))))
    if not pairs:
        return {}
    out: dict[str, Any] = {}
    for key, value in score(pairs).items():
        if isinstance(value, dict):
            out |= {f"{key}.{k}": v for k, v in value.items()}
        else:
            out[key] = value
    return out


def read(page: Path, coding: Coding) -> dict[str, Any]:
    """A page's record as plain JSON."""
    fetched = dragoman.pages.fetch(str(page))
    record = code(dragoman.pages.read(fetched.data, url=fetched.url, name=fetched.name), coding)
    plain: dict[str, Any] = msgspec.to_builtins(record)
    return plain
