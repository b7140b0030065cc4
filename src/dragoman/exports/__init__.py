"""Exports: the record in the forms that the field uses."""

from .forms import FORMS
from .plover import Coded, coded, plover_type
from .port import Contents, Form, Groups, Settings

__all__ = ["FORMS", "Coded", "Contents", "Form", "Groups", "Settings", "coded", "plover_type"]
