"""Attitudes: what is wanted, judged, refused or spoken of. The sentences are our own."""

from __future__ import annotations

import pytest

from dragoman.coding.attitudes import find_attitudes, takes
from dragoman.coding.cues import Ref
from dragoman.coding.document import Document
from dragoman.coding.statements import find_statements
from dragoman.language import reader
from dragoman.model import Article, Block


def attitudes(text: str) -> list[tuple[str, str | None, str]]:
    """Holder, cue and content of every attitude of a paragraph; none may be a statement, too."""
    document = Document(Article("t", body=(Block(text),)), reader())
    said = find_statements(document)
    found = find_attitudes(document, said)
    assert not {s.cue_at for s in said} & {s.cue_at for s in found}
    return [(words(document, s.source), s.cue, s.content.exact) for s in found]


def words(document: Document, ref: Ref | None) -> str | None:
    """The words of a Ref as written."""
    return document.lines[ref.line].string(ref.first, ref.last) if ref else None


@pytest.mark.parametrize(
    ("text", "holder", "cue", "content"),
    [
        ("The minister wants a new treaty with Norway.", "The minister", "wants", "a new treaty with Norway"),
        ("The union plans to block the port on Monday.", "The union", "plans", "to block the port on Monday"),
        ("The court refused to hear the appeal.", "The court", "refused", "to hear the appeal"),
        ("Farmers criticised the new tax on diesel.", "Farmers", "criticised", "the new tax on diesel"),
        ("The plan was denounced by three former generals.", "three former generals", "denounced", "The plan"),
        ("The envoy spoke of the hunger in the camps.", "The envoy", "spoke of", "the hunger in the camps"),
        ("Many voters see the vote as a farce.", "Many voters", "see", "the vote as a farce"),
        ("The mayor is worried about the floods.", "The mayor", "worried about", "the floods"),
        ("The board has not decided whether the mine will close.", "The board", "decided", "whether the mine will close"),
        ("Asked whether the mine would close, she left.", None, "Asked", "whether the mine would close"),
        ("The envoy did not say whether he would go.", "The envoy", "say", "whether he would go"),
    ],
)
def test_what_somebody_holds(text: str, holder: str | None, cue: str, content: str) -> None:
    assert attitudes(text) == [(holder, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The minister said that the union wants a new treaty.",
        "“I support the treaty,” said Okafor.",
        "We admire the courage of the sailors.",
        "The bridge was built by the army.",
        "It takes courage to oppose the king.",
    ],
)
def test_no_attitude(text: str) -> None:
    """Within somebody's words, of the writer, of no attitude, of nobody."""
    assert attitudes(text) == []


def test_the_table_is_readable() -> None:
    table = takes()
    assert len(table) > 200
    assert {"obj", "to"} <= table["verb", "want"] and "as" in table["verb", "regard"] and "about" in table["adj", "worried"]
