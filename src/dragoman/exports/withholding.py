"""What an export is given: the contents with the press text left out, and groups of states as they were asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from ..model import Actor, Date, Event, Party, Place, Span
from ..model.archived import Heard, Merged, Page, Report, Stand
from ..world import World
from .dates import first
from .port import Contents, Groups, Settings


class Sealed(Span, frozen=True):
    """A span without its words: where they stand, and their SHA-256."""

    sha256: str = ""


def sha256_of(span: Span) -> str:
    """The SHA-256 (hexadecimal) of a span's exact words in UTF-8, whether or not they are still there."""
    return span.sha256 if isinstance(span, Sealed) else _digest(span.exact)


def is_sealed(span: Span) -> bool:
    """Are the words left out?"""
    return isinstance(span, Sealed)


def prepared(contents: Contents, settings: Settings) -> Contents:
    """The contents as an export may give them: what every writer reads, and the only place where text is left out.

    Left out with `text` off: the words of evidence and those around them, headlines, what was said with its cue and venue,
    issues, the wordings of dates and places, and how a speaker or addressee is called where no actor is known. Names of
    actors, codes, offsets and hashes stay.
    """
    given: Contents = contents
    if settings.groups != "keep":
        given = _Ungrouped(given, settings.world, settings.groups)
    return given if settings.text else _Silent(given)


class _Silent:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def events(self) -> Iterator[Merged]:
        for merged in self._contents.events():
            yield replace(merged, event=_event(merged.event), reports=tuple(map(_report, merged.reports)))

    def statements(self) -> Iterator[Heard]:
        for heard in self._contents.statements():
            told = heard.statement
            statement = replace(
                told,
                speaker=_party(told.speaker),
                addressee=_party(told.addressee),
                content="",
                cue=None,
                date=_date(told.date),
                venue=None,
                evidence=_seal(told.evidence),
            )
            yield replace(
                heard, page=_page(heard.page), statement=statement, speaker=heard.speaker and replace(heard.speaker, mentions=())
            )

    def positions(self) -> Iterator[Stand]:
        for stand in self._contents.positions():
            position = replace(stand.position, issue=None, evidence=tuple(map(_seal, stand.position.evidence)))
            yield replace(stand, page=_page(stand.page), position=position, actors=_actors(stand.actors))

    def pages(self) -> Iterator[Page]:
        return map(_page, self._contents.pages())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _seal(span: Span) -> Span:
    return (
        span if isinstance(span, Sealed) else Sealed(span.part, span.paragraph, span.start, span.end, "", "", "", sha256_of(span))
    )


def _date(date: Date | None) -> Date | None:
    return date and replace(date, text=None)


def _place(place: Place | None) -> Place | None:
    return place and replace(place, text=None)


def _party(party: Party | None) -> Party | None:
    return party and (party if party.id else replace(party, name=""))


def _page(page: Page) -> Page:
    return replace(page, headline=None)


def _actors(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    return tuple(replace(actor, mentions=()) for actor in actors)


def _event(event: Event) -> Event:
    return replace(
        event,
        date=_date(event.date),
        place=_place(event.place),
        evidence=_seal(event.evidence),
        more_evidence=tuple(map(_seal, event.more_evidence)),
    )


def _report(report: Report) -> Report:
    return replace(
        report,
        page=_page(report.page),
        event=_event(report.event),
        actors=_actors(report.actors),
        voucher=_party(report.voucher),
    )


class _Ungrouped:
    def __init__(self, contents: Contents, world: World, groups: Groups) -> None:
        self._contents, self._world, self._groups = contents, world, groups

    def events(self) -> Iterator[Merged]:
        for merged in self._contents.events():
            day = first(merged.event.date) or first(merged.reports[0].page.day if merged.reports else None)
            reports = tuple(replace(r, event=self._event(r.event, first(r.event.date) or day)) for r in merged.reports)
            yield replace(merged, event=self._event(merged.event, day), reports=reports)

    def statements(self) -> Iterator[Heard]:
        return self._contents.statements()

    def positions(self) -> Iterator[Stand]:
        return self._contents.positions()

    def pages(self) -> Iterator[Page]:
        return self._contents.pages()

    def _event(self, event: Event, day: date | None) -> Event:
        return replace(event, actors=self._codes(event.actors, day), recipients=self._codes(event.recipients, day))

    def _codes(self, codes: tuple[str, ...], day: date | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for code in codes for one in self._code(code, day)))

    def _code(self, code: str, day: date | None) -> tuple[str, ...]:
        entry = self._world.entry(code)
        if entry is None or entry.kind != "group" or not (entry.several or self._world.grouped(code)):
            return (code,)
        # A group whose members are not known cannot be told apart, and stays.
        return () if self._groups == "drop" else self._world.members(code, day) or (code,)
