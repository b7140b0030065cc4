"""Where actors stand: toward each other from what they do and say, on issues from what they claim, contest and seek."""

from __future__ import annotations

import re

from msgspec import Struct
from rapidfuzz import fuzz

from ..model import Drift, Position, Span, Stance, Statement
from .actors import Chain
from .chains import Chains
from .document import Document, Line
from .drafts import Draft
from .identity import stable_id

_FOR = frozenset({"SUPPORT", "AID", "COOPERATE", "AGREE"})
_AGAINST = frozenset({"ACCUSE", "REJECT", "THREATEN", "SANCTION", "COERCE", "ASSAULT", "PROTEST"})
_NEUTRAL = frozenset({"neutral", "neutrality", "nonaligned", "non-aligned", "impartial"})
_SOUGHT = frozenset({"cooperation", "support", "backing", "help", "assistance", "consent", "participation", "approval"})


def find_positions(document: Document, chains: Chains, drafts: list[Draft], article_id: str, day: str | None) -> list[Position]:
    """The positions of the article, one for each actor toward each other actor and on each issue."""
    out = _toward(drafts, article_id, day)
    for line in document.lines:
        if line.part in ("body", "standfirst"):
            out += _neutral(line, chains, article_id, day)
            out += _sought(line, chains, article_id, day)
    seen: dict[str, Position] = {}
    for position in out:
        seen.setdefault(position.id, position)
    return list(seen.values())


def _toward(drafts: list[Draft], article_id: str, day: str | None) -> list[Position]:
    """Acts show a stance: help and praise one way, blame and force the other, both: mixed."""
    sides: dict[tuple[int, int], tuple[Chain, Chain, set[str], list[Draft]]] = {}
    for d in drafts:
        stance = "support" if d.type in _FOR else "oppose" if d.type in _AGAINST else None
        if stance is None or d.modality not in ("actual", "ongoing", "planned", "threatened") or d.confidence < 0.45:
            continue
        for actor in d.actors:
            for recipient in d.recipients:
                if actor.code and recipient.code and actor.code != recipient.code:
                    entry = sides.setdefault((id(actor), id(recipient)), (actor, recipient, set(), []))
                    entry[2].add(stance)
                    entry[3].append(d)
    out = []
    for actor, recipient, stances, rows in sides.values():
        held: Stance = "mixed" if len(stances) > 1 else "support" if "support" in stances else "oppose"
        evidence = tuple(d.evidence for d in rows[:4])
        sure = round(max(d.confidence for d in rows) * 0.9, 4)
        out.append(_position(article_id, day, Held(actor, held, None, sure, evidence, toward=recipient)))
    return out


class Held(Struct):
    """Where an actor stands, before it has an id and a day."""

    actor: Chain
    stance: Stance
    issue: str | None
    sure: float
    evidence: tuple[Span, ...]
    toward: Chain | None = None
    claimed: Chain | None = None
    contested: tuple[Chain, ...] = ()
    sought: tuple[Chain, ...] = ()


def _position(article_id: str, day: str | None, held: Held) -> Position:
    toward = held.toward.id if held.toward else None
    return Position(
        id=stable_id("position", article_id, held.actor.id, toward or "", held.issue or "", held.stance),
        actor=held.actor.id,
        toward=toward,
        issue=held.issue,
        stance=held.stance,
        claimed_by=held.claimed.id if held.claimed else None,
        contested_by=tuple(c.id for c in held.contested),
        sought_by=tuple(c.id for c in held.sought),
        as_of=day,
        confidence=held.sure,
        evidence=held.evidence,
    )


def _neutral(line: Line, chains: Chains, article_id: str, day: str | None) -> list[Position]:
    """`X claims to be neutral in the war`: neutral by its own claim, contested where somebody dismisses that."""
    out = []
    for i, word in enumerate(line.words):
        if word.lemma.lower() not in _NEUTRAL:
            continue
        for a in line.ancestors(i):
            lemma = line.words[a].lemma.lower()
            if lemma not in (
                "claim",
                "say",
                "declare",
                "insist",
                "maintain",
                "profess",
                "claims",
                "assertion",
                "assurance",
            ):
                continue
            owner = line.under(a, "nmod:poss") or line.under(a, "nsubj")
            holder = next(iter(chains.of(line, owner[0])), None) if owner else None
            if holder is None or not holder.code:
                continue
            # "it is hard to be neutral, she said" claims nothing of herself.
            between = [s for x in (i, *line.ancestors(i)) if x != a for s in line.under(x, "nsubj", "expl") if s not in owner]
            if any(x == a for x in line.ancestors(i)) and any(
                holder not in chains.of(line, s) for s in between if a in line.ancestors(s)
            ):
                break
            contested: tuple[Chain, ...] = ()
            governor = line.words[a].head
            if (
                line.words[a].upos == "NOUN"
                and governor >= 0
                and line.words[governor].lemma.lower() in ("dismiss", "reject", "dispute", "doubt", "question", "deny", "contest")
            ):
                subject = line.under(governor, "nsubj")
                contested = tuple(chains.of(line, subject[0])[:1]) if subject else ()
            below = line.subtree(i)
            issue = next(
                (
                    line.string(s[0], s[-1] + 1)
                    for c in line.children[i]
                    if line.relation(c) in ("obl", "nmod")
                    for s in [line.subtree(c, frozenset({"case", "det"}))]
                ),
                None,
            )
            out.append(
                _position(
                    article_id,
                    day,
                    Held(
                        holder,
                        "neutral",
                        issue,
                        0.7,
                        (line.span(min(below[0], a), max(below[-1], a) + 1),),
                        claimed=holder,
                        contested=contested,
                    ),
                )
            )
            break
    return out


def _sought(line: Line, chains: Chains, article_id: str, day: str | None) -> list[Position]:
    """`stands little chance without the cooperation of X, Y and Z`: X, Y and Z are wooed and have not said yes."""
    out = []
    for i, word in enumerate(line.words):
        if word.lemma.lower() not in _SOUGHT or word.upos != "NOUN":
            continue
        case = {line.words[c].text.lower() for c in line.under(i, "case")}
        governor = line.words[i].head
        wanted = governor >= 0 and line.words[governor].lemma.lower() in (
            "seek",
            "need",
            "want",
            "court",
            "solicit",
            "require",
        )
        if "without" not in case and not wanted:
            continue
        subjects = [c for a in line.ancestors(i) for s in line.under(a, "nsubj") for c in chains.of(line, s) if c.code]
        seeker = tuple(subjects[-1:])
        targets: list[Chain] = []
        for j in line.subtree(i):
            mention = chains.at(line.number, j)
            if mention and mention.kind in ("place", "org", "nationality") and j > i:
                targets += [c for c in chains.of_mention(mention) if c.kind == "state" and c not in targets and c not in seeker]
        head = line.words[line.root]
        for target in targets:
            evidence = line.span(
                i,
                max(j for j in line.subtree(i) if (m := chains.at(line.number, j)) and target in chains.of_mention(m)) + 1,
            )
            out.append(
                _position(
                    article_id,
                    day,
                    Held(target, "uncommitted", _aim(line, i) or head.text, 0.5, (evidence,), sought=seeker),
                )
            )
    return out


def _aim(line: Line, i: int) -> str | None:
    """What the help is sought for: the infinitive of the effort above it."""
    for a in line.ancestors(i):
        for c in line.under(a, "acl"):
            if line.words[c].feats.get("VerbForm") == "Inf":
                below = line.subtree(c, frozenset({"mark", "obl", "advcl"}))
                return line.string(below[0], below[-1] + 1)
    return None


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
