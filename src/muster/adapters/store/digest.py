"""The digest of the disposable rows, the same for every engine."""

import hashlib
from collections.abc import Iterable
from struct import Struct

_MOST_VALUES = 4
_heads = [Struct(f">{1 + count}I") for count in range(_MOST_VALUES + 1)]


class Digest:
    """SHA-256 over tables, framed so that two different contents never give the same bytes.

    Each table is its name as a row, then its rows in order of their keys, then an empty row. A row
    is its number of values, the length of each, then the values; numbers and lengths take 4 bytes,
    big-endian. A text is UTF-8; a whole number is 8 bytes, big-endian.
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
    values = [value if type(value) is bytes else _plain(value) for value in row]
    head = _heads[len(values)].pack(len(values), *map(len, values))
    return head + b"".join(values)


def _plain(value: bytes | str | int) -> bytes:
    match value:
        case bytes():
            return value
        case str():
            return value.encode()
        case int():
            return value.to_bytes(8, "big")
