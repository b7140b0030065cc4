"""Text that stands twice: a whole article pasted again, paragraphs doubled, a caption that is also in the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

_LONG = 60  # code points from which one exact repetition is surely no refrain
_NEAR = 95.0
# without an end mark a repeated line may be a heading that a list of contents has given before
_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


def plain(text: str) -> str:
    """A text as it is compared: lower-case words and digits only."""
    return " ".join(re.findall(r"\w+", text.lower()))


def doubled(texts: Sequence[str]) -> dict[int, int]:
    """For each block that repeats an earlier one: the index of that one.

    A long block is dropped where it stands again word for word. A short one, or one that differs a little, only as part
    of a run: its neighbour repeats the earlier block's neighbour.
    """
    keys = [plain(text) for text in texts]
    first: dict[str, int] = {}
    same: dict[int, int] = {}
    for j, key in enumerate(keys):
        if not key:
            continue
        i = first.setdefault(key, j)
        if i != j:
            same[j] = i
    # an interviewer may ask the same question of several people
    found = {
        j: i for j, i in same.items() if len(texts[j]) >= (3 if "?" in texts[j][-2:] else 1) * _LONG and _END.search(texts[j])
    }
    # a repeated block carries its neighbours: forwards, then backwards
    for step in (1, -1):
        order = range(len(keys)) if step == 1 else range(len(keys) - 1, -1, -1)
        for j in order:
            if j in found:
                continue
            before = j - step
            if before not in found:
                continue
            i = found[before] + step
            if 0 <= i < j and i not in found and keys[j] and _alike(keys[i], keys[j]):
                found[j] = i
    # two short blocks in a row that stood in a row before: a headline and standfirst, two lines of speech
    for j, i in same.items():
        both = same.get(j + 1) == i + 1 and j not in found and _END.search(texts[j] + "\n" + texts[j + 1])
        if both and len(texts[j]) + len(texts[j + 1]) >= _LONG:
            found[j], found[j + 1] = i, i + 1
    return found


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 40 or re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return fuzz.ratio(one, other, score_cutoff=_NEAR) > 0


def halved(text: str) -> str | None:
    """The first half of a block that says the same twice over, or None."""
    if len(text) < 2 * _LONG:
        return None
    for middle in (len(text) // 2, (len(text) - 1) // 2, (len(text) + 1) // 2):
        one, other = text[:middle].strip(), text[middle:].strip()
        if one == other and len(one) >= _LONG and one[-1] in '.!?"”’':
            return one
    return None


def stands_in(text: str, others: Sequence[str]) -> bool:
    """Whether a block only repeats one of the others (a caption, a headline)."""
    key = plain(text)
    return bool(key) and any(_same_words(key, plain(other)) for other in others)


def _same_words(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 25 and fuzz.ratio(one, other, score_cutoff=_NEAR) > 0)
