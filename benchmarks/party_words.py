"""The words of the parties of a sentence's events, where they stand."""

from __future__ import annotations

from dragoman.coding.actors import Chain
from dragoman.coding.chains import Chains
from dragoman.coding.confidence import is_whole
from dragoman.coding.document import Document, Line
from dragoman.coding.drafts import Draft, Sources
from dragoman.coding.events import Found, acts, find_events
from dragoman.coding.mentions import Mention
from dragoman.language import Reader
from dragoman.model import Article, Block
from dragoman.world import world
from dragoman.world.places import Places

Spans = list[tuple[int, int]]
MARKED = 0.5  # a word is taken for a party's where the language model is this sure


def party_words(text: str, language: Reader) -> tuple[dict[str, Spans], dict[str, Spans]]:
    """Source and target of the best event, the model's own party words where the coder leaves a side open; and of all events."""
    document = Document(Article(id="x", body=(Block(text),)), language)
    chains = Chains(document, world(), None, Places.open())
    chains.resolve_pronouns()
    drafts = find_events(document, chains, Sources())
    every: dict[str, Spans] = {"source": [], "target": []}
    for draft in drafts:
        for side, spans in _sides(draft, chains).items():
            every[side] += [span for span in spans if span not in every[side]]
    whole = sorted(drafts, key=lambda d: (not is_whole(d.type, d.actors, d.recipients), -d.confidence))
    best: dict[str, Spans] = _sides(whole[0], chains) if whole else {"source": [], "target": []}
    if whole and is_whole(whole[0].type, whole[0].actors, whole[0].recipients):
        return best, every
    found = [(line, act) for line in document.lines for act in acts(line, Sources()) if act.read is not None]
    if whole:
        found = [(line, act) for line, act in found if line is whole[0].line and act.word == whole[0].word] or found
    if found:
        line, act = max(found, key=lambda one: _marks(one[1]))
        for side, words in _read(line, act, chains).items():
            best[side] = best[side] or words
    return best, every


def _sides(draft: Draft, chains: Chains) -> dict[str, Spans]:
    """The words of a draft's actors and recipients in its line; a mutual act has all its sides on both."""
    source = [span for c in draft.actors for span in _nearest(draft.line, draft.word, c, chains)]
    target = [span for c in draft.recipients for span in _nearest(draft.line, draft.word, c, chains)]
    if not draft.recipients and len(draft.actors) > 1:
        source.sort()
        source, target = source[:1], source[1:]
    return {"source": source, "target": target}


def _nearest(line: Line, word: int, chain: Chain, chains: Chains) -> Spans:
    """The mention of an actor that stands nearest to the act, one with a name or a noun before a pronoun."""
    own = [m for m in chains.mentions[line.number] if any(c is chain for c in chains.of_mention(m))]
    own.sort(key=lambda m: (m.kind == "pronoun", abs(m.head - word)))
    return [_phrase(line, m) for m in own[:1]]


def _phrase(line: Line, m: Mention) -> tuple[int, int]:
    first = m.title_first if 0 <= m.title_first < m.first else m.first
    return line.words[first].start, line.words[m.last - 1].end


def _marks(act: Found) -> tuple[int, float]:
    read = act.read
    sides = (read.actors, read.recipients) if read is not None else ()
    return sum(any(p >= MARKED for _, p in side) for side in sides), act.sure


def _read(line: Line, act: Found, chains: Chains) -> dict[str, Spans]:
    """The words that the model marks as an act's parties: the likeliest of each side, with its mention or its phrase."""
    out: dict[str, Spans] = {}
    for side, marked in (("source", act.read.actors if act.read else ()), ("target", act.read.recipients if act.read else ())):
        word = max(((p, i) for i, p in marked if p >= MARKED), default=(0.0, -1))[1]
        mention = chains.whole(line, word) if word >= 0 else None
        if mention is not None:
            out[side] = [_phrase(line, mention)]
        else:
            out[side] = [(line.words[word].start, line.words[word].end)] if word >= 0 else []
    return out
