"""The tables of an archive, as data: every adapter makes them from here.

Rows are added and never changed, but for one column: `until` is the commit from which on a row no longer stands. So the archive
as it stood after any commit can be asked (`since <= commit < until`), and nothing is lost by coding anew, merging or judging.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

VERSION = 1
Kind = Literal["integer", "real", "text", "blob"]


class Column(Struct, frozen=True):
    """A column: its name, kind and meaning; `null` where a row may lack it."""

    name: str
    kind: Kind
    about: str
    null: bool = False


class Table(Struct, frozen=True):
    """A table; `key` names the columns by which rows are ordered and found, where these are more than the row number `n`."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in their order."""
        return tuple(c.name for c in self.columns)

    @property
    def ends(self) -> bool:
        """Whether its rows can cease to stand."""
        return "until" in self.names


def _columns(*lines: str) -> tuple[Column, ...]:
    kinds: dict[str, Kind] = {"i": "integer", "r": "real", "t": "text", "b": "blob"}
    out = []
    for line in lines:
        name, kind, about = (part.strip() for part in line.split("|"))
        out.append(Column(name, kinds[kind[0]], about, kind.endswith("?")))
    return tuple(out)


_N = "n | i | number of the row"
_STANDS = ("since | i | commit that added the row", "until | i? | commit from which on it no longer stands")
_PAGE = "page | i | the page's number"

TABLES: dict[str, Table] = {
    t.name: t
    for t in (
        Table(
            "commits",
            "what was added at once, and when",
            _columns(
                _N, "at | t | the moment, ISO 8601 in UTC", "what | t | what was done", "told | t | settings and versions, JSON"
            ),
        ),
        Table(
            "pages",
            "an article at an address; a changed page is a new row",
            _columns(
                _N,
                "id | t | hash of address and text",
                *_STANDS,
                "article | t | hash of the text: the article's id",
                "url | t? | the address",
                "outlet | t? | the outlet",
                "headline | t? | the headline",
                "published | t? | when it was published, ISO 8601",
                "day | t? | the day from which its relative dates are reckoned",
                "language | t? | its language",
                "words | i | words of the text",
                "replaces | i? | the page of this address before it changed",
                "body | b | the article as JSON, compressed",
                "original | b? | the bytes as they came, compressed",
            ),
            indexes=(("id",), ("article",), ("url",), ("day",), ("outlet", "day")),
        ),
        Table(
            "readings",
            "how a page was coded, by which versions",
            _columns(
                _N,
                _PAGE,
                *_STANDS,
                "digest | t | hash of the coding",
                "made_by | i | number in names of the versions of program, model, rules and world, JSON",
                "coding | b | actors, statements, events, positions and drifts as JSON, compressed with the text as dictionary",
            ),
            indexes=(("page",),),
        ),
        Table("signatures", "what pages are compared by", _columns(_PAGE, "signature | b | MessagePack"), key=("page",)),
        Table(
            "keys",
            "pages that share a key may be copies or tell one happening",
            _columns("key | i | hash", _PAGE),
            key=("key", "page"),
        ),
        Table(
            "groups",
            "which text and which story a page belongs to",
            _columns(_N, _PAGE, *_STANDS, "text | i | group of copies", "story | i | happening"),
            indexes=(("page",), ("text",), ("story",)),
        ),
        Table(
            "events",
            "who did what to whom, over all pages of a story",
            _columns(
                _N,
                "key | i | the event's id as a number",
                *_STANDS,
                "story | i | the happening that it is of",
                "type | t | PLOVER type, or one of the user's own",
                "mode | t? | PLOVER mode",
                "quad | i | 1, 2 verbal and material cooperation; 3, 4 conflict",
                "intensity | r | from -10 to 10",
                "modality | t | actual, ongoing, planned, threatened, requested, hypothetical or denied",
                "background | i | 1: recalled, not reported",
                "day | t? | first day of its date",
                "date_start | t? | its date, cut to the precision, where that is not its day",
                "date_end | t? | the last day, month or year of it, where that is another",
                "precision | t? | day, week, month, season, year or interval",
                "place | t? | place name",
                "country | t? | country of the place, ISO 3166-1 alpha-3",
                "latitude | r? | degrees north",
                "longitude | r? | degrees east",
                "geonames | i? | GeoNames id",
                "confidence | r | probability that the row is right",
                "actors | t | codes, parted by ;",
                "recipients | t | codes, parted by ;",
                "contexts | t | PLOVER contexts, parted by ;",
                "pages | i | pages that tell it",
                "sources | i | texts that tell it, copies counted once",
                "outlets | i | outlets that carry it",
                "cells | t? | what its reports come to together, and where they differ, JSON; null where one page tells it alone",
            ),
            indexes=(
                ("key",),
                ("story",),
                ("day", "n", "quad", "type", "modality", "background", "confidence", "until"),
                ("latitude", "longitude"),
            ),
        ),
        Table(
            "reports",
            "a page's telling of an event, and its words",
            _columns(
                _N,
                "event | i | the event's id as a number",
                *_STANDS,
                _PAGE,
                "row | i | id of the event in the page's own record, as a number",
                "part | t | headline, standfirst, body or caption",
                "paragraph | i | paragraph or caption",
                "first | i | where the words begin, code points",
                "last | i | where they end",
                "exact | t | the words",
            ),
            indexes=(("event",), ("page",)),
        ),
        Table(
            "names",
            "what facets are about",
            _columns(_N, "kind | t | kind of facet", "value | t | its value"),
            key=("kind", "value"),
        ),
        Table(
            "facets",
            "events by party, type, mode, country, outlet, and modality where they are not told as done",
            _columns(
                "facet | i | number in names",
                "day | i | first day of the event as YYYYMMDD, 0 where undated",
                "event | i | number of its row",
            ),
            key=("facet", "day", "event"),
        ),
        Table(
            "dyads",
            "events between two parties, the first in the alphabet first",
            _columns(
                "one | i | number in names",
                "other | i | number in names",
                "day | i | as in facets",
                "event | i | number of its row",
            ),
            key=("one", "other", "day", "event"),
        ),
        Table(
            "who",
            "an actor as articles name it",
            _columns(
                _N,
                "code | t? | code",
                "name | t | name",
                "kind | t | state, body, group, person, firm or civilians",
                "country | t? | ISO 3166-1 alpha-3",
                "office | t? | the office held",
                "office_from | t? | since when",
                "office_to | t? | until when",
                "wikidata | t? | Wikidata id",
                "digest | t | hash of the above",
            ),
            indexes=(("digest",), ("code",), ("name",)),
        ),
        Table("named", "which page names whom", _columns("who | i | number in who", _PAGE), key=("who", "page")),
        Table(
            "statements",
            "who said what",
            _columns(
                _N,
                "id | t | id in the page's record",
                _PAGE,
                *_STANDS,
                "speaker | t? | the speaker's code",
                "name | t? | the speaker's name",
                "addressee | t? | the addressee's code",
                "kind | t | direct, indirect or mixed",
                "cue | t? | the word that reports it",
                "day | t? | first day of its date, else the page's day",
                "confidence | r | probability that it is right",
                "part | t | where the words stand",
                "paragraph | i | paragraph or caption",
                "first | i | where they begin",
                "last | i | where they end",
                "exact | t | the words",
            ),
            indexes=(("page",), ("speaker", "day"), ("day",)),
        ),
        Table(
            "quotations",
            "statements that quote the same words, or nearly the same, on several pages of a story",
            _columns(
                _N, "quote | i | the quotation's id as a number", *_STANDS, _PAGE, "statement | t | id in the page's record"
            ),
            indexes=(("quote",), ("page",)),
        ),
        Table(
            "positions",
            "who stands where",
            _columns(
                _N,
                "id | t | id in the page's record",
                _PAGE,
                *_STANDS,
                "actor | t? | the actor's code",
                "toward | t? | the other actor's code",
                "theme | t? | theme of the issue",
                "issue | t? | issue as named",
                "stance | t | support, oppose, neutral, mixed or uncommitted",
                "claimed_by | t? | who claims it of the actor",
                "day | t? | as of when",
                "confidence | r | probability that it is right",
            ),
            indexes=(("page",), ("actor", "day"), ("theme",), ("day",)),
        ),
        Table(
            "judgements",
            "what people judged of rows",
            _columns(_N, *_STANDS, "article | t | the article's id", "judgement | t | JSON"),
            indexes=(("article",),),
        ),
    )
}

# Full text stands apart: each adapter keeps it in its own way.
TEXTS = Table("texts", "the words of pages", _columns(_PAGE, "headline | t | headline and standfirst", "body | t | the rest"))
