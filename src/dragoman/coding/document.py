"""The article as the coder reads it: its parts analysed, its sentences in reading order, each with its tree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from ..language import Reader
from ..model import Article, Frame, Part, Sentence, Span, Word, span_of


class Line:
    """One sentence of the article, where it stands, and its tree. Word numbers count within the sentence."""

    def __init__(self, number: int, part: Part, paragraph: int, kind: str, text: str, sentence: Sentence) -> None:
        self.number, self.part, self.paragraph, self.kind = number, part, paragraph, kind
        self.text, self.sentence = text, sentence
        self.words: tuple[Word, ...] = sentence.words

    @cached_property
    def children(self) -> list[list[int]]:
        """The words that each word governs, in order."""
        out: list[list[int]] = [[] for _ in self.words]
        for i, word in enumerate(self.words):
            if word.head >= 0:
                out[word.head].append(i)
        return out

    @property
    def sentence_text(self) -> str:
        """The sentence as written."""
        return self.text[self.sentence.start : self.sentence.end]

    @cached_property
    def root(self) -> int:
        """The word that governs the sentence."""
        return next((i for i, w in enumerate(self.words) if w.head < 0), 0)

    @cached_property
    def frames(self) -> dict[int, Frame]:
        """The predicate frames by their word."""
        return {f.predicate: f for f in self.sentence.frames}

    def under(self, i: int, *relations: str) -> list[int]:
        """The children of word i that bear one of the relations (with or without subtype)."""
        return [
            c for c in self.children[i] if not relations or self.relation(c) in relations or self.words[c].deprel in relations
        ]

    def relation(self, i: int) -> str:
        """Word i's relation without its subtype."""
        return self.words[i].deprel.split(":")[0]

    def cases(self, i: int) -> list[str]:
        """The prepositions of the phrase that word i heads, in lower case, in order."""
        return [self.words[c].text.lower() for c in self.under(i, "case")]

    def case(self, i: int) -> str:
        """The first of them; empty without any."""
        return next(iter(self.cases(i)), "")

    def infinitive(self, i: int) -> bool:
        """Does word i stand behind a `to` of its own?"""
        return any(self.words[c].text.lower() == "to" for c in self.under(i, "mark"))

    def subtree(self, i: int, without: frozenset[str] = frozenset()) -> list[int]:
        """Word i and all below it, in order; branches of i itself whose relation is in `without` are left out."""
        out, open_ = [], [i]
        while open_:
            j = open_.pop()
            out.append(j)
            open_ += [
                c for c in self.children[j] if j != i or (self.relation(c) not in without and self.words[c].deprel not in without)
            ]
        return sorted(out)

    def ancestors(self, i: int) -> Iterator[int]:
        """The words above i, nearest first."""
        i = self.words[i].head
        while i >= 0:
            yield i
            i = self.words[i].head

    def head_of(self, first: int, last: int) -> int:
        """The word of a range that is governed from outside it."""
        return next((i for i in range(first, last) if not first <= self.words[i].head < last), first)

    def span(self, first: int, last: int) -> Span:
        """The words `first` to `last` (exclusive) as a span of the article's clean part."""
        return span_of(self.text, self.part, self.paragraph, self.words[first].start, self.words[last - 1].end)

    def string(self, first: int, last: int) -> str:
        """The words `first` to `last` (exclusive) as written."""
        return self.text[self.words[first].start : self.words[last - 1].end]

    def lemma(self, i: int) -> str:
        """Word i's lemma in lower case, with its verb particle (`carry out`)."""
        particle = next((self.words[c].text.lower() for c in self.children[i] if self.words[c].deprel == "compound:prt"), "")
        return f"{self.words[i].lemma.lower()} {particle}".rstrip()


class Document:
    """An article and its lines in reading order."""

    def __init__(self, article: Article, reader: Reader) -> None:
        self.article = article
        parts = article.parts()
        kinds = [article.body[p].kind if part == "body" else part for part, p, _ in parts]
        self.lines: list[Line] = []
        for (part, paragraph, text), kind, analysis in zip(
            parts, kinds, reader.analyse_all([t for _, _, t in parts]), strict=True
        ):
            for sentence in analysis.sentences:
                self.lines.append(Line(len(self.lines), part, paragraph, kind, text, sentence))

    def paragraph(self, line: Line) -> list[Line]:
        """The lines that stand in the same part and paragraph."""
        return [x for x in self.lines if x.part == line.part and x.paragraph == line.paragraph]
