"""Events of one story, told by many pages, merged into one row each: which tellings are of the same deed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from math import asin, cos, radians, sin, sqrt

from msgspec import Struct

from ..model.archived import Merged, Report
from ..model.record import Date, Place
from ..world.places import Places
from .reconciling import reconciled

_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
_FAR_KM = 60.0


class _Telling(Struct, frozen=True):
    """What an event's row says, apart from its words: tellings that are equal tell one deed, on whatever page."""

    story: str
    type: str
    done: str
    background: bool
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    start: str
    end: str
    place: Place | None
    words: str = ""

    def identity(self) -> Hashable:
        """What two events of one page must share to be one deed told twice."""
        return (self.done, self.actors, self.recipients, self.start, self.end)


class _Deed:
    """Tellings that were found to be of one deed, and the reports that tell it so."""

    def __init__(self) -> None:
        self.tellings: list[_Telling] = []
        self.reports: list[Report] = []
        self.pages: dict[str, Hashable] = {}
        self.texts: set[str] = set()
        self.words: set[str] = set()

    def add(self, telling: _Telling, reports: Iterable[Report]) -> None:
        self.tellings.append(telling)
        for report in reports:
            self.reports.append(report)
            self.pages[report.page.id] = telling.identity()
            self.texts.add(report.page.text)
            self.words.add(report.event.evidence.exact)


def merge(reports: Sequence[Report]) -> list[Merged]:
    """The events that these reports tell, each once with every page that tells it; reports of other stories stay apart.

    Two tellings are of one deed where the type is the same, what is done is done in both (or planned, threatened … in both),
    an actor is the same, the recipients have one in common or one telling names none, the dates overlap or one is missing,
    and the places do not lie apart. All tellings of a deed must agree so, each with each: a telling that leaves much open fits
    several deeds, and joins the one that it fits best. Two events of one page are one deed only where type, sides, modality
    and date are the same; the same words in copies of one text are always one.

    The answer depends on the set of reports, not on their order: they are taken from the fullest telling to the emptiest. Equal
    tellings are collapsed first and deeds looked up by type and actor, so that thousands of reports of a few deeds cost
    little more than reading them.
    """
    if _apart(reports):
        return _in_order(reconciled([report]) for report in reports)
    tellings: dict[_Telling, list[Report]] = {}
    for telling, report in _told(reports):
        tellings.setdefault(telling, []).append(report)
    deeds: list[_Deed] = []
    blocks: dict[Hashable, list[_Deed]] = {}
    for telling in sorted(tellings, key=_emptiness):
        left = sorted(tellings[telling], key=lambda r: (r.page.id, r.event.id))
        keys = _blocks(telling)
        near = dict.fromkeys(deed for key in keys for deed in blocks.get(key, ()))
        fits = [(fit, n, deed) for n, deed in enumerate(near) if (fit := _fit(telling, left, deed)) is not None]
        for _, _, deed in sorted(fits, key=lambda f: (f[0], -f[1]), reverse=True):
            here = telling.identity()
            joining = [r for r in left if deed.pages.get(r.page.id, here) == here]
            if joining:
                deed.add(telling, joining)
                _enter(blocks, keys, deed)
                left = [r for r in left if deed.pages.get(r.page.id, here) != here]
            if not left:
                break
        if left:
            deed = _Deed()
            deed.add(telling, left)
            deeds.append(deed)
            _enter(blocks, keys, deed)
    return _in_order(reconciled(deed.reports) for deed in deeds)


def _in_order(merged: Iterable[Merged]) -> list[Merged]:
    return sorted(merged, key=lambda m: (m.event.date.start or "9" if m.event.date else "9", m.id))


def _apart(reports: Sequence[Report]) -> bool:
    """Are these the events of one page, no two of which could be one deed? So are most, and they need not be held together."""
    if len({r.page.id for r in reports}) != 1 or len({r.event.id for r in reports}) < len(reports):
        return False
    types = [(r.event.type, tuple(sorted(set(r.event.actors))), tuple(sorted(set(r.event.recipients)))) for r in reports]
    return len(set(types)) == len(types)


def _enter(blocks: dict[Hashable, list[_Deed]], keys: Iterable[Hashable], deed: _Deed) -> None:
    for key in keys:
        known = blocks.setdefault(key, [])
        if deed not in known:
            known.append(deed)


def _told(reports: Sequence[Report]) -> Iterable[tuple[_Telling, Report]]:
    """Each report once, with its telling; the same words in copies of one text have the fullest telling among them."""
    same: dict[Hashable, list[tuple[_Telling, Report]]] = {}
    once: dict[Hashable, Report] = {}
    for r in reports:
        known = once.setdefault((r.page.id, r.event.id), r)
        if known != r:
            once[r.page.id, r.event.id] = min(known, r, key=repr)
    for r in once.values():
        telling = _telling(r)
        key = (r.page.text, telling.type, telling.done, r.event.evidence.part, r.event.evidence.exact)
        same.setdefault(key, []).append((telling, r))
    for group in same.values():
        fullest = min((telling for telling, _ in group), key=_emptiness)
        pages: dict[str, set[_Telling]] = {}
        for telling, r in group:
            pages.setdefault(r.page.id, set()).add(telling)
        for telling, r in group:
            # One page may tell two deeds in the same words.
            yield (fullest if len(pages[r.page.id]) == 1 else telling), r


def _telling(report: Report) -> _Telling:
    e = report.event
    start, end = _days(e.date)
    place = Place(e.place.name, e.place.country, e.place.latitude, e.place.longitude, e.place.geonames_id) if e.place else None
    done = "done" if e.modality in ("actual", "ongoing") else e.modality
    actors, recipients = tuple(sorted(set(e.actors))), tuple(sorted(set(e.recipients)))
    words = "" if actors or recipients else e.evidence.exact  # nothing else tells such an event from another
    return _Telling(report.page.story, e.type, done, e.background, actors, recipients, start, end, place, words)


def _days(date: Date | None) -> tuple[str, str]:
    """The first and last day of a date, both empty where there is none."""
    if date is None or not (date.start or date.end):
        return "", ""
    start, end = date.start or "0000", date.end or "9999"
    return start + "0000-01-01"[len(start) :], end + "9999-12-31"[len(end) :]


def _emptiness(t: _Telling) -> tuple[Hashable, ...]:
    """The order of tellings: to the day, vaguer, undated; with a place first, with more sides; the rest only makes it total."""
    span = 0 if t.start and t.start == t.end else 1 if t.start and t.start[:7] == t.end[:7] else 2 if t.start else 3
    place = repr(t.place)
    return (
        *(t.background, span, t.place is None, not t.actors, not t.recipients, -len(t.actors), -len(t.recipients)),
        *(t.story, t.type, t.done, t.actors, t.recipients, t.start, t.end, place, t.words),
    )


def _blocks(t: _Telling) -> list[Hashable]:
    """Where to look for deeds that a telling may be of: two of one deed share at least one block."""
    sides = (*t.actors, *t.recipients) if t.type in _MUTUAL or not t.actors else t.actors
    kind = (t.story, t.type, t.done)
    keys: list[Hashable] = [(*kind, code) for code in dict.fromkeys(sides)]
    if t.recipients and t.type not in _MUTUAL:
        keys += [(*kind, ">", code) for code in t.recipients]
    return keys


def _fit(t: _Telling, reports: Sequence[Report], deed: _Deed) -> tuple[float, ...] | None:
    """How well a telling fits a deed, better is greater; None where it contradicts any of the deed's tellings."""
    if not all(_agree(t, other) for other in deed.tellings):
        return None
    first = deed.tellings[0]
    sides = {*t.actors, *t.recipients}
    others = {*first.actors, *first.recipients}
    return (
        float(any(r.event.evidence.exact in deed.words for r in reports)),
        float(t.start == first.start and t.end == first.end),
        float(t.place is not None and first.place is not None),
        len(sides & others) / max(1, len(sides | others)),
        float(len(deed.texts)),
    )


def _agree(a: _Telling, b: _Telling) -> bool:
    dated = bool(a.start and b.start)
    if dated and (a.start > b.end or b.start > a.end):
        return False
    if a.background != b.background and not dated:
        return False
    if not _sides_agree(a, b, dated):
        return False
    return a.place is None or b.place is None or _near(a.place, b.place)


def _sides_agree(a: _Telling, b: _Telling, dated: bool) -> bool:
    if a.type in _MUTUAL:
        # Who met whom: one page has both sides as actors, another the visitor and the host.
        one, other = {*a.actors, *a.recipients}, {*b.actors, *b.recipients}
        return len(one & other) >= 2 or bool(one & other and (one <= other or other <= one))
    if a.recipients and b.recipients and not set(a.recipients) & set(b.recipients):
        return False
    if a.actors and b.actors:
        return bool(set(a.actors) & set(b.actors))
    if a.actors or b.actors:  # one does not say who did it
        return dated and bool(set(a.recipients) & set(b.recipients))
    return bool(set(a.recipients) & set(b.recipients))


def _near(a: Place, b: Place) -> bool:
    """May two places be one? A country or region holds others; of two towns, one is hardly called by the other's name."""
    if (a.geonames_id is not None and a.geonames_id == b.geonames_id) or a.name == b.name:
        return True
    if a.country and b.country and a.country != b.country:
        return False
    index = Places.open()
    if not (index.is_town(a) and index.is_town(b)):
        return True
    return _kilometres(a, b) <= _FAR_KM


def _kilometres(a: Place, b: Place) -> float:
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return 0.0
    north, other = radians(a.latitude), radians(b.latitude)
    east = radians(b.longitude - a.longitude)
    half = sin((other - north) / 2) ** 2 + cos(north) * cos(other) * sin(east / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))
