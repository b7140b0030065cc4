"""What a form needs beside the package, asked for before anything is written."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import ExportUnfit
from .port import Form


def need(module: str, form: Form) -> None:
    """Raises `ExportUnfit` where the module that a form needs is not installed."""
    if find_spec(module) is None:
        raise ExportUnfit(form.name, f"needs {module}", f"pip install 'dragoman[{form.needs}]'")
