"""A file leaves from a screen: counted, signed by two, sealed to one; a wrong number stops it."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from pyrage import decrypt, x25519

from muster.adapters.formats.sealed import fingerprint
from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import spell
from muster.ground.people.name import Name
from muster.journey.registry.rules import PartyClaim, PersonClaim
from muster.site import operators
from muster.site.export import carrier, recipients, register
from muster.site.export.profiles import Profile
from muster.site.export.signing import MOST
from muster.site.lift import ramp
from muster.site.registry import desk as registry
from muster.site.rights import Operator, Role
from tests.web.browser import chromium, watched
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.site import World

Said = dict[str, str | list[str]]
LEADS = ("First Lead", "Second Lead")
MORE: dict[Profile, tuple[int, Said]] = {
    Profile.PARTNER: (1, {}),
    Profile.CHOSEN: (8, {"columns": ["name", "birth"]}),
    Profile.FAMILY: (8, {"fields_": ["sex", "notes"]}),
    Profile.CARRIER: (8, {"manifest": "planned", "edition": carrier.EDITIONS[0]}),
}
"""How many rows of a profile leave here, and what its form asks for beside."""


class Desk:
    """A site with eight people, two leads and a recipient."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.people = self.world.people(8)
        site, by, role = self.world.site, self.world.by, (Role.LEAD,)
        ids = [operators.enrol(site, by, name, role, PIN) for name in LEADS]
        operators.enrol(site, by, "The Registrar", (Role.REGISTRAR,), PIN)
        second = Operator(ids[1], LEADS[1], role)
        self.key = x25519.Identity.generate()
        key = str(self.key.to_public())
        self.fingerprint = said = fingerprint(key)
        self.to = recipients.verify(site, by, second, "Example ministry", key, said, "by telephone")
        self.door = Door(site)

    def claim(self, *who: PersonClaim) -> None:
        registry.claim(self.world.site, self.world.by, [PartyClaim((one,)) for one in who])

    def fields(self, rows: int, **more: str | list[str]) -> Said:
        return {
            "to": spell(self.to),
            "purpose": "arrivals of today",
            "rows": str(rows),
            "days": "7",
            **more,
        }


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "site")
    yield made
    made.world.site.close()


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    with beside(desk.door, Place("127.0.0.1", 0)) as found:
        yield found


@pytest.fixture
def visitor(address: str) -> Visitor:
    made = Visitor(address)
    made.sign_in(LEADS[0])
    return made


SHEET = "/exports/receiving-state"


def test_a_wrong_number_is_said_and_no_row_is_shown(desk: Desk, visitor: Visitor) -> None:
    answer = visitor.post(SHEET, desk.fields(150), form=SHEET)
    assert answer.status == 409
    assert "You expect 150 rows; 8 would leave. Nothing has left." in answer.text
    assert "Person" not in answer.text
    assert not register.exports(desk.world.site, desk.world.by)


def test_what_would_leave_is_shown_covered_before_it_does(desk: Desk, visitor: Visitor) -> None:
    desk.claim(PersonClaim(Name("Zohra Example"), contacts=("+93700111222",)))
    chosen = desk.fields(1, columns=["name", "contacts"], marks=["eligible"])
    seen = visitor.post("/exports/chosen", chosen, form="/exports/chosen")
    assert seen.status == 409
    chosen = desk.fields(9, columns=["name", "contacts"])
    seen = visitor.post("/exports/chosen", chosen, form="/exports/chosen")
    assert seen.status == 200
    assert desk.fingerprint in seen.text
    assert "The first 5 rows" in seen.text
    assert "+93700111222" not in seen.text
    assert not register.exports(desk.world.site, desk.world.by)


def test_only_people_of_the_chosen_category_leave(desk: Desk, visitor: Visitor) -> None:
    desk.claim(
        PersonClaim(Name("Zohra Example"), category="citizen"),
        PersonClaim(Name("Amina Example"), category="resident"),
    )
    chosen = desk.fields(1, columns=["name", "category"], categories=["resident"])
    seen = visitor.post("/exports/chosen", chosen, form="/exports/chosen")
    assert seen.status == 200
    assert "Amina Example" in seen.text
    assert "Zohra Example" not in seen.text
    gone = visitor.post("/exports/chosen", chosen | {"confirmed": "yes"}, form="/exports/chosen")
    assert decrypt(gone.body, [desk.key])
    (row,) = register.exports(desk.world.site, desk.world.by)
    assert row.export.rows == 1
    unknown = chosen | {"categories": ["nobody-is-of-this"]}
    assert visitor.post("/exports/chosen", unknown, form="/exports/chosen").status == 422


@pytest.mark.parametrize("profile", [*Profile])
def test_every_profile_of_the_command_leaves_from_the_screen(
    desk: Desk, visitor: Visitor, profile: Profile
) -> None:
    rows, more = MORE.get(profile, (8, {}))
    if profile is Profile.CARRIER:
        lift = desk.world.lift(leave=False)
        ramp.manifest(desk.world.site, desk.world.by, lift, desk.people)
        more = {**more, "lift": spell(lift)}
    at = f"/exports/{profile}"
    seen = visitor.post(at, desk.fields(rows, **more), form=at)
    assert seen.status == 200, seen.text
    gone = visitor.post(at, desk.fields(rows, confirmed="yes", **more), form=at)
    assert gone.headers["content-type"] == "application/octet-stream", gone.text
    assert decrypt(gone.body, [desk.key])
    (row,) = register.exports(desk.world.site, desk.world.by)
    assert (row.export.profile, row.export.rows, row.export.sealed) == (profile, rows, True)
    page = visitor.get("/exports").text
    assert "arrivals of today" in page
    assert "Example ministry" in page


def test_the_recipient_opens_what_left(desk: Desk, visitor: Visitor) -> None:
    answer = visitor.post(SHEET, desk.fields(8, confirmed="yes"), form=SHEET)
    assert answer.headers["content-disposition"].endswith('.xlsx.age"')
    (sheet,) = openpyxl.load_workbook(io.BytesIO(decrypt(answer.body, [desk.key]))).worksheets
    assert sheet.max_row == 8 + 3


def test_many_rows_take_a_second_person_after_they_were_seen(desk: Desk, visitor: Visitor) -> None:
    desk.claim(*(PersonClaim(Name(f"Someone {n}")) for n in range(MOST)))
    seen = visitor.post(SHEET, desk.fields(MOST + 8), form=SHEET)
    assert 'name="second_pin"' in seen.text
    confirmed = desk.fields(MOST + 8, confirmed="yes")
    wrong: tuple[Said, ...] = ({}, {"second": LEADS[0], "second_pin": PIN}, {"second": LEADS[1]})
    for signed in wrong:
        alone = visitor.post(SHEET, confirmed | signed, form=SHEET)
        assert alone.status in (409, 422)
        assert not register.exports(desk.world.site, desk.world.by)
    signed = {"second": LEADS[1], "second_pin": PIN}
    both = visitor.post(SHEET, confirmed | signed, form=SHEET)
    assert both.headers["content-type"] == "application/octet-stream"


def test_who_may_not_lets_nothing_leave_and_sees_no_recipient(address: str) -> None:
    other = Visitor(address)
    other.sign_in("The Registrar")
    for page in ("/exports", SHEET, "/exports/recipients"):
        assert other.get(page).status == 403


def test_a_recipient_is_added_by_two_and_dropped(desk: Desk, visitor: Visitor) -> None:
    key = str(x25519.Identity.generate().to_public())
    new: Said = {
        "name": "Other ministry",
        "key": key,
        "fingerprint": fingerprint(key).upper(),
        "how": "by telephone",
        "second": LEADS[1],
        "second_pin": PIN,
    }
    at = "/exports/recipients"
    swapped = visitor.post(at, new | {"fingerprint": desk.fingerprint}, form=at)
    assert swapped.status == 409
    assert "is not that of this key" in swapped.text
    alone = visitor.post(at, new | {"second": LEADS[0]}, form=at)
    assert alone.status == 409
    assert visitor.post(at, new, form=at).status == 302
    page = visitor.get(at).text
    assert fingerprint(key) in page
    site, by = desk.world.site, desk.world.by
    one = recipients.find(site, by, "Other ministry")
    drop: Said = {"recipient": spell(one), "reason": ""}
    assert visitor.post(f"{at}/drop", drop, form=at).status == 422
    assert visitor.post(f"{at}/drop", drop | {"reason": "left"}, form=at).status == 302
    assert "dropped" in visitor.get(at).text
    assert "Other ministry" not in visitor.get(SHEET).text


@pytest.mark.browser
def test_the_pages_have_no_fault_of_access(desk: Desk, address: str, visitor: Visitor) -> None:
    visitor.post(SHEET, desk.fields(8, confirmed="yes"), form=SHEET)
    with chromium() as browser, watched(browser, address) as tab:
        tab.carry(visitor.cookies)
        for page in ("/exports", "/exports/recipients", *(f"/exports/{one}" for one in Profile)):
            tab.go(page)
            assert tab.violations() == [], page
        tab.go("/exports/chosen")
        tab.page.get_by_label("Recipient").select_option("Example ministry")
        tab.page.get_by_label("Name", exact=True).check()
        tab.page.get_by_label("Purpose").fill("a test")
        tab.page.get_by_label("How many rows you expect").fill("8")
        tab.page.get_by_role("button", name="See what would leave").click()
        tab.page.get_by_role("heading", name="What would leave").wait_for()
        assert tab.violations() == []
