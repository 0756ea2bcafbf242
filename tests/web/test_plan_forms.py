"""What a planner sets on the screens: limits, rooms, rates, permits, holds, a lift that is late."""

from collections.abc import Iterator

import pytest

from muster.doors.web import plan_party, plan_words, serve_in_thread
from muster.doors.web.times import typed
from muster.ground.people.ids import LiftId, PartyId, spell
from muster.ground.people.moment import HOUR
from muster.journey.lift.state import Lift
from muster.journey.plan.adopted import Limits
from muster.journey.plan.operation import Party, Standing
from muster.journey.plan.seats import Seat
from muster.site import operators
from muster.site.plan import calls, standings
from muster.site.plan import planner as desk
from muster.site.record.kinds import LIFT, SEAT
from tests.site.plan.town import CHILD, Town
from tests.web.browser import chromium, watched
from tests.web.visitor import Visitor

PIN = "24681357"
SIZES: dict[str, dict[str, dict[str, int]]] = {
    "phone": {"viewport": {"width": 320, "height": 640}},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
Fields = dict[str, str | list[str]]


class Scene(Town):
    """The town with a plan that holds, a lift with a manifest, and children alone."""

    def __init__(self, folder: str) -> None:
        from pathlib import Path  # noqa: PLC0415

        super().__init__(Path(folder))
        self.lifts = [self.offer(hours) for hours in (6, 8, 12)]
        self.offer(20, to=self.base)
        self.parties = self.families(12)
        self.children = self.family([CHILD])
        self.adopt()

    def counted(self, identity: PartyId) -> Party:
        found = self.look()
        return found.operation.parties[found.index()[identity]]

    def seat(self, identity: PartyId) -> Seat:
        with self.site.view() as view:
            return view.state(SEAT, identity) or Seat()

    def lift_state(self, identity: LiftId) -> Lift:
        with self.site.view() as view:
            found: Lift = view.state(LIFT, identity)
        return found


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    made = Scene(str(tmp_path_factory.mktemp("town") / "site"))
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def address(scene: Scene) -> Iterator[str]:
    with serve_in_thread(scene.site) as found:
        yield found


@pytest.fixture(scope="module")
def planner(address: str) -> Visitor:
    visitor = Visitor(address)
    assert visitor.sign_in("Example planner", PIN).status == 302
    return visitor


def limits(**given: str) -> Fields:
    return {"longest_stay": "48", "seen": "3", "unseen": "8", **given}


def test_limits_are_set_and_what_held_before_is_put_back(scene: Scene, planner: Visitor) -> None:
    until = typed(scene.later(20))
    sent = limits(deadline=until, ready_room="500", longest_stay="24", screening="240")
    assert planner.post("/plan/limits", sent).status == 302
    held = desk.terms(scene.site, scene.planner).limits
    assert (held.ready_room, held.longest_stay, held.screening) == (500, 24, 240)
    assert typed(held.deadline) == until
    assert planner.post("/plan/limits", {"back": "1"}).status == 302
    assert desk.terms(scene.site, scene.planner).limits == Limits()


def test_a_limit_that_cannot_be_is_said_beside_its_field(scene: Scene, planner: Visitor) -> None:
    before = scene.site.journal.lamport
    answer = planner.post("/plan/limits", limits(longest_stay="0", ready_room="many"))
    assert answer.status == 422
    assert "Give a number." in answer.text
    assert "greater than or equal to 1" in answer.text
    assert scene.site.journal.lamport == before


def test_what_a_base_holds_is_set_and_taken_back_to_not_known(
    scene: Scene, planner: Visitor
) -> None:
    sent: Fields = {"place": spell(scene.base), "room": "120", "leave": "48"}
    assert planner.post("/plan/limits", sent).status == 302
    (base,) = [one for one in desk.bases(scene.site, scene.planner) if one.id == scene.base]
    assert (base.capacity, base.per_day, base.stock) == ((120, 120), 48, 0)
    planner.post("/plan/limits", sent | {"room": "", "leave": ""})
    (base,) = [one for one in desk.bases(scene.site, scene.planner) if one.id == scene.base]
    assert (base.capacity, base.per_day) == (None, None)


def test_a_curfew_is_expected_for_a_while_and_taken_back(scene: Scene, planner: Visitor) -> None:
    way = f"/plan/gate/{spell(scene.north)}"
    opens = scene.clock.at // HOUR * HOUR + 2 * HOUR
    sent: Fields = {"opens": typed(opens), "ends": typed(opens + 3 * HOUR), "rate": "0"}
    assert planner.post(way, sent).status == 302
    gates = {one.id: one.souls for one in scene.look().operation.gates}
    assert gates[scene.north][1:6] == (40, 0, 0, 0, 40)
    assert "<b>0</b>" in planner.get("/plan/gates").text
    assert planner.post(way, {"back": str(opens)}).status == 302
    assert {*scene.look().operation.gates[0].souls} == {40}


def test_a_span_that_ends_before_it_begins_is_said_at_its_end(
    scene: Scene, planner: Visitor
) -> None:
    at = typed(scene.clock.at)
    answer = planner.post(
        f"/plan/gate/{spell(scene.north)}", {"opens": at, "ends": at, "rate": "7"}
    )
    assert answer.status == 422
    assert "Give a time after the first one." in answer.text
    assert planner.get(f"/plan/gate/{spell(bytes(16))}").status in (404, 422)


def test_a_party_is_held_back_with_a_reason_and_let_go(scene: Scene, planner: Visitor) -> None:
    party = scene.parties[0]
    way = f"/plan/party/{spell(party)}"
    assert planner.post(f"{way}/hold", {"reason": ""}).status == 422
    assert planner.post(f"{way}/hold", {"reason": "papers to be seen"}).status == 302
    assert scene.counted(party).standing is Standing.HELD
    page = planner.get(f"/plan/why/{spell(party)}").text
    assert "papers to be seen" in page
    assert "Let this party go" in page
    assert planner.post(f"{way}/let-go", {}).status == 302
    assert scene.counted(party).standing is not Standing.HELD
    assert planner.post(f"{way}/let-go", {}).status == 409


def test_permits_are_marked_and_none_marked_is_all(scene: Scene, planner: Visitor) -> None:
    party = scene.parties[1]
    way = f"/plan/party/{spell(party)}/permit"
    sent: Fields = {"gates": [spell(scene.north)], "havens": [], "reason": "road cut"}
    assert planner.post(way, sent).status == 302
    assert scene.counted(party).gates.bit_count() == 1
    assert f'value="{spell(scene.north)}" id="id_gates_0" checked' in planner.get(way).text or (
        "checked" in planner.get(way).text
    )
    assert planner.post(way, {"reason": "open again"}).status == 302
    assert scene.counted(party).gates.bit_count() == 2


def test_a_told_party_can_be_released_to_the_next_plan(scene: Scene, planner: Visitor) -> None:
    party = scene.parties[2]
    way = f"/plan/party/{spell(party)}/release"
    lift = scene.seat(party).lift
    window = scene.later(1), scene.later(2)
    calls.call(scene.site, scene.planner, [party], scene.north, window, lift=lift)
    assert "Let a plan move this party" in planner.get(f"/plan/why/{spell(party)}").text
    assert planner.post(way, {"reason": "they asked for it"}).status == 302
    assert scene.counted(party).standing is Standing.RELEASED


def test_children_alone_are_given_an_escort_without_a_name(scene: Scene, planner: Visitor) -> None:
    way = f"/plan/party/{spell(scene.children)}/escort"
    assert "Give these children an escort" in planner.get(f"/plan/why/{spell(scene.children)}").text
    assert planner.post(way, {"who": "child protection officer"}).status == 302
    assert scene.counted(scene.children).standing is not Standing.UNESCORTED


def test_a_late_lift_keeps_its_seats_and_leaves_later(scene: Scene, planner: Visitor) -> None:
    lift = scene.lifts[2]
    before = scene.lift_state(lift)
    way = f"/plan/lift/{spell(lift)}"
    assert planner.post(way, {"departs": typed(scene.later(-3))}).status == 422
    assert planner.post(way, {"departs": typed(scene.later(15))}).status == 302
    after = scene.lift_state(lift)
    assert typed(after.closes) == typed(scene.later(15))
    assert (after.seats, after.litters, after.name) == (before.seats, before.litters, before.name)


def test_passengers_are_held_with_their_parties_on_one_page(scene: Scene, planner: Visitor) -> None:
    from muster.site.lift import ramp  # noqa: PLC0415

    lift, first, second = scene.lifts[0], *scene.parties[3:5]
    people = [*scene.members(first), *scene.members(second)]
    ramp.ready(scene.site, scene.by, people, scene.airport)
    ramp.manifest(scene.site, scene.by, lift, people)
    way = f"/plan/lift/{spell(lift)}"
    assert "Given0" not in planner.get(way).text
    assert planner.post(way, {"reason": "papers"}).status == 422
    sent: Fields = {"people": [spell(scene.members(first)[1])], "reason": "papers"}
    page = planner.post(way, sent)
    assert page.status == 200
    assert "1 party is held: 4 people are off the manifest." in page.text
    assert scene.counted(first).standing is Standing.HELD


def test_parties_are_listed_by_how_far_they_have_come_and_found(
    scene: Scene, planner: Visitor
) -> None:
    known = standings.standings(scene.site, scene.planner)
    assert sum(known.souls.values()) == sum(row.souls for row in known.rows)
    for come in standings.Come:
        page = planner.get(f"/plan/parties?come={come.value}").text
        shown = {row.party for row in known.rows if spell(row.party) in page}
        assert shown == {row.party for row in known.rows if row.come is come}
    found = planner.get(f"/plan/parties?party={spell(scene.parties[5])[:8]}")
    assert found.headers["location"] == f"/plan/why/{spell(scene.parties[5])}"
    assert planner.get("/plan/parties?party=zzzzzz").status == 404


def test_a_post_is_appointed_by_the_lead_and_shown_to_planners(
    scene: Scene, address: str, planner: Visitor
) -> None:
    operators.enrol(scene.site, scene.by, "Example lead", ("lead",), PIN)
    lead = Visitor(address)
    assert lead.sign_in("Example lead", PIN).status == 302
    way, staff = "/plan/posts", spell(scene.planner.id)
    sent: Fields = {"name": "North", "people": [staff], "gates": [spell(scene.north)]}
    assert planner.post(way, sent, "/plan/weights").status == 422
    assert lead.post(way, {"name": "North"}).status == 422
    assert lead.post(way, sent).status == 302
    assert lead.post(way, sent | {"name": "South"}).status == 409
    page = planner.get(way).text
    assert "North gate" in page
    assert "yours" in page
    assert "Appoint a post" not in page
    assert "yours" in planner.get("/plan/").text
    assert lead.post(way, {"end": "North"}).status == 302
    assert "everybody who plans may move everything" in planner.get(way).text


def test_every_way_a_party_can_have_come_has_a_word() -> None:
    assert {*plan_words.COME} == {*standings.Come}
    assert {*plan_party.TURNS} == {"hold", "let-go", "release", "permit", "escort"}


@pytest.mark.browser
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_forms_are_accessible_and_fit(
    scene: Scene, address: str, planner: Visitor, size: dict[str, object]
) -> None:
    party, lift = spell(scene.parties[6]), spell(scene.lifts[1])
    ways = ["limits", "gates", f"gate/{spell(scene.north)}", "parties", f"why/{party}"]
    ways += [f"party/{party}/{name}" for name in ("hold", "permit")]
    ways += [f"lift/{lift}", f"lift/{spell(scene.lifts[0])}", "posts"]
    ways += ["", "calls", "what-if", "weights"]
    found = {}
    with chromium() as browser, watched(browser, address, **size) as page:
        page.carry(planner.cookies)
        for way in ways:
            page.go(f"/plan/{way}")
            found[way] = page.violations(), page.is_wider_than_the_screen()
        assert page.said == []
    assert {way: one for way, one in found.items() if one != ([], False)} == {}
