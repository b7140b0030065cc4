"""The language model on public test sets: tags, trees, sentence ends, names, frames, speed.

DIR holds treebanks/*.conllu, ner/*.iob2 or crossner-*/*.txt, srl/*.jsonl in any depth. Each file is measured under its stem
(crossner-politics/dev is crossner-politics-dev), a -dev only where there is no -test. Words are gold for everything but
sentence ends. LAS counts punctuation and strips subtypes; `las_nopunct` is what spaCy's scorer gives.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.data import CROSSNER

from dragoman.language import LanguageModel, Reader

from .common import Options, f1


def measure(options: Options) -> dict[str, Any]:
    """Every figure that the folder's files allow."""
    reader = Reader(LanguageModel(options.weights)) if options.weights else Reader()
    out: dict[str, Any] = {}
    speed_words: list[list[list[str]]] = []
    for stem, path in _chosen(options.data):
        if path.suffix == ".conllu":
            paragraphs = _treebank(path, options.limit)
            out |= {f"{stem}.{k}": v for k, v in trees(reader, paragraphs).items()}
            speed_words = speed_words or [[s["words"] for s in p] for p in paragraphs]
        elif path.suffix == ".jsonl":
            out |= {f"{stem}.{k}": v for k, v in frames(reader, path, options.limit).items()}
        else:
            out[f"{stem}.ner_f1"] = names(reader, path, options.limit)
    if speed_words:
        texts = [" ".join(w for s in p for w in s) for p in speed_words]
        out["words_per_second"] = speed(lambda: reader.analyse_all(texts), sum(len(s) for p in speed_words for s in p))
        if options.peers:
            out["peers"] = _peers(texts, sum(len(s) for p in speed_words for s in p))
    return out


def speed(read: Any, words: int) -> int:
    """Words a second on this thread, the best of two readings."""
    best = 0.0
    for _ in range(2):
        start = time.process_time()
        read()
        best = max(best, words / max(1e-9, time.process_time() - start))
    return round(best)


def _peers(texts: list[str], words: int) -> dict[str, dict[str, Any]]:
    """spaCy's small pipeline of the same make (tok2vec, tagger, parser, entities), untrained: its speed only."""
    try:
        import spacy
    except ImportError:
        return {}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listen = {"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}}
    tagger, parser, ner = (nlp.add_pipe(name, config=listen) for name in ("tagger", "parser", "ner"))
    for label in ("NOUN", "VERB", "ADJ"):
        tagger.add_label(label)  # type: ignore[attr-defined]
    for label in ("nsubj", "obj", "obl", "root", "punct"):
        parser.add_label(label)  # type: ignore[attr-defined]
    for label in ("PER", "ORG", "LOC"):
        ner.add_label(label)  # type: ignore[attr-defined]
    nlp.initialize()
    return {"spacy_small_untrained": {"words_per_second": speed(lambda: list(nlp.pipe(texts)), words)}}


def _chosen(folder: Path) -> list[tuple[str, Path]]:
    files = (
        [folder]
        if folder.is_file()
        else sorted(p for p in folder.rglob("*") if p.suffix in (".conllu", ".iob2", ".jsonl", ".txt"))
    )
    named = []
    for path in files:
        if path.suffix == ".txt":
            if not path.parent.name.startswith("crossner-"):
                continue
            named.append((f"{path.parent.name}-{path.stem}", path))
        elif path.suffix == ".jsonl" and path.parent.name != "srl":
            continue
        else:
            named.append((path.stem, path))
    tests = {(stem.removesuffix("-test"), path.suffix) for stem, path in named if stem.endswith("-test")}
    keep = []
    for stem, path in named:
        if stem.endswith("-train") or (stem.endswith("-dev") and (stem.removesuffix("-dev"), path.suffix) in tests):
            continue
        keep.append((stem, path))
    return keep


def _treebank(path: Path, limit: int) -> list[list[dict[str, Any]]]:
    """Paragraphs of sentences: words, upos, heads (0 the root), deprels and the raw text."""
    paragraphs: list[list[dict[str, Any]]] = []
    count, fresh, rows, text = 0, True, [], ""
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith(("# newpar", "# newdoc")) and not line.startswith("# newpar_block"):
            fresh = True
        elif line.startswith("# text ="):
            text = line[8:].strip()
        elif line and line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            if fresh or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(
                {
                    "words": [r[1] for r in rows],
                    "upos": [r[3] for r in rows],
                    "heads": [int(r[6]) for r in rows],
                    "labels": [r[7].split(":")[0] for r in rows],
                    "text": text,
                }
            )
            rows, fresh = [], False
            count += 1
            if limit and count >= limit:
                break
    return paragraphs


def trees(reader: Reader, paragraphs: list[list[dict[str, Any]]]) -> dict[str, float | None]:
    """UPOS, UAS, LAS on gold words and sentences; sentence ends on raw text."""
    gold = [s for p in paragraphs for s in p]
    read = [s for p in reader.analyse_words([[s["words"] for s in p] for p in paragraphs]) for s in p]
    words = upos = uas = las = bare = bare_uas = bare_las = 0
    for g, r in zip(gold, read, strict=True):
        for i, word in enumerate(r.words):
            right = word.head + 1 == g["heads"][i]
            both = right and word.deprel.split(":")[0] == g["labels"][i]
            words, upos, uas, las = words + 1, upos + (word.upos == g["upos"][i]), uas + right, las + both
            if g["upos"][i] != "PUNCT":
                bare, bare_uas, bare_las = bare + 1, bare_uas + right, bare_las + both
    hits = total = found = 0
    for paragraph, analysis in zip(
        paragraphs, reader.analyse_all([" ".join(s["text"] for s in p) for p in paragraphs]), strict=True
    ):
        at, ends = 0, set()
        for s in paragraph:
            at += len(s["text"])
            ends.add(at)
            at += 1
        guess = {s.end for s in analysis.sentences}
        hits, total, found = hits + len(ends & guess), total + len(ends), found + len(guess)
    rate = lambda n, d: round(n / d, 4) if d else None
    return {
        "upos": rate(upos, words),
        "uas": rate(uas, words),
        "las": rate(las, words),
        "uas_nopunct": rate(bare_uas, bare),
        "las_nopunct": rate(bare_las, bare),
        "sentence_f1": f1(hits, total, found),
    }


def _columns(path: Path, limit: int) -> Iterator[list[tuple[list[str], list[str]]]]:
    """The documents of a column file, each a list of sentences (words, tags); where none are marked, each sentence is one."""
    document: list[tuple[list[str], list[str]]] = []
    words: list[str] = []
    tags: list[str] = []
    count = 0
    numbered = path.suffix == ".iob2"
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if numbered and line.startswith("# "):
            if line.startswith("# newdoc") and document:
                yield document
                document = []
            continue
        if not line.strip():
            if words:
                document.append((words, tags))
                count += 1
                if not numbered or (limit and count >= limit):
                    yield document
                    document = []
                if limit and count >= limit:
                    return
            words, tags = [], []
        else:
            cells = line.split("\t")
            words.append(cells[1 if numbered else 0])
            tags.append(cells[2 if numbered else 1])
    if document:
        yield document


def names(reader: Reader, path: Path, limit: int) -> float | None:
    """Exact-span F1 over PER, ORG, LOC: CrossNER's types mapped to them, UNER's OTH and our NORP left out."""
    keep = {"PER": "PER", "ORG": "ORG", "LOC": "LOC"} | CROSSNER
    documents = list(_columns(path, limit))
    rows = [row for document in documents for row in document]
    read = [s for p in reader.analyse_words([[words for words, _ in document] for document in documents]) for s in p]
    hits = total = found = 0
    for (_, tags), sentence in zip(rows, read, strict=True):
        gold = set()
        for i, tag in enumerate(tags):
            if tag[:2] == "B-" and tag[2:] in keep:
                end = i + 1
                while end < len(tags) and tags[end] == "I-" + tag[2:]:
                    end += 1
                gold.add((keep[tag[2:]], i, end))
        guess = {(e.kind, e.first, e.last) for e in sentence.entities if e.kind != "NORP"}
        hits, total, found = hits + len(gold & guess), total + len(gold), found + len(guess)
    return f1(hits, total, found)


def frames(reader: Reader, path: Path, limit: int) -> dict[str, float | None]:
    """PropBank arguments of gold predicates: exact span and label; head word (by the model's own tree) and label."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()][: limit or None]
    read = reader.analyse_frames([(r["words"], [f["predicate"] for f in r["frames"]]) for r in rows])
    counts = {"srl_f1": [0, 0, 0], "srl_head_f1": [0, 0, 0]}
    for row, sentence in zip(rows, read, strict=True):
        guessed = {f.predicate: f for f in sentence.frames}
        head = lambda a, b, s=sentence: next((i for i in range(a, b) if not a <= s.words[i].head < b), a)
        for frame in row["frames"]:
            gold = {(label.removesuffix("-DSP"), a, b) for label, a, b in frame["args"]}
            own = guessed.get(frame["predicate"])
            guess = {(a.role, a.first, a.last) for a in own.arguments} if own else set()
            sides = {
                "srl_f1": (gold, guess),
                "srl_head_f1": tuple({(x, head(a, b)) for x, a, b in s} for s in (gold, guess)),
            }
            for key, (g, p) in sides.items():
                counts[key] = [counts[key][0] + len(g & p), counts[key][1] + len(g), counts[key][2] + len(p)]
    return {k: f1(*v) for k, v in counts.items()}
