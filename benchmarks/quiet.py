"""False alarms: the share of sentences from genres without politics that give any event.

DIR holds *.conllu, in any depth, whose `sent_id` tells the genre (UD's EWT and GUM; test parts are left alone). Up to 2,000
sentences of reviews, answers, emails, interviews, lives and papers, spread evenly, are each read as an article of one
paragraph. Some do tell of politics (the life of a general, an answer about a law) and are counted all the same:
`false_alarm` is the plain share. The sentences that give an event go to standard error where DEBUG is set.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.coding import Options as Coding
from dragoman.language import LanguageModel, Reader, reader

from .common import Options
from .event_triples import read

GENRES = frozenset({"reviews", "answers", "email", "interview", "bio", "academic"})
MOST = 2000


def measure(options: Options) -> dict[str, Any]:
    """The share of all sentences, and of each genre's."""
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    files = [options.data] if options.data.is_file() else sorted(options.data.rglob("*.conllu"))
    rows = [row for path in files if "test" not in path.stem for row in sentences(path)]
    most = min(options.limit or MOST, MOST)
    if len(rows) > most:
        rows = [rows[k * len(rows) // most] for k in range(most)]
    if not rows:
        return {}
    asked, alarms = Counter[str](), Counter[str]()
    for genre, text in rows:
        events = read(text, Coding(language=language)).events
        asked[genre] += 1
        alarms[genre] += bool(events)
        if events and os.environ.get("DEBUG"):
            told = [(e.type, *e.actors, ">", *e.recipients, e.modality, e.confidence, e.evidence.exact) for e in events]
            print(f"{genre}: {text}", *told, sep="\n   ", file=sys.stderr)
    figures: dict[str, Any] = {"false_alarm": round(alarms.total() / asked.total(), 4), "sentences": asked.total()}
    return figures | {f"{genre}.false_alarm": round(alarms[genre] / asked[genre], 4) for genre in sorted(asked)}


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """The genre and the text of each sentence of the genres that are asked."""
    genre = ""
    for line in path.read_text("utf-8").splitlines():
        if match := re.match(r"# sent_id = (?:GUM_)?([a-z]+)[-_]", line):
            genre = match.group(1)
        elif line.startswith("# text = ") and genre in GENRES:
            yield genre, line.removeprefix("# text = ").strip()
