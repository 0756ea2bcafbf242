"""What arrivals add up to: a guest, an arrived lift, a place that takes people or not."""

import msgspec

from muster.ground.people.ids import LiftId, PersonId, PlaceId
from muster.ground.people.moment import Instant
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.ground.record.fact import Fact
from muster.journey.arrival import facts
from muster.journey.arrival.facts import Presence, Station

_replace = msgspec.structs.replace


class Landing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One arrival; ``found`` when no scan had put the person aboard."""

    lift: LiftId
    place: PlaceId
    at: Instant
    found: bool = False


class Guest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One person who came off a lift.

    ``unknown``: came off without a record, and nobody settled yet whose. ``claim``: the record that
    this one turned out to be; from then on that record counts and this one does not.
    """

    landings: tuple[Landing, ...] = ()
    unknown: bool = False
    claim: PersonId | None = None
    name: Name | None = None
    sex: Sex = Sex.UNSTATED
    category: str = ""
    seen: Instant | None = None
    seen_at: PlaceId | None = None
    presence: Presence | None = None
    agency: str = ""
    handed: Instant | None = None
    left: Instant | None = None


class Landed(msgspec.Struct, frozen=True, array_like=True):
    """A lift that came in; ``counted`` souls came off, none where nobody counted."""

    place: PlaceId
    at: Instant
    counted: int | None = None


class Receiving(msgspec.Struct, frozen=True, array_like=True):
    """Whether a place takes people, and why not."""

    open: bool = True
    reason: str = ""
    since: Instant = 0


class Sheet(msgspec.Struct, frozen=True, array_like=True):
    """A station sheet as it was printed; ``taken`` are the marks that were taken over, by row.

    Two marks of one row are kept side by side: two people took the sheet over differently.
    """

    station: Station = Station.ARRIVAL
    place: PlaceId = PlaceId(b"")
    lift: LiftId | None = None
    rows: tuple[PersonId, ...] = ()
    blank: int = 0
    printed: Instant | None = None
    taken: tuple[tuple[int, int], ...] = ()


def fold_sheet(state: Sheet | None, fact: Fact) -> Sheet:
    """Return the sheet after ``fact``."""
    sheet = state or Sheet()
    match fact:
        case facts.SheetPrinted():
            return Sheet(
                fact.station,
                fact.place,
                fact.lift,
                fact.rows,
                fact.blank,
                fact.observed.earliest,
                sheet.taken,
            )
        case facts.SheetTaken(marks=marks):
            return _replace(sheet, taken=tuple(sorted({*sheet.taken, *marks})))
        case _:
            return sheet


def fold_guest(state: Guest | None, fact: Fact) -> Guest:
    """Return the guest after ``fact``. The same arrival read twice is one."""
    guest = state or Guest()
    match fact:
        case facts.Arrived():
            return _landed(guest, fact.lift, fact.place, fact.observed.latest, found=fact.found)
        case facts.FoundOnArrival():
            here = _landed(guest, fact.lift, fact.place, fact.observed.latest, found=True)
            return _replace(here, unknown=True, name=fact.name, sex=fact.sex)
        case facts.FoundSettled(claim=claim, category=category):
            return _replace(guest, unknown=False, claim=claim, category=category)
        case facts.Mustered():
            return _mustered(guest, fact)
        case facts.HandedOver(agency=agency):
            handed = _unless_landed(guest, guest.handed, fact.observed.latest)
            return _replace(guest, agency=agency, handed=handed)
        case facts.LeftOnOwnAccount():
            return _left(guest, fact.observed.latest)
        case _:
            return guest


def _landed(guest: Guest, lift: LiftId, place: PlaceId, at: Instant, *, found: bool) -> Guest:
    if any(landing.lift == lift for landing in guest.landings):
        return guest
    landings = (*guest.landings, Landing(lift, place, at, found))
    left, handed = _unless_before(guest.left, at), _unless_before(guest.handed, at)
    return _replace(guest, landings=landings, left=left, handed=handed)


def _unless_before(ended: Instant | None, at: Instant) -> Instant | None:
    """Return when a journey ended, or none where that was before ``at``: it went on."""
    return None if ended is None or ended < at else ended


def _unless_landed(guest: Guest, known: Instant | None, at: Instant) -> Instant | None:
    """Return when a journey ended, one more end at ``at`` being told, unless it went on later.

    A base that hears little may tell of an earlier landing after a haven told of the end.
    """
    if any(landing.at > at for landing in guest.landings):
        return known
    return at if known is None else max(known, at)


def _left(guest: Guest, at: Instant) -> Guest:
    if guest.seen is not None and guest.seen > at:
        return guest
    return _replace(guest, left=_unless_landed(guest, guest.left, at))


def _mustered(guest: Guest, fact: facts.Mustered) -> Guest:
    if fact.presence is Presence.ABSENT:
        return _replace(guest, presence=fact.presence)
    return _replace(
        guest,
        presence=fact.presence,
        seen=fact.observed.latest,
        seen_at=fact.place,
        left=_unless_before(guest.left, fact.observed.latest),
    )


def fold_landed(state: Landed | None, fact: Fact) -> Landed:
    """Return the arrived lift after ``fact``."""
    match fact:
        case facts.LiftArrived(place=place, counted=counted):
            at = fact.observed.latest
            return Landed(place, at, None if counted < 0 else counted)
        case _:
            return state or Landed(PlaceId(b""), 0)


def fold_receiving(state: Receiving | None, fact: Fact) -> Receiving:
    """Return whether the place takes people after ``fact``."""
    match fact:
        case facts.IntakeStopped(reason=reason):
            return Receiving(open=False, reason=reason, since=fact.observed.latest)
        case facts.IntakeResumed():
            return Receiving(since=fact.observed.latest)
        case _:
            return state or Receiving()
