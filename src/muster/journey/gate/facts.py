"""What a gate may put on record."""

from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class GateOpened(Observation, frozen=True, tag="gate-opened"):
    """The gate lets people in, at about so many souls an hour."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    per_hour: int


class GateShut(Observation, frozen=True, tag="gate-shut"):
    """The gate lets nobody in, until it is opened again or for good."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.GATES

    reason: str
    for_good: bool = False
