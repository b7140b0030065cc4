"""The invented happenings of the benchmarks: told by several authors, none of them a copy, and no two made one story."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from dragoman.copies import Likeness, compare, components, sign
from dragoman.model import Article, Block, Record

from .conftest import MADE

SET = Path(__file__).parents[2] / "benchmarks" / "sets" / "copies.jsonl"
ROWS = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]
HAPPENING = {row["id"]: row["happening"] for row in ROWS}


@pytest.fixture(scope="module")
def alike() -> dict[tuple[str, str], Likeness]:
    signed = {}
    for row in ROWS:
        body = tuple(Block(part) for part in row["text"].split("\n"))
        article = Article(row["id"], headline=row["headline"], published=row["day"], outlet=row["author"], body=body)
        signed[row["id"]] = sign(Record(article, (), (), (), (), (), MADE))
    pairs = combinations(sorted(signed), 2)
    return {(a, b): found for a, b in pairs if (found := compare(signed[a], signed[b])) is not None}


def test_no_two_tellings_are_taken_for_copies(alike: dict[tuple[str, str], Likeness]) -> None:
    assert [pair for pair, found in alike.items() if found.copies] == []


def test_no_two_happenings_become_one_story(alike: dict[tuple[str, str], Likeness]) -> None:
    assert [(a, b) for a, b in alike if HAPPENING[a] != HAPPENING[b]] == []


def test_most_tellings_of_a_happening_come_together(alike: dict[tuple[str, str], Likeness]) -> None:
    story = components([*alike, *((row["id"], row["id"]) for row in ROWS)])
    same = [(a, b) for a, b in combinations(sorted(HAPPENING), 2) if HAPPENING[a] == HAPPENING[b]]
    assert len(same) >= 50
    assert sum(story[a] == story[b] for a, b in same) >= 0.9 * len(same)
