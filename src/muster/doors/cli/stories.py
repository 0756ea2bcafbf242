"""A person, party or lift as a script reads it: where it stands, who belongs to it, what happened.

A person's story has every fact on record, who observed it and where it lies. Members are named:
whoever opens a party or a manifest asks for people.
"""

from collections.abc import Iterable

from muster.doors.cli.answer import Answer, Part
from muster.doors.cli.plain import Plain, plain
from muster.ground.people.ids import spell
from muster.ground.people.moment import Instant, iso
from muster.journey.registry.state import Record
from muster.site.registry.stories import LiftPage, Member, PartyPage, PersonPage, StoryLine


class Told(Part, frozen=True):
    """One fact; ``fact`` holds its fields as documented, ids spelled, instants in milliseconds."""

    at: str
    kind: str
    operator: str
    log: str
    sequence: int
    fact: Plain


class PersonShown(Answer, frozen=True):
    """A person's record as it stands, and the story behind it.

    ``place`` and ``lift`` are names: where the person is. Of somebody ``dead`` whose next of kin do
    not know yet (``kin_told``) the name must not be passed on.
    """

    kind: str
    id: str
    name: str
    other_names: tuple[str, ...]
    father: str
    sex: str
    birth: str
    category: str
    stage: str
    mark: str
    place: str
    lift: str
    party: str
    relation: str
    outcome: str
    rule_version: int
    documents: tuple[Plain, ...]
    needs: tuple[str, ...]
    contacts: tuple[str, ...]
    address: str
    apart: tuple[str, ...]
    wristbands: tuple[str, ...]
    agency: str
    dead: bool
    kin_told: bool
    story: tuple[Told, ...]


class MemberShown(Part, frozen=True):
    """One person of a party or manifest; the name is empty where it is not known."""

    id: str
    name: str
    relation: str
    category: str
    stage: str
    mark: str


class PartyShown(Answer, frozen=True):
    """People who move together."""

    kind: str
    id: str
    head: str
    confirmed: bool
    souls: int
    members: tuple[MemberShown, ...]


class LiftStory(Answer, frozen=True):
    """A lift with its three manifests, and who was found on arrival or is missing.

    Head counts are souls, null where nobody counted; times are empty until it happened.
    """

    kind: str
    id: str
    name: str
    craft: str
    carrier: str
    origin: str
    destination: str
    seats: int
    floor: int
    departed: str
    cancelled: str
    landed: str
    last: bool
    head_count: int | None
    head_count_landed: int | None
    planned: tuple[MemberShown, ...]
    boarded: tuple[MemberShown, ...]
    arrived: tuple[MemberShown, ...]
    found: tuple[MemberShown, ...]
    missing: tuple[MemberShown, ...]


def of_person(page: PersonPage) -> PersonShown:
    """Return what is said of a person."""
    record, guest, death, line = page.record or Record(), page.guest, page.death, page.line
    name = record.name or (guest.name if guest else None)
    return PersonShown(
        kind="person",
        id=spell(page.id),
        name=name.full if name else "",
        other_names=name.other if name else (),
        father=name.father if name else "",
        sex=(guest.sex if guest and not page.record else record.sex).value,
        birth=record.birth.spelled() if record.birth else "",
        category=line.category,
        stage=line.stage.value,
        mark=line.mark.value,
        place=page.places.get(line.place, ""),
        lift=page.lifts.get(line.lift, ""),
        party=spell(record.party) if record.party else "",
        relation=record.relation.value,
        outcome=record.outcome.value if record.outcome else "",
        rule_version=record.rule_version,
        documents=tuple(map(plain, record.documents)),
        needs=tuple(one.value for one in record.needs),
        contacts=record.contacts,
        address=record.address,
        apart=record.said.apart if record.said is not None else (),
        wristbands=record.wristbands,
        agency=guest.agency if guest else "",
        dead=death is not None and death.established,
        kin_told=death is not None and death.kin_told is not None,
        story=tuple(map(_told, page.story)),
    )


def of_party(page: PartyPage) -> PartyShown:
    """Return what is said of a party."""
    return PartyShown(
        kind="party",
        id=spell(page.id),
        head=spell(page.party.head) if page.party.head else "",
        confirmed=page.party.confirmed,
        souls=page.party.souls,
        members=_members(page.members),
    )


def of_lift(page: LiftPage) -> LiftStory:
    """Return what is said of a lift."""
    lift, landed = page.lift, page.landed
    return LiftStory(
        kind="lift",
        id=spell(page.id),
        name=lift.name,
        craft=lift.craft,
        carrier=lift.carrier,
        origin=page.places.get(lift.origin, ""),
        destination=page.places.get(lift.destination, ""),
        seats=lift.seats,
        floor=lift.floor,
        departed=_time(lift.departed),
        cancelled=_time(lift.cancelled),
        landed=_time(landed.at if landed else None),
        last=lift.last,
        head_count=lift.counted,
        head_count_landed=landed.counted if landed else None,
        planned=_members(page.planned),
        boarded=_members(page.boarded),
        arrived=_members(page.arrived),
        found=_members(page.found),
        missing=_members(page.missing),
    )


def _told(line: StoryLine) -> Told:
    return Told(
        at=iso(line.at),
        kind=line.kind,
        operator=line.operator,
        log=line.log,
        sequence=line.sequence,
        fact=plain(line.fact),
    )


def _members(members: Iterable[Member]) -> tuple[MemberShown, ...]:
    return tuple(
        MemberShown(
            id=spell(one.id),
            name=one.name,
            relation=one.relation,
            category=one.category,
            stage=one.stage,
            mark=one.mark,
        )
        for one in members
    )


def _time(when: Instant | None) -> str:
    return "" if when is None else iso(when)
