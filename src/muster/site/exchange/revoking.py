"""Writers of the operation: which there are, revoking one at a cut, releasing what it quarantines.

A revocation is a fact in ``public`` with a cut for each log of the writer that is held where it is
made: a place in the log, never a time. It works backwards and in any order of arrival. Two people
revoke; one person who looked may release an entry.
"""

from collections.abc import Mapping

import msgspec

from muster.adapters.store import LogRow
from muster.ground.people.facts import EntryReleased, WriterRevoked
from muster.ground.people.ids import DeviceId, SiteId
from muster.ground.people.moment import Instant
from muster.ground.people.state import Member
from muster.ground.problem import Problem
from muster.ground.record.certificate import DEVICE, read_writer
from muster.ground.record.fact import kind
from muster.site.problems import NothingKnown, NotQuarantined, OwnWriter
from muster.site.record import quarantine
from muster.site.record.branches import entries_at
from muster.site.record.kinds import MEMBER
from muster.site.record.walk import opened
from muster.site.rights import Operator, Right, require
from muster.site.second import signed_by_two
from muster.site.site import Site

Cut = tuple[tuple[bytes, int, bytes], ...]


class WriterLog(msgspec.Struct, frozen=True):
    """One log of a writer, and up to which sequence it is held here."""

    id: bytes
    compartment: str
    sequence: int


class WriterRow(msgspec.Struct, frozen=True):
    """One writer of a site, in the list. ``closed``: the site writes on under a later key.

    ``beyond`` counts its quarantined entries, ``forked`` its logs with two entries at one place.
    ``logs`` stand by compartment.
    """

    writer: DeviceId
    site: SiteId
    name: str
    incarnation: int
    entries: int
    own: bool
    closed: str
    revoked: Instant | None
    beyond: int
    forked: int
    logs: tuple[WriterLog, ...]


class Held(msgspec.Struct, frozen=True):
    """One quarantined entry. ``kind`` is empty where it does not open here."""

    log: bytes
    sequence: int
    hash: bytes
    writer: DeviceId
    compartment: str
    kind: str


def writers(site: Site, by: Operator) -> list[WriterRow]:
    """Return every writer of a site server that anything is held of, by site and incarnation."""
    require(by, Right.UPKEEP)
    with site.view() as view:
        reader = view.reader
        known, forks = quarantine.known(reader), quarantine.forks(reader)
        beyond: dict[int, int] = {}
        for row, _ in quarantine.entries_beyond(reader, known):
            beyond[row.number] = beyond.get(row.number, 0) + 1
        logs: dict[bytes, list[LogRow]] = {}
        for row in reader.logs():
            logs.setdefault(row.certificate, []).append(row)
        members: dict[bytes, Member] = dict(view.scan(MEMBER))
    rows = [
        _row(site, certificate, held, members, beyond, forks)
        for certificate, held in logs.items()
        if read_writer(certificate).post != DEVICE
    ]
    return sorted(
        rows, key=lambda row: (row.name.casefold(), row.site, row.incarnation, row.writer)
    )


def _row(
    site: Site,
    certificate: bytes,
    logs: list[LogRow],
    members: Mapping[bytes, Member],
    beyond: Mapping[int, int],
    forks: Mapping[int, int],
) -> WriterRow:
    writer = read_writer(certificate)
    member = members.get(writer.site.site, Member())
    ids = {row.id for row in logs}
    closing = next(
        (one.reason for one in member.renewals if ids & {log for log, _, _ in one.closed}), ""
    )
    return WriterRow(
        DeviceId(writer.writer),
        SiteId(writer.site.site),
        writer.site.name,
        writer.incarnation,
        sum(row.head_sequence for row in logs),
        certificate == site.keys.certificate,
        closing,
        next((one.since for one in member.revoked if one.writer == writer.writer), None),
        sum(beyond.get(row.number, 0) for row in logs),
        sum(row.number in forks for row in logs),
        tuple(
            WriterLog(row.id, row.compartment, row.head_sequence)
            for row in sorted(logs, key=lambda row: row.compartment)
        ),
    )


def revoke(
    site: Site,
    by: Operator,
    second: Operator | None,
    writer: DeviceId,
    reason: str,
    *,
    upto: Mapping[bytes, int] | None = None,
) -> Cut:
    """Record that a writer is trusted no more; return its cut.

    Each of its logs held here counts up to what is held now, or up to the sequence that ``upto``
    says (0: nothing of it). Logs that are not held here are quarantined whole.

    Raises ``NotAllowed``, ``SecondMissing``, ``SecondSame``, ``OwnWriter``, and ``NothingKnown``
    for a writer, or a log of it in ``upto``, that nothing is held of.
    """
    other = signed_by_two(by, second, Right.ENROL)
    wanted = upto or {}
    with site.writing() as journal:
        journal.flush()
        logs = [row for row in site.store.logs() if row.writer == writer]
        if not logs or wanted.keys() - {row.id for row in logs}:
            raise NothingKnown
        certificate = logs[0].certificate
        if certificate == site.keys.certificate:
            raise OwnWriter
        cut = tuple(
            _end(site, row, min(wanted.get(row.id, row.head_sequence), row.head_sequence))
            for row in sorted(logs)
        )
        of = read_writer(certificate).site.site
        journal.put([WriterRevoked(of, site.now(), by.id, writer, other, reason, cut)])
    return cut


def _end(site: Site, row: LogRow, sequence: int) -> tuple[bytes, int, bytes]:
    if sequence == row.head_sequence:
        return row.id, row.head_sequence, row.head_hash
    held = entries_at(site.store, row.number, sequence) if sequence else []
    return (row.id, sequence, held[0].hash) if held else (row.id, 0, bytes(32))


def quarantined(site: Site, by: Operator, most: int = 1_000) -> list[Held]:
    """Return up to ``most`` quarantined entries, by log and sequence."""
    require(by, Right.UPKEEP)
    found: list[Held] = []
    with site.view() as view:
        keys = site.keyring.finder(view.reader)
        for row, entry in quarantine.entries_beyond(view.reader, quarantine.known(view.reader)):
            if len(found) == most:
                break
            try:
                fact = opened(keys, entry, row.compartment)
            except Problem:
                fact = None
            said = kind(fact) if fact is not None else ""
            place = (row.id, entry.sequence, entry.hash)
            found.append(Held(*place, DeviceId(row.writer), row.compartment, said))
    return found


def release(
    site: Site, by: Operator, log: bytes, sequence: int, digest: bytes, reason: str
) -> None:
    """Record that one quarantined entry counts after all; raise ``NotQuarantined``."""
    require(by, Right.ENROL)
    with site.writing() as journal:
        journal.flush()
        known = quarantine.known(site.store)
        row = next((one for one in site.store.logs() if one.id == log), None)
        if row is None or not known.reaches((row.number, sequence)):
            raise NotQuarantined
        held = {entry.hash for entry in entries_at(site.store, row.number, sequence)}
        released = known.released.get((row.number, sequence), frozenset())
        if digest not in held or digest in released:
            raise NotQuarantined
        of = read_writer(row.certificate).site.site
        journal.put([EntryReleased(of, site.now(), by.id, log, sequence, digest, reason)])
