"""A real browser: Debian's Chromium through Playwright, and axe-core on what it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, sync_playwright

from tests.web.operation import PIN
from tests.web.visitor import AGENT

CHROMIUM = "/usr/bin/chromium"
AXE = Path(__file__).parents[2] / "assets" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--user-agent={AGENT}",
]
"""The agent is that of the whole browser: one given to a page alone is not its service worker's."""
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; end it with the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Watched(msgspec.Struct):
    """A page, with everything it asked for and said while it was open."""

    page: Page
    address: str
    asked: list[str] = []
    said: list[str] = []
    refused: list[str] = []

    def go(self, way: str) -> None:
        self.page.goto(self.address.rstrip("/") + way)

    def sign_in(self, name: str, pin: str = PIN) -> None:
        self.go("/sign-in")
        self.page.fill("#id_name", name)
        self.page.fill("#id_pin", pin)
        with self.page.expect_navigation():
            self.page.click("main button")

    def show(self, way: str) -> "Watched":
        """Go there and come back: for a line that goes and looks."""
        self.go(way)
        return self

    def carry(self, cookies: dict[str, str]) -> None:
        """Be in the session of somebody who has signed in already."""
        self.page.context.add_cookies(
            [{"name": one, "value": it, "url": self.address} for one, it in cookies.items()]
        )
        self.go("/")
        assert "/sign-in" not in self.page.url, "the session is not that of this browser"

    def violations(self) -> list[str]:
        """Return what axe finds: rule, and the elements."""
        self.page.evaluate(_axe())
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        broken = cast("list[dict[str, Any]]", found["violations"])
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in broken]

    def is_wider_than_the_screen(self) -> bool:
        """Return whether the page scrolls sideways."""
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )


@contextmanager
def watched(browser: Browser, address: str, **options: Any) -> Iterator[Watched]:  # noqa: ANN401
    """Open a page that keeps what it does; a request to anywhere else is noted and refused."""
    context = browser.new_context(**options)
    seen = Watched(context.new_page(), address)
    origin = address.rstrip("/")

    def pass_on(route: Route, request: Request) -> None:
        seen.asked.append(request.url)
        if request.url.startswith(origin):
            route.continue_()
        else:
            seen.refused.append(request.url)
            route.abort()

    def hear(message: ConsoleMessage) -> None:
        seen.said.append(message.text)

    context.route("**/*", pass_on)
    seen.page.on("console", hear)
    seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
    try:
        yield seen
    finally:
        context.close()
