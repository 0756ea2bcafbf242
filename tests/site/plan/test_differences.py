"""What a plan would change, told as who moves from where to where, and for which cause."""

from muster.journey.plan.keeping import Hit
from muster.site.lift import ramp
from muster.site.plan import planning
from muster.site.plan.differences import difference, unfit
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
    assert groups[0].cause is Hit.LIFT
    assert {one.before for one in groups if one.cause is Hit.LIFT} == {gone}


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
