"""GeoJSON: points in RFC 7946's order, flat properties, what is left out counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.exports.conftest import Write
from tests.exports.invented import Memory, merged
from tests.exports.test_forms import odd

from dragoman.model import Place


def read(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text("utf-8"))
    assert isinstance(found, dict) and found["type"] == "FeatureCollection"
    return found


def test_longitude_comes_first(write: Write) -> None:
    (feature,) = read(write("geojson", Memory((merged(),))))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-6.77164, 62.00973]}
    assert feature["type"] == "Feature" and feature["id"] == "m1"
    assert all(value is None or isinstance(value, (str, int, float)) for value in feature["properties"].values())
    assert feature["properties"]["first_day"] == "2024-05-11" and feature["properties"]["actors"] == "ISL"


def test_what_has_no_place_or_no_day_is_counted(write: Write) -> None:
    rows = [
        merged("m1"),
        merged("m2", place=None),
        merged("m3", place=Place("Norway", "NOR")),
        merged("m4", place=Place("x", None, 91.0, 0.0)),
        merged("m5", date=None),
    ]
    path = write("geojson", Memory(tuple(rows)))
    found = read(path)
    assert [f["id"] for f in found["features"]] == ["m1"]
    assert found["left_out"] == {"undated": 1, "unplaced": 3}
    assert path.with_name("out.rows").read_text() == "1"


def test_odd_content_and_none_are_valid_json(write: Write) -> None:
    assert read(write("geojson", Memory()))["features"] == []
    assert len(read(write("geojson", odd()))["features"]) == 3
