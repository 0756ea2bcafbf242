"""The screens as people meet them: mouse, keyboard, a phone, enlarged, without script (T37)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from muster.ground.people.ids import spell
from muster.ground.people.place import PlaceRole
from muster.site import command, operators
from tests.web.browser import Watched, chromium, watched
from tests.web.conftest import As
from tests.web.operation import PIN, Operation
from tests.web.test_names_stay_in import NAMES

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 320, "height": 640}}
ENLARGED = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}

Screens = dict[str, str]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as one:
        yield one


@pytest.fixture(scope="module")
def kept(browser: Browser, address: str, role: As) -> Iterator[Watched]:
    with watched(browser, address) as one:
        one.carry(role("lead").cookies)
        yield one


@pytest.fixture
def page(kept: Watched) -> Watched:
    """The board, where the lead is signed in; one page for all tests, as fresh for each."""
    kept.page.evaluate("sessionStorage.clear()")
    kept.go("/")
    for heard in (kept.asked, kept.said, kept.refused):
        heard.clear()
    return kept


@pytest.fixture
def screens(operation: Operation) -> Screens:
    return {
        "board": "/",
        "search": "/people",
        "person": f"/person/{spell(operation.known)}",
        "party": f"/party/{spell(operation.parties[0])}",
        "lists": "/lists",
        "exports": "/exports",
        "recipients": "/exports/recipients",
        "a passenger list leaves": "/exports/carrier",
        "lifts": "/lifts",
        "lift": f"/lift/{spell(operation.lifts[1])}",
        "empty lift": f"/lift/{spell(operation.lifts[3])}",
        "sheets": "/sheets",
        "report": "/report",
        "timeline": "/timeline",
        "closing": "/closing",
        "open people": "/closing/people",
        "new item": "/closing/item",
        "item": f"/closing/item/{spell(operation.item)}",
        "exposed": f"/closing/item/{spell(operation.item)}/exposed",
        "new print": "/closing/print",
        "print": f"/closing/print/{spell(operation.sheet)}",
        "gate's list": f"/closing/gate/{spell(operation.gate)}",
        "site's list": "/closing/site",
        "closing the operation": "/closing/operation",
        "who looked": "/looks",
        "canaries": "/looks/canaries",
        "open what is covered": f"/person/{spell(operation.known)}/open/documents",
        "open more records": f"/people/more/person/{spell(operation.known)}",
        "your sign-in": "/sign-in/own",
        "a new key": "/sign-in/own/key",
        "a telephone": "/sign-in/own/codes",
        "codes for paper": "/sign-in/own/paper",
        "another pin": "/sign-in/own/pin",
        "your sessions": "/sign-in/own/sessions",
        "more than a pin": "/operators/asked",
        "end sessions": "/operators/sessions",
        "operators": "/operators",
        "sites": "/sites",
        "exposed by a site": f"/sites/{spell(operation.site.keys.site)}/exposed",
        "letters": "/sites/letters",
        "officers": "/sites/officers",
        "parcels": "/sites/parcels",
        "contradictions": "/conflicts",
        "help": "/help",
        "nothing": "/nowhere",
    }


def look_for(page: Watched, words: str) -> None:
    page.go("/people")
    page.page.get_by_role("searchbox").fill(words)
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Find").click()


def test_signing_in_and_out(browser: Browser, address: str) -> None:
    with watched(browser, address) as page:
        page.sign_in("The head")
        expect(page.page.get_by_role("heading", level=1)).to_have_text("Drill on Elmo Island")
        page.page.get_by_role("button", name="Sign out").click()
        expect(page.page.get_by_role("heading", level=1)).to_have_text("Sign in")
        page.page.go_back()
        expect(page.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_walk_through_the_whole_operation(page: Watched) -> None:
    seen = page.page
    expect(seen.get_by_role("heading", level=1)).to_have_text("Drill on Elmo Island")
    seen.locator("#figure-departed > summary").click()
    reasons = seen.locator("#figure-departed .reasons")
    expect(reasons).to_contain_text("Counts of a lift differ")
    reasons.get_by_role("link", name="TRN002").first.click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Lift TRN002")
    expect(seen.locator(".verdict")).to_contain_text("people apart. Nobody has settled it.")
    look_for(page, "Aminah Testanee")
    seen.get_by_role("link", name="Amina Testany 000").click()
    expect(seen.get_by_role("heading", level=1)).to_have_text("Amina Testany 000")
    expect(seen.locator(".story > li").first).to_contain_text("Claimed")
    seen.go_back()
    expect(seen.get_by_role("link", name="Amina Testany 000")).to_be_visible()
    seen.get_by_role("link", name="Report").click()
    expect(seen.locator(".spoken").first).to_contain_text("The last lift left on")
    assert page.said == []
    assert page.refused == []


def test_nothing_is_asked_of_anybody_else_and_nothing_tries(
    page: Watched, screens: Screens
) -> None:
    for way in screens.values():
        page.go(way)
    page.page.goto(page.address)
    page.page.locator("#open-zoom").click()
    expect(page.page.locator("#timeline canvas")).to_be_visible()
    look_for(page, "Amina Testany")
    assert page.refused == []
    assert len(page.asked) > len(screens)
    assert not [one for one in page.asked if NAMES.search(one)]
    assert not [one for one in page.said if "404" not in one]
    assert page.page.evaluate("Object.entries(localStorage)") == []
    kept = page.page.evaluate("Object.entries(sessionStorage)")
    assert kept == [["htmx-current-path-for-history", "/"]]


def test_a_request_to_elsewhere_would_be_noticed(page: Watched) -> None:
    with page.page.expect_console_message(lambda one: "connect-src" in one.text):
        page.page.evaluate("fetch('https://elsewhere.example/').catch(() => 0)")
    with page.page.expect_console_message(lambda one: "img-src" in one.text):
        page.page.evaluate("void (new Image().src = 'https://elsewhere.example/a.png')")


def test_axe_finds_nothing_on_any_screen(page: Watched, screens: Screens) -> None:
    found = {}
    for name, way in screens.items():
        page.go(way)
        found[name] = page.violations()
    look_for(page, "Amina Testany")
    found["found"] = page.violations()
    look_for(page, "Xyzzyx Qwrtpsd")
    found["not found"] = page.violations()
    page.go("/operators")
    with page.page.expect_navigation():
        page.page.get_by_role("button", name="Enrol").click()
    found["wrong form"] = page.violations()
    assert {name: broken for name, broken in found.items() if broken} == {}


def test_axe_finds_nothing_on_an_opened_board_nor_at_the_door(
    browser: Browser, address: str
) -> None:
    with watched(browser, address) as page:
        page.go("/sign-in")
        closed = page.violations()
        page.sign_in("The lead", "not the PIN")
        wrong = page.violations()
        page.sign_in("The lead")
        page.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        expect(page.page.locator("#timeline canvas")).to_be_visible()
        assert (closed, wrong, page.violations()) == ([], [], [])


def test_axe_would_find_a_bad_page(page: Watched) -> None:
    page.page.evaluate(
        """() => { document.querySelector('main').innerHTML =
        '<img src="/x.png"><input><p class="bad">pale</p>';
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('.bad { color: #bbb; background: #fff }');
        document.adoptedStyleSheets = [sheet]; }"""
    )
    broken = {one.partition(":")[0] for one in page.violations()}
    assert broken >= {"image-alt", "label", "color-contrast"}


@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["320 px", "200 % zoom"])
def test_no_page_scrolls_sideways(
    browser: Browser, address: str, role: As, screens: Screens, size: dict[str, object]
) -> None:
    with watched(browser, address, **size) as page:
        page.carry(role("lead").cookies)
        wide = [name for name, way in screens.items() if wider(page.show(way))]
        look_for(page, "Amina Testany")
        assert wide + (["found"] if wider(page) else []) == []


def wider(page: Watched) -> bool:
    page.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    return page.is_wider_than_the_screen()


def test_everything_can_be_done_by_keyboard(browser: Browser, address: str) -> None:
    with watched(browser, address) as page:
        press, seen = page.page.keyboard.press, page.page
        page.go("/sign-in")
        expect(seen.locator("#id_name")).to_be_focused()
        seen.keyboard.type("The lead")
        press("Tab")
        seen.keyboard.type(PIN)
        press("Enter")
        expect(seen.get_by_role("heading", level=1)).to_have_text("Drill on Elmo Island")
        press("Tab")
        expect(seen.locator(".skip")).to_be_focused()
        press("Enter")
        expect(seen.locator("#main")).to_be_focused()
        press("Tab")
        expect(seen.locator("#open-departed")).to_be_focused()
        press("Enter")
        expect(seen.locator("#figure-departed .reasons")).to_be_visible()
        tab_to(page, "People")
        press("Enter")
        expect(seen).to_have_title("People · Muster")
        tab_to(page, "")
        seen.keyboard.type("Amina Testany")
        press("Enter")
        expect(seen.get_by_role("status")).to_be_visible()
        tab_to(page, "Amina Testany 000")
        press("Enter")
        expect(seen.get_by_role("heading", level=1)).to_have_text("Amina Testany 000")


def tab_to(page: Watched, text: str) -> None:
    """Press Tab until what has the focus says ``text``; a field says nothing."""
    said = """() => { const one = document.activeElement;
        return one.matches('input[type=search]') ? '' : one.textContent.trim() }"""
    for _ in range(120):
        page.page.keyboard.press("Tab")
        if page.page.evaluate(said) == text:
            return
    pytest.fail(f"nothing that says {text!r} can be reached")


def test_what_has_the_focus_is_seen_to_have_it(page: Watched, screens: Screens) -> None:
    unseen = """() => { const style = getComputedStyle(document.activeElement);
        return style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2 }"""
    for way in (screens["board"], screens["operators"]):
        page.go(way)
        page.page.keyboard.press("Tab")
        for _ in range(25):
            page.page.keyboard.press("Tab")
            assert not page.page.evaluate(unseen), page.page.evaluate(
                "document.activeElement.outerHTML"
            )


def test_targets_are_large_enough_for_a_thumb(page: Watched, screens: Screens) -> None:
    small = """() => [...document.querySelectorAll('button, input, summary, nav a')]
        .map(one => [one.getBoundingClientRect(), one])
        .filter(([box, one]) => box.height && box.height < 24)
        .map(([box, one]) => one.outerHTML)"""
    for way in screens.values():
        page.go(way)
        assert page.page.evaluate(small) == []


def test_the_board_moves_when_something_is_committed_and_keeps_what_is_open(
    operation: Operation, page: Watched
) -> None:
    seen = page.page
    seen.locator("#figure-remaining > summary").click()
    seen.locator("#open-zoom").click()
    expect(seen.locator("#timeline canvas")).to_be_visible()
    command.name_place(operation.site, operation.site.lead, "Camp Heath", PlaceRole.STAGING)
    expect(seen.locator("#board")).to_contain_text("Camp Heath", timeout=4000)
    expect(seen.locator("#figure-remaining .reasons")).to_be_visible()
    expect(seen.locator("#timeline canvas")).to_have_count(1)
    assert page.said == []


def test_the_keyboard_keeps_its_place_when_the_board_moves(
    operation: Operation, page: Watched
) -> None:
    seen = page.page
    seen.locator("#open-safe").focus()
    command.name_place(operation.site, operation.site.lead, "Camp Sedge", PlaceRole.STAGING)
    expect(seen.locator("#board")).to_contain_text("Camp Sedge", timeout=4000)
    expect(seen.locator("#open-safe")).to_be_focused()


def test_the_timeline_is_moved_by_buttons(page: Watched) -> None:
    seen = page.page
    seen.locator("#open-zoom").click()
    expect(seen.locator("#timeline canvas")).to_be_visible()
    for name in ("Closer", "Later", "Earlier", "Wider", "All days"):
        seen.get_by_role("button", name=name).click()
    assert page.said == []


def test_a_board_whose_site_is_silent_says_so(page: Watched) -> None:
    expect(page.page.locator("#lost")).to_be_hidden()
    page.page.context.set_offline(True)
    expect(page.page.locator("#lost")).to_contain_text("No answer from the site", timeout=5000)
    page.page.context.set_offline(False)
    expect(page.page.locator("#lost")).to_be_hidden(timeout=5000)


def test_a_board_goes_dark_when_its_operator_is_revoked(
    operation: Operation, browser: Browser, address: str
) -> None:
    site = operation.site
    operator = operators.enrol(site, site.lead, "Wall Board", ("head",), PIN)
    with watched(browser, address) as page:
        page.sign_in("Wall Board")
        expect(page.page.locator("#board")).to_be_visible()
        operators.revoke(site, site.lead, operator, "the wall came down")
        expect(page.page.get_by_role("heading", level=1)).to_have_text("Sign in", timeout=5000)


def test_every_page_is_whole_without_script(browser: Browser, address: str) -> None:
    with watched(browser, address, java_script_enabled=False) as page:
        page.sign_in("The lead")
        page.page.locator("#figure-departed > summary").click()
        expect(page.page.locator("#figure-departed .reasons")).to_be_visible()
        expect(page.page.get_by_role("img", name=re.compile("People who left"))).to_be_visible()
        look_for(page, "Amina Testany")
        page.page.get_by_role("link", name="Amina Testany 000").click()
        expect(page.page.locator(".story > li").first).to_contain_text("Claimed")


def test_a_drill_is_striped_and_says_so(page: Watched, screens: Screens) -> None:
    for way in screens.values():
        page.go(way)
        expect(page.page.locator(".drill")).to_have_text(
            "Drill: invented people, the drill's own clock"
        )
        assert "repeating-linear-gradient" in page.page.evaluate(
            "getComputedStyle(document.body).borderImageSource"
        )
