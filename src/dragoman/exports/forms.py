"""The forms of export by their names, each loaded only when it is asked for."""

from __future__ import annotations

import difflib
from importlib import import_module
from typing import cast

from ..errors import ExportUnfit
from .port import Form

FORMS = {
    "csv": "flat",
    "parquet": "columnar",
    "jsonl": "jsonl",
    "polecat": "polecat",
    "gdelt": "gdelt",
    "icews": "icews",
    "ftm": "ftm",
    "ftm-statements": "ftm_statements",
    "gexf": "gexf",
    "neo4j": "neo4j",
    "geojson": "geojson",
    "ical": "ical",
    "labelstudio": "labelstudio",
}


def names() -> tuple[str, ...]:
    """The names of all forms."""
    return tuple(FORMS)


def form(name: str) -> Form:
    """The form of that name. Raises `ExportUnfit` where there is none."""
    module = FORMS.get(name)
    if module is None:
        near = difflib.get_close_matches(name, FORMS, 1)
        do = f"do you mean {near[0]}?" if near else "give one of " + ", ".join(FORMS)
        raise ExportUnfit(name[:80] or "''", "no form of export", do)
    return cast(Form, import_module(f".{module}", __package__).FORM)
