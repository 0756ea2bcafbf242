"""Tell the rows of a list apart: who is new, who was here, who changed, who is gone.

A row that is here already is left alone, unless its list was taken back. A row of somebody who was
on this list before is one more claim of that person: by the list's own id, else as ``revisions``
says. New people whose family was on the list before, by its number there or by others of it in the
same file, join its party while that stands as the list proposed it. Whoever is gone from the list
stays on record, and is counted. Of a correction file nobody is gone: its rows never came in.
"""

from collections.abc import Iterable, Mapping

import msgspec

from muster.adapters.formats.claims import ClaimRow
from muster.ground.people.ids import ListId, PartyId, PersonId
from muster.journey.registry.revisions import Listed, revised
from muster.journey.registry.state import Party, Record
from muster.site.record.kinds import PARTY, RECORD
from muster.site.record.view import View

Held = Mapping[PersonId, Record]


class Sorted(msgspec.Struct):
    """The rows of one list: parties of new people, further claims, and who was here already.

    ``joining`` are new people by the party they join, ``by_row_id`` everybody known so far by the
    list's own id.
    """

    parties: list[list[ClaimRow]]
    joining: dict[PartyId, list[ClaimRow]]
    again: list[tuple[ClaimRow, PersonId]]
    here: list[PersonId]
    repeated: int
    gone: int
    by_row_id: dict[str, PersonId]


def held_of(view: View, identity: ListId) -> Held:
    """Return everybody who was on a list before, under its latest claim."""
    return {
        PersonId(person): record
        for person, record in view.holding(RECORD, identity)
        if record.source == identity
    }


def sort(rows: Iterable[ClaimRow], held: Held, view: View, *, whole: bool = True) -> Sorted:
    """Return the rows of a list whose people so far are ``held``; ``whole`` unless some only."""
    sorting = _Sorting(held)
    new = sorting.known(rows)
    if whole:
        new = sorting.changed(new)
    sorting.part(new, view)
    return sorting.done


class _Sorting:
    """Sorts one list, step by step."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._by_key = {record.row_key: person for person, record in held.items()}
        by_row_id = {one.row_id: person for person, one in held.items() if one.row_id}
        self.done = Sorted([], {}, [], [], 0, 0, by_row_id)
        self._left = dict(held)
        self._families: dict[str, set[PartyId]] = {}
        for one in held.values():
            if one.family and one.party is not None:
                self._families.setdefault(one.family, set()).add(one.party)

    def known(self, rows: Iterable[ClaimRow]) -> list[ClaimRow]:
        """Take the rows that are here, or whose list's own id is; return the others, each once."""
        new: dict[bytes, ClaimRow] = {}
        for row in rows:
            person = self._by_key.get(row.key)
            if person is not None and not self._held[person].taken_back:
                self.done.here.append(person)
                self.done.repeated += 1
                self._is(row, person)
            elif person is not None and person in self._left:
                self._again(row, person)
            elif row.key in new:
                self.done.repeated += 1
            elif (person := self.done.by_row_id.get(row.row_id)) is not None:
                self._again(row, person)
            else:
                new[row.key] = row
        return list(new.values())

    def changed(self, new: list[ClaimRow]) -> list[ClaimRow]:
        """Take the rows that are somebody of the list who is gone from it otherwise."""
        before = {bytes(person): _of_record(one) for person, one in self._left.items() if one.name}
        found = revised(before, [_of_row(row) for row in new]) if before else {}
        for place, person in found.items():
            self._again(new[place], PersonId(person))
        self.done.gone = sum(not one.taken_back for one in self._left.values())
        return [row for place, row in enumerate(new) if place not in found]

    def part(self, new: Iterable[ClaimRow], view: View) -> None:
        """Put new people into parties: one that was here, or one of their own."""
        parties: dict[str, list[ClaimRow]] = {}
        for row in new:
            party = self._party(row, view)
            if party is None:
                parties.setdefault(row.party or f"\0{row.line}", []).append(row)
            else:
                self.done.joining.setdefault(party, []).append(row)
        self.done.parties = list(parties.values())

    def _party(self, row: ClaimRow, view: View) -> PartyId | None:
        found = self._families.get(row.party, set()) if row.party else set()
        if len(found) != 1:
            return None
        party = next(iter(found))
        state: Party | None = view.state(PARTY, party)
        stands = state is not None and not state.confirmed and state.received is None
        return party if stands else None

    def _again(self, row: ClaimRow, person: PersonId) -> None:
        self.done.again.append((row, person))
        self._is(row, person)

    def _is(self, row: ClaimRow, person: PersonId) -> None:
        self._left.pop(person, None)
        party = self._held[person].party
        if row.party and party is not None:
            self._families.setdefault(row.party, set()).add(party)


def _of_record(record: Record) -> Listed:
    if record.name is None:
        raise ValueError
    return Listed(record.name, record.birth, record.documents, record.contacts)


def _of_row(row: ClaimRow) -> Listed:
    return Listed(row.name, row.birth, row.documents, (*row.phones, *row.mails))
