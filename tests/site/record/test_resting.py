"""What bulk work leaves behind is out of the collector's sight, and is freed all the same."""

import gc
import sys
import weakref

import pytest

from muster.site.record import resting


class Ring:
    """Something that holds itself, with a thousand blocks of memory."""

    def __init__(self) -> None:
        self.itself = self
        self.weight = [[number] for number in range(1_000)]


@pytest.fixture(autouse=True)
def _in_sight_again() -> None:
    gc.unfreeze()


def test_what_holds_itself_is_freed_when_memory_has_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.collect()
    monkeypatch.setattr(resting, "_sight", resting._Sight())
    monkeypatch.setattr(resting, "LEAST", sys.getallocatedblocks() + 20_000)
    left = []
    for _ in range(30):
        with resting.resting():
            left.append(weakref.ref(Ring()))
    assert not any(one() for one in left[:5])


def test_inside_another_rest_nothing_ends_it() -> None:
    with resting.resting():
        with resting.resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
