"""What a scenario file says: one operation, day by day, as data.

``docs/scenario.md`` documents every key for who writes one. Here each table is a frozen struct that
refuses unknown keys. All times carry their zone; counts are souls unless the name says lifts;
shares are weights and need not add up to 100. A *group* is a heading of the figure ``remaining``.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

from muster.doors.drill.forms import (
    Aware,
    Hours,
    Labels,
    Percent,
    Slug,
    Souls,
    Stay,
    Table,
    Weight,
    Weights,
    Words,
)
from muster.doors.drill.gatework import Passes
from muster.doors.drill.injects import AnyInject
from muster.doors.drill.left import Attested, Item, Prints
from muster.doors.drill.messiness import Messy
from muster.doors.drill.road import Arrangement
from muster.ground.people.document import DocumentType
from muster.ground.people.moment import MINUTE
from muster.ground.people.need import Need
from muster.ground.people.place import PlaceRole


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
    """One stretch during which a gate is open; ``words`` say why it shut afterwards.

    A gate under threat is held first: from ``held`` on nobody comes in, until it is shut.
    """

    opens: Aware
    shuts: Aware
    per_hour: Annotated[float, Meta(gt=0)]
    words: Words = "closed as planned"
    for_good: bool = False
    held: Aware | None = None
    threat: Words = "threat at the gate"

    def stops(self) -> datetime:
        """Return when people stop coming in."""
        return self.held or self.shuts


class GateEnd(Table, frozen=True):
    """When a gate's checklist is gone through, and why over points that are still open."""

    at: Aware
    reason: Words
    witness: Words


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
    closed: GateEnd | None = None
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
    needs: dict[Need, Percent] = field(default_factory=dict)
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
    """People still waiting at the end; ``untraced`` of them have not been heard of.

    ``called_to`` is the gate that they were called to before it stopped. ``twice`` of them have a
    second claim that was judged the same person, ``unsure`` pairs of them may be one person each.
    """

    category: Slug
    souls: Souls
    untraced: Souls = 0
    begins: Aware
    until: Aware
    called_to: Slug | None = None
    twice: Souls = 0
    unsure: Souls = 0


class Calls(Table, frozen=True, kw_only=True):
    """Parties that come through ``gates`` from ``begins`` to ``until`` are called there before.

    ``first_to`` are gates to which they are called at first, each party to one, until these stop.
    Of every hundred parties recalled ``reached`` answer.
    """

    begins: Aware
    until: Aware
    gates: Annotated[tuple[Slug, ...], Meta(min_length=1)]
    hours_before: tuple[Hours, Hours] = (2.0, 12.0)
    first_to: tuple[Slug, ...] = ()
    reached: Percent = 92.0


class Estimated(Table, frozen=True, kw_only=True):
    """People whom nobody has named, as one source reckoned them."""

    at: Aware
    population: Words
    source: Words
    method: Words
    words: Words
    quality: Words
    low: Souls
    high: Souls


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
    calls: tuple[Calls, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    items: tuple[Item, ...] = ()
    prints: tuple[Prints, ...] = ()
    attested: tuple[Attested, ...] = ()
    estimates: tuple[Estimated, ...] = ()
    passes: tuple[Passes, ...] = ()
    messy: Messy = Messy()

    def place(self, identity: str) -> Station:
        """Return the place of that id, which a read scenario is known to have."""
        return next(one for one in self.places if one.id == identity)

    def kind(self, identity: str) -> Kind:
        """Return the kind of lift of that id."""
        return next(one for one in self.kinds if one.id == identity)

    def arrangement(self, identity: str) -> Arrangement:
        """Return the arrangement of that id."""
        return next(one for one in self.arrangements if one.id == identity)

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
