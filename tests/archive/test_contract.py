"""What every archive does, whatever keeps it: one suite for all adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman.archive import Archive, Filter, Near, page_id
from dragoman.errors import ArchiveError, ArchiveMissing, NotAnArchive, QueryInvalid
from dragoman.model import Date, MadeBy, Place, Record
from dragoman.model.judgement import Changes, Judgement, Sentence

from .conftest import CABLE, HERRING, record

OSLO = Place("Oslo", "NOR", 59.91, 10.75, 3143244, "Oslo")
FIJI = Place("Suva", "FJI", -18.14, 178.44, 2198148, "Suva")
STORIES = [
    record(*HERRING, url="https://a.example/1", outlet="a.example", place=OSLO),
    record(*CABLE, url="https://b.example/2", outlet="b.example", headline="Cables", published="2024-05-02", place=FIJI),
    record(
        ("THREATEN", "USA", "ISL", "Washington would close its market to Icelandic cod if whaling went on, an official warned."),
        url="https://c.example/3",
        outlet="c.example",
        headline="Whales",
        published=None,
        modality="threatened",
    ),
]


def state(archive: Archive) -> dict[str, Any]:
    """All that an archive answers, but for when it was added."""
    events = list(archive.events())
    return {
        "counts": archive.counts(),
        "events": sorted(
            (
                e.id,
                e.story,
                e.sources,
                e.outlets,
                msgspec.json.encode(e.event),
                sorted((r.page.id, r.event.id) for r in e.reports),
            )
            for e in events
        ),
        "pages": sorted((p.id, p.text, p.story) for p in archive.pages()),
        "statements": sorted(h.statement.id for h in archive.statements()),
        "positions": sorted(s.position.id for s in archive.positions()),
    }


def test_a_record_comes_back_as_it_was_added(archive: Archive) -> None:
    given = record(*HERRING, place=OSLO)
    (added,) = archive.add([given])
    assert (added.state, added.events) == ("new", 2)
    assert archive.record(added.page) == given
    assert added.page == page_id(given.article)


def test_what_is_added_twice_changes_nothing(archive: Archive) -> None:
    given = [record(*HERRING), record(*CABLE, url="https://example.org/two", headline="Cables")]
    archive.add(given)
    before = state(archive)
    assert [a.state for a in archive.add(given)] == ["known", "known"]
    assert state(archive) == before
    assert archive.store.last("commits") == 1


def test_the_order_and_the_commits_in_which_pages_come_do_not_matter(path: Path) -> None:
    given = [
        record(*HERRING, url="https://a.example/1", outlet="a.example"),
        record(*HERRING, url="https://b.example/1", outlet="b.example", more="Our correspondent reports from the harbour."),
        record(*CABLE, url="https://a.example/2", outlet="a.example", headline="Cables"),
        record(*CABLE[:1], url="https://c.example/2", outlet="c.example", headline="Cables under the strait"),
    ]
    states = []
    for k, order in enumerate(([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1])):
        place = path.with_name(f"{k}{path.name}")
        with Archive.open(place, "make") as archive:
            if k == 0:
                archive.add([given[i] for i in order])
            else:
                for i in order:
                    archive.add([given[i]])
            states.append(state(archive))
    assert states[0] == states[1] == states[2]


def test_copies_are_one_text_and_their_events_one_event(archive: Archive) -> None:
    archive.add([record(*HERRING, url=f"https://{name}.example/1", outlet=f"{name}.example") for name in "abc"])
    counts = archive.counts()
    assert (counts["pages"], counts["texts"], counts["stories"], counts["events"], counts["reports"]) == (3, 1, 1, 2, 6)
    for event in archive.events():
        assert (len(event.reports), event.sources, event.outlets) == (3, 1, 3)
        for report in event.reports:
            span = report.event.evidence
            text = archive.record(report.page.id).article.text(span.part, span.paragraph)
            assert text[span.start : span.end] == span.exact


def test_a_page_that_changes_keeps_its_versions(archive: Archive) -> None:
    first, second = record(*HERRING), record(HERRING[0], headline="Talks on herring, updated")
    archive.add([first])
    (added,) = archive.add([second])
    assert added.state == "changed"
    assert archive.counts()["pages"] == 1 and archive.counts()["events"] == 1
    old, new = archive.versions("https://example.org/one")
    assert [e.type for e in old.came] == ["REQUEST", "REJECT"] and not old.went
    assert not new.came and [e.type for e in new.went] == ["REJECT"]
    assert old.page.id == page_id(first.article) and new.page.id == page_id(second.article)


def test_coding_anew_adds_rows_and_the_old_ones_can_be_asked_for(archive: Archive) -> None:
    given = record(*HERRING)
    archive.add([given])
    commit = archive.store.last("commits")
    made = MadeBy("0", "model", "later rules", "world")
    later = msgspec.structs.replace(given, events=given.events[:1], made_by=made)
    assert [a.state for a in archive.add([later])] == ["recoded"]
    assert archive.counts()["events"] == 1 and archive.record(page_id(given.article)) == later
    then = Archive(archive.store, archive.path, commit)
    assert then.counts()["events"] == 2
    assert sorted(e.event.type for e in then.events()) == ["REJECT", "REQUEST"]
    assert then.record(page_id(given.article)) == given


def test_a_page_that_gets_a_day_moves_to_that_day(archive: Archive) -> None:
    undated, dated = record(*HERRING, published=None), record(*HERRING, published="2024-03-12")
    archive.add([undated, record(*HERRING, url="https://other.example/1", published="2024-03-12")])
    assert [a.state for a in archive.add([dated])] == ["recoded"]
    assert sorted(p.day or "" for p in archive.pages()) == ["2024-03-12", "2024-03-12"]
    assert archive.counts()["events"] == 2 and archive.record(page_id(dated.article)) == dated
    assert [a.state for a in archive.add([dated])] == ["known"]


def test_a_page_that_is_dated_later_has_its_day_from_then_on(archive: Archive) -> None:
    undated, dated = record(*HERRING, published=None), record(*HERRING, published="2024-03-12")
    archive.add([undated, record(*HERRING, url="https://b.example/1", published=None)])
    commit = archive.store.last("commits")
    assert [a.state for a in archive.add([dated])] == ["recoded"]
    assert archive.knows(dated.article, dated.made_by) and archive.record(page_id(dated.article)) == dated
    assert sorted(p.day or "" for p in archive.pages()) == ["", "2024-03-12"]
    assert [a.state for a in archive.add([dated])] == ["known"]
    then = Archive(archive.store, archive.path, commit)
    assert [p.day for p in then.pages()] == [None, None] and then.record(page_id(dated.article)) == undated


@pytest.mark.parametrize("start", ["2024-W11", "spring", "-044-03-15", "٢٠٢٤-٠٣-١٢", None])
def test_what_is_dated_by_no_day_is_undated(archive: Archive, start: str | None) -> None:
    given = record(*HERRING[:1], published=start)
    event = msgspec.structs.replace(given.events[0], date=Date(start, start, "week"))
    given = msgspec.structs.replace(given, events=(event,))
    archive.add([given])
    assert [line.day for line in archive.lines()] == [None] and [page.day for page in archive.pages()] == [None]
    assert archive.record(page_id(given.article)) == given


def test_as_of_a_day_before_the_first_commit_nothing_is_there(path: Path) -> None:
    with Archive.open(path, "make") as archive:
        archive.add([record(*HERRING)])
    today = datetime.now(UTC).date()
    with Archive.open(path, as_of=today - timedelta(days=1)) as archive:
        assert set(archive.counts().values()) == {0} and not list(archive.events()) and not archive.search("herring")
    with Archive.open(path, as_of=today) as archive:
        assert archive.counts()["events"] == 2


def judgement(given: Record, k: int, verdict: str, changes: Changes | None = None) -> Judgement:
    """A judgement of a record's event."""
    article, event = given.article, given.events[k]
    sentence = Sentence(event.evidence.exact, 0, 1, (), (), ())
    return Judgement(
        verdict,
        "2024-03-13T10:00:00+00:00",
        "reader",
        None,
        article.id,
        article.url,
        article.headline,
        event,
        sentence,
        given.made_by,
        changes or Changes(),
    )  # type: ignore[arg-type]


def test_judgements_are_laid_over_what_they_are_about_in_every_copy(archive: Archive) -> None:
    given = record(*HERRING, url="https://a.example/1")
    archive.add([given, record(*HERRING, url="https://b.example/1"), record(*CABLE, url=None, headline="Cables")])
    commit = archive.store.last("commits")
    assert archive.judge([judgement(given, 1, "reject"), judgement(given, 0, "change", Changes(modality="planned"))]) == 2
    found = {e.event.type: e for e in archive.events()}
    assert set(found) == {"REQUEST", "CONSULT", "ACCUSE"}
    assert found["REQUEST"].event.modality == "planned" and found["REQUEST"].event.confidence == 1.0
    assert {e.event.type for e in Archive(archive.store, "", commit).events()} == {"REQUEST", "REJECT", "CONSULT", "ACCUSE"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """An archive with three stories, made once for each adapter."""
    made: dict[str, Path] = {}

    def filled(path: Path) -> Path:
        if path.suffix not in made:
            made[path.suffix] = tmp_path_factory.mktemp("filled") / path.name
            with Archive.open(made[path.suffix], "make") as archive:
                archive.add(STORIES)
        return made[path.suffix]

    return filled


@pytest.fixture
def filled(path: Path, kept: Callable[[Path], Path]) -> Iterator[Archive]:
    """An archive with three stories, to be read."""
    with Archive.open(kept(path)) as archive:
        yield archive


@pytest.mark.parametrize(
    ("query", "types"),
    [
        (Filter(), ["ACCUSE", "CONSULT", "REJECT", "REQUEST", "THREATEN"]),
        (Filter(actors=("NOR",)), ["REJECT"]),
        (Filter(recipients=("NOR",)), ["REQUEST"]),
        (Filter(parties=("NOR",)), ["REJECT", "REQUEST"]),
        (Filter(parties=("NOR", "CHN")), ["ACCUSE", "CONSULT", "REJECT", "REQUEST"]),
        (Filter(parties=("XXX",)), []),
        (Filter(between=("CHN", "USA")), ["ACCUSE", "CONSULT"]),
        (Filter(between=("CHN", "ISL")), []),
        (Filter(actors=("CHN",), recipients=("USA",)), ["ACCUSE"]),
        (Filter(types=("ACCUSE", "THREATEN")), ["ACCUSE", "THREATEN"]),
        (Filter(types=("ACCUSE",), parties=("CHN",)), ["ACCUSE"]),
        (Filter(quads=(1,)), ["CONSULT"]),
        (Filter(modalities=("threatened",)), ["THREATEN"]),
        (Filter(background=True), []),
        (Filter(contexts=("diplomatic",), quads=(1,)), ["CONSULT"]),
        (Filter(contexts=("diplo",)), []),
        (Filter(countries=("NOR",)), ["REJECT", "REQUEST"]),
        (Filter(near=Near(60.0, 11.0, 60)), ["REJECT", "REQUEST"]),
        (Filter(near=Near(60.0, 11.0, 5)), []),
        (Filter(near=Near(-18.0, -179.9, 400)), ["ACCUSE", "CONSULT"]),
        (Filter(first="2024-03-12", last="2024-03-12"), ["REJECT", "REQUEST"]),
        (Filter(first="2024-04"), ["ACCUSE", "CONSULT"]),
        (Filter(last="2024-03"), ["REJECT", "REQUEST"]),
        (Filter(first="2024", last="2024"), ["ACCUSE", "CONSULT", "REJECT", "REQUEST"]),
        (Filter(outlets=("b.example",)), ["ACCUSE", "CONSULT"]),
        (Filter(outlets=("b.example",), types=("CONSULT",)), ["CONSULT"]),
        (Filter(confidence=0.9), []),
        (Filter(words="guesswork"), ["REJECT", "REQUEST"]),
        (Filter(words="cables OR whaling"), ["ACCUSE", "CONSULT", "THREATEN"]),
        (Filter(words="cables", parties=("NOR",)), []),
    ],
)
def test_filters(filled: Archive, query: Filter, types: list[str]) -> None:
    assert sorted(e.event.type for e in filled.events(query)) == types
    assert sorted(e.type for e in filled.lines(query)) == types


def test_order_and_limit(filled: Archive) -> None:
    days = [line.day for line in filled.lines()]
    assert days == [None, "2024-03-12", "2024-03-12", "2024-05-02", "2024-05-02"]
    newest = list(filled.lines(Filter(order="newest", limit=2)))
    assert [line.day for line in newest] == ["2024-05-02", "2024-05-02"]
    assert [e.id for e in filled.events(Filter(order="newest"))] == [line.id for line in filled.lines(Filter(order="newest"))]


def test_lines_say_what_events_say(filled: Archive) -> None:
    lines = {line.id: line for line in filled.lines()}
    for found in filled.events():
        e, line = found.event, lines[found.id]
        assert (line.type, line.mode, line.quad, line.intensity, line.modality) == (
            e.type,
            e.mode,
            e.quad,
            e.intensity,
            e.modality,
        )
        assert (line.actors, line.recipients, line.confidence, line.background) == (
            e.actors,
            e.recipients,
            e.confidence,
            e.background,
        )
        assert (line.day, line.pages) == (e.date.start if e.date else None, 1)
        assert filled.event(found.id) == found == filled.event(found.id[:8])


def test_statements_positions_actors_and_stories(filled: Archive) -> None:
    assert {h.statement.speaker.name for h in filled.statements(Filter(actors=("NOR",))) if h.statement.speaker} == {"Norway"}
    assert {h.page.outlet for h in filled.statements(Filter(outlets=("b.example",)))} == {"b.example"}
    (stand,) = filled.positions(Filter(actors=("ISL",)))
    assert stand.position.theme == "trade" and stand.actors[0].code == "ISL"
    assert not list(filled.positions(Filter(themes=("climate",))))
    assert [(a.code, a.pages) for a in filled.actors(limit=2)] == [("ISL", 2), ("USA", 2)]
    assert [a.name for a in filled.actors("hin")] == ["China"]
    stories = list(filled.stories())
    assert sorted((s.headline, s.pages, s.events) for s in stories) == [
        ("Cables", 1, 2),
        ("Talks on herring", 1, 2),
        ("Whales", 1, 1),
    ]
    chosen = next(s for s in stories if s.headline == "Cables")
    assert {e.event.type for e in filled.events(Filter(stories=(chosen.id,)))} == {"CONSULT", "ACCUSE"}
    assert [p.headline for p in filled.pages(Filter(stories=(chosen.id,)))] == ["Cables"]


def test_search_finds_words_and_shows_them(filled: Archive) -> None:
    (hit,) = filled.search("harbours")
    assert hit.page.headline == "Cables" and [hit.words[a:b] for a, b in hit.hits] == ["harbours"]
    assert {h.page.headline for h in filled.search("cables OR herring")} == {"Cables", "Talks on herring"}
    assert not filled.search("zeppelin")
    assert [h.page.headline for h in filled.search("the", Filter(outlets=("b.example",)))] == ["Cables"]
    for odd in ('"', "a AND", "(((", "col:on", "*", "'; DROP TABLE pages", "NEAR("):
        filled.search(odd)


def test_dates_in_sql_are_whole(filled: Archive) -> None:
    _, rows = filled.sql("SELECT DISTINCT day, date_start, date_end, precision FROM events_now WHERE day = '2024-03-12'")
    assert list(rows) == [("2024-03-12", "2024-03-12", "2024-03-12", "day")]


def test_sql_reads_and_does_not_write(filled: Archive) -> None:
    names, rows = filled.sql("SELECT type, count(*) AS n FROM events_now GROUP BY type ORDER BY n DESC, type LIMIT 1")
    assert names == ("type", "n") and list(rows) == [("ACCUSE", 1)]
    for wrong in (
        "DELETE FROM pages",
        "SELECT nothing FROM pages",
        "",
        "SELEC",
        "PRAGMA user_version = 9",
        "WITH x AS (SELECT 1) DELETE FROM pages",
    ):
        with pytest.raises(QueryInvalid):
            list(filled.sql(wrong)[1])


def test_original_bytes_are_kept_if_given(archive: Archive) -> None:
    first, second = archive.add([record(*HERRING), record(*CABLE, url=None)], [b"<html>\xff\x00</html>", None])
    assert archive.original(first.page) == b"<html>\xff\x00</html>" and archive.original(second.page) is None


def test_a_commit_that_fails_leaves_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add([record(*HERRING)])
    before = state(archive)
    write = archive.store.write

    def broken(batch: Any) -> None:
        write(batch)
        raise RuntimeError("the power went")

    monkeypatch.setattr(archive.store, "write", broken)
    with pytest.raises(RuntimeError):
        archive.add([record(*CABLE, url=None)])
    monkeypatch.undo()
    assert state(archive) == before
    archive.add([record(*CABLE, url=None)])
    assert archive.counts()["events"] == 4


def test_readers_see_whole_commits_while_one_writes(path: Path) -> None:
    with Archive.open(path, "make") as writer, Archive.open(path) as reader:
        writer.add([record(*HERRING)])
        rows = reader.events()
        first = next(rows)
        writer.add([record(*CABLE, url=None)])
        assert len([first, *rows]) == 2
        assert len(list(reader.events())) == 4


def test_what_is_not_there_is_told(tmp_path: Path, path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="no such archive"):
        Archive.open(path)
    with pytest.raises(ArchiveMissing):
        Archive.open(path.parent / "no" / "folder" / path.name, "make")
    other = tmp_path / "notes.txt"
    other.write_text("These are notes, and no archive of anything.")
    with pytest.raises(NotAnArchive):
        Archive.open(other, "make")
    assert other.read_text().startswith("These")


@pytest.mark.parametrize("wrong", ["zz", "12", "g" * 16, "0123456789abcdef0"])
def test_ids_that_are_none(filled: Archive, wrong: str) -> None:
    with pytest.raises(QueryInvalid):
        filled.event(wrong)
    with pytest.raises(ArchiveError):
        filled.record(wrong)


@pytest.mark.parametrize("wrong", ["2024-3", "yesterday", "2024-03-12T10", ""])
def test_days_that_are_none(filled: Archive, wrong: str) -> None:
    if wrong:
        with pytest.raises(QueryInvalid):
            list(filled.events(Filter(first=wrong)))
    assert date(2024, 3, 12)
