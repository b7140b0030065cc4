"""Neo4j: every relationship has its ends, each node is there once, and cells are of the types in the header."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.exports.conftest import Write
from tests.exports.invented import Memory, contents, merged, page, position, statement
from tests.exports.test_forms import odd

from dragoman.exports.neo4j import NODES, RELATIONSHIPS, command


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def check_type(kind: str, value: str) -> None:
    if not value:
        return
    if kind == "long":
        int(value)
    elif kind == "double":
        float(value)
    elif kind == "date":
        date.fromisoformat(value)
    elif kind == "boolean":
        assert value in ("true", "false")
    else:
        assert "\n" not in value


@pytest.mark.parametrize("what", [contents(), odd()], ids=["plain", "odd"])
def test_the_import_would_find_every_end(write: Write, what: Memory) -> None:
    folder = write("neo4j", what)
    ids: dict[str, set[str]] = {}
    for sheet in NODES:
        header, rows = read(folder / f"{sheet.name}.csv")
        (space,) = re.findall(r":ID\((\w+)\)", header[0])
        found = [row[0] for row in rows]
        assert len(set(found)) == len(found), sheet.name
        ids[space] = set(found)
    for sheet in RELATIONSHIPS:
        header, rows = read(folder / f"{sheet.name}.csv")
        start, end = re.findall(r"^:START_ID\((\w+)\)|^:END_ID\((\w+)\)", "\n".join(header[:2]), re.M)
        for row in rows:
            assert row[0] in ids[start[0]] and row[1] in ids[end[1]], sheet.name


@pytest.mark.parametrize("what", [contents(), odd()], ids=["plain", "odd"])
def test_cells_are_of_the_types_in_the_header(write: Write, what: Memory) -> None:
    folder = write("neo4j", what)
    for sheet in (*NODES, *RELATIONSHIPS):
        header, rows = read(folder / f"{sheet.name}.csv")
        for row in rows:
            assert len(row) == len(header)
            for name, value in zip(header, row, strict=True):
                check_type(name.rpartition(":")[2], value)


def test_the_graph_of_an_event(write: Write) -> None:
    folder = write("neo4j", Memory((merged(),)))
    assert read(folder / "did.csv")[1] == [["ISL", "m1"]] and read(folder / "toward.csv")[1] == [["m1", "NOR"]]
    ((person, code, office, *_),) = read(folder / "acts_for.csv")[1]
    assert (code, office) == ("ISL", "foreign minister")
    assert read(folder / "took_part.csv")[1] == [[person, "m1", "actor"]]
    assert [row[:2] for row in read(folder / "reported_by.csv")[1]] == [["m1", "p1"], ["m1", "p2"]]


def test_a_statement_that_two_pages_share_is_one_node_with_two_pages(write: Write) -> None:
    copies = tuple(replace(statement(), page=page(key)) for key in ("p1", "p2"))
    held = tuple(replace(position(), page=page(key)) for key in ("p1", "p2"))
    folder = write("neo4j", Memory(heard=copies, stands=held))
    assert len(read(folder / "statements.csv")[1]) == len(read(folder / "positions.csv")[1]) == 1
    assert [row[1] for row in read(folder / "stated_on.csv")[1]] == ["p1", "p2"]
    assert [row[1] for row in read(folder / "told_on.csv")[1]] == ["p1", "p2"]


def test_the_command_names_every_file_and_overwrites_nothing(write: Write) -> None:
    readme = (write("neo4j") / "README.md").read_text("utf-8")
    assert command() in readme and "overwrite" not in command()
    for sheet in (*NODES, *RELATIONSHIPS):
        assert f"={sheet.label}={sheet.name}.csv" in command()
