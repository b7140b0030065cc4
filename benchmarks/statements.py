"""Statements on PolNeAR: whose words they are, which words report them, and what is said.

DIR holds attributions/*.ann (standoff: Source, Cue, Content) beside text/*.txt, in any depth; folders named train are
passed over where there are others. Each text is read as an article of a paragraph a line. Token figures are
micro-averaged over the words that stand in any content, source or cue; `attribution_f1` wants the content's words at F1
of 0.5 and a shared source word, one to one. PolNeAR's sources take in appositions and relative clauses, ours are the
name: they are widened to the noun phrase here; its contents may be several pieces, ours are one each: those of one cue
are put together. `attribution_recall` and `attribution_precision` go with it; `quoted_recall` is over the attributions
with quotation marks.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.coding.document import Document
from dragoman.coding.statements import Ref, Said, find_statements
from dragoman.language import LanguageModel, Reader, reader
from dragoman.model import Article, Block

from .common import Options, f1

Row = dict[str, set[int]]
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def measure(options: Options) -> dict[str, Any]:
    """The figures over every text, or over `limit` texts spread evenly."""
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    files = _files(options.data)
    if options.limit and len(files) > options.limit:
        files = [files[k * len(files) // options.limit] for k in range(options.limit)]
    totals: dict[str, list[int]] = {name: [0, 0, 0] for name in ("content", "source", "cue", "attribution", "quoted")}
    for path in files:
        text = _text(path)
        gold, own = gold_rows(path, text), own_rows(text, language)
        for name in ("content", "source", "cue"):
            a, b = (set().union(*(r[name] for r in rows)) for rows in (gold, own))
            _add(totals[name], len(a & b), len(a), len(b))
        pairs = match(gold, own)
        _add(totals["attribution"], len(pairs), len(gold), len(own))
        quoted = {g for g, row in enumerate(gold) if row["quoted"]}
        _add(totals["quoted"], sum(g in quoted for g in pairs), len(quoted), len(quoted))
    if not files:
        return {}
    hits, wanted, given = totals["attribution"]
    out: dict[str, Any] = {f"{name}_token_f1": f1(*totals[name]) for name in ("content", "source", "cue")}
    out["attribution_f1"] = f1(hits, wanted, given)
    out["attribution_recall"] = round(hits / wanted, 4) if wanted else None
    out["attribution_precision"] = round(hits / given, 4) if given else None
    out["quoted_recall"] = f1(*totals["quoted"])
    out["texts"] = len(files)
    return out


def _add(total: list[int], *counts: int) -> None:
    total[:] = [a + b for a, b in zip(total, counts, strict=True)]


def _files(folder: Path) -> list[Path]:
    files = [folder] if folder.suffix == ".ann" else sorted(folder.rglob("*.ann"))
    return [f for f in files if "train" not in f.parts] or files


def _text(path: Path) -> str:
    """The text of an annotation file; several annotators may share one."""
    folder = path.parent.parent / "text"
    own = folder / f"{path.stem}.txt"
    return (own if own.exists() else folder / f"{path.stem.rpartition('_')[0]}.txt").read_text("utf-8")


def _tokens(text: str, pieces: list[tuple[int, int]]) -> set[int]:
    """The words (by where they start) that lie in the pieces."""
    return {a + m.start() for a, b in pieces for m in _TOKEN.finditer(text[a:b])}


def gold_rows(path: Path, text: str) -> list[Row]:
    """The attributions of one file that have a content."""
    spans: dict[str, list[tuple[int, int]]] = {}
    out: list[Row] = []
    for line in path.read_text("utf-8").split("\n"):
        cells = line.split("\t")
        if line.startswith("T"):
            places = cells[1].partition(" ")[2].split(";")
            spans[cells[0]] = [(int(p.split()[0]), int(p.split()[1])) for p in places]
        elif line.startswith("E"):
            roles = [r.split(":") for r in cells[1].split()]
            pieces = {
                n: [s for role, t in roles if role.startswith(n) for s in spans.get(t, [])] for n in ("Content", "Source", "Cue")
            }
            if pieces["Content"]:
                row = {n.lower(): _tokens(text, pieces[n]) for n in pieces}
                row["quoted"] = {1} if any(re.search("[\"“”]|''", text[a:b]) for a, b in pieces["Content"]) else set()
                out.append(row)
    return out


def own_rows(text: str, language: Reader) -> list[Row]:
    """Our statements of a text, as words of the text."""
    starts, at = [], 0
    blocks = []
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(line))
            starts.append(at)
        at += len(line) + 1
    document = Document(Article("text", body=tuple(blocks)), language)
    out: dict[tuple[Ref | None, int], Row] = {}
    for k, said in enumerate(find_statements(document)):
        row = _row(text, document, starts, said)
        key = (said.cue_at, -1 if said.cue_at else k)
        if key in out:
            out[key]["content"] |= row["content"]
        else:
            out[key] = row
    return list(out.values())


def _row(text: str, document: Document, starts: list[int], said: Said) -> Row:
    def pieces(ref: Ref | None, wide: bool) -> list[tuple[int, int]]:
        if ref is None:
            return []
        line = document.lines[ref.line]
        first, last = ref.first, ref.last
        if wide:
            below = set(line.subtree(ref.head)) - ({said.cue_at.head} if said.cue_at and said.cue_at.line == ref.line else set())
            while first - 1 in below:
                first -= 1
            while last in below:
                last += 1
        base = starts[line.paragraph]
        return [(base + line.words[first].start, base + line.words[last - 1].end)]

    base = starts[said.content.paragraph]
    content = [(base + said.content.start, base + said.content.end)]
    return {
        "content": _tokens(text, content),
        "source": _tokens(text, pieces(said.source, True)),
        "cue": _tokens(text, pieces(said.cue_at, False)),
    }


def match(gold: list[Row], own: list[Row]) -> dict[int, int]:
    """Gold attributions and ours, one to one, the likest first."""
    scored: Counter[tuple[int, int]] = Counter()
    for g, a in enumerate(gold):
        for o, b in enumerate(own):
            shared = len(a["content"] & b["content"])
            same = a["source"] & b["source"] or not (a["source"] or b["source"])
            if shared and same and 4 * shared >= len(a["content"]) + len(b["content"]):
                scored[g, o] = round(2000 * shared / (len(a["content"]) + len(b["content"])))
    out: dict[int, int] = {}
    for (g, o), _ in scored.most_common():
        if g not in out and o not in out.values():
            out[g] = o
    return out
