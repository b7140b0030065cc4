"""How an archive of an older format is brought up to date: by version, the statements that lead to the next."""

from __future__ import annotations

MIGRATIONS: dict[int, tuple[str, ...]] = {}
