"""The code that is read aloud: the pass id in ten letters, and two that check them.

The check is a Reed-Solomon code over 32 letters, so that any two wrong letters are noticed, and any
two that changed places: c0 + ... + c11 = 0 and c0 a^0 + ... + c11 a^11 = 0, where a generates the
field of x^5 + x^2 + 1. Zero, one and eight, which no code holds, are heard as O, I and B.
"""

from muster.journey.passes.letters import ALPHABET

LETTERS = 12
_ID = 10
_FIELD = 0b100101
_HEARD = str.maketrans("018", "OIB")


def _powers() -> list[int]:
    found = [1]
    while len(found) < len(ALPHABET) - 1:
        doubled = found[-1] << 1
        found.append(doubled ^ _FIELD if doubled >> 5 else doubled)
    return found


_POWER = _powers()
_LOG = {power: at for at, power in enumerate(_POWER)}
_ORDER = len(_POWER)


def spell(kid: bytes, slot: int) -> str:
    """Return the 12 letters of key id (4 bytes) and slot (18 bits)."""
    number = int.from_bytes(kid, "big") << 18 | slot
    values = [number >> 5 * at & 31 for at in range(_ID - 1, -1, -1)]
    plain, weighed = _sums(values)
    # The last two letters x, y close both sums: x + y = plain, x a^10 + y a^11 = weighed.
    last = _divided(weighed ^ _times(plain, _POWER[10]), _POWER[10] ^ _POWER[11])
    return "".join(ALPHABET[value] for value in (*values, plain ^ last, last))


def read(text: str) -> tuple[bytes, int] | None:
    """Return key id and slot of a code; none where a letter must be wrong."""
    heard = text.translate(_HEARD)
    if len(heard) != LETTERS or not set(heard) <= set(ALPHABET):
        return None
    values = [ALPHABET.index(letter) for letter in heard]
    if _sums(values) != (0, 0):
        return None
    number = 0
    for value in values[:_ID]:
        number = number << 5 | value
    return (number >> 18).to_bytes(4, "big"), number & ((1 << 18) - 1)


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is printed and said."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _sums(values: list[int]) -> tuple[int, int]:
    plain = weighed = 0
    for at, value in enumerate(values):
        plain ^= value
        weighed ^= _times(value, _POWER[at])
    return plain, weighed


def _times(one: int, other: int) -> int:
    return _POWER[(_LOG[one] + _LOG[other]) % _ORDER] if one and other else 0


def _divided(one: int, by: int) -> int:
    return _POWER[(_LOG[one] - _LOG[by]) % _ORDER] if one else 0
