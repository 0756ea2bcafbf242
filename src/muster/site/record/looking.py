"""One committed moment of the record, as the exchange reads it: ends of logs, segments, wraps.

A log has one end unless it has forked or is a tablet's with holes. Those few are read whole to find
their ends: every entry that no held entry goes on from, and every entry over a hole; the start too,
where the first is missing, and for all that is held over holes one mark.
"""

from collections.abc import Collection, Iterable, Iterator

from muster.adapters.exchange.record import START, Holds, Log, Place, Stored, Wrapped, mark
from muster.adapters.store import LogRow, WrapRow
from muster.adapters.store import View as Snapshot
from muster.ground.people.state import Device
from muster.ground.record import segment as segments
from muster.ground.record.compartment import Compartment
from muster.ground.record.segment import Segment
from muster.site.record import quarantine
from muster.site.record.branches import entries_at
from muster.site.record.kinds import DEVICE, PERSON_TABLES
from muster.site.record.rows import places
from muster.site.record.view import View

Ends = tuple[tuple[int, bytes], ...]
Cache = dict[bytes, tuple[int, Ends]]
"""Ends of logs that were read whole, by log, with the number of segments that they had."""
_SHUT: tuple[int, Segment | None] = (0, None)
_TABLES_OF: dict[str, list[str]] = {}
for _table in PERSON_TABLES:
    _TABLES_OF.setdefault(_table.kinds[0].compartment, []).append(_table.name)


class SiteLook:
    """Reads through one reader of the store; ``cache`` outlives it."""

    def __init__(self, reader: Snapshot, cache: Cache) -> None:
        self._reader = reader
        self._cache = cache
        self._rows = {row.id: row for row in reader.logs()}
        self._ids = {row.number: row.id for row in self._rows.values()}
        self._uneven = self._broken()
        self._open: dict[int, tuple[int, Segment | None]] = {}

    def _broken(self) -> set[int]:
        """Return the numbers of logs with branches or holes."""
        holes = {
            log
            for _, device in View(self._reader).scan(DEVICE)
            if isinstance(device, Device)
            for log, _, _ in device.missing
        }
        found = {row.number for row in self._rows.values() if row.id in holes}
        return found | quarantine.forks(self._reader).keys()

    def logs(self, compartments: Collection[str]) -> list[Log]:
        """Return the logs of ``compartments``: ``public`` first, then by compartment and id."""
        wanted = [row for row in self._rows.values() if row.compartment in compartments]
        wanted.sort(
            key=lambda row: (row.compartment != Compartment.PUBLIC, row.compartment, row.id)
        )
        return [self._log(row) for row in wanted if row.head_sequence]

    def log(self, identity: bytes) -> Log:
        """Return one log."""
        return self._log(self._rows[identity])

    def _log(self, row: LogRow) -> Log:
        linear = row.number not in self._uneven
        ends = ((row.head_sequence, row.head_hash),) if linear else self._ends(row)
        return Log(row.id, row.compartment, row.certificate, ends, linear)

    def _ends(self, row: LogRow) -> Ends:
        count = sum(1 for _ in self._reader.segments(row.number))
        held = self._cache.get(row.id)
        if held is not None and held[0] == count:
            return held[1]
        every = list(self.places(row.id))
        gone_on = {previous for _, _, previous in every}
        held_too = {digest for _, digest, _ in every}
        first = START[0] + 1
        over = {one[:2] for one in every if one[0] > first and one[2] not in held_too}
        edges = {(at, digest) for at, digest, _ in every if digest not in gone_on} | over
        if over:
            edges.add(mark(held_too))
            edges |= set() if any(at == first for at, _, _ in every) else {START}
        ends = tuple(sorted(edges))
        self._cache[row.id] = (count, ends)
        return ends

    def at(self, log: bytes, sequence: int) -> list[bytes]:
        """Return the hashes of the entries that the log holds at ``sequence``."""
        number = self._rows[log].number
        return sorted(entry.hash for entry in entries_at(self._reader, number, sequence))

    def places(self, log: bytes) -> Iterator[Place]:
        """Yield every entry of the log, each once."""
        seen: set[bytes] = set()
        for row in self._reader.segments(self._rows[log].number):
            for entry in segments.entries(segments.decode(row.data)):
                if entry.hash not in seen:
                    seen.add(entry.hash)
                    yield entry.sequence, entry.hash, entry.previous

    def segments(self, log: bytes, since: int) -> Iterator[Stored]:
        """Yield the segments that hold entry ``since`` or a later one."""
        for row in self._reader.segments(self._rows[log].number, since):
            yield Stored(row.first, row.last, row.head_hash, row.data)

    def wraps(
        self, compartment: str, key_ids: Collection[bytes], holds: Holds | None
    ) -> list[Wrapped]:
        """Return wraps of those keys, without those of people whom the peer has an entry of."""
        found = self._reader.wraps_get_many(key_ids)
        rows = [
            one for key in key_ids if (one := found.get(key)) and one.compartment == compartment
        ]
        has = self._held(compartment, rows, holds) if holds is not None else frozenset()
        return [
            Wrapped(row.key_id, row.epoch, row.owner, row.wrap)
            for row in rows
            if row.key_id not in has
        ]

    def _held(self, compartment: str, wraps: Collection[WrapRow], holds: Holds) -> frozenset[bytes]:
        """Return the keys of these people under which the peer holds an entry, and so has them."""
        owners = {row.owner for row in wraps if row.owner}
        return frozenset(
            self._keys_at(
                sorted(
                    (log, sequence)
                    for table in _TABLES_OF.get(compartment, ())
                    for row in self._reader.rows_get_many(table, owners).values()
                    for log, sequence in places(row.places)
                    if holds(self._ids[log], sequence)
                )
            )
        )

    def _keys_at(self, where: Iterable[tuple[int, int]]) -> Iterator[bytes]:
        """Yield the key ids of entries by log number and sequence; of the first branch of a fork.

        ``where`` is in order: people who came together lie in few segments, each read once.
        """
        for log, sequence in where:
            since, segment = self._open.get(log, _SHUT)
            if segment is None or not since <= sequence <= segment.last:
                segment = segments.decode(self._reader.segment_holding(log, sequence)[0])
                self._open[log] = (sequence, segment)
            yield segment.links[sequence - segment.first].key_id
