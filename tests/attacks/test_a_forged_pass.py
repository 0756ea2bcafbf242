"""R2: paper without number, tokens drawn at random or made from real ones: none is ever accepted.

100,000 here, ten million under ``make campaign``.
"""

import secrets
from random import Random

import pytest

from muster.journey.passes import letters
from muster.journey.passes.binding import Binding
from muster.journey.passes.verifying import Genuine, verify
from tests.vectors import passes

HERE, CAMPAIGN = 100_000, 10_000_000
GOOD = [
    vector["text"]
    for vector in passes.vectors()
    if vector["of"] == "text" and vector["verdict"] == "ok"
]


def mutated(text: str, chance: Random) -> str:
    """Return a real pass with something changed in it: bits, letters, a piece of another one."""
    told = text.replace(" ", "").upper()
    raw = bytearray(letters.read("".join(told[3:].split())) or b"\0" * 111)
    match chance.randrange(7):
        case 0:
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        case 1:
            for _ in range(chance.randrange(2, 6)):
                raw[chance.randrange(len(raw))] = chance.randrange(256)
        case 2:
            at = chance.randrange(len(raw))
            del raw[at : at + chance.randrange(1, 4)]
        case 3:
            at = chance.randrange(len(raw))
            raw[at:at] = chance.randbytes(chance.randrange(1, 4))
        case 4:
            other = letters.read("".join(chance.choice(GOOD).upper().split())[3:]) or b""
            at = chance.randrange(1, len(raw))
            raw = bytearray(raw[:at] + other[at:])
        case 5:
            raw[-64:] = chance.randbytes(64)
        case _:
            at = chance.randrange(3, len(told))
            letter = chance.choice(letters.ALPHABET + "0189 -")
            return told[:at] + letter + told[at + 1 :]
    return told[:3] + letters.spell(bytes(raw))


def drawn(chance: Random) -> str:
    """Return letters at random, as long as some pass or other text is."""
    size = chance.choice((0, 1, 12, 32, 178, 183, 226, 344, chance.randrange(700)))
    prefix = chance.choice(("MP1", "MP1", "MP1", "MH1", "", "MP2"))
    return prefix + "".join(chance.choices(letters.ALPHABET, k=size))


def is_the_same(text: str) -> bool:
    """Say whether a mutation came out as a real pass again."""
    return "".join(text.split()).upper() in REAL


REAL = {"".join(text.split()).upper() for text in GOOD}


def storm(count: int, seed: int) -> int:
    """Return how many of ``count`` forged texts are taken for genuine; a crash is a crash."""
    chance = Random(seed)
    accepted = 0
    for number in range(count):
        text = drawn(chance) if number % 4 == 0 else mutated(chance.choice(GOOD), chance)
        answer = verify(text, passes.KEYS, passes.LISTS)
        accepted += isinstance(answer, Genuine) and not is_the_same(text)
    return accepted


@pytest.mark.campaign
def test_no_random_or_mutated_token_is_ever_accepted(*, campaign: bool) -> None:
    seed = secrets.randbits(64) if campaign else 7
    assert storm(CAMPAIGN if campaign else HERE, seed) == 0, f"seed {seed}"


def test_the_real_ones_among_them_are() -> None:
    answers = [verify(text, passes.KEYS, passes.LISTS) for text in GOOD]
    assert all(isinstance(answer, Genuine) for answer in answers)
    kinds = {answer.claim.binding for answer in answers if isinstance(answer, Genuine)}
    assert kinds == {*Binding} - {Binding.FACE}


def test_a_pass_of_a_drill_never_verifies_in_earnest() -> None:
    (text,) = [
        vector["text"]
        for vector in passes.vectors()
        if vector["name"] == "signed for another operation"
    ]
    assert not isinstance(verify(text, passes.KEYS, passes.LISTS), Genuine)
