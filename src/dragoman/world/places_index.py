"""The file of places: how it is laid out, written and read. Leans on nothing but numpy, since packaging uses it too.

One file, mapped into memory: eight bytes that name the format, four that give the header's length, the header (JSON),
then the arrays that the header lists with type, length and offset. Rows 0 to `specials` are countries, regions,
features and areas; the towns follow, those of one country together. Names are found by hash: `hashes` is sorted,
and the value beside it holds the row, whether the name is an alternate one, and further bits of the hash, so that a
foreign name passes for one of ours once in some ten million times.
"""

from __future__ import annotations

import itertools
import json
import mmap
import re
import struct
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MAGIC = b"DRAGOPL2"
ROW_BITS = 19
ALTERNATE = 1 << ROW_BITS
CHECK_SHIFT = ROW_BITS + 1
LONGEST = 80

# Letters that no Unicode decomposition takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n"}
)
_DROPPED = re.compile(r"['’‘ʼʻʿʾ`´\".]|[\u0300-\u036f]")
_APART = re.compile(r"[^\w]+|_+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def normalise(name: str) -> str:
    """The form under which a name is kept: no case, accents, apostrophes, hyphens or leading article.

    "St. Petersburg" and "Saint Petersburg", "Sana'a" and "Sanaa" become one. Empty where nothing is left.
    """
    return "" if len(name) > LONGEST else _normalised(name)


@lru_cache(8192)
def _normalised(name: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold().translate(_LETTERS))
    words = _APART.sub(" ", _DROPPED.sub("", folded)).split()
    if len(words) > 1:
        while len(words) > 1 and words[0] == "the":
            del words[0]
        words = [_SHORT.get(word, word) for word in words]
    normal = " ".join(words)
    return normal if len(normal) <= LONGEST else ""


def key(normal: str) -> tuple[int, int]:
    """The two parts of a name's hash: the sorted one, and the one that is checked."""
    number = int.from_bytes(blake2b(normal.encode(), digest_size=8).digest(), "little")
    return number & 0xFFFFFFFF, (number >> 32) & ((1 << (32 - CHECK_SHIFT)) - 1)


def write(path: Path, header: dict[str, Any], arrays: dict[str, Array]) -> None:
    """Writes the arrays behind a header; the same input gives the same bytes."""
    described: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, array in arrays.items():
        described[name] = (array.dtype.str, len(array), offset)
        offset += -(-array.nbytes // 8) * 8
    text = json.dumps({**header, "arrays": described}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    encoded = text.encode()
    encoded += b" " * (-(len(MAGIC) + 4 + len(encoded)) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(MAGIC + struct.pack("<I", len(encoded)) + encoded)
        for array in arrays.values():
            data = array.tobytes()
            file.write(data + b"\0" * (-len(data) % 8))


class Index:
    """The file, opened: arrays are views into the mapped file and are read only where a look-up touches them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = len(MAGIC) + 4
        if self._map[: len(MAGIC)] != MAGIC:
            raise ValueError("not a file of places")
        length = struct.unpack("<I", self._map[len(MAGIC) : start])[0]
        self.header: dict[str, Any] = json.loads(self._map[start : start + length])
        base = start + length
        self._arrays: dict[str, Array] = {
            name: np.frombuffer(self._map, dtype=kind, count=count, offset=base + offset)
            for name, (kind, count, offset) in self.header["arrays"].items()
        }
        self.hashes = self._arrays["hashes"]
        self.values = self._arrays["values"]
        self.ids = self._arrays["ids"]
        self.latitude = self._arrays["latitude"]
        self.longitude = self._arrays["longitude"]
        self.country = self._arrays["country"]
        self.region = self._arrays["region"]
        self.prior = self._arrays["prior"]
        self.specials: int = self.header["specials"]
        self.kinds: str = self.header["kinds"]
        self.countries: list[str] = self.header["countries"]
        self.regions: list[list[str]] = self.header["regions"]
        self.towns: dict[str, list[int]] = self.header["towns"]

    def rows(self, normal: str) -> list[tuple[int, bool]]:
        """The rows of that normalised name, and whether it is only an alternate name of each."""
        if not normal:
            return []
        first, check = key(normal)
        wanted = np.uint32(first)
        at = int(self.hashes.searchsorted(wanted))
        found: list[tuple[int, bool]] = []
        while at < len(self.hashes) and self.hashes[at] == wanted:
            value = int(self.values[at])
            if value >> CHECK_SHIFT == check:
                found.append((value & (ALTERNATE - 1), bool(value & ALTERNATE)))
            at += 1
        return found

    def name(self, row: int) -> str:
        """The name of a row, as its source writes it."""
        offsets, texts = self._arrays["offsets"], self._arrays["names"]
        return bytes(texts[int(offsets[row]) : int(offsets[row + 1])]).decode()

    def names(self, first: int, last: int) -> list[str]:
        """The names of the rows `first` to `last` (exclusive)."""
        offsets, texts = self._arrays["offsets"][first : last + 1].tolist(), self._arrays["names"]
        data = bytes(texts[offsets[0] : offsets[-1]])
        return [data[a - offsets[0] : b - offsets[0]].decode() for a, b in itertools.pairwise(offsets)]

    def kind(self, row: int) -> str:
        """What a row is: `c` country, `r` first-level region, `d` district, `z` another area, `f` feature, `t` town."""
        return self.kinds[row] if row < self.specials else "t"
