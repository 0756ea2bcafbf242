"""What whoever holds a site's keys can open: reckoned from grants and wraps alone (T14).

A site could open every epoch key that was granted to it, every person's key that is wrapped under
one of those, and every entry that is sealed under either. What it has in fact received does not
matter: a captor hears links, and takes sticks and other sites. Nor does what it says that it has
destroyed make it forget.

Where all keys of a compartment could be opened a row says what could be read of its subject. Where
only some could, the row is folded again from the entries that could: the report never says more or
less than a captor could read.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from muster.adapters.store import LogRow, Row, SegmentRow
from muster.ground.people.fact import Observation
from muster.ground.people.ids import SiteId
from muster.ground.people.keyholders import Epoch
from muster.ground.record import segment as segments
from muster.ground.record.order import Order, order
from muster.site import members
from muster.site.keyring import Opener
from muster.site.record.kinds import EPOCH, TABLE_OF, Table
from muster.site.record.rows import decode, places
from muster.site.record.view import View
from muster.site.record.walk import opened
from muster.site.site import Site

Facts = dict[bytes, list[tuple[Order, Observation]]]
"""By subject, what could be read of it, each with its place in the record's order."""


class Reach(msgspec.Struct, frozen=True):
    """The keys that a site could open, as far as this site knows of them.

    ``epochs`` are ids by compartment; ``keys`` are ids of all keys, epochs and others; ``people``
    are whose keys, with the compartments. ``whole`` are the compartments of which it could open
    every key that is known here.
    """

    epochs: dict[str, frozenset[bytes]]
    keys: frozenset[bytes]
    people: dict[bytes, tuple[str, ...]]
    whole: frozenset[str]


def granted(site: Site, view: View, other: SiteId) -> dict[str, frozenset[bytes]]:
    """Return the ids of the epoch keys that ``other`` was granted, by compartment.

    A grant of an older program names nobody: then whoever was ever a member is presumed to have it.
    """
    ever = members.ever(site, view, other)
    found: dict[str, set[bytes]] = {}
    epoch: Epoch
    for identity, epoch in view.scan(EPOCH):
        if epoch.granted(other) or (epoch.unsaid and epoch.opens in ever):
            found.setdefault(epoch.opens, set()).add(identity)
    return {name: frozenset(ids) for name, ids in sorted(found.items())}


def reach(site: Site, view: View, other: SiteId) -> Reach:
    """Return what ``other`` could open, of all that this site knows of."""
    epochs = granted(site, view, other)
    held = frozenset().union(*epochs.values())
    keys, people = set(held), dict[bytes, tuple[str, ...]]()
    closed = {epoch.opens for one, epoch in view.scan(EPOCH) if one not in held}
    for row in view.reader.wraps():
        if row.epoch not in held:
            closed.add(row.compartment)
            continue
        keys.add(row.key_id)
        if row.owner:
            before = people.get(row.owner, ())
            if row.compartment not in before:
                people[row.owner] = (*before, row.compartment)
    return Reach(epochs, frozenset(keys), people, frozenset(epochs) - closed)


class Captor:
    """Reads rows as whoever has these keys could."""

    def __init__(self, site: Site, view: View, found: Reach) -> None:
        self._reader = view.reader
        self._reach = found
        self._keyring = site.keyring
        self._dark: dict[str, dict[int, set[int]]] = {}
        self._opener: Opener | None = None

    def states(self, table: Table, subjects: Collection[bytes]) -> dict[bytes, Any]:
        """Return the states of these subjects as far as they could be read; none is left out."""
        rows = self._reader.rows_get_many(table.name, subjects)
        compartment = table.kinds[0].compartment
        if compartment in self._reach.whole:
            return {one: decode(table, row.state) for one, row in rows.items()}
        if compartment not in self._reach.epochs:
            return {}
        dark = self._darkness(compartment)
        found: dict[bytes, Any] = {}
        again: list[Row] = []
        for one, row in rows.items():
            if any(sequence in dark[number] for number, sequence in places(row.places)):
                again.append(row)
            else:
                found[one] = decode(table, row.state)
        return found | self._again(table, again)

    def _darkness(self, compartment: str) -> dict[int, set[int]]:
        """Return the places of a compartment at which an entry lies that could not be opened."""
        found = self._dark.get(compartment)
        if found is None:
            found = self._dark[compartment] = {}
            for log in self._reader.logs():
                if log.compartment == compartment:
                    found[log.number] = set(self._closed(log))
        return found

    def _closed(self, log: LogRow) -> Iterator[int]:
        keys = self._reach.keys
        for stored in self._reader.segments(log.number):
            links = segments.decode(stored.data).links
            for sequence, link in enumerate(links, stored.first):
                if link.key_id not in keys:
                    yield sequence

    def _again(self, table: Table, rows: Iterable[Row]) -> dict[bytes, Any]:
        """Fold rows again from those of their entries that could be opened; one pass over logs."""
        wanted: dict[int, set[int]] = {}
        for row in rows:
            for number, sequence in places(row.places):
                wanted.setdefault(number, set()).add(sequence)
        facts: Facts = {}
        for log in self._reader.logs() if wanted else ():
            if log.number in wanted:
                self._gather(log, wanted[log.number], table, facts)
        found: dict[bytes, Any] = {}
        for subject, read in facts.items():
            state = None
            for _, fact in sorted(read, key=lambda one: one[0]):
                state = table.fold(state, fact)
            found[subject] = state
        return found

    def _gather(self, log: LogRow, wanted: set[int], table: Table, facts: Facts) -> None:
        if self._opener is None:
            self._opener = self._keyring.opener(self._reader)
        seen: set[bytes] = set()
        for stored in self._reader.segments(log.number, min(wanted)):
            if not wanted.isdisjoint(range(stored.first, stored.last + 1)):
                self._read(log, stored, (wanted, seen), table, facts)

    def _read(
        self,
        log: LogRow,
        stored: SegmentRow,
        which: tuple[set[int], set[bytes]],
        table: Table,
        facts: Facts,
    ) -> None:
        wanted, seen = which
        opener = self._opener
        for entry in segments.entries(segments.decode(stored.data)):
            if (
                opener is None
                or entry.sequence not in wanted
                or entry.key_id not in self._reach.keys
                or entry.hash in seen
            ):
                continue
            seen.add(entry.hash)
            fact = opened(opener, entry, log.compartment)
            if fact is not None and TABLE_OF.get(type(fact)) is table:
                place = order(entry, log.writer, log.compartment)
                facts.setdefault(fact.subject, []).append((place, fact))


def elsewhere(view: View, found: Reach) -> tuple[str, ...]:
    """Return the compartments whose keys it could open and of which nothing is held here."""
    held = {row.compartment for row in view.reader.logs()}
    return tuple(name for name in found.epochs if name not in held)
