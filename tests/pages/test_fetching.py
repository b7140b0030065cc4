"""Fetching: files, sizes, and addresses that must not be reached."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.errors import SourceMissing, SourceTooLarge, SourceUnreachable, SourceUnsafe
from dragoman.pages import fetch


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
        elif self.path == "/page":
            self.send_response(200)
            self.end_headers()
            self.wfile.write((self.headers["User-Agent"] or "").encode())
        elif self.path == "/large":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(64):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
        else:
            self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_file_and_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"words")
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"words"))
    assert fetch(str(tmp_path / "a.txt")).data == fetch(str(tmp_path / "a.html.gz")).data == b"words"


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        fetch(str(tmp_path / "none.html"))
    with pytest.raises(SourceUnreachable):
        fetch(str(tmp_path))


def test_gzip_bomb(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"\0" * 30_000_000))
    with pytest.raises(SourceTooLarge):
        fetch(str(tmp_path / "bomb.gz"))


def test_page_over_http(server: str) -> None:
    source = fetch(f"{server}/moved", allow_private=True)
    assert source.data.startswith(b"dragoman/") and source.url == f"{server}/page"


def test_large_page(server: str) -> None:
    with pytest.raises(SourceTooLarge):
        fetch(f"{server}/large", allow_private=True, limit=1_000_000)


def test_answer_404(server: str) -> None:
    with pytest.raises(SourceUnreachable):
        fetch(f"{server}/none", allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "ftp://example.org/a",
        "file:///etc/passwd",
    ],
)
def test_unsafe_addresses(url: str) -> None:
    with pytest.raises(SourceUnsafe):
        fetch(url)


def test_name_that_resolves_to_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)
    with pytest.raises(SourceUnsafe):
        fetch("http://news.example/")
