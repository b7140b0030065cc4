"""Why an event's sides are as they are: who voted for whom, and what was filled in or taken over afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import Span
from ..model.explanation import Change, PartyReason, Side, Vote, Voter
from .actors import Chain
from .document import Line
from .drafts import Draft
from .explain_actors import links_of, rows_of, trail
from .explain_case import Case, Shot, path, span
from .filling import NEAR
from .mentions import Mention
from .parties import Ballot, parties

_VOTERS: tuple[Voter, ...] = ("model", "frame", "tree")
_SIDES: tuple[Side, ...] = ("actor", "recipient")
_MUTUAL = "all sides of a mutual act are its actors"


def parties_of(case: Case) -> tuple[PartyReason, ...]:
    """Every actor of the row, then those that had votes and were left out."""
    votes = _votes(case)
    sides: dict[int, Side] = {}
    for side, stand in zip(_SIDES, (case.draft.actors, case.draft.recipients), strict=True):
        sides |= dict.fromkeys(map(id, stand), side)
    chains = {id(c): c for c in (*case.draft.actors, *case.draft.recipients)}
    chains |= {id(c): c for c, _ in votes if id(c) not in chains}
    return tuple(_party(case, c, sides.get(key), tuple(v for x, v in votes if x is c)) for key, c in chains.items())


def _party(case: Case, chain: Chain, side: Side | None, votes: tuple[Vote, ...]) -> PartyReason:
    whole, line = case.coded, case.line
    mention = _mention(case, chain)
    found = trail(whole, chain, mention)
    here = mention is not None and mention.line == line.number
    holder = chain.holder
    return PartyReason(
        chain.id,
        chain.name,
        chain.code,
        side,
        votes,
        path(line, case.draft.word, mention.head) if mention is not None and here else (),
        links_of(whole, found),
        rows_of(whole, chain, found),
        holder.office if holder else None,
        holder.from_ if holder else None,
        holder.to if holder else None,
        whole.day.isoformat() if whole.day else None,
        chain.sure,
    )


def _mention(case: Case, chain: Chain) -> Mention | None:
    """The words that the actor stands in the row by: the nearest in the act's sentence, else in another telling, else before."""
    chains, line, i = case.coded.chains, case.line, case.draft.word
    lines = [line.number, *(x.number for x, _, _ in case.draft.more), *range(line.number - 1, -1, -1)]
    for number in dict.fromkeys((*lines, *range(line.number + 1, len(chains.mentions)))):
        found: list[Mention] = [m for m in chains.mentions[number] if any(c is chain for c in chains.of_mention(m))]
        if found:
            if number != line.number:
                return found[0]
            return min(found, key=lambda m: (_steps(line, m, i), abs(m.head - i)))
    place = _place_in(case, chain)
    if place is not None or chain.kind != "civilians":
        return place
    # Civilians who protest in the place of their state: its words are theirs.
    of_state = [m for m in chains.mentions[line.number] if any(c.name == chain.name for c in chains.of_mention(m))]
    return min(of_state, key=lambda m: _steps(line, m, i), default=None)


def _place_in(case: Case, chain: Chain) -> Mention | None:
    """The place of the act's sentence that lies in a state which the row names without a word for it."""
    line, chains = case.line, case.coded.chains
    found = [m for m in chains.mentions[line.number] if any(c is chain for c in chains.located(line, m.head))]
    return min(found, key=lambda m: _steps(line, m, case.draft.word), default=None)


def _steps(line: Line, m: Mention, i: int) -> int:
    """Arcs between the act and a mention."""
    above = [i, *line.ancestors(i)]
    for n, at in enumerate([m.head, *line.ancestors(m.head)]):
        if at in above:
            return n + above.index(at)
    return len(line.words)


def _votes(case: Case) -> list[tuple[Chain, Vote]]:
    """What model, frame and tree said of each actor; where a rule of speech decides, that rule."""
    line, i, found, chains = case.line, case.draft.word, case.found, case.coded.chains
    out: list[tuple[Chain, Vote]] = []
    if found.says is not None:
        for side, at in zip(_SIDES, (found.says, i), strict=True):
            for j in line.under(at, "nsubj", "nsubj:pass"):
                words = f"{line.words[j].deprel} “{line.words[j].text}” of “{line.words[at].text}”"
                out += [(c, Vote(side, "rule", words, 1.0, 1.0)) for c in chains.of(line, j)]
        return out
    ballot: Ballot = []
    a, r = parties(line, i, found.type, found.read, chains, case.coded.sources, ballot)
    for side, of_side in zip(_SIDES, ballot, strict=False):
        for by, (weighted, weight) in zip(_VOTERS, of_side, strict=False):
            for chain, p in weighted:
                words = _words(case, chain, side, by)
                out.append((chain, Vote(side, by, words, round(p, 4), weight)))
    voted = {id(c) for c, _ in out}
    for chain in r if ballot else ():
        if id(chain) not in voted and (town := _place_in(case, chain)) is not None:
            words = f"it strikes the state in which “{town.text}” lies"
            out.append((chain, Vote("recipient", "rule", words, 1.0, 1.0)))
        elif id(chain) not in voted and any(c.kind == "state" and c.code == chain.country for c, _ in out):
            out.append((chain, Vote("recipient", "rule", "what is done to the place is done to the people there", 1.0, 1.0)))
    if not ballot:
        for side, of in zip(_SIDES, (a, r), strict=True):
            words = f"how “{line.words[i].text}” stands in the sentence settles its sides"
            out += [(c, Vote(side, "rule", words, 1.0, 1.0)) for c in of]
    return out


def _words(case: Case, chain: Chain, side: Side, by: Voter) -> str:
    """The words by which one voter comes to an actor."""
    line, i, chains, read = case.line, case.draft.word, case.coded.chains, case.found.read
    if by == "model" and read is not None:
        marked = read.actors if side == "actor" else read.recipients
        of = [(w, chains.whole(line, w)) for w, _ in marked]
        return ", ".join(line.words[w].text for w, m in of if m is not None and any(c is chain for c in chains.of_mention(m)))
    if by == "frame":
        frame = line.frames.get(i)
        for argument in frame.arguments if frame else ():
            words = f"{argument.role} “{line.string(argument.first, argument.last)}”"
            if any(c is chain for c in chains.of(line, line.head_of(argument.first, argument.last))):
                return words
        inside = [m for m in chains.mentions[line.number] if any(c is chain for c in chains.of_mention(m))]
        for argument in frame.arguments if frame else ():
            if any(argument.first <= m.head < argument.last for m in inside):
                return f"within {argument.role} “{line.string(argument.first, argument.last)}”"
        return ""
    mention = _mention(case, chain)
    if mention is None or mention.line != line.number:
        return ""
    return f"{line.words[mention.head].deprel} “{line.words[mention.head].text}”"


def changes_of_sides(case: Case) -> tuple[Change, ...]:
    """What the sides became after the sentence itself was read: moved, merged, filled in, joined, made somebody's citizens."""
    out: list[Change] = []
    for side in _SIDES:
        now = case.draft.actors if side == "actor" else case.draft.recipients
        voted = _voted(case, side)
        read, kept, filled = (case.shots.get(step) for step in ("read", "kept", "filled"))
        before: list[Chain] | None = voted
        for step, after in (("read", read), ("kept", kept), ("filled", filled), ("joined", None)):
            these = [c for c, _ in after.side(side)] if after is not None else now if step == "joined" else None
            if these is None:
                continue
            if before is not None and {id(c) for c in before} != {id(c) for c in these}:
                new = [c for c in these if not any(c is b for b in before)]
                out.append(Change(f"{side}s", _named(before), _named(these), *_why(case, step, side, new)))
            before = these
    out += _citizens(case)
    return tuple(out)


def _voted(case: Case, side: Side) -> list[Chain] | None:
    """The side as the votes alone have it; None where the votes are not what decides."""
    found = case.found
    if found.says is not None:
        return None
    a, r = parties(case.line, case.draft.word, found.type, found.read, case.coded.chains, case.coded.sources)
    return a if side == "actor" else r


def _named(chains: Sequence[Chain]) -> str | None:
    return ", ".join(c.name for c in chains) or None


def _why(case: Case, step: str, side: Side, new: Sequence[Chain]) -> tuple[str, Span | None]:
    """Why one step changed a side, and the words that it leaned on."""
    line, draft = case.line, case.draft
    if step == "read":
        return "civilians protest, not their state; officials are whom they protest to", None
    if step == "kept":
        twin = _source(case, new, [s for (n, _), s in case.steps.shots["read"].items() if n == line.number])
        if twin is not None:
            return f"the same act in another word of the sentence: “{_word(twin)}”", span(line, twin.word)
        return "what the act beside it in the sentence says of the same parties", None
    if step == "joined":
        told = {(x.number, word) for x, word, _ in draft.more}
        other = _source(case, new, [s for key, s in case.steps.shots["filled"].items() if key in told])
        return "another telling of the same event gives the side", other.evidence if other is not None else None
    return _filled(case, side, new)


def _filled(case: Case, side: Side, new: Sequence[Chain]) -> tuple[str, Span | None]:
    """Why a side is other than the sentence has it once the sides of all acts are filled in."""
    kept = case.shots.get("kept")
    if side == "actor" and (kept is None or not kept.actors):
        return "only public power does such an act: the state where it is done, or whose people bear it", None
    if not new or (kept is not None and all(any(c is n for c, _ in kept.recipients) for n in new)):
        return _MUTUAL, None
    if side == "actor":
        why, where = _other_side(case, new)
        return f"{_MUTUAL}; {why}", where
    if all(c.kind == "civilians" for c in new):
        return "nobody is named: the people over whom the state rules", None
    return _other_side(case, new)


def _source(case: Case, new: Sequence[Chain], shots: Sequence[Shot]) -> Draft | None:
    """The other draft that had the actors that came in."""
    for shot in shots:
        itself = shot.draft.word == case.draft.word and shot.draft.line is case.line
        if not itself and any(c is n for c, _ in (*shot.actors, *shot.recipients) for n in new):
            return shot.draft
    return None


def _other_side(case: Case, new: Sequence[Chain]) -> tuple[str, Span | None]:
    """Where a missing recipient was found, in the order in which it is looked for."""
    line, i, chains = case.line, case.draft.word, case.coded.chains
    below = set(line.subtree(i))
    for m in chains.mentions[line.number]:
        if m.head in below and any(c is n for c in chains.of_mention(m) for n in new):
            return "an act of this type is toward somebody: named in the same clause", span(line, m.first, m.last)
    earlier = [s.draft for (number, word), s in case.steps.shots["filled"].items() if (number, word) < (line.number, i)]
    for d in reversed(earlier):
        if d.line.part == line.part and any(c is n for c in (*d.actors, *d.recipients) for n in new):
            near = line.paragraph - d.line.paragraph <= NEAR
            how = "the last dealing of the actor before" if near else "whom the actor deals with most before"
            return f"an act of this type is toward somebody: {how}", d.evidence
    return "an act of this type is toward somebody: whom the actor deals with most before", None


def _word(d: Draft) -> str:
    return d.line.words[d.word].text


def _citizens(case: Case) -> Iterator[Change]:
    """Private people whose state was settled only by what stands around them."""
    kept = case.shots.get("kept")
    for chain, code in (*kept.actors, *kept.recipients) if kept is not None else ():
        if chain.code != code:
            why = f"{chain.name}: private people are of the state whose organs deal with them, or that the article is about"
            yield Change("code", code, chain.code, why)
