"""What two texts are to each other: copies, one happening, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.copies import Likeness, compare, sign

from .conftest import changed, record_of, text_of


def between(a: str, b: str, **more: str | None) -> Likeness | None:
    return compare(sign(record_of(a, **more)), sign(record_of(b, **more)))  # type: ignore[arg-type]


def kind(a: str, b: str) -> str | None:
    found = between(a, b)
    return found.kind if found else None


QUOTATION = " ".join(text_of(99, 45).split())


def test_the_same_words_under_another_headline_are_exact() -> None:
    a, b = sign(record_of(text_of(1), "One headline")), sign(record_of(text_of(1), "Another"))
    assert a.article != b.article
    found = compare(a, b)
    assert found is not None and found.kind == "exact" and found.copies


def test_a_text_cut_from_the_end_is_cut() -> None:
    words = text_of(1, 300).split()
    for share in (0.25, 0.5, 0.8):
        assert kind(" ".join(words), " ".join(words[: int(300 * share)])) == "cut"


@pytest.mark.parametrize("share", [0.2, 0.3, 0.4])
def test_a_text_with_words_replaced_is_respun(share: float) -> None:
    assert [kind(text_of(n), changed(text_of(n), share)) for n in range(20)] == ["respun"] * 20


def test_boilerplate_around_a_copy_does_not_hide_it() -> None:
    assert kind(text_of(1), f"{text_of(50, 25)} {text_of(1)} {text_of(51, 25)}") == "cut"


def test_boilerplate_of_an_outlet_makes_no_copies() -> None:
    above, below = text_of(60, 40), text_of(61, 60)
    assert kind(f"{above} {text_of(1, 150)} {below}", f"{above} {text_of(2, 150)} {below}") is None


def test_a_shared_quotation_makes_no_copies() -> None:
    a, b = text_of(1, 120).split(), text_of(2, 120).split()
    assert kind(" ".join([*a[:40], QUOTATION, *a[40:]]), " ".join([*b[:80], QUOTATION, *b[80:]])) in (None, "happening")


def test_the_same_words_in_another_order_are_no_copy() -> None:
    words = text_of(1).split()
    assert kind(" ".join(words), " ".join(words[k] for k in sorted(range(200), key=lambda k: k * 7919 % 200))) != "respun"


def test_a_digest_is_no_copy_of_what_stands_within_it() -> None:
    items = [text_of(n, 80) for n in range(6)]
    assert kind(items[3], " ".join(items)) is None


MARKETS = (
    "Shares on the Ruritanian exchange closed {} on {} as traders weighed the central bank's outlook. The Strelsau index of "
    "leading shares ended at {} points after touching {} in early dealings, led by {} and {}. Volume came to {} million "
    "crowns. The crown traded at {} to the ducat, and ten-year bonds yielded {} per cent. {} lost {} crowns. Analysts at "
    "Sapt Brothers expect exporters to recover once harbour dues are lowered in the coming quarter."
)
MONDAY = "higher Monday 4,512 4,533 Zenda Hentzau 212 7.81 3.42 Tarlenheim 88".split()
FRIDAY = "lower Friday 4,377 4,401 Mikael Flavia 187 7.94 3.51 Rassendyll 41".split()


def test_two_days_of_a_template_are_no_copies_and_no_happening() -> None:
    monday, friday = MARKETS.format(*MONDAY), MARKETS.format(*FRIDAY)
    assert kind(monday, friday) is None
    assert kind(monday, monday.replace("traders", "dealers").replace("weighed", "pondered")) in ("respun", "cut")


def test_short_texts_are_copies_only_of_themselves() -> None:
    assert kind("Subscribe to read on.", "Subscribe to read on, please.") is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5), st.integers(0, 5), st.floats(0, 0.8), st.integers(10, 200))
def test_the_verdict_is_symmetric_and_repeats(one: int, other: int, share: float, words: int) -> None:
    a = sign(record_of(text_of(one)))
    b = sign(record_of(" ".join(changed(text_of(other), share).split()[:words])))
    assert compare(a, b) == compare(b, a) == compare(a, b)
    same = compare(a, a)
    assert same is not None and same.kind == "exact"
