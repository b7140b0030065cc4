"""A text's expressions of time in reading order: each with the tense of its clause, its date, and its TIMEX3 value.

"The next day" and "a year earlier" count from what was dated just before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct, structs

from dragoman.model import Date, Word

from .times import Context, TimeExpression, expressions, resolve, timex
from .times_calendar import Tense
from .times_tense import tense_of

# Sentences after which a date or a quarter is no longer what is spoken of.
_REACH = 2
_BETWEEN = frozenset(("-", "–", "—", "to", "and", "through", "until", "till"))
_FROM = frozenset(("after", "before", "from"))
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d.*)?)?$")


class Timed(Struct, frozen=True):
    """An expression, the tense of its clause, the date it means (None where not settled), and its TIMEX3 value."""

    expression: TimeExpression
    tense: Tense
    date: Date | None
    value: str


def read_times(sentences: Iterable[Sequence[Word]], anchor: date | None) -> list[list[Timed]]:
    """The expressions of time of a text, sentence by sentence; `anchor` is the day of publication."""
    out: list[list[Timed]] = []
    dated, quarter = ("", -_REACH), ("", -_REACH)
    for number, words in enumerate(sentences):
        row: list[Timed] = []
        for expression in expressions(words):
            tense = tense_of(words, expression.first, expression.last)
            near = [value if number - at <= _REACH else "" for value, at in (dated, quarter)]
            context = Context(near[0], near[1])
            found = Timed(
                expression, tense, resolve(expression, anchor, tense, context), timex(expression, anchor, tense, context)
            )
            row.append(found)
            if expression.rule in ("quarter", "latest"):
                # What is set beside a quarter lies before it and does not take its place, nor does one that has not ended.
                ended = found.value if anchor and "-Q" in found.value and found.value <= _quarter_before(anchor) else ""
                quarter = (max(ended, near[1]), number)
            elif found.date is not None and expression.kind in ("date", "time"):
                dated = (found.value[:10] if _DAY.match(found.value) else "", number)
        out.append(row)
    return out


def _quarter_before(day: date) -> str:
    quarters = day.year * 4 + (day.month - 1) // 3 - 1
    return f"{quarters // 4:04}-Q{quarters % 4 + 1}"


def ends(timed: Timed, words: Sequence[Word], anchor: date | None) -> list[Timed]:
    """An expression as TimeML marks it: the two ends of a stretch ("from March", "May"), or a stretch and the date that it is
    counted from ("two weeks", "after May 5"), each by itself.
    """
    first, _, last = timed.value.partition("/")
    span = timed.expression
    if not last and span.rule != "offset":
        return [timed]
    for at in range(span.first + 1, span.last - 1):
        if words[at].text.lower() in (_BETWEEN if last else _FROM):
            before, after = expressions(words[span.first : at]), expressions(words[at + 1 : span.last])
            if len(before) == len(after) == 1:
                moved = [_moved(before[0], span.first), _moved(after[0], at + 1)]
                values = (first, last) if last else [timex(e, anchor, timed.tense) for e in moved]
                return [Timed(e, timed.tense, timed.date, value) for e, value in zip(moved, values, strict=True)]
    return [timed]


def _moved(expression: TimeExpression, by: int) -> TimeExpression:
    return structs.replace(expression, first=expression.first + by, last=expression.last + by)
