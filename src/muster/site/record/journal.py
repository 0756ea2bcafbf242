"""The one write path: facts are sealed, chained, signed, folded, and flushed together.

``put`` may run only inside a turn of the group commit. A body is sealed under the person's key in
the fact's compartment, or under the compartment's epoch key when it is about nobody; the associated
data is the entry's header. Lamport time rises by one for each fact, above everything held here, so
an own fact always comes after all that its subject's row holds.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Protocol

import msgspec

from muster.adapters.store import LogRow, Store, View
from muster.ground.people.fact import Observation
from muster.ground.people.moment import Instant
from muster.ground.record.certificate import log_id, read_writer
from muster.ground.record.compartment import Compartment
from muster.ground.record.entry import LAMPORT_STEP
from muster.ground.record.fact import Subject, body
from muster.ground.record.segment import Head
from muster.site.clock import Entropy
from muster.site.keyring import Keyring
from muster.site.record.kinds import DESTROYED, EPOCH, FALL, MEMBER, TABLE_OF, Table
from muster.site.record.refolding import refold
from muster.site.record.rows import Rows
from muster.site.record.scribe import Beside, Scribe, Written
from muster.site.record.sidecar import Heads

LATEST = "latest-observation"
HOUSEKEEPING = frozenset({Compartment.PUBLIC, Compartment.AUDIT})
"""Compartments that say nothing of the operation's people: looking does not move its time."""
MANY = 2_000
OF_KEYS = (DESTROYED, EPOCH, FALL, MEMBER)
"""Tables that say who is granted which key, and who may hold one no more."""

_latest = attrgetter("observed.latest")


class Latest(msgspec.Struct, frozen=True, array_like=True):
    """When something was last observed: of people and lifts (``moved``), or also published."""

    moved: Instant = 0
    said: Instant = 0


def read_latest(store: View) -> Latest:
    """Return the latest observation as of the last commit."""
    raw = store.meta_get(LATEST)
    return Latest() if raw is None else msgspec.msgpack.decode(raw, type=Latest)


class Turning(Protocol):
    """Opens the epochs that are due (``muster.site.epochs``)."""

    stale: bool

    def __call__(self) -> Iterable[Observation]:
        """Return the facts that say which were opened now."""
        ...


class Writer:
    """This incarnation: its id, certificate and secret key (64 bytes, libsodium)."""

    def __init__(self, certificate: bytes, secret: bytes) -> None:
        known = read_writer(certificate)
        self.id = known.writer
        self.operation = known.site.operation_key
        self.certificate = certificate
        self.secret = secret


class Log:
    """One log of this writer: its number here, its id, and its head as far as it was put."""

    __slots__ = ("head", "id", "lamport", "number", "sequence")

    def __init__(self, number: int, identity: bytes, head: Head) -> None:
        self.number = number
        self.id = identity
        self.head = head
        self.sequence = head.sequence
        self.lamport = head.lamport


class Journal:
    """This writer's logs, one for each compartment it writes in.

    In bulk work a scribe beside this process seals and signs; heads are handed over at a cut.
    """

    def __init__(
        self, store: Store, writer: Writer, keyring: Keyring, rows: Rows, entropy: Entropy
    ) -> None:
        self._store = store
        self._writer = writer
        self._keyring = keyring
        self._rows = rows
        self._entropy = entropy
        self._here = Scribe(writer.secret, entropy)
        self._beside: Beside | None = None
        self._scribe: Scribe | Beside = self._here
        self._logs: dict[str, Log] = {}
        self._late: dict[tuple[Table, bytes], None] = {}
        self._in_batch = 0
        self.bulk = False
        self.turning: Turning | None = None
        self._load()

    def _load(self) -> None:
        logs = self._store.logs()
        self.latest = read_latest(self._store)
        self._known_latest = self.latest
        self.lamport = max((row.head_lamport for row in logs), default=0)
        self._logs = {
            row.compartment: Log(row.number, row.id, _head(row))
            for row in logs
            if row.certificate == self._writer.certificate
        }
        self._write_with(self._here)

    def _write_with(self, scribe: Scribe | Beside) -> None:
        self._scribe = scribe
        for log in self._logs.values():
            scribe.open(log.number, log.id, log.head)

    def _add_log(self, compartment: str) -> Log:
        identity = log_id(self._writer.certificate, compartment)
        row = LogRow(identity, self._writer.id, self._writer.certificate, compartment)
        added = self._logs[compartment] = Log(self._store.add_log(row), identity, Head())
        self._scribe.open(added.number, added.id, added.head)
        return added

    def put(self, facts: Iterable[Observation]) -> None:
        """Seal, chain and fold ``facts`` in their order, under keys that are due first."""
        if self.turning is not None:
            for opened in self.turning():
                self._put(opened)
        for fact in facts:
            self._put(fact)

    def _put(self, fact: Observation) -> None:
        compartment = fact.compartment
        log = self._logs.get(compartment) or self._add_log(compartment)
        if fact.about is Subject.PERSON and fact.personal:
            key_id, key = self._keyring.person(compartment, fact.subject)
        else:
            key_id, key = self._keyring.epoch(compartment)
        lamport = self.lamport + 1
        if lamport - log.lamport > LAMPORT_STEP:
            # Never further than the format allows: a hostile clock must not stop ours (T6).
            lamport = log.lamport + LAMPORT_STEP
        else:
            self.lamport = lamport
        log.sequence += 1
        log.lamport = lamport
        self._scribe.write((log.number, lamport, key_id, key, body(fact)))
        self._observe((fact,))
        table = TABLE_OF.get(type(fact))
        if table is not None:
            if lamport < self.lamport:
                self._late[table, fact.subject] = None
            self._rows.apply(table, fact, log.number, log.sequence, lamport)
            if table in OF_KEYS:
                self.keys_changed()
        self._in_batch += 1
        if self.bulk and self._scribe is self._here and self._is_much():
            self._go_beside()

    def _is_much(self) -> bool:
        """Say whether handing over is worth it: a child that is there already costs nothing."""
        return self._beside is not None or self._in_batch >= MANY

    def _go_beside(self) -> None:
        """Let the child take over: from the heads as they stand after a cut."""
        self._keep(self._here.cut())
        if self._beside is None:
            self._beside = Beside(self._writer.secret)
        self._write_with(self._beside)

    def keys_changed(self) -> None:
        """Note that who may hold which key has changed: it is looked at before the next fact."""
        if self.turning is not None:
            self.turning.stale = True

    def heard(self, lamport: int, facts: Sequence[Observation]) -> None:
        """Note entries that others wrote, the last at ``lamport``: our next comes after them."""
        self.lamport = max(self.lamport, lamport)
        if max(map(_latest, facts), default=0) > self.latest.moved:
            self._observe(facts)

    def _observe(self, facts: Iterable[Observation]) -> None:
        moved, said = self.latest.moved, self.latest.said
        for fact in facts:
            observed: int = fact.observed.latest
            if observed > moved and fact.compartment not in HOUSEKEEPING:
                said = max(said, observed)
                if fact.about is not Subject.SERIES:
                    moved = observed
        if said != self.latest.said or moved != self.latest.moved:
            self.latest = Latest(moved, said)

    def heads(self) -> Heads:
        """Return how far this writer's logs have come, as of the last flush."""
        logs = self._logs.values()
        return tuple(
            (log.id, log.head.sequence, log.head.hash) for log in logs if log.head.sequence
        )

    def identities(self) -> frozenset[bytes]:
        """Return the ids of this writer's logs, those it may still begin included."""
        certificate = self._writer.certificate
        return frozenset(log_id(certificate, compartment) for compartment in Compartment)

    def write_as(self, writer: Writer) -> None:
        """Go on as another incarnation; whatever was put before was flushed before."""
        self.close()
        self._here.close()
        self._writer = writer
        self._here = Scribe(writer.secret, self._entropy)
        lamport = self.lamport
        self._load()
        self.lamport = max(self.lamport, lamport)

    def born(self, people: Iterable[bytes]) -> None:
        """Note that these people are new here."""
        people = list(people)
        self._keyring.born(people)
        self._rows.born(people)

    def flush(self) -> None:
        """Cut every log and put segments, wraps and rows into the open transaction."""
        self._scribe.ask()
        self._keyring.flush()
        self._rows.flush()
        self._keep(self._scribe.cut())
        self._fold_late()
        if self._scribe is not self._here:
            self._write_with(self._here)
        self._in_batch = 0
        if self.latest != self._known_latest:
            self._store.meta_put(LATEST, msgspec.msgpack.encode(self.latest))
            self._known_latest = self.latest

    def _fold_late(self) -> None:
        """Fold anew what our clock, held back by the format, put before what is known of it."""
        keys = self._keyring.finder(self._store)
        for table, subject in self._late:
            refold(self._store, keys, self._rows, table, subject)
        if self._late:
            self._late = {}
            self._rows.flush()

    def _keep(self, written: Iterable[Written]) -> None:
        logs = {log.number: log for log in self._logs.values()}
        for one in written:
            self._store.append_segment(
                one.log, one.first, one.last, one.head_hash, one.lamport, one.data
            )
            logs[one.log].head = Head(one.last, one.head_hash, one.lamport)

    def reset(self) -> None:
        """Go back to what the store holds."""
        self.keys_changed()
        self._keyring.reset()
        self._rows.reset()
        self._late = {}
        self._in_batch = 0
        self.close()
        self._here.close()
        self._load()

    def close(self) -> None:
        """End the scribe beside, if there is one."""
        if self._beside is not None:
            self._beside.close()
            self._beside = None


def _head(row: LogRow) -> Head:
    return Head(row.head_sequence, row.head_hash, row.head_lamport)
