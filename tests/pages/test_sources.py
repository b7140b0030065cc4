"""Many pages from one name, told by content; a part that fails costs nothing beside it."""

from __future__ import annotations

import gzip
import http.server
import io
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.errors import DragomanError, NoArticle, SourceDamaged, SourceDisallowed, SourceMissing, SourceUnreachable
from dragoman.pages import Manners, Source, Web, open_sources, read

PAGE = (
    "<html><body><h1>{title}</h1><p>The envoys of both river states met again on Monday, and neither gave way.</p></body></html>"
)
SITE: dict[str, tuple[int, str, dict[str, str]]] = {}
ASKED: list[tuple[str, dict[str, str]]] = []


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append((self.path, dict(self.headers)))
        status, text, headers = SITE.get(self.path, (404, "", {}))
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, text = 304, ""
        if status == 503:  # only once
            SITE[self.path] = (200, PAGE.format(title="Late"), {})
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    SITE.clear()
    ASKED.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def web() -> Web:
    return Web(Manners(allow_private=True, delay=0.0, retries=1))


def names(parts: Iterator[Source | DragomanError]) -> list[str]:
    return [part.code if isinstance(part, DragomanError) else part.name.rsplit("/", 1)[-1] for part in parts]


def test_a_folder_gives_its_pages_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.html", "b/c.txt", "z.html.gz"):
        text = PAGE.format(title=name).encode()
        (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert names(open_sources([str(tmp_path)])) == ["a.html", "c.txt", "z.html.gz"]


def test_an_empty_folder_and_a_missing_file_are_errors_beside_a_page(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.html").write_text(PAGE)
    found = list(open_sources([str(tmp_path / "empty"), str(tmp_path / "no"), str(tmp_path / "a.html")]))
    assert [type(part) for part in found] == [SourceMissing, SourceMissing, Source]


@pytest.mark.parametrize(
    "feed",
    [
        "<rss version='2.0'><channel>{rss}</channel></rss>",
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{atom}</feed>",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{map}</urlset>",
        "# my pages\n{list}\n",
    ],
    ids=["rss", "atom", "sitemap", "list"],
)
def test_feeds_sitemaps_and_lists_give_what_they_name(site: str, web: Web, feed: str) -> None:
    links = [f"{site}/one", f"{site}/gone", f"{site}/two"]
    SITE["/one"] = SITE["/two"] = (200, PAGE, {})
    text = feed.format(
        rss="".join(f"<item><title>x</title><link>{link}</link></item>" for link in links),
        atom="".join(f"<entry><title>x</title><link href='{link}'/></entry>" for link in links),
        map="".join(f"<url><loc>{link}</loc></url>" for link in links),
        list="\n".join(links),
    )
    SITE["/feed"] = (200, text, {"Content-Type": "application/xml"})
    assert names(open_sources([f"{site}/feed"], web)) == ["one", "D102", "two"]


def test_an_index_of_sitemaps_is_followed(site: str, web: Web) -> None:
    SITE["/index"] = (200, f"<sitemapindex><sitemap><loc>{site}/map</loc></sitemap></sitemapindex>", {})
    SITE["/map"] = (200, f"<urlset><url><loc>{site}/one</loc></url></urlset>", {})
    SITE["/one"] = (200, PAGE, {})
    assert names(open_sources([f"{site}/index"], web)) == ["one"]


def test_an_empty_feed_says_so(site: str, web: Web) -> None:
    SITE["/feed"] = (200, "<rss version='2.0'><channel><title>x</title></channel></rss>", {})
    (error,) = open_sources([f"{site}/feed"], web)
    assert isinstance(error, SourceDamaged)


def test_json_lines(tmp_path: Path) -> None:
    rows: list[object] = [
        {"url": "https://courier.example/a", "html": PAGE.format(title="Talks end")},
        {
            "title": "Norland recalls its envoy",
            "text": "Norland recalled its envoy on Monday.\n\nIt gave no reason for it.",
            "date": "2024-03-05",
        },
        {"nothing": 1},
    ]
    dump = tmp_path / "dump.jsonl"
    dump.write_text("\n".join(json.dumps(row) for row in rows) + "\nnot json\n")
    found = list(open_sources([str(dump)]))
    assert [isinstance(part, SourceDamaged) for part in found] == [False, False, True, True]
    first, second = (read(part.data, part.url, charset=part.charset) for part in found[:2] if isinstance(part, Source))
    assert (first.headline, first.url) == ("Talks end", "https://courier.example/a")
    assert (second.headline, second.published) == ("Norland recalls its envoy", "2024-03-05")
    assert [block.text for block in second.body] == ["Norland recalled its envoy on Monday.", "It gave no reason for it."]


def test_a_saved_page(tmp_path: Path) -> None:
    page = tmp_path / "page.mhtml"
    page.write_bytes(
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://courier.example/a\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://courier.example/a\r\n\r\n"
        + PAGE.format(title="Talks end").replace("=", "=3D").encode()
        + b"\r\n--x\r\nContent-Type: image/png\r\n\r\nxx\r\n--x--\r\n"
    )
    (part,) = open_sources([str(page)])
    assert isinstance(part, Source) and part.url == "https://courier.example/a"
    assert read(part.data, part.url).headline == "Talks end"


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_is_streamed(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("fastwarc")
    archive = tmp_path / "news.warc"
    archive.write_bytes(warc(packed, ("https://courier.example/a", "text/html"), ("https://courier.example/b.png", "image/png")))
    (part,) = open_sources([str(archive)])
    assert isinstance(part, Source) and part.url == "https://courier.example/a"
    assert read(part.data, part.url).headline == "Talks end"


def test_a_cut_web_archive_keeps_what_came_before(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    whole = warc(True, *[(f"https://courier.example/{i}", "text/html") for i in range(3)])
    archive = tmp_path / "news.warc.gz"
    archive.write_bytes(whole[: len(whole) - 40])
    found = list(open_sources([str(archive)]))
    assert sum(isinstance(part, Source) for part in found) >= 2


def warc(packed: bool, *records: tuple[str, str]) -> bytes:
    """A small web archive."""
    out = io.BytesIO()
    for url, kind in records:
        body = PAGE.format(title="Talks end").encode()
        reply = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
        head += "WARC-Record-ID: <urn:uuid:12345678-0000-0000-0000-000000000000>\r\n"
        head += f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(reply)}\r\n\r\n"
        record = head.encode() + reply + b"\r\n\r\n"
        out.write(gzip.compress(record) if packed else record)
    return out.getvalue()


# Manners


def test_robots_txt_is_kept_and_asked_for_once(site: str, web: Web) -> None:
    SITE["/robots.txt"] = (200, "User-agent: *\nDisallow: /private/\n", {})
    SITE["/private/a"] = SITE["/open"] = (200, PAGE, {})
    with pytest.raises(SourceDisallowed):
        web.get(f"{site}/private/a")
    assert web.get(f"{site}/open").data
    assert [path for path, _ in ASKED] == ["/robots.txt", "/open"]


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", False),
        ("User-agent: *\nDisallow: /\nAllow: /open\n", "/open", True),
        ("User-agent: dragoman\nDisallow: /\n", "/open", False),
        ("", "/open", True),
    ],
)
def test_rules_of_robots_txt(site: str, web: Web, rules: str, path: str, allowed: bool) -> None:
    SITE["/robots.txt"], SITE[path] = (200, rules, {}), (200, PAGE, {})
    if allowed:
        assert web.get(site + path).data
    else:
        with pytest.raises(SourceDisallowed):
            web.get(site + path)


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a b", "http://127.0.0.1:99999/", "http://[64:ff9b::7f00:1]/", "http://[fec0::1]/"]
)
def test_no_addresses_and_hidden_ones_are_errors(url: str) -> None:
    (found,) = open_sources([url], Web(Manners(retries=0, timeout=1.0)))
    assert isinstance(found, DragomanError)


def test_what_fails_for_the_moment_is_tried_again(site: str, web: Web) -> None:
    SITE["/late"] = (503, "", {"Retry-After": "0"})
    assert b"Late" in web.get(f"{site}/late").data
    with pytest.raises(SourceUnreachable):
        web.get(f"{site}/never")


def test_what_has_not_changed_is_not_sent_again(site: str, web: Web) -> None:
    SITE["/page"] = (200, PAGE, {"ETag": '"1"'})
    first = web.get(f"{site}/page")
    again = web.get(f"{site}/page", etag=first.etag)
    assert first.data and not first.unchanged and again.unchanged and again.data == b""


def test_a_pause_between_two_requests(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("dragoman.pages.web.time.sleep", slept.append)
    SITE["/a"] = (200, PAGE, {})
    polite = Web(Manners(allow_private=True, delay=5.0, robots=False))
    polite.get(f"{site}/a")
    polite.get(f"{site}/a")
    assert slept[0] == 0.0 and 4.0 < slept[1] <= 5.0


def test_the_charset_that_the_server_states(site: str, web: Web) -> None:
    SITE["/page"] = (200, "x", {"Content-Type": "text/html; charset=koi8-r"})
    assert web.get(f"{site}/page").charset == "koi8-r"
    text = "<p>" + "Министр прибыл в Москву на переговоры о плотине. " * 4
    assert read(text.encode("koi8-r"), charset="koi8-r").body[0].text.startswith("Министр прибыл")


@pytest.mark.parametrize("make", [lambda: b"{", lambda: b"<rss", lambda: b"http://", lambda: b"MIME-Version: 1.0\r\n\r\n"])
def test_what_only_begins_like_a_source_is_a_page_or_an_error(tmp_path: Path, make: Callable[[], bytes]) -> None:
    (tmp_path / "a.txt").write_bytes(make())
    for part in open_sources([str(tmp_path / "a.txt")], Web(Manners(retries=0))):
        if isinstance(part, Source):
            with pytest.raises((NoArticle, DragomanError)):
                read(part.data)
