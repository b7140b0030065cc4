"""What `will` and `will not` make of an act."""

import pytest

from dragoman.coding import code
from dragoman.model import Article, Block, Event


def events(text: str) -> list[Event]:
    return list(code(Article("test", body=(Block(text),))).events)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway will release the Icelandic fishermen.", "AGREE"),
        ("Norway will not release the Icelandic fishermen.", "REJECT"),
        ("Norway released the Icelandic fishermen.", "RETREAT"),
        ("Norway said it would send food and medicine to Iceland.", "AGREE"),
        ("Norway is willing to withdraw its troops from Iceland.", "AGREE"),
        ("Norway will impose sanctions on Iceland.", "THREATEN"),
        ("Norway imposed sanctions on Iceland.", "SANCTION"),
        ("Norway reached a trade agreement with Iceland.", "AGREE"),
        ("Norway accepted the demands of Iceland.", "CONCEDE"),
    ],
)
def test_types(text: str, kind: str) -> None:
    assert kind in [e.type for e in events(text)]


def test_a_refusal_is_made() -> None:
    (event,) = [e for e in events("Norway will not lift the embargo on Iceland.") if e.type == "REJECT"]
    assert (event.modality, event.mode, event.actors, event.recipients) == ("actual", "yield", ("NOR",), ("ISL",))


def test_what_has_not_been_done_is_no_refusal() -> None:
    assert "REJECT" not in [e.type for e in events("Norway has not released the Icelandic fishermen.")]
