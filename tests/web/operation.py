"""A small operation on invented people, in a real site: enough of everything that a screen shows.

140 parties on Elmo Island, three lifts out and one that has not left, a staging base that fills up,
a lift whose counts differ, people found on arrival, an incident, published numbers beside ours. All
names are made of a word and a number.
"""

from pathlib import Path
from random import Random

import msgspec

from muster.ground.people.birth import Birth
from muster.ground.people.category import Category, Profile
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import ItemId, LiftId, PartyId, PersonId, PlaceId, PrintId
from muster.ground.people.kin import Relation
from muster.ground.people.moment import DAY, HOUR, MINUTE, read_iso
from muster.ground.people.name import named
from muster.ground.people.need import Need
from muster.ground.people.place import PlaceRole
from muster.ground.people.sex import Sex
from muster.ground.secrecy.slot import TRAINING
from muster.journey.closing.facts import Disposal, ItemKind, PrintKind, Purpose
from muster.journey.closing.items import Bearing
from muster.journey.closing.items import Evidence as Proof
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command, opening, operators, prints
from muster.site.arrival import haven
from muster.site.clock import SetClock
from muster.site.closing import items
from muster.site.incident import incidents
from muster.site.lift import ramp
from muster.site.registry import desk
from muster.site.rights import Role
from muster.site.site import Site

PHRASE = "a phrase of the test operation"
PIN = "correct-horse"
START = read_iso("2021-08-24T06:00Z")
GIVEN = ("Amina", "Farid", "Layla", "Samir", "Nadia", "Omar", "Zahra", "Yusuf")
FAMILY = ("Testani", "Mustervi", "Probezai", "Samplei", "Drillwal")
GROUPS = ("citizen", "resident", "worked-with", "at-risk")


class Operation(msgspec.Struct):
    """An open site and the ids that tests ask for."""

    site: Site
    clock: SetClock
    origin: PlaceId
    gate: PlaceId
    base: PlaceId
    parties: list[PartyId]
    people: list[PersonId]
    lifts: list[LiftId]
    known: PersonId
    lost: PersonId
    item: ItemId = ItemId(b"")
    sheet: PrintId = PrintId(b"")


def make(directory: Path, parties: int = 140) -> Operation:
    """Make the operation in ``directory``; the caller closes the site."""
    clock = SetClock(START)
    setup = opening.Setup(
        "Elmo Airport", "Drill on Elmo Island", TRAINING, 7 * HOUR, training=True, base=START - DAY
    )
    site = opening.init(directory, PHRASE, setup, clock=clock)
    operation = _places(site, clock)
    _enrol(site)
    _claim(operation, parties)
    _move(operation)
    _happen(operation)
    _leave(operation)
    return operation


def _enrol(site: Site) -> None:
    for role in Role:
        operators.enrol(site, site.lead, f"The {role.value}", (role.value,), PIN)


def _places(site: Site, clock: SetClock) -> Operation:
    by = site.lead
    origin = command.name_place(site, by, "Elmo Airport", PlaceRole.ORIGIN)
    gate = command.name_place(site, by, "North Gate", PlaceRole.GATE, within=origin)
    base = command.name_place(site, by, "Camp Lily", PlaceRole.STAGING, capacity=(150, 170))
    command.name_place(site, by, "Camp Fern", PlaceRole.STAGING, capacity=(400, 400))
    command.name_place(site, by, "Havenport", PlaceRole.HAVEN)
    command.open_gate(site, by, gate, 60)
    majors = tuple(
        Category(group, group, {"en": group.replace("-", " ").capitalize()}, papers)
        for group, papers in zip(
            GROUPS, ((DocumentType.PASSPORT,), (DocumentType.RESIDENCE,), (), ()), strict=True
        )
    )
    desk.adopt_rule(site, by, Profile("elmo", 1, 0, majors, authority="Consul"))
    nobody = PersonId(b"")
    return Operation(site, clock, origin, gate, base, [], [], [], nobody, nobody)


def _claim(operation: Operation, parties: int) -> None:
    chance, site = Random(7), operation.site
    for number in range(parties):
        size = chance.randrange(1, 6)
        family = f"{FAMILY[number % len(FAMILY)]} {number:03d}"
        persons = tuple(_person(chance, family, one, GROUPS[number % 4]) for one in range(size))
        ids = desk.claim(site, site.lead, [PartyClaim(persons)])[0]
        operation.parties.append(ids.party)
        operation.people += ids.persons
        operation.clock.at += MINUTE
    everybody = operation.people
    papers = [(one, _passport(chance, Evidence.SEEN)) for one in everybody]
    desk.see_documents(site, site.lead, papers)
    desk.decide(site, site.lead, everybody)
    operation.clock.at += HOUR
    desk.register(site, site.lead, everybody[:300], operation.origin)
    ramp.ready(site, site.lead, everybody[:300], operation.origin)
    operation.known = everybody[0]


def _person(chance: Random, family: str, number: int, group: str) -> PersonClaim:
    name = named(f"{GIVEN[chance.randrange(0, len(GIVEN))]}", family, f"{family} senior")
    return PersonClaim(
        name,
        chance.choice((Sex.FEMALE, Sex.MALE)),
        group,
        Relation.HEAD if number == 0 else Relation.CHILD,
        Birth.in_year(1960 + chance.randrange(0, 55)),
        (_passport(chance, Evidence.CLAIMED),),
        (Need.WHEELCHAIR,) if chance.random() < 0.05 else (),
        (f"+00 555 {chance.randrange(1000, 9999)}",),
        "en",
        None if number == 0 else 0,
    )


def _passport(chance: Random, evidence: Evidence) -> Document:
    kind = DocumentType.PASSPORT if evidence is Evidence.SEEN else DocumentType.RESIDENCE
    return Document(kind, f"X{chance.randrange(10**6, 10**7)}", evidence, "XXA")


def _move(operation: Operation) -> None:
    people, by, site = operation.people, operation.site.lead, operation.site
    for number, (start, end) in enumerate(((0, 90), (90, 180), (180, 250))):
        flown = people[start:end]
        lift = _lift(operation, f"TRN{number + 1:03d}", 100)
        ramp.manifest(site, by, lift, flown)
        ramp.freeze(site, by, lift)
        ramp.bump(site, by, lift, flown[-2:], "no room for the wheelchair")
        ramp.board(site, by, lift, flown[:-2])
        extra = 15 if number == 1 else 0
        ramp.count(site, by, lift, len(flown) - 2 + extra, 4)
        ramp.depart(site, by, lift)
        operation.clock.at += 5 * HOUR
        if number == 2:
            ramp.last_lift(site, by, lift)
            break
        haven.land(site, by, lift, operation.base)
        haven.arrive(site, by, lift, operation.base, flown[:-3])
        if number == 0:
            unknown = [(named("Zahra", "Foundling"), Sex.FEMALE, True), (None, Sex.MALE, False)]
            haven.find(site, by, lift, operation.base, unknown)
        haven.muster(site, by, operation.base, flown[:-3])
        operation.clock.at += 14 * HOUR
    haven.hand_over(site, by, people[:20], "Harbour Relief")
    _lift(operation, "TRN004", 50)


def _lift(operation: Operation, name: str, seats: int) -> LiftId:
    lift = ramp.offer(
        operation.site,
        operation.site.lead,
        name=name,
        craft="C-17",
        origin=operation.origin,
        destination=operation.base,
        seats=seats,
        floor=20,
        window=(operation.clock.at, operation.clock.at + 2 * HOUR),
        carrier="Elmo Air",
    )
    operation.lifts.append(lift)
    return lift


def _happen(operation: Operation) -> None:
    site, by, people = operation.site, operation.site.lead, operation.people
    desk.withdraw(site, by, people[-3:], "stays with family")
    desk.lose_trace(site, by, people[-14:-3], operation.clock.at - 2 * DAY)
    operation.lost = people[-14]
    corrected = PersonCorrected(
        operation.known,
        site.now(),
        by.id,
        "spelled as in the passport",
        named("Amina", "Testany 000", "Testani 000 senior", ("Aminah Testani",)),
    )
    desk.correct(site, by, corrected)
    incident = incidents.report_incident(site, by, operation.gate, "explosion", "at the outer wall")
    incidents.report_casualties(
        site, by, incident, source="Hospital", sentence="as many as 17", dead=(0, 17)
    )
    incidents.report_casualties(
        site,
        by,
        incident,
        source="Army",
        sentence="three of ours",
        dead=(3, 3),
        parts=(("us-service", 3, 3),),
        confirmed=True,
    )
    incidents.warn(site, by, [operation.gate], "keep away from the gate", source="Army")
    command.shut_gate(site, by, operation.gate, "threat", for_good=False)
    haven.stop_intake(site, by, operation.base, "full")
    for day, total in ((0, 90), (1, 95), (2, 70)):
        begins = START - DAY + HOUR + day * DAY
        command.publish(
            site,
            by,
            series="daily-total",
            publisher="Press office",
            sentence=f"about {total}",
            low=total - 5,
            high=total + 5,
            window=(begins, begins + DAY),
        )


def _leave(operation: Operation) -> None:
    """Inventory what may be left behind; one thing is disposed of twice."""
    site, by = operation.site, operation.site.lead
    operation.item = items.add_item(
        site,
        by,
        kind=ItemKind.CARRIER,
        description="laptop of the visa section",
        custodian="registrar's post",
        place=operation.gate,
        count=2,
        bears_data=True,
        whose=Bearing((operation.known,), described="applicants since May", souls=300),
    )
    items.assign_item(
        site, by, operation.item, Purpose.DESTROY, method="drilled", until=operation.clock.at
    )
    proof = Proof(b"\x11" * 32, 2_048)
    items.dispose_item(
        site,
        by,
        operation.item,
        Disposal.DESTROYED,
        method="drilled",
        witnesses=("Guard 2",),
        evidence=proof,
    )
    items.dispose_item(site, by, operation.item, Disposal.SEIZED, method="seen in a car")
    items.tell_exposed(site, by, operation.item, "text message", 40)
    items.add_item(
        site, by, kind=ItemKind.VEHICLE, description="armoured car", custodian="motor pool"
    )
    operation.sheet = prints.register_print(
        site, by, kind=PrintKind.LIST, holder="gate post", souls=40, expires=operation.clock.at - 1
    ).id
    gone = prints.register_print(
        site, by, kind=PrintKind.MANIFEST, holder="ramp", souls=1, expires=0
    )
    prints.destroy_print(site, by, gone.id, method="burned", witness="Guard 2")
