"""A second site shows a plan that came by exchange: its board, its why, its call list.

It checks the plan and computes none again: whatever makes plans is out of its reach here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from muster.doors.web import serve_in_thread
from muster.ground.people.ids import PartyId, spell
from muster.site import operators
from muster.site.lift import ramp
from muster.site.plan import explaining, forwarding, overview, planner, planning, solving, unsettled
from muster.site.plan.differences import unfit
from muster.site.plan.explaining import Explained
from muster.site.rights import Operator, Role
from tests.site.plan.town import CHILD, Town
from tests.web.visitor import Visitor
from tests.world.sites import Joined, tell

PIN = "24681357"


def never(*_given: object, **_named: object) -> NoReturn:
    pytest.fail("a plan was computed again")


class Apart(Joined):
    """The second site, with a planner of its own, who can make no plan."""

    def __init__(self, town: Town, folder: Path) -> None:
        super().__init__(town, folder)
        identity = operators.enrol(self.site, self.by, "Their planner", (Role.PLANNER.value,), PIN)
        self.planner = Operator(identity, "Their planner", (Role.PLANNER,))


@pytest.fixture
def told(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    """Return a second site that was told of a plan, and of what it was made from."""
    town.offer(6, seats=18)
    town.offer(12, seats=20)
    town.families(6)
    town.families(6, category="staff")
    town.family([CHILD])
    planner.hold_back(town.site, town.planner, town.families(1), "papers")
    town.adopt()
    made = Apart(town, tmp_path / "second")
    tell(town, made.site)
    monkeypatch.setattr(solving, "solve", never)
    monkeypatch.setattr(solving, "planned", never)
    yield made
    made.site.close()


def explained(found: Explained) -> tuple[object, ...]:
    said = found.place, found.kept, found.stranded, found.earlier, found.first
    return (*said, tuple(one.said() for one in found.would), found.rank, found.counted, found.seat)


def test_the_board_is_the_same_and_the_check_says_yes(town: Town, told: Apart) -> None:
    found = [
        overview.board(one, planning.standing(one).places)
        for one in (town.look(), planning.look(told.site, told.planner))
    ]
    assert found[0] == found[1]
    assert found[1].adopted is not None
    assert planning.faults(told.site, told.planner) == ()
    assert unsettled.tasks(told.site, told.planner) == unsettled.tasks(town.site, town.planner)


def test_every_family_is_told_the_same_reasons(town: Town, told: Apart) -> None:
    parties = [party.id for party in town.look().operation.parties]
    here, there = (
        [explained(explaining.why(site, by, party)) for party in parties]
        for site, by in ((town.site, town.planner), (told.site, told.planner))
    )
    assert here == there
    assert len({said[0] for said in here}) > 2


def test_the_call_list_is_the_same_and_whom_one_called_the_other_does_not(
    town: Town, told: Apart
) -> None:
    def listed() -> list[PartyId]:
        found = forwarding.call_list(told.site, told.planner)
        return [one.party for one in found.calls]

    due = [one.party for one in forwarding.call_list(town.site, town.planner).calls]
    assert listed() == due != []
    forwarding.call_next(town.site, town.planner, only=due[:2])
    tell(town, told.site)
    assert not {*due[:2]} & {*listed()}
    assert {*listed()} == {*due[2:]}


def test_what_no_longer_fits_is_seen_there_too(town: Town, told: Apart) -> None:
    town.tick()
    ramp.cancel(town.site, town.by, town.look().operation.lifts[0].id, "no crew")
    tell(town, told.site)
    assert unfit(planning.look(told.site, told.planner)) == unfit(town.look()) != {}


def test_its_screens_show_all_of_it(town: Town, told: Apart) -> None:
    party = town.look().operation.parties[0].id
    with serve_in_thread(told.site) as address:
        visitor = Visitor(address)
        assert visitor.sign_in("Their planner", PIN).status == 302
        assert "people have a place." in visitor.get("/plan/").text
        why = visitor.get(f"/plan/why/{spell(party)}").text
        assert "Rank among all parties" in why
        assert f"/plan/why/{spell(party)}" in visitor.get("/plan/calls").text
