"""PLOVER to CAMEO and back."""

import pytest

from dragoman.coding import lexicon
from dragoman.exports.cameo import FOLDER, codes, from_cameo, to_cameo
from dragoman.world.tables import read_table

WAYS = read_table(FOLDER / "to_cameo.tsv", ("type", "mode", "context", "code", "lost", "source"))


def test_every_type_and_mode_of_the_codebook_has_a_code() -> None:
    for kind, mode in lexicon.shipped().scores:
        found = to_cameo(kind, mode or None)
        assert found is not None and found.code in codes(), (kind, mode)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: "-".join((way["type"], way["mode"], way["context"])))
def test_what_a_code_loses_on_the_way_back_is_told(way: dict[str, str]) -> None:
    back = codes()[way["code"]]
    lost = (
        "type" if back.type != way["type"]
        else "mode" if (back.mode or "") != way["mode"]
        else "context" if way["context"] and way["context"] not in back.contexts
        else ""
    )  # fmt: skip
    assert way["lost"] == lost


def test_the_way_back_is_plovers() -> None:
    book = lexicon.shipped()
    for code in codes().values():
        if code.type is not None:
            assert (code.type, code.mode or "") in book.scores, code
        assert set(code.contexts) <= set(book.contexts), code
        assert -10 <= code.goldstein <= 10


@pytest.mark.parametrize(
    ("kind", "mode", "contexts", "code"),
    [
        ("AGREE", None, (), "030"),
        ("AGREE", None, ("military",), "0312"),
        ("AGREE", None, ("military", "economic"), "0311"),
        ("ASSAULT", "drone", ("military",), "1952"),
        ("ASSAULT", "no-such-mode", ("military",), "190"),
        ("SANCTION", None, ("economic",), "163"),
        ("SANCTION", "convict", ("legal",), "116"),
        ("CONCEDE", None, ("economic",), "080"),
    ],
)
def test_contexts_choose_among_codes(kind: str, mode: str | None, contexts: tuple[str, ...], code: str) -> None:
    found = to_cameo(kind, mode, contexts)
    assert found is not None and found.code == code


def test_a_type_of_the_users_has_no_code() -> None:
    assert to_cameo("FISHERY") is None


@pytest.mark.parametrize(
    ("code", "kind", "mode"),
    [
        ("163", "SANCTION", None),
        ("0871", "CONCEDE", None),
        ("0813", "CONCEDE", None),
        ("055", "CONCEDE", None),
        ("016", "REJECT", None),
        ("0233", "REQUEST", "assist"),
        ("010", None, None),
        ("14", "PROTEST", None),
        ("138i", "THREATEN", "violence"),
        ("13y", "THREATEN", None),
        ("1839", "ASSAULT", "explosives"),
    ],
)
def test_codes_as_files_have_them(code: str, kind: str | None, mode: str | None) -> None:
    found = from_cameo(code)
    assert found is not None and (found.type, found.mode) == (kind, mode)


@pytest.mark.parametrize("code", ["", "99", "999", "x", "-1", "٠٤٢", "21"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert from_cameo(code) is None


def test_quads_go_by_the_root() -> None:
    assert [codes()[code].quad for code in ("010", "057", "060", "0874", "090", "139", "140", "2042")] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert (codes()["0251"].base, codes()["0251"].root) == ("025", "02")
