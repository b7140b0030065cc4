"""The public face, and what holds for any input."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman.pages
from dragoman.errors import PageError
from dragoman.pages import read


def test_exported_names() -> None:
    assert dragoman.pages.__all__ == ["Manners", "Source", "Web", "expanded", "fetch", "links", "open_sources", "read"]


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore"))))
def test_any_bytes_give_an_article_or_a_page_error(data: bytes) -> None:
    try:
        article = read(data)
    except PageError:
        return
    assert read(data) == article
    for flag in article.flags:
        where = flag.where
        assert article.text(where.part, where.paragraph)[where.start : where.end] == where.exact


def _paragraph(sentences: list[str]) -> str:
    return " ".join(["The envoys left the capital.", *sentences])


WORDS = st.sampled_from("The envoy said that talks on a river had had no end in Pago Pago and he left".split())
SENTENCE = st.lists(WORDS, min_size=6, max_size=25).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(st.lists(SENTENCE, min_size=1, max_size=4).map(_paragraph), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(PARAGRAPHS)
def test_second_run_changes_nothing(paragraphs: list[str]) -> None:
    once = read("\n\n".join(["Talks on the river end", *paragraphs]).encode())
    parts = [once.headline, once.standfirst, *(block.text for block in once.body)]
    twice = read("\n\n".join(part for part in parts if part).encode())
    assert twice.repairs == ()
    assert (twice.headline, twice.body) == (once.headline, once.body)
