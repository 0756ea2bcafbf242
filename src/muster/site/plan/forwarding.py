"""Call-forward in closed loop: who is called next to each gate, by its queue as it was measured.

The plan says who is next; the queue says how many. Those who did not come before count: of people
called, so many are expected not to come, and that many more are called. A gate that people are on
their way to and that nobody has heard of for an hour is called for carefully. Parties whose place a
new plan has changed are told first, each once: where to go instead, or to stay.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, LiftId, PartyId, PlaceId
from muster.ground.people.moment import DAY, HOUR, MINUTE, Instant
from muster.journey.plan import rules
from muster.journey.plan.adopted import Expected
from muster.journey.plan.facts import Cause
from muster.journey.plan.forward import (
    LEAD,
    GateNow,
    Next,
    Shown,
    expected_no_show,
    hours_to_come,
    next_parties,
    quarters,
    to_call,
)
from muster.journey.plan.operation import PRIORITIES, Party, Place, Standing
from muster.journey.plan.rules import CallForward
from muster.journey.plan.seats import Seat
from muster.journey.plan.state import Call, Calls, Outcome
from muster.site import together
from muster.site.passes import issuing
from muster.site.plan import once, planning, recalling
from muster.site.plan.operation import Gathered, gather
from muster.site.record.journal import Journal
from muster.site.record.kinds import CALLS, EXPECTED, PASSENGER
from muster.site.record.remembered import decode
from muster.site.record.view import View
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

WINDOW = HOUR
QUARTER = 15 * MINUTE


class Queue(msgspec.Struct, frozen=True):
    """One gate now: souls that wait there, that are on their way, and that should be called.

    ``heard`` says whether anything was heard of it within the hour.
    """

    gate: PlaceId
    name: str
    per_hour: int
    waiting: int
    on_the_way: int
    heard: bool
    to_call: int


class NextCall(msgspec.Struct, frozen=True):
    """A party that is to be called, or told anew; ``before`` is the gate that it was told of.

    The gate is none for a party that is to stay where it is.
    """

    party: PartyId
    souls: int
    gate: PlaceId | None
    gate_name: str
    opens: Instant
    closes: Instant
    lift: LiftId | None
    lift_name: str
    before: str = ""


class CallList(msgspec.Struct, frozen=True):
    """Who is to be called now: those told anew first, then the next of the plan at each gate.

    ``absent`` is the share of those called that is expected not to come.
    """

    queues: tuple[Queue, ...]
    anew: tuple[NextCall, ...]
    calls: tuple[NextCall, ...]
    absent: float


def call_list(site: Site, by: Operator) -> CallList:
    """Return who is to be called now, at each gate."""
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        return _listed(gather(site, view, planning.present(site)), view)


def call_next(
    site: Site, by: Operator, *, gate: PlaceId | None = None, only: Sequence[PartyId] = ()
) -> CallList:
    """Call who is next, at one gate or all, and tell those anew whose place has changed.

    Returns what was put on record. ``only`` leaves all others out. Somebody who was called by
    another in the meantime, or whose gate has just shut, is left out too: nobody is called twice.
    """
    require(by, Right.PLAN_LIFT)
    with site.view() as view:
        found = _listed(gather(site, view, planning.present(site)), view)
    wanted = {*only}
    with site.writing() as journal:
        anew = [one for one in found.anew if _wanted(one, wanted, gate)]
        calls = [one for one in found.calls if _wanted(one, wanted, gate)]
        said = [one for one in anew if _put(journal, _told_anew(site, by, one))]
        kept = together.kept(site.rows)
        made = [one for one in calls if _put(journal, _called(site, by, one, kept))]
    return msgspec.structs.replace(found, anew=tuple(said), calls=tuple(made))


def _wanted(one: NextCall, only: set[PartyId], gate: PlaceId | None) -> bool:
    return (not only or one.party in only) and gate in (None, one.gate)


def _put(journal: Journal, facts: list[Observation]) -> bool:
    journal.put(facts)
    return bool(facts)


def _called(site: Site, by: Operator, one: NextCall, kept: frozenset[PartyId]) -> list[Observation]:
    """Return the call of a party that can still be called."""
    calls: Calls | None = site.rows.state(CALLS, one.party)
    now = site.now()
    live = calls is not None and bool(calls.live)
    opened = one.gate is not None and recalling.is_open(site.rows, one.gate)
    if live or not opened or one.gate is None or one.party in kept or one.closes <= now.latest:
        return []
    if once.elsewhere(site, one.party):
        return []
    forward = CallForward(CallId(site.new_id()), one.gate, one.opens, one.closes, one.lift)
    said = rules.call(calls, one.party, forward, now, by.id, gate_open=True, kept=False)
    return [said]


def _told_anew(site: Site, by: Operator, one: NextCall) -> list[Observation]:
    """Return the recall of a party's live call, with the call in its place if there is one."""
    calls: Calls | None = site.rows.state(CALLS, one.party)
    live = calls.live if calls is not None else ()
    now, said = site.now(), list[Observation]()
    for call in live:
        if one.gate is not None and recalling.is_open(site.rows, one.gate):
            identity = CallId(site.new_id())
            forward = CallForward(identity, one.gate, one.opens, one.closes, one.lift)
            said += rules.moved(one.party, call, forward, now, by.id)
        else:
            said += rules.recall(one.party, call, Cause.PLAN, now, by.id)
        said += issuing.recalled(site.rows, one.party, call.id, now, by, one.gate)
    return said


def _listed(gathered: Gathered, view: View) -> CallList:
    calls: dict[bytes, Calls] = view.states(CALLS)
    absent = expected_no_show(_uncalled(gathered), _shown(gathered, calls))
    queues = tuple(_queues(gathered, view, calls, absent))
    due = _by_hour(gathered, calls)
    chosen = [
        one
        for index, queue in enumerate(queues)
        for one in _chosen(gathered, index, queue, due[queue.gate], absent)
    ]
    return CallList(queues, tuple(_anew(gathered, calls)), tuple(chosen), absent)


def _uncalled(gathered: Gathered) -> Iterator[Party]:
    """Yield parties that have a place nobody told them of."""
    for party in gathered.operation.parties:
        if party.standing is Standing.PLANNED:
            yield party


def _shown(gathered: Gathered, calls: dict[bytes, Calls]) -> list[Shown]:
    """Return how many called souls came and did not, by priority; of whom has left it is not told.

    A party that has left came; what its priority was is not asked again, so that it counts for all.
    """
    by_id = {party.id: party for party in gathered.operation.parties}
    came, missed = [0] * PRIORITIES, [0] * PRIORITIES
    for identity, each in calls.items():
        party = by_id.get(PartyId(identity))
        souls = party.souls if party is not None else 1
        counted = range(PRIORITIES) if party is None else [party.priority]
        for one in each.calls:
            for priority in counted:
                came[priority] += souls * (one.outcome is Outcome.CAME)
                missed[priority] += souls * (one.outcome is Outcome.NO_SHOW)
    return [Shown(*both) for both in zip(came, missed, strict=True)]


def _queues(
    gathered: Gathered, view: View, calls: dict[bytes, Calls], absent: float
) -> Iterator[Queue]:
    now, expected = gathered.now, view.states(EXPECTED)
    waiting, coming = _at_gates(gathered, view, calls)
    for gate in gathered.operation.gates:
        known: Expected = expected.get(gate.id, Expected())
        counted = known.counted is not None and known.counted > now - HOUR
        queue = known.queue if counted and known.queue is not None else waiting[gate.id]
        heard = counted or coming[gate.id] == 0 or _came_lately(calls, gate.id, now)
        seen = GateNow(gate.souls, queue, coming[gate.id], 0.0 if heard else None)
        name = gathered.names.get(gate.id, "")
        wanted = to_call(seen, absent)
        yield Queue(gate.id, name, gate.souls[0], queue, coming[gate.id], heard, wanted)


def _at_gates(
    gathered: Gathered, view: View, calls: dict[bytes, Calls]
) -> tuple[Counter[PlaceId], Counter[PlaceId]]:
    """Return souls that came to each gate and are not ready yet, and that are on their way."""
    waiting, coming = Counter[PlaceId](), Counter[PlaceId]()
    by_id = {party.id: party for party in gathered.operation.parties}
    came: dict[PartyId, Call] = {}
    for identity, each in calls.items():
        party = by_id.get(PartyId(identity))
        if party is None:
            continue
        for one in each.live:
            coming[one.gate] += party.souls
        latest = each.calls[-1]
        if latest.came is not None and latest.came > gathered.now - DAY:
            came[party.id] = latest
    for party_id in came.keys() - _ready(view, gathered, came):
        waiting[came[party_id].gate] += by_id[party_id].souls
    return waiting, coming


def _ready(view: View, gathered: Gathered, parties: dict[PartyId, Call]) -> set[PartyId]:
    """Return those of ``parties`` of whom somebody is ready: they are through the gate."""
    members = {person: party for party in parties for person in gathered.members.get(party, ())}
    rows = view.reader.rows_get_many(PASSENGER.name, members)
    return {
        members[person]
        for person, row in rows.items()
        if decode(PASSENGER, row.state).ready is not None
    }


def _came_lately(calls: dict[bytes, Calls], gate: PlaceId, now: Instant) -> bool:
    return any(
        one.gate == gate and one.came is not None and one.came > now - HOUR
        for each in calls.values()
        for one in each.calls[-1:]
    )


def _by_hour(gathered: Gathered, calls: dict[bytes, Calls]) -> defaultdict[PlaceId, list[int]]:
    """Return souls on their way to each gate by the hour of their window; who is due in hour 0."""
    by_id = {party.id: party for party in gathered.operation.parties}
    found = defaultdict[PlaceId, list[int]](lambda: [0] * (LEAD + 1))
    for identity, each in calls.items():
        party = by_id.get(PartyId(identity))
        for one in each.live if party is not None else ():
            hour = max(0, gathered.window.hour(one.opens))
            if party is not None and hour <= LEAD:
                found[one.gate][hour] += party.souls
    return found


def _chosen(
    gathered: Gathered, gate: int, queue: Queue, coming: Sequence[int], absent: float
) -> Iterator[NextCall]:
    """Yield the next parties of the plan at a gate, each hour's dealt to its quarters."""
    operation = gathered.operation
    plan = planning.standing(gathered)
    line = [
        (operation.parties[index], place)
        for index in next_parties(operation, plan, gate, queue.to_call)
        if (place := plan.places[index]) is not None
        and operation.parties[index].id not in gathered.told
    ]
    seen = GateNow(
        operation.gates[gate].souls, queue.waiting, queue.on_the_way, 0.0 if queue.heard else None
    )
    last = [operation.lifts[place.lift].hour - operation.gate_lag for _, place in line]
    wanted = [
        Next(place.hour, latest, party.souls)
        for (party, place), latest in zip(line, last, strict=True)
    ]
    by_hour: dict[int, list[tuple[Party, Place]]] = {}
    for one, hour in zip(line, hours_to_come(seen, coming, absent, wanted), strict=True):
        if hour is not None:
            by_hour.setdefault(hour, []).append(one)
    for hour, some in by_hour.items():
        dealt = quarters([party.souls for party, _ in some])
        for (party, place), quarter in zip(some, dealt, strict=True):
            opens = operation.base + hour * HOUR + quarter * QUARTER
            lift = operation.lifts[place.lift].id
            yield _next_call(gathered, party, operation.gates[gate].id, opens, lift)


def _next_call(
    gathered: Gathered,
    party: Party,
    gate: PlaceId | None,
    opens: Instant,
    lift: LiftId | None,
    before: str = "",
) -> NextCall:
    names = gathered.names
    gate_name = names.get(gate, "") if gate is not None else ""
    lift_name = names.get(lift, "") if lift is not None else ""
    window = (opens, opens + WINDOW)
    return NextCall(party.id, party.souls, gate, gate_name, *window, lift, lift_name, before)


def _anew(gathered: Gathered, calls: dict[bytes, Calls]) -> Iterator[NextCall]:
    """Yield told parties whose place on record is another one since, or none."""
    by_id = {party.id: party for party in gathered.operation.parties}
    for identity, each in calls.items():
        seat: Seat | None = gathered.seats.get(identity)
        party = by_id.get(PartyId(identity))
        if seat is None or party is None or seat.since is None or not each.live:
            continue
        call = each.live[-1]
        if seat.since <= (call.called or 0) or party.standing is Standing.INSIDE:
            continue
        before = gathered.names.get(call.gate, "")
        if seat.lift is not None and seat.at is None:
            continue  # it was due when the plan was made: it comes as it was told
        if seat.lift is None or seat.gate is None or seat.at is None:
            yield _next_call(gathered, party, None, call.opens, None, before)
        elif seat.gate != call.gate or seat.at // HOUR != call.opens // HOUR:
            yield _next_call(gathered, party, seat.gate, seat.at, seat.lift, before)
