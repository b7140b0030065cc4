"""Texts, pages and reports to test with, all invented."""

from __future__ import annotations

import random
from functools import cache

from dragoman.model import Actor, Article, Block, Date, Event, MadeBy, Party, Place, Record, Span, Statement
from dragoman.model.archived import Heard, Page, Report

MADE = MadeBy("", "", "", "")
SYLLABLES = "ba ce dor fi gul hem jo kar lin mo nur pel qui ros sa tev um vor wex yl zan".split()


@cache
def vocabulary(seed: int, size: int) -> list[str]:
    """Words that no language has, so that none is a common one."""
    rng = random.Random(seed)
    return ["".join(rng.choice(SYLLABLES) for _ in range(3)) for _ in range(size)]


def text_of(seed: int, words: int = 200) -> str:
    """A text of its own: words of a common stock, and the small words between them."""
    rng = random.Random(seed)
    stock = vocabulary(0, 2500)
    return " ".join(rng.choice(stock) if n % 3 else rng.choice(("the", "of", "and", "in", "to")) for n in range(words)) + "."


def changed(text: str, share: float, seed: int = 7) -> str:
    """The text with that share of its words replaced by others."""
    rng = random.Random(seed)
    stock = vocabulary(1, 2500)
    return " ".join(rng.choice(stock) if rng.random() < share else word for word in text.split())


def record_of(text: str, headline: str | None = None, day: str | None = "2024-05-11", outlet: str | None = None) -> Record:
    """A record without rows: what a page gives before it is coded."""
    article = Article(
        id=f"{hash((text, headline)):x}",
        headline=headline,
        published=day,
        outlet=outlet,
        body=tuple(Block(part) for part in text.split("\n")),
    )
    return Record(article, (), (), (), (), (), MADE)


def page(id: str, text: str | None = None, story: str = "s1", outlet: str | None = None) -> Page:
    return Page(
        id=id,
        article=f"article-{id}",
        url=None,
        outlet=outlet or f"outlet-{id}",
        headline=None,
        published=None,
        day=None,
        language="en",
        words=100,
        text=text or id,
        story=story,
        added="2024-05-12",
    )


def report(
    on: Page,
    id: str = "e1",
    type: str = "CONSULT",
    actors: tuple[str, ...] = ("ISL",),
    recipients: tuple[str, ...] = (),
    modality: str = "actual",
    day: str | None = None,
    place: Place | None = None,
    confidence: float = 0.6,
    words: str = "met",
    background: bool = False,
    mode: str | None = None,
) -> Report:
    event = Event(
        id=f"{on.id}-{id}",
        type=type,
        mode=mode,
        contexts=(),
        actors=actors,
        recipients=recipients,
        actor_ids=actors,
        recipient_ids=recipients,
        modality=modality,  # type: ignore[arg-type]
        background=background,
        vouched_by=None,
        date=Date(day, day, "day") if day else None,
        place=place,
        counts=(),
        intensity=2.5,
        quad=1,
        confidence=confidence,
        evidence=Span("body", 0, 0, len(words), words),
    )
    return Report(on, event, tuple(Actor(code, code, code, "state") for code in (*actors, *recipients)))


def heard(on: Page, words: str, name: str | None = "Edda Specimen", code: str = "ISL", id: str = "q1") -> Heard:
    speaker = Actor(f"{on.id}-{name}", name, code, "person") if name else None
    party = Party(speaker.id, speaker.name, code) if speaker else None
    span = Span("body", 0, 0, len(words), words)
    return Heard(on, Statement(f"{on.id}-{id}", party, None, "direct", words, "said", None, None, None, 0.9, span), speaker)
