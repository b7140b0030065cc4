"""Speed by room: where the time of reading a page goes, on one core.

DIR holds pages (*.html, *.html.gz), in any depth. Each is read once before the clock runs, then once by rooms, in process
time: `pages` (bytes to article), `language`, `who` (actors and their chains), `when` (expressions of time), `where` (place
names), `coding` (statements, events, positions, with the three before). `world_share` is what who, when and where take of
the whole; `tables_s` and `places_s` are what opening the tables and the index of places takes, `tables_mb` what they add
to the memory of the process.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import dragoman.pages
from dragoman.coding import code
from dragoman.coding.chains import Chains
from dragoman.coding.document import Document
from dragoman.errors import DragomanError
from dragoman.language import reader
from dragoman.model import Article
from dragoman.world import World, world
from dragoman.world.places import Places
from dragoman.world.times_reading import read_times
from dragoman.world.where import find_places

from .common import Options

LIMIT = 100


def measure(options: Options) -> dict[str, Any]:
    """The figures over at most `limit` pages (100 unless told), spread evenly."""
    before = _megabytes()
    tables = _timed(World.load)
    grown = _megabytes() - before
    places = _timed(Places.open)
    files = sorted(p for p in options.data.rglob("*") if p.name.endswith((".html", ".html.gz")))
    limit = options.limit or LIMIT
    files = [files[k * len(files) // limit] for k in range(limit)] if len(files) > limit else files
    spent: defaultdict[str, float] = defaultdict(float)
    for path in files:
        try:
            _read(path, spent)
        except DragomanError as error:
            print(error, file=sys.stderr)
    if not spent["articles"]:
        return {}
    whole = spent["pages"] + spent["language"] + spent["coding"]
    rooms = ("pages", "language", "who", "when", "where", "coding")
    return {
        "articles_per_second_core": round(spent["articles"] / whole, 2),
        "words_per_second_core": round(spent["words"] / whole),
        **{f"{room}_ms": round(1000 * spent[room] / spent["articles"], 1) for room in rooms},
        "world_share": round((spent["who"] + spent["when"] + spent["where"]) / whole, 4),
        "tables_s": round(tables, 3),
        "places_s": round(places, 3),
        "tables_mb": round(grown, 1),
        "articles": int(spent["articles"]),
    }


def _read(path: Path, spent: defaultdict[str, float]) -> None:
    fetched = dragoman.pages.fetch(str(path))
    article = dragoman.pages.read(fetched.data, url=fetched.url, name=fetched.name)
    code(article)
    found: list[Article] = []
    times: dict[str, float] = {}
    times["pages"] = _timed(lambda: found.append(dragoman.pages.read(fetched.data, url=fetched.url, name=fetched.name)))
    documents: list[Document] = []
    times["language"] = _timed(lambda: documents.append(Document(article, reader())))
    document, day = documents[0], _day(article)
    times["who"] = _timed(lambda: Chains(document, world(), day, Places.open()).resolve_pronouns())
    times["when"] = _timed(lambda: read_times([line.words for line in document.lines], day))
    analyses = reader().analyse_all([text for _, _, text in article.parts()])
    times["where"] = _timed(lambda: [find_places(analysis) for analysis in analyses])
    times["coding"] = _timed(lambda: code(article)) - times["language"]
    for room, seconds in times.items():
        spent[room] += seconds
    spent["articles"] += 1
    spent["words"] += sum(len(line.words) for line in document.lines)


def _day(article: Article) -> date | None:
    try:
        return date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return None


def _timed(act: Any) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
