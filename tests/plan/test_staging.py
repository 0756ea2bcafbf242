"""What a haven takes, computed for all hours at once, against counting hour by hour."""

from random import Random

import numpy as np
from hypothesis import given, settings

from muster.journey.plan.operation import Haven
from muster.journey.plan.staging import Staging
from tests.plan.made import chances, haven

LAW = settings(max_examples=max(500, settings().max_examples))
NOW, END = 3, 20


def counted(one: Haven, coming: dict[int, int]) -> list[int]:
    """Souls at the end of each hour, one hour after the other."""
    there, found = one.stock, []
    for hour in range(NOW, END):
        expected = sum(souls for at, souls in one.arriving if at == hour)
        there = max(0, there + expected + coming.get(hour, 0) - one.outflow)
        found.append(there)
    return found


def any_haven(chance: Random) -> Haven:
    arriving = tuple((chance.randrange(25), chance.randint(1, 9)) for _ in range(3))
    room, stock, outflow = chance.randint(0, 20), chance.randint(0, 20), chance.randint(0, 4)
    return haven(0, room, stock, outflow, arriving=arriving)


@LAW
@given(chances)
def test_a_haven_takes_those_and_only_those_who_overfill_it_at_no_hour(chance: Random) -> None:
    one = any_haven(chance)
    staging = Staging(one, NOW, END)
    without = counted(one, {})
    coming: dict[int, int] = {}
    for _ in range(12):
        hour, souls = chance.randrange(NOW, END), chance.randint(1, 6)
        tried = {**coming, hour: coming.get(hour, 0) + souls}
        held = counted(one, tried)
        allowed = all(
            now <= max(one.room, before) for now, before in zip(held, without, strict=True)
        )
        assert staging.takes(souls, hour) == allowed
        if allowed:
            coming = tried
            staging.put(souls, hour)
            assert staging.held().tolist() == held
        elif coming and chance.random() < 0.5:
            gone = chance.choice(sorted(coming))
            staging.put(-coming.pop(gone), gone)


@LAW
@given(chances)
def test_the_steps_of_a_haven_allow_just_what_it_takes(chance: Random) -> None:
    one = any_haven(chance)
    staging = Staging(one, NOW, END)
    hours = sorted(chance.sample(range(NOW, END), chance.randint(1, 5)))
    wished = [chance.randint(0, 8) for _ in hours]
    fits, more = True, 0
    steps = [row.tolist() for row in staging.steps(np.array(hours, dtype=np.int64))]
    for souls, (between, then, most) in zip(wished, zip(*steps, strict=True), strict=True):
        more = max(0, max(0, more - between) + souls - then)
        fits = fits and more <= most
    for souls, hour in zip(wished, hours, strict=True):
        staging.put(souls, hour)
    assert fits == bool((staging.held() <= staging.ceiling).all())
