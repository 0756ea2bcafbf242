"""A planner's day: ten lifts are cancelled and a gate closes; what that changes is read, accepted.

The gate that stays open is then called to by its queue. People come early, late or not at all, the
gate lets in fewer than it should for some hours, and the queue before it stays short.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import HOUR, MINUTE
from muster.journey.plan.operation import Standing
from muster.journey.plan.state import Calls
from muster.site import command
from muster.site.lift import ramp
from muster.site.plan import calls, forwarding, planner, planning
from muster.site.plan.differences import difference
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import Way
from muster.site.record.kinds import CALLS
from tests.site.plan.town import Town

LIFTS, RATE = 26, 30


class Day(Town):
    """An operation of a few days with families enough for its lifts, and its gates as they are."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for number in range(LIFTS):
            self.offer(8 + 2 * number, seats=30, name=f"EXAMPLE {number:02}")
        for gate in (self.north, self.south):
            command.open_gate(self.site, self.by, gate, RATE)
        self.chance = random.Random(12)
        with self.site.batch():
            for _ in range(130):
                self.families(1, self.chance.choice((2, 3, 4, 4, 5)))
        self.queue: list[PartyId] = []
        self.longest = 0
        self.came: set[PartyId] = set()
        self.size = {one.id: one.souls for one in self.look().operation.parties}

    def known(self, party: PartyId) -> Calls:
        with self.site.view() as view:
            found: Calls | None = view.state(CALLS, party)
        return found or Calls()

    def an_hour(self, gate: PlaceId, let_in: int) -> None:
        """Let an hour pass at a gate: who was called comes or does not, some are let in."""
        now = self.clock.at
        for party in self.size:
            live = self.known(party).live
            if not live or party in self.came or live[-1].gate != gate:
                continue
            if live[-1].opens <= now + 30 * MINUTE:
                if self.chance.random() < 0.92:
                    calls.came(self.site, self.planner, [party])
                    self.came.add(party)
                    self.queue.append(party)
                elif live[-1].closes <= now:
                    calls.did_not_come(self.site, self.planner, [party])
        while self.queue and self.size[self.queue[0]] <= let_in:
            party = self.queue.pop(0)
            let_in -= self.size[party]
            self.ready([party])
        waiting = sum(self.size[party] for party in self.queue)
        self.longest = max(self.longest, waiting)
        planner.count_queue(self.site, self.planner, gate, waiting)
        self.tick(HOUR)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path / "site")
    yield made
    made.site.close()


def test_ten_lifts_are_cancelled_and_a_gate_closes(day: Day) -> None:
    before = day.adopt(day.propose(Way.BEST))
    assert sum(before.left) == 0
    forwarding.call_next(day.site, day.planner)
    day.tick()

    told = {one.id for one in day.look().operation.parties if one.standing is Standing.TOLD}
    assert told
    for lift in [one.id for one in before.operation.lifts][8:18]:
        ramp.cancel(day.site, day.planner, lift, "the crews are needed elsewhere")
    taken_back = command.shut_gate(day.site, day.by, day.north, "shots heard", to=day.south)
    assert taken_back.calls == taken_back.moved
    day.tick()

    repaired, stable = day.propose(Way.REPAIR), day.propose(Way.STABLE)
    assert planning.faults(day.site, day.planner)
    for proposal in (repaired, stable):
        _reads(day, proposal)
    assert sum(stable.left) <= sum(repaired.left)
    day.adopt(stable)
    assert planning.faults(day.site, day.planner) == ()

    for hour in range(30):
        forwarding.call_next(day.site, day.planner)
        day.an_hour(day.south, RATE // 2 if 4 <= hour < 8 else RATE)
    assert len(day.came) > 20
    assert day.longest <= 3 * RATE


def _reads(day: Day, proposal: Proposal) -> None:
    """The difference says who moves, of whom who was told, and leaves out nobody."""
    found = difference(proposal.gathered, proposal.plan.places)
    operation = proposal.operation
    north = [one.id for one in operation.gates].index(day.north)
    assert all(place is None or place.gate != north for place in proposal.plan.places)
    assert len(found.said()) == 3
    assert 0 < len(found.moves) < len(operation.parties)
    kept = zip(operation.parties, proposal.plan.places, strict=True)
    moved = {party.id for party, place in kept if place != party.old}
    assert moved == {one.party for one in found.moves}
