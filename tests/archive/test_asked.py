"""What is asked of an archive with filters, by search, and as of an earlier day, for all adapters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.archive import Archive, Filter, page_id
from dragoman.errors import QueryInvalid
from dragoman.model import Record

from .conftest import CABLE, HERRING, record

FIRST = record(*HERRING, url="https://a.example/1", outlet="a.example")
SECOND = record(*CABLE, url="https://a.example/1", outlet="b.example", headline="Cables", published="2024-05-02")


def done(actor: str, recipient: str, kind: str = "SANCTION") -> Record:
    """A record of one deed, whatever the codes."""
    given = record(
        (kind, actor, "", f"What was done to {recipient} by {actor} was told at some length."), url=None, headline=recipient
    )
    return msgspec.structs.replace(given, events=(msgspec.structs.replace(given.events[0], recipients=(recipient,)),))


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


def test_codes_are_compared_letter_for_letter(archive: Archive) -> None:
    wanted, others = "COMPANY:100%_x", ("COMPANY:100 days of box", "company:100%_x", "COMPANY:100%_xy")
    archive.add([done("ISL", wanted), *(done("ISL", code) for code in others), *(done("NOR", "ISL") for _ in range(9))])
    archive.add([done(wanted, code, "ACCUSE") for code in others])  # now actors lead, and recipients are looked at row by row
    found = [e.event.recipients for e in archive.events(Filter(actors=("ISL", "DNK"), recipients=(wanted, "FRO")))]
    assert found == [(wanted,)]
    assert not list(archive.lines(Filter(parties=(wanted,), types=("ACCUSE",), recipients=(wanted,))))


def test_what_a_state_does_to_itself(archive: Archive) -> None:
    archive.add([done("NOR", "NOR"), done("NOR", "ISL")])
    assert [e.event.recipients for e in archive.events(Filter(actors=("NOR",), recipients=("NOR",)))] == [("NOR",)]


def test_search_looks_on_until_enough_pages_pass_the_filter(archive: Archive) -> None:
    deed = ("REQUEST", "ISL", "NOR", "Iceland asked Norway for its figures on the herring of last winter once more.")
    day = [f"2024-0{k % 9 + 1}-{k // 9 + 1:02}" for k in range(120)]
    archive.add([record(deed, url=None, headline=f"Herring {k}", published=day[k]) for k in range(120)])
    assert [h.page.day for h in archive.search("herring", Filter(first=day[-1], last=day[-1], limit=1))] == [day[-1]]
    assert len(archive.search("herring", Filter(first="2024-09", limit=10))) == 10
    assert not archive.search("herring", Filter(limit=0))


def test_a_text_that_comes_back_to_its_address_can_be_asked_for_as_of_any_day(archive: Archive, then: Archive) -> None:
    (again,) = archive.add([FIRST])
    assert again.state == "changed" and archive.record(again.page) == FIRST == then.record(again.page)
    between = Archive(archive.store, archive.path, then.store.last("commits") - 1)
    with pytest.raises(QueryInvalid, match="does not stand"):
        between.record(again.page)
    assert [len(a.versions("https://a.example/1")) for a in (then, between, archive)] == [1, 2, 3]


def test_what_is_added_while_a_query_is_answered_does_not_show(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(path, "make") as writer, Archive.open(path) as reader:
        writer.add([FIRST])
        stream, waiting = reader.store.stream, [SECOND]

        def meanwhile(*asked: Any) -> Iterator[tuple[Any, ...]]:
            rows = list(stream(*asked))
            if waiting:
                writer.add([waiting.pop()])
            return iter(rows)

        monkeypatch.setattr(reader.store, "stream", meanwhile)
        assert sorted(e.event.type for e in reader.events()) == ["REJECT", "REQUEST"]
        waiting.append(FIRST)
        assert {h.page.outlet for h in reader.statements()} == {"b.example"}
        waiting.append(SECOND)
        assert [stand.position.theme for stand in reader.positions()] == ["trade"]
