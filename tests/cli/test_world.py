"""`dragoman world`: looking up, adding, checking, bringing in; exit statuses and what is printed where."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main
from dragoman.cli import world as command
from dragoman.world import own
from dragoman.world.imports import FORMS
from dragoman.world.imports.rows import Found
from dragoman.world.tables import COLUMNS

PARTY = ("code=MUSTER", "name=Muster Party", "country=ISL", "sectors=PTY", "source=me")


@pytest.fixture(autouse=True)
def without_a_world(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_WORLD", raising=False)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["world", *map(str, words)], prog_name="dragoman")


def rows(result: Result) -> list[dict[str, str]]:
    """The tab-separated rows that were printed."""
    header, *lines = (line.split("\t") for line in result.stdout.splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_names_told_ahead_are_the_real_ones() -> None:
    assert tuple(COLUMNS) == command.TABLES and tuple(FORMS) == command.FORMS


# Looking up


def test_list_prints_the_table_as_it_is() -> None:
    result = run("list", "holders", "--country", "USA", "--office", "secretary of state", "--on", "2010-05-01")
    assert result.exit_code == 0 and result.stderr == ""
    (row,) = rows(result)
    assert tuple(row) == COLUMNS["holders"]
    assert (row["person"], row["office"]) == ("Hillary Clinton", "foreign minister")


def test_list_as_json_has_the_same_columns() -> None:
    lines = [
        json.loads(line)
        for line in run("list", "members", "--country", "NATO", "--on", "2000-01-01", "--json").stdout.splitlines()
    ]
    assert {"USA", "POL"} <= {row["member"] for row in lines} and "SWE" not in {row["member"] for row in lines}
    assert all(tuple(row) == COLUMNS["members"] for row in lines)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "agents", "--country", "USA"), "--country says nothing of agents"),
        (("list", "states", "--office", "king"), "--office says nothing of states"),
        (("list", "groups", "--on", "2000-01-01"), "--on says nothing of groups"),
        (("list", "holders", "--on", "2000-02-31"), "is no date"),
        (("list", "people"), "Invalid value for 'TABLE'"),
        (("add", "groups", "code=X"), "--world FOLDER"),
        (("add", "groups", "code", "--world", "x"), "not COLUMN=VALUE"),
        (("add", "groups", "code=A", "code=B", "--world", "x"), "there twice"),
        (("import", "csv", "x", "--to", "y"), "Invalid value"),
        (("import", "ftm", "x"), "--to"),
        (("search",), "Missing argument"),
    ],
)
def test_usage_errors(words: tuple[str, ...], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2 and result.stdout == ""
    assert told in result.stderr and "Traceback" not in result.stderr


def test_search_tells_every_kind() -> None:
    found = rows(run("search", "Washington", "Angela Merkel", "riot police", "Siemens"))
    assert {"state", "person", "noun", "firm", "place"} <= {row["what"] for row in found}
    merkel = next(row for row in found if row["name"] == "Angela Merkel")
    assert (merkel["code"], merkel["office"], merkel["from"]) == ("DEU", "chancellor", "2005-11-22")


@pytest.mark.parametrize(("names", "status"), [(("Iceland",), 0), (("Iceland", "Xqzzyv"), 1), (("Xqzzyv",), 2)])
def test_exit_statuses_of_search(names: tuple[str, ...], status: int) -> None:
    result = run("search", *names)
    assert result.exit_code == status
    assert result.stderr.count("dragoman: D402 Xqzzyv: no such name; ") == ("Xqzzyv" in names)


@pytest.mark.parametrize("name", ["", " ", "名" * 10_000, "\0", "محمد", "Ελένη", "🙂", "\x1b[31m", "'s", "ii", "\ud800", "-"])
def test_no_name_is_a_crash(name: str) -> None:
    for words in (("search", "--", name), ("show", "--", name), ("list", "holders", "--country", name)):
        result = run(*words)
        assert result.exit_code in (0, 2) and "D000" not in result.stderr and "Traceback" not in result.stderr
        assert "\x1b" not in result.output


def test_show() -> None:
    lines = dict(line.split("\t") for line in run("show", "FRA", "--on", "2022-07-09").stdout.splitlines())
    assert (lines["name"], lines["cow"], lines["gw"]) == ("France", "220", "220")
    assert lines["president"].startswith("Emmanuel Macron (2017-05-14 to now; ") and "NATO" in lines["member of"]
    card = json.loads(run("show", "NATO", "--on", "2023-06-01", "--json").stdout)
    assert "FIN" in card["members"] and "SWE" not in card["members"] and card["kind"] == "body"


@pytest.mark.parametrize(("codes", "status"), [(("FRA",), 0), (("FRA", "QQQ"), 1), (("QQQ",), 2)])
def test_exit_statuses_of_show(codes: tuple[str, ...], status: int) -> None:
    assert run("show", *codes).exit_code == status


def test_a_terminal_gets_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "200")
    result = run("list", "holders", "--country", "FRA", "--on", "2022-07-09")
    assert "\t" not in result.stdout and "Emmanuel Macron" in result.stdout


# One's own


def test_add_then_look_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mine"
    result = run("add", "groups", *PARTY, "--world", folder)
    assert (result.exit_code, result.stdout) == (0, f"{folder / own.OWN}: added MUSTER in groups\n")
    assert "replaced MUSTER" in run("add", "groups", *PARTY, "--world", folder).stdout
    assert run("search", "Muster Party").exit_code == 2
    monkeypatch.setenv("DRAGOMAN_WORLD", str(folder))
    assert rows(run("search", "Muster Party"))[0]["code"] == "MUSTER"
    assert json.loads(run("show", "MUSTER", "--json").stdout)["sectors"] == ["PTY"]
    assert "1 rows, no fault" in run("check").stdout


def test_add_tells_all_that_is_wrong_and_writes_nothing(tmp_path: Path) -> None:
    result = run("add", "holders", "person=Ada Muster", "code=XXX", "office=jester", "from=2031-02-31", "--world", tmp_path)
    assert result.exit_code == 2 and result.stdout == "" and list(tmp_path.iterdir()) == []
    lines = result.stderr.splitlines()
    assert all(line.startswith(f"dragoman: D401 {tmp_path / own.OWN}:3: ") for line in lines)
    assert [line.split(": ", 2)[2].split(";")[0] for line in lines] == [
        "no source",
        "unknown code XXX",
        "unknown office jester",
        "from is not a date: 2031-02-31",
    ]


def test_an_overlap_wants_an_override(tmp_path: Path) -> None:
    cells = ("person=Ada Muster", "code=FRA", "office=president", "from=2041-05-13", "source=me")
    result = run("add", "holders", *cells, "--world", tmp_path)
    assert result.exit_code == 2 and "overlaps Emmanuel Macron" in result.stderr and "mark your row override" in result.stderr
    assert run("add", "holders", *cells, "mark=override", "--world", tmp_path).exit_code == 0
    found = rows(run("list", "holders", "--country", "FRA", "--office", "president", "--on", "2041-06-01", "--world", tmp_path))
    assert [row["person"] for row in found] == ["Ada Muster"]


def test_check_lists_faults_by_line(tmp_path: Path) -> None:
    assert run("check").exit_code == 0
    (tmp_path / "firms.tsv").write_text("name\tcountry\tsource\na1\tXXX\tme\nb2\t\t\n", encoding="utf-8")
    result = run("check", tmp_path)
    assert result.exit_code == 2 and result.stdout == ""
    assert result.stderr.splitlines() == [
        f"dragoman: D401 {tmp_path}/firms.tsv:2: unknown code XXX; list it in states, bodies or groups",
        f"dragoman: D401 {tmp_path}/firms.tsv:3: no source; say where the row is from",
    ]
    for words in (("list", "firms"), ("search", "x"), ("show", "FRA")):
        assert run(*words, "--world", tmp_path).stderr == result.stderr


def test_read_takes_the_users_world(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Muster Party condemns Norway\n\nReykjavik, 3 March 2031. The Muster Party condemned Norway on Monday. "
        "The Muster Party said that it would meet officials from Norway next week.\n",
        encoding="utf-8",
    )
    run("add", "groups", *PARTY, "--world", tmp_path / "mine")

    def actors(*words: str | Path) -> tuple[set[str], str]:
        result = CliRunner().invoke(main, ["read", "--json", str(page), *map(str, words)])
        assert result.exit_code == 0, result.stderr
        record = json.loads(result.stdout)
        return {actor["code"] for actor in record["actors"]}, record["made_by"]["world"]

    before, ours = actors()
    after, mine = actors("--world", tmp_path / "mine")
    assert "MUSTER" in after - before
    assert mine.startswith(f"{ours}+") and mine == actors("--world", tmp_path / "mine")[1]


def test_read_stops_at_a_broken_world(tmp_path: Path) -> None:
    (tmp_path / "firms.tsv").write_text("name\n", encoding="utf-8")
    for folder, told in ((tmp_path, "D401"), (tmp_path / "nowhere", "no such folder")):
        result = CliRunner().invoke(main, ["read", "x.html", "--world", str(folder)])
        assert result.exit_code == 2 and result.stdout == ""
        (line,) = result.stderr.splitlines()
        assert line.startswith("dragoman: D401 ") and told in line


# Bringing in


def test_import(tmp_path: Path) -> None:
    file, folder = tmp_path / "actors.txt", tmp_path / "mine"
    file.write_text("MUSTER_FRONT_ [NORREB]\nMUSTER_LEAGUE_ [ZZZ]\n")
    result = run("import", "petrarch", file, "--to", folder)
    assert (result.exit_code, result.stderr) == (1, "")
    assert [tuple(row.values()) for row in rows(result)] == [("1", "taken into groups"), ("1", "skipped: unknown state")]
    assert (folder / "skipped.txt").read_text("utf-8") == "line 2\tMuster League\tunknown state ZZZ\n"
    file.write_text("MUSTER_FRONT_2_ [NORREB]\n")
    assert run("import", "petrarch", file, "--to", folder).exit_code == 0
    result = run("import", "petrarch", file, "--to", folder, "--json")
    assert result.exit_code == 2 and "D403" in result.stderr
    assert json.loads(result.stdout)["skipped"][0]["why"].startswith("already in the tables")
    assert run("check", folder).exit_code == 0


def test_import_of_what_is_not_there(tmp_path: Path) -> None:
    result = run("import", "ftm", tmp_path / "nothing", "--to", tmp_path / "mine")
    assert result.exit_code == 2 and result.stderr.startswith("dragoman: D101 ") and not (tmp_path / "mine").exists()


def test_an_import_that_is_interrupted_ends_without_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Iterator[Found]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setitem(FORMS, "ftm", interrupted)
    (tmp_path / "e.json").touch()
    result = run("import", "ftm", tmp_path / "e.json", "--to", tmp_path / "mine")
    assert result.exit_code == 130 and result.output == "" and not (tmp_path / "mine").exists()


# Where the system refuses


@pytest.mark.parametrize("words", [("check",), ("list", "firms", "--world"), ("add", "firms", "name=b2", "source=me", "--world")])
def test_a_folder_that_cannot_be_reached_is_told(words: tuple[str, ...]) -> None:
    result = run(*words, "x" * 300)
    assert result.exit_code == 2 and result.stdout == ""
    assert result.stderr.startswith("dragoman: D401 xxx") and "cannot be read or written (" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_row_that_was_written_counts_though_nothing_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("MUSTER_FRONT_ [NORREB]\n")
    for words in (("add", "firms", "name=b2", "source=me", "--world"), ("import", "petrarch", tmp_path / "a.txt", "--to")):
        call = [sys.executable, "-c", "from dragoman.cli import main; main()", "world", *words, tmp_path / "mine"]
        with open("/dev/full", "wb") as full:
            done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0
        (line,) = done.stderr.splitlines()
        assert "written, but the output cannot be written (" in line
    assert own.read(tmp_path / "mine")["firms"] and own.read(tmp_path / "mine")["groups"]
