"""Words and subwords: offsets that hold, and the pieces that BERT's own tokenizer gives."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.model import SHIPPED
from dragoman.language.wordpiece import SHAPES, WordPiece, shape
from dragoman.language.words import words

NEWS = st.text(alphabet=st.sampled_from(list("abzABZ09 .,;:'’“”\"-–—…!?()/$%&@éñü中\n\t")), max_size=80)


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in words(text)]


@given(st.one_of(NEWS, st.text(max_size=60)))
@settings(max_examples=300)
def test_words_cover_everything_but_white_space_once(text: str) -> None:
    spans = words(text)
    assert all(a < b for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert "".join(text[a:b] for a, b in spans) == "".join(text.split())


def test_clitics_and_hyphens_stand_apart() -> None:
    assert cut("Poland's truckers don't work part-time.") == [
        "Poland",
        "'s",
        "truckers",
        "do",
        "n't",
        "work",
        "part",
        "-",
        "time",
        ".",
    ]


def test_abbreviations_keep_their_stop_and_sentences_lose_theirs() -> None:
    assert cut("Mr. Sy met the U.S. envoy on Oct. 7.") == [
        "Mr.",
        "Sy",
        "met",
        "the",
        "U.S.",
        "envoy",
        "on",
        "Oct.",
        "7",
        ".",
    ]


def test_numbers_and_money() -> None:
    assert cut("$1,200.50 (5%) at 10:30") == ["$", "1,200.50", "(", "5", "%", ")", "at", "10:30"]


def test_curly_quotes_are_words_of_their_own() -> None:
    assert cut("“No,” she said.") == ["“", "No", ",", "”", "she", "said", "."]


@given(NEWS)
@settings(max_examples=150)
def test_pieces_are_those_of_the_reference_tokenizer(text: str) -> None:
    from tokenizers import BertWordPieceTokenizer

    ours = WordPiece(SHIPPED / "vocab.txt")
    reference = BertWordPieceTokenizer(str(SHIPPED / "vocab.txt"), lowercase=True)
    for word in cut(text):
        expected = tuple(reference.encode(word, add_special_tokens=False).ids)
        assert ours.pieces(word) == (expected or (ours.unknown,))


def test_shapes() -> None:
    named = [SHAPES[shape(w)] for w in ("Paris", "NATO", "war", "McCain", "2022", "F16", ",", "J.")]
    assert named == ["title", "upper", "lower", "mixed", "digit", "alnum", "punct", "initial"]
