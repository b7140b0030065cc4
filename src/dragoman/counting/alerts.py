"""Alerts: a rule says of which events what is measured over which days, and when that is worth a word.

[[alert]]
name = "Clashes at the border"
measure = "material_conflict"   # see MEASURES
window = 7                      # days up to today
compare = "rises"               # reaches, falls_to, rises, falls, times
threshold = 5
filter = { actors = ["IND", "CHN"] }
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any, Literal, get_args

from msgspec import Struct, ValidationError, convert, field

from ..errors import AlertInvalid
from ..model.archived import Line
from .periods import spread
from .tallies import Adder, Kept, Tally

Measure = Literal[
    "events",
    "conflict",
    "cooperation",
    "material_conflict",
    "net_intensity",
    "mean_intensity",
    "new_actors",
    "new_pairs",
    "new_types",
]
Compare = Literal["reaches", "falls_to", "rises", "falls", "times"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
_NOVELTIES: tuple[Measure, ...] = ("new_actors", "new_pairs", "new_types")


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """An alert. `filter` is what of the archive is looked at, `window` the days up to and with today.

    `reaches` and `falls_to` hold the measure against the threshold itself; `rises` and `falls` its difference from the mean of
    the `before` windows before, `times` its ratio to that mean. `modalities` and `background` as in every count.
    """

    name: str
    measure: Measure = "events"
    window: int = 7
    threshold: float = 1
    compare: Compare = "reaches"
    before: int = 4
    filter: dict[str, Any] = field(default_factory=dict)
    modalities: tuple[str, ...] = ("actual", "ongoing")
    background: bool = False


class Alert(Struct, frozen=True):
    """A rule that fires. `id` is the same for the same rule on the same events, so that nothing needs to be told twice.

    `usual` is the mean of the windows before where the rule compares with it, `what` the new actors, pairs or types, `events`
    the ids of the window's events, the last first.
    """

    id: str
    rule: str
    said: str
    value: float
    usual: float | None
    since: str
    until: str
    what: tuple[str, ...]
    events: tuple[str, ...]


def fires(rule: Rule, lines: Iterable[Line], today: date) -> Alert | None:
    """Whether a rule fires today, over the lines of its filter (of all days: what is new is so against all before).

    Events are placed by their own date, and only those dated to days within the window count: `in May` is no news of this
    week. Without anything before the window, nothing is new and nothing rises: the rule stays silent.
    """
    kept = Kept(frozenset(rule.modalities), rule.background)
    start = today - timedelta(days=rule.window - 1)
    earliest = start - timedelta(days=rule.window * rule.before)
    now: list[tuple[date, Line]] = []
    windows: list[list[Line]] = [[] for _ in range(rule.before)]
    earlier: list[Line] = []
    for line in lines:
        days = spread(line.day, line.precision) if kept.takes(line.modality, line.background) else None
        if days is None or days[1] > today:
            continue
        if days[0] >= start:
            now.append((days[0], line))
            continue
        earlier.append(line)
        if days[0] >= earliest and days[1] < start:
            windows[((start - days[0]).days - 1) // rule.window].append(line)
    if not now and (rule.compare not in ("falls", "falls_to") or not earlier):
        return None
    current = [line for _, line in now]
    if rule.measure in _NOVELTIES:
        what, events = _new(rule.measure, current, earlier)
        value, usual = float(len(what)), None
        if not earlier or rule.compare != "reaches" or value < rule.threshold:
            return None
    else:
        what, events = (), tuple(line.id for _, line in sorted(now, key=lambda n: (n[0], n[1].id), reverse=True))
        measured = _measured(rule.measure, current)
        usual = _usual(rule, windows) if rule.compare in ("rises", "falls", "times") else None
        if measured is None or not _beyond(rule, measured, usual, bool(earlier)):
            return None
        value = measured
    return Alert(
        id=hashlib.sha256(
            "\x1f".join((rule.name, *sorted(events), *([] if events else [start.isoformat()]))).encode()
        ).hexdigest()[:16],
        rule=rule.name,
        said=_said(rule, value, usual, what),
        value=round(value, 3),
        usual=round(usual, 3) if usual is not None else None,
        since=start.isoformat(),
        until=today.isoformat(),
        what=what,
        events=events,
    )


def _measured(measure: Measure, lines: Sequence[Line]) -> float | None:
    adder = Adder()
    for line in lines:
        adder.add(line.quad, line.intensity)
    return _MEASURED[measure](adder.tally())


_MEASURED: dict[Measure, Callable[[Tally], float | None]] = {
    "events": lambda t: t.events,
    "conflict": lambda t: t.conflict,
    "cooperation": lambda t: t.cooperation,
    "material_conflict": lambda t: t.quad4,
    "net_intensity": lambda t: t.net_intensity,
    "mean_intensity": lambda t: t.mean_intensity,
}


def _usual(rule: Rule, windows: Sequence[Sequence[Line]]) -> float | None:
    """The mean of the windows before; of mean intensity, of those that have events."""
    values = [value for window in windows if (value := _measured(rule.measure, window)) is not None]
    return sum(values) / len(values) if values else None


def _beyond(rule: Rule, value: float, usual: float | None, history: bool) -> bool:
    if rule.compare == "reaches":
        return value >= rule.threshold
    if rule.compare == "falls_to":
        return value <= rule.threshold
    if usual is None or not history:
        return False
    if rule.compare == "rises":
        return value - usual >= rule.threshold
    if rule.compare == "falls":
        return usual - value >= rule.threshold
    return usual > 0 and value >= rule.threshold * usual


def _new(measure: Measure, now: Sequence[Line], earlier: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What no earlier line has, sorted, and the ids of the lines that bring it."""
    known = {name for line in earlier for name in _named(measure, line)}
    found: dict[str, list[str]] = {}
    for line in now:
        for name in _named(measure, line):
            if name not in known:
                found.setdefault(name, []).append(line.id)
    return tuple(sorted(found)), tuple(dict.fromkeys(id for name in sorted(found) for id in found[name]))


def _named(measure: Measure, line: Line) -> set[str]:
    if measure == "new_types":
        return {line.type}
    if measure == "new_actors":
        return {*line.actors, *line.recipients}
    pairs: Iterable[tuple[str, str]] = product(line.actors, line.recipients) if line.recipients else combinations(line.actors, 2)
    return {" and ".join(sorted(pair)) for pair in pairs if pair[0] != pair[1]}


def _said(rule: Rule, value: float, usual: float | None, what: Sequence[str]) -> str:
    words = rule.measure.replace("_", " ")
    days = f"{rule.window} day{'s' * (rule.window != 1)}"
    told = f"{rule.name}: {words} {value:g} in {days}"
    if what:
        told += f" ({', '.join(what)})"
    if usual is not None:
        return f"{told}, {usual:.3g} before (the rule: {rule.compare} by {rule.threshold:g})".replace("times by", "times")
    return f"{told} (the rule: {rule.compare.replace('_', ' ')} {rule.threshold:g})"


def rules(text: str, source: str = "alerts.toml") -> tuple[list[Rule], list[AlertInvalid]]:
    """The rules of a TOML file, and what is wrong with others. What else stands in the file is passed over."""
    try:
        found: Mapping[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [AlertInvalid(source, f"no TOML ({error})", "mend the file")]
    tables = found.get("alert", [])
    if not isinstance(tables, list):
        return [], [AlertInvalid(source, "alert is no list of rules", "begin each with a line [[alert]]")]
    good: list[Rule] = []
    faults: list[AlertInvalid] = []
    for number, table in enumerate(tables, 1):
        name = table.get("name") if isinstance(table, dict) else None
        where = f"{source}, alert {number}" + (f" ({name[:60]})" if isinstance(name, str) and name else "")
        try:
            rule = convert(table, Rule)
        except ValidationError as error:
            faults.append(
                AlertInvalid(where, str(error), f"give name, measure ({', '.join(MEASURES)}), window, threshold, compare")
            )
            continue
        if fault := _fault(rule, good):
            faults.append(AlertInvalid(where, fault, "mend the rule"))
        else:
            good.append(rule)
    return good, faults


def _fault(rule: Rule, others: Sequence[Rule]) -> str | None:
    if not rule.name.strip():
        return "no name"
    if any(rule.name == other.name for other in others):
        return "another rule has that name"
    if not 1 <= rule.window <= 3660 or not 1 <= rule.before <= 1000:
        return "a window is of 1 to 3660 days, and 1 to 1000 windows lie before it"
    if rule.measure in _NOVELTIES and rule.compare != "reaches":
        return f"{rule.measure} can only be compared by reaches"
    if rule.compare == "times" and rule.measure in ("net_intensity", "mean_intensity"):
        return f"{rule.measure} may be negative and has no ratio"
    return None
