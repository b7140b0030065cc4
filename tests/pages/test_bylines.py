"""Names of authors out of the lines that pages give them in."""

from __future__ import annotations

import time

import pytest

from dragoman.pages.bylines import clean_names


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["By Lena Orsk and Tomas Vell"], ("Lena Orsk", "Tomas Vell")),
        (["Lena Orsk, Chief Political Correspondent"], ("Lena Orsk",)),
        (["Orsk, Lena"], ("Lena Orsk",)),
        (["Von Lena Orsk und Tomas Vell"], ("Lena Orsk", "Tomas Vell")),
        (["Lena Orsk og Tomas Vell"], ("Lena Orsk", "Tomas Vell")),
        (["Lena Orsk | lena@courier.example"], ("Lena Orsk",)),
        (["Ivo Marsh Jr."], ("Ivo Marsh Jr.",)),
        (["Lena Orsk", "lena orsk"], ("Lena Orsk",)),
        (["Updated March 5, 2024", "admin"], ()),
    ],
)
def test_names_without_roles_outlets_and_addresses(lines: list[str], names: tuple[str, ...]) -> None:
    assert clean_names(lines, "The Norland Courier") == names


@pytest.mark.parametrize(
    "text", ["The Chief of Staff and Senior Editor for the weekly pages ", "Abcdefgh", "of the in for at ", "Ab-"]
)
def test_a_long_line_takes_no_long_time(text: str) -> None:
    begun = time.process_time()
    clean_names([text * 500])
    assert time.process_time() - begun < 1.0
