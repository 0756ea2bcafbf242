"""What a list says otherwise than was corrected: shown with both values, settled by a form."""

from collections.abc import Iterator

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.birth import Birth
from muster.ground.people.ids import PersonId, spell
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.state import Record
from muster.site import operators
from muster.site.record.kinds import PARTY, RECORD
from muster.site.registry import apart, desk, importing
from muster.site.registry.importing import Request
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.site import World

HEAD = "No;Full name;Sex;Date of birth;Phone\n"
BEFORE, SAID, NOW = "1990-05-31", "1990-05-13", "1991-05-31"


def imported(world: World, born: str, phone: str) -> PersonId:
    world.tick()
    content = f"{HEAD}1;Zarmina Jorgenson;F;{born};{phone}\n".encode()
    importing.import_list(world.site, world.by, content, Request("A consulate", "list"))
    with world.site.view() as view:
        return PersonId(next(person for person, _ in view.scan(RECORD)))


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A site where a list says otherwise than was corrected, of a birth and of a phone."""
    made = World(tmp_path_factory.mktemp("site") / "desk")
    person = imported(made, BEFORE, "+93700000001")
    made.tick()
    told = PersonCorrected(
        person,
        made.site.now(),
        made.by.id,
        "heard",
        birth=Birth.on(SAID),
        contacts=("+93700000002",),
    )
    desk.correct(made.site, made.by, told)
    imported(made, NOW, "+93700000003")
    for name, role in (("The registrar", "registrar"), ("The head", "head")):
        operators.enrol(made.site, made.by, name, (role,), PIN)
    yield made
    made.site.close()


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with serve_in_thread(world.site) as found:
        yield found


def visiting(address: str, name: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(name)
    return visitor


def waiting(world: World) -> apart.Apart:
    (found,) = apart.waiting(world.site, world.by)
    return found


def test_both_values_are_shown_what_is_covered_covered_and_one_is_settled(
    world: World, address: str
) -> None:
    one = waiting(world)
    assert one.fields == ("birth", "contacts")
    registrar, way = visiting(address, "The registrar"), f"/person/{spell(one.person)}"
    assert spell(one.person)[:6] in registrar.get("/lists").text
    page = registrar.get(way).text
    assert page.count(": the list says") == 2
    assert SAID in page
    assert NOW in page
    assert "+9370000000" not in page, "a phone is covered here, too"
    done = registrar.post(f"{way}/settle", {"field": "birth", "holds": "theirs"}, way)
    assert (done.status, done.headers["location"]) == (302, way)
    done = registrar.post(f"{way}/settle", {"field": "contacts", "holds": "ours"}, way)
    assert apart.waiting(world.site, world.by) == []
    with world.site.view() as view:
        record: Record = view.state(RECORD, one.person)
    assert (record.birth, record.contacts) == (Birth.on(NOW), ("+93700000002",))
    again = registrar.post(f"{way}/settle", {"field": "birth", "holds": "ours"}, way)
    assert again.status in {404, 409, 422}


def test_nobody_settles_who_may_not_take_claims(world: World, address: str) -> None:
    one = waiting(world)
    way = f"/person/{spell(one.person)}"
    head = visiting(address, "The head")
    assert head.post(f"{way}/settle", {"field": "birth", "holds": "theirs"}, "/").status == 403
    assert waiting(world) == one


@pytest.mark.browser
def test_the_pages_hold_for_everybody(world: World, address: str) -> None:
    registrar = visiting(address, "The registrar")
    with chromium() as browser, watched(browser, address) as one:
        one.carry(registrar.cookies)
        for way in (f"/person/{spell(waiting(world).person)}", "/lists"):
            one.go(way)
            assert one.violations() == []


def test_that_each_adult_was_heard_is_recorded_on_the_partys_page(
    world: World, address: str
) -> None:
    with world.site.view() as view:
        ((party, state),) = view.scan(PARTY)
    assert not state.confirmed
    visitor = Visitor(address)
    visitor.sign_in("The registrar")
    page = f"/party/{spell(party)}"
    assert "Each adult was heard" in visitor.get(page).text
    assert visitor.post(f"{page}/confirm", {}, form=page).status == 302
    assert "Each adult was heard" not in visitor.get(page).text
    assert visitor.post(f"/party/{spell(bytes(16))}/confirm", {}, form=page).status == 404
    with world.site.view() as view:
        ((_, state),) = view.scan(PARTY)
    assert state.confirmed
