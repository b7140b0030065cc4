"""A record made by hand: a short invented article with every kind of row."""

from __future__ import annotations

import pytest

from dragoman.model import (
    Actor,
    Article,
    Block,
    Caption,
    Count,
    Date,
    Drift,
    Event,
    Flag,
    MadeBy,
    Party,
    Place,
    Position,
    Record,
    Repair,
    Span,
    Statement,
    span_of,
)

HEADLINE = "Iceland urges Norway to reopen herring talks"
STANDFIRST = "The two ministers met for three hours in Tórshavn. Neither gave way."
BODY = (
    Block(
        "Foreign Minister Edda Specimen of Iceland met Norway’s fisheries minister, Odd Exempel, on Saturday and urged "
        "him to return to the herring talks that Oslo left in March."
    ),
    Block('"A quota that only one side has counted is not a quota," Ms. Specimen told reporters after the meeting.'),
    Block("The reply", "subheading"),
    Block(
        "Mr. Exempel dismissed Iceland’s figures as guesswork and warned that Norway would close its ports to "
        "Icelandic trawlers if the fleet a year ago Week sailed before October."
    ),
    Block("NATO has not taken a side.", "item"),
    Block("The Faroe Islands will host the next round.", "item"),
)
CAPTION = "Ms. Specimen said that “a quota that one side alone has counted is no quota.”"


def at(part: str, paragraph: int, words: str, nth: int = 0) -> Span:
    """The span of some words of the article."""
    text = {"headline": HEADLINE, "standfirst": STANDFIRST, "caption": CAPTION}.get(part) or BODY[paragraph].text
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return span_of(text, part, paragraph, start, start + len(words))  # type: ignore[arg-type]


SPECIMEN = Party("a-edda", "Edda Specimen", "ISL")
EXEMPEL = Party("a-odd", "Odd Exempel", "NOR")
SATURDAY = Date("2024-05-11", "2024-05-11", "day", "on Saturday")


def specimen() -> Record:
    """The record of the article above."""
    article = Article(
        id="a1",
        headline=HEADLINE,
        standfirst=STANDFIRST,
        byline=("Ada Placeholder", "Bo Muster"),
        dateline="TORSHAVN, Faroe Islands",
        published="2024-05-12T10:30:00+02:00",
        published_source="json-ld",
        language="en",
        outlet="The Specimen Courier",
        body=BODY,
        captions=(Caption(CAPTION, "Max Mock for The Specimen Courier"), Caption("Trawlers at anchor.", None)),
        repairs=(
            Repair("glued-labels", "caption", 0, "Image" + CAPTION, CAPTION),
            Repair("markup-residue", "body", 1, "<p>", ""),
            Repair("markup-residue", "body", None, "<p>", ""),
        ),
        flags=(Flag("garbled", at("body", 3, "a year ago Week")),),
    )
    actors = (
        Actor(
            "a-edda",
            "Edda Specimen",
            "ISL",
            "person",
            "ISL",
            None,
            ("GOV",),
            "foreign minister",
            "2023-01-01",
            None,
            None,
            (
                at("body", 0, "Foreign Minister Edda Specimen"),
                at("body", 1, "Ms. Specimen"),
                at("caption", 0, "Ms. Specimen"),
            ),
        ),
        Actor("a-isl", "Iceland", "ISL", "state", "ISL", mentions=(at("headline", 0, "Iceland"), at("body", 0, "Iceland"))),
        Actor(
            "a-odd",
            "Odd Exempel",
            "NOR",
            "person",
            "NOR",
            None,
            ("GOV",),
            "fisheries minister",
            mentions=(at("body", 0, "Odd Exempel"), at("body", 3, "Mr. Exempel")),
        ),
        Actor(
            "a-nor",
            "Norway",
            "NOR",
            "state",
            "NOR",
            mentions=(
                at("headline", 0, "Norway"),
                at("body", 0, "Norway"),
                at("body", 0, "Oslo"),
                at("body", 3, "Norway"),
            ),
        ),
        Actor("a-nato", "NATO", "NATO", "body", mentions=(at("body", 4, "NATO"),)),
        Actor("a-fro", "Faroe Islands", "FRO", "state", "FRO", mentions=(at("body", 5, "The Faroe Islands"),)),
        Actor(
            "a-fleet",
            "Icelandic trawlers",
            "CIV:ISL",
            "civilians",
            "ISL",
            mentions=(at("body", 3, "Icelandic trawlers"),),
        ),
        Actor("a-firm", "Muster Fish Ltd", "COMPANY:Muster Fish Ltd", "firm", "NOR"),
    )
    statements = (
        Statement(
            "s1",
            SPECIMEN,
            EXEMPEL,
            "indirect",
            "return to the herring talks that Oslo left in March",
            "urged",
            SATURDAY,
            None,
            None,
            0.83,
            at("body", 0, "urged him to return to the herring talks that Oslo left in March"),
        ),
        Statement(
            "s2",
            SPECIMEN,
            Party(None, "reporters"),
            "direct",
            "A quota that only one side has counted is not a quota,",
            "told",
            None,
            "after the meeting",
            None,
            0.94,
            at("body", 1, '"A quota that only one side has counted is not a quota," Ms. Specimen told reporters'),
        ),
        Statement(
            "s3",
            None,
            None,
            "mixed",
            "Iceland’s figures as guesswork",
            None,
            None,
            None,
            "s2",
            0.41,
            at("body", 3, "dismissed Iceland’s figures as guesswork"),
        ),
    )
    torshavn = Place("Tórshavn", "FRO", 62.0107, -6.7741, 2611396, "Tórshavn")
    events = (
        Event(
            "e1",
            "CONSULT",
            "visit",
            ("diplomatic",),
            ("ISL", "NOR"),
            (),
            ("a-edda", "a-odd"),
            (),
            "actual",
            False,
            None,
            SATURDAY,
            torshavn,
            (),
            4.0,
            1,
            0.91,
            at("body", 0, "met Norway’s fisheries minister, Odd Exempel, on Saturday"),
            (at("standfirst", 0, "The two ministers met for three hours in Tórshavn"),),
        ),
        Event(
            "e2",
            "COERCE",
            "restrict",
            (),
            ("NOR",),
            ("ISL", "CIV:ISL"),
            ("a-nor",),
            ("a-isl", "a-fleet"),
            "threatened",
            True,
            "a-odd",
            Date("2024-10", "2024-10", "month", "before October"),
            None,
            (Count("injured", 3, 5, "a-isl"), Count("dead", 1, 1, None)),
            -7.0,
            4,
            0.55,
            at("body", 3, "would close its ports to Icelandic trawlers"),
        ),
        Event(
            "e3",
            "RETREAT",
            None,
            (),
            (),
            ("NOR",),
            (),
            ("a-nor",),
            "hypothetical",
            False,
            None,
            None,
            None,
            (),
            -1.0,
            2,
            0.05,
            at("body", 0, "return to the herring talks"),
        ),
    )
    positions = (
        Position(
            "p1",
            "a-nato",
            "a-nor",
            "the herring dispute",
            "neutral",
            None,
            ("a-isl",),
            ("a-edda",),
            "2024-05-12",
            0.62,
            (at("body", 4, "NATO has not taken a side"),),
        ),
    )
    drifts = (
        Drift(
            "a-edda",
            (
                at("body", 1, "A quota that only one side has counted is not a quota"),
                at("caption", 0, "a quota that one side alone has counted is no quota"),
            ),
        ),
    )
    return Record(article, actors, statements, events, positions, drifts, MadeBy("0.1.0", "0.3", "2024.05", "7"))


@pytest.fixture
def record() -> Record:
    """A record with every kind of row."""
    return specimen()
