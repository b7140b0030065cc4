"""Article and Analysis to Statements, Events and Positions, each with its evidence."""

from .coder import Options, code
from .drafts import Sources

__all__ = ["Options", "Sources", "code"]
