"""Take in what another writer of the operation put on record, in any order, once.

The steps, and the order is meaning: the certificate is by our operation; each segment decodes, is
of this writer's log, goes on from an entry that is held (a fork too), or over a gap of a tablet's
log that is on record, and carries its signature; its keys are those that their ids commit to, and
none of a shredded person comes back; each entry opens and is a fact of its compartment. All of it
is one transaction: whatever fails leaves nothing behind, and can come again. What asks no
transaction was done before (``preparing``); the rows are folded in ``merging``.

Entries of this writer's own log that are not here say that it was restored: they are taken, and the
site writes on under a new key (``renewing``).
"""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext

import msgspec

from muster.adapters.store import LogRow, WrapRow
from muster.ground.people.state import Device
from muster.ground.record import segment as segments
from muster.ground.record.certificate import DEVICE as TABLET
from muster.ground.record.certificate import log_id
from muster.ground.record.problems import CertificateWrong
from muster.ground.record.segment import Head, Segment
from muster.site import renewing
from muster.site.exchange import merging, preparing
from muster.site.exchange.laying import Entries, Laid
from muster.site.exchange.merging import Come, Folding
from muster.site.exchange.preparing import Loose, Ready
from muster.site.problems import SegmentGap
from muster.site.record import quarantine
from muster.site.record.branches import between, held_head
from muster.site.record.kinds import DEVICE
from muster.site.record.resting import resting
from muster.site.rights import Operator, Right, require
from muster.site.site import Site

MUCH = 1_000
"""Entries from which on it is worth keeping the collector of cycles still."""


class Accepted(msgspec.Struct, frozen=True):
    """What came of it. ``forked``: the log has two entries at one place; both are kept.

    ``repeated`` segments were here already; ``refused`` wraps were of shredded keys; ``renewed``:
    the entries were our own, and we write on under a new key.
    """

    segments: int = 0
    repeated: int = 0
    entries: int = 0
    shredded: int = 0
    refused: int = 0
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
    with site.store.reader() as reader:
        ready = preparing.of_bytes(site.keyring, reader, certificate, compartment, data, wraps)
    [done] = accept_all(site, by, [ready])
    return done


def accept_all(
    site: Site, by: Operator, ready: Sequence[Ready], loose: Sequence[Loose] = ()
) -> list[Accepted]:
    """Take what is ``ready`` of any logs in one transaction; return what came of each.

    ``loose`` wraps are taken with it. Raises what ``accept`` raises, for the first that cannot be
    taken; then none of it was.
    """
    require(by, Right.UPKEEP)
    if any(one.writer.site.operation_key != site.operation for one in ready):
        raise CertificateWrong(by="this operation")
    with calm(sum(len(laid.entries) for one in ready for laid in one.run)):
        return _accept_all(site, ready, loose)


def calm(entries: int) -> AbstractContextManager[None]:
    """Let the collector of cycles rest where many entries came."""
    return resting() if entries >= MUCH else nullcontext()


def _accept_all(site: Site, ready: Sequence[Ready], loose: Sequence[Loose]) -> list[Accepted]:
    with site.writing() as journal:
        journal.flush()
        keys = merging.Keys(site, ready, loose)
        intakes = []
        for one in ready:
            intakes.append(_Intake(site, one))
            intakes[-1].take_all()
        foldings = merging.fold(site, keys, [intake.come() for intake in intakes])
        if any(intake.own_met for intake in intakes):
            renewing.begin(site, journal, renewing.MET)
    if any(folding.shredded_here for folding in foldings):
        with site.commits.still():
            site.store.truncate_wal()
    return [
        intake.accepted(folding, keys.refused)
        for intake, folding in zip(intakes, foldings, strict=True)
    ]


class _Intake:
    """Checks segments of one log against what the log holds, and stores them."""

    def __init__(self, site: Site, ready: Ready) -> None:
        self._store = site.store
        self._ready = ready
        self._own = ready.certificate == site.keys.certificate
        self._id = log_id(ready.certificate, ready.compartment)
        writer = ready.writer
        row = LogRow(self._id, writer.writer, ready.certificate, ready.compartment)
        self.log = self._store.add_log(row)
        self._last = 0
        self._heads: dict[bytes, Head] = {}
        self._find_head(writer.post)
        device: Device | None = site.rows.state(DEVICE, writer.writer)
        self._gaps = {*device.missing} if device is not None else set()
        self._come: list[Entries] = []
        self.segments = 0
        self.repeated = 0
        self.forked = False
        self.own_met = False

    def _find_head(self, post: str) -> None:
        """Note how far the log goes; its last entry need not be read to go on from, mostly.

        The number kept of a log is its highest Lamport time. In a log without branches and holes
        that is its last entry's.
        """
        row = self._store.log(self._id)
        if row is None or not row.head_sequence:
            return
        self._last = row.head_sequence
        if post != TABLET and self.log not in quarantine.forks(self._store):
            self._heads[row.head_hash] = Head(self._last, row.head_hash, row.head_lamport)

    def take_all(self) -> None:
        """Take every segment."""
        for laid in self._ready.run:
            self.take(laid)

    def take(self, laid: Laid) -> None:
        """Check one segment and store it, unless all of it is here."""
        segment, end = laid.segment, laid.entries.end
        self._check(laid)
        self._heads[end.hash] = end
        held: dict[bytes, int] = {}
        if segment.first <= self._last:
            here = between(self._store, self.log, segment.first, segment.last)
            held = {entry.hash: entry.sequence for entry in here}
        new = laid.entries.without(held) if held else laid.entries
        if not new:
            self.repeated += 1
            return
        self.own_met = self.own_met or self._own
        twice = {*new.sequences}.intersection(held.values()) if held else ()
        if twice:
            self.forked = True
            quarantine.note(self._store, self.log, min(twice))
        self._store.append_segment(
            self.log, segment.first, segment.last, end.hash, end.lamport, laid.raw
        )
        self._last = max(self._last, segment.last)
        self.segments += 1
        self._come.append(new)

    def _check(self, laid: Laid) -> None:
        segment = laid.segment
        if segment.log != self._id:
            raise CertificateWrong(by="the writer of this log")
        if laid.wrong is not None:
            raise laid.wrong  # before anything that could let it wait: it would keep the place
        head = self._heads.get(segment.previous) or held_head(self._store, self.log, segment.before)
        if head is None and (segment.log, *_end(segment)) in self._gaps:
            head = segment.before
        if head is None:
            raise SegmentGap(sequence=segment.first)
        segments.continues(segment, head)

    def come(self) -> Come:
        """Return what is new here, to be folded."""
        return Come(self.log, self._ready.writer.writer, self._ready.compartment, self._come)

    def accepted(self, folding: Folding, refused: Collection[bytes]) -> Accepted:
        """Return what came of it, once it was folded; ``refused`` wraps were of shredded keys."""
        return Accepted(
            self.segments,
            self.repeated,
            sum(map(len, self._come)),
            folding.shredded,
            sum(row.key_id in refused for row in self._ready.wraps),
            self.forked,
            self.own_met,
        )


def _end(segment: Segment) -> tuple[int, bytes]:
    return segment.before.sequence, segment.before.hash
