"""Events before they have a date, a place and counts, and the kinds of act that are handled alike."""

from __future__ import annotations

from collections.abc import Callable

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
    backed: tuple[float, float] = (0.0, 0.0)  # what model, frame and tree give the actors and the recipients, weighed
    heard: float = 0.0  # the model's probability that the word names an act of this very type
    filled: bool = False  # a side stands elsewhere in the text, or nowhere
    more: list[tuple[Line, int, Span]] = []
    own: str | None = None  # the user's type, of which `type` is the PLOVER type that it is handled as


# Told of each step of `find_events`: its name and the drafts as they then stand.
Watch = Callable[[str, list[Draft]], None]


class Sources(Struct, frozen=True):
    """What the coder may lean on: each can be switched off to see what it is worth."""

    frames: bool = True
    events: bool = True
