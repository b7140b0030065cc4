"""Copies of one text, and one happening told by several: signatures, how two are alike, groups, and rows merged across them."""

from .groups import Assigned, Candidate, assign, components, shortlist
from .likeness import Likeness, compare
from .merging import merge
from .quotations import Quotation, Wording, quotes
from .signing import Signature, sign

__all__ = [
    "Assigned",
    "Candidate",
    "Likeness",
    "Quotation",
    "Signature",
    "Wording",
    "assign",
    "compare",
    "components",
    "merge",
    "quotes",
    "shortlist",
    "sign",
]
