"""Two letters that check a code of letters, however long it is up to 31.

A Reed-Solomon code over 32 letters: any two wrong letters are noticed, and any two that changed
places. The sums c0 + ... + cn = 0 and c0 a^0 + ... + cn a^n = 0, where a generates the field of
x^5 + x^2 + 1, are closed by the last two letters.
"""

from collections.abc import Sequence

from muster.journey.passes.letters import ALPHABET

CHECKS = 2
LONGEST = 31
"""So many powers of ``a`` are different; beyond it two letters would weigh the same."""

_FIELD = 0b100101
_HEARD = str.maketrans("018", "OIB")
"""Zero, one and eight, which no code holds, are heard as O, I and B."""


def _powers() -> list[int]:
    found = [1]
    while len(found) < len(ALPHABET) - 1:
        doubled = found[-1] << 1
        found.append(doubled ^ _FIELD if doubled >> 5 else doubled)
    return found


_POWER = _powers()
_LOG = {power: at for at, power in enumerate(_POWER)}
_ORDER = len(_POWER)


def spell(values: Sequence[int]) -> str:
    """Return the letters of ``values`` (0 to 31 each, at most 29) and the two that check them."""
    plain, weighed = _sums(values)
    at = len(values)
    # The last two letters x, y close both sums: x + y = plain, x a^n + y a^(n+1) = weighed.
    last = _divided(weighed ^ _times(plain, _POWER[at]), _POWER[at] ^ _POWER[at + 1])
    return "".join(ALPHABET[value] for value in (*values, plain ^ last, last))


def read(text: str, letters: int) -> list[int] | None:
    """Return the values of a code of so many ``letters``; none where one must be wrong."""
    heard = text.translate(_HEARD)
    if len(heard) != letters or not set(heard) <= set(ALPHABET):
        return None
    values = [ALPHABET.index(letter) for letter in heard]
    return values[:-CHECKS] if _sums(values) == (0, 0) else None


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is printed and said."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def _sums(values: Sequence[int]) -> tuple[int, int]:
    plain = weighed = 0
    for at, value in enumerate(values):
        plain ^= value
        weighed ^= _times(value, _POWER[at])
    return plain, weighed


def _times(one: int, other: int) -> int:
    return _POWER[(_LOG[one] + _LOG[other]) % _ORDER] if one and other else 0


def _divided(one: int, by: int) -> int:
    return _POWER[(_LOG[one] - _LOG[by]) % _ORDER] if one else 0
