"""Real sites, small and quick to make: the builder that tests of the site wing share."""

from collections.abc import Sequence
from pathlib import Path

from muster.ground.people.category import Category, Profile
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import LiftId, PersonId, PlaceId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import HOUR, MINUTE, Instant, read_iso
from muster.ground.people.name import Name, named
from muster.ground.people.place import PlaceRole
from muster.ground.people.sex import Sex
from muster.ground.secrecy.slot import TRAINING
from muster.journey.figures.figure import Figure
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command
from muster.site.arrival import haven
from muster.site.clock import SetClock
from muster.site.figures import reporting
from muster.site.lift import ramp
from muster.site.opening import Setup, init, open_site
from muster.site.registry import desk
from muster.site.rights import Operator
from muster.site.site import Site

PHRASE = "a phrase of several words"
BEGIN = read_iso("2021-08-15T06:00Z")

PROFILE = Profile(
    "test",
    1,
    0,
    (
        Category("citizen", "citizen", {"en": "Citizen"}, (DocumentType.PASSPORT,)),
        Category("resident", "resident", {"en": "Permanent resident"}),
        Category("staff", "worked-with", {"en": "Worked with the mission"}),
    ),
    authority="Test consulate",
)


class World:
    """One site with an airport, a staging base, a haven, and people who can be moved.

    Every command is the real one, as the site's lead, one minute after the command before.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SetClock(BEGIN)
        setup = Setup("Test site", "Test operation", TRAINING, training=True)
        self.site: Site = init(folder, PHRASE, setup, clock=self.clock)
        self.by: Operator = self.site.lead
        desk.adopt_rule(self.site, self.by, PROFILE)
        self.airport = self.place("Example airport", PlaceRole.ORIGIN)
        self.base = self.place("Example base", PlaceRole.STAGING, (10, 20))
        self.haven = self.place("Example haven", PlaceRole.HAVEN)
        self._made = 0

    def tick(self, milliseconds: Instant = MINUTE) -> None:
        """Let time pass."""
        self.clock.at += milliseconds

    def hours(self, number: int) -> None:
        """Let hours pass."""
        self.tick(number * HOUR)

    def reopen(self) -> None:
        """Close the site and open it again, as after a restart."""
        self.site.close()
        self.site = open_site(self.folder, PHRASE, clock=self.clock)
        self.by = self.site.lead

    def place(self, name: str, role: PlaceRole, capacity: tuple[int, int] | None = None) -> PlaceId:
        """Name a place."""
        return command.name_place(self.site, self.by, name, role, capacity=capacity)

    def name(self) -> Name:
        """Return a name that nobody else has, and that is plainly none."""
        self._made += 1
        return named(f"Given{self._made:05d}", f"Family{self._made // 4:05d}")

    def party(self, size: int = 4, category: str = "citizen") -> list[PersonId]:
        """Let a party claim; return its people."""
        self.tick()
        persons = tuple(
            PersonClaim(
                self.name(),
                Sex.FEMALE if number % 2 else Sex.MALE,
                category,
                Relation.HEAD if number == 0 else Relation.OTHER_KIN,
                documents=(Document(DocumentType.PASSPORT, f"X{number}", Evidence.SEEN),),
            )
            for number in range(size)
        )
        (ids,) = desk.claim(self.site, self.by, [PartyClaim(persons)])
        return list(ids.persons)

    @staticmethod
    def party_claim(number: int) -> PartyClaim:
        """Return the claim of a party of two whose names nobody else has."""
        return PartyClaim(
            tuple(
                PersonClaim(
                    named(f"Given{number:05d}{one}", f"Family{number:05d}"),
                    Sex.FEMALE if one else Sex.MALE,
                    "citizen",
                    Relation.OTHER_KIN if one else Relation.HEAD,
                )
                for one in range(2)
            )
        )

    def people(self, count: int, category: str = "citizen") -> list[PersonId]:
        """Let ``count`` people claim, in parties of up to four."""
        found: list[PersonId] = []
        while len(found) < count:
            found += self.party(min(4, count - len(found)), category)
        return found

    def lift(
        self,
        people: Sequence[PersonId] = (),
        *,
        counted: int | None = None,
        seats: int = 1_000,
        origin: PlaceId | None = None,
        to: PlaceId | None = None,
        leave: bool = True,
    ) -> LiftId:
        """Offer a lift, manifest and scan ``people``, count, and let it leave."""
        self.tick()
        site, by = self.site, self.by
        lift = ramp.offer(
            site,
            by,
            name="EXAMPLE 1",
            craft="C-17",
            origin=origin or self.airport,
            destination=to or self.base,
            seats=seats,
        )
        ramp.manifest(site, by, lift, people)
        ramp.board(site, by, lift, people)
        if counted is not None:
            ramp.count(site, by, lift, counted)
        if leave:
            self.tick()
            ramp.depart(site, by, lift)
        return lift

    def land(self, lift: LiftId, people: Sequence[PersonId], place: PlaceId | None = None) -> None:
        """Let a lift come in with ``people``."""
        self.hours(3)
        where = place or self.base
        haven.land(self.site, self.by, lift, where)
        haven.arrive(self.site, self.by, lift, where, people)

    def figure(self, name: str, as_of: Instant | None = None) -> Figure:
        """Return one figure of the report."""
        report = reporting.report(self.site, self.by, as_of)
        return next(one for one in report.figures if one.id == name)

    def span(self, name: str, as_of: Instant | None = None) -> tuple[int, int]:
        """Return both ends of one figure."""
        found = self.figure(name, as_of)
        return found.lo, found.hi
