"""Call-forwards: calling parties, what came of it, taking calls back, and who is still to be told.

Questions here name parties by their ids and gates by their names; nobody's name is read.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, LiftId, OperatorId, PartyId, PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.ground.people.state import PlaceState
from muster.journey.plan import rules
from muster.journey.plan.facts import Cause, Channel, Instruction
from muster.journey.plan.problems import CallUnknown, PartyElsewhere
from muster.journey.plan.rules import CallForward
from muster.journey.plan.state import Call, Calls, Outcome
from muster.site import together
from muster.site.plan import once, recalling
from muster.site.plan.recalling import Recalled
from muster.site.problems import NothingKnown
from muster.site.record.kinds import CALLS, LIFT, PARTY, PLACE
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

Said = Callable[[PartyId, Call, Moment, OperatorId], Observation]


def call(
    site: Site,
    by: Operator,
    parties: Sequence[PartyId],
    gate: PlaceId,
    window: tuple[Instant, Instant],
    *,
    lift: LiftId | None = None,
) -> list[CallId]:
    """Call parties to a gate in a window (its end not in it); return the id of each call.

    All are called or none. Raises ``WindowWrong``, ``GateNotOpen``, ``PartyKept``,
    ``AlreadyCalled``, ``PartyElsewhere``, ``NothingKnown``.
    """
    require(by, Right.PLAN_LIFT)
    drawn = [CallId(site.new_id()) for _ in parties]
    with site.writing() as journal:
        now, rows = site.now(), site.rows
        if found := sum(once.elsewhere(site, party) for party in parties):
            raise PartyElsewhere(found=found)
        opened, kept = recalling.is_open(rows, gate), together.kept(rows)
        for party, identity in zip(parties, drawn, strict=True):
            if rows.state(PARTY, party) is None:
                raise NothingKnown
            forward = CallForward(identity, gate, *window, lift)
            state = rows.state(CALLS, party)
            held = party in kept
            said = rules.call(state, party, forward, now, by.id, gate_open=opened, kept=held)
            journal.put([said])
    return drawn


def came(site: Site, by: Operator, parties: Sequence[PartyId]) -> None:
    """Record that parties came to the gate, also on a call that was taken back."""
    _record(site, by, parties, _latest, rules.came)


def did_not_come(site: Site, by: Operator, parties: Sequence[PartyId]) -> None:
    """Record that parties did not come while they were expected; raise ``WindowOpen``."""
    _record(site, by, parties, _latest, rules.did_not_come)


def reach(site: Site, by: Operator, parties: Sequence[PartyId], channel: Channel) -> None:
    """Record that parties know of the recall of their call; raise ``NotRecalled``."""

    def say(party: PartyId, one: Call, now: Moment, operator: OperatorId) -> Observation:
        return rules.reached(party, one, channel, now, operator)

    _record(site, by, parties, _owed, say)


def _record(
    site: Site,
    by: Operator,
    parties: Sequence[PartyId],
    choose: Callable[[Calls], Call | None],
    say: Said,
) -> None:
    """Put one fact about one call of each party on record; raise ``CallUnknown``."""
    require(by, _sees(by))
    with site.writing() as journal:
        for party in parties:
            calls: Calls | None = site.rows.state(CALLS, party)
            chosen = choose(calls) if calls is not None else None
            if chosen is None:
                raise CallUnknown
            journal.put([say(party, chosen, site.now(), by.id)])


def _sees(by: Operator) -> Right:
    """Return the right to work with calls: the planner's, or that of who commands the gates."""
    return Right.PLAN_LIFT if by.may(Right.PLAN_LIFT) else Right.COMMAND


def _latest(calls: Calls) -> Call | None:
    live = calls.live
    return live[-1] if live else next((one for one in calls.calls[::-1] if one.called), None)


def _owed(calls: Calls) -> Call | None:
    return calls.owed or _latest(calls)


def recall(
    site: Site, by: Operator, parties: Sequence[PartyId], *, to: PlaceId | None = None
) -> Recalled:
    """Take the live calls of parties back, to gate ``to`` or to stay; raise ``GateNotOpen``."""
    require(by, _sees(by))
    with site.writing() as journal:
        live = recalling.live_of(site.rows, parties)
        return recalling.take_back(site, by, journal, live, Cause.PLAN, to)


def recall_stray(site: Site, by: Operator, *, to: PlaceId | None = None) -> Recalled:
    """Take back every live call that must not be, which two sites that were apart can leave.

    Such a call leads to a gate that is not open, or is that of a party that is kept together.
    """
    require(by, _sees(by))
    with site.writing() as journal:
        live = recalling.stray(site.rows)
        return recalling.take_back(site, by, journal, live, Cause.GATE, to)


class CallRow(msgspec.Struct, frozen=True):
    """A call in the list of calls; ``unanswered``: its window is over and nobody said more."""

    party: PartyId
    call: Call
    gate: str
    lift: str
    unanswered: bool


def listed(
    site: Site, by: Operator, *, gate: PlaceId | None = None, outcome: Outcome | None = None
) -> list[CallRow]:
    """Return calls by window, latest first: all, or those to a gate or of an outcome."""
    require(by, _sees(by))
    now = site.now().latest
    with site.view() as view:
        places, lifts = _names(view.scan(PLACE)), _names(view.scan(LIFT))
        rows = [
            CallRow(
                PartyId(party),
                one,
                places.get(one.gate, ""),
                lifts.get(one.lift or b"", ""),
                rules.unanswered(one, now),
            )
            for party, calls in view.scan(CALLS)
            for one in calls.calls
            if gate in (None, one.gate) and outcome in (None, one.outcome)
        ]
    return sorted(rows, key=lambda row: (-row.call.opens, row.gate, row.party))


def _names(states: Iterable[tuple[bytes, PlaceState]]) -> dict[bytes, str]:
    return {one: state.name for one, state in states}


class Message(msgspec.Struct, frozen=True):
    """What one party has to be told: not to go to ``gate``, and what to do instead.

    ``window`` is that of the call to gate ``to`` which holds now, none for a party that stays.
    ``reached`` says when and how the party came to know, none until somebody says so.
    """

    party: PartyId
    gate: str
    cause: Cause
    at: Instant
    instruction: Instruction
    to: str
    window: tuple[Instant, Instant] | None
    reached: tuple[Instant, Channel] | None


class Outbox(msgspec.Struct, frozen=True):
    """One message for each party whose call was taken back, those not reached first.

    ``stray`` counts live calls that still have to be taken back: a record that came from elsewhere
    may hold some.
    """

    messages: tuple[Message, ...]
    unreached: int
    stray: int


def outbox(site: Site, by: Operator) -> Outbox:
    """Return who is to be told what, and how many are not reached yet."""
    require(by, _sees(by))
    with site.view() as view:
        places = _names(view.scan(PLACE))
        messages = sorted(_messages(view.scan(CALLS), places), key=_urgent)
        stray = len(recalling.stray(view))
    unreached = sum(one.reached is None for one in messages)
    return Outbox(tuple(messages), unreached, stray)


def _messages(states: Iterable[tuple[bytes, Calls]], places: dict[bytes, str]) -> Iterator[Message]:
    for party, calls in states:
        owed = calls.owed
        latest = owed.recall if owed is not None else None
        if owed is None or latest is None:
            continue
        live = calls.live[-1] if calls.live else None
        yield Message(
            PartyId(party),
            places.get(owed.gate, ""),
            latest.cause,
            latest.at,
            Instruction.STAY if live is None else Instruction.GO,
            places.get(live.gate, "") if live is not None else "",
            (live.opens, live.closes) if live is not None else None,
            owed.reached,
        )


def _urgent(message: Message) -> tuple[bool, Instant, bytes]:
    return message.reached is not None, message.at, message.party
