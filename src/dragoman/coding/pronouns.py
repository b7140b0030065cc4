"""Whom pronouns mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .actors import SUBJECTS, Chain, first_relation, fits, own_subjects, private, subjects_over
from .document import Line
from .mentions import HE, IT, ME, WE, WHO, Mention

if TYPE_CHECKING:
    from .chains import Chains


def pronoun(chains: Chains, m: Mention) -> list[Chain]:
    """Whom a pronoun means: the speaker of quoted words, the noun of its relative clause, or the nearest mention that fits."""
    line = chains.document.lines[m.line]
    if m.text in WHO:
        for a in line.ancestors(m.head):
            if line.words[a].deprel.startswith("acl") and line.words[a].head >= 0:
                return chains.of(line, line.words[a].head)
        return []
    if m.text in ME | WE:
        speaker = chains.speakers.get((m.line, m.head))
        return [speaker] if speaker else []
    want = "person" if m.text in HE else "thing" if m.text in IT else "many"
    return _antecedent(chains, line, m, want)


def _antecedent(chains: Chains, line: Line, m: Mention, want: str) -> list[Chain]:
    """The nearest fitting mention before the pronoun, subjects first, through two paragraphs."""
    speaker = chains.speakers.get((m.line, m.head))
    # "Novak's appointment would not stop them from pursuing him": the appointment is no actor, and Novak is "him".
    mine = {id(c) for s in own_subjects(line, m.head) if chains.at(line.number, s) for c in chains.of(line, s)}
    if want == "person" and line.words[m.head].deprel != "nmod:poss":
        for owner in (o for s in own_subjects(line, m.head) for o in line.under(s, "nmod:poss")):
            if fit := [c for c in chains.of(line, owner) if fits(c, want) and id(c) not in mine]:
                return fit[:1]
    for subject in subjects_over(line, m.head):
        mention = chains.at(line.number, subject)
        if (line.number, subject) in chains.quoted and (m.line, m.head) not in chains.quoted:
            continue
        fit = [c for c in (chains.of(line, subject) if mention else []) if fits(c, want)]
        if fit and not (speaker is not None and fit[0] is speaker):
            return fit if want == "many" else fit[:1]
    back = [x for x in chains.document.lines[: line.number + 1] if x.part == line.part and line.paragraph - x.paragraph <= 2]
    for other in reversed(back):
        ranked: list[tuple[int, int, Mention]] = []
        for x in chains.mentions[other.number]:
            if other.number == line.number and x.first >= m.first:
                continue
            if x.kind == "pronoun" and x.text in WHO | ME | WE:
                continue
            # Whom a quotation speaks of is not who speaks it: `"… with Mr. Exempel," he said`.
            if (other.number, x.head) in chains.quoted and (m.line, m.head) not in chains.quoted:
                continue
            subject = first_relation(other, x.head) in SUBJECTS
            # In the pronoun's clause a subject is an object's antecedent only if that is reflexive or possessive.
            ranked.append((0 if subject else 1, x.first if subject else -x.first, x))
        for _, _, x in sorted(ranked, key=lambda r: (r[0], r[1])):
            named = chains.of_mention(x)
            if x.kind == "place" and first_relation(other, x.head) not in SUBJECTS | {"nmod:poss"}:
                continue
            if x.kind == "nationality" and other.words[x.head].deprel in ("amod", "compound"):
                continue
            fit = [c for c in named if fits(c, want) and id(c) not in mine]
            if fit and not (speaker is not None and fit[0] is speaker and want == "person"):
                if want == "many" and other.under(x.head, "conj"):
                    return chains.of(other, x.head)
                return fit[:1]
    if want == "many":  # "Mr. Novak warned against meddling in their war": his state's
        for subject in subjects_over(line, m.head):
            for chain in chains.of(line, subject):
                official = chain.kind == "person" and chain.holder is not None and not private(chain)
                entry = chains.world.entry(chain.code or "") if official else None
                if entry is not None and entry.kind == "state":
                    return [chains.entry_chain(entry)]
    return []
