"""What the shared facts add up to: places, operators, the site."""

import msgspec

from muster.ground.people.facts import (
    OperatorEnrolled,
    OperatorRevoked,
    PlaceNamed,
    SiteOpened,
)
from muster.ground.people.place import PlaceRole


class PlaceState(msgspec.Struct, frozen=True, array_like=True):
    """A place as last named."""

    name: str
    role: PlaceRole
    capacity: tuple[int, int] | None = None
    within: bytes = b""
    country: str = ""


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


def fold_place(_state: PlaceState | None, fact: PlaceNamed) -> PlaceState:
    """Return the place after ``fact``; the latest name and capacity stand."""
    return PlaceState(fact.name, fact.role, fact.capacity, fact.within, fact.country)


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
