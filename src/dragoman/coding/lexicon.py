"""The codebook as tables: which words name which PLOVER event, its mode, its contexts and its score.

The tables stand beside this module in `tables/` and are meant to be read and edited; `docs/codebook.md` explains them.
A condition of `predicates.tsv` (column `needs`) is one or more of these, parted by `; `, all of which must hold:

    object:a|b    the word has such an object (the subject of a passive, the antecedent of a relative clause, ...)
    subject:a|b   it has such a subject (or agent: `by ...`)
    on:a|b        it has such a phrase with that preposition (any preposition; `at|on:a|b` with either)
    modifier:a|b  it is modified by such a word (`air strike`, `shot dead`)
    word:a|b      such a word stands anywhere below it in the sentence's tree
    under:a|b     it depends on such a word (`came under fire`: `under:come`)
    clause        it governs a clause (`said that ...`); `to-clause`: an infinitive (`agreed to ...`)
    passive       it is a passive

Without its colon (`object`, `on`) a condition asks for any such word; `not ` before it turns it round. Words in CAPITALS
are the classes defined by the rows of pos `C` at the head of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from ..errors import TableInvalid
from ..world.tables import Row, read_table
from .document import Line

Strength = Literal["strong", "weak"]
FOLDER = Path(__file__).parent / "tables"
COLUMNS: dict[str, tuple[str, ...]] = {
    "predicates": ("lemma", "pos", "type", "mode", "needs", "strength"),
    "modes": ("type", "mode", "words"),
    "scores": ("type", "mode", "quad", "intensity"),
    "contexts": ("context", "calls", "words"),
    "meanings": ("name", "mode", "meaning"),
}
PREPOSITIONS = frozenset(
    "about above across after against ahead along alongside amid among around as at before behind between beyond by down "
    "during for from in inside into near of off on onto out outside over past round since through to toward towards under up "
    "upon via with within without".split()
)
PLAIN = frozenset({"object", "subject", "modifier", "word", "under", "clause", "to-clause", "passive"})
NOTHING = "-"
_ENTITIES = {"PERSON": ("PER", "NORP"), "PLACE": ("LOC",), "ACTOR": ("PER", "NORP", "LOC", "ORG")}
_PEOPLE = frozenset("he him she her they them who whom me us i we you himself herself themselves someone".split())
_POS = {"VERB": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A"}
_NOMINAL = ("nsubj", "nsubj:pass", "obj", "nmod", "obl", "obl:agent", "root", "conj", "appos")
_BELOW = ("compound", "amod", "nmod", "flat", "nummod", "advmod", "obl:npmod", "obl:unmarked", "xcomp", "dep")
_HYPHENS = ("-", "–", "‐")
# Past forms that neither the language model's lemmas nor the endings give.
_PAST = dict(
    pair.split(":")
    for pair in "beaten:beat froze:freeze frozen:freeze shook:shake swore:swear sworn:swear slew:slay slain:slay forbade:forbid "
    "overthrew:overthrow overthrown:overthrow withheld:withhold overran:overrun mown:mow".split()
)


class Sense(Struct, frozen=True):
    """What a word may name: a type, its mode where the word settles it, and the lemma of the row that says so.

    `strong`: by itself an event in news about states; `weak`: one only with a political actor and recipient.
    """

    type: str
    mode: str | None
    strength: Strength
    rule: str
    own: bool = False  # of a row of the user's


class Condition(Struct, frozen=True):
    """One condition of a row: `object:talks|meeting` has one key and two words; of two keys (`at|on`) one will do."""

    keys: tuple[str, ...]
    words: tuple[str, ...] = ()
    negated: bool = False


class Rule(Struct, frozen=True):
    """One row of the predicates: a sense (none for `-`: the word then names no event), what it needs, and the row itself."""

    sense: Sense | None
    modifiers: tuple[str, ...]
    needs: tuple[Condition, ...]
    row: Row

    @property
    def weight(self) -> int:
        """How closely it describes the word that it holds of."""
        return len(self.modifiers) + len(self.needs)

    @property
    def own(self) -> bool:
        """Is it a row of the user's?"""
        return self.row.layer > 0


class Codebook(Struct, frozen=True):
    """The tables as they are looked up."""

    classes: dict[str, frozenset[str]]
    rules: dict[tuple[str, str], tuple[Rule, ...]]
    modes: dict[str, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]]
    contexts: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    scores: dict[tuple[str, str], float]
    quads: dict[str, int]
    plover: dict[str, str] = {}  # the user's types, and the PLOVER type that each is a kind of, or none
    version: str = ""  # a short word for the user's rows; none without any


def table(name: str) -> list[Row]:
    """The rows of one of the package's tables as they stand."""
    return read_table(FOLDER / f"{name}.tsv", COLUMNS[name])


def condition(text: str) -> Condition:
    """A condition as it is written in the table."""
    bare = text.removeprefix("not ")
    key, _, words = bare.partition(":")
    keys = tuple(key.split("|"))
    if not all(k in PLAIN or k in PREPOSITIONS for k in keys):
        raise TableInvalid(text, "no such condition", "write one of the conditions listed here or a preposition")
    return Condition(keys, tuple(w for w in words.split("|") if w), bare != text)


_USED: ContextVar[Codebook | None] = ContextVar("codebook", default=None)


def codebook() -> Codebook:
    """The codebook in use: the package's, unless another is (`using`)."""
    return _USED.get() or shipped()


@contextmanager
def using(book: Codebook | None) -> Iterator[None]:
    """Look words up in another codebook for a while, in this thread alone; none: in the package's."""
    token = _USED.set(book)
    try:
        yield
    finally:
        _USED.reset(token)


@lru_cache(maxsize=1)
def shipped() -> Codebook:
    """The package's codebook, read once."""
    return build({name: table(name) for name in COLUMNS})


def build(tables: Mapping[str, Sequence[Row]], plover: dict[str, str] | None = None, version: str = "") -> Codebook:
    """The tables as they are looked up. Of rows as close to a word, and of modes as near, the one above goes first."""
    classes: dict[str, frozenset[str]] = {}
    rules: dict[tuple[str, str], list[Rule]] = {}
    for row in tables["predicates"]:
        if row["pos"] == "C":
            classes[row["lemma"]] = frozenset(row["needs"].split("|"))
            continue
        needs = tuple(condition(part) for part in row["needs"].split("; ") if part)
        strength: Strength = "strong" if row["strength"] == "strong" else "weak"
        for lemma in row["lemma"].split("|"):
            words = _parts(lemma)
            head, modifiers = (" ".join(words), []) if row["pos"] == "V" else (words[-1], words[:-1])
            sense = None if row["type"] == NOTHING else Sense(row["type"], row["mode"] or None, strength, lemma, row.layer > 0)
            rules.setdefault((row["pos"], head), []).append(Rule(sense, tuple(modifiers), needs, row))
    modes: dict[str, list[tuple[str, tuple[tuple[str, ...], ...]]]] = {}
    for row in tables["modes"]:
        phrases = tuple(tuple(_parts(w)) for w in row["words"].split("|"))
        modes.setdefault(row["type"], []).append((row["mode"], phrases))
    called: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in tables["contexts"]:
        alone, together = called.get(row["context"], ((), ()))
        more = tuple(row["words"].split("|"))
        called[row["context"]] = (alone + more, together) if row["calls"] == "alone" else (alone, together + more)
    scores = tables["scores"]
    return Codebook(
        classes,
        {key: tuple(found) for key, found in rules.items()},
        {kind: tuple(found) for kind, found in modes.items()},
        called,
        {(row["type"], row["mode"]): float(row["intensity"]) for row in scores},
        {row["type"]: int(row["quad"]) for row in scores},
        plover or {},
        version,
    )


def senses(line: Line, i: int) -> tuple[Sense, ...] | None:
    """What word `i` of a line may name, the closest rule first; empty where the tables have no row that holds, None where the
    closest row says that it names no event.

    Rules with a condition or a modifier that holds set aside those without any, and the user's set aside the package's.
    """
    pos, rules = holding(line, i)
    if not rules:
        return ()
    return _closest([(rule.weight, rule.sense) for rule in rules], attribute=pos == "V" and line.relation(i) == "amod")


def holding(line: Line, i: int) -> tuple[str, list[Rule]]:
    """The rows that hold of word `i`, and the part of speech that it is read as; without any, no row."""
    book = codebook()
    for pos in _readings(line, i):
        if pos == "N" and _inside(line, i):
            continue
        rules = [
            rule
            for rule in _rules(book, line, i, pos)
            if all(_modified(line, i, m) for m in rule.modifiers) and all(_holds(book, line, i, c) for c in rule.needs)
        ]
        if rules:
            # Where a row of the user's holds, ours are not asked.
            return pos, [rule for rule in rules if rule.own] or rules
    return "", []


def _closest(found: list[tuple[int, Sense | None]], attribute: bool) -> tuple[Sense, ...] | None:
    if any(weight for weight, _ in found):
        found = [(weight, sense) for weight, sense in found if weight]
    closest = max(weight for weight, _ in found)
    if any(sense is None and weight == closest for weight, sense in found):
        return None
    out: dict[tuple[str, str | None], Sense] = {}
    for _, sense in sorted(found, key=lambda one: (-one[0], one[1] is not None and one[1].strength == "weak")):
        if sense is not None:
            out.setdefault((sense.type, sense.mode), sense)
    # A participle before its noun (`the jailed editor`) tells of a state, not of what the sentence reports.
    if attribute:
        return tuple(Sense(s.type, s.mode, "weak", s.rule, s.own) for s in out.values())
    return tuple(out.values())


def mode(type: str, line: Line, i: int, words: Sequence[int]) -> str | None:
    """The mode of an event of a type at word `i`, from the words of its clause.

    The word itself and its modifiers go before its other dependents, and these before the rest of the clause; then the
    order of the table decides.
    """
    near = {i, *line.under(i, "compound", "amod", "flat")}
    mine = {*near, *line.children[i]}
    for j in tuple(mine - near):
        mine.update(line.under(j, "compound", "amod", "flat"))
    kept = [j for j in sorted({*words, i}) if line.words[j].text not in _HYPHENS]
    forms = [_forms(line, j) for j in kept]
    best: tuple[int, int, str] | None = None
    for order, (name, phrases) in enumerate(codebook().modes.get(type, ())):
        for phrase in phrases:
            for start in range(len(kept) - len(phrase) + 1):
                if all(part in forms[start + k] for k, part in enumerate(phrase)):
                    where = kept[start : start + len(phrase)]
                    tier = 0 if near.issuperset(where) else 1 if mine.issuperset(where) else 2
                    if best is None or (tier, order) < best[:2]:
                        best = tier, order, name
    return best[2] if best else None


def contexts(lemmas: Iterable[str], text: str) -> tuple[str, ...]:
    """The contexts that a paragraph calls, in the table's order: by one word that calls alone, or by two others.

    `lemmas` are the paragraph's lemmas in any case; phrases are looked for in their sequence and in `text`. Words that the
    table writes with a capital are looked for in `text` as written.
    """
    small = [part for lemma in lemmas for part in _parts(lemma.lower())]
    running = f" {' '.join(small)} "
    plain = f" {' '.join(_parts(_bare(text)))} "
    lowered = plain.lower()

    def stands(word: str) -> bool:
        if word != word.lower():
            return f" {' '.join(_parts(word))} " in plain
        phrase = f" {' '.join(_parts(word))} "
        return phrase in running or (" " in phrase.strip() and phrase in lowered)

    out = []
    for name, (alone, together) in codebook().contexts.items():
        if any(stands(w) for w in alone) or sum(stands(w) for w in together) > 1:
            out.append(name)
    return tuple(out)


def intensity(type: str, mode: str | None = None) -> float:
    """PLOVER's score of a type and mode; a mode without a score of its own has its type's."""
    scores = codebook().scores
    return scores.get((type, mode or ""), scores[type, ""])


def quad(type: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return codebook().quads[type]


def plover(type: str) -> str | None:
    """The PLOVER type of a type: itself, or what the user says his own is a kind of; none where he does not say."""
    return codebook().plover.get(type, type) or None


def _parts(text: str) -> list[str]:
    return text.replace("-", " ").split()


def _bare(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-'’" else " " for c in text).replace("’s ", " ").replace("'s ", " ")


def _forms(line: Line, i: int) -> frozenset[str]:
    """The lemma, the word as written and, for a noun, its singular as far as the ending shows it: all in lower case."""
    word = line.words[i]
    text = word.text.lower()
    out = {word.lemma.lower(), text}
    if word.upos in ("NOUN", "PROPN") and len(text) > 3 and text.endswith("s") and not text.endswith("ss"):
        out.add(text[:-1])
        if text.endswith("ies"):
            out.add(text[:-3] + "y")
        elif text.endswith(("ches", "shes", "sses", "xes", "oes")):
            out.add(text[:-2])
    return frozenset(out)


def _readings(line: Line, i: int) -> tuple[str, ...]:
    """The parts of speech to try: also the noun where a verb stands in a noun's place (`Talks between ...`)."""
    word = line.words[i]
    pos = _POS.get(word.upos)
    if pos is None:
        return ("V",) if word.upos == "PART" and len(word.text) > 3 else ()
    if word.upos == "VERB" and not line.under(i, "nsubj", "obj", "aux") and line.words[i].deprel in _NOMINAL:
        return ("V",) if word.deprel in ("root", "conj") and word.text.lower().endswith("ed") else ("N", "V")
    return (pos,)


def _rules(book: Codebook, line: Line, i: int, pos: str) -> tuple[Rule, ...]:
    """The rows that word `i` calls up: all forms of a noun; of a verb with its particle only the rows with both."""
    if pos != "V":
        return tuple(rule for form in sorted(_forms(line, i)) for rule in book.rules.get((pos, form), ()))
    below = [(c, line.words[c]) for c in line.children[i]]
    particle = next((w.text.lower() for _, w in below if w.deprel == "compound:prt"), "")
    loose = [w.text.lower() for c, w in below if c > i and w.upos in ("ADP", "ADV", "ADJ") and not line.children[c]]
    for base in bases(line, i):
        for key in [f"{base} {particle}"] if particle else [*(f"{base} {w}" for w in loose), base]:
            if found := book.rules.get(("V", key)):
                return found
    return ()


def bases(line: Line, i: int) -> Iterator[str]:
    """The lemma of a verb, and what its ending makes of it where the lemma is wrong (`blamed`, `expelled`)."""
    text = line.words[i].text.lower()
    yield line.words[i].lemma.lower()
    if text in _PAST:
        yield _PAST[text]
    for ending in ("ing", "ed", "d", "es", "s"):
        if text.endswith(ending) and len(text) > len(ending) + 2:
            stem = text.removesuffix(ending)
            yield from (stem, stem + "e", stem[:-1] if stem[-1] == stem[-2] else stem[:-1] + "y")


def _inside(line: Line, i: int) -> bool:
    """Whether a noun only names or qualifies something else: part of a proper name, or `strike` in `strike group`."""
    word = line.words[i]
    if word.deprel == "compound":
        return True
    return word.upos == "PROPN" and any(e.first <= i < e.last for e in line.sentence.entities)


def _modified(line: Line, i: int, word: str) -> bool:
    below = [c for c in line.children[i] if line.words[c].deprel in _BELOW or line.relation(c) in _BELOW]
    below += [g for c in below for g in line.under(c, "compound", "conj", "amod")]
    before = i - 1
    while before >= 0 and line.words[before].text in _HYPHENS:
        before -= 1
    if before >= 0 and line.words[before].head in (i, line.words[i].head):
        below.append(before)
    return any(word in _forms(line, c) for c in below)


def _is(book: Codebook, line: Line, i: int, words: Sequence[str]) -> bool:
    """Whether word `i` is one of the words, phrases or classes."""
    forms = _forms(line, i)
    for word in words:
        if word.isupper():
            listed = book.classes[word]
            if _is(book, line, i, tuple(w for w in listed if w in forms or " " in w or w.isupper())):
                return True
            kinds = _ENTITIES.get(word)
            if kinds and any(e.first <= i < e.last and e.kind in kinds for e in line.sentence.entities):
                return True
            if word in ("PERSON", "ACTOR") and line.words[i].upos == "PRON" and forms & _PEOPLE:
                return True
        else:
            parts = _parts(word)
            if parts and parts[-1] in forms and all(_modified(line, i, p) for p in parts[:-1]):
                return True
    return False


def _holds(book: Codebook, line: Line, i: int, need: Condition) -> bool:
    return any(_one_holds(book, line, i, key, need.words) for key in need.keys) != need.negated


def _one_holds(book: Codebook, line: Line, i: int, key: str, words: Sequence[str]) -> bool:
    if key == "clause":
        return bool(line.under(i, "ccomp"))
    if key == "to-clause":
        return any(_infinitive(line, c) for c in _near(line, i))
    if key == "passive":
        return bool(line.under(i, "nsubj:pass", "aux:pass", "obl:agent")) or line.words[i].deprel in ("acl", "amod")
    return any(not words or _is(book, line, j, words) for j in _candidates(book, line, i, key))


def _candidates(book: Codebook, line: Line, i: int, key: str) -> Iterator[int]:
    """The words that a condition with that key looks at."""
    if key == "word":
        return (j for j in line.subtree(i) if j != i)
    if key == "under":
        return iter([line.words[i].head] if line.words[i].head >= 0 else [])
    if key == "modifier":
        below = [c for c in line.children[i] if line.words[c].deprel in _BELOW or line.relation(c) in _BELOW]
        return iter(below + [g for c in below for g in line.under(c, "conj", "compound", "amod")])
    if key == "object":
        return _spread(book, line, _objects(line, i))
    if key == "subject":
        return _spread(book, line, _subjects(line, i))
    marked = {c: [line.words[g].text.lower() for g in line.under(c, "case", "mark")] for c in _near(line, i)}
    return _spread(book, line, [c for c, marks in marked.items() if key in marks])


def _near(line: Line, i: int) -> list[int]:
    """The children of a word, and those of its object: a phrase after the object may hang on either."""
    return line.children[i] + [g for c in line.under(i, "obj", "nsubj:pass", "xcomp") for g in line.children[c]]


def _infinitive(line: Line, i: int) -> bool:
    if line.relation(i) not in ("xcomp", "ccomp", "acl", "advcl", "csubj"):
        return False
    return line.infinitive(i)


def _spread(book: Codebook, line: Line, heads: Iterable[int]) -> Iterator[int]:
    """The words, those joined to them, and what stands behind a measure (`a round of talks`)."""
    for i in heads:
        yield i
        yield from _spread(book, line, line.under(i, "conj", "appos", "flat"))
        if _forms(line, i) & book.classes.get("MEASURE", frozenset()) or line.words[i].upos == "NUM":
            yield from _spread(book, line, line.under(i, "nmod"))


def _relative(line: Line, i: int, *relations: str) -> bool:
    return any(line.words[c].text.lower() in ("which", "that", "who", "whom") for c in line.under(i, *relations))


def _objects(line: Line, i: int) -> list[int]:
    word = line.words[i]
    out = line.under(i, "obj", "iobj", "nsubj:pass")
    for c in line.under(i, "xcomp", "ccomp"):
        if line.words[c].upos in ("NOUN", "PROPN", "PRON") and not line.under(c, "mark", "cop", "case"):
            out.append(c)
    if word.deprel == "acl:relcl":
        whole = line.under(i, "obj") or _relative(line, i, "nsubj")
        above = _relative(line, i, "obj", "nsubj:pass") or not whole
    else:
        above = word.deprel in ("acl", "amod") and not (_infinitive(line, i) or word.text.lower().endswith("ing"))
    if above:
        out.append(word.head)
    if word.deprel == "conj" and not out and line.words[word.head].upos == "VERB":
        passive = bool(line.under(word.head, "nsubj:pass"))
        out += [c for c in _objects(line, word.head) if passive or c > i]
    frame = line.frames.get(i)
    if frame is not None:
        out += [line.head_of(a.first, a.last) for a in frame.arguments if a.role == "ARG1"]
    return [c for c in dict.fromkeys(out) if c != i]


def _subjects(line: Line, i: int) -> list[int]:
    word = line.words[i]
    out = line.under(i, "obl:agent") + [c for c in line.under(i, "nsubj") if line.words[c].deprel != "nsubj:pass"]
    if word.deprel == "acl:relcl" and _relative(line, i, "nsubj"):
        out.append(word.head)
    elif not out and word.deprel in ("conj", "xcomp") and line.words[word.head].upos == "VERB":
        out += _subjects(line, word.head)
    frame = line.frames.get(i)
    if frame is not None:
        out += [line.head_of(a.first, a.last) for a in frame.arguments if a.role == "ARG0"]
    return [c for c in dict.fromkeys(out) if c != i]
