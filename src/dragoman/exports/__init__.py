"""Exports: the record in the forms that the field uses."""

from .plover import Coded, coded, plover_type

__all__ = ["Coded", "coded", "plover_type"]
