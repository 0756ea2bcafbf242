"""One ciphertext that opens under two keys: the cipher allows it, key ids do not (T5).

XChaCha20-Poly1305 authenticates a text under a key and commits to none. Whoever holds two keys can
solve for one block of ciphertext so that one tag holds under both (Len, Grubbs, Ristenpart:
"Partitioning Oracle Attacks", USENIX Security 2021, section 3). Below that text is made: it opens
in one place under both keys, to two texts. So a wrap is believed only under the id of its key.
"""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from muster.ground.secrecy.keys import EpochKey, key_id
from muster.ground.secrecy.problems import KeyMismatch
from muster.ground.secrecy.sealing import unseal
from tests.vectors.draw import draw

PRIME = 2**130 - 5
ONE, OTHER = draw("boarded", 32), draw("turned back", 32)
PLACE = bytes(96)
BLOCKS = 4
_WORDS = (0x61707865, 0x3320646E, 0x79622D32, 0x6B206574)
_QUARTERS = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip


def test_a_body_can_open_under_two_keys_and_the_wrong_wrap_is_refused() -> None:
    """T5: the two readings exist; the second one's key has another id, so nobody gets to it."""
    sealed = both(draw("nonce", 24))
    assert unseal(sealed, PLACE, ONE) != unseal(sealed, PLACE, OTHER)
    epoch = EpochKey.of(draw("epoch", 32))
    named = key_id(ONE)
    assert epoch.unwrap(epoch.wrap(ONE), named) == ONE
    with pytest.raises(KeyMismatch):
        epoch.unwrap(epoch.wrap(OTHER), named)


def both(nonce: bytes) -> bytes:
    """Return a sealed text of 64 bytes that opens at ``PLACE`` under both keys."""
    (r, s), (q, t) = poly1305(ONE, nonce), poly1305(OTHER, nonce)
    lengths = len(PLACE).to_bytes(8, "little") + (16 * BLOCKS).to_bytes(8, "little")
    for number in range(1000):
        text = bytearray(draw(f"text {number}", 16 * BLOCKS))
        text[:16] = bytes(16)
        rest = PLACE + bytes(text) + lengths
        at = len(rest) // 16 - len(PLACE) // 16
        gap = (total(rest, q) + t) - (total(rest, r) + s)
        block = gap * pow(pow(r, at, PRIME) - pow(q, at, PRIME), -1, PRIME) % PRIME
        if block >> 128:
            continue
        text[:16] = block.to_bytes(16, "little")
        whole = PLACE + bytes(text) + lengths
        tags = {(total(whole, r) + s) % 2**128, (total(whole, q) + t) % 2**128}
        if len(tags) == 1:
            return nonce + bytes(text) + tags.pop().to_bytes(16, "little")
    pytest.fail("no text was found in a thousand tries")


def total(text: bytes, r: int) -> int:
    """Return Poly1305 of whole blocks before its last addition (RFC 8439, 2.5)."""
    value = 0
    for at in range(0, len(text), 16):
        value = (value + int.from_bytes(text[at : at + 16], "little") + 2**128) * r % PRIME
    return value


def poly1305(key: bytes, nonce: bytes) -> tuple[int, int]:
    """Return the one-time key of a message (RFC 8439, 2.6; draft-irtf-cfrg-xchacha-03, 2.3)."""
    inner = ChaCha20(hchacha20(key, nonce[:16]), bytes(8) + nonce[16:])
    once = Cipher(inner, mode=None).encryptor().update(bytes(32))
    r = int.from_bytes(once[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    return r, int.from_bytes(once[16:], "little")


def hchacha20(key: bytes, nonce: bytes) -> bytes:
    """Return the subkey for the first 16 bytes of a long nonce (the draft, 2.2)."""
    given = key + nonce
    state = [*_WORDS, *(int.from_bytes(given[at : at + 4], "little") for at in range(0, 48, 4))]
    for _ in range(10):
        for quarter in _QUARTERS:
            turn(state, *quarter)
    return b"".join(word.to_bytes(4, "little") for word in (*state[:4], *state[12:]))


def turn(state: list[int], a: int, b: int, c: int, d: int) -> None:
    """Turn four words of ``state`` (RFC 8439, 2.1)."""
    for to, by, mixed, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[to] = (state[to] + state[by]) % 2**32
        word = state[mixed] ^ state[to]
        state[mixed] = (word << bits | word >> (32 - bits)) % 2**32
