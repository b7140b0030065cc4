"""Counting: from events to dyads, panels, timelines, comparisons, samples for people to judge, and alerts.

Pure functions over what an archive gives (`dragoman.model.archived`); nothing here opens one.
"""

from .agree import Report, agree
from .alerts import Alert, Rule, fires, rules
from .chance import alpha, wilson
from .compare import Comparison, compare
from .coverage import Read, coverage
from .dyads import Dyad, dyad
from .panel import Panel, panel
from .periods import By, Window, window
from .sample import Drawn, draw
from .svg import svg
from .tallies import HAPPENED, Kept, Tally
from .timeline import Day, timeline

__all__ = [
    "HAPPENED",
    "Alert",
    "By",
    "Comparison",
    "Day",
    "Drawn",
    "Dyad",
    "Kept",
    "Panel",
    "Read",
    "Report",
    "Rule",
    "Tally",
    "Window",
    "agree",
    "alpha",
    "compare",
    "coverage",
    "draw",
    "dyad",
    "fires",
    "panel",
    "rules",
    "svg",
    "timeline",
    "wilson",
    "window",
]
