"""The receiving officer holds a muster by hand, hands people over; the ramp settles a count."""

from collections.abc import Iterator

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.ids import PersonId, PlaceId, spell
from muster.ground.people.moment import DAY
from muster.journey.arrival.facts import Presence
from muster.journey.arrival.state import Guest, Receiving
from muster.journey.lift.state import Lift
from muster.site.arrival import musters
from muster.site.record.kinds import GUEST, LIFT, PLACE, RECEIVING, RECORD
from tests.web import operation as made
from tests.web.browser import chromium, watched
from tests.web.operation import Operation
from tests.web.visitor import Answer, Visitor, signed_in

Fields = dict[str, str | list[str]]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    """Return an operation of this module's own: people leave its base."""
    one = made.make(tmp_path_factory.mktemp("base") / "elmo")
    yield one
    one.site.close()


@pytest.fixture(scope="module")
def at(own: Operation) -> Iterator[str]:
    with serve_in_thread(own.site) as found:
        yield found


@pytest.fixture(scope="module")
def receiver(at: str) -> Visitor:
    return signed_in(at, "receiving")


@pytest.fixture
def staying(own: Operation) -> list[PersonId]:
    """Return who is at the base, longest unseen first, a minute after whatever was before."""
    own.clock.at += 60_000
    return [one.id for one in musters.look(own.site, own.site.lead, own.base).people]


def act(visitor: Visitor, own: Operation, **fields: str | list[str]) -> Answer:
    return visitor.post(f"/musters/{spell(own.base)}", fields)


def guest(own: Operation, person: PersonId) -> Guest:
    with own.site.view() as view:
        found: Guest = view.state(GUEST, person)
    return found


def spelled(people: list[PersonId]) -> list[str]:
    return [spell(one) for one in people]


@pytest.mark.parametrize("presence", Presence, ids=lambda one: one.value)
def test_the_marked_are_on_record_as_here_in_hospital_or_absent(
    own: Operation, receiver: Visitor, staying: list[PersonId], presence: Presence
) -> None:
    marked, other = staying[:3], staying[3]
    before = guest(own, other)
    answer = act(receiver, own, act=presence.value, people=spelled(marked))
    assert answer.status == 302
    assert {guest(own, one).presence for one in marked} == {presence}
    seen = {guest(own, one).seen == own.clock.at for one in marked}
    assert seen == {presence is not Presence.ABSENT}
    assert guest(own, other) == before


def test_one_button_says_that_everybody_on_the_page_is_here_but_the_marked(
    own: Operation, receiver: Visitor, staying: list[PersonId]
) -> None:
    page, absent = staying[:6], staying[2]
    before = guest(own, absent)
    said = act(receiver, own, act="others", listed=spelled(page), people=[spell(absent)])
    assert said.status == 302
    seen = {one: guest(own, one) for one in page if one != absent}
    assert {one.presence for one in seen.values()} == {Presence.HERE}
    assert {(one.seen, one.seen_at) for one in seen.values()} == {(own.clock.at, own.base)}
    assert guest(own, absent) == before


def test_whoever_was_not_seen_for_longest_stands_at_the_top_of_a_page_that_counts_them(
    own: Operation, receiver: Visitor, staying: list[PersonId]
) -> None:
    act(receiver, own, act="here", people=spelled(staying))
    own.clock.at += DAY
    act(receiver, own, act="here", people=spelled(staying[2:]))
    own.clock.at += 1
    base = musters.look(own.site, own.site.lead, own.base)
    assert {one.id for one in base.people[:2]} == set(staying[:2])
    assert base.unseen == 2
    page = receiver.get(f"/musters/{spell(own.base)}").text
    assert "<dt>Not seen for a day</dt><dd>2</dd>" in page


def test_a_wristband_is_enough_to_be_here(
    own: Operation, receiver: Visitor, staying: list[PersonId]
) -> None:
    with own.site.view() as view:
        known = ((one, view.state(RECORD, one)) for one in staying)
        one, band = next((one, it.wristbands[0]) for one, it in known if it and it.wristbands)
    assert act(receiver, own, act="scan", band=f" {band[:4].lower()} {band[4:]}").status == 302
    assert guest(own, one).seen == own.clock.at


def test_who_is_handed_over_has_an_agency_and_is_off_the_list(
    own: Operation, receiver: Visitor, staying: list[PersonId]
) -> None:
    marked = staying[:2]
    answer = act(receiver, own, act="hand", people=spelled(marked), agency="Harbour Relief")
    assert answer.status == 302
    assert {guest(own, one).agency for one in marked} == {"Harbour Relief"}
    left = {one.id for one in musters.look(own.site, own.site.lead, own.base).people}
    assert left == set(staying[2:])


def test_who_leaves_on_their_own_account_is_off_the_list_with_or_without_a_contact(
    own: Operation, receiver: Visitor, staying: list[PersonId]
) -> None:
    first, second = staying[:2]
    given = "+00 555 0199"
    assert act(receiver, own, act="leave", people=[spell(first)], contact=given).status == 302
    assert act(receiver, own, act="leave", people=[spell(second)]).status == 302
    assert {guest(own, one).left for one in (first, second)} == {own.clock.at}
    left = {one.id for one in musters.look(own.site, own.site.lead, own.base).people}
    assert left == set(staying[2:])


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"act": "hand", "agency": "Harbour Relief"}, 422),
        ({"act": "here"}, 422),
        ({"act": "leave", "contact": "+00 555 0199"}, 422),
        ({"act": "hand", "people": "one", "agency": " "}, 422),
        ({"act": "hand", "people": spell(bytes(16)), "agency": "Harbour Relief"}, 409),
        ({"act": "scan", "band": "ZZ00ZZ00ZZ"}, 404),
        ({"act": "stop", "reason": ""}, 422),
        ({"act": "elsewhere"}, 400),
    ],
    ids=lambda one: one if isinstance(one, int) else one["act"],
)
def test_what_is_not_said_whole_is_asked_again_and_nothing_is_on_record(
    own: Operation,
    receiver: Visitor,
    staying: list[PersonId],
    fields: Fields,
    status: int,
) -> None:
    if fields.get("people") == "one":
        fields = fields | {"people": spell(staying[0])}
    before = [guest(own, one) for one in staying]
    assert act(receiver, own, **fields).status == status
    assert [guest(own, one) for one in staying] == before


def test_a_place_that_takes_nobody_says_why_until_it_takes_people_again(
    own: Operation, receiver: Visitor
) -> None:
    def intake() -> Receiving:
        with own.site.view() as view:
            found: Receiving = view.state(RECEIVING, own.base)
        return found

    assert "This place takes nobody." in receiver.get(f"/musters/{spell(own.base)}").text
    assert act(receiver, own, act="resume").status == 302
    assert intake().open
    own.clock.at += 1
    assert act(receiver, own, act="stop", reason="no beds").status == 302
    assert (intake().open, intake().reason) == (False, "no beds")


def test_bases_and_havens_are_listed_and_a_place_that_is_none_is_not_there(
    own: Operation, receiver: Visitor
) -> None:
    listed = receiver.get("/musters").text
    assert spell(own.base) in listed
    assert "Havenport" in listed
    assert "North Gate" not in listed
    assert receiver.get(f"/musters/{spell(bytes(16))}").status == 404
    with own.site.view() as view:
        empty = next(PlaceId(one) for one, it in view.scan(PLACE) if it.name == "Camp Fern")
    assert "Nobody is here" in receiver.get(f"/musters/{spell(empty)}").text


def test_a_difference_of_counts_is_settled_with_a_reason_and_a_witness(
    own: Operation, at: str
) -> None:
    ramper, lift = signed_in(at, "ramp"), own.lifts[1]
    way = f"/lift/{spell(lift)}"

    def settled() -> Lift:
        with own.site.view() as view:
            found: Lift = view.state(LIFT, lift)
        return found

    assert "Nobody has settled it." in ramper.get(way).text
    assert f"{way}/settle" in ramper.get(way).text
    said: Fields = {"souls": "91", "reason": "infants on laps", "witness": "The second"}
    for missing in ("souls", "reason", "witness"):
        refused = ramper.post(f"{way}/settle", said | {missing: " "})
        assert (refused.status, settled().settled) == (422, None)
    assert ramper.post(f"{way}/settle", said).status == 302
    assert (settled().settled, settled().counted, settled().reason) == (91, 103, "infants on laps")
    assert "Settled, with a reason and a witness." in ramper.get(way).text


def test_a_lift_that_has_not_left_has_no_count_to_settle(own: Operation, at: str) -> None:
    ramper, way = signed_in(at, "ramp"), f"/lift/{spell(own.lifts[3])}/settle"
    page = ramper.get(way).text
    assert "This lift has not left." in page
    assert 'name="witness"' not in page
    said: Fields = {"souls": "9", "reason": "counted", "witness": "The second"}
    assert ramper.post(way, said, form="/sheets").status == 409


@pytest.mark.parametrize("size", [(320, 640), (1440, 900)], ids=["phone", "desktop"])
def test_the_pages_fit_the_screen_and_pass_axe(
    own: Operation, at: str, size: tuple[int, int]
) -> None:
    lead = signed_in(at, "lead")
    view = {"width": size[0], "height": size[1]}
    ways = ("/musters", f"/musters/{spell(own.base)}", f"/lift/{spell(own.lifts[1])}/settle")
    with chromium() as browser, watched(browser, at, viewport=view) as page:
        page.carry(lead.cookies)
        for way in ways:
            assert page.show(way).violations() == []
            assert not page.is_wider_than_the_screen()


def test_in_a_browser_enter_beside_the_list_does_nothing_and_the_button_hands_over(
    own: Operation, at: str, staying: list[PersonId]
) -> None:
    marked, before = staying[0], guest(own, staying[0])
    with chromium() as browser, watched(browser, at) as page:
        page.carry(signed_in(at, "receiving").cookies)
        page.go(f"/musters/{spell(own.base)}")
        page.page.check(f'input[name="people"][value="{spell(marked)}"]')
        page.page.fill("#id_agency", "Harbour Relief")
        page.page.press("#id_agency", "Enter")
        page.page.wait_for_load_state()
        assert guest(own, marked) == before
        with page.page.expect_navigation():
            page.page.click('button[value="hand"]')
    assert guest(own, marked).agency == "Harbour Relief"
