"""Lemmas: a table of what the rules get wrong, and the rules of English inflection."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_DOUBLED = ("bb", "dd", "gg", "mm", "nn", "pp", "rr", "tt")
_VOWELS = "aeiou"


def read_lemmas(path: Path) -> dict[tuple[str, str], str]:
    """The table `lemmas.tsv`: form, universal tag, lemma."""
    with path.open(encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return {(form, upos): lemma for form, upos, lemma in rows}


def lemma(word: str, upos: str, feats: str, table: Mapping[tuple[str, str], str]) -> str:
    """The lemma of a word; proper nouns keep their form."""
    low = word.lower().replace("’", "'")
    known = table.get((low, upos))
    if known is not None:
        return known
    if upos == "PROPN":
        return word
    return by_rule(low, upos, feats)


def by_rule(low: str, upos: str, feats: str) -> str:
    """The regular lemma of a lower-cased word."""
    if upos in ("VERB", "AUX"):
        if "VerbForm=Ger" in feats or (low.endswith("ing") and "Tense=Pres" in feats):
            return _stem(low, "ing")
        if low.endswith("ed") and ("Tense=Past" in feats or "Voice=Pass" in feats):
            return low[:-3] + "y" if low.endswith("ied") and len(low) > 4 else _stem(low, "ed")
        if "Person=3" in feats and "Number=Sing" in feats:
            return _without_s(low)
        return low
    if upos == "NOUN" and "Number=Plur" in feats:
        return low[:-3] + "man" if low.endswith("men") and len(low) > 4 else _without_s(low)
    return low


def _without_s(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def _stem(low: str, ending: str) -> str:
    stem = low[: -len(ending)] if low.endswith(ending) else low
    if len(stem) < 2 or not low.endswith(ending):
        return low
    if stem[-2:] in _DOUBLED and stem not in ("add", "err", "ebb", "egg"):
        return stem[:-1]
    if stem[-1] in "vcuz" or (
        stem.endswith(("as", "es", "is", "os", "us", "ns", "rs", "ls", "rg", "dg", "lg", "ng"))
        and not stem.endswith(("ss", "ing", "ong", "ang"))
    ):
        return stem + "e"
    if (
        len(stem) > 2
        and stem[-1] not in "wxyhkfp" + _VOWELS
        and stem[-2] in _VOWELS
        and stem[-3] not in _VOWELS
        and stem[-2] in "aiou"
        and stem[-1] in "tdrlmns"
        and stem.endswith(
            (
                "ate",
                "at",
                "ut",
                "ur",
                "ir",
                "ar",
                "ud",
                "id",
                "ad",
                "od",
                "um",
                "am",
                "im",
                "al",
                "il",
                "ol",
                "ul",
                "in",
                "an",
                "un",
                "on",
                "or",
                "ot",
                "it",
            )
        )
        and stem.endswith(("at", "ut", "ir", "ar", "ur", "ud", "id", "od", "um"))
    ):
        return stem + "e"
    return stem
