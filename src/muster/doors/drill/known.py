"""What the players of one drill know: which id the site gave to which number, and nothing more."""

from collections.abc import Iterable

from muster.doors.drill.crew import Crew
from muster.doors.drill.moves import ClaimedParty, Number, Numbers
from muster.doors.drill.scenario import Scenario
from muster.ground.people.ids import (
    ArrangementId,
    IncidentId,
    ItemId,
    LiftId,
    PartyId,
    PersonId,
    PlaceId,
    PrintId,
)
from muster.journey.registry.rules import Ids
from muster.site.site import Site


class Known:
    """One site, its crew, and the ids of what the drill numbered or named."""

    def __init__(self, site: Site, crew: Crew, scenario: Scenario) -> None:
        self.site = site
        self.crew = crew
        self.scenario = scenario
        self.places: dict[str, PlaceId] = {}
        self.persons: dict[Number, PersonId] = {}
        self.parties: dict[Number, PartyId] = {}
        self.lifts: dict[Number, LiftId] = {}
        self.incidents: dict[Number, IncidentId] = {}
        self.arrangements: dict[str, ArrangementId] = {}
        self.items: dict[Number, ItemId] = {}
        self.sheets: dict[Number, PrintId] = {}

    def people(self, numbers: Numbers) -> list[PersonId]:
        """Return the ids of people, in their order."""
        known = self.persons
        return [known[number] for number in numbers]

    def called(self, numbers: Numbers) -> list[PartyId]:
        """Return the ids of parties, in their order."""
        known = self.parties
        return [known[number] for number in numbers]

    def keep(self, parties: Iterable[ClaimedParty], drawn: Iterable[Ids]) -> None:
        """Remember the ids that the site drew for ``parties``."""
        for party, ids in zip(parties, drawn, strict=True):
            self.parties[party.number] = ids.party
            for person, identity in zip(party.people, ids.persons, strict=True):
                self.persons[person.number] = identity
