"""The words that name actors: names, nationalities, nouns of actors and pronouns, each with what its phrase says of it."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from ..model import Entity
from ..world import World
from ..world.entries import Agent, Entry
from ..world.keys import tokens, untitled
from ..world.names import names_within
from .document import Line

MentionKind = Literal["person", "org", "place", "nationality", "noun", "pronoun"]

HE = frozenset({"he", "him", "his", "himself", "she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
ME = frozenset({"i", "me", "my", "mine", "myself"})
WHO = frozenset({"who", "which", "that", "whom", "whose"})
PRONOUNS = HE | IT | THEY | WE | ME | WHO
_NAMING = frozenset({"NOUN", "PROPN", "ADJ", "PRON"})
# What a phrase may hold before a name and still be one phrase with it: "French Minister of Foreign Affairs Stephane Sejourne".
_TITLE_TAGS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PART", "DET", "ADP", "CCONJ"})
_INSIDE = frozenset({"of", "for", "the", "'s", "’s", "-", "and", "&", "in"})
# Nouns for two whom the article sets against each other: `both sides`.
BOTH = frozenset({"side", "warring side", "warring party"})
_COMPASS = frozenset("north south east west northern southern eastern western central".split())
QUANTIFIERS = frozenset({"many", "some", "most", "others", "few", "several", "thousands", "hundreds", "dozens", "scores", "both"})


class Mention(Struct, frozen=True):
    """Words that may name an actor. `title` is the phrase before or after a person's name, `entries` the names found in the
    modifiers (`Danish` in `Danish fishermen`), `owner` the word that possesses it or that it is of."""

    line: int
    first: int
    last: int
    head: int
    kind: MentionKind
    text: str
    entries: tuple[Entry, ...] = ()
    agent: Agent | None = None
    title: str = ""
    owner: int | None = None
    plural: bool = False
    title_first: int = -1  # where the title before a person's name begins
    sides: tuple[Entry, ...] = ()  # the states whose a noun's people are: `Hungarian and Romanian officials`


def find_mentions(line: Line, world: World) -> list[Mention]:
    """The mentions of one line, in order, none inside another name."""
    taken: dict[int, Mention] = {}
    # Names of several words that the tables know ("Group of 20") stand, unless the model sees a longer one.
    longest = {i: e.last - e.first for e in line.sentence.entities for i in range(e.first, e.last)}
    for first, last in _known_names(line, world, taken):
        if last - first > 1 and all(longest.get(i, 0) < last - first for i in range(first, last)):
            _take(taken, _known(line, first, last, world))
    for entity in line.sentence.entities:
        if entity.kind == "PER" and _only_title(line, entity, world):
            continue
        if not _clock(line, entity.last - 1) and not any(i in taken for i in range(entity.first, entity.last)):
            _take(taken, _named(line, entity, world))
    for first, last in _known_names(line, world, taken):
        _take(taken, _known(line, first, last, world))
    for entity in _unmarked(line, world, taken):
        _take(taken, _named(line, entity, world))
    out = {(m.first, m.last): m for m in taken.values()}
    behind = 0  # the word behind the last noun: `secretary-general` is no general
    for i, word in enumerate(line.words):
        if i in taken or i < behind:
            continue
        low = word.text.lower()
        if low in PRONOUNS and word.upos in ("PRON", "DET", "SCONJ") and not (low == "that" and not _relative(line, i)):
            out[i, i + 1] = Mention(line.number, i, i + 1, i, "pronoun", low, plural=low in THEY | WE)
        elif _is_title(line, i, taken):
            continue
        elif (word.upos in _NAMING or (low in QUANTIFIERS and word.upos == "DET")) and (noun := _noun(line, i, world, taken)):
            out[noun.first, noun.last] = noun
            behind = noun.last
    return sorted(out.values(), key=lambda m: (m.first, m.last))


def _is_title(line: Line, i: int, taken: dict[int, Mention]) -> bool:
    """Is the word in the title before a person's name (`Secretary of State …`)? The name stands for both."""
    if line.words[i].upos not in ("NOUN", "PROPN"):
        return False
    for j in range(i + 1, min(len(line.words), i + 8)):
        person = taken.get(j)
        if person is not None and person.kind == "person":
            if not 0 <= person.title_first <= i:
                return False
            # `told reporters President Novak would …`: the title begins after what the verb takes as its own object.
            reach = set(range(person.title_first, person.last))
            return i + 1 == person.first or line.words[i].head in reach or line.words[person.head].head == i
    return False


def _take(taken: dict[int, Mention], mention: Mention) -> None:
    taken |= dict.fromkeys(range(mention.first, mention.last), mention)


def _known(line: Line, first: int, last: int, world: World) -> Mention:
    """A name of the tables that the model did not mark."""
    found = tuple(world.names(line.string(first, last)))
    kind: MentionKind = "nationality" if found[0].how == "demonym" else "org"
    return Mention(line.number, first, last, line.head_of(first, last), kind, line.string(first, last), found)


def _clock(line: Line, i: int) -> bool:
    """Does the name at word i only tell whose time it is: `9:30 a.m. Kyiv time`?"""
    return i + 1 < len(line.words) and line.words[i + 1].text == "time"


def _relative(line: Line, i: int) -> bool:
    return any(line.words[a].deprel.startswith("acl:relcl") for a in line.ancestors(i))


def _known_names(line: Line, world: World, taken: dict[int, Mention]) -> list[tuple[int, int]]:
    """Names of the tables that the model did not mark: the longest run of capitalised words that the tables know."""
    out: list[tuple[int, int]] = []
    i, n = 0, len(line.words)
    while i < n:
        word = line.words[i]
        if i in taken or not word.text[0].isupper() or word.upos not in ("PROPN", "NOUN", "ADJ", "X") or _clock(line, i):
            i += 1
            continue
        for last in range(min(n, i + 6), i, -1):
            end = line.words[last - 1].text[0]
            if any(j in taken for j in range(i, last)) or not (end.isupper() or end.isdigit()):
                continue
            found = world.names(line.string(i, last))
            # A lone capital at the head of a sentence or an ambiguous name is no evidence.
            if found and not (
                last == i + 1 and (found[0].ambiguous or (i == 0 and found[0].how != "demonym" and word.upos != "PROPN"))
            ):
                out.append((i, last))
                i = last
                break
        else:
            i += 1
    return out


def _unmarked(line: Line, world: World, taken: dict[int, Mention]) -> list[Entity]:
    """People in office, in full, and firms that the model did not mark."""
    out: list[Entity] = []
    i, n = 0, len(line.words)
    while i < n:
        last = i
        while last < n and last not in taken and line.words[last].upos == "PROPN" and line.words[last].text[:1].isupper():
            last += 1
        if last - i > 1 and len(untitled(tokens(line.string(i, last)))[1]) > 1 and world.people(line.string(i, last)):
            out.append(Entity("PER", i, last, 0.5))
        elif last - i == 1 and i and len(line.words[i].text) > 3 and world.firm(line.words[i].text):
            out.append(Entity("ORG", i, last, 0.5))
        i = max(last, i + 1)
    return out


def _named(line: Line, entity: Entity, world: World) -> Mention:
    """A named entity as a mention; a person brings the title of its phrase."""
    first, last = entity.first, _end(line, entity)
    entity = _as_known(line, msgspec.structs.replace(entity, last=last), world)
    while entity.kind == "PER" and first < last - 1 and _titled(line, first, world):
        first += 1
    text, head = line.string(first, last), line.head_of(first, last)
    if entity.kind == "PER":
        before, entries, start = _before(line, first, world)
        after, more = _after(line, head, last, world)
        for c in line.under(head, "nmod"):  # "King Abdullah of Jordan"
            if c >= last and any(line.words[k].text == "of" for k in line.under(c, "case")):
                more = (*entries_in(line, *_reach(line, c), world), *more)
        title = before or after
        return Mention(
            line.number,
            first,
            last,
            head,
            "person",
            text,
            (*entries, *more),
            world.agent(title) if title else None,
            title,
            title_first=start,
        )
    found = tuple(world.names(text)) or tuple(world.names(_plain(text)))
    if entity.kind == "LOC" and not found and last - first > 1 and line.words[first].text.lower() in _COMPASS:
        found = tuple(e for e in world.names(line.string(first + 1, last)) if e.kind == "state" and e.how == "name")
    inner: tuple[Entry, ...] = ()
    if entity.kind == "ORG" and not found:
        within = entries_in(line, first, last, world)
        if last - first <= 3 and within and within[0].kind != "state" and _rest_plain(line, first, last, world):
            found = within[:1]  # "the NATO alliance", "Hamas movement"
        inner = tuple(e for e in within if e.kind == "state")
        if first and not inner:
            inner = tuple(e for e in _before(line, first, world)[1] if e.kind == "state")
    kind: MentionKind = {"ORG": "org", "LOC": "place", "NORP": "nationality"}[entity.kind]  # type: ignore[assignment]
    agent = world.agent(text) if kind == "org" and not found else None
    owner = next((c for c in line.under(head, "nmod:poss")), None)
    return Mention(
        line.number,
        first,
        last,
        head,
        kind,
        text,
        found or inner,
        agent,
        "" if found else "?",
        owner,
        plural=kind == "nationality" and line.words[head].feats.get("Number") == "Plur",
    )


def _rest_plain(line: Line, first: int, last: int, world: World) -> bool:
    """Are the words beside a name within a longer one common ones: `NATO alliance`, but not `International Labor Office`?"""
    known = {i for a, b, _ in names_within(first, last, line.string, world) for i in range(a, b)}
    rest = [line.words[i].text for i in range(first, last) if i not in known]
    return all(not w[:1].isupper() or w.lower() == "the" or world.agent(w) is not None for w in rest)


def _end(line: Line, entity: Entity) -> int:
    """The word behind a name: without a preposition that the model took in, with the rest of `Ban Ki-moon`."""
    words, last = line.words, entity.last
    while last - 1 > entity.first and words[last - 1].upos == "ADP":
        last -= 1
    if last + 1 < len(words) and words[last].text == "-" and words[last + 1].upos == "PROPN":
        tight = words[last - 1].end == words[last].start and words[last].end == words[last + 1].start
        return last + 2 if tight else last
    return last


def _as_known(line: Line, entity: Entity, world: World) -> Entity:
    """A place or a body of the model's that the tables know as a person in office, in full, or as a firm."""
    text = line.string(entity.first, entity.last)
    if entity.kind == "PER" and entity.last - entity.first == 1 and len(text) > 3 and world.firm(text) and not world.people(text):
        return msgspec.structs.replace(entity, kind="ORG")
    if entity.kind == "PER" and entity.last - entity.first > 1 and world.names(text) and not world.people(text):
        return msgspec.structs.replace(entity, kind="ORG")  # "Hayat Tahrir al-Sham"
    if entity.kind not in ("LOC", "ORG") or world.names(text):
        return entity
    if len(untitled(tokens(text))[1]) > 1 and world.people(text):
        return msgspec.structs.replace(entity, kind="PER")
    if entity.last - entity.first == 2 and len(tokens(text)) == 2 and world.people(text):
        return msgspec.structs.replace(entity, kind="PER")  # "Sheikh Hasina"
    if entity.kind == "LOC" and entity.last - entity.first == 1 and world.firm(text):
        return msgspec.structs.replace(entity, kind="ORG")
    return entity


def _only_title(line: Line, entity: Entity, world: World) -> bool:
    """Does a person of the model's bear a title and no name (`Defence Secretary`, `the US President`)?"""
    bare = world.bare(line.string(entity.first, entity.last)).replace(".", "")
    return bool(bare) and world.office(bare) is not None and not world.people(bare)


def _titled(line: Line, i: int, world: World) -> bool:
    """Is the first word of a person's name a piece of a title (`Secretary`, `of`, `State`, `Mr.`)?"""
    low = line.words[i].text.rstrip(".").lower()
    return (
        low in ("of", "for", "mr", "mrs", "ms", "dr", "sir", "the")
        or line.words[i].text.islower()
        or world.agent(low) is not None
    )


def _plain(text: str) -> str:
    return text.removesuffix("'s").removesuffix("’s").replace("-", " ").strip()


def _before(line: Line, first: int, world: World) -> tuple[str, tuple[Entry, ...], int]:
    """The title that stands before a name, the states, bodies and groups that it names, and its first word (-1: none)."""
    start = first
    named = (e for e in line.sentence.entities if e.kind == "PER" and not _only_title(line, e, world))
    people = {i for e in named for i in range(e.first, e.last)}
    while start > 0 and start - 1 not in people:
        word = line.words[start - 1]
        if word.upos not in _TITLE_TAGS and not word.text.startswith("-"):
            break
        if word.upos in ("ADP", "CCONJ", "DET", "PART") and word.text.lower() not in _INSIDE:
            break
        start -= 1
        if first - start > 9:
            break
    # An opening "in", "of" or "the" belongs to the sentence, not to the title.
    while start < first and line.words[start].text.lower() in _INSIDE:
        start += 1
    # "Macron and German Chancellor Scholz", "a lawyer for former President Zuma": the title is what stands behind the last
    # conjunction or preposition, if it is one by itself.
    behind = next((i + 1 for i in range(first - 1, start, -1) if line.words[i].upos in ("ADP", "CCONJ")), start)
    if start < behind < first and not world.office(world.bare(line.string(start, first))):
        agent = world.agent(line.string(behind, first))
        start = behind if agent is not None and agent.noun != "state" else start  # but "Secretary of State"
    chunk = [line.words[i].text for i in range(start, first)]
    if not chunk:
        return "", (), -1
    return " ".join(chunk).replace(" 's", "'s").replace(" ’s", "’s"), entries_in(line, start, first, world), start


def _after(line: Line, head: int, last: int, world: World) -> tuple[str, tuple[Entry, ...]]:
    """The apposition behind a name (`…, the head of the delegation,`), or what a copula says of it."""
    for child in line.under(head, "appos", "list", "parataxis"):
        below = line.subtree(child, frozenset({"acl", "advcl", "punct"}))
        below = [i for i in below if i >= last]
        if below and line.words[child].upos in ("NOUN", "PROPN"):
            start, end = below[0], min(below[-1] + 1, below[0] + 14)
            return line.string(start, end), entries_in(line, start, end, world)
    governor = line.words[head].head
    if line.words[head].deprel == "appos" and governor >= 0 and governor < head and line.words[governor].upos == "NOUN":
        below = [i for i in line.subtree(governor, frozenset({"acl", "advcl", "appos", "punct", "case"})) if i < head]
        if below:
            return line.string(below[0], below[-1] + 1), entries_in(line, below[0], below[-1] + 1, world)
    if (
        line.words[head].deprel.startswith("nsubj")
        and governor >= 0
        and line.words[governor].upos == "NOUN"
        and line.under(governor, "cop")
    ):
        below = [i for i in line.subtree(governor, frozenset({"acl", "advcl", "nsubj", "cop", "punct", "conj"})) if i >= last]
        if below:
            return line.string(below[0], min(below[-1] + 1, below[0] + 12)), entries_in(
                line, below[0], min(below[-1] + 1, below[0] + 12), world
            )
    return "", ()


def entries_in(line: Line, first: int, last: int, world: World) -> tuple[Entry, ...]:
    """What the tables know among some words, longest names first."""
    found = names_within(first, last, line.string, world)
    return tuple(entries[0] for i, _, entries in found if not leaning(line, i))


def leaning(line: Line, i: int) -> bool:
    """Does the name only tell a leaning: `pro-Russian separatists`, `anti-American protests`?"""
    return i > 1 and line.words[i - 1].text in ("-", "‑", "–") and line.words[i - 2].text.lower() in ("pro", "anti")


def _noun(line: Line, i: int, world: World, taken: dict[int, Mention]) -> Mention | None:
    """A common noun that names an actor, with its modifiers."""
    word = line.words[i]
    low = word.text.lower()
    # A modifier inside a longer phrase (`police station`) names nobody by itself.
    if word.deprel in ("compound", "amod", "nmod:desc", "flat") and word.head >= 0 and word.head > i and word.upos != "PRON":
        governor = line.words[word.head]
        if word.head not in taken or governor.upos == "NOUN":
            return None
    end = _title_end(line, i, world)
    first = i
    while (
        first > 0
        and first <= line.words[first - 1].head < end
        and line.words[first - 1].deprel in ("amod", "compound", "nmod:desc", "nummod", "punct")
    ):
        first -= 1
    sides = _beside(line, i, world)
    first = min([first, *(side for side, _ in sides)])
    while first < i and (line.words[first].upos == "PUNCT" or line.words[first].text.lower() in QUANTIFIERS):
        first += 1
    if first == i and i and (name := taken.get(i - 1)) is not None and line.words[name.head].head == i and name.kind == "org":
        first = name.first  # "Group of Seven leaders"
    if first < i and first in taken:
        first = min(first, taken[first].first)  # "North Korean diplomats", not "Korean diplomats"
    phrase = line.string(first, end)
    agent = world.agent(phrase) or (world.agent(word.lemma) if word.upos in ("NOUN", "PROPN") else None)
    if agent is None and word.upos == "NOUN" and world.office(line.string(first, end)):
        agent = Agent(phrase.lower(), ("GOV",), "state")  # "foreign policy chief"
    quantifier = low in QUANTIFIERS and word.deprel.split(":")[0] in ("nsubj", "obj", "obl", "nmod")
    if agent is None:
        if not quantifier:
            return None
        agent = Agent("people", ("CVL",), "civilians", plural=True)
    entries = list(entries_in(line, first, i, world))
    owner = None
    for child in line.children[i]:
        if line.words[child].deprel == "nmod:poss":
            owner = child
            entries += entries_in(line, *_reach(line, child), world)[:1]
        elif (line.relation(child) in ("nmod", "obl") or line.words[child].deprel == "acl") and child > i:
            case = line.case(child)
            reach = _reach(line, child)
            if line.relation(child) == "acl" and reach[1] - reach[0] > 5:
                continue  # `based in Gaza` places the noun; a longer clause tells what happened to it
            if case in ("of", "from", "in", "for", "at", "within", "across") or line.relation(child) == "acl":
                found = entries_in(line, *reach, world)
                entries += list(found)[:1]
                if case == "of" and owner is None:
                    owner = child
    if low == "state" and any(_behind_of(line, c) and line.words[c].upos == "NOUN" for c in line.under(i, "nmod")):
        return None  # a "state of siege"
    if agent.makes == "unknown" and not agent.sectors and not entries and agent.noun not in BOTH:
        return None  # "allies" of nobody, a "drawing board"
    return Mention(
        line.number,
        first,
        end,
        i,
        "noun",
        phrase,
        tuple(entries),
        agent,
        owner=owner,
        plural=word.feats.get("Number") == "Plur" or agent.plural,
        sides=tuple(entry for _, entry in sides),
    )


def _beside(line: Line, i: int, world: World) -> list[tuple[int, Entry]]:
    """The states that modify a plural noun together, and their words: `Hungarian and Romanian officials`; none where one does."""
    if line.words[i].feats.get("Number") != "Plur":
        return []
    modifiers = [c for c in line.under(i, "amod", "compound", "nmod:desc") if c < i]
    words = {j for c in modifiers for j in (c, *line.under(c, "conj")) if j < i}
    within = names_within(min(words, default=i), i, line.string, world)
    sides = [(a, entries[0]) for a, b, entries in within if _own_name(entries[0]) and words & set(range(a, b))]
    joined = any(line.words[k].upos == "CCONJ" for k in range(sides[0][0], sides[-1][0])) if sides else False
    return sides if joined and len({entry.code for _, entry in sides}) > 1 else []


def _own_name(entry: Entry) -> bool:
    return entry.kind == "state" and entry.how in ("name", "demonym")


def _behind_of(line: Line, i: int) -> bool:
    return "of" in line.cases(i)


def _title_end(line: Line, i: int, world: World) -> int:
    """The word behind a title that goes on behind its noun: `secretary of state`, `secretary-general`."""
    if i + 2 < len(line.words) and line.words[i + 1].text in ("of", "-"):
        title = line.string(i, i + 3)
        if title.endswith((" the", " a", " an")):
            return i + 1
        agent = world.agent(title)
        if world.office(title) or (agent is not None and agent.noun == title.lower()):
            return i + 3
    return i + 1


def _reach(line: Line, i: int) -> tuple[int, int]:
    below = line.subtree(i, frozenset({"acl", "advcl", "appos", "conj"}))
    return below[0], below[-1] + 1
