"""Common nouns of actors: `riot police`, `farmers`, `a former minister`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from .entries import Agent, Makes
from .keys import fold
from .tables import Row, cells

_FORMER = re.compile(r"^(?:former|ex|erstwhile|deposed|ousted|disgraced former|one-time|onetime|late)[ -]+")
_PHRASE = re.compile(r"\b(?:of|in|from|at|who|that|which|near|across|for|to|with|on)\b")
_LEADING = re.compile(
    r"^(?:an?|the|some|several|many|more|most|two|three|dozens|hundreds|thousands|over|its|their|his|her|our|\d[\d,.]*)\s+"
)
# Of longer phrases the end decides.
LONGEST = 200
_OFFICIAL = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", "SPY", "REB", "PTY", "OPP", "UNK"})


class AgentIndex:
    """Nouns to agents: the whole noun phrase first, then its last words, so that `masked riot police` is police."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._found: dict[str, Agent] = {}
        for row in rows:
            makes: Makes = "state" if row["makes"] == "state" else "civilians" if row["makes"] == "civilians" else "unknown"
            agent = Agent(row["noun"], cells(row["sectors"]), makes, former="ELI" in row["sectors"])
            if row["plural"]:
                self._found.setdefault(_plain(row["plural"]), msgspec.structs.replace(agent, plural=True))
            self._found[_plain(row["noun"])] = agent

    def find(self, noun: str) -> Agent | None:
        """The agent that a noun or a noun phrase names, or None."""
        words = _plain(noun if len(noun) <= LONGEST else noun[-LONGEST:])
        while (shorter := _LEADING.sub("", words)) != words:
            words = shorter
        if not words:
            return None
        exact = self._found.get(words)
        if exact is not None:
            return exact
        bare = _FORMER.sub("", words)
        if bare != words:
            office = self.find(bare)
            if office is not None and (office.makes == "state" or _OFFICIAL.intersection(office.sectors)):
                return Agent(office.noun, ("ELI",), "civilians", office.plural, former=True)
            return office
        for part in _PHRASE.split(words):
            agent = self._last(part.strip())
            if agent is not None:
                return agent
        return self._last(words)

    def _last(self, words: str) -> Agent | None:
        parts = words.split()
        former = next((i for i, part in enumerate(parts) if part in ("former", "ex")), None)
        for start in range(len(parts)):
            agent = self._found.get(" ".join(parts[start:]))
            if agent is not None:
                if former is not None and former < start and agent.makes == "state":
                    return Agent(agent.noun, ("ELI",), "civilians", agent.plural, former=True)
                return agent
        return None


def _plain(noun: str) -> str:
    text = fold(noun).replace(".", "")
    text = re.sub(r"\s*-\s*", "-", text)
    text = re.sub(r"'s$|(?<=s)'$", "", text)
    return " ".join(text.split())
