"""What the shared facts add up to: places, operators, the site."""

from typing import TypeVar

import msgspec

from muster.ground.people.facts import (
    DeviceEnrolled,
    DeviceRevoked,
    EntriesMissing,
    EntryKeptBack,
    EntryReleased,
    OperatorEnrolled,
    OperatorRevoked,
    PlaceNamed,
    PlainPostClosed,
    PlainPostOpened,
    SecondSigned,
    ShiftStarted,
    SiteEnrolled,
    SiteOpened,
    WriterRenewed,
    WriterRevoked,
)
from muster.ground.people.keyholders import lowest
from muster.ground.people.moment import Instant
from muster.ground.people.place import PlaceRole

_T = TypeVar("_T")


class PlaceState(msgspec.Struct, frozen=True, array_like=True):
    """A place as last named."""

    name: str
    role: PlaceRole
    capacity: tuple[int, int] | None = None
    within: bytes = b""
    country: str = ""
    per_day: int | None = None


class OperatorState(msgspec.Struct, frozen=True, array_like=True):
    """Who works here in which roles; none once revoked."""

    name: str
    roles: tuple[str, ...]
    revoked: bool = False


class SiteState(msgspec.Struct, frozen=True, array_like=True):
    """The site as it was opened."""

    operation: str
    name: str
    day_ends: int
    training: bool
    base: int


class Renewal(msgspec.Struct, frozen=True, array_like=True):
    """A site's writer that began anew: its id, when, why, and the ends of what it closed."""

    writer: bytes
    when: Instant
    reason: str
    closed: tuple[tuple[bytes, int, bytes], ...]


class Revocation(msgspec.Struct, frozen=True, array_like=True):
    """A site's writer that is trusted no more, with the lowest cut of each log that was named."""

    writer: bytes
    since: Instant
    reason: str
    cut: tuple[tuple[bytes, int, bytes], ...]


class Member(msgspec.Struct, frozen=True, array_like=True):
    """A site among others: cards, writers that began anew, writers revoked, entries released.

    Cards are as they came: which of them is good is for whoever knows the operation's key.
    """

    cards: tuple[bytes, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    revoked: tuple[Revocation, ...] = ()
    released: tuple[tuple[bytes, int, bytes], ...] = ()


class Device(msgspec.Struct, frozen=True, array_like=True):
    """A tablet as a writer. ``missing``: its log goes on over gaps, each by log, sequence, hash."""

    certificate: bytes = b""
    holder: bytes = b""
    place: bytes = b""
    until: Instant = 0
    tier: str = ""
    revoked: Instant | None = None
    cut: tuple[tuple[bytes, int, bytes], ...] = ()
    missing: tuple[tuple[bytes, int, bytes], ...] = ()


class Duty(msgspec.Struct, frozen=True, array_like=True):
    """What a tablet did at gates: who had it, how its clock stood, what was kept back of it.

    ``guards`` in the order of their first shift; ``kept_back`` are hashes of entries; ``witnesses``
    signed where a shift began, and ``signed`` is who gave a PIN since, and about which scan.
    """

    place: bytes = b""
    guard: bytes = b""
    witness: bytes = b""
    started: Instant | None = None
    ahead: tuple[int, int] = (0, 0)
    tier: str = ""
    guards: tuple[bytes, ...] = ()
    kept_back: tuple[bytes, ...] = ()
    witnesses: tuple[bytes, ...] = ()
    signed: tuple[tuple[bytes, bytes], ...] = ()


class PlainPost(msgspec.Struct, frozen=True, array_like=True):
    """Whether gates may scan over http, since when, and why."""

    open: bool
    since: Instant
    reason: str


def fold_place(_state: PlaceState | None, fact: PlaceNamed) -> PlaceState:
    """Return the place after ``fact``; the latest name and capacity stand."""
    said = (fact.name, fact.role, fact.capacity, fact.within, fact.country)
    return PlaceState(*said, fact.per_day)


def fold_operator(
    state: OperatorState | None, fact: OperatorEnrolled | OperatorRevoked
) -> OperatorState:
    """Return the operator after ``fact``; whoever was revoked can be enrolled again."""
    match fact:
        case OperatorEnrolled():
            return OperatorState(fact.name, fact.roles)
        case OperatorRevoked():
            return OperatorState(state.name if state else "", (), revoked=True)


def fold_site(_state: SiteState | None, fact: SiteOpened) -> SiteState:
    """Return the site after ``fact``."""
    return SiteState(fact.operation, fact.name, fact.day_ends, fact.training, fact.base)


def fold_device(
    state: Device | None, fact: DeviceEnrolled | DeviceRevoked | EntriesMissing
) -> Device:
    """Return the tablet after ``fact``; of several revocations the lowest cut of a log stands."""
    held = state or Device()
    match fact:
        case DeviceEnrolled():
            return msgspec.structs.replace(
                held,
                certificate=fact.certificate,
                holder=fact.holder,
                place=fact.place,
                until=fact.until,
                tier=fact.tier,
            )
        case DeviceRevoked():
            first = fact.observed.latest if held.revoked is None else held.revoked
            cut = lowest(held.cut, fact.cut)
            return msgspec.structs.replace(held, revoked=first, cut=cut)
        case EntriesMissing():
            gap = (fact.log, fact.sequence, fact.hash)
            known = held.missing if gap in held.missing else (*held.missing, gap)
            return msgspec.structs.replace(held, missing=known)


def fold_member(
    state: Member | None, fact: SiteEnrolled | WriterRenewed | WriterRevoked | EntryReleased
) -> Member:
    """Return a site among others after ``fact``; each is kept once, of revocations the lowest."""
    held = state or Member()
    match fact:
        case SiteEnrolled():
            cards = held.cards if fact.card in held.cards else (*held.cards, fact.card)
            return msgspec.structs.replace(held, cards=cards)
        case WriterRenewed():
            one = Renewal(fact.writer, fact.observed.latest, fact.reason, fact.closed)
            return msgspec.structs.replace(held, renewals=(*held.renewals, one))
        case WriterRevoked():
            return msgspec.structs.replace(held, revoked=_revoked(held.revoked, fact))
        case EntryReleased():
            place = (fact.log, fact.sequence, fact.hash)
            known = held.released if place in held.released else (*held.released, place)
            return msgspec.structs.replace(held, released=known)


def _revoked(held: tuple[Revocation, ...], fact: WriterRevoked) -> tuple[Revocation, ...]:
    others = tuple(one for one in held if one.writer != fact.writer)
    before = next((one for one in held if one.writer == fact.writer), None)
    since, reason, cut = fact.observed.latest, fact.reason, lowest((), fact.cut)
    if before is not None:
        since, reason = min(since, before.since), before.reason
        cut = lowest(before.cut, cut)
    return (*others, Revocation(fact.writer, since, reason, cut))


def fold_duty(state: Duty | None, fact: ShiftStarted | SecondSigned | EntryKeptBack) -> Duty:
    """Return what a tablet did at gates after ``fact``."""
    held = state or Duty()
    match fact:
        case ShiftStarted():
            return msgspec.structs.replace(
                held,
                place=fact.place,
                guard=fact.guard,
                witness=fact.witness,
                started=fact.observed.latest,
                ahead=fact.ahead,
                tier=fact.tier,
                guards=_with(held.guards, fact.guard),
                witnesses=_with(held.witnesses, fact.witness),
            )
        case SecondSigned():
            signed = _with(held.signed, (fact.second, fact.scan))
            return msgspec.structs.replace(held, signed=signed)
        case EntryKeptBack():
            return msgspec.structs.replace(held, kept_back=_with(held.kept_back, fact.hash))


def _with(held: tuple[_T, ...], one: _T) -> tuple[_T, ...]:
    return held if one in held else (*held, one)


def fold_plain(_state: PlainPost | None, fact: PlainPostOpened | PlainPostClosed) -> PlainPost:
    """Return whether gates may scan over http after ``fact``."""
    return PlainPost(isinstance(fact, PlainPostOpened), fact.observed.latest, fact.reason)
