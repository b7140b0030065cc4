"""Many articles' positions as a matrix: each actor's stance on each theme, month by month, with the words behind every cell.

What an actor says itself or a paper reports of it is counted. What somebody else claims of it, and what anybody contests, is
kept apart: `China claims to be neutral; the United States rejects that` is no neutral China, and no partial one either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from ..model import Actor, Position, Record, Span, Stance
from .issues import Issues, issues

By = Literal["theme", "issue", "toward"]
FIRM: tuple[Stance, ...] = ("support", "oppose", "neutral", "mixed")


class Witness(Struct, frozen=True):
    """One article's position: what a cell of the matrix rests on. Actors are codes here, as they must agree across articles.

    `story` is the id under which copies of one text are counted once; an article without copies is its own.
    """

    article: str
    as_of: str | None
    actor: str
    name: str
    stance: Stance
    theme: str | None
    issue: str | None
    toward: str | None
    claimed_by: str | None
    contested_by: tuple[str, ...]
    sought_by: tuple[str, ...]
    confidence: float
    evidence: tuple[Span, ...]
    story: str | None = None


class Period(Struct, frozen=True):
    """A month (null: undated) of a cell: how many articles told each stance, and the stance that most of them told."""

    month: str | None
    stance: Stance
    support: int
    oppose: int
    neutral: int
    mixed: int
    uncommitted: int
    evidence: tuple[Witness, ...]


class Change(Struct, frozen=True):
    """A stance that is not the one before: `when` is the first day on which it was told."""

    before: Stance
    after: Stance
    when: str | None


class Claim(Struct, frozen=True):
    """A stance that is only claimed by another, or contested: by whom, from when to when, in which words."""

    stance: Stance
    claimed_by: tuple[str, ...]
    contested_by: tuple[str, ...]
    first: str | None
    last: str | None
    evidence: tuple[Witness, ...]


class Row(Struct, frozen=True):
    """One actor on one theme (or issue, or toward one other actor): stance by month, the latest, changes, and what is apart."""

    actor: str
    name: str
    on: str
    title: str
    stance: Stance | None
    as_of: str | None
    support: int
    oppose: int
    neutral: int
    issues: tuple[str, ...]
    sought_by: tuple[str, ...]
    changes: tuple[Change, ...]
    periods: tuple[Period, ...]
    claims: tuple[Claim, ...]


def witnesses(record: Record, story: str | None = None) -> Iterator[Witness]:
    """The positions of a record as the matrix takes them; positions of actors without a code are left out."""
    for position in record.positions:
        found = witness(record.article.id, position, record.actors, story)
        if found is not None:
            yield found


def witness(article: str, p: Position, named: Iterable[Actor], story: str | None = None) -> Witness | None:
    """A position as the matrix takes it; `named` are the actors that it may be about. None where its actor has no code."""
    actors = {a.id: a for a in named}

    def code(actor: str | None) -> str | None:
        return actors[actor].code if actor in actors else None

    if (own := code(p.actor)) is None:
        return None
    return Witness(
        article,
        p.as_of,
        own,
        actors[p.actor].name,
        p.stance,
        p.theme,
        p.issue,
        code(p.toward),
        code(p.claimed_by),
        tuple(dict.fromkeys(filter(None, map(code, p.contested_by)))),
        tuple(dict.fromkeys(filter(None, map(code, p.sought_by)))),
        p.confidence,
        p.evidence,
        story,
    )


def matrix(
    found: Iterable[Witness], by: By = "theme", themes: Issues | None = None, names: dict[str, str] | None = None
) -> list[Row]:
    """The matrix of actors by themes, issues as the texts name them, or other actors. Pure; the order of what comes in tells
    nothing.

    Positions that have no theme (no issue, nobody toward whom) are left out of a matrix by it. `names` are names for codes.
    """
    themes = themes or issues()
    cells: dict[tuple[str, str], list[Witness]] = {}
    for w in found:
        on = _on(w, by)
        if on is not None:
            cells.setdefault((w.actor, on), []).append(w)
    rows = [_row(actor, on, by, sorted(ws, key=_order), themes, names or {}) for (actor, on), ws in cells.items()]
    return sorted(rows, key=lambda r: (r.title, r.on, r.actor))


def _on(w: Witness, by: By) -> str | None:
    if by == "issue":
        return w.issue.lower() if w.issue else None
    return w.theme if by == "theme" else w.toward


def _order(w: Witness) -> tuple[str, ...]:
    first = w.evidence[0].start if w.evidence else 0
    return w.as_of or "", w.article, f"{first:09}", w.stance, w.claimed_by or "", w.issue or "", w.name


def apart(w: Witness) -> bool:
    """Is a stance only claimed by another, or contested?"""
    return bool(w.contested_by) or (w.claimed_by is not None and w.claimed_by != w.actor)


def _row(actor: str, on: str, by: By, ws: list[Witness], themes: Issues, names: dict[str, str]) -> Row:
    plain = [w for w in ws if not apart(w)]
    months: dict[str | None, list[Witness]] = {}
    for w in plain:
        months.setdefault(w.as_of[:7] if w.as_of else None, []).append(w)
    periods = tuple(_period(month, here) for month, here in months.items())
    dated = [p for p in periods if p.month is not None]
    firm = [p for p in dated if p.stance in FIRM]
    last = next(iter([*reversed(firm), *reversed(dated), *periods]), None)
    told = [w.as_of for w in last.evidence if w.stance == last.stance and w.as_of] if last else []
    total = _counts(plain)
    titles = {"theme": lambda: themes.name(on) or on, "issue": lambda: on, "toward": lambda: names.get(on, on)}
    return Row(
        actor,
        names.get(actor) or _name(actor, ws),
        on,
        titles[by](),
        last.stance if last else None,
        max(told, default=last.month if last else None),
        total["support"],
        total["oppose"],
        total["neutral"],
        tuple(dict.fromkeys(w.issue for w in ws if w.issue)),
        tuple(dict.fromkeys(code for w in ws for code in w.sought_by)),
        tuple(_changes(firm)),
        periods,
        tuple(_claims(ws)),
    )


def _name(actor: str, ws: list[Witness]) -> str:
    """What most articles call the actor."""
    named = Counter(w.name for w in ws)
    return min(named, key=lambda name: (-named[name], name), default=actor)


def _counts(ws: Iterable[Witness]) -> Counter[str]:
    """How many stories tell each stance: one counts once, however many of its sentences and copies do."""
    return Counter(stance for stance, _ in {(w.stance, w.story or w.article) for w in ws})


def _period(month: str | None, ws: list[Witness]) -> Period:
    n = _counts(ws)
    return Period(month, _most(n, ws), n["support"], n["oppose"], n["neutral"], n["mixed"], n["uncommitted"], tuple(ws))


def _most(n: Counter[str], ws: list[Witness]) -> Stance:
    """The stance that most tell; for and against in equal number are mixed, any other tie goes to the later."""
    firm: dict[Stance, int] = {s: n[s] for s in FIRM if n[s]}
    if not firm:
        return "uncommitted"
    most = max(firm.values())
    best = [s for s, count in firm.items() if count == most]
    if {"support", "oppose"} <= set(best):
        return "mixed"
    return next(w.stance for w in reversed(ws) if w.stance in best)


def _changes(firm: list[Period]) -> Iterator[Change]:
    for before, after in pairwise(firm):
        if before.stance != after.stance:
            days = [w.as_of for w in after.evidence if w.stance == after.stance and w.as_of]
            yield Change(before.stance, after.stance, min(days, default=after.month))


def _claims(ws: list[Witness]) -> Iterator[Claim]:
    """What is only claimed, or contested, by stance."""
    groups: dict[Stance, list[Witness]] = {}
    for w in ws:
        if apart(w):
            groups.setdefault(w.stance, []).append(w)
    for stance, here in groups.items():
        days = [w.as_of for w in here if w.as_of]
        yield Claim(
            stance,
            tuple(dict.fromkeys(w.claimed_by for w in here if w.claimed_by)),
            tuple(dict.fromkeys(code for w in here for code in w.contested_by)),
            min(days, default=None),
            max(days, default=None),
            tuple(here),
        )
