"""The matrix of many articles' positions: counts, the latest stance, changes, and what is kept apart."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.coding.matrix import FIRM, Witness, matrix, witnesses
from dragoman.model import Record, Stance


def told(article: str, as_of: str | None, stance: Stance, **more: Any) -> Witness:
    given = {
        "actor": "ISL",
        "name": "Iceland",
        "theme": "trade",
        "issue": "tariffs",
        "toward": None,
        "claimed_by": None,
        "contested_by": (),
        "sought_by": (),
        "confidence": 0.8,
        "evidence": (),
        **more,
    }
    return Witness(article=article, as_of=as_of, stance=stance, **given)


def test_months_the_latest_stance_and_changes() -> None:
    (row,) = matrix([told("a", "2024-01-15", "oppose"), told("b", "2024-01-20", "oppose"), told("c", "2024-03-02", "support")])
    assert (row.stance, row.as_of, row.support, row.oppose) == ("support", "2024-03-02", 1, 2)
    assert [(p.month, p.stance) for p in row.periods] == [("2024-01", "oppose"), ("2024-03", "support")]
    assert [(c.before, c.after, c.when) for c in row.changes] == [("oppose", "support", "2024-03-02")]
    assert row.title == "Trade and tariffs" and row.issues == ("tariffs",)


def test_what_is_claimed_by_another_or_contested_is_apart() -> None:
    rows = [
        told("a", "2024-01-15", "neutral", claimed_by="ISL", contested_by=("NOR",)),
        told("b", "2024-02-01", "support", claimed_by="NOR"),
    ]
    (row,) = matrix(rows)
    assert row.stance is None and not row.periods and (row.support, row.neutral) == (0, 0)
    assert [(c.stance, c.claimed_by, c.contested_by) for c in row.claims] == [
        ("neutral", ("ISL",), ("NOR",)),
        ("support", ("NOR",), ()),
    ]
    (own,) = matrix([told("a", "2024-01-15", "neutral", claimed_by="ISL")])
    assert own.stance == "neutral", "what an actor says itself is its stance"


def test_a_story_counts_once_and_equal_numbers_are_mixed() -> None:
    copies = [told("a", "2024-01-15", "oppose", story="s"), told("b", "2024-01-16", "oppose", story="s")]
    (row,) = matrix([*copies, told("c", "2024-01-17", "support")])
    assert (row.oppose, row.support, row.stance) == (1, 1, "mixed")


def test_to_be_sought_changes_no_stance() -> None:
    (row,) = matrix([told("a", "2024-01-15", "support"), told("b", "2024-02-15", "uncommitted", sought_by=("NOR",))])
    assert row.stance == "support" and row.sought_by == ("NOR",) and row.changes == ()


def test_undated_positions_are_kept_without_a_month() -> None:
    (row,) = matrix([told("a", None, "oppose")])
    assert (row.stance, row.as_of, row.periods[0].month) == ("oppose", None, None)


def test_other_columns() -> None:
    rows = [told("a", "2024-01-15", "oppose"), told("b", "2024-01-15", "oppose", theme=None, issue=None, toward="NOR")]
    assert [r.on for r in matrix(rows, "issue")] == ["tariffs"]
    (row,) = matrix(rows, "toward", names={"NOR": "Norway"})
    assert (row.on, row.title) == ("NOR", "Norway")


def test_witnesses_of_a_record_bear_codes(record: Record) -> None:
    (found,) = witnesses(record)
    assert (found.actor, found.toward, found.contested_by, found.sought_by) == ("NATO", "NOR", ("ISL",), ("ISL",))


WITNESSES = st.lists(
    st.builds(
        told,
        st.sampled_from("abcd"),
        st.sampled_from([None, "2024-01-01", "2024-01-02", "2024-02-01"]),
        st.sampled_from([*FIRM, "uncommitted"]),
        actor=st.sampled_from(["ISL", "NOR"]),
        claimed_by=st.sampled_from([None, "NOR"]),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WITNESSES, st.randoms())
def test_the_order_in_which_articles_come_tells_nothing(found: list[Witness], random: Any) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert matrix(found) == matrix(shuffled)
