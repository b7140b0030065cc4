"""Two periods held against each other: did the tone between actors change, by how much, and could that be chance?

Happenings are the units of every test: several events of one story are no independent witnesses of a change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import permutations, product
from typing import Literal

import numpy as np
from msgspec import Struct

from ..model.archived import Merged, Stand
from ..model.record import Stance
from .chance import Interval, Matrix, holm, permuted, resampled
from .periods import Window, spread
from .tallies import Kept
from .timeline import Told

Verdict = Literal["warmer", "cooler", "another mix", "no change shown", "too few events"]
LEVEL = 0.05


class Settings(Struct, frozen=True):
    """How to compare. `pairs` are those asked for; without any, all that meet in either period. `directed` parts what one does
    to the other from what comes back. Fewer than `least` happenings on a side are too few; `shown` events a side are evidence."""

    pairs: tuple[tuple[str, str], ...] = ()
    directed: bool = False
    rule: Kept = Kept()
    least: int = 5
    rounds: int = 2000
    seed: int = 0
    shown: int = 3


class Witness(Struct, frozen=True):
    """An event that a change rests on, with the page that tells it most surely."""

    id: str
    date: str | None
    type: str
    mode: str | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    intensity: float
    sources: int
    told: Told | None


class Tone(Struct, frozen=True):
    """How two actors dealt with each other in a period: events and the happenings that they belong to, events by quad (1 to 4),
    the quads' shares, the mean intensity with its bootstrap interval (null where there are too few), events by type."""

    events: int
    stories: int
    quads: tuple[int, int, int, int]
    shares: tuple[float, ...]
    mean: float | None
    interval: tuple[float, float] | None
    types: tuple[tuple[str, int], ...]
    evidence: tuple[Witness, ...]


class Change(Struct, frozen=True):
    """A pair in both periods. `difference` is the second mean intensity less the first, with its bootstrap interval.

    `p` is how likely so great a difference of intensity is by chance, `p_mix` so different a mix of quads, both by permuting
    happenings and raised for the number of pairs tested (Holm). `said` tells it in a sentence.
    """

    actor: str
    recipient: str
    verdict: Verdict
    said: str
    difference: Interval | None
    p: float | None
    p_mix: float | None
    first: Tone
    second: Tone
    began: tuple[str, ...]
    ended: tuple[str, ...]


class Turn(Struct, frozen=True):
    """A position that is not what it was: on a theme, an issue, or toward an actor; with the words of both."""

    actor: str
    on: str
    before: Stance
    after: Stance
    said_before: Told | None
    said_after: Told | None


class Comparison(Struct, frozen=True):
    """Two periods. `outside` counts events in neither, or dated too coarsely to tell; `few` the pairs with too few happenings."""

    first: str
    second: str
    changes: tuple[Change, ...]
    few: int
    outside: int
    turns: tuple[Turn, ...]


_Pair = tuple[str, str]


def compare(
    events: Iterable[Merged],
    stands: Iterable[Stand],
    windows: tuple[Window, Window],
    settings: Settings | None = None,
) -> Comparison:
    """What changed from the first window to the second; an event counts where its whole date lies in one of them.

    Pairs that were asked for are always told, others only where something changed or could be tested; the strongest
    evidence of a change first. Positions are compared that stand in both windows and differ (the stance that most texts tell).
    """
    settings = settings or Settings()
    asked = tuple(pair if settings.directed else _sorted(pair) for pair in settings.pairs)
    sides: dict[_Pair, tuple[list[Merged], list[Merged]]] = {pair: ([], []) for pair in asked}
    outside = 0
    for merged in events:
        event = merged.event
        if not settings.rule.takes(event.modality, event.background):
            continue
        days = spread(event.date.start, event.date.precision) if event.date is not None else None
        side = next((i for i, window in enumerate(windows) if window.holds(days)), None)
        if side is None:
            outside += 1
            continue
        for pair in _pairs(event.actors, event.recipients, settings.directed):
            if not asked or pair in sides:
                sides.setdefault(pair, ([], []))[side].append(merged)
    tested = {pair: found for pair, found in sides.items() if all(_stories(side) >= settings.least for side in found)}
    changes = _tested(tested, settings)
    few = [pair for pair in sides if pair not in tested]
    changes += [_untested(pair, sides[pair], settings) for pair in few if pair in asked]
    order = {pair: i for i, pair in enumerate(asked)}
    changes.sort(key=lambda c: (order.get((c.actor, c.recipient), 0), c.p if c.p is not None else 2, c.actor, c.recipient))
    turns = _turns(stands, windows, {code for pair in asked for code in pair})
    return Comparison(windows[0].label, windows[1].label, tuple(changes), len(few), outside, turns)


def _sorted(pair: _Pair) -> _Pair:
    return pair if pair[0] < pair[1] else (pair[1], pair[0])


def _pairs(actors: tuple[str, ...], recipients: tuple[str, ...], directed: bool) -> set[_Pair]:
    found = product(actors, recipients) if recipients else permutations(actors, 2)
    return {pair if directed else _sorted(pair) for pair in found if pair[0] != pair[1]}


def _stories(side: Sequence[Merged]) -> int:
    return len({merged.story for merged in side})


def _clusters(side: Sequence[Merged]) -> Matrix:
    """A row a happening: its events, the sum of their intensity, and its events by quad."""
    rows: dict[str, list[float]] = {}
    for merged in sorted(side, key=lambda m: (m.story, m.id)):
        row = rows.setdefault(merged.story, [0.0] * 6)
        row[0] += 1
        row[1] += merged.event.intensity
        if 0 < merged.event.quad < 5:
            row[1 + merged.event.quad] += 1
    return np.array([rows[story] for story in sorted(rows)]).reshape(-1, 6)


def _mean(sums: Matrix) -> Matrix:
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Matrix = sums[:, 1] / sums[:, 0]
    return out


def _differences(first: Matrix, second: Matrix) -> Matrix:
    """Of rounds of sums: the difference of mean intensity, and half the sum of those of the quads' shares."""
    mix = np.abs(second[:, 2:] / second[:, :1] - first[:, 2:] / first[:, :1]).sum(1) / 2
    return np.stack([_mean(second) - _mean(first), mix], axis=1)


def _tested(found: dict[_Pair, tuple[list[Merged], list[Merged]]], settings: Settings) -> list[Change]:
    results = []
    for pair, (before, after) in sorted(found.items()):
        first, second = _clusters(before), _clusters(after)
        p, p_mix = permuted(first, second, _differences, settings.rounds, settings.seed)
        results.append((pair, p, p_mix, _difference(first, second, settings)))
    raised = holm([p for _, p, _, _ in results]), holm([p_mix for _, _, p_mix, _ in results])
    changes = []
    for (pair, _, _, difference), p, p_mix in zip(results, *raised, strict=True):
        verdict: Verdict = "no change shown"
        if p < LEVEL:
            verdict = "warmer" if difference.value > 0 else "cooler"
        elif p_mix < LEVEL:
            verdict = "another mix"
        changes.append(_change(pair, found[pair], verdict, (difference, p, p_mix), settings))
    return changes


def _difference(first: Matrix, second: Matrix, settings: Settings) -> Interval:
    rng = np.random.default_rng(settings.seed)
    value = float(_mean(second.sum(0)[None])[0] - _mean(first.sum(0)[None])[0])
    rounds = []
    for _ in range(0, settings.rounds, 100):  # in blocks, lest long periods fill the memory
        drawn = (rng.multinomial(len(side), np.full(len(side), 1 / len(side)), size=100) @ side for side in (first, second))
        before, after = map(_mean, drawn)
        rounds.append(after - before)
    low, high = np.quantile(np.concatenate(rounds), (0.025, 0.975))
    return Interval(round(value, 3), round(float(low), 3), round(float(high), 3))


def _untested(pair: _Pair, found: tuple[list[Merged], list[Merged]], settings: Settings) -> Change:
    return _change(pair, found, "too few events", (None, None, None), settings)


def _change(
    pair: _Pair,
    found: tuple[list[Merged], list[Merged]],
    verdict: Verdict,
    figures: tuple[Interval | None, float | None, float | None],
    settings: Settings,
) -> Change:
    lead = (0, 0)
    if verdict != "too few events":
        shifts = [after - before for before, after in zip(*map(_shares, found), strict=True)]
        # The quads that lost most before, that gained most after: there the change can be read.
        lead = (shifts.index(min(shifts)) + 1, shifts.index(max(shifts)) + 1)
    first, second = (_tone(side, quad, settings) for side, quad in zip(found, lead, strict=True))
    kinds = [{kind for kind, _ in tone.types} for tone in (first, second)]
    began, ended = (tuple(sorted(one - other)) for one, other in ((kinds[1], kinds[0]), (kinds[0], kinds[1])))
    difference, p, p_mix = figures
    said = _said(verdict, (first, second), figures, settings.least)
    return Change(*pair, verdict, said, difference, p, p_mix, first, second, began, ended)


def _quads(side: Sequence[Merged]) -> tuple[int, int, int, int]:
    counts = Counter(merged.event.quad for merged in side)
    return counts[1], counts[2], counts[3], counts[4]


def _shares(side: Sequence[Merged]) -> tuple[float, ...]:
    return tuple(round(count / len(side), 3) if side else 0.0 for count in _quads(side))


def _tone(side: list[Merged], lead: int, settings: Settings) -> Tone:
    """The tone of a side; its evidence are the most told and surest events, those of the quad `lead` (if any) first."""
    best = sorted(side, key=lambda m: (m.event.quad != lead if lead else 0, -m.sources, -m.event.confidence, m.id))
    types = Counter(merged.event.type for merged in side)
    return Tone(
        events=len(side),
        stories=_stories(side),
        quads=_quads(side),
        shares=_shares(side),
        mean=round(sum(merged.event.intensity for merged in side) / len(side), 3) if side else None,
        interval=resampled(_clusters(side), _mean, settings.rounds, settings.seed) if lead else None,
        types=tuple(sorted(types.items(), key=lambda item: (-item[1], item[0]))),
        evidence=tuple(_witness(merged) for merged in best[: settings.shown]),
    )


def _witness(merged: Merged) -> Witness:
    event = merged.event
    told = None
    if merged.reports:
        page, words = merged.reports[0].page, merged.reports[0].event.evidence
        told = Told(page.id, page.url, page.outlet, page.headline, page.day, words)
    day = event.date.start if event.date is not None else None
    return Witness(merged.id, day, event.type, event.mode, event.actors, event.recipients, event.intensity, merged.sources, told)


def _said(
    verdict: Verdict, tones: tuple[Tone, Tone], figures: tuple[Interval | None, float | None, float | None], least: int
) -> str:
    difference, p, p_mix = figures
    counts = " and ".join(f"{_many(tone.events, 'event')} in {_many(tone.stories, 'story')}" for tone in tones)
    if difference is None:
        return f"Too few events to say: {counts}; at least {least} stories on each side are needed."
    means = f"mean intensity {tones[0].mean:+.2f}, then {tones[1].mean:+.2f}"
    bounds = f"difference {difference.value:+.2f}, 95 % interval {difference.low:+.2f} to {difference.high:+.2f}"
    if verdict == "another mix":
        return f"The mix of acts changed (p = {p_mix:.3f}), the mean intensity not demonstrably: {means}; {counts}."
    if verdict == "no change shown":
        return f"No change of tone is shown (p = {p:.3f}): {means} ({bounds}); {counts}."
    return f"The tone became {verdict} (p = {p:.3f}): {means} ({bounds}); {counts}."


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what.removesuffix('y')}{'ies' if what.endswith('y') else 's'}"


def _turns(stands: Iterable[Stand], windows: tuple[Window, Window], codes: set[str]) -> tuple[Turn, ...]:
    """Positions that stand in both windows and differ. What is only claimed by others or contested is no position here."""
    found: dict[tuple[str, str], tuple[list[tuple[Stance, Stand]], list[tuple[Stance, Stand]]]] = {}
    for stand in stands:
        position = stand.position
        actors = {actor.id: actor.code for actor in stand.actors}
        actor = actors.get(position.actor)
        on = position.theme or (actors.get(position.toward or "") if position.toward else None) or position.issue
        if not actor or not on or position.claimed_by not in (None, position.actor) or position.contested_by:
            continue
        if codes and actor not in codes:
            continue
        days = spread(position.as_of, {7: "month", 4: "year"}.get(len(position.as_of or ""), "day"))
        side = next((i for i, window in enumerate(windows) if window.holds(days)), None)
        if side is not None:
            found.setdefault((actor, on), ([], []))[side].append((position.stance, stand))
    turns = []
    for (actor, on), (before, after) in sorted(found.items()):
        if not before or not after:
            continue
        (was, stand_before), (now, stand_after) = _prevailing(before), _prevailing(after)
        if was != now:
            turns.append(Turn(actor, on, was, now, _told(stand_before), _told(stand_after)))
    return tuple(turns)


def _prevailing(side: list[tuple[Stance, Stand]]) -> tuple[Stance, Stand]:
    """The stance that most texts tell, and the surest telling; `mixed` where two are told equally often."""
    texts: dict[Stance, set[str]] = {}
    for stance, stand in side:
        texts.setdefault(stance, set()).add(stand.page.text)
    ranked = sorted(texts, key=lambda stance: -len(texts[stance]))
    best = max((s for s in side if s[0] == ranked[0]), key=lambda s: (s[1].position.confidence, s[1].position.id))[1]
    tied = len(ranked) > 1 and len(texts[ranked[0]]) == len(texts[ranked[1]])
    return ("mixed" if tied else ranked[0]), best


def _told(stand: Stand) -> Told | None:
    page = stand.page
    if not stand.position.evidence:
        return None
    return Told(page.id, page.url, page.outlet, page.headline, page.day, stand.position.evidence[0])
