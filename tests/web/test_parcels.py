"""The page of parcels: what lies on the stick, writing one, reading, answers; and who may."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from muster.doors.web.application import LONGEST_BODY
from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import spell
from muster.site import operators
from muster.site.exchange import letterboxes, sticks
from muster.site.exchange.exchanging import meet
from tests.web.operation import PIN
from tests.web.visitor import TOKEN, Answer, Visitor
from tests.world.site import World
from tests.world.sites import Joined


class Two:
    """Two sites that know each other's letterbox, the first of them served beside a stick."""

    def __init__(self, folder: Path) -> None:
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.first = World(folder / "first")
        self.second = Joined(self.first, folder / "second")
        operators.enrol(self.first.site, self.first.by, "The Head", ("head",), PIN)
        operators.enrol(self.first.site, self.first.by, "The Guard", ("gate",), PIN)
        meet(self.first.site, self.first.by, self.second.site)
        for one, other in ((self.first, self.second), (self.second, self.first)):
            raw = letterboxes.own(other.site, other.by)
            letterboxes.taken(one.site, one.by, raw)

    def told(self) -> None:
        """Let the second site leave a parcel for the first."""
        site, by = self.second.site, self.second.by
        self.second.people(3)
        sticks.write(site, by, letterboxes.known(site, by)[0], self.stick)


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Two sites."""
    made = Two(tmp_path)
    yield made
    made.first.site.close()
    made.second.site.close()


@pytest.fixture
def visitor(two: Two) -> Iterator[Visitor]:
    """The head at the first site's screens."""
    door = Door(two.first.site, parcels=two.stick)
    with beside(door, Place("127.0.0.1", 0)) as address:
        made = Visitor(address)
        made.sign_in("The Head")
        yield made


def test_a_parcel_is_written_for_a_site_and_shown(two: Two, visitor: Visitor) -> None:
    two.first.people(2)
    other = spell(two.second.site.keys.site)
    answer = visitor.post("/sites/parcels", {"to": other})
    assert answer.status == 200
    assert "Written for Second site." in answer.text
    (parcel,) = two.stick.glob("*.parcel")
    assert parcel.name in visitor.get("/sites/parcels").text
    found = sticks.read(two.second.site, two.second.by, two.stick, answer=False)
    assert found.parcels[0].entries > 0


def test_what_lies_there_is_read_and_answered(two: Two, visitor: Visitor) -> None:
    two.told()
    assert "Second site" in visitor.get("/sites/parcels").text
    answer = visitor.post("/sites/parcels/read", {}, form="/sites/parcels")
    assert answer.status == 200
    assert "new entries: " in answer.text
    assert "An answer lies there for Second site" in answer.text
    assert len([*two.stick.glob("*.parcel")]) == 2
    again = visitor.post("/sites/parcels/read", {}, form="/sites/parcels")
    assert "new entries: 0." in again.text


def handed_over(two: Two) -> bytes:
    """Return a parcel of the second site for the first, as a file that somebody brings."""
    two.second.people(400)
    site, by = two.second.site, two.second.by
    return sticks.given(site, by, letterboxes.known(site, by)[0], 10**8)[1]


def send(visitor: Visitor, raw: bytes, kind: str = "application/octet-stream") -> Answer:
    """Send a parcel as the page's script does."""
    token = TOKEN.search(visitor.get("/sites/parcels").text)
    assert token is not None
    fields = {"Content-Type": kind, "X-CSRFToken": token[1]}
    return visitor.ask("POST", "/sites/parcels/take", raw, fields)


def test_a_parcel_is_given_as_a_file_that_opens_at_the_other_site(
    two: Two, visitor: Visitor
) -> None:
    two.first.people(2)
    fields: dict[str, str | list[str]] = {"to": spell(two.second.site.keys.site)}
    answer = visitor.post("/sites/parcels/give", fields, form="/sites/parcels")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    name = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[a-z2-7]{26}\.parcel"', name)
    found = sticks.taken(two.second.site, two.second.by, BytesIO(answer.body))
    assert (found.problem, found.entries > 0) == (None, True)


def test_a_parcel_larger_than_any_other_body_is_taken_as_it_comes(
    two: Two, visitor: Visitor
) -> None:
    raw = handed_over(two)
    assert len(raw) > 2 * LONGEST_BODY
    answer = send(visitor, raw)
    assert answer.status == 200
    assert "Second site" in answer.text
    assert "new entries: " in answer.text
    assert "new entries: 0" in send(visitor, raw).text


def test_what_came_of_a_parcel_that_breaks_off_is_kept_and_said(two: Two, visitor: Visitor) -> None:
    answer = send(visitor, handed_over(two)[:-9])
    assert answer.status == 422
    assert "before its end" in answer.text
    assert "new entries: 0" not in answer.text


def test_nothing_but_a_parcel_for_us_is_taken(two: Two, visitor: Visitor) -> None:
    before = two.first.site.store.digest_rows()
    for raw in (b"", b"plain text", bytes(300_000)):
        assert send(visitor, raw).status in {403, 422}
    assert send(visitor, handed_over(two), "text/plain").status == 415
    assert two.first.site.store.digest_rows() == before
    assert not [*two.first.folder.rglob("*.parcel")]


def test_a_stranger_sends_nothing(two: Two, visitor: Visitor) -> None:
    raw, before = handed_over(two), two.first.site.store.digest_rows()
    fields = {"Content-Type": "application/octet-stream"}
    assert visitor.ask("POST", "/sites/parcels/take", raw, fields).status == 403
    nobody = Visitor(visitor.address)
    assert nobody.ask("POST", "/sites/parcels/take", raw, fields).status in {302, 403}
    assert two.first.site.store.digest_rows() == before


def test_a_broken_parcel_is_said_to_be_one(two: Two, visitor: Visitor) -> None:
    two.told()
    (parcel,) = two.stick.glob("*.parcel")
    parcel.write_bytes(parcel.read_bytes()[:-9])
    answer = visitor.post("/sites/parcels/read", {}, form="/sites/parcels")
    assert "before its end" in answer.text


def test_a_stick_that_was_pulled_out_is_said_to_be_missing(two: Two, visitor: Visitor) -> None:
    two.stick.rmdir()
    assert "cannot be read" in visitor.get("/sites/parcels").text
    other = spell(two.second.site.keys.site)
    answer = visitor.post("/sites/parcels", {"to": other})
    assert answer.status == 422
    assert "cannot be read" in answer.text


def test_without_a_folder_the_page_says_how_to_give_one(two: Two) -> None:
    with beside(Door(two.first.site), Place("127.0.0.1", 0)) as address:
        visitor = Visitor(address)
        visitor.sign_in("The Head")
        assert "--parcels" in visitor.get("/sites/parcels").text


def test_a_site_that_is_none_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/sites/parcels", {"to": "nobody"}).status == 422


def test_a_guard_sees_nothing_of_it(two: Two) -> None:
    with beside(Door(two.first.site, parcels=two.stick), Place("127.0.0.1", 0)) as address:
        visitor = Visitor(address)
        visitor.sign_in("The Guard")
        assert visitor.get("/sites/parcels").status == 403
