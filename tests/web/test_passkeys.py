"""A passkey from end to end: real Chromium, a virtual security key, the site's own certificate.

T23. The key is Chromium's own authenticator, driven through its debugging protocol: it makes and
keeps keys, asks for its user, counts signatures, and speaks for one name alone.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import CDPSession, expect

from muster.ground.people.access.facts import CredentialRevoked, Method
from muster.ground.people.ids import OperatorId, spell
from muster.site import operators
from muster.site.access import credentials
from muster.site.rights import Operator, Role
from tests.web.browser import Watched, watched
from tests.web.operation import PIN
from tests.web.test_tiers import Site, home, opened, site

pytestmark = pytest.mark.browser
__all__ = ["home", "site"]

HARDWARE = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Desk(msgspec.Struct):
    """A browser with a security key in it, at the site's own name."""

    seen: Watched
    keys: CDPSession
    key: str
    name: str
    operator: Operator

    def go_in(self) -> None:
        self.seen.sign_in(self.name)

    def credentials(self) -> list[dict[str, Any]]:
        found = self.keys.send("WebAuthn.getCredentials", {"authenticatorId": self.key})
        return list(found["credentials"])


def plug_in(seen: Watched, **other: Any) -> tuple[CDPSession, str]:  # noqa: ANN401
    keys = seen.page.context.new_cdp_session(seen.page)
    keys.send("WebAuthn.enable", {"enableUI": False})
    made = keys.send("WebAuthn.addVirtualAuthenticator", {"options": HARDWARE | other})
    return keys, str(made["authenticatorId"])


@pytest.fixture
def desk(site: Site, home: Path) -> Iterator[Desk]:
    where = site.door.site
    name = f"Keyholder {spell(OperatorId(where.new_id()))[:8]}"
    identity = operators.enrol(where, where.lead, name, ("head",), PIN)
    operator = Operator(identity, name, (Role.HEAD,))
    with opened(site, site.secure, home) as seen:
        keys, key = plug_in(seen)
        yield Desk(seen, keys, key, name, operator)


def enrol(desk: Desk, label: str = "blue key") -> None:
    page = desk.seen.page
    desk.seen.go("/sign-in/own/key")
    page.fill("#id_label", label)
    page.fill("#id_pin", PIN)
    with page.expect_navigation():
        page.click("main button")


def touch(desk: Desk) -> None:
    with desk.seen.page.expect_navigation():
        desk.seen.page.get_by_role("button", name="Use your security key").click()


def out(desk: Desk) -> None:
    desk.seen.page.get_by_role("button", name="Sign out").click()
    expect(desk.seen.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_key_is_enrolled_asked_for_and_removed(desk: Desk, site: Site) -> None:
    page = desk.seen.page
    desk.go_in()
    enrol(desk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sign-in")
    expect(page.locator("main")).to_contain_text("blue key")
    (kept,) = desk.credentials()
    assert (kept["rpId"], kept["isResidentCredential"]) == (site.host, False)
    assert desk.seen.violations() == []
    out(desk)
    desk.go_in()
    expect(page.get_by_role("heading", level=1)).to_have_text("One thing more")
    assert desk.seen.violations() == []
    assert page.goto(f"{site.secure}lifts") is not None
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    desk.go_in()
    touch(desk)
    expect(page.get_by_role("heading", level=1)).to_have_text("Drill on Elmo Island")
    desk.seen.go("/sign-in/own")
    page.get_by_role("link", name="Remove blue key").click()
    page.fill("#id_pin", PIN)
    page.get_by_role("button", name="Remove").click()
    out(desk)
    desk.go_in()
    expect(page.get_by_role("heading", level=1)).to_have_text("Drill on Elmo Island")
    assert desk.seen.refused == []


def test_a_key_that_was_copied_is_refused_by_its_count(desk: Desk) -> None:
    desk.go_in()
    enrol(desk)
    out(desk)
    desk.go_in()
    touch(desk)
    (copied,) = desk.credentials()
    out(desk)
    desk.go_in()
    touch(desk)  # the owner goes on with the key; the copy stays behind
    out(desk)
    desk.keys.send("WebAuthn.clearCredentials", {"authenticatorId": desk.key})
    desk.keys.send("WebAuthn.addCredential", {"authenticatorId": desk.key, "credential": copied})
    desk.go_in()
    touch(desk)
    expect(desk.seen.page.locator("main")).to_contain_text("did not show that it is yours")


def test_a_key_whose_owner_is_not_asked_for_is_not_taken(desk: Desk, site: Site) -> None:
    desk.go_in()
    desk.keys.send(
        "WebAuthn.setUserVerified", {"authenticatorId": desk.key, "isUserVerified": False}
    )
    page = desk.seen.page
    desk.seen.go("/sign-in/own/key")
    page.fill("#id_label", "a key without a PIN")
    page.fill("#id_pin", PIN)
    page.click("main button")
    expect(page.locator("#key-wrong")).to_contain_text("The key did not answer")
    assert credentials.mine(site.door.site, desk.operator) == []


def test_a_passkey_that_a_cloud_copies_is_not_taken(site: Site, desk: Desk) -> None:
    desk.go_in()
    desk.keys.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": desk.key})
    synced = {
        "ctap2Version": "ctap2_1",
        "defaultBackupEligibility": True,
        "defaultBackupState": True,
    }
    _, desk.key = plug_in(desk.seen, **synced)
    enrol(desk)
    expect(desk.seen.page.locator("main")).to_contain_text("can be copied to other devices")
    assert credentials.mine(site.door.site, desk.operator) == []


def test_without_the_key_nobody_gets_in_at_any_address_of_the_site(desk: Desk, site: Site) -> None:
    desk.go_in()
    enrol(desk)
    out(desk)
    browser = desk.seen.page.context.browser
    assert browser is not None
    for address in (site.secure, site.door.ways.secure[0]):
        with watched(browser, address, ignore_https_errors=True) as other:
            other.sign_in(desk.name)
            expect(other.page.get_by_role("heading", level=1)).to_have_text("One thing more")
            other.go("/")
            expect(other.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_two_people_reset_and_it_ends_everywhere_by_a_fact(desk: Desk, site: Site) -> None:
    desk.go_in()
    enrol(desk)
    where = site.door.site
    second = Operator(
        operators.enrol(where, where.lead, f"Second {desk.name}", ("lead",), PIN), "", (Role.LEAD,)
    )
    assert credentials.needed(where, desk.operator.id) == (Method.PASSKEY,)
    assert credentials.reset(where, where.lead, second, desk.operator.id, "key lost") == 1
    assert credentials.needed(where, desk.operator.id) == ()
    assert CredentialRevoked.compartment == "public"


def test_over_http_the_page_says_why_there_is_no_key(site: Site, tmp_path: Path) -> None:
    with opened(site, site.plain, tmp_path) as seen:
        seen.go("/enrol")
        assert seen.page.evaluate("typeof PublicKeyCredential") == "undefined"
        seen.go("/sign-in/own/key")
        expect(seen.page.locator("main")).to_contain_text("This page is not shown over http")
