"""Scopes: which gates and lifts are whose to plan, where there are several planners.

A scope is a planner's post with its gates and lifts, appointed by whoever leads. Scopes are
disjoint when they are appointed; sites that were apart may leave two that are not, and then both
planners may use what both hold, until somebody appoints anew. What no scope names is everybody's.

Who has the lift has the party: off another's gate, if the lift does not go; onto another's gate or
lift, never.
"""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from muster.ground.people.ids import LiftId, OperatorId, PlaceId
from muster.ground.people.moment import Moment
from muster.journey.plan.facts import PlannerAppointed
from muster.journey.plan.problems import ScopeNameless, ScopeTaken

LONGEST_NAME = 60
Used = tuple[PlaceId | None, LiftId]
"""Gate (none for whoever is inside) and lift of a place."""


class Scope(msgspec.Struct, frozen=True, array_like=True):
    """A planner's post: its name, who works there, its gates and lifts."""

    name: str
    operators: tuple[OperatorId, ...]
    gates: tuple[PlaceId, ...]
    lifts: tuple[LiftId, ...]

    def holds(self) -> frozenset[bytes]:
        """Return its gates and lifts."""
        return frozenset((*self.gates, *self.lifts))


Scopes = tuple[Scope, ...]


def appoint(
    known: Iterable[Scope], operation: bytes, scope: Scope, observed: Moment, by: OperatorId
) -> PlannerAppointed:
    """Return the appointment, which replaces that of the same name; nobody in it ends the scope.

    Raises ``ScopeNameless``, and ``ScopeTaken`` where another holds one of its gates or lifts.
    """
    name = scope.name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise ScopeNameless(limit=LONGEST_NAME)
    others = (one.holds() for one in known if one.name != name)
    taken = scope.holds().intersection(frozenset().union(*others))
    if taken and scope.operators:
        raise ScopeTaken(found=len(taken))
    who = tuple(dict.fromkeys(scope.operators))
    gates, lifts = tuple(dict.fromkeys(scope.gates)), tuple(dict.fromkeys(scope.lifts))
    return PlannerAppointed(operation, observed, by, name, who, gates, lifts)


def appointed(known: Scopes, fact: PlannerAppointed) -> Scopes:
    """Return the scopes after ``fact``, by name."""
    others = (one for one in known if one.name != fact.name)
    said = Scope(fact.name, fact.operators, fact.gates, fact.lifts)
    found = (*others, said) if fact.operators else (*others,)
    return tuple(sorted(found, key=lambda one: one.name))


class Bounds(msgspec.Struct, frozen=True):
    """What is an operator's own, and what is others' and not theirs."""

    own: frozenset[bytes] = frozenset()
    foreign: frozenset[bytes] = frozenset()

    def allows(self, before: Used | None, after: Used | None) -> bool:
        """Return whether the operator may move a party from one gate and lift to others."""
        if before is not None:
            gate, lift = before
            if lift in self.foreign or (gate in self.foreign and lift not in self.own):
                return False
        return after is None or self.foreign.isdisjoint(one for one in after if one is not None)


def bounds(known: Sequence[Scope], operator: OperatorId) -> Bounds:
    """Return what is an operator's own to plan, and what is others'."""
    own = [one.holds() for one in known if operator in one.operators]
    others = [one.holds() for one in known if operator not in one.operators]
    mine = frozenset[bytes]().union(*own)
    return Bounds(mine, frozenset[bytes]().union(*others) - mine)


def shared(known: Sequence[Scope]) -> Collection[bytes]:
    """Return the gates and lifts that several scopes hold: sites appointed them apart."""
    found: set[bytes] = set()
    twice: set[bytes] = set()
    for one in known:
        twice |= found & one.holds()
        found |= one.holds()
    return twice
