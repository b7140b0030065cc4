"""Copies of one text, and one happening told by several: signatures, how two are alike, groups, and events merged across them."""

from .compare import Likeness, compare
from .sign import Signature, sign

__all__ = ["Likeness", "Signature", "compare", "sign"]
