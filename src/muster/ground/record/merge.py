"""What two holders know together: the union of their sets of entries.

Merging is commutative, associative and idempotent, because it is set union; nothing is ever
dropped, a forked log keeps both branches, and a fork is visible as a log with more than one tip.
"""

from collections.abc import Iterable, Iterator

from muster.ground.record.entry import FIRST_PREVIOUS, LAMPORT_STEP, Entry


class Known:
    """A set of entries of many logs, each verified before it came here."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[bytes, Entry] = {entry.hash: entry for entry in entries}

    def __len__(self) -> int:
        return len(self._entries)

    def hashes(self) -> frozenset[bytes]:
        """Return what makes two holders equal: the hashes of all entries."""
        return frozenset(self._entries)

    def __or__(self, other: "Known") -> "Known":
        return Known([*self._entries.values(), *other._entries.values()])

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def tips(self, log: bytes) -> list[Entry]:
        """Return the entries of ``log`` that no entry here follows; more than one is a fork."""
        own = [entry for entry in self._entries.values() if entry.log == log]
        followed = {entry.previous for entry in own}
        return sorted((e for e in own if e.hash not in followed), key=lambda e: e.hash)

    def pending(self) -> list[Entry]:
        """Return the entries that do not follow one that is here: kept, but not to be folded.

        Each waits for its predecessor, or breaks the rules by which an entry follows one.
        """
        reached: set[bytes] = set()
        for entry in sorted(self._entries.values(), key=lambda e: e.sequence):
            before = self._entries.get(entry.previous) if entry.previous in reached else None
            if _follows(entry, before):
                reached.add(entry.hash)
        return [entry for entry in self._entries.values() if entry.hash not in reached]


def _follows(entry: Entry, before: Entry | None) -> bool:
    if before is None:
        first = entry.sequence == 1 and entry.previous == FIRST_PREVIOUS
        return first and 0 < entry.lamport <= LAMPORT_STEP
    return (
        entry.log == before.log
        and entry.sequence == before.sequence + 1
        and 0 < entry.lamport - before.lamport <= LAMPORT_STEP
    )
