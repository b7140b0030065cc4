"""What a word is known as on its own: given name, surname, word of a place or an organisation. A feature, never a verdict."""

from __future__ import annotations

from pathlib import Path

GIVEN, SURNAME, PLACE, ORGANISATION = 1, 2, 4, 8


def read_names(path: Path) -> dict[str, int]:
    """The table `names.txt`: one line a word, `word<tab>bits`, the bits a sum of these four."""
    with path.open(encoding="utf-8") as lines:
        return {word: int(bits) for word, _, bits in (line.rstrip("\n").partition("\t") for line in lines)}
