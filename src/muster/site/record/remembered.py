"""What of the folded rows is in memory: a person's rows side by side, all others by table.

Whoever touches a person asks what every room knows of them, so their rows are read, kept and found
together. Nothing here says what changed; that is ``rows``.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

import msgspec

from muster.adapters.store import Row
from muster.ground.record.fact import Subject
from muster.site.record.kinds import PERSON_TABLES, TABLES, Table

MOST = 1_500_000
"""Rows, and places of people that have none, that are worth keeping: about 1 GB."""

_decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {
    table.name: msgspec.msgpack.Decoder(table.state) for table in TABLES
}
_SEATS = {table.name: seat for seat, table in enumerate(PERSON_TABLES)}
_SEALED_ALONE = frozenset(
    table.name for table in PERSON_TABLES if all(kind.personal for kind in table.kinds)
)
"""Tables of which a person has a row only where a key of the person is, or was."""


class Folded:
    """One subject's state in one table, with where its facts lie."""

    __slots__ = ("last", "places", "state")

    def __init__(self, state: Any, places: bytes, last: int) -> None:  # noqa: ANN401
        self.state = state
        self.places = places
        self.last = last


Beside = list[Folded | None]
"""What each of ``PERSON_TABLES``, in their order, holds of one person."""


class Source(Protocol):
    """Where rows are read from."""

    def rows_get(self, table: str, subject: bytes) -> Row | None:
        """Return one row."""
        ...

    def rows_get_many(self, table: str, subjects: Iterable[bytes]) -> dict[bytes, Row]:
        """Return the rows of those subjects that have one."""
        ...


def decode(table: Table, raw: bytes) -> Any:  # noqa: ANN401
    """Return the state in the bytes of a row of ``table``."""
    return _decoders[table.name].decode(raw)


class Remembered:
    """Rows as they were read or folded, until they are forgotten together."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._people: dict[bytes, Beside] = {}
        self._others: dict[str, dict[bytes, Folded | None]] = {
            table.name: {} for table in TABLES if table.about is not Subject.PERSON
        }

    def get(self, table: Table, subject: bytes) -> Folded | None:
        """Return the row of ``subject``, or none."""
        seat = _SEATS.get(table.name)
        if seat is not None:
            return (self._people.get(subject) or self.person(subject))[seat]
        known = self._others[table.name]
        try:
            return known[subject]
        except KeyError:
            row = self._source.rows_get(table.name, subject)
        found = known[subject] = None if row is None else _thaw(table, row)
        return found

    def person(self, person: bytes) -> Beside:
        """Return all rows of a person."""
        try:
            return self._people[person]
        except KeyError:
            rows = [self._source.rows_get(table.name, person) for table in PERSON_TABLES]
        found = self._people[person] = [
            None if row is None else _thaw(table, row)
            for table, row in zip(PERSON_TABLES, rows, strict=True)
        ]
        return found

    def begun(self, table: Table, subject: bytes) -> Folded:
        """Return the row of ``subject``, a new one if there is none."""
        seat = _SEATS.get(table.name)
        if seat is None:
            held = self.get(table, subject)
            if held is None:
                held = self._others[table.name][subject] = Folded(None, b"", 0)
            return held
        beside = self._people.get(subject) or self.person(subject)
        held = beside[seat]
        if held is None:
            held = beside[seat] = Folded(None, b"", 0)
        return held

    def put(self, table: Table, subject: bytes, folded: Folded | None) -> None:
        """Keep what the row of ``subject`` is now."""
        if table.about is Subject.PERSON:
            self.person(subject)[_SEATS[table.name]] = folded
        else:
            self._others[table.name][subject] = folded

    def bare(self, people: Iterable[bytes]) -> None:
        """Note that these people have no rows, so that nobody looks for them."""
        for person in people:
            self._people[person] = [None] * len(PERSON_TABLES)

    def read(self, wanted: Mapping[Table, Collection[bytes]], fresh: Collection[bytes]) -> None:
        """Read at once what is not here of so many rows; ``fresh`` people have no key here yet."""
        people = set[bytes]()
        for table, subjects in wanted.items():
            if table.about is Subject.PERSON:
                people.update(subjects)
            else:
                known = self._others[table.name]
                unread = set(subjects).difference(known)
                known.update(dict.fromkeys(unread))
                known.update(self._found(table, unread))
        self._read_people(people.difference(self._people), fresh)

    def _read_people(self, people: set[bytes], fresh: Collection[bytes]) -> None:
        self.bare(people)
        known = people.difference(fresh)
        for seat, table in enumerate(PERSON_TABLES):
            there = known if table.name in _SEALED_ALONE else people
            for person, folded in self._found(table, there).items():
                self._people[person][seat] = folded

    def _found(self, table: Table, subjects: Iterable[bytes]) -> dict[bytes, Folded]:
        found = self._source.rows_get_many(table.name, subjects)
        return {subject: _thaw(table, row) for subject, row in found.items()}

    def trim(self) -> bool:
        """Forget all where it is too much; say whether it was."""
        size = len(PERSON_TABLES) * len(self._people) + sum(map(len, self._others.values()))
        if size > MOST:
            self.forget()
        return size > MOST

    def forget(self) -> None:
        """Forget all."""
        self._people.clear()
        for known in self._others.values():
            known.clear()


def _thaw(table: Table, row: Row) -> Folded:
    return Folded(decode(table, row.state), row.places, int.from_bytes(row.last, "big"))
