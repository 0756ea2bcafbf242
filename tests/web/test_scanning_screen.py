"""The scan page for eyes, fingers and ears of all kinds: axe, narrow, zoomed, at night."""

import gzip
from collections.abc import Iterator

import pytest

from muster.doors.web import modules, serve_in_thread
from muster.doors.web.served import files
from muster.site.passes import issuing
from tests.web.gatehouse import Tablet, browser_with, gatehouse, tablet
from tests.world.gates import Gates

pytestmark = pytest.mark.browser
BUDGET, OURS = 500_000, 20_000
SIZES = """() => [...document.querySelectorAll("button, .button, input, select, a")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.id, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && Math.min(box.width, box.height) < 63.5)
  .map(([id]) => id)"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = gatehouse(tmp_path_factory.mktemp("screen") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def east(world: Gates) -> Iterator[Tablet]:
    with (
        serve_in_thread(world.site) as address,
        browser_with() as chrome,
        tablet(chrome, address, viewport={"width": 1280, "height": 800}) as one,
    ):
        one.seen.sign_in("Guard one")
        one.seen.go("/scan/")
        one.page.wait_for_selector("#begin", state="visible")
        assert one.seen.violations() == []
        assert not one.seen.is_wider_than_the_screen()
        one.start()
        one.linked()
        yield one


def fits(east: Tablet) -> None:
    """Look at the page wide, narrow, zoomed to twice, and at night."""
    for width, height in ((1280, 800), (800, 1280), (640, 400), (320, 640)):
        east.page.set_viewport_size({"width": width, "height": height})
        assert not east.seen.is_wider_than_the_screen(), (width, height)
        assert east.page.evaluate(SIZES) == [], (width, height)
    assert east.seen.violations() == []
    east.page.set_viewport_size({"width": 1280, "height": 800})
    east.page.click("#night")
    assert east.seen.violations() == []
    east.page.click("#night")


def test_every_verdict_is_clear_to_everybody(east: Tablet, world: Gates) -> None:
    other = world.other_gate("West gate")
    party = world.called(2, gate=other)
    elsewhere = world.ticket(issuing.issue(world.site, world.by, issuing.Wanted(party)), party)
    fits(east)
    for text, sign in (
        (world.issued(4).text, "go"),
        (elsewhere.text, "check"),
        ("HELLOHELLOHELLO", "stop"),
        ("MP2QRE2EAJHARCGMV", "cannot-check"),
    ):
        east.scan(text, sign)
        fits(east)


def test_the_word_of_a_verdict_fills_half_of_the_screen(east: Tablet, world: Gates) -> None:
    east.scan(world.issued(4).text, "go")
    box = east.page.evaluate("() => document.getElementById('verdict').getBoundingClientRect()")
    assert box["height"] >= 400
    east.page.set_viewport_size({"width": 1280, "height": 800})


def test_dialogs_are_clear_and_close_without_a_trace(east: Tablet) -> None:
    if east.page.is_visible("#next"):
        east.page.click("#next")
    east.page.click("#type")
    assert east.seen.violations() == []
    assert not east.seen.is_wider_than_the_screen()
    east.page.keyboard.press("Escape")
    east.scan("HELLOHELLOHELLO", "stop")
    assert east.page.is_disabled("#call")


def test_the_page_stays_within_its_budget(east: Tablet) -> None:
    """Whole 500 kB gzip, 20 of them our own; each file is packed for itself."""
    assert modules.is_packed(), "a module was changed since: make install"
    tree = {way: modules.tree()[way] for way in modules.kept()}
    ours = [one for way, one in tree.items() if way.split("/")[0] in modules.ROOMS]
    own = sum(len(one.packed) for one in ours)
    whole = sum(len(one.packed) for one in tree.values()) + len(files()["scan.css"].packed)
    whole += len(gzip.compress(east.page.content().encode(), 9))
    assert own <= OURS, own
    assert whole <= BUDGET, whole
