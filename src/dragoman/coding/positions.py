"""Where actors stand: toward each other from what they do and say, on issues from what they claim, contest and seek."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from ..identity import stable_id
from ..model import Drift, Position, Span, Stance, Statement
from .actors import Chain
from .chains import Chains
from .document import Document, Line
from .drafts import Draft
from .issues import Issues
from .scopes import SAY, Walk, contests
from .standing import Held, stances

_FOR = frozenset({"SUPPORT", "AID", "COOPERATE", "AGREE"})
_AGAINST = frozenset({"ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT", "PROTEST"})
MOST_EVIDENCE = 4
CONTEST = frozenset({"deny", "denial", "dismiss", "dispute", "refute", "rebut"})


class Voice(NamedTuple):
    """A statement, who makes it, and the lemma of its cue where it has one."""

    span: Span
    speaker: Chain
    cue: str | None


def find_positions(
    document: Document, chains: Chains, drafts: list[Draft], voices: Sequence[Voice], issues: Issues, on: tuple[str, str | None]
) -> list[Position]:
    """The positions of the article, one for each actor toward each other actor and on each issue; `on`: its id and day."""
    told: list[Held] = []
    for line in document.lines:
        if line.part in ("body", "standfirst"):
            here = [_voiced(held, voices) for held in stances(line, chains)]
            told += here
            _contested(line, chains, told)
    for held in told:
        if held.issue and held.line is not None:
            around = " ".join(x.sentence_text for x in document.paragraph(held.line))
            held.theme = issues.theme(_whole(held), _near(held), held.line.sentence_text, around)
    _recalled(told)
    rows = _merged([*told, *_toward([d for d in drafts if not _heard(d, told, chains)])])
    return list({p.id: p for p in (_position(*on, held) for held in rows)}.values())


def _whole(held: Held) -> str:
    """The issue with all that hangs on it, of which the issue itself may be a part."""
    if held.line is None or held.at is None:
        return held.issue or ""
    below = [
        j for j in held.line.subtree(held.line.head_of(*held.at), frozenset({"appos", "parataxis", "conj"})) if j >= held.at[0]
    ]
    return f"{held.issue} {held.line.string(held.at[0], below[-1] + 1)}"


def _recalled(told: list[Held]) -> None:
    """`the plan` has the theme of the plan that was named before."""
    named: dict[str, str | None] = {}
    for held in told:
        head = held.line.words[held.line.head_of(*held.at)].lemma.lower() if held.line and held.at else ""
        if held.theme is None and held.at is not None and held.at[1] - held.at[0] == 1:
            held.theme = named.get(head)
        elif held.theme:
            named[head] = held.theme


def _near(held: Held) -> str:
    """The few words after the issue, which the tree may have hung elsewhere: `called for a ceasefire | in Gaza`."""
    if held.line is None or held.at is None:
        return ""
    return held.line.string(held.at[1] - 1, min(held.at[1] + 6, len(held.line.words)))


def _heard(d: Draft, told: list[Held], chains: Chains) -> bool:
    """Has a stance spoken for an act already? It has, unless the act is toward somebody whom the issue does not name."""
    for held in told:
        if held.line is not d.line or d.word not in _words_of(d.line, held):
            continue
        if held.word != d.word or held.at is None or d.type != "SUPPORT" or held.stance != "support":
            return True
        named = [c for j in range(*held.at) if (m := chains.at(d.line.number, j)) for c in chains.of_mention(m)]
        named += [c for j in range(*held.at) for c in chains.located(d.line, j)]
        if {c.code for c in named} & {c.code for c in d.recipients}:
            return True
    return False


def _words_of(line: Line, held: Held) -> Iterator[int]:
    """The words that a stance has spoken for: its own clause, its issue, and the verbs that it hangs on (`refused to back`)."""
    yield from line.subtree(held.word)
    yield from range(*held.at or (0, 0))
    at = held.word
    while line.words[at].head >= 0 and line.relation(at) in ("xcomp", "obj", "obl"):
        at = line.words[at].head
        yield at


def _voiced(held: Held, voices: Sequence[Voice]) -> Held:
    """With the speaker in whose words the stance stands, where its own clause names none: the innermost of several."""
    line = held.line
    if held.claimed is not None or line is None:
        return held
    word = line.words[held.word]
    inside = [
        (span.end - span.start, n)
        for n, (span, _, _) in enumerate(voices)
        if (span.part, span.paragraph) == (line.part, line.paragraph) and span.start <= word.start and word.end <= span.end
    ]
    if inside:
        _, speaker, cue = voices[min(inside)[1]]
        # Who threatens or vows does it: the paper tells of it, and he claims nothing.
        acts = speaker is held.actor and cue is not None and cue not in SAY
        if speaker not in held.contested and speaker not in held.sought and speaker.code and not acts:
            held.claimed = speaker
    return held


def _contested(line: Line, chains: Chains, told: list[Held]) -> None:
    """`the United States rejects that`: of the claim made last, in this sentence or the one before."""
    for at, who in contests(line, Walk(line, chains)):
        before = [
            h
            for h in told
            if h.line is not None
            and h.line.paragraph == line.paragraph
            and h.line.part == line.part
            and (h.line.number, h.word) < (line.number, at)
            and line.number - h.line.number <= 1
            and (h.claimed is not None or h.stance == "neutral")
        ]
        if before:
            last = before[-1]
            who = [c for c in who if c is not last.claimed and c not in last.contested and c.code]
            last.contested = (*last.contested, *who)


def _toward(drafts: list[Draft]) -> list[Held]:
    """Acts show a stance: help and praise one way, blame and force the other."""
    out = []
    for d in drafts:
        stance: Stance | None = "support" if d.type in _FOR else "oppose" if d.type in _AGAINST else None
        if d.type == "REJECT" and d.line.words[d.word].lemma.lower() in CONTEST:
            continue  # who denies what is said of him stands against nobody
        if stance is None or d.modality not in ("actual", "ongoing", "planned", "threatened") or d.confidence < 0.45:
            continue
        for actor in d.actors:
            for recipient in d.recipients:
                if actor.code and recipient.code and actor.code != recipient.code:
                    out.append(
                        Held(actor, stance, None, round(d.confidence * 0.9, 4), (d.evidence,), recipient, past=d.background)
                    )
    return out


def _merged(rows: Iterable[Held]) -> list[Held]:
    """One row for each actor, issue and stance: what is told twice is told once, with more evidence.

    Toward another actor help and blame together are mixed; who is sought and has said where he stands keeps that stance.
    """
    out: dict[tuple[int, int, str], list[Held]] = {}
    for held in rows:
        same = out.setdefault((id(held.actor), id(held.toward) if held.toward else 0, _key(held)), [])
        twin = next((h for h in same if h.stance == held.stance and _agree(h, held)), None)
        if twin is None:
            same.append(held)
        else:
            _join(twin, held)
    found = []
    for (_, toward, issue), group in out.items():
        if toward and not issue and {"support", "oppose"} <= {h.stance for h in group if not h.contested}:
            first, *others = [h for h in group if not h.contested]
            for other in others:
                _join(first, other)
            first.stance, first.claimed = "mixed", None
            group = [first, *(h for h in group if h.contested)]
        sought = [h for h in group if h.sought and h.stance == "uncommitted"]
        firm = [h for h in group if h not in sought]
        if sought and firm:
            for h in sought:
                _join(firm[-1], h)
            group = firm
        found += group
    return _without_bare(found)


def _key(held: Held) -> str:
    if held.theme:
        return held.theme
    return " ".join(re.findall(r"\w+", (held.issue or "").lower()))


def _agree(a: Held, b: Held) -> bool:
    """Are two rows of one light: told by the paper or by the actor's own side, or claimed by the same other?"""
    return _other(a) is _other(b) and bool(a.contested) == bool(b.contested)


def _other(held: Held) -> Chain | None:
    """Who else claims a stance; the actor himself, or who speaks for the same state, is no other."""
    return held.claimed if held.claimed is not None and held.claimed.code != held.actor.code else None


def _join(held: Held, other: Held) -> None:
    held.evidence = tuple(dict.fromkeys((*held.evidence, *other.evidence)))[:MOST_EVIDENCE]
    held.sure = max(held.sure, other.sure)
    held.claimed = held.claimed if held.claimed is other.claimed else None
    held.sought = tuple(dict.fromkeys((*held.sought, *other.sought)))
    held.past = held.past and other.past


def _without_bare(rows: list[Held]) -> list[Held]:
    """Without rows that say only what another says more fully: `neutral`, and `neutral in the war`."""
    full = [h for h in rows if h.issue or h.toward]
    return [h for h in rows if h.issue or h.toward or not any(o.actor is h.actor and o.stance == h.stance for o in full)]


def _position(article_id: str, day: str | None, held: Held) -> Position:
    toward = held.toward.id if held.toward else None
    light = ",".join(c.id for c in ((held.claimed,) if held.claimed else ())) if held.claimed is not held.actor else ""
    return Position(
        id=stable_id("position", article_id, held.actor.id, toward or "", held.issue or "", held.stance, light),
        actor=held.actor.id,
        toward=toward,
        issue=held.issue,
        stance=held.stance,
        claimed_by=held.claimed.id if held.claimed else None,
        contested_by=tuple(c.id for c in held.contested),
        sought_by=tuple(c.id for c in held.sought),
        as_of=None if held.past else day,
        confidence=held.sure,
        evidence=held.evidence,
        theme=held.theme,
    )


def find_drifts(statements: list[Statement], document: Document) -> list[Drift]:
    """One speaker's quoted words that stand in the article in two wordings: nearly the same, and not the same."""
    quoted = []
    for s in statements:
        if s.kind == "indirect" or s.speaker is None:
            continue
        pieces = re.findall(r"[“\"]([^“”\"]+)[”\"]", s.evidence.exact) if s.kind == "mixed" else []
        text = max(pieces, key=len, default=s.evidence.exact).strip("“”\"'‘’ ,.")
        if len(text.split()) >= 5:
            quoted.append((s, text.lower()))
    out: list[Drift] = []
    for n, (a, left) in enumerate(quoted):
        for b, right in quoted[n + 1 :]:
            same_speaker = a.speaker and b.speaker and (a.speaker.id or a.speaker.name) == (b.speaker.id or b.speaker.name)
            if not same_speaker or left == right or left in right or right in left:
                continue
            short, long = sorted((left, right), key=len)
            found = fuzz.partial_ratio_alignment(short, long, score_cutoff=78)
            if found is not None and fuzz.token_sort_ratio(short, long[found.dest_start : found.dest_end]) >= 70:
                out.append(Drift(a.speaker.id if a.speaker else None, (a.evidence, b.evidence)))
    return out
