"""What the players of one drill know: which id a site gave to which number, and nothing more.

People carry their ids and papers with them, so that players at several sites share all of it.
"""

from collections.abc import Iterable
from copy import copy
from typing import Self

from muster.doors.drill.crew import Crew
from muster.doors.drill.moves import ClaimedParty, Number, Numbers
from muster.doors.drill.papers import Delegate, Ticket
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
    """One site, its crew, and the ids of what the drill numbered or named.

    ``founder`` admits laptops to the operation: this site, or another where there are several.
    """

    def __init__(self, site: Site, crew: Crew, scenario: Scenario) -> None:
        self.site = self.founder = site
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
        self.souls: dict[Number, int] = {}
        self.tickets: dict[Number, Ticket] = {}
        self.delegates: dict[str, Delegate] = {}
        self.further: dict[PersonId, tuple[PersonId, ...]] = {}

    def at(self, site: Site, crew: Crew) -> Self:
        """Return the same for a player at another site: what one learns, the other knows."""
        other = copy(self)
        other.site, other.crew = site, crew
        return other

    def people(self, numbers: Numbers) -> list[PersonId]:
        """Return the ids of people, in their order."""
        known = self.persons
        return [known[number] for number in numbers]

    def records(self, numbers: Numbers) -> list[PersonId]:
        """Return the ids of people, then every further record that is held to be one of theirs."""
        people = self.people(numbers)
        known = self.further
        return (
            [*people, *(more for one in people for more in known.get(one, ()))] if known else people
        )

    def called(self, numbers: Numbers) -> list[PartyId]:
        """Return the ids of parties, in their order."""
        known = self.parties
        return [known[number] for number in numbers]

    def keep(self, parties: Iterable[ClaimedParty], drawn: Iterable[Ids]) -> None:
        """Remember the ids that the site drew for ``parties``."""
        for party, ids in zip(parties, drawn, strict=True):
            self.parties[party.number] = ids.party
            self.souls[party.number] = len(party.people)
            for person, identity in zip(party.people, ids.persons, strict=True):
                self.persons[person.number] = identity
