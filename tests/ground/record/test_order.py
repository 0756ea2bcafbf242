"""The order reads Lamport time, writer, compartment, sequence and hash, in that order."""

import pytest

from muster.ground.record.entry import Entry
from muster.ground.record.order import order

LOW = Entry(bytes(16), 1, bytes(32), 1, bytes(16), b"", b"\x01")


def place(lamport: int, writer: int, compartment: str, sequence: int, hashed: int) -> object:
    entry = Entry(bytes(16), sequence, bytes(32), lamport, bytes(16), b"", bytes([hashed]))
    return order(entry, bytes([writer]), compartment)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((1, 9, "plan", 9, 9), (2, 1, "desk", 1, 1)),
        ((1, 1, "plan", 9, 9), (1, 2, "desk", 1, 1)),
        ((1, 1, "desk", 9, 9), (1, 1, "plan", 1, 1)),
        ((1, 1, "desk", 1, 9), (1, 1, "desk", 2, 1)),
        ((1, 1, "desk", 1, 1), (1, 1, "desk", 1, 2)),
    ],
)
def test_what_comes_first_decides(
    before: tuple[int, int, str, int, int], after: tuple[int, int, str, int, int]
) -> None:
    assert place(*before) < place(*after)  # type: ignore[operator]


def test_a_fork_is_ordered_by_the_hash_alone() -> None:
    """T1, T2: two entries of one writer at one place are told apart by their hashes."""
    assert place(1, 1, "desk", 1, 1) != place(1, 1, "desk", 1, 2)
    assert order(LOW, b"w", "desk") == (1, b"w", "desk", 1, b"\x01")
