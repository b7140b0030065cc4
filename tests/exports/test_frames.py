"""The tables in memory."""

from __future__ import annotations

import pytest

from dragoman.errors import ExportUnfit
from dragoman.exports import arrow, to_pandas, to_polars

from .test_forms import marked


def test_a_table_is_the_same_in_every_engine() -> None:
    pytest.importorskip("pyarrow")
    table = arrow(marked(), "events")
    assert table.num_rows == len(list(marked().events())) and str(table.schema.field("confidence").type) == "double"
    for name in ("reports", "statements", "positions", "pages", "actors"):
        assert arrow(marked(), name).num_rows > 0  # type: ignore[arg-type]
    with pytest.raises(ExportUnfit, match="no table"):
        arrow(marked(), "nothing")  # type: ignore[arg-type]
    pytest.importorskip("pandas")
    assert list(to_pandas(marked(), "events")["type"]) == table.column("type").to_pylist()


def test_polars() -> None:
    pytest.importorskip("pyarrow")
    pytest.importorskip("polars")
    assert to_polars(marked(), "events").height == len(list(marked().events()))


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.exports.extras.find_spec", lambda name: None)
    with pytest.raises(ExportUnfit, match="needs pyarrow; pip install"):
        arrow(marked(), "events")
