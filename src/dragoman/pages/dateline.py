"""The dateline: place words, date and agency before the first sentence, and the dash that ends them."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|Jun\.|Jul\.)"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?)\.?"
_CAPS = r"[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ.'’-]*"  # KYIV, ST., AL-ARISH
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
_PLACE_CAPS = rf"{_CAPS}(?:[ /]{_CAPS}|(?: (?:de|del|la|al|el|and|of|sur|am)) {_CAPS}){{0,4}}"
_PLACE = rf"{_WORD}(?:[ /]{_WORD}|(?: (?:de|del|la|al|el|and|of|sur|am)) {_WORD}){{0,3}}"
_REGION = r"(?:, ?(?:the )?" + _WORD + r"(?: (?:of |and )?" + _WORD + r"){0,3}| \[" + _WORD + r"(?: " + _WORD + r"){0,2}\])"
_AGENCY = r"(?:[(/\[](?P<agency>[A-Z][\w .&'’/,-]{1,40}?)[)/\]])"
_DASH = r"\s*(?:--+|[—–―‒]|-(?=\s))\s*"

_NOT_REGION = rf"(?!,? ?{_DAY})"
_PATTERNS = (
    # KYIV, Ukraine (AP) —   MOSCOW, July 5 (Reuters) -   NUSA DUA, Indonesia —
    re.compile(
        rf"^(?P<place>{_PLACE_CAPS}(?:{_NOT_REGION}{_REGION}){{0,2}})(?:,? ?{_DAY})?(?:,? ?{_AGENCY})?(?:,? "
        rf"?{_DAY})?{_DASH}(?=\S)"
    ),
    # Kyiv, Ukraine (CNN) —   Beijing, Dec. 24 (Xinhua) --   New Delhi [India], January 5 (ANI):
    re.compile(
        rf"^(?P<place>{_PLACE}(?:{_NOT_REGION}{_REGION}){{0,2}})(?:,? ?{_DAY})? ?{_AGENCY}(?:,? "
        rf"?{_DAY})?(?:{_DASH}|:\s+)(?=\S)"
    ),
    # Beijing, Dec. 24 --
    re.compile(rf"^(?P<place>{_PLACE}(?:{_NOT_REGION}{_REGION}){{0,2}}),? {_DAY}{_DASH}(?=\S)"),
    # MOSCOW, July 5. /TASS/. text
    re.compile(
        rf"^(?P<place>{_PLACE_CAPS}(?:{_NOT_REGION}{_REGION}){{0,2}}),? {_DAY} "
        rf"?/(?P<agency>[A-Z]\w{{1,20}})/\.?\s+(?=\S)"
    ),
    # (Reuters) -
    re.compile(rf"^(?P<place>)\((?P<agency>[A-Z][\w .&'’/,-]{{1,40}}?)\){_DASH}(?=\S)"),
    # ISLAMABAD:
    re.compile(rf"^(?P<place>{_PLACE_CAPS}(?:/{_PLACE_CAPS})?(?:{_NOT_REGION}{_REGION})?):\s+(?=[\"“‘'A-Z])"),
)
# words in capitals before a dash or colon that are labels of the newsroom, never places
_LABELS = frozenset(
    """analysis breaking update updated exclusive opinion watch video photos photo explainer factbox live interview
    review editorial comment correction note news alert read more listen poll quiz warning graphic spoiler summary
    timeline sponsored advertisement related q a i covid who why what how when where tv us eu un nato fact check
    factcheck background context question answer host guest announcer transcript caption image file source editor fyi
    psa here""".split()
)


class Dateline(NamedTuple):
    """The place words as printed (null where only an agency stands), the agency, and the length of the whole."""

    place: str | None
    agency: str | None
    length: int


def split_dateline(text: str) -> Dateline | None:
    """The dateline at the beginning of a paragraph, or None."""
    head = text[:160]
    for pattern in _PATTERNS:
        match = pattern.match(head)
        if match is None:
            continue
        place = match.group("place").strip(" ,")
        agency = match.groupdict().get("agency")
        words = re.findall(r"[^\W\d_]+", place.lower())
        if place and (len(words) > 8 or set(words) <= _LABELS or (len(place) < 3 and agency is None)):
            continue
        # what follows must be a sentence of its own
        rest = text[match.end() :]
        if len(rest) < 20 or not re.match(r"[\"“”‘’'«(\[$€£]*[A-Z0-9À-ÞА-Я]|\W*[a-z]\w*['’]?[A-Z]", rest):
            continue
        return Dateline(place or None, agency, match.end())
    return None
