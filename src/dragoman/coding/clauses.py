"""The clause around an act: is it done, going on, planned, asked for, threatened, supposed or denied; now or recalled."""

from __future__ import annotations

from msgspec import Struct

from ..model import Modality
from .document import Line
from .drafts import UNDERGO

_PLAN = frozenset(
    """plan intend hope want aim prepare expect seek try attempt propose consider mull schedule vow pledge promise agree
    decide offer wish set ready work strive opt undertake resolve commit""".split()
)
_ASK = frozenset(
    """urge call demand ask press push order request beg appeal plead lobby implore insist require tell encourage instruct
    invite warn""".split()
)
_TELL = frozenset({"tell", "warn", "instruct"})  # what they are told that is so is not asked for
_DENY = frozenset(
    "deny refuse reject decline fail avoid stop prevent refrain rule halt cancel abandon block bar abstain forgo".split()
)
_THREATEN = frozenset("threaten warn".split())
_SUPPOSE = frozenset(
    """fear suspect accuse allege claim suggest believe doubt worry discuss debate risk could might may possibility
    speculation prospect chance danger risk threat rumor rumour accusation allegation""".split()
)
_PERHAPS = frozenset({"could", "might", "may", "would", "should", "can", "must"})
_CONDITION = frozenset({"if", "unless", "whether", "lest", "should"})
_RECALL = frozenset({"after", "since", "following", "amid", "despite", "because", "when", "before", "under"})
_NOUNS_OF = {
    "planned": frozenset(
        """plan promise pledge offer intention effort bid attempt agreement deal readiness proposal commitment
    willingness""".split()
    ),
    "requested": frozenset("call demand appeal request order pressure".split()),
    "threatened": frozenset("threat warning vow ultimatum".split()),
    "denied": frozenset("refusal denial failure".split()),
    "hypothetical": frozenset(
        "possibility prospect risk fear chance idea speculation hope power right ability option danger likelihood".split()
    ),
}


class Scope(Struct, frozen=True):
    """Whether an act is done, whether the article recalls it rather than reports it, and the word that governs it.

    How that was judged: what a helper of its own makes of it (`own`), what the word that governs it does (`above`), and the
    word by which it is known to be recalled.
    """

    modality: Modality
    background: bool
    governor: int | None
    own: tuple[Modality, int] | None = None
    above: Modality | None = None
    recalled: int | None = None


_NEGATIVE = _DENY | frozenset(
    """not n't n’t no never none nobody neither nor without cannot nothing denial refusal failure false unable unwilling instead
    nearly hardly untrue lack little few far ever""".split()
)
# What one undergoes is there, whether or not one bears it: "to evade sanctions", "failed to stop the attack".
_SUFFERED = (UNDERGO - {"avoid", "risk", "fear", "await"}) | frozenset(
    """condemn denounce criticise criticize protest lift ease end ruin harm derail jeopardise jeopardize hamper hinder stall
    disrupt undermine complicate affect""".split()
)


def judge(line: Line, i: int, model: Modality | None) -> Scope:
    """The modality of word i: what its own clause says first, then what governs it, then what the model reads."""
    modality, governor = _above(line, i)
    helper = _own(line, i)
    own = helper[0] if helper else None
    read: Modality = model or "actual"
    if read == "denied" and not any(w.lemma.lower() in _NEGATIVE or w.text.lower() in _NEGATIVE for w in line.words):
        read = "actual"  # nothing in the sentence denies
    final: Modality
    if own == "denied":
        final = "denied"
    elif modality is not None:
        final = modality if read in ("actual", "ongoing") else read
    elif own is not None:
        final = own if read in ("actual", "ongoing") else read
    else:
        final = read
    recalled = _recalled(line, i)
    return Scope(final, recalled is not None, governor, helper, modality, recalled)


def _own(line: Line, i: int) -> tuple[Modality, int] | None:
    """What the word's own helpers say, and which does: negation, modal verbs, future, infinitive in a headline."""
    for c in line.children[i]:
        low = line.words[c].text.lower()
        if line.words[c].deprel == "advmod" and low in ("not", "n't", "n’t", "never"):
            return "denied", c
        if low == "no" and line.words[c].deprel == "det":
            return "denied", c
    for c in line.under(i, "aux"):
        low = line.words[c].text.lower()
        if low in ("will", "'ll", "’ll", "shall", "wo"):
            return "planned", c
        if low in _PERHAPS and low != "should":
            return "hypothetical", c
        if low == "should":
            return "requested", c
    marks = {line.words[c].text.lower(): c for c in line.under(i, "mark")}
    for low, c in marks.items():
        if low in _CONDITION:
            return "hypothetical", c
    word = line.words[i]
    if word.feats.get("VerbForm") == "Inf" and "to" in marks and word.deprel == "root" and line.part == "headline":
        return "planned", marks["to"]
    return None


def _above(line: Line, i: int) -> tuple[Modality | None, int | None]:
    """What governs the word and makes it less than done, nearest first."""
    at = i
    for _ in range(4):
        word = line.words[at]
        governor = word.head
        if governor < 0:
            return None, None
        if word.deprel.startswith("acl:relcl"):
            return None, None  # a relative clause asserts, whatever its noun stands in
        relation = word.deprel.split(":")[0]
        lemma = line.words[governor].lemma.lower()
        infinitive = word.feats.get("VerbForm") == "Inf" or line.infinitive(at)
        case = {line.words[c].text.lower() for c in (*line.under(at, "case"), *line.under(at, "mark"))}
        if (relation == "obj" and lemma in _SUFFERED) or (lemma in ("face", "end", "halt") and relation == "nmod"):
            return None, None
        if relation in ("xcomp", "ccomp", "obj", "advcl", "obl") or (
            relation in ("acl", "nmod") and line.words[governor].upos == "NOUN"
        ):
            found = _by_governor(line, governor, lemma, relation, infinitive, case)
            if found is not None:
                return found, governor
        if relation == "advcl" and (case & _CONDITION):
            return "hypothetical", governor
        if relation == "advcl" and infinitive and "to" in case:
            return "hypothetical", governor  # a purpose, not a deed
        if relation in ("ccomp", "xcomp", "conj", "obj", "nmod", "acl", "obl", "compound", "advcl"):
            if relation == "advcl" and not infinitive:
                means, _ = _own(line, governor) or (None, None)
                if case & {"by", "in"} and means in ("hypothetical", "denied", "planned"):
                    return means, governor  # `would break the law by attacking`
                return None, None
            if relation in ("obl", "nmod") and case & _RECALL:
                return None, None
            own, _ = _own(line, governor) or (None, None)
            if (
                own in ("hypothetical", "denied", "planned")
                and relation in ("xcomp", "obj", "conj")
                and line.words[governor].upos != "NOUN"
            ):
                return own, governor
            at = governor
            continue
        return None, None
    return None, None


def _by_governor(line: Line, governor: int, lemma: str, relation: str, infinitive: bool, case: set[str]) -> Modality | None:
    if line.words[governor].upos == "NOUN":
        if relation in ("acl", "nmod", "ccomp"):
            for modality, nouns in _NOUNS_OF.items():
                if lemma in nouns and (infinitive or case & {"for", "of", "to", "against", "that"}):
                    return modality  # type: ignore[return-value]
        return None
    gerund_from = bool(case & {"from", "against"})
    if lemma in _DENY and (infinitive or relation in ("xcomp", "ccomp") or gerund_from):
        return "denied"
    if gerund_from and relation in ("advcl", "obl"):
        return "hypothetical" if lemma in _ASK | _THREATEN else None
    if lemma in _THREATEN and (infinitive or relation == "ccomp"):
        return "threatened" if infinitive or _future(line, governor) else "hypothetical"
    if lemma in _ASK and (
        infinitive
        or relation == "xcomp"
        or (relation == "ccomp" and lemma not in _TELL)
        or (case & {"for"} and relation == "obl" and lemma in ("call", "appeal", "press", "push", "ask"))
    ):
        return "requested"
    if lemma in _PLAN and (
        infinitive
        or relation in ("xcomp",)
        or (relation == "ccomp" and lemma in ("vow", "pledge", "promise", "agree", "hope", "decide"))
    ):
        return "planned"
    if lemma in _SUPPOSE and (relation in ("ccomp", "xcomp") or (case & {"of"} and relation in ("advcl", "obl"))):
        return "hypothetical" if lemma not in ("claim", "believe", "suggest") else None
    return None


def _future(line: Line, governor: int) -> bool:
    return any(
        line.words[x].text.lower() in ("will", "would", "'ll")
        for c in line.under(governor, "ccomp")
        for x in line.under(c, "aux")
    )


def _recalled(line: Line, i: int) -> int | None:
    """The word by which the article recalls the act: past perfect, or what heads a phrase of time and cause beside the report."""
    for c in line.under(i, "aux"):
        if line.words[c].text.lower() in ("had", "'d"):
            return c
    for at in [i, *line.ancestors(i)]:
        word = line.words[at]
        relation = word.deprel.split(":")[0]
        case = {line.words[c].text.lower() for c in (*line.under(at, "case"), *line.under(at, "mark"))}
        if relation in ("obl", "nmod", "advcl") and case & _RECALL - {"when", "before", "because"}:
            return at
        if word.deprel == "acl:relcl" and word.feats.get("Tense") == "Past":
            return at
    return None
