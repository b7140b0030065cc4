"""Exports: the record in the forms that the field uses."""

from .plover import Coded, coded

__all__ = ["Coded", "coded"]
