"""A text's expressions of time in reading order: each with the tense of its clause, its date, and its TIMEX3 value.

"The next day" and "a year earlier" count from what was dated just before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from dragoman.model import Date, Word

from .times import Context, TimeExpression, expressions, resolve, timex
from .times_calendar import Tense
from .times_tense import tense_of

# Sentences after which a date or a quarter is no longer what is spoken of.
_REACH = 2
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
                quarter = (found.value or near[1], number)
            elif found.date is not None and expression.kind in ("date", "time"):
                dated = (found.value[:10] if _DAY.match(found.value) else "", number)
        out.append(row)
    return out
