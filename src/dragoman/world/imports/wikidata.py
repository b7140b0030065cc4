"""Wikidata: people with the positions they held, and organisations.

Two formats: the JSON dump, or a subset of it, an entity a line, with or without the array's brackets and commas
(https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html), and the result of a SPARQL query as JSON
(https://www.w3.org/TR/sparql11-results-json/) with the variables

    person, personLabel, position, positionLabel, country, start, end, startPrecision, endPrecision     a spell a row
    org, orgLabel, orgAltLabel, classLabel, country                                                     an organisation a row

Of an entity are read: P31 (kind), P39 (position held) with P580 and P582 (from, to) and P1001 or P642 (of what), P17
(country), P1001 (jurisdiction). Which office a position is, its label tells, so the position has to be in the same file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import msgspec
from msgspec import Struct

from .known import Known, clean, person_names
from .rows import Found, Skipped, Taken

HUMAN = "Q5"
_LANGUAGES = ("en", "mul", "en-gb", "en-us", "de", "fr", "es")
_TIME = re.compile(r"\+?0*([0-9]{4})-([0-9]{2})-([0-9]{2})T")
_QID = re.compile(r"Q[1-9][0-9]*")
_JULIAN = "Q1985786"
# Kinds by number, for files that do not hold the kinds' own labels.
_KINDS = {
    "Q7278": "political party",
    "Q484652": "international organization",
    "Q245065": "international organization",
    "Q4830453": "company",
    "Q6881511": "company",
    "Q783794": "company",
    "Q178790": "trade union",
    "Q79913": "non-governmental organization",
    "Q163740": "non-governmental organization",
    "Q11032": "newspaper",
    "Q17127659": "armed group",
    "Q17149090": "armed group",
    "Q327333": "government agency",
    "Q192350": "ministry",
}


class _Spell(Struct):
    position: str
    start: str | None
    end: str | None
    of: list[str]
    preferred: bool


class _Person(Struct):
    qid: str
    label: str
    aliases: list[str]
    spells: list[_Spell]


class _Thing(Struct):
    """Anything but a person: a position, a country, an organisation, a kind of these."""

    qid: str
    label: str
    aliases: list[str]
    kinds: list[str]
    of: list[str]


def rows(lines: Iterable[bytes], known: Known, file: str) -> Iterator[Found]:
    """The office-holders and organisations of a dump or of a query's result."""
    lines = iter(lines)
    head = next((line for line in lines if line.strip(b" \t\r\n\xef\xbb\xbf")), b"").lstrip(b"\xef\xbb\xbf")
    if re.match(rb'\s*\{\s*("head"|"results"|$)', head):
        yield from _result(b"".join(chain([head], lines)), known, file)
        return
    people: list[_Person] = []
    things: dict[str, _Thing] = {}
    for number, line in enumerate(chain([head], lines), 1):
        text = line.strip().rstrip(b",").strip()
        if text in (b"", b"[", b"]"):
            continue
        try:
            entity = msgspec.json.decode(text.removeprefix(b"[").removesuffix(b"]"))
            read = _entity(entity)
        except (msgspec.DecodeError, UnicodeDecodeError, AttributeError, TypeError, KeyError, ValueError, RecursionError):
            yield Skipped(f"line {number}", clean(text[:60].decode("utf-8", "replace")), "not an entity of Wikidata")
            continue
        if isinstance(read, Skipped):
            yield read
        elif isinstance(read, _Person):
            people.append(read)
        else:
            things[read.qid] = read
    yield from _organisations(things, known, file)
    for person in people:
        yield from _holders(person, things, known, file)


def _entity(entity: dict[str, Any]) -> _Person | _Thing | Skipped:
    qid = str(entity["id"])
    label = next((value for lang in _LANGUAGES if (value := clean(entity["labels"].get(lang, {}).get("value", "")))), "")
    if not _QID.fullmatch(qid):
        return Skipped(clean(qid)[:40], label, "not an item")
    if not label:
        return Skipped(qid, "", "no label in " + ", ".join(_LANGUAGES))
    given = entity.get("aliases") or {}
    aliases = [str(alias["value"]) for lang in _LANGUAGES[:4] for alias in given.get(lang, ())]
    claims = entity.get("claims") or {}
    kinds = _best(claims.get("P31", ()))
    if HUMAN not in kinds:
        return _Thing(qid, label, aliases, kinds, [*_best(claims.get("P1001", ())), *_best(claims.get("P17", ()))])
    spells = [_spell(claim) for claim in claims.get("P39", ()) if claim.get("rank") != "deprecated" and _item(claim["mainsnak"])]
    return _Person(qid, label, aliases, sorted(spells, key=lambda spell: not spell.preferred))


def _spell(claim: dict[str, Any]) -> _Spell:
    more = claim.get("qualifiers") or {}
    of = [qid for name in ("P1001", "P642") for snak in more.get(name, ()) if (qid := _item(snak))]
    start, end = (_time(more.get(name) or ()) for name in ("P580", "P582"))
    return _Spell(_item(claim["mainsnak"]) or "", start, end, of, claim.get("rank") == "preferred")


def _best(claims: Iterable[dict[str, Any]]) -> list[str]:
    """The items of the statements of the best rank; never of a deprecated one."""
    claims = [claim for claim in claims if claim.get("rank") != "deprecated"]
    best = [claim for claim in claims if claim.get("rank") == "preferred"] or claims
    return [qid for claim in best if (qid := _item(claim["mainsnak"]))]


def _item(snak: dict[str, Any]) -> str | None:
    if snak.get("snaktype", "value") != "value":
        return None
    value = snak["datavalue"]["value"]
    return str(value["id"]) if "id" in value else f"Q{int(value['numeric-id'])}"


def _time(snaks: Iterable[dict[str, Any]]) -> str | None:
    """The date cut to its precision; "" where there is none, None where there is one but nobody knows it."""
    dates = []
    for snak in snaks:
        if snak.get("snaktype", "value") == "novalue":
            continue
        if snak.get("snaktype", "value") != "value":
            return None
        value = snak["datavalue"]["value"]
        # A day of the Julian calendar is another in ours.
        julian = str(value.get("calendarmodel", "")).endswith(_JULIAN)
        dates.append(_cut(str(value["time"]), min(9, value["precision"]) if julian else value["precision"]))
    return None if None in dates or len(set(dates)) > 1 else dates[0] if dates else ""


def _cut(time: str, precision: int) -> str | None:
    """`+2031-02-03T00:00:00Z` to the day (11), month (10) or year (9)."""
    match = _TIME.match(time)
    if match is None or precision < 9 or match.group(1) == "0000":
        return None
    return "-".join(match.groups()[: min(precision, 11) - 8])


def _code(qids: Iterable[str], things: dict[str, _Thing], known: Known) -> str | None:
    """The code of the first of these that is a state or body of the tables, by its id, else by its label in the file."""
    for qid in qids:
        if code := known.by_wikidata.get(qid):
            return code
        if qid in things and (code := known.code(things[qid].label)):
            return code
    return None


def _holders(person: _Person, things: dict[str, _Thing], known: Known, file: str) -> Iterator[Found]:
    for spell in person.spells:
        position = things.get(spell.position)
        what = f"{person.label}, {position.label if position else spell.position}"
        if position is None:
            yield Skipped(person.qid, what, "the position is not in the file")
            continue
        code = _code([*spell.of, *position.of], things, known)
        yield _holder(person, known.post(position.label, code), (spell.start, spell.end), what, known, file)


def _holder(
    person: _Person, post: tuple[str, str] | None, dates: tuple[str | None, str | None], what: str, known: Known, file: str
) -> Found:
    names = person_names(person.label, person.aliases)
    start, end = dates
    if names is None:
        return Skipped(person.qid, what[:200], "no name that can be used")
    if post is None:
        return Skipped(person.qid, what, "no office of the tables, or of no state or body of theirs")
    if not start:
        return Skipped(person.qid, what, "no start that is known to the year")
    if end is None:
        return Skipped(person.qid, what, "ended, but nobody knows when")
    office, code = post
    if why := known.spell_fault(person.label, code, office, (start, end)):
        return Skipped(person.qid, what, why)
    cells = {"person": names[0], "code": code, "office": office, "from": start, "to": end, "aliases": names[1]}
    return Taken("holders", cells | {"wikidata": person.qid, "source": f"Wikidata {person.qid}, {file}"}, person.qid)


def _organisations(things: dict[str, _Thing], known: Known, file: str) -> Iterator[Found]:
    for thing in things.values():
        kinds = [_KINDS.get(qid) or (things[qid].label if qid in things else "") for qid in thing.kinds]
        yield from _organisation(thing, [kind for kind in kinds if kind], _code(thing.of, things, known), known, file)


def _organisation(thing: _Thing, kinds: list[str], country: str | None, known: Known, file: str) -> Iterator[Found]:
    """A row for an organisation of a kind that the tables have a noun for; nothing for what is no organisation."""
    body = any("international organi" in kind.lower() or "intergovernmental" in kind.lower() for kind in kinds)
    sectors = next((found for kind in kinds if (found := known.sectors(kind))), "")
    if not kinds or not (body or sectors) or known.post(thing.label, country) or known.world.office(thing.label):
        return
    if (code := known.by_wikidata.get(thing.qid)) or (code := known.code(thing.label)):
        yield Skipped(thing.qid, thing.label, f"already in the tables as {code}")
        return
    names = known.names(thing.label, thing.aliases)
    if names is None:
        yield Skipped(thing.qid, thing.label, known.refused(thing.label))
        return
    cells = {"name": names[0], "names": names[1], "wikidata": thing.qid, "source": f"Wikidata {thing.qid}, {file}"}
    cells |= {"code": known.new_code(thing.label, thing.qid), "country": "" if body else country or ""}
    known.by_wikidata[thing.qid] = cells["code"]
    yield Taken(*(("bodies", cells | {"kind": "body"}) if body else ("groups", cells | {"sectors": sectors})), thing.qid)


# The result of a query


def _result(data: bytes, known: Known, file: str) -> Iterator[Found]:
    try:
        bindings = msgspec.json.decode(data)["results"]["bindings"]
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError, KeyError, RecursionError):
        bindings = None
    if not isinstance(bindings, list):
        yield Skipped("line 1", file, "not the JSON of a query's result")
        return
    for number, binding in enumerate(bindings, 1):
        at = f"row {number}"
        try:
            row = {name: str(cell["value"]) for name, cell in binding.items()}
        except (AttributeError, TypeError, KeyError):
            yield Skipped(at, clean(binding)[:60], "no row of a query's result")
            continue
        country = _qid(row.get("country", ""))
        code = known.by_wikidata.get(country) or known.code(row.get("countryLabel", ""))
        if row.get("org"):
            qid = _qid(row["org"])
            thing = _Thing(qid, clean(row.get("orgLabel", qid)), row.get("orgAltLabel", "").split(","), [], [])
            kind = row.get("classLabel") or _KINDS.get(_qid(row.get("class", "")), "")
            found = list(_organisation(thing, [clean(kind)] if kind else [], code, known, file))
            yield from found or [Skipped(at, thing.label, "of no kind that the tables have a noun for")]
        elif row.get("person") and row.get("positionLabel"):
            qid = _qid(row["person"])
            person = _Person(qid, clean(row.get("personLabel", qid)), row.get("personAltLabel", "").split(","), [])
            dates = _day(row, "start"), _day(row, "end")
            what = f"{person.label}, {clean(row['positionLabel'])}"
            yield _holder(person, known.post(row["positionLabel"], code), dates, what, known, file)
        else:
            yield Skipped(at, "", "neither person and positionLabel nor org among its variables")


def _qid(address: str) -> str:
    found = _QID.fullmatch(address.rpartition("/")[2])
    return found.group() if found else ""


def _day(row: dict[str, str], name: str) -> str | None:
    """A date of a result: without its precision the first of January stands for its year, as Wikidata writes years."""
    text = row.get(name, "")
    if not text:
        return ""
    match = _TIME.match(text)
    if match is None:
        return None
    given = row.get(f"{name}Precision", "")
    return _cut(text, int(given) if given.isdecimal() else 9 if match.groups()[1:] == ("01", "01") else 11)
