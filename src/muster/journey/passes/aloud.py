"""The code that is read aloud: the pass id in ten letters, and two that check them."""

from muster.journey.passes import checked
from muster.journey.passes.checked import grouped

__all__ = ["LETTERS", "grouped", "read", "spell"]

LETTERS = 12
_ID = 10


def spell(kid: bytes, slot: int) -> str:
    """Return the 12 letters of key id (4 bytes) and slot (18 bits)."""
    number = int.from_bytes(kid, "big") << 18 | slot
    return checked.spell([number >> 5 * at & 31 for at in range(_ID - 1, -1, -1)])


def read(text: str) -> tuple[bytes, int] | None:
    """Return key id and slot of a code; none where a letter must be wrong."""
    values = checked.read(text, LETTERS)
    if values is None:
        return None
    number = 0
    for value in values:
        number = number << 5 | value
    return (number >> 18).to_bytes(4, "big"), number & ((1 << 18) - 1)
