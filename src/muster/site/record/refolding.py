"""Fold one subject's row anew from all its facts, in the record's order.

Needed where a fact comes that lies before others of its subject, or where one can no longer be
read: the row is then what a rebuild would make of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.record.entry import Entry
from muster.ground.record.order import Order, order
from muster.site.record.branches import entries_at
from muster.site.record.kinds import TABLE_OF, Table
from muster.site.record.rows import Folded, Rows, place, places
from muster.site.record.walk import Keys, opened

Place = tuple[int, int]


def refold(
    snapshot: Snapshot,
    keys: Keys,
    rows: Rows,
    table: Table,
    subject: bytes,
    more: Iterable[Place] = (),
    *,
    unless: Callable[[Place], bool] = lambda _: False,
    only: Mapping[Place, frozenset[bytes]] = MappingProxyType({}),
) -> None:
    """Fold the row of ``subject`` from the places it has and ``more`` of them, ``unless`` left out.

    At a place in ``only`` just the entries with those hashes count.
    Every fact must be in the store already; a row of which nothing can be read any more goes.
    """
    held = rows.folded(table, subject)
    known = dict.fromkeys([*(places(held.places) if held is not None else ()), *more])
    where = [one for one in known if not unless(one)]
    state, behind, last = None, b"", 0
    for _, log, entry, fact in sorted(_facts(snapshot, keys, where, only), key=lambda one: one[0]):
        if TABLE_OF.get(type(fact)) is table and fact.subject == subject:
            state = table.fold(state, fact)
            behind += place(log, entry.sequence)
            last = entry.lamport
    if behind:
        rows.replace(table, subject, Folded(state, behind, last))
    elif held is not None:
        rows.drop(table, subject)


def _facts(
    snapshot: Snapshot, keys: Keys, where: Iterable[Place], only: Mapping[Place, frozenset[bytes]]
) -> Iterator[tuple[Order, int, Entry, Observation]]:
    logs = {row.number: row for row in snapshot.logs()}
    for log, sequence in where:
        row = logs[log]
        good = only.get((log, sequence))
        for entry in entries_at(snapshot, log, sequence):
            if good is not None and entry.hash not in good:
                continue
            fact = opened(keys, entry, row.compartment)
            if fact is not None:
                yield order(entry, row.writer, row.compartment), log, entry, fact
