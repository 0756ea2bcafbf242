"""What the calls of a party add up to.

The fold is the same for any order of the facts: each says which call it is about, and what was
said of a call is kept side by side. Which of it holds is read from when it was observed.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.ids import CallId, LiftId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.record.fact import Fact
from muster.journey.plan import facts
from muster.journey.plan.facts import Cause, Channel, Instruction

_replace = msgspec.structs.replace


class Outcome(StrEnum):
    """How a call stands. Whoever came has come, though the call was taken back."""

    LIVE = "live"
    CAME = "came"
    NO_SHOW = "no-show"
    RECALLED = "recalled"


class Recall(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One taking back; several when two sites did it apart, and the latest is to be told."""

    at: Instant
    cause: Cause
    instruction: Instruction
    to: PlaceId | None = None


class Call(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One call-forward and all that was said of it.

    ``called`` is none where the call itself is not known here, only what came of it.
    """

    id: CallId
    gate: PlaceId = PlaceId(b"")
    opens: Instant = 0
    closes: Instant = 0
    lift: LiftId | None = None
    called: Instant | None = None
    replaces: CallId | None = None
    came: Instant | None = None
    missed: Instant | None = None
    recalls: tuple[Recall, ...] = ()
    told: tuple[tuple[Instant, Channel], ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return how the call stands."""
        if self.came is not None:
            return Outcome.CAME
        if self.recalls:
            return Outcome.RECALLED
        return Outcome.LIVE if self.missed is None else Outcome.NO_SHOW

    @property
    def live(self) -> bool:
        """Return whether the party may be on its way to the gate."""
        return self.called is not None and self.outcome is Outcome.LIVE

    @property
    def recall(self) -> Recall | None:
        """Return the latest recall, which is what the party has to know."""
        return self.recalls[-1] if self.recalls else None

    @property
    def reached(self) -> tuple[Instant, Channel] | None:
        """Return when and how the party came to know of the latest recall; none if it does not."""
        latest = self.recall
        if latest is None or not self.told or self.told[-1][0] < latest.at:
            return None
        return self.told[-1]

    @property
    def unreached(self) -> bool:
        """Return whether the party may still be going to a gate that it should not go to."""
        return self.outcome is Outcome.RECALLED and self.reached is None


class Calls(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All calls of one party, oldest first; one is live at most, unless two sites called apart."""

    calls: tuple[Call, ...] = ()

    @property
    def live(self) -> tuple[Call, ...]:
        """Return the calls on which the party may be on its way."""
        return tuple(one for one in self.calls if one.live)

    @property
    def owed(self) -> Call | None:
        """Return the call of which the party must know that it was taken back.

        It is the one that was taken back last; a party that came somewhere since has been seen.
        """
        recalled = [one for one in self.calls if one.outcome is Outcome.RECALLED]
        latest = max(recalled, key=_when_recalled, default=None)
        if latest is None or any(_came_since(one, latest) for one in self.calls):
            return None
        return latest

    def known(self, identity: CallId) -> Call | None:
        """Return the call of that id."""
        return next((one for one in self.calls if one.id == identity), None)


def fold_calls(state: Calls | None, fact: Fact) -> Calls:
    """Return the calls of a party after ``fact``."""
    calls = state or Calls()
    match fact:
        case facts.PartyCalled(call=call):
            return _put(calls, _called(calls.known(call) or Call(call), fact))
        case facts.PartyCame(call=call):
            one = calls.known(call) or Call(call)
            return _put(calls, _replace(one, came=_first(one.came, fact.observed.latest)))
        case facts.PartyDidNotCome(call=call):
            one = calls.known(call) or Call(call)
            return _put(calls, _replace(one, missed=_first(one.missed, fact.observed.latest)))
        case facts.CallRecalled(call=call):
            one = calls.known(call) or Call(call)
            recall = Recall(fact.observed.latest, fact.cause, fact.instruction, fact.to)
            recalls = sorted({*one.recalls, recall}, key=_told_order)
            return _put(calls, _replace(one, recalls=tuple(recalls)))
        case facts.RecallReached(call=call):
            one = calls.known(call) or Call(call)
            told = sorted({*one.told, (fact.observed.latest, fact.channel)})
            return _put(calls, _replace(one, told=tuple(told)))
        case _:
            return calls


def _called(one: Call, fact: facts.PartyCalled) -> Call:
    return _replace(
        one,
        gate=fact.gate,
        opens=fact.opens,
        closes=fact.closes,
        lift=fact.lift,
        called=fact.observed.latest,
        replaces=fact.replaces,
    )


def _when_recalled(call: Call) -> tuple[Instant, Instant, bool, CallId]:
    at = call.recalls[-1].at
    return at, call.called or 0, call.replaces is not None, call.id


def _came_since(call: Call, recalled: Call) -> bool:
    return call.came is not None and call.came >= recalled.recalls[-1].at


def _first(one: Instant | None, other: Instant) -> Instant:
    return other if one is None else min(one, other)


def _told_order(recall: Recall) -> tuple[Instant, str, str, bytes]:
    return recall.at, recall.cause.value, recall.instruction.value, recall.to or b""


def _put(calls: Calls, call: Call) -> Calls:
    others = (one for one in calls.calls if one.id != call.id)
    return Calls(tuple(sorted((*others, call), key=lambda one: (one.called or 0, one.id))))
