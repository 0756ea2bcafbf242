"""The plan on the screens: made, read as a difference, accepted, called; a day of a planner."""

import re
from collections.abc import Iterator

import pytest

from muster.doors.web import lines, plan_words, serve_in_thread
from muster.doors.web.plans import PLANS
from muster.ground.people.ids import spell
from muster.ground.people.moment import HOUR, calendar
from muster.journey.plan import keeping, remaining
from muster.journey.plan.generating import Phase
from muster.journey.plan.operation import Standing
from muster.site import command, operators
from muster.site.plan import differences, planning, queues, travellers, unsettled
from muster.site.plan import planner as planner_desk
from muster.site.plan.solving import Way
from tests.site.plan.town import Town
from tests.web.visitor import Visitor

PIN = "24681357"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = Town(tmp_path_factory.mktemp("town") / "site")
    for hours in (8, 10, 12, 14, 30):
        made.offer(hours)
    made.offer(16, to=made.base)
    command.set_room(made.site, made.by, made.base, (20, 20), per_day=24)
    made.families(20)
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def address(town: Town) -> Iterator[str]:
    with serve_in_thread(town.site) as found:
        yield found


@pytest.fixture(scope="module")
def planner(address: str) -> Visitor:
    visitor = Visitor(address)
    assert visitor.sign_in("Example planner", PIN).status == 302
    return visitor


def made(planner: Visitor, way: str) -> str:
    """Ask for a plan, wait until it is there, and return the address of what it proposes."""
    assert planner.post("/plan/make", {"way": way}, "/plan/").status == 302
    for door in list(PLANS._making):
        thread = PLANS._making[door].thread
        assert thread is not None
        thread.join(60)
    answer = planner.get("/plan/making")
    assert answer.status == 302, answer.text
    return answer.headers["location"]


def test_a_plan_is_made_read_and_accepted(town: Town, planner: Visitor) -> None:
    assert "No plan has been adopted yet." in planner.get("/plan/").text
    proposal = made(planner, "repair")
    page = planner.get(proposal).text
    assert "20 families get a place." in page
    assert planning.look(town.site, town.planner).adopted is None
    assert planner.post(proposal, {}).headers["location"] == "/plan/"
    assert "80 people have a place." in planner.get("/plan/").text


def test_the_line_before_a_gate_is_drawn_as_it_was_counted(town: Town, planner: Visitor) -> None:
    assert "People in line before the gates" not in planner.get("/plan/").text
    for souls in (12, 30, 7):
        planner_desk.count_queue(town.site, town.planner, town.north, souls)
        town.tick(HOUR)
    found = queues.queues(town.site, town.planner)
    (gate,) = found.gates
    assert [souls for _, souls in gate.counts] == [12, 30, 7]
    assert gate.aim == 20
    assert len(found.expected) <= queues.AHEAD
    together, north = lines.drawn(found).lanes
    assert (north.most, north.latest) == (30, 7)
    assert (together.most, together.latest) == (30, 7)
    heights = [float(point.split(",")[1]) for point in north.counted.split()]
    assert heights[1] < heights[0] < heights[2]
    page = planner.get("/plan/").text
    assert north.counted in page
    assert "7 / 30" in page


def test_who_is_next_is_called_with_one_action(planner: Visitor) -> None:
    before = planner.get("/plan/calls").text
    assert 'button class="main">Call<' in before
    planner.post("/plan/calls", {})
    assert "Nobody is to be called now." in planner.get("/plan/calls").text


def test_a_queue_that_was_counted_is_what_the_next_calls_go_by(
    town: Town, planner: Visitor
) -> None:
    counted: dict[str, str | list[str]] = {"gate": spell(town.north), "souls": "77"}
    assert planner.post("/plan/calls", counted).status == 302
    assert '<td class="n" data-label="Waiting there">77</td>' in planner.get("/plan/calls").text
    planner.post("/plan/calls", {**counted, "souls": "0"})


def test_cancelled_lifts_are_mended_and_the_difference_says_who_moves(
    town: Town, planner: Visitor
) -> None:
    town.tick()
    page = planner.get("/plan/").text
    lifts = re.findall(r'name="lift" value="(\w+)"', page)
    assert len(lifts) == 6
    assert planner.post("/plan/cancel", {"lift": [lifts[1]], "reason": ""}, "/plan/").status == 422
    sent = planner.post("/plan/cancel", {"lift": [lifts[1]], "reason": "no crew"}, "/plan/")
    assert sent.status == 302
    board = planner.get("/plan/").text
    assert "The plan does not fit any more." in board
    assert "their lift does not go" in board
    proposal = made(planner, "repair")
    page = planner.get(proposal).text
    assert "families move" in page
    assert page.count('<th scope="row">their lift does not go, or has no seat left</th>') == 1
    party = re.findall(r'href="(/plan/why/\w+)"', page)[0]
    why = planner.get(party).text
    assert "It cannot stay there:" in why
    assert "In the plan that is proposed:" in why
    planner.post(proposal, {})
    assert "The plan does not fit any more." not in planner.get("/plan/").text
    assert planning.faults(town.site, town.planner) == ()


def test_a_planner_stops_a_gate_and_does_not_open_it(town: Town, planner: Visitor) -> None:
    gate = town.gate("Example gate", 20)
    assert "Example gate" in planner.get("/plan/").text
    page = planner.get(f"/plan/gate/{spell(gate)}").text
    assert f"/plan/gate/{spell(gate)}/shut" in page
    way = f"/plan/gate/{spell(gate)}/shut"
    assert "0 live calls will be taken back." in planner.get(way).text
    assert planner.post(way, {"reason": ""}).status == 422
    assert planner.post(way, {"reason": "shots heard"}).headers["location"] == "/plan/"
    assert "Shut the gate" not in planner.get(f"/plan/gate/{spell(gate)}").text
    assert "Example gate" not in planner.get("/plan/").text
    assert planner.get(f"/plan/gate/{spell(gate)}/open").status == 404
    assert planner.get(f"/incidents/gate/{spell(gate)}/open").status == 403


def test_whoever_was_on_the_way_to_a_gate_that_is_stopped_is_to_be_told(
    town: Town, planner: Visitor
) -> None:
    live = next(one.live for one in command.gates(town.site, town.planner) if one.id == town.north)
    assert live > 0
    way = f"/plan/gate/{spell(town.north)}/hold"
    assert planner.post(way, {"reason": "a crowd"}).headers["location"] == "/plan/told"
    page = planner.get("/plan/told").text
    assert "Do not go to North gate." in page
    party = re.findall(r'name="party" value="(\w+)"', page)[0]
    reached: dict[str, str | list[str]] = {"party": party, "channel": "phone"}
    assert planner.post("/plan/told", reached).headers["location"] == "/plan/told"
    assert planner.get("/plan/told").text.count('name="party"') == page.count('name="party"') - 1
    command.open_gate(town.site, town.by, town.north, 40)


def test_a_plan_that_is_not_proposed_any_more_is_a_problem(planner: Visitor) -> None:
    answer = planner.get(f"/plan/proposal/{spell(bytes(16))}")
    assert answer.status == 409


def test_a_party_is_told_why(town: Town, planner: Visitor) -> None:
    party = planning.look(town.site, town.planner).operation.parties[0]
    page = planner.get(f"/plan/why/{spell(party.id)}").text
    assert "Rank among all parties" in page


def test_every_code_of_the_plan_has_a_word() -> None:
    assert {*plan_words.CHANGES} == {*differences.Kind}
    assert {*plan_words.PLAN_WAYS} == {*Way}
    assert {*plan_words.STANDINGS} == {*Standing}
    assert {*plan_words.WITHOUT} == {*remaining.Reason}
    assert {*plan_words.PLAN_TASKS} == {*unsettled.Kind}
    assert {*plan_words.PHASES} == {*Phase, ""}
    assert {*plan_words.HITS} == {*keeping.Hit}
    assert {*plan_words.KEPT} >= {*travellers.Reason}


def test_no_page_of_the_plan_says_a_name(town: Town, planner: Visitor) -> None:
    party = planning.look(town.site, town.planner).operation.parties[0]
    why = f"/plan/why/{spell(party.id)}"
    for way in ("/plan/", "/plan/calls", "/plan/making", "/plan/what-if", "/plan/weights", why):
        text = planner.get(way).text
        assert "Given0" not in text
        assert "Family0" not in text


def test_what_if_shows_intervals_beside_the_plan_that_holds(town: Town, planner: Visitor) -> None:
    before = town.site.journal.lamport
    page = planner.get(f"/plan/what-if?gate={spell(town.north)}&rate=0").text
    assert "Nine of ten runs lie between the two numbers." in page
    assert "Longest queue" in page
    assert "Of those called" in page
    assert town.site.journal.lamport == before
    assert planner.get("/plan/what-if?deadline=2001-01-01T00:00").status == 422


def test_lifts_to_cancel_lie_under_their_day_with_their_time(town: Town, planner: Visitor) -> None:
    lift = next(one for one in planning.look(town.site, town.by).operation.lifts if one.seats)
    page = planner.get(f"/plan/what-if?lifts={spell(lift.id)}").text
    days = re.findall(r"<details( open)?><summary>(.*?)</details>", page, re.DOTALL)
    assert days
    [(opened, day)] = [one for one in days if f'value="{spell(lift.id)}"' in one[1]]
    assert opened
    at = planning.look(town.site, town.by).operation.base + lift.hour * HOUR
    assert f"{calendar(at):%H:%M}Z" in day
    assert f"{calendar(at):%Y-%m-%d}" in day


def test_weights_are_previewed_and_then_signed_by_two(town: Town, planner: Visitor) -> None:
    colleague = operators.enrol(town.site, town.by, "Other planner", ("planner",), PIN)
    assert colleague
    fields: dict[str, str | list[str]] = {"ready": "0.5", "planned": "100", "told": "500"}
    for rank in range(5):
        fields |= {f"left-{rank}": str(9_000 - rank), f"waiting-{rank}": "1"}
    page = planner.post("/plan/weights", {**fields, "preview": "1"}).text
    assert "What this would mean" in page
    assert "Hours of waiting then" in page
    assert "8,996 hours of waiting" in page
    alone = planner.post("/plan/weights", {**fields, "reason": "example"})
    assert alone.status == 422
    signed = {"reason": "example", "second": "Other planner", "second_pin": PIN}
    assert planner.post("/plan/weights", {**fields, **signed}).status == 302
    assert planner_desk.terms(town.site, town.planner).weights.left[4] == 8_996
