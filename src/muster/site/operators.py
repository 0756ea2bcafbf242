"""Who works here: enrolling, signing in with a PIN, revoking.

Operators and their roles are facts; the verifier of a PIN (Argon2id) is this site's own and lies in
the encrypted store. A wrong name and a wrong PIN take the same time and get the same answer; how
long to wait after failures is for ``patience`` to say.
"""

from functools import cache

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from muster.ground.people.access.facts import PinChanged, SessionsEnded, SignedIn, SignInBarred
from muster.ground.people.facts import OperatorEnrolled, OperatorRevoked
from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.moment import Instant
from muster.ground.people.state import OperatorState
from muster.site.access import credentials, first
from muster.site.access.guessed import SHORTEST_PIN, refuse_guessed
from muster.site.access.patience import FREE_FAILURES, Patience
from muster.site.problems import (
    NameEmpty,
    NameTaken,
    PinNotTheirs,
    PinSame,
    PinShort,
    PinUnchosen,
    ReasonEmpty,
    RoleUnknown,
    SignInRefused,
)
from muster.site.record.kinds import OPERATOR
from muster.site.rights import Operator, Right, Role, require
from muster.site.site import Site

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


class OperatorRow(msgspec.Struct, frozen=True):
    """One operator as the roster shows them."""

    id: OperatorId
    name: str
    roles: tuple[str, ...]
    revoked: bool
    can_sign_in: bool
    leads: bool = False
    """Whether they opened this site, and act by its passphrase."""
    waits_until: Instant | None = None
    """Until when the code is good by which they choose a PIN; none where they have one."""


def enrol(site: Site, by: Operator, name: str, roles: tuple[str, ...], pin: str) -> OperatorId:
    """Put an operator of a drill on record with a PIN that others may know; else ``joining.add``.

    Raises ``PinNotTheirs``, ``PinShort``, ``PinGuessed``, ``NameTaken``, ``NameEmpty``,
    ``RoleUnknown``.
    """
    require(by, Right.ENROL)
    if not site.state.training:
        raise PinNotTheirs
    assert_good(site, pin, name)
    assert_new(site, name, roles)
    operator, verifier = OperatorId(site.new_id()), verifier_of(pin)
    with site.writing() as journal:
        journal.put([OperatorEnrolled(operator, site.now(), by.id, name.strip(), roles)])
        site.store.secret_put(spell(operator), verifier)
    return operator


def assert_new(site: Site, name: str, roles: tuple[str, ...]) -> None:
    """Raise ``NameEmpty``, ``NameTaken``, ``RoleUnknown`` where nobody can be enrolled so."""
    if not name.strip():
        raise NameEmpty
    if not roles or not set(roles) <= {role.value for role in Role}:
        raise RoleUnknown(expected=len(Role))
    if _named(site, name) is not None:
        raise NameTaken


def change_pin(
    site: Site, patience: Patience, by: Operator, pin: str, new: str, source: str = ""
) -> None:
    """Give ``by`` another PIN here, against the present one; it is on record that it changed.

    Raises ``SignInRefused``, ``SignInLater``, ``PinShort``, ``PinSame``, ``PinGuessed``.
    """
    require(by, Right.OWN)
    prove(site, patience, by, pin, source)
    if new == pin:
        raise PinSame
    assert_good(site, new, by.name)
    verifier = verifier_of(new)
    with site.writing() as journal:
        journal.put([PinChanged(by.id, site.now(), by.id)])
        site.store.secret_put(spell(by.id), verifier)


def revoke(site: Site, by: Operator, operator: OperatorId, reason: str) -> None:
    """Record that somebody no longer works here; their sessions end with the next request."""
    require(by, Right.ENROL)
    with site.writing() as journal:
        journal.put([OperatorRevoked(operator, site.now(), by.id, reason)])
        site.store.secret_drop(spell(operator))
        first.drop(site, operator)


def sign_in(site: Site, patience: Patience, name: str, pin: str, source: str = "") -> Operator:
    """Return the operator whose name and PIN these are; raise ``SignInRefused`` or ``-Later``.

    Raises ``PinUnchosen`` where it is the code of somebody who has yet to choose a PIN.
    ``source`` is where it was asked, such as an address; failures are counted by it, too. That a
    name that exists was tried until it has to wait goes on record, once each time. Whoever has to
    show more than the PIN is forgiven their failures once they have: else a PIN that is known would
    let its codes be guessed without a wait.
    """
    name = name.strip()
    patience.check(name.casefold(), source)
    found = _named(site, name)
    verifier, is_code = _verifier(site, found[0]) if found else (None, False)
    if not fits(verifier, first.plain(pin) if is_code else pin) or found is None:
        failures = patience.failed(name.casefold(), source)
        if found is not None and failures == FREE_FAILURES:
            with site.writing() as journal:
                journal.put([SignInBarred(found[0], site.now(), found[0], failures)])
        raise SignInRefused
    if is_code or not credentials.needed(site, found[0]):
        patience.succeeded(name.casefold(), source)
    if is_code:
        raise PinUnchosen
    _renew(site, found[0], verifier, pin)
    return _operator(*found)


def waiting(site: Site, name: str) -> Operator:
    """Return the operator of this name, whoever asks; raise ``SignInRefused`` where none is."""
    found = _named(site, name)
    if found is None:
        raise SignInRefused
    return _operator(*found)


def _verifier(site: Site, operator: OperatorId) -> tuple[bytes | None, bool]:
    """Return what tells the PIN; else what tells a first code that is good, and true."""
    with site.view() as view:
        verifier = view.reader.secret_get(spell(operator))
    code = first.held(site, operator) if verifier is None else None
    if code is None or site.now().latest > code.until:
        return verifier, False
    return code.verifier, True


def _renew(site: Site, operator: OperatorId, verifier: bytes | None, pin: str) -> None:
    """Stretch a PIN anew where it was stretched at a cost that is no longer ours."""
    if verifier is None or not _hasher.check_needs_rehash(verifier.decode()):
        return
    stretched = verifier_of(pin)
    with site.writing():
        site.store.secret_put(spell(operator), stretched)


def prove(site: Site, patience: Patience, by: Operator, pin: str, source: str = "") -> None:
    """Raise ``SignInRefused`` unless ``pin`` is that of ``by``: asked before what is grave."""
    if sign_in(site, patience, by.name, pin, source).id != by.id:
        raise SignInRefused
    patience.succeeded(by.name.casefold(), source)


def signed_in(site: Site, operator: OperatorId, how: str, credential: bytes = b"") -> None:
    """Put on record that somebody signed in, and with what."""
    with site.writing() as journal:
        journal.put([SignedIn(operator, site.now(), operator, how, credential)])


def end_sessions(site: Site, by: Operator, reason: str, sessions: int) -> None:
    """Put on record that ``by`` ended every session here, before the door ends them."""
    require(by, Right.ENROL)
    if not reason.strip():
        raise ReasonEmpty
    with site.writing() as journal:
        journal.put([SessionsEnded(site.keys.site, site.now(), by.id, reason.strip(), sessions)])


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
        found = [
            (OperatorId(one), state.name, state.roles, state.revoked, spell(one) in verifiers)
            for one, state in view.scan(OPERATOR)
        ]
    rows = [OperatorRow(*one, one[0] == site.lead.id, _until(site, one[0])) for one in found]
    return sorted(rows, key=lambda row: row.name.casefold())


def assert_good(site: Site, pin: str, name: str) -> None:
    """Raise ``PinShort``, ``PinGuessed`` where ``pin`` is none for the operator called ``name``."""
    if len(pin) < SHORTEST_PIN:
        raise PinShort(expected=SHORTEST_PIN, found=len(pin))
    refuse_guessed(site, pin, name)


def _until(site: Site, operator: OperatorId) -> Instant | None:
    code = first.held(site, operator)
    return None if code is None else code.until


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


def verifier_of(pin: str) -> bytes:
    """Return what tells whether a PIN is this one (Argon2id)."""
    return _hasher.hash(pin).encode()


def fits(verifier: bytes | None, pin: str) -> bool:
    """Return whether ``pin`` is the one of ``verifier``; it takes as long where there is none."""
    try:
        _hasher.verify((verifier or _nobody()).decode(), pin)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return verifier is not None
