"""Why an event's row is as it is: the pieces of the coder run again on the word that names the act, each told apart."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from math import exp

import numpy as np

from ..errors import NoSuchEvent
from ..model import Article, Event, Modality, Record, Span
from ..model.explanation import (
    Act,
    Change,
    Dating,
    Explanation,
    Joined,
    Judged,
    Placing,
    Reading,
    SenseReason,
    Weight,
)
from . import lexicon
from .actors import Chain
from .clauses import Scope, judge
from .coder import Coded, Options, coded, with_codebook
from .confidence import contributions, is_whole, probability
from .document import Line
from .drafts import Draft
from .events import HALF, SURE, acts
from .explain_case import Case, Steps, path, span, table_row
from .explain_sides import changes_of_sides, parties_of
from .settings import placed, timed
from .turning import turned

_CLOSE = 5e-4  # two confidences this near are one, rounded twice
_SHORTEST = 4  # an id may be cut to so many digits; what is shorter is a row's number


def explain(article: Article, event_id: str, options: Options | None = None) -> Explanation:
    """Why the row of an event is as it is. Raises `NoSuchEvent` where the record has none of that id."""
    return explained(article, event_id, options)[1]


@with_codebook
def explained(article: Article, event_id: str, options: Options | None = None) -> tuple[Coded, Explanation]:
    """The record with what it was made of, and why one of its events is as it is. Only `coded` codes: this looks on."""
    steps = Steps()
    whole = coded(article, options, steps.note)
    number = find_event(whole.record, event_id)
    return whole, explain_row(whole, steps, number)


def explain_row(whole: Coded, steps: Steps, number: int) -> Explanation:
    """Why the event of that index is as it is; `steps` is what watched while the article was coded."""
    case = _case(whole, steps, number)
    event = case.event
    scope = _scope(case)
    voices = {a.id: a.name for a in whole.record.actors}
    return Explanation(
        event,
        number + 1,
        whole.record.article.text(event.evidence.part, event.evidence.paragraph),
        _act(case),
        (*_changes(case, scope), *changes_of_sides(case)),
        _judged(case, scope),
        parties_of(case),
        _dating(case),
        _placing(case),
        voices.get(event.vouched_by or ""),
        tuple(_joined(case)),
        tuple(_confidence(case)),
        whole.record.made_by,
    )


def find_event(record: Record, event_id: str) -> int:
    """The index of the event of that id, of an id that begins so, or of that number on the page.

    Raises `NoSuchEvent`, which names the nearest ids, where there is none or more than one.
    """
    wanted = event_id.strip().lower()
    if wanted.isdecimal() and len(wanted) < _SHORTEST and 0 < int(wanted) <= len(record.events):
        return int(wanted) - 1
    ids = [e.id for e in record.events]
    found = [n for n, i in enumerate(ids) if i == wanted or (len(wanted) >= _SHORTEST and i.startswith(wanted))]
    if len(found) == 1:
        return found[0]
    source = record.article.url or record.article.headline or record.article.id
    if not ids:
        raise NoSuchEvent(event_id[:80] or "''", f"{source!r} has no event at all", "read another source")
    near = [ids[n] for n in found] or difflib.get_close_matches(wanted, ids, 3, 0.0)
    listed = "; ".join(_called(record.events[ids.index(i)]) for i in near[:3])
    what = "several events have an id that begins so" if found else f"no event of that id in {source!r}"
    raise NoSuchEvent(event_id[:80] or "''", what, f"give one of its {len(ids)}, such as {listed}")


def _called(event: Event) -> str:
    words = event.evidence.exact
    return f"{event.id} ({event.type}, “{words[:40].rstrip()}{'…' if len(words) > 40 else ''}”)"


def _case(whole: Coded, steps: Steps, number: int) -> Case:
    draft = whole.drafts[number]
    found = next(f for f in acts(draft.line, whole.sources) if f.word == draft.word)
    shots = {step: shot for step in ("read", "kept", "filled") if (shot := steps.of(step, draft)) is not None}
    return Case(whole, steps, draft, whole.record.events[number], found, shots)


def _act(case: Case) -> Act:
    line, i, found = case.line, case.draft.word, case.found
    read = found.read
    frame = line.frames.get(i)
    return Act(
        line.words[i].text,
        span(line, i),
        path(line, i),
        tuple((a.role, line.string(a.first, a.last)) for a in frame.arguments) if frame else (),
        found.rule,
        _senses(case),
        None
        if read is None
        else Reading(
            read.type,
            read.modality,
            round(read.confidence, 4),
            tuple((line.words[w].text, round(p, 4)) for w, p in read.actors),
            tuple((line.words[w].text, round(p, 4)) for w, p in read.recipients),
        ),
        _read_as(case),
        round(found.sure, 4),
    )


def taken(case: Case) -> lexicon.Sense | None:
    """The sense of the tables that the coder took, before will and must were heard."""
    found = case.found
    for sense in lexicon.senses(case.line, found.word) or ():
        as_turned = turned(case.line, found.word, _handled_as(sense), sense.mode)
        if sense.rule == found.rule and as_turned == (found.type, found.mode):
            return sense
    return None


def _handled_as(sense: lexicon.Sense) -> str:
    """The PLOVER type of a sense of the user's, where he says of which his own is a kind; else the sense's type."""
    return lexicon.plover(sense.type) or sense.type


def _senses(case: Case) -> tuple[SenseReason, ...]:
    """Every row of the codebook that holds of the word; the one that was taken first."""
    _, rules = lexicon.holding(case.line, case.draft.word)
    sense = taken(case)
    one: lexicon.Rule | None = None
    if sense is not None:
        fit = [r for r in rules if r.sense and (r.sense.type, r.sense.mode, r.sense.rule) == (sense.type, sense.mode, sense.rule)]
        one = max(fit, key=lambda r: r.weight, default=None)
    ordered = sorted(rules, key=lambda r: (r is not one, -r.weight))
    return tuple(
        SenseReason(
            rule.sense.type if rule.sense else None,
            rule.sense.mode if rule.sense else None,
            rule.sense.strength if rule.sense else "",
            rule is one,
            table_row(rule.row, "predicates"),
        )
        for rule in ordered
    )


def _read_as(case: Case) -> str:
    """How tables and model stand to each other: the row of SURE that the confidence was read from; `own` for the user's rows."""
    found, sense = case.found, taken(case)
    if found.rule == "spoken":
        return "spoken"
    if sense is not None and sense.own:
        return "own"
    if found.read is None:
        return "unheard"
    how = "none" if sense is None else f"{sense.strength} {'same' if sense.type == found.read.type else 'other'}"
    if _read_from(case, how):
        return how
    # A type that the model puts so far before those of the rows that it is taken counts as a weak row's.
    return "outweighed" if sense is None and any(_read_from(case, row) for row in ("weak same", "weak other")) else "other"


def _read_from(case: Case, row: str) -> bool:
    """May the confidence have been read from that row of SURE?"""
    read = case.found.read
    return read is not None and abs(float(np.interp(read.confidence, *SURE[row])) - case.found.sure) < _CLOSE


def _scope(case: Case) -> Scope:
    """The clause as the coder judged it."""
    found = case.found
    if found.says is not None:
        return judge(case.line, found.says, None)
    return judge(case.line, found.word, found.read.modality if found.read else None)


def _judged(case: Case, scope: Scope) -> Judged:
    line, event = case.line, case.event
    own, helper = scope.own or (None, None)
    model: Modality | None = case.found.read.modality if case.found.read and case.found.says is None else None
    return Judged(
        event.modality,
        own,
        line.words[helper].text if helper is not None else None,
        scope.above,
        line.words[scope.governor].text if scope.governor is not None else None,
        model,
        event.background,
        line.words[scope.recalled].text if scope.recalled is not None else None,
    )


def _changes(case: Case, scope: Scope) -> Iterator[Change]:
    """Type, mode and modality where they are not what row and model say."""
    line, i, found, event = case.line, case.draft.word, case.found, case.event
    sense = taken(case)
    if found.says is not None:
        must = " ".join(line.words[c].text for c in line.children[i] if line.relation(c) in ("aux", "cop")) or line.words[i].text
        why = f"what the speaker says of another (“{line.words[found.says].text}”: “{must} {line.words[i].text}”)"
        yield Change("type", None, found.type, why, span(line, found.says))
    start: tuple[str, str | None] | None = (found.read.type, None) if found.read and found.rule == "model" else None
    if sense is not None:
        start = (_handled_as(sense), sense.mode)
    if start is not None and start != (found.type, found.mode):
        heard = [line.words[c].text for c in line.children[i] if line.relation(c) in ("aux", "advmod")]
        helpers = f"“{' '.join(heard)} {line.words[i].text}”" if heard else f"“{line.words[line.words[i].head].text}” above it"
        why = f"{helpers}: a good deed to come is AGREE, its refusal REJECT, harm to come THREATEN"
        yield Change("type", _typed(*start), _typed(found.type, found.mode), why, span(line, i))
    if event.mode != found.mode:
        clause = lexicon.mode(found.type, line, i, line.subtree(i)) == event.mode
        why = "words of the clause name the mode" if clause else "from another telling of the same act"
        yield Change("mode", found.mode, event.mode, why)
    if event.modality != scope.modality:
        why = "the promise, threat or refusal itself is made, whatever comes of it"
        yield Change("modality", scope.modality, event.modality, why)


def _typed(kind: str, mode: str | None) -> str:
    return f"{kind} {mode}" if mode else kind


def _told(case: Case) -> list[tuple[Line, int, Span]]:
    return [(case.line, case.draft.word, case.draft.evidence), *case.draft.more]


def _dating(case: Case) -> Dating | None:
    if case.event.date is None:
        return None
    for line, word, _ in _told(case):
        found = timed(line, word, case.coded.times)
        if found is not None and found.date is not None:
            e, day = found.expression, case.coded.day
            words = span(line, e.first, e.last)
            return Dating(found.date, e.text, e.rule, found.tense, found.value, day.isoformat() if day else None, words)
    return None


def _placing(case: Case) -> Placing | None:
    whole = case.coded
    for line, word, _ in _told(case):
        found = placed(line, word, whole.places, whole.chains, whole.countries)
        if found is not None:
            place, mention, case_word = found
            others = [p for p in whole.places.bearers(mention.text) if p.geonames_id != place.geonames_id]
            return Placing(place, case_word, span(line, mention.first, mention.last), tuple(others[:5]))
    return None


def _joined(case: Case) -> Iterator[Joined]:
    """The other tellings, and what each gave to the row that it lacked."""
    filled = case.shots.get("filled")
    for line, word, evidence in case.draft.more:
        shot = case.steps.shots["filled"].get((line.number, word))
        gave = []
        if filled is not None and shot is not None:
            for side, now in (("actor", case.draft.actors), ("recipient", case.draft.recipients)):
                theirs = {id(c) for c, _ in shot.side(side)}
                if not filled.side(side) and any(id(c) in theirs for c in now):
                    gave.append(f"{side}s")
            if shot.confidence > filled.confidence and shot.confidence == case.draft.confidence:
                gave.append("confidence")
        yield Joined(line.words[word].text, evidence, tuple(gave))


_READ_AS = {
    "strong same": "a row that is sure and the model's type agree",
    "strong other": "a row that is sure, of another type than the model's",
    "weak same": "a weak row and the model's type agree",
    "weak other": "a weak row, of another type than the model's",
    "none": "the model alone: no row holds",
    "outweighed": "the model, against the types of the rows that hold",
    "unheard": "a row alone: the model reads no act",
    "spoken": "what a speaker says of another",
    "own": "a row of your own, which is believed whatever the model reads",
}


def _confidence(case: Case) -> Iterator[Weight]:
    """From how sure the word is to the row's confidence, step by step; a step that changes nothing is left out."""
    draft, found = case.draft, case.found
    value = found.sure
    yield Weight(_READ_AS.get(_read_as(case), "as tables and model read the word"), None, round(value, 4))
    read, kept = (case.shots.get(step) for step in ("read", "kept"))
    if read is not None:
        chains = [c for c, _ in (*read.actors, *read.recipients)]
        sure = min([1.0, *(c.sure for c in chains)])
        whole = is_whole(found.type, [c for c, _ in read.actors], [c for c, _ in read.recipients])
        side = 1.0 if whole else HALF
        for what, factor in (
            ("its parties or its words make the act itself doubtful", read.confidence / (value * sure * side) if value else 1.0),
            ("who an actor is was guessed from what stands around: " + _unsure(chains, sure), sure),
            ("one side was not found", side),
        ):
            if abs(factor - 1.0) > _CLOSE:
                value *= factor
                yield Weight(what, round(factor, 4), round(value, 4))
        value = read.confidence
    if kept is not None and value and abs(kept.confidence - value) > _CLOSE:
        yield Weight("told in another word of the sentence too", round(kept.confidence / value, 4), round(kept.confidence, 4))
        value = kept.confidence
    if abs(draft.confidence - value) > _CLOSE and value:
        yield Weight("told elsewhere more surely", round(draft.confidence / value, 4), round(draft.confidence, 4))
    yield from _odds(draft)


def _odds(draft: Draft) -> Iterator[Weight]:
    """From the confidence in the act to that in the whole row: what each thing known of the row does to the odds."""
    total = 0.0
    for name, contribution in contributions(draft).items():
        first = name == "one"
        total += contribution
        if first or abs(contribution) > _CLOSE:
            what = "the odds of any row" if first else name
            yield Weight(what, None if first else round(exp(contribution), 4), probability(total), not first)


def _unsure(chains: list[Chain], sure: float) -> str:
    return ", ".join(c.name for c in chains if c.sure == sure)
