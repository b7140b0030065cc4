"""What is written in a form of the field and read back is the same, as far as the form can hold it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.exports import made
from tests.exports.made import DENMARK, FISHERS, GUNMEN, ICELAND, MINISTER, NORWAY, PAGE, Made, merged

from dragoman.coding import lexicon
from dragoman.exports import Settings, form
from dragoman.imports import read_gdelt, read_icews, read_polecat
from dragoman.model import Actor, Event, Place, Record
from dragoman.model.archived import Merged
from dragoman.world import world

READERS = {"polecat": read_polecat, "gdelt": read_gdelt, "icews": read_icews}
CAMEO = ("gdelt", "icews")
SIDES = tuple(one for one in vars(made).values() if isinstance(one, Actor) and one is not DENMARK and one.code)
PLACES = (
    Place("Tórshavn", "FRO", 62.0097, -6.7716, 2611396),
    Place("Norway", "NOR", 62.0, 10.0, 3144096),
    Place("Texas", "USA", 31.25, -99.25, 4736286),
    Place("Pristina", "XKX", 42.6727, 21.1669, 786714),
)


def back(name: str, path: Path, *events: Merged, text: bool = True) -> list[Record]:
    """The records of a file that a form wrote."""
    file = path / f"out{form(name).suffix}"
    form(name).write(Made(*events), file, Settings(world(), text))
    found = list(READERS[name](file))
    assert all(isinstance(one, Record) for one in found), found
    return [one for one in found if isinstance(one, Record)]


def only(records: list[Record]) -> Event:
    [record] = records
    [event] = record.events
    return event


@pytest.mark.parametrize(("kind", "mode"), list(lexicon.shipped().scores))
def test_types_and_modes_of_polecat(kind: str, mode: str, tmp_path: Path) -> None:
    event = merged(kind, mode=mode or None, contexts=("economic", "military"))
    found = only(back("polecat", tmp_path, event))
    assert (found.type, found.mode, found.contexts) == (kind, mode or None, ("economic", "military"))
    assert (found.intensity, found.quad) == (event.event.intensity, event.event.quad)


@pytest.mark.parametrize("name", CAMEO)
@pytest.mark.parametrize(("kind", "mode"), [("ASSAULT", "drone"), ("SANCTION", "convict"), ("CONSULT", "visit"), ("AID", None)])
def test_types_and_modes_of_cameo(name: str, kind: str, mode: str | None, tmp_path: Path) -> None:
    found = only(back(name, tmp_path, merged(kind, mode=mode)))
    assert (found.type, found.mode) == (kind, mode)
    assert found.intensity == lexicon.shipped().scores[kind, mode or ""]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("actor", SIDES, ids=lambda one: one.id)
def test_sides(name: str, actor: Actor, tmp_path: Path) -> None:
    found = only(back(name, tmp_path, merged("ACCUSE", [actor], [DENMARK])))
    assert (found.actors, found.recipients) == ((actor.code,), ("DNK",))


@pytest.mark.parametrize("name", READERS)
def test_whoever_has_no_code_has_none(name: str, tmp_path: Path) -> None:
    [record] = back(name, tmp_path, merged("ACCUSE", [GUNMEN], [DENMARK]))
    [event] = record.events
    assert event.actors == () and len(event.actor_ids) == 1
    assert next(one for one in record.actors if one.id == event.actor_ids[0]).sectors == ("UAF",)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.name)
def test_day_and_place(name: str, place: Place, tmp_path: Path) -> None:
    found = only(back(name, tmp_path, merged(place=place)))
    assert found.date is not None and (found.date.start, found.date.end, found.date.precision) == (
        "2024-05-11",
        "2024-05-11",
        "day",
    )
    assert found.place is not None
    assert found.place == (place if name == "polecat" else replace(place, geonames_id=None))


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("kind", ["CONSULT", "COOPERATE", "AGREE"])
def test_a_mutual_act_comes_back_as_one(name: str, kind: str, tmp_path: Path) -> None:
    found = only(back(name, tmp_path, merged(kind, [ICELAND, NORWAY], [])))
    assert (found.type, set(found.actors), found.recipients) == (kind, {"ISL", "NOR"}, ())


@pytest.mark.parametrize("name", CAMEO)
def test_two_accusations_stay_two(name: str, tmp_path: Path) -> None:
    [record] = back(name, tmp_path, merged("ACCUSE"), merged("ACCUSE", [NORWAY], [ICELAND], id="e2"))
    assert [(event.actors, event.recipients) for event in record.events] == [(("ISL",), ("NOR",)), (("NOR",), ("ISL",))]


@pytest.mark.parametrize("name", READERS)
def test_a_record_holds_together(name: str, tmp_path: Path) -> None:
    other = replace(PAGE, id="p2", url="https://gazette.example/2", story="s2", outlet="gazette.example")
    events = [merged(), merged("AID", id="e2"), merged("ACCUSE", page=other, id="e3")]
    records = back(name, tmp_path, *events)
    assert [len(record.events) for record in records] == [2, 1]
    assert [record.article.outlet for record in records] == ["courier.example", "gazette.example"]
    assert len({record.article.id for record in records}) == 2
    assert back(name, tmp_path, *events) == records
    for record in records:
        assert record.article.body == () and record.article.headline is None
        assert record.made_by.model in ("POLECAT", "GDELT 2.0", "ICEWS")
        assert {i for e in record.events for i in (*e.actor_ids, *e.recipient_ids)} == {a.id for a in record.actors}
        for event in record.events:
            span = event.evidence
            assert record.article.text(span.part, span.paragraph)[span.start : span.end] == span.exact == ""


@pytest.mark.parametrize("name", READERS)
def test_without_text_the_codes_come_back(name: str, tmp_path: Path) -> None:
    found = only(back(name, tmp_path, merged("ACCUSE", [MINISTER], [FISHERS]), text=False))
    assert (found.actors, found.recipients) == (("ISL",), ("CIV:NOR",))


def test_background_comes_back_from_gdelt(tmp_path: Path) -> None:
    assert only(back("gdelt", tmp_path, merged(background=True))).background


def test_packed_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "out.tab.gz"
    form("icews").write(Made(merged()), path, Settings(world()))
    assert only([one for one in read_icews(path) if isinstance(one, Record)]).type == "REQUEST"
