"""Which entries count, in which order: the cut of a report, and the one order of the record.

An entry is an array: number of its log here, sequence, Lamport time, hash, kind, subject, when it
was observed (later end, milliseconds), and the fields that its kind keeps. An entry that nobody can
open any more ends with its hash.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

Entry = Sequence[Any]
Cut = dict[bytes, tuple[int, bytes]]
"""Of each log by its id: the sequence and hash of the last entry that counts."""

LOG, SEQUENCE, LAMPORT, HASH, KIND, SUBJECT, OBSERVED, FIELDS = range(8)
UNREAD = 4
"""The length of an entry that does not open."""


class Log(NamedTuple):
    """One log: its id, its writer's id (16 bytes each) and its compartment; by its number."""

    id: bytes
    writer: bytes
    compartment: str


class Why(StrEnum):
    """Why entries and report do not go together."""

    UNREADABLE = "unreadable"
    UNORDERED = "unordered"
    AHEAD = "ahead"
    OTHER = "other"


class Unusable(Exception):
    """Entries and report do not go together; ``logs`` is of how many logs that is so."""

    def __init__(self, why: Why, logs: int = 0) -> None:
        super().__init__(why.value)
        self.why = why
        self.logs = logs


def ranks(logs: Sequence[Log]) -> list[int]:
    """Return, by number of log, its place in the order of writers and compartments."""
    places = sorted({(log.writer, log.compartment) for log in logs})
    rank = {place: number for number, place in enumerate(places)}
    return [rank[log.writer, log.compartment] for log in logs]


def ordered(entries: Iterable[Entry], logs: Sequence[Log]) -> list[Entry]:
    """Return ``entries``, each once, in the order of the record."""
    rank = ranks(logs)
    once = {one[HASH]: one for one in entries}
    return sorted(once.values(), key=lambda one: _key(one, rank))


def _key(entry: Entry, rank: Sequence[int]) -> tuple[int, int, int, bytes]:
    return entry[LAMPORT], rank[entry[LOG]], entry[SEQUENCE], entry[HASH]


def counting(entries: Iterable[Entry], logs: Sequence[Log], cut: Cut) -> Iterator[Entry]:
    """Yield the entries within ``cut``; they have to come in the order of the record.

    Raises ``Unusable``: ``UNORDERED``; ``AHEAD`` when the cut names what is not here; ``OTHER``
    when another entry stands where the cut ends, so that the report is of another record.
    """
    rank = ranks(logs)
    limits = [cut.get(log.id, (0, b"")) for log in logs]
    reached = [0] * len(logs)
    met = [False] * len(logs)
    before: tuple[int, int, int, bytes] | None = None
    for entry in entries:
        key = _key(entry, rank)
        if before is not None and key <= before:
            raise Unusable(Why.UNORDERED)
        before = key
        number, sequence = entry[LOG], entry[SEQUENCE]
        last, digest = limits[number]
        if sequence > last:
            continue
        if sequence == last:
            met[number] = met[number] or entry[HASH] == digest
        reached[number] = max(reached[number], sequence)
        yield entry
    _ended(logs, cut, reached, met)


def _ended(logs: Sequence[Log], cut: Cut, reached: Sequence[int], met: Sequence[bool]) -> None:
    """Raise ``Unusable`` unless every log was read up to the entry that the cut names."""
    here = {log.id: number for number, log in enumerate(logs)}
    ahead = [
        one
        for one, (last, _) in cut.items()
        if last and (one not in here or reached[here[one]] < last)
    ]
    if ahead:
        raise Unusable(Why.AHEAD, len(ahead))
    other = [one for one, (last, _) in cut.items() if last and not met[here[one]]]
    if other:
        raise Unusable(Why.OTHER, len(other))
