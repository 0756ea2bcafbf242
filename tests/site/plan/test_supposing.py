"""What if: a copy is changed, repaired and run; nothing goes on record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import HOUR
from muster.journey.plan.operation import Gate, Operation
from muster.journey.plan.problems import AssumptionWrong, DeadlinePast
from muster.site.plan import supposing
from muster.site.plan.supposing import Supposed, changed
from tests.site.plan.town import Town


def test_a_cancelled_lift_leaves_people_behind_and_nothing_is_on_record(town: Town) -> None:
    lifts = [town.offer(hours, seats=40) for hours in (8, 10)]
    town.families(18)
    town.adopt()
    before = town.site.journal.lamport
    found = supposing.what_if(town.site, town.planner, Supposed(cancelled=(lifts[0],)), runs=50)
    assert town.site.journal.lamport == before
    assert found.changes.after.remaining == 32
    assert found.then.out.high <= 40 < found.now.out.high


def test_nothing_supposed_is_the_plan_that_holds(town: Town) -> None:
    town.offer(8)
    town.families(5)
    town.adopt()
    found = supposing.what_if(town.site, town.planner, Supposed(), runs=50)
    assert found.now == found.then
    assert found.changes.moves == ()


def test_a_closed_gate_moves_its_families_to_the_other(town: Town) -> None:
    town.offer(10, seats=60)
    town.families(10)
    town.adopt()
    closed = Supposed(rates=((town.north, 0), (town.south, 40)))
    found = supposing.what_if(town.site, town.planner, closed, runs=20)
    gates = {one.id: sum(one.souls) for one in found.changes.after.gates}
    assert gates == {town.north: 0, town.south: 40}


def test_what_is_not_there_cannot_be_supposed(town: Town) -> None:
    town.offer(8)
    for wrong in (
        Supposed(rates=((PlaceId(bytes(16)), 5),)),
        Supposed(rates=((town.north, -5),)),
        Supposed(cancelled=(LiftId(bytes(16)),)),
    ):
        with pytest.raises(AssumptionWrong):
            supposing.what_if(town.site, town.planner, wrong, runs=5)
    past = Supposed(deadline=town.clock.at - HOUR)
    with pytest.raises(DeadlinePast):
        supposing.what_if(town.site, town.planner, past, runs=5)


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(2, 60))
def test_a_deadline_stretches_or_cuts_every_hour_list(rates: list[int], ends: int) -> None:
    hours = len(rates)
    gate = Gate(PlaceId(bytes(16)), tuple(rates))
    operation = Operation(0, 1, hours, (), (), (gate,), (), tuple(rates), 10)
    found = changed(operation, Supposed(deadline=ends * HOUR))
    assert found.hours == ends == len(found.gates[0].souls) == len(found.screening)
    assert found.gates[0].souls[: min(hours, ends)] == tuple(rates)[:ends]
