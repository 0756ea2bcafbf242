"""The digest of the disposable rows, the same for every engine."""

import hashlib
from collections.abc import Iterable


class Digest:
    """SHA-256 over tables, framed so that two different contents never give the same bytes.

    Each table is its name, then its rows in order of their keys, then an empty row. A row is its
    number of values, then each value behind its length, numbers in 4 bytes, big-endian; a text is
    UTF-8, a whole number 8 bytes.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, table: str, rows: Iterable[tuple[bytes | str | int, ...]]) -> None:
        """Add one table; ``rows`` come in order of their keys."""
        self._hash.update(_framed((table,)))
        for row in rows:
            self._hash.update(_framed(row))
        self._hash.update(_framed(()))

    def result(self) -> bytes:
        """Return the 32 bytes."""
        return self._hash.digest()


def _framed(row: tuple[bytes | str | int, ...]) -> bytes:
    parts = [len(row).to_bytes(4, "big")]
    for value in row:
        plain = _plain(value)
        parts.append(len(plain).to_bytes(4, "big"))
        parts.append(plain)
    return b"".join(parts)


def _plain(value: bytes | str | int) -> bytes:
    match value:
        case bytes():
            return value
        case str():
            return value.encode()
        case int():
            return value.to_bytes(8, "big")
