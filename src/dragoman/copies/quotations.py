"""Quotations across pages: the same words, in another wording, cut short, or given to another speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct
from rapidfuzz import fuzz

from ..identity import stable_id
from ..model.archived import Heard
from .groups import components

WordingKind = Literal["same", "drift", "cut"]

_FEWEST_WORDS = 5
_SURE_WORDS = 8  # of words that two speakers are said to have said
_MOST_POSTED = 60
_PIECE = re.compile(r"[“\"«„]([^“”\"«»„]+)[”\"»“]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Wording(Struct, frozen=True):
    """One wording of a quotation and who has it: pages, and the statements there as pairs of page id and statement id.

    `kind` is what it is to the quotation's first wording, the one that most texts have: the `same`, a `cut` of it (or it of this
    one), or a `drift`: nearly the same and not the same.
    """

    words: str
    kind: WordingKind
    pages: tuple[str, ...]
    texts: int
    statements: tuple[tuple[str, str], ...]


class Quotation(Struct, frozen=True):
    """What somebody said, in every wording in which pages quote it, most told first.

    `id` is a hash of the smallest statement (page id, statement id), so that it survives new pages. `others` are speakers to
    whom pages give the same words though they are said to be another's, each with those pages.
    """

    id: str
    code: str | None
    name: str | None
    wordings: tuple[Wording, ...]
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()


class _Quote(Struct, frozen=True):
    page: str
    text: str
    statement: str
    name: str
    code: str | None
    person: bool
    printed: str
    words: tuple[str, ...]


def quotes(heard: Sequence[Heard]) -> list[Quotation]:
    """The quotations of these statements, each in all its wordings, whatever order the statements come in.

    Direct and mixed statements count, from five words on, where the speaker is known. Wordings are held together where the
    speaker is the same and the words agree as `coding.positions.find_drifts` has it within an article; the same words
    under two names are one quotation, too, and both names are told. Only quotations that have three words in a row in common
    are compared.
    """
    distinct: dict[tuple[str, str, tuple[str, ...]], list[_Quote]] = {}
    for q in sorted({q for h in heard for q in _quoted(h)}, key=lambda q: (q.page, q.statement, q.printed)):
        distinct.setdefault((q.name.lower(), q.code or "", q.words), []).append(q)
    firsts = [group[0] for _, group in sorted(distinct.items())]
    pairs = [(str(n), str(m)) for n, m in _candidates(firsts) if _one(firsts[n], firsts[m])]
    found = components([*pairs, *((str(n), str(n)) for n in range(len(firsts)))])
    groups: dict[str, list[_Quote]] = {}
    for n, q in enumerate(firsts):
        groups.setdefault(found[str(n)], []).extend(distinct[(q.name.lower(), q.code or "", q.words)])
    return sorted((_quotation(group) for group in groups.values()), key=lambda q: q.id)


def _quoted(h: Heard) -> Iterable[_Quote]:
    s = h.statement
    party = s.speaker
    if s.kind == "indirect" or party is None:
        return
    printed = s.evidence.exact
    if s.kind == "mixed":
        printed = max(_PIECE.findall(printed), key=len, default="")
    printed = printed.strip("“”\"'‘’«»„ ,.")
    words = tuple(_WORD.findall(printed.lower().replace("’", "'")))
    if len(words) >= _FEWEST_WORDS:
        person = h.speaker is None or h.speaker.kind == "person"
        name = h.speaker.name if h.speaker else party.name
        yield _Quote(h.page.id, h.page.text, s.id, name, party.code, person, printed, words)


def _candidates(firsts: Sequence[_Quote]) -> Iterable[tuple[int, int]]:
    """Pairs that share three words in a row; what stands in very many says nothing, and is left out where others are shared."""
    posted: dict[tuple[str, ...], list[int]] = {}
    for n, q in enumerate(firsts):
        for at in range(len(q.words) - 2):
            group = posted.setdefault(q.words[at : at + 3], [])
            if not group or group[-1] != n:
                group.append(n)
    pairs: set[tuple[int, int]] = set()
    for group in posted.values():
        if len(group) <= _MOST_POSTED:
            pairs.update((n, m) for k, n in enumerate(group) for m in group[k + 1 :])
        else:
            pairs.update(pairwise(group))
    return sorted(pairs)


def _one(a: _Quote, b: _Quote) -> bool:
    """Are two quotes of one utterance? Of one speaker a drift is enough, of two the same words."""
    kind = _relation(a.words, b.words)
    if _same_speaker(a, b):
        return kind is not None
    return kind in ("same", "cut") and min(len(a.words), len(b.words)) >= _SURE_WORDS


def _same_speaker(a: _Quote, b: _Quote) -> bool:
    one, other = a.name.lower().split(), b.name.lower().split()
    if one and other and (one[-1] in other or other[-1] in one):
        return True
    # A ministry and its minister, an official without a name: the same side spoke.
    return a.code is not None and a.code == b.code and not (a.person and b.person)


def _relation(a: tuple[str, ...], b: tuple[str, ...]) -> WordingKind | None:
    if a == b:
        return "same"
    short, long = (" ".join(words) for words in sorted((a, b), key=lambda w: (len(" ".join(w)), w)))
    if f" {short} " in f" {long} ":
        return "cut"
    found = fuzz.partial_ratio_alignment(short, long, score_cutoff=78)
    if found is not None and fuzz.token_sort_ratio(short, long[found.dest_start : found.dest_end]) >= 70:
        return "drift"
    return None


def _quotation(group: list[_Quote]) -> Quotation:
    by_words: dict[tuple[str, ...], list[_Quote]] = {}
    for q in group:
        by_words.setdefault(q.words, []).append(q)
    order = sorted(by_words, key=lambda w: (-len({q.text for q in by_words[w]}), -len(w), w))
    first = order[0]
    speakers: dict[str, list[_Quote]] = {}
    for q in group:
        speakers.setdefault(q.name, []).append(q)
    main = min(speakers, key=lambda n: (-len({q.text for q in speakers[n]}), -len(n), n))
    own = speakers[main][0]
    others = {n: qs for n, qs in speakers.items() if not _same_speaker(own, qs[0])}
    return Quotation(
        id=stable_id("quotation", *min((q.page, q.statement) for q in group)),
        code=own.code,
        name=main,
        wordings=tuple(
            Wording(
                words=by_words[w][0].printed,
                kind=_relation(first, w) or "drift",
                pages=tuple(sorted({q.page for q in by_words[w]})),
                texts=len({q.text for q in by_words[w]}),
                statements=tuple(sorted((q.page, q.statement) for q in by_words[w])),
            )
            for w in order
        ),
        others=tuple(sorted((n, tuple(sorted({q.page for q in qs}))) for n, qs in others.items())),
    )
