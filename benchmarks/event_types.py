"""Types of events: the act that a sentence reports between two given parties.

DIR holds *.tsv, in any depth, in the shape of Zero-Shot-PLOVER's PLV: sentence, source, target, root, quad. Each sentence is
read as an article of one paragraph; of the words that the coder takes for acts, the one that stands nearest to both parties
and under no other act gives the type, whether or not an event would be given for it: here every sentence has one. CONCEDE
and RETREAT are one (YIELD). `root_f1`, `quad_f1` and `binary_f1` (cooperation or conflict) are macro-averaged; `given` is the
share of sentences in which the coder sees any act.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.coding.document import Document, Line
from dragoman.coding.drafts import ENDING, GOVERNING, Sources
from dragoman.coding.events import acts
from dragoman.language import LanguageModel, Reader, reader
from dragoman.model import Article, Block

from .common import Options

QUAD = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}
# What counts against an act beside the coder's confidence in it (0 to 1): a step in the tree to its source or target, a step
# below the root, standing under an act that governs it (asked, refused, agreed to). Set by a coarse search on every other row.
TO_SOURCE, TO_TARGET, DEPTH, GOVERNED = 0.12, 0.08, 0.03, 0.3
PARTY = 0.2  # what speaks for an act: times the model's probability that the source does it, and that the target bears it
FAR = 8


def measure(options: Options) -> dict[str, Any]:
    """The figures over every row, or over `limit` rows spread evenly."""
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    files = [options.data] if options.data.is_file() else sorted(options.data.rglob("*.tsv"))
    rows = [row for path in files for row in _rows(path)]
    if options.limit and len(rows) > options.limit:
        rows = [rows[k * len(rows) // options.limit] for k in range(options.limit)]
    gold, ours = [], []
    for row in rows:
        gold.append(row["root"])
        ours.append(_type(row, language))
    if not rows:
        return {}
    filled = [kind or "ACCUSE" for kind in ours]  # the most frequent conflict of the codebook's examples
    quads = [[QUAD[kind] for kind in kinds] for kinds in (gold, filled)]
    return {
        "root_f1": macro(gold, filled),
        "quad_f1": macro(*quads),
        "binary_f1": macro(*([str(int(q) > 2) for q in each] for each in quads)),
        "accuracy": round(sum(a == b for a, b in zip(gold, filled, strict=True)) / len(gold), 4),
        "given": round(sum(kind is not None for kind in ours) / len(ours), 4),
        "rows": len(rows),
    }


def macro(gold: Sequence[str], ours: Sequence[str]) -> float:
    """The mean of the F1 of every class of the gold rows."""
    hits, wanted, given = Counter[str](), Counter(gold), Counter(ours)
    hits.update(a for a, b in zip(gold, ours, strict=True) if a == b)
    return round(sum(2 * hits[k] / (wanted[k] + given[k]) for k in wanted) / len(wanted), 4)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return rows if rows and {"sentence", "source", "target", "root"} <= rows[0].keys() else []


def _type(row: dict[str, str], language: Reader) -> str | None:
    document = Document(Article(id="x", body=(Block(row["sentence"]),)), language)
    best: tuple[float, str] | None = None
    for line in document.lines:
        parties = [_heads(line, row["sentence"], row[side]) for side in ("source", "target")]
        found = {act.word: act for act in acts(line, Sources(), unheard=True)}
        for act in found.values():
            source, target = (min((_steps(line, act.word, h) for h in heads), default=FAR) for heads in parties)
            above = list(line.ancestors(act.word))
            governed = any(found[a].type in GOVERNING | ENDING for a in above if a in found)
            score = act.sure - TO_SOURCE * source - TO_TARGET * target - DEPTH * len(above) - GOVERNED * governed
            if act.read is not None:
                score += PARTY * sum(map(_chance, (act.read.actors, act.read.recipients), parties))
            if best is None or score > best[0]:
                best = score, act.type
    return {"CONCEDE": "YIELD", "RETREAT": "YIELD"}.get(best[1], best[1]) if best else None


def _chance(marked: Sequence[tuple[int, float]], heads: Sequence[int]) -> float:
    """The best probability among a side's marked words that are heads of the party."""
    return max((p for word, p in marked if word in heads), default=0.0)


def _heads(line: Line, sentence: str, party: str) -> list[int]:
    """The head words of a party's mentions in the line."""
    out, at = [], sentence.find(party)
    while at >= 0 and party:
        inside = [i for i, w in enumerate(line.words) if w.start < at + len(party) and w.end > at]
        if inside:
            out.append(line.head_of(inside[0], inside[-1] + 1))
        at = sentence.find(party, at + 1)
    return out


def _steps(line: Line, a: int, b: int) -> int:
    """Edges between two words in the tree, at most FAR."""
    above = {node: i for i, node in enumerate([a, *line.ancestors(a)])}
    for i, node in enumerate([b, *line.ancestors(b)]):
        if node in above:
            return min(FAR, i + above[node])
    return FAR
