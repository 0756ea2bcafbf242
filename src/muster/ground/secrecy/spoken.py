"""Words that stand for a fingerprint, to be compared aloud in any language.

Each word is five letters, consonant and vowel in turn, and stands for 16 bits (proquints:
Wilkerson, arXiv 0901.4016). Six words are 96 bits: nobody makes another thing that is called so.
"""

from hashlib import sha256

SIX = 6
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"


def words(raw: bytes, count: int = SIX) -> tuple[str, ...]:
    """Return ``count`` words, at most 16, that stand for the SHA-256 of ``raw``."""
    digest = sha256(raw).digest()
    return tuple(_word(int.from_bytes(digest[2 * at : 2 * at + 2], "big")) for at in range(count))


def _word(number: int) -> str:
    first, second, third = (_CONSONANTS[number >> shift & 15] for shift in (12, 6, 0))
    one, two = (_VOWELS[number >> shift & 3] for shift in (10, 4))
    return first + one + second + two + third
