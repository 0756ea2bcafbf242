"""How somebody comes to work here: a code from whoever enrols, a PIN that only they know (T23).

The code is drawn at random, good for a day and for one thing: at the first sign-in its bearer
chooses the PIN. Nobody else ever knows that, and the code is never one. A lead can hand out another
where it was lost or is over, as long as no PIN was chosen.
"""

import msgspec

from muster.ground.people.access.facts import CodeHanded, PinChosen
from muster.ground.people.facts import OperatorEnrolled
from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.moment import Instant
from muster.ground.people.state import OperatorState
from muster.site import operators
from muster.site.access import first
from muster.site.access.patience import Patience
from muster.site.problems import NothingKnown, PinHeld, PinSame, PinUnchosen, SignInRefused
from muster.site.record.journal import Journal
from muster.site.record.kinds import OPERATOR
from muster.site.rights import Operator, Right, require
from muster.site.site import Site


class Invited(msgspec.Struct, frozen=True):
    """Somebody who may choose a PIN: the code to hand them, and until when it is good."""

    id: OperatorId
    code: str
    until: Instant


def add(site: Site, by: Operator, name: str, roles: tuple[str, ...]) -> Invited:
    """Put an operator on record and return the code by which they choose their PIN.

    Raises ``NameTaken``, ``NameEmpty``, ``RoleUnknown``.
    """
    require(by, Right.ENROL)
    operators.assert_new(site, name, roles)
    operator = OperatorId(site.new_id())
    code, verifier = _drawn(site)
    with site.writing() as journal:
        journal.put([OperatorEnrolled(operator, site.now(), by.id, name.strip(), roles)])
        until = _hand(site, journal, by, operator, verifier)
    return Invited(operator, code, until)


def hand(site: Site, by: Operator, operator: OperatorId) -> Invited:
    """Return another code for somebody who has not chosen a PIN; the one before holds no more.

    Raises ``PinHeld`` where they have chosen, since two then stood for one name; ``NothingKnown``
    for who was never given one here.
    """
    require(by, Right.ENROL)
    code, verifier = _drawn(site)
    with site.writing() as journal:
        state: OperatorState | None = site.rows.state(OPERATOR, operator)
        if site.store.secret_get(spell(operator)) is not None:
            raise PinHeld
        if state is None or state.revoked or first.held(site, operator) is None:
            raise NothingKnown
        until = _hand(site, journal, by, operator, verifier)
    return Invited(operator, code, until)


def choose(
    site: Site, patience: Patience, name: str, code: str, pin: str, source: str = ""
) -> Operator:
    """Take ``pin`` for whoever shows name and first code, and return them; the code is gone.

    Raises ``SignInRefused``, ``SignInLater``; ``PinHeld`` where they have chosen one already;
    ``PinShort``, ``PinSame``, ``PinGuessed``.
    """
    operator = _bearer(site, patience, name, code, source)
    if first.plain(pin) == first.plain(code):
        raise PinSame
    operators.assert_good(site, pin, operator.name)
    verifier = operators.verifier_of(pin)
    with site.writing() as journal:
        if first.held(site, operator.id) is None:
            raise SignInRefused  # somebody else was quicker with the same code
        first.drop(site, operator.id)
        site.store.secret_put(spell(operator.id), verifier)
        journal.put([PinChosen(operator.id, site.now(), operator.id)])
    return operator


def _bearer(site: Site, patience: Patience, name: str, code: str, source: str) -> Operator:
    try:
        operators.sign_in(site, patience, name, code, source)
    except PinUnchosen:
        return operators.waiting(site, name)
    raise PinHeld


def _drawn(site: Site) -> tuple[str, bytes]:
    """Return a code and what tells it; stretched before the turn of writing begins."""
    code = first.draw(site)
    return code, operators.verifier_of(first.plain(code))


def _hand(
    site: Site, journal: Journal, by: Operator, operator: OperatorId, verifier: bytes
) -> Instant:
    now = site.now()
    until = now.latest + first.LASTS
    first.put(site, operator, verifier, until)
    journal.put([CodeHanded(operator, now, by.id)])
    return until
