"""Who is to travel, as a plan counts them: parties of people who wait, with how far each has come.

Everybody who waits is in exactly one party of the list, or counted apart with the reason. A party
of which some have left travels as those who have not. Whoever is on record several times is in it
once (``once``). Nobody's name is read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from muster.ground.people.category import Outcome as Eligible
from muster.ground.people.category import Profile
from muster.ground.people.document import Evidence
from muster.ground.people.ids import PartyId, PlaceId
from muster.ground.people.moment import DAY, HOUR, Instant, calendar
from muster.ground.people.need import Need
from muster.journey.figures.books import Line, Mark, Stage, decode_line, encode_line
from muster.journey.lift.state import Passenger
from muster.journey.plan.adopted import Limits
from muster.journey.plan.operation import PRIORITIES, Party, Place, Standing
from muster.journey.plan.rank import NO_ORDER, Claimed, Order, most_urgent, ranks
from muster.journey.plan.seats import Seat
from muster.journey.plan.state import Call, Calls
from muster.journey.registry.state import Record
from muster.site.plan.capacity import Window
from muster.site.plan.claiming import At
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import PASSENGER, RECORD, Table
from muster.site.record.remembered import decode
from muster.site.record.rows import places
from muster.site.record.view import View

_replace = msgspec.structs.replace
Ordered = Callable[[Iterable[At]], Mapping[At, Order]]
NOWHERE: At = (0, 0)
KG_A_SOUL = 70
"""What is reckoned for one person with a bag: nobody is weighed."""
OF_AGE = 18
_AT_ONCE = 20_000
_SOUGHT = frozenset({Mark.UNKNOWN_HERE, Mark.MISSED})
_LATE = 2 * HOUR
"""How long after its window a party that was told may still come."""
_IN_SCREENING = DAY
"""Whoever came to a gate and was not recorded as ready within this time is not taken for inside."""


class Waiting(msgspec.Struct, frozen=True):
    """Everybody who waits: records, what the ramp knows of them, and who cannot be planned.

    ``apart`` counts people who wait and are in no party here, by reason. ``claims`` is where the
    first fact about each lies in this site's logs.
    """

    records: dict[bytes, Record]
    passengers: dict[bytes, Passenger]
    apart: Counter[str]
    claims: dict[bytes, At]


class Standings(msgspec.Struct, frozen=True):
    """What is needed beside the people to say how far a party has come.

    ``first`` is the hour from which is planned; lifts, gates and havens are numbered as in the
    operation. ``majors`` are the priorities of categories, by the rule ``profile``; ``born_since``
    is the day of birth from which on somebody is under age. ``every_gate`` and ``every_haven`` are
    bits: of havens, those that take people.
    """

    window: Window
    first: int
    now: Instant
    limits: Limits
    profile: Profile | None
    majors: Mapping[str, int]
    lifts: Mapping[bytes, int]
    gates: Mapping[bytes, int]
    havens: Mapping[bytes, int]
    open_lifts: Container[bytes]
    parties_kept: Container[PartyId]
    parties_torn: Container[PartyId]
    seats: Mapping[bytes, Seat]
    calls: Mapping[bytes, Calls]
    born_since: str
    every_gate: int
    every_haven: int


def waiting(view: View) -> Waiting:
    """Return everybody who waits, as the books say."""
    lines = [line for line in view.lines() if line.stage is Stage.WAITING]
    apart: Counter[str] = Counter()
    people: list[bytes] = []
    for subject, line in _people(view, lines):
        if line.mark in _SOUGHT:
            apart[line.mark.value] += 1
        else:
            people.append(subject)
    rows = view.reader.rows_get_many(RECORD.name, people)
    records = {one: decode(RECORD, row.state) for one, row in rows.items()}
    claims = {one: next(places(row.places), NOWHERE) for one, row in rows.items()}
    return Waiting(records, _states(view, PASSENGER, people), apart, claims)


def without(people: Waiting, left_out: Container[bytes]) -> Waiting:
    """Return ``people`` without the records of those who are planned under another, or are gone."""
    records = {one: record for one, record in people.records.items() if one not in left_out}
    return _replace(people, records=records)


def _people(view: View, lines: Iterable[Line]) -> Iterator[tuple[bytes, Line]]:
    accounts, after = [encode_line(line) for line in lines], b""
    while rows := view.reader.accounts_in(STANDING, accounts, _AT_ONCE, after):
        for row in rows:
            yield row.subject, decode_line(row.account)
        after = rows[-1].subject


def _states(view: View, table: Table, subjects: Iterable[bytes]) -> dict[bytes, Any]:
    found = view.reader.rows_get_many(table.name, subjects)
    return {one: decode(table, row.state) for one, row in found.items()}


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


class Traveller(msgspec.Struct, frozen=True):
    """A party, what its rank depends on, and why it cannot be given a place, if so.

    ``first`` is where the claims of the hour in which it was first claimed lie.
    """

    party: Party
    claimed: Claimed
    first: tuple[At, ...]
    reason: Reason | None = None


class Travellers(msgspec.Struct, frozen=True):
    """All parties that wait, by rank; ``planned`` are souls on manifests by lift, not aboard."""

    parties: tuple[Party, ...]
    reasons: dict[PartyId, Reason]
    planned: Counter[bytes]
    apart: Counter[str]
    members: dict[PartyId, tuple[bytes, ...]]


def travellers(people: Waiting, known: Standings, ordered: Ordered) -> Travellers:
    """Return the parties of ``people`` by rank; whoever is on a manifest has a seat already.

    ``ordered`` says where facts stand in the one order; it is asked of those alone that nothing
    before tells apart.
    """
    members: defaultdict[PartyId, list[bytes]] = defaultdict(list)
    apart = Counter(people.apart)
    for person, record in people.records.items():
        if record.party is None:
            apart["no-party"] += 1
        else:
            members[record.party].append(person)
    found, planned = [], Counter[bytes]()
    for party, those in members.items():
        lift = _manifest(people, those, known)
        if lift is not None:
            planned[lift] += len(those)
            apart[Reason.MANIFESTED.value] += len(those)
        else:
            found.append(_traveller(party, those, people, known))
    rank = ranks(_told_apart(found, ordered))
    found.sort(key=lambda one: rank[one.party.id])
    ranked = (_replace(one.party, rank=rank[one.party.id]) for one in found)
    reasons = {one.party.id: one.reason for one in found if one.reason is not None}
    waits = {party: tuple(those) for party, those in members.items()}
    return Travellers(tuple(ranked), reasons, planned, apart, waits)


def _told_apart(found: Iterable[Traveller], ordered: Ordered) -> Iterator[Claimed]:
    """Yield what ranks depend on, with the order of facts where all before it is alike."""
    alike: defaultdict[tuple[int, int, int], list[Traveller]] = defaultdict(list)
    for one in found:
        alike[one.claimed.major, one.claimed.minor, one.claimed.claimed // HOUR].append(one)
    many = [one for some in alike.values() if len(some) > 1 for one in some]
    orders = ordered(at for one in many for at in one.first)
    yield from (some[0].claimed for some in alike.values() if len(some) == 1)
    for one in many:
        yield _replace(one.claimed, order=min((orders[at] for at in one.first), default=NO_ORDER))


def _manifest(people: Waiting, those: list[bytes], known: Standings) -> bytes | None:
    """Return the lift on whose manifest one of a party is, and that has not left."""
    for person in those:
        passenger = people.passengers.get(person)
        for lift in reversed(passenger.planned if passenger is not None else ()):
            if lift in known.open_lifts:
                return lift
    return None


def _traveller(
    identity: PartyId, those: list[bytes], people: Waiting, known: Standings
) -> Traveller:
    records = [people.records[one] for one in those]
    seat = known.seats.get(identity, Seat())
    calls = known.calls.get(identity, Calls())
    inside = _inside(those, people, seat, calls, known)
    reason = _reason(identity, those, records, seat, known)
    standing, old = _came_so_far(seat, calls, known, inside=inside is not None)
    if reason is not None:
        standing = _STANDING[reason]
    claimed = _claimed(identity, records, known)
    party = Party(
        identity,
        len(those),
        len(those) * KG_A_SOUL,
        sum(Need.LITTER in record.needs for record in records),
        sum(Need.WHEELCHAIR in record.needs for record in records),
        min(claimed.major, PRIORITIES - 1),
        0,
        _gates(seat, calls, old, known),
        _bits(seat.havens, known.havens) & known.every_haven if seat.havens else known.every_haven,
        max(_minutes(record, known) for record in records),
        standing,
        old,
        inside or 0,
    )
    return Traveller(party, claimed, tuple(_first(those, people, claimed)), reason)


def _claimed(identity: PartyId, records: list[Record], known: Standings) -> Claimed:
    """Return what a party's rank depends on: its most urgent member, and its first claim (R12)."""
    urgent = most_urgent((_major(one, known), _minor(one, known)) for one in records)
    first = min((one.claimed for one in records if one.claimed is not None), default=known.now)
    return Claimed(identity, *urgent, first)


def _major(record: Record, known: Standings) -> int:
    return known.majors.get(record.category, len(known.majors))


def _minor(record: Record, known: Standings) -> int:
    return known.profile.minor(record.needs) if known.profile is not None else 0


def _first(those: list[bytes], people: Waiting, claimed: Claimed) -> Iterator[At]:
    """Yield where the claims lie that were observed in the hour of the first."""
    for one in those:
        at = people.records[one].claimed
        if at is not None and at // HOUR == claimed.claimed // HOUR:
            yield people.claims[one]


def _reason(
    identity: PartyId, those: list[bytes], records: list[Record], seat: Seat, known: Standings
) -> Reason | None:
    """Return the first reason for which a party cannot be given a place."""
    if seat.held is not None:
        return Reason.HELD_BACK
    if identity in known.parties_kept:
        return Reason.KEPT
    if identity in known.parties_torn:
        return Reason.ELSEWHERE
    if any(record.untraced is not None for record in records):
        return Reason.UNTRACED
    if any(record.outcome is not Eligible.ELIGIBLE for record in records):
        return Reason.UNDECIDED
    if not seat.escort and children_alone(those, records, known.born_since):
        return Reason.UNESCORTED
    return None


def children_alone(those: list[bytes], records: list[Record], born_since: str) -> bool:
    """Say whether there are children, and neither a guardian nor anybody of age beside them."""
    if not all(_is_child(record, born_since) for record in records):
        return False
    return not any(record.guardian in those for record in records)


def _is_child(record: Record, born_since: str) -> bool:
    """Say whether somebody is under age by what is known; whose birth is unknown is not."""
    return record.birth is not None and record.birth.earliest > born_since


def _inside(
    those: list[bytes], people: Waiting, seat: Seat, calls: Calls, known: Standings
) -> int | None:
    """Return the hour since which a whole party is inside or due, none while it is not."""
    passengers = [people.passengers.get(one) for one in those]
    ready = [one.ready_at for one in passengers if one is not None and one.ready_at is not None]
    if len(ready) == len(those):
        return known.window.hour(min(ready))
    latest = calls.calls[-1] if calls.calls else None
    if latest is not None and latest.came is not None and latest.came > known.now - _IN_SCREENING:
        return known.window.hour(latest.came)
    if calls.live and _due(seat, calls.live[-1], known):
        return known.window.hour(calls.live[-1].opens)
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


def _minutes(record: Record, known: Standings) -> int:
    """Return what a person takes at screening: more where no document was seen."""
    seen = any(one.evidence is not Evidence.CLAIMED for one in record.documents)
    return known.limits.minutes[0 if seen else 1]


def of_age(now: Instant) -> str:
    """Return the day on which whoever was born then comes of age now, ISO."""
    today = calendar(now).date()
    return f"{today.year - OF_AGE:04d}-{today.month:02d}-{today.day:02d}"
