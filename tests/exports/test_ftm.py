"""FollowTheMoney: valid entities and statements by the library itself, and links that lead somewhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import Memory, contents, merged, page
from tests.exports.test_forms import odd

from dragoman.exports.ftm import ISO2, TYPES


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def values(entities: list[dict[str, Any]], schema: str, name: str) -> list[str]:
    return [value for e in entities if e["schema"] == schema for value in e["properties"].get(name, [])]


def test_what_an_event_becomes(write: Write) -> None:
    entities = read(write("ftm", Memory((merged(),))))
    schemata = [e["schema"] for e in entities]
    for schema, count in {"PublicBody": 2, "Person": 1, "Position": 1, "Occupancy": 1, "Event": 1, "UnknownLink": 1}.items():
        assert schemata.count(schema) == count, schema
    assert schemata.count("Article") == schemata.count("Documentation") == 2
    assert values(entities, "Event", "name") == ["ACCUSE allege: Iceland → Norway"]
    assert values(entities, "Event", "date") == ["2024-05-11"]
    assert values(entities, "Event", "country") == ["fo"]
    assert len(values(entities, "Event", "sourceUrl")) == 2 and values(entities, "Event", "publisher") == ["The Courier"]
    assert values(entities, "Article", "publishedAt") == ["2024-05-12T08:00:00"] * 2
    assert values(entities, "Occupancy", "startDate") == ["2023-11"]


@pytest.mark.parametrize("what", [contents(), odd()], ids=["plain", "odd"])
def test_every_entity_is_there_once_and_after_what_it_names(write: Write, what: Memory) -> None:
    seen: set[str] = set()
    for entity in read(write("ftm", what)):
        for name, found in entity["properties"].items():
            if TYPES[name] == "entity":
                assert set(found) <= seen
        assert entity["id"] not in seen
        seen.add(entity["id"])


def test_ids_are_the_same_on_every_page(write: Write) -> None:
    one = read(write("ftm", Memory((merged("m1", pages=(page("p1"),)),))))
    two = read(write("ftm", Memory((merged("m2", pages=(page("p9"),)),))))
    people = [[e["id"] for e in entities if e["schema"] == "Person"] for entities in (one, two)]
    assert people[0] == people[1] != []


def test_an_interval_has_two_ends(write: Write) -> None:
    entities = read(write("ftm", Memory((contents().merged[1],))))
    assert (values(entities, "Event", "startDate"), values(entities, "Event", "endDate")) == (["2024-06-03"], ["2024-06-09"])


def test_a_page_that_no_event_is_from_is_an_article_all_the_same(write: Write) -> None:
    entities = read(write("ftm", Memory(listed=(page("p7"),))))
    assert [e["schema"] for e in entities] == ["Article"]
    assert "sourceUrl" not in read(write("ftm", Memory(listed=(replace(page(), url="javascript:alert(1)"),))))[0]["properties"]


@pytest.mark.parametrize("what", [contents(), odd()], ids=["plain", "odd"])
def test_the_library_takes_every_entity(write: Write, what: Memory) -> None:
    followthemoney = pytest.importorskip("followthemoney")
    entities = read(write("ftm", what))
    assert entities
    for entity in entities:
        schema = followthemoney.model.get(entity["schema"])
        schema.validate(entity)
        proxy = followthemoney.EntityProxy.from_dict(entity, cleaned=True)
        assert set(schema.required) <= set(entity["properties"])
        for prop, value in proxy.itervalues():
            assert prop.type.name == TYPES[prop.name]
            assert len(value) <= prop.max_length


def test_the_library_would_clean_no_value_otherwise(write: Write) -> None:
    followthemoney = pytest.importorskip("followthemoney")
    for entity in read(write("ftm")):
        again = followthemoney.EntityProxy.from_dict(entity, cleaned=False)
        assert again.to_dict()["properties"] == entity["properties"]


def test_the_library_knows_every_country() -> None:
    registry = pytest.importorskip("followthemoney.types").registry
    assert [code for code in ISO2.values() if not registry.country.validate(code)] == []


def test_statements_are_those_that_the_library_makes_of_the_entities(write: Write) -> None:
    followthemoney = pytest.importorskip("followthemoney")
    from followthemoney.statement import Statement
    from followthemoney.statement.serialize import CSV_COLUMNS, read_csv_statements

    path = write("ftm-statements")
    with path.open("rb") as file:
        got = list(read_csv_statements(file))
    wanted = [
        statement
        for entity in read(write("ftm"))
        for statement in Statement.from_entity(followthemoney.EntityProxy.from_dict(entity), "dragoman")
    ]
    assert [s.to_dict() for s in got] == [s.to_dict() for s in wanted]
    with path.open(encoding="utf-8", newline="") as text:
        assert next(csv.reader(text)) == CSV_COLUMNS
