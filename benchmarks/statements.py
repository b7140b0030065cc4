"""Statements on PolNeAR: whose words they are, which words report them, and what is said.

DIR holds attributions/*.ann (standoff: Source, Cue, Content) beside text/*.txt, in any depth; folders named train are
passed over where there are others. Each text is read as an article of a paragraph a line. PolNeAR's attributions are wider
than statements: what is wanted, judged or refused counts, too. So the figures are over our statements and attitudes
together; those under `record_` are over the statements alone, which are all that the record lists.
Token figures are micro-averaged over the words that stand in any content, source or cue; `attribution_f1` wants the
content's words at F1 of 0.5 and a shared source word, one to one. PolNeAR's sources take in appositions and relative
clauses, its cues auxiliaries and adverbs, ours are the name and the verb: they are widened to the phrase here; its contents
may be several pieces, ours are one each: those of one cue are put together. `attribution_recall` and
`attribution_precision` go with it; `quoted_recall` is over the attributions with quotation marks.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from dragoman.coding.attitudes import find_attitudes
from dragoman.coding.document import Document
from dragoman.coding.statements import Ref, Said, find_statements
from dragoman.language import LanguageModel, Reader, reader
from dragoman.model import Article, Block

from .common import Options, f1

Row = dict[str, set[int]]
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_PHRASE = frozenset(("appos", "nmod", "conj", "acl", "flat", "compound"))
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def measure(options: Options) -> dict[str, Any]:
    """The figures over every text, or over `limit` texts spread evenly."""
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    files = _files(options.data)
    if options.limit and len(files) > options.limit:
        files = [files[k * len(files) // options.limit] for k in range(options.limit)]
    totals: dict[str, list[int]] = {}
    for path in files:
        text = _text(path)
        gold = gold_rows(path, text)
        document, starts = _document(text, language)
        said = find_statements(document)
        _count(totals, "", gold, own_rows(text, document, starts, said + find_attitudes(document, said)))
        _count(totals, "record_", gold, own_rows(text, document, starts, said))
    if not files:
        return {}
    out: dict[str, Any] = {}
    for kind in ("", "record_"):
        out |= {f"{kind}{name}_token_f1": f1(*totals[kind + name]) for name in ("content", "source", "cue")}
        hits, wanted, given = totals[kind + "attribution"]
        out[f"{kind}attribution_f1"] = f1(hits, wanted, given)
        out[f"{kind}attribution_recall"] = round(hits / wanted, 4) if wanted else None
        out[f"{kind}attribution_precision"] = round(hits / given, 4) if given else None
        out[f"{kind}quoted_recall"] = f1(*totals[kind + "quoted"])
    out["texts"] = len(files)
    return out


def _count(totals: dict[str, list[int]], kind: str, gold: list[Row], own: list[Row]) -> None:
    """Add what is shared, wanted and given in one text."""
    for name in ("content", "source", "cue"):
        a, b = (set().union(*(r[name] for r in rows)) for rows in (gold, own))
        _add(totals, kind + name, len(a & b), len(a), len(b))
    pairs = match(gold, own)
    _add(totals, kind + "attribution", len(pairs), len(gold), len(own))
    quoted = {g for g, row in enumerate(gold) if row["quoted"]}
    _add(totals, kind + "quoted", sum(g in quoted for g in pairs), len(quoted), len(quoted))


def _add(totals: dict[str, list[int]], name: str, *counts: int) -> None:
    totals[name] = [a + b for a, b in zip(totals.get(name, [0, 0, 0]), counts, strict=True)]


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


def _document(text: str, language: Reader) -> tuple[Document, list[int]]:
    """A text as an article of a paragraph a line, and where each paragraph starts in it."""
    starts, at = [], 0
    blocks = []
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(line))
            starts.append(at)
        at += len(line) + 1
    return Document(Article("text", body=tuple(blocks)), language), starts


def own_rows(text: str, document: Document, starts: list[int], found: list[Said]) -> list[Row]:
    """Our attributions of a text, as words of the text; the pieces of one cue are one."""
    out: dict[tuple[Ref | None, int], Row] = {}
    for k, said in enumerate(found):
        row = _row(text, document, starts, said)
        key = (said.cue_at, -1 if said.cue_at else k)
        if key in out:
            out[key]["content"] |= row["content"]
        else:
            out[key] = row
    return list(out.values())


def _row(text: str, document: Document, starts: list[int], said: Said) -> Row:
    def tokens(ref: Ref | None) -> set[int]:
        if ref is None:
            return set()
        line = document.lines[ref.line]
        base = starts[line.paragraph]
        return _tokens(text, [(base + line.words[ref.first].start, base + line.words[ref.last - 1].end)])

    base = starts[said.content.paragraph]
    return {
        "content": _tokens(text, [(base + said.content.start, base + said.content.end)]),
        "source": tokens(_source(document, said)),
        "cue": tokens(_cue(document, said)),
    }


def _source(document: Document, said: Said) -> Ref | None:
    """The source as PolNeAR has it: the noun phrase without preposition; of a relative clause that reports, its pronoun."""
    ref, cue = said.source, said.cue_at
    if ref is None:
        return None
    line = document.lines[ref.line]
    at = cue.head if cue and cue.line == ref.line else -1
    own: set[int] = set()
    for child in line.children[ref.head]:
        below = line.subtree(child)
        pronoun = next((k for k in below if line.words[k].text.lower() in _RELATIVE and ref.last <= k < at), None)
        if at in below and line.words[child].deprel == "acl:relcl" and pronoun is not None:
            return Ref(ref.line, pronoun, pronoun + 1, pronoun)
        aside = line.words[child].deprel == "acl" and line.words[below[0] - 1].text == ","
        if at not in below and child > ref.head and line.relation(child) in _PHRASE and not aside:
            own |= set(below)
    first, last = ref.first, ref.last
    while first < ref.head and line.words[first].upos == "ADP":
        first += 1
    while last in own and (last < at or at < ref.first):
        last += 1
    return Ref(ref.line, first, last, ref.head)


def _cue(document: Document, said: Said) -> Ref | None:
    """The cue as PolNeAR has it: the verb with its auxiliaries, negation and the adverbs before it."""
    ref = said.cue_at
    if ref is None:
        return None
    line = document.lines[ref.line]
    group = [c for c in line.children[ref.head] if line.relation(c) in ("aux", "advmod", "mark", "cop", "det")]
    first = ref.first
    while first - 1 in group:
        first -= 1
    return Ref(ref.line, first, ref.last, ref.head)


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
