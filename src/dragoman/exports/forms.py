"""Every form of export by its name; the module behind one is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from .port import Form

# The names in the order in which they are listed, each with the module that has its `FORM`.
_MODULES = {
    "polecat": "polecat",
    "gdelt": "gdelt",
    "icews": "icews",
}


class _Forms(Mapping[str, Form]):
    def __getitem__(self, name: str) -> Form:
        form: Form = import_module(f".{_MODULES[name]}", __package__).FORM
        return form

    def __iter__(self) -> Iterator[str]:
        return iter(_MODULES)

    def __len__(self) -> int:
        return len(_MODULES)


FORMS: Mapping[str, Form] = _Forms()
