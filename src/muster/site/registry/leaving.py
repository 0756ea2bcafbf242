"""Rows leave in a file: for one recipient, counted by the sender, read twice, sealed (R16, T26).

The order is the promise. The rows come from a question, never from a file; the sender says how many
there are, and a wrong number stops it; the workbook is made anew and read again by another reader;
it is sealed to the one recipient whose key two people compared; it is on record; then it leaves.
"""

from hashlib import sha256

import msgspec

from muster.adapters.formats import fresh_book, second_reader
from muster.adapters.formats.sealed import seal
from muster.ground.people.facts import RecordsExported
from muster.ground.people.ids import ExportId, OperatorId, RecipientId, spell
from muster.ground.people.leaving import Export, ExportEnded, ExportLeft
from muster.ground.people.moment import DAY, Instant, iso
from muster.site.problems import (
    ExportExpiryWrong,
    ExportLiftMissing,
    ExportPurposeMissing,
    ExportUnknown,
    ExportUnsealed,
    ReasonEmpty,
)
from muster.site.record.kinds import EXPORT
from muster.site.registry import carrier, exporting, meant, recipients, sheets, tracing
from muster.site.registry.exporting import Filters, What, check, require_count, require_two
from muster.site.registry.sheets import NAMED, Profile
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

LONGEST_DAYS = 366
USUAL_DAYS = 30
SHORT = 10
_MARK = "export"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to leave, for whom and what for.

    ``expected`` is how many rows the sender takes it for. ``to`` is none where it leaves unsealed,
    which takes ``unsealed``, the reason, and a second person. ``columns`` are for the profile that
    has none of its own; ``traced`` and ``carried`` for families and carriers.
    """

    profile: Profile
    expected: int
    purpose: str
    to: RecipientId | None = None
    unsealed: str = ""
    days: int = USUAL_DAYS
    columns: tuple[str, ...] = ()
    filters: Filters = Filters()
    traced: tracing.Asked | None = None
    carried: carrier.Asked | None = None


class Left(msgspec.Struct, frozen=True):
    """One file as it leaves: its bytes, what it is called, and what is on record of it.

    ``withheld`` people are not in it, since their name waits for the next of kin.
    """

    id: ExportId
    name: str
    content: bytes
    rows: int
    columns: tuple[str, ...]
    expires: Instant
    sealed: bool
    withheld: int = 0


class ExportRow(msgspec.Struct, frozen=True):
    """One export on record; ``over`` where its recipient should have destroyed it by now."""

    id: ExportId
    export: Export
    over: bool


class _Made(msgspec.Struct, frozen=True):
    """A file before it is sealed."""

    content: bytes
    ending: str
    rows: int
    columns: tuple[str, ...]
    canary: bytes = b""
    withheld: int = 0


def leave(site: Site, by: Operator, asked: Asked, second: Operator | None = None) -> Left:
    """Return a file for one recipient, after putting it on record.

    Raises:
        NotAllowed, SecondIsFirst, ExportNeedsTwo: who may let how much leave.
        ExportCountWrong: the sender takes it for another number of rows.
        ExportUnsealed, RecipientUnknown: nobody to seal it to, and no two who say why.
        ExportPurposeMissing, ExportExpiryWrong, ExportColumnUnknown: what was asked for.
        ExportUnfaithful, SealUnsound: what was made is not what was approved; nothing leaves.
    """
    require_two(by, second)
    require_sealed(site, asked.to is not None, asked.unsealed, second)
    if not asked.purpose.strip():
        raise ExportPurposeMissing
    if not 1 <= asked.days <= LONGEST_DAYS:
        raise ExportExpiryWrong(most=LONGEST_DAYS, found=asked.days)
    to = recipients.known(site, asked.to) if asked.to is not None else None
    identity = ExportId(site.new_id())
    expires = site.now().latest + asked.days * DAY
    made = _made(site, by, asked, identity, to.name if to else "", expires, second)
    content = made.content if to is None else seal(made.content, to.key)
    signed = (by,) if second is None else (by, second)
    with site.writing() as journal:
        now = site.now()
        said = (asked.profile.value, asked.purpose.strip(), made.rows, made.columns)
        left = ExportLeft(
            identity,
            now,
            by.id,
            asked.to,
            to.name if to else "",
            *said,
            sha256(made.content).digest(),
            expires,
            asked.unsealed.strip() if to is None else "",
            OperatorId(second.id) if second is not None else None,
            made.canary,
        )
        journal.put([left])
        if asked.profile not in (Profile.FAMILY, Profile.CARRIER):  # these put it on record
            journal.put(
                RecordsExported(one.id, now, one.id, asked.purpose, made.rows, made.columns)
                for one in signed
            )
    ending = made.ending if to is None else f"{made.ending}.age"
    name = f"export-{spell(identity)[:SHORT]}.{ending}"
    return Left(
        identity, name, content, made.rows, made.columns, expires, to is not None, made.withheld
    )


def require_sealed(site: Site, to_one: bool, reason: str, second: Operator | None) -> None:  # noqa: FBT001
    """Raise ``ExportUnsealed`` for rows about people that leave unsealed, by one or without reason.

    People of a drill are invented: their rows may.
    """
    if to_one or site.state.training:
        return
    if second is None or not reason.strip():
        raise ExportUnsealed


def _made(
    site: Site,
    by: Operator,
    asked: Asked,
    identity: ExportId,
    to: str,
    expires: Instant,
    second: Operator | None,
) -> _Made:
    match asked.profile:
        case Profile.FAMILY:
            return _traced(site, by, asked, second)
        case Profile.CARRIER:
            return _carried(site, by, asked, second)
        case Profile.PARTNER:
            with site.view() as view:
                rows, canary = sheets.counted(view, asked.filters), b""
            columns: tuple[str, ...] = sheets.COUNTED
        case _:
            columns = NAMED.get(asked.profile) or asked.columns or exporting.USUAL[What.PEOPLE]
            if asked.profile is Profile.CHOSEN:
                check(What.PEOPLE, columns)
            rows, canary = _people(site, by, asked, columns, second)
    require_count(asked.expected, len(rows) - bool(canary))
    mark = spell(identity)[:SHORT]
    purpose = asked.purpose.strip()
    head = f"Export {mark} for {to or 'nobody named'}. {purpose}. Destroy it by {iso(expires)}."
    book = [(head,), (*columns, _MARK), *((*row, mark) for row in rows)]
    content = fresh_book.written(book)
    second_reader.compare(content, book)
    return _Made(content, "xlsx", len(rows) - bool(canary), columns, canary)


def _people(
    site: Site, by: Operator, asked: Asked, columns: tuple[str, ...], second: Operator | None
) -> tuple[exporting.Rows, bytes]:
    """Return a row for each person, a canary's among them; the number is checked before it."""
    with site.view() as view:
        rows = exporting.people(view, columns, asked.filters, alone=second is None)
        require_count(asked.expected, len(rows))
        return exporting.marked(site, view, by, rows, columns, asked.filters)


def _traced(site: Site, by: Operator, asked: Asked, second: Operator | None) -> _Made:
    wanted = asked.traced or tracing.Asked(asked.columns)
    made = tracing.trace(
        site, by, wanted, asked.filters, second, purpose=asked.purpose, expected=asked.expected
    )
    columns = tuple(f"pfif:{one}" for one in wanted.fields)
    return _Made(made.document, "xml", made.people, columns, withheld=made.withheld)


def _carried(site: Site, by: Operator, asked: Asked, second: Operator | None) -> _Made:
    if asked.carried is None:
        raise ExportLiftMissing
    made = carrier.carry(
        site, by, asked.carried, second, purpose=asked.purpose, expected=asked.expected
    )
    return _Made(made.document, "edi", made.people, carrier.COLUMNS, withheld=made.withheld)


def exports(site: Site, by: Operator) -> list[ExportRow]:
    """Return every export, those that are over and not known to be destroyed first."""
    require(by, Right.EXPORT)
    now = site.now().latest
    with site.view() as view:
        rows = [
            ExportRow(ExportId(one), it, it.ended is None and it.expires < now)
            for one, it in view.scan(EXPORT)
        ]
    return sorted(rows, key=lambda row: (not row.over, -row.export.at, row.id))


def end(site: Site, by: Operator, export: ExportId, said: str) -> None:
    """Put on record that a recipient destroyed a file; raise ``ExportUnknown``, ``ReasonEmpty``."""
    require(by, Right.EXPORT)
    if not said.strip():
        raise ReasonEmpty
    with site.writing() as journal:
        if site.rows.state(EXPORT, export) is None:
            raise ExportUnknown
        journal.put([ExportEnded(export, site.now(), by.id, said.strip())])


def find(site: Site, by: Operator, text: str) -> ExportId:
    """Return the one export whose id begins so, as a file and its rows bear it."""
    require(by, Right.EXPORT)
    with site.view() as view:
        found: dict[ExportId, str] = {ExportId(one): "" for one, _ in view.scan(EXPORT)}
    return meant.one(found, text, ExportUnknown)
