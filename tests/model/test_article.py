"""The nouns: spans and the JSON contract's keys."""

import msgspec

from dragoman.model import Article, Block, Caption, MadeBy, Record, span_of


def test_a_span_holds_its_words_and_their_neighbours() -> None:
    span = span_of("one two three", "body", 0, 4, 7)
    assert (span.prefix, span.exact, span.suffix) == ("one ", "two", " three")


def test_parts_come_in_reading_order() -> None:
    article = Article("1", headline="H", standfirst="S", body=(Block("B"),), captions=(Caption("C"),))
    assert [(p, t) for p, _, t in article.parts()] == [
        ("headline", "H"),
        ("standfirst", "S"),
        ("body", "B"),
        ("caption", "C"),
    ]
    assert [article.text(p, i) for p, i, _ in article.parts()] == ["H", "S", "B", "C"]


def test_absent_values_are_null_never_missing() -> None:
    record = Record(Article("1"), (), (), (), (), (), MadeBy("a", "b", "c", "d"))
    plain = msgspec.json.decode(msgspec.json.encode(record))
    assert set(plain) == {"article", "actors", "statements", "events", "positions", "drifts", "made_by", "schema", "written"}
    assert plain["article"]["published"] is None
    assert plain["article"]["captions"] == []
