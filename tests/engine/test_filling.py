"""Sources into an archive: what fails costs nothing beside it."""

from __future__ import annotations

import pytest

from dragoman.archive import Archive
from dragoman.engine import Settings, fill, filling
from dragoman.errors import ArchiveFull
from dragoman.model import Actor, Article, Block, MadeBy, Record
from dragoman.pages import Source

NAMES = ["one", "half \ud800", "two", "three"]


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each source is an article of its name, whose record has an actor of that name."""

    def read(data: bytes, url: str | None, name: str, charset: str | None) -> Article:
        return Article(f"{NAMES.index(name):016x}", headline="A headline", body=(Block(f"Page {NAMES.index(name)}."),))

    def code(article: Article, options: object) -> Record:
        name = NAMES[int(article.id, 16)]
        return Record(article, (Actor("a", name, None, "person"),), (), (), (), (), MadeBy("", "", "", ""))

    monkeypatch.setattr(filling.pages, "read", read)
    monkeypatch.setattr(filling, "code", code)


@pytest.mark.usefixtures("coded")
def test_a_page_that_no_table_can_hold_costs_itself_alone() -> None:
    with Archive.in_memory() as archive:
        outcomes = list(fill(archive, [Source(b"", None, name) for name in NAMES], Settings()))
        assert {o.source: o.state for o in outcomes} == {name: "failed" if "half" in name else "new" for name in NAMES}
        assert archive.counts()["pages"] == 3


@pytest.mark.usefixtures("coded")
def test_an_archive_that_cannot_be_written_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise ArchiveFull("a", "no space is left", "make room")

    with Archive.in_memory() as archive, pytest.raises(ArchiveFull):
        monkeypatch.setattr(archive.store, "write", full)
        list(fill(archive, [Source(b"", None, "one")], Settings()))
