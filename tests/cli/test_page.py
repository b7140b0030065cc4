"""The terminal page: what it shows of a record, on wide and narrow, colourful and plain, Unicode and ASCII outputs."""

from __future__ import annotations

import re
from io import BytesIO, StringIO, TextIOWrapper

import msgspec
import pytest
from rich.console import Console

from dragoman.cli.output import Pages
from dragoman.cli.theme import COLOURS, Ink, Palette
from dragoman.model import Actor, Article, Block, Flag, MadeBy, Record, Span, Statement, span_of

MADE = MadeBy("0.1.0", "1", "2", "3")


def drawn(record: Record, width: int = 80, encoding: str = "utf-8", quiet: bool = False) -> str:
    """The page as plain text."""
    console = Console(file=TextIOWrapper(BytesIO(), encoding=encoding), width=width, color_system=None)
    return Pages(1, quiet, console).draw(record, "page.html", 1)


def coloured(record: Record, width: int = 80) -> str:
    """The page with escape codes."""
    console = Console(file=StringIO(), width=width, color_system="standard", force_terminal=True)
    return Pages(1, False, console).draw(record, "page.html", 1)


def flat(text: str) -> str:
    """The words of a page on one line."""
    return " ".join(text.split())


def bare(body: str, actors: tuple[Actor, ...] = (), flags: tuple[Flag, ...] = ()) -> Record:
    """A record of one paragraph."""
    article = Article("a", headline="A headline", body=(Block(body),), flags=flags)
    return Record(article, actors, (), (), (), (), MADE)


def at_least(text: str, length: int) -> Span:
    """The first words of a paragraph, at least so many characters."""
    return span_of(text, "body", 0, 0, text.index(" ", length))


def test_the_article_stands_first(record: Record) -> None:
    page = flat(drawn(record))
    assert page.startswith("Iceland urges Norway to reopen herring talks The two ministers met for three hours")
    assert "By Ada Placeholder and Bo Muster · The Specimen Courier · Sunday 12 May 2024, 10:30 UTC+2 · TORSHAVN" in page
    assert "(Max Mock for The Specimen Courier)" in page
    assert page.index("picture 1") < page.index("Who ──")


def test_paragraphs_bear_the_numbers_that_evidence_names(record: Record) -> None:
    page = drawn(record)
    assert re.search(r"^  2 \"A quota that only", page, re.M)
    assert re.search(r"^    ¶2  ‹\"A quota that only", page, re.M)
    assert "  5 • NATO has not taken a side." in page


def test_statements(record: Record) -> None:
    page = flat(drawn(record, 100))
    assert "1 Edda Specimen ISL → Odd Exempel NOR indirect, urged ●●●●○ 83%" in page
    assert "11 May 2024 (“on Saturday”)" in page
    assert "¶1 …Odd Exempel, on Saturday and ‹urged him to return to the herring talks that Oslo left in March›." in page
    assert "“A quota that only one side has counted is not a quota,”" in page
    assert "3 unknown mixed" in page and "within statement 2" in page


def test_events(record: Record) -> None:
    page = flat(drawn(record, 100))
    assert "1 CONSULT visit ISL, NOR ●●●●● 91%" in page
    assert "Tórshavn (FRO) · says the paper" in page
    assert "standfirst ‹The two ministers met for three hours in Tórshavn›. Neither gave way." in page
    assert "2 COERCE restrict NOR → ISL, CIV:ISL [threatened] background" in page
    assert "3–5 injured by the count of Iceland · 1 dead · says Odd Exempel" in page
    assert "3 RETREAT unknown → NOR [hypothetical]" in page


def test_positions_and_drifts(record: Record) -> None:
    page = flat(drawn(record, 100))
    assert "1 NATO neutral Norway · the herring dispute" in page
    assert "contested by Iceland · sought by Edda Specimen · as of 12 May 2024" in page
    assert "picture 1 ‹a quota that one side alone has counted is no quota›" in page


def test_the_foot_sums_up(record: Record) -> None:
    page = drawn(record)
    assert "3 repairs: markup residue ×2, glued labels" in page
    assert "1 flag: ¶4 “a year ago Week”" in page
    assert "dragoman 0.1.0 · model 0.3 · rules 2024.05 · world 7" in page


def test_who_is_grouped_by_code_with_offices(record: Record) -> None:
    page = flat(drawn(record))
    assert "ISL Edda Specimen, foreign minister · Iceland" in page
    assert "COMPANY Muster Fish Ltd" in page


def test_quiet_leaves_the_text_out(record: Record) -> None:
    page = drawn(record, quiet=True)
    assert "Iceland urges Norway" in page
    assert "The Faroe Islands will host" not in page
    assert "Trawlers at anchor" not in page
    assert "COERCE" in page


@pytest.mark.parametrize("width", [12, 40, 80, 120, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_every_line_fits_and_can_be_encoded(record: Record, width: int, encoding: str) -> None:
    page = drawn(record, width, encoding)
    page.encode(encoding)
    for line in page.splitlines():
        assert len(line) <= min(width, 100)
        assert line == line.rstrip()


def test_ascii_keeps_the_words(record: Record) -> None:
    page = flat(drawn(record, 100, "ascii"))
    assert "Edda Specimen ISL -> Odd Exempel NOR indirect, urged ####. 83%" in page
    assert ">>would close its ports to Icelandic trawlers<<" in page
    assert "Norway's fisheries minister" in page and "Torshavn (FRO)" in page
    assert "?" not in page


def test_plain_outputs_get_no_escape_codes(record: Record) -> None:
    assert "\x1b" not in drawn(record)
    assert "\x1b" in coloured(record)


def test_only_named_colours_are_used(record: Record) -> None:
    codes = {int(c) for found in re.findall(r"\x1b\[([\d;]*)m", coloured(record)) for c in found.split(";") if c}
    assert codes <= {0, 1, 2, 3, 4, 7, *range(31, 38)}


def test_a_party_has_one_colour_and_flags_are_underlined(record: Record) -> None:
    palette = Palette(record)
    assert palette.parties[:2] == ["NOR", "ISL"]
    assert palette.actor("a-edda") == palette.actor("a-isl") == palette.code("ISL") == COLOURS[1]
    assert palette.code("CIV:ISL") == f"italic {COLOURS[1]}"
    assert palette.actor("a-nato").startswith("bold ")
    assert palette.actor(None) == palette.code("ZZZ") == "none"
    assert "\x1b[4ma year ago Week\x1b[0m" in coloured(record)


def test_brackets_of_the_article_are_no_markup() -> None:
    assert "the [red]talks[/red] :smile: [/] ended" in drawn(bare("He said the [red]talks[/red] :smile: [/] ended."))


def test_nothing_in_an_article_steers_the_terminal() -> None:
    page = drawn(bare("The talks\x1b[31m ended\x07 on\u202e Monday\x9b2J.\ud800"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", page)
    page.encode("utf-8")


def test_styles_stay_on_their_words_where_ascii_is_longer() -> None:
    text = "Wait… ‘Ærø’ and Łódź said no."
    actor = Actor(
        "x",
        "Łódź",
        "POL",
        "state",
        "POL",
        mentions=(span_of(text, "body", 0, text.index("Łódź"), text.index(" said")),),
    )
    console = Console(file=TextIOWrapper(BytesIO(), encoding="ascii"), width=80, color_system="standard", force_terminal=True)
    page = Pages(1, False, console).draw(bare(text, (actor,)), "x", 1)
    assert "Wait... " in page and "'AEro'" in page
    assert re.search(r"\x1b\[35mLodz\x1b\[0m", page)


def test_evidence_that_disagrees_with_the_article_is_shown_from_itself(record: Record) -> None:
    event = msgspec.structs.replace(record.events[0], evidence=Span("body", 99, 5, 9, "four words stood here", "where ", " once"))
    page = flat(drawn(msgspec.structs.replace(record, events=(event,))))
    assert "¶100 where ‹four words stood here› once" in page


def test_long_evidence_is_not_printed_twice() -> None:
    words = f"the two governments had agreed to {'study and ' * 12}report on the stock before the end of the year"
    text = f"The minister said {words}."
    record = bare(text)
    span = span_of(text, "body", 0, text.index("said"), len(text) - 1)
    row = Statement("s", None, None, "indirect", words, "said", None, None, None, 0.5, span)
    page = flat(drawn(msgspec.structs.replace(record, statements=(row,))))
    assert page.count("study and") == 2 * 12  # in the article and in the content, not in the evidence
    assert "‹said the two governments had agreed to study … before the end of the year›" in page


def test_content_that_is_the_evidence_is_printed_once(record: Record) -> None:
    row = record.statements[0]
    long = at_least(record.article.text("body", 0), 120)
    whole = msgspec.structs.replace(row, content=long.exact, evidence=long)
    assert long.exact in flat(drawn(msgspec.structs.replace(record, statements=(whole,), events=()), quiet=True))
    same = msgspec.structs.replace(row, content=row.evidence.exact)
    page = flat(drawn(msgspec.structs.replace(record, statements=(same,), events=()), quiet=True))
    assert page.count("urged him to return to the herring talks") == 1
    assert "‹urged him to return to the herring talks that Oslo left in March›" in page


def test_an_empty_record_is_drawn() -> None:
    page = drawn(Record(Article("a"), (), (), (), (), (), MADE))
    assert "Without a headline" in page and "undated" in page and "No repairs" in page
    assert re.search(r"^Statements ─+ none$", page, re.M)
    assert "Positions" not in page and "Who" not in page


def test_kinds_of_blocks() -> None:
    blocks = (
        Block("Quoted at length.", "quote"),
        Block("It began.", "entry", "2024-05-12T09:05:00Z"),
        Block("Later.", "entry"),
    )
    page = drawn(Record(Article("a", body=blocks), (), (), (), (), (), MADE))
    assert "  1     Quoted at length." in page
    assert "  2 12 May 2024, 09:05 UTC\n    It began." in page


def test_a_long_live_blog_keeps_its_numbers() -> None:
    blocks = tuple(Block(f"Entry {i}.", "entry") for i in range(1, 1101))
    page = drawn(Record(Article("a", body=blocks), (), (), (), (), (), MADE))
    assert "1100 Entry 1100." in page


def test_words_of_foreign_scripts_are_kept_in_unicode_and_marked_in_ascii() -> None:
    assert Ink().say("Москва") == "Москва"
    assert Ink("ascii").say("Москва, Curaçao") == "??????, Curacao"
    assert Ink("no-such-encoding").glyphs.arrow == "->"
