"""The reader through the shipped model: what any reader of English sees, offsets, determinism, damaged weights."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import ModelDamaged, ModelMissing
from dragoman.language import LanguageModel, reader
from dragoman.language.model import SHIPPED

TEXT = "The Kenyan foreign minister, Amina Otieno, met Ethiopian officials in Addis Ababa on Monday. They signed a treaty."


def test_words_longer_than_a_window_end_in_windows_of_their_own() -> None:
    words = ["zq" * 48 + str(n) for n in range(6)]
    found = reader().analyse(" ".join(words))
    assert [w.text for s in found.sentences for w in s.words] == words


def test_sentences_words_and_names() -> None:
    analysis = reader().analyse(TEXT)
    assert [TEXT[s.start : s.end] for s in analysis.sentences] == [TEXT[:92], TEXT[93:]]
    first = analysis.sentences[0]
    names = {(e.kind, TEXT[first.words[e.first].start : first.words[e.last - 1].end]) for e in first.entities}
    assert {("PER", "Amina Otieno"), ("LOC", "Addis Ababa"), ("NORP", "Kenyan")} <= names


def test_the_tree_and_the_frame_agree_on_who_met_whom() -> None:
    sentence = reader().analyse(TEXT).sentences[0]
    met = next(i for i, w in enumerate(sentence.words) if w.text == "met")
    assert sentence.words[met].lemma == "meet"
    assert sentence.words[met].upos == "VERB"
    subject = next(w for w in sentence.words if w.head == met and w.deprel == "nsubj")
    assert subject.text == "minister"
    frame = next(f for f in sentence.frames if f.predicate == met)
    assert {a.role for a in frame.arguments} >= {"ARG0", "ARG1"}


@given(st.lists(st.sampled_from([TEXT, "No.", "“Stop,” he said.", "x", "", "  ", "\n", "1" * 90, "word " * 300]), max_size=4))
@settings(max_examples=15, deadline=None)
def test_offsets_hold_and_nothing_depends_on_its_neighbours(texts: list[str]) -> None:
    together = reader().analyse_all(texts)
    for text, analysis in zip(texts, together, strict=True):
        assert analysis.text == text
        assert "".join(w.text for s in analysis.sentences for w in s.words) == "".join(text.split())
        for sentence in analysis.sentences:
            assert all(text[w.start : w.end] == w.text for w in sentence.words)
            assert sum(w.head == -1 for w in sentence.words) == 1


def test_the_same_text_gives_the_same_analysis() -> None:
    assert reader().analyse(TEXT) == reader().analyse(TEXT)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    (folder / "labels.json").write_text("{}")
    with pytest.raises(ModelDamaged, match="D302"):
        LanguageModel(folder)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="D301"):
        LanguageModel(tmp_path)
