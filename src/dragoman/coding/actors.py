"""One actor while the article is read, and what tells actors of one kind from another."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from ..model import Actor, ActorKind, Span
from ..world import World
from ..world.entries import Holder
from ..world.keys import name_key
from .document import Line

FIRM_NAME = re.compile(
    r"(?i)\b(inc|corp|co|ltd|plc|llc|gmbh|ag|sa|group|holdings?|bank|oil|energy|airlines?|airways|motors?|industries|petroleum|gas|"
    r"telecom|pharma\w*|technologies|systems|steel|mining|shipping|lines|capital|partners|ventures|company|electric|aerospace)\b\.?"
)
# Nouns of firms; other nouns of business (tycoon, trader) are people.
FIRMS = frozenset(
    """company firm bank corporation giant manufacturer maker producer airline conglomerate business startup start-up contractor
    supplier retailer refinery carrier operator automaker carmaker chipmaker drugmaker insurer lender exporter importer utility
    brand multinational consortium broker refiner shipper""".split()
)
MEDIA_NAME = re.compile(
    r"(?i)\b(news|times|post|tv|television|radio|press|agency|journal|daily|herald|tribune|guardian|telegraph|magazine|gazette|broadcasting)\b"
)
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})


@dataclass
class Chain:
    """One actor while the article is read."""

    name: str
    code: str | None
    kind: ActorKind
    country: str | None = None
    parent: str | None = None
    sectors: tuple[str, ...] = ()
    holder: Holder | None = None
    wikidata: str | None = None
    plural: bool = False
    words: frozenset[str] = frozenset()
    nouns: set[str] = field(default_factory=set)
    mentions: list[Span] = field(default_factory=list)
    sure: float = 1.0
    named: bool = False  # by a name, not only by a noun or a pronoun
    id: str = ""


def private(chain: Chain) -> bool:
    """Is the actor a private person, or a firm? `CIV` alone is a stranger of no known state, and Côte d'Ivoire too."""
    code = chain.code or ""
    return code.startswith(("CIV:", "COMPANY:")) or (code == "CIV" and chain.country != "CIV")


def unique(chains: list[Chain]) -> list[Chain]:
    out: list[Chain] = []
    for chain in chains:
        if not any(chain is c for c in out):
            out.append(chain)
    return out


def subjects_over(line: Line, i: int) -> list[int]:
    """The subjects of the clauses around a pronoun that stand before it, innermost first; its own clause's only where the
    pronoun is a possessive or deeper than an object."""
    own = own_subjects(line, i)
    return [s for a in line.ancestors(i) for s in line.under(a, "nsubj") if s < i and s not in own]


def own_subjects(line: Line, i: int) -> list[int]:
    """The subjects of the clause that a pronoun is an object of, also one shared from above (`met her and urged him`): it is
    none of them. A possessive may be."""
    word = line.words[i]
    if word.deprel == "nmod:poss" or first_relation(line, i) in SUBJECTS:
        return []
    at = word.head
    while at >= 0:
        if found := line.under(at, "nsubj"):
            return found
        if line.words[at].deprel not in ("conj", "advcl", "xcomp"):
            return []
        at = line.words[at].head
    return []


def first_relation(line: Line, word: int) -> str:
    """A word's relation, or that of what it is a conjunct or an apposition of."""
    w = line.words[word]
    while w.deprel in ("conj", "appos", "nmod:desc") and w.head >= 0:
        w = line.words[w.head]
    return w.deprel


def fits(chain: Chain, want: str) -> bool:
    """May `he`, `it` or `they` mean the chain? One man is no `they`; a state, a body or a party may be."""
    one = chain.kind == "person" or (chain.kind == "civilians" and not chain.plural)
    if want == "person":
        return one
    if want == "thing":
        return not one and chain.kind != "civilians"
    return not one


def firm_near(line: Line, first: int, head: int, world: World) -> bool:
    """Does a word by a name call it a firm: `energy giants …`, `carmaker …`, `firms like …`?"""
    near = [line.words[i].lemma.lower() for i in range(max(0, first - 3), first)]
    near += [line.words[a].lemma.lower() for a in list(line.ancestors(head))[:2]]
    agents = [world.agent(w) for w in near]
    named = ("giant", "firm", "company", "maker", "producer", "manufacturer", "supplier", "retailer")
    return any(w in named for w in near) or any(a is not None and "BUS" in a.sectors for a in agents)


def finished(chains: list[Chain]) -> list[Actor]:
    """The chains as the record keeps them, in order of appearance; gives every chain its id."""
    used: Counter[str] = Counter()
    out = []
    for chain in chains:
        base = re.sub(r"[^\w]+", "-", name_key(chain.name)).strip("-") or "actor"
        used[base] += 1
        chain.id = base if used[base] == 1 else f"{base}-{used[base]}"
        h = chain.holder
        mentions = tuple(sorted(set(chain.mentions), key=lambda s: (s.part, s.paragraph, s.start)))
        out.append(
            Actor(
                chain.id,
                chain.name,
                chain.code,
                chain.kind,
                chain.country,
                chain.parent,
                chain.sectors,
                h.office if h else None,
                h.from_ if h else None,
                h.to if h else None,
                chain.wikidata,
                mentions,
            )
        )
    return out
