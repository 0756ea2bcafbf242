"""A site with gates that are open, and parties that can be called to them."""

from pathlib import Path

from muster.ground.people.ids import PartyId, PersonId, PlaceId
from muster.ground.people.moment import HOUR
from muster.ground.people.place import PlaceRole
from muster.journey.plan.state import Call, Calls
from muster.journey.registry.state import Record
from muster.site import command
from muster.site.plan import calls
from muster.site.record.kinds import CALLS, RECORD
from tests.world.site import World


class Called:
    """Two gates, north and south, both open; every command is the real one."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.north, self.south = self.gate("North gate"), self.gate("South gate")

    def gate(self, name: str) -> PlaceId:
        """Name a gate and open it."""
        place = self.world.place(name, PlaceRole.GATE)
        command.open_gate(self.world.site, self.world.by, place, 300)
        return place

    def party(self, size: int = 2) -> tuple[PartyId, list[PersonId]]:
        """Let a party claim; return it and its people."""
        people = self.world.party(size)
        record: Record = self.world.site.rows.state(RECORD, people[0])
        assert record.party is not None
        return record.party, people

    def call(self, gate: PlaceId, number: int = 1) -> list[PartyId]:
        """Call so many new parties to ``gate``, in a window of two hours that begins in one."""
        parties = [self.party()[0] for _ in range(number)]
        now = self.world.clock.at
        window = (now + HOUR, now + 3 * HOUR)
        calls.call(self.world.site, self.world.by, parties, gate, window)
        return parties

    def calls(self, party: PartyId) -> tuple[Call, ...]:
        """Return all calls of a party, as committed."""
        with self.world.site.view() as view:
            state: Calls | None = view.state(CALLS, party)
        return state.calls if state is not None else ()

    def live(self, party: PartyId) -> tuple[Call, ...]:
        """Return the live calls of a party."""
        return tuple(one for one in self.calls(party) if one.live)
