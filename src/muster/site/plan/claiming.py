"""Where a person's first fact stands in the one order of facts: what decides rank within an hour.

A row knows its facts by where they lie in this site's logs; the order is by what every holder of
the record sees alike: Lamport time, writer, compartment, sequence. The Lamport time is read from
the segment that holds the fact, once for each: it never changes.
"""

from collections.abc import Iterable, Iterator
from weakref import WeakKeyDictionary

from muster.adapters.store import LogRow
from muster.ground.record.segment import Segment, decode
from muster.journey.plan.rank import NO_ORDER, Order
from muster.site.record.view import View
from muster.site.record.waiting import At
from muster.site.site import Site

_SINGLE = 200
"""Up to so many facts of one log are looked up one by one; for more the log is read through."""
_LAMPORTS: WeakKeyDictionary[Site, dict[At, int]] = WeakKeyDictionary()


def orders(site: Site, view: View, places: Iterable[At]) -> dict[At, Order]:
    """Return where the facts at these places stand in the one order.

    Of entries that a fork left at one place the earlier counts, at every holder of both.
    """
    wanted = [*places]
    known = _LAMPORTS.setdefault(site, {})
    logs = {row.number: row for row in view.reader.logs()}
    missing: dict[int, list[int]] = {}
    for log, sequence in wanted:
        if (log, sequence) not in known:
            missing.setdefault(log, []).append(sequence)
    for log, sequences in missing.items():
        for sequence, lamport in _lamports(view, log, sequences):
            known[log, sequence] = min(lamport, known.get((log, sequence), lamport))
    return {at: _order(at, known.get(at), logs) for at in wanted}


def _order(at: At, lamport: int | None, logs: dict[int, LogRow]) -> Order:
    log = logs.get(at[0])
    if lamport is None or log is None:
        return NO_ORDER
    return lamport, log.writer, log.compartment, at[1], b""


def _lamports(view: View, log: int, sequences: list[int]) -> Iterator[tuple[int, int]]:
    """Yield sequence and Lamport time of each entry of a log that is asked for."""
    wanted = {*sequences}
    for segment in _segments(view, log, sorted(wanted)):
        lamport = segment.lamport
        for sequence, link in enumerate(segment.links, segment.first):
            lamport += link.step
            if sequence in wanted:
                yield sequence, lamport


def _segments(view: View, log: int, sequences: list[int]) -> Iterator[Segment]:
    if len(sequences) <= _SINGLE:
        for data in {raw for one in sequences for raw in view.segment(log, one)}:
            yield decode(data)
        return
    for row in view.reader.segments(log, sequences[0]):
        if row.first > sequences[-1]:
            return
        yield decode(row.data)
