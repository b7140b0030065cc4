"""News pages with what a reader would take from them, out of the public sets' own files.

A set is known by its files:

- ground truth in one JSON object {id: {articleBody, title, authors, date, url}} beside html/ID.html(.gz): the shape of the
  article extraction benchmark (AEB) and of NAEB;
- gold.json, a list of {id, title, authors, publishing_date, summary, sections, images}: fundus's own test pages;
- ground-truth/ID.json with {ground_truth: {main_content, with, without, title, author, publish_date}}: WCXB;
- dates.json, {url: {file, date}}: htmldate's evaluation.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .common import Options


@dataclass(frozen=True)
class Picture:
    """A picture's caption and the names in its credit."""

    caption: str
    credits: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One page; what its set does not say is None."""

    set: str
    id: str
    file: Path
    url: str | None = None
    language: str | None = None
    body: str | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    date: str | None = None
    standfirst: tuple[str, ...] | None = None
    pictures: tuple[Picture, ...] | None = None
    wanted: tuple[str, ...] = field(default=())
    unwanted: tuple[str, ...] = field(default=())
    joined: bool = True  # whether the set's body holds the standfirst

    def bytes(self) -> bytes:
        """The page as it was saved."""
        data = self.file.read_bytes()
        return gzip.decompress(data) if self.file.suffix == ".gz" else data


def pages_of(options: Options) -> dict[str, list[Page]]:
    """The sets under the data folder (or the set that it is), each with at most `limit` pages that are there."""
    folder = options.data if options.data.is_dir() else options.data.parent
    files = sorted(folder.rglob("*.json")) if options.data.is_dir() else [options.data]
    truths = {file for file in files if file.parent.name == "ground-truth"}
    sets: dict[str, list[Page]] = {}
    for home in sorted({file.parent.parent for file in truths}):
        sets[home.name] = list(_wcxb(home))
    for file in files:
        if file not in truths and file.parent.name != "html":
            sets.setdefault(file.parent.name, []).extend(_of_file(file))
    return {name: pages[: options.limit or None] for name, pages in sets.items() if pages}


def _of_file(file: Path) -> Iterator[Page]:
    try:
        data = json.loads(file.read_text("utf-8"))
    except ValueError:
        return
    name = file.parent.name
    if isinstance(data, list):
        for item in data:
            if isinstance(item, dict) and "sections" in item:
                yield from _there(name, item["id"], file.parent, item, _fundus(item))
        return
    for key, item in data.items():
        if not isinstance(item, dict):
            return
        if "articleBody" in item:
            yield from _there(name, key, file.parent, item, _aeb(item))
        elif "file" in item and "date" in item:
            page = file.parent / item["file"]
            if page.exists():
                yield Page(name, key, page, url=key, date=item["date"])


def _there(name: str, key: str, home: Path, item: dict[str, Any], gold: dict[str, Any]) -> Iterator[Page]:
    for ending in (".html.gz", ".html"):
        if (page := home / "html" / f"{key}{ending}").exists():
            yield Page(name, key, page, url=item.get("url"), **gold)
            return


def _aeb(item: dict[str, Any]) -> dict[str, Any]:
    authors = item.get("authors")
    if isinstance(authors, str):
        authors = [part.strip() for part in authors.split(",") if part.strip()]
    return {
        "body": item["articleBody"] or "",
        "title": item.get("title") or None,
        "authors": tuple(authors) if authors else None,
        "date": item.get("date") or None,
        "language": item.get("language") or "en",
    }


def _fundus(item: dict[str, Any]) -> dict[str, Any]:
    lines = [line for section in item["sections"] for line in (*section["headline"], *section["paragraphs"])]
    pictures = [Picture(image.get("caption") or "", tuple(image.get("authors") or ())) for image in item.get("images") or ()]
    return {
        "body": "\n".join(lines),
        "title": item.get("title") or None,
        "authors": tuple(item["authors"]) if item.get("authors") else None,
        "date": item.get("publishing_date") or None,
        "language": (item.get("html_lang") or "")[:2] or None,
        "standfirst": tuple(item["summary"]) if item.get("summary") else None,
        "pictures": tuple(pictures) if pictures else None,
        "joined": False,
    }


def _wcxb(home: Path) -> Iterator[Page]:
    for file in sorted((home / "ground-truth").glob("*.json")):
        item = json.loads(file.read_text("utf-8"))
        truth = item["ground_truth"]
        gold = {
            "body": truth.get("main_content") or "",
            "title": truth.get("title") or None,
            "authors": (truth["author"],) if truth.get("author") else None,
            "date": truth.get("publish_date") or None,
            "wanted": tuple(truth.get("with") or ()),
            "unwanted": tuple(truth.get("without") or ()),
            "language": "en",
        }
        yield from _there(home.name, file.stem, home, item, gold)
