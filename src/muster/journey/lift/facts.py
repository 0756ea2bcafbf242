"""What the ramp may put on record."""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import LiftId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class LiftOffered(Observation, frozen=True, tag="lift-offered"):
    """One movement of one aircraft, ship or convoy; seats by design, floor places beyond them.

    ``litters``, ``wheelchairs`` and ``kg`` are what it takes of each; none where nobody said.
    """

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS

    name: str
    craft: str
    origin: PlaceId
    destination: PlaceId
    seats: int
    floor: int
    opens: Instant
    closes: Instant
    carrier: str = ""
    litters: int | None = None
    wheelchairs: int | None = None
    kg: int | None = None


class ManifestFrozen(Observation, frozen=True, tag="manifest-frozen"):
    """From here on who is taken off is bumped; ``planned`` counts souls on the planned manifest."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS

    planned: int


class SoulsCounted(Observation, frozen=True, tag="souls-counted"):
    """Living people aboard by clicker, infants included, crew apart; independent of scans."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS

    souls: int
    crew: int = 0


class LiftDeparted(Observation, frozen=True, tag="lift-departed"):
    """The lift left; ``scanned`` and ``counted`` as they stood, -1 where nobody counted."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS

    scanned: int
    counted: int


class LastLiftDeparted(Observation, frozen=True, tag="last-lift-departed"):
    """This was the last lift out of the operation; not the deadline set from outside."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS


class LiftCancelled(Observation, frozen=True, tag="lift-cancelled"):
    """The lift does not go."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS

    reason: str


class SoulsSettled(Observation, frozen=True, tag="souls-settled"):
    """How many were aboard, settled by a person with a reason and a witness."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.LIFTS

    souls: int
    reason: str
    witness: str


class PersonReady(Observation, frozen=True, tag="person-ready"):
    """Inside, processed, no seat yet."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.LIFTS

    place: PlaceId


class Manifested(Observation, frozen=True, tag="manifested"):
    """On the planned manifest of a lift."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.LIFTS

    lift: LiftId


class Boarded(Observation, frozen=True, tag="boarded"):
    """Scanned at the ramp of a lift, at this place."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.LIFTS

    lift: LiftId
    place: PlaceId


class ConflictResolved(Observation, frozen=True, tag="conflict-resolved"):
    """Of two boardings of one person somebody says which one was.

    ``evidence`` are the hashes of both entries, that of the boarding on ``stays`` first; ``after``
    is how many resolutions of the two were known.
    """

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.LIFTS

    stays: LiftId
    goes: LiftId
    evidence: tuple[bytes, bytes]
    after: int
    reason: str


class Bumped(Observation, frozen=True, tag="bumped"):
    """Taken off a frozen manifest, or off the lift again before it left."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.LIFTS

    lift: LiftId
    reason: str
