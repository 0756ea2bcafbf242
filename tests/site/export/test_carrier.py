"""A lift's passenger list for its carrier: what check-in needs, no more, and on record."""

from dataclasses import dataclass

import pytest

from muster.adapters.formats.limits import Limits
from muster.adapters.formats.paxlst.lists import PassengerLists, Traveller
from muster.adapters.formats.paxlst.reader import read
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.facts import RecordsExported
from muster.ground.people.ids import LiftId, PersonId
from muster.ground.people.name import Name, named
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.lift.problems import LiftUnknown
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.export.carrier import COLUMNS, Asked, Manifest
from muster.site.export.making import Made
from muster.site.incident import roll
from muster.site.lift import ramp
from muster.site.problems import (
    Ambiguous,
    NotAllowed,
    NothingKnown,
    NumberMissing,
    PortUnreadable,
)
from muster.site.record.walk import Walk
from muster.site.registry import desk, importing, meant
from muster.site.registry.importing import Request
from muster.site.rights import Operator, Role
from tests.world import leaving
from tests.world.site import World

SEEN = Evidence.SEEN


@dataclass
class Waiting:
    """A lift with one well-known family on its planned manifest."""

    lift: LiftId
    people: list[PersonId]


def waiting(world: World, *claims: PersonClaim) -> Waiting:
    """Let these claim together and put them on an open lift."""
    world.tick()
    (ids,) = desk.claim(world.site, world.by, [PartyClaim(claims)])
    people = list(ids.persons)
    lift = world.lift(leave=False)
    ramp.manifest(world.site, world.by, lift, people)
    return Waiting(lift, people)


ADELA = PersonClaim(
    named("Adéla", "Böltë"),
    Sex.FEMALE,
    "citizen",
    birth=Birth.on("1990-05-31"),
    documents=(
        Document(DocumentType.PASSPORT, "x 123-4567", SEEN, "UTO", "2027-05-31"),
        Document(DocumentType.EMPLOYMENT, "E1", SEEN),
        Document(DocumentType.VISA, "", SEEN),
    ),
    needs=(Need.WHEELCHAIR,),
    contacts=("+99911111111",),
)
SOLE = PersonClaim(Name("آدلا", other=("Adela Sole",)), birth=Birth.in_year(1990))


def carried(world: World, asked: Asked) -> Made:
    world.tick()
    return leaving.carried(world.site, world.by, asked)


def lists(done: Made) -> PassengerLists:
    return read(done.content, Limits())


def test_a_carrier_is_told_what_check_in_needs_and_no_more(world: World) -> None:
    lift = waiting(world, ADELA, SOLE).lift
    done = carried(world, Asked(lift, number="EX101", origin="kbl", destination="DOH"))
    assert (done.rows, done.withheld) == (2, 0)
    said = lists(done)
    assert said.notices == ()
    assert said.format == "paxlst D.02B"
    (transport,) = said.transports
    assert (transport.number, transport.legs()) == ("EX101", (("KBL", "DOH"),))
    sole, adela = said.travellers
    assert (adela.surname, adela.given) == ("BOELTE", ("ADELA",))
    assert (adela.sex, adela.birth) == ("F", "900531")
    assert [(p.kind, p.number, p.expires, p.state) for p in adela.papers] == [
        ("P", "X1234567", "270531", "UTO")
    ]
    assert (adela.origin, adela.destination) == ("KBL", "DOH")
    assert (sole.surname, sole.given, sole.birth, sole.sex) == ("ADELA SOLE", (), "", "U")
    for secret in (b"99911111111", b"WHEEL", b"wheel", b"itizen", b"E1'"):
        assert secret not in done.content
    assert adela == Traveller(
        adela.role, adela.surname, adela.given, "F", "900531", "", "KBL", "DOH", adela.papers
    )


def test_who_took_it_is_on_record(world: World) -> None:
    carried(world, Asked(waiting(world, ADELA).lift))
    with world.site.store.reader() as reader:
        steps = list(Walk(reader, world.site.keyring.opener(reader), world.site.operation))
    (fact,) = (step.fact for step in steps if isinstance(step.fact, RecordsExported))
    assert (fact.rows, fact.columns, fact.purpose) == (1, COLUMNS, "for a test")
    by = Operator(world.by.id, "Ramp", (Role.RAMP,))
    with pytest.raises(NotAllowed):
        leaving.carried(world.site, by, Asked(waiting(world, ADELA).lift))


def test_the_boarded_manifest_is_another_one(world: World) -> None:
    held = waiting(world, ADELA, SOLE)
    ramp.board(world.site, world.by, held.lift, held.people[:1])
    assert carried(world, Asked(held.lift)).rows == 2
    assert carried(world, Asked(held.lift, Manifest.BOARDED)).rows == 1


def test_it_comes_in_again_as_the_manifest_of_a_lift(world: World) -> None:
    document = carried(world, Asked(waiting(world, ADELA, SOLE).lift, version="D.05B")).content
    other = world.lift(leave=False)
    request = Request("Example air", "EX101", lift=other)
    done = importing.import_list(world.site, world.by, document, request)
    assert (done.accepted, done.manifested, done.notices) == (2, 2, ())
    assert [one.number for one in done.transports] == ["EXAMPLE1"]
    assert carried(world, Asked(other)).rows == 2


def test_names_that_wait_for_the_next_of_kin_are_left_out_and_counted(world: World) -> None:
    held = waiting(world, ADELA, SOLE)
    ramp.board(world.site, world.by, held.lift, held.people)
    roll.report_deaths(world.site, world.by, held.people[:1], "hospital", authority=True)
    done = carried(world, Asked(held.lift, Manifest.BOARDED))
    assert b"BOELTE" not in done.content
    assert (done.rows, done.withheld) == (1, 1)


def test_what_no_carrier_could_read_is_refused(world: World) -> None:
    lift = waiting(world, ADELA).lift
    with pytest.raises(NumberMissing):
        carried(world, Asked(lift, number="no flight number"))
    with pytest.raises(PortUnreadable):
        carried(world, Asked(lift, origin="Kabul"))
    with pytest.raises(LiftUnknown):
        carried(world, Asked(LiftId(b"\x00" * 16)))


def test_a_lift_is_meant_by_its_name_or_by_the_beginning_of_its_id(world: World) -> None:
    gone = world.lift()
    site, by = world.site, world.by
    assert meant.lift(site, by, "example 1") == gone
    held = waiting(world, ADELA).lift
    assert meant.lift(site, by, "EXAMPLE 1") == held
    world.lift(leave=False)
    with pytest.raises(Ambiguous):
        meant.lift(site, by, "EXAMPLE 1")
    for nothing in ("EXAMPLE 2", "", "000000"):
        with pytest.raises(NothingKnown):
            meant.lift(site, by, nothing)
