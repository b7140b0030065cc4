"""`dragoman codebook`: what counts as an event, looked up, tried on a sentence, checked, and added to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.read import ALL, NONE, SOME, WORLD_HELP, complain
from dragoman.cli.world import told

if TYPE_CHECKING:
    from dragoman.cli.words import Words

_own = click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")


@click.group("codebook", short_help="Look up what counts as an event, try a sentence, add types of your own.")
def codebook_command() -> None:
    """Look up what counts as which event, try a sentence, and add types and contexts of your own."""


@codebook_command.command("show", short_help="Print a type or context: what it means, which words call it up.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@_own
@_json
@told
def show_command(names: tuple[str, ...], own: Path | None, as_json: bool) -> int:
    """Print what each NAME, a type or a context, means, its modes and scores, and the words that call it up.

    Without a name, print all types and contexts. Exit status: 0 all names are known, 1 some, 2 none.
    """
    from dragoman.cli import lookup
    from dragoman.errors import NotInWorld

    words = _words(own)
    if not names:
        every = words.overview()
        lookup.write_objects(every) if as_json else lookup.write_rows(every)
        return ALL
    cards = [words.card(name) for name in names]
    known = [card for card in cards if card is not None]
    if as_json:
        lookup.write_objects(known)
    else:
        for number, card in enumerate(known):
            if number:
                click.echo()
            rows = card.pop("predicates", [])
            lookup.write_cards([card])
            if rows:
                click.echo()
                lookup.write_rows(rows)
    sys.stdout.flush()
    for name, found in zip(names, cards, strict=True):
        if found is None:
            complain(str(NotInWorld(name[:200] or "''", "no such type or context", "look with 'dragoman codebook show'")))
    return ALL if len(known) == len(names) else SOME if known else NONE


@codebook_command.command("try", short_help="Say what each word of a sentence calls up, and how it is coded.")
@click.argument("sentences", nargs=-1, required=True, metavar="SENTENCE...")
@_own
@_json
@told
def try_command(sentences: tuple[str, ...], own: Path | None, as_json: bool) -> int:
    """Say what each word of a SENTENCE calls up, by which row, what the model reads there, and the events that come of it.

    Exit status: 0, or 1 where a sentence has no event.
    """
    from dragoman.cli import lookup

    words = _words(own)
    found = [words.tried(sentence) for sentence in sentences]
    if as_json:
        lookup.write_objects(found)
    else:
        for i, one in enumerate(found):
            click.echo(("\n" if i else "") + f"{one['sentence']}\n")
            lookup.write_rows(one["words"])
            if one["words"] and one["events"]:
                click.echo()
            lookup.write_rows(one["events"])
    return ALL if all(one["events"] for one in found) else SOME


@codebook_command.command("check", short_help="Say whether your codebook's rows keep the rules.")
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@_own
@told
def check_command(folder: Path | None, own: Path | None) -> int:
    """Say whether the codebook in FOLDER (without it: in your own folder) keeps the rules.

    Each fault is a line: the file, the line in it, what is wrong, what to do. Exit status: 0 no fault, 1 some rows count, 2 none.
    """
    from dragoman.coding import own as tables
    from dragoman.errors import NotInWorld
    from dragoman.language import reader
    from dragoman.world.tables import invalid

    path = _needed(folder or own)
    found = tables.load(path, reader)
    if found is None:
        raise NotInWorld(str(tables.folder(path)), "no codebook there", "add a type with 'dragoman codebook add-type'")
    derived = sum(row.file.endswith("examples.tsv") for row in found.rows["predicates"])
    rows = sum(map(len, found.rows.values())) - derived
    if found.faults:
        for line in invalid(found.faults).lines:
            complain(line)
        return SOME if rows else NONE
    click.echo(f"{tables.folder(path)}: {rows:,} rows, {derived:,} predicates from examples, no fault")
    return ALL


@codebook_command.command("add-type", short_help="Add a type of your own.")
@click.argument("name", metavar="NAME")
@click.option("--definition", default="", metavar="TEXT", help="What it is.")
@click.option("--quad", required=True, type=click.IntRange(1, 4), help="1, 2: verbal, material cooperation; 3, 4: conflict.")
@click.option("--score", required=True, type=click.FloatRange(-10, 10), help="From -10, most hostile, to 10, most friendly.")
@click.option("--plover", default="", metavar="TYPE", help="The PLOVER type that it is a kind of.")
@click.option("--example", "examples", multiple=True, metavar="SENTENCE", help="A sentence with it: 'Oslo {leaked} the cable.'")
@_own
@told
def add_type_command(
    name: str, definition: str, quad: int, score: float, plover: str, examples: tuple[str, ...], own: Path | None
) -> int:
    """Add the type NAME, such as HOSTAGE_DIPLOMACY, to FOLDER/codebook, with sentences that show it.

    A sentence marks the word that names the act; without a mark it is the sentence's main verb. Exit status: 0, or 2 where
    anything would be wrong; then nothing is written.
    """
    row = {"type": name, "quad": str(quad), "intensity": f"{score:g}", "plover": plover, "definition": definition}
    cells = {"types": [row]}
    if examples:
        cells["examples"] = [{"type": name, "sentence": sentence} for sentence in examples]
    return _added(own, cells)


@codebook_command.command("add-context", short_help="Add a context of your own, or words to one.")
@click.argument("name", metavar="NAME")
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@click.option("--together", is_flag=True, help="Two of the words call it, not one alone.")
@_own
@told
def add_context_command(name: str, words: tuple[str, ...], together: bool, own: Path | None) -> int:
    """Add the context NAME, such as semiconductor, to FOLDER/codebook: a paragraph with one of the WORDs has it.

    Exit status: 0, or 2 where anything would be wrong; then nothing is written.
    """
    return _added(own, {"contexts": [{"context": name, "calls": "together" if together else "alone", "words": "|".join(words)}]})


def _added(own: Path | None, cells: dict[str, list[dict[str, str]]]) -> int:
    from dragoman.coding import own as tables
    from dragoman.language import reader

    for path in tables.add(_needed(own), cells, reader):
        click.echo(f"{path}: added {len(cells[path.stem])}")
    return ALL


def _needed(own: Path | None) -> Path:
    if own is None:
        raise click.UsageError("Say where your tables are: --world FOLDER, or DRAGOMAN_WORLD.")
    return own


def _words(own: Path | None) -> Words:
    from dragoman.cli.words import Words

    return Words(own)
