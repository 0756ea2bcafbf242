"""What people sign in with beside a PIN: passkeys, one-time codes, codes on paper (T23).

A PIN alone can be seen over a shoulder. Whoever has enrolled anything here shows it after the PIN,
each time. A passkey lives in a piece of hardware that asks for its owner, speaks for the site's one
name alone, and cannot be copied to a cloud; nothing of it needs a network. Where a key was lost, a
code on paper lets its owner in once; and two others can take everything away, so that the PIN lets
in again until a new one is enrolled.

Public halves are facts. The secret of one-time codes and digests of those on paper lie in the
encrypted store, the secret sealed once more under a key that follows from the site's own.
"""

import msgspec

from muster.ground.people.access.credential import Credentials
from muster.ground.people.access.facts import CredentialRevoked, Method
from muster.ground.people.ids import OperatorId, spell
from muster.ground.people.moment import Instant
from muster.site import authority
from muster.site.problems import CredentialUnknown, ReasonEmpty
from muster.site.record.kinds import CREDENTIALS
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site


class CredentialRow(msgspec.Struct, frozen=True):
    """One credential in a list; ``domain`` is the one site name that a passkey speaks for."""

    id: bytes
    method: Method
    label: str
    domain: str
    since: Instant
    revoked: Instant | None


def mine(site: Site, by: Operator) -> list[CredentialRow]:
    """Return what ``by`` signs in with, and did, the newest first."""
    require(by, Right.OWN)
    return _rows(held_by(site, by.id))


def theirs(site: Site, by: Operator, operator: OperatorId) -> list[CredentialRow]:
    """Return what somebody else signs in with; never a secret."""
    require(by, Right.ENROL)
    return _rows(held_by(site, operator))


def needed(site: Site, operator: OperatorId) -> tuple[Method, ...]:
    """Return by what ``operator`` has to sign in after the PIN here; nothing: by the PIN alone.

    A passkey for this site is asked for at every address of it, so that nobody gets round it by
    one where a browser offers none. One for another site, which cannot be shown here, protects
    nothing here. Codes on paper stand in for something else and are not asked for alone.
    """
    held, known = held_by(site, operator), authority.held(site)
    here = known.host if known is not None else ""
    keys = any(one.domain == here for one in held.of(Method.PASSKEY))
    ways = [Method.PASSKEY] if keys else []
    ways += [Method.CODES] if _is_here(site, operator, held, Method.CODES) else []
    if not ways:
        return ()
    return (*ways, Method.PAPER) if _is_here(site, operator, held, Method.PAPER) else tuple(ways)


def remove(site: Site, by: Operator, credential: bytes, reason: str) -> None:
    """Let ``by`` sign in with one thing less; raise ``CredentialUnknown``, ``ReasonEmpty``."""
    require(by, Right.OWN)
    _revoke(site, by, by.id, b"", (credential,), reason)


def reset(
    site: Site, by: Operator, second: Operator | None, operator: OperatorId, reason: str
) -> int:
    """Revoke everything that ``operator`` signs in with beside the PIN, here and everywhere.

    Two people sign, since afterwards the PIN alone lets in. Return how much was revoked.

    Raises ``SecondMissing``, ``SecondSame``, ``NotAllowed``, ``CredentialUnknown``.
    """
    beside = signed_by_two(by, second, Right.ENROL)
    good = tuple(one.id for one in held_by(site, operator).good)
    if not good:
        raise CredentialUnknown
    _revoke(site, by, operator, beside, good, reason)
    return len(good)


def held_by(site: Site, operator: OperatorId) -> Credentials:
    """Return everything that an operator could ever sign in with beside the PIN."""
    with site.view() as view:
        return view.state(CREDENTIALS, operator) or Credentials()


def secret_name(method: Method, operator: OperatorId) -> str:
    """Return under what the store keeps the secret of one way to sign in."""
    return f"{method.value}/{spell(operator)}"


def _is_here(site: Site, operator: OperatorId, held: Credentials, method: Method) -> bool:
    with site.view() as view:
        return (
            bool(held.of(method))
            and view.reader.secret_get(secret_name(method, operator)) is not None
        )


def _revoke(
    site: Site,
    by: Operator,
    operator: OperatorId,
    beside: bytes,
    which: tuple[bytes, ...],
    reason: str,
) -> None:
    if not reason.strip():
        raise ReasonEmpty
    with site.writing() as journal:
        good = {one.id: one for one in held_by(site, operator).good}
        if not {*which} <= {*good}:
            raise CredentialUnknown
        now, said = site.now(), reason.strip()
        journal.put(CredentialRevoked(operator, now, by.id, one, said, beside) for one in which)
        for one in which:
            if good[one].method is not Method.PASSKEY:
                site.store.secret_drop(secret_name(good[one].method, operator))


def _rows(held: Credentials) -> list[CredentialRow]:
    rows = [
        CredentialRow(one.id, one.method, one.label, one.domain, one.since, one.revoked)
        for one in held.held
    ]
    return sorted(rows, key=lambda row: (row.revoked is not None, -row.since))
