"""Positions from whole sentences, with the shipped model: who stands where, by whose word, and what is no position at all."""

from __future__ import annotations

import pytest
from benchmarks.positions import OWN, plain, scores

from dragoman.coding import Options, code
from dragoman.model import Article, Block, Record

Row = dict[str, object]


def record(*paragraphs: str) -> Record:
    return code(Article("test", body=tuple(Block(p) for p in paragraphs), published="2024-05-12"), Options())


def positions(*paragraphs: str) -> list[Row]:
    """The positions, codes for ids, without what is empty."""
    found = record(*paragraphs)
    return [{k: v for k, v in plain(found, p).items() if v} for p in found.positions]


@pytest.mark.parametrize(
    ("text", "actor", "stance", "issue"),
    [
        ("Iceland opposes the new tariffs on frozen fish.", "ISL", "oppose", "new tariffs on frozen fish"),
        ("Norway objects to a ban on whaling.", "NOR", "oppose", "ban on whaling"),
        ("Denmark is in favour of the herring treaty.", "DNK", "support", "herring treaty"),
        ("Sweden is against the pipeline.", "SWE", "oppose", "pipeline"),
        ("Finland voted against the resolution on fishing quotas.", "FIN", "oppose", "resolution on fishing quotas"),
        ("Iceland does not support the herring treaty.", "ISL", "oppose", "herring treaty"),
        ("Norway's opposition to the herring treaty has not changed.", "NOR", "oppose", "herring treaty"),
        ("Norway withdrew its support for the herring treaty.", "NOR", "oppose", "herring treaty"),
        ("The herring treaty faces opposition from Norway.", "NOR", "oppose", "herring treaty"),
        ("Iceland has refused to condemn the seizure of the trawler.", "ISL", "uncommitted", "seizure of the trawler"),
        ("Denmark is undecided on joining the herring treaty.", "DNK", "uncommitted", "joining the herring treaty"),
        ("Sweden remains neutral in the herring dispute.", "SWE", "neutral", "herring dispute"),
        ("Finland declined to take sides in the herring dispute.", "FIN", "neutral", "herring dispute"),
        ("Sweden called for an end to the blockade of Iceland.", "SWE", "oppose", "blockade of Iceland"),
    ],
)
def test_who_stands_where(text: str, actor: str, stance: str, issue: str) -> None:
    assert (actor, stance, issue) in [(p["actor"], p["stance"], p.get("issue")) for p in positions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Iceland might support the herring treaty.",
        "If Iceland backs the treaty, Norway will follow.",
        "It is hard to be neutral in the herring dispute, the minister of Norway said.",
        "Norwegian police blocked the road to the port.",
        "The bridge supports a railway.",
        "Norway dismissed accusations of espionage.",
    ],
)
def test_what_is_no_position(text: str) -> None:
    assert positions(text) == []


def test_a_claim_that_another_rejects_is_claimed_and_contested() -> None:
    (found,) = [p for p in positions("Norway claims to be neutral in the herring war; Denmark rejects that.") if "issue" in p]
    assert (found["actor"], found["stance"], found["claimed_by"], found["contested_by"]) == ("NOR", "neutral", "NOR", "DNK")


def test_what_one_says_of_another_is_claimed() -> None:
    (found,) = positions("Denmark says Norway supports the herring ban.")
    assert (found["actor"], found["stance"], found["claimed_by"]) == ("NOR", "support", "DNK")


def test_what_one_denies_is_contested() -> None:
    (found,) = positions("Norway denied that it supports the herring ban.")
    assert found["contested_by"] == "NOR" and found["stance"] == "support"


def test_who_is_sought_has_not_said_yes() -> None:
    (found,) = positions("Iceland is seeking Denmark's support for its herring plan.")
    assert (found["actor"], found["stance"], found["sought_by"]) == ("DNK", "uncommitted", "ISL")
    pressed = positions("Iceland pressed Denmark to condemn the herring ban.")
    assert ("DNK", "uncommitted", "ISL") in [(p["actor"], p["stance"], p.get("sought_by")) for p in pressed]


def test_issues_have_their_theme_and_exact_words() -> None:
    found = record("Iceland opposes the tariffs on frozen fish. Denmark backs Sweden's bid to join NATO.")
    assert [p.theme for p in found.positions if p.issue] == ["trade", "nato-enlargement"]
    for p in found.positions:
        for span in p.evidence:
            assert found.article.text(span.part, span.paragraph)[span.start : span.end] == span.exact
            assert len(span.exact.split()) <= 30


def test_what_was_held_once_is_of_no_known_day() -> None:
    (found,) = record("Norway had previously opposed the herring treaty.").positions
    assert found.as_of is None


def test_the_set_of_positions_is_read_as_well_as_it_was() -> None:
    import json

    rows = [row for line in OWN.read_text("utf-8").splitlines() if not (row := json.loads(line)).get("open")]
    figures = scores(rows[::4])
    assert figures["precision"] >= 0.85 and figures["recall"] >= 0.85
