"""docs/exports-coded.md against the forms and the tables that it describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.exports import gdelt, icews, polecat
from dragoman.exports.cameo import FOLDER
from dragoman.world.tables import read_table

TEXT = (Path(__file__).parents[2] / "docs" / "exports-coded.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("title", "columns"), [("POLECAT", polecat.COLUMNS), ("ICEWS", icews.COLUMNS), ("GDELT 2.0", gdelt.COLUMNS)]
)
def test_every_column_is_told_in_its_order(title: str, columns: tuple[str, ...]) -> None:
    section = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    firsts = re.findall(r"^\| (`[^|]+) \|", section, re.M)
    assert re.findall(r"`([^`]+)`", " ".join(firsts)) == list(columns)


def test_every_correction_of_the_published_mapping_is_told() -> None:
    rows = read_table(FOLDER / "cameo.tsv", ("code", "name", "goldstein", "type", "mode", "contexts", "source"))
    there = [
        (row["code"], f"{row['type']} {row['mode']}".strip(), row["source"].partition("2021: ")[2])
        for row in rows
        if "2021: " in row["source"]
    ]
    assert re.findall(r"^\| (\d{3,4}) \| [^|]+ \| ([^|]+) \| ([^|]+) \| [^|]+ \|$", TEXT, re.M) == there


def test_every_loss_is_told() -> None:
    rows = read_table(FOLDER / "to_cameo.tsv", ("type", "mode", "context", "code", "lost", "source"))
    for row in rows:
        if row["lost"]:
            what = f"{row['type']} {row['mode']}".strip() + (f" ({row['context']})" if row["context"] else "")
            assert re.search(rf"^\| {re.escape(what)} \| {row['code']} [^|]+ \| {row['lost']} \|$", TEXT, re.M), row
