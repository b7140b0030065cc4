"""Events before they have a date, a place and counts, and the kinds of act that are handled alike."""

from __future__ import annotations

from msgspec import Struct

from ..model import Modality, Span
from .actors import Chain
from .document import Line

VERBAL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})

MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})

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
    confidence: float
    evidence: Span
    rule: str
    inside: int | None = None  # the word of the act that governs it
    more: list[tuple[Line, int, Span]] = []


class Sources(Struct, frozen=True):
    """What the coder may lean on: each can be switched off to see what it is worth."""

    frames: bool = True
    events: bool = True
