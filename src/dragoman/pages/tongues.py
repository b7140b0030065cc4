"""Which language a text is in, by its commonest small words or its script; None where that is not clear."""

from __future__ import annotations

import re
from collections import Counter

_SMALL = {
    "en": "the of and to in that is for on with was as by at from has have it are said not his this be will",
    "de": "der die und das den von zu mit sich des im dem nicht ein eine auf ist für als auch es an werden hat",
    "fr": "le la les des et du une est dans que pour qui sur pas au par avec plus ce ne se sont aux été",
    "es": "el la los las de que y en un una por con para del se no es al lo su como más fue este",
    "it": "il di che la per una del è non con si sono della nel da alla gli più dei le anche ha dal",
    "pt": "o de que e do da em um para é com não uma os no na se dos mais as por ao foi pela",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er om die door bij ook heeft naar",
    "sv": "och i att det som en på är av för med den till har de inte om ett han men var",
    "da": "og i at det som en på er af for med den til har de ikke om et han men var fra blev",
    "no": "og i at det som en på er av for med den til har de ikke om et han men var fra ble",
    "pl": "w i na się z do nie że jest to o jak po przez od za są oraz dla ale ich",
    "tr": "ve bir bu da de için ile olarak daha çok olan gibi en kadar sonra ne ya ancak",
    "id": "yang dan di dengan untuk pada dari ini itu dalam tidak akan ke adalah oleh juga",
    "ro": "și în de la a pe cu că din pentru un o nu este care mai se fost al",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
)
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """An ISO 639-1 code, or None."""
    text = text[:6000]
    letters = (len(text) - text.count(" ")) or 1
    for language, script in _SCRIPTS if max(text, default="") >= "\u0370" else ():
        share = len(script.findall(text)) / letters
        if share > (0.05 if language in ("ja", "fa") else 0.02 if language == "uk" else 0.3):
            return language
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < 5:
        return None
    counts = Counter(words)
    shares = ((sum(counts[word] for word in small) / len(words), code) for code, small in _WORDS.items())
    ranked = sorted(shares, reverse=True)
    best, second = ranked[0], ranked[1]
    if best[0] < 0.12 or best[0] < 1.15 * second[0]:
        return None
    return best[1]
