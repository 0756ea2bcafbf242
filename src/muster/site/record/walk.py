"""A walk over the whole record in its one order, everything checked on the way.

For each log: the certificate is the site's, the log id follows from it, each segment decodes,
continues the log and carries the writer's signature (``record``); then each body opens under the
key that its id commits to, is a fact of a known kind, and goes with its subject when that is
shredded. What fails is a finding, not an end: the
walk goes on with the next log, and says where it had to stop in this one. A body whose key was
shredded, or destroyed with its epoch, is no finding; nor is a gap in a tablet's log that is on
record.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from heapq import merge
from typing import Protocol

import msgspec

from muster.adapters.store import LogRow, SegmentRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.people.facts import EntriesMissing
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.certificate import DEVICE, WriterCertificate, log_id, read_writer
from muster.ground.record.entry import Entry
from muster.ground.record.fact import Subject
from muster.ground.record.order import Order, order
from muster.ground.record.problems import CertificateWrong, ChainBroken, FactUnreadable
from muster.ground.record.segment import Head
from muster.ground.secrecy.sealing import unseal
from muster.site.keyring import Opener
from muster.site.problems import KeyLost, KeyNotSubjects
from muster.site.record.branches import held_head
from muster.site.record.kinds import KINDS, READER
from muster.site.record.lector import UNOPENED, Body, Lector, Seen


class Keys(Protocol):
    """Finds keys by their ids; ``keyring`` has two such, for a walk and for a few entries."""

    def key(self, identity: bytes) -> bytes | None:
        """Return the sealing key of ``identity``, or none if it was shredded or is not here."""
        ...

    def owner(self, identity: bytes) -> bytes | None:
        """Return whose key this is; none for an epoch's."""
        ...

    def shredded(self, identity: bytes) -> bool:
        """Return whether ``identity`` is on the shred list."""
        ...

    def destroyed(self, identity: bytes) -> bool:
        """Return whether ``identity`` went with its epoch, whose key was destroyed here."""
        ...


def is_gone(keys: Keys, identity: bytes) -> bool:
    """Return whether a key was shredded, or destroyed with its epoch: no use to wait for it."""
    return keys.shredded(identity) or keys.destroyed(identity)


Gap = tuple[bytes, int, bytes]
"""Where a log goes on over missing entries: log, sequence and hash of the last that is missing."""
Progress = Callable[[int, int], None]
_PERSONAL = frozenset(one for one in KINDS if one.about is Subject.PERSON and one.personal)
PROGRESS_EVERY = 5_000
MANY = 20_000


class Finding(msgspec.Struct, frozen=True):
    """Something wrong: a stable code, the log's number here, the entry (0: the log itself)."""

    code: str
    log: int
    sequence: int
    text: str


class Step(msgspec.Struct, frozen=True, gc=False):
    """One entry with its fact; ``fact`` is none when it was shredded or does not open."""

    log: int
    entry: Entry
    fact: Observation | None


class Walk:
    """Iterate over it once; ``findings`` and the counts are complete afterwards.

    ``shredded`` entries were of people's shredded keys, ``destroyed`` ones of destroyed epochs.
    """

    def __init__(
        self,
        store: Snapshot,
        opener: Keys,
        operation: bytes,
        progress: Progress | None = None,
    ) -> None:
        self._operation = operation
        self.findings: list[Finding] = []
        self.entries = 0
        self.shredded = self.destroyed = 0
        self.logs = store.logs()
        self._compartments = {row.number: row.compartment for row in self.logs}
        self._store = store
        self._opener = opener
        self._progress = progress
        self._total = sum(row.head_sequence for row in self.logs)
        self._lector: Lector | None = None
        self._gaps: dict[Gap, int] = {}

    def __iter__(self) -> Iterator[Step]:
        with self._reading():
            for _, number, entry, body in merge(*(self._log(row) for row in self.logs)):
                self.entries += 1
                if self._progress is not None and self.entries % PROGRESS_EVERY == 0:
                    self._progress(self.entries, self._total)
                fact = self._open(number, entry, body)
                if isinstance(fact, EntriesMissing):
                    self._gaps.pop((fact.log, fact.sequence, fact.hash), None)
                yield Step(number, entry, fact)
        for (_, sequence, _), number in self._gaps.items():
            self._found(number, sequence, ChainBroken(sequence=sequence + 1))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Have much read beside: below that a child costs more than it does."""
        if self._total < MANY or not isinstance(self._opener, Opener):
            yield
            return
        self._lector = Lector(self._opener)
        try:
            yield
        finally:
            self._lector.close()
            self._lector = None

    def _found(self, number: int, sequence: int, problem: Problem) -> None:
        self.findings.append(Finding(problem.code, number, sequence, problem.text()))

    def _log(self, row: LogRow) -> Iterator[tuple[Order, int, Entry, Body]]:
        try:
            certificate = read_writer(row.certificate)
            if certificate.site.operation_key != self._operation:
                raise CertificateWrong(by="this operation")  # noqa: TRY301
            if log_id(row.certificate, row.compartment) != row.id:
                raise CertificateWrong(by="the writer of this log")  # noqa: TRY301
        except CertificateWrong as wrong:
            self._found(row.number, 0, wrong)
            return
        for entry, body in _in_order(self._chains(row, certificate)):
            place = order(entry, certificate.writer, row.compartment)
            yield place, row.number, entry, body

    def _chains(self, row: LogRow, writer: WriterCertificate) -> Iterator[list[Seen]]:
        heads, writer_key = {Head().hash: Head()}, writer.writer_key
        sequence = highest = 0
        try:
            for stored, read in self._segments(row, writer_key):
                sequence = stored.first
                before, chain = read if read is not None else _read_here(stored, writer_key)
                head = heads.get(before.hash) or held_head(self._store, row.number, before)
                if head is None and writer.post == DEVICE:
                    self._gaps[row.id, before.sequence, before.hash] = row.number
                    head = before
                if before != head or chain[0][0].log != row.id:
                    raise ChainBroken(sequence=before.sequence + 1)
                last = chain[-1][0]
                heads[last.hash] = Head(last.sequence, last.hash, last.lamport)
                yield chain
                sequence = last.sequence
                highest = max(highest, sequence)
        except Problem as wrong:
            self._found(row.number, sequence, wrong)
            return
        if highest != row.head_sequence:
            self._found(row.number, highest, ChainBroken(sequence=highest + 1))

    def _segments(
        self, row: LogRow, writer_key: bytes
    ) -> Iterator[tuple[SegmentRow, tuple[Head, list[Seen]] | None]]:
        """Yield each segment, with what it holds where it could be read beside."""
        stored = self._store.segments(row.number)
        if self._lector is None:
            yield from ((one, None) for one in stored)
            return
        for one, read in self._lector.read(stored, writer_key):
            yield one, None if read.before is None else (read.before, read.entries)

    def _open(self, number: int, entry: Entry, body: Body) -> Observation | None:
        try:
            fact = self._read(number, entry, body)
        except Problem as wrong:
            self._found(number, entry.sequence, wrong)
            return None
        if fact is None:
            destroyed = self._opener.destroyed(entry.key_id)
            self.destroyed += destroyed
            self.shredded += not destroyed
        return fact

    def _read(self, number: int, entry: Entry, body: Body) -> Observation | None:
        compartment = self._compartments[number]
        if isinstance(body, bytes):
            return checked(self._opener, entry, body, compartment)
        return None if body is None else opened(self._opener, entry, compartment)


def _read_here(stored: SegmentRow, writer_key: bytes) -> tuple[Head, list[Seen]]:
    segment = segments.decode(stored.data)
    chain = segments.verify(segment, writer_key)
    return segment.before, [(entry, UNOPENED) for entry in chain]


def opened(keys: Keys, entry: Entry, compartment: str) -> Observation | None:
    """Return the fact in ``entry`` of a log of ``compartment``, or none if it was shredded.

    Raises ``KeyLost``, ``KeyNotSubjects``, ``FactUnreadable``, ``SealBroken`` or ``KeyMismatch``.
    """
    key = keys.key(entry.key_id)
    if key is None:
        if not is_gone(keys, entry.key_id):
            raise KeyLost(sequence=entry.sequence)
        return None
    return checked(keys, entry, unseal(entry.sealed, entry.header(), key), compartment)


def checked(keys: Keys, entry: Entry, body: bytes, compartment: str) -> Observation:
    """Return the fact in the opened ``body``, if its kind and its key belong where it lies."""
    fact = READER.read(body, entry.sequence)
    if fact.compartment != compartment:
        raise FactUnreadable(sequence=entry.sequence, found=len(entry.sealed))
    if keys.owner(entry.key_id) != owner_of(fact):
        raise KeyNotSubjects(sequence=entry.sequence)
    return fact


def owner_of(fact: Observation) -> bytes | None:
    """Return whose key ``fact`` must be sealed under; none where it is an epoch's."""
    return fact.subject if type(fact) in _PERSONAL else None


def _in_order(chains: Iterator[list[Seen]]) -> Iterator[Seen]:
    """Yield the entries of one log in order, each once; after a fork branches lie side by side."""
    held: list[Seen] = []
    for chain in chains:
        if held and chain[0][0].sequence <= held[-1][0].sequence:
            rest = {one[0].hash: one for each in (held, chain, *chains) for one in each}
            # Writer and compartment are the same for all of a log, so they decide nothing here.
            yield from sorted(rest.values(), key=lambda one: order(one[0], b"", ""))
            return
        yield from held
        held = chain
    yield from held
