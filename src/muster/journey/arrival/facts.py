"""What a receiving officer may put on record."""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import LiftId, PersonId, PlaceId
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class Presence(StrEnum):
    """How a person stands at a muster."""

    HERE = "here"
    HOSPITAL = "hospital"
    ABSENT = "absent"


class Station(StrEnum):
    """Whose work a station sheet is for. Stable: stored, translated, documented."""

    BOARDING = "boarding"
    ARRIVAL = "arrival"
    MUSTER = "muster"


class SheetPrinted(Observation, frozen=True, tag="sheet-printed"):
    """A station sheet came out of the printer, to be marked by hand while nothing else works.

    Row n of it, from 1, is ``rows[n - 1]``; ``blank`` rows follow for people on no list. ``lift``
    is none at a muster.
    """

    about: ClassVar = Subject.PRINT
    compartment: ClassVar = Compartment.LIFTS

    station: Station
    place: PlaceId
    lift: LiftId | None
    rows: tuple[PersonId, ...]
    blank: int = 0


class SheetTaken(Observation, frozen=True, tag="sheet-taken"):
    """Rows of a station sheet were taken over as they were marked: (row, box), both from 1 and 0.

    What the marks say is on record of each person; this keeps a sheet that is scanned twice from
    being taken twice.
    """

    about: ClassVar = Subject.PRINT
    compartment: ClassVar = Compartment.LIFTS

    marks: tuple[tuple[int, int], ...]


class LiftArrived(Observation, frozen=True, tag="lift-arrived"):
    """A lift came in here; ``counted`` souls came off, -1 where nobody counted."""

    about: ClassVar = Subject.LIFT
    compartment: ClassVar = Compartment.HAVENS

    place: PlaceId
    counted: int = -1


class Arrived(Observation, frozen=True, tag="arrived"):
    """A known person came off a lift. ``found``: no scan put them aboard."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.HAVENS

    lift: LiftId
    place: PlaceId
    found: bool = False


class FoundOnArrival(Observation, frozen=True, tag="found-on-arrival"):
    """Somebody came off who was on no manifest and whose record nobody knows: normal, no error."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.HAVENS

    lift: LiftId
    place: PlaceId
    name: Name | None = None
    sex: Sex = Sex.UNSTATED
    child: bool = False


class FoundSettled(Observation, frozen=True, tag="found-settled"):
    """Who a person found on arrival is: the one of a claim, or, with none, somebody new."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.HAVENS

    claim: PersonId | None
    category: str = ""


class Mustered(Observation, frozen=True, tag="mustered"):
    """Seen, or missed, at the daily muster of a place."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.HAVENS

    place: PlaceId
    presence: Presence


class HandedOver(Observation, frozen=True, tag="handed-over"):
    """A named agency answers for the person now."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.HAVENS

    agency: str


class LeftOnOwnAccount(Observation, frozen=True, tag="left-on-own-account"):
    """Went their own way; onward contact given, or declined (R24)."""

    about: ClassVar = Subject.PERSON
    compartment: ClassVar = Compartment.HAVENS

    contact: str = ""


class IntakeStopped(Observation, frozen=True, tag="intake-stopped"):
    """A staging base or haven takes nobody for now (R9)."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.HAVENS

    reason: str


class IntakeResumed(Observation, frozen=True, tag="intake-resumed"):
    """It takes people again."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.HAVENS
