"""A gate that is cut off: the server dead, the browser killed, the page over plain http."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside, prepare
from muster.ground.people.moment import HOUR
from muster.site.closing.gone import say_gone
from tests.web.browser import CHROMIUM, FLAGS, Watched
from tests.web.gatehouse import (
    FAKE,
    Served,
    Tablet,
    browser_with,
    gatehouse,
    scans,
    tablet,
)
from tests.world.gates import Gates

pytestmark = pytest.mark.browser
KEPT = """(async () => {
  let count = 0;
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of database.objectStoreNames) {
      count += await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).count();
        asked.onsuccess = () => done(asked.result);
      });
    }
    database.close();
  }
  return count;
})()"""
"""How much a tablet keeps, in all its stores."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gates]:
    made = gatehouse(tmp_path_factory.mktemp("alone") / "site")
    yield made
    made.site.close()


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser_with() as browser:
        yield browser


@pytest.fixture
def served(world: Gates) -> Iterator[Served]:
    one = Served(world)
    one.start()
    yield one
    one.end()


def test_a_page_is_reloaded_with_the_server_dead_and_goes_on(
    served: Served, chrome: Browser, world: Gates
) -> None:
    with tablet(chrome, served.address) as east:
        east.start()
        east.linked()
        before, after, other = world.issued(2), world.issued(3), world.issued(1)
        world.tick(HOUR)
        east.polled()
        east.scan(before.text, "go")
        east.kept(0)
        served.end()
        east.linked(is_linked=False)
        east.page.reload()
        east.page.click("#resume")
        east.ready()
        assert "not asked since" in east.scan(after.text, "go")
        assert "Used at" in east.scan(before.text, "stop")
        east.kept(2)
        east.page.reload()
        east.page.click("#resume")
        east.ready()
        east.scan(other.text, "go")
        east.kept(3)
        served.start()
        east.linked()
        east.kept(0)
    assert [use.heads for use in scans(world, after).uses] == [3]
    assert [use.heads for use in scans(world, other).uses] == [1]
    assert len(scans(world, before).uses) == 1


def test_a_tablet_that_is_told_of_a_scuttle_keeps_nothing(served: Served, chrome: Browser) -> None:
    with tablet(chrome, served.address) as east:
        east.start()
        east.linked()
        assert east.page.evaluate(KEPT) > 0
        served.end()
        with socket.create_server(("127.0.0.1", served.port)) as listening:
            answering = Thread(target=say_gone, args=(listening, b"", 30.0))
            answering.start()
            east.page.wait_for_selector("#said:has-text('site is gone')")
            while east.page.evaluate(KEPT):
                east.page.wait_for_timeout(100)
            listening.shutdown(socket.SHUT_RDWR)
            answering.join()


def test_a_batch_that_was_stored_but_not_answered_is_there_once(
    served: Served, chrome: Browser, world: Gates
) -> None:
    with tablet(chrome, served.address) as east:
        east.start()
        east.linked()
        tickets = [world.issued(2) for _ in range(3)]

        def swallow(route: object) -> None:
            route.fetch()  # type: ignore[attr-defined]
            route.abort()  # type: ignore[attr-defined]

        east.page.context.route("**/log", swallow)
        for ticket in tickets:
            east.scan(ticket.text, "go")
        east.page.wait_for_timeout(1_000)
        east.page.context.unroute("**/log")
        east.kept(0)
    for ticket in tickets:
        assert [use.heads for use in scans(world, ticket).uses] == [2]


def test_an_entry_that_the_site_cannot_take_blocks_nothing(
    served: Served, chrome: Browser, world: Gates
) -> None:
    with tablet(chrome, served.address) as east:
        east.start()
        east.linked()
        bad, good = world.issued(1), world.issued(2)
        east.polled()
        served.end()
        east.linked(is_linked=False)
        east.scan(bad.text, "go")
        east.kept(1)
        east.page.evaluate(
            """() => new Promise((done) => {
              const asked = indexedDB.open("muster-scan");
              asked.onsuccess = () => {
                const log = asked.result.transaction("log", "readwrite").objectStore("log");
                log.getAll().onsuccess = ({ target }) => {
                  const [row] = target.result;
                  row.key[40] ^= 1;
                  log.put(row).onsuccess = done;
                };
              };
            })"""
        )
        east.scan(good.text, "go")
        served.start()
        east.linked()
        east.kept(0)
        assert "1 not taken" in (east.page.text_content("#tray") or "")
    assert [use.heads for use in scans(world, good).uses] == [2]
    assert not scans(world, bad).uses


def test_a_browser_that_is_killed_loses_and_doubles_nothing(
    served: Served, chrome: Browser, world: Gates, tmp_path: Path
) -> None:
    tickets = [world.issued(2) for _ in range(4)]
    world.tick(HOUR)
    profile = tmp_path / "profile"
    context = profiled(chrome, profile)
    east = Tablet(Watched(context.new_page(), served.address))
    east.start()
    east.linked()
    east.polled()
    served.end()
    east.linked(is_linked=False)
    for ticket in tickets:
        east.scan(ticket.text, "go")
    kill(profile)
    context = profiled(chrome, profile)
    east = Tablet(Watched(context.new_page(), served.address))
    east.seen.go("/scan/")
    east.page.click("#resume")
    east.ready()
    east.kept(4)
    served.start()
    east.linked()
    east.kept(0)
    context.close()
    for ticket in tickets:
        assert [use.heads for use in scans(world, ticket).uses] == [2]


def profiled(chrome: Browser, profile: Path) -> BrowserContext:
    return chrome.browser_type.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=[*FLAGS, *FAKE], permissions=["camera"]
    )


def kill(profile: Path) -> None:
    """End every process of the browser with this profile, and of no other, at once."""
    while found := running(profile):
        for number in found:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
    (profile / "SingletonLock").unlink(missing_ok=True)


def running(profile: Path) -> list[int]:
    """Return the processes that still run with this profile."""
    found = []
    for one in psutil.process_iter():
        with suppress(psutil.Error):
            dead = one.status() == psutil.STATUS_ZOMBIE
            if not dead and f"--user-data-dir={profile}" in one.cmdline():
                found.append(one.pid)
    return found


def test_a_page_over_plain_http_still_gives_a_verdict(chrome: Browser, world: Gates) -> None:
    """No secure context: no service worker, no camera stream, no ``crypto.subtle``."""
    prepare(("muster.site",))
    with beside(Door(world.site), Place(port=0)) as address:
        named = address.replace("127.0.0.1", "muster.site")
        with tablet(chrome, named) as east:
            east.start()
            east.linked()
            assert not east.page.evaluate("isSecureContext")
            assert (east.page.text_content("#tier") or "") == "plain"
            ticket = world.issued(4)
            assert "4 of 4" in east.scan(ticket.text, "go")
            assert "no pass of ours" in east.scan(ticket.text[3:], "stop")
            east.kept(0)
    assert [use.heads for use in scans(world, ticket).uses] == [4]
