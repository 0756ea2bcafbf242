"""A walk over the whole record in its one order, everything checked on the way.

For each log: the certificate is the site's, the log id follows from it, each segment decodes,
continues the log and carries the writer's signature (``record``); then each body opens under the
key that its id commits to, is a fact of a known kind, and goes with its subject when that is
shredded. What fails is a finding, not an end: the
walk goes on with the next log, and says where it had to stop in this one. A body whose key was
shredded is no finding.
"""

from collections.abc import Callable, Iterator
from heapq import merge
from typing import Protocol

import msgspec

from muster.adapters.store import LogRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.problem import Problem
from muster.ground.record import segment as segments
from muster.ground.record.certificate import log_id, read_writer
from muster.ground.record.entry import Entry
from muster.ground.record.fact import Subject
from muster.ground.record.order import Order, order
from muster.ground.record.problems import CertificateWrong, ChainBroken, FactUnreadable
from muster.ground.record.segment import Head
from muster.ground.secrecy.sealing import unseal
from muster.site.branches import head_before
from muster.site.kinds import READER
from muster.site.problems import KeyLost, KeyNotSubjects


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


Progress = Callable[[int, int], None]
PROGRESS_EVERY = 5_000


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
    """Iterate over it once; ``findings``, ``entries`` and ``shredded`` are complete afterwards."""

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
        self.shredded = 0
        self.logs = store.logs()
        self._compartments = {row.number: row.compartment for row in self.logs}
        self._store = store
        self._opener = opener
        self._progress = progress
        self._total = sum(row.head_sequence for row in self.logs)

    def __iter__(self) -> Iterator[Step]:
        for _, number, entry in merge(*(self._log(row) for row in self.logs)):
            self.entries += 1
            if self._progress is not None and self.entries % PROGRESS_EVERY == 0:
                self._progress(self.entries, self._total)
            yield Step(number, entry, self._open(number, entry))

    def _found(self, number: int, sequence: int, problem: Problem) -> None:
        self.findings.append(Finding(problem.code, number, sequence, problem.text()))

    def _log(self, row: LogRow) -> Iterator[tuple[Order, int, Entry]]:
        try:
            certificate = read_writer(row.certificate)
            if certificate.site.operation_key != self._operation:
                raise CertificateWrong(by="this operation")  # noqa: TRY301
            if log_id(row.certificate, row.compartment) != row.id:
                raise CertificateWrong(by="the writer of this log")  # noqa: TRY301
        except CertificateWrong as wrong:
            self._found(row.number, 0, wrong)
            return
        for entry in _in_order(self._chains(row, certificate.writer_key)):
            yield order(entry, certificate.writer, row.compartment), row.number, entry

    def _chains(self, row: LogRow, writer_key: bytes) -> Iterator[list[Entry]]:
        heads = {Head().hash: Head()}
        sequence = highest = 0
        try:
            for stored in self._store.segments(row.number):
                sequence = stored.first
                segment = segments.decode(stored.data)
                head = heads.get(segment.previous) or head_before(self._store, row.number, segment)
                if head is None:
                    raise ChainBroken(sequence=segment.first)
                segments.continues(segment, head)
                if segment.log != row.id:
                    raise ChainBroken(sequence=segment.first)
                chain = segments.verify(segment, writer_key)
                heads[chain[-1].hash] = segments.head_after(chain)
                yield chain
                sequence = segment.last
                highest = max(highest, sequence)
        except Problem as wrong:
            self._found(row.number, sequence, wrong)
            return
        if highest != row.head_sequence:
            self._found(row.number, highest, ChainBroken(sequence=highest + 1))

    def _open(self, number: int, entry: Entry) -> Observation | None:
        try:
            return self._read(number, entry)
        except Problem as wrong:
            self._found(number, entry.sequence, wrong)
            return None

    def _read(self, number: int, entry: Entry) -> Observation | None:
        fact = opened(self._opener, entry, self._compartments[number])
        self.shredded += fact is None
        return fact


def opened(keys: Keys, entry: Entry, compartment: str) -> Observation | None:
    """Return the fact in ``entry`` of a log of ``compartment``, or none if it was shredded.

    Raises ``KeyLost``, ``KeyNotSubjects``, ``FactUnreadable``, ``SealBroken`` or ``KeyMismatch``.
    """
    key = keys.key(entry.key_id)
    if key is None:
        if not keys.shredded(entry.key_id):
            raise KeyLost(sequence=entry.sequence)
        return None
    fact = READER.read(unseal(entry.sealed, entry.header(), key), entry.sequence)
    if fact.compartment != compartment:
        raise FactUnreadable(sequence=entry.sequence, found=len(entry.sealed))
    if keys.owner(entry.key_id) != _owner(fact):
        raise KeyNotSubjects(sequence=entry.sequence)
    return fact


def _owner(fact: Observation) -> bytes | None:
    """Return whose key ``fact`` must be sealed under; none where it is an epoch's."""
    personal = fact.about is Subject.PERSON and fact.personal
    return fact.subject if personal else None


def _in_order(chains: Iterator[list[Entry]]) -> Iterator[Entry]:
    """Yield the entries of one log in order, each once; after a fork branches lie side by side."""
    held: list[Entry] = []
    for chain in chains:
        if held and chain[0].sequence <= held[-1].sequence:
            rest = {one.hash: one for each in (held, chain, *chains) for one in each}
            # Writer and compartment are the same for all of a log, so they decide nothing here.
            yield from sorted(rest.values(), key=lambda one: order(one, b"", ""))
            return
        yield from held
        held = chain
    yield from held
