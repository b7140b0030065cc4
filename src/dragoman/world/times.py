"""When: expressions of time in a sentence, and the dates they mean beside the day the article appeared.

The forms follow TimeML's TIMEX3 (Pustejovsky et al. 2003), so that they can be measured against its corpora. A date
is given only where the words and the anchor settle it: "several days ago", "a day after the summit" give none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from dragoman.model import Date, Word

from .times_calendar import Found, Tense, a_day, cut
from .times_resolve import solve
from .times_rules import BY_FIGURE, BY_MARK, BY_WORD, LEADS
from .times_words import CAPITAL, MONTH_NAME, UNITS, WEEKDAY_NAME, hour_of, spelled_year

Kind = Literal["date", "time", "duration", "set"]

_PIECE = re.compile(r"\d+(?:st|nd|rd|th)?(?![a-z\d])|\d+|[^\W\d_]+|[^\w\s]|_", re.IGNORECASE)
_FIRST = re.compile(r"[a-z]+|\d|'")
_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_OWNERS = frozenset("his her their my your our its".split())
_COLOURS = frozenset("black bloody super holy maundy red blue golden cyber".split())
_PAPERS = frozenset("times telegraph mirror express mail herald post star".split())
_NOT_A_YEAR_AFTER = set("$ £ € ¥ # no number about nearly over than least some almost flight room".split())
_NOT_A_YEAR_BEFORE = set(
    "percent % people troops soldiers men women miles km kilometers kilometres dollars tons tonnes meters metres feet "
    "euros jobs workers students million billion pounds barrels children civilians dead companies shares square "
    "points times others employees".split()
)
_YEAR_AFTER = set("in since until before after during from by early late the".split())
_RATES = frozenset(("once", "twice", "times", "time"))
_DOUBLED = re.compile(rf"(?:{WEEKDAY_NAME}|{MONTH_NAME})(?:day|{WEEKDAY_NAME}|{MONTH_NAME})+", re.IGNORECASE)
_NO_HOUR = re.compile(r"\d\d?:[6-9]\d|(?:2[5-9]|[3-9]\d):\d\d")
LONGEST_SENTENCE = 2_000


class TimeExpression(Struct, frozen=True):
    """Words that say when: words `first` to `last` (exclusive), code points `start` to `end` of the text.

    `lead` is the preposition before them that opens or closes a stretch ("since", "until"), and `parts` what the rule
    read; `quoted` is the text with its lead.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    kind: Kind
    rule: str
    parts: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    quoted: str = ""


class Context(Struct, frozen=True):
    """What a text has just spoken of: TIMEX3 values of a date ("1998-10-23", "1998-10", "1998") and of a quarter."""

    dated: str = ""
    quarter: str = ""


NOTHING = Context()


def expressions(words: Sequence[Word]) -> list[TimeExpression]:
    """The expressions of time in one sentence, in order and apart from each other.

    Tags are used where the words have them ("may" as a verb is no month) and are not needed.
    """
    if len(words) > LONGEST_SENTENCE:
        return []
    line, starts, owners = _line(words)
    found: list[TimeExpression] = []
    at = 0
    while at < len(starts):
        best = _longest(line, starts[at])
        if best is None:
            at += 1
            continue
        kind, rule, match = best
        after = at
        while after < len(starts) and starts[after] < match.end():
            after += 1
        first, last = owners[at][0], owners[after - 1][1] + 1
        if (found and first < found[-1].last) or not _sound(rule, match, line, words, first, last):
            at += 1
            continue
        found.append(_expression(words, first, last, kind, rule, match))
        at = after
    return _spoiled(_joined(found, words), words)


def garbled(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Words (first, last) that are written like a time and can be none: "31 February", "Wednesdayday", "at 13:75"."""
    found = [(e.first, e.last) for e in expressions(words) if e.rule == "garbled"]
    for i, word in enumerate(words[:LONGEST_SENTENCE]):
        before = words[i - 1].text.lower() if i else ""
        if _DOUBLED.fullmatch(word.text) or (before in ("at", "by", "until") and _NO_HOUR.fullmatch(word.text)):
            found.append((i, i + 1))
        elif before == "year" and word.text.strip("0") == "":
            found.append((i - 1, i + 1))
    return sorted(found)


def resolve(expression: TimeExpression, anchor: date | None, tense: Tense, context: Context = NOTHING) -> Date | None:
    """The date that an expression means, or None where it is not settled.

    `anchor` is the day of publication: without one nothing relative is resolved. `tense` is that of the clause; None
    looks back, as news does. "since 2014" is an interval that ends on the anchor. What counts from another date in the
    text ("the next day") is settled by `context` alone.
    """
    found = _solve(expression, anchor, tense, context)
    if found is None:
        return None
    if found.start is None and found.end is None:
        return _lasting(expression, anchor, tense)
    start: str | None = cut(found.start, found.grain) if found.start else None
    end: str | None = cut(found.end, found.grain) if found.end else None
    if expression.lead:
        if expression.lead in ("since", "from", "starting", "beginning", "as of"):
            end = anchor.isoformat() if anchor and tense != "future" and (start or "") <= anchor.isoformat() else None
        elif expression.lead == "after":
            end = None
        elif expression.lead in ("before", "prior to"):
            start, end = None, start
        else:
            start = None
        if start is None and end is None:
            return None
        return Date(start, end, "interval", expression.quoted)
    return Date(start, end, found.precision, expression.quoted)


def timex(expression: TimeExpression, anchor: date | None, tense: Tense, context: Context = NOTHING) -> str:
    """The TIMEX3 value of an expression ("1998-W07", "P3M", "PRESENT_REF"), empty where it is not settled."""
    found = _solve(expression, anchor, tense, context)
    if expression.rule == "clock" and found is None and anchor is not None:
        # The hour of the day that was spoken of, or else of publication.
        found = a_day(date.fromisoformat(context.dated) if len(context.dated) == 10 else anchor)
    if found is None:
        return ""
    return found.value + (dict(expression.parts).get("hour", "") if found.start and found.precision == "day" else "")


def _lasting(expression: TimeExpression, anchor: date | None, tense: Tense) -> Date | None:
    """ "Months of talks" began nobody says when, and had lasted until the paper came out."""
    if anchor is None or tense == "future" or ("of", "of") not in expression.parts:
        return None
    return Date(None, anchor.isoformat(), "interval", expression.text)


def _solve(expression: TimeExpression, anchor: date | None, tense: Tense, context: Context) -> Found | None:
    if expression.lead in ("by", "until", "till") and tense != "past":
        tense = "future"
    elif expression.lead == "since":
        tense = "past"
    try:
        parts = dict(expression.parts) | {"dated": context.dated, "quarter": context.quarter}
        return solve(expression.rule, parts, anchor, tense)
    except (ValueError, OverflowError):
        return None  # 31 February, year 0 and the like


def _line(words: Sequence[Word]) -> tuple[str, list[int], list[tuple[int, int]]]:
    """The sentence as the rules read it, where each piece begins in it, and the first and last word it is from."""
    pieces: list[str] = []
    owners: list[int] = []
    for number, word in enumerate(words):
        for piece in _PIECE.findall(word.text.translate(_MARKS)[:60]):
            small = piece.lower()
            if small in CAPITAL and not _capital(words, number, piece):
                small = "~"
            pieces.append(small)
            owners.append(number)
    line: list[str] = []
    starts: list[int] = []
    of: list[tuple[int, int]] = []
    at, i = 0, 0
    while i < len(pieces):
        year = spelled_year(pieces[i : i + 4]) if pieces[i] in ("nineteen", "twenty") else None
        piece, taken = year or (pieces[i], 1)
        line.append(piece)
        starts.append(at)
        of.append((owners[i], owners[i + taken - 1]))
        at, i = at + len(piece) + 1, i + taken
    return " ".join(line), starts, of


def _capital(words: Sequence[Word], number: int, piece: str) -> bool:
    word = words[number]
    if not piece[0].isupper():
        return False
    if piece.lower() in ("may", "march"):
        if word.upos in ("AUX", "VERB"):
            return False
        # At the head of a sentence the capital says nothing: only a number, or a tag, makes a month of it.
        if number == 0 and word.upos != "PROPN" and word.text.startswith(piece):
            return len(words) > 1 and words[1].text[:1].isdigit()
    if piece.lower() in ("sun", "sat", "mon", "mar", "wed", "jan") and not piece.isupper():
        following = words[number + 1].text if number + 1 < len(words) else ""
        return word.text.endswith(".") or following[:1].isdigit() or (following in (".", ",") and piece.lower() != "sun")
    return not (piece.lower() in ("sun", "sat", "mar", "mon", "wed") and piece.isupper())


def _longest(line: str, start: int) -> tuple[str, str, re.Match[str]] | None:
    first = _FIRST.match(line, start)
    if first is None:
        return None
    word = first.group()
    rules = BY_WORD.get(word, ()) if word.isalpha() else BY_MARK if word == "'" else BY_FIGURE
    best: tuple[str, str, re.Match[str]] | None = None
    for kind, rule, pattern in rules:
        match = pattern.match(line, start)
        if match and (best is None or match.end() > best[2].end()):
            best = kind, rule, match
    return best


def _sound(rule: str, match: re.Match[str], line: str, words: Sequence[Word], first: int, last: int) -> bool:
    """Whether the words around let the expression be one."""
    before = line[: match.start()].split()[-2:]
    after = line[match.end() :].split()[:2]
    previous, following = (before or [""])[-1], (after or [""])[0]
    if rule == "year":
        bare = match.group("year")
        if match.group() == bare:
            tagged = words[last].upos == "NOUN" and words[last].feats.get("Number") == "Plur" if last < len(words) else False
            if previous in _NOT_A_YEAR_AFTER or following in _NOT_A_YEAR_BEFORE or (tagged and previous not in _YEAR_AFTER):
                return False
            if (
                following in (",", ".", ":")
                and after[1:2]
                and after[1].isdigit()
                and words[first].text[:1].isdigit()
                and words[first].text != bare
            ):
                return False
            if previous in (".", ",", "/", "-", ":") and words[first].text[:1].isdigit() and words[first].text != bare:
                return False
        return True
    if rule == "decade" and previous in _OWNERS:
        return False  # "in his 30s"
    if rule == "month" and following == "of":
        return False  # "the March of the Mothers": a month of a year has been read with its year
    if rule == "weekday":
        return not _named(words, first, last)
    if rule == "duration" or rule == "ago":
        if following in ("a", "per") and after[1:2] and after[1] in UNITS:
            return False  # "24 hours a day"
        # Ages ("27 years old", "a 27-year-old") say nothing of when.
        if following == "old" or (following == "-" and after[1:2] == ["old"]):
            return False
        if rule == "duration" and match.group().startswith(("a ", "an ")) and _rate(words, first, following):
            return False
        if match.group("unit") == "second" and previous not in ("for", "in", "within", "per", "every"):
            return False  # "a second group"
        # "A quarter of the vote" is a share.
        return not (match.group("unit").startswith("quarter") and (following == "of" or match.group().endswith("quarters")))
    if rule == "every":
        if "adverb" in match.re.groupindex:
            return words[first].upos != "ADJ"  # "a quarterly dividend" is of a kind, not of a time
        return not match.group().startswith(("a ", "an ")) or previous in _RATES
    if rule == "vague" and match.group() == "future":
        return words[first].upos in ("ADJ", "") and following.isalpha()
    if rule == "vague" and match.group() == "now":
        # As a filler before a comma or a question it says nothing of time.
        return not (first == 0 and following in (",", "for"))
    if rule == "clock" and match.group().startswith("the "):
        return previous in ("in", "during", "through", "into")
    return True


def _joined(found: list[TimeExpression], words: Sequence[Word]) -> list[TimeExpression]:
    """Joins "two weeks after" with the date that it counts from ("two weeks after the Oct. 7 attack")."""
    joined: list[TimeExpression] = []
    for expression in found:
        span = joined[-1] if joined else None
        if (
            span is not None
            and span.rule == "duration"
            and any(name == "number" for name, _ in span.parts)
            and expression.kind == "date"
            and span.last < expression.first <= span.last + 2
            and (way := words[span.last].text.lower()) in ("after", "before", "from")
        ):
            parts = [("base", expression.rule), ("way", way), *span.parts]
            parts += [(f"base.{name}", text) for name, text in expression.parts]
            text = _text(words, span.first, expression.last)
            joined[-1] = TimeExpression(
                text, span.start, expression.end, span.first, expression.last, "date", "offset", tuple(parts), "", text
            )
        else:
            joined.append(expression)
    return joined


def _named(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a weekday is no certain one ("on a Tuesday") or part of a name ("Bloody Sunday", "the Sunday Times")."""
    previous = words[first - 1] if first else None
    following = words[last].text if last < len(words) else ""
    if following[:1].isupper() and following.lower() in _PAPERS:
        return True
    if previous is None:
        return False
    if previous.text.lower() in ("a", "one", "any", "another"):
        return first <= previous.head < last
    return previous.text[:1].isupper() and previous.text.lower() in _COLOURS


def _rate(words: Sequence[Word], first: int, following: str) -> bool:
    """Whether "a week" says how often: "two flights a week", "$35 a night"."""
    return first > 0 and words[first - 1].upos in ("NOUN", "NUM", "SYM") and following not in ("after", "before", "and", "or")


def _spoiled(found: list[TimeExpression], words: Sequence[Word]) -> list[TimeExpression]:
    """Days that there are none of, as one with the weekday beside them: "last Tuesday 31 February" is no Tuesday either."""
    out: list[TimeExpression] = []
    for expression in found:
        beside = out[-1] if out and all(w.text in (",", "the", "on") for w in words[out[-1].last : expression.first]) else None
        if beside and {beside.rule, expression.rule} == {"garbled", "weekday"}:
            out.pop()
            expression = _garbled(beside.first, expression.last, words)
        elif _impossible(expression):
            first = expression.first
            if beside and beside.rule == "weekday":
                first = out.pop().first
            expression = _garbled(first, expression.last, words)
        out.append(expression)
    return out


def _impossible(expression: TimeExpression) -> bool:
    if expression.rule not in ("day", "iso", "numeric", "garbled"):
        return False
    try:
        solve(expression.rule, dict(expression.parts), date(2000, 1, 1), "past")
    except ValueError:
        return True
    return expression.rule == "garbled"


def _garbled(first: int, last: int, words: Sequence[Word]) -> TimeExpression:
    text = _text(words, first, last)
    return TimeExpression(text, words[first].start, words[last - 1].end, first, last, "date", "garbled", (), "", text)


def _expression(words: Sequence[Word], first: int, last: int, kind: str, rule: str, match: re.Match[str]) -> TimeExpression:
    # A lead that the rule has read itself ("from March to May") is no open end.
    lead = ""
    before = first
    if first and words[first - 1].text.lower() == "the":
        before = first - 1  # "since the Oct. 7 attacks"
    if (
        rule not in ("duration", "every", "vague", "relative", "clock", "bare", "latest", "days", "months", "years", "weekdays")
        and before
    ):
        two = f"{words[before - 2].text} {words[before - 1].text}".lower() if before > 1 else ""
        one = words[before - 1].text.lower()
        if two in LEADS:
            lead, before = two, before - 2
        elif one in LEADS and not (one == "from" and kind != "year"):
            lead, before = one, before - 1
    if not lead:
        before = first
    hour = hour_of(match.group()) if kind in ("day", "clock") else ""
    shown: Kind = "time" if hour or kind == "clock" else "date"
    if kind in ("span", "past"):
        shown = "duration"
    elif kind == "every":
        shown = "set"
    read = {name: text for name, text in match.groupdict().items() if text is not None}
    if rule == "duration" and "vague" in read and last < len(words) and words[last].text.lower() == "of":
        read["of"] = "of"
    if hour:
        read["hour"] = hour
    parts = tuple(sorted(read.items()))
    text = _text(words, first, last)
    return TimeExpression(
        text, words[first].start, words[last - 1].end, first, last, shown, rule, parts, lead, _text(words, before, last)
    )


def _text(words: Sequence[Word], first: int, last: int) -> str:
    """The words as they stand in the text; what lies between two words is written as spaces."""
    out = ""
    for word in words[first:last]:
        out += " " * max(0, word.start - words[first].start - len(out)) + word.text
    return out
