"""The engine: many sources into an archive."""

from .filling import Outcome, Settings, fill
from .rounds import Feed, Plan, plan, round_of

__all__ = ["Feed", "Outcome", "Plan", "Settings", "fill", "plan", "round_of"]
