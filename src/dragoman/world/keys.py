"""One spelling for many: keys under which names and persons are looked up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ʻ": "'", "–": "-", "‑": "-", "—": "-"})
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "ə": "a", "Ə": "A"}
)
_POSSESSIVE = re.compile(r"(?<=\w)(?:'s|(?<=s)')$", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^\w&+]+")
_PERIOD = re.compile(r"\.(?=\s|$|\w)")

TITLES = frozenset(
    """
    mr mrs ms miss dr prof professor sir dame lord lady baroness madam sen senator rep representative gov
    governor gen general lt maj major col colonel capt captain brig brigadier adm admiral marshal sheikh shaikh
    sheik king queen prince princess emperor sultan emir pope cardinal archbishop bishop patriarch imam
    ayatollah mullah maulana rabbi rev reverend comrade hon excellency his her majesty highness royal grand
    president vice premier chancellor prime minister foreign secretary defense defence state chief ambassador
    spokesman spokeswoman spokesperson former ex acting interim outgoing incoming deputy chairman chairwoman
    chair commissioner councilor councillor leader finance interior of the security national adviser advisor
    first speaker mayor judge justice
    """.split()
)


def fold(text: str) -> str:
    """Lower case without diacritics; curly signs made plain."""
    if text.isascii():
        return text.replace("`", "'").lower()
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """`the U.S.'s` → `us`, `Côte d’Ivoire` → `cote divoire`: the key of a name of a state, a body or a group."""
    if text.isascii() and text.replace(" ", "").isalpha():
        words = text.lower().split()
        return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)
    plain = _POSSESSIVE.sub("", text.translate(_APOSTROPHES).strip())
    plain = fold(_PERIOD.sub("", plain)).replace("'", "")
    words = _NOT_WORD.sub(" ", plain).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a person's name, folded; hyphens part words, periods and apostrophes vanish."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return tuple(name.lower().split())
    plain = _POSSESSIVE.sub("", name.translate(_APOSTROPHES).strip())
    if "." in plain:
        plain = re.sub(r"\b([A-Za-z])\.(?=[A-Za-z]\b)", r"\1. ", plain)
    return tuple(_NOT_WORD.sub(" ", fold(plain).replace(".", " ").replace("'", "")).split())


def untitled(words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Leading titles, and the name behind them; a name made of titles alone stays as it is."""
    n = 0
    while n < len(words) - 1 and words[n] in TITLES:
        n += 1
    return words[:n], words[n:]


_SOUNDS = {
    "sch": "s",
    "tch": "k",
    "kh": "h",
    "gh": "g",
    "ph": "f",
    "th": "t",
    "dh": "d",
    "zh": "z",
    "sh": "s",
    "ch": "k",
    "dj": "i",
    "ck": "k",
    "tz": "ts",
    "x": "ks",
    "q": "k",
    "w": "v",
    "y": "i",
    "j": "i",
    "c": "k",
}
_SOUND = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_NO_VOWELS = str.maketrans("", "", "aeiou")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a word, near sounds made one: `mohammed`, `muhammad` and `mohamed` agree."""
    word = _SOUND.sub(lambda match: _SOUNDS[match.group()], word)
    head, rest = word[:1], word[1:].translate(_NO_VOWELS).removesuffix("h")
    return _TWICE.sub(r"\1", ("a" if head and head in "aeiou" else head) + rest)
