"""Pages in an article's place, and articles that only sound like one."""

from __future__ import annotations

import json

import pytest

from dragoman.errors import ErrorPage, LoginPage, PaywallStub
from dragoman.pages import read

BRIEF = "<p>The envoys of both river states met again on Monday in Port Alba, and neither of them gave way on the dam.</p>"
PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"


@pytest.mark.parametrize(
    "title", ["404 Not Found", "Error 404 - Courier", "Page not found | X", "Access denied", "Just a moment...", "Bad gateway"]
)
def test_error_pages(title: str) -> None:
    with pytest.raises(ErrorPage):
        read(PAGE.format(title, "<p>Try the search, or go back.</p>").encode())


@pytest.mark.parametrize(
    "title",
    [
        "500 killed as earthquake strikes the coast",
        "404 people still missing after dam collapse",
        "Access denied to inspectors at the upper dam",
        "Not found guilty: envoy walks free",
        "Security check at border stays, ministry says",
    ],
)
def test_news_that_sounds_like_an_error(title: str) -> None:
    assert read(PAGE.format(title, BRIEF * 2).encode()).headline == title


def test_a_brief_beside_a_log_in_link_is_no_stub() -> None:
    page = PAGE.format("Talks on the dam end", BRIEF + "<div><a href='/l'>Log in to view your saved stories</a></div>")
    assert read(page.encode()).body[0].text.startswith("The envoys")


def test_stub_and_log_in() -> None:
    with pytest.raises(PaywallStub):
        read(PAGE.format("Talks on the dam end", BRIEF + "<h3>Subscribe to continue reading</h3>").encode())
    with pytest.raises(LoginPage):
        read(PAGE.format("Sign in", "<form><input type='password'></form>").encode())


def test_deep_and_broken_data_is_passed_over() -> None:
    deep: object = "Lena Orsk"
    for _ in range(500):
        deep = [deep]
    data = json.dumps({"@type": "NewsArticle", "headline": "Talks on the dam end", "author": deep})
    head = f'<script type="application/ld+json">{data}</script>'
    head += '<link rel="canonical" href="http://[::1"><meta property="og:url" content="//[">'
    page = f"<html><head>{head}</head><body><h1>Talks on the dam end</h1>{BRIEF * 3}</body></html>"
    assert read(page.encode(), "https://courier.example/a").url == "https://courier.example/a"
