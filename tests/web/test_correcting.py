"""Correcting what is on record, withdrawing, and hearing from somebody again, at the screen."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from muster.doors.web import serve_in_thread
from muster.ground.people.birth import Birth
from muster.ground.people.document import Document, DocumentType, Evidence
from muster.ground.people.ids import PartyId, PersonId, spell
from muster.ground.people.moment import MINUTE
from muster.ground.people.name import Name, named
from muster.ground.people.need import Need
from muster.ground.people.sex import Sex
from muster.journey.registry.facts import PersonCorrected
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.journey.registry.state import Record
from muster.site import operators
from muster.site.access import canaries
from muster.site.record.kinds import RECORD
from muster.site.registry import desk, stories
from muster.site.rights import Operator, Role
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.site import World

MARK = "Qvutmarked"
NAME = named("Zarmina", "Testany", "Testan Senior", ("زرمینه", "Zarmina T."))
CLAIM = PersonClaim(
    NAME,
    Sex.FEMALE,
    "citizen",
    birth=Birth("1988-01-01", "1992-12-31", Birth.in_year(1988).precision),
    needs=(Need.WHEELCHAIR,),
    contacts=("+00 555 0101", "+00 555 0102"),
    address="Example street 1",
)
Fields = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("site") / "desk")
    for role in ("registrar", "planner"):
        operators.enrol(made.site, made.by, f"The {role}", (role,), PIN)
    yield made
    made.site.close()


@pytest.fixture
def party(world: World) -> PartyId:
    world.tick(11 * MINUTE)  # so that who opens many records within ten minutes opens few
    other = PersonClaim(named("Testin", "Testany"))
    return desk.claim(world.site, world.by, [PartyClaim((CLAIM, other))])[0].party


@pytest.fixture
def people(world: World, party: PartyId) -> list[PersonId]:
    return [PersonId(one.id) for one in stories.party(world.site, world.by, party).members]


@pytest.fixture
def way(people: list[PersonId]) -> str:
    return f"/person/{spell(people[0])}"


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    with serve_in_thread(world.site) as found:
        yield found


@pytest.fixture(scope="module")
def clerk(address: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in("The registrar")
    return visitor


class Form(HTMLParser):
    """What a browser would send of the page's main form if nobody changed anything."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: Fields = {}
        self._select = ""
        self.feed(text[text.index("<main") :])

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "select":
            self._select, self.fields[name] = name, ""
        elif tag == "option" and "selected" in told:
            self.fields[self._select] = value
        elif tag == "input" and (told["type"] != "checkbox" or "checked" in told):
            several = name.removeprefix("initial-") in ("needs", "who")
            before = self.fields.get(name, [])
            self.fields[name] = [*before, value] if several else value


def record(world: World, person: PersonId) -> Record:
    with world.site.view() as view:
        found: Record = view.state(RECORD, person)
    return found


def corrections(world: World, person: PersonId) -> list[PersonCorrected]:
    story = stories.person(world.site, world.by, person).story
    return [one.fact for one in story if isinstance(one.fact, PersonCorrected)]


def corrected(clerk: Visitor, way: str, **changed: str | list[str]) -> int:
    shown = Form(clerk.get(f"{way}/correct").text).fields
    return clerk.post(f"{way}/correct", shown | {"reason": "as the passport says"} | changed).status


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sex": "M"}, {"sex": Sex.MALE}),
        ({"birth": "1990-05-31"}, {"birth": Birth.on("1990-05-31")}),
        ({"category": "resident"}, {"category": "resident"}),
        ({"needs": []}, {"needs": ()}),
        ({"needs": ["wheelchair", "oxygen"]}, {"needs": (Need.WHEELCHAIR, Need.OXYGEN)}),
        ({"contact": "+00 1, a@example.org"}, {"contacts": ("+00 1", "a@example.org")}),
        ({"address": "Example street 2"}, {"address": "Example street 2"}),
        (
            {"name": "Zarmena Testany"},
            {"name": Name("Zarmena Testany", father=NAME.father, other=NAME.other)},
        ),
        (
            {"father": "Testan"},
            {"name": Name(NAME.full, NAME.given, NAME.family, "Testan", NAME.other)},
        ),
        (
            {"other": "زرمینه، Zarmena"},
            {"name": Name(NAME.full, NAME.given, NAME.family, NAME.father, ("زرمینه", "Zarmena"))},
        ),
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_was_changed_goes_on_record_and_nothing_else(
    world: World,
    clerk: Visitor,
    people: list[PersonId],
    way: str,
    changed: Fields,
    told: dict[str, object],
) -> None:
    before = record(world, people[0])
    assert corrected(clerk, way, **changed) == 302
    (fact,) = corrections(world, people[0])
    fields = ("name", "sex", "birth", "category", "needs", "contacts", "guardian", "address")
    assert {one: it for one in fields if (it := getattr(fact, one)) is not None} == told
    assert fact.reason == "as the passport says"
    after = record(world, people[0])
    for field in fields:
        assert getattr(after, field) == told.get(field, getattr(before, field))


def test_what_somebody_else_corrected_meanwhile_is_not_put_back(
    world: World, clerk: Visitor, people: list[PersonId], way: str
) -> None:
    shown = Form(clerk.get(f"{way}/correct").text).fields
    world.tick()
    told = PersonCorrected(people[0], world.site.now(), world.by.id, "heard", sex=Sex.MALE)
    desk.correct(world.site, world.by, told)
    world.tick()
    changed = shown | {"category": "resident", "reason": "a letter"}
    assert clerk.post(f"{way}/correct", changed).status == 302
    after = record(world, people[0])
    assert (after.sex, after.category) == (Sex.MALE, "resident")


def test_a_document_that_was_shown_is_seen_and_one_that_was_not_is_asked_again(
    world: World, clerk: Visitor, people: list[PersonId], way: str
) -> None:
    paper: Fields = {"document": "passport", "number": "X0000001", "state": "xxa"}
    assert corrected(clerk, way, **paper) == 422
    assert corrected(clerk, way, seen="on") == 422
    assert record(world, people[0]).documents == ()
    assert corrected(clerk, way, **paper, seen="on") == 302
    assert record(world, people[0]).documents == (
        Document(DocumentType.PASSPORT, "X0000001", Evidence.SEEN, "XXA"),
    )
    assert corrections(world, people[0]) == []


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"sex": "M", "reason": ""},
        {"name": ""},
        {"birth": ""},
        {"birth": f"{MARK} 31"},
        {"sex": "Q"},
        {"category": "nobility"},
        {"needs": ["a window seat"]},
        {"address": "x" * 300},
    ],
)
def test_what_corrects_nothing_or_cannot_be_is_asked_again(
    world: World, clerk: Visitor, people: list[PersonId], way: str, changed: Fields
) -> None:
    assert corrected(clerk, way, **changed) == 422
    assert corrections(world, people[0]) == []


def test_what_is_covered_stays_covered_and_no_name_is_in_a_title(clerk: Visitor, way: str) -> None:
    for page in ("/correct", "/withdraw", "/heard"):
        answer = clerk.get(way + page)
        assert answer.status == 200
        assert "555" not in answer.text
        assert "Example street" not in answer.text
        assert "Zarmina" not in answer.title
    assert "Zarmina" in clerk.get(f"{way}/correct").text


def test_a_claim_is_withdrawn_for_a_reason_and_hearing_from_them_undoes_it(
    world: World, clerk: Visitor, people: list[PersonId], way: str
) -> None:
    assert f"{way}/heard" not in clerk.get(way).text
    assert clerk.post(f"{way}/withdraw", {"reason": ""}).status == 422
    assert record(world, people[0]).withdrawn is None
    assert clerk.post(f"{way}/withdraw", {"reason": "found another way"}).status == 302
    assert record(world, people[0]).withdrawn is not None
    assert record(world, people[1]).withdrawn is None
    page = clerk.get(way).text
    assert "found another way" in page
    assert f"{way}/withdraw" not in page
    assert f"{way}/heard" in page
    world.tick()
    assert clerk.post(f"{way}/heard", {"via": ""}).status == 422
    assert clerk.post(f"{way}/heard", {"via": "by telephone"}).status == 302
    assert record(world, people[0]).withdrawn is None


def test_some_of_a_party_withdraw_and_who_did_is_not_asked_again(
    world: World, clerk: Visitor, party: PartyId, people: list[PersonId]
) -> None:
    way, first, second = f"/party/{spell(party)}/withdraw", *map(spell, people)
    stranger = spell(world.party(1)[0])
    assert clerk.post(way, {"who": [], "reason": "own wish"}).status == 422
    assert clerk.post(way, {"who": [stranger], "reason": "own wish"}).status == 422
    assert clerk.post(way, {"who": [second], "reason": "own wish"}).status == 302
    assert [record(world, one).withdrawn is None for one in people] == [True, False]
    page = clerk.get(way).text
    assert first in page
    assert second not in page
    assert clerk.post(way, {"who": [first], "reason": "own wish"}).status == 302
    assert "Everybody of the party has withdrawn." in clerk.get(way).text


def test_a_canary_is_corrected_withdrawn_and_heard_from_like_anybody(
    world: World, clerk: Visitor
) -> None:
    second = operators.enrol(world.site, world.by, "A second", ("auditor",), PIN)
    beside = Operator(second, "A second", (Role.AUDITOR,))
    canary = canaries.plant(world.site, world.by, beside, canaries.Invented("Canaria"))
    way = f"/person/{spell(canary)}"
    assert clerk.post(f"{way}/withdraw", {"reason": "own wish"}).status == 302
    assert f"{way}/heard" in clerk.get(way).text
    assert clerk.post(f"{way}/heard", {"via": "by telephone"}).status == 302
    assert f"{way}/withdraw" in clerk.get(way).text


def test_nobody_is_withdrawn_or_heard_from_who_is_not_on_record(clerk: Visitor) -> None:
    nobody_here = f"/person/{spell(b'n' * 16)}"
    for page in ("/correct", "/withdraw", "/heard"):
        assert clerk.get(nobody_here + page).status == 404


def test_nobody_but_the_desk_opens_these_pages(address: str, party: PartyId, way: str) -> None:
    visitor = Visitor(address)
    visitor.sign_in("The planner")
    for page in ("/correct", "/withdraw", "/heard"):
        assert visitor.get(way + page).status == 403
    assert visitor.get(f"/party/{spell(party)}/withdraw").status == 403


@pytest.mark.browser
@pytest.mark.parametrize("size", [(320, 640), (1440, 900)], ids=["phone", "desktop"])
def test_the_pages_are_used_in_a_browser_fit_the_screen_and_pass_axe(
    world: World,
    address: str,
    clerk: Visitor,
    party: PartyId,
    people: list[PersonId],
    way: str,
    size: tuple[int, int],
) -> None:
    view = {"width": size[0], "height": size[1]}
    pages = (way, f"{way}/correct", f"{way}/withdraw", f"{way}/heard", f"/party/{spell(party)}")
    with chromium() as browser, watched(browser, address, viewport=view) as one:
        one.carry(clerk.cookies)
        for at in (*pages, f"/party/{spell(party)}/withdraw"):
            assert one.show(at).violations() == []
            assert not one.is_wider_than_the_screen()
        one.go(f"{way}/correct")
        one.page.get_by_label("litter").check()
        one.page.get_by_label("Why").fill("seen at the desk")
        one.page.get_by_role("button", name="Put on record").click()
        one.page.wait_for_url(f"**{way}")
    assert {*record(world, people[0]).needs} == {Need.WHEELCHAIR, Need.LITTER}
    assert [one.name for one in corrections(world, people[0])] == [None]
