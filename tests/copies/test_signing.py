"""Signatures: small, the same every time, and alike where texts are."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from dragoman.copies import Signature, sign

from .conftest import changed, record_of, text_of


def shared(a: str, b: str) -> int:
    return len(set(sign(record_of(a)).keys) & set(sign(record_of(b)).keys))


def test_a_signature_comes_back_from_storage_and_is_small() -> None:
    signature = sign(record_of(text_of(1, 400), "A headline of its own"))
    stored = msgspec.msgpack.encode(signature)
    assert msgspec.msgpack.decode(stored, type=Signature) == signature
    assert len(stored) < 1000  # invented words are all telling ones; of news, half are
    assert len(signature.keys) <= 32
    assert len(signature.topics) <= 12
    assert all(-(2**63) <= n < 2**63 for n in (*signature.keys, *signature.topics))


def test_signing_twice_and_elsewhere_gives_the_same() -> None:
    text = "The Faroe Islands offered to host a second round of herring talks next month, Denmark's envoy told reporters."
    first = sign(record_of(text)).keys
    for n in range(50):
        sign(record_of(text_of(n)))
    assert sign(record_of(text)).keys == first
    code = (
        "from dragoman.copies import sign; from dragoman.model import *\n"
        f"print(sign(Record(Article('x', body=(Block({text!r}),)), (), (), (), (), (), MadeBy('', '', '', ''))).keys)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == str(first)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_a_copy_with_words_replaced_shares_keys(share: float) -> None:
    assert sum(shared(text_of(n), changed(text_of(n), share)) > 0 for n in range(40)) >= 36


def test_a_copy_cut_to_a_third_shares_keys() -> None:
    texts = [text_of(n, 300) for n in range(40)]
    assert sum(shared(text, " ".join(text.split()[:100])) > 0 for text in texts) >= 38


def test_other_texts_hardly_share_keys() -> None:
    keys = [set(sign(record_of(text_of(n))).keys) for n in range(60)]
    assert sum(bool(a & b) for n, a in enumerate(keys) for b in keys[:n]) < 0.01 * 60 * 59 / 2


def test_a_text_without_words_has_no_keys() -> None:
    for text in ("", " \n ", "… — !", "1 2 3"):
        signature = sign(record_of(text))
        assert signature.keys == () and signature.words == b""


def test_scripts_without_spaces_are_signed_by_pairs_of_characters() -> None:
    text = "昨日外務省は漁業協定について隣国の代表と会談し、来月の再協議で合意したと発表した。"
    other = "中央銀行は木曜日に政策金利を据え置くことを決定し、物価見通しを引き下げた。"
    assert shared(text, text + "会談は三時間に及んだ。") > 0
    assert shared(text, other) == 0


def test_topics_meet_within_days_and_without_a_day() -> None:
    def topics(day: str | None) -> set[int]:
        return set(sign(record_of(text_of(3), "Herring talks in Torshavn", day)).topics)

    assert topics("2024-05-11") & topics("2024-05-14")
    assert not topics("2024-05-11") & topics("2025-05-11")
    assert not topics(None) & topics("2024-05-11")
    assert topics(None)


def test_a_day_that_is_none_is_left_out() -> None:
    assert sign(record_of(text_of(1), day="soon")).day is None
