"""The books: where one person stands, and the lines that this person adds to lifts and places.

Each person has exactly one ``Standing`` line, so that the partition of all people is total and
disjoint by construction, and any number of ``Entry`` lines, one for each thing that was observed
of them on a lift. Tallies of equal lines are all that a report reads. A standing line names the
lift a person is aboard; whether that lift has left is the lift's to say.
"""

from enum import StrEnum

import msgspec

from muster.ground.people.category import Outcome
from muster.ground.people.ids import LiftId, PlaceId
from muster.journey.arrival.state import Guest
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
    UNKNOWN_HERE = "identity-not-known-here"
    FOUND = "found-on-arrival"
    ABSENT = "absent"
    HANDED_OVER = "handed-over"
    DEAD = "dead"
    WITHDREW = "withdrew"
    LEFT = "left-on-own-account"
    INELIGIBLE = "ineligible"


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A person's one standing, as far as their own facts say."""

    stage: Stage
    mark: Mark
    category: str
    lift: bytes = NOWHERE
    place: bytes = NOWHERE


class Seen(StrEnum):
    """What was observed of a person on a lift."""

    PLANNED = "P"
    BOARDED = "B"
    TWICE = "T"
    ARRIVED = "A"
    FOUND = "F"
    FOUND_UNKNOWN = "U"


class Entry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One observation of one person on ``lift`` at ``place``; tallied, never summed over people."""

    seen: Seen
    lift: LiftId
    place: PlaceId


_SIZE = 16
_encoder = msgspec.msgpack.Encoder()
_line_decoder = msgspec.msgpack.Decoder(Line)


def encode_line(line: Line) -> bytes:
    """Return the bytes that stand for ``line`` in tallies."""
    return _encoder.encode(line)


def decode_line(raw: bytes) -> Line:
    """Return the line in ``raw``."""
    return _line_decoder.decode(raw)


def decode_entry(raw: bytes) -> Entry:
    """Return the entry in ``raw``: a letter, then lift and place, 16 bytes each if known."""
    return Entry(Seen(chr(raw[0])), LiftId(raw[1 : 1 + _SIZE]), PlaceId(raw[1 + _SIZE :]))


def standing(
    record: Record | None, passenger: Passenger | None, guest: Guest | None, death: Death | None
) -> Line:
    """Return the one line of a person, from what each room knows of them."""
    category = _category(record, guest)
    if guest is not None and guest.claim is not None:
        return Line(Stage.MERGED, Mark.NONE, category)
    if death is not None and death.established:
        return Line(Stage.CLOSED, Mark.DEAD, category, NOWHERE, _last_place(passenger, guest))
    aboard = _aboard(passenger, guest)
    if aboard is not None:
        known = record is not None and record.name is not None
        mark = Mark.NONE if known or guest is not None else Mark.UNKNOWN_HERE
        return Line(Stage.ABOARD, mark, category, aboard.lift, aboard.place)
    if guest is not None and guest.landings:
        return _ashore(guest, category)
    return _waiting(record, passenger, category)


def _category(record: Record | None, guest: Guest | None) -> str:
    if record is not None and record.category:
        return record.category
    return guest.category if guest is not None else ""


def _last_place(passenger: Passenger | None, guest: Guest | None) -> bytes:
    if guest is not None and guest.landings:
        return guest.landings[-1].place
    if passenger is not None and passenger.legs:
        return passenger.legs[-1].place
    return NOWHERE


def _aboard(passenger: Passenger | None, guest: Guest | None) -> Leg | None:
    if passenger is None or not passenger.legs:
        return None
    landed = {one.lift for one in guest.landings} if guest is not None else ()
    last = passenger.legs[-1]
    return None if last.lift in landed else last


def _ashore(guest: Guest, category: str) -> Line:
    place = guest.landings[-1].place
    if guest.left is not None:
        return Line(Stage.CLOSED, Mark.LEFT, category, NOWHERE, place)
    if guest.handed is not None:
        return Line(Stage.CLOSED, Mark.HANDED_OVER, category, NOWHERE, place)
    mark = Mark.FOUND if guest.unknown else Mark.NONE
    if guest.presence == "absent":
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
    """Return what this person adds to the ledgers of lifts and places, each as tallied bytes."""
    if guest is not None and guest.claim is not None:
        return ()
    lines: list[bytes] = []
    if passenger is not None:
        lines += [b"P" + lift for lift in passenger.planned]
        lines += [b"B" + leg.lift + leg.place for leg in passenger.legs]
        if len(passenger.legs) > 1:
            lines += _twice(passenger.legs, guest)
    if guest is not None:
        found = b"U" if guest.unknown else b"F"
        lines += [(found if one.found else b"A") + one.lift + one.place for one in guest.landings]
    return tuple(lines)


def _twice(legs: tuple[Leg, ...], guest: Guest | None) -> list[bytes]:
    """Return a line for each boarding that contradicts an earlier one: never landed, same place."""
    landed = {one.lift for one in guest.landings} if guest is not None else set()
    doubled = []
    for number, leg in enumerate(legs[1:], 1):
        before = legs[:number]
        if before[-1].lift not in landed or any(one.place == leg.place for one in before):
            doubled.append(b"T" + leg.lift + leg.place)
    return doubled
