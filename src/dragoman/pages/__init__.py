"""News pages to clean articles: fetch the bytes of a source, and read an article from them."""

from __future__ import annotations

from dragoman.pages.fetching import Source, fetch
from dragoman.pages.reading import read

__all__ = ["Source", "fetch", "read"]
