"""One person in one line: how far they are, what else is known, as far as their own facts say.

Lines are what is kept of shredded people, and what tells which of several records of one person
says most. They are described under "One person" in ``docs/figures.md``.
"""

from typing import NamedTuple

import msgspec

from muster.doors.recount.person import Person, Seen

WAITING, ABOARD, ASHORE, CLOSED, MERGED = "waiting", "aboard", "safe", "closed", "merged"
CLAIMED, ELIGIBLE, DEFERRED, READY = "claimed", "eligible", "deferred", "ready"
UNTRACED, MISSING = "untraced", "missing"
UNNAMED, FOUND, ABSENT = "identity-not-known-here", "found-on-arrival", "absent"
DEAD, LEFT, HANDED_OVER = "dead", "left-on-own-account", "handed-over"
WITHDREW, INELIGIBLE = "withdrew", "ineligible"
LEFT_BEHIND, LEFT_UNTRACED = "left-behind", "left-behind-untraced"
NAMELESS = frozenset({UNNAMED, FOUND})
STAYING = frozenset({LEFT_BEHIND, LEFT_UNTRACED})

_encoder = msgspec.msgpack.Encoder()


class Line(NamedTuple):
    """How far somebody is, a mark, a category, and the lift and place where that is."""

    stage: str
    mark: str = ""
    category: str = ""
    lift: bytes = b""
    place: bytes = b""

    def raw(self) -> bytes:
        """Return the bytes that a line is kept in."""
        return _encoder.encode(list(self))


def line_of(person: Person) -> Line:
    """Return the line of ``person``."""
    if person.kept is not None:
        return Line(*msgspec.msgpack.decode(person.kept[0]))
    category = person.category or person.found_category
    if person.claim is not None:
        return Line(MERGED, "", category)
    aboard, ashore = journey_end(person)
    line = _own(person, category, aboard, ashore)
    if line.stage != CLOSED and _still_left_behind(person, aboard or ashore):
        mark = LEFT_UNTRACED if line.mark == UNTRACED else LEFT_BEHIND
        return line._replace(stage=CLOSED, mark=mark)
    return line


def _own(person: Person, category: str, aboard: Seen | None, ashore: Seen | None) -> Line:
    """Return the line, whether somebody was named as left behind or not."""
    if person.dead:
        lift = aboard[0] if aboard is not None else b""
        return Line(CLOSED, DEAD, category, lift, _place(aboard or ashore))
    if aboard is not None:
        unnamed = not person.known and not person.guest
        return Line(ABOARD, UNNAMED if unnamed else "", category, aboard[0], aboard[1])
    if ashore is None:
        mark, place = _before(person)
        stage = CLOSED if mark in (WITHDREW, INELIGIBLE) else WAITING
        return Line(stage, mark, category, b"", place)
    place = ashore[1]
    if person.left or person.handed:
        return Line(CLOSED, LEFT if person.left else HANDED_OVER, category, b"", place)
    mark = ABSENT if person.absent else FOUND if person.unknown else ""
    return Line(ASHORE, mark, category, b"", place)


def _place(end: Seen | None) -> bytes:
    return b"" if end is None else end[1]


def _before(person: Person) -> tuple[str, bytes]:
    """Return mark and place of somebody who was on no lift."""
    if not person.known:
        return UNNAMED, b""
    if person.withdrawn:
        return WITHDREW, b""
    if person.outcome == INELIGIBLE:
        return INELIGIBLE, b""
    if person.missing:
        return MISSING, b""
    if person.untraced:
        return UNTRACED, b""
    if person.ready is not None:
        return READY, person.ready
    return person.outcome or CLAIMED, b""


def _still_left_behind(person: Person, end: Seen | None) -> bool:
    """Say whether somebody was named as left behind, and nobody knows more of them since."""
    if person.left_behind is None:
        return False
    named, *where = person.left_behind
    if where != (list(end[:2]) if end is not None else [b"", b""]):
        return False
    seen = [person.seen_at, person.ready_at, person.mustered_at]
    return max([*seen, end[2]] if end is not None else seen) <= named


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
