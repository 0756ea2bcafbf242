"""The page of parcels: what lies on the stick, writing one, reading, answers; and who may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import spell
from muster.site import operators
from muster.site.exchange import letterboxes, sticks
from muster.site.exchange.exchanging import meet
from tests.web.operation import PIN
from tests.web.visitor import Visitor
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
