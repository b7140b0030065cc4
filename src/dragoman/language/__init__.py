"""Text to Analysis, by one small trained model that ships with the package."""

from functools import lru_cache

from .model import LanguageModel, Manifest
from .reader import Reader

__all__ = ["LanguageModel", "Manifest", "Reader", "reader"]


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The reader over the shipped model, loaded once."""
    return Reader()
