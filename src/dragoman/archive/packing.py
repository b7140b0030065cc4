"""Articles and their coding as bytes: JSON, compressed; the coding has the article's text as its dictionary."""

from __future__ import annotations

import hashlib
import zlib

import msgspec
from msgspec import Struct

from ..model import Actor, Article, Drift, Event, MadeBy, Position, Record, Statement, Window

# Keys and values that every coding holds. Whoever changes this makes old archives unreadable: add a second one instead.
_COMMON = (
    b'"confidence":0."prefix":"","suffix":""}]}],"counts":[],"intensity":-"contexts":["military","diplomatic","legal","economic"'
    b'"vouched_by":null,"date":{"start":"20","end":"20","precision":"day","text":"place":{"name":"country":"latitude":'
    b'"longitude":"geonames_id":"text":"approximate":false}"kind":"direct","kind":"indirect","kind":"mixed","content":"'
    b'"addressee":null,"cue":"said","venue":null,"nested_in":null,"speaker":{"id":"","name":"","code":"'
    b'"kind":"person","country":"parent":null,"sectors":["GOV"],"office":null,"office_from":null,"office_to":null,'
    b'"wikidata":null,"mentions":[{"part":"body","paragraph":0,"start":0,"end":0,"exact":"'
    b'"type":"CONSULT","mode":null,"type":"ACCUSE","mode":"disapprove","actors":[""],"recipients":[],"actor_ids":[""],'
    b'"recipient_ids":[],"modality":"actual","background":false,"more_evidence":[],"evidence":{"part":"body","paragraph":'
    b'"toward":null,"issue":null,"stance":"support","claimed_by":null,"contested_by":[],"sought_by":[],"as_of":"20'
)
_WINDOW = 32_768 - 1  # bytes of a dictionary that zlib looks back over
_LEVEL = 6


class Coding(Struct, frozen=True):
    """A record without its article."""

    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    positions: tuple[Position, ...]
    drifts: tuple[Drift, ...]
    made_by: MadeBy
    schema: int
    written: Window | None


_article, _coding = msgspec.json.Decoder(Article), msgspec.json.Decoder(Coding)


def pack_article(article: Article) -> bytes:
    """The article as bytes."""
    return zlib.compress(msgspec.json.encode(article), _LEVEL)


def unpack_article(data: bytes) -> Article:
    """The article of bytes. Raises ValueError or zlib.error where they are none."""
    return _article.decode(zlib.decompress(data))


def sought(article: Article) -> tuple[str, str]:
    """The words by which a page is found: of headline and standfirst, and of the rest."""
    head = " ".join(filter(None, (article.headline, article.standfirst)))
    return head, "\n".join([*(b.text for b in article.body), *(c.text for c in article.captions)])


def pack_coding(record: Record) -> tuple[bytes, str]:
    """The record without its article, as bytes, and a hash of it."""
    r = record
    coding = Coding(r.actors, r.statements, r.events, r.positions, r.drifts, r.made_by, r.schema, r.written)
    plain = msgspec.json.encode(coding)
    packer = zlib.compressobj(_LEVEL, zdict=_dictionary(record.article))
    return packer.compress(plain) + packer.flush(), hashlib.sha256(plain).hexdigest()[:16]


def unpack(data: bytes, article: Article) -> Record:
    """The record of an article from the bytes of its coding. Raises ValueError or zlib.error where they are none."""
    c = _coding.decode(zlib.decompressobj(zdict=_dictionary(article)).decompress(data))
    return Record(article, c.actors, c.statements, c.events, c.positions, c.drifts, c.made_by, c.schema, c.written)


def _dictionary(article: Article) -> bytes:
    text = "\n".join(text for _, _, text in article.parts()).encode("utf-8", "surrogatepass")
    return (text + _COMMON)[-_WINDOW:]
