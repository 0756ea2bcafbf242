"""Take call-forwards back: those to a gate that closes, of a party that is kept, or by hand.

Whoever calls this does so inside the command that is the reason for it, so that the closing of a
gate and the recall of every live call to it are one durable act (R26): no power cut leaves a gate
shut and a party on its way to it unrecorded. What goes with a call-forward is taken back with it,
in ``take_back`` and nowhere else: its passes are closed, and every gate says where to go instead.
"""

from collections.abc import Iterable, Iterator

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import CallId, PartyId, PlaceId
from muster.journey.plan import rules
from muster.journey.plan.facts import CallRecalled, Cause, PartyCalled
from muster.journey.plan.problems import GateNotOpen
from muster.journey.plan.rules import Instead
from muster.journey.plan.state import Call, Calls
from muster.site import together
from muster.site.passes import issuing
from muster.site.record.journal import Journal
from muster.site.record.kinds import CALLS, GATE
from muster.site.record.rows import Rows
from muster.site.rights import Operator
from muster.site.site import Site
from muster.site.together import Known

Live = tuple[PartyId, Call]


class Recalled(msgspec.Struct, frozen=True):
    """How many calls were taken back by one act, and how many of them were sent elsewhere."""

    calls: int = 0
    moved: int = 0


def is_open(rows: Known, gate: bytes) -> bool:
    """Say whether a gate lets people in, as far as is known here."""
    state = rows.state(GATE, gate)
    return state is not None and state.open


def live_at(rows: Rows, gate: PlaceId) -> list[Live]:
    """Return every live call to ``gate``."""
    return [
        (PartyId(party), one)
        for party, calls in rows.scan(CALLS, gate)
        for one in calls.live
        if one.gate == gate
    ]


def live_of(rows: Rows, parties: Iterable[PartyId]) -> list[Live]:
    """Return every live call of these parties."""
    found: list[Live] = []
    for party in dict.fromkeys(parties):
        calls: Calls | None = rows.state(CALLS, party)
        found += [(party, one) for one in calls.live] if calls is not None else []
    return found


def stray(rows: Known) -> list[Live]:
    """Return every live call that must not be: to a gate that is not open, or of a kept party.

    No command leaves one; two sites that were apart can, until somebody takes them back.
    """
    kept = together.kept(rows)
    opened: dict[bytes, bool] = {}
    found: list[Live] = []
    for party, calls in rows.scan(CALLS):
        for one in calls.live:
            if one.gate not in opened:
                opened[one.gate] = is_open(rows, one.gate)
            if party in kept or not opened[one.gate]:
                found.append((PartyId(party), one))
    return found


def take_back(
    site: Site,
    by: Operator,
    journal: Journal,
    live: Iterable[Live],
    cause: Cause,
    to: PlaceId | None = None,
) -> Recalled:
    """Put the recall of each call on record, with the call to gate ``to`` in its place if given.

    A party that is kept together stays, whatever gate is open. Raises ``GateNotOpen``.
    """
    if to is not None and not is_open(site.rows, to):
        raise GateNotOpen
    facts = list(_facts(site, by, live, cause, to))
    journal.put(facts)
    moved = sum(isinstance(one, PartyCalled) for one in facts)
    return Recalled(sum(isinstance(one, CallRecalled) for one in facts), moved)


def _facts(
    site: Site, by: Operator, live: Iterable[Live], cause: Cause, to: PlaceId | None
) -> Iterator[Observation]:
    now = site.now()
    kept = together.kept(site.rows) if to is not None else frozenset()
    for party, one in live:
        instead = None
        if to is not None and party not in kept:
            instead = Instead(to, CallId(site.new_id()))
        yield from rules.recall(party, one, cause, now, by.id, instead)
        gate = instead.gate if instead is not None else None
        yield from issuing.recalled(site.rows, party, one.id, now, by, gate)
