"""Alerts: what fires, what stays silent, and rules that are none."""

from __future__ import annotations

from datetime import date

import pytest
from tests.counting.making import a_line

from dragoman.counting.alerts import Rule, fires, rules
from dragoman.model.archived import Line

TODAY = date(2024, 5, 31)


def on(*days: str, kind: str = "ASSAULT", pair: tuple[str, str] = ("IND", "CHN")) -> list[Line]:
    return [a_line(f"{day}{i}", f"2024-{day}", *pair, kind) for i, day in enumerate(days)]


def test_a_count_that_reaches_its_threshold() -> None:
    rule = Rule("clashes", "material_conflict", threshold=2)
    assert fires(rule, on("05-25"), TODAY) is None
    alert = fires(rule, on("05-25", "05-31", "05-24", "06-01"), TODAY)  # the last two lie outside
    assert alert is not None and (alert.value, alert.since, alert.until) == (2, "2024-05-25", "2024-05-31")
    assert alert.events == ("2024-05-311".replace("2024-", ""), "05-250") and "material conflict 2 in 7 days" in alert.said


def test_what_is_no_deed_or_has_no_day_in_the_window_does_not_count() -> None:
    lines = [
        a_line("e1", "2024-05-30", "IND", "CHN", "ASSAULT", modality="denied"),
        a_line("e2", "2024-05-30", "IND", "CHN", "ASSAULT", background=True),
        a_line("e3", "2024-05-01", "IND", "CHN", "ASSAULT", precision="month"),
        a_line("e4", None, "IND", "CHN", "ASSAULT"),
    ]
    assert fires(Rule("any"), lines, TODAY) is None
    assert fires(Rule("denied", modalities=("denied",)), lines, TODAY) is not None
    assert fires(Rule("month", window=31), lines, TODAY) is not None  # all of May lies within


def test_a_rise_is_held_against_the_windows_before() -> None:
    rule = Rule("more", "events", threshold=2, compare="rises", before=2)
    before = on("05-11", "05-18", "05-20", "05-24")  # three and one in the weeks before... 05-11 to 05-17, 05-18 to 05-24
    alert = fires(rule, [*before, *on("05-26", "05-27", "05-28", "05-29")], TODAY)
    assert alert is not None and (alert.value, alert.usual) == (4, 2.0)
    assert fires(rule, [*before, *on("05-26", "05-27", "05-28")], TODAY) is None
    assert fires(rule, on("05-26", "05-27", "05-28", "05-29"), TODAY) is None  # no past to compare with
    assert fires(Rule("twice", compare="times", threshold=2, before=2), [*before, *on("05-26", "05-27", "05-28", "05-29")], TODAY)
    calm = fires(Rule("calm", compare="falls", threshold=2, before=2), before, TODAY)
    assert calm is not None and calm.value == 0 and calm.events == ()


def test_net_intensity_that_falls_below() -> None:
    rule = Rule("worse", "net_intensity", compare="falls_to", threshold=-10)
    assert fires(rule, on("05-30"), TODAY) is None
    assert fires(rule, on("05-30", "05-31"), TODAY) is not None
    assert fires(rule, [], TODAY) is None


def test_who_and_what_is_new() -> None:
    old = on("01-05")
    new = on("05-30", pair=("IND", "PAK"))
    actors = fires(Rule("new", "new_actors"), [*old, *new], TODAY)
    assert actors is not None and actors.what == ("PAK",) and actors.events == ("05-300",)
    pairs = fires(Rule("new", "new_pairs"), [*old, *on("05-30", pair=("CHN", "IND")), *new], TODAY)
    assert pairs is not None and pairs.what == ("IND and PAK",)
    types = fires(Rule("new", "new_types"), [*old, *on("05-30", kind="ACCUSE")], TODAY)
    assert types is not None and types.what == ("ACCUSE",)
    assert fires(Rule("new", "new_actors"), new, TODAY) is None  # where all is new, nothing is
    assert fires(Rule("new", "new_actors"), [*old, *on("05-30")], TODAY) is None


def test_the_same_events_make_the_same_alert() -> None:
    rule, lines = Rule("clashes"), on("05-30", "05-31")
    one, other = fires(rule, lines, TODAY), fires(rule, lines[::-1], TODAY)
    later = fires(rule, [*lines, *on("05-29")], TODAY)
    assert one is not None and later is not None and one == other and one.id != later.id


def test_rules_from_toml_and_what_is_wrong_with_others() -> None:
    good, faults = rules(
        """
        [[alert]]
        name = "Clashes"
        measure = "material_conflict"
        window = 7
        compare = "rises"
        threshold = 5
        filter = { actors = ["IND", "CHN"] }

        [[alert]]
        measure = "events"

        [[alert]]
        name = "Clashes"

        [[alert]]
        name = "Words"
        measure = "wordiness"

        [[alert]]
        name = "Typo"
        treshold = 4

        [[alert]]
        name = "Never"
        window = 0

        [[alert]]
        name = "Fewer new ones"
        measure = "new_actors"
        compare = "falls"
        """,
        "my.toml",
    )
    assert [rule.name for rule in good] == ["Clashes"]
    assert good[0].filter == {"actors": ["IND", "CHN"]} and good[0].before == 4
    told = [str(fault) for fault in faults]
    assert len(told) == 6 and all(text.startswith("D727 my.toml, alert ") for text in told)
    for text, words in zip(told, ("name", "another rule", "wordiness", "treshold", "window", "reaches"), strict=True):
        assert words in text


@pytest.mark.parametrize("text", ["[[alert", "alert = 3"])
def test_files_that_hold_no_rules(text: str) -> None:
    good, (fault,) = rules(text)
    assert good == [] and "D727" in str(fault)


def test_a_file_may_be_about_something_else() -> None:
    assert rules("every = 60\n[[feed]]\nurl = 'x'") == ([], [])
