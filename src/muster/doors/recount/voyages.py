"""Who was seen on which lift, and who was seen on two that cannot both have carried them.

The rules are "One lift" and "Two lifts, one person" in ``docs/figures.md``. What was kept of a
shredded person is told in letters and ids and counts the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from muster.doors.recount.judged import Judged
from muster.doors.recount.line import MERGED, NAMELESS
from muster.doors.recount.person import Person, Seen
from muster.doors.recount.record import INSIDE, ORIGIN, Record

_ID = 16
_SEEN = (b"B", b"A", b"F", b"U")
_MOST_OTHERS = 8


class Clash(NamedTuple):
    """A voyage on ``lift`` that cannot go with those on ``others``; both ``landed``, or not."""

    lift: bytes
    others: Sequence[bytes]
    landed: bool = False


class Voyager(NamedTuple):
    """One person on lifts: scans and landings; ``new`` is the lift off which nobody knew them."""

    scans: Sequence[Seen]
    landings: Sequence[Seen]
    new: bytes | None = None

    @property
    def found(self) -> list[Seen]:
        """The landings without a scan."""
        scanned = {lift for lift, _, _ in self.scans}
        return [one for one in self.landings if one[0] not in scanned]


def board(record: Record, judged: Judged) -> None:
    """Fill in for every lift who was seen on it, whether it left, and who is counted twice."""
    clashes: list[Clash] = []
    part = {one for members in judged.persons.values() for one in members}
    for identity, person in record.persons.items():
        if identity in part:
            continue
        if person.kept is not None:
            clashes += _see_kept(record, person.kept[1])
        elif person.claim is None:
            clashes += _see(record, _voyager(person))
    for members in judged.persons.values():
        clashes += _see(record, _together(record, judged, members))
    origins, inside = record.places(frozenset({ORIGIN})), record.places(INSIDE)
    for lift in record.lifts.values():
        lift.place(record.as_of, origins, inside)
    for clash in clashes:
        _tell(record, clash)


def _voyager(person: Person) -> Voyager:
    new = person.landings[0][0] if person.unknown and person.landings else None
    return Voyager(person.scans, person.landings, new)


def _see(record: Record, voyager: Voyager) -> Iterable[Clash]:
    for lift, place, _ in voyager.scans:
        _scan(record, lift, place)
    found = {lift for lift, _, _ in voyager.found}
    for lift, _, _ in voyager.landings:
        here = record.lift(lift)
        if lift not in found:
            here.arrived += 1
        elif lift == voyager.new:
            here.unknown += 1
        else:
            here.known += 1
    return _clashes(voyager) if len(voyager.scans) + len(voyager.landings) > 1 else ()


def _together(record: Record, judged: Judged, members: Iterable[bytes]) -> Voyager:
    """Return what lifts saw of a person of several records: on each lift once."""
    told = sorted((judged.lines[one].raw(), list(_letters(record, one))) for one in members)
    seen = [one for _, letters in told for one in letters]
    scans = _once(one for one in seen if one[0] == b"B")
    landings = _once(one for one in seen if one[0] != b"B")
    scanned = {lift for _, lift, _ in scans}
    new = [lift for letter, lift, _ in landings if letter == b"U" and lift not in scanned]
    known = (judged.lines[one] for one in members)
    unknown = all(one.mark in NAMELESS or one.stage == MERGED for one in known)
    return Voyager(
        [(lift, place, 0) for _, lift, place in scans],
        [(lift, place, 0) for _, lift, place in landings],
        new[0] if new and unknown else None,
    )


Letter = tuple[bytes, bytes, bytes]


def _letters(record: Record, identity: bytes) -> Iterator[Letter]:
    """Yield what lifts saw of one record as letter, lift and place."""
    person = record.persons[identity]
    if person.kept is not None:
        for raw in person.kept[1]:
            if raw[:1] in _SEEN:
                yield raw[:1], raw[1 : 1 + _ID], raw[1 + _ID : 1 + 2 * _ID]
    elif person.claim is None:
        voyager = _voyager(person)
        found = {lift for lift, _, _ in voyager.found}
        yield from ((b"B", lift, place) for lift, place, _ in voyager.scans)
        for lift, place, _ in voyager.landings:
            letter = b"A" if lift not in found else b"U" if lift == voyager.new else b"F"
            yield letter, lift, place


def _once(seen: Iterable[Letter]) -> list[Letter]:
    """Return the first of each lift, in the order in which the lifts were last seen."""
    first: dict[bytes, Letter] = {}
    last: dict[bytes, int] = {}
    for number, one in enumerate(seen):
        first.setdefault(one[1], one)
        last[one[1]] = number
    return [first[lift] for lift in sorted(last, key=last.__getitem__)]


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


def _clashes(voyager: Voyager) -> Iterator[Clash]:
    """Yield each voyage that some voyages before it contradict."""
    landed = {lift for lift, _, _ in voyager.landings}
    ashore = {place for _, place, _ in voyager.landings}
    voyages = [*voyager.scans, *voyager.found]
    for number, (lift, place, _) in enumerate(voyages):
        goes_on = number < len(voyager.scans) and place in ashore
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
