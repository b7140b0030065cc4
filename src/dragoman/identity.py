"""Ids from content: the same article, coded twice, gives the same ids."""

from __future__ import annotations

import hashlib


def stable_id(*parts: str) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
