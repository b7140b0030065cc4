"""Two actors over time: what each did to the other, and what they did together."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ..model.archived import Line
from .periods import By, between, days_of, placed
from .tallies import Kept, Tally, tally

_WIDTH = 5  # of a way (a to b, b to a, mutual): the sum of the intensity, then events by quad


class Step(Struct, frozen=True):
    """One period of a dyad; `period`, `start` and `end` are empty for what no period can be given.

    `total` counts each event once, whichever way it went.
    """

    period: str
    start: str
    end: str
    total: Tally
    a_to_b: Tally
    b_to_a: Tally
    mutual: Tally


class Dyad(Struct, frozen=True):
    """Two actors, period by period from the first event to the last, periods without events included."""

    a: str
    b: str
    by: By
    steps: tuple[Step, ...]
    undated: Step


def dyad(lines: Iterable[Line], a: str, b: str, by: By = "month", rule: Kept | None = None) -> Dyad:
    """The dealings of `a` and `b`, by their codes: an actor and a recipient make a direction, two actors without a recipient a
    mutual act, and so does an act that goes both ways.

    Events that are dated more coarsely than the periods are among the undated (see `placed`).
    """
    rule = rule or Kept()
    modalities, background = rule.modalities, rule.background
    sums: dict[str, list[float]] = {}
    # Each date is looked at once: a dyad has many events and few days.
    of_date: dict[object, list[float]] = {}
    for line in lines:
        actors, recipients = line.actors, line.recipients
        if a in actors:
            if b in recipients:
                way = 2 if b in actors and a in recipients else 0
            elif b in actors and (a in recipients or not recipients):
                way = 1 if recipients else 2
            else:
                continue
        elif b in actors and a in recipients:
            way = 1
        else:
            continue
        if line.modality not in modalities or (line.background and not background):
            continue
        date = line.day if line.precision == "day" else (line.day, line.precision)
        cell = of_date.get(date)
        if cell is None:
            label = placed(line.day, line.precision, by)
            cell = of_date[date] = sums.setdefault(label, [0.0] * (3 * _WIDTH))
        way *= _WIDTH
        cell[way + line.quad] += 1
        cell[way] += line.intensity
    dated = sorted(label for label in sums if label)
    labels = between(dated[0], dated[-1], by) if dated else []
    return Dyad(a, b, by, tuple(_step(label, sums.get(label)) for label in labels), _step("", sums.get("")))


def _step(label: str, sums: list[float] | None) -> Step:
    ways = [sums[i : i + _WIDTH] for i in range(0, 3 * _WIDTH, _WIDTH)] if sums else [[0.0] * _WIDTH] * 3
    total = [sum(column) for column in zip(*ways, strict=True)]
    start, end = (day.isoformat() for day in days_of(label)) if label else ("", "")
    return Step(label, start, end, *(tally(way[0], [int(n) for n in way[1:]]) for way in (total, *ways)))


def rows(found: Dyad) -> list[dict[str, object]]:
    """A dyad as a table: a row a period and a way (`total`, `a_to_b`, `b_to_a`, `mutual`), the undated last, without a period."""
    steps = [*found.steps, *([found.undated] if found.undated.total.events else [])]
    return [
        {"period": step.period, "start": step.start, "end": step.end, "a": found.a, "b": found.b, "way": way} | as_cells(counts)
        for step in steps
        for way, counts in (("total", step.total), ("a_to_b", step.a_to_b), ("b_to_a", step.b_to_a), ("mutual", step.mutual))
    ]


def as_cells(tally: Tally) -> dict[str, object]:
    """A tally as columns."""
    return {name: getattr(tally, name) for name in tally.__struct_fields__}
