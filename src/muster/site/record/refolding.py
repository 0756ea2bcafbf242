"""Fold one subject's row anew from all its facts, in the record's order.

Needed where a fact comes that lies before others of its subject, or where one can no longer be
read: the row is then what a rebuild would make of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from types import MappingProxyType

from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.record.entry import Entry
from muster.ground.record.order import Order, order
from muster.site.record import carried
from muster.site.record.branches import entries_at
from muster.site.record.kinds import TABLE_OF, Table
from muster.site.record.remembered import Folded
from muster.site.record.rows import Rows, place, places
from muster.site.record.walk import Keys, opened

Place = tuple[int, int]
_Step = tuple[Order, int, Entry, Observation]
AT_ONCE = 1_000
"""Rows that are folded anew from one reading."""
NONE: Mapping[Place, frozenset[bytes]] = MappingProxyType({})


def refold(
    snapshot: Snapshot,
    keys: Keys,
    rows: Rows,
    table: Table,
    subject: bytes,
    more: Iterable[Place] = (),
    *,
    unless: Callable[[Place], bool] = lambda _: False,
    only: Mapping[Place, frozenset[bytes]] = NONE,
) -> None:
    """Fold the row of ``subject`` from the places it has and ``more`` of them, ``unless`` left out.

    At a place in ``only`` just the entries with those hashes count.
    Every fact must be in the store already; a row of which nothing can be read any more goes.
    """
    held = rows.folded(table, subject)
    known = dict.fromkeys([*(places(held.places) if held is not None else ()), *more])
    where = [one for one in known if not unless(one)]
    begun = carried.of(snapshot, table, subject)
    _fold_anew(rows, table, subject, _facts(snapshot, keys, where, only), begun)


def refold_all(
    snapshot: Snapshot,
    keys: Keys,
    rows: Rows,
    late: Mapping[tuple[Table, bytes], Iterable[Place]],
) -> None:
    """Fold many rows anew as ``refold`` does, each with its late places.

    Places are read in their order, many rows at once, so that a segment is opened once for all.
    """
    rest = list(late.items())
    for at in range(0, len(rest), AT_ONCE):
        where = {
            subject: {*_held(rows, *subject), *more} for subject, more in rest[at : at + AT_ONCE]
        }
        found: dict[Place, list[_Step]] = {}
        for step in _facts(snapshot, keys, sorted(set().union(*where.values())), NONE):
            found.setdefault((step[1], step[2].sequence), []).append(step)
        for (table, subject), behind in where.items():
            steps = (one for it in behind for one in found.get(it, ()))
            _fold_anew(rows, table, subject, steps, carried.of(snapshot, table, subject))


def _held(rows: Rows, table: Table, subject: bytes) -> Iterator[Place]:
    held = rows.folded(table, subject)
    return places(held.places if held is not None else b"")


def _fold_anew(
    rows: Rows, table: Table, subject: bytes, steps: Iterable[_Step], begun: Folded | None
) -> None:
    state, behind, last = (begun.state, b"", begun.last) if begun else (None, b"", 0)
    for _, log, entry, fact in sorted(steps, key=itemgetter(0)):
        if TABLE_OF.get(type(fact)) is table and fact.subject == subject:
            state = table.fold(state, fact)
            behind += place(log, entry.sequence)
            last = entry.lamport
    if behind or begun:
        rows.replace(table, subject, Folded(state, behind, last))
    elif rows.folded(table, subject) is not None:
        rows.drop(table, subject)


def _facts(
    snapshot: Snapshot, keys: Keys, where: Iterable[Place], only: Mapping[Place, frozenset[bytes]]
) -> Iterator[_Step]:
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
