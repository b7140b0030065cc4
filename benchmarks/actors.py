"""Actors: names and phrases to states, bodies, groups and sectors.

DIR holds *.jsonl, in any depth, of two shapes. `{"actor": …, "expect": {"country": …, "code_1": …}}` (the shape of NGEC's
test suite): a phrase alone, an empty expectation meaning that none may be given; `country` and `sector` are the shares
right through PLOVER's export codes, `sector_any` counts a sector that is among ours but not the first. The rows bear no
date: all are read as of DAY. `{"date": …, "text": …, "mention": …, "start": …, "expect": {"code": …, …}}` (the set in
benchmarks/sets, which is added to whatever DIR holds): a mention in a dated text, read as an article; `dated` is the share
with everything expected of it right, `dated_code` with the code alone, and `lesser_dated`, `lesser_dated_code` the same of
lesser known actors. Where DIR has the shape of coded pages (gold/ and
pages/), `core_mentions` is the share of the actors and recipients of core events of whom we have a mention of that code
among the words of the event's evidence.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.coding import Options as Coding
from dragoman.coding.chains import Chains
from dragoman.coding.document import Document
from dragoman.exports import coded
from dragoman.language import reader
from dragoman.model import Actor, Article, Block
from dragoman.world import resolve, world
from dragoman.world.keys import name_key
from dragoman.world.places import Places

from .common import Options
from .e2e import read

DAY = date(2021, 9, 1)
OWN = Path(__file__).parent / "sets" / "actors-dated.jsonl"
LESSER = OWN.with_name("actors-lesser.jsonl")
Row = dict[str, Any]


def measure(options: Options) -> dict[str, Any]:
    """The figures over every row, or over `limit` rows of each shape."""
    rows = [row for path in _files(options.data) for line in path.read_text("utf-8").splitlines() if (row := json.loads(line))]
    if OWN.exists() and not any("mention" in row for row in rows):
        rows += [json.loads(line) for path in (OWN, LESSER) for line in path.read_text("utf-8").splitlines()]
    alone = [row for row in rows if "mention" not in row]
    dated = [row for row in rows if "mention" in row]
    if options.limit:
        alone, dated = alone[: options.limit], dated[: options.limit]
    lesser = [row for row in dated if row["id"].startswith("u")]
    figures = {**_alone(alone), **_dated([row for row in dated if row not in lesser])}
    return {**figures, **{f"lesser_{k}": v for k, v in _dated(lesser).items()}, **_core(options.data)}


def _files(data: Path) -> list[Path]:
    return [data] if data.is_file() else sorted(data.rglob("*.jsonl"))


def _alone(rows: list[Row]) -> dict[str, Any]:
    known, places = world(), Places.open()
    tally: Counter[tuple[str, str]] = Counter()
    for row in rows:
        actor = resolve(row["actor"], known, DAY, places)
        for name, right in judged(row, actor).items():
            tally[name, "all"] += 1
            tally[name, "right"] += right
    return {name: _share(tally, name) for name in ("country", "sector", "sector_any")}


def judged(row: Row, actor: Actor | None) -> dict[str, bool]:
    """Which of the expectations of a phrase hold."""
    want = row["expect"]
    got = coded(actor, world()) if actor is not None else None
    out: dict[str, bool] = {}
    if "country" in want:
        # NGEC writes Kosovo XKX and counts the UN among the IGO.
        wanted = {"XKX": "KOS"}.get(want["country"], want["country"])
        given = got.country if got else ""
        out["country"] = given == wanted or (wanted == "IGO" and given == "UNO")
    if "code_1" in want:
        ours = got.sectors if got else ()
        wanted = {"NGO": "SOC"}.get(want["code_1"], want["code_1"])
        out["sector"] = (ours[0] if ours else "") == wanted
        out["sector_any"] = wanted in ours if wanted else not ours
    return out


def _dated(rows: list[Row]) -> dict[str, Any]:
    tally: Counter[tuple[str, str]] = Counter()
    for row in rows:
        held = held_of(row)
        for name, right in (("dated", all(held.values())), ("dated_code", held.get("code", True))):
            tally[name, "all"] += 1
            tally[name, "right"] += right
    return {name: _share(tally, name) for name in ("dated", "dated_code")}


def held_of(row: Row) -> dict[str, bool]:
    """Which of the expectations of a mention in its text hold."""
    want, actor = row["expect"], actor_of(row)
    out: dict[str, bool] = {}
    if "code" in want:
        out["code"] = _same_code(actor.code if actor else None, want["code"])
    if want.get("code", "") is None:
        return out
    if "country" in want:
        out["country"] = (actor.country if actor else None) == want["country"]
    if "sector" in want:
        ours = actor.sectors if actor else ()
        out["sector"] = want["sector"] in ours[:2] if want["sector"] else not ours or ours == ("GOV",)
    if want.get("name"):
        out["name"] = actor is not None and _same_name(actor.name, want["name"])
    if want.get("office"):
        office = world().office(want["office"], (actor.code if actor else None) or "") or want["office"]
        ours_office = world().office(actor.office, actor.code or "") or actor.office if actor and actor.office else None
        out["office"] = ours_office == office
    return out


def _same_code(ours: str | None, wanted: str | None) -> bool:
    """Is the code the wanted one, or that of an organ of the wanted body? Private people of no known state are CIV or none."""
    if wanted is None:
        return ours in (None, "CIV")
    entry = world().entry(ours) if ours else None
    return ours == wanted or (entry is not None and entry.kind == "body" and entry.parent == wanted)


def _same_name(ours: str, wanted: str) -> bool:
    a, b = set(name_key(ours).split()), set(name_key(wanted).split())
    codes = [{e.code for e in world().names(name)} for name in (ours, wanted)]
    people = [{h.person for h in world().people(name)} for name in (ours, wanted)]
    return a <= b or b <= a or bool(codes[0] & codes[1]) or bool(people[0] & people[1])


def actor_of(row: Row) -> Actor | None:
    """The actor whose mention bears the head of the row's, or covers most of it; the text is read as an article of that day."""
    text = row["text"]
    article = Article(id="x", body=(Block(text),), published=row["date"])
    document = Document(article, reader())
    chains = Chains(document, world(), date.fromisoformat(row["date"]), Places.open())
    chains.resolve_pronouns()
    start, end = row["start"], row["start"] + len(row["mention"])
    line = next(x for x in document.lines if x.words[-1].end > start)
    inside = [i for i, w in enumerate(line.words) if w.start < end and w.end > start]
    head = line.words[line.head_of(inside[0], inside[-1] + 1)]
    best: tuple[bool, int, int] = (False, 0, 0)
    found: Actor | None = None
    for actor in chains.finish():
        for span in actor.mentions:
            shared = min(end, span.end) - max(start, span.start)
            person = actor.kind == "person" and span.end == end
            key = (person or span.start <= head.start < span.end, shared, span.start - span.end)
            if shared > 0 and key > best:
                best, found = key, actor
    return found


def _core(data: Path) -> dict[str, Any]:
    found = wanted = 0
    for gold in sorted(data.glob("gold/*.json")):
        page = next(iter(sorted((data / "pages").glob(gold.stem + ".*"))), None)
        if page is None:
            continue
        record = read(page, Coding())
        spans = [(s, a["code"]) for a in record["actors"] for s in a["mentions"]]
        for event in json.loads(gold.read_text("utf-8"))["events"]:
            if event["weight"] != "core":
                continue
            told = [place for words in event["evidence"] for place in _places_of(record["article"], words)]
            codes = {c for s, c in spans for where, start, end in told if _at(s) == where and start <= s["start"] < end}
            for code in dict.fromkeys((*event["actor"], *event["recipient"])):
                wanted += 1
                found += code in codes or (code.startswith("COMPANY:") and any((c or "").startswith(code) for c in codes))
    return {"core_mentions": round(found / wanted, 4)} if wanted else {}


def _places_of(article: Row, words: str) -> list[tuple[tuple[str, int], int, int]]:
    """Where the words stand in the article: part and paragraph, start and end."""
    parts = [(("headline", 0), article["headline"] or ""), (("standfirst", 0), article["standfirst"] or "")]
    parts += [(("body", i), block["text"]) for i, block in enumerate(article["body"])]
    return [(at, start, start + len(words)) for at, text in parts if (start := text.find(words)) >= 0]


def _at(span: Row) -> tuple[str, int]:
    return span["part"], span["paragraph"] or 0


def _share(tally: Counter[tuple[str, str]], name: str) -> float | None:
    return round(tally[name, "right"] / tally[name, "all"], 4) if tally[name, "all"] else None
