"""Who works here: enrolling, signing in with a PIN, revoking.

Operators and their roles are facts; the verifier of a PIN (Argon2id) is this site's own and lies in
the encrypted store. A wrong name and a wrong PIN take the same time and get the same answer; after
five failures the wait doubles, for that name only, so that nobody can lock another one out for
long.
"""

from functools import cache
from threading import Lock
from time import monotonic

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from muster.ground.people.facts import OperatorEnrolled, OperatorRevoked
from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.state import OperatorState
from muster.site.problems import (
    NameEmpty,
    NameTaken,
    PinShort,
    RoleUnknown,
    SignInLater,
    SignInRefused,
)
from muster.site.record.kinds import OPERATOR
from muster.site.rights import Operator, Right, Role, require
from muster.site.site import Site

SHORTEST_PIN = 8
FREE_FAILURES = 5
LONGEST_WAIT = 300

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


class OperatorRow(msgspec.Struct, frozen=True):
    """One operator as the roster shows them."""

    id: OperatorId
    name: str
    roles: tuple[str, ...]
    revoked: bool
    can_sign_in: bool


class Patience:
    """Counts failures by name and says how long to wait; in memory only."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures: dict[str, tuple[int, float]] = {}

    def check(self, name: str) -> None:
        """Raise ``SignInLater`` while the wait after failures lasts."""
        with self._lock:
            count, until = self._failures.get(name, (0, 0.0))
            left = until - monotonic()
        if count >= FREE_FAILURES and left > 0:
            raise SignInLater(seconds=round(left) or 1)

    def failed(self, name: str) -> None:
        """Count one failure."""
        with self._lock:
            count = self._failures.get(name, (0, 0.0))[0] + 1
            wait = min(LONGEST_WAIT, 2 ** max(0, count - FREE_FAILURES))
            self._failures[name] = (count, monotonic() + wait)

    def succeeded(self, name: str) -> None:
        """Forget the failures of ``name``."""
        with self._lock:
            self._failures.pop(name, None)


def enrol(site: Site, by: Operator, name: str, roles: tuple[str, ...], pin: str) -> OperatorId:
    """Put an operator on record with a PIN of at least 8; raise ``NameTaken``, ``PinShort``."""
    require(by, Right.ENROL)
    if len(pin) < SHORTEST_PIN:
        raise PinShort(expected=SHORTEST_PIN, found=len(pin))
    if not name.strip():
        raise NameEmpty
    if not roles or not set(roles) <= {role.value for role in Role}:
        raise RoleUnknown(expected=len(Role))
    if _named(site, name) is not None:
        raise NameTaken
    operator, verifier = OperatorId(site.new_id()), _hasher.hash(pin).encode()
    with site.writing() as journal:
        journal.put([OperatorEnrolled(operator, site.now(), by.id, name.strip(), roles)])
        site.store.secret_put(spell(operator), verifier)
    return operator


def revoke(site: Site, by: Operator, operator: OperatorId, reason: str) -> None:
    """Record that somebody no longer works here; their sessions end with the next request."""
    require(by, Right.ENROL)
    with site.writing() as journal:
        journal.put([OperatorRevoked(operator, site.now(), by.id, reason)])
        site.store.secret_drop(spell(operator))


def sign_in(site: Site, patience: Patience, name: str, pin: str) -> Operator:
    """Return the operator whose name and PIN these are; raise ``SignInRefused`` or ``-Later``."""
    name = name.strip()
    patience.check(name.casefold())
    found = _named(site, name)
    with site.view() as view:
        verifier = view.reader.secret_get(spell(found[0])) if found else None
    if not _fits(verifier, pin) or found is None:
        patience.failed(name.casefold())
        raise SignInRefused
    patience.succeeded(name.casefold())
    return _operator(*found)


def still_allowed(site: Site, operator: OperatorId) -> Operator | None:
    """Return the operator with the roles as they stand now; none once revoked."""
    with site.view() as view:
        state: OperatorState | None = view.state(OPERATOR, operator)
    if state is None or state.revoked:
        return None
    return _operator(operator, state)


def roster(site: Site, by: Operator) -> list[OperatorRow]:
    """Return everybody who works or worked here, by name."""
    require(by, Right.ENROL)
    with site.view() as view:
        verifiers = {*view.reader.secret_names()}
        rows = [
            OperatorRow(
                OperatorId(one), state.name, state.roles, state.revoked, spell(one) in verifiers
            )
            for one, state in view.scan(OPERATOR)
        ]
    return sorted(rows, key=lambda row: row.name.casefold())


def _named(site: Site, name: str) -> tuple[OperatorId, OperatorState] | None:
    wanted = name.strip().casefold()
    with site.view() as view:
        for one, state in view.scan(OPERATOR):
            if state.name.casefold() == wanted and not state.revoked:
                return OperatorId(one), state
    return None


def _operator(identity: OperatorId, state: OperatorState) -> Operator:
    known = tuple(role for role in Role if role.value in state.roles)  # a newer one carries nothing
    return Operator(identity, state.name, known)


@cache
def _nobody() -> bytes:
    """Return a verifier that no PIN fits, so that an unknown name takes as long as a known one."""
    return _hasher.hash("nobody's PIN").encode()


def _fits(verifier: bytes | None, pin: str) -> bool:
    try:
        _hasher.verify((verifier or _nobody()).decode(), pin)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return verifier is not None
