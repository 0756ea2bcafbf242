"""What the plan may put on record: the plan itself, call-forwards, what came of each, and recalls.

A fact of a call names the call by an id of its own: what two sites say of two calls of one party
never runs together, in whatever order it comes. A plan is about the operation, and so are the
weights and limits it was made under; which place it gives to whom is about each party. Sites
exchange plans and check them; none computes another's again.
"""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, LiftId, OperatorId, PlaceId, PlanId
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


class PlanAdopted(Observation, frozen=True, tag="plan-adopted"):
    """A person accepted this plan, which the checker had found without fault.

    ``cut`` is how far each log went that it was made from: id and sequence. ``operation`` is the
    SHA-256 of its inputs, ``places`` of who got which place, ``prices`` of the certificate of
    ``bound``. Hour 0 begins at ``base``. ``cost`` is rounded up and ``bound`` down, in soul-hours
    of weight 1; a bound of -1 was not computed. ``left`` counts souls without a place by priority.
    """

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.PLAN

    plan: PlanId
    base: Instant
    cut: tuple[tuple[bytes, int], ...]
    rule: int
    operation: bytes
    places: bytes
    prices: bytes
    cost: int
    bound: int
    souls: int
    left: tuple[int, ...]
    moved: int


class PartySeated(Observation, frozen=True, tag="party-seated"):
    """The plan's place of a party: to be at ``gate`` in the hour from ``at``, to leave on ``lift``.

    No gate: the party is inside already. No lift: this plan has no place for it.
    """

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    plan: PlanId
    gate: PlaceId | None
    at: Instant | None
    lift: LiftId | None


class PartyPermitted(Observation, frozen=True, tag="party-permitted"):
    """Which gates a party may use, and which havens may receive it; none listed means all."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    gates: tuple[PlaceId, ...]
    havens: tuple[PlaceId, ...]
    reason: str


class PartyHeldBack(Observation, frozen=True, tag="party-held-back"):
    """No lift takes this party until somebody lets it go; it is held whole, never in part (R8)."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    reason: str


class PartyLetGo(Observation, frozen=True, tag="party-let-go"):
    """The party is held back no more."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN


class PartyReleased(Observation, frozen=True, tag="party-released"):
    """The next plan may move this party, though it was told of its place; its reason is kept."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    reason: str


class PartyEscorted(Observation, frozen=True, tag="party-escorted"):
    """Children without their guardian travel with an escort: a role and its body, no name (R10)."""

    about: ClassVar = Subject.PARTY
    compartment: ClassVar = Compartment.PLAN

    escort: str


class WeightsSet(Observation, frozen=True, tag="weights-set"):
    """What is traded for what from now on, signed by two people.

    ``left`` for each soul left behind, by priority; ``waiting`` for each soul-hour until departure
    and ``ready`` for each in the ready area, both in hundredths; ``planned`` and ``told`` for each
    soul that keeps its place.
    """

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.PLAN

    left: tuple[int, ...]
    waiting: tuple[int, ...]
    ready: int
    planned: int
    told: int
    reason: str
    second: OperatorId


class LimitsSet(Observation, frozen=True, tag="limits-set"):
    """What plans have to keep to; what is none is not limited, or not known.

    ``screening`` is minutes of screening an hour, over all posts; ``minutes`` what a soul takes
    there with documents that suffice, and without. ``ready_room`` is souls, ``longest_stay`` hours
    in the ready area.
    """

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.PLAN

    deadline: Instant | None = None
    screening: int | None = None
    minutes: tuple[int, int] = (3, 8)
    ready_room: int | None = None
    longest_stay: int = 48


class PlannerAppointed(Observation, frozen=True, tag="planner-appointed"):
    """These operators plan these gates and lifts, and nobody else does; nobody ends the scope.

    ``name`` is that of their post; it replaces what was said of a post of the same name.
    """

    about: ClassVar = Subject.OPERATION
    compartment: ClassVar = Compartment.PLAN

    name: str
    operators: tuple[OperatorId, ...]
    gates: tuple[PlaceId, ...]
    lifts: tuple[LiftId, ...]


class GateExpected(Observation, frozen=True, tag="gate-expected"):
    """What a gate is expected to let in: spans of begin, end (not in it), souls an hour; 0 is shut.

    It replaces what was expected before. Outside the spans the gate goes on as it stands.
    """

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.PLAN

    spans: tuple[tuple[Instant, Instant, int], ...]


class QueueCounted(Observation, frozen=True, tag="queue-counted"):
    """So many souls wait outside a gate, by somebody's count."""

    about: ClassVar = Subject.PLACE
    compartment: ClassVar = Compartment.PLAN

    souls: int
