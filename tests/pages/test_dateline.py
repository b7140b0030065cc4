"""Datelines: place words kept as printed, agency and date apart; no sentence is taken for one."""

from __future__ import annotations

import pytest

from dragoman.pages.dateline import split_dateline

REST = "The talks ended on Monday without a result."


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("NUSA DUA, Indonesia — ", "NUSA DUA, Indonesia", None),
        ("NUSA DUA, Indonesia (AP) — ", "NUSA DUA, Indonesia", "AP"),
        ("MOSCOW, July 5 (Reuters) - ", "MOSCOW", "Reuters"),
        ("WASHINGTON/BEIJING, Dec 1 (Reuters) - ", "WASHINGTON/BEIJING", "Reuters"),
        ("TALLAHASSEE, Fla. (AP) — ", "TALLAHASSEE, Fla.", "AP"),
        ("Beijing, Dec. 24 (Xinhua) -- ", "Beijing", "Xinhua"),
        ("New Delhi [India], January 5 (ANI): ", "New Delhi [India]", "ANI"),
        ("MOSCOW, July 5. /TASS/. ", "MOSCOW", "TASS"),
        ("ISLAMABAD: ", "ISLAMABAD", None),
        ("UNITED NATIONS (AP) — ", "UNITED NATIONS", "AP"),
        ("(Reuters) - ", None, "Reuters"),
    ],
)
def test_dateline(line: str, place: str | None, agency: str | None) -> None:
    found = split_dateline(line + REST)
    assert found is not None
    assert (found.place, found.agency, found.length) == (place, agency, len(line))


@pytest.mark.parametrize(
    "text",
    [
        "Russia — the largest state — did not come to the talks on Monday.",
        "BREAKING: The talks ended on Monday without a result.",
        "Mr. Wang - who was there - said the talks had ended on Monday.",
        "NATO-led troops left the town on Monday, the ministry said.",
        "A G20 meeting ended on Monday without a result, officials said.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert split_dateline(text) is None
