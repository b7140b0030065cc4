"""Statements: who said what, over the constructions in which news reports it. The sentences are our own."""

from __future__ import annotations

import pytest

from dragoman.coding.cues import lexicon
from dragoman.coding.document import Document
from dragoman.coding.quotes import quotations
from dragoman.coding.statements import Ref, Said, find_statements
from dragoman.language import reader
from dragoman.model import Article, Block, Caption


def read(*paragraphs: str, headline: str | None = None, captions: tuple[str, ...] = ()) -> tuple[Document, list[Said]]:
    """A document of body paragraphs, and its statements; every content is held against its text."""
    article = Article(
        "t", headline=headline, body=tuple(Block(p) for p in paragraphs), captions=tuple(Caption(c) for c in captions)
    )
    document = Document(article, reader())
    found = find_statements(document)
    for said in found:
        text = article.text(said.content.part, said.content.paragraph)
        assert text[said.content.start : said.content.end] == said.content.exact != ""
        assert 0 < said.confidence <= 1
        assert said.nested_in is None or 0 <= said.nested_in < len(found)
        for ref in (said.source, said.addressee, said.venue, said.cue_at):
            assert ref is None or ref.first <= ref.head < ref.last <= len(document.lines[ref.line].words)
    return document, found


def words(document: Document, ref: Ref | None) -> str | None:
    """The words of a Ref as written."""
    return document.lines[ref.line].string(ref.first, ref.last) if ref else None


def rows(*paragraphs: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and content of every statement."""
    document, found = read(*paragraphs)
    return [(s.kind, words(document, s.source), s.content.exact) for s in found]


INDIRECT = [
    (
        "The foreign minister said on Thursday that the embargo would be lifted.",
        "The foreign minister",
        "the embargo would be lifted",
    ),
    (
        "Delegates told Reuters the text was almost ready.",
        "Delegates",
        "the text was almost ready",
    ),
    (
        "The dam has burst in two places, the river authority said on Sunday.",
        "the river authority",
        "The dam has burst in two places",
    ),
    ("The army shelled the town, according to two residents.", "two residents", "The army shelled the town"),
    (
        "According to the UN, some 4,000 people fled the fighting.",
        "the UN",
        "some 4,000 people fled the fighting",
    ),
    (
        "The rebels released the hostages on Monday, adding that more would follow.",
        "The rebels",
        "more would follow",
    ),
    (
        "The agency quoted the mayor as saying that the bridge was closed.",
        "the mayor",
        "the bridge was closed",
    ),
    ("The pilot was quoted as saying that the engine had failed.", "The pilot", "the engine had failed"),
    (
        "The president urged Turkey to open the crossing and let the convoys through.",
        "The president",
        "open the crossing and let the convoys through",
    ),
    ("The opposition vowed to boycott the vote.", "The opposition", "boycott the vote"),
    (
        "Brussels demanded an immediate end to the blockade of the port.",
        "Brussels",
        "an immediate end to the blockade of the port",
    ),
    ("The envoy described the offer as generous.", "The envoy", "the offer as generous"),
    (
        "Berlin accused Minsk of smuggling migrants across the border.",
        "Berlin",
        "smuggling migrants across the border",
    ),
    (
        "Seoul repeated its warning that it would answer any attack.",
        "Seoul",
        "it would answer any attack",
    ),
    (
        "The report, which the ministry says is false, was published on Monday.",
        "the ministry",
        "is false",
    ),
    ("The army denied that it had crossed the river.", "The army", "it had crossed the river"),
]


@pytest.mark.parametrize(("text", "speaker", "content"), INDIRECT, ids=[c[:30] for _, _, c in INDIRECT])
def test_indirect(text: str, speaker: str, content: str) -> None:
    assert ("indirect", speaker, content) in rows(text)


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("“", '"'), ('"', "”"), ("''", "''"), ("„", "“")],
)
def test_quotation_marks_of_every_style(opening: str, closing: str) -> None:
    text = f"{opening}We will not negotiate with them,{closing} Petrenko told reporters in Kyiv."
    assert rows(text) == [("direct", "Petrenko", "We will not negotiate with them")]


def test_apostrophes_are_no_quotation_marks() -> None:
    assert quotations("The farmers' union and the drivers' guild met Poland's minister in '98.") == []
    text = "He said: ‘The workers’ strike must end today,’ and left."
    assert [text[q.first : q.last] for q in quotations(text)] == ["The workers’ strike must end today"]


@pytest.mark.parametrize(
    "text",
    [
        "“The border stays closed,” said Petrenko.",
        "“The border stays closed,” Petrenko said.",
        "Petrenko said: “The border stays closed.”",
        "Petrenko told the radio, “The border stays closed.”",
    ],
)
def test_the_report_stands_before_or_behind(text: str) -> None:
    ((kind, speaker, content),) = rows(text)
    assert (kind, speaker, content.rstrip(".")) == ("direct", "Petrenko", "The border stays closed")


def test_a_name_in_apposition_is_the_speaker() -> None:
    document, (said,) = read("“We lost two men,” the defence minister, Olga Petrenko, told reporters in Kyiv.")
    assert said.source is not None and "Petrenko" in (words(document, said.source) or "")
    assert document.lines[said.source.line].words[said.source.head].text in ("Olga", "Petrenko")
    assert words(document, said.addressee) == "reporters"


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether the port would open, Okafor said, “Probably.”",
        "Asked about the port, Okafor answered: “Not before Monday.”",
    ],
)
def test_a_short_answer_is_a_quotation_and_the_question_is_not(text: str) -> None:
    ((kind, speaker, content),) = rows(text)
    assert (kind, speaker, content) == ("direct", "Okafor", text.partition("“")[2].rstrip("”"))


def test_who_puts_out_a_statement_speaks_in_it() -> None:
    assert rows("The coast guard issued a statement saying that the ferry had sunk.") == [
        ("indirect", "The coast guard", "the ferry had sunk")
    ]


def test_a_source_set_into_the_sentence_leaves_the_longer_half() -> None:
    ((_, speaker, content),) = rows("The reason, according to the mayor, is that the pumps were never repaired.")
    assert speaker == "the mayor" and content.endswith("that the pumps were never repaired")


def test_a_report_with_a_colon_leads_to_the_paragraph_behind() -> None:
    assert rows("The minister wrote:", "The dam held for ninety years. It will hold again.") == [
        ("direct", "The minister", "The dam held for ninety years. It will hold again.")
    ]
    assert rows("These towns were hit:", "The dam held for ninety years.") == []


def test_what_is_asked_of_one_presented_at_length() -> None:
    text = "The union asked Ana Ruiz, the chair of the panel, to resign on Monday."
    assert rows(text) == [("indirect", "The union", "resign on Monday")]
    text = "Okafor called on others who received money from the donors to return it."
    assert rows(text) == [("indirect", "Okafor", "return it")]


def test_words_quoted_right_behind_their_verb_are_its_own() -> None:
    assert rows("Okafor said “it makes me angry” every time he thinks about the flood.")[0] == (
        "direct",
        "Okafor",
        "it makes me angry",
    )


def test_a_participle_belongs_to_the_report_not_to_a_verb_within_it() -> None:
    text = "Okafor told the hall that she believes we must go on with reforms, saying that the river is dying."
    assert ("indirect", "Okafor", "the river is dying") in rows(text)


def test_a_split_quotation_gives_its_two_sentences() -> None:
    assert rows("“We will not negotiate,” said Petrenko. “The border stays closed.”") == [
        ("direct", "Petrenko", "We will not negotiate"),
        ("direct", "Petrenko", "The border stays closed."),
    ]


def test_an_interrupted_sentence_gives_its_longer_half() -> None:
    text = "“The talks,” Ms Okafor said, “have failed because neither side wanted them.”"
    assert rows(text) == [("direct", "Ms Okafor", "have failed because neither side wanted them.")]


def test_a_quotation_of_several_sentences_is_one_content() -> None:
    text = "Prime Minister Mette Holm, speaking in Oslo, said: “We stand with our neighbours. We will not be divided.”"
    ((kind, _, content),) = rows(text)
    assert (kind, content) == ("direct", "We stand with our neighbours. We will not be divided.")


def test_the_speaker_carries_on_from_the_paragraph_before() -> None:
    document, found = read("“We came to talk,” said Ana Ruiz, the chief negotiator.", '“Nobody else did."')
    assert [(s.content.exact, words(document, s.source), s.carried) for s in found] == [
        ("We came to talk", "Ana Ruiz", False),
        ("Nobody else did.", "Ana Ruiz", True),
    ]


def test_a_speaker_is_introduced_in_the_paragraph_before() -> None:
    document, found = read("Mayor Tomas Novak agreed.", "“This town has no water left.”")
    assert len(found) == 1 and found[0].carried and "Novak" in (words(document, found[0].source) or "")


def test_a_quotation_over_paragraphs_is_closed_once() -> None:
    document, found = read(
        "“We held the bridge for nine days,” Colonel Ivan Petrov said. “Then the shells ran out.",
        "“Nobody came to help us.”",
    )
    assert [s.content.exact for s in found][1:] == ["Then the shells ran out.", "Nobody came to help us."]
    assert {words(document, s.source) for s in found} == {"Colonel Ivan Petrov"}


def test_a_clause_with_quoted_words_is_mixed_and_whole() -> None:
    assert rows("The premier said that the decision was “a disgrace” for the whole nation.") == [
        ("mixed", "The premier", "the decision was “a disgrace” for the whole nation")
    ]
    assert ("mixed", "The premier", "the decision “a disgrace”") in rows("The premier called the decision “a disgrace”.")


def test_dismissed_claims_hold_a_nested_claim() -> None:
    document, found = read("Moscow dismissed Georgia's claims to be neutral in the dispute as absurd.")
    assert [(words(document, s.source), s.content.exact, s.nested_in) for s in found] == [
        ("Moscow", "Georgia's claims to be neutral in the dispute as absurd", None),
        ("Georgia", "to be neutral in the dispute", 0),
    ]


def test_reports_of_one_speaker_are_kept_apart() -> None:
    text = "The president told his counterpart that sanctions would stay and warned him not to test NATO."
    assert rows(text) == [
        ("indirect", "The president", "sanctions would stay"),
        ("indirect", "The president", "not to test NATO"),
    ]


def test_what_one_says_one_told_is_said_once() -> None:
    ((_, speaker, content),) = rows("Mr Sato said he told Mr Kim that the islands would never be handed over.")
    assert (speaker, content) == ("Mr Sato", "the islands would never be handed over")


def test_a_report_beside_what_it_reports() -> None:
    found = rows("The US has repeatedly warned Beijing against arming Moscow, officials said.")
    assert found == [("indirect", "officials", "The US has repeatedly warned Beijing against arming Moscow")]


def test_addressee_and_venue() -> None:
    document, (said,) = read("In an interview with Al Jazeera, the envoy warned Israel that the truce might collapse.")
    assert words(document, said.venue) == "In an interview with Al Jazeera"
    assert words(document, said.addressee) == "Israel"
    assert said.cue == "warned" and said.content.exact == "the truce might collapse"


@pytest.mark.parametrize(
    "text",
    [
        "He did not say whether the talks would go on.",
        "The minister is said to be ill.",
        "She was told that the visa had been refused.",
        "If he says that the deal is dead, markets will fall.",
        "The paper's “exclusive” interview was read by millions.",
        "Read more: why the talks failed.",
        "Nobody said that the bridge was safe.",
    ],
)
def test_no_statement(text: str) -> None:
    assert rows(text) == []


def test_the_body_speaks_for_the_headline_and_the_caption() -> None:
    body = "Kenya's navy said on Tuesday that it had freed the crew of the tanker."
    _, found = read(
        body,
        headline="Kenya's navy says it had freed the crew of the tanker",
        captions=("The navy says it had freed the crew of the tanker",),
    )
    assert [s.content.part for s in found] == ["body"]


def test_the_lexicon_is_readable() -> None:
    table = lexicon()
    assert len(table) > 200
    assert table["verb", "urge", ""].infinitive == "other" and table["verb", "vow", ""].infinitive == "self"
    assert table["verb", "describe", ""].frame == "as" and table["noun", "claim", ""].clause
    assert table["phrase", "according", "to"].kind == "speech"
