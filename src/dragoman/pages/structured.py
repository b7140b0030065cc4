"""What a page states of itself for machines: JSON-LD, Open Graph and other meta elements."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.etree import _Element as HtmlElement

_ARTICLES = frozenset(
    """Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle
    ReviewNewsArticle AskPublicNewsArticle SatiricalArticle AdvertiserContentArticle BlogPosting LiveBlogPosting Report
    ScholarlyArticle TechArticle SocialMediaPosting MedicalScholarlyArticle""".split()
)
# meta elements that state a time, the surest first
_PUBLISHED = tuple(
    """article:published_time og:article:published_time parsely-pub-date datepublished publishdate pubdate publish-date
    publish_date dc.date.issued dcterms.created dc.date sailthru.date date article.published published-date og:pubdate
    cxenseparse:recs:publishtime""".split()
)
_UPDATED = tuple("article:modified_time og:updated_time datemodified last-modified dcterms.modified lastmod".split())


@dataclass(frozen=True)
class Entry:
    """One update of a live blog."""

    text: str
    headline: str | None
    time: str | None


@dataclass(frozen=True)
class Stated:
    """The page's own statements, cleaned of markup but not believed yet."""

    headlines: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    updated: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    outlet: str | None = None
    urls: tuple[str, ...] = ()
    article_body: str | None = None
    entries: tuple[Entry, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    free: bool | None = None  # whether the whole article is open to all
    metas: dict[str, list[str]] = field(default_factory=dict)


def stated(tree: HtmlElement) -> Stated:
    """All that a page states of itself."""
    metas = _metas(tree)
    node = _article_node(tree)
    persons, bodies = _authors(node)
    published = [("JSON-LD datePublished", value) for value in _texts(node.get("datePublished"))]
    updated = [("JSON-LD dateModified", value) for value in _texts(node.get("dateModified"))]
    for name in _PUBLISHED:
        published += [(f"meta {name}", value) for value in metas.get(name, ())]
    for name in _UPDATED:
        updated += [(f"meta {name}", value) for value in metas.get(name, ())]
    publisher = node.get("publisher")
    outlet = _first(_names(publisher)) or _first(metas.get("og:site_name", [])) or _first(metas.get("application-name", []))
    return Stated(
        headlines=_unique(
            [
                *_texts(node.get("headline")),
                *metas.get("og:title", ()),
                *metas.get("twitter:title", ()),
                *_texts(node.get("name")),
            ]
        ),
        descriptions=_unique(
            [
                *_texts(node.get("description")),
                *_texts(node.get("alternativeHeadline")),
                *metas.get("og:description", ()),
                *metas.get("description", ()),
            ]
        ),
        persons=persons,
        bodies=bodies,
        published=tuple(published),
        updated=tuple(updated),
        language=_first(_texts(node.get("inLanguage"))),
        outlet=plain_text(outlet) if outlet else None,
        urls=_unique([*metas.get("og:url", ()), *_texts(node.get("url"))]),
        article_body=_first(_texts(node.get("articleBody"), clean=False)),
        entries=tuple(_entries(node)),
        section=_first([*_texts(node.get("articleSection")), *metas.get("article:section", ()), *metas.get("section", ())]),
        tags=_tags(node, metas),
        free=_free(node.get("isAccessibleForFree")),
        metas=metas,
    )


def _tags(node: dict[str, Any], metas: dict[str, list[str]]) -> tuple[str, ...]:
    """The article's tags or keywords, at most thirty."""
    for values in (
        metas.get("article:tag", []),
        _texts(node.get("keywords")),
        metas.get("news_keywords", []),
        metas.get("keywords", []),
    ):
        split = [part for value in values for part in (re.split(r"\s*[,;|]\s*", value) if len(values) < 3 else [value])]
        tags = [tag for tag in _unique(split) if len(tag) <= 60]
        if tags:
            return tuple(tags[:30])
    return ()


def _free(value: Any) -> bool | None:
    text = str(value).lower()
    return {"true": True, "false": False}.get(text)


def plain_text(text: str) -> str:
    """A value of the page's data as plain text: entities resolved, tags and runs of space gone."""
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", text).split())


_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_STRING = re.compile(r'"(?:[^"\\]|\\.){1500,}"')


def embedded(tree: HtmlElement) -> str | None:
    """The longest piece of HTML with paragraphs that stands as a string in the page's scripts: pages that are built by them."""
    best: str | None = None
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) < 1500 or ("u003cp" not in text and "<p" not in text):
            continue
        for match in _STRING.finditer(text):
            value: Any = match.group()
            for _ in range(3):  # a string within a string within a string
                try:
                    value = json.loads(value, strict=False)
                except ValueError:
                    break
                if not isinstance(value, str) or len(re.findall(r"<p[ >]", value)) >= 3:
                    break
                inner = _STRING.search(value)
                if inner is None:
                    break
                value = inner.group()
            if isinstance(value, str) and len(re.findall(r"<p[ >]", value)) >= 3 and len(value) > len(best or ""):
                best = value
    return best


def _first(values: list[str] | tuple[str, ...]) -> str | None:
    return next((value for value in values if value.strip()), None)


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for value in values if (text := plain_text(value))))


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    metas: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, []).append(content)
    return metas


def _article_node(tree: HtmlElement) -> dict[str, Any]:
    """The JSON-LD node of the page's article: the fullest of those whose type says article."""
    best: dict[str, Any] = {}
    score = 0
    for node in _nodes(tree):
        kinds = node.get("@type")
        named = {str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds])}
        if not named & _ARTICLES:
            continue
        worth = 1 + sum(
            bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "description", "publisher")
        )
        if worth > score:
            best, score = node, worth
    return best


def _whole(data: Any, text: str) -> Any:
    """What was read of JSON, with U+FFFD for halves of characters, which no file and no table can hold."""
    if not _HALF.search(text):
        return data
    return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        text = re.sub(r"^\s*(?:<!--|/?\*?\s*<!\[CDATA\[\s*\*?/?)|(?:-->|/?\*?\s*\]\]>\s*\*?/?)\s*$", "", script.text.strip())
        for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text).rstrip(";\n ")):
            try:
                data = _whole(json.loads(attempt, strict=False), attempt)
            except (ValueError, RecursionError):
                continue
            by_id: dict[str, dict[str, Any]] = {}
            nodes = list(_walk(data, 0))
            for node in nodes:
                if isinstance(node.get("@id"), str) and len(node) > 1:
                    by_id.setdefault(node["@id"], node)
            for node in nodes:
                yield {key: _resolved(value, by_id) for key, value in node.items()}
            break


def _walk(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, list):
        for item in data[:500]:
            yield from _walk(item, depth + 1)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"):
            if key in data:
                yield from _walk(data[key], depth + 1)


def _resolved(value: Any, by_id: dict[str, dict[str, Any]], depth: int = 0) -> Any:
    """A reference to another node ({"@id": …}) replaced by that node, one level deep."""
    if isinstance(value, list) and depth <= _DEEPEST:
        return [_resolved(item, by_id, depth + 1) for item in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
        return by_id.get(value["@id"], value)
    return value


_DEEPEST = 8  # of values in values that still say something


def _texts(value: Any, clean: bool = True, depth: int = 0) -> list[str]:
    if isinstance(value, str):
        return [plain_text(value) if clean else value] if value.strip() else []
    if depth > _DEEPEST:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, clean, depth + 1)]
    if isinstance(value, dict):
        return _texts(value.get("@value") or value.get("name") or value.get("alternateName"), clean, depth + 1)
    return []


def _names(value: Any, depth: int = 0) -> list[str]:
    if isinstance(value, list) and depth <= _DEEPEST:
        return [name for item in value for name in _names(item, depth + 1)]
    if isinstance(value, dict):
        return _texts(value.get("name"), depth=depth)
    return _texts(value, depth=depth)


def _authors(node: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The authors said to be persons (or not said to be anything), and those said to be bodies."""
    value = node.get("author") or node.get("creator")
    persons: list[str] = []
    bodies: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        kind = item.get("@type") if isinstance(item, dict) else None
        is_body = "Organization" in str(kind)
        (bodies if is_body else persons).extend(name for name in _names(item) if not name.startswith("http"))
    return _unique(persons), _unique(bodies)


def _entries(node: dict[str, Any]) -> Iterator[Entry]:
    updates = node.get("liveBlogUpdate")
    for update in updates if isinstance(updates, list) else []:
        if not isinstance(update, dict):
            continue
        text = _first(_texts(update.get("articleBody"))) or ""
        headline = _first(_texts(update.get("headline")))
        if text or headline:
            yield Entry(text, headline, _first(_texts(update.get("datePublished"))))
