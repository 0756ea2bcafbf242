"""What a drill that stands still keeps until it goes on: its numbers, its events, its sums."""

from collections import Counter
from typing import Any

import msgspec
from msgspec import Struct, field

from muster.doors.drill.known import Known
from muster.doors.drill.loop.events import AnyEvent
from muster.doors.drill.scenario import Scenario
from muster.ground.people.ids import LiftId, PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant

NUMBERED = (
    "places",
    "persons",
    "parties",
    "lifts",
    "incidents",
    "arrangements",
    "items",
    "sheets",
)
"""What ``Known`` holds: which id the site gave to what the scenario numbered or named."""


class Queued(Struct, frozen=True, array_like=True, gc=False):
    """A party that stands before a gate since then; ``waited`` before another one already."""

    party: PartyId
    souls: int
    since: Instant
    opens: Instant
    waited: Instant = 0


class Tally(Struct):
    """What came of the calls since the drill goes on by itself; all are souls but minutes, lifts.

    ``came`` counts who came to a gate once; of them some ``gave_up`` when theirs shut and they were
    sent to another. ``waits`` counts those let in by the whole minutes they had stood there.
    """

    called: int = 0
    came: int = 0
    missed: int = 0
    gave_up: int = 0
    let_in: int = 0
    waits: dict[int, int] = field(default_factory=dict)
    peak: int = 0
    peaks: dict[PlaceId, int] = field(default_factory=dict)
    out: int = 0
    lifts: int = 0
    seats: int = 0

    def waited(self, minutes: int, souls: int) -> None:
        """Count people who were let in."""
        self.let_in += souls
        self.waits[minutes] = self.waits.get(minutes, 0) + souls


class Kept(Struct):
    """All that a drill needs to go on; whatever is on record is read there.

    ``lifts_of`` is the seed of its replay, by which lifts are on offer.
    """

    scenario: Scenario
    lifts_of: int
    seed: int
    scale: float
    begun: Instant
    at: Instant
    numbered: dict[str, dict[Any, bytes]]
    played: int = 0
    due: list[AnyEvent] = field(default_factory=list)
    queues: dict[PlaceId, list[Queued]] = field(default_factory=dict)
    manifests: dict[LiftId, list[PersonId]] = field(default_factory=dict)
    ways: dict[PlaceId, tuple[bool, int]] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    sent: dict[PartyId, tuple[PlaceId, Queued]] = field(default_factory=dict)
    mended: Instant = 0
    wrong: bool = False
    onward: int = 0

    def know(self, known: Known) -> None:
        """Let a player know what was numbered before."""
        for name in NUMBERED:
            getattr(known, name).update(self.numbered[name])

    def note(self, known: Known) -> None:
        """Keep what a player has numbered since."""
        self.numbered = {name: dict(getattr(known, name)) for name in NUMBERED}

    def ahead(self, gate: PlaceId) -> int:
        """Return how many stand before a gate, or are sent there from another one."""
        sent = sum(one.souls for to, one in self.sent.values() if to == gate)
        return self.waiting()[gate] + sent

    def send(self, gate: PlaceId, one: Queued, now: Instant) -> None:
        """Note that a party is sent to another gate, and how long it has stood before this one."""
        waited = one.waited + now - one.since
        self.sent[one.party] = gate, msgspec.structs.replace(one, waited=waited)

    def next_onward(self) -> int:
        """Return the number of one more lift from a base on."""
        self.onward += 1
        return 7000 + self.onward

    def waiting(self) -> Counter[PlaceId]:
        """Return how many stand before each gate."""
        return Counter(
            {gate: sum(one.souls for one in queue) for gate, queue in self.queues.items()}
        )


encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Kept).decode
