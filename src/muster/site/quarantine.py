"""Entries beyond a fork: known when a log is taken in, and left out of one end of every figure.

A log that was written on from an older head has two branches from some sequence on, and nobody here
can say which of them is true. Both are kept and folded; a report counts with them and without them.
That a writer was revoked from some entry on cannot be recorded yet, and would be noted here too.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

import msgspec
from typing_extensions import override

from muster.adapters.store import Row, Store
from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.journey.figures.quarantine import Beyond
from muster.site.branches import between
from muster.site.keyring import Keyring
from muster.site.kinds import TABLE_OF, Table
from muster.site.refolding import Place, refold
from muster.site.rows import Rows
from muster.site.shelf import MemoryShelf
from muster.site.walk import Keys, opened

FORKS = "forks"

Forks = dict[int, int]
"""By the log's number here, the first sequence at which two entries lie."""


class Base(Protocol):
    """Rows as they were folded from everything."""

    def rows_get(self, table: str, subject: bytes) -> Row | None:
        """Return one row."""
        ...


def note(store: Store, log: int, sequence: int) -> None:
    """Note, with what brought it, that log number ``log`` has two entries at ``sequence``."""
    known = forks(store)
    known[log] = min(sequence, known.get(log, sequence))
    store.meta_put(FORKS, msgspec.msgpack.encode(known))


def forks(store: Snapshot) -> Forks:
    """Return the logs that have forked, as far as any was taken in here."""
    raw = store.meta_get(FORKS)
    return {} if raw is None else msgspec.msgpack.decode(raw, type=Forks)


class Without(MemoryShelf):
    """Rows without what is quarantined: those of its subjects folded anew, over all others.

    ``tallies`` hold by how much the tallies differ; ``gone`` are the rows that there are not.
    """

    def __init__(self, base: Base) -> None:
        super().__init__()
        self._base = base
        self.gone: dict[str, set[bytes]] = {}
        self.unborn: set[bytes] = set()

    @override
    def rows_get(self, table: str, subject: bytes) -> Row | None:
        if subject in self.gone.get(table, ()):
            return None
        return super().rows_get(table, subject) or self._base.rows_get(table, subject)

    @override
    def rows_delete(self, table: str, subjects: Iterable[bytes]) -> None:
        self.gone.setdefault(table, set()).update(subjects)

    @override
    def accounts_delete(self, subjects: Iterable[bytes]) -> None:
        self.unborn.update(subjects)

    def tallied(self, kind: str, whole: Mapping[bytes, int]) -> dict[bytes, int]:
        """Return ``whole``, the tallies of ``kind`` with everything, without it."""
        found = dict(whole)
        for key, delta in self.tallies.get(kind, {}).items():
            found[key] = found.get(key, 0) + delta
        return {key: number for key, number in found.items() if number}


def without(
    keyring: Keyring, reader: Snapshot, known: Forks, base: Base
) -> tuple[Without, Rows, Beyond]:
    """Return the rows without what lies beyond ``known`` forks, and what that is."""
    shelf = Without(base)
    rows, keys = Rows(shelf), keyring.finder(reader)
    touched, entries = _touched(reader, keys, known)
    for table, subject in touched:
        refold(reader, keys, rows, table, subject, unless=lambda place: _beyond(known, place))
    rows.flush()
    numbers = {row.number: row.id for row in reader.logs()}
    logs = tuple((numbers[log].hex(), sequence) for log, sequence in sorted(known.items()))
    return shelf, rows, Beyond(entries, logs)


def _beyond(known: Forks, place: Place) -> bool:
    log, sequence = place
    return log in known and sequence >= known[log]


def _touched(
    reader: Snapshot, keys: Keys, known: Forks
) -> tuple[dict[tuple[Table, bytes], None], int]:
    """Return whose rows quarantined entries are in, and how many such entries there are."""
    found: dict[tuple[Table, bytes], None] = {}
    hashes = set()
    for row in reader.logs():
        if row.number not in known:
            continue
        for entry in between(reader, row.number, known[row.number], row.head_sequence):
            hashes.add(entry.hash)
            fact: Observation | None = opened(keys, entry, row.compartment)
            table = TABLE_OF.get(type(fact)) if fact is not None else None
            if fact is not None and table is not None:
                found[table, fact.subject] = None
    return found, len(hashes)
