"""Incidents, gates, the outbox and the roll of the dead on the screens."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from playwright.sync_api import Browser, expect

from muster.doors.web import words
from muster.doors.web.happened import NEXT, TURNS
from muster.ground.people.ids import IncidentId, PartyId, PersonId, PlaceId, spell
from muster.ground.people.moment import HOUR, calendar
from muster.ground.people.name import named
from muster.ground.people.place import PlaceRole
from muster.ground.record.fact import kind
from muster.journey.gate.facts import GateShut
from muster.journey.gate.state import Way
from muster.journey.incident.casualties import Harm
from muster.journey.incident.rules import Stage
from muster.journey.plan.facts import Cause, Channel
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import command
from muster.site.incident import incidents, roll
from muster.site.plan import calls
from muster.site.record.kinds import CALLS, INCIDENT
from muster.site.registry import desk, stories
from tests.web.browser import Watched, chromium, watched
from tests.web.conftest import As
from tests.web.operation import Operation
from tests.web.test_names_stay_in import NAMES

Fields = dict[str, str | list[str]]
_NUMBERS = count(1)
PHONE = {"viewport": {"width": 320, "height": 640}}


def gate(operation: Operation, name: str) -> PlaceId:
    """Return a new gate that is open."""
    site, by = operation.site, operation.site.lead
    place = command.name_place(site, by, name, PlaceRole.GATE)
    command.open_gate(site, by, place, 60)
    return place


def called(operation: Operation, place: PlaceId, number: int) -> list[PartyId]:
    """Call parties nobody else of the tests calls, from the end of the list."""
    site, by = operation.site, operation.site.lead
    with site.view() as view:
        free = [one for one in operation.parties[::-1] if view.state(CALLS, one) is None]
    parties = free[:number]
    now = operation.clock.at
    calls.call(site, by, parties, place, (now, now + 2 * HOUR))
    return parties


def attack(operation: Operation) -> IncidentId:
    site = operation.site
    return incidents.report_incident(site, site.lead, operation.gate, "attack", "at the wall")


def typed(operation: Operation, hours: int) -> str:
    """Return a time some hours from the site's now, as a browser sends it."""
    return (calendar(operation.clock.at) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def main_action(text: str) -> str:
    found = re.findall(r'<a class="main" href="[^"]*">([^<]*)</a>', text)
    assert len(found) == 1
    return str(found[0])


def test_an_incident_from_its_report_to_its_end(operation: Operation, role: As) -> None:
    head = role("head")
    report: Fields = {"place": spell(operation.gate), "kind": "crush", "text": "at the canal"}
    here = head.post("/incidents", report).headers["location"]
    assert main_action(head.get(here).text) == "It did happen"
    assert head.post(f"{here}/confirm", {"source": "Guard"}).headers["location"] == here
    assert main_action(head.get(here).text) == "Report casualties"
    refused = head.post(f"{here}/close", {})
    assert refused.status == 409
    assert "No source gives a number of: dead, injured, missing." in refused.text
    one: Fields = {"source": "Hospital", "sentence": "3 dead", "dead": "3", "whole": "inside"}
    two: Fields = {
        "source": "Army",
        "sentence": "7 to 9, and 40 hurt, nobody missing",
        "dead": "7-9",
        "injured": "40",
        "missing": "0",
        "parts": "children=1-2, us-service=1",
        "whole": "unsaid",
    }
    assert head.post(f"{here}/casualties", one).status == 302
    assert head.post(f"{here}/casualties", two).status == 302
    page = head.get(here).text
    assert main_action(page) == "Close the incident"
    assert "Sources that contradict each other" in page
    assert "inside or beside it" in page
    claim: Fields = {"source": "A group", "text": "it was us", "responsibility": "on"}
    assert head.post(f"{here}/state", claim).status == 302
    assert "claims responsibility; no finding" in head.get(here).text
    assert head.post(f"{here}/close", {"text": "over"}).status == 302
    assert '<span class="step closed">closed</span>' in head.get(here).text
    assert head.post(f"{here}/confirm", {"source": "Guard"}).status == 409


def test_a_number_that_is_none_is_said_beside_its_field(operation: Operation, role: As) -> None:
    here = f"/incident/{spell(attack(operation))}/casualties"
    wrong: Fields = {"source": "Army", "sentence": "x", "dead": "many", "injured": "9-3-1"}
    answer = role("head").post(here, wrong | {"parts": "children", "whole": "inside"})
    assert answer.status == 422
    assert answer.text.count("Expected a number or an interval like 13-170") == 3
    turned: Fields = {"source": "Army", "sentence": "x", "dead": "9-3", "whole": "inside"}
    assert role("head").post(here, turned).status == 422
    assert role("head").post(here, {}).text.count("Give a number; 0 is one.") == 1


def test_a_warning_with_its_recall_leads_to_the_outbox(operation: Operation, role: As) -> None:
    head, place = role("head"), gate(operation, "Canal Gate")
    (party,) = called(operation, place, 1)
    fields: Fields = {
        "places": [spell(place)],
        "text": "somebody may come",
        "source": "Army",
        "until": typed(operation, 24),
        "threat": "on",
        "recall": "on",
    }
    answer = head.post("/incidents/warn", fields)
    assert (answer.status, answer.headers["location"]) == (302, "/incidents/told")
    assert spell(party)[:6] in head.get("/incidents/told").text
    listed = head.get("/incidents").text
    assert "Threat" in listed
    found = re.search(r'/incident/([0-9a-z]{26})"><bdi>Threat', listed)
    assert found
    here = f"/incident/{found[1]}"
    assert main_action(head.get(here).text) == "The warning is over"
    assert head.post(f"{here}/lift", {"source": "Army"}).status == 302
    assert '<span class="step lifted">lifted</span>' in head.get(here).text


def test_shutting_shows_what_it_takes_back_then_whom_to_tell(
    operation: Operation, role: As
) -> None:
    head = role("head")
    place, other = gate(operation, "East Gate"), gate(operation, "West Gate")
    parties = called(operation, place, 3)
    way = f"/incidents/gate/{spell(place)}/shut"
    assert way in head.get("/incidents/gates").text
    form = head.get(way).text
    assert "3 live calls will be taken back." in form
    assert "West Gate" in form
    assert head.post(way, {"reason": ""}).status == 422
    answer = head.post(way, {"reason": "shots", "to": spell(other)})
    assert (answer.status, answer.headers["location"]) == (302, "/incidents/told")
    told = head.get("/incidents/told").text
    assert "Do not go to East Gate." in told
    assert "Go to West Gate." in told
    before = calls.outbox(operation.site, operation.site.lead).unreached
    reached: Fields = {"party": spell(parties[0]), "channel": "warden"}
    assert head.post("/incidents/told", reached).status == 302
    assert calls.outbox(operation.site, operation.site.lead).unreached == before - 1
    assert "by a warden" in head.get("/incidents/told").text
    assert not NAMES.search(told)


def test_a_gate_is_named_held_and_opened_again(operation: Operation, role: As) -> None:
    head = role("head")
    assert head.post("/incidents/gates", {"name": "Barracks Gate"}).status == 302
    rows = command.gates(operation.site, operation.site.lead)
    (row,) = [one for one in rows if one.name == "Barracks Gate"]
    way = f"/incidents/gate/{spell(row.id)}"
    assert head.post(f"{way}/open", {"per_hour": "0"}).status == 422
    assert head.post(f"{way}/open", {"per_hour": "300", "surge": "on"}).status == 302
    assert '<span class="step surge">surge</span>' in head.get("/incidents/gates").text
    held = head.post(f"{way}/hold", {"reason": "a vehicle"})
    assert held.headers["location"] == "/incidents/gates"
    assert '<span class="step threat-hold">threat hold</span>' in head.get("/incidents/gates").text


def test_a_call_that_came_from_another_site_is_taken_back_with_one_button(
    operation: Operation, role: As
) -> None:
    site, head, place = operation.site, role("head"), gate(operation, "River Gate")
    called(operation, place, 1)
    with site.writing() as journal:  # as when the shutting comes in by an exchange
        journal.put([GateShut(place, site.now(), site.lead.id, "elsewhere")])
    assert "1 live call leads to a gate that is not open" in head.get("/incidents/told").text
    assert head.post("/incidents/told", {"stray": "1"}).status == 302
    assert "Take them back" not in head.get("/incidents/told").text


def _person(operation: Operation) -> tuple[PersonId, str]:
    """Return somebody whom no other test lets die, and the name."""
    site, by = operation.site, operation.site.lead
    given = f"Rollmarked{next(_NUMBERS):03d}"
    (ids,) = desk.claim(site, by, [PartyClaim((PersonClaim(named(given, "Kinmarked")),))])
    return ids.persons[0], given


def test_the_roll_names_the_dead_at_the_desk_and_elsewhere_when_the_kin_know(
    operation: Operation, role: As
) -> None:
    person, name = _person(operation)
    head, lead = role("head"), role("lead")
    dead: Fields = {"person": spell(person), "what": "authority", "observer": "Coroner"}
    assert head.post("/incidents/roll", dead).status == 302
    assert name not in head.get("/incidents/roll").text
    assert spell(person)[:6] in head.get("/incidents/roll").text
    assert name in lead.get("/incidents/roll").text
    told: Fields = {"person": spell(person), "teller": "Chaplain"}
    assert head.post("/incidents/roll", told).status == 302
    assert name in head.get("/incidents/roll").text


def test_one_observer_and_somebody_missing_are_said_to_be_just_that(
    operation: Operation, role: As
) -> None:
    head = role("head")
    (seen, one), (missed, other) = _person(operation), _person(operation)
    fields: Fields = {"person": spell(seen), "what": "observer", "observer": "A soldier"}
    assert head.post("/incidents/roll", fields).status == 302
    fields = {"person": spell(missed), "what": "missing", "observer": "Warden"}
    assert head.post("/incidents/roll", fields).status == 302
    page = head.get("/incidents/roll").text
    assert "reported dead, not established" in page
    assert '<span class="flag">missing</span>' in page
    assert one not in page
    assert other not in page
    wrong = head.post("/incidents/roll", {"person": "zzz", "what": "missing", "observer": "W"})
    assert wrong.status == 404
    assert head.post("/incidents/roll", {}).status == 422


def test_no_page_of_an_incident_names_a_person(operation: Operation, role: As) -> None:
    one = attack(operation)
    for way in ("/incidents", f"/incident/{spell(one)}", "/incidents/gates", "/incidents/told"):
        assert not NAMES.search(role("head").get(way).text), way


def test_the_lead_sees_on_the_persons_page_that_they_are_missed(
    operation: Operation, role: As
) -> None:
    person, _ = _person(operation)
    roll.report_missing(operation.site, operation.site.lead, [person], "Warden")
    page = role("lead").get(f"/person/{spell(person)}").text
    assert "missing" in page
    assert "Reported missing" in page
    assert stories.person(operation.site, operation.site.lead, person).line.mark == "missing"


def test_every_word_of_gates_and_incidents_is_there() -> None:
    assert {one.value for one in Stage} == words.INCIDENT_STAGES.keys() == {*map(str, NEXT)}
    assert {one.value for one in Way} == words.WAYS.keys()
    assert {one.value for one in Harm} == words.HARMS.keys()
    assert {one.value for one in Cause} == words.CAUSES.keys()
    assert {one.value for one in Channel} == words.REACHED.keys()
    assert {kind(one) for one in INCIDENT.kinds} == words.INCIDENT_KINDS.keys()
    assert {name for each in NEXT.values() for name in each} == TURNS.keys()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def page(browser: Browser, address: str, role: As) -> Iterator[Watched]:
    with watched(browser, address) as one:
        one.carry(role("head").cookies)
        yield one


def screens(operation: Operation) -> dict[str, str]:
    """Return every screen of incidents, with something on each."""
    site, by = operation.site, operation.site.lead
    place = gate(operation, "Screen Gate")
    called(operation, place, 1)
    one = attack(operation)
    for source, low in (("Hospital", 3), ("Army", 9)):
        incidents.report_casualties(
            site, by, one, source=source, sentence="so many", dead=(low, low), missing=(0, 1)
        )
    incidents.state(site, by, one, "A group", "it was us", responsibility=True)
    shut = f"/incidents/gate/{spell(place)}/shut"
    here = f"/incident/{spell(one)}"
    roll.report_missing(site, by, [_person(operation)[0]], "Warden", incident=one)
    return {
        "incidents": "/incidents",
        "warning": "/incidents/warn",
        "incident": here,
        "casualties": f"{here}/casualties",
        "gates": "/incidents/gates",
        "shut": shut,
        "outbox": "/incidents/told",
        "roll": "/incidents/roll",
    }


@pytest.mark.browser
def test_axe_finds_nothing_on_the_screens_of_incidents(page: Watched, operation: Operation) -> None:
    found = {}
    for name, way in screens(operation).items():
        page.go(way)
        found[name] = page.violations()
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.browser
def test_no_screen_of_incidents_scrolls_sideways_on_a_phone(
    browser: Browser, address: str, role: As, operation: Operation
) -> None:
    with watched(browser, address, **PHONE) as phone:
        phone.carry(role("head").cookies)
        wide = []
        for name, way in screens(operation).items():
            phone.show(way)
            if phone.is_wider_than_the_screen():
                wide.append(name)
        assert wide == []


@pytest.mark.browser
def test_a_gate_is_shut_and_a_party_reached_by_keyboard(
    page: Watched, operation: Operation
) -> None:
    place = gate(operation, "Keyboard Gate")
    (party,) = called(operation, place, 1)
    seen, press = page.page, page.page.keyboard.press
    page.go(f"/incidents/gate/{spell(place)}/shut")
    expect(seen.locator(".verdict")).to_have_text("1 live call will be taken back.")
    seen.locator("#id_reason").focus()
    seen.keyboard.type("shots")
    with seen.expect_navigation():
        press("Enter")
    row = seen.locator("tr", has=seen.locator(f'input[value="{spell(party)}"]'))
    row.get_by_role("combobox").focus()
    press("Tab")
    expect(row.get_by_role("button", name="Reached")).to_be_focused()
    with seen.expect_navigation():
        press("Enter")
    told = calls.outbox(operation.site, operation.site.lead).messages
    assert {one.party: one.reached for one in told}[party] is not None
