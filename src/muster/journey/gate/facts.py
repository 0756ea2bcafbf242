"""What a gate may put on record."""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class GateOpened(Observation, frozen=True, tag="gate-opened"):
    """The gate lets people in, at about so many souls an hour.

    In a surge it does so above the rate that it can keep up.
    """

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    per_hour: int
    surge: bool = False


class GateHeld(Observation, frozen=True, tag="gate-held"):
    """A threat: the gate lets nobody in until it is opened again."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    reason: str


class GateShut(Observation, frozen=True, tag="gate-shut"):
    """The gate lets nobody in, until it is opened again or for good."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    reason: str
    for_good: bool = False
