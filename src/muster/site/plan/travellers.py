"""Who is to travel, as a plan counts them: parties of people who wait, with how far each has come.

Everybody who waits is in exactly one party of the list, or counted apart with the reason. A party
of which some have left travels as those who have not. Whoever is on record several times is in it
once (``once``). Nobody's name is read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from enum import StrEnum

import msgspec

from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import DAY, HOUR, Instant
from muster.journey.plan.operation import PRIORITIES, Party, Place, Standing
from muster.journey.plan.rank import NO_ORDER, Claimed, Order, ranks
from muster.journey.plan.seats import Seat
from muster.journey.plan.state import Call, Calls
from muster.site.plan.capacity import Window
from muster.site.plan.families import Family
from muster.site.record.waiting import At

Ordered = Callable[[Iterable[At]], Mapping[At, Order]]
KG_A_SOUL = 70
"""What is reckoned for one person with a bag: nobody is weighed."""
_LATE = 2 * HOUR
"""How long after its window a party that was told may still come."""
_IN_SCREENING = DAY
"""Whoever came to a gate and was not recorded as ready within this time is not taken for inside."""
_NO_SEAT, _NO_CALLS = Seat(), Calls()


class Standings(msgspec.Struct, frozen=True):
    """What is needed beside the people to say how far a party has come.

    ``first`` is the hour from which is planned; lifts, gates and havens are numbered as in the
    operation. ``every_gate`` and ``every_haven`` are bits: of havens, those that take people.
    """

    window: Window
    first: int
    now: Instant
    lifts: Mapping[bytes, int]
    gates: Mapping[bytes, int]
    havens: Mapping[bytes, int]
    open_lifts: Container[bytes]
    parties_kept: Container[PartyId]
    parties_torn: Container[PartyId]
    seats: Mapping[bytes, Seat]
    calls: Mapping[bytes, Calls]
    every_gate: int
    every_haven: int


class Reason(StrEnum):
    """Why a party cannot be given a place. Stable: translated, documented."""

    HELD_BACK = "plan.held-back"
    KEPT = "plan.kept-together"
    ELSEWHERE = "plan.elsewhere"
    UNTRACED = "plan.untraced"
    UNDECIDED = "plan.undecided"
    UNESCORTED = "plan.child-alone"
    MANIFESTED = "plan.manifested"


_STANDING = {
    Reason.HELD_BACK: Standing.HELD,
    Reason.KEPT: Standing.HELD,
    Reason.ELSEWHERE: Standing.HELD,
    Reason.UNTRACED: Standing.HELD,
    Reason.UNDECIDED: Standing.INCOMPLETE,
    Reason.UNESCORTED: Standing.UNESCORTED,
}


class Travellers(msgspec.Struct, frozen=True):
    """All parties that wait, by rank; ``planned`` are souls on manifests by lift, not aboard."""

    parties: tuple[Party, ...]
    reasons: dict[PartyId, Reason]
    planned: Counter[bytes]
    apart: Counter[str]
    members: dict[PartyId, tuple[bytes, ...]]


def travellers(
    families: Iterable[tuple[PartyId, Family]],
    apart: Counter[str],
    known: Standings,
    ordered: Ordered,
) -> Travellers:
    """Return the parties by rank; whoever is on a manifest has a seat already.

    ``apart`` counts who waits and is in no party. ``ordered`` says where facts stand in the one
    order; it is asked of those alone that nothing before tells apart.
    """
    members: dict[PartyId, tuple[bytes, ...]] = {}
    found: dict[PartyId, Family] = {}
    planned, apart = Counter[bytes](), apart.copy()
    for party, family in families:
        members[party] = family.members
        lift = next((one for one in family.manifests if one in known.open_lifts), None)
        if lift is None:
            found[party] = family
        else:
            planned[lift] += len(family.members)
            apart[Reason.MANIFESTED.value] += len(family.members)
    reasons: dict[PartyId, Reason] = {}
    parties = []
    for party, rank in _ranks(found, known.now, ordered).items():
        reason = _reason(party, found[party], known)
        if reason is not None:
            reasons[party] = reason
        parties.append(_traveller(party, rank, found[party], reason, known))
    return Travellers(tuple(parties), reasons, planned, apart, members)


def _ranks(
    families: Mapping[PartyId, Family], now: Instant, ordered: Ordered
) -> dict[PartyId, int]:
    """Return the rank of each party, the first one first (R12).

    A party that nobody claimed counts as claimed now. Where facts stand in the one order counts
    among those who are alike in all before it.
    """
    alike: defaultdict[tuple[int, int, int], list[PartyId]] = defaultdict(list)
    for party, family in families.items():
        claimed = now if family.claimed is None else family.claimed
        alike[*family.urgent, claimed // HOUR].append(party)
    _put_in_order(
        (families[one] for some in alike.values() if len(some) > 1 for one in some), ordered
    )
    return ranks(
        Claimed(one, major, minor, hour * HOUR, families[one].order or NO_ORDER)
        if len(some) > 1
        else Claimed(one, major, minor, hour * HOUR)
        for (major, minor, hour), some in alike.items()
        for one in some
    )


def _put_in_order(families: Iterable[Family], ordered: Ordered) -> None:
    """Look up where the first claims of these families stand, unless it is known."""
    wanted = [one for one in families if one.order is None]
    orders = ordered(at for one in wanted for at in one.first)
    for one in wanted:
        one.order = min((orders[at] for at in one.first), default=NO_ORDER)


def _traveller(
    identity: PartyId, rank: int, family: Family, reason: Reason | None, known: Standings
) -> Party:
    seat = known.seats.get(identity, _NO_SEAT)
    calls = known.calls.get(identity, _NO_CALLS)
    inside = _inside(family, seat, calls, known)
    standing, old = _came_so_far(seat, calls, known, inside=inside is not None)
    souls = len(family.members)
    return Party(
        identity,
        souls,
        souls * KG_A_SOUL,
        family.litters,
        family.wheelchairs,
        min(family.urgent[0], PRIORITIES - 1),
        rank,
        _gates(seat, calls, old, known),
        _bits(seat.havens, known.havens) & known.every_haven if seat.havens else known.every_haven,
        family.minutes,
        standing if reason is None else _STANDING[reason],
        old,
        inside or 0,
    )


def _reason(identity: PartyId, family: Family, known: Standings) -> Reason | None:
    """Return the first reason for which a party cannot be given a place."""
    seat = known.seats.get(identity, _NO_SEAT)
    if seat.held is not None:
        return Reason.HELD_BACK
    if identity in known.parties_kept:
        return Reason.KEPT
    if identity in known.parties_torn:
        return Reason.ELSEWHERE
    if family.untraced:
        return Reason.UNTRACED
    if not family.decided:
        return Reason.UNDECIDED
    if family.children_alone and not seat.escort:
        return Reason.UNESCORTED
    return None


def _inside(family: Family, seat: Seat, calls: Calls, known: Standings) -> int | None:
    """Return the hour since which a whole party is inside or due, none while it is not."""
    if family.ready is not None:
        return known.window.hour(family.ready)
    latest = calls.calls[-1] if calls.calls else None
    if latest is None:
        return None
    if latest.came is not None and latest.came > known.now - _IN_SCREENING:
        return known.window.hour(latest.came)
    if (live := calls.live) and _due(seat, live[-1], known):
        return known.window.hour(live[-1].opens)
    return None


def _due(seat: Seat, live: Call, known: Standings) -> bool:
    """Say whether a party that was told may stand before its gate at any moment.

    Where and when it comes is no longer to be decided, only which lift it leaves on.
    """
    begun = known.window.hour(live.opens) < known.first
    return begun and known.now < live.closes + _LATE and not _overtaken(seat, live)


def _came_so_far(
    seat: Seat, calls: Calls, known: Standings, *, inside: bool
) -> tuple[Standing, Place | None]:
    """Return how far a party has come and the place that it has.

    A told party whose hour began is still expected: it counts in the first hour that is planned.
    One whose place another plan has changed since is to be told anew, and stands at that place. A
    place that nobody was told of is gone with its hour.
    """
    lift = known.lifts.get(seat.lift) if seat.lift is not None else None
    if inside:
        return Standing.INSIDE, None if lift is None else Place(-1, -1, lift)
    live = calls.live[-1] if calls.live else None
    if live is not None and not _overtaken(seat, live):
        if live.lift is not None and (seat.since or 0) <= (live.called or 0):
            lift = known.lifts.get(live.lift)
        return _told(seat, live, lift, known)
    gate = known.gates.get(seat.gate) if seat.gate is not None else None
    hour = known.window.hour(seat.at) if seat.at is not None else -1
    if lift is None or gate is None or hour < known.first:
        return Standing.FREE, None
    return Standing.PLANNED, Place(gate, hour, lift)


def _overtaken(seat: Seat, live: Call) -> bool:
    """Say whether a plan gave a party another gate or hour than it was told of, or none."""
    if seat.since is None or seat.since <= (live.called or 0):
        return False
    if seat.lift is not None and seat.at is None:
        return False  # it was due when that plan was made, which gave it another lift at most
    told = live.gate, live.opens // HOUR
    return seat.lift is None or seat.at is None or (seat.gate, seat.at // HOUR) != told


def _told(
    seat: Seat, live: Call, lift: int | None, known: Standings
) -> tuple[Standing, Place | None]:
    gate = known.gates.get(live.gate)
    if lift is None or gate is None:
        return Standing.FREE, None
    released = seat.released is not None and seat.released >= (live.called or 0)
    told = Standing.RELEASED if released else Standing.TOLD
    return told, Place(gate, max(known.first, known.window.hour(live.opens)), lift)


def _gates(seat: Seat, calls: Calls, old: Place | None, known: Standings) -> int:
    """Return the gates a party may use: one that was told a gate without a lift keeps the gate."""
    permitted = _bits(seat.gates, known.gates) if seat.gates else known.every_gate
    if old is None and calls.live:
        told = known.gates.get(calls.live[-1].gate)
        return permitted & (1 << told) if told is not None else permitted
    return permitted


def _bits(permitted: Iterable[PlaceId], known: Mapping[bytes, int]) -> int:
    """Return a bit for each place that is permitted."""
    return sum(1 << known[one] for one in set(permitted) if one in known)
