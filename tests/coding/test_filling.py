"""Sides that a sentence leaves open, and sides that it does not give to whom they seem to belong."""

from dragoman.coding import code
from dragoman.model import Article, Block, Record


def record(*paragraphs: str) -> Record:
    return code(Article("test", body=tuple(Block(p) for p in paragraphs)))


def rows(text: str, kind: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(e.actors, e.recipients) for e in record(text).events if e.type == kind]


def test_a_refusal_is_toward_whom_the_actor_dealt_with_before() -> None:
    text = "Norway asked Iceland to lower its quota. Iceland rejected the request on Monday."
    assert rows(text, "REJECT") == [(("ISL",), ("NOR",))]


def test_only_a_state_arrests_where_nobody_is_named() -> None:
    assert rows("An editor was arrested in Minsk on Monday.", "COERCE") == [(("BLR",), ("CIV:BLR",))]


def test_who_condemns_an_attack_does_not_make_it() -> None:
    text = "Iceland condemned the attack on a market in Lagos, which killed 12 people."
    assert all("ISL" not in actors for actors, _ in rows(text, "ASSAULT"))
    assert rows(text, "ACCUSE")[0][0] == ("ISL",)


def test_who_is_blamed_for_a_strike_is_not_said_to_have_made_it() -> None:
    assert all("NOR" not in actors for actors, _ in rows("Iceland blamed Norway for the strike on its ships.", "ASSAULT"))


def test_both_sides_of_a_clash_are_actors() -> None:
    assert rows("Armenian and Azerbaijani troops clashed near the border on Friday.", "ASSAULT") == [(("ARM", "AZE"), ())]


def test_what_another_must_do_is_asked_of_him() -> None:
    assert rows("Russia said on Monday that Israel must end its attacks on Syria.", "REQUEST") == [(("RUS",), ("ISR",))]


def test_acts_with_other_numbers_are_two() -> None:
    text = "Police in Minsk arrested two men on Monday. On Friday, police in Minsk arrested six protesters."
    assert len(rows(text, "COERCE")) == 2


def test_a_range_of_dead_keeps_both_ends() -> None:
    (event,) = (e for e in record("A Russian missile killed 10 to 14 civilians in Kharkiv.").events if e.type == "ASSAULT")
    assert [(c.what, c.low, c.high) for c in event.counts] == [("dead", 10, 14)]


def test_a_toll_is_not_the_deed_of_those_who_tell_it() -> None:
    text = "Denmark recalled the 2019 attack on Sudan, which Sudanese officials say killed 12 people."
    assert all("SDN" not in actors for actors, _ in rows(text, "ASSAULT"))
