"""T22: who was refused what is on record, at once, and after that once an hour with a number."""

import pytest

from muster.ground.people.access.facts import RightRefused
from muster.ground.people.moment import MINUTE
from muster.site import operators
from muster.site.access import looks
from muster.site.access.refusals import RefusedRow, Tally, refused
from muster.site.problems import NotAllowed
from muster.site.record.walk import Walk
from muster.site.rights import Operator, Right, Role
from muster.site.second import signed_by_two
from tests.world.site import World


@pytest.fixture
def guard(world: World) -> Operator:
    identity = operators.enrol(world.site, world.by, "Guard one", ("gate",), "24681357")
    return Operator(identity, "Guard one", (Role.GATE,))


def tries(world: World, tally: Tally, by: Operator) -> None:
    with tally.listening(), pytest.raises(NotAllowed):
        looks.onlookers(world.site, by)


def told(world: World) -> list[tuple[str, int]]:
    with world.site.view() as view:
        walk = Walk(view.reader, world.site.keyring.opener(view.reader), world.site.operation)
        facts = [one.fact for one in walk if isinstance(one.fact, RightRefused)]
    return [(one.right, one.times) for one in facts]


def test_a_refusal_is_on_record_with_the_right_that_was_wanted(
    world: World, guard: Operator
) -> None:
    tries(world, Tally(world.site), guard)
    now = world.site.now().latest
    row = RefusedRow(guard.id, "Guard one", Right.WATCH.value, 1, now)
    assert refused(world.site, world.by) == [row]
    world.reopen()
    assert refused(world.site, world.by) == [row]


def test_who_tries_a_thousand_times_fills_nothing(world: World, guard: Operator) -> None:
    tally = Tally(world.site)
    for _ in range(1_000):
        tries(world, tally, guard)
    assert told(world) == [(Right.WATCH.value, 1)]
    world.tick(59 * MINUTE)
    tries(world, tally, guard)
    assert len(told(world)) == 1
    world.tick(MINUTE)
    tries(world, tally, guard)
    assert told(world) == [(Right.WATCH.value, 1), (Right.WATCH.value, 1_001)]
    assert [row.times for row in refused(world.site, world.by)] == [1_002]


def test_a_restart_does_not_tell_it_again_within_the_hour(world: World, guard: Operator) -> None:
    tries(world, Tally(world.site), guard)
    tries(world, Tally(world.site), guard)
    assert len(told(world)) == 1


def test_a_second_person_without_the_right_is_the_one_who_is_told(
    world: World, guard: Operator
) -> None:
    with Tally(world.site).listening(), pytest.raises(NotAllowed):
        signed_by_two(world.by, guard, Right.SHRED)
    (row,) = refused(world.site, world.by)
    assert (row.id, row.right) == (guard.id, Right.SHRED.value)


def test_what_is_allowed_and_what_nobody_listens_to_is_not_told(
    world: World, guard: Operator
) -> None:
    with Tally(world.site).listening():
        looks.onlookers(world.site, world.by)
    with pytest.raises(NotAllowed):
        looks.onlookers(world.site, guard)
    assert told(world) == []
