"""Article to Record: the whole of `coding`, in its order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

import msgspec
from msgspec import Struct

from ..identity import stable_id
from ..language import Reader, reader
from ..model import Article, Event, Flag, MadeBy, Party, Record, Statement, Window
from ..world import World, world
from ..world.places import Places
from ..world.times import garbled
from ..world.times_reading import Timed, read_times
from . import lexicon
from .actors import Chain
from .chains import Chains
from .confidence import LEAST, confidence
from .document import Document, Line
from .drafts import Draft, Sources, Watch
from .events import find_events
from .issues import Issues, issues
from .lexicon import Codebook
from .positions import Voice, find_drifts, find_positions
from .settings import countries_of, counts, when, where
from .statements import Ref, Said, find_statements
from .undated import written

_ABBREVIATED = re.compile(r"(?:[A-Z]\.){2,}|US|UK|UN|EU|UAE|DRC")
Given = ParamSpec("Given")
T = TypeVar("T")

RULES = "2026.11.4"
WORLD = "2026.11.4"


class Options(Struct, frozen=True):
    """What `code` may be told: a date for an article that bears none, another model, another world, sources switched off,
    the user's codebook, issues of one's own."""

    published: date | None = None
    language: Reader | None = None
    world: World | None = None
    sources: Sources = Sources()
    codebook: Codebook | None = None
    issues: Issues | None = None


class Coded(Struct, frozen=True):
    """A record and what it was made of: what an explanation of its rows needs, so that nothing is coded a second way."""

    record: Record
    document: Document
    chains: Chains
    drafts: list[Draft]  # one an event of the record, in its order
    said: list[Said]
    speakers: list[Chain | None]
    times: list[list[Timed]]
    countries: list[str]
    places: Places
    day: date | None
    sources: Sources


def with_codebook(coding: Callable[Given, T]) -> Callable[Given, T]:
    """Have a way of coding look words up in the codebook that its options name."""

    @wraps(coding)
    def run(*given: Given.args, **named: Given.kwargs) -> T:
        options = next((o for o in (*given, *named.values()) if isinstance(o, Options)), None)
        with lexicon.using(options.codebook if options else None):
            return coding(*given, **named)

    return run


def code(article: Article, options: Options | None = None) -> Record:
    """The record of one article. Pure: the same article and options give the same record."""
    return coded(article, options).record


@with_codebook
def coded(article: Article, options: Options | None = None, watch: Watch | None = None) -> Coded:
    """The record of one article beside what it was made of; `watch` sees how the events come about."""
    options = options or Options()
    language = options.language or reader()
    day = _day(article) or options.published
    document = Document(article, language)
    places = Places.open()
    known = options.world or world()
    window = written(document, known) if day is None else None
    chains = Chains(document, known, day or _middle(window), places)
    said = find_statements(document)
    times = read_times([line.words for line in document.lines], day)
    for s in said:
        if s.kind == "direct":
            chains.quoted |= {(line.number, i) for line, first, last in _words_of(document, s) for i in range(first, last)}
    speakers = [_speaker(document, chains, s) for s in said]
    for s, speaker in zip(said, speakers, strict=True):
        if s.kind == "direct" and speaker is not None:
            _hear(document, chains, s, speaker)
    chains.resolve_pronouns()
    drafts = [d for d in find_events(document, chains, options.sources, watch) if d.own or confidence(d) >= LEAST]
    everyone = {a.id: a for a in chains.finish()}
    statements = _statements(article, document, chains, said, speakers, times)
    countries = countries_of(document, chains)
    events = [_event(article, d, document, chains, places, countries, said, speakers, times) for d in drafts]
    voices = [
        Voice(s.content, speaker, document.lines[s.cue_at.line].words[s.cue_at.head].lemma.lower() if s.cue_at else None)
        for s, speaker in zip(said, speakers, strict=True)
        if speaker is not None
    ]
    on = (article.id, day.isoformat() if day else None)
    positions = find_positions(document, chains, drafts, voices, options.issues or issues(), on)
    drifts = find_drifts(statements, document)
    used = {i for e in events for i in (*e.actor_ids, *e.recipient_ids, e.vouched_by)}
    used |= {p.id for s in statements for p in (s.speaker, s.addressee) if p}
    used |= {i for p in positions for i in (p.actor, p.toward, p.claimed_by, *p.contested_by, *p.sought_by)}
    used |= {c.id for c in chains.all if c.kind in ("state", "body", "group", "person", "firm") and c.named}
    actors = tuple(a for i, a in everyone.items() if i in used)
    made = _made_by(language)
    article = msgspec.structs.replace(article, flags=(*article.flags, *_garbled(document)))
    record = Record(article, actors, tuple(statements), tuple(events), tuple(positions), tuple(drifts), made, written=window)
    return Coded(record, document, chains, drafts, said, speakers, times, countries, places, day, options.sources)


@with_codebook
def made_by(options: Options) -> MadeBy:
    """The versions of what codes with these options, told without coding."""
    return _made_by(options.language or reader())


def _made_by(language: Reader) -> MadeBy:
    from .. import __version__

    own = lexicon.codebook().version
    return MadeBy(__version__, language.model.version, f"{RULES}+own-{own}" if own else RULES, WORLD)


def _day(article: Article) -> date | None:
    try:
        return date.fromisoformat((article.published or "")[:10])
    except ValueError:
        return None


def _garbled(document: Document) -> Iterator[Flag]:
    """Words written like a time that can be none, where the page's own reading has not flagged them."""
    flagged = [f.where for f in document.article.flags]
    for line in document.lines:
        for first, last in garbled(line.words):
            span = line.span(first, last)
            beside = (f for f in flagged if (f.part, f.paragraph) == (span.part, span.paragraph))
            if not any(f.start < span.end and span.start < f.end for f in beside):
                yield Flag("no such time", span)


def _middle(window: Window | None) -> date | None:
    """A day on which to look up who holds an office: relative expressions of time need the day itself, and get none."""
    if window is None or window.start is None:
        return None
    start = date.fromisoformat(window.start)
    return start + (date.fromisoformat(window.end) - start) / 2 if window.end else None


def _speaker(document: Document, chains: Chains, said: Said) -> Chain | None:
    if said.source is None:
        return None
    return next(iter(chains.of(document.lines[said.source.line], said.source.head)), None)


def _hear(document: Document, chains: Chains, said: Said, speaker: Chain) -> None:
    for line, first, last in _words_of(document, said):
        chains.hear(line, first, last, speaker)


def _words_of(document: Document, said: Said) -> list[tuple[Line, int, int]]:
    """The words of a statement's content, line by line."""
    out = []
    for line in document.lines:
        if line.part == said.content.part and line.paragraph == said.content.paragraph:
            inside = [i for i, w in enumerate(line.words) if w.start < said.content.end and w.end > said.content.start]
            if inside:
                out.append((line, inside[0], inside[-1] + 1))
    return out


def _party(document: Document, chains: Chains, ref: Ref | None, chain: Chain | None) -> Party | None:
    if ref is None:
        return None
    line = document.lines[ref.line]
    if chain is None:
        chain = next(iter(chains.of(line, ref.head)), None)
    if chain is not None:
        mention = chains.at(ref.line, ref.head)
        kinds = ("org",) if chain.kind == "group" else ("noun", "place", "org")
        if chain.kind in ("state", "body", "group") and mention is not None and mention.kind in kinds:
            # Who of a state speaks is as the article has it: the coast guard, the Élysée, Oslo; but a name in full where the
            # article gives it so.
            full = len(chain.name) > len(mention.text) and any(m.exact == chain.name for m in chain.mentions)
            short = full and _ABBREVIATED.fullmatch(mention.text) is not None
            return Party(chain.id, chain.name if short else mention.text, chain.code)
        return Party(chain.id, chain.name, chain.code)
    return Party(None, line.string(ref.first, ref.last), None)


def _statements(
    article: Article,
    document: Document,
    chains: Chains,
    said: list[Said],
    speakers: list[Chain | None],
    times: list[list[Timed]],
) -> list[Statement]:
    ids = [
        stable_id("statement", article.id, s.content.part, str(s.content.paragraph), str(s.content.start), s.content.exact)
        for s in said
    ]
    out = []
    for s, speaker, number in zip(said, speakers, ids, strict=True):
        line = document.lines[s.cue_at.line] if s.cue_at else None
        said_on = when(line, s.cue_at.head, times) if line is not None and s.cue_at else None
        venue = document.lines[s.venue.line].string(s.venue.first, s.venue.last) if s.venue else None
        out.append(
            Statement(
                number,
                _party(document, chains, s.source, speaker),
                _party(document, chains, s.addressee, None),
                s.kind,
                s.content.exact,
                s.cue,
                said_on,
                venue,
                ids[s.nested_in] if s.nested_in is not None else None,
                round(s.confidence, 4),
                s.content,
            )
        )
    return out


def _event(
    article: Article,
    d: Draft,
    document: Document,
    chains: Chains,
    places: Places,
    countries: list[str],
    said: list[Said],
    speakers: list[Chain | None],
    times: list[list[Timed]],
) -> Event:
    told = [(d.line, d.word, d.evidence), *d.more]
    at = next((x for x in (when(line, word, times) for line, word, _ in told) if x is not None), None)
    place = next((x for x in (where(line, word, places, chains, countries) for line, word, _ in told) if x is not None), None)
    voice = _voice(d, said, speakers)
    number = stable_id(
        "event", article.id, d.type, d.evidence.part, str(d.evidence.paragraph), str(d.evidence.start), d.evidence.exact
    )
    words = [w.lemma.lower() for line in document.paragraph(d.line) for w in line.words]
    hurt = (
        {(c.what, c.low, c.high): c for line, word, _ in told for c in counts(line, word, voice)}
        if d.type in ("ASSAULT", "COERCE", "PROTEST")
        else {}
    )
    kind = d.own or d.type
    # A mode that came of joining with a PLOVER type's word may be none of the user's type.
    mode = d.mode if d.own is None or (kind, d.mode) in lexicon.codebook().scores else None
    return Event(
        number,
        kind,
        mode,
        lexicon.contexts(words, d.line.text),
        _codes(d.actors),
        _codes(d.recipients),
        tuple(c.id for c in d.actors),
        tuple(c.id for c in d.recipients),
        d.modality,
        d.background,
        voice,
        at,
        place,
        tuple(hurt.values()),
        lexicon.intensity(kind, mode),
        lexicon.quad(kind),
        confidence(d),
        d.evidence,
        tuple(span for _, _, span in d.more),
    )


def _codes(chains: list[Chain]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.code for c in chains if c.code))


def _voice(d: Draft, said: list[Said], speakers: list[Chain | None]) -> str | None:
    """Who vouches: the speaker in whose words the act stands, unless the act is that speaker's own speech."""
    start = d.line.words[d.word].start
    for s, speaker in zip(said, speakers, strict=True):
        c = s.content
        inside = c.part == d.line.part and c.paragraph == d.line.paragraph and c.start <= start < c.end
        if inside and speaker is not None and not (s.cue_at and s.cue_at.line == d.line.number and s.cue_at.head == d.word):
            return speaker.id
    return None
