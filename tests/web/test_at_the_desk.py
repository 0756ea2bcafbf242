"""The registrar at the screen: a family at the desk, from its first name to wristbands."""

from collections.abc import Iterator

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.document import Evidence
from muster.ground.people.ids import PartyId, read, spell
from muster.ground.people.kin import Relation
from muster.ground.people.need import Need
from muster.journey.registry.state import Record
from muster.site.record.kinds import PARTY, RECORD
from tests.web import operation as made
from tests.web.browser import chromium, watched
from tests.web.operation import Operation
from tests.web.visitor import Answer, Visitor, signed_in

HEAD: dict[str, str | list[str]] = {
    "name": "Testa Deskward",
    "other": "تستا دسکوارد",
    "father": "Testan",
    "sex": "F",
    "birth": "1988-04-17",
    "relation": "head",
    "category": "citizen",
    "document": "passport",
    "number": "X0000001",
    "state": "xxa",
    "seen": "on",
    "needs": ["wheelchair"],
    "contact": "+00 555 0101",
}
MARK = "Qvutmarked"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    one = made.make(tmp_path_factory.mktemp("desk") / "elmo")
    yield one
    one.site.close()


@pytest.fixture(scope="module")
def at(own: Operation) -> Iterator[str]:
    with serve_in_thread(own.site) as found:
        yield found


@pytest.fixture(scope="module")
def desk(at: str) -> Visitor:
    return signed_in(at, "registrar")


def began(desk: Visitor, **fields: str | list[str]) -> PartyId:
    """Return the party that the page began, from where it led."""
    answer = desk.post("/people/new", HEAD | fields)
    assert answer.status == 302, answer.text
    return PartyId(read(answer.headers["location"].removeprefix("/party/")))


def records(own: Operation, party: PartyId) -> list[Record]:
    with own.site.view() as view:
        return [view.state(RECORD, one) for one in view.state(PARTY, party).members]


def test_everything_that_is_typed_is_on_record_and_the_document_was_seen(
    own: Operation, desk: Visitor
) -> None:
    (head,) = records(own, began(desk))
    assert head.name is not None
    assert (head.name.full, head.name.father, head.name.other) == (
        "Testa Deskward",
        "Testan",
        ("تستا دسکوارد",),
    )
    assert head.birth is not None
    assert (head.birth.earliest, head.relation, head.category) == (
        "1988-04-17",
        Relation.HEAD,
        "citizen",
    )
    assert head.needs == (Need.WHEELCHAIR,)
    (paper,) = head.documents
    assert (paper.number, paper.state, paper.evidence) == ("X0000001", "XXA", Evidence.SEEN)


def test_a_name_alone_is_enough_and_a_paper_nobody_saw_is_claimed(
    own: Operation, desk: Visitor
) -> None:
    answer = desk.post("/people/new", {"name": "Solo", "relation": "head"})
    assert answer.status == 302
    unseen = {key: value for key, value in HEAD.items() if key != "seen"}
    answer = desk.post("/people/new", unseen)
    party = PartyId(read(answer.headers["location"].removeprefix("/party/")))
    assert [one.evidence for one in records(own, party)[0].documents] == [Evidence.CLAIMED]


def test_others_are_added_and_the_whole_party_gets_wristbands_of_its_own(
    own: Operation, desk: Visitor
) -> None:
    party = began(desk)
    child: dict[str, str | list[str]] = {
        "name": "Testin Deskward",
        "birth": "2019",
        "relation": "child",
    }
    assert desk.post(f"/party/{spell(party)}/join", child).status == 302
    assert len(records(own, party)) == 2
    way = f"/party/{spell(party)}/register"
    page = desk.post(way, {"place": spell(own.origin)})
    bands = [one.wristbands for one in records(own, party)]
    assert [len(each) for each in bands] == [1, 1]
    assert all(each[0] in page.text for each in bands)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"birth": f"{MARK} 31"},
        {"birth": "2999-01-01"},
        {"sex": "Q"},
        {"relation": "cousin-in-law"},
        {"category": "nobility"},
        {"document": "library-card"},
        {"needs": ["a window seat"]},
        {"name": "x" * 300},
    ],
)
def test_what_cannot_be_is_asked_again_and_nobody_is_on_record(
    own: Operation, desk: Visitor, fields: dict[str, str | list[str]]
) -> None:
    before = own.site.journal.lamport
    answer: Answer = desk.post("/people/new", HEAD | fields)
    assert answer.status == 422
    assert answer.text.count(MARK) <= 1, "said again outside of its field"
    assert own.site.journal.lamport == before


def test_nobody_but_the_desk_opens_these_pages(own: Operation, at: str) -> None:
    for role in ("planner", "ramp", "auditor", "head"):
        visitor = signed_in(at, role)
        assert visitor.get("/people/new").status == 403
        assert visitor.get(f"/party/{spell(own.parties[0])}/join").status == 403


def test_no_name_is_in_an_address_or_a_title(desk: Visitor) -> None:
    answer = desk.post("/people/new", HEAD | {"name": MARK})
    assert MARK not in answer.headers["location"]
    assert MARK not in desk.get(answer.headers["location"]).title


@pytest.mark.parametrize("size", [(320, 640), (1440, 900)], ids=["phone", "desktop"])
def test_the_pages_fit_the_screen_and_pass_axe(
    own: Operation, at: str, size: tuple[int, int]
) -> None:
    clerk, party = signed_in(at, "registrar"), spell(own.parties[1])
    view = {"width": size[0], "height": size[1]}
    with chromium() as browser, watched(browser, at, viewport=view) as page:
        page.go("/sign-in")
        page.page.context.add_cookies(
            [{"name": one, "value": it, "url": at} for one, it in clerk.cookies.items()]
        )
        for way in ("/people/new", f"/party/{party}/join", f"/party/{party}/register"):
            assert page.show(way).violations() == []
            assert not page.is_wider_than_the_screen()
