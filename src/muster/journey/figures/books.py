"""The books: where one person stands, and the lines that this person adds to lifts and places.

Each person has exactly one ``Line``, so that the partition of all people is total and disjoint by
construction, and any number of ``Entry`` lines, one for each thing that was observed of them on a
lift. Tallies of equal lines are all that a report reads. A line names the lift a person is aboard;
whether that lift has left is the lift's to say (``stages.stand``).

Where somebody is, is read from where their journey ends, not from which fact came last: whoever
boarded at the place where they had landed has left it, in whatever order the facts arrived.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.category import Outcome
from muster.ground.people.ids import LiftId, PlaceId
from muster.journey.arrival.facts import Presence
from muster.journey.arrival.state import Guest, Landing
from muster.journey.closing.state import Left
from muster.journey.incident.roll import missed, sighted
from muster.journey.incident.state import Death
from muster.journey.lift.state import Leg, Passenger
from muster.journey.registry.state import Record

NOWHERE = b""


class Stage(StrEnum):
    """Where a person is, as far as their own facts say."""

    WAITING = "waiting"
    ABOARD = "aboard"
    SAFE = "safe"
    CLOSED = "closed"
    MERGED = "merged"


class Mark(StrEnum):
    """What else the account must know. For CLOSED it is the reason."""

    NONE = ""
    CLAIMED = "claimed"
    ELIGIBLE = "eligible"
    DEFERRED = "deferred"
    READY = "ready"
    UNTRACED = "untraced"
    MISSED = "missing"
    UNKNOWN_HERE = "identity-not-known-here"
    FOUND = "found-on-arrival"
    ABSENT = "absent"
    HANDED_OVER = "handed-over"
    DEAD = "dead"
    WITHDREW = "withdrew"
    LEFT = "left-on-own-account"
    INELIGIBLE = "ineligible"
    LEFT_BEHIND = "left-behind"
    LEFT_UNTRACED = "left-behind-untraced"


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A person's one standing, as far as their own facts say."""

    stage: Stage
    mark: Mark
    category: str
    lift: bytes = NOWHERE
    place: bytes = NOWHERE


class Seen(StrEnum):
    """What was observed of a person on a lift.

    ``FOUND_UNKNOWN`` is the first arrival of a person nobody knows yet; later ones are ``FOUND``,
    so that each such person is one of them. ``TWICE`` and ``LANDED_TWICE`` name a lift, and as
    ``others`` the lifts on which the same person cannot have been as well.
    """

    PLANNED = "P"
    BOARDED = "B"
    TWICE = "T"
    ARRIVED = "A"
    FOUND = "F"
    FOUND_UNKNOWN = "U"
    LANDED_TWICE = "L"


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One observation of one person on ``lift`` at ``place``; tallied, never summed over people."""

    seen: Seen
    lift: LiftId
    place: PlaceId
    others: tuple[LiftId, ...] = ()


_SIZE = 16
_MOST_OTHERS = 8  # one that left is enough; a forged record must not grow without bound
_encoder = msgspec.msgpack.Encoder()
_line_decoder = msgspec.msgpack.Decoder(Line)


def encode_line(line: Line) -> bytes:
    """Return the bytes that stand for ``line`` in tallies."""
    return _encoder.encode(line)


def decode_line(raw: bytes) -> Line:
    """Return the line in ``raw``."""
    return _line_decoder.decode(raw)


def decode_entry(raw: bytes) -> Entry:
    """Return the entry in ``raw``: a letter, then lift, place and others, 16 bytes each."""
    ids = [raw[at : at + _SIZE] for at in range(1, len(raw), _SIZE)]
    lift, place = (*ids, NOWHERE, NOWHERE)[:2]
    return Entry(Seen(chr(raw[0])), LiftId(lift), PlaceId(place), tuple(map(LiftId, ids[2:])))


def standing(
    record: Record | None,
    passenger: Passenger | None,
    guest: Guest | None,
    death: Death | None,
    left: Left | None = None,
) -> Line:
    """Return the one line of a person, from what each room knows of them."""
    line = _standing(record, passenger, guest, death)
    if left is None or left.at is None or line.stage in (Stage.CLOSED, Stage.MERGED):
        return line
    if _seen_after(left, left.at, record, passenger, guest):
        return line
    mark = Mark.LEFT_UNTRACED if line.mark is Mark.UNTRACED else Mark.LEFT_BEHIND
    return Line(Stage.CLOSED, mark, line.category, line.lift, line.place)


def _seen_after(
    left: Left,
    named: int,
    record: Record | None,
    passenger: Passenger | None,
    guest: Guest | None,
) -> bool:
    """Say whether more is known of a person than the two knew who named them as left behind.

    That is any sighting later than theirs, and any other end of the journey, whenever it was
    observed: they would not have named somebody whom they knew to be on another lift.
    """
    where = whereabouts(passenger, guest)
    if (left.lift, left.place) != ((where.lift, where.place) if where else (NOWHERE, NOWHERE)):
        return True
    seen = (
        where.at if where is not None else None,
        record.seen if record is not None else None,
        passenger.ready_at if passenger is not None else None,
        guest.seen if guest is not None else None,
    )
    return any(one is not None and one > named for one in seen)


def _standing(
    record: Record | None, passenger: Passenger | None, guest: Guest | None, death: Death | None
) -> Line:
    category = _category(record, guest)
    if guest is not None and guest.claim is not None:
        return Line(Stage.MERGED, Mark.NONE, category)
    where = whereabouts(passenger, guest)
    if death is not None and death.established:
        lift = where.lift if isinstance(where, Leg) else NOWHERE
        return Line(Stage.CLOSED, Mark.DEAD, category, lift, where.place if where else NOWHERE)
    if isinstance(where, Leg):
        known = record is not None and record.name is not None
        mark = Mark.NONE if known or guest is not None else Mark.UNKNOWN_HERE
        return Line(Stage.ABOARD, mark, category, where.lift, where.place)
    if where is not None and guest is not None:
        return _ashore(guest, where.place, category)
    line = _waiting(record, passenger, category)
    named = line.stage is Stage.WAITING and line.mark is not Mark.UNKNOWN_HERE
    if death is not None and named and missed(death, sighted(record, passenger, guest)):
        return Line(Stage.WAITING, Mark.MISSED, category)
    return line


def _category(record: Record | None, guest: Guest | None) -> str:
    if record is not None and record.category:
        return record.category
    return guest.category if guest is not None else ""


def whereabouts(passenger: Passenger | None, guest: Guest | None) -> Leg | Landing | None:
    """Return where a person's journey ends: aboard, ashore, or nowhere yet.

    It may end in several places when facts contradict each other or are missing; then the end that
    was observed last holds, and somebody who came off a lift is ashore.
    """
    legs = passenger.legs if passenger is not None else ()
    landings = guest.landings if guest is not None else ()
    if not landings and len(legs) < 2:  # noqa: PLR2004 - the usual cases first, for speed
        return legs[0] if legs else None
    if len(landings) == 1 and (not legs or (len(legs) == 1 and legs[0].lift == landings[0].lift)):
        return landings[0]
    return _journeys_end(legs, landings)


def _journeys_end(legs: tuple[Leg, ...], landings: tuple[Landing, ...]) -> Leg | Landing:
    landed = {one.lift for one in landings}
    aboard = [leg for leg in legs if leg.lift not in landed]
    ashore = [one for one in landings if not _boarded_from(one, legs)]
    ends: tuple[Leg | Landing, ...] = (*reversed(ashore), *reversed(aboard))
    return max(ends or landings, key=_at)


def _at(end: Leg | Landing) -> int:
    return end.at


def _boarded_from(landing: Landing, legs: tuple[Leg, ...]) -> bool:
    return any(leg.place == landing.place and leg.lift != landing.lift for leg in legs)


def _ashore(guest: Guest, place: PlaceId, category: str) -> Line:
    if guest.left is not None:
        return Line(Stage.CLOSED, Mark.LEFT, category, NOWHERE, place)
    if guest.handed is not None:
        return Line(Stage.CLOSED, Mark.HANDED_OVER, category, NOWHERE, place)
    mark = Mark.FOUND if guest.unknown else Mark.NONE
    if guest.presence is Presence.ABSENT:
        mark = Mark.ABSENT
    return Line(Stage.SAFE, mark, category, NOWHERE, place)


_OUTCOME_MARK = {Outcome.ELIGIBLE: Mark.ELIGIBLE, Outcome.DEFERRED: Mark.DEFERRED}


def _waiting(record: Record | None, passenger: Passenger | None, category: str) -> Line:
    if record is None or record.name is None:
        return Line(Stage.WAITING, Mark.UNKNOWN_HERE, category)
    if record.withdrawn is not None:
        return Line(Stage.CLOSED, Mark.WITHDREW, category)
    if record.outcome is Outcome.INELIGIBLE:
        return Line(Stage.CLOSED, Mark.INELIGIBLE, category)
    if record.untraced is not None:
        return Line(Stage.WAITING, Mark.UNTRACED, category)
    if passenger is not None and passenger.ready is not None:
        return Line(Stage.WAITING, Mark.READY, category, NOWHERE, passenger.ready)
    mark = Mark.CLAIMED if record.outcome is None else _OUTCOME_MARK[record.outcome]
    return Line(Stage.WAITING, mark, category)


def entries(passenger: Passenger | None, guest: Guest | None) -> tuple[bytes, ...]:
    """Return what this person adds to the ledgers of lifts and places, each as tallied bytes.

    Whoever came off a lift has arrived if a scan known here put them aboard, whenever it came to be
    known, and was found otherwise. So each lift counts a person aboard once at most.
    """
    if guest is None and passenger is None:
        return ()
    if guest is not None and guest.claim is not None:
        return ()
    lines: list[bytes] = []
    legs = passenger.legs if passenger is not None else ()
    if passenger is not None:
        lines += [b"P" + lift for lift in passenger.planned]
        lines += [b"B" + leg.lift + leg.place for leg in legs]
    found: list[Landing] = []
    if guest is not None:
        scanned = [leg.lift for leg in legs]
        found = [one for one in guest.landings if one.lift not in scanned]
        lines += [_came_off(guest, one, scanned) for one in guest.landings]
    if len(legs) + len(found) > 1:
        landings = guest.landings if guest is not None else ()
        lines += contradictions((*legs, *found), landings)
    return tuple(lines)


def _came_off(guest: Guest, landing: Landing, scanned: list[LiftId]) -> bytes:
    if landing.lift in scanned:
        letter = b"A"
    else:
        letter = b"U" if guest.unknown and landing is guest.landings[0] else b"F"
    return letter + landing.lift + landing.place


def clash(one: Leg | Landing, before: Leg | Landing, landings: tuple[Landing, ...]) -> bool:
    """Return whether two voyages cannot both be of one person: nobody went on from the first."""
    onward = isinstance(one, Leg) and any(it.place == one.place for it in landings)
    came_off = any(it.lift == before.lift for it in landings)
    return not (onward and came_off and before.place != one.place)


def contradictions(
    voyages: tuple[Leg | Landing, ...], landings: tuple[Landing, ...]
) -> list[bytes]:
    """Return a line for each voyage that some voyage before it contradicts, naming the lifts.

    Whether it does count twice, the lifts say: only two that both left a place of origin cannot
    have carried one person.
    """
    landed = {one.lift for one in landings}
    lines = []
    for number, one in enumerate(voyages):
        clashing = [other.lift for other in voyages[:number] if clash(one, other, landings)]
        if others := clashing[-_MOST_OTHERS:]:
            lines.append(b"".join((b"T", one.lift, one.place, *others)))
            both = [other for other in others if other in landed]
            if both and one.lift in landed:
                lines.append(b"".join((b"L", one.lift, one.place, *both)))
    return lines
