"""CAMEO: the code of a PLOVER event, with its name and Goldstein score, and what PLOVER type and mode a CAMEO code is read as.

Tables: `tables/to_cameo.tsv` (PLOVER to CAMEO) and `tables/cameo.tsv` (CAMEO's codes and the way back). Sources: the CAMEO
codebook 1.1b3 and GDELT's list of Goldstein scores for codes, names and scores; the mapping is our own, held against
CAMEO2PLOVER-2021 (openeventdata/PLOVER): the column `source` tells each code that differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from ..world.tables import cells, read_table

FOLDER = Path(__file__).parent / "tables"
_CAMEO = ("code", "name", "goldstein", "type", "mode", "contexts", "source")
_PLOVER = ("type", "mode", "context", "code", "lost", "source")
# The last root of each quad: verbal cooperation, material cooperation, verbal conflict, material conflict.
_QUADS = ((5, 1), (8, 2), (13, 3), (20, 4))
# Who is visited hosts: CAMEO codes both.
HOSTED = {"042": "043"}


class Cameo(Struct, frozen=True):
    """A CAMEO code, its name, its Goldstein score (-10 to 10); the PLOVER type (None: none), mode and contexts it stands for."""

    code: str
    name: str
    goldstein: float
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]

    @property
    def base(self) -> str:
        """The code at the second level: of `0251` `025`."""
        return self.code[:3]

    @property
    def root(self) -> str:
        """The root category: of `0251` `02`."""
        return self.code[:2]

    @property
    def quad(self) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict, by the root."""
        return next(quad for last, quad in _QUADS if int(self.root) <= last)


@lru_cache(maxsize=1)
def codes() -> dict[str, Cameo]:
    """Every CAMEO code below the roots."""
    return {
        row["code"]: Cameo(
            row["code"], row["name"], float(row["goldstein"]), row["type"] or None, row["mode"] or None, cells(row["contexts"])
        )
        for row in read_table(FOLDER / "cameo.tsv", _CAMEO)
    }


@lru_cache(maxsize=1)
def _ways() -> dict[tuple[str, str, str], str]:
    return {(row["type"], row["mode"], row["context"]): row["code"] for row in read_table(FOLDER / "to_cameo.tsv", _PLOVER)}


@lru_cache(maxsize=4096)
def _way(type: str, mode: str, contexts: tuple[str, ...]) -> str | None:
    ways = _ways()
    for kind in dict.fromkeys((mode, "")):
        fits = [key for key in ways if key[:2] == (type, kind) and key[2] in contexts]
        if fits:
            return ways[fits[0]]
        if (type, kind, "") in ways:
            return ways[type, kind, ""]
    return None


def to_cameo(type: str, mode: str | None = None, contexts: Sequence[str] = ()) -> Cameo | None:
    """The CAMEO code of a PLOVER type and mode in these contexts; None for a type that is not PLOVER's."""
    code = _way(type, mode or "", tuple(contexts))
    return None if code is None else codes()[code]


def from_cameo(code: str) -> Cameo | None:
    """The CAMEO code as it stands in a file: also a root (`14`), and with the letters that some coders add (`138i`, `13y`).

    None where CAMEO has no such code. A code below those of the table is read as the one above it.
    """
    bare = code.strip().rstrip("abcdefghijklmnopqrstuvwxyz")
    if not bare.isdecimal() or not bare.isascii():
        return None
    known = codes()
    if len(bare) == 2 and bare + "0" in known:
        return known[bare + "0"]
    while len(bare) > 2:
        if bare in known:
            return known[bare]
        bare = bare[:-1]
    return None
