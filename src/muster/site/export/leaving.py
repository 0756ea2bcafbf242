"""The one way out for rows about people: counted, signed, read twice, sealed, on record (R16, T26).

The order is the promise. The rows come from a question, never from a file; the sender says how many
there are, and a wrong number stops it; the file is made anew and read again; it is sealed to the
one recipient whose key two people compared, or two say why it is not; it is on record; then it
leaves. That holds for a workbook, CSV, PFIF and PAXLST alike.
"""

from hashlib import sha256

import msgspec

from muster.adapters.formats.sealed import seal
from muster.ground.people.ids import ExportId, OperatorId, spell
from muster.ground.people.leaving import ExportLeft, Recipient
from muster.ground.people.moment import DAY, Instant
from muster.site.export import making, recipients
from muster.site.export.asking import LONGEST_DAYS, Asked
from muster.site.export.making import SHORT, Label, Made
from muster.site.export.signing import put_on_record, require_said, require_sealed, require_two
from muster.site.problems import ExportExpiryWrong
from muster.site.rights import Operator
from muster.site.site import Site


class Left(msgspec.Struct, frozen=True):
    """One file as it leaves: its bytes, what it is called, and what was made for it."""

    id: ExportId
    name: str
    content: bytes
    made: Made
    expires: Instant
    sealed: bool

    @property
    def rows(self) -> int:
        """How many rows leave, a canary's not counted."""
        return self.made.rows

    @property
    def columns(self) -> tuple[str, ...]:
        """Which columns leave."""
        return self.made.columns


def leave(site: Site, by: Operator, asked: Asked, second: Operator | None = None) -> Left:
    """Return a file for one recipient, after putting it on record.

    Raises:
        NotAllowed, SecondIsFirst, ExportNeedsTwo: who may let how much leave.
        ExportCountWrong, ExportCountUnsaid: the sender takes it for another number of rows, or
            does not say for how many.
        ExportUnsealed, RecipientUnknown: nobody to seal it to, and no two who say why.
        ExportPurposeMissing, ExportExpiryWrong, ExportColumnUnknown: what was asked for.
        ExportUnfaithful, SealUnsound: what was made is not what was approved; nothing leaves.
    """
    to = may_leave(site, by, asked, second)
    identity = ExportId(site.new_id())
    expires = site.now().latest + asked.days * DAY
    label = Label(identity, to.name if to else "", expires)
    made = making.make(site, by, asked, label, alone=second is None)
    content = made.content if to is None else seal(made.content, to.key)
    with site.batch():
        site.journal.put([_fact(site, by, second, asked, label, made)])
        put_on_record(site, by, second, made.rows, made.columns, asked.purpose.strip())
    ending = made.ending if to is None else f"{made.ending}.age"
    name = f"export-{spell(identity)[:SHORT]}.{ending}"
    return Left(identity, name, content, made, expires, to is not None)


def may_leave(
    site: Site, by: Operator, asked: Asked, second: Operator | None = None
) -> Recipient | None:
    """Return the recipient, none where it leaves unsealed; raise what ``leave`` raises for it."""
    sealed = asked.to is not None
    require_two(by, second)
    require_sealed(site, sealed=sealed, reason=asked.unsealed, second=second)
    require_said(site, sealed=sealed, purpose=asked.purpose, expected=asked.expected)
    if not 1 <= asked.days <= LONGEST_DAYS:
        raise ExportExpiryWrong(most=LONGEST_DAYS, found=asked.days)
    return recipients.known(site, asked.to) if asked.to is not None else None


def _fact(
    site: Site, by: Operator, second: Operator | None, asked: Asked, label: Label, made: Made
) -> ExportLeft:
    return ExportLeft(
        label.id,
        site.now(),
        by.id,
        asked.to,
        label.to,
        asked.profile.value,
        asked.purpose.strip(),
        made.rows,
        made.columns,
        sha256(made.content).digest(),
        label.expires,
        asked.unsealed.strip() if asked.to is None else "",
        OperatorId(second.id) if second is not None else None,
        made.canary,
    )
