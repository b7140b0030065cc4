"""When: expressions of time in news, and the dates they mean, on TimeML texts (TimeBank, AQUAINT, TempEval-3).

DIR holds *.tml in any depth: TIMEX3 inline, the day of publication in DCT, which is not itself scored. Sentences, trees
and tense are the language model's own. As in TempEval-3 (UzZaman et al. 2013) a guess that shares any character with a
gold expression matches it, one to one (`relaxed_f1`; `strict_f1` wants the same characters), and `value_f1` is
relaxed_f1 times the share of those matched whose value is equal to the letter (`value_accuracy`). `words_per_second` is
the time rules alone, after the language model. Every text is also in the half that the check sum of its file's name puts
it in: the rules were made on `even`, and `odd` says whether they hold elsewhere.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from dragoman.language import LanguageModel, Reader, reader
from dragoman.model import Analysis
from dragoman.world.times_reading import ends, read_times

from .common import Options, f1


class Timex(NamedTuple):
    """An expression: where it stands in its text, and its TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass
class Text:
    """A text, its paragraphs a line each, the day of publication, and its expressions."""

    name: str
    text: str
    day: date | None
    gold: list[Timex]

    @property
    def half(self) -> str:
        """The half of the set that the text belongs to."""
        return "odd" if zlib.crc32(self.name.encode()) % 2 else "even"


@dataclass
class Total:
    """Counts over texts."""

    gold: int = 0
    guessed: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    type: int = 0
    words: int = 0
    seconds: float = 0.0

    def add(self, gold: list[Timex], guesses: list[Timex]) -> None:
        """Count one text."""
        pairs = match(gold, guesses)
        self.gold += len(gold)
        self.guessed += len(guesses)
        self.strict += len({g[:2] for g in gold} & {g[:2] for g in guesses})
        self.relaxed += len(pairs)
        self.value += sum(a.value == b.value for a, b in pairs)
        self.type += sum(a.type == b.type for a, b in pairs)

    def figures(self) -> dict[str, Any]:
        """The figures of TempEval-3."""
        relaxed = f1(self.relaxed, self.gold, self.guessed)
        return {
            "relaxed_f1": relaxed,
            "strict_f1": f1(self.strict, self.gold, self.guessed),
            "value_f1": None if relaxed is None else round(relaxed * self.value / max(self.relaxed, 1), 4),
            "value_accuracy": round(self.value / max(self.relaxed, 1), 4),
            "type_accuracy": round(self.type / max(self.relaxed, 1), 4),
            "relaxed_precision": round(self.relaxed / max(self.guessed, 1), 4),
            "relaxed_recall": round(self.relaxed / max(self.gold, 1), 4),
        }


Finder = Callable[[str, date | None], list[Timex]]


def measure(options: Options) -> dict[str, Any]:
    """The figures over every text, or over `limit` texts spread evenly, and the peers' on the same texts."""
    texts = [read(path) for path in _files(options.data)]
    if options.limit and len(texts) > options.limit:
        texts = [texts[k * len(texts) // options.limit] for k in range(options.limit)]
    if not texts:
        return {}
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    total, halves = Total(), {"even": Total(), "odd": Total()}
    for text in texts:
        analysis = language.analyse(text.text)
        began = time.perf_counter()
        guesses = find(analysis, text.day)
        total.seconds += time.perf_counter() - began
        total.words += sum(len(sentence.words) for sentence in analysis.sentences)
        for each in (total, halves[text.half]):
            each.add(text.gold, guesses)
    out = total.figures()
    for name, half in halves.items():
        out |= {f"{name}.{key}": half.figures()[key] for key in ("relaxed_f1", "strict_f1", "value_f1")}
    out["words_per_second"] = round(total.words / total.seconds)
    out |= {"texts": len(texts), "expressions": total.gold, "words": total.words}
    if options.peers:
        out["peers"] = dict(_peers(texts, total.words))
    return out


def find(analysis: Analysis, day: date | None) -> list[Timex]:
    """Our expressions in a text, each with the value that it has in its clause."""
    sentences = [sentence.words for sentence in analysis.sentences]
    out = []
    for words, row in zip(sentences, read_times(sentences, day), strict=True):
        for timed in (each for found in row for each in ends(found, words, day)):
            at = timed.expression
            out.append(Timex(at.start, at.end, at.kind.upper(), timed.value))
    return out


def match(gold: list[Timex], guesses: list[Timex]) -> list[tuple[Timex, Timex]]:
    """Gold expressions and guesses that overlap, one to one, those first that share most."""
    shared = [
        (min(a.end, b.end) - max(a.start, b.start), a, b) for a in gold for b in guesses if a.start < b.end and b.start < a.end
    ]
    pairs: dict[Timex, Timex] = {}
    taken: set[Timex] = set()
    for _, a, b in sorted(shared, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return list(pairs.items())


def _files(folder: Path) -> list[Path]:
    return [folder] if folder.is_file() else sorted(folder.rglob("*.tml"))


def read(path: Path) -> Text:
    """A TimeML file: the words of its TEXT, a paragraph a line, and what is marked in them."""
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, recover=True))
    published = root.find(".//DCT//TIMEX3")
    day = None if published is None else published.get("value", "")[:10]
    out: list[str] = []
    gold: list[Timex] = []
    at = 0

    def walk(node: Any) -> None:
        nonlocal at
        start = at
        for piece, child in [(node.text, None), *[(c.tail, c) for c in node]]:
            if child is not None:
                walk(child)
            out.append(piece or "")
            at += len(piece or "")
        if node.tag == "TIMEX3":
            gold.append(Timex(start, at, node.get("type", ""), node.get("value", "")))

    for body in root.iter("TEXT"):
        walk(body)
    # A line break within a paragraph is a blank; the offsets stay as they are.
    text = re.sub(r"(?<!\n)\n(?!\s*\n)", " ", "".join(out))
    try:
        return Text(path.name, text, date.fromisoformat(day or ""), gold)
    except ValueError:
        return Text(path.name, text, None, gold)


def _peers(texts: list[Text], words: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, load in (("dateparser", _dateparser), ("parsedatetime", _parsedatetime), ("datefinder", _datefinder)):
        try:
            finder = load()
        except ImportError:
            print(f"{name}: not installed, left out", file=sys.stderr)
            continue
        total = Total()
        began = time.perf_counter()
        for text in texts:
            total.add(text.gold, list(_found(finder, text)))
        yield name, total.figures() | {"words_per_second": round(words / (time.perf_counter() - began))}


def _found(finder: Finder, text: Text) -> Iterator[Timex]:
    """What a peer finds, paragraph by paragraph."""
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            for found in finder(line, text.day):
                yield found._replace(start=found.start + at, end=found.end + at)
        at += len(line) + 1


def _dateparser() -> Finder:
    search = importlib.import_module("dateparser.search").search_dates
    parser = importlib.import_module("dateparser.date").DateDataParser

    def finder(line: str, day: date | None) -> list[Timex]:
        settings = {"PREFER_DATES_FROM": "past", "RETURN_TIME_AS_PERIOD": False}
        if day:
            settings["RELATIVE_BASE"] = datetime(day.year, day.month, day.day)
        out, at = [], 0
        for words, moment in search(line, languages=["en"], settings=settings) or []:
            start = line.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            period = parser(languages=["en"], settings=settings).get_date_data(words).period
            year, week, _ = moment.isocalendar()
            value = f"{year}-W{week:02}" if period == "week" else _cut(moment, period)
            out.append(Timex(start, at, "DATE", value))
        return out

    return finder


def _cut(moment: datetime, period: str) -> str:
    return moment.date().isoformat()[: {"month": 7, "year": 4}.get(period, 10)]


def _parsedatetime() -> Finder:
    module = importlib.import_module("parsedatetime")
    calendar = module.Calendar(version=module.VERSION_CONTEXT_STYLE)
    exact = module.pdtContext

    def value(when: datetime, accuracy: int) -> str:
        if accuracy == exact.ACU_WEEK:
            year, week, _ = when.isocalendar()
            return f"{year}-W{week:02}"
        if accuracy & (exact.ACU_YEAR | exact.ACU_MONTH) == accuracy:
            return _cut(when, "month" if accuracy & exact.ACU_MONTH else "year")
        return _cut(when, "day")

    def finder(line: str, day: date | None) -> list[Timex]:
        moment = datetime(day.year, day.month, day.day) if day else None
        found = calendar.nlp(line, sourceTime=moment) or ()
        # The span takes in the blank before the words.
        return [Timex(b - len(words.strip()), b, "DATE", value(when, c.accuracy)) for when, c, _, b, words in found]

    return finder


def _datefinder() -> Finder:
    module = importlib.import_module("datefinder")

    def finder(line: str, day: date | None) -> list[Timex]:
        moment = datetime(day.year, day.month, day.day) if day else None
        found = module.find_dates(line, index=True, base_date=moment)
        return [Timex(a, b, "DATE", when.date().isoformat()) for when, (a, b) in found]

    return finder
