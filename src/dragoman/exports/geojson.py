"""GeoJSON (RFC 7946): the events that have a place and a day, as points with flat properties."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from .columns import plain
from .jsonl import encoded
from .port import Contents, Form, Settings
from .tables import EVENTS
from .withholding import prepared
from .writing import fresh_file


def write(contents: Contents, path: Path, settings: Settings) -> int:
    """Write the file; the number of features. What is left out is counted in it, under `left_out`. Raises `ExportUnwritable`."""
    columns = [column for column in EVENTS.columns if column.name not in ("latitude", "longitude")]
    count, left_out = 0, {"undated": 0, "unplaced": 0}
    with fresh_file(path) as file:
        file.write(b'{"type":"FeatureCollection","features":[')
        for merged in prepared(contents, settings).events():
            place = merged.event.place
            values = dict(zip((c.name for c in EVENTS.columns), EVENTS.values(merged), strict=True))
            if place is None or not _on_earth(place.latitude, place.longitude):
                left_out["unplaced"] += 1
            elif values["first_day"] is None:
                left_out["undated"] += 1
            else:
                feature: dict[str, Any] = {
                    "type": "Feature",
                    "id": merged.id,
                    "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
                    "properties": {c.name: plain(c.kind, values[c.name]) for c in columns},
                }
                file.write((b",\n" if count else b"\n") + encoded(feature))
                count += 1
        file.write(b'\n],"left_out":' + encoded(left_out) + b"}\n")
    return count


def _on_earth(latitude: float | None, longitude: float | None) -> bool:
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return False
    return abs(latitude) <= 90 and abs(longitude) <= 180


FORM = Form("geojson", ".geojson", "GeoJSON: events with a place and a day as points, for QGIS, Leaflet, kepler.gl", write)
