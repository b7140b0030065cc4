"""Writes an export into a folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.invented import Memory, contents

from dragoman.exports import Settings, form
from dragoman.world import world

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes contents in a form, and answers where; the number of rows is put beside under `.rows`."""

    def written(name: str, what: Memory | None = None, to: str = "out", **settings: object) -> Path:
        one = form(name)
        path = tmp_path / f"{to}{one.suffix}"
        count = one.write(contents() if what is None else what, path, Settings(world(), **settings))
        (tmp_path / f"{to}.rows").write_text(str(count))
        return path

    return written
