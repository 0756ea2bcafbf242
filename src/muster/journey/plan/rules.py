"""Decide on call-forwards: who may be called, what came of a call, and what a recall says.

What lies ahead on the journey comes as plain words from the site: whether the gate lets people in
(``gate_open``), and whether the party is kept together because one of them is dead or missing
(``kept``). A recall is never refused: whoever may be walking towards danger is told.
"""

import msgspec

from muster.ground.people.ids import CallId, LiftId, OperatorId, PartyId, PlaceId
from muster.ground.people.moment import Instant, Moment, iso
from muster.journey.plan.facts import (
    CallRecalled,
    Cause,
    Channel,
    Instruction,
    PartyCalled,
    PartyCame,
    PartyDidNotCome,
    RecallReached,
)
from muster.journey.plan.problems import (
    AlreadyCalled,
    CallOver,
    CallUnknown,
    GateNotOpen,
    NotRecalled,
    PartyKept,
    WindowOpen,
    WindowWrong,
)
from muster.journey.plan.state import Call, Calls, Outcome


class CallForward(msgspec.Struct, frozen=True):
    """What a call says: to which gate, from when, until when (not included), for which lift."""

    id: CallId
    gate: PlaceId
    opens: Instant
    closes: Instant
    lift: LiftId | None = None


class Instead(msgspec.Struct, frozen=True):
    """Where to go instead of a gate: ``call`` is the id of the call that replaces the old one."""

    gate: PlaceId
    call: CallId


def call(
    calls: Calls | None,
    party: PartyId,
    forward: CallForward,
    observed: Moment,
    by: OperatorId,
    *,
    gate_open: bool,
    kept: bool,
) -> PartyCalled:
    """Return the call of ``party``.

    Raises:
        WindowWrong: the window ends before it begins, or is over.
        GateNotOpen: the gate lets nobody in.
        PartyKept: somebody has to confirm the party first.
        AlreadyCalled: the party has a live call.
    """
    if forward.closes <= max(forward.opens, observed.latest):
        raise WindowWrong(opens=iso(forward.opens), closes=iso(forward.closes))
    if not gate_open:
        raise GateNotOpen
    if kept:
        raise PartyKept(found=1)
    if calls is not None and calls.live:
        raise AlreadyCalled(found=1)
    said = (forward.id, forward.gate, forward.opens, forward.closes, forward.lift)
    return PartyCalled(party, observed, by, *said)


def known(calls: Calls | None, identity: CallId) -> Call:
    """Return the call of that id; raise ``CallUnknown``."""
    found = calls.known(identity) if calls is not None else None
    if found is None or found.called is None:
        raise CallUnknown
    return found


def came(party: PartyId, one: Call, observed: Moment, by: OperatorId) -> PartyCame:
    """Return that the party came, which is never refused but where it is on record already."""
    if one.outcome is Outcome.CAME:
        raise CallOver
    return PartyCame(party, observed, by, one.id)


def did_not_come(party: PartyId, one: Call, observed: Moment, by: OperatorId) -> PartyDidNotCome:
    """Return the no-show; raise ``CallOver``, ``WindowOpen``."""
    if not one.live:
        raise CallOver
    if not unanswered(one, observed.latest):
        raise WindowOpen(closes=iso(one.closes))
    return PartyDidNotCome(party, observed, by, one.id)


def unanswered(one: Call, now: Instant) -> bool:
    """Say whether the window is over and nobody has said what became of the party (R27)."""
    return one.live and one.closes <= now


def recall(
    party: PartyId,
    one: Call,
    cause: Cause,
    observed: Moment,
    by: OperatorId,
    instead: Instead | None = None,
) -> list[CallRecalled | PartyCalled]:
    """Return the recall of a live call, and the call to another gate that takes its place.

    A party whose window is over is told to stay: there is no time left to send it elsewhere.
    """
    if instead is None or one.closes <= observed.latest:
        return [CallRecalled(party, observed, by, one.id, cause, Instruction.STAY)]
    opens = max(one.opens, observed.earliest)
    return [
        CallRecalled(party, observed, by, one.id, cause, Instruction.GO, instead.gate),
        PartyCalled(
            party, observed, by, instead.call, instead.gate, opens, one.closes, one.lift, one.id
        ),
    ]


def moved(
    party: PartyId, one: Call, forward: CallForward, observed: Moment, by: OperatorId
) -> tuple[CallRecalled, PartyCalled]:
    """Return the recall of a live call for the one that a new plan gives the party instead.

    Raises ``CallOver`` and ``WindowWrong``: nobody is sent anywhere for a window that is over.
    """
    if not one.live:
        raise CallOver
    if forward.closes <= max(forward.opens, observed.latest):
        raise WindowWrong(opens=iso(forward.opens), closes=iso(forward.closes))
    said = (forward.id, forward.gate, forward.opens, forward.closes, forward.lift, one.id)
    return (
        CallRecalled(party, observed, by, one.id, Cause.PLAN, Instruction.GO, forward.gate),
        PartyCalled(party, observed, by, *said),
    )


def reached(
    party: PartyId, one: Call, channel: Channel, observed: Moment, by: OperatorId
) -> RecallReached:
    """Return that the party knows of the recall; raise ``NotRecalled``."""
    if not one.recalls:
        raise NotRecalled
    return RecallReached(party, observed, by, one.id, channel)
