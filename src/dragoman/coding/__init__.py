"""Article and Analysis to Statements, Events and Positions, each with its evidence."""

from .coder import Options, code, made_by
from .drafts import Sources

__all__ = ["Options", "Sources", "code", "made_by"]
