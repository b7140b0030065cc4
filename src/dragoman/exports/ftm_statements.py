"""FollowTheMoney as statements: a line for each value of each entity, as followthemoney and nomenklatura read and write them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from .ftm import TYPES, Entity, entities
from .port import Contents, Form, Settings
from .withholding import prepared
from .writing import fresh_file

DATASET = "dragoman"
# The columns and their order are followthemoney's (`ftm statements -f csv`).
COLUMNS = (
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
)


def statements(entity: Entity) -> Iterator[tuple[str, ...]]:
    """The statements of an entity: that it is, then its values. A statement's id is the library's: SHA-1 of what it says."""
    values = [("id", "id", entity.id), *((p, TYPES[p], v) for p, vs in entity.properties.items() for v in vs)]
    for prop, kind, value in values:
        key = hashlib.sha1(f"{DATASET}.{entity.id}.{prop}.{value}".encode(), usedforsecurity=False).hexdigest()
        yield entity.id, entity.id, prop, kind, entity.schema, value, DATASET, "", "", "", "f", "", "", key


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the file; the number of statements. Raises `ExportUnwritable`."""
    count = 0
    with fresh_file(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, dialect=csv.unix_dialect)
        writer.writerow(COLUMNS)
        for entity in entities(prepared(contents, settings), settings.world):
            for row in statements(entity):
                writer.writerow(row)
                count += 1
        text.detach()
    return count


FORM = Form("ftm-statements", ".statements.csv", "FollowTheMoney statements as CSV, for nomenklatura and the ftm tools", write)
