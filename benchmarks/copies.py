"""Copies and stories: perturbed copies of real articles found again, hard negatives kept apart, and what it costs at size.

DIR holds pages (*.html, *.html.gz), in any depth; the English ones of 60 to 1,500 words count, each text once. Of up to 300 of
them, spread evenly, copies are made with a fixed seed and added to an index such as the archive's, in mixed order, with all
other articles and with the invented happenings of benchmarks/sets/copies.jsonl, whose tellings by several authors, follow-ups,
templates and pages of one outlet are hard negatives:

- `recall_at_20`, `recall_at_30`, `recall_at_40`: that share of all words replaced, each by one drawn evenly from the vocabulary
  of all articles; `recall_at_40_running`: by one drawn from their running text, as common as words are;
- `recall_cut`: the first half alone; `recall_cut_20`: of that a fifth of the words replaced; `recall_headline`: another headline
  and no standfirst; `recall_boilerplate`: 60 words of boilerplate behind it and a tenth of the words replaced.

`recall_…`: each copy is held against the originals and the negatives alone, and found where it joins its original's group of
copies. `together_…`: it stands in that group once all are added, where one copy may lead to another (of peers this alone).
`cluster_precision` is the share of pairs in one group that are copies of one article, over everything that was added; originals
that share a third of their runs of eight words are one article, since the sets hold some twice. `negatives_joined` counts pairs
of the invented texts that stand in one group of copies (none should). `story_precision` and `story_recall` are of pairs of
invented texts in one story.

Speed is process time on one thread, best of two, over the same articles: signing, look-up, verification and writing in memory;
`…_disk` in a file. Growth: articles are put together from single sentences of the real ones, every fifth a copy of an earlier
one with a tenth of its words replaced, spread over a year; `us_at_N` is the time of one article around that size (of the last
2,000; those before are signed and written alone), `growth` the last of them by the first. `add_one_ms` is the median of single
adds to the largest index on disk, each with its commit, in wall-clock time, `add_one_ms_1m` what it comes to at 1,000,000
articles: how many rows each key leads to grows in line with the number of pages, so that a straight line is laid through the
times at the sizes measured (signing and writing stay as they are, and no more than 56 candidates are ever verified). --limit is
the largest size (200,000 unless told) and bounds the articles as well.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import dragoman.pages
from dragoman.copies import components
from dragoman.errors import DragomanError
from dragoman.model import Article, Block, MadeBy, Record

from .common import Options
from .copies_index import Index
from .copies_peers import Peer, copies_peers

OWN = Path(__file__).parent / "sets" / "copies.jsonl"
SIZES = (10_000, 50_000, 200_000)
ORIGINALS, ADDS, WINDOW = 300, 200, 2_000
_FIRST = ("original", "negative")
_KINDS = ("at_20", "at_30", "at_40", "at_40_running", "cut", "cut_20", "headline", "boilerplate")
_MADE = MadeBy("", "", "", "")
_BOILERPLATE = (
    "Read more of our coverage every morning in your inbox. Subscribe today from two crowns a week, cancel at any time, and get "
    "unlimited access to the archive, the crossword and the weekend magazine. Follow us for alerts, send corrections to the "
    "editors, and share this article with friends. All rights reserved; no part of it may be reproduced without permission."
)


def measure(options: Options) -> dict[str, Any]:
    """The figures, and the peers' on the same copies."""
    articles = list(_articles(options))
    if not articles:
        return {}
    rng = random.Random(20)
    added, truth = _perturbed(articles, rng)
    rng.shuffle(added)
    figures = _alone(added, truth)
    index = Index(":memory:")
    for page, record in added:
        index.add(page, record)
    figures |= _together(index.groups(), truth) | _stories(index.groups())
    figures |= _speed(articles)
    figures |= _growth(articles, min(options.limit or SIZES[-1], SIZES[-1]))
    if options.peers:
        texts = [(page, _text(record.article)) for page, record in added]
        figures["peers"] = {name: _peer(peer, texts, truth) for name, peer in copies_peers().items()}
    return figures


def _articles(options: Options) -> Iterator[Article]:
    files = sorted(p for p in options.data.rglob("*") if p.name.endswith((".html", ".html.gz")))
    if options.limit and len(files) > options.limit:
        files = [files[k * len(files) // options.limit] for k in range(options.limit)]
    seen: set[str] = set()
    for path in files:
        try:
            fetched = dragoman.pages.fetch(str(path))
            article = dragoman.pages.read(fetched.data, url=fetched.url, name=fetched.name)
        except DragomanError as error:
            print(error, file=sys.stderr)
            continue
        text = _text(article)
        if article.language in (None, "en") and 60 <= len(text.split()) <= 1500 and text not in seen:
            seen.add(text)
            yield article


def _text(article: Article) -> str:
    return "\n".join(block.text for block in article.body)


def _record(text: str, headline: str | None, day: str | None, outlet: str | None, id: str) -> Record:
    body = tuple(Block(part) for part in text.split("\n"))
    return Record(Article(id, headline=headline, published=day, outlet=outlet, body=body), (), (), (), (), (), _MADE)


def _perturbed(articles: list[Article], rng: random.Random) -> tuple[list[tuple[str, Record]], dict[str, tuple[str, str]]]:
    """Pages to add, and of each the article that it is a copy of and the kind of copy (`original` itself)."""
    running = [word for article in articles for word in _text(article).split()]
    vocabulary = sorted(set(running))
    same = _twice(articles)
    added: list[tuple[str, Record]] = []
    truth: dict[str, tuple[str, str]] = {}

    def add(source: str, kind: str, text: str, like: Article, headline: str | None) -> None:
        page = f"{source}-{kind}"
        added.append((page, _record(text, headline, like.published, None, page)))
        truth[page] = (same.get(source, source), kind)

    chosen = {k * len(articles) // ORIGINALS for k in range(ORIGINALS)}
    for n, article in enumerate(articles):
        source, text, other = f"a{n:04}", _text(article), articles[n - 1].headline
        add(source, "original", text, article, article.headline)
        if n not in chosen:
            continue
        half = " ".join(text.split()[: len(text.split()) // 2])
        add(source, "at_20", replaced(text, 0.2, vocabulary, rng), article, article.headline)
        add(source, "at_30", replaced(text, 0.3, vocabulary, rng), article, article.headline)
        add(source, "at_40", replaced(text, 0.4, vocabulary, rng), article, other)
        add(source, "at_40_running", replaced(text, 0.4, running, rng), article, other)
        add(source, "cut", half, article, article.headline)
        add(source, "cut_20", replaced(half, 0.2, vocabulary, rng), article, other)
        add(source, "headline", text, article, other)
        add(source, "boilerplate", f"{replaced(text, 0.1, vocabulary, rng)}\n{_BOILERPLATE}", article, article.headline)
    for row in map(json.loads, OWN.read_text("utf-8").splitlines()):
        added.append((row["id"], _record(row["text"], row["headline"], row["day"], row["author"], row["id"])))
        truth[row["id"]] = (row["id"], "negative")
    return added, truth


def replaced(text: str, share: float, words: list[str], rng: random.Random) -> str:
    """The text with that share of its words replaced by others, its lines kept."""
    lines = (line.split() for line in text.split("\n"))
    return "\n".join(" ".join(rng.choice(words) if rng.random() < share else word for word in line) for line in lines)


def _twice(articles: list[Article]) -> dict[str, str]:
    """Articles that are in the sets twice, by runs of eight words."""
    posted: defaultdict[int, list[int]] = defaultdict(list)
    sizes = []
    for n, article in enumerate(articles):
        words = re.findall(r"\w+", _text(article).lower())
        runs = {hash(tuple(words[k : k + 8])) for k in range(len(words) - 7)}
        sizes.append(len(runs))
        for run in runs:
            posted[run].append(n)
    shared: Counter[tuple[int, int]] = Counter()
    for group in posted.values():
        if len(group) < 20:
            shared.update(combinations(group, 2))
    pairs = [(f"a{a:04}", f"a{b:04}") for (a, b), n in shared.items() if n > min(sizes[a], sizes[b]) / 3]
    return components(pairs)


def _alone(added: list[tuple[str, Record]], truth: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Recall of each kind of copy, each held against the originals and the negatives without the other copies beside it."""
    index = Index(":memory:")
    for page, record in added:
        if truth[page][1] in _FIRST:
            index.add(page, record)
    text_of = {page: text for page, text, _ in index.groups()}
    found: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for page, record in added:
        source, kind = page.rpartition("-")[0], truth[page][1]
        if kind not in _FIRST:
            asked[kind] += 1
            found[kind] += text_of[f"{source}-original"] in index.find(page, record)[1].texts
    return {f"recall_{kind}": _share(found[kind], asked[kind]) for kind in _KINDS if asked[kind]} | {"copies": asked.total()}


def _together(groups: Iterable[tuple[str, str, str]], truth: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """What comes of all pages together."""
    text_of = {page: text for page, text, _ in groups}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for page, text in text_of.items():
        members[text].append(page)
    right = pairs = joined = 0
    for group in members.values():
        for a, b in combinations(group, 2):
            pairs += 1
            right += truth[a][0] == truth[b][0]
            joined += truth[a][1] == truth[b][1] == "negative"
    together = Counter(
        (kind, text_of[page] == text_of[f"{page.rpartition('-')[0]}-original"])
        for page, (_, kind) in truth.items()
        if kind not in _FIRST
    )
    recall = {f"together_{kind}": _share(together[kind, True], together[kind, True] + together[kind, False]) for kind in _KINDS}
    return {"cluster_precision": _share(right, pairs), "negatives_joined": joined, **recall}


def _stories(groups: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    happening = {row["id"]: row["happening"] for row in map(json.loads, OWN.read_text("utf-8").splitlines())}
    story_of = {page: story for page, _, story in groups if page in happening}
    hits = gold = guessed = 0
    for a, b in combinations(sorted(story_of), 2):
        one, same = story_of[a] == story_of[b], happening[a] == happening[b]
        hits, gold, guessed = hits + (one and same), gold + same, guessed + one
    return {
        "story_precision": _share(hits, guessed),
        "story_recall": _share(hits, gold),
        "happenings": len(set(happening.values())),
    }


def _share(right: int, of: int) -> float | None:
    return round(right / of, 4) if of else None


def _speed(articles: list[Article]) -> dict[str, Any]:
    """Articles a second; words of theirs have been met before, as in a running archive."""
    records = [_record(_text(a), a.headline, a.published, a.outlet, f"s{n}") for n, a in enumerate(articles)]
    figures: dict[str, Any] = {"words_per_article": round(statistics.mean(len(_text(a).split()) for a in articles))}
    with tempfile.TemporaryDirectory() as folder:
        for name, paths in (("", (":memory:",) * 3), ("_disk", (f"{folder}/a", f"{folder}/b"))):
            best: dict[str, float] = {}
            for path in paths:
                index = Index(path)
                for record in records:
                    index.add(record.article.id, record)
                index.base.commit()
                if not best or index.spent.total() < sum(best.values()):
                    best = dict(index.spent)
            figures[f"articles_per_second{name}"] = round(len(records) / sum(best.values()))
            if not name:
                figures |= {f"{step}_us": round(1e6 * seconds / len(records)) for step, seconds in best.items()}
    return figures


def _growth(articles: list[Article], largest: int) -> dict[str, Any]:
    """Times of one article at several sizes, and of single adds to the largest."""
    sizes = [size for size in SIZES if size < largest] + [largest]
    made = _made_up(articles, random.Random(21))
    figures: dict[str, Any] = {}
    times: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        index = Index(f"{folder}/index")
        count = 0
        for size in sizes:
            while count < size - WINDOW:
                source, record = next(made)
                index.fill(f"g{count:07}", record, f"g{source:07}")
                count += 1
                if count % 1000 == 0:
                    index.base.commit()
            before, started = index.spent.total(), count
            while count < size:
                index.add(f"g{count:07}", next(made)[1])
                count += 1
            index.base.commit()
            times.append((size, (index.spent.total() - before) / (count - started)))
            figures[f"us_at_{size}"] = round(1e6 * times[-1][1])
        index.base.commit()
        single = []
        for _, record in [next(made) for _ in range(ADDS)]:
            began = time.perf_counter()
            index.add(f"g{count:07}", record)
            index.base.commit()
            single.append(time.perf_counter() - began)
            count += 1
        pages = index.base.execute("PRAGMA page_count").fetchone()[0] * index.base.execute("PRAGMA page_size").fetchone()[0]
    slope = (times[-1][1] - times[0][1]) / (times[-1][0] - times[0][0]) if len(times) > 1 else 0.0
    later = max(0.0, slope) * (1_000_000 - largest)
    return figures | {
        "growth": round(times[-1][1] / times[0][1], 2),
        "us_at_1m": round(1e6 * (times[-1][1] + later)),
        "add_one_ms": round(1000 * statistics.median(single), 2),
        "add_one_ms_1m": round(1000 * (statistics.median(single) + later), 2),
        "bytes_per_article": round(pages / count),
    }


def _made_up(articles: list[Article], rng: random.Random) -> Iterator[tuple[int, Record]]:
    """Articles without end, of sentences from everywhere, each with the number of the one that it is a copy of, or its own."""
    sentences = [s for a in articles for s in re.split(r"(?<=[.!?]) +", _text(a).replace("\n", " ")) if 6 <= len(s.split()) <= 60]
    words = [word for sentence in sentences for word in sentence.split()]
    headlines = [a.headline for a in articles if a.headline]
    kept: list[tuple[int, str]] = []
    first = date(2024, 1, 1)
    for n in range(10**9):
        if n % 5 == 4 and kept:
            source, text = rng.choice(kept)
            text = replaced(text, 0.1, words, rng)
        else:
            source = n
            text = " ".join(rng.choices(sentences, k=rng.randint(8, 28)))
            if n % 50 == 0:
                kept.append((n, text))
        day = first + timedelta(days=rng.randrange(365))
        yield source, _record(text, rng.choice(headlines) if headlines else None, day.isoformat(), None, f"m{n}")


def _peer(peer: Peer, texts: list[tuple[str, str]], truth: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """A peer's pairs, joined into groups as ours are."""
    began = time.process_time()
    pairs = list(peer(texts))
    seconds = time.process_time() - began
    group_of = components([*pairs, *((page, page) for page, _ in texts)])
    figures = _together([(page, group, group) for page, group in group_of.items()], truth)
    return {**figures, "articles_per_second": round(len(texts) / seconds)}
