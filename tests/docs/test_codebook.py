"""docs/codebook.md against the code: its tables are those of the coder, and the coder reads its examples as they stand there."""

from __future__ import annotations

import re

import pytest
from tools import codebook

from dragoman.coding import lexicon

TEXT = codebook.DOCUMENT.read_text("utf-8")
EXAMPLES = [one for one in map(codebook.example, TEXT.splitlines()) if one is not None]
AT_MOST = 1 / 6  # of the examples may be read otherwise


def test_the_tables_are_those_of_the_coder() -> None:
    assert codebook.with_tables(TEXT) == TEXT, "write them anew: python tools/codebook.py"


def test_every_line_with_an_arrow_is_an_example() -> None:
    assert len(EXAMPLES) == TEXT.count(" ⇒ ")


def test_every_border_has_two_examples() -> None:
    for part in re.split(r"\n\*\*(?=[A-Z])", TEXT)[1:]:
        title, _, rest = part.partition("**")
        examples = [line for line in rest.split("\n##")[0].splitlines() if codebook.example(line)]
        assert len(examples) >= 2, title


def test_every_type_and_mode_has_its_meaning() -> None:
    meanings = {(row["name"], row["mode"]) for row in lexicon.table("meanings")}
    assert {(row["type"], row["mode"]) for row in lexicon.table("scores")} <= meanings
    assert {(row["context"], "") for row in lexicon.table("contexts")} <= meanings
    known = {row["type"] for row in lexicon.table("scores")} | {row["context"] for row in lexicon.table("contexts")}
    assert {name for name, _ in meanings} <= known


def test_every_type_has_a_section_and_every_act_is_one_that_the_tables_have() -> None:
    scores = {row["type"] + (f".{row['mode']}" if row["mode"] else "") for row in lexicon.table("scores")}
    for kind in {row["type"] for row in lexicon.table("scores")}:
        assert f"\n## {kind}\n" in TEXT
    for one in EXAMPLES:
        assert {row.act for row, _ in one.events} <= scores, one.text


@pytest.mark.parametrize("one", [one for one in EXAMPLES if not one.not_yet], ids=lambda one: one.text)
def test_examples_are_read_as_they_stand(one: codebook.Example) -> None:
    assert codebook.right(one), codebook.read(one.text)


def test_few_examples_are_not_yet_read_so_and_these_truly_not() -> None:
    marked = [one for one in EXAMPLES if one.not_yet]
    assert len(marked) <= AT_MOST * len(EXAMPLES)
    assert [one.text for one in marked if codebook.right(one)] == [], "take their marks away: python tools/codebook.py"
