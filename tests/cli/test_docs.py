"""The documents against the program: every option, every error, every key, and the README's commands."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from dragoman import __version__, errors, model
from dragoman.cli import main
from dragoman.cli.archive import FILTERS

ROOT = Path(__file__).parents[2]
CLI = (ROOT / "docs" / "cli.md").read_text("utf-8") + (ROOT / "docs" / "cli-archive.md").read_text("utf-8")


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its full name."""
    for name, command in group.commands.items():
        yield f"{path} {name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")


@pytest.mark.parametrize(("name", "command"), [("dragoman", main), *commands(main, "dragoman")])
def test_every_option_is_documented(name: str, command: click.Command) -> None:
    section = CLI if command is main else CLI.partition(f"## `{name}`")[2].partition("\n## ")[0]
    assert section, f"docs/cli.md lacks a section on {name}"
    filters = CLI.partition("## Which rows")[2].partition("\n## ")[0]
    with click.Context(command, info_name=name) as context:
        for parameter in command.get_params(context):
            if parameter.name in FILTERS and "#which-rows" in section:
                section += filters
            for option in parameter.opts if isinstance(parameter, click.Option) else ():
                assert re.search(rf"`[^`\n]*{re.escape(option)}\b", section), f"docs/cli.md lacks {name} {option}"


@pytest.mark.parametrize("name", ["Article", "Actor", "Statement", "Event", "Position", "Drift", "MadeBy", "Span", "Record"])
def test_every_key_is_documented(name: str) -> None:
    table = CLI.partition("| object | keys |")[2]
    for field in msgspec.structs.fields(getattr(model, name)):
        assert f"`{field.encode_name}`" in table


def test_the_page_on_archives_is_what_the_commands_say() -> None:
    spec = importlib.util.spec_from_file_location("commands", ROOT / "tools" / "commands.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.page() == tool.PATH.read_text("utf-8"), "run python tools/commands.py"


def tree(error: type[errors.DragomanError]) -> Iterator[type[errors.DragomanError]]:
    """An error class and all below it that the package declares."""
    yield error
    for below in error.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from tree(below)


def test_every_error_is_documented() -> None:
    rows = re.findall(r"^\| `(D\d{3})` \| `(\w+)` \| ([^|]+) \|", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.M)
    declared = list(tree(errors.DragomanError))
    assert [(code, name) for code, name, _ in rows] == [(error.code, error.__name__) for error in declared]
    for (_, _, told), error in zip(rows[1:], declared[1:], strict=True):
        assert told == (error.__doc__ or "").splitlines()[0]
    assert len({error.code for error in declared}) == len(declared)


def test_the_readme_shows_the_two_commands_that_are_checked() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (install,) = re.findall(r"^python3 -m venv .*$", readme, re.M)
    (check,) = re.findall(r"^\.venv/bin/pip install '.*$", readme, re.M)
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/dragoman read examples/")
    assert check == ".venv/bin/pip install '.[test]' && .venv/bin/pytest"
    (example,) = re.findall(r"dragoman read (\S+)", install)
    assert (ROOT / example).is_file()


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_script_of_checks_is_sound_shell() -> None:
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)


def test_links_between_documents_lead_somewhere() -> None:
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_the_version_is_the_same_everywhere() -> None:
    assert f"version: {__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
