"""The folded rows while they are written: states in memory, what changed, and the books.

``Shelf`` is as much of the store as folding needs; ``rebuild`` and a report as of an earlier time
fold onto a shelf in memory. A row keeps the places of its facts (log number and sequence), so that
a story can be read back and a fact that comes late can be folded in its order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from struct import Struct
from typing import Any, Protocol

import msgspec

from muster.adapters.store import Row
from muster.ground.people.fact import Observation
from muster.ground.record.fact import Subject
from muster.journey.figures.books import encode_line, entries, standing
from muster.journey.lift.state import Passenger
from muster.site.record.accounts import UNBORN, Accounts, Books, Ledger
from muster.site.record.kinds import (
    DEATH,
    GUEST,
    JUDGED,
    KEPT,
    LEFT,
    PASSENGER,
    PERSON_TABLES,
    RECORD,
    TABLES,
    Table,
)
from muster.site.record.watches import Watches

PLACE_SIZE = 6
MOST_CACHED = 1_500_000

_place = Struct(">HI")
_encode = msgspec.msgpack.Encoder().encode
_decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {
    table.name: msgspec.msgpack.Decoder(table.state) for table in TABLES
}

_TOLD: dict[str, Callable[[Any], Any]] = {
    RECORD.name: attrgetter("name", "category", "outcome", "withdrawn", "untraced"),
    PASSENGER.name: attrgetter("ready", "planned", "legs"),
    GUEST.name: attrgetter(
        "landings", "unknown", "claim", "category", "presence", "handed", "left"
    ),
    DEATH.name: attrgetter("established", "missing"),
    LEFT.name: attrgetter("at", "lift", "place"),
    KEPT.name: attrgetter("standing", "entries"),
    JUDGED.name: lambda _: None,
}
"""What the books ask of a state: while that stays, they need not be reckoned anew.

When somebody was last seen is asked only of people named as left behind, dead or missing: theirs
always are.
"""

_RECKONED = (KEPT, RECORD, PASSENGER, GUEST, DEATH, LEFT)
"""What the books of a person are reckoned from."""
_WATCHED = (RECORD, GUEST)
"""Of these rows whoever looks for duplicates or codes wants to know that they changed."""


class Shelf(Ledger, Protocol):
    """Where rows are put, and accounts and tallies."""

    def rows_get(self, table: str, subject: bytes) -> Row | None:
        """Return one row."""
        ...

    def rows_scan(self, table: str) -> Iterator[Row]:
        """Yield all rows of a table."""
        ...

    def rows_put(self, table: str, rows: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Put rows, replacing those of the same subject."""
        ...

    def rows_delete(self, table: str, subjects: Iterable[bytes]) -> None:
        """Remove rows."""
        ...


class Folded:
    """One subject's state in one table, with where its facts lie."""

    __slots__ = ("last", "places", "state")

    def __init__(self, state: Any, places: bytes, last: int) -> None:  # noqa: ANN401
        self.state = state
        self.places = places
        self.last = last


def decode(table: Table, raw: bytes) -> Any:  # noqa: ANN401
    """Return the state in the bytes of a row of ``table``."""
    return _decoders[table.name].decode(raw)


def places(raw: bytes) -> Iterator[tuple[int, int]]:
    """Yield (log number, sequence) of each fact behind a row, in the order of folding."""
    return _place.iter_unpack(raw)


def place(log: int, sequence: int) -> bytes:
    """Return the bytes of one fact's place."""
    return _place.pack(log, sequence)


class Rows:
    """The writer's view of all rows: reads through a cache, flushes what changed.

    ``judgements`` counts up whenever what was judged of records may have changed.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._cache: dict[str, dict[bytes, Folded | None]] = {table.name: {} for table in TABLES}
        self._dirty: dict[str, dict[bytes, Folded]] = {table.name: {} for table in TABLES}
        self._asked = tuple((table, self._cache[table.name]) for table in _RECKONED)
        self.accounts = Accounts(shelf, self._reckon, _aboard)
        self.watches = Watches()
        self.judgements = 0

    def state(self, table: Table, subject: bytes) -> Any:  # noqa: ANN401
        """Return the state of ``subject`` in ``table``, or none."""
        try:
            folded = self._cache[table.name][subject]
        except KeyError:
            folded = self.folded(table, subject)
        return None if folded is None else folded.state

    def folded(self, table: Table, subject: bytes) -> Folded | None:
        """Return the folded row of ``subject``, or none."""
        cache = self._cache[table.name]
        try:
            return cache[subject]
        except KeyError:
            row = self._shelf.rows_get(table.name, subject)
        found = None if row is None else _thaw(table, row)
        cache[subject] = found
        return found

    def scan(self, table: Table, needle: bytes = b"") -> list[tuple[bytes, Any]]:
        """Return subject and state of every row as it stands now, with what is not flushed.

        A row on the shelf whose bytes do not hold ``needle``, an id, may be left out.
        """
        changed = self._dirty.get(table.name, {})
        found = [
            (row.subject, decode(table, row.state))
            for row in self._shelf.rows_scan(table.name)
            if row.subject not in changed and needle in row.state
        ]
        return [*found, *((subject, one.state) for subject, one in changed.items())]

    def unread(self, table: Table, subjects: Iterable[bytes]) -> list[bytes]:
        """Return those of these subjects whose row was not read from the shelf yet."""
        cache = self._cache[table.name]
        return [subject for subject in subjects if subject not in cache]

    def read(self, table: Table, asked: Iterable[bytes], found: Mapping[bytes, Row]) -> None:
        """Keep what many rows were ``found`` to be on the shelf; the others ``asked`` have none."""
        cache = self._cache[table.name]
        for subject in asked:
            row = found.get(subject)
            cache[subject] = None if row is None else _thaw(table, row)

    def born(self, people: Iterable[bytes]) -> None:
        """Note that these people are new, so that nobody looks for rows they cannot have."""
        for person in people:
            self.accounts.born(person)
            for table in PERSON_TABLES:
                self._cache[table.name][person] = None

    def apply(self, table: Table, fact: Observation, log: int, sequence: int, lamport: int) -> None:
        """Fold ``fact``, which comes after all that its subject's row holds."""
        held = self.folded(table, fact.subject)
        self._fold(table, held, fact, _place.pack(log, sequence), lamport)

    def take(self, table: Table, fact: Observation, log: int, sequence: int, lamport: int) -> bool:
        """Fold ``fact`` and return true, if it comes after all that its subject's row holds."""
        held = self.folded(table, fact.subject)
        if held is not None and lamport <= held.last:
            return False
        self._fold(table, held, fact, _place.pack(log, sequence), lamport)
        return True

    def _fold(
        self, table: Table, held: Folded | None, fact: Observation, where: bytes, lamport: int
    ) -> None:
        subject: bytes = fact.subject
        if held is None:
            held = self._cache[table.name][subject] = Folded(None, b"", 0)
        before = held.state
        after = table.fold(before, fact)
        if table.about is Subject.PERSON:
            if table is PASSENGER and _moved(before, after):
                self.accounts.expect(before, after)
            if subject not in self.accounts.touched and self._tells(table, subject, before, after):
                self.accounts.touch(subject)
            if table in _WATCHED:
                self.watches.note(subject)
            self.judgements += table is JUDGED
        held.state = after
        held.places += where
        held.last = lamport
        self._dirty[table.name][subject] = held

    def _tells(self, table: Table, person: bytes, before: Any, after: Any) -> bool:  # noqa: ANN401
        """Say whether a change may move a person's books."""
        told = _TOLD[table.name]
        return (
            before is None
            or told(before) != told(after)
            or self.state(LEFT, person) is not None
            or self.state(DEATH, person) is not None
        )

    def replace(self, table: Table, subject: bytes, folded: Folded) -> None:
        """Put a row that was folded anew from all its facts."""
        if table.about is Subject.PERSON and subject not in self.accounts.touched:
            self.accounts.touch(subject)
        if table in _WATCHED:
            self.watches.note(subject)
        self.judgements += table is JUDGED
        self._cache[table.name][subject] = folded
        self._dirty[table.name][subject] = folded

    def drop(self, table: Table, subject: bytes) -> None:
        """Remove the row of a subject of which nothing can be read any more."""
        if table.about is Subject.PERSON:
            self.accounts.touch(subject)
        if table in _WATCHED:
            self.watches.note(subject)
        self.judgements += table is JUDGED
        self._cache[table.name][subject] = None
        self._dirty[table.name].pop(subject, None)
        self._shelf.rows_delete(table.name, [subject])

    def _reckon(self, person: bytes) -> Books:
        known: list[Any] = [
            folded and folded.state
            for table, cache in self._asked
            for folded in (cache[person] if person in cache else self.folded(table, person),)
        ]
        kept, record, passenger, guest, death, left = known
        if not any(known[1:]):
            return UNBORN if kept is None else (kept.standing, kept.entries)
        line = encode_line(standing(record, passenger, guest, death, left))
        before = () if kept is None else kept.entries  # of whom a gate forgot all but the counts
        return line, (*before, *entries(passenger, guest))

    def books(self, person: bytes) -> Books:
        """Return a person's standing line and entries as they stand now."""
        return self._reckon(person)

    def seen(self, entry: bytes) -> int:
        """Return how many people have ``entry``, with what is not flushed yet."""
        return self.accounts.seen(entry)

    def flush(self) -> None:
        """Put everything that changed onto the shelf."""
        self.accounts.flush()
        for table, changed in self._dirty.items():
            if changed:
                self._shelf.rows_put(
                    table,
                    [
                        (key, _encode(one.state), one.places, one.last.to_bytes(8, "big"))
                        for key, one in changed.items()
                    ],
                )
                self._dirty[table] = {}
        if sum(map(len, self._cache.values())) > MOST_CACHED:
            self._forget_all()

    def personal(self, person: bytes) -> bool:
        """Return whether a row here still says something of the person, beyond kept counts."""
        kept = (KEPT, JUDGED)  # a judgement is kept with the counts
        return any(
            self.folded(table, person) is not None for table in PERSON_TABLES if table not in kept
        )

    def remove(self, person: bytes) -> int:
        """Remove a person's rows, account and lines; return how many rows.

        The caller keeps the counts elsewhere.
        """
        held = sum(self.folded(table, person) is not None for table in PERSON_TABLES)
        self.accounts.remove(person)
        self.watches.note(person)
        self.judgements += 1
        for table in PERSON_TABLES:
            self._cache[table.name][person] = None
            self._dirty[table.name].pop(person, None)
            self._shelf.rows_delete(table.name, [person])
        return held

    def reset(self) -> None:
        """Forget everything that was not flushed, and the cache with it."""
        for changed in self._dirty.values():
            changed.clear()
        self.judgements += 1
        self.accounts.reset()
        self._forget_all()

    def _forget_all(self) -> None:
        for cache in self._cache.values():
            cache.clear()
        self.accounts.forget()


def _aboard(passenger: Passenger | None) -> tuple[bytes, ...]:
    """Return the entries that the ramp counts."""
    return entries(passenger, None)


def _moved(before: Passenger | None, after: Passenger) -> bool:
    """Say whether what the ramp counts has changed."""
    if before is None:
        return bool(after.planned or after.legs)
    return after.planned is not before.planned or after.legs is not before.legs


def _thaw(table: Table, row: Row) -> Folded:
    return Folded(decode(table, row.state), row.places, int.from_bytes(row.last, "big"))
