"""docs/tutorial.md: its commands run as they are printed, one after another, and print what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli import main

ROOT = Path(__file__).parents[2]
TUTORIAL = ROOT / "docs" / "tutorial.md"
TABLES = {"events", "statements", "quotes", "stories", "actors", "search", "versions", "sql", "dyad", "panel", "positions"}


def steps(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the page and the lines that are shown under it."""
    for block in re.findall(r"^    \$ .*(?:\n(?: {4}.*|(?=\n+    ))?)*", text, re.M):
        plain = "\n".join(line.removeprefix("    ") for line in block.splitlines())
        for step in re.split(r"^\$ ", plain, flags=re.M)[1:]:
            command, _, shown = step.partition("\n")
            yield command, shown.strip("\n")


def shows(printed: str, shown: str) -> bool:
    """Whether all that was printed is shown, but for what is marked as cut."""
    pattern = r"[\s\S]*?".join(map(re.escape, re.split(r"\n?\[\.\.\.\]\n?", shown)))
    return re.fullmatch(pattern, printed.strip("\n")) is not None


def test_the_parts_that_are_cut_are_the_only_ones_missing() -> None:
    assert shows("a\nb\nc\n", "a\n[...]\nc") and shows("a on 1 May", "a on [...]")
    assert not shows("a\nb", "a") and not shows("a\nb\nd", "a\n[...]\nc")


def test_its_commands_print_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples" / "dispute", tmp_path / "pages")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    for name in ("DRAGOMAN_ARCHIVE", "DRAGOMAN_WORLD", "DRAGOMAN_JUDGEMENTS"):
        monkeypatch.delenv(name, raising=False)
    ran = 0
    for command, shown in steps(TUTORIAL.read_text("utf-8")):
        name, *words = shlex.split(command)
        if name != "dragoman":
            continue
        words, _, to = (words[:-2], ">", words[-1]) if ">" in words else (words, "", "")
        if words[0] in TABLES and not to:
            words += ["--format", "table"]  # as on a terminal
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (command, result.output)
        printed = result.stderr if to else result.output
        assert shows(printed, shown), f"{command}\nprints\n{printed}\nand the tutorial shows\n{shown}"
        if to:
            Path(to).write_text(result.stdout, "utf-8")
        ran += 1
    assert ran > 15
    assert Path("gulf.svg").read_text("utf-8") == (ROOT / "docs" / "pages" / "gulf.svg").read_text("utf-8")


def test_every_page_says_that_it_is_invented() -> None:
    pages = sorted((ROOT / "examples" / "dispute").rglob("*.html"))
    assert len(pages) == 16
    for page in pages:
        text = page.read_text("utf-8")
        assert "A specimen page" in text and "An invented specimen: nothing on this page happened" in text, page.name
