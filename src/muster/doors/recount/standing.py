"""Where one person stands: the table under "One person" in ``docs/figures.md``, row by row."""

from typing import NamedTuple

import msgspec

from muster.doors.recount.lift import Lift
from muster.doors.recount.person import Person, Seen
from muster.doors.recount.record import INSIDE, SAFE, Record

WAITING, ON_THE_WAY, SAFELY, CLOSED = "waiting", "on-the-way", "safe", "closed"
DEAD, LEFT, HANDED_OVER = "dead", "left-on-own-account", "handed-over"
WITHDREW, INELIGIBLE = "withdrew", "ineligible"
LEFT_BEHIND, LEFT_UNTRACED = "left-behind", "left-behind-untraced"
NOBODY = Lift()


class Standing(NamedTuple):
    """One person's place in the account; ``why`` is a closed case's reason."""

    where: str
    category: str = ""
    why: str = ""
    place: bytes = b""
    lift: bytes = b""
    unnamed: bool = False
    untraced: bool = False
    absent: bool = False


class Stands:
    """Answers where people stand, once it is known which lifts have left."""

    def __init__(self, record: Record) -> None:
        self._inside = record.places(INSIDE)
        self._safe = record.places(SAFE)
        self._lifts = record.lifts

    def of(self, person: Person) -> Standing | None:
        """Return the standing of ``person``; none of a record that turned out to be another's."""
        if person.kept is not None:
            return self._kept(person.kept[0])
        if person.claim is not None:
            return None
        aboard, ashore = journey_end(person)
        standing = self._own(person, aboard, ashore)
        if standing.where != CLOSED and _still_left_behind(person, aboard or ashore):
            why, untraced = LEFT_BEHIND, standing.untraced
            return Standing(CLOSED, standing.category, why, untraced=untraced)
        return standing

    def _own(self, person: Person, aboard: Seen | None, ashore: Seen | None) -> Standing:
        """Return where somebody stands, whether they were named as left behind or not."""
        category = person.category or person.found_category
        if person.dead:
            return Standing(CLOSED, category, DEAD)
        if aboard is not None:
            return self._aboard(aboard, category, unnamed=not person.known and not person.guest)
        if ashore is not None:
            if person.left or person.handed:
                return Standing(CLOSED, category, LEFT if person.left else HANDED_OVER)
            return self._ashore(ashore[1], category, person.unknown, person.absent)
        return _before(person, category)

    def _aboard(self, scan: Seen, category: str, *, unnamed: bool) -> Standing:
        lift, place, _ = scan
        if self._lifts.get(lift, NOBODY).left is not None:
            return Standing(ON_THE_WAY, category, lift=lift, unnamed=unnamed)
        where = SAFELY if place in self._safe else WAITING
        return Standing(where, category, place=place, unnamed=unnamed)

    def _ashore(self, place: bytes, category: str, unknown: bool, absent: bool) -> Standing:  # noqa: FBT001
        if place in self._inside:
            return Standing(WAITING, category, place=place, unnamed=unknown and not absent)
        return Standing(SAFELY, category, place=place, absent=absent)

    def _kept(self, line: bytes) -> Standing | None:
        """Return the standing in what was kept of a shredded person."""
        stage, mark, category, lift, place = msgspec.msgpack.decode(line)
        unnamed = mark == "identity-not-known-here"
        if stage == "merged":
            return None
        if stage == "closed":
            lost = mark == LEFT_UNTRACED
            return Standing(CLOSED, category, LEFT_BEHIND if lost else mark, untraced=lost)
        if stage == "aboard":
            return self._aboard((lift, place, 0), category, unnamed=unnamed)
        if stage == "safe":
            return self._ashore(place, category, mark == "found-on-arrival", mark == "absent")
        untraced = mark == "untraced"
        return Standing(WAITING, category, place=place, unnamed=unnamed, untraced=untraced)


def _still_left_behind(person: Person, end: Seen | None) -> bool:
    """Say whether somebody was named as left behind, and nobody knows more of them since."""
    if person.left_behind is None:
        return False
    named, *where = person.left_behind
    if where != (list(end[:2]) if end is not None else [b"", b""]):
        return False
    seen = [person.seen_at, person.ready_at, person.mustered_at]
    return max([*seen, end[2]] if end is not None else seen) <= named


def _before(person: Person, category: str) -> Standing:
    """Return where somebody stands who was on no lift."""
    if not person.known:
        return Standing(WAITING, category, unnamed=True)
    if person.withdrawn:
        return Standing(CLOSED, category, WITHDREW)
    if person.outcome == INELIGIBLE:
        return Standing(CLOSED, category, INELIGIBLE)
    if person.missing:
        return Standing(WAITING, category)
    if person.untraced:
        return Standing(WAITING, category, untraced=True)
    return Standing(WAITING, category, place=person.ready or b"")


def journey_end(person: Person) -> tuple[Seen | None, Seen | None]:
    """Return where a journey ends: at a scan, or at a landing, or at neither."""
    landed = {lift for lift, _, _ in person.landings}
    scans = [scan for scan in person.scans if scan[0] not in landed]
    landings = [one for one in person.landings if not _went_on(one, person.scans)]
    if person.landings and not scans and not landings:
        return None, max(person.landings, key=lambda one: one[2])
    aboard = _latest(scans)
    ashore = _latest(landings)
    if aboard is not None and ashore is not None:
        return (aboard, None) if aboard[2] > ashore[2] else (None, ashore)
    return aboard, ashore


def _went_on(landing: Seen, scans: tuple[Seen, ...]) -> bool:
    return any(place == landing[1] and lift != landing[0] for lift, place, _ in scans)


def _latest(seen: list[Seen]) -> Seen | None:
    """Return the one observed latest, of equal ones the last in order."""
    return max(reversed(seen), key=lambda one: one[2], default=None)
