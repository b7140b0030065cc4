"""`dragoman judge`: accept, reject or change an event's row; list the judgements; make training sentences of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.archive import is_archive
from dragoman.cli.explain import explained_archived, explained_in
from dragoman.cli.read import (
    ALL,
    JUDGEMENTS_HELP,
    SOME,
    WORLD_HELP,
    Own,
    day,
    judgements_file,
    judgements_or_damaged,
    own_codebook,
    own_tables,
)
from dragoman.cli.world import after, told

if TYPE_CHECKING:
    from dragoman.coding.lexicon import Codebook
    from dragoman.model.judgement import Judgement, Verdict

_USAGE = "[EVENT_ID SOURCE] [FIELD=VALUE...]"


@click.command("judge", short_help="Accept, reject or change an event's row.")
@click.argument("words", nargs=-1, metavar=_USAGE)
@click.option("--accept", is_flag=True, help="The row is right.")
@click.option("--reject", is_flag=True, help="The row is wrong, and nothing would mend it.")
@click.option(
    "--change", "changes", multiple=True, metavar="FIELD=VALUE", help="The row is right but for this; more may follow it."
)
@click.option("--by", metavar="NAME", help="Who judges.")
@click.option("--note", metavar="TEXT", help="Why.")
@click.option("--list", "listing", is_flag=True, help="Print all judgements, the oldest first.")
@click.option("--export", "export", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE",
              help="Write the judged sentences to FILE ('-': standard output), marked for training.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")
@click.option("--judgements", "kept", envvar="DRAGOMAN_JUDGEMENTS", type=click.Path(path_type=Path), metavar="FILE",
              help=JUDGEMENTS_HELP)  # fmt: skip
@click.option("--published", callback=day, metavar="DATE", help="The day of a page that bears no date of its own (YYYY-MM-DD).")
@click.option("--world", "own", envvar="DRAGOMAN_WORLD", type=click.Path(path_type=Path), metavar="FOLDER", help=WORLD_HELP)
@told
def judge_command(words: tuple[str, ...], listing: bool, export: Path | None, **given: Any) -> int:
    """Judge the row of an event, as it is coded from SOURCE now; EVENT_ID is as for 'dragoman explain'. Of an archive, the event
    is judged in every text that tells it, and the archive keeps the judgement.

    \b
        dragoman judge EVENT_ID SOURCE --accept
        dragoman judge EVENT_ID SOURCE --reject --note "a football match"
        dragoman judge EVENT_ID SOURCE --change type=ACCUSE mode=allege recipients=FRA,DEU
        dragoman judge --list
        dragoman judge --export FILE

    Fields: type, mode, modality, background (yes, no), actors and recipients (codes parted by commas), date (YYYY-MM-DD, also a
    month, a year, or two with / between), place. Judgements are only ever added; the last of a row counts, and changes are laid
    over the changes before them. 'dragoman read --judged' lays them over what it reads. Exit status: 0, or 2 where nothing was
    judged; of --list and --export 1 where a line of the file is damaged.
    """
    asked = [bool(words or given["accept"] or given["reject"] or given["changes"]), listing, export is not None]
    if sum(asked) != 1:
        raise click.UsageError("Give EVENT_ID and SOURCE with a verdict, or --list, or --export FILE.")
    file = judgements_file(given["kept"], given["own"])
    if listing:
        return _list(file, given["own"], given["as_json"])
    if export is not None:
        return _export(file, given["own"], export)
    return _judge(file, words, given)


def _judge(file: Path, words: Sequence[str], given: dict[str, Any]) -> int:
    verdict, cells = _verdict(words, given)
    from dragoman import judgements
    from dragoman.archive import Archive
    from dragoman.coding import lexicon
    from dragoman.world import world

    own = own_tables(given["own"]) if given["own"] is not None else None
    published: date | None = given["published"]
    if is_archive(words[1]):
        return _judge_archived(words[1], words[0], (verdict, cells), given, own)
    whole, found = explained_in(words[1], words[0], published, own)
    with lexicon.using(own.codebook if own else None):
        changes = judgements.changes_of(found.event, cells, own.world if own else world())
    made = judgements.judgement(whole, found, verdict, changes, by=given["by"], note=given["note"])
    if is_archive(file):
        with Archive.open(file, "write") as archive:
            archive.judge([made])
    else:
        judgements.append(file, made)
    with after("the judgement was written"):
        if given["as_json"]:
            _print([made], True)
        else:
            click.echo(f"{file}: {_PAST[verdict]} {made.event.id}, {_row(made)['row']}")
    return ALL


def _judge_archived(
    path: str, event_id: str, judged: tuple[Verdict, list[tuple[str, str]]], given: dict[str, Any], own: Own | None
) -> int:
    """Judge an event in every text of the archive that tells it; what was judged is kept there."""
    from dragoman import judgements
    from dragoman.archive import Archive
    from dragoman.coding import lexicon
    from dragoman.world import world

    verdict, cells = judged
    made = []
    with lexicon.using(own.codebook if own else None):
        for whole, found in explained_archived(path, event_id, own):
            changes = judgements.changes_of(found.event, cells, own.world if own else world())
            made.append(judgements.judgement(whole, found, verdict, changes, by=given["by"], note=given["note"]))
        with Archive.open(path, "write") as archive:
            pages = archive.judge(made)
    with after("the judgement was written"):
        if given["as_json"]:
            _print(made, True)
        else:
            click.echo(f"{path}: {_PAST[verdict]} {event_id}, {_row(made[0])['row']}, on {pages} page{'s' if pages > 1 else ''}")
    return ALL


_PAST = {"accept": "accepted", "reject": "rejected", "change": "changed"}


def _verdict(words: Sequence[str], given: dict[str, Any]) -> tuple[Verdict, list[tuple[str, str]]]:
    """The verdict, and the fields of a change with their values."""
    cells = [*given["changes"], *words[2:]]
    if len(words) < 2 or "" in words[:2]:
        raise click.UsageError("Give EVENT_ID and SOURCE.")
    if words[2:] and not given["changes"]:
        raise click.UsageError(f"{words[2]!r} follows no --change.")
    given_as: dict[Verdict, str] = {"accept": "accept", "reject": "reject", "change": "changes"}
    verdicts = [verdict for verdict, option in given_as.items() if given[option]]
    if len(verdicts) > 1:
        raise click.UsageError(f"Give --{verdicts[0]} or --{verdicts[1]}, not both.")
    if not verdicts:
        raise click.UsageError("Give a verdict: --accept, --reject or --change FIELD=VALUE.")
    out = []
    for cell in cells:
        field, parted, value = cell.partition("=")
        if not parted:
            raise click.UsageError(f"{cell!r} is not FIELD=VALUE.")
        out.append((field.strip(), value))
    return verdicts[0], out


def _list(file: Path, own: Path | None, as_json: bool) -> int:
    found, damaged = judgements_or_damaged(file, _book(own))
    _print(found, as_json)
    return SOME if damaged else ALL


def _print(found: Sequence[Judgement], as_json: bool) -> None:
    from dragoman.cli import lookup

    lookup.write_objects(found) if as_json else lookup.write_rows([_row(j) for j in found])


def _row(judgement: Judgement) -> dict[str, str]:
    event, span = judgement.event, judgement.event.evidence
    sides = " ".join(filter(None, (",".join(event.actors), "->" if event.recipients else "", ",".join(event.recipients))))
    return {
        "made": judgement.made,
        "verdict": judgement.verdict,
        "row": " ".join(filter(None, (event.type, event.mode, sides))),
        "changes": _changes(judgement),
        "words": span.exact,
        "by": judgement.by or "",
        "note": judgement.note or "",
        "event": event.id,
        "article": judgement.headline or judgement.url or judgement.article_id,
        "versions": f"{judgement.made_by.dragoman} {judgement.made_by.model} {judgement.made_by.rules} {judgement.made_by.world}",
    }


def _changes(judgement: Judgement) -> str:
    import msgspec

    told = []
    for name, value in msgspec.to_builtins(judgement.changes).items():
        if isinstance(value, dict):
            shown = value.get("name") or "/".join(dict.fromkeys(filter(None, (value.get("start"), value.get("end")))))
        elif isinstance(value, list | tuple):
            shown = ",".join(value)
        else:
            shown = {True: "yes", False: "no", None: ""}.get(value, value)
        told.append(f"{name}={shown}")
    return " ".join(told)


def _book(own: Path | None) -> Codebook | None:
    mine = own_codebook(own) if own is not None else None
    return mine.book if mine else None


def _export(file: Path, own: Path | None, target: Path) -> int:
    from dragoman.coding import lexicon
    from dragoman.judgements import training_sentences
    from dragoman.world.own import write_whole

    book = _book(own)
    found, damaged = judgements_or_damaged(file, book)
    with lexicon.using(book):
        written = training_sentences(found)
    text = "\n".join(written.lines) + "\n"
    if str(target) == "-":
        from dragoman.cli.output import write

        write(text.encode("utf-8"))
        return SOME if damaged else ALL
    write_whole(target, text)
    with after("the sentences were written"):
        click.echo(f"{target}: {written.given:,} sentences")
        for why, number in written.left_out.items():
            click.echo(f"{target}: {number:,} as comments: {why}")
    return SOME if damaged else ALL
