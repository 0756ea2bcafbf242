"""Build what a plan is made from, out of the folded rows at one cut.

Hour 0 is the hour that has begun; a plan calls from the next one on. Everybody who waits is in the
operation or counted apart, so that nobody is dropped in silence.
"""

from collections import Counter
from collections.abc import Container, Mapping
from functools import partial
from hashlib import sha256
from weakref import WeakKeyDictionary

import msgspec

from muster.ground.people.ids import LiftId, PartyId, PlaceId
from muster.ground.people.moment import HOUR, Instant
from muster.journey.plan.adopted import Adopted, Limits, Planned
from muster.journey.plan.operation import Operation, Party, Place, Weights
from muster.journey.plan.problems import DeadlinePast
from muster.journey.plan.scopes import Scopes
from muster.journey.plan.seats import Seat
from muster.journey.plan.state import Calls
from muster.journey.registry.state import Rules
from muster.site import together
from muster.site.plan import capacity
from muster.site.plan.capacity import FIRST, ROOM_FOR_ALL, Ground, Window
from muster.site.plan.claiming import orders
from muster.site.plan.families import Families, Terms, of_age
from muster.site.plan.once import Furthest, once
from muster.site.plan.travellers import Reason, Standings, Travellers, travellers
from muster.site.record.kinds import PLANNED, RULE
from muster.site.record.view import View
from muster.site.record.waiting import Waiting
from muster.site.registry.same import same
from muster.site.site import Site

MOST_HOURS = 60 * 24
_encode = msgspec.msgpack.Encoder().encode

Head = tuple[bytes, int, bytes]
Placed = tuple[PlaceId | None, Instant | None, LiftId]
"""A place in words that hold at any cut: gate and hour (none for whoever is inside), and lift."""


class Gathered(msgspec.Struct, frozen=True):
    """An operation at one cut, and what its indexes and ids stand for.

    ``apart`` counts people who wait and are not in it, by reason; ``reasons`` say why parties in it
    cannot get a place. ``seats`` are the parties' places as they are on record, ``members`` their
    people who wait. ``told`` is when each party was called that may be on its way. ``going`` are
    the lifts that are to leave within these hours.
    """

    operation: Operation
    now: Instant
    cut: tuple[Head, ...]
    rule: int
    names: dict[bytes, str]
    reasons: dict[PartyId, Reason]
    apart: Counter[str]
    seats: dict[bytes, Seat]
    members: dict[PartyId, tuple[bytes, ...]]
    told: dict[PartyId, Instant]
    adopted: Adopted | None
    limits: Limits
    scopes: Scopes = ()
    going: frozenset[bytes] = frozenset()

    @property
    def window(self) -> Window:
        """Return the hours of the operation as instants."""
        base = self.operation.base
        return Window(base, base + self.operation.hours * HOUR)

    def digest(self) -> bytes:
        """Return the SHA-256 of the operation's bytes."""
        return sha256(_encode(self.operation)).digest()

    def index(self) -> dict[PartyId, int]:
        """Return where each party stands in the operation."""
        return {party.id: index for index, party in enumerate(self.operation.parties)}

    def placed(self, place: Place) -> Placed:
        """Return a place in words that hold at any cut."""
        lift = self.operation.lifts[place.lift].id
        if place.gate < 0:
            return None, None, lift
        gate = self.operation.gates[place.gate].id
        return gate, self.operation.base + place.hour * HOUR, lift


_LATEST: WeakKeyDictionary[Site, Gathered] = WeakKeyDictionary()
"""What was gathered last at each open site: several questions on one page look only once."""
_FAMILIES: WeakKeyDictionary[Site, Families] = WeakKeyDictionary()
"""The parties of those who wait, as they were worked out last."""


def gather(site: Site, view: View, now: Instant) -> Gathered:
    """Return the operation as of ``now``; raise ``DeadlinePast``."""
    with site.waiting.lock:
        known, heads = _LATEST.get(site), cut(view)
        same_hour = known is not None and known.window.hour(now) == 0 <= now - known.now
        if known is not None and known.cut == heads and same_hour:
            return msgspec.structs.replace(known, now=now)
        site.waiting.catch_up(view, site.store.changes)
        found = _LATEST[site] = _gather(site, view, now)
        return found


def _gather(site: Site, view: View, now: Instant) -> Gathered:
    planned: Planned = view.state(PLANNED, site.operation_id()) or Planned()
    ground = Ground(view, now)
    window = _window(ground, planned.limits, now)
    ours = ground.ours()
    gates, havens = ground.gate_ids(), ground.haven_ids(ours.values())
    haven_of: dict[bytes, int] = {one: index for index, one in enumerate(havens)}
    rules: dict[bytes, Rules] = view.states(RULE)
    profile = next((one.at(now) for one in rules.values()), None)
    waiting = site.waiting
    seats, calls = waiting.seats, waiting.calls
    each = once(view, same(view), Furthest(waiting, _live(calls), seats))
    standings = Standings(
        window=window,
        first=FIRST,
        now=now,
        lifts={one: index for index, one in enumerate(ours)},
        gates={one: index for index, one in enumerate(gates)},
        havens=haven_of,
        open_lifts={one for one, lift in ours.items() if lift.cancelled is None},
        parties_kept=together.kept(view),
        parties_torn=each.torn,
        seats=seats,
        calls=calls,
        every_gate=(1 << len(gates)) - 1,
        every_haven=sum(1 << n for n, one in enumerate(havens) if not ground.closed(one)),
    )
    terms = Terms(
        profile,
        {one.id: rank for rank, one in enumerate(profile.majors if profile else ())},
        planned.limits.minutes,
        of_age(now),
    )
    left_out = each.gone | each.further
    families = _FAMILIES.setdefault(site, Families()).of(waiting, terms, left_out)
    apart = _apart(waiting, left_out)
    found = travellers(families, apart, standings, partial(orders, site, view))
    operation = _operation(ground, window, planned, found, havens)
    return Gathered(
        operation=operation,
        now=now,
        cut=cut(view),
        rule=profile.version if profile is not None else 0,
        names=ground.names(),
        reasons=found.reasons,
        apart=found.apart,
        seats=seats,
        members=found.members,
        told=_told(calls),
        adopted=planned.adopted,
        limits=planned.limits,
        scopes=planned.scopes,
        going=frozenset(one for one, lift in ours.items() if capacity.goes(lift, window)),
    )


def _apart(waiting: Waiting, left_out: Container[bytes]) -> Counter[str]:
    """Return how many of those who wait are in no party, by reason."""
    apart = Counter(mark.value for mark in waiting.sought.values())
    if single := sum(one not in left_out for one in waiting.single):
        apart["no-party"] = single
    return apart


def _live(calls: Mapping[bytes, Calls]) -> frozenset[bytes]:
    return frozenset(one for one, state in calls.items() if state.live)


def _window(ground: Ground, limits: Limits, now: Instant) -> Window:
    """Return the hours from now to the deadline, or to the last lift where there is none."""
    base = now // HOUR * HOUR
    last = max((capacity.departs(lift) for lift in ground.ours().values()), default=now)
    if limits.deadline is not None and limits.deadline <= now:
        raise DeadlinePast(found=(now - limits.deadline) // HOUR)
    ends = last + HOUR if limits.deadline is None else limits.deadline
    return Window(base, min(max(ends, base + 2 * HOUR), base + MOST_HOURS * HOUR))


def _operation(
    ground: Ground,
    window: Window,
    planned: Planned,
    found: Travellers,
    havens: list[PlaceId],
) -> Operation:
    limits, hours = planned.limits, window.hours
    most = sum(party.souls for party in found.parties) + 1
    gates = capacity.gates(ground, window)
    screening = limits.screening
    if screening is None:
        each = max(limits.minutes)
        minutes = tuple(each * sum(gate.souls[hour] for gate in gates) for hour in range(hours))
    else:
        minutes = (screening,) * hours
    return Operation(
        base=window.base,
        now=FIRST,
        hours=hours,
        parties=found.parties,
        lifts=capacity.lifts(ground, window, havens, found.planned),
        gates=gates,
        havens=capacity.havens(ground, window, havens),
        screening=minutes,
        ready_room=min(most, ROOM_FOR_ALL) if limits.ready_room is None else limits.ready_room,
        longest_stay=limits.longest_stay,
        weights=planned.weights or Weights(),
    )


def _told(calls: dict[bytes, Calls]) -> dict[PartyId, Instant]:
    return {PartyId(party): each.live[-1].called or 0 for party, each in calls.items() if each.live}


def cut(view: View) -> tuple[Head, ...]:
    """Return the head of every log, by id: what a plan is made from."""
    rows = sorted(view.reader.logs(), key=lambda row: row.id)
    return tuple((row.id, row.head_sequence, row.head_hash) for row in rows)


def souls(parties: tuple[Party, ...]) -> int:
    """Return how many people these parties are."""
    return sum(party.souls for party in parties)
