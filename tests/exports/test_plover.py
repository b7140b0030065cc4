"""Our codes of actors in PLOVER's."""

from datetime import date

import pytest

from dragoman.exports import coded
from dragoman.world import resolve, world


@pytest.mark.parametrize(
    ("phrase", "country", "sectors"),
    [
        ("Norway", "NOR", ()),
        ("the Norwegian parliament", "NOR", ("LEG",)),
        ("the United Nations", "UNO", ()),
        ("the Security Council", "UNO", ()),
        ("European Union legislators", "EUR", ("LEG",)),
        ("NATO", "IGO", ("MIL",)),
        ("Kosovo", "KOS", ()),
        ("Al-Qaeda", "IMG", ("REB",)),
        ("Polish farmers", "POL", ("AGR",)),
        ("Gazprom", "RUS", ("BUS",)),
        ("Western countries", "", ()),
    ],
)
def test_codes(phrase: str, country: str, sectors: tuple[str, ...]) -> None:
    actor = resolve(phrase, world(), date(2022, 1, 1))
    assert actor is not None
    found = coded(actor, world())
    assert (found.country, found.sectors[:1]) == (country, sectors)
