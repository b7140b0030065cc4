"""Exports: the record in the forms that the field uses."""

from .bundle import Checked, Frozen, Manifest, check_bundle, unpack_bundle, write_bundle
from .forms import form, names
from .frames import arrow, to_pandas, to_polars
from .plover import Coded, coded, plover_type
from .port import Contents, Form, Settings

__all__ = [
    "Checked",
    "Coded",
    "Contents",
    "Form",
    "Frozen",
    "Manifest",
    "Settings",
    "arrow",
    "check_bundle",
    "coded",
    "form",
    "names",
    "plover_type",
    "to_pandas",
    "to_polars",
    "unpack_bundle",
    "write_bundle",
]
