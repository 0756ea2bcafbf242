"""What a scenario file says: one operation, day by day, as data.

``docs/scenario.md`` documents every key for who writes one. Here each table is a frozen struct that
refuses unknown keys. All times carry their zone; counts are souls unless the name says lifts;
shares are weights and need not add up to 100. A *group* is a heading of the figure ``remaining``.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from muster.ground.people.document import DocumentType
from muster.ground.people.moment import MINUTE
from muster.ground.people.need import Need
from muster.ground.people.place import PlaceRole

Aware = Annotated[datetime, Meta(tz=True)]
Souls = Annotated[int, Meta(ge=0, le=10_000_000)]
Weight = Annotated[float, Meta(gt=0)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Hours = Annotated[float, Meta(ge=0, le=10_000)]
Stay = Annotated[float, Meta(ge=0.25, le=1_000)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,40}$")]
Words = Annotated[str, Meta(min_length=1, max_length=400)]
Labels = dict[str, Words]
Weights = Annotated[dict[Slug, Weight], Meta(min_length=1)]


class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the file: no key that nobody reads."""


class Operation(Table, frozen=True):
    """The operation as a whole; ``reporting_day_ends`` is a time of day in UTC."""

    name: Slug
    title: Labels
    languages: tuple[Slug, ...]
    begins: Aware
    ends: Aware
    reporting_day_ends: time

    def day_ends(self) -> int:
        """Return the end of a reporting day in milliseconds after midnight UTC."""
        return (self.reporting_day_ends.hour * 60 + self.reporting_day_ends.minute) * MINUTE


class Opening(Table, frozen=True):
    """One stretch during which a gate is open; ``words`` say why it shut afterwards."""

    opens: Aware
    shuts: Aware
    per_hour: Annotated[float, Meta(gt=0)]
    words: Words = "closed as planned"
    for_good: bool = False


class Capacity(Table, frozen=True):
    """How many people a place holds at once from ``begins`` on: low and high reading."""

    begins: Aware
    low: Souls
    high: Souls


class HandOver(Table, frozen=True):
    """Who takes charge of arrivals here, ``after_hours``; no ``groups`` means everybody."""

    agency: Words
    after_hours: Hours
    groups: tuple[Slug, ...] = ()
    percent: Percent = 100.0


class Station(Table, frozen=True):
    """One place; ``hours`` is the way there from the origin."""

    id: Slug
    name: Words
    role: PlaceRole
    theatre: str = ""
    country: str = ""
    hours: Hours = 0.0
    openings: tuple[Opening, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    hand_over: tuple[HandOver, ...] = ()
    leave_percent: Percent = 0.0


class Paper(Table, frozen=True):
    """A document that people of a category tend to carry; ``weight`` against its siblings."""

    type: DocumentType
    state: str = ""
    weight: Weight = 1.0


class CategoryEntry(Table, frozen=True):
    """One category; ``documented`` people carry none of undefined type."""

    id: Slug
    group: Slug
    labels: Labels
    papers: Annotated[tuple[Paper, ...], Meta(min_length=1)]
    documented: bool = False

    def label(self) -> str:
        """Return the label in English, or the id."""
        return self.labels.get("en", self.id)


class ProfileEntry(Table, frozen=True, kw_only=True):
    """A rule version: the categories in order of priority, from ``effective`` on."""

    id: Slug
    version: Annotated[int, Meta(ge=1)]
    effective: Aware
    majors: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    evidence_at_gate: tuple[DocumentType, ...] = ()
    authority: Words
    source: Words


class Phase(Table, frozen=True):
    """Who leaves with a carrier up to ``until``: weight of each category."""

    until: Aware
    carrier: Slug
    shares: Weights


class Defects(Table, frozen=True):
    """How bad the records are, percent of people."""

    no_given_name: Percent = 0.0
    no_family_name: Percent = 0.0
    born_1_january: Percent = 0.0
    no_document_number: Percent = 0.0
    undefined_document: Percent = 0.0


class People(Table, frozen=True, kw_only=True):
    """How people and parties look. ``family_sizes`` weighs parties of 1, 2, 3 ... people."""

    names: Slug
    languages: Weights
    phone_prefix: str = ""
    family_sizes: Annotated[tuple[Annotated[float, Meta(ge=0)], ...], Meta(min_length=1)]
    children: Percent
    men_alone: Percent = 75.0
    needs: dict[Need, Percent] = {}
    defects: Defects = Defects()
    deferred: Percent = 0.0
    decided_before_entry: Percent = 50.0
    claimed_hours_before: tuple[Hours, Hours] = (1.0, 72.0)
    inside_hours: tuple[Stay, Stay] = (4.0, 12.0)
    listed: Percent = 0.0
    list_senders: tuple[Words, ...] = ()


class Kind(Table, frozen=True):
    """A kind of lift. ``seats`` are by design; ``low``, ``typical``, ``high`` souls aboard."""

    id: Slug
    label: Words
    callsign: Annotated[str, Meta(pattern=r"^[A-Z]{1,6}$")]
    seats: Souls
    low: Souls
    typical: Annotated[int, Meta(ge=1)]
    high: Souls


class Route(Table, frozen=True):
    """Where a carrier's lifts go up to ``until``."""

    until: Aware
    to: Weights


class Carrier(Table, frozen=True):
    """Who flies or sails: a state, a company."""

    id: Slug
    label: Words
    routes: Annotated[tuple[Route, ...], Meta(min_length=1)]


class Flow(Table, frozen=True):
    """One carrier on one reporting day, named by the date on which its 24 hours end."""

    day: date
    carrier: Slug
    souls: Souls
    lifts: dict[Slug, Annotated[int, Meta(ge=0)]]


class Onward(Table, frozen=True):
    """Lifts from a staging base on: every so often, as long as more than ``keep`` are there."""

    base: Slug
    carrier: Slug
    begins: Aware
    until: Aware
    every_hours: Annotated[float, Meta(gt=0)]
    kind: Slug
    hours: Hours
    keep: Souls
    to: Weights
    first: tuple[Slug, ...] = ()


class Unit(StrEnum):
    """What a published number counts."""

    SOULS = "souls"
    LIFTS = "lifts"


class Published(Table, frozen=True):
    """One number as published. A running total has a ``base`` or says nothing of it."""

    series: Slug
    at: Aware
    publisher: Words
    words: Words
    quality: Words
    low: Souls
    high: Souls
    unit: Unit = Unit.SOULS
    starts: Aware | None = None
    ends: Aware | None = None
    base: Aware | None = None
    running: bool = False


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
    """Gates to stay away from."""

    at: Aware
    until: Aware
    places: tuple[Slug, ...]
    words: Words


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
    parts: dict[Slug, tuple[Souls, Souls]] = {}
    parts_inside: bool | None = None


class Attack(Inject, frozen=True, tag="attack"):
    """People are killed at a place; ``named_dead`` claimants are among them."""

    at: Aware
    place: Slug
    words: Words
    authority: Words
    named_dead: Souls
    kin_told: Souls
    category: Slug
    statements: tuple[Statement, ...]


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


class Ending(StrEnum):
    """Why a claim ends without a journey."""

    INELIGIBLE = "ineligible"
    WITHDREW = "withdrew"


class Closed(Table, frozen=True):
    """People whose claims end between ``begins`` and ``until``; ``words`` say why they withdrew."""

    reason: Ending
    souls: Souls
    begins: Aware
    until: Aware
    shares: Weights
    words: Words = "no longer asks to leave"


class Remaining(Table, frozen=True, kw_only=True):
    """People still waiting at the end; ``untraced`` of them have not been heard of."""

    category: Slug
    souls: Souls
    untraced: Souls = 0
    begins: Aware
    until: Aware


class Scenario(Table, frozen=True):
    """A whole operation."""

    schema: Annotated[int, Meta(ge=1, le=1)]
    operation: Operation
    places: Annotated[tuple[Station, ...], Meta(min_length=1)]
    categories: Annotated[tuple[CategoryEntry, ...], Meta(min_length=1)]
    profiles: Annotated[tuple[ProfileEntry, ...], Meta(min_length=1)]
    people: People
    phases: Annotated[tuple[Phase, ...], Meta(min_length=1)]
    kinds: Annotated[tuple[Kind, ...], Meta(min_length=1)]
    carriers: Annotated[tuple[Carrier, ...], Meta(min_length=1)]
    flows: Annotated[tuple[Flow, ...], Meta(min_length=1)]
    onward: tuple[Onward, ...] = ()
    published: tuple[Published, ...] = ()
    injects: tuple[AnyInject, ...] = ()
    closed: tuple[Closed, ...] = ()
    remaining: tuple[Remaining, ...] = ()

    def place(self, identity: str) -> Station:
        """Return the place of that id, which a read scenario is known to have."""
        return next(one for one in self.places if one.id == identity)

    def kind(self, identity: str) -> Kind:
        """Return the kind of lift of that id."""
        return next(one for one in self.kinds if one.id == identity)

    def category(self, identity: str) -> CategoryEntry:
        """Return the category of that id."""
        return next(one for one in self.categories if one.id == identity)

    def origin(self) -> Station:
        """Return the place from which lifts leave."""
        return next(one for one in self.places if one.role is PlaceRole.ORIGIN)

    def haven(self) -> Station:
        """Return the first safe place of the file."""
        return next(one for one in self.places if one.role in {PlaceRole.STAGING, PlaceRole.HAVEN})

    def souls(self) -> int:
        """Return how many people leave from the origin."""
        return sum(flow.souls for flow in self.flows)

    def departures(self) -> int:
        """Return how many lifts leave from the origin."""
        return sum(sum(flow.lifts.values()) for flow in self.flows)
