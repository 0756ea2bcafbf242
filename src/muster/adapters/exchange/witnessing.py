"""A peer's receipt as a witness: the ends that it stands for, with their whole hashes.

A peer tells ends by short, salted hashes. Where every one of them is an entry that is held here,
the receipt's hash over all of them can be worked out; if it is the same, the peer signed for them.
"""

from collections.abc import Collection, Iterable

import msgspec

from muster.adapters.exchange.frames import Receipt
from muster.adapters.exchange.record import START, Log, Look, Record
from muster.adapters.exchange.vector import SHORT, Point, Seen
from muster.ground.record.witness import Witness, digest


def witnessed(
    record: Record,
    compartments: Collection[str],
    held: Iterable[Seen],
    receipt: Receipt,
    certificate: bytes,
) -> Witness | None:
    """Return what ``receipt`` witnesses, given all ends that its giver ``held``; none if unsure."""
    with record.look() as look:
        logs = {log.id[:SHORT]: log for log in look.logs(compartments)}
        points = [_point(look, logs.get(one.log), one) for one in held]
    whole = tuple(sorted(point for point in points if point is not None))
    if len(whole) < len(points) or digest(whole) != receipt.whole:
        return None
    return Witness(certificate, msgspec.msgpack.encode(receipt), whole)


def _point(look: Look, log: Log | None, seen: Seen) -> Point | None:
    """Return the end that was told, if the entry is held here."""
    if log is None:
        return None
    ends = [end for sequence, end in log.ends if sequence == seen.sequence]
    if seen.sequence == START[0]:
        ends.append(START[1])
    for end in ends or look.at(log.id, seen.sequence):
        if seen.names(end):
            return (log.id, seen.sequence, end)
    return None
