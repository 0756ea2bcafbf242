"""A laptop is carried away in the middle of an exchange, and comes back from last week's backup.

North and South work the same airport apart. Their link is cut in mid-session; South's laptop is
taken out to a convoy, works on alone, is lost, and a spare one is set up from a backup of a week
ago, which nobody tells it. A stick goes round. In the end nothing is lost, doubled or hidden.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.moment import DAY, HOUR
from muster.site import upkeep
from muster.site.exchange import exchanging, letterboxes, sticks
from muster.site.figures import reporting
from muster.site.lift import ramp
from muster.site.opening import open_site
from muster.site.record import quarantine
from muster.site.record.kinds import RECORD
from muster.site.registry import desk
from muster.site.site import Site
from tests.exchange.fleet import turns
from tests.world.copies import copy
from tests.world.site import PHRASE, World
from tests.world.sites import Joined, normal


class Airport:
    """Two sites of one operation, North the founder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.north = World(folder / "north")
        self.south = Joined(self.north, folder / "south", "South")
        self.south.clock = self.north.clock
        self._again()
        self.stick = folder / "stick"
        self.stick.mkdir()

    def _again(self) -> None:
        self.south.site.close()
        self._open()

    def _open(self) -> None:
        south = self.south
        south.site = open_site(south.folder, PHRASE, clock=self.north.clock)
        south.by = south.site.lead

    def lost_and_set_up_again(self, backup: Path) -> None:
        """South's laptop is gone; another one starts from a backup, and nobody says so to it."""
        self.south.site.close()
        copy(backup, self.south.folder)
        self._open()

    def meet(self, cut: int = 0) -> None:
        """North calls South; the link breaks after so many frames where ``cut`` is not 0."""
        north, south = self.north.site, self.south.site
        here = exchanging.session(north, north.lead, call=True, peer=south.keys.site)
        there = exchanging.session(south, south.lead, call=False, peer=north.keys.site)
        for number, (frame, speaker, listener) in enumerate(turns(here, there), 1):
            exchanging.carry(frame, speaker, listener)
            if number == cut:
                return

    def carried(self, sender: Site, receiver: Site) -> sticks.Emptied:
        """Somebody walks over with a stick."""
        letterbox = letterboxes.own(receiver, receiver.lead)
        to = letterboxes.taken(sender, sender.lead, letterbox)
        sticks.write(sender, sender.lead, to, self.stick)
        found = sticks.read(receiver, receiver.lead, self.stick, answer=False, remove=True)
        for one in self.stick.iterdir():
            one.unlink()
        return found


@pytest.fixture
def airport(tmp_path: Path) -> Iterator[Airport]:
    """Two sites that have met."""
    made = Airport(tmp_path)
    made.meet()
    yield made
    made.north.site.close()
    made.south.site.close()


def told(site: Site, person: PersonId) -> object:
    with site.view() as view:
        return view.state(RECORD, person)


def boarded(world: World, lift: LiftId, people: list[PersonId]) -> None:
    world.tick()
    ramp.board(world.site, world.by, lift, people)


def test_a_laptop_carried_away_mid_exchange_comes_back_from_last_weeks_backup(
    airport: Airport,
) -> None:
    north, south = airport.north, airport.south
    # Last week: both work, both know the same; South makes its backup.
    families = north.people(8)
    lift = north.lift(leave=False)
    airport.meet()
    south.site.close()
    backup = copy(south.folder, airport.folder / "backup")
    airport._open()
    north.tick(7 * DAY)
    # This week: South takes claims; North hears of half of them, then the link is cut.
    own = south.people(12)
    desk.hear_from(south.site, south.by, families[:2], "telephone")
    airport.meet(cut=9)
    north.people(4)
    # Carried away: South works on alone, and boards people whom North boards, too.
    boarded(south, lift, families[:4])
    boarded(north, lift, families[2:6])
    alone = south.people(2)
    airport.carried(south.site, north.site)
    # Lost; set up from last week's backup, unnoticed, and written on: the log forks.
    airport.lost_and_set_up_again(backup)
    north.tick(HOUR)
    after = south.people(3)
    boarded(south, lift, after)
    first = airport.carried(south.site, north.site)
    assert first.parcels[0].problem is None
    # The next meeting, cut once more, then whole; and another stick for good measure.
    airport.meet(cut=11)
    airport.meet()
    airport.carried(north.site, south.site)
    airport.meet()
    for site in (north.site, south.site):
        # Nothing is lost: what was acknowledged before, alone, and after is here at both.
        assert all(told(site, one) is not None for one in (*families, *own, *alone, *after))
        # Nothing is hidden: the fork is shown, and what lies beyond it is an interval.
        assert quarantine.forks(site.store)
        report = reporting.report(site, site.lead)
        assert {one.code.value: one.number for one in report.tasks}["quarantined-entries"] > 0
        assert upkeep.verify(site, site.lead).findings == ()
        assert upkeep.rebuild(site, site.lead).equal
    # Nothing is doubled: two scans of one person are one soul at both, and both show the same.
    assert normal(north.site.store) == normal(south.site.store)
    seen = north.site.rows.seen(b"B" + lift + north.airport)
    assert seen == 6 + len(after)
    # And South writes under a new key now: its old log grows no more.
    old = quarantine.forks(south.site.store)
    before = {row.number: row.head_sequence for row in south.site.store.logs()}
    south.people(2)
    grown = {
        row.number
        for row in south.site.store.logs()
        if row.head_sequence > before.get(row.number, 0)
    }
    assert not grown & old.keys()
