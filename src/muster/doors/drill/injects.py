"""What goes wrong in a scenario, and the last lift: a table per kind, told apart by ``kind``."""

from datetime import date
from typing import Annotated

from msgspec import Meta, field

from muster.doors.drill.forms import Aware, Hours, Slug, Souls, Table, Words


class Inject(Table, frozen=True, tag_field="kind"):
    """Something that happens; the key ``kind`` says what."""


class Pause(Inject, frozen=True, tag="pause"):
    """No departures from ``begins`` to ``until``; ``cancelled`` lifts offered then are off."""

    begins: Aware
    until: Aware
    words: Words
    carrier: Slug
    lift_kind: Slug
    place: Slug = ""
    cancelled: Souls = 0


class LapChildren(Inject, frozen=True, tag="lap-children"):
    """A lift on which ``scanned`` people are scanned and ``souls`` counted: children on laps."""

    day: date
    carrier: Slug
    lift_kind: Slug
    callsign: Words
    departs: Aware
    to: Slug
    souls: Souls
    scanned: Souls
    settled_after_hours: Hours
    words: Words


class FoundAboard(Inject, frozen=True, tag="found-aboard"):
    """A lift on which ``souls`` come off and ``manifested`` were planned.

    Of those found on arrival ``known`` turn out to be claimed before, ``unmatched`` stay unclear.
    """

    day: date
    carrier: Slug
    lift_kind: Slug
    callsign: Words
    departs: Aware
    to: Slug
    souls: Souls
    manifested: Souls
    known: Souls
    unmatched: Souls
    matched_after_hours: Hours
    words: Words


class LastLift(Inject, frozen=True, tag="last-lift"):
    """The last lift out."""

    day: date
    carrier: Slug
    lift_kind: Slug
    departs: Aware
    to: Slug


class Cancelled(Inject, frozen=True, tag="cancelled"):
    """Lifts that were offered and do not go."""

    at: Aware
    carrier: Slug
    lift_kind: Slug
    to: Slug
    lifts: Annotated[int, Meta(ge=1)]
    words: Words


class Warned(Inject, frozen=True, tag="warning"):
    """Gates to stay away from, by whose word; ``recall`` takes back every live call to them."""

    at: Aware
    until: Aware
    places: tuple[Slug, ...]
    words: Words
    source: Words = "control centre"
    recall: bool = False


class Statement(Table, frozen=True):
    """One report of casualties: who says what when; ``parts`` are named groups.

    ``parts_inside`` says whether the parts lie in ``dead``; left out where the source did not say.
    """

    at: Aware
    source: Words
    words: Words
    quality: Words
    dead: tuple[Souls, Souls]
    injured: tuple[Souls, Souls] | None = None
    parts: dict[Slug, tuple[Souls, Souls]] = field(default_factory=dict)
    parts_inside: bool | None = None
    missing: tuple[Souls, Souls] | None = None


class Said(Table, frozen=True):
    """Words about an incident that count nobody; ``claims`` marks a claim of responsibility."""

    at: Aware
    source: Words
    words: Words
    quality: Words
    claims: bool = False


class Attack(Inject, frozen=True, tag="attack"):
    """People are killed at a place; ``named_dead`` claimants are among them.

    ``named_missing`` claimants are missing after it, of whom ``found`` are heard of again.
    """

    at: Aware
    place: Slug
    words: Words
    authority: Words
    named_dead: Souls
    kin_told: Souls
    category: Slug
    statements: tuple[Statement, ...]
    named_missing: Souls = 0
    found: Souls = 0
    confirmed: Aware | None = None
    closed: Aware | None = None
    said: tuple[Said, ...] = ()


class ChildrenAlone(Inject, frozen=True, tag="children-alone"):
    """Unaccompanied children: ``souls`` who stay at ``place``, ``elsewhere`` in all others."""

    place: Slug
    carrier: Slug
    souls: Souls
    elsewhere: Souls
    begins: Aware
    until: Aware


AnyInject = (
    Pause | LapChildren | FoundAboard | LastLift | Cancelled | Warned | Attack | ChildrenAlone
)
FixedLift = LapChildren | FoundAboard | LastLift
