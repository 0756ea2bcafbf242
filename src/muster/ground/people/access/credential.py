"""How somebody shows that it is them: passkeys, one-time codes, codes on paper, as facts (T23).

A credential is on public record, and so is its end: whoever revokes one ends it at every site that
hears of it. Public are the halves that say nothing: a passkey's public key, the fact that there is
a secret. The secrets of one-time codes and the digests of codes on paper are one site's own.
"""

import msgspec

from muster.ground.people.access.facts import (
    CredentialEnrolled,
    CredentialRevoked,
    FactorRequired,
    Method,
)
from muster.ground.people.moment import Instant


class Credential(msgspec.Struct, frozen=True, array_like=True):
    """One credential, since when it holds and until when it did."""

    id: bytes
    method: Method
    label: str
    public: bytes
    domain: str
    since: Instant
    revoked: Instant | None = None


class Credentials(msgspec.Struct, frozen=True, array_like=True):
    """Everything that an operator could ever sign in with beside a PIN."""

    held: tuple[Credential, ...] = ()

    @property
    def good(self) -> tuple[Credential, ...]:
        """Those that hold."""
        return tuple(one for one in self.held if one.revoked is None)

    def of(self, method: Method) -> tuple[Credential, ...]:
        """Return those that hold and are shown in this way."""
        return tuple(one for one in self.good if one.method is method)


def fold_credentials(
    state: Credentials | None, fact: CredentialEnrolled | CredentialRevoked
) -> Credentials:
    """Return the credentials after ``fact``; what was once revoked holds never again.

    A revocation that is heard of before the enrolment holds all the same.
    """
    held = {one.id: one for one in (state or Credentials()).held}
    before, at = held.get(fact.credential), fact.observed.latest
    match fact:
        case CredentialEnrolled():
            said = (fact.method, fact.label, fact.public, fact.domain, at)
            gone = before.revoked if before is not None else None
            held[fact.credential] = Credential(fact.credential, *said, gone)
        case CredentialRevoked():
            known = before or Credential(fact.credential, Method.PASSKEY, "", b"", "", at)
            first = at if known.revoked is None else known.revoked
            held[fact.credential] = msgspec.structs.replace(known, revoked=first)
    return Credentials(tuple(held.values()))


class Required(msgspec.Struct, frozen=True, array_like=True):
    """The roles of a site whose holders show more than a PIN, since when."""

    roles: tuple[str, ...] = ()
    since: Instant = 0


def fold_required(_state: Required | None, fact: FactorRequired) -> Required:
    """Return what is asked for after ``fact``: what was said last holds."""
    return Required(fact.roles, fact.observed.latest)
