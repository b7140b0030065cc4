"""Text to Analysis: words, sentences, tags, trees, names, frames and event words in one pass of the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ..model import Analysis, Argument, Entity, Frame, Sentence, Trigger, Word
from .decode import Floats, log_softmax, sigmoid, spans, tree
from .lemma import lemma
from .mending import mend
from .model import LanguageModel
from .wordpiece import shape
from .words import words as cut

ROOM = 180  # subwords in a window
BATCH = 512  # padded subwords in a batch: more no longer fit a core's cache
ENTITY_KINDS: dict[str, Any] = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "NORP": "NORP"}
# A frame needs a word that can bear one; an event word at least this probability of being one.
END_MARKS = frozenset(".?!…\"”’'»)")
UNMARKED = 2.0  # a sentence that ends without a mark must be this sure (log odds): news hardly has any
PREDICATE, EVENT, PARTY = 0.5, 0.15, 0.15
TYPE = 0.05  # a type is told from this share of the chance that a word names an act


class Window(NamedTuple):
    """Some words of one text that are read together; `ends` and `predicates` fix sentences and frames where they are known."""

    text: int
    words: list[tuple[int, int]]
    forms: list[str]
    ends: list[int] | None
    predicates: list[int] | None = None


class Reader:
    """The language model over texts. `analyse` is pure: the same text gives the same Analysis."""

    def __init__(self, model: LanguageModel | None = None) -> None:
        self.model = model or LanguageModel()
        self._roles = self.model.bio("roles")
        self._entities = self.model.bio("entities")
        self._feats = [dict(p.split("=") for p in f.split("|")) if f != "_" else {} for f in self.model.labels["feats"]]
        self._inputs = lru_cache(maxsize=65536)(self._word_inputs)

    def _word_inputs(self, word: str) -> tuple[tuple[int, ...], int, int]:
        return self.model.wordpiece.pieces(word), shape(word), self.model.names.get(word.lower(), 0)

    def analyse(self, text: str) -> Analysis:
        """The analysis of one text, whose lines are paragraphs."""
        return self.analyse_all([text])[0]

    def analyse_all(self, texts: Sequence[str]) -> list[Analysis]:
        """The analyses of several texts, read in batches of like length."""
        windows = [w for i, text in enumerate(texts) for w in self._windows(i, text)]
        found = self._read(windows, texts)
        out: list[list[Sentence]] = [[] for _ in texts]
        for window, sentences in zip(windows, found, strict=True):
            out[window.text] += sentences
        return [Analysis(text, tuple(sentences)) for text, sentences in zip(texts, out, strict=True)]

    def analyse_words(self, paragraphs: Sequence[Sequence[Sequence[str]]]) -> list[list[Sentence]]:
        """Paragraphs of sentences whose words are given (to measure on treebanks): texts are the words joined by spaces."""
        windows: list[Window] = []
        texts: list[str] = []
        for paragraph in paragraphs:
            run: list[Sequence[str]] = []
            for sentence in [*paragraph, None]:
                room = ROOM - sum(len(self._inputs(w)[0]) for s in run for w in s)
                if run and (sentence is None or room < sum(len(self._inputs(w)[0]) for w in sentence)):
                    forms = [w for s in run for w in s]
                    starts = np.cumsum([0] + [len(w) + 1 for w in forms])[:-1]
                    ends = [int(e) - 1 for e in np.cumsum([len(s) for s in run])]
                    windows.append(
                        Window(
                            len(texts),
                            [(int(a), int(a) + len(w)) for a, w in zip(starts, forms, strict=True)],
                            forms,
                            ends,
                        )
                    )
                    texts.append(" ".join(forms))
                    run = []
                if sentence is not None:
                    run.append(sentence)
        return self._read(windows, texts)

    def analyse_frames(self, sentences: Sequence[tuple[Sequence[str], Sequence[int]]]) -> list[Sentence]:
        """Sentences whose words and predicates are given (to measure frames)."""
        windows, texts = [], []
        for i, (words, predicates) in enumerate(sentences):
            starts = np.cumsum([0] + [len(w) + 1 for w in words])[:-1]
            offsets = [(int(a), int(a) + len(w)) for a, w in zip(starts, words, strict=True)]
            windows.append(Window(i, offsets, list(words), [len(words) - 1], list(predicates)))
            texts.append(" ".join(words))
        return [found[0] for found in self._read(windows, texts)]

    def _windows(self, index: int, text: str) -> list[Window]:
        """Paragraphs (lines), a long one cut after an end mark where there is one."""
        out: list[Window] = []
        base = 0
        for line in text.split("\n"):
            offsets = [(base + a, base + b) for a, b in cut(line)]
            base += len(line) + 1
            while offsets:
                used, count, mark = 2, 0, 0
                for count, (a, b) in enumerate(offsets):
                    used += len(self._inputs(text[a:b])[0])
                    if used > ROOM and count:
                        break
                    if text[a:b] in (".", "?", "!", ".”", "”", '"') and text[b : b + 1].isspace():
                        mark = count + 1
                else:
                    count += 1
                take = mark if mark and count < len(offsets) and mark >= count // 3 else count
                chunk, offsets = offsets[:take], offsets[take:]
                out.append(Window(index, chunk, [text[a:b] for a, b in chunk], None))
        return out

    def _read(self, windows: list[Window], texts: Sequence[str]) -> list[list[Sentence]]:
        lengths = [2 + sum(len(self._inputs(w)[0]) for w in window.forms) for window in windows]
        out: list[list[Sentence]] = [[] for _ in windows]
        batch: list[int] = []
        order = sorted(range(len(windows)), key=lengths.__getitem__)
        for i in order:
            if batch and (len(batch) + 1) * lengths[i] > BATCH:
                self._read_batch(batch, windows, texts, out)
                batch = []
            batch.append(i)
        if batch:
            self._read_batch(batch, windows, texts, out)
        return out

    def _read_batch(self, batch: list[int], windows: list[Window], texts: Sequence[str], out: list[list[Sentence]]) -> None:
        wordpiece = self.model.wordpiece
        rows = [[self._inputs(w) for w in windows[i].forms] for i in batch]
        length = max(2 + sum(len(p) for p, _, _ in row) for row in rows)
        most = max(len(row) for row in rows)
        pieces, shapes, kinds, mask = (np.zeros((len(rows), length), dtype=np.int64) for _ in range(4))
        first = np.zeros((len(rows), most), dtype=np.int64)
        for r, row in enumerate(rows):
            at = 1
            pieces[r, 0] = wordpiece.start
            for w, (ids, form, kind) in enumerate(row):
                first[r, w] = at
                pieces[r, at : at + len(ids)] = ids
                shapes[r, at : at + len(ids)] = form
                kinds[r, at : at + len(ids)] = kind
                at += len(ids)
            pieces[r, at] = wordpiece.end
            mask[r, : at + 1] = 1
        scores = self.model.run(pieces, shapes, kinds, mask, first)
        sizes = [len(row) for row in rows]
        entity_scores = scores["entities"]
        for r, n in enumerate(sizes):
            entity_scores[r, n:] = -1e4
            entity_scores[r, n:, 0] = 0
        tags = spans(entity_scores, *self._entities[1:])
        certain = np.exp(log_softmax(entity_scores))
        for r, i in enumerate(batch):
            out[i] = self._sentences(
                windows[i],
                texts[windows[i].text],
                {k: v[r, : sizes[r]] for k, v in scores.items()},
                tags[r, : sizes[r]],
                certain[r],
            )

    def _sentences(self, window: Window, text: str, s: dict[str, Floats], tags: Any, certain: Floats) -> list[Sentence]:
        n = len(window.words)
        ends = (
            window.ends
            if window.ends is not None
            else [i for i in range(n) if i == n - 1 or s["ends"][i] > (0 if window.forms[i] in END_MARKS else UNMARKED)]
        )
        upos = [self.model.labels["upos"][i] for i in s["upos"].argmax(1)]
        feats = s["feats"].argmax(1)
        heads, arcs = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.float32)
        start = 0
        for end in ends:
            block = log_softmax(s["arcs"][start : end + 1, start : end + 1])
            found = tree(block)
            heads[start : end + 1] = found + start
            arcs[start : end + 1] = np.exp(block[np.arange(len(found)), found])
            start = end + 1
        labels = self._labels(heads, s)
        mend(window.forms, upos, heads, labels)
        sure = sigmoid(s["predicate"])
        chosen = window.predicates
        if chosen is None:
            chosen = [int(p) for p in np.flatnonzero(sure > PREDICATE) if upos[p] in ("VERB", "NOUN", "ADJ", "PROPN")]
        frames, triggers = self._frames(chosen, ends, s, sure), self._triggers(ends, s)
        table = self.model.labels["entities"]
        out: list[Sentence] = []
        start = 0
        for end in ends:
            words = tuple(
                Word(
                    window.forms[i],
                    *window.words[i],
                    lemma(window.forms[i], upos[i], self.model.labels["feats"][feats[i]], self.model.lemmas),
                    upos[i],
                    self._feats[feats[i]],
                    -1 if heads[i] == i else int(heads[i]) - start,
                    labels[i],
                    round(float(arcs[i]), 4),
                )
                for i in range(start, end + 1)
            )
            entities = []
            i = start
            while i <= end:
                if table[tags[i]].startswith("B-"):
                    last = i + 1
                    while last <= end and table[tags[last]] == "I-" + table[tags[i]][2:]:
                        last += 1
                    mean = float(certain[np.arange(i, last), tags[i:last]].mean())
                    entities.append(Entity(ENTITY_KINDS[table[tags[i]][2:]], i - start, last - start, round(mean, 4)))
                    i = last
                else:
                    i += 1
            out.append(
                Sentence(
                    window.words[start][0],
                    window.words[end][1],
                    words,
                    tuple(entities),
                    tuple(frames.get(start, ())),
                    tuple(triggers.get(start, ())),
                )
            )
            start = end + 1
        return out

    def _labels(self, heads: Any, s: dict[str, Floats]) -> list[str]:
        n = len(heads)
        scores = self.model.pair_scores("labels", s["labels_word"], s["labels_other"][heads], np.arange(n) - heads)
        names = self.model.labels["labels"]
        root = names.index("root")
        is_root = heads == np.arange(n)
        scores[~is_root, root] = -1e4
        best = scores.argmax(1)
        best[is_root] = root
        return [names[i] for i in best]

    def _frames(self, chosen: list[int], ends: list[int], s: dict[str, Floats], sure: Floats) -> dict[int, list[Frame]]:
        """The frames of the chosen predicates, by the first word of their sentence."""
        if not chosen:
            return {}
        first_of = _first_words(ends)
        last_of = {first_of(e): e for e in ends}
        longest = max(last_of[first_of(p)] - first_of(p) + 1 for p in chosen)
        scores = np.full((len(chosen), longest, len(self.model.labels["roles"])), -1e4, dtype=np.float32)
        scores[:, :, 0] = 0
        inside: dict[int, list[int]] = {}
        for k, p in enumerate(chosen):
            inside.setdefault(first_of(p), []).append(k)
        for a, rows in inside.items():
            b, at = last_of[a] + 1, np.array([chosen[k] for k in rows])
            scores[rows, : b - a] = self.model.pair_scores(
                "roles", s["roles_word"][None, a:b], s["roles_other"][at][:, None], np.arange(a, b)[None] - at[:, None]
            )
        _, begin, within = self._roles
        tags = spans(scores, begin, within)
        names = self.model.labels["roles"]
        out: dict[int, list[Frame]] = {}
        for k, p in enumerate(chosen):
            a = first_of(p)
            row = [names[t] for t in tags[k]]
            arguments = []
            for i, tag in enumerate(row):
                if tag.startswith("B-"):
                    last = i + 1
                    while last < len(row) and row[last] == "I-" + tag[2:]:
                        last += 1
                    arguments.append(Argument(tag[2:], i, last))
            out.setdefault(a, []).append(Frame(p - a, tuple(arguments), round(float(sure[p]), 4)))
        return out

    def _triggers(self, ends: list[int], s: dict[str, Floats]) -> dict[int, list[Trigger]]:
        types, modalities = self.model.labels["types"], self.model.labels["modalities"]
        kinds = np.exp(log_softmax(s["events"][:, : len(types)]))
        modality = s["events"][:, len(types) :].argmax(1)
        first_of = _first_words(ends)
        last_of = {first_of(e): e for e in ends}
        out: dict[int, list[Trigger]] = {}
        for i in np.flatnonzero(1 - kinds[:, 0] > EVENT):
            a = first_of(int(i))
            b = last_of[a] + 1
            scores = self.model.pair_scores("parties", s["parties_word"][a:b], s["parties_other"][i][None], np.arange(a, b) - i)
            sides = sigmoid(scores)
            parties = [tuple((int(w), round(float(sides[w, k]), 3)) for w in np.flatnonzero(sides[:, k] > PARTY)) for k in (0, 1)]
            act = 1 - float(kinds[i, 0])
            likely = [int(t) for t in np.argsort(-kinds[i, 1:], kind="stable") + 1 if kinds[i, t] > TYPE * act]
            out.setdefault(a, []).append(
                Trigger(
                    int(i) - a,
                    types[likely[0]],
                    modalities[modality[i]],
                    round(act, 4),
                    parties[0],
                    parties[1],
                    tuple((types[t], round(float(kinds[i, t]) / act, 3)) for t in likely),
                )
            )
        return out


def _first_words(ends: list[int]) -> Callable[[int], int]:
    """A function from a word to the first word of its sentence."""
    starts = np.array([0, *[e + 1 for e in ends[:-1]]])
    return lambda i: int(starts[np.searchsorted(starts, i, side="right") - 1])
