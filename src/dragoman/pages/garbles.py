"""Places that are damaged beyond mending, told by typographic evidence alone: they are flagged, never changed.

Each rule needs a sign that clean prose cannot bear where it stands, so that a clean article gets no flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ftfy import badness

from dragoman.pages.mending import may_be_misread


class Garble(NamedTuple):
    """What is wrong, and from where to where."""

    what: str
    start: int
    end: int


_SPAN = "second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|century"
_CALENDAR = "Second|Minute|Hour|Day|Night|Morning|Afternoon|Evening|Week|Weekend|Fortnight|Month|Quarter|Year|Decade|Century"
_AMOUNT = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|few|many|\d[\d.,]*)"
_HEDGE = r"(?:(?:just|only|a little|well|some|over|under|nearly|almost|about|around|roughly|more than|less than|not)\s+)*"
# An adverb of time closes its phrase: no capitalised calendar noun can follow it without a determiner and run on into a
# verb. ('a week ago Monday' is good English, and Monday is a name; 'a year ago Week lobbied' is not.)
_AFTER_TIME = re.compile(
    rf"(?:{_HEDGE}\b{_AMOUNT}\s+(?:{_SPAN})s?\s+)?\b(?:ago|later|earlier|afterwards|beforehand|hence)\s+(?P<noun>{_CALENDAR})s?\b(?=\s+[a-z])"
)
_OFFICES = (
    "minister|president|premier|chancellor|secretary|ambassador|envoy|spokesman|spokeswoman|spokesperson|chief|leader|"
    "governor|mayor|adviser|advisor|diplomat|commissioner|councilor|councillor|lawmaker|senator|deputy|director|chairman"
)
# 'China's business minister Foreigners, Wang Yi': between an office in lower case and its holder's name stands a
# plural.
_OFFICE_PLURAL = re.compile(
    rf"(?:\b[A-Z][\w.-]*(?:'s|’s|s'|s’)\s+)?(?:\b[a-z]+\s+)?\b(?:{_OFFICES})\s+(?P<noun>[A-Z][a-z]{{2,}}s)"
    r"(?P<name>,\s+[A-Z][\w'’-]*(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){0,3})?(?=[\s,.;:!?)”\"’']|$)"
)
# looked for first: the whole patterns are slow
_CALENDAR_WORD = re.compile(rf"(?:ago|later|earlier|wards|hand|hence)\s+(?:{_CALENDAR})")
_PLURAL_AFTER = re.compile(r"[a-z]\s+[A-Z][a-z]{2,}s\b")
_PLURAL_ENDING = re.compile(
    r"(?P<stem>[A-Z][a-z]{2,}?)(?:e?ners|ers|ors|ists|ians|ants|ents|ments|tions|sions|ities|ships|ings|ics|ies|s)$"
)
# 'her the', 'its the' and 'your the' are good English or common slips; these cannot stand before another determiner
_OPENING, _DETERMINERS = r"the|an|our|my", r"the|an|his|her|its|their|our|my|your"
_TWO_DETERMINERS = re.compile(
    rf"\b(?P<one>{_OPENING}) (?P<two>{_DETERMINERS})\b(?! (?:cappella|la|priori|majesty|highness)\b)(?=\s+[a-z])"
)
_DOUBLED = re.compile(
    r"\b(?P<w>said|would|could|should|have|were|to|for|with|of|by|at|his|who|which|they|he|she|we|but|be|been|"
    r"because) (?P=w)\b"
)
_MARKUP = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[\w-]+=[\"'][^\"'>]*[\"']?)+|\b(?:class|href|src|style)=[\"'][^\"']{1,200}[\"']?"
)
_LOST = re.compile("\ufffd+")


def garbles(text: str, english: bool, words: frozenset[str]) -> list[Garble]:
    """The garbled places of a clean text; `words` are the lower-case words of the whole article."""
    found = list(_signs(text, english, words))
    return sorted(set(found), key=lambda garble: (garble.start, garble.end))


def _signs(text: str, english: bool, words: frozenset[str]) -> Iterator[Garble]:
    for match in _LOST.finditer(text) if "\ufffd" in text else ():
        start, end = _widened(text, match.start(), match.end())
        yield Garble("characters lost in decoding", start, end)
    for match in _MARKUP.finditer(text) if "<" in text or "=" in text else ():
        yield Garble("broken markup", match.start(), match.end())
    if may_be_misread(text) and badness.badness(text) > 2 and "\ufffd" not in text:
        for match in badness.BADNESS_RE.finditer(text):
            start, end = _widened(text, match.start(), match.end())
            yield Garble("wrongly decoded characters", start, end)
    if not english:
        return
    for match in _AFTER_TIME.finditer(text) if _CALENDAR_WORD.search(text) else ():
        yield Garble("a capitalised calendar word where none can stand: no date can be read here", match.start(), match.end())
    for match in _OFFICE_PLURAL.finditer(text) if _PLURAL_AFTER.search(text) else ():
        if _is_common_plural(match.group("noun"), match.group("name") is not None, words):
            yield Garble("a capitalised plural between an office and a name", match.start(), match.end())
    for match in _TWO_DETERMINERS.finditer(text):
        if match.group("one") != match.group("two"):
            yield Garble("two determiners in a row", match.start(), match.end())
    for match in _DOUBLED.finditer(text):
        if match.group("w") not in ("of", "to", "by", "at", "for", "with", "be"):
            yield Garble("a word stands twice", match.start(), match.end())


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with the rest of its words."""
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _is_common_plural(noun: str, named: bool, words: frozenset[str]) -> bool:
    """Whether a capitalised word in -s is a plural common noun and no surname.

    The evidence is the article itself: a common noun's kin stands in it in lower case ('foreign' for 'Foreigners').
    Without a name after it ('minister Banks said'), a surname is likelier whatever the article holds.
    """
    if not named:
        return False
    match = _PLURAL_ENDING.match(noun)
    if match is None:
        return False
    stem = noun.lower()
    kin = {stem, stem[:-1], match.group("stem").lower(), stem[:-3] if stem.endswith("ers") else stem}
    return any(len(word) >= 4 and word in words for word in kin)


def lower_words(texts: list[str]) -> frozenset[str]:
    """The words that stand in lower case somewhere in the texts."""
    return frozenset(word for text in texts for word in re.findall(r"\b[a-z]{3,}\b", text))
