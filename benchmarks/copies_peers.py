"""Other tools that find near-duplicates, each set up as its documentation has it for news: MinHash over three words in a row."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator

THRESHOLD, PERMUTATIONS = 0.5, 128
Pairs = Iterator[tuple[str, str]]
Peer = Callable[[list[tuple[str, str]]], Pairs]


def copies_peers() -> dict[str, Peer]:
    """Those that are installed: from (page, text) to pairs of pages that each holds to be near-duplicates."""
    known: dict[str, Peer] = {"datasketch": _datasketch, "rensa": _rensa}
    return {name: peer for name, peer in known.items() if importlib.util.find_spec(name)}


def _shingles(text: str) -> list[str]:
    words = text.lower().split()
    return [" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))]


def _datasketch(pages: list[tuple[str, str]]) -> Pairs:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for page, text in pages:
        made = MinHash(num_perm=PERMUTATIONS)
        made.update_batch([shingle.encode() for shingle in _shingles(text)])
        yield from ((page, other) for other in index.query(made))
        index.insert(page, made)


def _rensa(pages: list[tuple[str, str]]) -> Pairs:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    made = []
    for n, (page, text) in enumerate(pages):
        own = RMinHash(num_perm=PERMUTATIONS, seed=42)
        own.update(_shingles(text))
        yield from ((page, pages[other][0]) for other in index.query(own) if own.jaccard(made[other]) >= THRESHOLD)
        index.insert(n, own)
        made.append(own)
