"""Entries that wait for a person's word: beyond a fork, or past the cut of a revoked writer (T4).

A log that was written on from an older head has two branches from some sequence on, and nobody here
can say which of them is true. A writer whose device was stolen or whose key was revoked is trusted
up to its cut in each log: the lowest cut among those that name the log, and nothing of a log that
none names. So is every writer and tablet of a site that has fallen. All of it is kept and folded; a
report counts with it and without it. A person may look at one entry and release it. None of this
depends on the order in which anything came.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec
from typing_extensions import override

from muster.adapters.store import LogRow, Row, Store
from muster.adapters.store import View as Snapshot
from muster.ground.people.fact import Observation
from muster.ground.people.keyholders import Cut, Fall
from muster.ground.people.state import Member
from muster.ground.record.certificate import read_writer
from muster.ground.record.entry import Entry
from muster.journey.figures.quarantine import Beyond
from muster.site.keyring import Keyring
from muster.site.record.branches import between, entries_at
from muster.site.record.kinds import FALL, MEMBER, TABLE_OF, Table
from muster.site.record.refolding import Place, refold
from muster.site.record.rows import Rows
from muster.site.record.shelf import MemoryShelf
from muster.site.record.view import View
from muster.site.record.walk import Keys, opened

FORKS = "forks"
_NEVER = 2**63

Forks = dict[int, int]
"""By the log's number here, the first sequence at which two entries lie."""


class Quarantine(msgspec.Struct, frozen=True):
    """From which sequence on logs (by their numbers here) are quarantined, and what is released."""

    logs: dict[int, int]
    released: dict[Place, frozenset[bytes]]

    def __bool__(self) -> bool:
        """Return whether anything is."""
        return bool(self.logs)

    def holds(self, place: Place) -> bool:
        """Return whether all that lies at a place is quarantined."""
        return self.reaches(place) and place not in self.released

    def reaches(self, place: Place) -> bool:
        """Return whether a place lies beyond, whatever was released."""
        log, sequence = place
        return log in self.logs and sequence >= self.logs[log]


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


def known(snapshot: Snapshot) -> Quarantine:
    """Return what is quarantined as of ``snapshot``: forks and revocations, less what is released.

    Released entries are looked up in the logs that hold them.
    """
    logs = snapshot.logs()
    first = forks(snapshot)
    members: list[Member] = [state for _, state in View(snapshot).scan(MEMBER)]
    for row, cut in _cuts(snapshot, logs, members):
        first[row.number] = min(_first_beyond(snapshot, row, cut), first.get(row.number, _NEVER))
    numbers = {row.id: row.number for row in logs}
    released: dict[Place, set[bytes]] = {}
    for log, sequence, digest in (place for member in members for place in member.released):
        if log in numbers:
            released.setdefault((numbers[log], sequence), set()).add(digest)
    beyond = {row.number: first[row.number] for row in logs
              if first.get(row.number, _NEVER) <= row.head_sequence}  # fmt: skip
    return Quarantine(beyond, {place: frozenset(held) for place, held in released.items()})


def _cuts(
    snapshot: Snapshot, logs: Iterable[LogRow], members: Iterable[Member]
) -> Iterator[tuple[LogRow, Cut]]:
    """Yield each log of a revoked writer, or of a site that has fallen, with the cut."""
    revoked = [one for member in members for one in member.revoked]
    fallen: dict[bytes, Fall] = {
        site: fall for site, fall in View(snapshot).scan(FALL) if fall.since is not None
    }
    for row in logs:
        if not row.head_sequence:
            continue
        yield from ((row, one.cut) for one in revoked if one.writer == row.writer)
        if fallen and (site := read_writer(row.certificate).site.site) in fallen:
            yield row, fallen[site].cut


def _first_beyond(snapshot: Snapshot, row: LogRow, cut: Cut) -> int:
    """Return the first sequence of a log that a cut does not let count.

    Where another entry lies at the cut than the one it names, nobody can say here where the two
    branches part: nothing counts until the named one comes.
    """
    end = next((one for one in cut if one[0] == row.id), None)
    if end is None or end[1] == 0:
        return 1
    held = entries_at(snapshot, row.number, end[1])
    if held and all(entry.hash != end[2] for entry in held):
        return 1
    return end[1] + 1


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
    keyring: Keyring, reader: Snapshot, held: Quarantine, base: Base
) -> tuple[Without, Rows, Beyond]:
    """Return the rows without what is quarantined, and what that is."""
    shelf = Without(base)
    rows, keys = Rows(shelf), keyring.finder(reader)
    touched, entries = _touched(reader, keys, held)
    only = {place: good for place, good in held.released.items() if held.reaches(place)}
    for table, subject in touched:
        refold(reader, keys, rows, table, subject, unless=held.holds, only=only)
    rows.flush()
    numbers = {row.number: row.id for row in reader.logs()}
    logs = tuple((numbers[log].hex(), sequence) for log, sequence in sorted(held.logs.items()))
    released = tuple(
        (numbers[log].hex(), digest.hex())
        for (log, _), good in sorted(only.items())
        for digest in sorted(good)
    )
    return shelf, rows, Beyond(entries, logs, released)


def entries_beyond(reader: Snapshot, held: Quarantine) -> Iterator[tuple[LogRow, Entry]]:
    """Yield every quarantined entry with its log, each once, by log and sequence."""
    for row in reader.logs():
        if row.number not in held.logs:
            continue
        seen: set[bytes] = set()
        for entry in between(reader, row.number, held.logs[row.number], row.head_sequence):
            released = held.released.get((row.number, entry.sequence), frozenset())
            if entry.hash not in seen and entry.hash not in released:
                seen.add(entry.hash)
                yield row, entry


def _touched(
    reader: Snapshot, keys: Keys, held: Quarantine
) -> tuple[dict[tuple[Table, bytes], None], int]:
    """Return whose rows quarantined entries are in, and how many such entries there are."""
    found: dict[tuple[Table, bytes], None] = {}
    count = 0
    for row, entry in entries_beyond(reader, held):
        count += 1
        fact: Observation | None = opened(keys, entry, row.compartment)
        table = TABLE_OF.get(type(fact)) if fact is not None else None
        if fact is not None and table is not None:
            found[table, fact.subject] = None
    return found, count
