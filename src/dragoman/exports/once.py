"""What was written already, remembered in little room."""

from __future__ import annotations

from hashlib import blake2b

from .writing import encodable


class Once:
    """Tells of a key whether it is asked for the first time; millions are kept as digests of 96 bits."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()

    def __call__(self, *key: str) -> bool:
        """Is it the first time?"""
        digest = blake2b(encodable("\x1f".join(key)).encode(), digest_size=12).digest()
        if digest in self._seen:
            return False
        self._seen.add(digest)
        return True
