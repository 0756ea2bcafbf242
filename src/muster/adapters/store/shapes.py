"""The rows that go into a store and come out of it.

Plain tuples with names: whatever engine holds them, the shape is the same, and a batch of them goes
to an engine as it is. Ids are 16 random bytes; hashes are 32 bytes; times are milliseconds since
1970 in UTC. What ``data``, ``state``, ``places``, ``last``, ``sealed`` and ``wrap`` mean is known
to whoever wrote them, never to the store.
"""

from typing import NamedTuple

NO_HASH = bytes(32)
"""The hash before a log's first entry."""


class LogRow(NamedTuple):
    """One writer's chain in one compartment.

    The first four fields go in; the others are the store's own and are ignored when it is added.
    ``number`` is small, local to this store and stable: 1, 2, 3 ... The head is the entry with the
    highest sequence held here; where branches of a forked log are equally long, the branch that
    came first. ``head_lamport`` is the highest Lamport time in any segment held here.
    """

    id: bytes
    writer: bytes
    certificate: bytes
    compartment: str
    number: int = 0
    head_sequence: int = 0
    head_hash: bytes = NO_HASH
    head_lamport: int = 0


class SegmentRow(NamedTuple):
    """A signed run of entries, sequences ``first`` to ``last`` (both included), as it was written.

    ``head_hash`` is the hash of its last entry; with (log, first) it names the segment, so that
    both branches of a fork are kept.
    """

    first: int
    last: int
    head_hash: bytes
    data: bytes


class WrapRow(NamedTuple):
    """A person's key in one compartment, wrapped under an epoch's key."""

    key_id: bytes
    epoch: bytes
    owner: bytes
    compartment: str
    wrap: bytes


class PendingRow(NamedTuple):
    """Something that came and waits for what it goes on from.

    ``log``, ``first`` and ``end`` name it as a segment is named; ``sender`` is who brought it;
    ``key`` is the id of the key it waits for, empty where it waits for an entry.
    """

    log: bytes
    first: int
    end: bytes
    sender: bytes
    key: bytes
    data: bytes


class CarriedRow(NamedTuple):
    """What stays of a subject of which some entries cannot be opened any more, on purpose.

    ``state`` is folded from those entries, or less than that; ``last`` is the Lamport time of the
    last of them. A row begins with it.
    """

    table: str
    subject: bytes
    state: bytes
    last: int


class EpochRow(NamedTuple):
    """The key of one epoch of one compartment, sealed to this site."""

    key_id: bytes
    compartment: str
    number: int
    opened_ms: int
    sealed: bytes


class Row(NamedTuple):
    """A subject's folded state: disposable, made again from the log at any time."""

    subject: bytes
    state: bytes
    places: bytes
    last: bytes


class AccountRow(NamedTuple):
    """A subject's one place in the books of its kind."""

    subject: bytes
    kind: str
    account: bytes


class Sizes(NamedTuple):
    """What the store takes on disk, in bytes; ``unused`` is the part of ``file`` that is free."""

    file: int
    journal: int
    unused: int
