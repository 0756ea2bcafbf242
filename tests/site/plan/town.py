"""A small real operation to be planned: an airport with two gates, lifts to a base, families."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import LiftId, PartyId, PersonId, PlaceId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import HOUR, Instant
from muster.ground.people.need import Need
from muster.ground.people.place import PlaceRole
from muster.ground.people.sex import Sex
from muster.journey.lift.rules import Carries
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command, operators
from muster.site.lift import ramp
from muster.site.plan import planning
from muster.site.plan.operation import Gathered
from muster.site.plan.planning import Proposal
from muster.site.plan.solving import Way
from muster.site.record.kinds import PARTY
from muster.site.registry import desk
from muster.site.rights import Operator, Role
from tests.world.site import World

Member = dict[str, Any]
"""What is said of one person beyond what everybody has."""


class Town(World):
    """The builder, with two open gates of 40 souls an hour and a planner at work."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.north, self.south = self.gate("North gate"), self.gate("South gate")
        identity = operators.enrol(
            self.site, self.by, "Example planner", (Role.PLANNER.value,), "24681357"
        )
        self.planner = Operator(identity, "Example planner", (Role.PLANNER,))

    def gate(self, name: str, per_hour: int = 40) -> PlaceId:
        """Name a gate and open it."""
        place = self.place(name, PlaceRole.GATE)
        command.open_gate(self.site, self.by, place, per_hour)
        return place

    def offer(
        self,
        hours: int,
        seats: int = 30,
        *,
        to: PlaceId | None = None,
        name: str = "",
        litters: int = 2,
    ) -> LiftId:
        """Offer a lift that leaves in so many hours."""
        at = self.clock.at + hours * HOUR
        return ramp.offer(
            self.site,
            self.by,
            name=name or f"EXAMPLE {hours}",
            craft="C-130",
            origin=self.airport,
            destination=to or self.haven,
            seats=seats,
            window=(at, at),
            carries=Carries(litters=litters, wheelchairs=2),
        )

    def families(self, number: int, size: int = 4, category: str = "citizen") -> list[PartyId]:
        """Let families claim and be decided upon."""
        return [self.family([{}] * size, category) for _ in range(number)]

    def family(self, members: Sequence[Member], category: str = "citizen") -> PartyId:
        """Let one family claim and be found eligible; each member says what differs."""
        self.tick()
        persons = tuple(
            PersonClaim(
                **{
                    "name": self.name(),
                    "sex": Sex.FEMALE,
                    "category": category,
                    "relation": Relation.OTHER_KIN if number else Relation.HEAD,
                    "documents": (Document(DocumentType.PASSPORT, f"X{number}", Evidence.SEEN),),
                    **given,
                }
            )
            for number, given in enumerate(members)
        )
        (ids,) = desk.claim(self.site, self.by, [PartyClaim(persons)])
        desk.decide(self.site, self.by, list(ids.persons))
        return ids.party

    def members(self, party: PartyId) -> list[PersonId]:
        """Return the people of a party."""
        with self.site.view() as view:
            return list(view.state(PARTY, party).members)

    def ready(self, parties: Sequence[PartyId]) -> None:
        """Let parties be inside, processed."""
        people = [person for party in parties for person in self.members(party)]
        ramp.ready(self.site, self.by, people, self.airport)

    def look(self) -> Gathered:
        """Return the operation as the planner sees it."""
        return planning.look(self.site, self.planner)

    def propose(self, way: Way = Way.GREEDY) -> Proposal:
        """Return a proposal."""
        return planning.propose(self.site, self.planner, way, seconds=5)

    def adopt(self, proposal: Proposal | None = None) -> Proposal:
        """Adopt a plan; return what was proposed."""
        said = proposal or self.propose()
        planning.adopt(self.site, self.planner, said)
        return said

    def later(self, hours: int) -> Instant:
        """Return the instant in so many hours."""
        return self.clock.at + hours * HOUR


CHILD: Member = {"birth": Birth.on("2015-03-04"), "relation": Relation.CHILD}
LITTER: Member = {"needs": (Need.LITTER,)}
