"""What the plan may put on record: a call-forward, what came of it, and its recall.

Each names the call it is about by an id of its own: what two sites say of two calls of one party
never runs together, in whatever order it comes.
"""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, LiftId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class Cause(StrEnum):
    """Why a call is taken back. Stable: stored, translated, documented."""

    GATE = "gate"
    INCIDENT = "incident"
    PLAN = "plan"


class Instruction(StrEnum):
    """What the party is to do instead. Stable: stored, translated, documented."""

    STAY = "stay"
    GO = "go-elsewhere"


class Channel(StrEnum):
    """How a party was reached. Stable: stored, translated, documented."""

    PHONE = "phone"
    MESSAGE = "message"
    WARDEN = "warden"
    LOUDSPEAKER = "loudspeaker"
    RADIO = "radio"
    IN_PERSON = "in-person"


class PartyCalled(Observation, frozen=True, tag="party-called"):
    """A party is to come to one gate in one window; ``closes`` is not in it.

    ``replaces`` names the call that was taken back for this one.
    """

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    call: CallId
    gate: PlaceId
    opens: Instant
    closes: Instant
    lift: LiftId | None = None
    replaces: CallId | None = None


class PartyCame(Observation, frozen=True, tag="party-came"):
    """The party came to the gate on this call, in its window or not."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    call: CallId


class PartyDidNotCome(Observation, frozen=True, tag="party-did-not-come"):
    """The window is over and the party was not seen: a no-show, with its task (R27)."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    call: CallId


class CallRecalled(Observation, frozen=True, tag="call-recalled"):
    """The call is taken back; ``to`` is the gate to go to instead, none for staying."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    call: CallId
    cause: Cause
    instruction: Instruction
    to: PlaceId | None = None


class RecallReached(Observation, frozen=True, tag="recall-reached"):
    """The party knows that its call was taken back, and what to do instead."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    call: CallId
    channel: Channel
