"""What of each row of a table a page asks for, kept in memory from one question to the next.

To read 124,000 rows takes one second or two, and a desk asks at every claim. So what was read is
kept, and only rows that were written since are read again (``adapters.store.changes``). Of a state
nothing is kept but what is asked for: no name, no document, no contact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

import msgspec

from muster.adapters.store import Changes
from muster.ground.people.ids import ListId
from muster.journey.lift.state import Passenger
from muster.journey.registry.cases import Case
from muster.journey.registry.state import Record
from muster.site.record.kinds import PASSENGER, RECORD, Table
from muster.site.record.remembered import decode
from muster.site.record.view import View

T = TypeVar("T")
_NEVER = -1


class Followed(Generic[T]):
    """What ``of`` says of each state of ``table``; nothing of those of which it says none."""

    def __init__(self, table: Table, of: Callable[[Any], T | None]) -> None:
        self._table = table
        self._of = of
        self._lock = Lock()
        self._mark = _NEVER
        self._kept: Mapping[bytes, T] = {}

    def forget(self) -> None:
        """Keep nothing: somebody was shredded, of whom nothing may be left in memory."""
        with self._lock:
            self._mark, self._kept = _NEVER, {}

    def seen(self, view: View, changes: Changes) -> Mapping[bytes, T]:
        """Return what ``view`` says, by subject, in no order; it is replaced and never changed.

        ``changes`` are those of the store that ``view`` looks at.
        """
        with self._lock:
            mark = view.reader.mark
            written = changes.since(self._mark) if _NEVER < self._mark <= mark else None
            if written is None:
                self._kept = dict(self._said(view.scan(self._table)))
            elif subjects := written.get(self._table.name):
                rows = view.reader.rows_get_many(self._table.name, subjects).items()
                others = {one: it for one, it in self._kept.items() if one not in subjects}
                again = self._said((one, decode(self._table, row.state)) for one, row in rows)
                self._kept = others | dict(again)
            self._mark = mark
            return self._kept

    def _said(self, states: Iterable[tuple[bytes, Any]]) -> Iterator[tuple[bytes, T]]:
        for subject, state in states:
            said = self._of(state)
            if said is not None:
                yield subject, said


class Claim(msgspec.Struct, frozen=True, gc=False):
    """What the queue and the lists ask of a record: from which list, and how far its claim is."""

    source: ListId | None
    withdrawn: bool
    named: bool
    case: Case | None


def claims() -> Followed[Claim]:
    """Return what follows every record."""
    return Followed(RECORD, _claim)


def _claim(record: Record) -> Claim:
    named, withdrawn = record.name is not None, record.withdrawn is not None
    return Claim(record.source, withdrawn, named, record.case)


def boardings() -> Followed[int]:
    """Return what follows everybody who boarded, and how often."""
    return Followed(PASSENGER, _boardings)


def _boardings(passenger: Passenger) -> int | None:
    return len(passenger.boardings) or None
