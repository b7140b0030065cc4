"""The training data as windows of words: treebanks, frames and entities laid over each other, and our own sentences."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.language.words import words as cut

FEATS = ("VerbForm", "Tense", "Mood", "Voice", "Person", "Number")
TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()
MODALITIES = "actual ongoing planned threatened requested hypothetical denied".split()
HELD = ("wire_", "pages", "politics")  # files of our own sentences of which a sixth tells how the run goes
NONE = -100  # the loss passes over it


@dataclass
class Sent:
    """One sentence; a layer that its source lacks is None."""

    words: list[str]
    sent_id: str = ""
    last: bool = True
    upos: list[str] | None = None
    xpos: list[str] | None = None
    feats: list[str] | None = None
    heads: list[int] | None = None
    labels: list[str] | None = None
    lemmas: list[str] | None = None
    entities: list[str] | None = None
    frames: list[tuple[int, list[str]]] | None = None
    # word -> (type, modality, actor words, recipient words); words without a trigger are known to be none
    triggers: dict[int, tuple[str, str, set[int], set[int]]] | None = None
    ends_known: bool = False


@dataclass
class Corpus:
    """Paragraphs of sentences, and how often an epoch takes each."""

    name: str
    paragraphs: list[list[Sent]]
    times: int = 1
    tags: Counter[str] = field(default_factory=Counter)


def read_conllu(path: Path) -> list[list[Sent]]:
    """The paragraphs of a CoNLL-U file (`# newpar` or `# newdoc` opens one)."""
    paragraphs: list[list[Sent]] = []
    rows: list[list[str]] = []
    sent_id, fresh = "", True
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
        elif re.match(r"# new(par|doc)( id)?( =.*)?$", line):
            fresh = True
        elif line and line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            sentence = Sent(
                [r[1] for r in rows],
                sent_id,
                upos=[r[3] for r in rows],
                xpos=[r[4] for r in rows],
                feats=[feats(r[5]) for r in rows],
                heads=[int(r[6]) - 1 for r in rows],
                labels=[r[7] for r in rows],
                lemmas=[r[2] for r in rows],
                ends_known=True,
            )
            sentence.entities = gum_entities([r[9] for r in rows], rows) if "Entity=" in "".join(r[9] for r in rows) else None
            if fresh or not paragraphs:
                paragraphs.append([])
            paragraphs[-1].append(sentence)
            rows, fresh = [], False
    return paragraphs


def feats(cell: str) -> str:
    """The features that the model learns, in their order, as one label."""
    pairs = dict(p.split("=", 1) for p in cell.split("|")) if cell != "_" else {}
    return "|".join(f"{k}={pairs[k]}" for k in FEATS if k in pairs) or "_"


def gum_entities(misc: list[str], rows: list[list[str]]) -> list[str]:
    """Names from GUM's entity layer: the run of proper nouns in a person, place or organization mention.

    GUM marks every mention, named or not, with its phrase; a name is what remains without determiners, titles and modifiers.
    """
    kinds = {"person": "PER", "place": "LOC", "organization": "ORG"}
    out, open_ = ["O"] * len(rows), []
    spans: list[tuple[int, int, str]] = []
    for i, cell in enumerate(misc):
        value = next((p[7:] for p in cell.split("|") if p.startswith("Entity=")), "")
        for m in re.finditer(r"\((?P<body>[^()]+)|(?P<close>[^()]*\))", value):
            if m["body"]:
                bits = m["body"].split("-")
                open_.append((bits[0], i, bits[1] if len(bits) > 1 else ""))
                if value[m.end() : m.end() + 1] == ")":
                    pass
            else:
                name = m["close"][:-1].split("-")[0]
                k = next((j for j in range(len(open_) - 1, -1, -1) if not name or open_[j][0] == name), None)
                if k is not None:
                    _, start, kind = open_.pop(k)
                    spans.append((start, i + 1, kind))
    proper = lambda i: rows[i][4].startswith("NNP")  # "United" in United States is an adjective by its universal tag
    for start, end, kind in sorted(spans, key=lambda s: s[0] - s[1]):
        if kind not in kinds:
            continue
        head = next((i for i in range(start, end) if not start <= int(rows[i][6]) - 1 < end), start)
        if not proper(head) or out[head] != "O":
            continue
        first, last = head, head + 1
        while first > start and (
            proper(first - 1)
            or (
                rows[first - 1][1].lower() in ("of", "the", "and", "de", "-", "&", "for")
                and first - 1 > start
                and proper(first - 2)
                and kind == "organization"
            )
        ):
            first -= 1
        while last < end and (
            proper(last)
            or (
                last + 1 < end
                and rows[last][1].lower() in ("of", "the", "and", "de", "-", "&", "for", ".")
                and proper(last + 1)
                and kind != "person"
            )
            or (
                last + 2 < end
                and rows[last][1].lower() in ("of", "for")
                and rows[last + 1][1].lower() == "the"
                and proper(last + 2)
                and kind != "person"
            )
        ):
            last += 1
        while kind == "person" and first < last - 1 and rows[first][1].rstrip(".").lower() in TITLES:
            first += 1
        lone = last == first + 1 and rows[first][1].rstrip(".").lower() in TITLES | {
            "fellow",
            "protector",
            "register",
            "command",
        }
        if lone or any(out[i] != "O" for i in range(first, last)):
            continue
        for i in range(first, last):
            out[i] = ("B-" if i == first else "I-") + kinds[kind]
    return out


TITLES = set(
    "mr mrs ms dr sir lord lady president prime minister king queen prince princess senator sen gov governor rep judge justice "
    "secretary chairman chancellor general gen colonel col captain capt lieutenant lt professor prof pope saint rev reverend "
    "father sheikh ayatollah mayor sergeant sgt major maj admiral chief commissioner director ambassador foreign state vice "
    "congressman congresswoman representative emperor duke premier minister attorney speaker detective officer".split()
)


def lay_frames(paragraphs: list[list[Sent]], path: Path) -> None:
    """PropBank frames over the sentences of the same id and words."""
    table = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        table[row["sent_id"]] = row
    for sentence in (s for p in paragraphs for s in p):
        row = table.get(sentence.sent_id)
        if row is None or row["words"] != sentence.words:
            continue
        sentence.frames = []
        for frame in row["frames"]:
            tags = ["O"] * len(sentence.words)
            for label, start, end in frame["args"]:
                label = label.removesuffix("-DSP")
                for i in range(start, end):
                    tags[i] = ("B-" if i == start else "I-") + label
            sentence.frames.append((frame["predicate"], tags))


def read_iob(path: Path, column: int, sep: str | None) -> Iterator[tuple[str, list[str], list[str]]]:
    """(sentence id, words, tags) of a column file."""
    sent_id, words, tags = "", [], []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# sent_id"):
            sent_id = line.split("=", 1)[1].strip()
        elif line.startswith("#") and "\t" not in line:
            continue
        elif not line.strip():
            if words:
                yield sent_id, words, tags
            words, tags = [], []
        else:
            cells = line.split(sep)
            words.append(cells[column])
            tags.append(cells[column + 1])


def lay_entities(paragraphs: list[list[Sent]], path: Path) -> None:
    """UNER's PER, ORG, LOC over the sentences of the same id and words (OTH counts as none)."""
    table = {i: (w, t) for i, w, t in read_iob(path, 1, "\t")}
    for sentence in (s for p in paragraphs for s in p):
        words, tags = table.get(sentence.sent_id, ([], []))
        if words == sentence.words:
            sentence.entities = [t if t[2:] in ("PER", "ORG", "LOC") else "O" for t in tags]


CROSSNER = {
    "politician": "PER",
    "person": "PER",
    "politicalparty": "ORG",
    "organisation": "ORG",
    "country": "LOC",
    "location": "LOC",
}


def read_crossner(path: Path) -> list[list[Sent]]:
    """CrossNER politics, its types mapped to ours; a type without a counterpart is none."""
    out = []
    for _, words, tags in read_iob(path, 0, "\t"):
        mapped = [t[:2] + CROSSNER[t[2:]] if t[2:] in CROSSNER else "O" for t in tags]
        out.append([Sent(words, entities=mapped)])
    return out


def read_re3d(folder: Path) -> list[list[Sent]]:
    """re3d: names among its mentions (those written with capitals throughout), paragraphs cut by our own word rules."""
    kinds = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
    out: list[list[Sent]] = []
    places: set[str] = set()
    for documents in sorted(folder.glob("*/documents.json")):
        mentions: dict[str, list[dict[str, Any]]] = {}
        for line in (documents.parent / "entities.json").read_text("utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                mentions.setdefault(row["documentId"], []).append(row)
                if row["type"] == "Location":
                    places.add(row["value"])
        for line in documents.read_text("utf-8").splitlines():
            if not line.strip():
                continue
            doc = json.loads(line)
            text, offset = doc["text"], 0
            for paragraph in text.split("\n"):
                spans = [(offset + a, offset + b) for a, b in cut(paragraph)]
                offset += len(paragraph) + 1
                if not 3 <= len(spans) <= 120:
                    continue
                tags = ["O"] * len(spans)
                for m in sorted(mentions.get(doc["_id"], []), key=lambda m: int(m["begin"]) - int(m["end"])):
                    if m["type"] not in kinds:
                        continue
                    inside = [i for i, (a, b) in enumerate(spans) if a >= int(m["begin"]) and b <= int(m["end"])]
                    while inside and text[slice(*spans[inside[0]])].lower() in ("the", "a", "an"):
                        inside.pop(0)
                    while inside and m["type"] == "Person" and text[slice(*spans[inside[0]])].rstrip(".").lower() in TITLES:
                        inside.pop(0)
                    if not inside or any(tags[i] != "O" for i in inside):
                        continue
                    if not all(
                        text[spans[i][0]].isupper() or text[slice(*spans[i])] in ("of", "the", "for", "-", "and", "al")
                        for i in inside
                    ):
                        continue
                    kind = kinds[str(m["type"])]
                    if m["value"] in PRONOUNS:
                        continue
                    # A state that acts is an organisation there and a place here.
                    if kind == "ORG" and text[spans[inside[0]][0] : spans[inside[-1]][1]] in places:
                        kind = "LOC"
                    for i in inside:
                        tags[i] = ("B-" if i == inside[0] else "I-") + kind
                if any(t != "O" for t in tags):
                    out.append([Sent([text[a:b] for a, b in spans], entities=tags)])
    return out


PRONOUNS = set("We we I he He she She they They it It us our Our his her their who".split())

_MARK = re.compile(
    r"\[(?P<kind>PER|ORG|LOC|NORP):(?P<name>[^\[\]{}|]+)\]|\{(?P<type>[A-Z]+)(?:\.[a-z-]+)?/(?P<modality>[a-z]+):(?P<word>[^{}|\[\]]+)(?P<parties>(?:\|[AR]=[^{}|\[\]]+)*)\}"
)


def read_own(path: Path) -> list[list[Sent]]:
    """Our own sentences (`sentences/GUIDE.md`); raises ValueError on a mark that does not parse."""
    out = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        text, names, events, at = "", [], [], 0
        for m in _MARK.finditer(line):
            text += line[at : m.start()]
            at = m.end()
            inner = m["name"] or m["word"]
            (names if m["kind"] else events).append((len(text), len(text) + len(inner), m))
            text += inner
        text += line[at:]
        if re.search(r"[\[\]{}|]", text):
            raise ValueError(f"{path.name}:{number}: a mark is not closed or not known")
        spans = cut(text)
        inside = lambda a, b, spans=spans: [i for i, (s, e) in enumerate(spans) if s < b and e > a]
        tags = ["O"] * len(spans)
        for a, b, m in names:
            for k, i in enumerate(inside(a, b)):
                tags[i] = ("I-" if k else "B-") + m["kind"]
        triggers: dict[int, tuple[str, str, set[int], set[int]]] = {}
        for a, b, m in events:
            sides: dict[str, set[int]] = {"A": set(), "R": set()}
            for side, parties in re.findall(r"\|([AR])=([^|]+)", m["parties"]):
                for party in parties.split(";"):
                    found = list(re.finditer(r"(?<!\w)" + re.escape(party.strip()) + r"(?!\w)", text))
                    if found:
                        best = min(found, key=lambda f: min(abs(f.start() - b), abs(a - f.end())))
                        sides[side] |= set(inside(best.start(), best.end()))
            if inside(a, b):
                triggers[inside(a, b)[0]] = (m["type"], m["modality"], sides["A"], sides["R"])
        out.append([Sent([text[a:b] for a, b in spans], entities=tags, triggers=triggers)])
    return out


def nationalities(paragraphs: Iterable[list[Sent]]) -> set[str]:
    """The single words that our own sentences mark NORP."""
    return {
        s.words[i]
        for p in paragraphs
        for s in p
        for i, t in enumerate(s.entities or [])
        if t == "B-NORP" and not (i + 1 < len(s.words) and s.entities[i + 1] == "I-NORP")
    }


def add_nationalities(paragraphs: list[list[Sent]], known: set[str]) -> None:
    """Mark nationality words that a data set without such a label left as none."""
    for sentence in (s for p in paragraphs for s in p):
        if sentence.entities is not None:
            for i, (word, tag) in enumerate(zip(sentence.words, sentence.entities, strict=True)):
                if tag == "O" and word in known and not (sentence.upos and sentence.upos[i] not in ("ADJ", "PROPN", "NOUN")):
                    sentence.entities[i] = "B-NORP"


def load(folder: Path, sentences: Path) -> tuple[list[Corpus], dict[str, list[list[Sent]]]]:
    """The training corpora and the development sets, from a folder shaped as docs/data.md tells."""
    train, dev = {}, {}
    for split, into in (("train", train), ("dev", dev)):
        ewt = read_conllu(folder / "treebanks" / f"ewt-{split}.conllu")
        lay_frames(ewt, folder / "srl" / f"ewt-{split}.jsonl")
        lay_entities(ewt, folder / "ner" / f"uner-ewt-{split}.iob2")
        into["ewt"] = ewt
        into["gum"] = read_conllu(folder / "treebanks" / f"gum-clean-{split}.conllu")
        into["crossner"] = read_crossner(folder / "ner" / "crossner-politics" / f"{split}.txt")
    own, dev["own"] = [], []
    for path in sorted(sentences.glob("*.txt")):
        for number, item in enumerate(read_own(path)):
            # Every sixth item in the manner of pages and agencies is held out: what the coder will meet.
            (dev["own"] if path.stem.startswith(HELD) and number % 6 == 0 else own).append(item)
    train["own"] = own
    train["re3d"] = read_re3d(folder / "ner" / "re3d")
    known = nationalities(own)
    for name in ("ewt", "gum", "crossner"):
        # The development files may train too: three quarters do, the last quarter tells how the run goes.
        cut_at = len(dev[name]) * 3 // 4
        train[name], dev[name] = train[name] + dev[name][:cut_at], dev[name][cut_at:]
        add_nationalities(train[name], known)
        add_nationalities(dev[name], known)
    # Political text and our own sentences are few: they come up more often.
    times = {"crossner": 2, "own": 2}
    return [Corpus(name, paragraphs, times.get(name, 1)) for name, paragraphs in train.items()], dev


def windows(paragraphs: list[list[Sent]], length: dict[int, int], rng: random.Random, most: int = 160) -> list[list[Sent]]:
    """Runs of sentences of one paragraph, of up to a random number of subwords: what the reader sees at run time.

    `length` maps id(sentence) to its subwords. A sentence above `most` stands alone.
    """
    out: list[list[Sent]] = []
    for paragraph in paragraphs:
        current: list[Sent] = []
        room = rng.choice((40, 80, 120, most))
        used = 0
        for sentence in paragraph:
            if current and used + length[id(sentence)] > room:
                out.append(current)
                current, used, room = [], 0, rng.choice((40, 80, 120, most))
            current.append(sentence)
            used += length[id(sentence)]
        if current:
            out.append(current)
    return out
