"""When an undated article was written, by what it says of offices and dates."""

from datetime import date

import pytest

from dragoman.coding import Options, code
from dragoman.model import Article, Block, Record


def record(*paragraphs: str, published: date | None = None) -> Record:
    return code(Article("test", body=tuple(Block(p) for p in paragraphs)), Options(published=published))


def test_offices_bound_the_day() -> None:
    found = record("German Chancellor Angela Merkel and French President Emmanuel Macron called for a truce.").written
    assert found is not None
    assert (found.start, found.end) == ("2017-05-14", "2021-12-08")
    assert {r.why for r in found.reasons} == {"Angela Merkel as chancellor", "Emmanuel Macron as president"}


def test_who_is_former_was_one_before() -> None:
    found = record("Former President Donald Trump is to meet Prime Minister Boris Johnson.").written
    assert found is not None and found.start == "2021-01-20" and (found.end or "").startswith("2022-09")


def test_dates_bound_the_day_by_their_tense() -> None:
    found = record(
        "President Joe Biden spoke in Warsaw.",
        "Russia invaded Ukraine on February 24, 2022.",
        "The summit will be held in July 2024.",
    ).written
    assert found is not None and (found.start, found.end) == ("2022-02-24", "2024-07-31")


def test_history_does_not_carry_the_day() -> None:
    found = record(
        "Chancellor Olaf Scholz met President Emmanuel Macron and Prime Minister Rishi Sunak.",
        "In 1987 President Ronald Reagan had spoken at the Brandenburg Gate.",
    ).written
    assert found is not None and (found.start or "") >= "2022-10"


@pytest.mark.parametrize("text", ["The minister said nothing.", "", "Rain fell on Tuesday."])
def test_what_tells_nothing_gives_nothing(text: str) -> None:
    assert record(text).written is None


def test_a_dated_article_has_no_window() -> None:
    assert record("Chancellor Angela Merkel called for a truce.", published=date(2019, 5, 1)).written is None


def test_reasons_stand_in_the_text() -> None:
    found = record("French President Emmanuel Macron met Chancellor Olaf Scholz on 3 May 2023.")
    assert found.written is not None
    for reason in found.written.reasons:
        span = reason.evidence
        assert found.article.text(span.part, span.paragraph or 0)[span.start : span.end] == span.exact


def test_nothing_relative_is_dated_by_a_window() -> None:
    found = record("President Joe Biden met Chancellor Olaf Scholz on Tuesday.")
    assert found.written is not None
    assert all(event.date is None for event in found.events)


def test_offices_are_those_of_the_window() -> None:
    found = record("Chancellor Olaf Scholz met President Emmanuel Macron.", "The British prime minister, Rishi Sunak, was there.")
    assert {a.office for a in found.actors if a.kind == "person"} == {"chancellor", "president", "prime minister"}


def test_times_that_are_none_are_flagged() -> None:
    found = record("The talks were held on 31 February 2023.", published=date(2023, 4, 1))
    assert [f.where.exact for f in found.article.flags] == ["31 February 2023"]
