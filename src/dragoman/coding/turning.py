"""What a `will` and a `will not` make of an act.

PLOVER codes a promise of help, a future meeting and any other good deed to come as AGREE, the refusal of one as REJECT, and
harm to come as THREATEN: `Ankara will release the sailors` is an agreement, `Ankara will not release the sailors` a rejection.
"""

from __future__ import annotations

from collections.abc import Collection

from .document import Line

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_NOT = frozenset({"not", "n't", "n’t", "never"})
_SPEECH = frozenset("say tell announce promise pledge vow declare state add insist assure confirm reiterate".split())
# Good deeds; what is refused of them is the mode of the REJECT.
_REFUSED = {
    "AID": "assist",
    "COOPERATE": "assist",
    "CONSULT": "meet",
    "CONCEDE": "yield",
    "RETREAT": "yield",
    "SUPPORT": None,
    "AGREE": None,
}
# Harm to come is a threat, whatever would be done; what is threatened is its mode.
_THREATENED = {
    "ASSAULT": "violence",
    "SANCTION": "restrict",
    "COERCE": "restrict",
    "PROTEST": None,
}
_READY = frozenset({"willing", "ready", "prepared"})
_ANNOUNCE = _SPEECH | {"decide", "assert", "reveal"}
_MUST = frozenset({"must", "should", "ought"})
_OBLIGED = frozenset({"have", "need"})
_SAYS = _SPEECH | frozenset(
    "argue stress demand write reply respond believe think agree claim warn maintain emphasise emphasize underline".split()
)
_TO_BLAME = frozenset({"responsible", "behind", "guilty", "culpable", "complicit"})


def turned(line: Line, i: int, kind: str, mode: str | None) -> tuple[str, str | None]:
    """The type and mode of an act that a verb names, once its auxiliaries are heard."""
    if kind not in _REFUSED | _THREATENED or line.words[i].upos != "VERB" or not _to_come(line, i):
        return kind, mode
    if kind in _THREATENED:
        passive = line.under(i, "nsubj:pass", "aux:pass")
        return (kind, mode) if passive or refuses(line, i) else ("THREATEN", _THREATENED[kind])
    return ("REJECT", _REFUSED[kind]) if refuses(line, i) else ("AGREE", None)


def refuses(line: Line, i: int) -> bool:
    """Is the verb a refusal: a `will not`? The refusal itself is made, whatever is not to be done."""
    return _to_come(line, i) and any(line.words[c].text.lower() in _NOT for c in line.children[i])


def _to_come(line: Line, i: int) -> bool:
    """Does the verb stand in the future, in the `would` of what somebody said, or under `is willing to`?"""
    helpers = {line.words[c].text.lower() for c in line.under(i, "aux")}
    if helpers & _FUTURE:
        return True
    governor = line.words[i].head
    if governor >= 0 and line.words[governor].lemma.lower() in _READY and line.relation(i) in ("xcomp", "ccomp", "advcl"):
        return True
    said = governor >= 0 and line.relation(i) == "ccomp" and line.words[governor].lemma.lower() in _SPEECH
    return said and "would" in helpers


def announced(line: Line, i: int, acts: Collection[int]) -> bool:
    """Is word i only the announcing of an act that its clause names (`announced that it would return the base`)?"""
    clauses = line.under(i, "ccomp", "xcomp")
    return line.words[i].lemma.lower() in _ANNOUNCE and any(c in acts for c in clauses)


def spoken_of(line: Line, i: int) -> tuple[str, int] | None:
    """What a speaker makes of another by what the clause of word i says of it: the type, and the word of speech.

    `Oslo said that Juba must disarm` asks it of Juba, `... that rebels were responsible` accuses them.
    """
    if not line.under(i, "nsubj", "nsubj:pass"):
        return None
    if _must(line, i):
        kind = "REQUEST"
    elif line.words[i].text.lower() in _TO_BLAME and line.under(i, "cop") and not _denied(line, i):
        kind = "ACCUSE"
    else:
        return None
    says = line.words[i].head if line.relation(i) == "ccomp" else next(iter(line.under(i, "parataxis")), -1)
    if says < 0 or line.words[says].lemma.lower() not in _SAYS or not line.under(says, "nsubj"):
        return None
    return kind, says


def _must(line: Line, i: int) -> bool:
    """Is what word i tells an obligation still open: `must leave`, `has to leave`, `should leave` but not `should have left`?"""
    helpers = {line.words[c].text.lower() for c in line.under(i, "aux")}
    if helpers & _MUST:
        return "have" not in helpers and not _denied(line, i)
    return line.words[i].lemma.lower() in _OBLIGED and any(line.infinitive(c) for c in line.under(i, "xcomp"))


def _denied(line: Line, i: int) -> bool:
    return any(line.words[c].text.lower() in _NOT for c in line.children[i])
