"""Which pages stand together: groups of copies, and stories, both as connected components over pairs that were verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from .likeness import Beside, Likeness
from .signing import Signature

_BY_KEYS, _BY_TOPICS, _OF_TEXT, _OF_STORY = 40, 16, 4, 8


class Candidate(Struct, frozen=True):
    """A page that shares keys or topics with a new one, and the groups that it stands in."""

    page: str
    text: str
    story: str
    keys: int = 0
    topics: int = 0


class Assigned(Struct, frozen=True):
    """Where a new page belongs: its group of copies and its story, and the groups that thereby become one with them.

    `texts` and `stories` are the ids of groups whose members now belong to `text` and `story`, which are the smallest page ids.
    `alike` are the pages that decided it.
    """

    text: str
    story: str
    texts: tuple[str, ...]
    stories: tuple[str, ...]
    alike: tuple[tuple[str, Likeness], ...]


def components(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each page's group: the smallest id among all that verified pairs lead to. The order of the pairs changes nothing."""
    parent: dict[str, str] = {}

    def root(page: str) -> str:
        above = parent.setdefault(page, page)
        while above != parent[above]:
            parent[page] = above = parent[above]
        return above

    for a, b in pairs:
        one, other = root(a), root(b)
        if one != other:
            parent[max(one, other)] = min(one, other)
    return {page: root(page) for page in parent}


def shortlist(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates worth a look, best first: of each group only those that share most with the new page.

    A group of thousands of copies is known by a few of them: a true copy is told by the first that it is held against. Of pages
    that share topics alone fewer are taken: in a large archive many share one name of the week, and those that tell one
    happening share several.
    """
    taken: list[Candidate] = []
    topical = 0
    texts: dict[str, int] = {}
    stories: dict[str, int] = {}
    for c in sorted(candidates, key=lambda c: (-c.keys, -c.topics, c.page)):
        of_text, of_story = texts.get(c.text, 0), stories.get(c.story, 0)
        if c.keys and len(taken) < _BY_KEYS and of_text < _OF_TEXT:
            taken.append(c)
        elif not c.keys and topical < _BY_TOPICS and of_text < _OF_TEXT and of_story < _OF_STORY:
            topical += 1
            taken.append(c)
        else:
            continue
        texts[c.text] = of_text + 1
        stories[c.story] = of_story + 1
    return taken


def assign(page: str, signature: Signature, seen: Sequence[tuple[Candidate, Signature]]) -> Assigned:
    """The groups that a new page joins, from the candidates of its `shortlist` with their signatures, in that order.

    One verified pair is enough to join a group, and further pairs with a group that is joined already are left out, since they
    could change nothing: a group is a connected component over pairs that `compare` verifies, and `compare` knows only the two
    texts. So the order in which pages come does not matter, and neither does how they are cut into batches, as long as the
    shortlist holds, of every group to which a verified pair would lead, one page of such a pair. Its limits are set where real
    copies are never lost by them: copies of one text share keys with one another.
    """
    texts: dict[str, str] = {}  # each joined group of copies, and its story
    stories: set[str] = set()
    alike: list[tuple[str, Likeness]] = []
    own = Beside(signature)
    for (c, other), near in zip(seen, own.near([other for _, other in seen]), strict=True):
        if c.text in texts or not near:
            continue
        likeness = own.lay(other)
        if likeness is None or (likeness.kind == "happening" and c.story in stories):
            continue
        stories.add(c.story)
        if likeness.kind != "happening":
            texts[c.text] = c.story
        alike.append((c.page, likeness))
    return Assigned(
        text=min((page, *texts)),
        story=min((page, *stories)),
        texts=tuple(sorted(texts)),
        stories=tuple(sorted(stories)),
        alike=tuple(alike),
    )
