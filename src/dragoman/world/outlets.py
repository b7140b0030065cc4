"""News outlets, by their domain or their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

from .dated import holds
from .entries import Outlet
from .keys import name_key
from .tables import Row, cells

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class OutletIndex:
    """The rows of the outlets by their domains and names, each with the days on which it holds."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._domains: dict[str, list[Row]] = {}
        self._names: dict[str, list[Row]] = {}
        for row in rows:
            self._domains.setdefault(row["outlet"], []).append(row)
            for name in dict.fromkeys((row["name"], *cells(row["names"]))):
                if _HOST.fullmatch(name) and name.islower():
                    if name != row["outlet"]:
                        self._domains.setdefault(name, []).append(row)
                elif row not in self._names.setdefault(key := name_key(name), []):
                    self._names[key].append(row)

    def find(self, text: str, on: date | None) -> Outlet | None:
        """The outlet of an address, a domain or a name, as it was on the day."""
        text = text.strip()
        for domain in _domains(text):
            if domain in self._domains:
                return _of(self._domains[domain], on)
        return _of(self._names.get(name_key(text), ()), on)


def _domains(text: str) -> Iterator[str]:
    """The host of an address and the domains above it, the longest first: `edition.cnn.com`, `cnn.com`."""
    try:
        host = urlsplit(text).hostname if "://" in text else text.split("/", 1)[0].lower()
    except ValueError:
        return
    if not host or not _HOST.fullmatch(host):
        return
    labels = host.split(".")
    for i in range(len(labels) - 1):
        yield ".".join(labels[i:])


def _of(rows: Sequence[Row], on: date | None) -> Outlet | None:
    """The first row that holds; none where they are of several outlets."""
    held = [row for row in rows if holds(row, on)]
    if not held or len({row["outlet"] for row in held}) > 1:
        return None
    row = held[0]
    return Outlet(
        domain=row["outlet"],
        name=row["name"],
        country=row["country"] or None,
        languages=cells(row["language"]),
        owner=row["owner"] or None,
        control=row["control"] or None,
        from_=row["from"] or None,
        to=row["to"] or None,
        source=row["source"],
    )
