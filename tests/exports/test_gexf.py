"""GEXF: the dyads that something happened between, opened by networkx."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from tests.exports.conftest import Write
from tests.exports.invented import MEETING, Memory, contents, merged
from tests.exports.test_forms import odd

from dragoman.model import Date

networkx = pytest.importorskip("networkx")


def graph(path: Path):  # type: ignore[no-untyped-def]
    return networkx.read_gexf(path, version="1.3")


def test_networkx_opens_it_with_what_the_edges_say(write: Write) -> None:
    later = merged("m6", quad=1, intensity=5.0, date=Date("2024-07", "2024-07", "month"))
    found = graph(write("gexf", Memory((merged("m1"), later))))
    assert found.is_directed() and set(found.nodes) == {"ISL", "NOR"}
    assert found.nodes["ISL"]["label"] == "Iceland" and found.nodes["ISL"]["kind"] == "state"
    edge = found.edges["ISL", "NOR"]
    assert (edge["events"], edge["verbal_cooperation"], edge["verbal_conflict"], edge["material_conflict"]) == (2, 1, 1, 0)
    assert (edge["mean_intensity"], edge["net_intensity"], edge["weight"]) == (0.75, 1.5, 2.0)
    assert (edge["first_day"], edge["last_day"]) == ("2024-05-11", "2024-07-31")
    assert (edge["start"], edge["end"]) == ("2024-05-11", "2024-07-31")


@pytest.mark.parametrize(
    "cells", [{"modality": "denied"}, {"modality": "threatened"}, {"background": True}, {"recipients": ("ISL",)}]
)
def test_what_did_not_happen_is_recalled_or_toward_oneself_is_no_edge(write: Write, cells: dict[str, object]) -> None:
    assert graph(write("gexf", Memory((merged(**cells),)))).number_of_edges() == 0


def test_a_mutual_act_leads_each_way(write: Write) -> None:
    found = graph(write("gexf", Memory((merged(**MEETING, actors=("ISL", "NOR", "FRO"), recipients=()),))))
    assert found.number_of_edges() == 6 and found.edges["NOR", "FRO"]["events"] == 1


def test_undated_events_have_no_days(write: Write) -> None:
    edge = graph(write("gexf", Memory((merged(date=None),)))).edges["ISL", "NOR"]
    assert "first_day" not in edge and "start" not in edge


@pytest.mark.parametrize("what", [contents(), odd()], ids=["plain", "odd"])
def test_elements_stand_as_the_schema_has_them(write: Write, what: Memory) -> None:
    root = etree.parse(write("gexf", what)).getroot()
    space = "{http://gexf.net/1.3}"
    assert root.tag == f"{space}gexf" and root.get("version") == "1.3"
    declared = {a.get("id") for a in root.iter(f"{space}attribute")}
    assert {v.get("for") for v in root.iter(f"{space}attvalue")} <= declared
    nodes = {n.get("id") for n in root.iter(f"{space}node")}
    assert nodes and all({e.get("source"), e.get("target")} <= nodes for e in root.iter(f"{space}edge"))
