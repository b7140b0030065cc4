"""A judgement as it is given: its changes read and held against what a row can be, the row and its sentence taken along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, get_args

import msgspec

from ..coding import lexicon
from ..coding.coder import Coded
from ..coding.document import Line
from ..errors import JudgementInvalid
from ..model import Date, Event, Modality, Place
from ..model.explanation import Explanation
from ..model.judgement import Changes, Judgement, Name, PartyWords, Sentence, Verdict
from ..world import World
from ..world.places import Places

FIELDS = msgspec.structs.fields(Changes)
NAMES = tuple(field.name for field in FIELDS)
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_PRECISION = {4: "year", 7: "month", 10: "day"}
_YES, _NO = frozenset({"yes", "true", "1"}), frozenset({"no", "false", "0"})


def changes_of(event: Event, cells: Iterable[tuple[str, str]], world: World) -> Changes:
    """The changes that `FIELD=VALUE`s ask for. Raises `JudgementInvalid` where a row cannot be so."""
    given: dict[str, Any] = {}
    for name, value in cells:
        if name not in _READ:
            raise JudgementInvalid(name[:80] or "''", "no field that can be changed", "give one of " + ", ".join(NAMES))
        if name in given:
            raise JudgementInvalid(name, "given twice", "give each field once")
        given[name] = _READ[name](value.strip(), world)
    changes = Changes(**given)
    if isinstance(changes.type, str) and changes.type != event.type and changes.mode is msgspec.UNSET:
        # A mode belongs to its type, and does not go over to another.
        changes = msgspec.structs.replace(changes, mode=None)
    check(event, changes)
    return changes


def check(event: Event, changes: Changes) -> None:
    """Raises `JudgementInvalid` where the changed row would have a type or mode that is not in the codebook in use."""
    kind = event.type if changes.type is msgspec.UNSET else str(changes.type)
    mode = event.mode if changes.mode is msgspec.UNSET else changes.mode
    book = lexicon.codebook()
    if kind not in book.quads:
        what = "no type of PLOVER or of the codebook of your own"
        raise JudgementInvalid(f"type={kind[:80]}", what, "give one of " + ", ".join(sorted(book.quads)))
    if mode and (kind, str(mode)) not in book.scores:
        modes = sorted(m for k, m in book.scores if k == kind and m)
        do = f"give one of {', '.join(modes)}, or nothing" if modes else "leave it empty"
        raise JudgementInvalid(f"mode={str(mode)[:80]}", f"no mode of {kind}", do)


def _type(value: str, world: World) -> str:
    return value.upper()


def _mode(value: str, world: World) -> str | None:
    return value.lower() or None


def _modality(value: str, world: World) -> str:
    if value not in get_args(Modality):
        raise JudgementInvalid(f"modality={value[:80]}", "no modality", "give one of " + ", ".join(get_args(Modality)))
    return value


def _background(value: str, world: World) -> bool:
    if value.lower() not in _YES | _NO:
        raise JudgementInvalid(f"background={value[:80]}", "neither yes nor no", "give yes or no")
    return value.lower() in _YES


def _codes(value: str, world: World) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(code.strip() for code in value.split(",") if code.strip()))
    for code in codes:
        kind, parted, rest = code.partition(":")
        state = world.entry(rest) if kind == "CIV" and parted else None
        known = (
            world.entry(code) is not None or code == "CIV" or (kind == "COMPANY" and rest) or (state and state.kind == "state")
        )
        if not known:
            do = "give codes such as FRA, NATO, CIV:FRA or COMPANY:Name, parted by commas; look with 'dragoman world search'"
            raise JudgementInvalid(code[:80], "no code of the tables", do)
    return codes


def _date(value: str, world: World) -> Date | None:
    """`2024-05-11`, `2024-05`, `2024`, or two of them with `/` between; nothing takes the date away."""
    if not value:
        return None
    start, _, end = value.partition("/")
    end = end or start
    for part in (start, end):
        match = _DAY.fullmatch(part)
        try:
            date(*(int(x) if x else 1 for x in match.groups())) if match else date.fromisoformat("")
        except ValueError:
            do = "give YYYY-MM-DD, YYYY-MM, YYYY, or two of a kind with / between"
            raise JudgementInvalid(f"date={value[:80]}", "no date", do) from None
    if end < start or len(start) != len(end):
        raise JudgementInvalid(
            f"date={value[:80]}", "the end is before the start or of another kind", "give the earlier day first"
        )
    return Date(start, end, "interval" if start != end else _PRECISION[len(start)])  # type: ignore[arg-type]


def _place(value: str, world: World) -> Place | None:
    if not value:
        return None
    found = Places.open().find_qualified(value)
    if found is None:
        raise JudgementInvalid(f"place={value[:80]}", "no such place, or several", "add its region or country: Bergen, Norway")
    return found


_READ: dict[str, Callable[[str, World], object]] = {
    "type": _type,
    "mode": _mode,
    "modality": _modality,
    "background": _background,
    "actors": _codes,
    "recipients": _codes,
    "date": _date,
    "place": _place,
}


def judgement(
    whole: Coded, found: Explanation, verdict: Verdict, changes: Changes, *, by: str | None = None, note: str | None = None
) -> Judgement:
    """The judgement of the event that was looked at, made now."""
    made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    article, event = whole.record.article, found.event
    sentence = sentence_of(whole, found)
    return Judgement(
        verdict, made, by, note, article.id, article.url, article.headline, event, sentence, whole.record.made_by, changes
    )


def sentence_of(whole: Coded, found: Explanation) -> Sentence:
    """The sentence of the act, its names, and the words in it that name actors."""
    draft = whole.drafts[found.number - 1]
    line = draft.line
    base = line.sentence.start
    word = line.words[draft.word]
    events = zip(whole.record.events, whole.drafts, strict=True)
    beside = [e.id for e, d in events if d is not draft and d.line is line]
    return Sentence(
        line.text[base : line.sentence.end],
        word.start - base,
        word.end - base,
        tuple(Name(e.kind, line.words[e.first].start - base, line.words[e.last - 1].end - base) for e in line.sentence.entities),
        tuple(_party_words(whole, found, line)),
        tuple(beside),
    )


def _party_words(whole: Coded, found: Explanation, line: Line) -> Iterable[PartyWords]:
    """The words in the sentence by which the row has its parties; then all others that name an actor, for changed rows."""
    taken: set[tuple[int, int]] = set()
    for party in found.parties:
        if not party.path or party.side is None:
            continue
        where = party.links[0].where
        taken.add((where.start, where.end))
        yield PartyWords(where.exact, party.code, party.side)
    for m in whole.chains.mentions[line.number]:
        where = line.span(m.first, m.last)
        if (where.start, where.end) not in taken:
            yield from (PartyWords(where.exact, c.code, None) for c in whole.chains.of_mention(m)[:1])
