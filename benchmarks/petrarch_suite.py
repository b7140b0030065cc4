"""PETRARCH's own unit suite: its sentences, what each is coded as, and its invented actors as a user's world.

The suite's verb dictionary bears codes of WEIS (McClelland's, CAMEO's forerunner), some of CAMEO and some of no scheme at
all (345, 903 …), which only tell one of its own patterns from another. `TYPES` reads the first two as PLOVER's types, every
type that fits the words of the code; a code that is not there settles no type.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from tempfile import TemporaryDirectory

from dragoman.world import World, world
from dragoman.world.imports.bring import bring
from dragoman.world.own import append
from dragoman.world.tables import Row

# What is agreed, granted or given "will" or "is about to" be so in most of these sentences: a future act is AGREE.
_WEIS: dict[str, str] = {
    "01": "CONCEDE RETREAT",
    "03": "CONSULT AGREE",
    "04": "SUPPORT",
    "05": "AGREE",
    "06": "CONCEDE RETREAT SUPPORT AGREE AID",
    "07": "AID AGREE",
    "08": "AGREE SUPPORT COOPERATE",
    "09": "REQUEST",
    "10": "REQUEST AGREE",
    "11": "REJECT ACCUSE",
    "12": "ACCUSE",
    "13": "ACCUSE",
    "14": "REJECT",
    "15": "REQUEST",
    "16": "THREATEN",
    "17": "THREATEN",
    "18": "PROTEST MOBILIZE",
    "19": "SANCTION REJECT",
    "20": "COERCE SANCTION",
    "21": "COERCE ASSAULT",
    "22": "ASSAULT",
}
_CODES: dict[str, str] = {
    "061": "CONCEDE",
    "064": "SUPPORT AGREE",
    "066": "RETREAT",
    "102": "REQUEST",
    "181": "PROTEST",
    "182": "MOBILIZE",
    # CAMEO's: intent to cooperate, extradition, blockade and search, artillery.
    "030": "AGREE",
    "174": "COERCE COOPERATE",
    "1711": "COERCE",
    "1721": "COERCE",
    "194": "ASSAULT",
    # Of no scheme.
    **dict.fromkeys(("025", "027", "043", "044", "045", "046", "080", "100", "1010", "1011", "103", "161"), ""),
}
COMMENT = "02"  # a comment is no event of PLOVER's
_NULL = re.compile(r"^(?:---|###|None$|$)")
_BRACKETS = re.compile(r"\[\s*([A-Za-z/]+)")


@dataclass(frozen=True)
class Coded:
    """An event of the suite: the codes of both sides; no types where its code settles none."""

    source: str
    target: str
    types: frozenset[str]


@dataclass(frozen=True)
class Item:
    """A sentence of the suite, its day, and its events."""

    text: str
    day: str
    events: tuple[Coded, ...]


def types(code: str) -> frozenset[str]:
    """PLOVER's types of an event code of the suite."""
    told = _CODES.get(code, _WEIS.get(code[:2], "") if re.fullmatch(r"\d{3}", code) else "")
    return frozenset(told.split())


def items(path: Path) -> Iterator[Item]:
    """The sentences in order, without those that test how errors and discarded stories are told, or the reading of dates."""
    for sentence in _tree(path).iter("Sentence"):
        if sentence.get("category") == "ERROR":
            continue
        events = []
        for coded in sentence.iter("EventCoding"):
            source, target, code = (coded.get(k, "").strip() for k in ("sourcecode", "targetcode", "eventcode"))
            if not _NULL.match(source) and not _NULL.match(target) and not code.startswith(COMMENT):
                events.append(Coded(source, target, types(code)))
        day = sentence.get("date", "")
        text = " ".join((sentence.findtext("Text") or "").split())
        if text:
            yield Item(text, f"{day[:4]}-{day[4:6]}-{day[6:]}", tuple(events))


def _tree(path: Path) -> ElementTree.Element:
    # Some tags in comments and a bare `<` in them do not matter to a parser; two hyphens in them do.
    text = re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.S)
    text = re.sub(r"<Parse>.*?</Parse>", "", text, flags=re.S)
    return ElementTree.fromstring(text)


@dataclass(frozen=True)
class Dictionary:
    """The suite's world, and its codes in ours."""

    world: World
    codes: dict[str, frozenset[str]]
    skipped: int

    def ours(self, code: str) -> frozenset[str]:
        """Our codes of whoever the suite codes so: by the longest code of the dictionary that it begins with."""
        for end in range(len(code), 2, -1):
            if found := self.codes.get(code[:end].upper()):
                return found
        return frozenset()

    def known(self) -> frozenset[str]:
        """All of our codes that stand in the dictionary."""
        return frozenset(code for found in self.codes.values() for code in found)


def dictionary(path: Path) -> Dictionary:
    """The dictionaries of actors and agents that the suite names, imported as a user would, its invented states told first."""
    named = {part: path.with_name(_tree(path).findtext(f"Environment/{part}") or "-") for part in ("Actorfile", "Agentfile")}
    actors = named["Actorfile"].read_text("utf-8")
    entries = list(_entries(actors))
    heads = _heads(entries)
    with TemporaryDirectory() as folder:
        at = Path(folder) / "tables"
        at.mkdir()
        new = {ours: name for ours, name in heads.values() if name}
        told = ({"code": code, "name": name, "kind": "state", "source": path.name} for code, name in new.items())
        append(at / "states.tsv", "states", [Row.new(cells.items(), path.name, 0) for cells in told])
        rewritten = Path(folder) / named["Actorfile"].name
        rewritten.write_text(_BRACKETS.sub(lambda m: f"[{_moved(m.group(1).upper(), heads)}", actors), encoding="utf-8")
        skipped = len(bring("petrarch", rewritten, at).skipped)
        if named["Agentfile"].exists():
            skipped += len(bring("petrarch", named["Agentfile"], at).skipped)
        loaded = World.load(at)
    codes: dict[str, set[str]] = {}
    for name, found in entries:
        resolved = {e.code for e in (loaded.names(name) or loaded.names(name.upper()))[:1]} or {
            h.code for h in loaded.people(name)
        }
        for code in found:
            state = {heads[code[:3]][0]} if code[:3] in heads else set()
            for part in code.split("/"):
                codes.setdefault(part, set()).update(resolved)
                codes.setdefault(part[:3], set()).update(state)
    return Dictionary(loaded, {code: frozenset(found) for code, found in codes.items()}, skipped)


def _entries(text: str) -> Iterator[tuple[str, list[str]]]:
    """The names of the dictionary with the codes of their actor; codes joined by a slash are one."""
    names: list[str] = []
    codes: list[str] = []
    for line in [*(re.sub(r"[#;].*|<!.*", "", line) for line in text.splitlines()), "END"]:
        name = re.sub(r"\[.*", "", line).strip()
        found = [code.upper() for code in _BRACKETS.findall(line)]
        if name and not name.startswith("+"):
            yield from ((written, codes) for written in names)
            names, codes = [], []
        if name:
            names.append(name.lstrip("+").replace("_", " ").strip().title())
        codes = [*codes, *found]


def _heads(entries: list[tuple[str, list[str]]]) -> dict[str, tuple[str, str]]:
    """The first three letters of every code: our code for them, and the name of the state that is to be told, if it is new."""
    known = world()
    heads: dict[str, tuple[str, str]] = {}
    for name, codes in entries:
        entry = next((e for e in known.names(name) if e.kind == "state" and e.how != "organ"), None)
        if entry is not None and len(codes) == 1 and len(codes[0]) == 3:
            heads.setdefault(codes[0], (entry.code, ""))
    free = ("Q" + "".join(pair) for pair in product(ascii_uppercase, repeat=2))
    for bare in (True, False):
        for name, codes in entries:
            for code in codes:
                head = code[:3]
                if head in heads or head in ("IGO", "NGO", "NGM", "IMG", "MNC") or bare != (len(code.split("/")[0]) == 3):
                    continue
                if (entry := known.entry(head)) is not None and entry.kind == "state" and not bare:
                    heads[head] = head, ""
                    continue
                taken = known.entry(head) is not None or any(head == ours for ours, _ in heads.values())
                ours = next(free) if taken else head
                heads[head] = ours, name if bare and not known.names(name) else f"Land of {head}"
    return heads


def _moved(code: str, heads: dict[str, tuple[str, str]]) -> str:
    code = code.split("/")[0]
    return heads[code[:3]][0] + code[3:] if code[:3] in heads else code
