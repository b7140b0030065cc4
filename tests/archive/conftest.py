"""Records of our own making for the archive, and an archive of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.archive import Archive, heads
from dragoman.coding import lexicon
from dragoman.identity import stable_id
from dragoman.model import (
    Actor,
    Article,
    Block,
    Date,
    Event,
    MadeBy,
    Modality,
    Party,
    Place,
    Position,
    Record,
    Statement,
    span_of,
)

MADE = MadeBy("0", "model", "rules", "world")
NAMES = {"ISL": "Iceland", "NOR": "Norway", "DNK": "Denmark", "FRO": "Faroe Islands", "USA": "United States", "CHN": "China"}


def actor(article: str, code: str) -> Actor:
    """A state as an article names it."""
    return Actor(stable_id("actor", article, code), NAMES.get(code, code), code, "state", code, None, ("GOV",))


def record(
    *deeds: tuple[str, str, str, str],
    url: str | None = "https://example.org/one",
    outlet: str = "example.org",
    published: str | None = "2024-03-12",
    headline: str = "Talks on herring",
    more: str = "",
    modality: Modality = "actual",
    place: Place | None = None,
    made: MadeBy = MADE,
) -> Record:
    """A record of deeds: `(type, actor, recipient, sentence)`, each sentence a paragraph, the deed dated by the page's day."""
    body = tuple(Block(sentence) for *_, sentence in deeds) + ((Block(more),) if more else ())
    ident = stable_id("article", headline, *(b.text for b in body))
    article = Article(ident, url, headline, published=published, language="en", outlet=outlet, body=body)
    codes = dict.fromkeys(code for _, one, other, _ in deeds for code in (one, other) if code)
    actors = tuple(actor(ident, code) for code in codes)
    by_code = {a.code: a for a in actors}
    events = []
    for k, (kind, one, other, sentence) in enumerate(deeds):
        words = sentence.rstrip(".")
        events.append(
            Event(
                stable_id("event", ident, kind, str(k)),
                kind,
                None,
                ("diplomatic",),
                (one,) if one else (),
                (other,) if other else (),
                (by_code[one].id,) if one else (),
                (by_code[other].id,) if other else (),
                modality,
                False,
                None,
                Date(published, published, "day", "on Tuesday") if published else None,
                place,
                (),
                lexicon.intensity(kind),
                lexicon.quad(kind),
                0.8,
                span_of(sentence, "body", k, 0, len(words)),
            )
        )
    said = tuple(
        Statement(
            stable_id("statement", e.id),
            Party(a.id, a.name, a.code),
            None,
            "indirect",
            e.evidence.exact,
            "said",
            None,
            None,
            None,
            0.9,
            e.evidence,
        )
        for e, a in zip(events, actors, strict=False)
    )
    stand = tuple(
        Position(
            stable_id("position", e.id),
            e.actor_ids[0],
            None,
            "herring",
            "oppose",
            None,
            (),
            (),
            published,
            0.7,
            (e.evidence,),
            "trade",
        )
        for e in events[:1]
        if e.actor_ids
    )
    return Record(article, actors, said, tuple(events), stand, (), made)


HERRING = (
    (
        "REQUEST",
        "ISL",
        "NOR",
        "Iceland urged Norway on Tuesday to come back to the talks on the shared stock of herring in the northern sea.",
    ),
    (
        "REJECT",
        "NOR",
        "ISL",
        "Norway turned the invitation down and called the figures that were put before its fisheries ministry guesswork.",
    ),
)
CABLE = (
    (
        "CONSULT",
        "USA",
        "CHN",
        "American and Chinese delegations sat down in Geneva to speak about damaged cables under the southern strait.",
    ),
    (
        "ACCUSE",
        "CHN",
        "USA",
        "China accused the United States of spying on the repair ships that were sent out from its harbours last autumn.",
    ),
)


@pytest.fixture(autouse=True)
def unsynced(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for the disk, but where a test is about that."""
    if "reaches_the_disk" not in request.node.name:
        monkeypatch.setattr(heads, "_synced", lambda path: None)


def _lake(path: Path) -> Any:
    pytest.importorskip("deltalake")
    pytest.importorskip("dragoman.archive.lake")
    return path / "talks.lake"


PATHS = {"sqlite": lambda folder: folder / "talks.dragoman", "lake": _lake}


@pytest.fixture(params=sorted(PATHS))
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where an archive shall be, once for each adapter: what is tested with it holds for all of them."""
    found: Path = PATHS[request.param](tmp_path)
    return found


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    """An empty archive, once for each adapter."""
    with Archive.open(path, "make") as made:
        yield made
