"""How good the rows are, by people's judgement: precision, recall, and how far the coders agree.

A row is right for a criterion by the share of its coders who say so: where two disagree it is half right. To leave such rows out
would make the rows look better than they are, for they are the hard ones.

    event    an event is told there at all
    type     and it is of that type
    strict   and actors, recipients and modality are the same too
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Literal, get_args

import numpy as np
from msgspec import Struct

from .chance import Agreement, Interval, Matrix, alpha, resampled, weighted, wilson
from .sample import Coding, PageItem, RowItem
from .sheets import Answer, Filled, coders

Criterion = Literal["event", "type", "strict"]
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)
FIELDS = ("event", "type", "actors", "recipients", "modality")
_NOTHING = "none"


class Precision(Struct, frozen=True):
    """Of rows: how many were judged and how many are right (where coders disagree, in part), in one stratum.

    `of` is `all`, `type`, `band`, `outlet` or `stratum`. `plain` is the share among those judged, with Wilson's interval;
    `archive` the share in the archive, by the rows' weights, with the interval on their effective number.
    """

    criterion: Criterion
    of: str
    value: str
    judged: int
    right: float
    plain: Interval | None
    archive: Interval | None


class Recall(Struct, frozen=True):
    """Of events that people find on whole pages: how many the archive has, of all pages or of those with or without rows.

    `found`: a row of the page that shares an actor or recipient; `typed`: of the same type, too. `events` is how many a coder
    finds on average, `per_page` how many a page tells in the archive; the shares are weighted back to it, their intervals from
    drawing pages anew (null where there are too few pages).
    """

    of: str
    pages: int
    events: float
    per_page: float
    found: float | None
    found_interval: tuple[float, float] | None
    typed: float | None
    typed_interval: tuple[float, float] | None


class Agreed(Struct, frozen=True):
    """How far those who judged agree on a field: between the coders, or the machine with one of them."""

    who: str
    field: str
    agreement: Agreement


class Report(Struct, frozen=True):
    """What the sheets tell. `disputed` counts rows that coders disagree on, by criterion; `unanswered` items by sheet."""

    coders: tuple[str, ...]
    rows: int
    blind: bool
    precision: tuple[Precision, ...]
    recall: tuple[Recall, ...]
    agreement: tuple[Agreed, ...]
    disputed: tuple[tuple[str, int], ...]
    unanswered: tuple[tuple[str, int], ...]
    faults: int


def agree(filled: Filled, rounds: int = 1000, seed: int = 0) -> Report:
    """Precision, recall and agreement of filled sheets."""
    items = {item.item: item for item in filled.drawn.rows}
    judged: dict[str, list[Answer]] = {}
    for answer in filled.rows:
        judged.setdefault(answer.item, []).append(answer)
    precision: list[Precision] = []
    disputed: list[tuple[str, int]] = []
    for criterion in CRITERIA:
        told = [(items[name], _share_right(items[name], found, criterion)) for name, found in sorted(judged.items())]
        disputed.append((criterion, sum(0 < share < 1 for _, share in told)))
        precision += _precisions(criterion, told, filled.drawn.by)
    return Report(
        coders=coders((*filled.rows, *filled.pages)),
        rows=len(judged),
        blind=filled.drawn.blind,
        precision=tuple(precision),
        recall=tuple(_recalls(filled, rounds, seed)),
        agreement=tuple(_agreements(items, judged, rounds, seed)),
        disputed=tuple(disputed),
        unanswered=filled.unanswered,
        faults=len(filled.faults),
    )


def right(machine: Coding, answer: Answer, criterion: Criterion) -> bool:
    """Is the machine's row right, by a coder's answer?"""
    told = answer.coding
    if not answer.event or told is None:
        return False
    if criterion == "event":
        return True
    if told.type != machine.type:
        return False
    return criterion == "type" or (
        set(told.actors) == set(machine.actors)
        and set(told.recipients) == set(machine.recipients)
        and told.modality == machine.modality
    )


def _share_right(item: RowItem, answers: Sequence[Answer], criterion: Criterion) -> float:
    return sum(right(item.machine, answer, criterion) for answer in answers) / len(answers)


def _precisions(criterion: Criterion, told: list[tuple[RowItem, float]], by: Sequence[str]) -> list[Precision]:
    groups: dict[tuple[str, str], list[tuple[RowItem, float]]] = {("all", ""): told} if told else {}
    for each in told:
        for what, value in zip(by, each[0].stratum, strict=False):
            groups.setdefault((what, value), []).append(each)
        if len(by) > 1:
            groups.setdefault(("stratum", ", ".join(each[0].stratum)), []).append(each)
    order = ["all", *by, "stratum"]
    out = []
    for (of, value), group in sorted(groups.items(), key=lambda g: (order.index(g[0][0]), g[0][1])):
        yes = [share for _, share in group]
        total = round(sum(yes), 4)
        archive = weighted(yes, [item.weight for item, _ in group])
        out.append(Precision(criterion, of, value, len(yes), total, wilson(total, len(yes)), archive))
    return out


def _recalls(filled: Filled, rounds: int, seed: int) -> list[Recall]:
    """Recall on all pages judged, and on those with and without rows."""
    answers: dict[tuple[str, str], list[Answer]] = {}
    for answer in filled.pages:
        answers.setdefault((answer.item, answer.coder), []).append(answer)
    pages: list[tuple[PageItem, list[float]]] = []
    for page in filled.drawn.pages:
        told = [_matched(page.rows, found) for (item, _), found in sorted(answers.items()) if item == page.item]
        if told:
            pages.append((page, [sum(column) / len(told) for column in zip(*told, strict=True)]))
    out = []
    for of in ("all", *sorted({page.stratum[0] for page, _ in pages})):
        chosen = [(page, counts) for page, counts in pages if of == "all" or page.stratum[0] == of]
        if not chosen:
            continue
        table = np.array([[page.weight * count for count in counts] for page, counts in chosen])
        events = sum(counts[0] for _, counts in chosen)
        per_page = round(float(table[:, 0].sum()) / sum(page.weight for page, _ in chosen), 3)
        found, typed = (_share(table, column, rounds, seed) for column in (1, 2))
        out.append(Recall(of, len(chosen), round(events, 2), per_page, *found, *typed))
    return out


def _share(table: Matrix, column: int, rounds: int, seed: int) -> tuple[float | None, tuple[float, float] | None]:
    """A column's sum by the events' sum, and its interval."""

    def share(sums: Matrix) -> Matrix:
        with np.errstate(divide="ignore", invalid="ignore"):
            out: Matrix = sums[:, column] / sums[:, 0]
        return out

    value = float(share(table.sum(0)[None])[0])
    if not np.isfinite(value):
        return None, None
    return round(value, 4), resampled(table, share, rounds, seed)


def _matched(machine: Iterable[Coding], found: Sequence[Answer]) -> tuple[int, int, int]:
    """A coder's events on a page, how many of them the machine has, and how many with their type; a row answers for one event."""
    events = [answer.coding for answer in found if answer.coding is not None]
    rows = list(machine)
    counts = [0, 0]
    left = list(events)
    for same_type in (True, False):
        for event in list(left):
            parties = {*event.actors, *event.recipients}
            for row in rows:
                shared = parties & {*row.actors, *row.recipients} or not parties
                if shared and (row.type == event.type) is same_type:
                    rows.remove(row)
                    left.remove(event)
                    counts[0] += 1
                    counts[1] += same_type
                    break
    return len(events), counts[0], counts[1]


def _agreements(items: dict[str, RowItem], judged: dict[str, list[Answer]], rounds: int, seed: int) -> list[Agreed]:
    names = sorted({answer.coder for answers in judged.values() for answer in answers})
    out = []
    if len(names) > 1:
        for field in FIELDS:
            units = [[_value(answer, field) for answer in answers] for _, answers in sorted(judged.items())]
            out.append(Agreed("coders", field, alpha(units, rounds, seed)))
    for name in names:
        for field in FIELDS[1:]:
            units = [
                [_of(items[item].machine, field), _value(answer, field)]
                for item, answers in sorted(judged.items())
                for answer in answers
                if answer.coder == name
            ]
            out.append(Agreed(f"machine and {name}", field, alpha(units, rounds, seed)))
    return out


def _value(answer: Answer, field: str) -> Hashable:
    if field == "event":
        return answer.event
    return _of(answer.coding, field) if answer.coding is not None else _NOTHING


def _of(told: Coding, field: str) -> Hashable:
    value: str | tuple[str, ...] = getattr(told, field)
    return value if isinstance(value, str) else ";".join(sorted(value))
