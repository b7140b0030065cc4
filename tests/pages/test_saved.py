"""Saved text: doubled, glued and littered articles come out clean, and every change is recorded."""

from __future__ import annotations

from dragoman.model.article import Article, Caption
from dragoman.pages import read


def again(article: Article) -> Article:
    """The article read from its own clean text."""
    parts = [article.headline, article.standfirst, *(block.text for block in article.body)]
    return read("\n\n".join(part for part in parts if part).encode())


def test_doubled_and_littered_article(saved_twice: bytes) -> None:
    article = read(saved_twice)
    assert article.headline == "Envoys of two river states fail to agree on dam"
    assert article.standfirst is not None and article.standfirst.startswith("Foreign Minister Adam B. Korhan sought")
    assert article.dateline == "PORT ALBA, Norland"
    assert [block.text[:24] for block in article.body] == [
        "The quarrel over the upp",
        "It was a change of tone ",
        "The envoy said the agree",
        '"We had had enough of pr',
    ]
    assert article.body[2].text == ("The envoy said the agreement of 1994 left no room for an inspection of the gates & canals.")
    assert article.captions == (
        Caption("Workers clear mud from the gates of the upper dam, on Sunday.", "Lena Orsk for The Norland Courier"),
    )


def test_every_change_is_recorded(saved_twice: bytes) -> None:
    article = read(saved_twice)
    made = {repair.what for repair in article.repairs}
    assert made == {
        "doubled-article",
        "doubled-word-end",
        "doubled-word",
        "entity",
        "markup-residue",
        "glued-labels",
        "widget-line",
        "dateline-split, agency AP",
    }
    residue = [repair for repair in article.repairs if repair.what == "markup-residue"]
    assert {repair.paragraph for repair in residue} >= {2, None}


def test_garbled_time_is_flagged_and_kept(saved_twice: bytes) -> None:
    (flag,) = read(saved_twice).flags
    assert flag.where.exact == "two years ago Week"


def test_second_run_changes_nothing(saved_twice: bytes) -> None:
    once = read(saved_twice)
    twice = again(once)
    assert (twice.headline, twice.standfirst, twice.body, twice.id) == (
        once.headline,
        once.standfirst,
        once.body,
        once.id,
    )
    assert twice.repairs == () and twice.flags == once.flags


def test_lines_without_empty_ones_are_paragraphs() -> None:
    text = "Talks on the river end\nThe talks on the river ended on Monday without a result.\nBoth sides left at noon."
    article = read(text.encode())
    assert article.headline == "Talks on the river end"
    assert [block.text for block in article.body] == [
        "The talks on the river ended on Monday without a result.",
        "Both sides left at noon.",
    ]


def test_wrapped_lines_are_joined() -> None:
    text = (
        "The talks on the upper river ended on Monday evening without any\n"
        "result, and both of the delegations left the capital before noon\n"
        "on Tuesday."
    )
    (block,) = read(text.encode()).body
    assert block.text == text.replace("\n", " ")


def test_single_sentence_is_an_article() -> None:
    article = read(b"Norland recalled its envoy on Monday.")
    assert article.headline is None and len(article.body) == 1


def test_byline_and_day_lines() -> None:
    text = (
        "Talks on the river end\n\nBy Lena Orsk and Tomas Vell\n\nPublished March 5, 2024\n\n"
        "The talks on the river ended on Monday without a result.\n\nBoth sides left at noon."
    )
    article = read(text.encode())
    assert article.byline == ("Lena Orsk", "Tomas Vell")
    assert article.published == "2024-03-05"
    assert len(article.body) == 2


def test_doubled_paragraph_is_dropped_and_a_refrain_kept() -> None:
    long = "The delegations of both states met for the third time this year in the old town hall of the port."
    article = read(f"Talks end\n\n{long}\n\nNo.\n\nThen they left.\n\nNo.\n\n{long}".encode())
    texts = [block.text for block in article.body]
    assert texts.count(long) == 1 and "Then they left." in texts


def test_quotation_marks_stay() -> None:
    text = "Talks end\n\n“There is an attacker. There is a victim.\" He said ‘no’ to it, the paper's envoy wrote."
    assert read(text.encode()).body[0].text.startswith('“There is an attacker. There is a victim."')
