"""Who the parties are where a phrase names several, none, or somebody the model mistakes."""

from __future__ import annotations

import pytest

from dragoman.coding import code
from dragoman.model import Article, Block


def sides(text: str, kind: str) -> list[tuple[set[str], set[str]]]:
    """The codes of both sides of every event of a type."""
    record = code(Article(id="x", body=(Block(text),)))
    return [(set(e.actors), set(e.recipients)) for e in record.events if e.type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Senior Danish and Latvian officials agreed on Friday to share radar data.", "AGREE", {"DNK", "LVA"}, set()),
        (
            "Chilean leader Ana Prado and Peruvian President Luis Soto signed a treaty on Monday.",
            "SUPPORT",
            {"CHL", "PER"},
            set(),
        ),
        ("Norwegian Defence Secretary Tom Berg promised more military aid to Latvia.", "AGREE", {"NOR"}, {"LVA"}),
        ("Swedish Prime Minister Anna Holm arrived in Riga on Tuesday.", "CONSULT", {"SWE"}, {"LVA"}),
        ("Norway will support Turkey's efforts to join the fund.", "AGREE", {"NOR"}, {"TUR"}),
        ("Ethnic Turks in Bulgaria criticised the Bulgarian government.", "ACCUSE", {"CIV:BGR"}, {"BGR"}),
        ("President Bush threatened new steps against Iran.", "THREATEN", {"USA"}, {"IRN"}),
        ("The Bush administration criticised China on Monday.", "ACCUSE", {"USA"}, {"CHN"}),
    ],
)
def test_sides(text: str, kind: str, actors: set[str], recipients: set[str]) -> None:
    assert (actors, recipients) in sides(text, kind)


def test_what_a_demonstration_is_for_is_no_event() -> None:
    text = "Danish teachers began a hunger strike on Monday to demand the resignation of Prime Minister Anna Holm."
    assert sides(text, "REQUEST") == [] and len(sides(text, "PROTEST")) == 1


def test_a_child_with_the_name_of_a_state_is_no_state() -> None:
    record = code(Article(id="x", body=(Block("Israel, 12, and his brother like chess."),)))
    assert "ISR" not in {a.code for a in record.actors}
