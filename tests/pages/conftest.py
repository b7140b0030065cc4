"""Shared fixtures: small pages of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def saved_twice() -> bytes:
    """A saved text with the damage that copying leaves: doubled, glued, with residue and garbled places."""
    return (FIXTURES / "saved_twice.txt").read_bytes()


@pytest.fixture
def page() -> bytes:
    """A web page with all that surrounds an article."""
    return (FIXTURES / "page.html").read_bytes()
