"""Numbers of documents and contacts are covered until somebody says why they need them (T25)."""

import msgspec
import pytest

from muster.ground.people.access.facts import FieldOpened
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PersonId
from muster.ground.people.kin import Relation
from muster.ground.people.name import named
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site.arrival import haven
from muster.site.problems import FieldUnknown, ReasonEmpty
from muster.site.record.walk import Walk
from muster.site.registry import desk, masks, stories
from tests.world.site import World

NUMBER, PHONE, LATER, ONWARD = "ZQ998877", "+00 555 0142", "+00 555 0143", "+00 555 0144"
HOME = "Karte Seh 5, behind the mill"


@pytest.fixture
def person(world: World) -> PersonId:
    paper = Document(DocumentType.PASSPORT, NUMBER, Evidence.SEEN, "XXA")
    claim = PersonClaim(
        named("Given", "Family"),
        Sex.FEMALE,
        "citizen",
        Relation.HEAD,
        documents=(paper,),
        contacts=(PHONE,),
        address=HOME,
    )
    (ids,) = desk.claim(world.site, world.by, [PartyClaim((claim,))])
    (one,) = ids.persons
    changed = PersonCorrected(one, world.site.now(), world.by.id, "new phone", contacts=(LATER,))
    desk.correct(world.site, world.by, changed)
    lift = world.lift([one])
    world.land(lift, [one])
    haven.leave(world.site, world.by, [one], ONWARD)
    return one


def reasons(world: World) -> list[tuple[bytes, str, str]]:
    with world.site.store.reader() as reader:
        walk = Walk(reader, world.site.keyring.opener(reader), world.site.operation)
        return [
            (step.fact.person, step.fact.field, step.fact.reason)
            for step in walk
            if isinstance(step.fact, FieldOpened)
        ]


def test_a_page_has_nothing_of_what_is_covered(world: World, person: PersonId) -> None:
    bare = msgspec.json.encode(stories.person(world.site, world.by, person).record)
    assert NUMBER.encode() in bare
    page = masks.person(world.site, world.by, person)
    said = repr(page)
    assert not [one for one in (NUMBER, PHONE, LATER, ONWARD, HOME) if one in said]
    assert masks.COVER in said
    assert "passport" in said
    assert masks.fields(stories.person(world.site, world.by, person)) == masks.FIELDS


def test_that_something_is_covered_tells_nothing_of_its_length(world: World) -> None:
    del world
    short, long = (
        masks._covered(Document(DocumentType.PASSPORT, number, Evidence.SEEN))
        for number in ("1", "1" * 40)
    )
    assert short == long or masks._cover("d", short) == masks._cover("d", long)


def test_one_field_opens_for_a_reason_that_is_kept(world: World, person: PersonId) -> None:
    site, by = world.site, world.by
    assert masks.open_field(site, by, person, "documents", " the gate asks ") == (
        f"passport XXA {NUMBER}",
    )
    assert masks.open_field(site, by, person, "contacts", "call them") == (LATER, PHONE, ONWARD)
    asked = [(person, "documents", "the gate asks"), (person, "contacts", "call them")]
    assert reasons(world) == asked


def test_without_a_reason_nothing_opens_and_nothing_is_put_down(
    world: World, person: PersonId
) -> None:
    for reason in ("", "  \t"):
        with pytest.raises(ReasonEmpty):
            masks.open_field(world.site, world.by, person, "documents", reason)
    with pytest.raises(FieldUnknown):
        masks.open_field(world.site, world.by, person, "name", "why not")
    assert reasons(world) == []


def test_a_field_with_nothing_in_it_does_not_open(world: World) -> None:
    (person,) = world.party(1)
    with pytest.raises(FieldUnknown):
        masks.open_field(world.site, world.by, person, "contacts", "call them")
