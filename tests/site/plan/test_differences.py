"""What a plan would change, told as who moves from where to where, and for which cause."""

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.ground.people.moment import HOUR
from muster.journey.plan.keeping import Hit
from muster.site import command
from muster.site.lift import ramp
from muster.site.plan import planning
from muster.site.plan.differences import difference, unfit
from muster.site.plan.grouping import Moving, grouped
from muster.site.plan.solving import Way
from tests.site.plan.town import Town


def test_every_change_is_in_exactly_one_group(town: Town) -> None:
    gone = town.offer(6, seats=8)
    town.offer(9, seats=12)
    town.families(6)
    town.adopt()
    town.tick()
    ramp.cancel(town.site, town.by, gone, "no crew")
    proposal = town.propose(Way.REPAIR)
    found = difference(proposal.gathered, proposal.plan.places)
    groups = found.groups()
    assert sum(one.parties for one in groups) == len(found.moves)
    assert sum(one.souls for one in groups) == sum(one.souls for one in found.moves)
    assert [one.lost for one in groups if one.cause is Hit.LIFT] == [gone]
    for one in groups:
        assert sum(way.parties for way in one.ways) == one.parties
        assert sum(way.souls for way in (*one.main,)) + one.rest == one.souls


def test_a_gate_and_lifts_that_go_are_one_row_each(town: Town) -> None:
    gone = [town.offer(hours, seats=12) for hours in (6, 7, 8)]
    later = [town.offer(hours, seats=12) for hours in range(20, 32)]
    town.families(9)
    before = town.adopt()
    town.tick()
    for lift in gone:
        ramp.cancel(town.site, town.by, lift, "no crew")
    used = {place[0] for place in before.placed().values()}
    shut = town.north if town.north in used else town.south
    command.shut_gate(town.site, town.planner, shut, "shots heard")
    proposal = town.propose(Way.REPAIR)
    groups = difference(proposal.gathered, proposal.plan.places).groups()
    lost = [(one.cause, one.lost) for one in groups]
    assert len(lost) == len({*lost}) <= 4
    assert {one for _, one in lost} <= {*gone, shut}
    for one in groups:
        assert one.later is not None
        assert one.latest is not None
        assert 12 <= one.later <= one.latest <= 26
        assert {way.lift for way in one.ways} <= {*later}


def test_less_room_at_a_gate_is_one_row_of_that_gate() -> None:
    gate, other = PlaceId(bytes(15) + b"g"), PlaceId(bytes(15) + b"h")
    lifts = [LiftId(bytes(15) + bytes([n])) for n in range(4)]
    departs = {lift: n * 5 * HOUR for n, lift in enumerate(lifts)}

    def moving(number: int, at: PlaceId, cause: Hit | None = Hit.LESS) -> Moving:
        party = PartyId(bytes(15) + bytes([number]))
        return Moving(
            party, 2, told=False, cause=cause,
            before=(at, 0, lifts[number]), after=(at, 0, lifts[number + 1]),
        )  # fmt: skip

    (one,) = grouped([moving(0, gate), moving(1, gate)], departs)
    assert (one.lost, one.souls, one.later, one.latest) == (gate, 4, 5, 5)
    two = grouped([moving(0, gate), moving(1, other)], departs)
    assert {each.lost for each in two} == {lifts[0], lifts[1]}
    (free,) = grouped([moving(0, gate, None), moving(1, other, None)], departs)
    assert (free.cause, free.lost, free.had) == (None, None, True)


def test_what_no_longer_fits_is_counted_until_the_plan_is_mended(town: Town) -> None:
    lift = town.offer(6, seats=8)
    town.offer(9, seats=12)
    town.families(5)
    town.adopt()
    assert unfit(town.look()) == {}
    town.tick()
    ramp.cancel(town.site, town.by, lift, "no crew")
    assert unfit(town.look()) == {Hit.LIFT: 8}
    town.adopt(town.propose(Way.REPAIR))
    assert unfit(town.look()) == {}
    assert planning.faults(town.site, town.planner) == ()
