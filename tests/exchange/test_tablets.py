"""What a tablet delivers in disorder reaches the other sites, too."""

import msgspec

from muster.adapters.exchange.frames import Chunk
from muster.ground.people.place import PlaceRole
from muster.site import command, operators
from muster.site.exchange.exchanging import carry
from muster.site.members import EVERY
from tests.exchange.fleet import Fleet, turns
from tests.world.tablet import Tablet

ALL = frozenset(EVERY)


def delivered(fleet: Fleet, order: list[int]) -> None:
    """Let a tablet of the first site deliver entries in this order; after each, two sites meet."""
    site = fleet.sites[0]
    gate = command.name_place(site, site.lead, "Example gate", PlaceRole.GATE)
    guard = operators.enrol(site, site.lead, "Example guard", ("gate",), "24681357")
    tablet = Tablet()
    tablet.enrol(site, site.lead, guard, gate)
    items = [tablet.let_through(fleet.clock.at, guard) for _ in range(max(order) + 1)]
    for number in order:
        tablet.deliver(site, [items[number]])
        fleet.meet(0, 1)


def test_an_entry_that_fills_a_hole_reaches_the_others(fleet: Fleet) -> None:
    delivered(fleet, [0, 2, 1])
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_first_entry_that_comes_late_reaches_the_others(fleet: Fleet) -> None:
    delivered(fleet, [1, 0, 2])
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_entries_that_come_last_first_reach_the_others(fleet: Fleet) -> None:
    delivered(fleet, [3, 2, 1, 0])
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_a_hole_that_both_have_is_no_news(fleet: Fleet) -> None:
    delivered(fleet, [2, 1])
    assert fleet.held(0, ALL) == fleet.held(1, ALL)


def test_an_entry_that_makes_a_hole_smaller_reaches_the_others(fleet: Fleet) -> None:
    """Else it stays at one site for as long as the rest of the hole: for ever, if that is lost."""
    delivered(fleet, [0, 1, 4, 5, 6, 3])
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    here, there = fleet.meet(0, 1)
    assert (here.course.sent.entries, there.course.sent.entries) == (0, 0)


def test_what_goes_on_over_a_hole_and_waits_for_its_key_is_taken_with_the_key(
    fleet: Fleet,
) -> None:
    """Else what a tablet let through would count at one site alone, for ever if it is lost."""
    site = fleet.sites[0]
    gate = command.name_place(site, site.lead, "Example gate", PlaceRole.GATE)
    guard = operators.enrol(site, site.lead, "Example guard", ("gate",), "24681357")
    tablet = Tablet()
    tablet.enrol(site, site.lead, guard, gate)
    items = [tablet.let_through(fleet.clock.at, guard) for _ in range(3)]
    tablet.deliver(site, [items[2]])
    here, there = fleet.pair(0, 1)
    for frame, speaker, listener in turns(here, there):
        keyless = isinstance(frame, Chunk) and frame.compartment == "gates"
        carry(msgspec.structs.replace(frame, wraps=()) if keyless else frame, speaker, listener)
    assert there.course.waiting
    assert fleet.held(0, ALL) == fleet.held(1, ALL)
    assert not fleet.sites[1].store.pending()
