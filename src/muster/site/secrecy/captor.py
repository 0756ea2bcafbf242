"""What whoever holds a site's keys can open: reckoned from grants and wraps alone (T14).

A site could open every epoch key that was granted to it, every person's key that is wrapped under
one of those, and every entry that is sealed under either. What it has in fact received does not
matter: a captor hears links, and takes sticks and other sites. Keys that it signed off as destroyed
are told apart: whom only those open is a second list, for its word is all that speaks for it.

Where all keys of a compartment could be opened a row says what could be read of its subject. Where
only some could, the row is folded again from the entries that could: the report never says more or
less than a captor could read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from muster.adapters.store import LogRow, Row, SegmentRow, WrapRow
from muster.ground.people.fact import Observation
from muster.ground.people.ids import SiteId
from muster.ground.people.keyholders import Epoch, Fall
from muster.ground.record import segment as segments
from muster.ground.record.fact import Subject
from muster.ground.record.order import Order, order
from muster.site import members
from muster.site.forgetting import SignedOff, signed_off
from muster.site.keyring import Opener
from muster.site.record.kinds import EPOCH, FALL, TABLE_OF, Table
from muster.site.record.remembered import decode
from muster.site.record.rows import places
from muster.site.record.view import View
from muster.site.record.walk import opened
from muster.site.site import Site

Facts = dict[bytes, list[tuple[Order, Observation]]]
"""By subject, what could be read of it, each with its place in the record's order."""


class Sight(NamedTuple):
    """Ids of keys that open, epochs and others; compartments of which every key known here does."""

    keys: frozenset[bytes]
    whole: frozenset[str]


class Reach(msgspec.Struct, frozen=True):
    """What a site could open, as far as this site knows of it.

    ``epochs`` are ids by compartment, without the ``destroyed`` ones that it signed off. ``people``
    are whose keys open, with the compartments; ``past`` those of whom only destroyed keys would.
    ``things`` is what it may know of what is nobody's: it carries gates and lifts over.
    """

    epochs: dict[str, frozenset[bytes]]
    destroyed: frozenset[bytes]
    people: dict[bytes, tuple[str, ...]]
    past: dict[bytes, tuple[str, ...]]
    persons: Sight
    things: Sight


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
    ever = granted(site, view, other)
    fall: Fall | None = view.state(FALL, other)
    fell = fall is not None and fall.since is not None
    cut = {log: sequence for log, sequence, _ in fall.cut} if fall is not None and fell else None
    off = signed_off(site, view.reader, other, cut) or SignedOff(frozenset(), frozenset())
    epochs = {name: left for name, ids in ever.items() if (left := ids - off.epochs)}
    found = _Found(frozenset().union(*ever.values()), off)
    for row in view.reader.wraps():
        found.add(row)
    known = {one: epoch.opens for one, epoch in view.scan(EPOCH)}
    persons = found.sight(epochs, known, found.live)
    things = found.sight(ever, known, found.ever)
    past = {one: held for one, held in found.past.items() if one not in found.people}
    return Reach(epochs, off.epochs & found.ever, found.people, past, persons, things)


class _Found:
    """What the wraps say, one by one."""

    def __init__(self, ever: frozenset[bytes], off: SignedOff) -> None:
        self.ever = ever
        self.live = ever - off.epochs
        self.people: dict[bytes, tuple[str, ...]] = {}
        self.past: dict[bytes, tuple[str, ...]] = {}
        self._off = off
        self._keys: set[bytes] = set()
        self._late: set[bytes] = set()
        self._closed: set[str] = set()

    def add(self, row: WrapRow) -> None:
        """Note a key: it opens, it would have, or it does not."""
        if row.epoch in self.live or (row.epoch in self.ever and row.key_id in self._off.carried):
            self._keys.add(row.key_id)
            people = self.people
        elif row.epoch in self.ever:
            self._late.add(row.key_id)
            people = self.past
        else:
            self._closed.add(row.compartment)
            return
        if row.owner and row.compartment not in people.get(row.owner, ()):
            people[row.owner] = (*people.get(row.owner, ()), row.compartment)

    def sight(
        self, epochs: Iterable[str], known: Mapping[bytes, str], held: frozenset[bytes]
    ) -> Sight:
        """Return the keys that open where ``held`` epochs do."""
        closed = self._closed.union(name for one, name in known.items() if one not in held)
        late = self._late if held is self.ever else set()
        return Sight(held.union(self._keys, late), frozenset(epochs) - closed)


class Captor:
    """Reads rows as whoever has these keys could."""

    def __init__(self, site: Site, view: View, found: Reach) -> None:
        self._reader = view.reader
        self._reach = found
        self._keyring = site.keyring
        self._dark: dict[tuple[str, bool], dict[int, set[int]]] = {}
        self._opener: Opener | None = None

    def states(self, table: Table, subjects: Collection[bytes]) -> dict[bytes, Any]:
        """Return the states of these subjects as far as they could be read; none is left out."""
        rows = self._reader.rows_get_many(table.name, subjects)
        compartment, sight = table.kinds[0].compartment, self._sight(table)
        if compartment in sight.whole:
            return {one: decode(table, row.state) for one, row in rows.items()}
        if compartment not in self._reach.epochs:
            return {}
        dark = self._darkness(compartment, table)
        found: dict[bytes, Any] = {}
        again: list[Row] = []
        for one, row in rows.items():
            if any(sequence in dark[number] for number, sequence in places(row.places)):
                again.append(row)
            else:
                found[one] = decode(table, row.state)
        return found | self._again(table, again)

    def _sight(self, table: Table) -> Sight:
        """Return what opens of a table: of people less, where old keys were destroyed."""
        return self._reach.persons if table.about is Subject.PERSON else self._reach.things

    def _darkness(self, compartment: str, table: Table) -> dict[int, set[int]]:
        """Return the places of a compartment at which an entry lies that could not be opened."""
        which = (compartment, table.about is Subject.PERSON)
        found = self._dark.get(which)
        if found is None:
            found = self._dark[which] = {}
            for log in self._reader.logs():
                if log.compartment == compartment:
                    found[log.number] = set(self._closed(log, self._sight(table).keys))
        return found

    def _closed(self, log: LogRow, keys: frozenset[bytes]) -> Iterator[int]:
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
                or entry.key_id not in self._sight(table).keys
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
