"""Event triples: who does what to whom in whole sentences, each read as an article of one paragraph.

DIR holds, in any depth, up to three sets, told by their shape. Each pair of an actor and a recipient of an event is a
triple, and so is each pair of the sides of a mutual act (meetings, agreements, joint work: sides in either order); an event
with one side that is not known is a triple of the other alone. Each gold triple answers one of ours at most.

1. PLOVER's own records (`PLOVER_GSR_CAMEO.txt`, a list in JSON): `f1`, `precision`, `recall` by state, type and state,
   through the codes of our exports; `sector_f1` where the first sectors agree too (none and GOV are one: who acts for a
   state as a whole), `pair_f1` without the type, `type_f1` without the sides. Labels of 2016 are read as today's. Records of
   one sentence are put together; a record tells one event of a sentence that may hold others, so precision has a ceiling:
   `main_f1` is of the surest event of each sentence alone.
   The dates are dummies: the sentences are read without.
2. PETRARCH's unit suite (`*.xml` with the dictionaries that it names): `petr.f1`, `.precision`, `.recall`, with its invented
   states, actors and agents imported as a user's tables, by state as in 1. Golds without both sides, and comments, are out;
   ours count where both sides are in its dictionaries. Its codes are read by `petrarch_suite`; golds whose code settles no
   type count in `petr.pair_f1` alone, and `petr.typed` is the share of those that do settle one.
3. Sentences with the words of their source and target (`*.txt` in two columns, B-S, B-T; B-R is both): `ner.source_f1`,
   `ner.target_f1`, `ner.f1` by partial match (spans that share a word) of the parties' words of the sentence's best event,
   the one with both sides known and the highest confidence; where the coder gives no event or leaves a side open, the words
   that the language model marks as a party stand in. `ner.events_f1` is that without such help, both sides together, over
   all events.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from dragoman.coding import Options as Coding
from dragoman.coding import code
from dragoman.exports import coded
from dragoman.language import LanguageModel, Reader, reader
from dragoman.model import Actor, Article, Block, Record
from dragoman.world import World, world

from . import petrarch_suite
from .common import Options
from .party_words import party_words

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
LABELS = {
    "DEMAND": ("REQUEST",),
    "DISAPPROVE": ("ACCUSE",),
    "INVESTIGATE": ("ACCUSE",),
    "FIGHT": ("ASSAULT",),
    "WITHDRAW": ("RETREAT",),
    "YIELD": ("CONCEDE", "RETREAT"),
}
# Slips of the records' country codes, and their bodies: one code for all that are not states.
COUNTRIES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "UNO": "IGO", "EUR": "IGO"}
SECTORS = {"GOV": "", "***": "", "MED": "JRN", "CIV": "CVL"}
NOBODY = frozenset({""})
_TIGHT = frozenset({".", ",", ";", ":", "?", "!", ")", "%", "'s", "’s", "'", "’", "n't"})  # words with no space before them
Sides = frozenset[str]


@dataclass(frozen=True)
class Triple:
    """Who does what to whom: any of the codes, any of the types; `mutual` where the sides may change places."""

    actor: Sides
    types: frozenset[str]
    recipient: Sides
    mutual: bool = False


class Tally(NamedTuple):
    """Golds and guesses, and those of each that have a partner."""

    hits: int = 0
    gold: int = 0
    ours: int = 0

    def plus(self, gold: Sequence[Triple], ours: Sequence[Triple], same: Callable[[Triple, Triple], bool]) -> Tally:
        """With the triples of one more sentence."""
        return Tally(self.hits + len(pairs(gold, ours, same)), self.gold + len(gold), self.ours + len(ours))

    def figures(self, name: str) -> dict[str, Any]:
        """F1, precision and recall."""
        whole = {
            "f1": (2 * self.hits, self.gold + self.ours),
            "precision": (self.hits, self.ours),
            "recall": (self.hits, self.gold),
        }
        return {name + key: round(a / b, 4) if b else 0.0 for key, (a, b) in whole.items()}


def measure(options: Options) -> dict[str, Any]:
    """The figures of every set that is there, over `limit` items of each."""
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    files = (
        [options.data] if options.data.is_file() else sorted(p for p in options.data.rglob("*") if p.suffix in (".txt", ".xml"))
    )
    figures: dict[str, Any] = {}
    for path in files:
        text = path.read_text("utf-8", "replace")
        if path.suffix == ".xml" and "<EventCoding" in text:
            figures |= _suite(path, options.limit, language)
        elif text.lstrip().startswith("[") and '"eventText"' in text:
            figures |= _records(json.loads(text), options.limit, language)
        elif re.match(r"\S+ (?:O|[BI]-[A-Z])\s*\n", text):
            figures |= _spans(text, options.limit, language)
    first = ("f1", "precision", "recall")
    return {key: figures[key] for key in first if key in figures} | figures


def _records(rows: list[dict[str, Any]], limit: int, language: Reader) -> dict[str, Any]:
    sentences: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.get("text"):
            sentences.setdefault(row["text"].strip(" {}"), []).append(row)
    known, tallies = world(), dict.fromkeys(("", "sector_", "pair_", "type_", "main_"), Tally())
    for text, told in list(sentences.items())[: limit or None]:
        record = read(text, Coding(language=language))
        gold = _unique(t for row in told for t in gold_triples(row))
        ours = _unique(our_triples(record, lambda a: exported(a, known)))
        show(text, gold, ours)
        tallies[""] = tallies[""].plus(gold, ours, same)
        surest = max(record.events, key=lambda e: e.confidence, default=None)
        main = replace(record, events=(surest,) if surest else ())
        tallies["main_"] = tallies["main_"].plus(gold, _unique(our_triples(main, lambda a: exported(a, known))), same)
        tallies["pair_"] = tallies["pair_"].plus(_untyped(gold), _untyped(ours), same_pair)
        tallies["type_"] = tallies["type_"].plus(_types(gold), _types(ours), same)
        gold = _unique(t for row in told for t in gold_triples(row, sectors=True))
        ours = _unique(our_triples(record, lambda a: exported(a, known, sectors=True)))
        tallies["sector_"] = tallies["sector_"].plus(gold, ours, same)
    figures: dict[str, Any] = tallies[""].figures("")
    figures |= {f"{name}f1": tallies[name].figures("")["f1"] for name in ("main_", "sector_", "pair_", "type_")}
    return figures | {"sentences": len(list(sentences)[: limit or None]), "golds": tallies[""].gold}


def gold_triples(row: dict[str, Any], sectors: bool = False) -> Iterator[Triple]:
    """The triples of one of PLOVER's records."""

    def sides(key: str) -> list[Sides]:
        told = row.get(key) or []
        listed = [a for a in (told if isinstance(told, list) else [told]) if isinstance(a, dict)]
        return [frozenset({_side(a.get("code") or "", (a.get("sector") or "") if sectors else "")}) for a in listed]

    types = frozenset(LABELS.get(row["event"], (row["event"],)))
    yield from _triples(sides("source"), types, sides("target"))


def _side(country: str, sector: str) -> str:
    sector = sector[:3].upper()
    sector = SECTORS.get(sector, sector)
    country = COUNTRIES.get(country, country)
    return f"{country}/{sector}" if sector and country != "IGO" else country


def exported(actor: Actor, known: World, sectors: bool = False) -> str:
    """Our code of an actor as the records have it: a state, IGO, NGO or IMG, and the first sector on demand."""
    found = coded(actor, known)
    country = found.country or ("NGO" if "SOC" in found.sectors else "")
    return _side(country, found.sectors[0]) if country and sectors and found.sectors else _side(country, "")


def our_triples(record: Record, coded_as: Callable[[Actor], str]) -> Iterator[Triple]:
    """The triples of all events of a record; actors without a code are left out."""
    by_id = {a.id: a for a in record.actors}
    for event in record.events:
        sides = []
        for ids in (event.actor_ids, event.recipient_ids):
            codes = dict.fromkeys(coded_as(by_id[i]) for i in ids if i in by_id)
            sides.append([frozenset({c}) for c in codes if c])
        yield from _triples(sides[0], frozenset({event.type}), sides[1])


def _triples(actors: list[Sides], types: frozenset[str], recipients: list[Sides]) -> Iterator[Triple]:
    if not recipients and len(actors) > 1:
        yield from (Triple(a, types, b, mutual=True) for a, b in combinations(actors, 2))
    elif actors or recipients:
        mutual = bool(types & MUTUAL)
        yield from (Triple(a, types, b, mutual) for a in actors or [NOBODY] for b in recipients or [NOBODY])


def same(gold: Triple, ours: Triple) -> bool:
    """Do type and sides agree?"""
    return bool(gold.types & ours.types) and same_pair(gold, ours)


def same_pair(gold: Triple, ours: Triple) -> bool:
    """Do the sides agree, in either order where one of the two is mutual?"""
    straight = gold.actor & ours.actor and gold.recipient & ours.recipient
    turned = (gold.mutual or ours.mutual) and gold.actor & ours.recipient and gold.recipient & ours.actor
    return bool(straight or turned)


def pairs(gold: Sequence[Triple], ours: Sequence[Triple], same: Callable[[Triple, Triple], bool]) -> list[tuple[int, int]]:
    """Golds and guesses that agree, each used once, the first first."""
    out: list[tuple[int, int]] = []
    free = list(range(len(ours)))
    for i, triple in enumerate(gold):
        found = next((j for j in free if same(triple, ours[j])), None)
        if found is not None:
            free.remove(found)
            out.append((i, found))
    return out


def _unique(triples: Iterable[Triple]) -> list[Triple]:
    out: list[Triple] = []
    for t in triples:
        if not any(t.types == o.types and same_pair(t, o) for o in out):
            out.append(t)
    return out


def _untyped(triples: Iterable[Triple]) -> list[Triple]:
    return _distinct(Triple(t.actor, frozenset(), t.recipient, t.mutual) for t in triples)


def _types(triples: Iterable[Triple]) -> list[Triple]:
    return _distinct(Triple(NOBODY, t.types, NOBODY) for t in triples)


def _distinct(triples: Iterable[Triple]) -> list[Triple]:
    return list(dict.fromkeys(triples))


def read(text: str, coding: Coding, day: str | None = None) -> Record:
    """The record of a sentence as an article of one paragraph."""
    return code(Article(id="x", body=(Block(text),), published=day), coding)


def show(text: str, gold: Sequence[Triple], ours: Sequence[Triple]) -> None:
    """What is not alike, for those who look for errors (with DEBUG set)."""
    if not os.environ.get("DEBUG"):
        return
    found = pairs(gold, ours, same)
    missed = [t for i, t in enumerate(gold) if i not in {a for a, _ in found}]
    more = [t for j, t in enumerate(ours) if j not in {b for _, b in found}]
    if missed or more:
        print(text, "\n   missed:", *map(_told, missed), "\n   more:  ", *map(_told, more), file=sys.stderr)


def _told(t: Triple) -> str:
    return f"{'|'.join(sorted(t.actor))} {'|'.join(sorted(t.types)) or '?'} {'|'.join(sorted(t.recipient))};"


def _suite(path: Path, limit: int, language: Reader) -> dict[str, Any]:
    told = petrarch_suite.dictionary(path)
    known = told.known()
    items = list(petrarch_suite.items(path))[: limit or None]
    typed, paired = Tally(), Tally()
    golds = 0
    for item in items:
        record = read(item.text, Coding(language=language, world=told.world), item.day)
        gold = suite_golds(item, told)
        ours = [t for t in _unique(our_triples(record, _state)) if t.actor <= known and t.recipient <= known]
        show(item.text, gold, ours)
        golds += len(gold)
        paired = paired.plus(_untyped(gold), _untyped(ours), same_pair)
        # What stands between sides whose code settles no type is neither right nor wrong.
        open_ = [t for t in gold if not t.types]
        typed = typed.plus([t for t in gold if t.types], [t for t in ours if not any(same_pair(o, t) for o in open_)], same)
    if not items:
        return {}
    settled = round(typed.gold / golds, 4) if golds else 0.0
    out = typed.figures("petr.") | {"petr.pair_f1": paired.figures("")["f1"], "petr.typed": settled}
    return out | {"petr.sentences": len(items), "petr.golds": typed.gold}


def suite_golds(item: petrarch_suite.Item, told: petrarch_suite.Dictionary) -> list[Triple]:
    """The golds of a sentence of the suite; what is coded both ways, or from one side and the other, is one mutual act."""
    out: list[Triple] = []
    for event in item.events:
        actor, recipient = told.ours(event.source), told.ours(event.target)
        if not actor or not recipient:
            actor, recipient = actor or frozenset({event.source}), recipient or frozenset({event.target})
        new = Triple(actor, event.types, recipient, bool(event.types & MUTUAL))
        turned = next((i for i, t in enumerate(out) if (t.actor, t.recipient) == (recipient, actor) and _one(t, new)), None)
        if turned is not None:
            out[turned] = Triple(out[turned].actor, out[turned].types | event.types, out[turned].recipient, mutual=True)
        elif new not in out:
            out.append(new)
    return out


def _one(a: Triple, b: Triple) -> bool:
    return bool(a.types & b.types) or a.types == b.types


def _state(actor: Actor) -> str:
    """Our code of an actor as the suite has it: private people and firms are their state's; `CIV` alone is nobody's."""
    private = (
        actor.kind in ("civilians", "firm") or (actor.code or "").startswith("CIV:") or (actor.code == "CIV" != actor.country)
    )
    return (actor.country if private else actor.code) or ""


def _spans(text: str, limit: int, language: Reader) -> dict[str, Any]:
    counts = {side: [0, 0, 0, 0] for side in ("source", "target", "events")}
    rows = [block for block in re.split(r"\n\s*\n", text) if block.strip()][: limit or None]
    for block in rows:
        sentence, gold = tagged(block)
        best, every = party_words(sentence, language)
        for side, other in (("source", "S"), ("target", "T")):
            wanted = [(a, b) for a, b, tag in gold if tag in (other, "R")]
            if any(tag == "R" for *_, tag in gold):
                best[side] = list(dict.fromkeys((*best["source"], *best["target"])))
            _count(counts[side], wanted, best[side])
            _count(counts["events"], wanted, every[side])
            if os.environ.get("DEBUG") and _missed(wanted, best[side]):
                words = [[sentence[a:b] for a, b in spans] for spans in (wanted, best[side])]
                print(f"{side}: {sentence}\n   gold {words[0]}, ours {words[1]}", file=sys.stderr)
    both = [a + b for a, b in zip(counts["source"], counts["target"], strict=True)]
    named = {
        "ner.source_f1": counts["source"],
        "ner.target_f1": counts["target"],
        "ner.f1": both,
        "ner.events_f1": counts["events"],
    }
    return {name: _partial(c) for name, c in named.items()} | {"ner.sentences": len(rows)}


def tagged(block: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A sentence of two columns as text, and the spans of its tags."""
    text, spans = "", []
    for line in block.splitlines():
        word, _, tag = line.strip().rpartition(" ")
        if not word:
            continue
        tight = (
            not text or word in (".", ",", ";", ":", "?", "!", ")", "%", "'s", "’s", "'", "’", "n't") or text.endswith(("(", "$"))
        )
        tight = tight or (word == "s" and text.endswith(("'", "’")))
        text += word if tight else f" {word}"
        start = len(text) - len(word)
        if tag.startswith("I-") and spans and spans[-1][2] == tag[2:]:
            spans[-1] = (spans[-1][0], len(text), tag[2:])
        elif tag != "O":
            spans.append((start, len(text), tag[2:]))
    return text, spans


def _count(counts: list[int], gold: list[tuple[int, int]], ours: list[tuple[int, int]]) -> None:
    for i, value in enumerate((_shared(gold, ours), len(gold), _shared(ours, gold), len(ours))):
        counts[i] += value


def _missed(gold: list[tuple[int, int]], ours: list[tuple[int, int]]) -> bool:
    return _shared(gold, ours) < len(gold) or _shared(ours, gold) < len(ours)


def _shared(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> int:
    return sum(any(a < d and c < b for c, d in others) for a, b in spans)


def _partial(counts: list[int]) -> float:
    found, gold, right, ours = counts
    recall, precision = found / gold if gold else 0.0, right / ours if ours else 0.0
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0
