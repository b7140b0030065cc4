"""`dragoman judge`, and `dragoman read --judged`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main

PAGE = "Herring\n\nIceland accused Norway of overfishing.\n\nNorwegian police arrested two Icelandic fishermen on Friday.\n"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DRAGOMAN_WORLD", raising=False)
    monkeypatch.setenv("DRAGOMAN_JUDGEMENTS", str(tmp_path / "mine"))


@pytest.fixture
def source(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words, prog_name="dragoman")


def types(source: str, *options: str) -> list[tuple[str, str | None, float]]:
    result = run("read", source, "--json", *options)
    assert result.exit_code == 0
    return [(e["type"], e["mode"], e["confidence"]) for e in json.loads(result.stdout)["events"]]


def test_judged_rows_survive_reading_again(source: str, tmp_path: Path) -> None:
    before = types(source)
    assert [t for t, _, _ in before] == ["ACCUSE", "COERCE"]
    rejected = run("judge", "1", source, "--reject", "--by", "Ada Muster", "--note", "not\tso")
    changed = run("judge", "2", source, "--change", "type=SANCTION", "mode=expel")
    assert (rejected.exit_code, changed.exit_code) == (0, 0), rejected.stderr + changed.stderr
    assert f"{tmp_path / 'mine' / 'judgements.jsonl'}: rejected " in rejected.stdout
    assert types(source) == before, "only --judged lays them over"
    assert types(source, "--judged") == [("SANCTION", "expel", 1.0)]
    listed = run("judge", "--list")
    header, first, second = (line.split("\t") for line in listed.stdout.splitlines())
    assert dict(zip(header, first, strict=True)) | {"made": "", "event": "", "versions": ""} == {
        "made": "", "verdict": "reject", "row": "ACCUSE allege ISL -> NOR", "changes": "", "by": "Ada Muster", "note": "not so",
        "words": "Iceland accused Norway", "event": "", "article": "Herring", "versions": "",
    }  # fmt: skip
    assert dict(zip(header, second, strict=True))["changes"] == "type=SANCTION mode=expel"
    as_json = [json.loads(line) for line in run("judge", "--list", "--json").stdout.splitlines()]
    assert [j["verdict"] for j in as_json] == ["reject", "change"] and as_json[0]["event"]["type"] == "ACCUSE"


def test_a_damaged_line_is_told_and_the_rest_counts(source: str, tmp_path: Path) -> None:
    assert run("judge", "1", source, "--accept").exit_code == 0
    file = tmp_path / "mine" / "judgements.jsonl"
    file.write_bytes(b"{}\n" + file.read_bytes())
    listed = run("judge", "--list")
    assert listed.exit_code == 1 and len(listed.stdout.splitlines()) == 2
    assert listed.stderr.startswith(f"dragoman: D503 {file}:1: no judgement")
    read = run("read", source, "--json", "--judged")
    assert read.exit_code == 0 and "D503" in read.stderr and json.loads(read.stdout)["events"][0]["confidence"] == 1.0


def test_export(source: str, tmp_path: Path) -> None:
    run("judge", "1", source, "--accept")
    run("judge", "2", source, "--reject")
    target = tmp_path / "judged.txt"
    result = run("judge", "--export", str(target))
    assert result.exit_code == 0 and result.stdout == f"{target}: 2 sentences\n"
    assert target.read_text("utf-8").splitlines()[1:] == [
        "[LOC:Iceland] {ACCUSE.allege/actual:accused|A=Iceland|R=Norway} [LOC:Norway] of overfishing.",
        "[NORP:Norwegian] police arrested two [NORP:Icelandic] fishermen on Friday.",
    ]
    assert run("judge", "--export", "-").stdout == target.read_text("utf-8")


def test_rows_of_ones_own_types_are_judged_as_others(source: str, tmp_path: Path) -> None:
    mine = ("--world", str(tmp_path / "world"))
    example = "Chad {arrested} two Sudanese fishermen."
    added = run(
        "codebook", "add-type", "PORT_ROW", "--quad", "4", "--score", "-8", "--plover", "COERCE", "--example", example, *mine
    )  # fmt: skip
    assert added.exit_code == 0, added.stderr
    assert types(source, *mine)[1][0] == "PORT_ROW"
    told = json.loads(run("explain", "2", source, "--json", *mine).stdout)
    assert told["act"]["read_as"] == "own" and told["act"]["senses"][0]["chosen"] is True
    assert [c for c in told["changes"] if c["cell"] == "type"] == [], "it is no other type than its row says"
    accepted = run("judge", "2", source, "--accept", *mine)
    changed = run("judge", "1", source, "--change", "type=PORT_ROW", *mine)
    assert (accepted.exit_code, changed.exit_code) == (0, 0), accepted.stderr + changed.stderr
    assert types(source, "--judged", *mine) == [("PORT_ROW", None, 1.0), ("PORT_ROW", None, 1.0)]
    assert run("judge", "--list", *mine).exit_code == 0
    assert run("judge", "--export", "-", *mine).stdout.count("{COERCE/actual:") == 2, "training knows PLOVER's types alone"
    without = run("judge", "--list")
    assert without.exit_code == 1 and without.stderr.count("give the --world that has it") == 2


def test_versions_tell_of_ones_own_tables(source: str, tmp_path: Path) -> None:
    tables = ("--world", str(tmp_path / "world"))
    run("world", "add", "groups", "code=MUSTER", "name=Muster Party", "country=ISL", "sectors=PTY", "source=me", *tables)
    read = json.loads(run("read", source, "--json", *tables).stdout)["made_by"]
    assert "+" in read["world"]
    assert json.loads(run("explain", "1", source, "--json", *tables).stdout)["made_by"] == read
    assert json.loads(run("judge", "1", source, "--accept", "--json", *tables).stdout)["made_by"] == read


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "Give EVENT_ID and SOURCE with a verdict"),
        (("1", "x", "--list"), "Give EVENT_ID and SOURCE with a verdict"),
        (("--list", "--export", "x"), "Give EVENT_ID and SOURCE with a verdict"),
        (("1", "--accept"), "Give EVENT_ID and SOURCE."),
        (("1", "x"), "Give a verdict"),
        (("1", "x", "type=AID", "--accept"), "follows no --change"),
        (("1", "x", "--accept", "--change", "type=AID"), "not both"),
        (("1", "x", "--accept", "--reject"), "Give --accept or --reject, not both."),
        (("1", "x", "--change", "type"), "is not FIELD=VALUE"),
    ],
)
def test_usage_errors(words: tuple[str, ...], told: str) -> None:
    result = run("judge", *words)
    assert result.exit_code == 2 and told in result.stderr and result.stdout == ""


def test_what_a_row_cannot_be_is_not_written(source: str, tmp_path: Path) -> None:
    result = run("judge", "1", source, "--change", "mode=arrest")
    assert result.exit_code == 2 and result.stderr.startswith("dragoman: D502 mode=arrest: no mode of ACCUSE")
    assert run("judge", "99", source, "--accept").stderr.startswith("dragoman: D501 99")
    assert not (tmp_path / "mine").exists()


def test_without_a_file_of_their_own_they_lie_beside_the_users_tables(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DRAGOMAN_JUDGEMENTS")
    tables = tmp_path / "world"
    run(
        "world",
        "add",
        "groups",
        "code=MUSTER",
        "name=Muster Party",
        "country=ISL",
        "sectors=PTY",
        "source=me",
        "--world",
        str(tables),
    )
    result = run("judge", "1", source, "--accept", "--world", str(tables))
    assert result.exit_code == 0 and (tables / "judgements.jsonl").is_file(), result.stderr
    assert types(source, "--judged", "--world", str(tables))[0][2] == 1.0
