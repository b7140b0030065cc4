"""Trees mended where the parser is known to go wrong: shapes that English does not have, or hardly has."""

from __future__ import annotations

from collections.abc import Sequence

from .decode import Ints

_TIMES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday""".split()
)


def mend(forms: Sequence[str], upos: Sequence[str], heads: Ints, labels: list[str]) -> None:
    """Mend `heads` (each word's governor, the root's being itself) and `labels` in place."""
    _one_subject(heads, labels)
    _not_of_a_month(forms, upos, heads, labels)
    _not_before_that(forms, heads, labels)


def _one_subject(heads: Ints, labels: list[str]) -> None:
    """`…, Exempel, a trader, told the agency`: a verb with a subject before it takes what follows it as its object."""
    subjects: dict[int, list[int]] = {}
    for i, label in enumerate(labels):
        if label == "nsubj":
            subjects.setdefault(int(heads[i]), []).append(i)
    for verb, words in subjects.items():
        if words[0] < verb:
            for late in words[1:]:
                if late > verb and not any(labels[j] == "obj" and heads[j] == verb for j in range(verb + 1, len(labels))):
                    labels[late] = "obj"


def _not_of_a_month(forms: Sequence[str], upos: Sequence[str], heads: Ints, labels: list[str]) -> None:
    """`its offer in March of a truce`: nothing but a year is of a month; the noun before the month has it."""
    for i, label in enumerate(labels):
        at = int(heads[i])
        if label != "nmod" or at >= i or forms[at].lower() not in _TIMES or upos[i] == "NUM" or forms[i].isdigit():
            continue
        case = [j for j in range(at + 1, i) if labels[j] == "case" and heads[j] == i]
        if not case or forms[case[0]].lower() != "of":
            continue
        start = next((j for j in range(at - 1, -1, -1) if labels[j] == "case" and heads[j] == at), at) - 1
        if start >= 0 and upos[start] == "NOUN":
            heads[i] = start


def _not_before_that(forms: Sequence[str], heads: Ints, labels: list[str]) -> None:
    """`said on Saturday that they would leave`: what stands before `that` belongs to the verb before it."""
    for mark, label in enumerate(labels):
        verb = int(heads[mark])
        above = int(heads[verb])
        if label != "mark" or forms[mark].lower() != "that" or labels[verb] != "ccomp" or not above < mark < verb:
            continue
        for i in range(above + 1, mark):
            if heads[i] == verb and labels[i].split(":")[0] in ("obl", "advmod"):
                heads[i] = above
