"""Judgements laid over a record: rejected events left out, changed ones changed, judged ones sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct, UnsetType

from ..coding import lexicon
from ..model import Event, Record, Span
from ..model.judgement import Changes, Judgement

Key = tuple[str, str, int, str, str]


class Standing(Struct, frozen=True):
    """What the judgements of one row come to: the last of them, and the changes that stand."""

    last: Judgement
    changes: Changes


def key_of(judgement: Judgement) -> Key:
    """What a judgement is about: the article, the part and paragraph, the exact words, and the type as it stood."""
    span = judgement.event.evidence
    return judgement.article_id, span.part, span.paragraph, span.exact, judgement.event.type


def standing(judgements: Iterable[Judgement]) -> list[Standing]:
    """What counts of each row that was judged: the last judgement; a change is laid over the changes before it."""
    out: dict[Key, Standing] = {}
    for judgement in judgements:
        key = key_of(judgement)
        before = out.pop(key, None)
        changes = judgement.changes
        if before is not None and before.last.verdict == "change" and judgement.verdict == "change":
            changes = msgspec.structs.replace(before.changes, **_given(changes))
        out[key] = Standing(judgement, changes)
    return list(out.values())


def _given(changes: Changes) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(changes).items() if not isinstance(value, UnsetType)}


def lay(record: Record, judgements: Sequence[Judgement]) -> Record:
    """The record with the judgements of its article laid over it. Positions and statements stay as they are coded."""
    mine = standing(j for j in judgements if j.article_id == record.article.id)
    if not mine:
        return record
    judged = matched(record.events, mine)
    events = []
    for event in record.events:
        found = judged.get(event.id)
        if found is None:
            events.append(event)
        elif found.last.verdict != "reject":
            changes = found.changes if found.last.verdict == "change" else Changes()
            events.append(changed(record, event, changes))
    return msgspec.structs.replace(record, events=tuple(events))


def matched(events: Sequence[Event], mine: Sequence[Standing]) -> dict[str, Standing]:
    """Which event each judgement is about now, by the event's id: that of its id, else that of its type whose evidence
    shares most with its own in the same paragraph. A row that was judged by its id is not judged by an older one beside it."""
    ids = {event.id for event in events}
    by_id = {found.last.event.id: found for found in mine if found.last.event.id in ids}
    out = dict(by_id)
    for found in mine:
        if found.last.event.id in ids:
            continue
        was = found.last.event
        types = {was.type, found.changes.type}  # coded anew, a row may have become what it was changed to
        near = [(shared(was.evidence, e.evidence), e.id) for e in events if e.type in types]
        most, best = max(near, key=lambda pair: pair[0], default=(0, ""))
        if most > 0 and best not in by_id:
            out[best] = found
    return out


def shared(one: Span, other: Span) -> int:
    """How many code points two spans of a paragraph have in common."""
    if (one.part, one.paragraph) != (other.part, other.paragraph):
        return 0
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def changed(record: Record, event: Event, changes: Changes) -> Event:
    """The event as it was judged to be, and sure."""
    given = _given(changes)
    kind = str(given.get("type", event.type))
    mode = given.get("mode", event.mode)
    if mode and (kind, mode) not in lexicon.codebook().scores:
        mode = None  # the row was coded anew, with a mode that its judged type does not have
    given |= {"type": kind, "mode": mode, "confidence": 1.0}
    if (kind, mode) != (event.type, event.mode):
        given |= {"intensity": lexicon.intensity(kind, mode), "quad": lexicon.quad(kind)}
    for side, ids, had in (("actors", "actor_ids", event.actor_ids), ("recipients", "recipient_ids", event.recipient_ids)):
        codes = given.get(side)
        if isinstance(codes, tuple):
            given[ids] = _ids(record, codes, had)
    return msgspec.structs.replace(event, **given)


def _ids(record: Record, codes: tuple[str, ...], had: tuple[str, ...]) -> tuple[str, ...]:
    """The actors of the codes: those that the side had, else the one that the article names most."""
    out: list[str] = []
    for code in codes:
        mine = [a for a in record.actors if a.code == code]
        kept = [a.id for a in mine if a.id in had]
        out += kept or [a.id for a in sorted(mine, key=lambda a: -len(a.mentions))[:1]]
    return tuple(out)
