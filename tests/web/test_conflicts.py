"""The page of contradictions: the evidence on both sides, a resolution, open again; who may."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.doors.web.door import Door
from muster.doors.web.serving import Place, beside
from muster.ground.people.ids import spell
from muster.site import operators
from muster.site.exchange.exchanging import meet
from muster.site.gate import gatepost, used_twice
from muster.site.lift import contradictions, ramp
from tests.web.operation import PIN
from tests.web.visitor import Visitor
from tests.world.gates import Gates
from tests.world.site import World
from tests.world.sites import Joined

AT = "/conflicts"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Joined]]:
    """Two sites that scanned one person aboard before they met."""
    folder: Path = tmp_path_factory.mktemp("conflicts")
    first = World(folder / "first")
    second = Joined(first, folder / "second")
    operators.enrol(first.site, first.by, "The Head", ("head",), PIN)
    operators.enrol(first.site, first.by, "The Guard", ("gate",), PIN)
    [person] = first.people(1)
    meet(first.site, first.by, second.site)
    for name, world in (("North lift", first), ("South lift", second)):
        world.tick()
        lift = ramp.offer(
            world.site,
            world.by,
            name=name,
            craft="C-17",
            origin=first.airport,
            destination=first.haven,
            seats=10,
        )
        ramp.board(world.site, world.by, lift, [person])
    meet(first.site, first.by, second.site)
    yield first, second
    first.site.close()
    second.site.close()


def test_both_scans_are_shown_and_one_is_let_stand(two: tuple[World, Joined]) -> None:
    first, second = two
    with beside(Door(first.site), Place("127.0.0.1", 0)) as address:
        head, guard = Visitor(address), Visitor(address)
        head.sign_in("The Head")
        guard.sign_in("The Guard")
        assert guard.get(AT).status == 403
        page = head.get(AT).text
        assert all(name in page for name in ("North lift", "South lift", "Second site"))
        [card] = contradictions.contradictions(first.site, first.by).cards
        fields: dict[str, str | list[str]] = {
            "person": spell(card.person),
            "stays": spell(card.one.lift),
        }
        assert head.post(AT, fields).status == 422
        assert head.post(AT, fields | {"reason": "asked", "stays": "nonsense"}).status == 404
        assert head.post(AT, fields | {"reason": "asked the crew"}).status == 302
        assert "stands, not" in head.get(AT).text
        contradictions.resolve(second.site, second.by, card.person, card.other.lift, "seen ashore")
        meet(first.site, first.by, second.site)
        assert "resolved differently, open again" in head.get(AT).text


def test_of_a_pass_used_twice_one_use_is_said_to_be_the_right_one(tmp_path: Path) -> None:
    centre = Gates(tmp_path / "centre")
    operators.enrol(centre.site, centre.by, "The Head", ("head",), PIN)
    laptops = [Joined(centre, tmp_path / name, name, ("gates",)) for name in ("West", "East")]
    ticket = centre.issued(4)
    for one in laptops:
        meet(centre.site, centre.by, one.site)
        one.tick()
        gatepost.take_post(one.site, one.by, centre.gate, one.site.state.name).scan(ticket.text)
    for one in (*laptops, laptops[0]):
        meet(centre.site, centre.by, one.site)
    [found] = used_twice.used_twice(centre.site, centre.by)
    right = found.uses[1]
    with beside(Door(centre.site), Place("127.0.0.1", 0)) as address:
        head = Visitor(address)
        head.sign_in("The Head")
        page = head.get(AT).text
        assert all(one.site in page and one.hash.hex() in page for one in found.uses)
        fields: dict[str, str | list[str]] = {"ticket": ticket.id.hex(), "reason": "asked"}
        assert head.post(AT, fields).status == 422
        assert head.post(AT, fields | {"stands": "nonsense"}).status == 422
        assert head.post(AT, fields | {"stands": right.hash.hex()}).status == 302
        assert "the right one" in head.get(AT).text
        wrong, west = found.uses[0].hash, laptops[0]
        used_twice.resolve(west.site, west.by, ticket.id, wrong, "knew the face")
        meet(centre.site, centre.by, west.site)
        assert "open again" in head.get(AT).text
    for site in (centre.site, *(one.site for one in laptops)):
        site.close()
