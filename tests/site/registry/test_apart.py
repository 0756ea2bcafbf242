"""A list that comes again never overwrites what a desk corrected; what differs is looked at."""

from typing import Any

import pytest

from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PersonId
from muster.ground.people.name import named
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.matching.grounds import Ground
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.problems import NothingApart
from muster.journey.registry.state import Record
from muster.site import upkeep
from muster.site.record.kinds import RECORD
from muster.site.registry import apart, desk, importing, masks, matching
from muster.site.registry.importing import Imported, Request
from tests.world.site import World

LIST = Request("A consulate", "list")
HEAD = "No;Full name;Sex;Date of birth;Phone;Passport no;Address\n"


def imported(world: World, *rows: str) -> Imported:
    world.tick()
    content = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    return importing.import_list(world.site, world.by, content, LIST)


def corrected(world: World, person: PersonId, **told: Any) -> None:  # noqa: ANN401
    world.tick()
    fact = PersonCorrected(person, world.site.now(), world.by.id, "heard", **told)
    desk.correct(world.site, world.by, fact)


def record(world: World, person: PersonId) -> Record:
    with world.site.view() as view:
        found: Record = view.state(RECORD, person)
    return found


def row(
    name: str = "Zarmina Jorgenson", born: str = "1990-05-31", phone: str = "+93700123456"
) -> str:
    return f"1;{name};F;{born};{phone};P881234;Karte Seh 5"


def test_what_was_corrected_stands_and_what_differs_is_told(world: World) -> None:
    ((_, person),) = imported(world, row()).persons
    corrected(world, person, birth=Birth.on("1990-05-13"))
    done = imported(world, row(born="1991-05-31", phone="+93700999888"))
    assert done.changed == 1
    assert done.apart == (person,)
    now = record(world, person)
    assert now.birth == Birth.on("1990-05-13"), "the correction stands"
    assert now.contacts == ("+93700999888",), "what nobody corrected is taken from the list"
    assert apart.waiting(world.site, world.by) == [apart.Apart(person, ("birth",))]


def test_a_list_that_repeats_what_was_corrected_says_nothing_new(world: World) -> None:
    ((_, person),) = imported(world, row()).persons
    corrected(world, person, birth=Birth.on("1990-05-13"))
    assert imported(world, row(phone="+93700999888")).apart == ()
    assert record(world, person).birth == Birth.on("1990-05-13")
    assert apart.waiting(world.site, world.by) == []


def test_a_list_that_follows_the_correction_or_falls_silent_leaves_nothing_to_look_at(
    world: World,
) -> None:
    ((_, person),) = imported(world, row()).persons
    corrected(world, person, birth=Birth.on("1990-05-13"), contacts=("+93700999888",))
    assert imported(world, row(born="1991-05-31")).apart == (person,)
    assert imported(world, row(born="1990-05-13", phone="")).apart == ()
    assert apart.waiting(world.site, world.by) == []
    assert record(world, person).contacts == ("+93700999888",)


@pytest.mark.parametrize("take", [False, True])
def test_settling_either_way_is_one_more_correction(world: World, *, take: bool) -> None:
    ((_, person),) = imported(world, row()).persons
    corrected(world, person, name=named("Zarmeena", "Jorgenson"), sex=Sex.FEMALE)
    imported(world, row(name="Basira Jorgenson"))
    assert apart.waiting(world.site, world.by) == [apart.Apart(person, ("name",))]
    apart.settle(world.site, world.by, person, "name", take=take)
    name = record(world, person).name
    assert name is not None
    assert name.full == ("Basira Jorgenson" if take else "Zarmeena Jorgenson")
    assert apart.waiting(world.site, world.by) == []
    for field in ("name", "birth", "outcome", "subject"):
        with pytest.raises(NothingApart):
            apart.settle(world.site, world.by, person, field, take=take)
    imported(world, row(name="Basira Jorgenson", phone="+93700999888"))
    assert record(world, person).name == name, "settled is settled, until the list changes again"
    assert apart.waiting(world.site, world.by) == []


def test_needs_recorded_and_documents_seen_are_not_undone_by_a_list(world: World) -> None:
    ((_, person),) = imported(world, row()).persons
    desk.record_needs(world.site, world.by, person, (Need.OXYGEN,))
    (listed,) = record(world, person).documents
    seen = Document(DocumentType.PASSPORT, listed.number, Evidence.SEEN, listed.state)
    desk.see_documents(world.site, world.by, [(person, seen)])
    imported(world, row(phone="+93700999888"))
    now = record(world, person)
    assert now.needs == (Need.OXYGEN,)
    assert now.documents == (seen,)
    assert apart.waiting(world.site, world.by) == []


def test_it_is_the_same_after_opening_again_and_rebuilding(world: World) -> None:
    ((_, person),) = imported(world, row()).persons
    corrected(world, person, birth=Birth.on("1990-05-13"))
    imported(world, row(born="1991-05-31"))
    before = record(world, person)
    rebuilt = upkeep.rebuild(world.site, world.by)
    assert rebuilt.before == rebuilt.after
    world.reopen()
    assert record(world, person) == before


def test_the_address_of_a_list_is_kept_covered_and_compared(world: World) -> None:
    ((_, person),) = imported(world, row()).persons
    assert record(world, person).address == "Karte Seh 5"
    page = masks.person(world.site, world.by, person)
    assert page.record is not None
    assert page.record.address == masks.COVER
    assert all(getattr(line.fact, "address", masks.COVER) == masks.COVER for line in page.story)
    assert masks.ADDRESS in masks.fields(page)
    found = masks.open_field(world.site, world.by, person, masks.ADDRESS, "to call on them")
    assert found == ("Karte Seh 5",)
    other = Request("A church", "list")
    again = (HEAD + "1;Zarmina Jorgenson;F;;;;Karte Seh 5\n").encode()
    ((_, twin),) = importing.import_list(world.site, world.by, again, other).persons
    score = matching.explain(world.site, world.by, person, twin)
    assert score is not None
    assert Ground.PLACE_SAME in {reason.ground for reason in score.reasons}


def test_what_a_list_says_otherwise_of_a_covered_field_is_covered_too(world: World) -> None:
    ((_, person),) = imported(world, row()).persons
    corrected(world, person, contacts=("+93700000001",), address="Karte Char 4")
    imported(world, row(phone="+93700999888"))
    page = masks.person(world.site, world.by, person)
    assert page.record is not None
    assert page.record.said is not None
    assert page.record.said.apart == ("contacts",)
    assert "+937" not in repr(page.record.said)
    assert "Karte" not in repr(page)
