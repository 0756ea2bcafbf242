"""A gate with a guard and a tablet: a site that issues passes, and a browser that scans them."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.journey.gate.uses import Scans
from muster.site import operators
from muster.site.record.kinds import SCANS
from muster.site.rights import Role
from tests.web.browser import CHROMIUM, FLAGS, Watched, watched
from tests.world.gates import Gates, Ticket

PIN = "correct-horse"
GUARD, OTHER_GUARD, SUPERVISOR = "Guard one", "Guard two", "Supervisor"
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
NAMED = ["--host-resolver-rules=MAP muster.site 127.0.0.1"]
PATIENT = 8_000
TYPED = """([codes, key]) => {
  for (const code of codes) {
    const said = { key: key || code, code, bubbles: true, cancelable: true };
    window.dispatchEvent(new KeyboardEvent("keydown", said));
  }
}"""


def gatehouse(folder: Path) -> Gates:
    """Make a site with a gate, two guards and a supervisor."""
    world = Gates(folder)
    for name, role in ((GUARD, Role.GATE), (OTHER_GUARD, Role.GATE), (SUPERVISOR, Role.LEAD)):
        operators.enrol(world.site, world.by, name, (role.value,), PIN)
    return world


def scans(world: Gates, ticket: Ticket) -> Scans:
    """Return what the site holds of a pass."""
    with world.site.view() as view:
        found: Scans | None = view.state(SCANS, ticket.id)
    return found or Scans()


@contextmanager
def browser_with(*flags: str) -> Iterator[Browser]:
    """Start a browser with a camera of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, *FAKE, *NAMED, *flags]
        )
        yield browser
        browser.close()


def _code(letter: str) -> str:
    return f"Digit{letter}" if letter.isdigit() else f"Key{letter}"


class Tablet(msgspec.Struct):
    """The scan page in a browser, as a guard uses it."""

    seen: Watched

    @property
    def page(self) -> Page:
        return self.seen.page

    def start(self, guard: str = GUARD, post: str = "East 1", gate: str = "") -> None:
        """Sign in and begin a shift, with the supervisor beside."""
        self.seen.sign_in(guard, PIN)
        self.seen.go("/scan/")
        self.page.wait_for_selector("#begin", state="visible", timeout=PATIENT)
        self.says("#shows", ":")
        shown = self.page.text_content("#shows") or ""
        fields = {"post": post, "watch": shown[:5], "name": SUPERVISOR, "pin": PIN}
        for name, value in fields.items():
            self.page.fill(f"#{name}", value)
        if gate:
            self.page.select_option("#at", label=gate)
        self.page.click("#begin button")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("#scanning", state="visible", timeout=PATIENT)

    def linked(self, *, is_linked: bool = True) -> None:
        """Wait until the page says that it is linked, or alone."""
        wanted = "yes" if is_linked else "no"
        self.page.wait_for_selector(f'#link[data-linked="{wanted}"]', timeout=PATIENT)

    def wedge(self, text: str, key: str = "") -> None:
        """Type as fast as a keyboard scanner does, whatever else this machine has to do."""
        self.page.evaluate(TYPED, [[*map(_code, text), "Enter"], key])

    def type_code(self, code: str) -> None:
        """Type a code into the dialog."""
        self.page.click("#type")
        self.page.fill("#code", code)
        self.page.click("#typed .primary")

    def verdict(self) -> str:
        return self.page.get_attribute("#verdict", "data-sign") or ""

    def number(self) -> int:
        """Return how many verdicts were shown so far."""
        return int(self.page.get_attribute("#verdict", "data-number") or 0)

    def shows(self, sign: str, after: int | None = None) -> str:
        """Wait for a verdict, the next one after number ``after``; return all that is said."""
        place = "" if after is None else f'[data-number="{after + 1}"]'
        self.page.wait_for_selector(f"#verdict{place}", timeout=PATIENT)
        self.page.wait_for_selector(f'#verdict[data-sign="{sign}"]', timeout=PATIENT)
        return self.page.inner_text("#verdict")

    def scan(self, text: str, sign: str) -> str:
        """Scan a pass and wait for the verdict, having touched the one before."""
        if self.page.is_visible("#next"):
            self.page.click("#next")
        number = self.number()
        self.wedge(text)
        return self.shows(sign, after=number)

    def settle(self, reason: str, *, pin: str = PIN, through: bool = True) -> None:
        """Let the supervisor settle what is held."""
        self.page.click("#call")
        fields = {"s-reason": reason, "s-name": SUPERVISOR, "s-pin": pin}
        for name, value in fields.items():
            self.page.fill(f"#{name}", value)
        self.page.click(f'#settle button[value="{"through" if through else "back"}"]')

    def polled(self) -> None:
        """Wait until the site was asked for its time and its news."""
        self.page.wait_for_timeout(2_500)

    def kept(self, count: int) -> None:
        """Wait until so many entries wait on this tablet."""
        self.says("#kept", re.compile(rf"\b{count}$"))

    def says(self, selector: str, text: str | re.Pattern[str]) -> None:
        """Wait until the page says ``text`` there."""
        found = self.page.locator(selector, has_text=text)
        found.first.wait_for(state="attached", timeout=PATIENT)


class Served:
    """A server that a test ends and starts again at the same port."""

    def __init__(self, world: Gates) -> None:
        self._world = world
        self._stack = ExitStack()
        self._port = 0
        self.address = ""

    def start(self) -> str:
        place = Place(port=self._port)
        self.address = self._stack.enter_context(beside(Door(self._world.site), place))
        found = re.search(r":(\d+)/", self.address)
        assert found is not None
        self._port = int(found[1])
        return self.address

    @property
    def port(self) -> int:
        """The port that it is started at again."""
        return self._port

    def end(self) -> None:
        self._stack.close()


@contextmanager
def tablet(browser: Browser, address: str, **options: Any) -> Iterator[Tablet]:  # noqa: ANN401
    """Open the scan page in a browser of its own."""
    with watched(browser, address, **options) as seen:
        yield Tablet(seen)
