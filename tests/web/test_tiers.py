"""What a browser allows a tablet, tier by tier, and that the tablet says so: in real Chromium.

full: the site's certificate is installed (a home of its own, by certutil); live: the warning was
clicked away; plain: http.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Error, Page, sync_playwright

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.doors.web.tls import Tls
from muster.ground.people.ids import OperatorId, spell
from muster.site import authority, operators
from muster.site.gate import devices
from tests.web.browser import CHROMIUM, FLAGS, Watched, watched
from tests.web.operation import PIN, Operation
from tests.world.forger import forged

pytestmark = pytest.mark.browser
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
ALL_OF_IT = ("secure", "camera", "copy", "clock")


class Site(msgspec.Struct):
    """One site as tablets reach it: by name, over both."""

    door: Door
    host: str
    secure: str
    plain: str


@pytest.fixture(scope="module")
def site(operation: Operation) -> Iterator[Site]:
    door = Door(operation.site)
    with beside(door, Place(port=0, own=True, plain=0)):
        host = authority.authority(operation.site).host
        secure = door.ways.secure[-1]
        plain = door.ways.plain[0].replace("127.0.0.1", host)
        yield Site(door, host, secure, plain)


@pytest.fixture(scope="module")
def home(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the site's certificate is installed, as a volunteer installs it."""
    folder = tmp_path_factory.mktemp("home")
    store = folder / ".pki" / "nssdb"
    store.mkdir(parents=True)
    file = folder / "site.crt"
    file.write_bytes(authority.authority(site.door.site).certificate)
    certutil = shutil.which("certutil") or "certutil"
    place = f"sql:{store}"
    subprocess.run([certutil, "-N", "--empty-password", "-d", place], check=True)
    added = [certutil, "-A", "-d", place, "-n", "muster", "-t", "C,,", "-i", str(file)]
    subprocess.run(added, check=True)
    return folder


@contextmanager
def opened(
    site: Site, address: str, home: Path, *, ignoring: bool = False, named: str = ""
) -> Iterator[Watched]:
    rules = f"--host-resolver-rules=MAP {named or site.host} 127.0.0.1"
    flags = [*FLAGS, *CAMERA, rules]
    environment: dict[str, str | float | bool] = {**os.environ, "HOME": str(home)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags, env=environment)
        options = {"ignore_https_errors": ignoring, "permissions": ["camera"]}
        with watched(browser, address, **options) as seen:
            yield seen
        browser.close()


def tier(page: Page) -> str:
    page.wait_for_selector("#tier:not([data-tier=unknown])")
    return str(page.get_attribute("#tier", "data-tier"))


def ticks(page: Page) -> dict[str, str]:
    page.click("#check")
    page.wait_for_selector("[aria-busy=false]")
    found = page.eval_on_selector_all(
        ".ticks li", "all => all.map((one) => [one.id.slice(5), one.dataset.state])"
    )
    return {str(name): str(state) for name, state in found}


def test_with_the_certificate_installed_a_tablet_has_the_full_tier(site: Site, home: Path) -> None:
    with opened(site, site.secure, home) as seen:
        seen.go("/enrol")
        assert tier(seen.page) == "full"
        assert seen.page.inner_text("#tier").startswith("Tier: full")
        found = ticks(seen.page)
        assert {found[name] for name in ALL_OF_IT[:3]} == {"yes"}
        assert seen.violations() == []
        assert not seen.is_wider_than_the_screen()
        assert seen.refused == []
        seen.page.set_viewport_size({"width": 320, "height": 700})
        assert not seen.is_wider_than_the_screen()


def test_with_the_warning_clicked_away_it_lacks_the_copy(site: Site, tmp_path: Path) -> None:
    with opened(site, site.secure, tmp_path, ignoring=True) as seen:
        seen.go("/enrol")
        assert tier(seen.page) == "live"
        assert "Reload while alone and the page is lost" in seen.page.inner_text("#tier")
        found = ticks(seen.page)
        assert (found["secure"], found["camera"], found["copy"]) == ("yes", "yes", "no")


def test_over_http_it_has_the_plain_tier_and_says_what_that_lacks(
    site: Site, tmp_path: Path
) -> None:
    with opened(site, site.plain, tmp_path) as seen:
        seen.go("/enrol")
        assert tier(seen.page) == "plain"
        assert "No moving camera picture" in seen.page.inner_text("#tier")
        found = ticks(seen.page)
        assert (found["secure"], found["camera"], found["copy"]) == ("no", "no", "no")
        words = authority.authority(site.door.site).words
        assert seen.page.locator(".words code").all_inner_texts() == [*words]
        assert seen.violations() == []


def test_without_the_certificate_the_browser_warns(site: Site, tmp_path: Path) -> None:
    with opened(site, site.secure, tmp_path) as seen, pytest.raises(Error, match="CERT"):
        seen.go("/enrol")


def test_a_stolen_authority_speaks_for_no_other_name(
    site: Site, home: Path, operation: Operation, tmp_path: Path
) -> None:
    """The constraints are critical, and the browser keeps them though the thief serves a leaf."""
    chain, key = forged(authority._authority(operation.site), "bank.example")
    (tmp_path / "chain.pem").write_bytes(chain)
    (tmp_path / "key.pem").write_bytes(key)
    tls = Tls(tmp_path / "chain.pem", tmp_path / "key.pem")
    place = Place(port=0, names=("bank.example",), tls=tls)
    with (
        beside(Door(operation.site), place) as address,
        opened(site, address, home, named="bank.example") as seen,
        pytest.raises(Error, match="ERR_CERT"),
    ):
        seen.go("/help")


@pytest.fixture
def guard(operation: Operation) -> OperatorId:
    rows = operators.roster(operation.site, operation.site.lead)
    return next(row.id for row in rows if row.name == "The gate")


def test_a_tablet_makes_its_key_is_approved_and_starts_a_shift(
    site: Site, home: Path, operation: Operation, guard: OperatorId
) -> None:
    door = site.door
    code = door.enrolments.issue(operation.site.lead.id)
    with opened(site, site.secure, home) as seen:
        page = seen.page
        seen.go(f"/enrol#{code}")
        assert page.input_value("#code") == code
        assert page.evaluate("location.hash") == ""
        page.click("#enrol button")
        page.wait_for_selector("#own:not(:empty)")
        (asking,) = door.askings.waiting()
        assert page.inner_text("#own") == " ".join(asking.words)
        assert asking.tier == "full"
        until = operation.clock.at + 3_600_000
        place = operation.gate
        asking.enrolled = devices.enrol(
            operation.site,
            operation.site.lead,
            asking.key,
            holder=guard,
            place=place,
            until=until,
            tier=asking.tier,
        )
        page.wait_for_selector("[data-said=enrolled]:not([hidden])")
        own = page.evaluate(
            """new Promise((done) => {
              const opening = indexedDB.open("muster-device", 1);
              opening.onsuccess = () => {
                const asked = opening.result.transaction("own").objectStore("own").get("own");
                asked.onsuccess = async () => {
                  const { pair, ...told } = asked.result;
                  let taken = "taken";
                  try { await crypto.subtle.exportKey("pkcs8", pair.privateKey); }
                  catch { taken = "refused"; }
                  done({ ...told, taken });
                };
              };
            })"""
        )
        assert own["taken"] == "refused"
        assert own["key"] == asking.key.hex()
        assert bytes.fromhex(own["certificate"]) == asking.enrolled.certificate
        seen.sign_in("The gate", PIN)
        seen.go("/shift")
        assert tier(page) == "full"
        page.wait_for_selector("#shift[data-ready]")
        assert page.input_value("[name=device]") == spell(asking.enrolled.device)
        assert seen.violations() == []


def test_the_supervisors_pages_are_clean(site: Site, home: Path) -> None:
    with opened(site, site.secure, home) as seen:
        seen.go("/sign-in")
        seen.sign_in("The lead", PIN)
        for way in ("/tablets", "/tablets/welcome", "/tablets/shift"):
            seen.go(way)
            assert seen.violations() == [], way
            assert seen.page.locator("svg").count() == (2 if "welcome" in way else 0)
        assert seen.refused == []
        assert not [one for one in seen.said if "Content Security Policy" in one]
