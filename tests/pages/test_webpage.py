"""Web pages: the article and what the page says of it, without what surrounds it."""

from __future__ import annotations

import msgspec
import pytest

from dragoman.errors import NoArticle, PageBinary, PageEmpty
from dragoman.model.article import Caption
from dragoman.pages import read

URL = "https://courier.example/world/norland?utm=1"


def test_article_of_a_page(page: bytes) -> None:
    article = read(page, URL)
    assert article.headline == "Norland recalls its envoy over the upper dam"
    assert article.standfirst == "The government says the inspection was refused three times."
    assert article.byline == ("Lena Orsk", "Tomas Vell")
    assert article.dateline == "PORT ALBA"
    assert article.published == "2024-03-05T09:30:00+02:00"
    assert article.published_source == "JSON-LD datePublished"
    assert article.updated == "2024-03-05T11:00:00+00:00"
    assert article.language == "en"
    assert article.outlet == "The Norland Courier"
    assert article.url == "https://courier.example/world/norland-recalls-envoy"
    assert article.captions == (Caption("The gates of the upper dam on Sunday.", "Ivo Marsh/Reuters"),)


def test_blocks_keep_their_order_and_kind(page: bytes) -> None:
    article = read(page, URL)
    kinds = [block.kind for block in article.body]
    assert kinds == ["paragraph", "paragraph", "subheading", "paragraph", "paragraph", "item", "item", "paragraph"]
    assert article.body[0].text.startswith("Norland recalled its ambassador")


def test_nothing_around_the_article(page: bytes) -> None:
    text = " ".join(block.text for block in read(page, URL).body)
    for words in ("Additional reporting", "Trust Principles", "Related", "rights reserved", "Photograph", "Home"):
        assert words not in text


def test_spans_and_determinism(page: bytes) -> None:
    assert read(page, URL) == read(page, URL)


def test_page_without_article() -> None:
    with pytest.raises(NoArticle):
        read(b"<html><head><title>404 Not Found</title></head><body><p>Not here.</p></body></html>")


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x00"])
def test_empty(data: bytes) -> None:
    with pytest.raises(PageEmpty):
        read(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n....", bytes(range(256)) * 20])
def test_binary(data: bytes) -> None:
    with pytest.raises(PageBinary):
        read(data)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(codec: str) -> None:
    text = "Le ministre a quitté la réunion à Genève, dit-il. " * 4
    article = read(text.encode(codec))
    assert article.body[0].text.startswith("Le ministre a quitté la réunion à Genève")


def test_broken_and_deep_markup_does_not_crash(page: bytes) -> None:
    assert read(page[: len(page) * 3 // 4], URL).headline
    with pytest.raises(NoArticle):
        read(b"<html><body>" + b"<div>" * 100_000 + b"x")


def test_no_zone_is_invented(page: bytes) -> None:
    article = read(page.replace(b"T09:30:00+02:00", b"T09:30:00"), URL)
    assert article.published == "2024-03-05T09:30:00"


@pytest.mark.parametrize(
    "caption",
    [
        "Activists say that the law on copyright must go.",
        "By the river, farmers wait for water on Sunday.",
        "Von der Leyen greets the president of Norland.",
    ],
)
def test_captions_that_sound_like_credits_and_bylines(caption: str) -> None:
    text = "<p>The envoys of both river states met again on Monday in Port Alba, and neither of them gave way on the dam.</p>"
    figure = f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>"
    body = f"<h1>Talks on the dam end</h1>{text}{figure}{text.replace('Monday', 'Friday')}"
    page = f"<html><body><article>{body}</article></body></html>"
    assert read(page.encode()).captions == (Caption(caption),)


def test_halves_of_characters_in_what_a_page_states_of_itself(page: bytes) -> None:
    """No JSON, file or table could hold the article else."""
    author = page.replace(b'"author"', rb'"keywords": ["\ud83d half", "\ud83d\ude00 whole"], "author"', 1)
    assert author != page
    article = read(author, URL)
    assert article.tags == ("\ufffd half", "\U0001f600 whole") and msgspec.json.encode(article)
