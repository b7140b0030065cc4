"""Writes docs/cli-archive.md: the commands of the archive, as they say it of themselves. Run: python tools/commands.py"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click

from dragoman.cli import main
from dragoman.cli.archive import FILTERS

PATH = Path(__file__).parents[1] / "docs" / "cli-archive.md"
COMMANDS = (
    *("add", "watch"),
    *("events", "statements", "quotes", "actors", "stories", "search", "versions", "sql"),
    *("timeline", "dyad", "panel", "compare", "sample", "agree"),
    *("export", "import", "bundle", "unbundle", "copy"),
)
HEAD = """\
# The command line: archives

Made from the program by `python tools/commands.py`. [The other commands](cli.md) read pages, explain and judge rows, and
look things up; `positions`, `explain` and `judge` take an archive as their SOURCE, too. [How to keep an
archive](howto-archive.md) shows them at work.

An ARCHIVE is a file (SQLite), or a folder of Delta tables where its name ends in `.lake`. `DRAGOMAN_ARCHIVE` says it once for
all. A command that prints rows prints a table on a terminal and CSV into a pipe or file, unless `--format` says otherwise:
`table`, `json` (one array), `jsonl` (an object a line), `csv`, or `parquet` (extra `arrow`). Dates are `YYYY-MM-DD`, `YYYY-MM` or
`YYYY`; codes are those of [the record](cli.md#json), and an actor may be given by name (`Iceland`) as well.

## Which rows

Most commands take these. Of an option that is given several times any value will do; different options must all hold.

"""


HELP = "| `-h, --help` | Show this message and exit. |\n"


def page() -> str:
    """The whole document."""
    parts = [HEAD + _table(main.commands["events"], FILTERS)]
    for name in COMMANDS:
        if name in main.commands:
            parts.append(_section(name, main.commands[name]))
    return "\n".join(parts)


def _section(name: str, command: click.Command) -> str:
    with click.Context(command, info_name=f"dragoman {name}") as context:
        usage = " ".join(command.collect_usage_pieces(context))
    told = re.sub(r"(?m)^\\b\n", "", re.sub(r"[ \t]+\n", "\n", _plain(command.help or "")))
    own = {p.name for p in command.params if isinstance(p, click.Option)} - FILTERS
    shared = FILTERS & {p.name for p in command.params}
    also = "\nAlso the options that say [which rows](#which-rows).\n" if shared else ""
    return f"## `dragoman {name}`\n\n    dragoman {name} {usage}\n\n{told}\n\n{_table(command, own)}{HELP}{also}"


def _plain(text: str) -> str:
    """A help text as paragraphs; what stands under \\b stays as it is, as code."""
    out = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in paragraph.splitlines()]
        if lines[0] == "\b":
            out.append("\n".join(f"    {line}" for line in lines[1:]))
        else:
            out.append(" ".join(lines))
    return "\n\n".join(out)


def _table(command: click.Command, names: set[str] | frozenset[str]) -> str:
    rows = list(_rows(command, names))
    return "| option | |\n|---|---|\n" + "".join(rows)


def _rows(command: click.Command, names: set[str] | frozenset[str]) -> Iterator[str]:
    with click.Context(command, help_option_names=["-h", "--help"]) as context:
        for option in command.params:
            if isinstance(option, click.Option) and option.name in names:
                told = option.get_help_record(context)
                if told is not None:
                    said = re.sub(r"\s+", " ", told[1]).replace("|", "\\|")
                    said = re.sub(r"\s*\[env var: [^\]]*\]", "", said)
                    yield f"| `{told[0].replace('|', ' ')}` | {said} |\n"


if __name__ == "__main__":
    PATH.write_text(page(), "utf-8")
