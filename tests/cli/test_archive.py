"""An archive from the command line: filled, asked, judged, carried."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman import __version__
from dragoman.cli import carrying, main
from dragoman.exports import names

ROOT = Path(__file__).parents[2]
HERRING = ROOT / "examples" / "herring-talks.txt"
SURVEY = ROOT / "examples" / "ocean-survey.html"


def run(*args: object) -> Result:
    """A command as a user gives it."""
    return CliRunner().invoke(main, [str(arg) for arg in args])


def rows(result: Result) -> list[dict[str, str]]:
    """What a command printed as CSV."""
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the examples and of a copy of one with another wording."""
    folder = tmp_path_factory.mktemp("filled")
    copy = folder / "copy.txt"
    copy.write_text(HERRING.read_text("utf-8").replace("only one side has counted", "just one side has counted"), "utf-8")
    path = folder / "talks.dragoman"
    result = run("add", HERRING, SURVEY, copy, "--to", path, "--published", "2024-05-12")
    assert result.exit_code == 0 and "3 added" in result.stdout
    return path


def test_add_goes_on_where_it_was_and_lists_what_failed(tmp_path: Path) -> None:
    path, gone = tmp_path / "a.dragoman", tmp_path / "later.txt"
    first = run("add", SURVEY, gone, "--to", path)
    assert first.exit_code == 1 and "1 added" in first.stdout and "1 failed" in first.stdout and "D101" in first.stderr
    assert "1 D101: " in first.stdout
    listed = tmp_path / "a.dragoman.failed.tsv"
    assert listed.read_text("utf-8").split("\t")[:2] == [str(gone), "D101"]
    assert "1 known already" in run("add", SURVEY, "--to", path).stdout
    gone.write_text(HERRING.read_text("utf-8"), "utf-8")
    retried = run("add", "--retry", "--to", path, "--published", "2024-05-12")
    assert retried.exit_code == 0 and "1 added" in retried.stdout and not listed.exists()
    assert run("add", "--to", path).exit_code == 2


def test_events_one_row_a_deed(filled: Path) -> None:
    found = rows(run("events", filled, "--between", "NOR", "ISL"))
    threat = next(row for row in found if row["type"] == "THREATEN")
    assert (threat["actors"], threat["recipients"], threat["pages"], threat["sources"]) == ("NOR", "ISL", "2", "1")
    whole = json.loads(run("events", filled, threat["id"][:8], "--format", "jsonl").stdout)
    assert whole["event"]["evidence"]["exact"] == threat["words"] and len(whole["reports"]) == 2
    shown = run("events", filled, threat["id"][:8], "--format", "table").stdout
    assert shown.count("THREATEN restrict") == 3 and "2 pages, 1 text" in shown
    none = run("events", filled, "--party", "JPN")
    assert none.exit_code == 1 and not none.stdout
    assert "is the id of no event" in run("events", filled, "0000").stderr


def test_filters_are_held_against_what_there_is(filled: Path) -> None:
    assert rows(run("events", filled, "--party", "nor", "--type", "threaten", "--quad", "3"))
    assert rows(run("events", filled, "--group", "NATO", "--type", "THREATEN"))
    for wrong in (("--group", "NOR"), ("--near", "Nowhere at All"), ("--radius", "5"), ("--quad", "7")):
        assert run("events", filled, *wrong).exit_code == 2
    assert "D608" in run("events", filled, "--from", "spring").stderr
    assert not rows(run("events", filled, "--as-of", "2001-01-01"))


def test_what_else_is_asked(filled: Path) -> None:
    assert {r["speaker"] for r in rows(run("statements", filled, "--party", "NOR"))} >= {"Odd Exempel"}
    quotes = rows(run("quotes", filled, "--drifted"))
    assert {r["kind"] for r in quotes} == {"same", "drift"} and any("just one side" in r["words"] for r in quotes)
    assert {r["code"] for r in rows(run("actors", filled, "Exempel"))} == {"NOR"}
    stories = {r["headline"]: r for r in rows(run("stories", filled))}
    assert stories["Iceland urges Norway to return to herring talks"]["pages"] == "2"
    assert [r["headline"] for r in rows(run("search", filled, "seabed", "OR", "survey"))] == [
        "Portugal and Uruguay sign ocean survey accord"
    ]
    assert rows(run("sql", filled, "SELECT count(*) AS n FROM pages_now")) == [{"n": "3"}]
    assert "events" in {r["table"] for r in rows(run("sql", filled, "--tables"))}
    assert "D608" in run("sql", filled, "DELETE FROM pages").stderr
    assert "neutral" in run("positions", filled).stdout or run("positions", filled).exit_code == 0
    for command in ("events", "statements", "quotes", "stories", "actors"):
        drawn = run(command, filled, "--format", "table")
        assert drawn.exit_code == 0 and drawn.stdout.strip(), command
    assert json.loads(run("stories", filled, "--format", "json").stdout)[0]["id"]


def test_an_actor_may_be_given_by_name(filled: Path) -> None:
    by_code = run("events", filled, "--between", "NOR", "ISL").stdout
    assert by_code == run("events", filled, "--between", "norway", "Iceland").stdout
    assert "'Norge' is no name" in run("events", filled, "--party", "Norge").stderr
    assert rows(run("events", filled, "--party", "European Union")) == rows(run("events", filled, "--party", "EU"))


def test_a_drift_shows_which_words_are_others(filled: Path) -> None:
    drawn = run("quotes", filled, "--drifted", "--format", "table").stdout
    assert "Edda Specimen ISL\n" in drawn and "drift" in drawn
    assert "‹just›" in drawn or "‹only›" in drawn


def test_actors_stand_a_line_each(filled: Path) -> None:
    drawn = run("actors", filled, "Exempel", "--format", "table").stdout
    assert drawn.splitlines() == ["Odd Exempel NOR  person · 2 pages · 12 May 2024"]


def test_a_table_that_is_too_wide_is_a_block_a_row(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    panel = ("panel", filled, "--units", "ISL,NOR", "--unit", "dyad", "--from", "2024-05", "--to", "2024-05", "--format", "table")
    drawn = run(*panel).stdout
    assert "iso_a           ISL\niso_b           NOR\n" in drawn
    narrow = run(
        "sql", filled, "SELECT type, count(*) AS n FROM events_now GROUP BY type", "--format", "table"
    ).stdout.splitlines()
    assert narrow[0].split() == ["type", "n"] and all(line == line.rstrip() for line in narrow)
    ids = run("sql", filled, "SELECT id, story, headline, url FROM pages_now", "--format", "table").stdout
    assert rows(run("sql", filled, "SELECT id FROM pages_now"))[0]["id"] in ids


def test_a_changed_page_and_its_versions(tmp_path: Path) -> None:
    path, page = tmp_path / "a.dragoman", tmp_path / "page.html"
    text = SURVEY.read_text("utf-8").replace("<head>", '<head><link rel="canonical" href="https://news.example/survey">', 1)
    page.write_text(text, "utf-8")
    assert run("add", page, "--to", path).exit_code == 0
    url = rows(run("sql", path, "SELECT url FROM pages_now"))[0]["url"]
    page.write_text(text.replace("</article>", "<p>Spain condemned the accord on Tuesday.</p></article>"), "utf-8")
    assert "their address had another text" in run("add", page, "--to", path).stdout
    versions = rows(run("versions", path, url))
    assert len(versions) == 2 and "ACCUSE ESP" in versions[1]["came"] and not versions[1]["went"]
    assert run("versions", path, "https://nobody.example/").exit_code == 1


def test_judgements_are_kept_in_the_archive(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.dragoman"
    path.write_bytes(filled.read_bytes())
    threat = rows(run("events", path, "--type", "THREATEN"))[0]
    told = run("explain", threat["id"], path)
    assert told.exit_code == 0 and "THREATEN restrict" in told.stdout
    judged = run("judge", threat["id"], path, "--reject", "--by", "ann")
    assert judged.exit_code == 0 and "on 2 pages" in judged.stdout
    assert not rows(run("events", path, "--type", "THREATEN"))
    listed = run("judge", "--list", "--judgements", path)
    assert listed.exit_code == 0 and "reject" in listed.stdout and "ann" in listed.stdout
    assert run("judge", "--export", tmp_path / "sentences.txt", "--judgements", path).exit_code == 0
    assert rows(run("events", filled, "--type", "THREATEN"))


@pytest.mark.parametrize("form", carrying.FORMS)
def test_every_form_is_exported(filled: Path, tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    if form.startswith("ftm"):
        pytest.importorskip("followthemoney")
    result = run("export", filled, form, tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "out").exists() and "rows" in result.stdout


def test_the_forms_are_those_that_there_are() -> None:
    assert names() == carrying.FORMS


@pytest.mark.parametrize("maker", ["polecat", "gdelt", "icews"])
def test_what_was_exported_is_read_back(filled: Path, tmp_path: Path, maker: str) -> None:
    run("export", filled, maker, tmp_path / "out")
    result = run("import", maker, tmp_path / "out", "--to", tmp_path / "theirs.dragoman")
    assert result.exit_code == 0, result.stderr
    theirs = {(r["type"], r["actors"], r["recipients"]) for r in rows(run("events", tmp_path / "theirs.dragoman"))}
    ours = {(r["type"], r["actors"], r["recipients"]) for r in rows(run("events", filled))}
    assert ("REQUEST", "ISL", "NOR") in theirs & ours


def test_a_bundle_is_checked(filled: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "b.zip"
    types = "types=SELECT type, count(*) FROM events_now GROUP BY type"
    made = run("bundle", filled, bundle, "--sql", types, "--without-text", "--party", "ISL")
    assert made.exit_code == 0, made.stderr
    with zipfile.ZipFile(bundle) as file:
        told = json.loads(file.read("manifest.json"))["made_by"]
    assert told["dragoman"] == __version__ and {"model", "rules", "world", "as of"} < set(told)
    assert json.loads(told["filter"]) == {"parties": ["ISL"]}
    assert run("unbundle", bundle, tmp_path / "out").exit_code == 0 and (tmp_path / "out" / "csv" / "events.csv").exists()
    assert "guesswork" not in (tmp_path / "out" / "csv" / "events.csv").read_text("utf-8")
    assert not (tmp_path / "out" / "queries" / "types.csv").exists()  # an answer may hold the words that were left out
    whole = tmp_path / "whole.zip"
    run("bundle", filled, whole, "--sql", "types=SELECT type, count(*) AS n FROM events_now GROUP BY type")
    run("unbundle", whole, tmp_path / "whole")
    assert (tmp_path / "whole" / "queries" / "types.csv").read_text("utf-8").startswith("type,n\n")
    bundle.write_bytes(bundle.read_bytes()[:-200])
    assert run("unbundle", bundle).exit_code == 2
    assert run("bundle", filled, tmp_path / "c.zip", "--sql", "types=SELECT nothing").exit_code == 2


def test_watch_adds_what_is_new_and_tells_each_alert_once(tmp_path: Path) -> None:
    plan = tmp_path / "feeds.toml"
    plan.write_text(
        f'archive = "w.dragoman"\n[[feed]]\nurl = "{SURVEY.as_posix()}"\n[[feed]]\nurl = "{(tmp_path / "gone.xml").as_posix()}"\n'
        '[[alert]]\nname = "accords"\nmeasure = "events"\nwindow = 3660\nfilter = { parties = ["PRT"] }\n',
        "utf-8",
    )
    first = run("watch", plan, "--once")
    assert first.exit_code == 0 and "1 added, 1 failed" in first.stdout and "alert: accords" in first.stdout
    again = run("watch", plan, "--once")
    assert "1 known already" in again.stdout and "alert" not in again.stdout
    plan.write_text("every = 900", "utf-8")
    assert "D610" in run("watch", plan, "--once").stderr
    plan.write_text('[[feed]]\nurl = "x"\nagain = "soon"', "utf-8")
    assert "D610" in run("watch", plan, "--once").stderr


def test_faults_are_a_line_each(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no archive")
    for command in (
        ("events",),
        ("statements",),
        ("stories",),
        ("search", "x"),
        ("sql", "SELECT 1"),
        ("dyad", "USA", "CHN"),
        ("panel",),
    ):
        for path, code in ((notes, "D602"), (tmp_path / "gone", "D601")):
            result = run(command[0], path, *command[1:])
            assert result.exit_code == 2 and code in result.stderr and result.stderr.count("\n") == 1, command
