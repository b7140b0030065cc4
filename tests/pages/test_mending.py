"""Mends: what is sure is mended, what may be good language survives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.pages.garbles import garbles, lower_words
from dragoman.pages.mending import mended

CLEAN = [
    "They had had enough of it.",
    "He said that that man was a spy.",
    "She flew from Pago Pago to New York, New York.",
    "What it is is a threat, and Boutros Boutros-Ghali knew it.",
    "The king ingratiated himself with the the-year-old.".replace("the the-", "the five-"),
    "The minister brought together her family and his.",
    "Pre- and post-war governments agreed, short- and long-term.",
    "Sing Sing is a prison; Bora Bora is not.",
    "He gave her the book and her my regards; a win-win, so-so.",
    "The anti-antisemitism law passed by 3 < 5 votes & more at AT&T.",
    "The boat came in in March and went on on Monday.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_good_language_survives(text: str) -> None:
    assert mended(text, english=True) == (text, [])


@pytest.mark.parametrize("text", CLEAN)
def test_good_language_gets_no_flag(text: str) -> None:
    assert garbles(text, True, lower_words([text])) == []


@pytest.mark.parametrize(
    ("damaged", "clean", "what"),
    [
        ("the alignment ment of China", "the alignment of China", "doubled-word-end"),
        ("the alignment-ment of China", "the alignment of China", "doubled-word-end"),
        ("the govern- government of China", "the government of China", "doubled-word-end"),
        ("in the the capital", "in the capital", "doubled-word"),
        ("a law of the of the land", "a law of the land", "doubled-word"),
        ("he said &quot;no&quot;", 'he said "no"', "entity"),
        ("he said &amp;quot;no", 'he said "no', "entity"),
        ('< p class="a b">He left', "He left", "markup-residue"),
        ("He left</p>", "He left", "markup-residue"),
        ("He \u200bleft", "He left", "unseen-characters"),
        ("the ministerâ€™s cafÃ©", "the minister’s café", "mojibake"),
    ],
)
def test_sure_damage_is_mended(damaged: str, clean: str, what: str) -> None:
    text, changes = mended(damaged, english=True)
    assert text == clean
    assert {change.what for change in changes} == {what}
    assert mended(text, english=True) == (text, [])


def test_residue_parts_paragraphs() -> None:
    assert mended("He left.</p><p>She stayed.", True)[0] == "He left.\nShe stayed."


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("which just over a year ago Week lobbied for a plan", "just over a year ago Week"),
        (
            "the foreign policy of China's business minister Foreigners, Wang Yi.",
            "China's business minister Foreigners, Wang Yi",
        ),
        ("the gov\ufffd\ufffdrnment said", "gov\ufffd\ufffdrnment"),
        ("they said said no more", "said said"),
    ],
)
def test_damage_beyond_mending_is_flagged(text: str, exact: str) -> None:
    (found,) = garbles(text, True, lower_words([text]))
    assert text[found.start : found.end] == exact


@pytest.mark.parametrize(
    "text",
    [
        "It happened a week ago Monday, at Fashion Week in Milan.",
        "Foreign Minister Winston Peters, John Key and others met.",
        "The prime minister Rogers, a banker, resigned.",
        "Two years later Weekend Edition was cancelled.",
        "He left three days ago. Week two began.",
    ],
)
def test_names_are_not_garbled(text: str) -> None:
    assert garbles(text, True, lower_words([text])) == []


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_mending_twice_is_mending_once(text: str) -> None:
    once, _ = mended(text, english=True)
    assert mended(once, english=True)[0] == once
