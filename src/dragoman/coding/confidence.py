"""How likely all of a row is right: a logistic model of a few things known of it, fitted on judged rows.

`tables/confidence.tsv` holds the weights; docs/explanation.md tells how the rows were judged and how well the probabilities hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from ..world.tables import read_table
from .actors import Chain, private
from .drafts import DONE, MUTUAL, VERBAL, Draft
from .lexicon import FOLDER

ALONE = frozenset({"MOBILIZE", "PROTEST"})  # acts that need nobody on the other side
LEAST = 0.2  # rows less likely than it are not given
# Of the weight that model, frame and tree could give a side together.
FULL = (2.1, 1.85)


def confidence(draft: Draft) -> float:
    """The probability that type, parties, modality and all else in the row is right, from 0 to 1."""
    return probability(sum(contributions(draft).values()))


def contributions(draft: Draft) -> dict[str, float]:
    """What each feature adds to the logarithm of the odds."""
    weights = _weights()
    return {name: weights[name] * value for name, value in features(draft).items()}


def probability(log_odds: float) -> float:
    """The probability of some odds."""
    return round(1 / (1 + math.exp(-log_odds)), 4)


def features(draft: Draft) -> dict[str, float]:
    """What is known of a row, by the names of the table of weights; most from 0 to 1."""
    parties = [*draft.actors, *draft.recipients]
    both = is_whole(draft.type, draft.actors, draft.recipients) or (draft.type in ALONE and bool(draft.actors))
    does, bears = (min(1.0, b / full) for b, full in zip(draft.backed, FULL, strict=True))
    if both and not draft.recipients:
        bears = does  # there is no other side
    return {
        "one": 1.0,
        "act": draft.confidence,
        "type heard": draft.heard,
        "actors backed": does,
        "recipients backed": bears,
        "one side unknown": float(not both),
        "side filled in": float(draft.filled),
        "words of the tables": float(draft.rule != "model"),
        "verbal": float(draft.type in VERBAL),
        "attack": float(draft.type == "ASSAULT"),
        "not done": float(draft.modality not in DONE),
        "noun": float(draft.line.words[draft.word].upos not in ("VERB", "AUX")),
        "private party": float(any(private(c) for c in parties)),
        "several on a side": float(len(draft.actors) > 1 or len(draft.recipients) > 1),
    }


def is_whole(type: str, actors: Sequence[Chain], recipients: Sequence[Chain]) -> bool:
    """Are both sides of an act known, or all of a mutual one?"""
    return bool(actors and recipients) or (type in MUTUAL and len(actors) > 1)


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    rows = read_table(FOLDER / "confidence.tsv", ("feature", "weight"))
    return {row["feature"]: float(row["weight"]) for row in rows}
