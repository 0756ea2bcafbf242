"""Base 32 of RFC 4648, upper case, without padding, read strictly: one spelling for each bytes.

Only letters and digits, since keyboard scanners garble punctuation. The alphabet is A to Z and 2 to
7; 0, 1, 8 and 9 are no part of it, so the ``1`` of ``MP1`` is unmistakable.
"""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_REFUSED = ord("!")
_TO_DIGITS = bytes(
    _DIGITS[ALPHABET.index(chr(one))].encode()[0] if chr(one) in ALPHABET else _REFUSED
    for one in range(256)
)
_SPARE = {0: 0, 2: 2, 4: 4, 5: 1, 7: 3}
"""Spare bits at the end, by the number of letters modulo 8; other numbers spell no bytes."""


def spell(raw: bytes) -> str:
    """Return the letters of ``raw``."""
    spare = -8 * len(raw) % 5
    number = int.from_bytes(raw, "big") << spare
    count = (8 * len(raw) + spare) // 5
    return "".join(ALPHABET[number >> 5 * at & 31] for at in range(count - 1, -1, -1))


def read(text: str) -> bytes | None:
    """Return the bytes of ``text``; none where it is not exactly what ``spell`` writes."""
    spare = _SPARE.get(len(text) % 8)
    if spare is None or not text.isascii():
        return None
    try:
        # A number in base 32 is read at C speed; a sign, a blank or an underscore never gets here.
        number = int(text.encode().translate(_TO_DIGITS), 32)
    except ValueError:
        return None
    if number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(5 * len(text) // 8, "big")
