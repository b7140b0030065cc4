"""From scores to structure: trees, label sequences. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return out


def sigmoid(scores: Floats) -> Floats:
    """Probabilities of yes."""
    out: Floats = (1 / (1 + np.exp(-scores))).astype(np.float32)
    return out


def tree(scores: Floats) -> Ints:
    """The best tree with one root: each word's head, the root's being itself.

    scores: [n, n], scores[i, j] of word j governing word i, scores[i, i] of word i being the root. Chu and Liu (1965) and
    Edmonds (1967); where that gives several roots, the best tree of each candidate root is compared.
    """
    n = len(scores)
    if n == 1:
        return np.zeros(1, dtype=np.int64)
    heads: Ints = scores.argmax(1)
    roots = np.flatnonzero(heads == np.arange(n))
    if len(roots) == 1 and _reaches_root(heads):
        return heads
    best, best_total = heads, -np.inf
    candidates = (
        roots
        if len(roots) > 1
        else np.argsort(-(scores.diagonal() - np.where(np.eye(n, dtype=bool), -np.inf, scores).max(1)))[:3]
    )
    for root in candidates:
        held = np.where(np.eye(n, dtype=bool), -np.inf, scores)
        found = _arborescence(held, int(root))
        total = float(scores[np.arange(n), found].sum())
        if total > best_total:
            best, best_total = found, total
    return best


def _reaches_root(heads: Ints) -> bool:
    up = heads
    for _ in range(max(1, int(np.ceil(np.log2(len(heads)))) + 1)):
        up = up[up]
    return bool((heads[up] == up).all())


def _arborescence(scores: NDArray[np.floating], root: int) -> Ints:
    """The maximum arborescence from `root`; scores[i, j] is the arc from head j to word i."""
    n = len(scores)
    heads: Ints = scores.argmax(1)
    heads[root] = root
    cycle = _cycle(heads, root)
    if cycle is None:
        return heads
    inside = np.zeros(n, dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    loss = scores[cycle, heads[cycle]]
    m = len(rest)
    small = np.full((m + 1, m + 1), -np.inf, dtype=np.float64)
    small[:m, :m] = scores[np.ix_(rest, rest)]
    into = scores[np.ix_(cycle, rest)] - loss[:, None]
    enter = into.argmax(0)
    small[m, :m] = into.max(0)
    leave_scores = scores[np.ix_(rest, cycle)]
    leave = leave_scores.argmax(1)
    small[:m, m] = leave_scores.max(1)
    inner = _arborescence(small, int(np.flatnonzero(rest == root)[0]))
    for i in range(m):
        heads[rest[i]] = cycle[leave[i]] if inner[i] == m else rest[inner[i]]
    heads[root] = root
    source = inner[m]
    heads[cycle[enter[source]]] = rest[source]
    return heads


def _cycle(heads: Ints, root: int) -> Ints | None:
    state = np.zeros(len(heads), dtype=np.int8)
    state[root] = 2
    for start in range(len(heads)):
        path = []
        i = start
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = int(heads[i])
        if state[i] == 1:
            return np.array(path[path.index(i) :])
        state[path] = 2
    return None


def spans(scores: Floats, begin: Ints, inside: Ints) -> Ints:
    """The best label sequences in which an I- tag follows its own B- or I- tag (Viterbi).

    scores: [sequences, length, tags]; begin[k], inside[k]: the tags of kind k. Returns [sequences, length].
    """
    # Where the best tag of each word makes a sequence that is allowed, it is the best sequence; few are not.
    greedy: Ints = scores.argmax(2)
    kind = np.full(scores.shape[2], -1)
    kind[begin], kind[inside] = np.arange(len(begin)), np.arange(len(inside))
    is_inside = np.zeros(scores.shape[2], dtype=bool)
    is_inside[inside] = True
    before = np.concatenate([np.full((len(greedy), 1), -1), kind[greedy[:, :-1]]], axis=1)
    broken = np.flatnonzero((is_inside[greedy] & (kind[greedy] != before)).any(1))
    if len(broken):
        greedy[broken] = _viterbi(scores[broken], begin, inside)
    return greedy


def _viterbi(scores: Floats, begin: Ints, inside: Ints) -> Ints:
    count, length, tags = scores.shape
    back = np.zeros((length, count, tags), dtype=np.int16)
    rows = np.arange(count)
    state = scores[:, 0].copy()
    state[:, inside] = -1e9
    for i in range(1, length):
        best = state.argmax(1)
        new = scores[:, i] + state[rows, best][:, None]
        back[i] = best[:, None]
        from_begin, from_inside = state[:, begin], state[:, inside]
        stay = from_inside >= from_begin
        new[:, inside] = scores[:, i, :][:, inside] + np.where(stay, from_inside, from_begin)
        back[i][:, inside] = np.where(stay, inside, begin)
        state = new
    out = np.zeros((count, length), dtype=np.int64)
    out[:, -1] = state.argmax(1)
    for i in range(length - 1, 0, -1):
        out[:, i - 1] = back[i][rows, out[:, i]]
    return out
