"""Decide at the ramp: who may be manifested and boarded, and what a departure puts on record.

A difference between scans and head count never stops a lift (R6, R8): leaving with it is one tap,
and it stays on record until somebody settles it with a reason and a witness.
"""

from collections.abc import Sequence

import msgspec

from muster.ground.people.ids import LiftId, OperatorId, PersonId, PlaceId
from muster.ground.people.moment import Instant, Moment
from muster.journey.lift import facts
from muster.journey.lift.problems import (
    CountImpossible,
    LiftFull,
    LiftGone,
    LiftUnknown,
    NotDeparted,
    TimeOver,
    WitnessMissing,
)
from muster.journey.lift.state import Lift

MOST_SOULS = 20_000


def known(lift: Lift | None) -> Lift:
    """Return ``lift``; raise ``LiftUnknown`` where nothing was offered."""
    if lift is None or not lift.name:
        raise LiftUnknown
    return lift


def open_lift(lift: Lift | None) -> Lift:
    """Return ``lift`` if people may still be put on it; raise ``LiftGone``."""
    found = known(lift)
    if found.departed is not None or found.cancelled is not None:
        raise LiftGone
    return found


def delay(
    lift: Lift | None, identity: LiftId, departs: Instant, observed: Moment, by: OperatorId
) -> facts.LiftOffered:
    """Return the lift as offered anew, to leave at another time; raise ``LiftGone``, ``TimeOver``.

    Its window keeps its length.
    """
    found = open_lift(lift)
    if departs <= observed.earliest:
        raise TimeOver
    said = (found.name, found.craft, found.carrier)
    way, places = (found.origin, found.destination), (found.seats, found.floor)
    window = departs - max(0, found.closes - found.opens), departs
    carries = Carries(found.litters, found.wheelchairs, found.kg)
    return offer(identity, said, way, places, window, observed, by, carries)


def manifest(
    lift: Lift | None,
    identity: LiftId,
    people: Sequence[PersonId],
    already: int,
    observed: Moment,
    by: OperatorId,
) -> list[facts.Manifested]:
    """Return the manifesting of ``people`` beside ``already`` others; raise ``LiftFull``."""
    found = open_lift(lift)
    places = found.seats + found.floor
    if already + len(people) > places:
        raise LiftFull(places=places, people=already + len(people))
    return [facts.Manifested(person, observed, by, identity) for person in people]


def board(
    lift: Lift | None,
    identity: LiftId,
    people: Sequence[PersonId],
    observed: Moment,
    by: OperatorId,
) -> list[facts.Boarded]:
    """Return one scan for each of ``people``.

    A scan is never refused for lack of seats: people are aboard already, and it is on record.
    """
    place = open_lift(lift).origin
    return [facts.Boarded(person, observed, by, identity, place) for person in people]


def count(
    lift: Lift | None, identity: LiftId, souls: int, crew: int, observed: Moment, by: OperatorId
) -> facts.SoulsCounted:
    """Return the head count; raise ``CountImpossible``."""
    known(lift)
    for number in (souls, crew):
        if not 0 <= number <= MOST_SOULS:
            raise CountImpossible(limit=MOST_SOULS, found=number)
    return facts.SoulsCounted(identity, observed, by, souls, crew)


def depart(
    lift: Lift | None, identity: LiftId, scanned: int, observed: Moment, by: OperatorId
) -> facts.LiftDeparted:
    """Return the departure with ``scanned`` and counted side by side."""
    found = open_lift(lift)
    counted = -1 if found.counted is None else found.counted
    return facts.LiftDeparted(identity, observed, by, scanned, counted)


def last(
    lift: Lift | None, identity: LiftId, observed: Moment, by: OperatorId
) -> facts.LastLiftDeparted:
    """Return that this departed lift was the last one; raise ``NotDeparted``."""
    if known(lift).departed is None:
        raise NotDeparted
    return facts.LastLiftDeparted(identity, observed, by)


def settle(
    lift: Lift | None,
    identity: LiftId,
    souls: int,
    observed: Moment,
    by: OperatorId,
    *,
    reason: str,
    witness: str,
) -> facts.SoulsSettled:
    """Return the settled count of a departed lift; raise ``NotDeparted``, ``WitnessMissing``."""
    if known(lift).departed is None:
        raise NotDeparted
    if not reason.strip() or not witness.strip():
        raise WitnessMissing
    if not 0 <= souls <= MOST_SOULS:
        raise CountImpossible(limit=MOST_SOULS, found=souls)
    return facts.SoulsSettled(identity, observed, by, souls, reason, witness)


class Carries(msgspec.Struct, frozen=True):
    """What a lift takes beside people in seats; none where nobody said."""

    litters: int | None = None
    wheelchairs: int | None = None
    kg: int | None = None


def offer(
    identity: LiftId,
    craft: tuple[str, str, str],
    way: tuple[PlaceId, PlaceId],
    places: tuple[int, int],
    window: tuple[int, int],
    observed: Moment,
    by: OperatorId,
    carries: Carries | None = None,
) -> facts.LiftOffered:
    """Return the offer: (name, type, carrier), (from, to), (seats, floor), (opens, closes)."""
    name, kind, carrier = craft
    more = carries or Carries()
    beside = (more.litters, more.wheelchairs, more.kg)
    said = (name, kind, *way, *places, *window, carrier, *beside)
    return facts.LiftOffered(identity, observed, by, *said)
