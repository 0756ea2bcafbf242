"""Take in what another writer of the operation put on record, in any order, once.

The steps, and the order is meaning: the certificate is by our operation; each segment decodes, is
of this writer's log, goes on from an entry that is held (a fork too), or over a gap of a tablet's
log that is on record, and carries its signature; its keys are those that their ids commit to, and
none of a shredded person comes back; each entry opens and is a fact of its compartment. All of it
is one transaction: whatever fails leaves nothing behind, and can come again.

Entries of this writer's own log that are not here say that it was restored: they are taken, and the
site writes on under a new key (``renewing``).

A fact that comes after all that its subject's row holds is folded onto it. Any other has the row
folded anew in the record's order, so that the order of arrival never shows.
"""

from collections.abc import Iterable

import msgspec

from muster.adapters.store import LogRow, WrapRow
from muster.ground.people.fact import Observation
from muster.ground.people.facts import KeyShredded
from muster.ground.people.state import Device
from muster.ground.record import segment as segments
from muster.ground.record.certificate import WriterCertificate, log_id, read_writer
from muster.ground.record.entry import Entry
from muster.ground.record.order import order
from muster.ground.record.problems import CertificateWrong
from muster.ground.record.segment import Head, Segment, head_after
from muster.site import renewing
from muster.site.problems import SegmentGap
from muster.site.record import quarantine
from muster.site.record.branches import between, held_head
from muster.site.record.journal import OF_KEYS
from muster.site.record.kinds import (
    DEVICE,
    GUEST,
    PERSON_TABLES,
    RECORD,
    TABLE_OF,
    TABLES,
    Table,
)
from muster.site.record.refolding import Place, refold
from muster.site.record.walk import opened
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

_NAMED = (RECORD, GUEST)
_TABLE = {table.name: table for table in TABLES}


class Accepted(msgspec.Struct, frozen=True):
    """What came of it. ``forked``: the log has two entries at one place; both are kept.

    ``repeated`` segments were here already; ``refused`` wraps were of shredded keys; ``anew`` rows
    were folded from their beginning; ``renewed``: the entries were our own, and we write on under
    a new key.
    """

    segments: int = 0
    repeated: int = 0
    entries: int = 0
    shredded: int = 0
    refused: int = 0
    anew: int = 0
    forked: bool = False
    renewed: bool = False


def accept(
    site: Site,
    by: Operator,
    certificate: bytes,
    compartment: str,
    data: Iterable[bytes],
    wraps: Iterable[WrapRow] = (),
) -> Accepted:
    """Take segments of a writer's log in ``compartment``, with the key wraps their entries need.

    Raises:
        CertificateWrong: the writer is not of this operation, or the log is not the writer's.
        SegmentGap: an entry before is not here.
        ChainBroken, SignatureWrong, SegmentUnreadable, LimitExceeded, VersionUnknown: no segment
            of this log.
        KeyMismatch, KeyLost, KeyNotSubjects, SealBroken, FactUnreadable: an entry does not open
            here; ``KeyLost`` also when its wrap is still to come.
    """
    require(by, Right.UPKEEP)
    writer = read_writer(certificate)
    if writer.site.operation_key != site.operation:
        raise CertificateWrong(by="this operation")
    run = sorted((one.first, raw, one) for raw in data for one in [segments.decode(raw)])
    with site.writing() as journal:
        journal.flush()
        refused = len(site.keyring.take_wraps(wraps))
        intake = _Intake(site, writer, certificate, compartment)
        for _, raw, segment in run:
            intake.take(raw, segment)
        folding = Folding(site, intake.log, writer, compartment)
        folding.fold(intake.entries)
        if intake.own_met:
            renewing.begin(site, journal, renewing.MET)
    if folding.shredded_here:
        with site.commits.still():
            site.store.truncate_wal()
    return Accepted(
        intake.segments,
        intake.repeated,
        len(intake.entries),
        folding.shredded,
        refused,
        len(folding.late),
        intake.forked,
        intake.own_met,
    )


class _Intake:
    """Checks segments against what the log holds, and stores them."""

    def __init__(
        self, site: Site, writer: WriterCertificate, certificate: bytes, compartment: str
    ) -> None:
        self._store = site.store
        self._writer = writer
        self._own = certificate == site.keys.certificate
        self._id = log_id(certificate, compartment)
        row = LogRow(self._id, writer.writer, certificate, compartment)
        self.log = self._store.add_log(row)
        self._last = next(one.head_sequence for one in site.store.logs() if one.id == self._id)
        self._heads: dict[bytes, Head] = {}
        device: Device | None = site.rows.state(DEVICE, writer.writer)
        self._gaps = {*device.missing} if device is not None else set()
        self.entries: list[Entry] = []
        self.segments = 0
        self.repeated = 0
        self.forked = False
        self.own_met = False

    def take(self, raw: bytes, segment: Segment) -> None:
        """Check one segment and store it, unless all of it is here."""
        chain = self._checked(segment)
        end = head_after(chain)
        self._heads[end.hash] = end
        held: dict[bytes, int] = {}
        if segment.first <= self._last:
            here = between(self._store, self.log, segment.first, segment.last)
            held = {entry.hash: entry.sequence for entry in here}
        new = [entry for entry in chain if entry.hash not in held]
        if not new:
            self.repeated += 1
            return
        self.own_met = self.own_met or self._own
        twice = {entry.sequence for entry in new}.intersection(held.values())
        if twice:
            self.forked = True
            quarantine.note(self._store, self.log, min(twice))
        self._store.append_segment(
            self.log, segment.first, segment.last, end.hash, end.lamport, raw
        )
        self._last = max(self._last, segment.last)
        self.segments += 1
        self.entries += new

    def _checked(self, segment: Segment) -> list[Entry]:
        if segment.log != self._id:
            raise CertificateWrong(by="the writer of this log")
        head = self._heads.get(segment.previous) or held_head(self._store, self.log, segment.before)
        if head is None and (segment.log, *_end(segment)) in self._gaps:
            head = segment.before
        if head is None:
            raise SegmentGap(sequence=segment.first)
        segments.continues(segment, head)
        return segments.verify(segment, self._writer.writer_key)


def _end(segment: Segment) -> tuple[int, bytes]:
    return segment.before.sequence, segment.before.hash


class Folding:
    """Folds new entries of one log into the rows."""

    def __init__(self, site: Site, log: int, writer: WriterCertificate, compartment: str) -> None:
        self._site = site
        self._log = log
        self._writer = writer.writer
        self._compartment = compartment
        self._keys = site.keyring.finder(site.store)
        self.late: dict[tuple[str, bytes], list[Place]] = {}
        self.shredded = 0
        self.shredded_here = False

    def fold(self, entries: Iterable[Entry]) -> None:
        """Fold ``entries`` in their order, then anew whatever they came too late for."""
        for entry in sorted(entries, key=self._order):
            fact = opened(self._keys, entry, self._compartment)
            self._site.journal.heard(entry.lamport, fact)
            if fact is None:
                self.shredded += 1
            elif isinstance(fact, KeyShredded):
                self._shred(fact.subject)
            else:
                self._fold(entry, fact)
        for (name, subject), more in self.late.items():
            refold(self._site.store, self._keys, self._site.rows, _TABLE[name], subject, more)

    def _order(self, entry: Entry) -> tuple[object, ...]:
        return order(entry, self._writer, self._compartment)

    def _fold(self, entry: Entry, fact: Observation) -> None:
        table: Table | None = TABLE_OF.get(type(fact))
        if table is None:
            return
        subject: bytes = fact.subject
        held = self._site.rows.folded(table, subject)
        if held is None or entry.lamport > held.last:
            self._site.rows.apply(table, fact, self._log, entry.sequence, entry.lamport)
        else:
            place = (self._log, entry.sequence)
            self.late.setdefault((table.name, subject), []).append(place)
        if table in _NAMED:
            self._site.renamed.add(subject)
        if table in OF_KEYS:
            self._site.journal.keys_changed()

    def _shred(self, key_id: bytes) -> None:
        """Destroy a key that was shredded elsewhere; what it opened is not folded any more."""
        wrap = self._site.store.wrap(key_id)
        self._site.store.add_shredded([key_id])
        if wrap is None:
            return
        self.shredded_here = True
        self._site.keyring.forget(wrap.owner)
        self._site.renamed.add(wrap.owner)
        for table in PERSON_TABLES:
            if self._site.rows.folded(table, wrap.owner) is not None:
                self.late.setdefault((table.name, wrap.owner), [])
