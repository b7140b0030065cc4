"""What is asked of an archive with filters, by search, and as of an earlier day, for all adapters."""

from __future__ import annotations

import pytest

from dragoman.archive import Archive, Filter, page_id

from .conftest import CABLE, HERRING, record

FIRST = record(*HERRING, url="https://a.example/1", outlet="a.example")
SECOND = record(*CABLE, url="https://a.example/1", outlet="b.example", headline="Cables", published="2024-05-02")


@pytest.fixture
def then(archive: Archive) -> Archive:
    """An archive whose one page has changed altogether, as it stood before."""
    archive.add([FIRST])
    commit = archive.store.last("commits")
    archive.add([SECOND])
    return Archive(archive.store, archive.path, commit)


def test_filters_by_pages_answer_as_of_then(then: Archive) -> None:
    assert [e.event.type for e in then.events(Filter(outlets=("a.example",), types=("REQUEST",)))] == ["REQUEST"]
    assert len(list(then.events(Filter(words="herring")))) == 2
    assert not list(then.events(Filter(words="cables")))
    story = next(then.events()).story
    assert len(list(then.events(Filter(stories=(story,))))) == len(list(then.statements(Filter(stories=(story,))))) == 2
    assert len(list(then.statements(Filter(words="herring")))) == 2
    assert [p.id for p in then.pages(Filter(words="herring"))] == [page_id(FIRST.article)]
