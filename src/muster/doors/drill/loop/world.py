"""The world around a site that goes on by itself: who acts there, what is due, what was drawn."""

from heapq import heapify, heappop, heappush
from itertools import count
from math import inf

from muster.doors.drill.crew import Crew
from muster.doors.drill.known import Known
from muster.doors.drill.loop.chance import Chance
from muster.doors.drill.loop.events import AnyEvent, Serves
from muster.doors.drill.loop.kept import Kept
from muster.doors.drill.loop.stock import Stock
from muster.doors.drill.player import Player
from muster.doors.drill.scenario import Station
from muster.ground.people.ids import PartyId, PersonId, PlaceId
from muster.ground.people.moment import Instant, instant
from muster.ground.people.place import PlaceRole
from muster.journey.gate.state import Gate
from muster.journey.plan.state import Call, Calls
from muster.journey.registry.state import Party, Record
from muster.site.clock import SetClock
from muster.site.gate.gatepost import Gatepost, take_post
from muster.site.record.kinds import CALLS, GATE, PARTY, RECORD
from muster.site.site import Site


class World:
    """One drill while it goes on: its site, its crew, what it keeps, what is due next."""

    def __init__(self, site: Site, clock: SetClock, crew: Crew, kept: Kept) -> None:
        self.site = site
        self.clock = clock
        self.crew = crew
        self.kept = kept
        self.scenario = kept.scenario
        self.chance = Chance(kept.seed)
        self.known = Known(site, crew, kept.scenario)
        kept.know(self.known)
        self.player = Player(self.known)
        self.stations: dict[PlaceId, Station] = {
            self.known.places[one.id]: one for one in kept.scenario.places
        }
        self.origin = self.known.places[kept.scenario.origin().id]
        self._numbers = count()
        self._due = [(one.at, next(self._numbers), one) for one in kept.due]
        heapify(self._due)
        self._posts: dict[PlaceId, Gatepost] = {}
        self.group = {one.id: one.group for one in kept.scenario.categories}
        self.stock = Stock(self._party_of)
        self.refused: frozenset[bytes] = frozenset()
        self.serving = {one.gate for one in kept.due if isinstance(one, Serves)}

    def push(self, event: AnyEvent) -> None:
        """Let something happen at its time."""
        heappush(self._due, (event.at, next(self._numbers), event))

    def pop(self) -> AnyEvent:
        """Take what happens next."""
        return heappop(self._due)[2]

    def next_due(self) -> Instant | None:
        """Return when something happens next."""
        return self._due[0][0] if self._due else None

    def store(self) -> None:
        """Bring what is kept up to now."""
        self.kept.at = self.clock.at
        self.kept.due = [one for *_, one in sorted(self._due)]
        self.kept.note(self.known)

    def post(self, gate: PlaceId) -> Gatepost:
        """Return the guards' post at a gate."""
        if gate not in self._posts:
            self._posts[gate] = take_post(self.site, self.crew.guard, gate, "lane 1")
        return self._posts[gate]

    def per_hour(self, gate: PlaceId) -> int:
        """Return what a gate lets in by its own word now, 0 where it is not open."""
        state: Gate | None = self.site.rows.state(GATE, gate)
        return state.per_hour if state is not None and state.open else 0

    def live(self, party: PartyId) -> tuple[int, Call] | None:
        """Return a party's live call and its number, if it has one."""
        calls: Calls | None = self.site.rows.state(CALLS, party)
        live = calls.live[-1] if calls is not None and calls.live else None
        return None if calls is None or live is None else (calls.calls.index(live), live)

    def members(self, party: PartyId) -> tuple[PersonId, ...]:
        """Return everybody of a party."""
        state: Party | None = self.site.rows.state(PARTY, party)
        return state.members if state is not None else ()

    def record(self, person: PersonId) -> Record | None:
        """Return what the desk knows of a person."""
        found: Record | None = self.site.rows.state(RECORD, person)
        return found

    def _party_of(self, person: PersonId) -> bytes:
        record = self.record(person)
        return person if record is None or record.party is None else record.party

    def is_gate(self, place: PlaceId) -> bool:
        """Say whether a place is a gate."""
        return self.stations[place].role is PlaceRole.GATE

    def way(self, gate: PlaceId) -> tuple[bool, int]:
        """Return whether a gate is open now, and at which rate."""
        rate = self.per_hour(gate)
        return bool(rate), rate

    def note_way(self, place: str) -> None:
        """Note how the scenario has left a gate."""
        gate = self.known.places[place]
        self.kept.ways[gate] = self.way(gate)

    def in_other_hands(self, place: str) -> bool:
        """Say whether somebody else has opened or shut a gate since the scenario did."""
        gate = self.known.places[place]
        return gate in self.kept.ways and self.kept.ways[gate] != self.way(gate)

    def room(self, place: str) -> float:
        """Return how many more fit into a place by its latest reading."""
        station, here = self.scenario.place(place), self.stock.souls(self.known.places[place])
        sizes = [one.high for one in station.capacity if instant(one.begins) <= self.clock.at]
        return (sizes[-1] if sizes else inf) - here

    def travel(self, place: PlaceId) -> float:
        """Return the hours from the origin to a place."""
        station = self.stations.get(place)
        return station.hours if station is not None else 0.0
