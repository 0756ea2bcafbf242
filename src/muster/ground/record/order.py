"""The one order of entries, the same for everybody who holds the same set.

Sort by (Lamport, writer, compartment, sequence, entry hash). Without the hash two entries tie when
a log has forked, and 1 of 200 simulated operations diverged (``exchange`` chapter, Logs).
"""

from muster.ground.record.entry import Entry

Order = tuple[int, bytes, str, int, bytes]


def order(entry: Entry, writer: bytes, compartment: str) -> Order:
    """Return the sort key of ``entry``, written by ``writer`` in ``compartment``."""
    return (entry.lamport, writer, compartment, entry.sequence, entry.hash)
