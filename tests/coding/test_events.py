"""Events from whole paragraphs, with the shipped model: who did what to whom, and whether it was done."""

from datetime import date

import pytest

from dragoman.coding import Options, code
from dragoman.model import Article, Block, Event, Record


def record(*paragraphs: str, headline: str | None = None, published: date | None = None) -> Record:
    article = Article("test", headline=headline, body=tuple(Block(p) for p in paragraphs))
    return code(article, Options(published=published))


def row(event: Event) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return event.type, event.actors, event.recipients


def done(found: Record) -> list[str]:
    return [e.type for e in found.events if e.modality in ("actual", "ongoing")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway imposed sanctions on Iceland on Monday.", ("SANCTION", ("NOR",), ("ISL",))),
        ("Iceland accused Norway of overfishing.", ("ACCUSE", ("ISL",), ("NOR",))),
        ("Two Icelandic fishermen were arrested by Norwegian police on Friday.", ("COERCE", ("NOR",), ("CIV:ISL",))),
        ("Iceland urged Norway to withdraw its ships.", ("REQUEST", ("ISL",), ("NOR",))),
        ("Norway threatened to close its ports to Iceland.", ("THREATEN", ("NOR",), ("ISL",))),
        ("Denmark welcomed the decision of Norway.", ("SUPPORT", ("DNK",), ("NOR",))),
        ("The Danish government sent food and tents to Iceland.", ("AID", ("DNK",), ("ISL",))),
    ],
)
def test_who_did_what_to_whom(text: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert expected in [row(e) for e in record(text).events]


def test_mutual_acts_have_all_sides_as_actors() -> None:
    found = record("The foreign ministers of Iceland and Norway met in Copenhagen on Saturday.").events
    meeting = next(e for e in found if e.type == "CONSULT")
    assert set(meeting.actors) == {"ISL", "NOR"} and meeting.recipients == ()


@pytest.mark.parametrize(
    "text",
    [
        "Iceland urged Norway to attack the pirates.",
        "Norway warned that it would seize Icelandic trawlers.",
        "Norway denied that its navy had attacked an Icelandic trawler.",
        "If Iceland attacks, Norway will arrest its fishermen.",
        "The minister said Norway might impose sanctions on Iceland.",
        "Norway refused to release the Icelandic crew.",
    ],
)
def test_what_is_urged_warned_of_denied_or_supposed_is_not_done(text: str) -> None:
    found = record(text)
    assert found.events or text.startswith("If"), "the verbal act itself is an event"
    assert not {"ASSAULT", "COERCE", "SANCTION", "RETREAT", "AID"} & set(done(found))


def test_private_people_alone_make_no_event() -> None:
    assert record("Anna Berg met her sister in a café and agreed to buy the house.").events == ()


def test_civilians_protest_not_their_state() -> None:
    found = record("Norwegian farmers protested in Oslo on Monday against the price of milk.").events
    assert ("PROTEST", ("CIV:NOR",)) in [(e.type, e.actors) for e in found]


def test_what_the_headline_says_again_is_one_event_with_more_evidence() -> None:
    found = record(
        "Norway imposed sanctions on Iceland on Monday after the talks failed.",
        headline="Norway imposes sanctions on Iceland",
    ).events
    sanctions = [e for e in found if e.type == "SANCTION"]
    assert len(sanctions) == 1
    assert {sanctions[0].evidence.part, *(s.part for s in sanctions[0].more_evidence)} == {"body", "headline"}


def test_whoever_undergoes_sanctions_is_their_recipient() -> None:
    for text in ("Greenland evaded Norwegian sanctions.", "Greenland faces Norwegian sanctions over herring."):
        assert [row(e) for e in record(text).events] == [("SANCTION", ("NOR",), ("GRL",))]


def test_a_row_with_an_unknown_side_is_less_sure() -> None:
    (whole,) = record("Iceland accused Norway of overfishing.").events
    (half,) = record("Iceland rejected the plan.").events
    assert half.recipients == () and half.confidence < whole.confidence


def test_days_are_reckoned_from_the_publication() -> None:
    found = record("Iceland accused Norway of overfishing on Saturday.", published=date(2024, 5, 13)).events
    assert [e.date.start for e in found if e.date] == ["2024-05-11"]


def test_without_a_day_nothing_relative_is_dated() -> None:
    assert [e.date for e in record("Iceland accused Norway of overfishing on Saturday.").events] == [None]


PAGE = (
    "Iceland's foreign minister, Edda Specimen, met Norway's fisheries minister, Odd Exempel, on Saturday and urged him to "
    "return to the herring talks.",
    "“A quota that only one side has counted is not a quota,” Ms. Specimen told reporters. Norway rejected the claim and sent "
    "two ships to the area, the Danish foreign ministry said.",
)


def test_every_span_holds_its_own_words() -> None:
    found = record(*PAGE)
    spans = [s for e in found.events for s in (e.evidence, *e.more_evidence)]
    spans += [s.evidence for s in found.statements] + [s for p in found.positions for s in p.evidence]
    spans += [s for a in found.actors for s in a.mentions]
    assert spans
    for span in spans:
        text = found.article.text(span.part, span.paragraph)
        assert text[span.start : span.end] == span.exact
        assert text[: span.start].endswith(span.prefix) and text[span.end :].startswith(span.suffix)


def test_the_same_article_gives_the_same_record() -> None:
    assert record(*PAGE) == record(*PAGE)


def test_parties_are_actors_of_the_record() -> None:
    found = record(*PAGE)
    known = {a.id for a in found.actors}
    for event in found.events:
        assert {*event.actor_ids, *event.recipient_ids} <= known
        assert event.vouched_by is None or event.vouched_by in known
        assert 0 <= event.confidence <= 1
