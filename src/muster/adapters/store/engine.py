"""What every engine of the store can do: the whole of what the site knows about it.

Bytes in, bytes out: an engine knows nothing of what facts say and holds no key but its own. Nothing
here names SQL or a database; what the words mean stands in ``shapes``.

- A ``View`` reads, at one moment: what is committed later does not appear until ``refresh``.
- A ``Store`` also writes, inside ``begin`` ... ``commit``, and its own reads see its writes. One
  ``Store`` per record, used by one thread at a time; views may be used by other threads.
- What is inside one transaction becomes durable together or not at all; ``commit`` returns when it
  is durable. Segments and the rows folded from them belong into one transaction.
- ``savepoint`` ... ``release`` or ``undo`` is a unit inside it: commands that share one commit are
  undone one by one.

Any method may raise ``Damaged`` or ``DiskFails``; a writing one also ``DiskFull`` and ``Busy``.
After such a problem the whole transaction has been taken back: ``undo`` and ``rollback`` may still
be called, everything else raises the problem again until the transaction is over. A writing call
outside a transaction, an undeclared table, a tally below zero are bugs: ``RuntimeError``,
``KeyError``, ``ValueError``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol, Self

from muster.adapters.store.changes import Changes
from muster.adapters.store.shapes import (
    AccountRow,
    CarriedRow,
    EpochRow,
    LogRow,
    PendingRow,
    Row,
    SegmentRow,
    Sizes,
    WrapRow,
)


class View(Protocol):
    """Everything that can be asked, as of one moment.

    ``mark`` says which of the store's ``changes`` were committed before that.
    """

    @property
    def mark(self) -> int:
        """Return what to ask the store's changes for when somebody looks again."""

    def refresh(self) -> None:
        """Move on to the newest committed moment. On a ``Store``: nothing, it is always there."""

    def close(self) -> None:
        """Let go of the moment; to hold one for hours makes the journal grow."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...

    # Logs and segments.
    def logs(self) -> list[LogRow]:
        """Return all logs by number, each with its head."""

    def log(self, identity: bytes) -> LogRow | None:
        """Return the log with this id, with its head, or none."""

    def segments(self, log: int, since: int = 1) -> Iterator[SegmentRow]:
        """Yield the segments that hold entry ``since`` or a later one, oldest first.

        Branches of a fork come in order of (first, head hash). Rows stream: memory holds one.
        """

    def segment_holding(self, log: int, sequence: int) -> list[bytes]:
        """Return the data of each segment that holds this entry: several after a fork."""

    # Keys.
    def wrap(self, key_id: bytes) -> WrapRow | None:
        """Return the wrap of a key, or none."""

    def wraps(self) -> Iterator[WrapRow]:
        """Yield all wraps by key id."""

    def wraps_of(self, owner: bytes) -> list[WrapRow]:
        """Return the wraps of one subject's keys by key id."""

    def wraps_under(self, epoch: bytes) -> list[WrapRow]:
        """Return the wraps under one epoch's key by key id."""

    def wraps_get_many(self, key_ids: Iterable[bytes]) -> dict[bytes, WrapRow]:
        """Return the wraps of those keys that have one, by key id."""

    def owners_among(self, subjects: Iterable[bytes]) -> set[bytes]:
        """Return those of these subjects of whom there is any key."""

    def shredded(self, key_id: bytes) -> bool:
        """Say whether this key is on the shred list."""

    def shredded_among(self, key_ids: Iterable[bytes]) -> set[bytes]:
        """Return those of these keys that are on the shred list."""

    def shred_list(self) -> list[bytes]:
        """Return all shredded key ids, sorted."""

    def epochs(self) -> list[EpochRow]:
        """Return all sealed epoch keys by (compartment, number, key id)."""

    # Folded rows.
    def rows_get(self, table: str, subject: bytes) -> Row | None:
        """Return a subject's row, or none."""

    def rows_get_many(self, table: str, subjects: Iterable[bytes]) -> dict[bytes, Row]:
        """Return the rows of those subjects that have one."""

    def rows_scan(self, table: str) -> Iterator[Row]:
        """Yield all rows by subject."""

    def rows_holding(self, table: str, needle: bytes) -> list[Row]:
        """Return the rows whose state holds the bytes ``needle``, by subject.

        The engine looks, so that rows without it cost no object: a sixth of a scan.
        """

    def rows_count(self, table: str) -> int:
        """Return how many rows there are."""

    def rows_find(self, table: str, prefix: bytes, bits: int | None = None) -> list[Row]:
        """Return up to 20 rows whose subject begins with the first ``bits`` bits of ``prefix``.

        Without ``bits`` all of ``prefix`` counts. (A letter of a spelled id is 5 bits.)
        """

    # The books.
    def account_get(self, subject: bytes) -> AccountRow | None:
        """Return a subject's place in the books, or none."""

    def account_get_many(self, subjects: Iterable[bytes]) -> dict[bytes, AccountRow]:
        """Return the places of those subjects that have one."""

    def accounts_in(
        self, kind: str, accounts: Collection[bytes], limit: int, after: bytes = b""
    ) -> list[AccountRow]:
        """Return up to ``limit`` subjects in these accounts, by subject, behind ``after``."""

    def tally(self, kind: str) -> dict[bytes, int]:
        """Return how many are in each account of a kind; none of them is zero."""

    # What stays of entries that were shut for good.
    def carried(self) -> Iterator[CarriedRow]:
        """Yield every state that a row begins with, by (table, subject)."""

    def carried_get(self, table: str, subject: bytes) -> CarriedRow | None:
        """Return what a subject's row begins with, or none."""

    # What waits.
    def pending(self, log: bytes | None = None) -> list[PendingRow]:
        """Return what waits, of one log or of all, by (log, first, end)."""

    def pending_size(self, sender: bytes) -> int:
        """Return how many bytes wait that ``sender`` brought."""

    # Settings of this site.
    def meta_get(self, name: str) -> bytes | None:
        """Return a setting, or none."""

    def secret_get(self, name: str) -> bytes | None:
        """Return a sign-in verifier, or none."""

    def secret_names(self) -> list[str]:
        """Return the names of all sign-in verifiers, sorted."""

    def digest_rows(self) -> bytes:
        """Return SHA-256 over every disposable table in order of its keys.

        Two stores have equal digests if and only if their folded rows, books and tallies are equal
        byte by byte: so ``rebuild`` is proved. The same for every engine (``store/README.md``).
        """


class Store(View, Protocol):
    """A record open for writing; made by an engine's own ``open`` function.

    ``changes`` says whose rows and accounts were written since a view was opened.
    """

    @property
    def changes(self) -> Changes:
        """Return what was written to it since it was opened."""

    def reader(self) -> View:
        """Return a view of what is committed now, for any other thread. Close it soon."""

    # Transactions.
    def begin(self) -> None:
        """Open the transaction."""

    def commit(self) -> None:
        """Make everything since ``begin`` durable; return when it is."""

    def rollback(self) -> None:
        """Take everything since ``begin`` back. Without a transaction: nothing."""

    def savepoint(self) -> None:
        """Open a unit inside the transaction or inside a unit."""

    def release(self) -> None:
        """Close the innermost unit and keep its work."""

    def undo(self) -> None:
        """Close the innermost unit and take its work back."""

    # Logs and segments.
    def add_log(self, log: LogRow) -> int:
        """Add a log, or find the one with this id, and return its number."""

    def append_segment(
        self, log: int, first: int, last: int, head_hash: bytes, lamport: int, data: bytes
    ) -> bool:
        """Keep a segment as it is; return false if it was held already.

        ``lamport`` is that of its last entry. Chains and signatures were checked before.
        """

    # Keys.
    def put_wraps(self, rows: Iterable[WrapRow]) -> list[bytes]:
        """Put wraps, each in place of an older one of the same key.

        Key ids on the shred list are refused, whenever they come, and returned.
        """

    def drop_wraps(self, key_ids: Iterable[bytes]) -> None:
        """Delete the wraps of these keys."""

    def add_shredded(self, key_ids: Iterable[bytes]) -> None:
        """Put keys on the shred list for good and delete their wraps."""

    def put_epoch(
        self, key_id: bytes, compartment: str, number: int, opened_ms: int, sealed: bytes
    ) -> None:
        """Put a sealed epoch key, in place of an older seal of the same key."""

    def drop_epoch(self, key_id: bytes) -> None:
        """Delete a sealed epoch key."""

    # Folded rows.
    def rows_put(self, table: str, rows: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Put rows, each in place of the subject's older one."""

    def rows_delete(self, table: str, subjects: Iterable[bytes]) -> None:
        """Delete the rows of these subjects."""

    def rows_clear(self) -> None:
        """Empty every disposable table, the books and the tally too, before a rebuild."""

    # The books.
    def accounts_put(self, rows: Iterable[tuple[bytes, str, bytes]]) -> None:
        """Put subjects into accounts, each out of its older one."""

    def accounts_delete(self, subjects: Iterable[bytes]) -> None:
        """Take these subjects out of the books."""

    def tally_add(self, kind: str, deltas: Mapping[bytes, int]) -> None:
        """Add to the tallies of accounts; one that reaches zero is gone, below zero is a bug."""

    # What stays of entries that were shut for good.
    def carried_put(self, rows: Iterable[CarriedRow]) -> None:
        """Keep states that rows begin with, each in place of the subject's older one."""

    def carried_drop(self, table: str, subjects: Iterable[bytes]) -> None:
        """Forget what was carried over of these subjects."""

    # What waits.
    def pending_put(self, row: PendingRow) -> bool:
        """Let something wait; return false if it waits already."""

    def pending_drop(self, log: bytes, first: int, end: bytes) -> None:
        """Forget what waited."""

    # Settings of this site.
    def meta_put(self, name: str, value: bytes) -> None:
        """Keep a setting."""

    def secret_put(self, name: str, verifier: bytes) -> None:
        """Keep a sign-in verifier."""

    def secret_drop(self, name: str) -> None:
        """Delete a sign-in verifier."""

    # Upkeep, outside a transaction.
    def check(self) -> list[str]:
        """Read every page and return what is wrong, as sentences without values; none is well."""

    def truncate_wal(self) -> bool:
        """Move the journal into the file and cut it to nothing; false while a view holds it."""

    def sizes(self) -> Sizes:
        """Return what the store takes on disk."""

    def compact(self) -> None:
        """Give unused room back to the disk; needs no room of its own to speak of."""


@contextmanager
def transaction(store: Store) -> Iterator[None]:
    """Commit what is done inside, or take it back if anything is raised."""
    store.begin()
    try:
        yield
        store.commit()
    finally:
        store.rollback()


@contextmanager
def unit(store: Store) -> Iterator[None]:
    """Keep what is done inside a transaction, or take it alone back if anything is raised."""
    store.savepoint()
    try:
        yield
    except BaseException:
        store.undo()
        raise
    store.release()
