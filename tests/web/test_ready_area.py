"""The ready area beside a lift: whole parties without a seat are put on its manifest by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.ids import LiftId, PartyId, spell
from muster.journey.lift.state import Lift
from muster.site.lift import ramp
from muster.site.plan import seating
from muster.site.record.kinds import LIFT
from muster.site.registry import stories
from tests.site.plan.town import Town
from tests.web.browser import chromium, watched
from tests.web.visitor import Answer, Visitor

PIN = "24681357"


class Scene(Town):
    """The town with lifts on offer and parties, some of them in the ready area."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.lifts = [self.offer(hours) for hours in (6, 8)]
        self.parties = self.families(8)
        self.adopt()

    def planned(self, lift: LiftId) -> set[bytes]:
        return {one.id for one in stories.lift(self.site, self.by, lift).planned}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = Scene(tmp_path_factory.mktemp("ready") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def at(scene: Scene) -> Iterator[str]:
    with serve_in_thread(scene.site) as found:
        yield found


@pytest.fixture(scope="module")
def planner(at: str) -> Visitor:
    visitor = Visitor(at)
    assert visitor.sign_in("Example planner", PIN).status == 302
    return visitor


def way(lift: LiftId) -> str:
    return f"/plan/lift/{spell(lift)}/seats"


def seat(visitor: Visitor, lift: LiftId, *parties: PartyId) -> Answer:
    return visitor.post(way(lift), {"act": "seat", "parties": [spell(one) for one in parties]})


def test_a_whole_party_of_the_ready_area_is_seated_and_no_longer_waits(
    scene: Scene, planner: Visitor
) -> None:
    lift = scene.lifts[0]
    first, second = scene.parties[:2]
    scene.ready([first, second])
    page = planner.get(way(lift)).text
    assert spell(first) in page
    assert "Given0" not in page
    assert seat(planner, lift, first).status == 302
    assert scene.planned(lift) == {*scene.members(first)}
    after = planner.get(way(lift)).text
    assert spell(first) not in after
    assert spell(second) in after


def test_a_party_that_is_not_whole_in_the_ready_area_or_has_a_seat_is_refused(
    scene: Scene, planner: Visitor
) -> None:
    lift, other = scene.lifts
    outside, partly, seated = scene.parties[2:5]
    ramp.ready(scene.site, scene.by, scene.members(partly)[:1], scene.airport)
    scene.ready([seated])
    assert seat(planner, other, seated).status == 302
    before = scene.planned(lift)
    page = planner.get(way(lift)).text
    for party in (outside, partly, seated):
        assert spell(party) not in page
        assert seat(planner, lift, party).status in {409, 422}
    assert scene.planned(lift) == before


def test_who_is_ready_elsewhere_is_not_offered(scene: Scene, planner: Visitor) -> None:
    party = scene.parties[5]
    ramp.ready(scene.site, scene.by, scene.members(party), scene.base)
    assert spell(party) not in planner.get(way(scene.lifts[0])).text


def test_those_whom_the_plan_puts_on_the_lift_come_first(scene: Scene) -> None:
    scene.ready(scene.parties[6:])
    operation = scene.look().operation
    by_plan = {
        party.id: operation.lifts[party.old.lift].id for party in operation.parties if party.old
    }
    on_plan = 0
    for lift in scene.lifts:
        waiting = seating.ready(scene.site, scene.planner, lift)
        on_plan += sum(one.planned for one in waiting)
        assert {one.party: one.planned for one in waiting} == {
            one.party: by_plan.get(one.party) == lift for one in waiting
        }
        assert [one.planned for one in waiting] == sorted(one.planned for one in waiting)[::-1]
    assert on_plan


def test_the_manifest_is_frozen_at_who_is_on_it(scene: Scene, planner: Visitor) -> None:
    lift = scene.lifts[0]
    on = len(scene.planned(lift))
    assert planner.post(way(lift), {"act": "freeze"}).status == 302
    with scene.site.view() as view:
        state: Lift = view.state(LIFT, lift)
    assert state.planned == on


def test_nothing_marked_or_nothing_known_changes_nothing(scene: Scene, planner: Visitor) -> None:
    lift = scene.lifts[1]
    before = scene.planned(lift)
    assert seat(planner, lift).status == 422
    assert planner.post(way(lift), {"act": "elsewhere"}).status == 400
    assert planner.get(way(LiftId(bytes(16)))).status == 404
    assert scene.planned(lift) == before


@pytest.mark.parametrize("size", [(320, 640), (1440, 900)], ids=["phone", "desktop"])
def test_the_page_fits_the_screen_and_passes_axe(
    scene: Scene, at: str, planner: Visitor, size: tuple[int, int]
) -> None:
    scene.ready([scene.parties[6]])
    view = {"width": size[0], "height": size[1]}
    with chromium() as browser, watched(browser, at, viewport=view) as page:
        page.carry(planner.cookies)
        assert page.show(way(scene.lifts[1])).violations() == []
        assert not page.is_wider_than_the_screen()
