"""Which sites a drill has: what each is there for, what it may hold, how it reaches the others.

The control centre founds the operation and hears from all; the others hear of each other through
it. A place is looked after by the site of its kind, and by the control centre where there is none.
"""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

from muster.doors.drill.scenario import Scenario
from muster.ground.people.moment import HOUR, Instant
from muster.ground.people.place import PlaceRole
from muster.ground.record.compartment import Compartment
from muster.site.members import EVERY

MOST = 8
FEWEST = 2
_GATES = (Compartment.GATES.value,)
_LIFTS = (Compartment.LIFTS.value,)
_HAVENS = (Compartment.HAVENS.value, Compartment.LIFTS.value)


class Duty(StrEnum):
    """What a site is there for; the value is the folder of the first such site."""

    CONTROL = "control-centre"
    DESK = "desk"
    RAMP = "ramp"
    BASE = "bases"
    GATE = "gates"
    HAVEN = "havens"
    HEADQUARTERS = "headquarters"
    OTHER_GATE = "other-gates"


class Carrier(StrEnum):
    """What a site reaches the control centre by."""

    CABLE = "cable"
    SATELLITE = "satellite"
    STICK = "stick"


class Seat(Struct, frozen=True):
    """One site: its duty, its name, its compartments, its link, and how often that is used."""

    duty: Duty
    name: str
    compartments: tuple[str, ...]
    carrier: Carrier = Carrier.CABLE
    every: Instant = 6 * HOUR


SEATS = (
    Seat(Duty.CONTROL, "Control centre", EVERY),
    Seat(Duty.DESK, "Desk", EVERY),
    Seat(Duty.RAMP, "Ramp", _LIFTS),
    Seat(Duty.BASE, "Staging bases", _HAVENS, Carrier.SATELLITE),
    Seat(Duty.GATE, "Gates", _GATES),
    Seat(Duty.HAVEN, "Safe havens", _HAVENS, Carrier.STICK, 24 * HOUR),
    Seat(Duty.HEADQUARTERS, "Headquarters", EVERY, Carrier.SATELLITE),
    Seat(Duty.OTHER_GATE, "Other gates", _GATES),
)
"""The sites in the order in which an operation grows: ``n`` sites are the first ``n``."""


class Cast(Struct, frozen=True):
    """The sites of one drill, and which looks after each place of the scenario."""

    seats: tuple[Seat, ...]
    places: dict[str, Duty]

    def duty(self, wanted: Duty) -> Duty:
        """Return ``wanted`` where such a site is there, else the control centre."""
        return wanted if any(one.duty is wanted for one in self.seats) else Duty.CONTROL


def cast(scenario: Scenario, sites: int) -> Cast:
    """Return the first ``sites`` seats, with the places of ``scenario`` given to them."""
    seats = SEATS[:sites]
    sitting = {one.duty for one in seats}
    wanted = _wanted(scenario)
    places = {one: duty if duty in sitting else Duty.CONTROL for one, duty in wanted.items()}
    return Cast(seats, places)


def _wanted(scenario: Scenario) -> dict[str, Duty]:
    """Return who would look after each place if all sites were there."""
    of = {one.id: one.role for one in scenario.places}
    gates = [one for one, role in of.items() if role in {PlaceRole.GATE, PlaceRole.CHECKPOINT}]
    bases = [one for one, role in of.items() if role is PlaceRole.STAGING]
    havens = [one for one, role in of.items() if role is PlaceRole.HAVEN]
    if not bases:
        bases, havens = havens[::2], havens[1::2]
    return {
        scenario.origin().id: Duty.RAMP,
        **_given(gates[::2], Duty.GATE),
        **_given(gates[1::2], Duty.OTHER_GATE),
        **_given(bases, Duty.BASE),
        **_given(havens, Duty.HAVEN),
    }


def _given(places: Sequence[str], duty: Duty) -> dict[str, Duty]:
    return dict.fromkeys(places, duty)
