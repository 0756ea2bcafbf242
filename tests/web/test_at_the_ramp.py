"""The ramp controller and the receiving officer at their screens: a lift from list to base."""

import re
from collections.abc import Iterator
from random import Random

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.ids import LiftId, PersonId, PlaceId, spell
from muster.journey.arrival.state import Guest
from muster.journey.figures.books import Mark
from muster.journey.lift.state import Lift
from muster.site.lift import ramp
from muster.site.record.kinds import GUEST, LIFT, PLACE, RECORD
from muster.site.registry import stories
from tests.web import operation as made
from tests.web.browser import chromium, watched
from tests.web.operation import Operation
from tests.web.visitor import Answer, Visitor, signed_in


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operation]:
    """Return an operation of this module's own: its lifts leave."""
    one = made.make(tmp_path_factory.mktemp("ramp") / "elmo")
    yield one
    one.site.close()


@pytest.fixture(scope="module")
def at(own: Operation) -> Iterator[str]:
    with serve_in_thread(own.site) as found:
        yield found


@pytest.fixture(scope="module")
def ramper(at: str) -> Visitor:
    return signed_in(at, "ramp")


@pytest.fixture(scope="module")
def receiver(at: str) -> Visitor:
    return signed_in(at, "receiving")


@pytest.fixture
def lift(own: Operation) -> LiftId:
    """Return a lift on offer with eight people on its manifest."""
    offered = made._lift(own, f"Hop {len(own.lifts)}", 20)
    ramp.manifest(own.site, own.site.lead, offered, planned(own, offered))
    return offered


def planned(own: Operation, lift: LiftId) -> list[PersonId]:
    return Random(lift).sample(own.people[:120], 8)


def state(own: Operation, lift: LiftId) -> Lift:
    with own.site.view() as view:
        found: Lift = view.state(LIFT, lift)
    return found


def act(visitor: Visitor, lift: LiftId, page: str, **fields: str | list[str]) -> Answer:
    return visitor.post(f"/lift/{spell(lift)}/{page}", fields)


def band(own: Operation, person: PersonId) -> str:
    with own.site.view() as view:
        return str(view.state(RECORD, person).wristbands[0])


def aboard(own: Operation, lift: LiftId) -> set[PersonId]:
    return {one.id for one in stories.lift(own.site, own.site.lead, lift).boarded}


def test_people_are_boarded_from_the_list_and_by_wristband_and_taken_off_again(
    own: Operation, ramper: Visitor, lift: LiftId
) -> None:
    first, second, third, *_ = planned(own, lift)
    marked = [spell(first), spell(second)]
    assert act(ramper, lift, "boarding", act="board", people=marked).status == 302
    typed = band(own, third).lower().replace("1", "l")
    assert act(ramper, lift, "boarding", act="scan", band=f" {typed[:5]} {typed[5:]}").status == 302
    assert aboard(own, lift) == {first, second, third}
    off = act(ramper, lift, "boarding", act="bump", people=[spell(first)], reason="no seat belt")
    assert off.status == 302
    assert aboard(own, lift) == {second, third}


def test_somebody_whom_nobody_planned_is_aboard_all_the_same(
    own: Operation, ramper: Visitor, lift: LiftId
) -> None:
    other = next(one for one in own.people[:120] if one not in planned(own, lift))
    assert act(ramper, lift, "boarding", act="scan", band=spell(other)).status == 302
    assert aboard(own, lift) == {other}


def test_an_unknown_wristband_is_refused_and_its_letters_are_not_said(
    own: Operation, ramper: Visitor, lift: LiftId
) -> None:
    refused = act(ramper, lift, "boarding", act="scan", band="ZZ00ZZ00ZZ")
    assert refused.status in {404, 422}
    assert "ZZ00ZZ00ZZ" not in refused.text.split('name="band"')[0]
    assert aboard(own, lift) == set()


def test_a_lift_leaves_with_its_difference_on_record_and_is_closed_to_the_ramp_then(
    own: Operation, ramper: Visitor, lift: LiftId
) -> None:
    people = planned(own, lift)
    act(ramper, lift, "boarding", act="board", people=[spell(one) for one in people[:6]])
    assert act(ramper, lift, "boarding", act="count", souls="7", crew="3").status == 302
    page = ramper.get(f"/lift/{spell(lift)}/boarding").text
    assert "The head count is 7, 6 are scanned." in page
    assert "2 people who were planned are not aboard." in page
    assert act(ramper, lift, "boarding", act="leave").status == 302
    left = state(own, lift)
    assert (left.departed is not None, left.counted, left.crew) == (True, 7, 3)
    late = act(ramper, lift, "boarding", act="board", people=[spell(people[7])])
    assert late.status == 409
    assert len(aboard(own, lift)) == 6


def test_who_comes_off_is_taken_in_known_or_not(
    own: Operation, ramper: Visitor, receiver: Visitor, lift: LiftId
) -> None:
    people = planned(own, lift)
    act(ramper, lift, "boarding", act="board", people=[spell(one) for one in people[:5]])
    act(ramper, lift, "boarding", act="leave")
    landed = act(receiver, lift, "arrival", act="land", place=spell(own.base), souls="6")
    assert landed.status == 302
    marked = [spell(one) for one in people[:4]]
    assert act(receiver, lift, "arrival", act="arrive", people=marked).status == 302
    assert act(receiver, lift, "arrival", act="scan", band=band(own, people[5])).status == 302
    found = act(receiver, lift, "arrival", act="find", name="Somebody Found", sex="F", child="on")
    assert found.status == 302
    page = stories.lift(own.site, own.site.lead, lift)
    assert {one.id for one in page.arrived} == set(people[:4])
    assert {people[5]} < {one.id for one in page.found}
    assert (len(page.found), [one.id for one in page.missing]) == (2, [people[4]])
    (new,) = {one.id for one in page.found} - {people[5]}
    with own.site.view() as view:
        guest: Guest = view.state(GUEST, new)
    assert (guest.unknown, guest.landings[0].place) == (True, own.base)


def test_a_lift_may_land_elsewhere(own: Operation, receiver: Visitor, lift: LiftId) -> None:
    with own.site.view() as view:
        other = next(PlaceId(one) for one, place in view.scan(PLACE) if place.name == "Camp Fern")
    assert act(receiver, lift, "arrival", act="land", place=spell(other)).status == 302
    page = stories.lift(own.site, own.site.lead, lift)
    assert page.landed is not None
    assert page.landed.place == other


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("boarding", {"act": "count", "souls": "-1"}),
        ("boarding", {"act": "count"}),
        ("boarding", {"act": "bump", "reason": ""}),
        ("boarding", {"act": "scan", "band": ""}),
        ("arrival", {"act": "land", "place": spell(bytes(16))}),
        ("arrival", {"act": "find", "sex": "Q"}),
    ],
)
def test_what_cannot_be_is_asked_again_and_nothing_goes_on_record(
    own: Operation, at: str, lift: LiftId, page: str, fields: dict[str, str | list[str]]
) -> None:
    before = own.site.journal.lamport
    answer = act(signed_in(at, "lead"), lift, page, **fields)
    assert answer.status == 422
    assert state(own, lift).departed is None
    assert own.site.journal.lamport - before <= 3, "more than a sign-in and two looks"


@pytest.fixture
def found(own: Operation, receiver: Visitor, lift: LiftId) -> list[PersonId]:
    """Return three people found on the arrival of a lift with five of eight aboard."""
    ramp.board(own.site, own.site.lead, lift, planned(own, lift)[:5])
    ramp.depart(own.site, own.site.lead, lift)
    act(receiver, lift, "arrival", act="land", place=spell(own.base))
    for name in ("Found First", "Found Second", ""):
        act(receiver, lift, "arrival", act="find", name=name)
    page = stories.lift(own.site, own.site.lead, lift)
    assert {one.mark for one in page.found} == {Mark.FOUND}
    return [one.id for one in sorted(page.found, key=lambda one: one.name or "~")]


def guest(own: Operation, person: PersonId) -> Guest:
    with own.site.view() as view:
        known: Guest = view.state(GUEST, person)
    return known


def test_who_was_found_is_settled_from_the_manifest_by_wristband_or_as_somebody_new(
    own: Operation, receiver: Visitor, lift: LiftId, found: list[PersonId]
) -> None:
    first, second, third = (f"arrival/{spell(one)}" for one in found)
    people = planned(own, lift)
    arrival = receiver.get(f"/lift/{spell(lift)}/arrival").text
    assert all(f"/lift/{spell(lift)}/{way}" in arrival for way in (first, second, third))
    page = receiver.get(f"/lift/{spell(lift)}/{first}").text
    offered = re.findall(r'name="who" value="(\w+)"', page)
    assert set(offered[:5]) == {spell(one) for one in people[:5]}, "scanned aboard, not come off"
    assert set(offered[5:]) == {*(spell(one) for one in people[5:]), "borne", "new"}
    assert act(receiver, lift, first, who=spell(people[0])).status == 302
    assert guest(own, found[0]).claim == people[0]
    assert spell(people[0]) not in receiver.get(f"/lift/{spell(lift)}/{second}").text
    typed = band(own, people[6])
    assert act(receiver, lift, second, who="borne", band=typed).status == 302
    assert guest(own, found[1]).claim == people[6]
    assert act(receiver, lift, third, who="new", category="citizen").status == 302
    new = guest(own, found[2])
    assert (new.unknown, new.claim, new.category) == (False, None, "citizen")
    settled = stories.lift(own.site, own.site.lead, lift)
    assert {one.id for one in settled.found} == {people[0], people[6], found[2]}
    assert people[0] not in {one.id for one in settled.missing}
    assert receiver.get(f"/lift/{spell(lift)}/{first}").status == 404, "settled already"


def test_who_was_found_is_not_settled_by_halves(
    own: Operation, receiver: Visitor, lift: LiftId, found: list[PersonId]
) -> None:
    way = f"arrival/{spell(found[0])}"
    for asked in ({}, {"who": "borne"}, {"who": spell(own.people[-1])}, {"who": "x"}):
        assert act(receiver, lift, way, **asked).status == 422
    assert act(receiver, lift, way, who="borne", band="ZZ00ZZ00ZZ").status == 404
    assert act(receiver, lift, way, who="borne", band=spell(found[0])).status == 422
    assert guest(own, found[0]).unknown


def test_the_last_lift_out_is_declared_by_who_is_in_command_and_by_nobody_else(
    own: Operation, at: str, ramper: Visitor, lift: LiftId
) -> None:
    head, way = signed_in(at, "head"), f"/lift/{spell(lift)}/last"
    assert ramper.post(way, {"sure": "on"}, f"/lift/{spell(lift)}").status == 403
    assert head.post(way, {"sure": "on"}).status == 409, "it has not left"
    ramp.depart(own.site, own.site.lead, lift)
    assert way in head.get(f"/lift/{spell(lift)}").text
    assert head.post(way, {}).status == 422
    assert not state(own, lift).last
    assert head.post(way, {"sure": "on"}).status == 302
    assert state(own, lift).last
    assert "declared the last one out" in head.get(way).text
    assert head.get(f"/lift/{spell(bytes(16))}/last").status == 404


@pytest.mark.parametrize("size", [(320, 640), (1440, 900)], ids=["phone", "desktop"])
def test_the_pages_fit_the_screen_and_pass_axe(
    own: Operation, at: str, lift: LiftId, found: list[PersonId], size: tuple[int, int]
) -> None:
    lead, ways = signed_in(at, "lead"), (f"arrival/{spell(found[0])}", "arrival", "last")
    offered = made._lift(own, f"Hop {len(own.lifts)}", 20)
    view = {"width": size[0], "height": size[1]}
    with chromium() as browser, watched(browser, at, viewport=view) as page:
        page.carry(lead.cookies)
        for one, way in ((offered, "boarding"), *((lift, way) for way in ways)):
            assert page.show(f"/lift/{spell(one)}/{way}").violations() == []
            assert not page.is_wider_than_the_screen()


def test_enter_beside_the_reason_for_taking_off_puts_nobody_aboard(
    own: Operation, at: str, lift: LiftId
) -> None:
    with chromium() as browser, watched(browser, at) as page:
        page.carry(signed_in(at, "ramp").cookies)
        page.go(f"/lift/{spell(lift)}/boarding")
        page.page.check(f'input[name="people"][value="{spell(planned(own, lift)[0])}"]')
        page.page.press("#id_reason", "Enter")
        page.page.wait_for_load_state()
    assert aboard(own, lift) == set()
