"""The sentences written to train on: every mark can be read, and every event is one that PLOVER has."""

from pathlib import Path

import pytest
from training.data import MODALITIES, TYPES, read_own

FILES = sorted((Path(__file__).parents[2] / "training" / "sentences").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_marks_can_be_read(path: Path) -> None:
    items = read_own(path)
    assert len(items) > 100
    for sentence in (s for item in items for s in item):
        for word, (kind, modality, actors, recipients) in (sentence.triggers or {}).items():
            assert kind in TYPES and modality in MODALITIES
            assert {word, *actors, *recipients} <= set(range(len(sentence.words)))


def test_no_item_stands_twice() -> None:
    lines = [x for path in FILES for x in path.read_text("utf-8").splitlines() if x and x[0] != "#"]
    assert len(lines) == len(set(lines))
