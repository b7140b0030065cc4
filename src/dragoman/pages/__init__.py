"""News pages to clean articles: fetch the bytes of a source, and read an article from them."""

from __future__ import annotations

from dragoman.pages.fetching import Source, fetch
from dragoman.pages.reading import read
from dragoman.pages.sources import expanded, links, open_sources
from dragoman.pages.web import Manners, Web

__all__ = ["Manners", "Source", "Web", "expanded", "fetch", "links", "open_sources", "read"]
