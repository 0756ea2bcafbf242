"""Two scans that contradict each other: a card with both, a resolution, two that differ."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import LiftId, PersonId
from muster.journey.lift.problems import ConflictUnknown, ResolutionUnexplained
from muster.site import upkeep
from muster.site.exchange.exchanging import meet
from muster.site.lift import contradictions, ramp
from muster.site.lift.contradictions import Contradiction
from muster.site.record.kinds import PASSENGER
from tests.world.site import World
from tests.world.sites import Joined, normal

Two = tuple[World, Joined]


@pytest.fixture
def two(world: World, tmp_path: Path) -> Iterator[Two]:
    """Two sites that know of each other."""
    other = Joined(world, tmp_path / "other")
    meet(world.site, world.by, other.site)
    yield world, other
    other.site.close()


def together(two: Two) -> None:
    meet(two[0].site, two[0].by, two[1].site)


def lift_of(world: World, first: World) -> LiftId:
    return ramp.offer(
        world.site,
        world.by,
        name="Lift",
        craft="C-17",
        origin=first.airport,
        destination=first.haven,
        seats=100,
    )


def twice_aboard(two: Two) -> tuple[PersonId, LiftId, LiftId]:
    """Let both sites scan one person aboard a lift of theirs, apart, and meet."""
    first, _ = two
    [person] = first.people(1)
    together(two)
    lifts = []
    for world in two:
        world.tick()
        lift = lift_of(world, first)
        ramp.board(world.site, world.by, lift, [person])
        ramp.depart(world.site, world.by, lift)
        lifts.append(lift)
    together(two)
    return person, lifts[0], lifts[1]


def card(world: World) -> Contradiction:
    [found] = contradictions.contradictions(world.site, world.by).cards
    return found


def legs(world: World, person: PersonId) -> set[LiftId]:
    return {leg.lift for leg in world.site.rows.state(PASSENGER, person).legs}


def sound(world: World) -> bool:
    verified = upkeep.verify(world.site, world.by).findings == ()
    return verified and upkeep.rebuild(world.site, world.by).equal


def test_a_card_shows_both_scans_with_who_made_them_where(two: Two) -> None:
    person, one, other = twice_aboard(two)
    for world in two:
        found = card(world)
        assert (found.person, found.stays, found.resolutions) == (person, None, 0)
        assert {found.one.lift, found.other.lift} == {one, other}
        assert {found.one.site, found.other.site} == {two[0].site.state.name, "Second site"}
        assert found.one.hash != found.other.hash


def test_a_resolution_lets_one_scan_stand_everywhere(two: Two) -> None:
    person, one, other = twice_aboard(two)
    first = two[0]
    assert legs(first, person) == {one, other}
    assert contradictions.resolve(first.site, first.by, person, one, "asked the crew") == 1
    together(two)
    for world in two:
        assert card(world).stays == one
        assert legs(world, person) == {one}
        assert sound(world)
    assert contradictions.resolve(first.site, first.by, person, one, "asked again") == 0


def test_two_that_differ_have_it_open_again_until_somebody_knows_of_both(two: Two) -> None:
    person, one, other = twice_aboard(two)
    first, second = two
    contradictions.resolve(first.site, first.by, person, one, "asked the crew")
    contradictions.resolve(second.site, second.by, person, other, "seen ashore")
    assert (legs(first, person), legs(second, person)) == ({one}, {other})
    together(two)
    for world in two:
        assert (card(world).stays, card(world).resolutions) == (None, 2)
        assert legs(world, person) == {one, other}
    contradictions.resolve(second.site, second.by, person, other, "both crews asked")
    together(two)
    for world in two:
        assert (card(world).stays, card(world).resolutions) == (other, 3)
        assert legs(world, person) == {other}
        assert sound(world)
    assert normal(first.site.store) == normal(second.site.store)


def test_what_contradicts_nothing_is_not_resolved(two: Two) -> None:
    person, one, _ = twice_aboard(two)
    first = two[0]
    [nobody] = first.people(1)
    for who, lift in ((nobody, one), (person, LiftId(bytes(16)))):
        with pytest.raises(ConflictUnknown):
            contradictions.resolve(first.site, first.by, who, lift, "guessed")
    with pytest.raises(ResolutionUnexplained):
        contradictions.resolve(first.site, first.by, person, one, "  ")


def test_somebody_aboard_of_whom_nothing_is_known_is_listed(two: Two) -> None:
    first = two[0]
    stranger = PersonId(b"stranger of ours")
    ramp.board(first.site, first.by, lift_of(first, first), [stranger])
    found = contradictions.contradictions(first.site, first.by)
    assert (found.cards, found.unknown) == ((), (stranger,))
