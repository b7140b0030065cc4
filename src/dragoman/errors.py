"""Every error that Dragoman raises, in one tree.

    DragomanError
    ├── SourceError        a source could not be fetched or opened
    │   ├── SourceMissing       D101
    │   ├── SourceUnreachable   D102
    │   ├── SourceTooLarge      D103
    │   ├── SourceUnsafe        D104
    │   ├── SourceDisallowed    D105
    │   └── SourceDamaged       D106
    ├── PageError          a source was opened but holds no article that can be read
    │   ├── PageEmpty           D201
    │   ├── PageBinary          D202
    │   ├── PageUndecodable     D203
    │   └── NoArticle           D204
    │       ├── PaywallStub     D205
    │       ├── LoginPage       D206
    │       └── ErrorPage       D207
    ├── ModelError         the language model cannot be loaded
    │   ├── ModelMissing        D301
    │   └── ModelDamaged        D302
    ├── WorldError         a table of the world is wrong, or lacks what was asked for
    │   ├── TableInvalid        D401
    │   ├── NotInWorld          D402
    │   └── NothingImported     D403
    ├── RecordError        a row that was asked about is not there, or cannot be judged so
    │   ├── NoSuchEvent         D501
    │   ├── JudgementInvalid    D502
    │   └── JudgementsDamaged   D503
    └── CountingError      events cannot be counted, drawn or watched as was asked
        ├── PeriodInvalid       D721
        ├── UnitInvalid         D722
        ├── NothingToDraw       D723
        ├── SheetsMissing       D724
        ├── SheetDamaged        D725
        ├── AnswerInvalid       D726
        └── AlertInvalid        D727

Codes are stable: they never change their meaning. Each message says what happened, to which input, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence


class DragomanError(Exception):
    """The root of all errors raised here; `code` is stable, `source` names the input."""

    code = "D000"

    def __init__(self, source: str, what: str, do: str) -> None:
        super().__init__(f"{self.code} {source}: {what}; {do}")
        self.source, self.what, self.do = source, what, do


class SourceError(DragomanError):
    """A source could not be fetched or opened."""

    code = "D100"


class SourceMissing(SourceError):
    """No such file."""

    code = "D101"


class SourceUnreachable(SourceError):
    """A URL that failed, or a file that may not be read."""

    code = "D102"


class SourceTooLarge(SourceError):
    """More bytes than a news page can have."""

    code = "D103"


class SourceUnsafe(SourceError):
    """An address that must not be fetched: private, loopback, or not http."""

    code = "D104"


class SourceDisallowed(SourceError):
    """An address that the server's robots.txt keeps readers from."""

    code = "D105"


class SourceDamaged(SourceError):
    """A feed, archive or dump that cannot be read, or not on from some place."""

    code = "D106"


class PageError(DragomanError):
    """A source was opened but holds no article that can be read."""

    code = "D200"


class PageEmpty(PageError):
    """No text at all."""

    code = "D201"


class PageBinary(PageError):
    """Not text."""

    code = "D202"


class PageUndecodable(PageError):
    """Text in no encoding that could be recognised."""

    code = "D203"


class NoArticle(PageError):
    """A page without an article; `published` is its day or time, where it states one all the same (ISO 8601)."""

    code = "D204"
    published: str | None = None


class PaywallStub(NoArticle):
    """A page that shows only the beginning of an article."""

    code = "D205"


class LoginPage(NoArticle):
    """A page that asks to log in."""

    code = "D206"


class ErrorPage(NoArticle):
    """A server's error page, or one that asks whether the reader is a robot."""

    code = "D207"


class ModelError(DragomanError):
    """The language model cannot be loaded."""

    code = "D300"


class ModelMissing(ModelError):
    """The folder lacks a file of the model."""

    code = "D301"


class ModelDamaged(ModelError):
    """A file of the model differs from its checksum."""

    code = "D302"


class WorldError(DragomanError):
    """A table of the world is wrong, or lacks what was asked for."""

    code = "D400"


class TableInvalid(WorldError):
    """A row that breaks the table's rules."""

    code = "D401"

    def __init__(self, source: str, what: str, do: str, lines: Sequence[str] = ()) -> None:
        """The error of the first fault; `lines` has a line for each where there are several."""
        super().__init__(source, what, do)
        self.lines = tuple(lines) or (str(self),)


class NotInWorld(WorldError):
    """A name, code, table or row that the tables do not have."""

    code = "D402"


class NothingImported(WorldError):
    """A file of which no row could be taken over."""

    code = "D403"


class RecordError(DragomanError):
    """A row of a record that is not there, or cannot be judged so."""

    code = "D500"


class NoSuchEvent(RecordError):
    """An id that no event of the source has, or several."""

    code = "D501"


class JudgementInvalid(RecordError):
    """A judgement whose field or value a row cannot have."""

    code = "D502"


class JudgementsDamaged(RecordError):
    """A file of judgements that cannot be read or written, or a line of it that is none."""

    code = "D503"


class CountingError(DragomanError):
    """Events cannot be counted, drawn or watched as was asked."""

    code = "D720"


class PeriodInvalid(CountingError):
    """Words that name no period, or a stretch of too many."""

    code = "D721"


class UnitInvalid(CountingError):
    """A unit of a panel that is none."""

    code = "D722"


class NothingToDraw(CountingError):
    """A sample of which no row can be drawn, or whose folder cannot be used."""

    code = "D723"


class SheetsMissing(CountingError):
    """A folder without the key of a sample, or without sheets."""

    code = "D724"


class SheetDamaged(CountingError):
    """A coding sheet, or the key, that cannot be read."""

    code = "D725"


class AnswerInvalid(CountingError):
    """An answer on a coding sheet that cannot be used."""

    code = "D726"


class AlertInvalid(CountingError):
    """A rule of alerts that is none."""

    code = "D727"
