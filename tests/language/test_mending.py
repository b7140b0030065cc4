"""Trees mended after decoding: what is changed, and what is left alone."""

import numpy as np

from dragoman.language.mending import mend


def test_a_second_subject_behind_the_verb_becomes_its_object() -> None:
    forms = "Exempel told the agency".split()
    heads, labels = np.array([1, 1, 3, 1]), ["nsubj", "root", "det", "nsubj"]
    mend(forms, ["PROPN", "VERB", "DET", "NOUN"], heads, labels)
    assert labels == ["nsubj", "root", "det", "obj"]


def test_a_lone_subject_behind_the_verb_stays() -> None:
    forms = "said the agency".split()
    heads, labels = np.array([0, 2, 0]), ["root", "det", "nsubj"]
    mend(forms, ["VERB", "DET", "NOUN"], heads, labels)
    assert labels == ["root", "det", "nsubj"]


def test_what_hangs_on_a_month_goes_to_the_noun_before_it() -> None:
    forms = "their offer in March of a truce".split()
    heads = np.array([1, 1, 3, 1, 6, 6, 3])
    labels = ["nmod:poss", "root", "case", "nmod", "case", "det", "nmod"]
    mend(forms, ["PRON", "NOUN", "ADP", "PROPN", "ADP", "DET", "NOUN"], heads, labels)
    assert heads.tolist() == [1, 1, 3, 1, 6, 6, 1]


def test_a_year_stays_with_its_month() -> None:
    forms = "talks in February of 2022".split()
    heads, labels = np.array([0, 2, 0, 4, 2]), ["root", "case", "nmod", "case", "nmod"]
    mend(forms, ["NOUN", "ADP", "PROPN", "ADP", "NUM"], heads, labels)
    assert heads.tolist() == [0, 2, 0, 4, 2]


def test_what_stands_before_that_belongs_to_the_verb_of_saying() -> None:
    forms = "said on Saturday that they left".split()
    heads, labels = np.array([0, 2, 5, 5, 5, 0]), ["root", "case", "obl", "mark", "nsubj", "ccomp"]
    mend(forms, ["VERB", "ADP", "PROPN", "SCONJ", "PRON", "VERB"], heads, labels)
    assert heads.tolist() == [0, 2, 0, 5, 5, 0]
