"""Views for those who ask in SQL: what stands now, with ids as they are printed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .schema import TABLES

_IDS = {"events": ("key", "story"), "reports": ("event", "row"), "groups": ("text", "story"), "quotations": ("quote",)}
# What is left out where it says nothing new is said in the view.
_TOLD = {
    "date_start": "coalesce(t.date_start, t.day) AS date_start",
    "date_end": "coalesce(t.date_end, t.date_start, t.day) AS date_end",
}
_BLOBS = frozenset({"body", "original", "coding", "judgement"})


def printed(column: str) -> str:
    """A number as the id of sixteen digits that it is printed as, in SQLite's words."""
    return f"printf('%016x', {column})"


def views(printed: Callable[[str], str] = printed) -> Iterator[str]:
    """A view `NAME_now` of every table whose rows can cease to stand; the text and story of each page, from `groups`, are in
    `pages_now`. `printed` says how a database writes a number as an id.
    """
    for name, table in TABLES.items():
        if not table.ends or name in ("readings", "judgements", "groups"):
            continue
        ids = _IDS.get(name, ())
        columns = [
            f"{printed(f't.{c.name}')} AS {'id' if c.name == 'key' else c.name}"
            if c.name in ids
            else _TOLD.get(c.name, f"t.{c.name}")
            for c in table.columns
            if c.name not in _BLOBS and c.name not in ("since", "until")
        ]
        joined = ""
        if name == "pages":
            columns += [f"{printed(f'g.{c}')} AS {c}" for c in ("text", "story")]
            joined = " JOIN groups g ON g.page = t.n AND g.until IS NULL"
        yield f"CREATE VIEW {name}_now AS SELECT {', '.join(columns)} FROM {name} t{joined} WHERE t.until IS NULL"
