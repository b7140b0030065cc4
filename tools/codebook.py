"""Keep docs/codebook.md true: `python tools/codebook.py` writes its tables anew and marks the examples not yet read so.

An example is a line of a list: a sentence, an arrow (⇒), and the events it is, each between backticks, or `nothing`. An event is
written TYPE.mode ACTORS → RECIPIENTS [modality] background {contexts}, as far as each applies.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from dragoman.coding import code, lexicon
from dragoman.model import Article, Block, Event

DOCUMENT = Path(__file__).parents[1] / "docs" / "codebook.md"
NOT_YET = " *not yet read so*"
_LINE = re.compile(r"- (?P<text>.+?) ⇒ (?P<events>nothing|`[^`]+`(?:, `[^`]+`)*)(?P<mark> \*not yet read so\*)?")
_EVENT = re.compile(
    r"(?P<act>[A-Z]+(?:\.[a-z-]+)?)(?: (?P<actors>[^→\[{ ][^→\[{]*?))?(?: → (?P<recipients>[^\[{]+?))?"
    r"(?: \[(?P<modality>[a-z]+)\])?(?P<background> background)?(?: \{(?P<contexts>[^}]+)\})?"
)


class Row(NamedTuple):
    """An event as an example states it; the contexts are those that it must at least have."""

    act: str
    actors: frozenset[str]
    recipients: frozenset[str]
    modality: str
    background: bool


class Example(NamedTuple):
    """A sentence of the codebook, its events with their contexts, and whether the coder is known to read it otherwise."""

    text: str
    events: tuple[tuple[Row, frozenset[str]], ...]
    not_yet: bool


def _codes(text: str | None) -> frozenset[str]:
    return frozenset(text.strip().split(", ")) if text else frozenset()


def stated(text: str) -> tuple[Row, frozenset[str]]:
    """An event as it is written between backticks."""
    background = " background" in text
    match = _EVENT.fullmatch(text.replace(" background", ""))
    if match is None:
        raise ValueError(f"no event: {text}")
    row = Row(match["act"], _codes(match["actors"]), _codes(match["recipients"]), match["modality"] or "actual", background)
    return row, _codes(match["contexts"])


def example(line: str) -> Example | None:
    """The example that a line is, if it is one."""
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    return Example(match["text"], tuple(map(stated, re.findall("`([^`]+)`", match["events"]))), match["mark"] is not None)


def read(text: str) -> list[tuple[Row, frozenset[str]]]:
    """What the coder makes of a sentence."""
    events = code(Article("codebook", body=(Block(text),))).events
    return [(_row(e), frozenset(e.contexts)) for e in events]


def _row(event: Event) -> Row:
    act = event.type + (f".{event.mode}" if event.mode else "")
    actors = event.actors or (("?",) if event.recipients else ())
    return Row(act, frozenset(actors), frozenset(event.recipients), event.modality, event.background)


def right(one: Example) -> bool:
    """Does the coder read an example as it is stated: no event more, none less, each in all its parts?"""
    found = read(one.text)
    if Counter(row for row, _ in found) != Counter(row for row, _ in one.events):
        return False
    return all(any(row == r and contexts <= c for r, c in found) for row, contexts in one.events)


def tables() -> dict[str, str]:
    """The tables of types, modes and contexts, as the code has them."""
    meanings = {(row["name"], row["mode"]): row["meaning"] for row in lexicon.table("meanings")}
    scores = [(row["type"], row["mode"], row["quad"], row["intensity"]) for row in lexicon.table("scores")]
    types = ["| type | quad | score | what it is | modes |", "|---|---|---|---|---|"]
    modes = ["| type | mode | score | what it is |", "|---|---|---|---|"]
    for kind, mode, quad, score in scores:
        if mode:
            modes.append(f"| {kind} | {mode} | {score} | {meanings[kind, mode]} |")
        else:
            its = ", ".join(m for k, m, _, _ in scores if k == kind and m)
            types.append(f"| {kind} | {quad} | {score} | {meanings[kind, '']} | {its} |")
    contexts = ["| context | what it is about |", "|---|---|"]
    for name in dict.fromkeys(row["context"] for row in lexicon.table("contexts")):
        contexts.append(f"| {name} | {meanings[name, '']} |")
    return {"types": "\n".join(types), "modes": "\n".join(modes), "contexts": "\n".join(contexts)}


def with_tables(text: str) -> str:
    """The document with the tables as they are now."""
    for name, table in tables().items():
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m, table=table: f"{m[1]}{table}\n{m[2]}", text, flags=re.S)
    return text


def _marked(line: str) -> str:
    one = example(line)
    if one is None:
        return line
    good = right(one)
    if good == one.not_yet:
        print(("now read so: " if good else "not read so: ") + one.text, *read(one.text) * (not good), sep="\n    ")
    return line.removesuffix(NOT_YET) + ("" if good else NOT_YET)


def main() -> int:
    """Write the document anew; says which examples changed."""
    lines = [_marked(line) for line in DOCUMENT.read_text("utf-8").splitlines()]
    DOCUMENT.write_text(with_tables("\n".join(lines) + "\n"), encoding="utf-8")
    found = [one for one in map(example, lines) if one is not None]
    print(f"{sum(not one.not_yet for one in found)} of {len(found)} examples read so")
    return 0


if __name__ == "__main__":
    sys.exit(main())
