"""What a tablet delivers in disorder reaches the other sites, too."""

from pathlib import Path

import msgspec

from muster.adapters.exchange.frames import Chunk
from muster.ground.people.ids import OperatorId, SiteId
from muster.ground.people.place import PlaceRole
from muster.site import command, operators
from muster.site.exchange import letterboxes, sticks
from muster.site.exchange.exchanging import carry
from muster.site.exchange.neighbours import around, spoken
from muster.site.members import EVERY
from muster.site.rights import Operator, Role
from muster.site.secrecy import fallen
from tests.exchange.fleet import Fleet, turns
from tests.world.tablet import Tablet

ALL = frozenset(EVERY)
SECOND = Operator(OperatorId(b"second" + bytes(10)), "Second officer", (Role.LEAD,))


class Queue:
    """A tablet of the first site with so many entries to deliver."""

    def __init__(self, fleet: Fleet, entries: int) -> None:
        self.site = fleet.sites[0]
        by = self.site.lead
        gate = command.name_place(self.site, by, "Example gate", PlaceRole.GATE)
        guard = operators.enrol(self.site, by, "Example guard", ("gate",), "24681357")
        self._tablet = Tablet()
        self._tablet.enrol(self.site, by, guard, gate)
        self._items = [self._tablet.let_through(fleet.clock.at, guard) for _ in range(entries)]

    def deliver(self, *numbers: int) -> None:
        self._tablet.deliver(self.site, [self._items[one] for one in numbers])


def delivered(fleet: Fleet, order: list[int]) -> None:
    """Let a tablet of the first site deliver entries in this order; after each, two sites meet."""
    queue = Queue(fleet, max(order) + 1)
    for number in order:
        queue.deliver(number)
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


def test_what_fills_one_of_two_holes_reaches_the_others(fleet: Fleet) -> None:
    """Ends alone do not tell 1 2 _ 4 5 6 from 1 2 _ 4 _ 6: it would stay at one site, for ever."""
    queue = Queue(fleet, 8)
    for some in ((0, 1, 3), (7,), (4, 5, 6)):
        queue.deliver(*some)
        fleet.meet(0, 1)
        assert fleet.held(0, ALL) == fleet.held(1, ALL)
    here, there = fleet.meet(0, 1)
    assert (here.course.sent.entries, there.course.sent.entries) == (0, 0)


def test_sites_that_hold_otherwise_over_the_same_holes_read_other_letters(fleet: Fleet) -> None:
    queue = Queue(fleet, 8)
    queue.deliver(0, 1, 3, 7)
    fleet.meet(0, 1)
    assert aloud(fleet, 0, 1) == aloud(fleet, 1, 0)
    queue.deliver(4, 5, 6)
    assert aloud(fleet, 0, 1) != aloud(fleet, 1, 0)


def aloud(fleet: Fleet, reader: int, other: int) -> str:
    site, peer = fleet.sites[reader], fleet.sites[other].keys.site
    return next(one.letters for one in spoken(site, site.lead) if one.site == peer)


def test_no_parcel_is_written_for_who_holds_the_same_over_a_hole(
    fleet: Fleet, tmp_path: Path
) -> None:
    Queue(fleet, 4).deliver(0, 3)
    fleet.meet(0, 1)
    fleet.meet(0, 1)
    site, peer = fleet.sites[0], fleet.sites[1]
    known = letterboxes.taken(site, site.lead, letterboxes.own(peer, peer.lead))
    assert sticks.write(site, site.lead, known, tmp_path).entries == 0


def test_what_fills_a_hole_after_a_receipt_lies_only_here(fleet: Fleet) -> None:
    """Whoever signed for the entries on both sides of a hole did not sign for what was in it."""
    queue = Queue(fleet, 4)
    queue.deliver(0, 1, 3)
    fleet.meet(0, 1)
    assert only_here(fleet) == (0, 0)
    before = numbers(fleet)
    queue.deliver(2)
    there, lacks = only_here(fleet)
    assert min(there, lacks) >= numbers(fleet) - before
    fleet.meet(0, 1)
    assert only_here(fleet) == (0, 0)


def test_an_entry_that_only_a_lost_site_signed_for_lies_only_here(fleet: Fleet) -> None:
    site, lost = fleet.sites[0], fleet.sites[1]
    fleet.write(0, 1)
    fleet.meet(0, 1)
    assert only_here(fleet)[0] == 0
    before = numbers(fleet)
    fallen.fall(site, site.lead, SECOND, SiteId(lost.keys.site), "taken at the gate")
    assert only_here(fleet)[0] > numbers(fleet) - before


def only_here(fleet: Fleet) -> tuple[int, int]:
    """Return how many entries lie at the first site alone, and how many the second lacks of it."""
    site, peer = fleet.sites[0], fleet.sites[1].keys.site
    found = around(site, site.lead)
    return found.only_here, next(one.lacks for one in found.sites if one.site == peer)


def numbers(fleet: Fleet) -> int:
    """Return how many entries the first site holds."""
    store = fleet.sites[0].store
    return sum(
        one.last - one.first + 1 for log in store.logs() for one in store.segments(log.number)
    )


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
