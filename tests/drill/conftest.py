"""Scenarios and their moves, made once for all tests that look at them."""

import pytest

from muster.doors.drill.moves import Move
from muster.doors.drill.reading import load
from muster.doors.drill.scaling import scaled
from muster.doors.drill.scenario import Scenario
from muster.doors.drill.timeline import moves
from tests.drill.listening import Seen

SEED = 7


@pytest.fixture(scope="session")
def kabul() -> Scenario:
    """The whole airlift."""
    return load("kabul-2021")


@pytest.fixture(scope="session")
def airlift(kabul: Scenario) -> Seen:
    """What the whole airlift says, at full size."""
    seen = Seen()
    for move in moves(kabul, SEED):
        seen.hear(move)
    return seen


@pytest.fixture(scope="session")
def small(kabul: Scenario) -> list[Move]:
    """Every move of a small airlift."""
    return list(moves(scaled(kabul, 0.02), SEED))


@pytest.fixture(scope="session")
def ferry() -> list[Move]:
    """Every move of the ferry evacuation."""
    return list(moves(load("ferry-3000"), SEED))
