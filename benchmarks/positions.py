"""Positions: who stands where on what, against invented sentences whose positions were written down by hand.

DIR holds *.jsonl, in any depth, of the shape of benchmarks/sets/positions.jsonl (which is measured where DIR holds none): `text`,
`date`, and `positions`, each with `actor` and `stance`, and where they are asked `issue` (words that the phrase must hold),
`toward` (a code), `theme`, `claimed_by`, `contested_by`, `sought_by` (codes). `may` are positions that are right but need not be
found; of an `open` sentence nothing is counted. A position is found where actor, stance and what it is on agree; every other one
that we give counts against precision. `theme`, `claimed`, `contested` and `sought` are shares right of the positions found;
`claims` counts it wrong, too, where somebody is named and nobody should be. Figures beginning with `later_` are of the items
whose id begins with c, which were written last and which no rule was written from.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.coding import Options as Coding
from dragoman.coding import code
from dragoman.model import Article, Block, Position, Record

from .common import Options, f1

OWN = Path(__file__).parent / "sets" / "positions.jsonl"
Row = dict[str, Any]
_ROLES = {"claimed": "claimed_by", "contested": "contested_by", "sought": "sought_by"}


def measure(options: Options) -> dict[str, Any]:
    """The figures over every item, those that rules were written beside and those that came later apart."""
    files = [options.data] if options.data.is_file() else sorted(options.data.rglob("positions*.jsonl"))
    rows = [json.loads(line) for path in files or [OWN] for line in path.read_text("utf-8").splitlines()]
    rows = [row for row in rows if not row.get("open")]
    if options.limit:
        rows = rows[: options.limit]
    later = [row for row in rows if row["id"].startswith("c")]
    figures = scores([row for row in rows if row not in later])
    return {**figures, **{f"later_{k}": v for k, v in scores(later).items()}}


def scores(rows: list[Row]) -> dict[str, Any]:
    """Precision, recall and F1 of the positions, and how often what is told of those found is right."""
    tally: Counter[str] = Counter()
    for row in rows:
        found, missed, extra = compared(row)
        tally["hits"] += len(found)
        tally["gold"] += len(found) + len(missed)
        tally["guessed"] += len(found) + len(extra)
        for want, got in found:
            if "theme" in want:
                tally["themes"] += 1
                tally["theme"] += got["theme"] == want["theme"]
            tally["claims"] += all((want.get(key) or None) == (got[key] or None) for key in _ROLES.values())
            for name, key in _ROLES.items():
                if key in want:
                    tally[f"{name}s"] += 1
                    tally[name] += got[key] == want[key]
    hits, gold, guessed = tally["hits"], tally["gold"], tally["guessed"]
    return {
        "precision": _share(hits, guessed),
        "recall": _share(hits, gold),
        "f1": f1(hits, gold, guessed),
        "theme": _share(tally["theme"], tally["themes"]),
        **{name: _share(tally[name], tally[f"{name}s"]) for name in _ROLES},
        "claims": _share(tally["claims"], hits),
        "asked": gold,
    }


def compared(row: Row) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """What was found beside what was asked, what was missed, and what was given and is not right."""
    left = [plain(record, p) for record in [record_of(row)] for p in record.positions]
    found, missed = [], []
    for want in row["positions"]:
        got = next((p for p in left if _fits(want, p)), None)
        if got is None:
            missed.append(want)
        else:
            found.append((want, got))
            left.remove(got)
    extra = [p for p in left if not any(_fits(want, p) for want in row.get("may", ()))]
    return found, missed, extra


def record_of(row: Row) -> Record:
    """The record of the item's text, read as an article of its day."""
    return code(Article(id=row["id"], body=tuple(Block(p) for p in row["text"].split("\n")), published=row["date"]), Coding())


def plain(record: Record, position: Position) -> Row:
    """A position with codes for ids."""
    codes = {a.id: a.code for a in record.actors}
    one = lambda key: codes.get(key or "")
    return {
        "actor": codes[position.actor],
        "stance": position.stance,
        "toward": one(position.toward),
        "issue": position.issue,
        "theme": getattr(position, "theme", None),
        "claimed_by": one(position.claimed_by),
        "contested_by": ",".join(filter(None, map(one, position.contested_by))),
        "sought_by": ",".join(filter(None, map(one, position.sought_by))),
    }


def _fits(want: Row, got: Row) -> bool:
    if (want["actor"], want["stance"]) != (got["actor"], got["stance"]):
        return False
    if "toward" in want:
        return bool(want["toward"] == got["toward"])
    issue = (got["issue"] or "").lower()
    return all(word.lower() in issue for word in want.get("issue", ()))


def _share(right: int, of: int) -> float | None:
    return round(right / of, 4) if of else None
