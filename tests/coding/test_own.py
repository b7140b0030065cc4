"""A codebook of the user's: what is laid over ours, what examples become, and every fault told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.coding import Options, code, lexicon, own
from dragoman.errors import TableInvalid
from dragoman.exports import plover_type
from dragoman.language import reader
from dragoman.model import Article, Block, Event, Record

TYPES = "type\tmode\tquad\tintensity\tplover\tdefinition"
HOSTAGES = "HOSTAGE_DIPLOMACY\t\t4\t-8\tCOERCE\tholding a private citizen of another state as a lever"
LEAK = "LEAK\t\t3\t-3\t\tgiving secrets away"
EXAMPLES = "type\tmode\tsentence"
HELD = "HOSTAGE_DIPLOMACY\t\tIran {held} two Danish tourists as a bargaining chip."
LEAKED = "LEAK\t\tThe Norwegian ministry {leaked} the cable."


def write(extra: Path, **tables: tuple[str, ...]) -> own.Own:
    """A user's codebook of some tables, read."""
    (extra / "codebook").mkdir(parents=True, exist_ok=True)
    for name, lines in tables.items():
        (extra / "codebook" / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    found = own.load(extra, reader)
    assert found is not None
    return found


def record(text: str, book: lexicon.Codebook) -> Record:
    return code(Article("test", body=(Block(text),)), Options(codebook=book))


def events(text: str, mine: own.Own) -> tuple[Event, ...]:
    assert mine.faults == ()
    return record(text, mine.book).events


def needs(mine: own.Own) -> list[tuple[str, str, str, str]]:
    return [(row["lemma"], row["pos"], row["type"], row["needs"]) for row in mine.rows["predicates"]]


def test_a_type_with_an_example_is_coded_with_its_quad_and_score(tmp_path: Path) -> None:
    mine = write(tmp_path, types=(TYPES, HOSTAGES), examples=(EXAMPLES, HELD))
    (event,) = events("Iran held three Swedish tourists for a year.", mine)
    assert (event.type, event.mode, event.quad, event.intensity) == ("HOSTAGE_DIPLOMACY", None, 4, -8)
    assert (event.actors, event.recipients) == (("IRN",), ("CIV:SWE",))


def test_without_the_codebook_all_is_as_before(tmp_path: Path) -> None:
    mine = write(tmp_path, types=(TYPES, HOSTAGES), examples=(EXAMPLES, HELD))
    text = "Iran held three Swedish tourists for a year."
    before = code(Article("test", body=(Block(text),)))
    events(text, mine)
    assert code(Article("test", body=(Block(text),))) == before
    assert "HOSTAGE_DIPLOMACY" not in {e.type for e in before.events}


def test_a_type_is_handled_as_the_type_of_plover_that_it_is_a_kind_of(tmp_path: Path) -> None:
    mine = write(tmp_path, types=(TYPES, HOSTAGES), examples=(EXAMPLES, HELD))
    (event,) = events("Iran will hold two Danish tourists.", mine)
    assert event.type == "THREATEN"
    assert plover_type("HOSTAGE_DIPLOMACY", mine.book) == "COERCE"
    assert plover_type("COERCE", mine.book) == "COERCE"


def test_a_type_that_is_no_kind_of_plovers_has_none(tmp_path: Path) -> None:
    mine = write(tmp_path, types=(TYPES, LEAK), examples=(EXAMPLES, LEAKED))
    assert [e.type for e in events("Norway leaked the cable to Iceland.", mine)] == ["LEAK"]
    assert plover_type("LEAK", mine.book) is None
    assert plover_type("LEAK") is None


def test_examples_become_predicates_put_together_by_their_word(tmp_path: Path) -> None:
    sentences = (
        LEAKED,
        "LEAK\t\tIceland leaked a memo about Norway.",
        "LEAK\t\tThe memo was leaked by Iceland.",
        "LEAK\t\tThe {leak} of the report angered Norway.",
        "LEAK\t\tKenya {ratted} on Uganda.",
        "-\t\tThe tanker leaked oil.",
    )
    mine = write(tmp_path, types=(TYPES, LEAK), examples=(EXAMPLES, *sentences))
    assert mine.faults == ()
    assert ("leak", "V", "LEAK", "object:cable|memo") in needs(mine)
    assert ("leak", "N", "LEAK", "of:report") in needs(mine)
    assert ("leak", "V", "-", "object:oil") in needs(mine)
    assert any(lemma == "rat" and need == "on:ACTOR" for lemma, _, _, need in needs(mine))
    assert events("Norway leaked oil into the sea of Iceland.", mine) == ()


def test_own_predicates_go_before_ours(tmp_path: Path) -> None:
    header = "lemma\tpos\ttype\tmode\tneeds\tstrength"
    mine = write(tmp_path, predicates=(header, "accuse\tV\tREJECT\t\t\tstrong"))
    assert [e.type for e in events("Iceland accused Norway of overfishing.", mine)] == ["REJECT"]
    mine = write(tmp_path, predicates=(header, "accuse\tV\t-\t\t\t"))
    assert events("Iceland accused Norway of overfishing.", mine) == ()


def test_modes_of_a_type_have_scores_and_words(tmp_path: Path) -> None:
    mine = write(
        tmp_path,
        types=(TYPES, LEAK, "LEAK\tpress\t3\t-4\t\tto newspapers"),
        modes=("type\tmode\twords", "LEAK\tpress\tnewspaper|reporter"),
        examples=(EXAMPLES, LEAKED),
    )
    (event,) = events("Norway leaked the cable of Iceland to a newspaper.", mine)
    assert (event.type, event.mode, event.intensity) == ("LEAK", "press", -4)


def test_contexts_are_called_by_their_words_beside_ours(tmp_path: Path) -> None:
    mine = write(tmp_path, contexts=("context\tcalls\twords", "chips\talone\twafer", "military\talone\twafer"))
    (event,) = events("Iceland accused Norway of hoarding wafers.", mine)
    assert {"chips", "military"} <= set(event.contexts)


def test_the_version_of_the_rules_tells_of_own_rows(tmp_path: Path) -> None:
    first = write(tmp_path, types=(TYPES, LEAK))
    (tmp_path / "codebook" / "types.tsv").write_text(f"{TYPES}\n{LEAK} now\n")
    second = own.load(tmp_path, reader)
    assert second is not None and first.book.version != second.book.version
    rules = record("Norway met Iceland.", first.book).made_by.rules
    assert rules.endswith(f"+own-{first.book.version}") and len(first.book.version) == 8


@pytest.mark.parametrize(
    ("table", "line", "what"),
    [
        ("types", "leak\t\t3\t-3\t\t", "no name of a type"),
        ("types", "AGREE\t\t3\t-3\t\t", "a type of PLOVER"),
        ("types", "OTHER\t\t5\t-3\t\t", "quad is '5'"),
        ("types", "OTHER\t\t3\tnan\t\t", "intensity is 'nan'"),
        ("types", "OTHER\t\t3\t-30\t\t", "intensity is '-30'"),
        ("types", "OTHER\t\t3\t-3\tFIGHT\t", "no type of PLOVER"),
        ("types", "OTHER\tsub\t3\t-3\t\t", "has no row"),
        ("types", LEAK, "stands twice"),
        ("types", "OTHER\t3", "2 cells, not 6"),
        ("predicates", "leak\tV\tNOPE\t\t\tstrong", "no type 'NOPE'"),
        ("predicates", "leak\tX\tLEAK\t\t\tstrong", "pos is 'X'"),
        ("predicates", "leak\tV\tLEAK\tpress\t\tstrong", "no mode 'press'"),
        ("predicates", "leak\tV\tLEAK\t\tobjekt:cable\tstrong", "no such condition"),
        ("predicates", "leak\tV\tLEAK\t\tobject:NOPES\tstrong", "no class NOPES"),
        ("predicates", "leak\tV\tLEAK\t\tobject:X|A-1\tstrong", "no class A-1, X"),
        ("predicates", "NOPES\tC\t\t\tNOPES|cable\t", "no class NOPES"),
        ("predicates", "LEADER\tC\t\t\tLEADER|boss\t", "no class LEADER"),
        ("predicates", "NOPES\tC\t\t\tcable|\t", "a word is missing"),
        ("predicates", "leak|\tN\tLEAK\t\t\tstrong", "a word is missing"),
        ("predicates", "-\tN\tLEAK\t\t\tstrong", "a word is missing"),
        ("predicates", "leak\tV\tLEAK\t\t\tsure", "strength is 'sure'"),
        ("predicates", "\tV\tLEAK\t\t\tstrong", "no lemma"),
        ("modes", "LEAK\tpress\tnews", "no mode 'press'"),
        ("contexts", "Chips\talone\twafer", "no name of a context"),
        ("modes", "ASSAULT\tfirearms\tgun|", "a word is missing"),
        ("contexts", "chips\tboth\twafer", "calls is 'both'"),
        ("contexts", "chips\talone\t", "no words"),
        ("examples", "NOPE\t\tNorway {leaked} it.", "no type 'NOPE'"),
        ("examples", "LEAK\t\tNorway {leaked} {it}.", "not one pair of braces"),
        ("examples", "LEAK\t\tNorway }leaked{ it.", "not one pair of braces"),
        ("examples", "LEAK\t\tNorway leaked it{.}", "no verb, noun or adjective"),
        ("examples", "LEAK\t\tYes.", "no word that plainly names the act"),
        ("examples", "LEAK\t\t", "no sentence"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_costs_no_other(tmp_path: Path, table: str, line: str, what: str) -> None:
    columns = "\t".join(own.COLUMNS[table])
    good = {"types": (TYPES, LEAK), "examples": (EXAMPLES, LEAKED)}
    mine = write(tmp_path, **{**good, table: (*good.get(table, (columns,)), line)})
    at = len(good.get(table, (columns,))) + 1
    assert mine.faults and all(fault.where.endswith(f"{table}.tsv:{at}") for fault in mine.faults)
    assert any(what in fault.what for fault in mine.faults)
    assert [e.type for e in record("Norway leaked the cable to Iceland.", mine.book).events] == ["LEAK"]


def test_a_table_of_another_name_or_without_a_header_is_told(tmp_path: Path) -> None:
    mine = write(tmp_path, typs=(TYPES,), types=("type\tquad",))
    assert [fault.what.split(":")[0] for fault in mine.faults] == ["missing columns", "no table of that name"]


def test_rows_are_added_whole_or_not_at_all(tmp_path: Path) -> None:
    cells = dict(zip(own.COLUMNS["types"], LEAK.split("\t"), strict=True))
    own.add(tmp_path, {"types": [cells], "examples": [{"type": "LEAK", "sentence": "Norway {leaked} the cable."}]}, reader)
    mine = own.load(tmp_path, reader)
    assert mine is not None and mine.faults == () and ("leak", "V", "LEAK", "object:cable") in needs(mine)
    before = {p: p.read_bytes() for p in (tmp_path / "codebook").iterdir()}
    for bad in ({"types": [cells]}, {"types": [{**cells, "type": "A\tB"}]}, {"examples": [{"type": "LEAK", "sentence": "Yes."}]}):
        with pytest.raises(TableInvalid):
            own.add(tmp_path, bad, reader)
    assert {p: p.read_bytes() for p in (tmp_path / "codebook").iterdir()} == before


def test_rows_are_added_below_a_header_also_to_an_empty_table(tmp_path: Path) -> None:
    cells = dict(zip(own.COLUMNS["types"], LEAK.split("\t"), strict=True))
    write(tmp_path, types=("# mine",))
    own.add(tmp_path, {"types": [cells]}, reader)
    assert (tmp_path / "codebook" / "types.tsv").read_text() == f"# mine\n{TYPES}\n{LEAK}\n"


def test_a_class_that_cannot_be_looked_up_costs_the_rows_that_need_it(tmp_path: Path) -> None:
    rows = ("NOPES\tC\t\t\t\t", "leak\tV\tLEAK\t\tobject:NOPES\tstrong")
    mine = write(tmp_path, types=(TYPES, LEAK), predicates=("\t".join(own.COLUMNS["predicates"]), *rows))
    assert [fault.what for fault in mine.faults] == ["no needs", "no class NOPES"]
    assert "LEAK" not in [e.type for e in record("Norway leaked the cable to Iceland.", mine.book).events]


def test_no_folder_is_no_codebook(tmp_path: Path) -> None:
    assert own.load(tmp_path, reader) is None and own.load(tmp_path / "none", reader) is None


@given(st.sampled_from(list(own.COLUMNS)), st.lists(st.text("LEAK\t-|:;{} ab1", max_size=40), max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_there_is_read_or_told(tmp_path: Path, table: str, lines: list[str]) -> None:
    mine = write(tmp_path, **{"types": (TYPES, LEAK), table: ("\t".join(own.COLUMNS[table]), *lines)})
    record("Norway leaked the cable to Iceland.", mine.book)
