"""Who is who: names, nouns, and how tables are read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dragoman.errors import TableInvalid
from dragoman.world import SECTORS, World, check, world
from dragoman.world.tables import COLUMNS, FOLDER


def codes(text: str) -> list[str]:
    return [entry.code for entry in world().names(text)]


def test_the_tables_hold_together() -> None:
    assert check([FOLDER]) == []


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("the United States'", "USA", "name"),
        ("U.S.", "USA", "name"),
        ("Americans", "USA", "demonym"),
        ("Britain", "GBR", "name"),
        ("Scotland", "GBR", "name"),
        ("Dutch", "NLD", "demonym"),
        ("Emirati", "ARE", "demonym"),
        ("Côte d’Ivoire", "CIV", "name"),
        ("Cote d'Ivoire", "CIV", "name"),
        ("Türkiye", "TUR", "name"),
        ("Burma", "MMR", "name"),
        ("Czech Republic", "CZE", "name"),
        ("Kosovo", "XKX", "name"),
        ("USSR", "SUN", "name"),
        ("East Germany", "DDR", "name"),
        ("TEHRAN", "IRN", "metonym"),
        ("the Kremlin", "RUS", "metonym"),
        ("Knesset", "ISR", "organ"),
        ("Nato", "NATO", "name"),
        ("UNHCR", "UNHCR", "organ"),
        ("EU’s", "EU", "name"),
        ("Hizbollah", "HEZBOLLAH", "name"),
        ("AfD", "AFD", "name"),
        ("Western countries", "WEST", "name"),
        ("Gazans", "PSE", "demonym"),
        ("Tibet", "CHN", "name"),
    ],
)
def test_names(text: str, code: str, how: str) -> None:
    entry = world().names(text)[0]
    assert (entry.code, entry.how) == (code, how)


@pytest.mark.parametrize("word", ["us", "who", "turkey", "chad", "polish", "au", "Who", "Us", "nobody", "", "'s", "…"])
def test_common_words_name_nobody(word: str) -> None:
    assert codes(word) == []


def test_sectors_parents_and_members() -> None:
    pentagon, commission, g7 = (world().names(text)[0] for text in ("Pentagon", "European Commission", "G7"))
    assert pentagon.sectors == ("MIL",)
    assert commission.parent == "EU"
    assert len(world().members(g7.code)) == 7 and "JPN" in world().members(g7.code)
    abkhazia = world().names("Abkhazia")[0]
    assert (abkhazia.country, abkhazia.sectors) == ("GEO", ("PRE",))


def test_ambiguous_names_give_every_reading() -> None:
    assert set(codes("Congo")) == {"COD", "COG"}
    assert set(codes("Koreans")) == {"KOR", "PRK"}
    assert {"BEL", "EU"} <= set(codes("Brussels"))
    assert all(entry.ambiguous for entry in world().names("Georgia"))
    assert not world().names("France")[0].ambiguous


@pytest.mark.parametrize(
    ("noun", "sector", "makes"),
    [
        ("riot police", "COP", "state"),
        ("Troops", "MIL", "state"),
        ("masked gunmen", "UAF", "unknown"),
        ("rebels", "REB", "unknown"),
        ("thousands of protesters", "OPP", "civilians"),
        ("farmers", "AGR", "civilians"),
        ("villagers", "CVL", "civilians"),
        ("asylum-seekers", "REF", "civilians"),
        ("members of parliament", "LEG", "state"),
        ("a disgraced former minister", "ELI", "civilians"),
        ("several of the largest trade unions in town", "LAB", "civilians"),
        ("foreign ministry spokeswoman", "GOV", "state"),
        ("defence ministry", "MIL", "state"),
        ("partially recognized country", "PRE", "unknown"),
    ],
)
def test_agents(noun: str, sector: str, makes: str) -> None:
    agent = world().agent(noun)
    assert agent is not None
    assert sector in agent.sectors and agent.makes == makes


@pytest.mark.parametrize("noun", ["", "a demand", "weather", "the"])
def test_what_is_no_actor(noun: str) -> None:
    assert world().agent(noun) is None


def test_every_sector_used_is_named() -> None:
    assert {"COP", "PRE", "UNK"} <= SECTORS.keys() and len(SECTORS) == 25


def test_own_tables_go_first(tmp_path: Path) -> None:
    header = "\t".join(COLUMNS["groups"])
    (tmp_path / "groups.tsv").write_text(f"{header}\nBLUES\tBlues of Oz\tthe Blues\tAUS\tPTY\t\t\tours\n", encoding="utf-8")
    mine = World.load(tmp_path)
    assert mine.names("The Blues")[0].code == "BLUES"
    assert world().names("The Blues") == []


@pytest.mark.parametrize("text", ["", "nonsense\n", "\t".join(COLUMNS["groups"]) + "\nA\tB\n"])
def test_a_broken_table_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "groups.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(TableInvalid):
        World.load(tmp_path)
    assert check([tmp_path])


def test_check_finds_faults(tmp_path: Path) -> None:
    rows = [
        "A B\tXXX\tpresident\t2001\t\t\t\t\town",
        "C D\tUSA\tpresident\t2001-13\t\t\tQ0\t\t",
        "E F\tUSA\tjester\t2001\t2000\t\t\tmaybe\town",
    ]
    (tmp_path / "holders.tsv").write_text("\n".join(["\t".join(COLUMNS["holders"]), *rows]) + "\n", encoding="utf-8")
    faults = "\n".join(check([FOLDER, tmp_path]))
    for part in (
        "unknown code",
        "not a date",
        "not a Wikidata id",
        "no source",
        "unknown office",
        "unknown mark",
        "ends before",
    ):
        assert part in faults


def test_hiding_is_nested_and_repeatable() -> None:
    all_rows, some, fewer = len(world().holders()), world().hide(0.3, 1).holders(), world().hide(0.6, 1).holders()
    assert 0.6 < len(some) / all_rows < 0.8
    assert {(h.person, h.office, h.from_) for h in fewer} < {(h.person, h.office, h.from_) for h in some}
    assert some == world().hide(0.3, 1).holders()
    assert world().hide(0.0, 1).holders() == world().holders()
    assert world().hide(1.0, 1).names("France") == []


def test_loading_is_quick() -> None:
    World.load()
    best = min(_timed() for _ in range(3))
    assert best < 1.0  # 0.2 s on a laptop; the margin is for a busy machine


def _timed() -> float:
    start = time.perf_counter()
    World.load()
    return time.perf_counter() - start
