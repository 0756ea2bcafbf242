"""The outlook: many runs of a plan, in intervals that name what they assume."""

from random import Random

import msgspec
import numpy as np
from hypothesis import given

from muster.journey.plan.costing import souls_left
from muster.journey.plan.greedy import greedy
from muster.journey.plan.operation import Operation, Standing
from muster.journey.plan.outlook import Assumed, Outlook, outlook
from tests.plan.made import chances, examples, gate, haven, lift, operation, party, planned, replace

SURE = Assumed(no_show=0.0, spread=0.0, shut=0.0)


def looked(given: Operation, assumed: Assumed = SURE, seed: int = 1, runs: int = 40) -> Outlook:
    return outlook(given, greedy(given), np.random.default_rng(seed), assumed, runs=runs)


def crowd(parties: int = 60) -> Operation:
    lifts = tuple(lift(number, 10 + 2 * number, 30) for number in range(15))
    return operation(
        *(party(number, 4, kg=200) for number in range(parties)),
        lifts=lifts,
        hours=48,
        gates=(gate(0, (8,) * 48), gate(1, (8,) * 48)),
        havens=(haven(0, 999), haven(1, 999)),
        ready_room=200,
        screening=(999,) * 48,
    )


def test_where_nothing_goes_wrong_everybody_is_out() -> None:
    given = crowd()
    assert souls_left(given, greedy(given).places) == 0
    found = looked(given)
    assert found.souls == 240
    assert found.out.low == found.out.high == 240
    assert found.left.high == 0


def test_whoever_has_no_place_counts_as_left() -> None:
    given = replace(crowd(), lifts=(lift(0, 12, 30),))
    found = looked(given)
    assert found.out.high <= 30
    assert found.left.low >= 210
    assert found.souls == 240


def test_those_inside_leave_too() -> None:
    given = operation(party(0, 4, standing=Standing.INSIDE))
    assert looked(given).out.middle == 4


def test_whoever_is_called_instead_fills_the_seats_of_those_who_stay_away() -> None:
    """No lift is overbooked by itself (decision 0015)."""
    given = crowd()
    without, with_some = (
        looked(given, replace(SURE, no_show=share)).empty.middle for share in (0.0, 0.08)
    )
    assert with_some - without < 0.02
    as_planned = replace(SURE, no_show=0.08, closed_loop=False, load=0.92)
    assert looked(given, as_planned).empty.middle - without > 0.02


def test_the_same_seed_gives_the_same_intervals() -> None:
    assert looked(crowd(), Assumed()) == looked(crowd(), Assumed())
    assert looked(crowd(), Assumed(), seed=2) != looked(crowd(), Assumed())


def test_calls_by_the_measured_queue_keep_it_shorter_than_calls_by_the_plan() -> None:
    slow = Assumed(shut=0.05)
    closed = looked(crowd(100), slow)
    opened = looked(crowd(100), msgspec.structs.replace(slow, closed_loop=False))
    assert closed.waiting.middle < opened.waiting.middle
    assert closed.peak.high <= opened.peak.high


def test_an_outlook_names_what_it_assumes() -> None:
    said = [one.said() for one in Assumed().said()]
    assert said[0] == "Of those called 8 % do not come; they are called again."
    assert said[-1] == "Calls go out by the queue that is counted at each gate."
    opened = Assumed(closed_loop=False).said()
    assert opened[-1].said() == "Calls go out as planned, whatever waits at the gates."


@examples(100)
@given(chances)
def test_nobody_is_out_twice_and_nobody_is_lost(chance: Random) -> None:
    given = planned(chance)
    found = looked(given, Assumed(no_show=chance.random() / 2), runs=5)
    assert found.souls == sum(one.souls for one in given.parties if one.standing.seatable)
    assert 0 <= found.out.low <= found.out.high <= found.souls
    assert 0 <= found.left.low <= found.left.high <= found.souls
    assert len(found.queues) == max(given.hours - given.now, 0)
    assert abs(found.out.middle + found.left.middle - found.souls) < 1e-6


def test_nobody_is_left_less_than_nobody() -> None:
    """Parts of souls add up to a trace more than there are: a page said "-0 to 13" left."""
    found = looked(crowd(), Assumed(), seed=2, runs=60)
    assert found.out.high <= found.souls
    assert found.left.low >= 0


def test_whoever_did_not_come_is_called_again() -> None:
    away = msgspec.structs.replace(SURE, no_show=0.3)
    assert looked(crowd(40), away).out.low > 0.9 * 160
