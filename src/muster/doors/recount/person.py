"""What was put on record of one person, and what each kind of fact changes in it."""

from collections.abc import Callable, Sequence
from typing import Any

Seen = tuple[bytes, bytes, int]
"""A scan or a landing: lift, place, and when it was observed."""
Fields = Sequence[Any]

ABSENT = "absent"
KEPT = "account-kept"
NEVER = -(2**63)
_OBSERVERS = 2


class Person:
    """One person, as the facts about them have it so far, in the order of the record."""

    __slots__ = (
        "absent",
        "authority",
        "category",
        "claim",
        "found_category",
        "guest",
        "handed_at",
        "kept",
        "known",
        "landings",
        "left_at",
        "left_behind",
        "missed_at",
        "mustered_at",
        "observers",
        "outcome",
        "ready",
        "ready_at",
        "scans",
        "seen_at",
        "taken_back",
        "unknown",
        "untraced",
        "withdrawn",
    )

    def __init__(self) -> None:
        self.known = self.withdrawn = self.taken_back = self.untraced = False
        self.guest = self.unknown = self.absent = False
        self.authority = False
        self.category = self.found_category = self.outcome = ""
        self.ready: bytes | None = None
        self.ready_at = self.mustered_at = self.seen_at = self.missed_at = NEVER
        self.handed_at = self.left_at = NEVER
        self.left_behind: tuple[int, bytes, bytes] | None = None
        self.claim: bytes | None = None
        self.scans: tuple[Seen, ...] = ()
        self.landings: tuple[Seen, ...] = ()
        self.observers: frozenset[bytes] = frozenset()
        self.kept: tuple[bytes, Sequence[bytes]] | None = None

    @property
    def dead(self) -> bool:
        """Whether an authority or two observers say so."""
        return self.authority or len(self.observers) >= _OBSERVERS

    @property
    def handed(self) -> bool:
        """Whether somebody else answers for them, and they landed nowhere since."""
        return self.handed_at != NEVER

    @property
    def left(self) -> bool:
        """Whether they went their own way, and were not seen since."""
        return self.left_at != NEVER

    def went_on(self, at: int) -> None:
        """Forget an end of the journey that was observed before ``at``."""
        self.handed_at = NEVER if self.handed_at < at else self.handed_at
        self.left_at = NEVER if self.left_at < at else self.left_at

    def ended(self, at: int) -> bool:
        """Say whether a journey that ended at ``at`` went on nowhere later."""
        return all(landing[2] <= at for landing in self.landings)

    @property
    def missing(self) -> bool:
        """Whether somebody who was on no lift was reported missing, and not seen since."""
        last = max(self.seen_at, self.ready_at, self.mustered_at)
        return self.missed_at != NEVER and last <= self.missed_at


Change = Callable[[Person, Fields, int], None]


def _claimed(person: Person, fields: Fields, _at: int) -> None:
    person.known = True
    person.category = person.category or fields[0]
    if person.taken_back:
        person.withdrawn = person.taken_back = False


def _corrected(person: Person, fields: Fields, _at: int) -> None:
    named, category = fields
    person.known = person.known or named
    person.category = person.category if category is None else category


def _decided(person: Person, fields: Fields, _at: int) -> None:
    person.outcome = fields[0]
    person.category = fields[1] or person.category


def _withdrew(person: Person, fields: Fields, _at: int) -> None:
    with_list = any(fields)  # an audit made before lists could be taken back says nothing here
    if not (with_list and person.withdrawn):
        person.withdrawn, person.taken_back = True, with_list


def _lost(person: Person, _fields: Fields, _at: int) -> None:
    person.untraced = True


def _before_us(person: Person, _fields: Fields, at: int) -> None:
    person.seen_at = max(person.seen_at, at)


def _traced(person: Person, fields: Fields, at: int) -> None:
    _before_us(person, fields, at)
    person.untraced = False


def _heard(person: Person, fields: Fields, at: int) -> None:
    _before_us(person, fields, at)
    person.untraced = person.withdrawn = person.taken_back = False


def _readied(person: Person, fields: Fields, at: int) -> None:
    person.ready, person.ready_at = fields[0], at


def _boarded(person: Person, fields: Fields, at: int) -> None:
    lift, place = fields
    if all(scan[0] != lift for scan in person.scans):
        person.scans = (*person.scans, (lift, place, at))


def _bumped(person: Person, fields: Fields, _at: int) -> None:
    person.scans = tuple(scan for scan in person.scans if scan[0] != fields[0])


def _arrived(person: Person, fields: Fields, at: int) -> None:
    lift, place = fields
    person.guest = True
    if all(landing[0] != lift for landing in person.landings):
        person.landings = (*person.landings, (lift, place, at))
        person.went_on(at)


def _found(person: Person, fields: Fields, at: int) -> None:
    _arrived(person, fields, at)
    person.unknown = True


def _settled(person: Person, fields: Fields, _at: int) -> None:
    person.guest = True
    person.unknown = False
    person.claim, person.found_category = fields


def _mustered(person: Person, fields: Fields, at: int) -> None:
    person.guest = True
    person.absent = fields[0] == ABSENT
    if not person.absent:
        person.left_at = NEVER if person.left_at < at else person.left_at
        person.mustered_at = at


def _handed_over(person: Person, _fields: Fields, at: int) -> None:
    person.guest = True
    if person.ended(at):
        person.handed_at = max(person.handed_at, at)


def _left(person: Person, _fields: Fields, at: int) -> None:
    person.guest = True
    if person.ended(at) and person.mustered_at <= at:
        person.left_at = max(person.left_at, at)


def _died(person: Person, fields: Fields, _at: int) -> None:
    observer, authority = fields
    person.observers |= {observer}
    person.authority = person.authority or authority


def _missed(person: Person, _fields: Fields, at: int) -> None:
    person.missed_at = max(person.missed_at, at)


def _left_behind(person: Person, fields: Fields, at: int) -> None:
    if person.left_behind is None or person.left_behind[0] <= at:
        person.left_behind = (at, fields[0], fields[1])


def _kept(person: Person, fields: Fields, _at: int) -> None:
    person.kept = fields[0], fields[1]


def _on_record(_person: Person, _fields: Fields, _at: int) -> None:
    """Change nothing: that there is such a fact puts the person on record."""


CHANGES: dict[str, Change] = {
    "person-claimed": _claimed,
    "person-corrected": _corrected,
    "note-taken": _on_record,
    "document-seen": _on_record,
    "eligibility-decided": _decided,
    "person-searched": _before_us,
    "person-registered": _traced,
    "wristband-tied": _traced,
    "need-recorded": _on_record,
    "claim-withdrawn": _withdrew,
    "person-untraced": _lost,
    "person-heard-from": _heard,
    "person-ready": _readied,
    "manifested": _on_record,
    "boarded": _boarded,
    "bumped": _bumped,
    "arrived": _arrived,
    "found-on-arrival": _found,
    "found-settled": _settled,
    "mustered": _mustered,
    "handed-over": _handed_over,
    "left-on-own-account": _left,
    "death-reported": _died,
    "person-missing": _missed,
    "kin-told": _on_record,
    "left-behind": _left_behind,
    "documents-destroyed": _on_record,
    KEPT: _kept,
}
"""By kind; the fields are those that an entry of the kind keeps, in their order."""
