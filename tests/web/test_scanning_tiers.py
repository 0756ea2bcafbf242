"""The scan page on each way in: https with the warning clicked away, http by a code, enrolled."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Error

from muster.doors.web import codes
from muster.doors.web.door import Door, Duty
from muster.doors.web.serving import Place, beside
from muster.ground.people.moment import HOUR
from muster.site import authority, operators
from muster.site.gate import devices, shifts
from muster.site.record.kinds import DEVICE
from tests.web.gatehouse import GUARD, Tablet, browser_with, gatehouse, scans, tablet
from tests.world.gates import Gates

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = gatehouse(tmp_path_factory.mktemp("tiers") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def chrome(world: Gates) -> Iterator[Browser]:
    host = authority.authority(world.site).host
    with browser_with(f"--host-resolver-rules=MAP {host} 127.0.0.1") as browser:
        yield browser


@pytest.fixture
def door(world: Gates) -> Iterator[Door]:
    one = Door(world.site)
    with beside(one, Place(port=0, own=True, plain=0)):
        yield one


def started(east: Tablet) -> None:
    east.ready()
    east.linked()


def test_with_the_warning_clicked_away_a_shift_runs_but_a_reload_alone_loses_the_page(
    world: Gates, chrome: Browser
) -> None:
    door, ticket, alone = Door(world.site), world.issued(4), world.issued(2)
    with ExitStack() as serving:
        serving.enter_context(beside(door, Place(port=0, own=True)))
        address = door.ways.secure[-1]
        port = int(address.rpartition(":")[2].strip("/"))
        with tablet(chrome, address, ignore_https_errors=True) as east:
            east.start()
            east.linked()
            assert east.page.text_content("#tier") == "live"
            assert "4 of 4" in east.scan(ticket.text, "go")
            east.kept(0)
            east.polled()
            serving.close()
            east.linked(is_linked=False)
            assert "not asked since" in east.scan(alone.text, "go")
            east.kept(1)
            with pytest.raises(Error, match="ERR_"):
                east.page.reload()
            serving.enter_context(beside(door, Place(port=port, own=True)))
            east.seen.go("/scan/")
            east.page.click("#resume")
            started(east)
            east.kept(0)
    assert [use.heads for use in scans(world, ticket).uses] == [4]
    assert [use.heads for use in scans(world, alone).uses] == [2]


def test_over_http_a_shift_begins_by_a_code_without_a_name_or_a_pin(
    world: Gates, chrome: Browser, door: Door
) -> None:
    site, by = world.site, world.by
    shifts.open_plain(site, by, "no tablet here can use https")
    guard = next(row.id for row in operators.roster(site, by) if row.name == GUARD)
    code = codes.shown(door.shifts.issue(Duty(guard, world.gate, "North gate", by.id)))
    host = authority.authority(site).host
    plain = door.ways.plain[0].replace("127.0.0.1", host)
    sent: list[str] = []
    with tablet(chrome, plain) as east:
        east.page.on("request", lambda one: sent.append(one.post_data or ""))
        east.seen.go("/scan/")
        east.page.click("#sign-in a")
        east.page.fill("#id_code", code)
        with east.page.expect_navigation():
            east.page.click("main button")
        east.seen.go("/scan/")
        east.page.wait_for_selector("#begin", state="visible")
        assert east.page.text_content("#tier") == "plain"
        assert not east.page.is_visible("#pin")
        east.page.fill("#post", "East 1")
        east.page.click("#begin button")
        started(east)
        ticket = world.issued(3)
        assert "3 of 3" in east.scan(ticket.text, "go")
        east.kept(0)
    assert [use.heads for use in scans(world, ticket).uses] == [3]
    assert not [one for one in sent if GUARD in one or "correct-horse" in one]
    shifts.close_plain(site, by)


def test_a_tablet_that_was_enrolled_begins_its_shift_under_the_key_it_has(
    world: Gates, chrome: Browser, door: Door
) -> None:
    site, by = world.site, world.by
    guard = next(row.id for row in operators.roster(site, by) if row.name == GUARD)
    code = door.enrolments.issue(by.id)
    with tablet(chrome, door.ways.secure[-1], ignore_https_errors=True) as east:
        east.seen.go(f"/enrol#{code}")
        east.page.wait_for_selector("#tier:not([data-tier=unknown])")
        east.page.click("#enrol button")
        east.page.wait_for_selector("#own:not(:empty)")
        (asking,) = door.askings.waiting()
        asking.enrolled = devices.enrol(
            site,
            by,
            asking.key,
            holder=guard,
            place=world.gate,
            until=site.now().latest + 8 * HOUR,
            tier=asking.tier,
        )
        east.page.wait_for_selector("[data-said=enrolled]:not([hidden])")
        before = {row.id for row in devices.roster(site, by)}
        east.start()
        east.linked()
        ticket = world.issued(2)
        east.scan(ticket.text, "go")
        east.kept(0)
    assert {row.id for row in devices.roster(site, by)} == before
    with site.view() as view:
        log = devices.gates_log(view.state(DEVICE, asking.enrolled.device).certificate)
        assert [row.head_sequence for row in view.reader.logs() if row.id == log] == [1]
    assert [use.heads for use in scans(world, ticket).uses] == [2]
    assert re.fullmatch("[a-z ]+", " ".join(asking.words))
