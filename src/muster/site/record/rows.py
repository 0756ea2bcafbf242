"""The folded rows while they are written: states in memory, what changed, and the books.

``Shelf`` is as much of the store as folding needs; ``rebuild`` and a report as of an earlier time
fold onto a shelf in memory. A row keeps the places of its facts (log number and sequence), so that
a story can be read back and a fact that comes late can be folded in its order.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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
from muster.site.record.remembered import Folded, Remembered, Source, decode
from muster.site.record.watches import Watches

PLACE_SIZE = 6

Told = tuple[int, int, int, bytes, int, Observation]
"""A fact with where it lies, so that what is told sorts into the record's order.

Lamport time, a rank of writer and compartment, sequence, hash of the entry; then the log's number.
"""

_place = Struct(">HI")
_encode = msgspec.msgpack.Encoder().encode

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

_WATCHED = (RECORD, GUEST)
"""Of these rows whoever looks for duplicates or codes wants to know that they changed."""


class Shelf(Ledger, Source, Protocol):
    """Where rows are put, and accounts and tallies."""

    def rows_scan(self, table: str) -> Iterator[Row]:
        """Yield all rows of a table."""
        ...

    def rows_put(self, table: str, rows: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Put rows, replacing those of the same subject."""
        ...

    def rows_delete(self, table: str, subjects: Iterable[bytes]) -> None:
        """Remove rows."""
        ...


def places(raw: bytes) -> Iterator[tuple[int, int]]:
    """Yield (log number, sequence) of each fact behind a row, in the order of folding."""
    return _place.iter_unpack(raw)


def place(log: int, sequence: int) -> bytes:
    """Return the bytes of one fact's place."""
    return _place.pack(log, sequence)


class Rows:
    """The writer's view of all rows: reads what it does not remember, flushes what changed.

    ``judgements`` counts up whenever what was judged of records may have changed.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._known = Remembered(shelf)
        self._dirty: dict[str, dict[bytes, Folded]] = {table.name: {} for table in TABLES}
        self.accounts = Accounts(shelf, self.books, _aboard)
        self.watches = Watches()
        self.judgements = 0

    def state(self, table: Table, subject: bytes) -> Any:  # noqa: ANN401
        """Return the state of ``subject`` in ``table``, or none."""
        folded = self._known.get(table, subject)
        return None if folded is None else folded.state

    def folded(self, table: Table, subject: bytes) -> Folded | None:
        """Return the folded row of ``subject``, or none."""
        return self._known.get(table, subject)

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

    def read(self, wanted: Mapping[Table, Collection[bytes]], fresh: Collection[bytes]) -> None:
        """Read so many rows at once, before they are asked; ``fresh`` people have no key here."""
        self._known.read(wanted, fresh)

    def born(self, people: Iterable[bytes]) -> None:
        """Note that these people are new, so that nobody looks for rows they cannot have."""
        people = list(people)
        self._known.bare(people)
        self.accounts.born(people)

    def apply(self, table: Table, fact: Observation, log: int, sequence: int, lamport: int) -> None:
        """Fold ``fact``, which comes after all that its subject's row holds."""
        held = self._known.begun(table, fact.subject)
        after = table.fold(held.state, fact)
        self._change(table, fact.subject, held, after)
        held.places += _place.pack(log, sequence)
        held.last = lamport

    def take(self, table: Table, runs: Mapping[bytes, Iterable[Told]]) -> dict[bytes, list[Told]]:
        """Fold ``runs`` of facts by subject, in the record's order; return what is late.

        Late is what does not come after all that its row holds.
        """
        late: dict[bytes, list[Told]] = {}
        begun, fold = self._known.begun, table.fold
        for subject, run in runs.items():
            held = begun(table, subject)
            state, behind, last = held.state, held.places, held.last
            for told in run:
                lamport, _, sequence, _, log, fact = told
                if lamport > last:
                    state, last = fold(state, fact), lamport
                    behind += _place.pack(log, sequence)
                else:
                    late.setdefault(subject, []).append(told)
            if last > held.last:
                self._change(table, subject, held, state)
                held.places, held.last = behind, last
        return late

    def _change(self, table: Table, subject: bytes, held: Folded, after: Any) -> None:  # noqa: ANN401
        """Let the state of a row be another one ``after`` this."""
        if table.about is Subject.PERSON:
            before = held.state
            if table is PASSENGER and _moved(before, after):
                self.accounts.expect(before, after)
            if subject not in self.accounts.touched and self._tells(table, subject, before, after):
                self.accounts.touch(subject)
            self._note(table, subject)
        held.state = after
        self._dirty[table.name][subject] = held

    def _note(self, table: Table, person: bytes) -> None:
        if table in _WATCHED:
            self.watches.note(person)
        self.judgements += table is JUDGED

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
        self._touch(table, subject)
        self._known.put(table, subject, folded)
        self._dirty[table.name][subject] = folded

    def drop(self, table: Table, subject: bytes) -> None:
        """Remove the row of a subject of which nothing can be read any more."""
        self._touch(table, subject)
        self._known.put(table, subject, None)
        self._dirty[table.name].pop(subject, None)
        self._shelf.rows_delete(table.name, [subject])

    def _touch(self, table: Table, subject: bytes) -> None:
        """Note that a row is about to be another one altogether."""
        if table.about is Subject.PERSON:
            self.accounts.touch(subject)
            self._note(table, subject)

    def books(self, person: bytes) -> Books:
        """Return a person's standing line and entries as they stand now."""
        beside: list[Any] = [one and one.state for one in self._known.person(person)]
        record, _, passenger, guest, death, left, kept = beside  # as in ``PERSON_TABLES``
        if not (record or passenger or guest or death or left):
            return UNBORN if kept is None else (kept.standing, kept.entries)
        line = encode_line(standing(record, passenger, guest, death, left))
        before = () if kept is None else kept.entries  # of whom a gate forgot all but the counts
        return line, (*before, *entries(passenger, guest))

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
        if self._known.trim():
            self.accounts.forget()

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
        held = sum(one is not None for one in self._known.person(person))
        self.accounts.remove(person)
        self.watches.note(person)
        self.judgements += 1
        self._known.bare([person])
        for table in PERSON_TABLES:
            self._dirty[table.name].pop(person, None)
            self._shelf.rows_delete(table.name, [person])
        return held

    def reset(self) -> None:
        """Forget everything that was not flushed, and all that was read with it."""
        for changed in self._dirty.values():
            changed.clear()
        self.judgements += 1
        self.accounts.reset()
        self._known.forget()


def _aboard(passenger: Passenger | None) -> tuple[bytes, ...]:
    """Return the entries that the ramp counts."""
    return entries(passenger, None)


def _moved(before: Passenger | None, after: Passenger) -> bool:
    """Say whether what the ramp counts has changed."""
    if before is None:
        return bool(after.planned or after.legs)
    return after.planned is not before.planned or after.legs is not before.legs
