"""When and where an act took place, and how many it hurt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Count, Date, Place
from ..world.places import Places
from ..world.times import TimeExpression
from ..world.times_reading import Timed
from .chains import Chains
from .document import Document, Line
from .mentions import Mention

# The relations through which a clause shares the time of the one above it.
_SHARED = frozenset({"advcl", "conj", "xcomp", "parataxis"})
_HARM = {
    "dead": frozenset({"kill", "die", "slay", "execute", "assassinate", "murder", "death", "dead", "massacre"}),
    "injured": frozenset({"injure", "wound", "hurt", "injured", "wounded", "maim"}),
    "arrested": frozenset({"arrest", "detain", "jail", "imprison", "custody"}),
    "captive": frozenset({"abduct", "kidnap", "capture", "hostage", "captive", "prisoner"}),
}
_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_TIMES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}


def when(line: Line, i: int, times: Sequence[Sequence[Timed]]) -> Date | None:
    """The date of the act that word i names: an expression of time in its own clause, or in one whose time it shares.

    `times` are the expressions of the whole text, a row a line of the document.
    """
    found = timed(line, i, times)
    return found.date if found is not None else None


def timed(line: Line, i: int, times: Sequence[Sequence[Timed]]) -> Timed | None:
    """The dated expression of time that dates the act."""
    found = [(timed, _distance(line, i, timed.expression)) for timed in times[line.number]]
    near = sorted(((d, t.expression.first, t) for t, d in found if d is not None), key=lambda x: x[:2])
    return next((t for _, _, t in near if t.date is not None and not flagged(line, t.expression)), None)


def flagged(line: Line, expression: TimeExpression) -> bool:
    """Is the expression garbled: a calendar noun with its capital right after `ago` or within the words?"""
    after = line.words[expression.last].text if expression.last < len(line.words) else ""
    return after in ("Week", "Month", "Year", "Day") or bool(re.search(r"\bago (Week|Month|Year|Day)\b", expression.text))


def _distance(line: Line, i: int, expression: TimeExpression) -> int | None:
    """Steps in the tree between the act and an expression of its clause; None where the expression belongs elsewhere."""
    head = line.head_of(expression.first, expression.last)
    above = [head, *line.ancestors(head)]
    steps = 0
    at = i
    while at >= 0 and steps < 8:
        if at in above:
            between = above[: above.index(at)]
            # An expression inside a complement or a relative clause dates that clause.
            if any(
                line.words[b].deprel.split(":")[0] in ("ccomp", "acl", "advcl", "parataxis")
                or (line.words[b].deprel == "conj" and line.words[b].upos == "VERB")
                for b in between
            ):
                return None
            return steps * 3 + len(between)
        word = line.words[at]
        relation = word.deprel.split(":")[0]
        if (
            word.upos in ("NOUN", "PROPN", "ADJ") and relation in ("obj", "nsubj", "obl", "nmod", "compound", "amod")
        ) or relation in _SHARED:
            at, steps = word.head, steps + 1
            if relation in ("nsubj", "nmod", "compound", "amod") and steps > 1:
                return None
            continue
        return None
    return None


def where(line: Line, i: int, places: Places, chains: Chains, countries: Sequence[str]) -> Place | None:
    """The place of the act: a place name under `in`, `at`, `near` … in its own clause."""
    found = placed(line, i, places, chains, countries)
    return found[0] if found is not None else None


def placed(line: Line, i: int, places: Places, chains: Chains, countries: Sequence[str]) -> tuple[Place, Mention, str] | None:
    """The place of the act, the words that name it, and how they stand to the act (`in`, `near` …)."""
    best: tuple[int, Place, Mention, str] | None = None
    for m in chains.mentions[line.number]:
        if m.kind != "place":
            continue
        case = line.case(m.head)
        if not case and line.words[m.head].head == i and line.relation(m.head) in ("obj", "nsubj") and _suffers(line, m.head):
            case = "at"  # "shelled Sarajevo"
        if case not in (
            "in",
            "at",
            "near",
            "on",
            "outside",
            "around",
            "across",
            "over",
            "inside",
            "off",
            "from",
            "of",
            "into",
            "to",
        ):
            continue
        above = [m.head, *line.ancestors(m.head)]
        # What stands right behind the act is its place, whatever the tree says.
        steps = 1 if m.first == i + 2 else above.index(i) if i in above else None
        if steps is None:
            governor = line.words[i].head
            shares = line.words[i].deprel.split(":")[0] in _SHARED | {"obj", "nsubj", "obl"}
            steps = above.index(governor) + 2 if shares and governor in above else None
        if steps is None or steps > 5 or (case in ("of", "to", "from", "into") and steps > 1):
            continue
        full = _qualified(line, m.first, m.last)
        place = places.find_qualified(full, countries=countries) if "," in full else None
        place = place or chains.place_of(m)
        if place is not None and (best is None or steps < best[0]):
            best = steps, place, m, case
    return best[1:] if best else None


def _suffers(line: Line, i: int) -> bool:
    """Is the word what the act is done to: its object, or the subject of its passive?"""
    return line.words[i].deprel in ("obj", "nsubj:pass")


def _qualified(line: Line, first: int, last: int) -> str:
    """A place name with the region and country that stand behind it in commas."""
    text = line.string(first, last)
    for entity in line.sentence.entities:
        if entity.kind == "LOC" and entity.first == last + 1 and line.words[last].text == ",":
            return f"{text}, {line.string(entity.first, entity.last)}"
        if (
            entity.kind == "LOC"
            and entity.first == last + 2
            and line.words[last].text == ","
            and line.words[last + 1].upos == "ADJ"
        ):
            return f"{text}, {line.string(entity.first, entity.last)}"
    return text


def countries_of(document: Document, chains: Chains) -> list[str]:
    """The countries that the article's actors belong to, most named first."""
    seen: dict[str, int] = {}
    for chain in chains.all:
        if chain.country:
            seen[chain.country] = seen.get(chain.country, 0) + len(chain.mentions)
    return sorted(seen, key=lambda c: -seen[c])


def counts(line: Line, i: int, claimed_by: str | None) -> tuple[Count, ...]:
    """The dead, injured, arrested and captive that the clause of word i gives, low and high."""
    out: list[Count] = []
    reach = set(line.subtree(i)) | {i}
    governor = line.words[i].head
    if governor >= 0 and line.words[i].upos == "NOUN":
        reach |= set(line.subtree(governor))
    for j in sorted(reach):
        lemma = line.words[j].lemma.lower()
        kind = next((k for k, words in _HARM.items() if lemma in words), None)
        if kind is None:
            continue
        for c in [j, *line.under(j, "obj", "nsubj:pass", "nsubj", "nmod")]:
            for number in [c, *line.under(c, "nummod", "nsubj")]:
                low, high = _range(line, number)
                if low is not None and line.words[number].upos == "NUM":
                    out.append(Count(kind, low, high or low, claimed_by))  # type: ignore[arg-type]
                    break
            else:
                continue
            break
    return tuple({(c.what, c.low, c.high): c for c in out}.values())


def _range(line: Line, i: int) -> tuple[int | None, int | None]:
    """The lowest and the highest number that stand at word i: `12`, `12 to 15`, `between 12 and 15`."""
    low, high = _number(line, i)
    words = line.words
    if low is None or i + 2 >= len(words):
        return low, high
    between = words[i + 1].text.lower()
    if between in ("to", "or", "-", "–") or (between == "and" and i > 0 and words[i - 1].text.lower() == "between"):
        other = _number(line, i + 2)[0]
        if other is not None:
            return min(low, other), max(low, other)
    return low, high


def _number(line: Line, i: int) -> tuple[int | None, int | None]:
    """The value of a number word, with its multiplier and range."""
    word = line.words[i].text.lower().replace(",", "")
    if re.fullmatch(r"\d+", word):
        value = int(word)
    elif word in _UNITS:
        value = _UNITS[word]
    elif word in _TIMES:
        value = _TIMES[word]
    else:
        return None, None
    for c in line.under(i, "compound", "nummod"):
        below = line.words[c].text.lower()
        if word in _TIMES and below in _UNITS:
            value = _UNITS[below] * _TIMES[word]
        elif below in _TIMES:
            value *= _TIMES[below]
    return value, value
