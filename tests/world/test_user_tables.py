"""A user's own tables: what is read, what goes before what, and every fault told with its line."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import TableInvalid
from dragoman.world import World, own, tables, world
from dragoman.world.check import LONGEST_NAME
from dragoman.world.tables import COLUMNS, KEYS, MOST_FAULTS, MOST_ROWS

Write = Callable[..., Path]


def line(table: str, **cells: str) -> str:
    """A row of a table as it stands in a file; `from_` for the column that Python keeps for itself."""
    cells = {name.rstrip("_"): cell for name, cell in ({"source": "test"} | cells).items()}
    return "\t".join(cells.get(column, "") for column in COLUMNS[table])


def holder(person: str = "Ada Muster", **cells: str) -> str:
    return line("holders", **({"person": person, "code": "ISL", "office": "minister"} | cells))


@pytest.fixture(scope="module")
def base() -> dict[str, list[tables.Row]]:
    """The package's tables, read once, with the office-holders of two states only, so that they load quickly."""
    world()  # the whole one is kept, for other tests too
    found = tables.read_all(tables.FOLDER)
    return found | {"holders": [row for row in found["holders"] if row["code"] in ("FRA", "USA")]}


@pytest.fixture(autouse=True)
def read_once(base: dict[str, list[tables.Row]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "read_all", lambda _: {name: list(rows) for name, rows in base.items()})


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a table of some lines into the user's folder."""

    def to(table: str, *lines: str, mark: str = "", end: str = "\n") -> Path:
        text = mark + end.join(["\t".join(COLUMNS[table]), *lines, ""])
        (tmp_path / f"{table}.tsv").write_bytes(text.encode("utf-8"))
        return tmp_path

    return to


def told(folder: Path) -> list[str]:
    """The faults of a folder, without its path."""
    with pytest.raises(TableInvalid) as caught:
        World.load(folder)
    return [text.replace(f"{folder}/", "") for text in caught.value.lines]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_and_line_ends_of_any_system(write: Write, mark: str, end: str) -> None:
    mine = World.load(write("holders", holder(from_="2031-02-03"), mark=mark, end=end))
    (spell,) = mine.people("Ada Muster")
    assert (spell.from_, spell.source) == ("2031-02-03", "test")


def test_columns_in_any_order_and_notes_before_them(tmp_path: Path) -> None:
    text = "# mine\n\nsource\tcountry\tname\nlist of 2031\tISL\tmusterfisk\n"
    (tmp_path / "firms.tsv").write_text(text, encoding="utf-8")
    firm = World.load(tmp_path).firm("Musterfisk")
    assert firm is not None and firm.country == "ISL"


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("name\tsource", "firms.tsv:1: missing column: country"),
        ("name", "firms.tsv:1: missing columns: country, source"),
        ("name\tcountry\tsource\twho", "firms.tsv:1: unknown column: who"),
        ("name\tcountry\tsource\tname", "firms.tsv:1: double column: name"),
        ("", "firms.tsv:1: no header line"),
    ],
)
def test_headers_that_are_none(tmp_path: Path, header: str, fault: str) -> None:
    (tmp_path / "firms.tsv").write_text(f"{header}\n", encoding="utf-8")
    assert told(tmp_path)[0].startswith(f"D401 {fault}; ")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (holder(code="XXX"), "unknown code XXX"),
        (holder(office="jester"), "unknown office jester"),
        (holder(from_="2031-02-31"), "from is not a date: 2031-02-31"),
        (holder(to="0000"), "to is not a date: 0000"),
        (holder(to="0000-01-01"), "to is not a date: 0000-01-01"),
        (holder(from_="2031-13"), "from is not a date: 2031-13"),
        (holder(from_="٢٠٣١"), "from is not a date: ٢٠٣١"),
        (holder(from_="-044"), "from is not a date: -044"),
        (holder(from_="2031", to="2030"), "ends before it begins (2031 to 2030)"),
        (holder(wikidata="42"), "not a Wikidata id: 42"),
        (holder(mark="perhaps"), "unknown mark 'perhaps'"),
        (holder(source=""), "no source"),
        (holder(""), "no person"),
        (holder("…"), "a name without a letter or digit: '…'"),
        (holder("x" * 10_000), "a name of 10,000 characters"),
        (holder(aliases="Ada;" + "y" * (LONGEST_NAME + 1)), "a name of 501 characters"),
        (holder(" Ada Muster"), "person begins or ends with a space"),
        (holder(code=""), "no code"),
        (holder() + "\tmore", "10 cells, not 9"),
        ("Ada Muster", "1 cells, not 9"),
        (holder("Ada\0Muster"), "a control character (U+0000)"),
        (holder("Ada\u2028Muster"), "a control character (U+2028)"),
    ],
)
def test_each_fault_has_its_line_and_reason(write: Write, row: str, what: str) -> None:
    (fault,) = told(write("holders", "# a note", holder("Bo Muster"), row, holder("Cy Muster")))
    assert fault.startswith(f"D401 holders.tsv:4: {what}; ")


def test_faults_of_other_tables(tmp_path: Path) -> None:
    rows = {
        "offices": line("offices", office="falconer", exclusive="maybe", rank="high", synonyms="hawker@XXX"),
        "metonyms": line("metonyms", names=";", code="ISL", how="organ"),
        "groups": line("groups", code="muster", name="Muster Party"),
        "states": line("states", code="AQQ", name="Musterland", kind="part"),
        "numbers": line("numbers", code="ISL", system="cow", number="²"),
    }
    for table, row in rows.items():
        (tmp_path / f"{table}.tsv").write_text("\t".join(COLUMNS[table]) + f"\n{row}\n", encoding="utf-8")
    (tmp_path / "holder.tsv").write_text("x", encoding="utf-8")
    assert [fault.split(";")[0] for fault in told(tmp_path)] == ["D401 holder.tsv: no table of that name"]
    (tmp_path / "holder.tsv").unlink()
    faults = "\n".join(told(tmp_path))
    for part in (
        "offices.tsv:2: unknown exclusive 'maybe'",
        "offices.tsv:2: rank is not a number: 'high'",
        "offices.tsv:2: unknown code XXX in hawker@XXX",
        "metonyms.tsv:2: no names",
        "groups.tsv:2: 'muster' is no code",
        "states.tsv:2: a part without its state",
        "numbers.tsv:2: number is not a number: '²'",
    ):
        assert part in faults


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("name\tcountry\tsource\nMüller\tDEU\tx\n".encode("latin-1"), "firms.tsv:2: not UTF-8 (byte 0xFC)"),
        ("name\tcountry\tsource\n".encode("utf-16"), "firms.tsv:1: UTF-16, not UTF-8"),
        (b"", "firms.tsv:1: no header line"),
        (bytes(range(256)), "firms.tsv:2: not UTF-8"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, data: bytes, fault: str) -> None:
    (tmp_path / "firms.tsv").write_bytes(data)
    assert told(tmp_path)[0].startswith(f"D401 {fault}")


def test_a_path_without_tables_is_told(tmp_path: Path) -> None:
    assert "no table in it" in told(tmp_path)[0]
    assert "no such folder" in told(tmp_path / "nowhere")[0]


def test_all_faults_are_told_up_to_a_number(write: Write) -> None:
    assert len(told(write("holders", *(holder(f"P {i}", code="XXX") for i in range(7))))) == 7
    many = told(write("holders", *(holder(f"P {i}", code="XXX") for i in range(1000))))
    assert len(many) == MOST_FAULTS + 1 and "more faults from here on" in many[-1]


def test_two_rows_of_one_key(write: Write) -> None:
    (fault,) = told(write("groups", *(line("groups", code="MUSTER", name=name) for name in ("Muster Party", "Muster Front"))))
    assert fault.startswith("D401 groups.tsv:3: MUSTER: also at ") and "groups.tsv:2" in fault


def test_a_code_that_another_table_has(write: Write) -> None:
    (fault,) = told(write("groups", line("groups", code="ISL", name="Islanders of Muster")))
    assert fault.startswith("D401 groups.tsv:2: ISL: also at ") and "states.tsv" in fault


def test_a_name_that_another_actor_has(write: Write) -> None:
    folder = write("groups", line("groups", code="MUSTER", name="Muster Party", names="Iceland"))
    (fault,) = told(folder)
    assert fault.startswith("D401 groups.tsv:2: 'iceland' stands for ISL, MUSTER and is not listed as ambiguous")
    write("ambiguous", line("ambiguous", name="Iceland", why="also a party"))
    assert {entry.code for entry in World.load(folder).names("Iceland")} == {"ISL", "MUSTER"}


@pytest.mark.parametrize("name", ["the", "the President", "Monday", "I", "May", "said"])
def test_a_word_of_every_sentence_is_no_name(write: Write, name: str) -> None:
    folder = write("groups", line("groups", code="MUSTER", name="Muster Party", names=f"Musterites;{name}"))
    (fault,) = told(folder)
    assert fault.startswith(f"D401 groups.tsv:2: a name that is a common word: {name!r}; ")
    (folder / own.WORDS).write_text(f"{name.lower()}\n", encoding="utf-8")
    assert own.load(folder)[0]["groups"][0]["code"] == "MUSTER"


def test_common_words_of_firms_and_people(write: Write) -> None:
    write("firms", line("firms", name="monday"))
    folder = write("holders", holder("Ada Muster", aliases="May;Will;Major;the"), holder("Monday", from_="2031"))
    assert [fault.split("; ")[0] for fault in told(folder)] == [
        "D401 holders.tsv:2: a name that is a common word: 'the'",
        "D401 holders.tsv:3: a name that is a common word: 'Monday'",
        "D401 firms.tsv:2: a name that is a common word: 'monday'",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
@pytest.mark.parametrize("name", ["holders.tsv", "own.txt", "common_words.txt"])
def test_a_pipe_is_no_table(write: Write, name: str) -> None:
    folder = write("firms", line("firms", name="musterfisk"))
    os.mkfifo(folder / name)
    (fault,) = told(folder)
    assert fault.startswith(f"D401 {name}: not a regular file; ")
    assert "not a regular file" in told(folder / name)[0]
    with pytest.raises(TableInvalid, match="not a regular file"):
        own.add(folder, "firms", {"name": "b2", "source": "me"})


def test_what_the_system_says_is_told_of_the_tables() -> None:
    for folder in (Path("x" * 300), Path("x" * 300 + ".txt")):
        with pytest.raises(TableInvalid, match=r"cannot be read or written \("):
            World.load(folder)
        with pytest.raises(TableInvalid, match=r"cannot be read or written \("):
            own.add(folder, "firms", {"name": "b2", "source": "me"})


def test_a_file_that_grows_is_read_to_the_limit(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 1_000_000)
    lines, (fault,) = tables.read_lines(write("firms", "x" * 1_000_000) / "firms.tsv")
    assert lines == [] and fault.what == "more than 1 MB"


# What goes before what


def test_a_row_of_the_same_key_replaces_ours(write: Write) -> None:
    ours = world().entry("HAMAS")
    mine = World.load(write("groups", line("groups", code="HAMAS", name="Hamas", country="PSE", sectors="GOV"))).entry("HAMAS")
    assert ours is not None and mine is not None
    assert ours.sectors != mine.sectors == ("GOV",)


def test_a_spell_of_the_same_key_replaces_ours(write: Write) -> None:
    ours = next(h for h in world().holders() if h.code == "FRA" and h.office == "president" and not h.to)
    row = line("holders", person=ours.person, code="FRA", office="president", from_=ours.from_ or "", to="2041-05-13")
    mine = World.load(write("holders", row))
    assert [h.to for h in mine.holders() if h.person == ours.person and h.from_ == ours.from_] == ["2041-05-13"]


def test_an_overlap_is_a_fault_and_blames_the_user(write: Write) -> None:
    fault, *_ = told(write("holders", line("holders", person="Ada Muster", code="USA", office="president", from_="2010")))
    assert fault.startswith("D401 holders.tsv:2: USA, president: Ada Muster (2010 to now) overlaps Barack Obama")


def test_an_overlap_within_the_users_rows_behind_a_long_spell(write: Write) -> None:
    spells = [("A A", "1801", "1899"), ("B B", "1810-02", "1811-02"), ("C C", "1850-02", "1851-02")]
    folder = write("holders", *(line("holders", person=p, code="ISL", office="king", from_=f, to=t) for p, f, t in spells))
    assert [fault.split(": ")[0] for fault in told(folder)] == ["D401 holders.tsv:3", "D401 holders.tsv:4"]


def test_an_overriding_spell_cuts_ours(write: Write) -> None:
    row = line(
        "holders", person="Ada Muster", code="USA", office="president", from_="2010-03-04", to="2011-05-06", mark="override"
    )
    mine = World.load(write("holders", row))

    def on(*day: int) -> str:
        found = mine.holder("USA", "president", date(*day))
        assert found is not None
        return found.person

    assert on(2010, 3, 3) == "Barack Obama" == on(2011, 5, 7)
    assert on(2010, 3, 5) == "Ada Muster" == on(2011, 5, 5)
    assert world().holder("USA", "president", date(2010, 6, 1)).person == "Barack Obama"  # type: ignore[union-attr]


def test_an_open_override_ends_ours(write: Write) -> None:
    row = line("holders", person="Ada Muster", code="FRA", office="president", from_="2041-05-13", mark="override")
    mine = World.load(write("holders", row))
    assert mine.holder("FRA", "president").person == "Ada Muster"  # type: ignore[union-attr]
    before = mine.holder("FRA", "president", date(2041, 5, 12))
    assert before is not None and before.to == "2041-05-13"


def test_one_file_of_several_tables(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    groups = "\t".join(COLUMNS["groups"])
    path.write_text(
        f"\ufeff# mine\n[groups]\n{groups}\n{line('groups', code='MUSTER', name='Muster Party')}\n\n"
        f"[firms]\nname\tsource\tcountry\nmusterfisk\tme\tISL\n",
        encoding="utf-8",
    )
    mine = World.load(path)
    assert mine.names("Muster Party") and mine.firm("Musterfisk")
    path.write_text(f"stray\n[group]\n{groups}\n[firms]\nname\n", encoding="utf-8")
    assert [fault.split(";")[0].replace(str(path), "mine") for fault in told(path)] == [
        "D401 mine:1: a row before any table's name",
        "D401 mine:2: no table is named 'group'",
        "D401 mine:5: missing columns: country, source",
    ]


# Adding


def test_add_writes_what_load_reads(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    path, old = own.add(folder, "groups", {"code": "MUSTER", "name": "Muster Party", "country": "ISL", "source": "me"})
    assert path == folder / "own.txt" and old is None
    own.add(folder, "holders", {"person": "Ada Muster", "code": "MUSTER", "office": "party leader", "source": "me"})
    own.add(folder, "groups", {"code": "MUSTER2", "name": "New Muster Party", "source": "me"})
    _, old = own.add(folder, "groups", {"code": "MUSTER", "name": "Muster Union", "source": "me"})
    assert old is not None and old["name"] == "Muster Party"
    mine = World.load(folder)
    assert mine.names("Muster Union")[0].code == "MUSTER" and not mine.names("Muster Party")
    assert mine.people("Ada Muster")[0].code == "MUSTER" and mine.names("New Muster Party")
    assert [p.name for p in folder.iterdir()] == ["own.txt"]


def test_add_keeps_the_notes_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("# mine\n[firms]\n# name first\nname\tcountry\tsource\na1\tISL\tme\n\n[members]\n", encoding="utf-8")
    own.add(tmp_path, "firms", {"name": "b2", "source": "me"})
    own.add(tmp_path, "members", {"group": "NATO", "member": "AUT", "source": "me"})
    lines = path.read_text("utf-8").splitlines()
    assert lines[:6] == ["# mine", "[firms]", "# name first", "name\tcountry\tsource", "a1\tISL\tme", "b2\t\tme"]
    assert lines[7:] == ["[members]", "\t".join(COLUMNS["members"]), "NATO\tAUT\t\t\tme"]
    assert "AUT" in World.load(tmp_path).members("NATO")


def test_adding_at_once_loses_no_row(tmp_path: Path) -> None:
    names = [f"f{i}" for i in range(6)]
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: own.add(tmp_path / "a" / "b", "firms", {"name": name, "source": "me"}), names))
    assert {row["name"] for row in own.read(tmp_path / "a" / "b")["firms"]} == set(names)
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["own.txt"]


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "PATIENCE", 0.1)
    with own.locked([tmp_path]), pytest.raises(TableInvalid, match="another process has been writing there"):
        own.add(tmp_path, "firms", {"name": "b2", "source": "me"})
    own.add(tmp_path, "firms", {"name": "b2", "source": "me"})


def test_folders_made_for_nothing_go_again(tmp_path: Path) -> None:
    with pytest.raises(TableInvalid):
        own.add(tmp_path / "a" / "b", "firms", {"name": "b2"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("named", "written"),
    [("mine", "mine/own.txt"), ("tables.v2", "tables.v2/own.txt"), ("mine.txt", "mine.txt"), ("mine.tsv", "mine.tsv")],
)
def test_what_is_not_there_is_a_file_only_by_its_ending(tmp_path: Path, named: str, written: str) -> None:
    for name in ("b2", "c3"):
        assert own.add(tmp_path / named, "firms", {"name": name, "source": "me"})[0] == tmp_path / written
    assert World.load(tmp_path / named).firm("C3")


def test_add_writes_through_a_link(tmp_path: Path) -> None:
    folder, real = tmp_path / "mine", tmp_path / "real.txt"
    folder.mkdir()
    (folder / "own.txt").symlink_to(real)
    for name in ("b2", "c3"):
        own.add(folder, "firms", {"name": name, "source": "me"})
    assert (folder / "own.txt").is_symlink() and real.read_text("utf-8").endswith("\nb2\t\tme\nc3\t\tme\n")


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "c3"},
        {"name": "c3", "source": "me", "country": "XXX"},
        {"name": "c3", "source": "me", "who": "x"},
        {"name": "c\n3", "source": "me"},
        {"name": "c\t3", "source": "me"},
        {"name": "", "source": "me"},
        {"name": "c\x1b3", "source": "me"},
        {"name": "#c3", "source": "me"},
        {"name": "c\udcff3", "source": "me"},
    ],
)
def test_add_writes_nothing_that_is_wrong(tmp_path: Path, cells: dict[str, str]) -> None:
    own.add(tmp_path, "firms", {"name": "b2", "source": "me"})
    before = (tmp_path / "own.txt").read_bytes()
    with pytest.raises(TableInvalid):
        own.add(tmp_path, "firms", cells)
    assert (tmp_path / "own.txt").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=40)
    | st.just("名" * 10_000)
    | st.sampled_from(["", "\0", "محمد", "Ελένη", "🙂", "ﾞ", "ii", "'s", "山田 太郎"])
)
def test_no_name_is_a_crash(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("own")
    try:
        own.add(folder, "holders", {"person": name, "code": "ISL", "office": "minister", "source": "me"})
    except TableInvalid:
        assert not list(folder.iterdir())
        return
    mine = World.load(folder)
    assert name in {holder.person for holder in mine.holders()}
    mine.people(name)
    mine.names(name)


# Size


def test_too_many_rows_are_told_at_once(write: Write) -> None:
    folder = write("firms", *(f"f{i}\t\tme" for i in range(MOST_ROWS + 5)))
    started = time.perf_counter()
    (fault,) = told(folder)
    assert fault.startswith(f"D401 firms.tsv:{MOST_ROWS + 2}: more than 500,000 rows")
    assert time.perf_counter() - started < 20  # 1 s on a free core


def test_many_rows_take_time_in_proportion(write: Write) -> None:
    def seconds(rows: int) -> float:
        folder = write("holders", *(holder(f"Ada{i:x} Muster{i % 977}", from_=f"{1800 + i % 200}") for i in range(rows)))
        started = time.perf_counter()
        own.load(folder)
        return time.perf_counter() - started

    seconds(1000)
    assert seconds(24_000) < 10 * max(seconds(6000), 0.05)


def test_every_key_is_made_of_columns() -> None:
    assert KEYS.keys() == COLUMNS.keys()
    assert all(set(KEYS[table]) <= set(COLUMNS[table]) for table in KEYS)
