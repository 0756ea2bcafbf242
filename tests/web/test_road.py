"""Arrangements on the screens: proposed, agreed, told, broken; names by two; the ledger."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from muster.doors.web import words
from muster.doors.web.road import NEXT, TURNS
from muster.ground.people.ids import ArrangementId, read, spell
from muster.ground.people.moment import DAY, HOUR, calendar
from muster.ground.people.place import PlaceRole
from muster.journey.passage.rules import Flag
from muster.journey.passage.state import Step
from muster.journey.passage.terms import Channel, Checking, Disclosable
from muster.journey.passes import outer
from muster.site import command
from muster.site.gate import tablets
from muster.site.passage import disclosures, liaison, told
from muster.site.passes import signers
from tests.web.browser import Watched, chromium, watched
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.test_names_stay_in import NAMES

ROLE, PLACE = "Commander of the checkpoint", "outside the south gate"
Fields = dict[str, str | list[str]]
PHONE = {"viewport": {"width": 320, "height": 640}}


def typed(operation: Operation, hours: int) -> str:
    """Return a time some hours from the site's now, as a browser sends it."""
    return (calendar(operation.clock.at) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def agreed(operation: Operation, *allows: Disclosable) -> ArrangementId:
    """Return an arrangement that holds for a day."""
    site, by = operation.site, operation.site.lead
    road = liaison.propose(site, by, role=ROLE, place=PLACE)
    until = operation.clock.at + DAY
    liaison.agree(site, by, road, allows=allows or tuple(Disclosable), until=until)
    return road


def way(road: ArrangementId, *more: str) -> str:
    return "/".join(("", "arrangement", spell(road), *more))


def main_action(text: str) -> str:
    found = re.findall(r'<a class="main" href="[^"]*">([^<]*)</a>', text)
    assert len(found) == 1
    return str(found[0])


def test_an_arrangement_from_its_proposal_to_its_end(operation: Operation, role: As) -> None:
    liaison_ = role("liaison")
    sent = liaison_.post("/arrangements", {"role": ROLE, "place": PLACE, "text": "by radio"})
    assert sent.status == 302
    here = sent.headers["location"]
    assert main_action(liaison_.get(here).text) == "What was agreed"
    terms: Fields = {"allows": ["count", "tokens"], "until": typed(operation, 5)}
    assert liaison_.post(f"{here}/agree", terms).headers["location"] == here
    assert main_action(liaison_.get(here).text) == "Put it in use"
    turns: tuple[tuple[str, Fields, str], ...] = (
        ("use", {}, "They kept it"),
        ("honour", {"text": "two buses"}, "They kept it"),
        ("breach", {"reason": "turned back"}, "It holds again"),
        ("resume", {"reason": "they called"}, "They kept it"),
        ("suspend", {"reason": "shots heard"}, "It holds again"),
    )
    for turn, fields, shown in turns:
        assert liaison_.post(f"{here}/{turn}", fields).status == 302, turn
        assert main_action(liaison_.get(here).text) == shown
    assert liaison_.post(f"{here}/lapse", {"reason": "they left"}).status == 302
    over = liaison_.get(here).text
    assert 'class="main"' not in over
    assert "two buses" in over
    assert "1 time" in over


def test_what_is_only_called_possible_has_no_time(role: As) -> None:
    fields: Fields = {"role": ROLE, "place": PLACE, "possible": "on", "text": "a spokesman"}
    here = role("liaison").post("/arrangements", fields).headers["location"]
    page = role("liaison").get(here).text
    assert "nothing yet, and no time given" in page
    assert main_action(page) == "Propose it"


def test_a_form_that_is_wrong_says_so_and_records_nothing(operation: Operation, role: As) -> None:
    before = len(liaison.arrangements(operation.site, operation.site.lead))
    assert role("liaison").post("/arrangements", {"role": "", "place": PLACE}).status == 422
    assert len(liaison.arrangements(operation.site, operation.site.lead)) == before
    here = way(agreed(operation))
    answer = role("liaison").post(f"{here}/breach", {"reason": ""})
    assert (answer.status, "Say why: it goes on record." in answer.text) == (422, True)
    answer = role("liaison").post(f"{here}/agree", {"until": "soon"})
    assert (answer.status, "Expected a time like" in answer.text) == (422, True)
    answer = role("liaison").post(f"{here}/agree", {"until": typed(operation, -5)})
    assert (answer.status, "has not ended yet" in answer.text) == (422, True)
    assert role("liaison").post(f"{here}/propose", {}).status == 409


def test_the_sheet_is_on_record_shown_once_made_and_given_as_files(
    operation: Operation, role: As
) -> None:
    """T30, T31."""
    road = agreed(operation)
    fields: Fields = {
        "count": "40",
        "vehicles": "2",
        "opens": typed(operation, 1),
        "closes": typed(operation, 3),
        "tokens": "2",
        "lane": "3",
        "parties": spell(operation.parties[0]),
        "channel": "radio",
    }
    visitor = role("liaison")
    sent = visitor.post(way(road, "disclose"), fields)
    assert sent.headers["location"] == way(road, "sheet")
    page = visitor.get(way(road, "sheet"))
    assert "PEOPLE 40" in page.text
    assert page.text.count("TOKEN ") == 2
    (row,) = told.ledger(operation.site, operation.site.lead, arrangement=road)
    assert (row.count, row.tokens, row.channel) == (40, 2, Channel.RADIO)
    assert (row.parties, row.operator) == ((operation.parties[0],), "The liaison")
    for form in ("text", "csv", "json"):
        file = visitor.get(f"{way(road, 'sheet')}?form={form}")
        assert file.headers["content-disposition"].startswith('attachment; filename="convoy.')
        assert "no-store" in file.headers["cache-control"]
        assert not NAMES.search(file.text)
        assert spell(operation.parties[0]) not in file.text
        assert spell(road) not in file.text
    assert spell(operation.parties[0])[:6] in visitor.get(way(road)).text


def test_a_sheet_is_seen_by_nobody_else(operation: Operation, role: As) -> None:
    road = agreed(operation)
    sent = role("head").post(way(road, "disclose"), {"count": "7", "channel": "radio"})
    assert sent.status == 302
    assert role("head").get(way(road, "sheet")).status == 200
    assert role("lead").get(way(road, "sheet")).status == 404
    assert role("head").get(way(agreed(operation), "sheet")).status == 404


def test_what_was_not_agreed_is_not_shown(operation: Operation, role: As) -> None:
    """T30."""
    road = agreed(operation, Disclosable.COUNT)
    fields: Fields = {"count": "4", "vehicles": "1", "channel": "radio"}
    answer = role("liaison").post(way(road, "disclose"), fields)
    assert (answer.status, "it does not cover vehicles" in answer.text) == (409, True)
    half: Fields = {"count": "4", "opens": typed(operation, 1), "channel": "radio"}
    assert role("liaison").post(way(road, "disclose"), half).status == 422
    assert told.ledger(operation.site, operation.site.lead, arrangement=road) == []


def test_names_are_told_by_two_with_a_reason(operation: Operation, role: As) -> None:
    """R4, T24."""
    road = agreed(operation)
    fields: Fields = {
        "persons": spell(operation.known),
        "reason": "held at the checkpoint",
        "channel": "in-person",
        "second": "The head",
        "second_pin": PIN,
    }
    here, visitor = way(road, "name"), role("liaison")
    for left_out in ("persons", "reason", "second", "second_pin"):
        assert visitor.post(here, fields | {left_out: ""}).status == 422, left_out
    assert visitor.post(here, fields | {"second_pin": "not the PIN"}).status == 401
    assert visitor.post(here, fields | {"second": "The liaison"}).status == 409
    assert visitor.post(here, fields | {"second": "The ramp"}).status == 403
    assert visitor.post(here, fields | {"persons": spell(operation.parties[0])}).status == 404
    assert told.ledger(operation.site, operation.site.lead, arrangement=road) == []
    assert visitor.post(here, fields).headers["location"] == way(road)
    (row,) = told.ledger(operation.site, operation.site.lead, arrangement=road)
    assert (row.persons, row.operator, row.second) == (
        (operation.known,),
        "The liaison",
        "The head",
    )
    page = visitor.get(way(road)).text
    assert "held at the checkpoint" in page
    assert not NAMES.search(page)
    assert PIN not in page


def test_the_ledger_is_asked_about_a_party_and_its_question_is_in_no_address(
    operation: Operation, role: As
) -> None:
    road, party = agreed(operation), operation.parties[7]
    site, by = operation.site, operation.site.lead
    disclosures.disclose(site, by, road, count=4, parties=[party])
    visitor = role("liaison")
    sent = visitor.post("/disclosures", {"about": spell(party)})
    assert sent.headers["location"] == "/disclosures"
    answer = visitor.get("/disclosures").text
    assert "1 line, the latest first" in answer
    assert spell(road)[:6] in answer
    visitor.post("/disclosures", {"about": "000000"})
    assert visitor.get("/disclosures").status == 404
    visitor.post("/disclosures", {"about": ""})
    assert visitor.get("/disclosures").status == 200


def test_what_was_told_without_us_is_recorded_and_flagged(operation: Operation, role: As) -> None:
    """T30."""
    site, by, visitor = operation.site, operation.site.lead, role("liaison")
    road = agreed(operation)
    liaison.lapse(site, by, road, reason="they left")
    fields: Fields = {"recipient": ROLE, "count": "12", "channel": "phone"}
    sent = visitor.post("/disclosures/report", fields | {"arrangement": spell(road)})
    assert sent.headers["location"] == "/disclosures"
    assert visitor.post("/disclosures/report", fields).status == 302
    page = visitor.get("/disclosures").text
    assert "after it lapsed" in page
    assert "under no arrangement" in page
    (row,) = told.ledger(site, by, arrangement=road)
    assert row.flags == (Flag.AFTER_LAPSE,)
    assert visitor.post("/disclosures/report", fields | {"recipient": ""}).status == 422
    assert visitor.post("/disclosures/report", {"recipient": ROLE}).status == 422


def test_an_arrangement_that_is_not_there_is_not_found(role: As) -> None:
    for more in ((), ("agree",), ("disclose",), ("name",), ("sheet",)):
        assert role("liaison").get(way(ArrangementId(bytes(16)), *more)).status == 404


def test_every_step_leads_on_and_has_its_words() -> None:
    assert {step.value for step in Step} == words.STEPS.keys()
    assert {flag.value for flag in Flag} == words.FLAGS.keys()
    assert {kind.value for kind in Disclosable} == words.DISCLOSABLES.keys()
    assert {one.value for one in Channel} == words.CHANNELS.keys()
    assert NEXT.keys() == {step for step in Step if step is not Step.RESUMED}
    assert {turn for turns in NEXT.values() for turn in turns} == TURNS.keys()


# --------------------------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture
def screens(operation: Operation) -> dict[str, str]:
    road = agreed(operation)
    site, by = operation.site, operation.site.lead
    disclosures.disclose(site, by, road, count=4, parties=[operation.parties[0]])
    liaison.use(site, by, road, happened=operation.clock.at - HOUR)
    return {
        "list": "/arrangements",
        "one": way(road),
        "agree": way(road, "agree"),
        "breach": way(road, "breach"),
        "disclose": way(road, "disclose"),
        "name": way(road, "name"),
        "ledger": "/disclosures",
        "told": "/disclosures/report",
    }


def disclosed(page: Watched, there: str) -> None:
    page.go(there)
    page.page.fill("#id_count", "40")
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Record it and show the sheet").click()


@pytest.mark.browser
def test_axe_finds_nothing_on_the_screens_of_the_road(
    browser: Browser, address: str, role: As, screens: dict[str, str]
) -> None:
    with watched(browser, address) as page:
        page.carry(role("lead").cookies)
        found = {name: page.show(there).violations() for name, there in screens.items()}
        page.go(screens["breach"])
        with page.page.expect_navigation():
            page.page.get_by_role("button", name="Record the breach").click()
        found["wrong form"] = page.violations()
        disclosed(page, screens["disclose"])
        expect(page.page.locator("pre")).to_contain_text("PEOPLE 40")
        found["sheet"] = page.violations()
        assert {name: broken for name, broken in found.items() if broken} == {}
        assert page.refused == []
        assert not [one for one in page.said if "422" not in one]


@pytest.mark.browser
def test_no_screen_of_the_road_scrolls_sideways_on_a_phone(
    browser: Browser, address: str, role: As, screens: dict[str, str]
) -> None:
    with watched(browser, address, **PHONE) as page:
        page.carry(role("lead").cookies)
        wide = [
            name for name, there in screens.items() if page.show(there).is_wider_than_the_screen()
        ]
        disclosed(page, screens["disclose"])
        assert wide + (["sheet"] if page.is_wider_than_the_screen() else []) == []


@pytest.mark.browser
def test_an_arrangement_is_proposed_by_keyboard(browser: Browser, address: str, role: As) -> None:
    with watched(browser, address) as page:
        page.carry(role("lead").cookies)
        page.go("/arrangements")
        press, seen = page.page.keyboard.press, page.page
        seen.locator("#id_role").focus()
        seen.keyboard.type("Guard at the bridge")
        press("Tab")
        seen.keyboard.type("two streets on")
        press("Enter")
        expect(seen.get_by_role("heading", level=1)).to_have_text("Guard at the bridge")
        press("Tab")
        expect(seen.locator(".skip")).to_be_focused()
        press("Enter")
        expect(seen.locator("#main")).to_be_focused()
        press("Tab")
        expect(seen.get_by_role("link", name="What was agreed")).to_be_focused()
        press("Enter")
        expect(seen.get_by_role("heading", level=1)).to_have_text("What was agreed")


def test_the_id_of_an_arrangement_in_an_address_can_be_read_back(operation: Operation) -> None:
    road = agreed(operation)
    assert read(way(road).rpartition("/")[2]) == road


def test_a_key_of_the_day_takes_two_and_is_shown_this_once(operation: Operation, role: As) -> None:
    site, by = operation.site, operation.site.lead
    one = liaison.propose(site, by, role="Keeper of the key", place="by the river")
    until = site.now().latest + 86_400_000
    liaison.agree(site, by, one, allows=(), until=until, checking=Checking.KEY)
    place = command.name_place(site, by, "River checkpoint", PlaceRole.CHECKPOINT)
    form = way(one, "key")
    assert "Hand out the key of the day" in role("liaison").get(way(one)).text
    alone = {"checkpoint": spell(place), "reason": "no post can stand there", "channel": "paper"}
    assert role("liaison").post(form, {**alone}).status == 422
    signed = {**alone, "second": "The head", "second_pin": PIN}
    answer = role("liaison").post(form, {**signed})
    assert answer.status == 200
    key = outer.day_key(signers.outer_root(site), place, outer.day_of(site.now().latest)).hex()
    assert "".join(re.findall(r"<code>([0-9a-f]{8})</code>", answer.text))[:64] == key
    assert key[:8] not in role("liaison").get(form).text
    assert "key of the day" in role("liaison").get("/disclosures").text


def test_a_tablet_is_lent_where_that_was_agreed(operation: Operation, role: As) -> None:
    site, by = operation.site, operation.site.lead
    one = liaison.propose(site, by, role="Keeper of the bridge", place="at the bridge")
    until = site.now().latest + 86_400_000
    liaison.agree(site, by, one, allows=(), until=until, checking=Checking.LENT)
    answer = role("liaison").post(way(one, "lend"), {"name": "Bridge checkpoint"})
    assert answer.status == 302, answer.text
    assert "tablet lent" in role("liaison").get(way(one)).text
    gates = [row.name for row in tablets.gates(site, by)]
    assert "Bridge checkpoint" in gates
    wrong = role("liaison").post(
        way(one, "key"), {"name": "x", "reason": "y", "second": "The head"}
    )
    assert wrong.status == 422
