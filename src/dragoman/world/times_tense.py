"""Whether a clause looks back or ahead: the tense that an expression of time is read with.

A weekday, or a day of a month without its year, is the last one or the next. What decides is the verb that the expression
hangs on with its auxiliaries, and words that look ahead or back whatever their tense: "was scheduled for Monday", "the
Jan. 14 deadline", "Friday's attack".
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model import Word

from .times_calendar import Tense

_MODALS = frozenset("will shall 'll ’ll wo would may might could should must can".split())
# Of these the date itself is ahead.
_DUE = frozenset("schedule expect slate due plan deadline expire payable mature upcoming forthcoming effective record".split())
# Of these it is what they govern that is ahead: "agreed on Friday to meet on Monday".
_PROSPECTIVE = _DUE | frozenset(
    "set aim intend propose hope want prepare vow pledge promise threaten agree decide invite ask call order require ready "
    "likely seek need try allow".split()
)
# Happenings that nobody announces beforehand.
_SUDDEN = frozenset(
    "attack bombing massacre earthquake quake shooting blast explosion riot assault killing murder assassination crash raid "
    "stabbing invasion coup slaying death shelling clash onslaught incursion kidnapping abduction hijacking war "
    "uprising collapse disaster flood storm hurricane ruling decision statement announcement".split()
)
_SAYING = frozenset("say tell report announce add note write show find quote cite claim".split())
_COMPARED = frozenset("compare compared contrast similar relative according prior due year month quarter week period".split())
_STEPS = 6


def tense_of(words: Sequence[Word], first: int, last: int) -> Tense:
    """The tense of the clause that words `first` to `last` (exclusive) hang on; None where nothing tells it."""
    at = next((i for i in range(first, last) if not first <= words[i].head < last), first)
    told = _by_the_word_before(words, first, at) if first else None
    if told is not None:
        return told
    if words[at].head < 0:
        return _of_verb(words, at)
    owned = words[at].deprel == "nmod:poss"
    at = words[at].head
    inner = False  # whether an infinitive or a noun stands between the expression and the verb
    for _ in range(_STEPS):
        word = words[at]
        lemma = word.lemma.lower()
        if word.upos in ("NOUN", "PROPN") and lemma in _SUDDEN and not inner:
            return "past"
        found = _of_verb(words, at)
        if found == "past" and lemma in ("expire", "mature"):
            return "past"
        if lemma in _DUE or (inner and lemma in _PROSPECTIVE) or _to_come(words, at):
            return "future"
        if found == "past" and inner:
            return None
        if found is not None:
            return "past" if owned and found == "present" else found
        if word.head < 0 or (word.upos in ("VERB", "AUX") and _relation(word) in ("ccomp", "parataxis")):
            return None
        inner = inner or not (word.deprel == "conj" and word.upos == "VERB")
        at = word.head
    return None


def _by_the_word_before(words: Sequence[Word], first: int, at: int) -> Tense:
    governor, owned = words[at].head, words[at].deprel == "nmod:poss"
    word = words[first - 1]
    lemma = word.lemma.lower()
    if lemma in ("until", "till"):
        # "They had not met until Thursday": it has been reached.
        reached = {w.text.lower() for w in words if w.head == governor}
        return "past" if reached & {"not", "n't", "n’t", "never"} else "future"
    if lemma == "to" and word.upos == "ADP" and not owned and not (first > 1 and words[first - 2].lemma.lower() in _COMPARED):
        return "future"  # "put off to Friday"
    if lemma in _DUE or (lemma == "for" and first > 1 and words[first - 2].lemma.lower() in ("set", "slate", "book")):
        return "future"
    # "The terms announced Friday": what stands right before is what is dated, whatever the tree says.
    return "past" if _participle(word) and not any(w.head == first - 1 and _relation(w) == "aux" for w in words) else None


def _to_come(words: Sequence[Word], at: int) -> bool:
    """Whether it is an infinitive under a noun or under "be", or a passive one: "an agreement to leave", "shares to be sold"."""
    below = [w for w in words if w.head == at]
    if not any(w.text.lower() == "to" and w.deprel == "mark" for w in below):
        return False
    above = words[at].head
    under_be = words[at].deprel == "xcomp" and above >= 0 and words[above].lemma == "be"
    under_be = under_be or any(w.deprel == "cop" and w.feats.get("VerbForm") == "Fin" for w in below)
    return under_be or words[at].deprel == "acl" or any(w.deprel == "aux:pass" for w in below)


def _of_verb(words: Sequence[Word], at: int) -> Tense:
    """The tense of a verb with its auxiliaries; None for an infinitive, and for what is no verb."""
    word = words[at]
    helpers = [w for w in words if w.head == at and _relation(w) in ("aux", "cop")]
    if any(w.text.lower() in _MODALS for w in helpers):
        return "future"
    if word.text.lower() == "going" and any(w.head == at and w.deprel == "xcomp" for w in words):
        return "future"
    finite = [w for w in [*helpers, word] if w.feats.get("VerbForm") == "Fin"]
    if any(w.feats.get("Tense") == "Past" or (w.lemma == "have" and w is not word) for w in finite):
        return "past"
    if finite:
        return "past" if word.lemma in _SAYING else "present"
    return "past" if _participle(word) and word.deprel in ("acl", "advcl") else None


def _participle(word: Word) -> bool:
    return word.upos == "VERB" and word.feats.get("VerbForm") == "Part" and word.feats.get("Tense") == "Past"


def _relation(word: Word) -> str:
    return word.deprel.split(":")[0]
