"""Events before they have a date, a place and counts, and the kinds of act that are handled alike."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from ..model import Modality, Span
from .actors import Chain
from .document import Line

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
# Verbs whose subject bears the act that their object names: "faces sanctions", "evaded the attack".
UNDERGO = frozenset(
    """face suffer evade escape avoid dodge circumvent skirt bypass withstand endure survive resist weather undergo receive
    sustain risk fear await repel repulse""".split()
)
# Acts whose content is another act: that one gets no row of its own (one category, not two).
GOVERNING = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "CONCEDE"})
ENDING = frozenset({"RETREAT", "CONCEDE", "REJECT"})
DONE = frozenset({"actual", "ongoing"})


class Draft(Struct):
    """An event before it has its date, place and counts."""

    line: Line
    word: int
    type: str
    mode: str | None
    modality: Modality
    background: bool
    actors: list[Chain]
    recipients: list[Chain]
    confidence: float  # that an act of this type stands there
    evidence: Span
    rule: str
    inside: int | None = None  # the word of the act that governs it
    more: list[tuple[Line, int, Span]] = []
    own: str | None = None  # the user's type, of which `type` is the PLOVER type that it is handled as


# How often everything in a row was right, by what the coder thinks of it and whether both sides are known: 200 rows of 20
# pages, read against their text (docs/explanation.md).
RIGHT = {
    True: ((0.4, 0.6, 0.78, 0.88, 0.95), (0.40, 0.48, 0.57, 0.70, 0.80)),
    False: ((0.4, 0.9), (0.18, 0.22)),
}


def is_whole(type: str, actors: list[Chain], recipients: list[Chain]) -> bool:
    """Are both sides of an act known, or all of a mutual one?"""
    return bool(actors and recipients) or (type in MUTUAL and len(actors) > 1)


def confidence(draft: Draft) -> float:
    """The probability that all of a row is right. A row with an unknown side is seldom whole, however sure its word."""
    whole = is_whole(draft.type, draft.actors, draft.recipients)
    return round(float(np.interp(draft.confidence, *RIGHT[whole])), 4)


class Sources(Struct, frozen=True):
    """What the coder may lean on: each can be switched off to see what it is worth."""

    frames: bool = True
    events: bool = True
