"""The scan page in a browser: four ways in, one path, linked and alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from muster.ground.people.moment import DAY, HOUR
from muster.ground.people.place import PlaceRole
from muster.journey.gate.uses import Scans
from muster.journey.passage.terms import Checking
from muster.site import command
from muster.site.passage import checkpoints, liaison
from muster.site.passes import issuing, passbook
from muster.site.record.kinds import ROAD
from tests.web.gatehouse import (
    OTHER_GUARD,
    Served,
    Tablet,
    browser_with,
    gatehouse,
    scans,
    tablet,
)
from tests.world.gates import Gates

pytestmark = pytest.mark.browser
KEPT = """async () => {
  const database = await new Promise((done) => {
    const asked = indexedDB.open("muster-scan");
    asked.onsuccess = () => done(asked.result);
  });
  const all = [];
  for (const name of database.objectStoreNames) {
    all.push(await new Promise((done) => {
      const asked = database.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => done(asked.result);
    }));
  }
  return JSON.stringify([all, { ...localStorage }, { ...sessionStorage }]);
}"""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = gatehouse(tmp_path_factory.mktemp("gate") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def served(world: Gates) -> Iterator[Served]:
    one = Served(world)
    one.start()
    yield one
    one.end()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser_with() as browser:
        yield browser


@pytest.fixture(scope="module")
def shift(chrome: Browser, served: Served) -> Iterator[Tablet]:
    with tablet(chrome, served.address) as one:
        one.start()
        yield one


@pytest.fixture
def east(shift: Tablet) -> Iterator[Tablet]:
    """The tablet of this shift, linked and with nothing on its screen."""
    shift.linked()
    if shift.page.is_visible("#next"):
        shift.page.click("#next")
    yield shift
    assert shift.seen.refused == []
    assert [line for line in shift.seen.said if "ERR_" not in line] == []


def test_a_pass_is_let_through_and_the_site_holds_it(east: Tablet, world: Gates) -> None:
    ticket = world.issued(4)
    said = east.scan(ticket.text, "go")
    assert "4 of 4 people" in said
    assert "not asked since" not in said
    east.kept(0)
    (use,) = scans(world, ticket).uses
    assert (use.heads, use.post, use.gate) == (4, "East 1", world.gate)


def test_a_repeat_is_said_and_not_written_and_a_copy_is_stopped(east: Tablet, world: Gates) -> None:
    ticket = world.issued(2)
    east.scan(ticket.text, "go")
    east.wedge(ticket.text)
    east.says("#why", "Already")
    assert east.verdict() == "go"
    east.page.wait_for_timeout(5_100)
    said = east.scan(ticket.text, "stop")
    assert "Used at" in said
    assert "East 1" in said
    east.kept(0)
    assert (len(scans(world, ticket).uses), scans(world, ticket).refusals) == (1, 1)


def test_a_verdict_that_is_no_go_stays_until_it_is_touched(east: Tablet, world: Gates) -> None:
    forged = world.issued(1).text[:-6] + "AAAAAA"
    east.scan(forged, "stop")
    good = world.issued(1)
    east.wedge(good.text)
    east.says("#said", "Touch")
    assert east.verdict() == "stop"
    east.page.click("#word")
    assert east.verdict() == "ready"
    east.scan(good.text, "go")


def test_a_code_is_typed_and_one_wrong_letter_is_read_again(east: Tablet, world: Gates) -> None:
    ticket = world.issued(3)
    wrong = ("B" if ticket.code[0] != "B" else "C") + ticket.code[1:]
    east.type_code(wrong)
    assert "letter must be wrong" in east.shows("read-again")
    east.type_code(f"{ticket.code[:4]} {ticket.code[4:8]}-{ticket.code[8:]}".lower())
    assert "can be guessed" in east.shows("check")
    east.settle("the card is torn, and they are three")
    assert "3 of 3 people" in east.shows("go")


def test_a_scanner_under_a_foreign_layout_is_read_by_its_keys(east: Tablet, world: Gates) -> None:
    ticket = world.issued(1)
    east.wedge(ticket.text, key="ض")
    east.shows("go")


def test_real_keys_are_read_wherever_the_focus_is(east: Tablet, world: Gates) -> None:
    ticket = world.issued(1)
    east.page.focus("#night")
    for _ in range(5):  # a machine that is busy may make a gap; a scanner would be read again
        east.page.keyboard.type(ticket.code)
        east.page.keyboard.press("Enter")
        east.page.wait_for_timeout(400)
        if east.verdict() == "check":
            break
    east.shows("check")
    assert not east.page.evaluate("document.documentElement.hasAttribute('data-night')")


def test_keys_with_a_gap_between_them_are_no_scan(east: Tablet, world: Gates) -> None:
    ticket = world.issued(1)
    east.page.keyboard.type(ticket.text[:-5])
    east.page.wait_for_timeout(150)
    east.page.keyboard.type(ticket.text[-5:])
    east.page.keyboard.press("Enter")
    east.page.wait_for_timeout(500)
    assert scans(world, ticket) == Scans()


def test_what_is_no_pass_is_stopped_and_what_is_newer_turns_nobody_back(east: Tablet) -> None:
    assert "no pass of ours" in east.scan("HELLOHELLOHELLOHELLO", "stop")
    said = east.scan("MP2QRE2EAJHARCGMVUJYSQFQH5", "cannot-check")
    assert "Turn nobody back" in said
    assert "1 could not be checked" not in said


def test_a_supervisor_settles_a_doubt_with_a_reason(east: Tablet, world: Gates) -> None:
    other = world.other_gate("West gate")
    party = world.called(2, gate=other)
    ticket = world.ticket(issuing.issue(world.site, world.by, issuing.Wanted(party)), party)
    assert "another gate" in east.scan(ticket.text, "check")
    east.settle("the other gate is cut off", pin="a wrong pin here")
    east.says("#settle-fault", "fit")
    assert "do not fit" in (east.page.text_content("#settle-fault") or "")
    east.page.click("#settling [data-shut]")
    east.settle("the other gate is cut off")
    east.shows("go")
    east.kept(0)
    held = scans(world, ticket)
    assert held.holds == 1
    assert [use.heads for use in held.uses] == [2]


def test_a_party_that_is_turned_back_by_a_supervisor_is_on_record(
    east: Tablet, world: Gates
) -> None:
    other = world.other_gate("South gate")
    party = world.called(2, gate=other)
    ticket = world.ticket(issuing.issue(world.site, world.by, issuing.Wanted(party)), party)
    east.scan(ticket.text, "check")
    east.settle("they are to go to South gate", through=False)
    east.shows("stop")
    east.kept(0)
    assert scans(world, ticket).last == "gate.settled-against"


def test_three_of_four_are_counted_and_the_fourth_may_follow(east: Tablet, world: Gates) -> None:
    ticket = world.issued(4)
    east.scan(ticket.text, "go")
    east.page.click("#fewer")
    east.says("#heads", "3")
    east.kept(0)
    assert scans(world, ticket).inside == 3
    said = east.scan(ticket.text, "check")
    assert "inside already" in said
    east.settle("the mother, who had been at the fence")
    east.shows("go")
    east.kept(0)
    assert scans(world, ticket).inside == 4
    assert not scans(world, ticket).quarantined


def test_one_head_too_many_is_a_doubt(east: Tablet, world: Gates) -> None:
    ticket = world.issued(2)
    east.scan(ticket.text, "go")
    east.page.click("#more")
    assert "More people" in east.shows("check")
    assert scans(world, ticket).inside == 2


def test_a_gate_that_is_shut_lets_nobody_in(east: Tablet, world: Gates) -> None:
    ticket = world.issued(1)
    command.hold_gate(world.site, world.by, world.gate, "threat")
    try:
        assert "closed" in east.scan(ticket.text, "stop")
    finally:
        command.open_gate(world.site, world.by, world.gate, 10_000)


def test_a_revoked_pass_is_stopped_here_at_once(east: Tablet, world: Gates) -> None:
    ticket = world.issued(1)
    issuing.revoke(world.site, world.by, [ticket.id], reason="lost")
    assert "withdrawn" in east.scan(ticket.text, "stop")


def test_two_tablets_of_one_island_never_both_say_go(
    east: Tablet, chrome: Browser, served: Served, world: Gates
) -> None:
    """The first one's entry is held up on its way: the second one hears of the lease."""
    ticket = world.issued(2)
    with tablet(chrome, served.address) as west:
        west.start(OTHER_GUARD, "East 2")
        west.linked()
        east.page.context.route("**/log", lambda route: route.abort())
        east.scan(ticket.text, "go")
        assert "Another post asked" in west.scan(ticket.text, "check")
        east.page.context.unroute("**/log")
        east.kept(0)
        west.page.wait_for_timeout(5_100)
        assert "Used at" in west.scan(ticket.text, "stop")


def test_alone_a_go_says_how_old_the_news_is_and_the_entry_follows_once(
    east: Tablet, world: Gates, served: Served
) -> None:
    first, second = world.issued(3), world.issued(1)
    east.polled()
    served.end()
    east.linked(is_linked=False)
    said = east.scan(first.text, "go")
    assert "other tablets not asked since" in said
    east.scan(second.text, "go")
    east.kept(2)
    assert not scans(world, first).uses
    served.start()
    east.linked()
    east.kept(0)
    assert [use.heads for use in scans(world, first).uses] == [3]
    assert [use.heads for use in scans(world, second).uses] == [1]


def test_what_two_tablets_let_through_apart_is_said_loudly_when_they_meet(
    east: Tablet, world: Gates, served: Served
) -> None:
    ticket = world.issued(2)
    east.polled()
    served.end()
    east.linked(is_linked=False)
    world.post("West 9").scan(ticket.text)
    east.scan(ticket.text, "go")
    served.start()
    strip = east.page.wait_for_selector("#late p", timeout=45_000)
    assert strip is not None
    assert "West 9" in (strip.text_content() or "")
    assert scans(world, ticket).quarantined


def test_a_tablet_holds_no_name_and_only_its_own_gate(east: Tablet, world: Gates) -> None:
    """T19: what a browser keeps is read out whole."""
    world.issued(2)
    kept = east.page.evaluate(KEPT)
    assert "Guard" not in kept
    assert "Supervisor" not in kept
    assert "correct-horse" not in kept
    assert '"secret"' not in kept
    assert world.gate.hex() in kept


def test_a_window_that_has_not_opened_says_when(east: Tablet, world: Gates) -> None:
    party = world.called(1)
    now = world.clock.at
    wanted = issuing.Wanted(party, window=(now + 2 * HOUR, now + 3 * HOUR))
    ticket = world.ticket(issuing.issue(world.site, world.by, wanted), party)
    assert "Too early" in east.scan(ticket.text, "stop")


def test_a_tablet_lent_to_a_checkpoint_says_go_or_stop_souls_and_window(
    chrome: Browser, served: Served, world: Gates
) -> None:
    site, by = world.site, world.by
    checkpoint = world.place("Their checkpoint", PlaceRole.CHECKPOINT)
    road = liaison.propose(site, by, role="Commander", place="outside the gate")
    until = world.clock.at + DAY
    liaison.agree(site, by, road, allows=(), until=until, checking=Checking.LENT)
    checkpoints.lend(site, by, road, checkpoint)
    ticket = world.issued(5, checkpoint=checkpoint)
    text = passbook.outer_text(site, by, ticket.id) or ""
    other = ("A" if text[3] != "A" else "B").join((text[:3], text[4:]))
    with tablet(chrome, served.address) as lent:
        lent.start(OTHER_GUARD, "Lane 1", gate="Their checkpoint")
        lent.linked()
        said = lent.scan(text, "go")
        assert "5 of 5" in said
        assert "Their window" in said
        assert "not of" not in said
        assert "no code for this checkpoint" in lent.scan(ticket.text, "stop")
        assert "no code for this checkpoint" in lent.scan(other, "stop")
        lent.page.wait_for_timeout(5_100)
        assert "Shown here at" in lent.scan(text, "check")
        lent.kept(0)
        kept = lent.page.evaluate(KEPT)
        assert '"keys":[]' in kept
        assert '"records":[]' in kept
    with site.view() as view:
        ((_, shown),) = [row for row in view.scan(ROAD) if len(row[1].shown) > 1]
    reasons = ["", "gate.not-of-this-checkpoint", "gate.shown-before"]
    assert sorted(reason for _, _, reason in shown.shown) == reasons
    assert not scans(world, ticket).uses
