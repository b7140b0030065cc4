"""What a cell of a count holds: events by quad, and the mean and the sum of their intensity."""

from __future__ import annotations

from collections.abc import Sequence, Set

from msgspec import Struct

HAPPENED: frozenset[str] = frozenset({"actual", "ongoing"})


class Kept(Struct, frozen=True):
    """Which events are counted: by modality (what happened, unless others are named), with or without background."""

    modalities: Set[str] = HAPPENED
    background: bool = False

    def takes(self, modality: str, background: bool) -> bool:
        """Is an event of that kind counted?"""
        return modality in self.modalities and (self.background or not background)


class Tally(Struct, frozen=True):
    """Some events: how many, how many in each quad (1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
    conflict), their mean intensity (-10 to 10, null without events) and its sum."""

    events: int = 0
    quad1: int = 0
    quad2: int = 0
    quad3: int = 0
    quad4: int = 0
    mean_intensity: float | None = None
    net_intensity: float = 0.0

    @property
    def cooperation(self) -> int:
        """Events of quads 1 and 2."""
        return self.quad1 + self.quad2

    @property
    def conflict(self) -> int:
        """Events of quads 3 and 4."""
        return self.quad3 + self.quad4


NOTHING = Tally()


def tally(net: float, quads: Sequence[int]) -> Tally:
    """The tally of a sum of intensity and of events by quad (1 to 4)."""
    events = sum(quads)
    if not events:
        return NOTHING
    return Tally(events, quads[0], quads[1], quads[2], quads[3], round(net / events, 3), round(net, 3))


class Adder:
    """A tally in the making."""

    __slots__ = ("net", "quads")

    def __init__(self) -> None:
        self.quads, self.net = [0, 0, 0, 0], 0.0

    def add(self, quad: int, intensity: float) -> None:
        """Count an event."""
        self.quads[quad - 1] += 1
        self.net += intensity

    def tally(self) -> Tally:
        """What was counted."""
        return tally(self.net, self.quads)
