"""The archive at size: how long questions take, how fast it is filled, how large it is.

DIR is where the archive is made (it needs some two gigabytes; what is made is taken away again). 100,000 articles with eleven
events each are written by a seeded generator: actors by Zipf's law over the states of the world, days over ten years, one article
in ten a copy of an earlier one with other words here and there, so that about a million events are left once copies are merged.
Every question is asked with the first values that the generator has, frequent and rare; each figure is the slowest of its kind,
of three runs (after one that warms up), with the rows that a user is shown (the first fifty).
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

from dragoman.archive import Archive, Filter, Near
from dragoman.coding import lexicon
from dragoman.identity import stable_id
from dragoman.model import (
    Actor,
    Article,
    Block,
    Date,
    Event,
    MadeBy,
    Party,
    Place,
    Position,
    Record,
    Statement,
    span_of,
)
from dragoman.world import world

from .common import Options

ARTICLES = 100_000
EVENTS = 11
COMMIT = 1024  # articles
SHOWN = 50
RUNS = 3
_MADE = MadeBy("0", "synthetic", "synthetic", "synthetic")
_MODALITIES = ("actual",) * 14 + ("ongoing", "planned", "threatened", "requested", "hypothetical", "denied")
_FIRST = date(2015, 1, 1)
_DAYS = 3650
_SMALL = (
    "the of and to in a that for on with as by at from it was were has had will would said not are be this which after".split()
)


class Press:
    """Writes articles: the same seed, the same articles."""

    def __init__(self, seed: int = 1) -> None:
        self.draw = random.Random(seed)
        known = world()
        self.states = sorted({row["code"] for row in known.rows("states", kind="member")})
        self.draw.shuffle(self.states)
        self.weights = [1 / (k + 3) for k in range(len(self.states))]
        self.outlets = [f"outlet-{k}.example" for k in range(400)]
        self.outlet_weights = [1 / (k + 2) for k in range(400)]
        self.types = sorted({kind for kind, mode in lexicon.shipped().scores})
        self.words = _vocabulary()
        self.word_weights = list(accumulate(1 / (k + 100) for k in range(len(self.words))))
        self.places = [
            (f"Town {k}", self.draw.choice(self.states), self.draw.uniform(-60, 70), self.draw.uniform(-180, 180), k)
            for k in range(3000)
        ]

    def records(self, count: int) -> Iterator[Record]:
        """So many records, one in ten of them a copy."""
        kept: list[Record] = []
        for k in range(count):
            if kept and self.draw.random() < 0.1:
                yield self._copy(self.draw.choice(kept), k)
                continue
            record = self._record(k)
            kept.append(record)
            if len(kept) > 500:
                kept.pop(0)
            yield record

    def _record(self, k: int) -> Record:
        day = _FIRST + timedelta(days=k * _DAYS // ARTICLES if k < ARTICLES else self.draw.randrange(_DAYS))
        codes = list(dict.fromkeys(self.draw.choices(self.states, self.weights, k=6)))
        self.subject = self.draw.sample(self.words, 40)
        sentences = [self._sentence(codes) for _ in range(16)]
        paragraphs = tuple(Block(" ".join(sentences[i : i + 2])) for i in range(0, 16, 2))
        headline = " ".join(self.draw.choices(self.subject, k=8)).capitalize()
        text = "\n\n".join([headline, *(p.text for p in paragraphs)])
        outlet = self.draw.choices(self.outlets, self.outlet_weights)[0]
        article = Article(
            stable_id("synthetic", text),
            f"https://{outlet}/{k}",
            headline,
            published=day.isoformat(),
            published_source="meta",
            language="en",
            outlet=outlet,
            body=paragraphs,
        )
        return self._coded(article, codes, day)

    def _sentence(self, codes: list[str]) -> str:
        """Half of it words of every text, a quarter of the whole tongue, a quarter of the article's own subject."""
        words = [
            *self.draw.choices(_SMALL, k=8),
            *self.draw.choices(self.words, cum_weights=self.word_weights, k=4),
            *self.draw.choices(self.subject, k=3),
        ]
        self.draw.shuffle(words)
        words[3:3] = [self.draw.choice(codes)]
        words[9:9] = [self.draw.choice(codes)]
        return " ".join(words).capitalize() + "."

    def _coded(self, article: Article, codes: list[str], day: date) -> Record:
        actors = tuple(
            Actor(
                stable_id(article.id, code),
                f"State {code}",
                code,
                "state",
                code,
                None,
                ("GOV",),
                mentions=self._mentions(article, code),
            )
            for code in codes
        )
        events = tuple(self._event(article, actors, day, k) for k in range(EVENTS))
        first = actors[0]
        span = events[0].evidence
        said = tuple(
            Statement(
                stable_id(article.id, "s", str(k)),
                Party(a.id, a.name, a.code),
                None,
                "indirect",
                e.exact,
                "said",
                None,
                None,
                None,
                0.9,
                e,
            )
            for k, (a, e) in enumerate(zip(actors[:3], (x.evidence for x in events), strict=False))
        )
        stand = Position(
            stable_id(article.id, "p"), first.id, actors[-1].id, None, "oppose", None, (), (), day.isoformat(), 0.7, (span,)
        )
        return Record(article, actors, said, events, (stand,), (), _MADE)

    def _mentions(self, article: Article, code: str) -> tuple[Any, ...]:
        out = []
        for k, block in enumerate(article.body):
            at = block.text.find(code)
            if at >= 0:
                out.append(span_of(block.text, "body", k, at, at + len(code)))
        return tuple(out)

    def _event(self, article: Article, actors: tuple[Actor, ...], day: date, k: int) -> Event:
        draw = self.draw
        paragraph = k % len(article.body)
        text = article.body[paragraph].text
        start = 0 if k < len(article.body) else text.find(". ") + 2
        end = text.find(".", start)
        evidence = span_of(text, "body", paragraph, start, min(end, start + 90))
        kind = draw.choice(self.types)
        sides = draw.sample(actors, min(2, len(actors)))
        on = day - timedelta(days=draw.randrange(4))
        place = None
        if draw.random() < 0.35:
            name, country, north, east, geonames = draw.choice(self.places)
            place = Place(name, country, round(north, 4), round(east, 4), geonames, name)
        return Event(
            stable_id("event", article.id, kind, str(k)),
            kind,
            None,
            draw.choice(((), ("military",), ("diplomatic",), ("economic", "legal"))),
            (sides[0].code or "",),
            (sides[-1].code or "",) if len(sides) > 1 else (),
            (sides[0].id,),
            (sides[-1].id,) if len(sides) > 1 else (),
            draw.choice(_MODALITIES),
            draw.random() < 0.15,
            None,
            Date(on.isoformat(), on.isoformat(), "day", "Monday") if draw.random() < 0.7 else None,
            place,
            (),
            lexicon.intensity(kind),
            lexicon.quad(kind),
            round(draw.uniform(0.2, 0.95), 4),
            evidence,
        )

    def _copy(self, record: Record, k: int) -> Record:
        """The same text elsewhere, its last paragraph with other words."""
        article = record.article
        body = (*article.body[:-1], Block(f"{article.body[-1].text} {' '.join(self.draw.choices(self.words, k=6))}."))
        outlet = self.draw.choices(self.outlets, self.outlet_weights)[0]
        text = "\n\n".join([article.headline or "", *(p.text for p in body)])
        moved = msgspec.structs.replace(
            article, id=stable_id("synthetic", text, str(k)), url=f"https://{outlet}/{k}", outlet=outlet, body=body
        )
        events = tuple(msgspec.structs.replace(e, id=stable_id("event", moved.id, e.id)) for e in record.events)
        return msgspec.structs.replace(record, article=moved, events=events)


def _vocabulary() -> list[str]:
    """Words of the codebook, and words made of syllables, some fifty thousand."""
    draw = random.Random(7)
    known = sorted({w for row in lexicon.table("predicates") for w in row["lemma"].split("|") if w.isalpha() and w.islower()})
    draw.shuffle(known)
    parts = ("ba", "ko", "ri", "ste", "mun", "ta", "lo", "ver", "dan", "ish", "or", "en")
    made = {"".join(draw.choice(parts) for _ in range(draw.randint(2, 7))) for _ in range(80_000)}
    return known + draw.sample(sorted(made), len(made))


def measure(options: Options) -> dict[str, Any]:
    """The figures; `--limit N` makes N articles."""
    count = options.limit or ARTICLES
    folder = Path(tempfile.mkdtemp(prefix="archive-", dir=options.data if options.data.is_dir() else None))
    try:
        return _measured(folder / "synthetic.dragoman", count)
    finally:
        shutil.rmtree(folder)


def _measured(path: Path, count: int) -> dict[str, Any]:
    press = Press()
    took = pages = 0.0
    slowest_batch = 0.0
    batch: list[Record] = []
    with Archive.open(path, "make") as archive:
        for k, record in enumerate(press.records(count), 1):
            batch.append(record)
            if len(batch) == COMMIT or k == count:
                began = time.perf_counter()
                archive.add(batch)
                spent = time.perf_counter() - began
                took += spent
                pages += len(batch)
                slowest_batch = max(slowest_batch, spent / len(batch))
                batch = []
                if k % (10 * COMMIT) == 0:
                    print(f"{k:,} articles, {pages * EVENTS / took:,.0f} events a second", file=sys.stderr)
        one = [_seconds(lambda r=record: archive.add([r])) for record in Press(2).records(20)]
    with Archive.open(path) as archive:
        counts = archive.counts()
        size = path.stat().st_size
        asked = {name: _slowest(lambda q=query: list(archive.events(q))) for name, query in _queries(press).items()}
        dyads = [_slowest(lambda p=pair: list(archive.lines(Filter(between=p)))) for pair in _pairs(press)]
        words = press.words
        searched = {
            words_: _slowest(lambda w=words_: archive.search(w))
            for words_ in (
                words[0],
                words[300],
                words[-1],
                f'"{words[0]} {words[1]}"',
                f"{words[3]} {words[4]}",
                f"{words[2][:3]}*",
            )
        }
    for name, seconds in sorted({**asked, **{f"search {k}": v for k, v in searched.items()}}.items(), key=lambda pair: -pair[1]):
        print(f"{1000 * seconds:8.1f} ms  {name}", file=sys.stderr)
    return {
        "filter_ms": round(1000 * max(asked.values()), 1),
        "dyad_ms": round(1000 * max(dyads), 1),
        "search_ms": round(1000 * max(searched.values()), 1),
        "adds_per_second": round(count * EVENTS / took),
        "rows_per_second": round((counts["reports"] + counts["statements"] + counts["positions"]) / took),
        "articles_per_second": round(count / took, 1),
        "slowest_batch_ms_per_article": round(1000 * slowest_batch, 1),
        "add_one_ms": round(1000 * statistics.median(one), 1),
        "bytes_per_event": round(size / counts["events"]),
        "bytes_per_report": round(size / counts["reports"]),
        **counts,
    }


def _queries(press: Press) -> dict[str, Filter]:
    common, other, rare = press.states[0], press.states[1], press.states[-1]
    questions: dict[str, dict[str, Any]] = {
        "all": {},
        "actor": {"actors": (common,)},
        "rare actor": {"actors": (rare,)},
        "recipient": {"recipients": (common,)},
        "party": {"parties": (common,)},
        "group": {"parties": tuple(press.states[:27])},
        "rare group": {"parties": tuple(press.states[-27:])},
        "type": {"types": ("ASSAULT",)},
        "types": {"types": ("ASSAULT", "COERCE", "PROTEST")},
        "quad": {"quads": (4,)},
        "modality": {"modalities": ("denied",)},
        "background": {"background": True},
        "context": {"contexts": ("military",)},
        "country": {"countries": (rare,)},
        "near": {"near": Near(48.0, 11.0, 100)},
        "far and wide": {"near": Near(0.0, 0.0, 2000)},
        "month": {"first": "2019-03", "last": "2019-03"},
        "outlet": {"outlets": (press.outlets[0],)},
        "rare outlet": {"outlets": (press.outlets[-1],)},
        "confidence": {"confidence": 0.949},
        "words": {"words": press.words[-1]},
        "common words": {"words": press.words[300]},
        "party, type, modality": {"parties": (common,), "types": ("THREATEN",), "modalities": ("denied",)},
        "directed pair": {"actors": (common,), "recipients": (other,)},
        "no such thing": {"parties": (common,), "modes": ("visit",), "quads": (4,)},
        "nothing by broad fields": {"quads": (1,), "modalities": ("denied",), "confidence": 0.95},
        "rare by broad fields": {"quads": (4,), "modalities": ("denied",), "background": True, "confidence": 0.93},
        "outlet and party": {"outlets": (press.outlets[0],), "parties": (common,), "first": "2024"},
        "country and type": {"countries": (press.states[3],), "types": ("ASSAULT",)},
    }
    both: dict[str, Filter] = {}
    for name, fields in questions.items():
        both[name] = Filter(limit=SHOWN, **fields)
        both[f"{name}, newest"] = Filter(limit=SHOWN, order="newest", **fields)
    return both


def _pairs(press: Press) -> list[tuple[str, str]]:
    states = press.states
    return [(states[0], states[1]), (states[1], states[2]), (states[0], states[-1])]


def _slowest(act: Callable[[], Any]) -> float:
    act()
    return max(_seconds(act) for _ in range(RUNS))


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
