"""Comparisons: a change that is there is found, one that is not is not, and few events are no ground for either."""

from __future__ import annotations

from tests.counting.making import a_stand, an_event

from dragoman.counting.compare import Change, Comparison, Settings, compare
from dragoman.counting.periods import window
from dragoman.model.archived import Merged, Stand

WINDOWS = (window("2024-01"), window("2024-03..2024-04"))


def events(month: str, kinds: str, pair: tuple[str, str] = ("USA", "CHN"), mark: str = "") -> list[Merged]:
    """An event a letter: g(ood), b(ad), v(iolent)."""
    kind = {"g": "CONSULT", "b": "ACCUSE", "v": "ASSAULT"}
    return [an_event(f"{month}{mark}{i:03}", f"{month}-{i % 28 + 1:02}", *pair, kind[k]) for i, k in enumerate(kinds)]


def compared(found: list[Merged], stands: list[Stand] | None = None, **choices: object) -> Comparison:
    return compare(found, stands or [], WINDOWS, Settings(**choices))  # type: ignore[arg-type]


def only(found: Comparison) -> Change:
    (change,) = found.changes
    return change


def test_a_change_of_tone_with_its_evidence_from_both_sides() -> None:
    change = only(compared(events("2024-01", "ggggggggbg") + events("2024-03", "bbbvbbgbbb")))
    assert (change.actor, change.recipient, change.verdict) == ("CHN", "USA", "cooler")
    assert change.difference is not None and change.difference.low < change.difference.value < change.difference.high < 0
    assert change.p is not None and change.p < 0.05 and "became cooler" in change.said
    assert (change.first.quads, change.second.quads) == ((9, 0, 1, 0), (1, 0, 8, 1))
    assert {w.type for w in change.first.evidence} == {"CONSULT"} and {w.type for w in change.second.evidence} == {"ACCUSE"}
    assert all(w.told and w.told.evidence.exact for side in (change.first, change.second) for w in side.evidence)
    assert change.began == ("ASSAULT",) and change.ended == ()
    back = only(compare(events("2024-03", "ggggggggbg") + events("2024-01", "bbbvbbgbbb"), [], WINDOWS))
    assert back.verdict == "warmer"


def test_the_same_tone_is_no_change() -> None:
    change = only(compared(events("2024-01", "gbgbgbgbgb") + events("2024-03", "bgbgbgbgbg")))
    assert change.verdict == "no change shown" and change.p == 1.0 and "No change of tone is shown" in change.said


def test_chance_alone_seldom_makes_a_change() -> None:
    import random

    rng = random.Random(3)
    found: list[Merged] = []
    codes = [("USA", code) for code in "CHN RUS FRA DEU IND PAK ISR IRN JPN KOR BRA ARG ZAF NGA EGY TUR".split()]
    for pair in codes:
        for month in ("2024-01", "2024-03"):
            found += events(month, "".join(rng.choice("gbv") for _ in range(15)), pair, "-".join(pair))
    changes = compared(found, rounds=500).changes
    assert len(changes) == 16 and sum(c.verdict != "no change shown" for c in changes) <= 1


def test_too_few_events_are_told_plainly() -> None:
    found = events("2024-01", "gg") + events("2024-03", "vvvvvvvv")
    assert compared(found).changes == () and compared(found).few == 1
    change = only(compared(found, pairs=(("USA", "CHN"),)))
    assert change.verdict == "too few events" and change.p is None and change.difference is None
    assert change.said.startswith("Too few events to say: 2 events in 2 stories and 8 events in 8 stories")
    nothing = only(compared([], pairs=(("USA", "CHN"),)))
    assert (nothing.first.events, nothing.first.mean, nothing.verdict) == (0, None, "too few events")


def test_many_events_of_one_happening_are_one_witness() -> None:
    first = events("2024-01", "gggggggggg")
    second = [an_event(f"x{i}", "2024-03-02", "USA", "CHN", "ASSAULT", story="one") for i in range(30)]
    assert compared(first + second).changes == ()
    change = only(compared(first + second, pairs=(("CHN", "USA"),)))
    assert "30 events in 1 story" in change.said


def test_directed_parts_what_comes_back() -> None:
    forth = events("2024-01", "gggggggg") + events("2024-03", "vvvvvvvv")
    back = events("2024-01", "gggggggg", ("CHN", "USA"), "b") + events("2024-03", "gggggggg", ("CHN", "USA"), "b")
    verdicts = {(c.actor, c.recipient): c.verdict for c in compared(forth + back, directed=True).changes}
    assert verdicts == {("USA", "CHN"): "cooler", ("CHN", "USA"): "no change shown"}


def test_what_lies_in_neither_period_or_did_not_happen_is_left_out() -> None:
    found = [
        *events("2024-02", "ggg"),
        an_event("year", "2024", "USA", "CHN"),
        an_event("undated", None, "USA", "CHN"),
        an_event("denied", "2024-01-02", "USA", "CHN", modality="denied"),
        an_event("recalled", "2024-01-02", "USA", "CHN", background=True),
    ]
    result = compared(found, pairs=(("USA", "CHN"),))
    assert result.outside == 5 and only(result).first.events == 0


def test_positions_that_turned() -> None:
    stands = [
        a_stand("1", "2024-01-05", "HUN", "oppose"),
        a_stand("2", "2024-03-05", "HUN", "support"),
        a_stand("3", "2024-03-06", "HUN", "oppose", claimed_by="x"),  # what others claim turns nothing
        a_stand("4", "2024-01-05", "FRA", "support"),
        a_stand("5", "2024-04-05", "FRA", "support"),
        a_stand("6", "2024-01-05", "POL", "support"),
        a_stand("7", "2024-02-05", "DEU", "support"),
    ]
    (turn,) = compared([], stands).turns
    assert (turn.actor, turn.on, turn.before, turn.after) == ("HUN", "trade", "oppose", "support")
    assert turn.said_before is not None and turn.said_before.evidence.exact == "said 1"
    assert compared([], stands, pairs=(("USA", "CHN"),)).turns == ()


def test_the_order_of_rows_does_not_matter() -> None:
    found = events("2024-01", "ggbgggbggb") + events("2024-03", "bbvbgbbgbb")
    assert compared(found) == compared(found[::-1])
