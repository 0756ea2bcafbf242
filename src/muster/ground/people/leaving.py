"""To whom files may be sealed, and each export that left, until its recipient ended it."""

from typing import ClassVar

import msgspec

from muster.ground.people.fact import Observation
from muster.ground.people.ids import OperatorId, RecipientId
from muster.ground.people.moment import Instant
from muster.ground.record.compartment import Compartment
from muster.ground.record.fact import Fact, Subject


class RecipientVerified(Observation, frozen=True, tag="recipient-verified"):
    """The public key of a recipient was compared, by its fingerprint, in another way than it came.

    ``how`` says in which: by telephone, face to face. ``operator`` and ``second`` answer for it.
    The latest key of a recipient counts, and no other.
    """

    about: ClassVar = Subject.RECIPIENT
    compartment: ClassVar = Compartment.COMMAND

    name: str
    key: str
    fingerprint: str
    how: str
    second: OperatorId


class RecipientDropped(Observation, frozen=True, tag="recipient-dropped"):
    """Nothing is sealed to this recipient any more."""

    about: ClassVar = Subject.RECIPIENT
    compartment: ClassVar = Compartment.COMMAND

    reason: str


class ExportLeft(Observation, frozen=True, tag="export-left"):
    """Rows left in one file, for one recipient; no row and no name is here.

    ``digest`` is the SHA-256 of the file as it was before it was sealed, as two readers found it.
    Without a ``recipient`` it was not sealed, and ``unsealed`` is why (a drill need not say);
    ``second`` signed beside, where it took two. At ``expires`` the recipient is to destroy it.
    ``canary`` is the id that a canary's row left with.
    """

    about: ClassVar = Subject.EXPORT
    compartment: ClassVar = Compartment.AUDIT

    recipient: RecipientId | None
    to: str
    profile: str
    purpose: str
    rows: int
    columns: tuple[str, ...]
    digest: bytes
    expires: Instant
    unsealed: str = ""
    second: OperatorId | None = None
    canary: bytes = b""


class ExportEnded(Observation, frozen=True, tag="export-ended"):
    """The recipient says that the file is destroyed; ``said`` is how we know."""

    about: ClassVar = Subject.EXPORT
    compartment: ClassVar = Compartment.AUDIT

    said: str


class Recipient(msgspec.Struct, frozen=True, array_like=True):
    """Somebody that files may be sealed to; ``dropped`` where nothing is any more."""

    name: str
    key: str
    fingerprint: str
    how: str
    verified: Instant
    by: tuple[bytes, bytes]
    dropped: Instant | None = None


def fold_recipient(state: Recipient | None, fact: Fact) -> Recipient:
    """Return the recipient after ``fact``."""
    match fact:
        case RecipientVerified():
            by = (fact.operator, bytes(fact.second))
            said = (fact.name, fact.key, fact.fingerprint, fact.how, fact.observed.latest)
            return Recipient(*said, by)
        case RecipientDropped():
            known = state or Recipient("", "", "", "", 0, (b"", b""))
            return msgspec.structs.replace(known, dropped=fact.observed.latest)
        case _:
            return state or Recipient("", "", "", "", 0, (b"", b""))


class Export(msgspec.Struct, frozen=True, array_like=True):
    """One file that left; ``ended`` is when the recipient was known to have destroyed it."""

    at: Instant
    by: bytes
    to: str
    profile: str
    purpose: str
    rows: int
    columns: tuple[str, ...]
    digest: bytes
    expires: Instant
    sealed: bool
    second: bytes | None
    ended: Instant | None = None


_UNKNOWN = Export(0, b"", "", "", "", 0, (), b"", 0, sealed=False, second=None)


def fold_export(state: Export | None, fact: Fact) -> Export:
    """Return the export after ``fact``."""
    match fact:
        case ExportLeft():
            return Export(
                fact.observed.latest,
                fact.operator,
                fact.to,
                fact.profile,
                fact.purpose,
                fact.rows,
                fact.columns,
                fact.digest,
                fact.expires,
                fact.recipient is not None,
                fact.second,
                state.ended if state is not None else None,
            )
        case ExportEnded():
            return msgspec.structs.replace(state or _UNKNOWN, ended=fact.observed.latest)
        case _:
            return state or _UNKNOWN
