"""Issues: what a position is on, as the text names it, and the theme that it belongs to.

The themes stand in `tables/issues.tsv`: columns `theme` (an id), `name`, and `words`. `words` are groups parted by `; `, all of
which must be met; of a group one word or phrase is enough (`war|invasion; Ukraine|Kyiv`). A theme may have several rows. A table
of the same shape in the user's folder goes first, and a theme of his with an id of ours replaces ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from ..model import Word
from ..world.tables import MOST_FAULTS, Fault, Row, invalid, parse, read_lines, read_table
from .document import Line

FOLDER = Path(__file__).parent / "tables"
FILE = "issues.tsv"
COLUMNS = ("theme", "name", "words")
LONGEST = 8  # words of an issue
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORD = re.compile(r"[^\W_]+")
_LEADING = frozenset({"DET", "PUNCT", "ADP", "CCONJ", "SCONJ", "PART", "AUX"})
_POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "your", "whose"})
_TRAILING = _LEADING | {"PRON"}
# Branches of a noun that tell something else of it, or when it was.
_LEFT_OUT = frozenset({"appos", "advcl", "parataxis", "conj", "cc", "punct", "acl:relcl", "cop", "nsubj", "csubj", "aux", "mark"})
_MARKS = frozenset({",", "—", "–", ";", ":"})
TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday week month year day january february march april may june july
    august september october november december today yesterday tomorrow morning evening night hour decade weekend""".split()
)


class Theme(Struct, frozen=True):
    """A theme: its id, its name, and the rows of words that call it, each a tuple of groups that must all be met."""

    id: str
    name: str
    rows: tuple[tuple[frozenset[str], ...], ...]


class Issues(Struct, frozen=True):
    """The themes in their order."""

    themes: tuple[Theme, ...]

    @classmethod
    def load(cls, extra: Path | None = None) -> Issues:
        """The themes of the package, those of the user's folder before them. Raises `TableInvalid` with every fault."""
        rows = read_table(FOLDER / FILE, COLUMNS)
        if extra is None or not extra.is_dir() or not (extra / FILE).exists():
            return cls(_themes(rows))
        mine = _own(extra / FILE)
        taken = {row["theme"] for row in mine}
        return cls(_themes([*mine, *(row for row in rows if row["theme"] not in taken)]))

    def name(self, theme: str | None) -> str | None:
        """The name of a theme, by its id."""
        return next((t.name for t in self.themes if t.id == theme), None)

    def theme(self, phrase: str, *around: str) -> str | None:
        """The theme of an issue: its own words first, then also words around it (the sentence, the paragraph).

        Words around it complete what the phrase begins: `the invasion`, in a sentence that names Ukraine.
        """
        own = _stand(phrase)
        if found := _best((t, own, own) for t in self.themes):
            return found
        for text in around:
            more = _stand(f"{phrase} {text}")
            if found := _best(((t, own, more) for t in self.themes), alone=True):
                return found
        return None


@lru_cache(maxsize=1)
def issues() -> Issues:
    """The package's themes, read once."""
    return Issues.load()


def _themes(rows: Iterable[Row]) -> tuple[Theme, ...]:
    found: dict[str, list[tuple[frozenset[str], ...]]] = {}
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(row["theme"], row["name"])
        groups = (
            frozenset(_stand(word).strip() for word in group.split("|") if word.strip()) for group in row["words"].split(";")
        )
        found.setdefault(row["theme"], []).append(tuple(groups))
    return tuple(Theme(theme, names[theme], tuple(groups)) for theme, groups in found.items())


def _own(path: Path) -> list[Row]:
    """The rows of the user's table. Raises `TableInvalid` with every fault."""
    lines, faults = read_lines(path)
    rows: list[Row] = []
    if not faults:
        rows, faults = parse(lines, COLUMNS, (str(path), 1, 1))
        faults += [fault for row in rows for fault in _faults(row)]
    if faults:
        raise invalid(faults[: MOST_FAULTS + 1])
    return rows


def _faults(row: Row) -> Iterable[Fault]:
    if not _ID.fullmatch(row["theme"]):
        yield Fault(
            row.where, f"no id of a theme: {row['theme'][:40]!r}", "write small letters and hyphens, such as war-ukraine", row
        )
    if not row["name"].strip():
        yield Fault(row.where, "no name", "say how the theme is called", row)
    if any(not _WORD.search(word) for group in row["words"].split(";") for word in group.split("|")):
        yield Fault(row.where, "a word is missing", "part words by | and groups by ;, such as war|invasion; Ukraine", row)


def _stand(text: str) -> str:
    """The words of a text in small letters between spaces, to look phrases up in."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _meets(words: frozenset[str], text: str) -> bool:
    return any(f" {word}{plural} " in text for word in words for plural in ("", "s", "es"))


def _best(found: Iterable[tuple[Theme, str, str]], alone: bool = False) -> str | None:
    """The theme with most groups met by the phrase itself, and the rest by the wider text; of several the first.

    `alone`: none, where several would do as well: a sentence that names Ukraine and Gaza does not tell which war is meant.
    """
    best, most, tied = None, 0, False
    for theme, own, wide in found:
        for groups in theme.rows:
            mine = sum(_meets(group, own) for group in groups)
            # The first group tells what it is about: a country named in the phrase does not make it a war.
            if not mine or not (mine == len(groups) or (_meets(groups[0], own) and all(_meets(g, wide) for g in groups))):
                continue
            if mine > most:
                best, most, tied = theme.id, mine, False
            elif mine == most and theme.id != best:
                tied = True
    return None if alone and tied else best


def issue_of(line: Line, head: int) -> tuple[int, int] | None:
    """The words of the phrase around a head that name an issue: no article, no clause about it, eight words at most."""
    words = line.words
    inside = set(_phrase(line, head))
    first = head
    while first - 1 in inside:
        first -= 1
    while first < head and (words[first].upos in _LEADING or words[first].text.lower() in _POSSESSIVES):
        first += 1
    if first < head and words[first].upos == "ADV":
        first += 1
    last = head + 1
    best = last if last - first <= LONGEST else None
    while last in inside:
        last += 1
        if last - first > LONGEST:
            break
        if words[last - 1].upos not in _TRAILING and _closes(line, first, last, inside):
            best = last
    if best is None:
        first, best = max(first, head + 1 - LONGEST), head + 1
    return (first, best) if any(w.upos not in ("PUNCT", "PRON", "DET", "ADP") for w in words[first:best]) else None


def _closes(line: Line, first: int, last: int, inside: set[int]) -> bool:
    """Does a phrase end well there: not between a modifier and its noun?"""
    following = line.words[last] if last < len(line.words) else None
    if following is None or last not in inside:
        return True
    return not any(
        first <= i < last and line.words[i].head >= last and line.words[i].deprel != "punct" for i in range(first, last)
    )


def _phrase(line: Line, head: int) -> list[int]:
    out, open_ = [], [head]
    while open_:
        i = open_.pop()
        out.append(i)
        for c in line.children[i]:
            relation, deprel = line.relation(c), line.words[c].deprel
            if i == head and (relation in _LEFT_OUT or deprel in _LEFT_OUT):
                if relation == "conj" and c < head:
                    open_.append(c)
                continue
            if deprel == "acl:relcl" or relation in ("parataxis", "appos"):
                continue
            first = line.subtree(c)[0]
            apart = any(line.words[k].text in _MARKS for k in (first - 1, first) if k > i)
            if c > i and relation not in ("conj", "cc", "punct") and apart:
                continue  # `a plan, released in March`
            if c > i and relation in ("obl", "nmod", "advmod") and {w.lemma.lower() for w in _core(line, c)} & TIMES:
                continue
            open_.append(c)
    return sorted(out)


def _core(line: Line, i: int) -> Sequence[Word]:
    return [line.words[i], *(line.words[c] for c in line.under(i, "compound"))]
