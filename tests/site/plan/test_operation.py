"""What a plan is made from: everybody who waits, once, with how far each party has come."""

import msgspec
import pytest

from muster.ground.people.category import Category
from muster.ground.people.ids import PartyId
from muster.ground.people.moment import HOUR
from muster.ground.people.need import Need
from muster.ground.people.place import PlaceRole
from muster.ground.people.state import PlaceState
from muster.journey.plan.adopted import Limits
from muster.journey.plan.operation import Place, Standing
from muster.journey.plan.problems import DeadlinePast
from muster.site import command
from muster.site.arrival import haven
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.plan import calls, claiming, planner
from muster.site.plan.operation import Gathered, gather
from muster.site.plan.solving import Way
from muster.site.plan.travellers import Reason
from muster.site.record.kinds import PLACE, RECORD
from muster.site.record.rows import places
from muster.site.registry import desk
from tests.site.plan.town import CHILD, LITTER, Town
from tests.world.site import PROFILE


def standing(found: Gathered, party: PartyId) -> Standing:
    return found.operation.parties[found.index()[party]].standing


def test_everybody_who_waits_is_in_the_operation_or_counted_apart(town: Town) -> None:
    town.families(5)
    town.party(3)  # nobody has decided about these
    lift = town.offer(8)
    aboard = town.families(2)
    ramp.manifest(town.site, town.by, lift, town.members(aboard[0]))
    found = town.look()
    inside = sum(party.souls for party in found.operation.parties)
    assert inside == 6 * 4 + 3
    assert dict(found.apart) == {Reason.MANIFESTED.value: 4}
    assert sum(one.standing is Standing.INCOMPLETE for one in found.operation.parties) == 1


def test_a_lift_has_room_less_who_is_on_its_manifest(town: Town) -> None:
    town.offer(8, 30)
    lift = town.offer(9, 30)
    ramp.manifest(town.site, town.by, lift, town.members(town.families(1)[0]))
    assert [one.seats for one in town.look().operation.lifts] == [30, 26]


def test_a_cancelled_lift_keeps_its_index_without_a_seat(town: Town) -> None:
    town.offer(8)
    town.offer(9)
    ramp.cancel(town.site, town.by, town.look().operation.lifts[0].id, "no crew")
    assert [one.seats for one in town.look().operation.lifts] == [0, 30]


def test_priority_is_that_of_the_categorys_place_in_the_rule(town: Town) -> None:
    staff, citizen = town.families(1, category="staff")[0], town.families(1)[0]
    found = town.look()
    assert [one.id for one in found.operation.parties] == [citizen, staff]
    assert [one.priority for one in found.operation.parties] == [0, 2]
    assert [one.rank for one in found.operation.parties] == [0, 1]


def test_who_claimed_first_comes_first_within_a_priority(town: Town) -> None:
    first = town.families(1)[0]
    town.hours(2)
    second = town.families(1)[0]
    assert [one.id for one in town.look().operation.parties] == [first, second]


def test_within_an_hour_the_order_of_facts_decides_and_not_the_id(town: Town) -> None:
    written = town.families(12)
    found = town.look()
    assert [one.id for one in found.operation.parties] == written
    assert written != sorted(written)


def test_a_claim_that_another_fact_follows_keeps_its_place_in_the_order(town: Town) -> None:
    first, second = town.families(2)
    desk.record_needs(town.site, town.by, town.members(first)[0], (Need.WHEELCHAIR,))
    assert [one.id for one in town.look().operation.parties] == [first, second]


def test_orders_are_the_same_looked_up_one_by_one_and_read_through(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.families(5)
    with town.site.view() as view:
        rows = view.reader.rows_scan(RECORD.name)
        wanted = [next(places(row.places)) for row in rows]
        by_one = claiming.orders(town.site, view, wanted)
        claiming._LAMPORTS.clear()
        monkeypatch.setattr(claiming, "_SINGLE", 0)
        assert claiming.orders(town.site, view, wanted) == by_one
    assert len({*by_one.values()}) == len(wanted) == 20


def test_a_minor_of_the_rule_comes_between_the_major_and_the_hour(town: Town) -> None:
    minors = (
        Category("pregnant", "Pregnant", {}),
        Category("adults", "Adults", {}),
    )
    early = town.families(1)[0]
    town.hours(2)
    urgent = town.family([{}, {"needs": (Need.PREGNANT,)}])
    staff = town.family([{"needs": (Need.PREGNANT,)}], "staff")
    assert [one.id for one in town.look().operation.parties] == [early, urgent, staff]
    desk.adopt_rule(town.site, town.by, msgspec.structs.replace(PROFILE, version=9, minors=minors))
    assert [one.id for one in town.look().operation.parties] == [urgent, early, staff]


def test_needs_are_counted(town: Town) -> None:
    town.family([{}, LITTER, LITTER])
    (party,) = town.look().operation.parties
    assert (party.souls, party.litters, party.wheelchairs) == (3, 2, 0)


def test_a_child_alone_waits_for_an_escort(town: Town) -> None:
    child, family = town.family([CHILD]), town.family([{}, CHILD])
    found = town.look()
    assert standing(found, child) is Standing.UNESCORTED
    assert found.reasons[child] is Reason.UNESCORTED
    assert standing(found, family) is Standing.FREE
    planner.escort(town.site, town.planner, child, "child protection officer, example agency")
    assert standing(town.look(), child) is Standing.FREE


def test_a_party_that_is_held_back_has_no_place_until_it_is_let_go(town: Town) -> None:
    party = town.families(1)[0]
    planner.hold_back(town.site, town.planner, [party], "papers to be looked at again")
    assert standing(town.look(), party) is Standing.HELD
    planner.let_go(town.site, town.planner, [party])
    assert standing(town.look(), party) is Standing.FREE


def test_a_party_of_somebody_missing_is_kept_together(town: Town) -> None:
    party = town.families(1)[0]
    roll.report_missing(town.site, town.by, town.members(party)[:1], "a cousin")
    found = town.look()
    assert found.reasons[party] is Reason.KEPT
    assert found.operation.parties[0].souls == 3
    assert found.apart["missing"] == 1


def test_a_told_party_keeps_its_place_until_its_window_begins(town: Town) -> None:
    town.offer(12)
    party = town.families(1)[0]
    town.adopt()
    at = town.clock.at
    lift = town.look().operation.lifts[0].id
    window = (at + 2 * HOUR, at + 3 * HOUR)
    calls.call(town.site, town.planner, [party], town.north, window, lift=lift)
    (found,) = town.look().operation.parties
    assert found.standing is Standing.TOLD
    gate = [one.id for one in town.look().operation.gates].index(town.north)
    assert found.old == Place(gate, 2, 0)


def test_of_a_told_party_that_is_due_only_the_lift_is_left_to_decide(town: Town) -> None:
    town.offer(12)
    party = town.families(1)[0]
    town.adopt()
    at = town.clock.at
    lift = town.look().operation.lifts[0].id
    calls.call(town.site, town.planner, [party], town.north, (at, at + 2 * HOUR), lift=lift)
    (found,) = town.look().operation.parties
    assert (found.standing, found.old) == (Standing.INSIDE, Place(-1, -1, 0))
    town.tick(5 * HOUR)  # nobody said what came of it: it is no longer expected
    (found,) = town.look().operation.parties
    gate = [one.id for one in town.look().operation.gates].index(town.north)
    assert (found.standing, found.old) == (Standing.TOLD, Place(gate, 1, 0))


def test_a_party_that_came_to_its_gate_is_inside_with_its_lift(town: Town) -> None:
    lift = town.offer(12)
    party = town.families(1)[0]
    town.adopt()
    at = town.clock.at
    calls.call(town.site, town.planner, [party], town.north, (at, at + HOUR), lift=lift)
    calls.came(town.site, town.planner, [party])
    (found,) = town.look().operation.parties
    assert (found.standing, found.old) == (Standing.INSIDE, Place(-1, -1, 0))


def test_a_gate_lets_in_what_is_expected_of_it_in_each_hour(town: Town) -> None:
    town.offer(6)
    begins = town.look().operation.base
    spans = [(begins + HOUR, begins + 3 * HOUR, 7)]
    planner.expect_gate(town.site, town.planner, town.north, spans)
    command.shut_gate(town.site, town.by, town.south, "shots heard")
    gates = {one.id: one.souls for one in town.look().operation.gates}
    assert gates[town.north][:5] == (40, 7, 7, 40, 40)
    assert set(gates[town.south]) == {0}


def test_a_base_holds_its_low_reading_and_what_its_day_lets_go(town: Town) -> None:
    town.offer(6, to=town.base)
    command.set_room(town.site, town.by, town.base, (10, 20), per_day=48)
    (base,) = town.look().operation.havens
    assert (base.room, base.stock, base.outflow) == (10, 0, 2)
    with town.site.view() as view:
        place: PlaceState = view.state(PLACE, town.base)
    assert (place.name, place.role) == ("Example base", PlaceRole.STAGING)


def test_who_is_at_a_base_and_who_is_on_the_way_takes_room(town: Town) -> None:
    people = town.people(6)
    lift = town.lift(people[:4], to=town.base)
    town.land(lift, people[:4])
    town.lift(people[4:], to=town.base)
    town.offer(6, to=town.base)
    (base,) = town.look().operation.havens
    assert base.stock == 4
    assert [souls for _, souls in base.arriving] == [2]


def test_who_is_overdue_takes_room_from_the_first_planned_hour_on(town: Town) -> None:
    """A plan that was made is still within the room when it is adopted in the same hour."""
    people = town.people(8)
    town.lift(people, to=town.base)
    town.hours(9)
    command.set_room(town.site, town.by, town.base, (10, 10), per_day=0)
    town.offer(6, to=town.base)
    (base,) = town.look().operation.havens
    assert base.arriving == ((1, 8),)
    town.families(1, size=2)
    town.families(2, size=4)
    proposal = town.adopt(town.propose(Way.REPAIR))
    assert sum(place is not None for place in proposal.plan.places) == 1


def test_a_base_that_takes_nobody_is_no_partys_haven(town: Town) -> None:
    town.offer(6, to=town.base)
    town.offer(7)
    party = town.families(1)[0]
    haven.stop_intake(town.site, town.by, town.base, "full")
    found = town.look()
    havens = [one.id for one in found.operation.havens]
    assert found.operation.parties[0].havens == 1 << havens.index(town.haven)
    planner.permit(
        town.site, town.planner, party, gates=[town.north], havens=[town.base], reason="sponsor"
    )
    (permitted,) = town.look().operation.parties
    assert permitted.havens == 0
    assert permitted.gates.bit_count() == 1


def test_a_deadline_in_the_past_is_a_problem_and_one_ahead_ends_the_hours(town: Town) -> None:
    town.offer(30)
    planner.set_limits(town.site, town.planner, Limits(deadline=town.later(10)))
    assert town.look().operation.hours in (10, 11)
    town.hours(11)
    with pytest.raises(DeadlinePast):
        town.look()


def test_two_looks_at_one_cut_give_the_same_bytes(town: Town) -> None:
    town.offer(12)
    town.families(6)
    now = town.clock.at
    with town.site.view() as view:
        one, other = gather(town.site, view, now), gather(town.site, view, now)
    assert one.digest() == other.digest()
