"""FollowTheMoney: actors, offices, events, articles, and the links between them, an entity a line.

States are a PublicBody, bodies and groups an Organization, firms a Company, people a Person with their Occupancy of a Position,
civilians a LegalEntity. An Event names all that were involved; an UnknownLink leads from each actor to each recipient. An Article
is their proof, and Documentation leads from it to the event. Needs no library: schemata, properties and the cleaning of values
are those of followthemoney 4 (https://followthemoney.tech/explorer/).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from ..identity import stable_id
from ..model import Actor, Date
from ..model.archived import Merged, Page, Report
from ..world import World
from ..world.imports.ftm import COUNTRIES
from .dates import first
from .jsonl import encoded
from .once import Once
from .parties import Facts, by_id, facts, identity
from .port import Contents, Form, Settings
from .withholding import prepared
from .writing import fresh_file, one_line

# The most characters that a property takes, by its type.
LONGEST = {"name": 384, "string": 1024, "text": 65_000, "url": 4096, "address": 250, "identifier": 32}
# The types of the properties that are written.
TYPES = {
    "country": "country",
    "date": "date",
    "description": "text",
    "document": "entity",
    "endDate": "date",
    "entity": "entity",
    "holder": "entity",
    "involved": "entity",
    "keywords": "string",
    "language": "language",
    "location": "address",
    "name": "name",
    "object": "entity",
    "organization": "entity",
    "post": "entity",
    "proof": "entity",
    "publishedAt": "date",
    "publisher": "string",
    "recordId": "string",
    "role": "string",
    "sourceUrl": "url",
    "startDate": "date",
    "status": "string",
    "subject": "entity",
    "title": "string",
    "wikidataId": "identifier",
}
# Our codes of states as FollowTheMoney has them, in two letters (ended states in four).
ISO2 = {three: two.lower() for two, three in COUNTRIES.items()} | {"DDR": "dd"}
_SCHEMATA = {
    "state": "PublicBody",
    "body": "Organization",
    "group": "Organization",
    "person": "Person",
    "firm": "Company",
    "civilians": "LegalEntity",
}
_LANGUAGES = dict(
    pair.split(":")
    for pair in """
    ar:ara bg:bul bn:ben cs:ces da:dan de:deu el:ell en:eng es:spa et:est fa:fas fi:fin fr:fra he:heb hi:hin hr:hrv hu:hun id:ind
    is:isl it:ita ja:jpn ko:kor lt:lit lv:lav nl:nld no:nor pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sr:srp sv:swe tr:tur uk:ukr
    ur:urd vi:vie zh:zho
    """.split()
)


class Entity(Struct, frozen=True):
    """An entity: its id, its schema, and the values of its properties."""

    id: str
    schema: str
    properties: dict[str, list[str]]


def entities(contents: Contents, world: World) -> Iterator[Entity]:
    """The entities of the contents, each once; what an entity names stands before it. Statements and positions have no schema."""
    once = Once()
    for merged in contents.events():
        for entity in _of_event(merged, world):
            if entity.schema in _OWN or once(entity.id):
                yield entity
    for page in contents.pages():
        if once((entity := _article(page)).id):
            yield entity


# Schemata of which each entity belongs to one event alone, and need not be remembered.
_OWN = frozenset({"Event", "UnknownLink", "Documentation"})


def _of_event(merged: Merged, world: World) -> Iterator[Entity]:
    event, pages = merged.event, {report.page.id: report.page for report in merged.reports}
    for code in (*event.actors, *event.recipients):
        yield _coded(facts(code, world))
    people: dict[str, None] = {}
    for report in merged.reports:
        for actor in _parties(report):
            if actor.kind == "person":
                people[_key("who", identity(actor))] = None
                yield from _person(actor, world)
    articles = [_article(page) for page in pages.values()]
    yield from articles
    proof: dict[str, list[str | None]] = {
        "proof": [article.id for article in articles],
        "sourceUrl": [page.url for page in pages.values()],
        "publisher": [page.outlet for page in pages.values()],
        "recordId": [merged.id],
        **_dates(event.date),
    }
    key = _key("event", merged.id)
    sides = [" and ".join(facts(code, world).name for code in side) for side in (event.actors, event.recipients)]
    involved = [*(_code_key(code) for code in (*event.actors, *event.recipients)), *people]
    act = event.type + (f" {event.mode}" if event.mode else "")
    yield _entity(
        key,
        "Event",
        name=[f"{act}: {' → '.join(side for side in sides if side) or 'not known'}"],
        description=[span.exact for report in merged.reports for span in (report.event.evidence,)],
        country=[_country(event.place.country)] if event.place else [],
        location=[event.place.name] if event.place else [],
        involved=involved,
        keywords=[event.type, event.mode, event.modality, "background" if event.background else None, *event.contexts],
        **proof,
    )
    for actor_code in event.actors:
        for recipient_code in event.recipients:
            if actor_code != recipient_code:
                yield _entity(
                    _key("link", merged.id, actor_code, recipient_code),
                    "UnknownLink",
                    subject=[_code_key(actor_code)],
                    object=[_code_key(recipient_code)],
                    role=[act],
                    status=[event.modality],
                    **proof,
                )
    for page in pages.values():
        yield _entity(
            _key("documentation", merged.id, page.id),
            "Documentation",
            document=[_key("page", page.id)],
            entity=[key],
            role=["reports"],
            date=[_time(page.published)],
            sourceUrl=[page.url],
            publisher=[page.outlet],
        )


def _parties(report: Report) -> list[Actor]:
    actors = by_id(report.actors)
    named = dict.fromkeys((*report.event.actor_ids, *report.event.recipient_ids))
    return [actors[key] for key in named if key in actors]


@lru_cache(maxsize=10_000)
def _coded(known: Facts) -> Entity:
    """What acts under a code."""
    return _entity(
        _code_key(known.code),
        _SCHEMATA[known.kind],
        name=[known.name],
        country=[_country(known.country)],
        wikidataId=[known.wikidata],
    )


def _person(actor: Actor, world: World) -> Iterator[Entity]:
    key = _key("who", identity(actor))
    country = [_country(actor.country)]
    yield _entity(key, "Person", name=[actor.name], country=country, wikidataId=[actor.wikidata])
    body = facts(actor.parent or actor.code or "", world)
    if not actor.office or not body.code or body.kind == "civilians":
        return
    post = _key("post", actor.office, body.code)
    yield _coded(body)
    yield _entity(
        post,
        "Position",
        name=[f"{actor.office}, {body.name}"],
        country=[_country(body.country)],
        organization=[_code_key(body.code)],
    )
    yield _entity(
        _key("occupancy", key, post, actor.office_from or ""),
        "Occupancy",
        holder=[key],
        post=[post],
        startDate=[actor.office_from],
        endDate=[actor.office_to],
    )


def _article(page: Page) -> Entity:
    return _entity(
        _key("page", page.id),
        "Article",
        title=[page.headline],
        sourceUrl=[page.url],
        publisher=[page.outlet],
        publishedAt=[_time(page.published)],
        language=[_LANGUAGES.get((page.language or "").partition("-")[0].lower())],
    )


def _entity(key: str, schema: str, **properties: Iterable[str | None]) -> Entity:
    """An entity without what is not known, each value as the library would clean it."""
    given = {
        name: list(dict.fromkeys(v for v in (_clean(TYPES[name], v) for v in values) if v)) for name, values in properties.items()
    }
    return Entity(key, schema, {name: values for name, values in given.items() if values})


def _clean(kind: str, value: str | None) -> str | None:
    if not value:
        return None
    text = one_line(value)[: LONGEST.get(kind)].strip()
    if kind == "url" and not text.startswith(("http://", "https://")):
        return None
    return text.strip("'\"") if kind == "name" else text


def _key(kind: str, *parts: str) -> str:
    return f"dragoman-{kind}-{stable_id(*map(one_line, parts))}"


@lru_cache(maxsize=10_000)
def _code_key(code: str) -> str:
    return _key("code", code)


def _country(code: str | None) -> str | None:
    return ISO2.get(code or "")


def _dates(date: Date | None) -> dict[str, list[str | None]]:
    if date is None or first(date) is None:
        return {}
    if date.start == date.end:
        return {"date": [date.start]}
    return {"startDate": [date.start], "endDate": [date.end]}


def _time(text: str | None) -> str | None:
    """An ISO 8601 time in UTC and without its zone, as the library has it."""
    try:
        time = datetime.fromisoformat(text) if text and "T" in text else None
    except ValueError:
        time = None
    if time is None or text is None:
        return text[:10] if first(text) and text else None
    return (time.astimezone(UTC) if time.tzinfo else time).replace(tzinfo=None).isoformat(timespec="seconds")


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the file; the number of entities. Raises `ExportUnwritable`."""
    count = 0
    with fresh_file(path) as file:
        for entity in entities(prepared(contents, settings), settings.world):
            file.write(encoded(entity) + b"\n")
            count += 1
    return count


FORM = Form("ftm", ".ftm.json", "FollowTheMoney entities, a line each, for OpenAleph, Aleph and the ftm tools", write)
