"""A site with an open gate, parties called to it, and passes in their hands."""

from pathlib import Path
from typing import NamedTuple

from muster.ground.people.ids import PartyId, PassId, PlaceId
from muster.ground.people.moment import HOUR
from muster.ground.people.place import PlaceRole
from muster.journey.passes.rules import Withheld
from muster.site import command, operators
from muster.site.gate import gatepost
from muster.site.gate.gatepost import Gatepost
from muster.site.passes import issuing, passbook
from muster.site.passes.issuing import UNTIED, Made, Tie, Wanted
from muster.site.plan import calls
from muster.site.record.kinds import RECORD
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from tests.world.site import World


class Ticket(NamedTuple):
    """A pass as its bearer holds it."""

    id: PassId
    code: str
    text: str
    party: PartyId


class Gates(World):
    """The builder, with a gate for 10,000 souls an hour."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.gate = self.place("North gate", PlaceRole.GATE)
        command.open_gate(self.site, self.by, self.gate, 10_000)

    def other_gate(self, name: str = "South gate") -> PlaceId:
        """Open another gate."""
        gate = self.place(name, PlaceRole.GATE)
        command.open_gate(self.site, self.by, gate, 10_000)
        return gate

    def colleague(self, name: str = "Example colleague") -> Operator:
        """Enrol a second lead."""
        identity = operators.enrol(self.site, self.by, name, (Role.LEAD.value,), "24681357")
        return Operator(identity, name, (Role.LEAD,))

    def operator(self, name: str, role: str, pin: str = "correct-horse") -> Operator:
        """Enrol somebody in one role."""
        identity = operators.enrol(self.site, self.by, name, (role,), pin)
        return Operator(identity, name, (Role(role),))

    def confirmed(self, size: int = 4) -> PartyId:
        """Let a party claim and be heard."""
        people = self.party(size)
        with self.site.view() as view:
            party: PartyId = view.state(RECORD, people[0]).party
        desk.confirm_parties(self.site, self.by, [party])
        return party

    def called(self, size: int = 4, *, hours: int = 4, gate: PlaceId | None = None) -> PartyId:
        """Let a party claim, be heard and be called from now on for so many hours."""
        party = self.confirmed(size)
        now = self.clock.at
        calls.call(self.site, self.by, [party], gate or self.gate, (now, now + hours * HOUR))
        return party

    def issued(
        self, size: int = 4, *, tie: Tie = UNTIED, checkpoint: PlaceId | None = None
    ) -> Ticket:
        """Let a party be called and given a pass."""
        party = self.called(size)
        wanted = Wanted(party, tie=tie, checkpoint=checkpoint)
        return self.ticket(issuing.issue(self.site, self.by, wanted), party)

    def ticket(self, made: Made | Withheld, party: PartyId) -> Ticket:
        """Return a pass that was made, as its bearer holds it."""
        assert isinstance(made, Made), made
        text = passbook.text(self.site, self.by, made.id)
        return Ticket(made.id, made.code, text, party)

    def post(self, name: str = "lane 1", gate: PlaceId | None = None) -> Gatepost:
        """Take a post at a gate."""
        return gatepost.take_post(self.site, self.by, gate or self.gate, name)
