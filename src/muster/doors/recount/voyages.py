"""Who was seen on which lift, and who was seen on two that cannot both have carried them.

The rules are "One lift" and "Two lifts, one person" in ``docs/figures.md``. What was kept of a
shredded person is told in letters and ids and counts the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from muster.doors.recount.person import Person, Seen
from muster.doors.recount.record import INSIDE, ORIGIN, Record

_ID = 16
_MOST_OTHERS = 8


class Clash(NamedTuple):
    """A voyage on ``lift`` that cannot go with those on ``others``; both ``landed``, or not."""

    lift: bytes
    others: Sequence[bytes]
    landed: bool = False


def board(record: Record) -> None:
    """Fill in for every lift who was seen on it, whether it left, and who is counted twice."""
    clashes: list[Clash] = []
    for person in record.persons.values():
        if person.kept is not None:
            clashes += _see_kept(record, person.kept[1])
        elif person.claim is None:
            _see(record, person)
            if len(person.scans) + len(person.landings) > 1:
                clashes += _clashes(person)
    origins, inside = record.places(frozenset({ORIGIN})), record.places(INSIDE)
    for lift in record.lifts.values():
        lift.place(record.as_of, origins, inside)
    for clash in clashes:
        _tell(record, clash)


def _see(record: Record, person: Person) -> None:
    for lift, place, _ in person.scans:
        _scan(record, lift, place)
    scanned = {lift for lift, _, _ in person.scans}
    for number, (lift, _, _) in enumerate(person.landings):
        here = record.lift(lift)
        if lift in scanned:
            here.arrived += 1
        elif person.unknown and number == 0:
            here.unknown += 1
        else:
            here.known += 1


def _scan(record: Record, lift: bytes, place: bytes) -> None:
    here = record.lift(lift)
    here.scanned += 1
    if place:
        here.started.add(place)


def _see_kept(record: Record, entries: Iterable[bytes]) -> Iterator[Clash]:
    for raw in entries:
        letter = raw[:1]
        lift, place, *others = (raw[at : at + _ID] for at in range(1, len(raw) + _ID, _ID))
        others = [one for one in others if one]
        if letter == b"B":
            _scan(record, lift, place)
        elif letter == b"A":
            record.lift(lift).arrived += 1
        elif letter == b"F":
            record.lift(lift).known += 1
        elif letter == b"U":
            record.lift(lift).unknown += 1
        elif letter in (b"T", b"L"):
            yield Clash(lift, others, landed=letter == b"L")


def _clashes(person: Person) -> Iterator[Clash]:
    """Yield each voyage that some voyages before it contradict."""
    scanned = {lift for lift, _, _ in person.scans}
    landed = {lift for lift, _, _ in person.landings}
    ashore = {place for _, place, _ in person.landings}
    found = [one for one in person.landings if one[0] not in scanned]
    voyages = [*person.scans, *found]
    for number, (lift, place, _) in enumerate(voyages):
        goes_on = number < len(person.scans) and place in ashore
        before = voyages[:number]
        others = [one[0] for one in before if not (goes_on and _ended(one, place, landed))]
        others = others[-_MOST_OTHERS:]
        if others:
            yield Clash(lift, others)
            both = [one for one in others if one in landed]
            if both and lift in landed:
                yield Clash(lift, both, landed=True)


def _ended(voyage: Seen, place: bytes, landed: set[bytes]) -> bool:
    """Say whether somebody who boards at ``place`` can have been on ``voyage`` before."""
    return voyage[0] in landed and voyage[1] != place


def _tell(record: Record, clash: Clash) -> None:
    """Note on each lift of a clash who may not have been on it, if the lifts really left."""
    here = record.lifts.get(clash.lift)
    if here is None or not here.gone_out:
        return
    known = (record.lifts.get(one) for one in clash.others if one != clash.lift)
    others = [one for one in known if one is not None and one.gone_out]
    if not others:
        return
    if clash.landed:
        here.landed_twice += 1
        return
    here.elsewhere += 1
    for one in (here, *others):
        one.in_doubt += 1
