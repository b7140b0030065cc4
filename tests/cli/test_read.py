"""`dragoman read`: options, exit statuses, JSON, and input that cannot be read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import types
import typing
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

import dragoman
from dragoman.cli import main
from dragoman.cli.progress import Progress
from dragoman.errors import SourceError, SourceMissing
from dragoman.model import Record
from dragoman.pages import Source

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_file())

# The keys of the JSON, object by object.
CONTRACT = {
    "Record": "article actors statements events positions drifts made_by schema written",
    "Article": "id url headline standfirst byline dateline published published_source updated language outlet body "
    "captions repairs flags section tags",
    "Block": "text kind time",
    "Caption": "text credit",
    "Repair": "what part paragraph before after",
    "Flag": "what where",
    "Span": "part paragraph start end exact prefix suffix",
    "Actor": "id name code kind country parent sectors office office_from office_to wikidata mentions",
    "Statement": "id speaker addressee kind content cue date venue nested_in confidence evidence",
    "Party": "id name code",
    "Date": "start end precision text",
    "Event": "id type mode contexts actors recipients actor_ids recipient_ids modality background vouched_by date "
    "place counts intensity quad confidence evidence more_evidence",
    "Place": "name country latitude longitude geonames_id text approximate",
    "Window": "start end reasons",
    "Reason": "why start end evidence",
    "Count": "what low high claimed_by",
    "Position": "id actor toward issue stance claimed_by contested_by sought_by as_of confidence evidence theme",
    "Drift": "speaker spans",
    "MadeBy": "dragoman model rules world",
}


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch, record: Record) -> list[tuple[str, date | None]]:
    """Every source gives the hand-made record, but no file for 'missing', and a fault for 'fault'."""
    calls: list[tuple[str, date | None]] = []

    def sources(names: tuple[str, ...]) -> Iterator[Source | SourceError]:
        for name in names:
            if name == "missing":
                calls.append((name, None))
                yield SourceMissing(name, "no such file", "check the path")
            else:
                yield Source(b"", None, name)

    def read(part: Source, published: date | None) -> Record:
        calls.append((part.name, published))
        if part.name == "fault":
            raise KeyError("a\nb")
        if part.name == "interrupt":
            raise KeyboardInterrupt
        return record

    monkeypatch.setattr("dragoman.pages.open_sources", sources)
    monkeypatch.setattr("dragoman.cli.read.record_of", read)
    return calls


def run(*words: str, **options: typing.Any) -> Result:
    """The command in this process."""
    return CliRunner().invoke(main, ["read", *words], prog_name="dragoman", **options)


def command(*words: str, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    code = "import sys; sys.argv[0] = 'dragoman'; from dragoman.cli import main; main()"
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONUTF8")} | env
    return subprocess.run([sys.executable, "-c", code, *words], input=stdin, capture_output=True, env=environment, timeout=120)


# What it prints


def test_a_page(reading: list[tuple[str, date | None]]) -> None:
    result = run("page.html")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "Iceland urges Norway" in result.stdout and "Events" in result.stdout
    assert "\x1b" not in result.stdout
    assert reading == [("page.html", None)]


def test_several_pages_are_named(reading: list[tuple[str, date | None]]) -> None:
    result = run("a.html", "b.html")
    assert result.exit_code == 0
    assert "a.html ─" in result.stdout and "2 of 2" in result.stdout


def test_quiet(reading: list[tuple[str, date | None]]) -> None:
    assert "will host the next round" in run("a").stdout
    assert "will host the next round" not in run("a", "--quiet").stdout
    assert run("a", "-q").stdout == run("a", "--quiet").stdout


def shape(value: object, name: str) -> None:
    """Check that a JSON object has exactly the contract's keys, and so on below it."""
    struct = getattr(dragoman.model, name)
    assert isinstance(value, dict)
    assert list(value) == CONTRACT[name].split() == [field.encode_name for field in msgspec.structs.fields(struct)]
    for field in msgspec.structs.fields(struct):
        below = next((found for found in named_in(field.type) if found in CONTRACT), None)
        inner = value[field.name]
        if below is not None:
            for row in inner if isinstance(inner, list) else [inner] if inner is not None else []:
                shape(row, below)


def named_in(kind: typing.Any) -> list[str]:
    """The names of the types in a type."""
    arguments = [kind] if isinstance(kind, type) and not isinstance(kind, types.GenericAlias) else typing.get_args(kind)
    return [kind.__name__] if arguments == [kind] else [name for part in arguments for name in named_in(part)]


def test_json_has_exactly_the_keys_of_the_contract(reading: list[tuple[str, date | None]]) -> None:
    result = run("a", "--json")
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    shape(found, "Record")
    assert found["schema"] == 1
    assert found["statements"][2]["speaker"] is None and found["events"][0]["vouched_by"] is None


def test_json_of_several_is_one_object_a_line(reading: list[tuple[str, date | None]], record: Record) -> None:
    result = run("--json", "a", "missing", "b")
    assert result.exit_code == 1
    assert [msgspec.json.decode(line, type=Record) for line in result.stdout.splitlines()] == [record, record]
    assert result.stderr == "dragoman: D101 missing: no such file; check the path\n"


# What it is given


@pytest.mark.parametrize(
    "value", ["2022-07-09", "2022-07-09T23:59:00-04:00", "2022-07-09T10:00Z", "2022-07-09 10:00:00", " 2022-07-09 "]
)
def test_published(reading: list[tuple[str, date | None]], value: str) -> None:
    assert run("a", "--published", value).exit_code == 0
    assert reading == [("a", date(2022, 7, 9))]


@pytest.mark.parametrize("value", ["yesterday", "2022-02-30", "2022-7-9", "09.07.2022", "2022-07", ""])
def test_published_that_is_no_date(reading: list[tuple[str, date | None]], value: str) -> None:
    result = run("a", "--published", value)
    assert result.exit_code == 2
    assert "is no date; give it as YYYY-MM-DD" in result.stderr
    assert "Traceback" not in result.stderr and reading == []


@pytest.mark.parametrize("words", [(), ("-", "-"), ("",), ("a", "--no-such-option")])
def test_usage_errors(reading: list[tuple[str, date | None]], words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert result.stderr.startswith("Usage: dragoman read") and result.stdout == ""
    assert reading == []


# What goes wrong


@pytest.mark.parametrize(
    ("sources", "status"),
    [
        (["a", "b"], 0),
        (["a", "missing"], 1),
        (["missing", "a"], 1),
        (["missing"], 2),
        (["missing", "fault"], 2),
        (["fault", "a"], 1),
    ],
)
def test_exit_statuses(reading: list[tuple[str, date | None]], sources: list[str], status: int) -> None:
    result = run(*sources)
    assert result.exit_code == status
    assert len(result.stderr.splitlines()) == sum(source in ("missing", "fault") for source in sources)
    assert [source for source, _ in reading] == sources


def test_an_unexpected_error_is_one_line(reading: list[tuple[str, date | None]]) -> None:
    (line,) = run("fault").stderr.splitlines()
    assert line.startswith(r"dragoman: D000 fault: unexpected KeyError: 'a\nb' at test_read.py:")
    assert line.endswith("; please report it with the page")


def test_a_page_that_cannot_be_drawn_is_no_traceback(
    reading: list[tuple[str, date | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no way to draw it")

    monkeypatch.setattr("dragoman.cli.output.page", fail)
    result = run("a", "b")
    assert result.exit_code == 2
    assert result.stdout == "" and result.stderr.count("D000") == 2


def test_an_interruption_is_silent(reading: list[tuple[str, date | None]]) -> None:
    result = run("a", "interrupt", "b")
    assert result.exit_code == 130
    assert result.stderr == "" and "Aborted" not in result.stdout


def test_names_of_sources_do_not_steer_the_terminal(reading: list[tuple[str, date | None]]) -> None:
    result = run("no\x1b[31msuch")
    assert "\x1b" not in result.stdout + result.stderr


BAD = {
    "empty.txt": (b"", "D201"),
    "blank.txt": (b" \n\t\n", "D201"),
    "binary.bin": (bytes(range(256)) * 40, "D202"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "D202"),
    "huge.html": (b"<p>word</p>\n" * (30 * 1024 * 1024 // 12), "D103"),
    "wordless.html": (b"<html><body><img src='a.png'></body></html>", "D204"),
}


def test_bad_input_is_one_line_each_and_none_is_read(tmp_path: Path) -> None:
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    expected = {str(tmp_path / name): code for name, (_, code) in BAD.items()}
    (tmp_path / "folder").mkdir()
    expected |= {str(tmp_path / "nothing.html"): "D101", str(tmp_path / "folder"): "D101", "http://127.0.0.1:9/": "D104"}
    expected |= {"file:///etc/hostname": "D104"}
    found = command("read", "--json", *expected)
    lines = found.stderr.decode().splitlines()
    assert found.returncode == 2 and found.stdout == b""
    assert [line.split(":")[1].split()[0] for line in lines] == list(expected.values())
    for line, source in zip(lines, expected, strict=True):
        assert line.startswith(f"dragoman: {expected[source]} {source}: ")
        assert "; " in line and "Traceback" not in line


def test_bytes_in_no_known_encoding_end_in_a_page_or_one_line(tmp_path: Path) -> None:
    page = tmp_path / "odd.txt"
    page.write_bytes("Министр прибыл в Москву.\n\nПереговоры начались в понедельник.\n".encode("koi8-r") + b"\x81\x8d\x8f" * 30)
    found = command("read", "--json", str(page))
    assert found.returncode in (0, 2)
    assert len(found.stderr.splitlines()) == (1 if found.returncode else 0)
    assert b"Traceback" not in found.stderr


def test_examples_are_read_whole() -> None:
    found = command("read", "--json", *map(str, EXAMPLES))
    assert found.returncode == 0, found.stderr.decode()
    assert found.stderr == b""
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert len(rows) == len(EXAMPLES)
    for row in rows:
        shape(row, "Record")
        text = " ".join(block["text"] for block in row["article"]["body"])
        assert text.count("Nothing in it happened") == 1
        assert "newsletter" not in text and "Reaction" not in text


def test_standard_input_and_plain_output_without_colour() -> None:
    page = EXAMPLES[0].read_bytes()
    found = command("read", "-", stdin=page, NO_COLOR="1", FORCE_COLOR="1", PYTHONIOENCODING="ascii", COLUMNS="72")
    assert found.returncode == 0, found.stderr.decode()
    assert b"\x1b" not in found.stdout and found.stdout.isascii()
    assert max(map(len, found.stdout.splitlines())) <= 72


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_reader_that_goes_away_is_not_an_error(tmp_path: Path) -> None:
    code = (
        "import sys, dragoman.cli.read, dragoman.pages; from dragoman.model import *; from dragoman.cli import main\n"
        "r = Record(Article('a', headline='x' * 200000), (), (), (), (), (), MadeBy('', '', '', ''))\n"
        "dragoman.pages.open_sources = lambda names: (dragoman.pages.Source(b'', None, name) for name in names)\n"
        "sys.modules['dragoman.cli.read'].record_of = lambda part, published: r\n"
        "sys.argv = ['dragoman', 'read', '--json', 'a', 'b', 'c']; main()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


# How it starts


def test_help_and_version_are_quick_and_light() -> None:
    assert command("--version").stdout.decode().strip() == f"dragoman {dragoman.__version__}"
    started = time.perf_counter()
    assert b"Usage: dragoman" in command("--help").stdout
    assert time.perf_counter() - started < 1.5  # about 0.1 s on a free core; the modules below are what would slow it
    code = "import sys; import dragoman.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "dragoman.pages",
        "dragoman.language",
        "dragoman.world",
        "dragoman.coding",
        "numpy",
        "onnxruntime",
        "rich",
        "lxml",
    }
    assert not heavy & set(loaded)


@pytest.mark.parametrize("total", [0, 1, 5])
def test_no_bar_where_standard_error_is_no_terminal(total: int, capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(total) as progress:
        for i in range(total):
            progress.begin(f"page {i}")
            with progress.aside():
                pass
    assert capsys.readouterr().err == ""


def test_a_bar_for_several_sources_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    with Progress(3) as progress:
        progress.begin("[b]first[/b].html")
        progress.begin("second.html")
        with progress.aside():
            print("a page")
    shown = capsys.readouterr()
    assert "[b]first[/b].html" in shown.err and "1/3" in shown.err
    assert shown.out == "a page\n"
