"""iCalendar (RFC 5545): meetings, and those that are planned, with their days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ..model.archived import Merged
from ..world import World
from .dates import first, last
from .parties import facts
from .port import Contents, Form, Settings
from .withholding import is_sealed, prepared
from .writing import encodable, fresh_file

_EXACT = frozenset({"day", "week", "interval"})
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_NO_TIME = "19700101T000000Z"


def is_meeting(merged: Merged) -> bool:
    """Does an event belong into a calendar: a meeting that takes place, took place or is planned, on days that are known?"""
    event = merged.event
    if event.date is None or event.date.precision not in _EXACT or first(event.date) is None:
        return False
    if last(event.date) in (None, date.max):
        return False
    if event.type == "CONSULT":
        return event.modality in ("actual", "ongoing", "planned")
    return event.type == "AGREE" and event.modality == "planned"


def _entry(merged: Merged, world: World) -> Iterator[str]:
    event, page = merged.event, merged.reports[0].page if merged.reports else None
    start, end = first(event.date), last(event.date)
    assert start is not None and end is not None
    sides = [", ".join(facts(code, world).name for code in side) for side in (event.actors, event.recipients)]
    what = {"visit": "visit", "phone": "phone call"}.get(event.mode or "", "meeting")
    tentative = event.modality == "planned"
    yield "BEGIN:VEVENT"
    yield f"UID:{merged.id}@dragoman"
    yield f"DTSTAMP:{_stamp(merged)}"
    yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{max(start, end) + timedelta(1):%Y%m%d}"
    yield _line("SUMMARY", f"{' → '.join(side for side in sides if side) or 'not known'}: {what}")
    if not is_sealed(event.evidence):
        yield _line("DESCRIPTION", event.evidence.exact)
    if event.place is not None:
        yield _line("LOCATION", event.place.name)
        if event.place.latitude is not None and event.place.longitude is not None:
            yield f"GEO:{event.place.latitude:.6f};{event.place.longitude:.6f}"
    if page is not None and page.url:
        yield "URL:" + _CONTROLS.sub("", encodable(page.url)).replace("\n", "")
    yield f"STATUS:{'TENTATIVE' if tentative else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    if event.contexts:
        yield "CATEGORIES:" + ",".join(map(_escaped, event.contexts))
    yield "END:VEVENT"


def _stamp(merged: Merged) -> str:
    """When the event was last told, in UTC: the same rows give the same calendar."""
    times = []
    for report in merged.reports:
        try:
            time = datetime.fromisoformat(report.page.added)
            times.append(time if time.tzinfo else time.replace(tzinfo=UTC))
        except ValueError:
            continue
    return max(times).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if times else _NO_TIME


def _line(name: str, text: str) -> str:
    return f"{name}:{_escaped(text)}"


def _escaped(text: str) -> str:
    text = _CONTROLS.sub(" ", encodable(text).replace("\r\n", "\n"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line cut to 75 octets, never within a character, each further one behind a space."""
    out, size = bytearray(), 0
    for char in line:
        data = char.encode()
        if size + len(data) > 75:
            out += b"\r\n "
            size = 1
        out += data
        size += len(data)
    return bytes(out) + b"\r\n"


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the file; the number of its entries. Raises `ExportUnwritable`."""
    count = 0
    with fresh_file(path) as file:
        for line in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dragoman//Meetings//EN", "CALSCALE:GREGORIAN"):
            file.write(folded(line))
        for merged in prepared(contents, settings).events():
            if is_meeting(merged):
                file.writelines(map(folded, _entry(merged, settings.world)))
                count += 1
        file.write(folded("END:VCALENDAR"))
    return count


FORM = Form("ical", ".ics", "a calendar of meetings on known days, planned ones tentative, for any calendar", write)
