"""What a form needs beside the package, asked for before anything is written."""

from __future__ import annotations

from importlib.util import find_spec

from ..errors import ExportUnfit
from .port import Form


def need(module: str, form: Form) -> None:
    """Raises `ExportUnfit` where the module that a form needs is not installed."""
    need_package(module, form.name, f"'dragoman[{form.needs}]'")


def need_package(module: str, what: str, package: str) -> None:
    """Raises `ExportUnfit` where a module is not installed; `package` is what to give to pip."""
    if find_spec(module) is None:
        raise ExportUnfit(what, f"needs {module}", f"pip install {package}")
