"""Fold the whole record: onto the store (``rebuild``) or onto a shelf in memory."""

from muster.adapters.store import View as Snapshot
from muster.ground.people.moment import Instant
from muster.site.record import carried
from muster.site.record.kinds import TABLE_OF
from muster.site.record.resting import resting
from muster.site.record.rows import Rows
from muster.site.record.walk import Walk

FLUSH_EVERY = 250_000


def fold(
    walk: Walk, rows: Rows, until: Instant | None = None, begun: Snapshot | None = None
) -> None:
    """Fold every fact that ``walk`` opens, in order, up to what was observed by ``until``.

    Rows begin with what was ``begun``: carried over from entries that were shut for good.
    """
    with resting():
        if begun is not None:
            carried.begin(rows, begun)
        _fold(walk, rows, until)


def _fold(walk: Walk, rows: Rows, until: Instant | None) -> None:
    waiting = 0
    for step in walk:
        fact = step.fact
        table = TABLE_OF.get(type(fact)) if fact is not None else None
        if fact is None or table is None:
            continue
        if until is not None and fact.observed.latest > until:
            continue
        rows.apply(table, fact, step.log, step.entry.sequence, step.entry.lamport)
        waiting += 1
        if waiting >= FLUSH_EVERY:
            rows.flush()
            waiting = 0
    rows.flush()
