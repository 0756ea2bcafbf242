"""Facts about who gets in and who looks: credentials, sessions, openings, canaries (T23, T25).

What somebody signs in with is public, so that its end reaches every site. Who looked at whom, and
who met a canary, lies in ``audit``; the canaries themselves lie where the people do, in ``desk``.
"""

from enum import StrEnum
from typing import ClassVar

from muster.ground.people.fact import Observation
from muster.ground.people.name import Name
from muster.ground.people.sex import Sex
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Subject


class LookingVouched(Observation, frozen=True, tag="looking-vouched"):
    """A second person signed that ``subject`` may open as many records again, and why."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    second: bytes
    reason: str


class FieldOpened(Observation, frozen=True, tag="field-opened"):
    """Somebody opened one masked field of a person's record, for a reason they gave."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    person: bytes
    field: str
    reason: str


class LookingReviewed(Observation, frozen=True, tag="looking-reviewed"):
    """Somebody asked ``subject`` why they looked up so many, and says what came of it.

    Whom they were shown before that does not count towards another alarm.
    """

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    reason: str


class Touch(StrEnum):
    """How a canary was met; the value is stored."""

    FOUND = "found"
    OPENED = "opened"
    EXPORTED = "exported"
    CHANGED = "changed"


class CanaryPlanted(Observation, frozen=True, tag="canary-planted"):
    """Two people invented somebody whom nobody has a reason to look up.

    ``born`` is a year. The document and the contact belong to nobody.
    """

    about: ClassVar = Subject.CANARY
    compartment: ClassVar = Compartment.DESK

    second: bytes
    name: Name
    sex: Sex
    category: str
    born: int
    document: str
    contact: str


class CanaryWithdrawn(Observation, frozen=True, tag="canary-withdrawn"):
    """A canary is found no more; what was told of it stays."""

    about: ClassVar = Subject.CANARY
    compartment: ClassVar = Compartment.DESK

    second: bytes
    reason: str


class CanaryChanged(Observation, frozen=True, tag="canary-changed"):
    """Somebody corrected, withdrew or otherwise wrote on a canary, which takes it as a person does.

    ``said`` is the fact as it would be about a person or a party; none of those is in the record.
    """

    about: ClassVar = Subject.CANARY
    compartment: ClassVar = Compartment.DESK

    said: bytes


class CanaryTouched(Observation, frozen=True, tag="canary-touched"):
    """An operator met a canary: ``how``, and the mark that left with it in an export.

    ``mark`` is the id in that export's row of the canary, another one in each.
    """

    about: ClassVar = Subject.CANARY
    compartment: ClassVar = Compartment.AUDIT

    how: Touch
    mark: bytes = b""


class CanarySeen(Observation, frozen=True, tag="canary-seen"):
    """A canary was seen outside: where, as far as that is known, and under which mark if any."""

    about: ClassVar = Subject.CANARY
    compartment: ClassVar = Compartment.AUDIT

    where: str
    mark: bytes = b""


class CanaryAnswered(Observation, frozen=True, tag="canary-answered"):
    """Somebody asked about all that was told of a canary so far, and says what came of it."""

    about: ClassVar = Subject.CANARY
    compartment: ClassVar = Compartment.AUDIT

    reason: str


class Method(StrEnum):
    """How a credential is shown; the value is stored."""

    PASSKEY = "passkey"
    CODES = "one-time-codes"
    PAPER = "codes-on-paper"


class CredentialEnrolled(Observation, frozen=True, tag="credential-enrolled"):
    """``subject`` can sign in with one thing more.

    ``credential`` is its id. ``public`` is a passkey's public key (COSE), for ``domain`` alone;
    both are empty for codes. ``second`` signed, too, where it takes the place of one that was lost.
    """

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.PUBLIC

    credential: bytes
    method: Method
    label: str = ""
    public: bytes = b""
    domain: str = ""
    second: bytes = b""


class CredentialRevoked(Observation, frozen=True, tag="credential-revoked"):
    """``subject`` signs in with this no more, here or anywhere."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.PUBLIC

    credential: bytes
    reason: str
    second: bytes = b""


class FactorRequired(Observation, frozen=True, tag="factor-required"):
    """Two people said who shows more than a PIN at a site: whoever has one of these roles there.

    ``subject`` is the site. What was said last holds; no role at all takes it back.
    """

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.PUBLIC

    second: bytes
    roles: tuple[str, ...]


class CodeHanded(Observation, frozen=True, tag="code-handed"):
    """``subject`` was given a code for their first sign-in, by which they choose their PIN."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT


class PinChosen(Observation, frozen=True, tag="pin-chosen"):
    """``subject`` chose their first PIN, who gave name and code."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT


class PinChanged(Observation, frozen=True, tag="pin-changed"):
    """``subject`` took another PIN, who gave the old one."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT


class SessionsEnded(Observation, frozen=True, tag="sessions-ended"):
    """The lead ended every session at this site: everybody signs in again."""

    about: ClassVar = Subject.SITE
    compartment: ClassVar = Compartment.AUDIT

    reason: str
    sessions: int


class RightRefused(Observation, frozen=True, tag="right-refused"):
    """``subject`` asked for what none of their roles carries, ``times`` since it was last told."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    right: str
    times: int


class SignedIn(Observation, frozen=True, tag="signed-in"):
    """``subject`` signed in, and with what: ``pin``, and a passkey or a code beside it or not."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    how: str
    credential: bytes = b""


class SignInBarred(Observation, frozen=True, tag="sign-in-barred"):
    """So many attempts in a row failed for this operator's name that the next has to wait."""

    about: ClassVar = Subject.OPERATOR
    compartment: ClassVar = Compartment.AUDIT

    failures: int
