"""Everybody who waits, as plans ask for them: kept in memory from one question to the next.

To read 23,000 people anew takes most of a second, and a planner asks at every turn. So what was
read is kept, and only whoever was written since is read again (``adapters.store.changes``): what is
here is always what the view says that it has caught up with. Of a record nothing is kept that a
plan does not ask for: no name, no document, no contact.
"""

from collections.abc import Iterable, Iterator, Mapping
from threading import RLock
from typing import Any

import msgspec

from muster.adapters.store import ACCOUNTS, AccountRow, Changes
from muster.ground.people.category import Outcome as Eligible
from muster.ground.people.document import Evidence
from muster.ground.people.ids import PartyId, PersonId
from muster.ground.people.moment import Instant
from muster.ground.people.need import Need
from muster.journey.figures.books import Mark, Stage, decode_line, encode_line
from muster.journey.lift.state import Passenger
from muster.journey.plan.seats import Seat
from muster.journey.plan.state import Calls
from muster.journey.registry.state import Record
from muster.site.record.accounts import STANDING
from muster.site.record.kinds import CALLS, PASSENGER, RECORD, SEAT, Table
from muster.site.record.remembered import decode
from muster.site.record.rows import places
from muster.site.record.view import View

At = tuple[int, int]
"""Where a fact lies: number of a log at this site, and sequence in it."""
NOWHERE: At = (0, 0)
_AT_ONCE = 20_000
_SOUGHT = frozenset({Mark.UNKNOWN_HERE, Mark.MISSED})
_NEVER = -1


class Person(msgspec.Struct, frozen=True, gc=False):
    """What a plan asks of somebody's record; ``claim`` is where the first fact about them lies.

    ``born`` is the first day on which they may have been born, ISO, none where it is not known.
    ``seen`` says that a document was seen, ``banded`` that they have a wristband.
    """

    party: PartyId | None
    category: str
    needs: tuple[Need, ...]
    born: str | None
    guardian: PersonId | None
    eligible: bool
    untraced: bool
    seen: bool
    banded: bool
    claimed: Instant | None
    claim: At = NOWHERE


def person(record: Record, claim: At = NOWHERE) -> Person:
    """Return what a plan asks of a record."""
    return Person(
        record.party,
        record.category,
        record.needs,
        record.birth.earliest if record.birth is not None else None,
        record.guardian,
        record.outcome is Eligible.ELIGIBLE,
        record.untraced is not None,
        any(one.evidence is not Evidence.CLAIMED for one in record.documents),
        bool(record.wristbands),
        record.claimed,
        claim,
    )


class Waiting:
    """Who waits, in which parties; what the ramp knows of them; who has which place and call.

    ``sought`` are those who wait and cannot be planned, and why. ``parties`` are people by party;
    ``single`` those in none. ``seats`` and ``calls`` are of all parties; they are never changed,
    but replaced. Whoever asks holds ``lock`` until the answer is there.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        self._mark = _NEVER
        self._moved: set[PartyId] = set()
        self._clear()

    def _clear(self) -> None:
        self.people: dict[bytes, Person] = {}
        self.passengers: dict[bytes, Passenger] = {}
        self.parties: dict[PartyId, set[bytes]] = {}
        self.single: set[bytes] = set()
        self.sought: dict[bytes, Mark] = {}
        self.seats: dict[bytes, Seat] = {}
        self.calls: dict[bytes, Calls] = {}
        self._all_moved = True

    def forget(self) -> None:
        """Keep nothing: somebody was shredded, of whom nothing may be left in memory."""
        with self.lock:
            self._mark = _NEVER
            self._clear()

    def moved(self) -> set[PartyId] | None:
        """Return the parties of whose people something was read since this was asked; none for all.

        ``seats`` and ``calls`` do not count.
        """
        moved, self._moved = self._moved, set()
        everybody, self._all_moved = self._all_moved, False
        return None if everybody else moved

    def catch_up(self, view: View, changes: Changes) -> None:
        """Be what ``view`` says, a view of the store whose ``changes`` these are."""
        mark = view.reader.mark
        written = changes.since(self._mark) if _NEVER < self._mark <= mark else None
        self._mark = _NEVER  # nothing is kept that was read by half
        if written is None:
            self._read(view)
        else:
            self._read_again(view, written)
        self._mark = mark

    def _read(self, view: View) -> None:
        self._clear()
        lines = [line for line in view.lines() if line.stage is Stage.WAITING]
        self._take(view, _in_accounts(view, [encode_line(line) for line in lines]))
        self.seats, self.calls = view.states(SEAT), view.states(CALLS)

    def _read_again(self, view: View, written: Mapping[str, set[bytes]]) -> None:
        subjects = written.get(ACCOUNTS, set()).copy()
        for table in (RECORD, PASSENGER):
            subjects |= {one for one in written.get(table.name, ()) if one in self.people}
        for one in subjects:
            self._drop(one)
        self._take(view, view.reader.account_get_many(subjects).values())
        self.seats = _again(view, SEAT, self.seats, written)
        self.calls = _again(view, CALLS, self.calls, written)

    def _drop(self, one: bytes) -> None:
        self.sought.pop(one, None)
        self.passengers.pop(one, None)
        self.single.discard(one)
        before = self.people.pop(one, None)
        if before is not None and before.party is not None:
            self._moved.add(before.party)
            those = self.parties[before.party]
            those.discard(one)
            if not those:
                del self.parties[before.party]

    def _take(self, view: View, accounts: Iterable[AccountRow]) -> None:
        """Take up those of them who wait."""
        wanted = []
        for row in accounts:
            line = decode_line(row.account) if row.kind == STANDING else None
            if line is None or line.stage is not Stage.WAITING:
                continue
            if line.mark in _SOUGHT:
                self.sought[row.subject] = line.mark
            else:
                wanted.append(row.subject)
        for subject, held in view.reader.rows_get_many(RECORD.name, wanted).items():
            record: Record = decode(RECORD, held.state)
            self._put(subject, person(record, next(places(held.places), NOWHERE)))
        for subject, held in view.reader.rows_get_many(PASSENGER.name, wanted).items():
            self.passengers[subject] = decode(PASSENGER, held.state)

    def _put(self, subject: bytes, one: Person) -> None:
        self.people[subject] = one
        if one.party is None:
            self.single.add(subject)
        else:
            self._moved.add(one.party)
            self.parties.setdefault(one.party, set()).add(subject)


def _again(
    view: View, table: Table, kept: dict[bytes, Any], written: Mapping[str, set[bytes]]
) -> dict[bytes, Any]:
    """Return the states of a table with those that were written since as they are now."""
    subjects = written.get(table.name)
    if not subjects:
        return kept
    found = {one: state for one, state in kept.items() if one not in subjects}
    rows = view.reader.rows_get_many(table.name, subjects)
    return found | {one: decode(table, row.state) for one, row in rows.items()}


def _in_accounts(view: View, accounts: list[bytes]) -> Iterator[AccountRow]:
    after = b""
    while rows := view.reader.accounts_in(STANDING, accounts, _AT_ONCE, after):
        yield from rows
        after = rows[-1].subject
