"""The one write path: facts are sealed, chained, signed, folded, and flushed together.

``put`` may run only inside a turn of the group commit. A body is sealed under the person's key in
the fact's compartment, or under the compartment's epoch key when it is about nobody; the associated
data is the entry's header. Lamport time rises by one for each fact, above everything held here, so
an own fact always comes after all that its subject's row holds.
"""

from collections.abc import Iterable

from muster.adapters.store import LogRow, Store
from muster.ground.record import segment as segments
from muster.ground.record.certificate import log_id
from muster.ground.record.chain import Chain
from muster.ground.record.fact import Fact, Subject, body
from muster.ground.record.segment import Head, Segment
from muster.ground.secrecy.sealing import NONCE, seal
from muster.site.clock import Entropy
from muster.site.keyring import Keyring
from muster.site.kinds import TABLE_OF
from muster.site.rows import Rows

LATEST = "latest-observation"


class Writer:
    """This incarnation: its id, certificate and secret key (64 bytes, libsodium)."""

    def __init__(self, identity: bytes, certificate: bytes, secret: bytes) -> None:
        self.id = identity
        self.certificate = certificate
        self.secret = secret


class Journal:
    """This writer's logs, one for each compartment it writes in."""

    def __init__(
        self, store: Store, writer: Writer, keyring: Keyring, rows: Rows, entropy: Entropy
    ) -> None:
        self._store = store
        self._writer = writer
        self._keyring = keyring
        self._rows = rows
        self._entropy = entropy
        self._chains: dict[str, tuple[int, Chain]] = {}
        self._load()

    def _load(self) -> None:
        logs = self._store.logs()
        self.latest = int.from_bytes(self._store.meta_get(LATEST) or b"", "big")
        self._known_latest = self.latest
        self.lamport = max((row.head_lamport for row in logs), default=0)
        self._chains = {
            row.compartment: (row.number, self._chain(row.compartment, _head(row)))
            for row in logs
            if row.certificate == self._writer.certificate
        }

    def _chain(self, compartment: str, head: Head) -> Chain:
        log = log_id(self._writer.certificate, compartment)
        return Chain(log, head, self._writer.secret)

    def _log(self, compartment: str) -> tuple[int, Chain]:
        found = self._chains.get(compartment)
        if found is None:
            chain = self._chain(compartment, Head())
            row = LogRow(chain.log, self._writer.id, self._writer.certificate, compartment)
            found = self._chains[compartment] = (self._store.add_log(row), chain)
        return found

    def put(self, facts: Iterable[Fact]) -> None:
        """Seal, chain and fold ``facts`` in their order."""
        for fact in facts:
            self._put(fact)

    def _put(self, fact: Fact) -> None:
        compartment = fact.compartment
        number, chain = self._log(compartment)
        if fact.about is Subject.PERSON and fact.personal:
            key_id, key = self._keyring.person(compartment, fact.subject)  # type: ignore[attr-defined]
        else:
            key_id, key = self._keyring.epoch(compartment)
        plain, nonce = body(fact), self._entropy.draw(NONCE)
        self.lamport += 1
        full = chain.append(key_id, self.lamport, lambda place: seal(plain, place, key, nonce))
        if full is not None:
            self._store_segment(number, full, chain)
        self.latest = max(self.latest, fact.observed.latest)  # type: ignore[attr-defined]
        table = TABLE_OF.get(type(fact))
        if table is not None:
            self._rows.apply(table, fact, number, chain.head.sequence, self.lamport)

    def born(self, people: Iterable[bytes]) -> None:
        """Note that these people are new here."""
        people = list(people)
        self._keyring.born(people)
        self._rows.born(people)

    def _store_segment(self, number: int, segment: Segment, chain: Chain) -> None:
        before = chain.start
        self._store.append_segment(
            number,
            segment.first,
            before.sequence,
            before.hash,
            before.lamport,
            segments.encode(segment),
        )

    def flush(self) -> None:
        """Cut every log and put segments, wraps and rows into the open transaction."""
        for number, chain in self._chains.values():
            segment = chain.cut()
            if segment is not None:
                self._store_segment(number, segment, chain)
        self._keyring.flush()
        self._rows.flush()
        if self.latest != self._known_latest:
            self._store.meta_put(LATEST, self.latest.to_bytes(8, "big"))
            self._known_latest = self.latest

    def reset(self) -> None:
        """Go back to what the store holds."""
        self._keyring.reset()
        self._rows.reset()
        self._load()


def _head(row: LogRow) -> Head:
    return Head(row.head_sequence, row.head_hash, row.head_lamport)
