"""Judgements of a record's events: given, kept, laid over what is coded again, and made into training sentences."""

from .giving import changes_of, judgement
from .laying import lay
from .sentences import training_sentences
from .store import all, append, file_of

__all__ = ["all", "append", "changes_of", "file_of", "judgement", "lay", "training_sentences"]
