"""What `watch` does again and again: look into feeds, and add what is new in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from .. import pages
from ..archive import Archive
from ..errors import DragomanError, PlanInvalid, SourceError
from ..pages import Source, Web
from ..pages.fetching import fetch_url, is_url

_LEAST = 60  # seconds between two rounds: feeds are no faster


class Feed(Struct, frozen=True, forbid_unknown_fields=True):
    """A feed, a list of addresses or a page, by its address or path; `again` looks at its pages anew for so many hours after they
    were added, since pages change."""

    url: str
    again: float = 24.0


class Plan(Struct, frozen=True, forbid_unknown_fields=True, rename={"feeds": "feed", "alerts": "alert"}):
    """A file of feeds: where to, how many seconds from one round to the next, the feeds, and rules of alerts."""

    feeds: tuple[Feed, ...]
    archive: str | None = None
    every: float = 900.0
    alerts: tuple[dict[str, Any], ...] = ()


def plan(path: Path) -> Plan:
    """The plan in a TOML file. Raises `PlanInvalid`."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Plan)
    except OSError as error:
        raise PlanInvalid(str(path), f"cannot be read ({error.strerror or error})", "name a file of feeds") from error
    except (ValueError, msgspec.ValidationError) as error:  # what TOML and Unicode complain of are ValueErrors
        raise PlanInvalid(str(path), f"is no file of feeds ({error})", "see docs/howto-archive.md") from error
    if not found.feeds:
        raise PlanInvalid(str(path), "names no feed", 'add [[feed]] with url = "https://..."')
    if found.every < _LEAST:
        raise PlanInvalid(str(path), f"looks again after {found.every:g} seconds", f"give every = {_LEAST} or more")
    return found


def round_of(archive: Archive, plan: Plan, web: Web, seen: dict[str, datetime] | None = None) -> Iterator[Source | DragomanError]:
    """The pages of all feeds that are new, or young enough to be looked at again; what fails comes as its error.

    `seen` says when each address was first fetched, from one round to the next: a page may call itself by another.
    """
    now = datetime.now(UTC)
    seen = {} if seen is None else seen
    done: set[str] = set()
    for feed in plan.feeds:
        try:
            found = pages.links(feed.url, web)
        except SourceError as error:
            yield error
            continue
        for link in found:
            if link in done:
                continue
            done.add(link)
            added = archive.added(link)
            first = seen.setdefault(link, datetime.fromisoformat(added) if added else now)
            if now - first > timedelta(hours=feed.again):
                continue
            try:
                yield fetch_url(link, web) if is_url(link) else pages.fetch(link)
            except SourceError as error:
                yield error
