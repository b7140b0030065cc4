"""Outlets: by address, domain or name, as of a day; and the table's own soundness."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from dragoman.errors import TableInvalid
from dragoman.world import World, world
from dragoman.world.days import first_day, last_day
from dragoman.world.tables import COLUMNS


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.nytimes.com/2024/05/01/world/x.html", "nytimes.com"),
        ("https://edition.cnn.com/x", "cnn.com"),
        ("bbc.co.uk/news/1", "bbc.com"),
        ("WWW.Spiegel.de", "spiegel.de"),
        ("The New York Times", "nytimes.com"),
        ("new york times", "nytimes.com"),
        ("El Pais", "elpais.com"),
        ("Xinhua News Agency", "xinhuanet.com"),
        ("24.kg", "24.kg"),
        ("https://courier.example/nytimes.com", None),
        ("https://notnytimes.com/", None),
        ("com", None),
        ("http://[", None),
        ("", None),
        ("The Specimen Courier", None),
    ],
)
def test_by_address_domain_or_name(text: str, domain: str | None) -> None:
    found = world().outlet(text)
    assert (found.domain if found is not None else None) == domain


def test_as_of_a_day() -> None:
    then, now = world().outlet("ft.com", date(2014, 5, 1)), world().outlet("ft.com", date(2024, 5, 1))
    assert then is not None and now is not None and (then.owner, now.owner) == ("Pearson", "Nikkei")
    assert world().outlet("Apple Daily", date(2020, 5, 1)) is not None
    assert world().outlet("Apple Daily", date(2022, 5, 1)) is None and world().outlet("Apple Daily") is None


def test_what_is_told_of_one() -> None:
    found = world().outlet("tass.com")
    assert found is not None
    assert (found.name, found.country, found.control, found.languages) == ("TASS", "RUS", "state", ("ru", "en"))


def test_no_domain_or_name_is_of_two_outlets_and_no_owner_overlaps_the_next() -> None:
    rows = world().rows("outlets")
    assert len({row["outlet"] for row in rows}) >= 250 and len({row["country"] for row in rows}) >= 100
    spells: dict[str, list[tuple[date, date]]] = {}
    for row in rows:
        spells.setdefault(row["outlet"], []).append((first_day(row["from"]), last_day(row["to"])))
        for name in (row["name"], *filter(None, row["names"].split(";")), row["outlet"]):
            found = world().outlet(name, last_day(row["to"]) if row["to"] else date(2026, 1, 1))
            assert found is not None and found.domain == row["outlet"], name
    for domain, each in spells.items():
        each.sort()
        # An end cut to its month or year may fall into the same month or year as the next start.
        assert all(a[1] < b[1] and a[0] < b[0] for a, b in pairwise(each)), domain


def test_rows_of_ones_own_go_first_and_faults_are_told(tmp_path: Path) -> None:
    table = tmp_path / "outlets.tsv"
    head = "\t".join(COLUMNS["outlets"])
    table.write_text(f"{head}\ncourier.example\tThe Specimen Courier\t\tISL\tis\t\tprivate\t\t\ttest\n", "utf-8")
    mine = World.load(tmp_path).outlet("the specimen courier")
    assert mine is not None and mine.country == "ISL"
    table.write_text(f"{head}\nhttps://x.example\tX\t\tXXX\t\t\tsecret\t\t\ttest\n", "utf-8")
    with pytest.raises(TableInvalid) as caught:
        World.load(tmp_path)
    told = "\n".join(caught.value.lines)
    assert "is no domain" in told and "unknown code XXX" in told and "unknown control" in told
