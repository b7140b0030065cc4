"""Whether a clause looks back or ahead: the tense that an expression of time is read with.

A weekday, or a day of a month without its year, is the last one or the next. What decides is the verb that the expression
hangs on with its auxiliaries, and words that look ahead or back whatever their tense: "was scheduled for Monday", "the
Jan. 14 deadline", "Friday's attack".
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import Word

from .times_calendar import Tense

_AHEAD = frozenset("will shall 'll ’ll wo would may might could should must can".split())
# Of these the date itself is ahead.
_DUE = frozenset(
    "schedule expect slate due plan deadline expire payable mature upcoming forthcoming effective record until".split()
)
# Of these it is what they govern that is ahead: "agreed on Friday to meet on Monday".
_PROSPECTIVE = _DUE | frozenset(
    "set aim intend propose hope want prepare vow pledge promise threaten agree decide invite ask call order require ready "
    "likely seek need try allow".split()
)
# Happenings that nobody announces beforehand.
_SUDDEN = frozenset(
    "attack bombing massacre earthquake quake shooting blast explosion riot assault killing murder assassination crash raid "
    "stabbing invasion coup slaying death shelling clash ruling decision statement announcement".split()
)
_SAYING = frozenset("say tell report announce add note write show find quote cite claim".split())
_STEPS = 6


def tense_of(words: Sequence[Word], first: int, last: int) -> Tense:
    """The tense of the clause that words `first` to `last` (exclusive) hang on; None where nothing tells it."""
    at = next((i for i in range(first, last) if not first <= words[i].head < last), first)
    if words[at].head < 0:
        return _of_verb(words, at)
    before = words[first - 1].lemma.lower() if first else ""
    if before in _DUE:
        return "future"
    owned = words[at].deprel == "nmod:poss"
    at = words[at].head
    inner = False  # whether an infinitive or a noun stands between the expression and the verb
    for _ in range(_STEPS):
        word = words[at]
        lemma = word.lemma.lower()
        if word.upos in ("NOUN", "PROPN") and lemma in _SUDDEN and not inner:
            return "past"
        if lemma in _DUE or (inner and lemma in _PROSPECTIVE) or _to_come(words, at):
            return "future"
        found = _of_verb(words, at)
        if found is not None:
            if inner and found == "past":
                return None
            return "past" if owned and found == "present" else found
        if word.head < 0 or _own_clause(words, at):
            return None
        inner = inner or not (word.deprel == "conj" and word.upos == "VERB")
        at = word.head
    return None


def _to_come(words: Sequence[Word], at: int) -> bool:
    """Whether the word is an infinitive under a noun: "an agreement to leave on Monday"."""
    return words[at].deprel == "acl" and any(w.head == at and w.text.lower() == "to" and w.deprel == "mark" for w in words)


def _own_clause(words: Sequence[Word], at: int) -> bool:
    return words[at].upos in ("VERB", "AUX") and words[at].deprel.split(":")[0] in ("ccomp", "parataxis")


def _of_verb(words: Sequence[Word], at: int) -> Tense:
    """The tense of a verb with its auxiliaries; None for an infinitive, a participle alone, and what is no verb."""
    word = words[at]
    helpers = [w for w in words if w.head == at and w.deprel.split(":")[0] in ("aux", "cop")]
    if any(w.text.lower() in _AHEAD for w in helpers):
        return "future"
    if word.lemma == "go" and word.text.lower() == "going" and any(w.head == at and w.deprel == "xcomp" for w in words):
        return "future"
    finite = [w for w in [*helpers, word] if w.feats.get("VerbForm") == "Fin"]
    if any(w.feats.get("Tense") == "Past" or (w.lemma == "have" and w is not word) for w in finite):
        return "past"
    if finite:
        return "past" if word.lemma in _SAYING else "present"
    # "the terms announced on Friday"
    participle = word.feats.get("VerbForm") == "Part" and word.feats.get("Tense") == "Past"
    return "past" if participle and word.deprel in ("acl", "advcl") else None
