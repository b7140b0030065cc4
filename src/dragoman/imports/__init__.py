"""Imports: the events of POLECAT, GDELT and ICEWS as records without text, to be kept beside one's own and compared with them."""

from .gdelt import read_gdelt
from .icews import read_icews
from .polecat import read_polecat

__all__ = ["read_gdelt", "read_icews", "read_polecat"]
